"""The runtime in a real browser: small pages, made from figures here, opened from disk."""

import base64
import io
import json
import math
import re
import struct

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.image import imread

from livefig import Checkbox, Choice, LiveFigure, Slider, sphinx_ext
from livefig.browser import watched
from livefig.draw import shown as drawing
from livefig.text import words
from support.site import Site, stopped_clock, until

GRID = np.linspace(-2, 2, 41)
STEPS = np.arange(8.0)


def everything(a, b, kind, hole):
    """Outputs for every kind of artist; not a number for some settings, infinite for others."""
    wave = np.sqrt(a * GRID + 0.5) if kind == "root" else 1 / (GRID - b)
    image = a * GRID[:, None] + b * STEPS
    if hole:
        image = np.where(image > 1, np.nan, image)
    return {"wave": wave, "top": wave[40], "image": image, "steps": np.exp(-a * STEPS), "bars": STEPS * a - 1,
            "jump": a * b, "big": a > 1.5, "circle": np.cos(STEPS + a), "wheel": np.sin(STEPS + b)}  # fmt: skip


CONTROLS = [
    Slider("a", -2, 2, value=1, label="weight $a$", unit="kg"),
    Slider("b", 0.01, 20, value=0.5, log=True, label="bias $b$"),
    Choice("kind", {"square root": "root", "pole": "pole"}, label="kind of curve"),
    Checkbox("hole", label="leave a hole"),
]


def make(name="all", size=(7, 3), **changes):
    """Return a live figure with every kind of artist."""
    cmap = plt.get_cmap("RdBu").with_extremes(under="lime", over="yellow")
    with plt.style.context("livefig.page"):
        figure, (left, right) = plt.subplots(1, 2, figsize=size)
        (wave,) = left.plot(GRID, GRID, "o-", ms=3)
        bars = left.bar(STEPS / 4 - 1, STEPS, width=0.1, color="C2")
        dots = left.scatter(STEPS, STEPS, c=STEPS, s=4 + 9 * STEPS)
        text = left.text(0, 0.9, "", ha="center", color="C4")
        left.set(xlim=(-2, 2), ylim=(-2, 3))
        image = right.imshow(np.zeros((41, 8)), vmin=-2, vmax=2, aspect="auto", cmap=cmap, origin="lower")
        line = right.axvline(0, color="#ffff00")
        (steps,) = right.twinx().semilogy(STEPS, STEPS + 1, "s", color="#ff00ff")
    moves = {
        wave: {"y": "wave"}, bars: {"height": "bars"}, dots: {"x": "circle", "y": "wheel"}, steps: {"y": "steps"},
        text: {"text": "top {top:.2f} of {kind}", "x": "jump", "y": "a"}, image: {"image": "image"},
        line: {"x": "b", "visible": "big"},
    }  # fmt: skip
    says = [("big", "So big ({big}): {a:.2f} kg, hole: {hole}."), "With {a} and {b}, a {kind}, the jump is {jump:.3f}."]
    live = LiveFigure(everything, figure, CONTROLS, moves=moves, says=says, name=name, alt='Waves <and> "bars"')
    assert live.spec["fallback"] is None
    return live


@pytest.fixture(scope="module")
def live():
    return make()


@pytest.fixture(scope="module")
def home(tmp_path_factory, live):
    """The address of a page that shows the figure twice."""
    return Site(tmp_path_factory.mktemp("site")).write([live.spec], names=["all", "all"])


@pytest.fixture
def site(tmp_path):
    return Site(tmp_path)


@pytest.fixture
def quiet(browser, home):
    """The page, opened; nothing may be asked for elsewhere, and nothing may be complained about."""
    with watched(browser, home) as page:
        page.open("index.html")
        yield page
        page.assert_quiet()


@pytest.fixture
def page(quiet):
    quiet.page.evaluate("livefig.get('all').ready.then(() => 0)")
    return quiet.page


def setting(page, **values):
    """Set controls; return what the page then draws, computes and says."""
    script = "values => { const f = livefig.get('all'); f.set(values); return [f.drawn(), f.sentence(), f.values()]; }"
    return page.evaluate(script, values)


# --- numbers ---------------------------------------------------------------------------------------------------


def test_numbers_are_written_as_python_writes_them(page):
    rng = np.random.default_rng(0)
    bits = rng.integers(0, 2**63, 300).tolist()
    numbers = [struct.unpack("<d", struct.pack("<Q", n))[0] for n in bits] + list(rng.normal(0, 100, 300))
    numbers += [k / 8 for k in range(-40, 41)] + [0.5e-5, 1e16, 1e21, 123456.5, 1234567.0, 9.995, 99999.5, -0.0, 1e-300]
    forms = ["", "+", ",", "d", "+,d", ".0f", ".1f", ".2f", "+,.3f", ".20f", "f", ".0e", ".2e", "e", ".1g", ".3g", "g",
             ",.10g", ".0%", "+.1%"]  # fmt: skip
    cases = [(float(x), form) for x in numbers for form in forms if math.isfinite(x)]
    written = page.evaluate("cases => cases.map(([x, form]) => livefig.format(x, form))", cases)
    python = [words.write(*case) for case in cases]
    wrong = [three for three in zip(cases, written, python, strict=True) if three[1] != three[2]]
    assert not wrong[:5]
    formulas = page.evaluate("cases => cases.map(([x, form]) => livefig.formula(x, form))", cases)
    assert formulas == [words.write_in_formula(*case) for case in cases]
    odd = page.evaluate("[NaN, Infinity, -Infinity, true, 'mse'].map((x) => livefig.format(x, '.2f'))")
    assert odd == ["undefined", "infinity", "minus infinity", "yes", "mse"]


SLIDERS = [
    Slider("s", -1, 2, step=0.3), Slider("s", 0, 1, step=0.3), Slider("s", -1, 2.05, value=0.1),
    Slider("s", 0.00123456, 7, log=True), Slider("s", 1, 1.2, log=True), Slider("s", 1, 5000, log=True, integer=True),
    Slider("s", -5, 5, integer=True), Slider("s", 1e-9, 3e-9), Slider("s", 0, 3e6), Slider("s", 0.1, 0.7, step=0.1),
]  # fmt: skip


@pytest.mark.parametrize("slider", SLIDERS, ids=lambda s: f"{s.min:g}..{s.max:g}")
def test_slider_has_the_same_values_in_both_languages(page, slider):
    part = np.linspace(-0.1, 1.1, 313)
    wishes = (slider.min + part * (slider.max - slider.min)).tolist()
    spec = {"name": "s", "alt": "", "sentence": "", "controls": [slider.spec(str, str)], "constants": [], "outputs": {},
            "layouts": [{"svg": "<svg></svg>", "artists": []}], "says": [{"when": None, "parts": []}],
            "choose": [0], "uses": [[]]}  # fmt: skip
    positions, snapped, shown = page.evaluate(
        """([spec, wishes]) => {
          const element = document.body.appendChild(document.createElement("figure"));
          const figure = livefig.mount(element, spec, [() => (s) => ({ s })]);
          const input = element.querySelector("input"), positions = [], shown = [];
          for (let k = 0; k <= Number(input.max); k++) {
            input.value = k;
            input.dispatchEvent(new Event("input"));
            positions.push(figure.outputs().s);
            shown.push(element.querySelector("output").textContent);
          }
          const snapped = wishes.map((wish) => (figure.set({ s: wish }), figure.outputs().s));
          figure.stop();
          element.remove();
          return [positions, snapped, shown];
        }""",
        [spec, wishes],
    )
    assert [positions[0], positions[-1]] == [slider.min, slider.max]
    assert positions == sorted(set(positions)) == [slider.snap(v) for v in positions]
    assert len(positions) == slider.count + 1 or (slider.log and slider.integer)
    assert snapped == [float(slider.python(wish)) for wish in wishes]
    assert [float(text.replace("−", "-")) for text in shown[1:-1]] == positions[1:-1]  # what is shown is what is used


# --- drawing ---------------------------------------------------------------------------------------------------

SETTINGS = [
    {}, {"a": -2.0}, {"a": 2.0}, {"b": 0.01}, {"b": 20.0}, {"kind": "pole", "b": 1.0}, {"hole": True},
    {"a": -1.24, "b": 3.21, "kind": "pole", "hole": True},
]  # fmt: skip


@pytest.mark.parametrize("width", [1280, 360])
def test_everything_is_drawn_where_python_would_draw_it(page, live, width):
    page.set_viewport_size({"width": width, "height": 800})
    page.evaluate("new Promise(requestAnimationFrame)")
    pool = [np.frombuffer(base64.b64decode(c["data"])).reshape(c["shape"]) for c in live.spec["constants"]]
    bindings = live.spec["layouts"][0 if width > 600 else 1]["artists"]
    for values in SETTINGS:
        drawn, sentence, now = setting(page, **{"a": 1, "b": 0.5, "kind": "root", "hole": False, **values})
        shown = {**now, "kind": {"root": "square root", "pole": "pole"}[now["kind"]]}
        computed = {**shown, **live.outputs(**values)}
        for binding, got in zip(bindings, drawn, strict=True):
            want = drawing.expected(binding, computed, pool)
            if "image" in want:
                png = base64.b64decode(got.pop("image").partition(",")[2])
                assert np.array_equal((imread(io.BytesIO(png)) * 255).round(), want.pop("image"))
            assert got == want, (values, binding["kind"])
        assert sentence == live.sentence(**values)


def test_a_gap_parts_the_line_and_a_pole_leaves_the_picture(page):
    roots, _, _ = setting(page, a=2)
    assert roots[0]["path"].startswith("M") and roots[0]["path"].count("M") == 1
    assert roots[0]["marks"][:17] == [None] * 17
    pole, _, _ = setting(page, kind="pole", b=1)
    assert pole[0]["path"].count("M") == 2
    assert page.locator("#all .livefig-wide [data-move='0'] use").nth(30).get_attribute("display") == "none"
    assert not re.search(r"NaN|Infinity|e\+", json.dumps(pole))


def test_the_static_picture_is_the_first_state(page, home):
    """The page without a script shows what the runtime draws at the start."""
    static = (sphinx_ext.Path(home.removeprefix("file://")) / "index.html").read_text(encoding="utf-8")
    paths = page.locator("#all .livefig-wide [data-move] path")
    live_paths = paths.evaluate_all("all => all.map((path) => path.getAttribute('d'))")
    missing = [d for d in live_paths if d and f'd="{d}"' not in static]
    assert len(live_paths) > 10
    assert not missing


def test_only_the_layout_on_show_is_drawn_and_the_other_when_its_turn_comes(page):
    setting(page, a=-1.5)
    path = "document.querySelector('#all .livefig-%s [data-move=\"0\"] path').getAttribute('d')"
    narrow = page.evaluate(path % "narrow")
    page.set_viewport_size({"width": 360, "height": 800})
    until(page, f"{path % 'narrow'} !== {json.dumps(narrow)}")
    assert page.locator("#all .livefig-wide").is_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_program_that_throws_says_so_and_the_picture_stays(site, browser, live):
    bad = "function (L, K) { return function (a, b) { if (a > 1.5) throw new Error('<b>boom'); return {" + ", ".join(
        f"{name}: {'new Float64Array(400)' if out['shape'] else 1}" for name, out in live.spec["outputs"].items()
    ) + "}; }; }"  # fmt: skip
    spec = {**live.spec, "programs": [bad], "choose": [0] * 4, "uses": [[]]}
    with watched(browser, site.write([spec])) as quiet:
        page = quiet.open("index.html")
        before, _, _ = setting(page, a=1.25)
        after, sentence, _ = setting(page, a=1.75)
        assert after == before
        assert sentence == "This figure could not be computed for these values: <b>boom"
        assert "could not" not in setting(page, a=1.25)[1]
        quiet.assert_quiet()


# --- controls --------------------------------------------------------------------------------------------------


def test_a_slider_obeys_the_keyboard_and_shows_the_value_that_is_used(page):
    slider = page.get_by_role("slider").first
    slider.focus()
    for key, value in [("ArrowRight", 1.02), ("ArrowLeft", 1), ("End", 2), ("Home", -2), ("ArrowUp", -1.98)]:
        page.keyboard.press(key)
        assert page.evaluate("livefig.get('all').values().a") == value
        shown = f"{value:.2f}\u00a0kg".replace("-", "\u2212")
        assert page.locator("#all output").first.text_content() == shown
        assert slider.get_attribute("aria-valuetext") == shown
    page.keyboard.press("PageUp")
    assert page.evaluate("livefig.get('all').values().a") > -1.9
    page.keyboard.press("Tab")
    page.keyboard.press("End")
    assert page.evaluate("livefig.get('all').values().b") == 20


def test_controls_have_names_and_reset_brings_all_back(page):
    panel = page.locator("#all")
    panel.get_by_label("pole").check()
    panel.get_by_label("leave a hole").check()
    panel.get_by_label("bias").fill("0")
    assert page.evaluate("livefig.get('all').values()") == {"a": 1, "b": 0.01, "kind": "pole", "hole": True}
    panel.get_by_role("button", name="Reset").click()
    assert page.evaluate("livefig.get('all').values()") == {"a": 1, "b": 0.5, "kind": "root", "hole": False}
    assert panel.get_by_label("square root").is_checked()
    assert not panel.get_by_label("leave a hole").is_checked()


def test_every_target_is_large_enough_for_a_finger(page):
    page.set_viewport_size({"width": 320, "height": 800})
    small = page.evaluate(
        """[...document.querySelectorAll("#all input[type=range], #all button, #all .livefig-check, #all select")]
           .filter((one) => one.checkVisibility())
           .map((one) => one.getBoundingClientRect()).filter((box) => box.width < 24 || box.height < 24).length"""
    )
    assert small == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_more_than_four_options_become_a_list(site, browser):
    figure, axes = plt.subplots()
    (line,) = axes.plot([0, 1], [0, 1])
    choice = Choice("k", {f"option {k}": k for k in range(5)})
    live = LiveFigure(lambda k: {"y": np.array([0.0, 1.0]) * k}, figure, [choice], moves={line: {"y": "y"}}, says="{k}",
                      name="list", alt="line")  # fmt: skip
    with watched(browser, site.write([live.spec])) as quiet:
        page = quiet.open("index.html")
        page.get_by_label("k", exact=True).select_option("option 3")
        assert page.evaluate("livefig.get('list').outputs().y") == [0, 3]
        assert page.evaluate("livefig.get('list').link()").endswith("#list?k=option-3")
        quiet.assert_quiet()


# --- the sentence ----------------------------------------------------------------------------------------------


def test_the_sentence_changes_at_once_and_is_said_after_a_pause(page):
    slider = page.get_by_role("slider").first
    said = page.locator("#all [aria-live=polite]")
    with stopped_clock(page) as run_for:
        slider.focus()
        for _ in range(30):
            page.keyboard.press("ArrowRight")
            run_for(20)
        assert setting(page)[1] == "So big (yes): 1.60 kg, hole: no."
        run_for(450)
        assert said.text_content() == ""
        run_for(100)
        assert said.text_content() == "So big (yes): 1.60 kg, hole: no."
    assert page.locator("#all .livefig-says").get_attribute("aria-live") is None


# --- the link --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("link", "values"),
    [
        ("#all?a=-0.5&b=3.14159&kind=pole&hole=1", {"a": -0.5, "b": 3.14, "kind": "pole", "hole": True}),
        ("#all?a=99&b=1e-9", {"a": 2, "b": 0.01, "kind": "root", "hole": False}),
        ("#all?a=x&b=&kind=%3Cimg%20src=x%20onerror=alert(1)%3E&hole=__proto__&c=1&__proto__=2",
         {"a": 1, "b": 0.5, "kind": "root", "hole": False}),
        ("#all?a=0.5131&a=1.5", {"a": 0.52, "b": 0.5, "kind": "root", "hole": False}),
        ("#all?%E0%A4%A", {"a": 1, "b": 0.5, "kind": "root", "hole": False}),
    ],
)  # fmt: skip
def test_a_link_sets_what_it_may(browser, home, link, values):
    with watched(browser, home) as quiet:
        page = quiet.open("index.html" + link)
        assert page.evaluate("livefig.get('all').values()") == values
        assert page.locator("img").count() == 0
        page.evaluate("location.hash = '#all?a=-1'")
        until(page, "livefig.get('all').values().a === -1")
        quiet.assert_quiet()


def test_a_copied_link_reopens_the_figure_as_it_stands(page, quiet, browser, home):
    setting(page, a=-0.5, hole=True)
    link = page.evaluate("livefig.get('all').link()")
    assert link.endswith("index.html#all?a=-0.5&hole=1")
    page.evaluate("navigator.clipboard.writeText = (text) => { window.copied = text; return Promise.resolve(); }; 0")
    copy = page.locator("#all").get_by_role("button", name="Copy link")
    copy.click()
    page.get_by_text("Link copied.").wait_for()
    assert page.evaluate("copied") == link
    page.evaluate("navigator.clipboard.writeText = () => Promise.reject(new Error('no')); 0")
    copy.click()
    field = page.get_by_label("Link to this figure")
    assert field.input_value() == link
    assert page.evaluate("getSelection().toString() || document.activeElement.value") == link
    with watched(browser, home) as other:
        opened = other.open(link.removeprefix(home))
        assert opened.evaluate("livefig.get('all').values()") == page.evaluate("livefig.get('all').values()")


def test_a_figure_shown_twice_is_two_figures(page):
    setting(page, a=-1)
    assert page.evaluate("livefig.get('all-2').values().a") == 1
    page.evaluate("location.hash = '#all-2?a=0.5'")
    until(page, "livefig.get('all-2').values().a === 0.5")
    assert page.evaluate("livefig.get('all').values().a") == -1
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map((one) => one.id)")
    assert len(ids) == len(set(ids))
    assert page.locator("#all-2").get_attribute("data-livefig") == "all"


# --- late, many, and none --------------------------------------------------------------------------------------


def test_nothing_is_computed_before_it_is_near_touched_or_linked_to(site, browser, live):
    specs = [{**live.spec, "name": f"f{k}"} for k in range(30)]
    with watched(browser, site.write(specs, before="<p>top</p>")) as quiet:
        page = quiet.open("index.html#f20?a=-1")
        until(page, "document.querySelector('#f20').dataset.live === 'yes'")
        assert page.evaluate("Math.abs(document.querySelector('#f20').getBoundingClientRect().top) < 200")
        awake = page.evaluate("[...document.querySelectorAll('figure[data-live]')].map((one) => one.id)")
        assert "f0" not in awake and "f29" not in awake
        assert page.locator("#f29 input[type=range]").count() == 2  # its controls are there, nothing jumps later
        page.locator("#f29 input[type=range]").first.evaluate(
            "one => { one.value = 0; one.dispatchEvent(new Event('input', { bubbles: true })); }"
        )
        until(page, "document.querySelector('#f29').dataset.live === 'yes'")
        page.locator("#f10").scroll_into_view_if_needed()
        until(page, "document.querySelector('#f10').dataset.live === 'yes'")
        quiet.assert_quiet()


def test_without_a_script_the_picture_and_the_sentence_are_there(browser, home, live):
    with watched(browser, home, java_script_enabled=False) as quiet:
        page = quiet.open("index.html")
        assert page.locator("#all .livefig-says").text_content() == live.sentence()
        assert page.locator("#all .livefig-wide svg").is_visible()
        assert page.locator("#all .livefig-narrow svg").is_hidden()
        assert page.get_by_role("slider").count() == 0
        assert page.get_by_role("img", name='Waves <and> "bars"').count() == 2


def test_the_ring_of_a_focused_slider_is_clear_of_the_words_above_it(page):
    slider = page.locator("#all input[type=range]").first
    slider.press("ArrowRight")
    ring, words = slider.evaluate("""slider => {
        const look = getComputedStyle(slider), words = document.createRange();
        words.selectNodeContents(slider.closest(".livefig-control").querySelector("output"));
        const reach = parseFloat(look.outlineOffset) + parseFloat(look.outlineWidth);
        return [slider.getBoundingClientRect().top - reach, words.getBoundingClientRect().bottom];
    }""")
    assert slider.evaluate("slider => slider.matches(':focus-visible')")
    assert ring >= words


# --- light and dark --------------------------------------------------------------------------------------------

COLOURS = """[...document.querySelectorAll("#all .livefig-wide svg, #all .livefig-wide svg *")]
  .map((one) => [one.getAttribute("fill"), one.getAttribute("stroke"), one.getAttribute("href")])"""


def luminance(hex_colour):
    rgb = np.array([int(hex_colour[k : k + 2], 16) / 255 for k in (1, 3, 5)])
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4) @ [0.2126, 0.7152, 0.0722]


def test_in_vs_code_the_words_have_its_colours_and_not_those_that_its_widgets_bring_along(page):
    """The widgets of VS Code define JupyterLab's variables, for a light page, in every theme."""
    page.evaluate("""() => Object.entries({
        "--jp-content-font-color1": "#000", "--jp-layout-color2": "#eee",
        "--vscode-foreground": "#ccc", "--vscode-editorWidget-background": "#252526",
    }).forEach(([name, value]) => document.documentElement.style.setProperty(name, value))""")
    colours = "s => ['color', 'backgroundColor'].map(k => getComputedStyle(document.querySelector(s))[k])"
    assert page.evaluate(colours, ".livefig-says")[0] == "rgb(204, 204, 204)"
    assert page.evaluate(colours, ".livefig-buttons button") == ["rgb(204, 204, 204)", "rgb(37, 37, 38)"]


def test_in_the_dark_every_colour_stands_out_and_in_the_light_it_is_the_authors(page):
    page.evaluate("document.body.style.background = '#14181e'")
    light = page.evaluate(COLOURS)
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    until(page, f"JSON.stringify({COLOURS}) !== {json.dumps(json.dumps(light, separators=(',', ':')))}")
    dark = page.evaluate(COLOURS)
    grid = "#dddddd"  # may be faint in both
    for before, after in zip(light, dark, strict=True):
        assert before[2] == after[2]
        for own, new in zip(before[:2], after[:2], strict=True):
            if not (own or "").startswith("#"):
                assert new == own
            elif own != grid:
                assert (luminance(new) + 0.05) / (luminance("#14181e") + 0.05) >= 3, (own, new)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.evaluate(COLOURS) == light
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.evaluate(COLOURS) == dark
    page.evaluate("document.documentElement.dataset.theme = 'light'")
    until(page, f"JSON.stringify({COLOURS}) === {json.dumps(json.dumps(light, separators=(',', ':')))}")


def test_the_theme_is_jupyterlabs_or_the_systems_where_the_page_has_none(page):
    ink = "document.querySelector('#all svg').getAttribute('fill')"
    page.evaluate("delete document.documentElement.dataset.theme")
    page.emulate_media(color_scheme="dark")
    until(page, f"{ink} !== '#000000'")
    page.evaluate("document.body.dataset.jpThemeLight = 'true'")
    until(page, f"{ink} === '#000000'")
    page.evaluate("document.body.dataset.jpThemeLight = 'false'")
    until(page, f"{ink} !== '#000000'")


@pytest.mark.parametrize("system", ["light", "dark"])
def test_the_theme_of_vs_code_counts_and_not_the_systems(page, system):
    ink = "document.querySelector('#all svg').getAttribute('fill')"
    page.evaluate("delete document.documentElement.dataset.theme")
    page.emulate_media(color_scheme=system)
    for names in ("dark", "light", "high-contrast", "high-contrast vscode-high-contrast-light"):
        page.evaluate("names => { document.body.className = 'vscode-' + names; }", names)
        until(page, f"{ink} {'===' if 'light' in names else '!=='} '#000000'")


def test_on_paper_there_are_no_controls_and_the_state_is_the_readers(page):
    setting(page, a=-2)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert page.locator("#all .livefig-controls").is_hidden()
    paths = (page.locator(f"#all .livefig-{kind} [data-move='0'] > path") for kind in ("wide", "narrow"))
    wide, narrow = (path.get_attribute("d") for path in paths)
    assert wide.count("L") == narrow.count("L") == 22  # of 40: the rest of the root is gone


# --- a notebook ------------------------------------------------------------------------------------------------

MODEL = """(spec, values) => {
  const listeners = new Map(), state = { spec, ...values }, sent = [];
  const model = {
    get: (name) => state[name], sent, listeners,
    set: (name, value) => { if (state[name] !== value) { state[name] = value; model.fire("change:" + name); } },
    save_changes: () => sent.push({ ...state, spec: 0 }),
    send: (content) => sent.push(content),
    on: (event, action) => listeners.set(event, [...(listeners.get(event) || []), action]),
    off: (event, action) => listeners.set(event, listeners.get(event).filter((one) => one !== action)),
    fire: (event, ...args) => (listeners.get(event) || []).forEach((action) => action(...args)),
  };
  return model;
}"""


@pytest.fixture
def notebook(site, browser):
    """A page with the runtime but no figure, as JupyterLab is; programs come as texts."""
    home = site.write([])
    index = site.folder / "index.html"
    index.write_text(index.read_text(encoding="utf-8").replace("script-src", "script-src blob:"), encoding="utf-8")
    with watched(browser, home) as quiet:
        yield quiet.open("index.html")
        quiet.assert_quiet()


def test_two_views_of_a_widget_stay_in_step_and_leave_nothing_behind(notebook, live):
    values = {"a": 1.5, "b": 0.5, "kind": "pole", "hole": False}
    states, sent, left = notebook.evaluate(
        f"""async ([spec, values]) => {{
          const model = ({MODEL})(spec, values), views = [];
          for (let k = 0; k < 2; k++) {{
            const el = document.body.appendChild(document.createElement("div"));
            views.push({{ el, close: await livefig.renderWidget({{ model, el }}) }});
          }}
          const input = views[0].el.querySelector("input[type=range]");
          const read = () => views.map((view) => [...view.el.querySelectorAll("output")].map((one) => one.textContent)
            .concat(view.el.querySelector("input[type=radio]:checked").value));
          const states = [read()];
          input.value = 0;
          input.dispatchEvent(new Event("input", {{ bubbles: true }}));
          states.push(read());
          model.set("kind", "root");
          states.push(read());
          await new Promise(requestAnimationFrame);
          states.push(views.map((view) => view.el.querySelector(".livefig-says").textContent));
          views.forEach((view) => view.close());
          const left = [...model.listeners.values()].flat().length + document.querySelectorAll(".livefig").length;
          return [states, model.sent, left];
        }}""",
        [live.spec, values],
    )
    kg = "\u00a0kg"
    assert states[0] == [[f"1.50{kg}", "0.5", "1"]] * 2
    assert states[1] == [[f"\u22122.00{kg}", "0.5", "1"]] * 2
    assert states[2] == [[f"\u22122.00{kg}", "0.5", "0"]] * 2
    assert states[3] == [live.sentence(a=-2.0)] * 2
    assert [(one["a"], one["kind"]) for one in sent] == [(-2, "pole")]
    assert left == 0


def test_a_function_that_the_kernel_computes_is_drawn_from_its_messages(notebook, live):
    spec = {**live.spec, "fallback": "no <b>SciPy</b> here", "programs": [], "choose": [], "uses": []}
    outputs = {name: {"shape": list(v.shape), "data": base64.b64encode(np.asarray(v, dtype="<f8").tobytes()).decode()}
               for name, v in live.outputs(a=-2.0).items()}  # fmt: skip
    note, asked, sentence = notebook.evaluate(
        f"""async ([spec, outputs]) => {{
          const model = ({MODEL})(spec, {{ a: -2, b: 0.5, kind: "root", hole: false }});
          const el = document.body.appendChild(document.createElement("div"));
          const close = await livefig.renderWidget({{ model, el }});
          await new Promise(requestAnimationFrame);
          const asked = [...model.sent];
          model.fire("msg:custom", {{ outputs }}, []);
          await new Promise(requestAnimationFrame);
          await new Promise(requestAnimationFrame);
          const text = (name) => el.querySelector(name).textContent;
          const result = [text(".livefig-note"), asked, text(".livefig-says")];
          close();
          return result;
        }}""",
        [spec, outputs],
    )
    assert note == "Computed in the kernel, not in the page: no <b>SciPy</b> here"
    assert asked == [{"ask": "outputs"}]
    assert sentence == live.sentence(a=-2.0)
