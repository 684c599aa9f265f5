"""The runtime in a real browser: small pages, made from figures here, opened from disk."""

import base64
import io
import itertools
import json
import math
import re
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.image import imread

from livefig import Checkbox, Choice, LiveFigure, Slider, sphinx_ext
from livefig.browser import watched
from livefig.draw.geometry import reader
from livefig.draw.marks import shown
from livefig.page import bundle
from livefig.spec import pack
from livefig.verify import as_seen
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


def make(name="all", size=(7, 3), equations=()):
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
    live = LiveFigure(everything, figure, CONTROLS, moves=moves, says=says, name=name, alt='Waves <and> "bars"',
                      equations=equations)  # fmt: skip
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


# --- drawing ---------------------------------------------------------------------------------------------------

SETTINGS = [
    {}, {"a": -2.0}, {"a": 2.0}, {"b": 0.01}, {"b": 20.0}, {"kind": "pole", "b": 1.0}, {"hole": True},
    {"a": -1.24, "b": 3.21, "kind": "pole", "hole": True},
]  # fmt: skip


@pytest.mark.parametrize("width", [1280, 360])
def test_everything_is_drawn_where_python_would_draw_it(page, live, width):
    page.set_viewport_size({"width": width, "height": 800})
    page.evaluate("new Promise(requestAnimationFrame)")
    bindings = live.spec["layouts"][0 if width > 600 else 1]["marks"]
    for values in SETTINGS:
        drawn, sentence, now = setting(page, **{"a": 1, "b": 0.5, "kind": "root", "hole": False, **values})
        controls = {**now, "kind": {"root": "square root", "pole": "pole"}[now["kind"]]}
        computed = {**controls, **live.outputs(**values)}
        for binding, got in zip(bindings, drawn, strict=True):
            want = {part: as_seen(one) for part, one in shown(binding, reader(computed, live.constants)).items()}
            if "image" in want:
                (picture,) = got.pop("image")["pixels"]
                (pixels,) = want.pop("image")["pixels"]
                png = base64.b64decode(picture.partition(",")[2])
                assert np.array_equal((imread(io.BytesIO(png)) * 255).round(), pixels)
            assert got == want, (values, binding["kind"])
        assert sentence == live.sentence(**values)


def test_a_gap_parts_the_line_and_a_pole_leaves_the_picture(page):
    roots, _, _ = setting(page, a=2)
    (path,) = roots[0]["path"]["d"]
    assert path.startswith("M") and path.count("M") == 1
    assert roots[0]["marks"]["transform"][:17] == [None] * 17
    pole, _, _ = setting(page, kind="pole", b=1)
    assert pole[0]["path"]["d"][0].count("M") == 2
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
    made = {name: f"new Float64Array({math.prod(out['shape'])})" if out["shape"] else 1
            for name, out in live.spec["outputs"].items()}  # fmt: skip
    result = ", ".join(f"{name}: {text}" for name, text in made.items())
    bad = (
        f"function (L, K) {{ return (a, b) => {{ if (a > 1.5) throw new Error('<b>boom'); return {{ {result} }}; }}; }}"
    )
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
        assert page.locator("#all .livefig-exact input").first.input_value() + "\u00a0kg" == shown
        assert slider.get_attribute("aria-valuetext") == shown
    page.keyboard.press("PageUp")
    assert page.evaluate("livefig.get('all').values().a") > -1.9
    page.keyboard.press("Tab")  # to its exact value
    page.keyboard.press("Tab")
    page.keyboard.press("End")
    assert page.evaluate("livefig.get('all').values().b") == 20


def test_controls_have_names_and_reset_brings_all_back(page):
    panel = page.locator("#all")
    panel.get_by_label("pole").check()
    panel.get_by_label("leave a hole").check()
    panel.get_by_role("slider", name="bias").fill("0")
    assert page.evaluate("livefig.get('all').values()") == {"a": 1, "b": 0.01, "kind": "pole", "hole": True}
    panel.get_by_role("button", name="Reset").click()
    assert page.evaluate("livefig.get('all').values()") == {"a": 1, "b": 0.5, "kind": "root", "hole": False}
    assert panel.get_by_label("square root").is_checked()
    assert not panel.get_by_label("leave a hole").is_checked()


def test_every_target_is_large_enough_for_a_finger(page):
    page.set_viewport_size({"width": 320, "height": 800})
    small = page.evaluate(
        """[...document.querySelectorAll("#all .livefig-slider input, #all button, #all .livefig-check, #all select")]
           .filter((one) => one.checkVisibility())
           .map((one) => one.getBoundingClientRect()).filter((box) => box.width < 24 || box.height < 24).length"""
    )
    assert small == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("before", [1, 2])
def test_two_sliders_whose_names_differ_in_a_number_stand_side_by_side(site, browser, before):
    """Filled row by row, w1 would stand at the right and w2 below it at the left."""
    figure, axes = plt.subplots()
    (dot,) = axes.plot([0], [0], "o")
    kinds = [Choice(f"kind_{k}", {"one": 1, "two": 2}) for k in "ab"[:before]]
    sliders = [Slider(name, 0, 1, label=label) for name, label in [("u", "$w_1$"), ("v", "$w_2$"), ("eta", "rate")]]
    pair = LiveFigure(lambda u, v, eta, **k: {"x": u + v + eta + sum(k.values())}, figure, [*kinds, *sliders],
                      moves={dot: {"x": "x"}}, says="{x}", name="pair", alt="A dot")  # fmt: skip
    with watched(browser, site.write([pair.spec])) as quiet:
        page = quiet.open("index.html")
        boxes = [page.locator("#pair .livefig-slider").nth(k).bounding_box() for k in range(3)]
        assert boxes[0]["y"] == boxes[1]["y"] < boxes[2]["y"]
        assert boxes[0]["x"] == boxes[2]["x"] < boxes[1]["x"]
        quiet.assert_quiet()


def test_programs_are_chosen_in_the_order_of_the_controls_whatever_their_names(site, browser):
    """A dictionary may come to the page in another order than it had."""
    figure, axes = plt.subplots()
    (dot,) = axes.plot([0], [0], "o")
    controls = [Choice("z", {"one": 1, "two": 2, "three": 3}), Slider("n", 2, 5, integer=True), Checkbox("a")]
    live = LiveFigure(lambda z, n, a: {"x": np.zeros(n) + 100 * z + 10 * n + a}, figure, controls,
                      moves={dot: {"x": "x", "y": "x"}}, says="{z}, {n}", name="cases", alt="A dot")  # fmt: skip
    assert list(live.spec["cases"]) == ["z", "n", "a"] and len(live.spec["programs"]) == 24
    spec = {**live.spec, "cases": dict(sorted(live.spec["cases"].items()))}
    with watched(browser, site.write([spec])) as quiet:
        page = quiet.open("index.html")
        for z, n, a in itertools.product([1, 2, 3], [2, 5], [0, 1]):
            given = json.dumps({"z": ["one", "two", "three"][z - 1], "n": n, "a": bool(a)})
            found = page.evaluate(f"livefig.get('cases').set({given}), livefig.get('cases').outputs().x.slice(0, 2)")
            assert found == [100 * z + 10 * n + a] * 2
        quiet.assert_quiet()


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
        words.selectNodeContents(slider.closest(".livefig-control").querySelector("label"));
        const reach = parseFloat(look.outlineOffset) + parseFloat(look.outlineWidth);
        return [slider.getBoundingClientRect().top - reach, words.getBoundingClientRect().bottom];
    }""")
    assert slider.evaluate("slider => slider.matches(':focus-visible')")
    assert ring >= words


def test_no_name_of_the_scripts_hides_one_of_the_browsers(page):
    """All modules stand in one scope, where such a name would mean something else in another module."""
    brought = sorted(f"brought/{file.name}" for file in Path(bundle.__file__).parents[1].glob("js/brought/*.js"))
    entries = ("main.js", "widget.js", *brought)
    texts = [text for entry in entries for text in bundle._in_order(entry, {}, ()).values()]
    names = sorted({name for text in texts for name in bundle._NAMES.findall(text)})
    assert len(names) > 100 and len(brought) > 3
    assert page.evaluate("(names) => names.filter((name) => name in window)", names) == []


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


def test_a_figure_in_a_tree_of_its_own_sees_on_what_that_stands(page):
    """As in marimo, which shields the outputs of cells from its own styles."""
    ink = page.evaluate(
        """() => {
          delete document.documentElement.dataset.theme;
          const host = document.body.appendChild(document.createElement("div"));
          host.style.background = "#222";
          const figure = document.querySelector("#all");
          host.attachShadow({ mode: "open" }).append(figure);
          document.body.dataset.mdColorScheme = "slate";
          return new Promise((done) => setTimeout(() => done(figure.querySelector("svg").getAttribute("fill")), 100));
        }"""
    )
    assert ink != "#000000"


INK = "document.querySelector('#all svg').getAttribute('fill')"


def test_the_theme_of_jupyterlab_counts_and_not_the_systems(page):
    page.evaluate("delete document.documentElement.dataset.theme")
    page.emulate_media(color_scheme="dark")
    page.evaluate("document.body.dataset.jpThemeLight = 'false'")
    until(page, f"{INK} !== '#000000'")
    page.evaluate("document.body.dataset.jpThemeLight = 'true'")
    until(page, f"{INK} === '#000000'")


def test_where_the_page_says_nothing_of_a_theme_the_figure_sees_on_what_it_stands(page):
    """The reader's system may be dark and a page without a theme is white all the same."""
    page.evaluate("delete document.documentElement.dataset.theme")
    page.emulate_media(color_scheme="dark")
    page.evaluate("document.body.style.background = '#222'")
    until(page, f"{INK} !== '#000000'")
    for light, dark in (("rgb(99% 99% 99%)", "color(srgb 0.1 0.1 0.1)"), ("oklch(0.9 0 0)", "oklch(0.2 0 0)")):
        page.evaluate("light => { document.body.style.background = light; }", light)
        until(page, f"{INK} === '#000000'")
        page.evaluate("dark => { document.body.style.background = dark; }", dark)
        until(page, f"{INK} !== '#000000'")
    page.evaluate("document.body.style.background = ''")
    until(page, f"{INK} === '#000000'")
    page.evaluate("document.documentElement.style.colorScheme = 'light dark'")  # what the browser paints is dark now
    until(page, f"{INK} !== '#000000'")
    page.emulate_media(color_scheme="light")
    until(page, f"{INK} === '#000000'")
    page.evaluate("document.querySelector('#all').style.background = '#222'")
    page.evaluate("document.body.dataset.mdColorScheme = 'slate'")  # Material for MkDocs
    until(page, f"{INK} !== '#000000'")


@pytest.mark.parametrize("system", ["light", "dark"])
def test_the_theme_of_vs_code_counts_and_not_the_systems(page, system):
    page.evaluate("delete document.documentElement.dataset.theme")
    page.emulate_media(color_scheme=system)
    for names in ("dark", "light", "high-contrast", "high-contrast vscode-high-contrast-light"):
        page.evaluate("names => { document.body.className = 'vscode-' + names; }", names)
        until(page, f"{INK} {'===' if 'light' in names else '!=='} '#000000'")


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
    home = site.write([], widget=True)
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
            views.push({{ el, close: await widget.render({{ model, el }}) }});
          }}
          const input = views[0].el.querySelector("input[type=range]");
          const exact = (view) => [...view.el.querySelectorAll(".livefig-exact input")].map((one) => one.value);
          const kind = (view) => view.el.querySelector("input[type=radio]:checked").value;
          const read = () => views.map((view) => [...exact(view), kind(view)]);
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
    assert states[0] == [["1.50", "0.5", "1"]] * 2
    assert states[1] == [["\u22122.00", "0.5", "1"]] * 2
    assert states[2] == [["\u22122.00", "0.5", "0"]] * 2
    assert states[3] == [live.sentence(a=-2.0)] * 2
    assert [(one["a"], one["kind"]) for one in sent] == [(-2, "pole")]
    assert left == 0


def test_a_widget_whose_function_was_defined_anew_is_another_figure_with_the_controls_as_they_stand(notebook, live):
    other = make(name="other").spec | {"says": [{"when": None, "parts": ["Anew."]}]}
    seen = notebook.evaluate(
        f"""async ([spec, other]) => {{
          const model = ({MODEL})(spec, {{ a: 1.5, b: 0.5, kind: "root", hole: false, _told: "" }});
          const el = document.body.appendChild(document.createElement("div"));
          const close = await widget.render({{ model, el }}), seen = [];
          const look = async () => {{
            for (let k = 0; k < 30; k++) await new Promise(requestAnimationFrame);
            seen.push([el.querySelectorAll(".livefig").length, el.querySelector(".livefig-says").textContent,
              el.querySelector(".livefig-told").textContent, el.querySelector(".livefig-exact input").value]);
          }};
          await look();
          model.set("spec", other);
          model.set("_told", "f was defined anew.");
          await look();
          model.set("spec", spec);
          close();
          await new Promise((resolve) => setTimeout(resolve, 300));
          return [...seen, el.children.length + [...model.listeners.values()].flat().length];
        }}""",
        [live.spec, other],
    )
    assert seen == [[1, live.sentence(a=1.5), "", "1.50"], [1, "Anew.", "f was defined anew.", "1.50"], 0]


def test_in_a_row_of_widgets_a_figure_has_a_width_and_two_share_it(notebook, live):
    """What JupyterLab's widgets hold is cut at their edges, which lets them shrink to nothing."""
    values = {"a": 1, "b": 0.5, "kind": "root", "hole": False}
    widths = notebook.evaluate(
        f"""async ([spec, values]) => {{
          const row = document.body.appendChild(document.createElement("div")), widths = [];
          row.style.cssText = "display: flex; width: 900px";
          for (let k = 0; k < 2; k++) {{
            const el = row.appendChild(document.createElement("div"));
            el.style.overflow = "hidden";
            await widget.render({{ model: ({MODEL})(spec, values), el }});
            widths.push(row.firstChild.firstChild.offsetWidth);
          }}
          return widths;
        }}""",
        [live.spec, values],
    )
    assert widths == [900, 450]


def test_a_hat_stands_above_its_letter_where_no_font_for_mathematics_is(notebook):
    spec = make(equations=[r"\hat{{y}} = {a}"]).spec
    raised = notebook.evaluate(
        f"""async (spec) => {{
          const el = document.body.appendChild(document.createElement("div"));
          await widget.render({{ model: ({MODEL})(spec, {{ a: 1, b: 0.5, kind: "root", hole: false }}), el }});
          const hat = el.querySelector("mover > mo");
          const moved = hat.getBoundingClientRect().top;
          hat.style.transform = "none";
          return (hat.getBoundingClientRect().top - moved) / parseFloat(getComputedStyle(hat).fontSize);
        }}""",
        spec,
    )
    assert 0.09 < raised < 0.12


def test_a_function_that_the_kernel_computes_is_drawn_from_its_messages(notebook, live):
    spec = {**live.spec, "fallback": "no <b>SciPy</b> here", "programs": [], "choose": [], "uses": []}
    outputs = {name: pack(value) for name, value in live.outputs(a=-2.0).items()}
    before, note, asked, sentence = notebook.evaluate(
        f"""async ([spec, outputs]) => {{
          const values = {{ a: -2, b: 0.5, kind: "root", hole: false }}, model = ({MODEL})(spec, values);
          const el = document.body.appendChild(document.createElement("div"));
          const close = await widget.render({{ model, el }});
          await new Promise(requestAnimationFrame);
          const asked = [...model.sent], off = [...el.querySelectorAll("input")].every((one) => one.disabled);
          const exact = el.querySelector(".livefig-exact input").value;
          const before = [off, el.querySelector(".livefig-says").textContent, exact];
          model.fire("msg:custom", {{ outputs, values }}, []);
          await new Promise(requestAnimationFrame);
          await new Promise(requestAnimationFrame);
          const text = (name) => el.querySelector(name).textContent;
          const result = [before, text(".livefig-note"), asked, text(".livefig-says")];
          close();
          return result;
        }}""",
        [spec, outputs],
    )
    # Nothing can be moved before the kernel has answered, and the controls are those of the picture, not of the model.
    assert before == [True, live.sentence(), "1.00"]
    assert note == "Computed in the kernel, not in the page: no <b>SciPy</b> here"
    assert asked == [{"ask": "outputs", "values": {"a": -2, "b": 0.5, "kind": "root", "hole": False}}]
    assert sentence == live.sentence(a=-2.0)


KERNEL = f"""async ([spec, answers]) => {{
  const model = ({MODEL})(spec, {{ n: 5 }}), el = document.body.appendChild(document.createElement("div"));
  const close = await widget.render({{ model, el }}), seen = [], frame = () => new Promise(requestAnimationFrame);
  const look = async () => {{
    await frame(); await frame();
    const marks = [...el.querySelectorAll(".livefig-layout:first-child [data-parts] > *")];
    seen.push([el.querySelector(".livefig-says").textContent, el.querySelector("figure").dataset.live,
      marks.filter((one) => one.getAttribute("display") !== "none").length,
      (el.querySelector("[data-part=path]").getAttribute("d").match(/[ML]/g) || []).length]);
  }};
  for (const answer of answers) {{
    if (answer.n !== undefined) model.set("n", answer.n);
    else model.fire("msg:custom", answer, []);
    await look();
  }}
  close();
  return seen;
}}"""


def test_of_a_kernel_that_computes_nothing_old_stands_beside_anything_new(notebook):
    """Another number of points each time, answers that come late, and a function that fails."""
    x = np.arange(10.0)

    def squares(n):
        n = int(f"{n:.0f}")  # text, which no program can have
        return {"x": x[:n], "y": x[:n] ** 2}

    figure, axes = plt.subplots(figsize=(4, 3))
    (line,) = axes.plot([0], [0], "o-")
    axes.set(xlim=(0, 9), ylim=(0, 81))
    live = LiveFigure(squares, figure, [Slider("n", 1, 9, value=5, step=1)], moves={line: {"x": "x", "y": "y"}},
                      says="Of {n}.", name="squares", alt="Squares")  # fmt: skip
    assert live.spec["fallback"] is not None

    def answer(n):
        return {"outputs": {k: pack(v) for k, v in squares(n).items()}, "values": {"n": n}}

    odd = {"outputs": {"x": pack(x[:3]), "y": pack(x[:4])}, "values": {"n": 3}}
    failed = {"error": "ValueError: no", "values": {"n": 3}}
    answers = [answer(5), {"n": 8}, answer(5), answer(8), {"n": 2}, answer(2), {"n": 3}, odd, failed, answer(3)]
    seen = notebook.evaluate(KERNEL, [live.spec, answers])
    assert seen == [
        ["Of 5.", "yes", 5, 5],
        ["Computing…", "waiting", 5, 5],
        ["Computing…", "waiting", 5, 5],  # an answer to an old question
        ["Of 8.", "yes", 8, 8],
        ["Computing…", "waiting", 8, 8],
        ["Of 2.", "yes", 2, 2],
        ["Computing…", "waiting", 2, 2],
        ["This figure could not be computed for these values: 3 and 4 numbers cannot be drawn as points of one artist.",
         "failed", 2, 2],
        ["ValueError: no", "failed", 2, 2],
        ["Of 3.", "yes", 3, 3],
    ]  # fmt: skip


OF_THE_KERNEL = f"""async ([spec, status]) => {{
  const model = ({MODEL})(spec, {{ a: 1, b: 0.5, kind: "root", hole: false }});
  const el = document.body.appendChild(document.createElement("div"));
  Object.assign(globalThis, {{ model, el, kernel: {{ status }} }});
  if (status !== undefined) model.widget_manager = {{ get kernel() {{ return globalThis.kernel; }} }};
  globalThis.close = await widget.render({{ model, el }});
  globalThis.look = async () => {{
    for (let k = 0; k < 3; k++) await new Promise(requestAnimationFrame);
    const text = (name) => el.querySelector(name).textContent;
    return {{
      live: el.querySelector("figure").dataset.live, says: text(".livefig-says"),
      note: text(".livefig-unclear:not(.livefig-told)"),
      a: el.querySelector(".livefig-exact input").value, off: el.querySelector("input").disabled,
      seen: getComputedStyle(el.querySelector(".livefig-picture")).visibility,
      asked: model.sent.filter((one) => one.ask).map((one) => one.values.a),
    }};
  }};
  globalThis.answer = (outputs, a) =>
    model.fire("msg:custom", {{ outputs, values: {{ a, b: 0.5, kind: "root", hole: false }} }});
  globalThis.fails = (error, a) =>
    model.fire("msg:custom", {{ error, values: {{ a, b: 0.5, kind: "root", hole: false }} }});
}}"""


@pytest.fixture
def in_kernel(notebook, live):
    """A figure that a kernel computes, the kernel's status as the test says, and its outputs at any `a`."""
    equations = make(equations=["{a:.2f} {jump:.3f}"]).spec["equations"]
    spec = {**live.spec, "equations": equations, "fallback": "no", "programs": [], "choose": [], "uses": []}

    def begin(status=None):
        notebook.evaluate(OF_THE_KERNEL, [spec, status] if status else [spec])
        return lambda a: {name: pack(value) for name, value in live.outputs(a=a).items()}

    yield begin
    notebook.evaluate("close()")


def move(page, a):
    """Move the first slider as a reader does."""
    page.evaluate(
        """(a) => { const input = el.querySelector("input[type=range]");
                    input.value = (a + 2) / 4 * input.max;
                    input.dispatchEvent(new Event("input", { bubbles: true })); }""",
        a,
    )


def test_a_slow_function_is_asked_once_at_a_time_and_for_the_newest_values(notebook, in_kernel, live):
    outputs = in_kernel("busy")
    notebook.evaluate("([o, a]) => answer(o, a)", [outputs(1.0), 1.0])
    for a in (0, -1, -2):
        move(notebook, a)
        seen = notebook.evaluate("look()")
    assert (seen["live"], seen["says"], seen["asked"]) == ("waiting", "Computing\u2026", [1, 0])
    notebook.evaluate("([o, a]) => answer(o, a)", [outputs(0.0), 0.0])
    seen = notebook.evaluate("look()")
    assert (seen["live"], seen["asked"]) == ("waiting", [1, 0, -2])
    notebook.evaluate("([o, a]) => answer(o, a)", [outputs(-2.0), -2.0])
    seen = notebook.evaluate("look()")
    assert (seen["live"], seen["says"]) == ("yes", live.sentence(a=-2.0))


def test_neither_a_window_of_another_width_nor_paper_draws_old_numbers_beside_new_controls(notebook, in_kernel, live):
    outputs = in_kernel("busy")
    notebook.evaluate("([o, a]) => answer(o, a)", [outputs(1.0), 1.0])
    notebook.evaluate("look()")
    values = "() => [...el.querySelectorAll('.livefig-value')].map((one) => one.textContent)"
    before = notebook.evaluate(values)
    move(notebook, -2)
    for event in ("Computing\u2026", "ValueError: no"):
        notebook.set_viewport_size({"width": 700 + len(event), "height": 700})
        notebook.evaluate("dispatchEvent(new Event('beforeprint'))")
        seen = notebook.evaluate("look()")
        assert (seen["says"], notebook.evaluate(values)) == (event, before)
        notebook.evaluate("fails('ValueError: no', -2)")
    assert notebook.evaluate("look()")["seen"] == "hidden"
    notebook.evaluate("([o, a]) => answer(o, a)", [outputs(-2.0), -2.0])
    assert notebook.evaluate("look()")["seen"] == "visible"
    assert (before[0], notebook.evaluate(values)[0]) == ("1.00", "\u22122.00")


@pytest.mark.parametrize("status", ["idle", "dead"])
def test_when_the_kernel_is_gone_the_figure_is_as_at_the_last_answer_and_says_so(notebook, in_kernel, live, status):
    outputs = in_kernel("idle")
    notebook.evaluate("([o, a]) => answer(o, a)", [outputs(1.5), 1.5])
    assert notebook.evaluate("look()")["a"] == "1.00"  # an answer to what nobody asked
    notebook.evaluate("([o, a]) => answer(o, a)", [outputs(1.0), 1.0])
    notebook.evaluate("(status) => { kernel.status = status; }", status)
    move(notebook, -2)
    assert notebook.evaluate("look()")["says"] == "Computing\u2026"
    until(notebook, "el.querySelector('.livefig-unclear:not(.livefig-told)').textContent.includes('is gone')")
    seen = notebook.evaluate("look()")
    assert (seen["a"], seen["says"], seen["live"], seen["off"]) == ("1.00", live.sentence(), "yes", True)
    notebook.evaluate("kernel.status = 'idle'; model.fire('comm_live_update')")  # it is there again
    assert notebook.evaluate("look()")["says"] == "Computing\u2026"
    notebook.evaluate("([o, a]) => answer(o, a)", [outputs(1.0), 1.0])
    seen = notebook.evaluate("look()")
    assert (seen["note"], seen["says"], seen["off"]) == ("", live.sentence(), False)


def test_without_any_answer_the_figure_is_its_still_picture(notebook, in_kernel, live):
    in_kernel("idle")
    assert notebook.evaluate("look()")["note"] == "Computing\u2026"
    until(notebook, "el.querySelector('.livefig-unclear:not(.livefig-told)').textContent.includes('is gone')")
    seen = notebook.evaluate("look()")
    assert (seen["a"], seen["says"], seen["off"], seen["seen"]) == ("1.00", live.sentence(), True, "visible")


def test_a_page_has_three_names_and_a_notebook_none(notebook, live):
    """Two bundles in one tab do not see each other, and no id is given twice."""
    names, twice = notebook.evaluate(
        f"""async (spec) => {{
          for (let k = 0; k < 2; k++) {{
            const el = document.body.appendChild(document.createElement("div"));
            const model = ({MODEL})(spec, {{ a: 1, b: 0.5, kind: "root", hole: false }});
            await widget.render({{ model, el }});
            const other = document.body.appendChild(document.createElement("figure"));
            livefig.mount(other, {{ ...spec, programs: [] }}, []);
          }}
          const ids = [...document.querySelectorAll("[id]")].map((one) => one.id);
          return [Object.keys(livefig).sort(), ids.length - new Set(ids).size];
        }}""",
        live.spec,
    )
    assert names == ["add", "get", "mount"]
    assert twice == 0


def test_a_slider_of_a_million_positions_works_and_the_figure_beside_it_too(site, browser, live):
    figure, axes = plt.subplots()
    (dot,) = axes.plot([0], [0], "o")
    axes.set(xlim=(0, 1e6), ylim=(-1, 1))
    many = LiveFigure(lambda n: {"half": n / 2}, figure, [Slider("n", 0, 1_000_000, value=7, integer=True, play=True)],
                      moves={dot: {"x": "half"}}, says="{half}", name="many", alt="A dot")  # fmt: skip
    with watched(browser, site.write([many.spec, live.spec])) as quiet:
        page = quiet.open("index.html")
        page.get_by_role("slider").first.press("End")
        assert page.evaluate("livefig.get('many').values().n") == 1_000_000
        page.get_by_role("button", name="One step back: n").click()
        assert page.evaluate("livefig.get('many').sentence()") == "499999.5"
        assert setting(page, a=1.5)[2]["a"] == 1.5
        quiet.assert_quiet()


@pytest.mark.parametrize(
    "broken",
    [
        {"controls": [{"kind": "none such", "name": "a"}]},  # when the page opens
        {"constants": [{"shape": [1], "data": "not base64 at all"}]},  # when it comes near
        {
            "programs": ["function () { throw new Error('broken'); }"],
            "choose": [0] * 4,
            "uses": [[]],
        },  # when it computes
    ],
    ids=["made", "woken", "computed"],
)
def test_a_figure_that_fails_leaves_its_neighbours_alive(site, browser, live, broken):
    bad = {**live.spec, "name": "bad", **broken}
    with watched(browser, site.write([bad, live.spec])) as quiet:
        page = quiet.open("index.html")
        page.evaluate("livefig.get('all').ready.then(() => 0)")
        assert setting(page, a=1.5)[2]["a"] == 1.5
        picture = page.locator("#bad .livefig-picture svg").first
        assert picture.is_visible()
