"""What stands around a picture, in a real browser: equations, play buttons, handles, groups, downloads, the source."""

import io
import json
import re
from xml.etree import ElementTree

import matplotlib.pyplot as plt
import numpy as np
import pytest
from PIL import Image

from livefig import Choice, Group, LiveFigure, Slider
from livefig.browser import watched
from livefig.page import fonts
from livefig.text import words
from support.site import Site, stopped_clock, until

GRID = np.linspace(-3, 3, 61)


def descend(eta, w0, kind):
    """Return one step downhill on a parabola."""
    slope = 2 * w0 if kind == "whole" else w0
    w1 = w0 - eta * slope
    return {"slope": slope, "w1": w1, "loss": w1**2, "height": w0**2, "tangent": w0**2 + slope * (GRID - w0)}


def one_step(name="one-step"):
    """Return a figure with everything that stands around a picture, and one marker to drag along x."""
    with plt.style.context("livefig.page"):
        figure, (axes, _) = plt.subplots(1, 2, figsize=(7, 3))
        axes.plot(GRID, GRID**2, color="k")
        (tangent,) = axes.plot(GRID, GRID, color="#ff7f0e")
        (start,) = axes.plot([0], [0], "o", color="#1f77b4", ms=9)
        (end,) = axes.plot([0], [0], "s", color="#2ca02c")
        axes.set(ylim=(-1, 9), xlim=(3, -3))  # an axis that runs the other way
    controls = [
        Group("Start", [Slider("w0", -3, 3, 2.5, label="start $w_0$")]),
        Group("The <b>step</b>", [
            Slider("eta", 0.001, 2.5, 0.1, log=True, label=r"learning rate $\eta$"),
            Choice("kind", {"whole gradient": "whole", "half of it": "half"}),
        ]),
    ]  # fmt: skip
    moves = {tangent: {"y": "tangent"}, start: {"x": "w0", "y": "height"}, end: {"x": "w1", "y": "loss"}}
    equations = [
        r"w_{{1}} = {w0:.2f} - {eta:.2g} \cdot {slope:.3f} = {w1:.3f}",
        r"\begin{{aligned}} L(w_1) &= \frac{loss:.3f}{{1}} \\ \eta &= {eta} \end{{aligned}}",
    ]
    says = [("w1", "After one step the loss is {loss:.3f}."), "There."]
    return LiveFigure(descend, figure, controls, moves=moves, says=says, name=name, alt="A <parabola>",
                      equations=equations, belongs={"slope": tangent}, drags=[start])  # fmt: skip


def plane():
    """Return a figure with a point to drag in two directions, up a log axis, and a slider that plays."""
    with plt.style.context("livefig.page"):
        figure, (axes, other) = plt.subplots(1, 2, figsize=(7, 3))
        (point,) = axes.semilogy([0], [1], "o", ms=9)
        axes.set(xlim=(-3, 3), ylim=(0.01, 100))
        (line,) = other.plot(GRID, GRID)
    controls = [
        Slider("w", -2, 2, 0.5, step=0.25, label="weight $w$", unit="kg"),
        Group("The rest", [Slider("b", 0.1, 50, 1, log=True, label="bias $b$")], folded=True),
        Slider("n", 0, 12, 3, integer=True, label="epoch", play=4),
    ]
    return LiveFigure(lambda w, b, n: {"line": w * GRID + b * n, "rest": 12 - n}, figure, controls,
                      moves={point: {"x": "w", "y": "b"}, line: {"y": "line"}}, says="Epoch {n}, {rest} to go.",
                      name="plane", alt="A point and a line", drags=[point])  # fmt: skip


@pytest.fixture(scope="module")
def lives():
    return {"one-step": one_step(), "plane": plane()}


@pytest.fixture(scope="module")
def home(tmp_path_factory, lives):
    site = Site(tmp_path_factory.mktemp("site"))
    fonts.write_fonts(site.folder)
    return site.write([live.spec for live in lives.values()], before="<p>top</p>")


@pytest.fixture
def quiet(browser, home):
    with watched(browser, home) as page:
        page.open("index.html")
        page.page.evaluate("Promise.all(['one-step', 'plane'].map((name) => livefig.get(name).ready)).then(() => 0)")
        yield page
        page.assert_quiet()


@pytest.fixture
def page(quiet):
    return quiet.page


def setting(page, name, **values):
    """Set controls of a figure and draw."""
    page.evaluate("([name, values]) => livefig.get(name).set(values)", [name, values])


def values(page, name):
    return page.evaluate("(name) => livefig.get(name).values()", name)


# --- equations -------------------------------------------------------------------------------------------------

NUMBERS = "[...document.querySelectorAll('#one-step .livefig-value')].map((one) => one.textContent)"


def test_the_numbers_of_an_equation_follow_the_controls(page, lives):
    live = lives["one-step"]
    for tried in ({}, {"w0": -3.0}, {"eta": 0.001, "w0": 0.0}, {"eta": 2.5, "w0": 3.0, "kind": "half"}):
        setting(page, "one-step", **{"w0": 2.5, "eta": 0.1, "kind": "whole", **tried})
        state = live.state(**tried)
        fields = [field for equation in live.spec["equations"] for field in equation["fields"]]
        wanted = [words.write_in_formula(state[field["value"]], field["format"]) for field in fields]
        assert page.evaluate(NUMBERS) == wanted


def test_without_a_script_the_equations_are_those_of_the_start(browser, home, lives):
    with watched(browser, home, java_script_enabled=False) as quiet:
        page = quiet.open("index.html")
        found = [one.text_content() for one in page.locator("#one-step .livefig-value").all()]
        assert found == ["2.50", "0.1", "5.000", "2.000", "4.000", "0.1"]
        assert page.locator("#one-step math").count() == 2


def test_nothing_around_an_equation_moves_while_its_numbers_change(page):
    page.set_viewport_size({"width": 360, "height": 800})
    places = """[...document.querySelectorAll(
      "#one-step :is(.livefig-equation, .livefig-control *, button, .livefig-says), p")]
      .map((one) => one.getBoundingClientRect()).map(({ x, y }) => [x, y + scrollY].map(Math.round))"""
    seen = set()
    for k in range(20):
        setting(page, "one-step", w0=-3 + 0.3 * k, eta=0.001 * 1.4**k)
        seen.add(json.dumps(page.evaluate(places)))
    assert len(page.evaluate(places)) > 25
    assert len(seen) == 1


def test_a_number_in_an_equation_takes_the_room_that_it_fills(page):
    """A hole beside a number reads as if something were missing there."""
    holes = """[...document.querySelectorAll("#one-step .livefig-value")].map((one) => {
      const text = document.createRange();
      text.selectNodeContents(one);
      return one.parentElement.getBoundingClientRect().width - text.getBoundingClientRect().width;
    })"""
    for w0 in (-3.0, 0.0, 2.5):
        setting(page, "one-step", w0=w0)
        assert np.allclose(page.evaluate(holes), 0, atol=0.6)


def test_the_paragraph_below_a_figure_stays_where_it_is(site_with_growing_sentence):
    page = site_with_growing_sentence
    tops = set()
    for k in range(20):
        page.evaluate("k => livefig.get('growing').set({ k })", k)
        tops.add(page.evaluate("document.querySelector('#after').getBoundingClientRect().top + scrollY"))
    heights = page.evaluate("document.querySelector('#growing .livefig-says').textContent.length")
    assert heights > 150
    assert len(tops) == 1


@pytest.fixture
def site_with_growing_sentence(tmp_path, browser):
    figure, axes = plt.subplots(figsize=(4, 2))
    (line,) = axes.plot([0, 1], [0, 1])
    many = "now it is long, for it says many things, one after the other, until three lines are full"
    live = LiveFigure(
        lambda k: {"y": np.array([0.0, 1.0]) * k, "many": k > 10},
        figure,
        [Slider("k", 0, 19, 0, integer=True)],
        moves={line: {"y": "y"}},
        says=[("many", f"{{k}}: {many}, {many}."), "{k}."],
        name="growing",
        alt="line",
    )
    home = Site(tmp_path).write([live.spec])
    text = (tmp_path / "index.html").read_text(encoding="utf-8").replace("</body>", '<p id="after">After.</p></body>')
    (tmp_path / "index.html").write_text(text, encoding="utf-8")
    with watched(browser, home, viewport={"width": 360, "height": 800}) as quiet:
        yield quiet.open("index.html")
        quiet.assert_quiet()


LIT = """[...document.querySelectorAll("#one-step .livefig-lit")].filter((one) => one.checkVisibility())
  .map((one) => one.dataset.move ?? one.textContent)"""


def test_a_number_brings_out_its_artist_by_mouse_and_by_keyboard(page):
    numbers = page.locator("#one-step .livefig-value")
    numbers.nth(2).hover()
    assert page.evaluate(LIT) == ["0", "5.000"]
    others = page.locator("#one-step .livefig-wide [data-move]:not(.livefig-lit)")
    assert {one.evaluate("one => getComputedStyle(one).opacity") for one in others.all()} == {"0.3"}
    page.mouse.move(0, 0)
    assert page.evaluate(LIT) == []
    numbers.nth(0).focus()
    assert page.evaluate(LIT) == ["1", "2.50"]
    page.keyboard.press("Tab")
    assert page.evaluate(LIT) == ["0", "5.000"]  # eta moves no artist, so there is no stop at it
    assert page.evaluate("document.querySelectorAll('#one-step .livefig-value[tabindex]').length") == 4


def test_an_artist_brings_out_its_numbers_even_a_few_pixels_beside_it(page):
    path = page.locator("#one-step .livefig-wide [data-move='0'] path")
    x, y = path.evaluate(
        """path => {
          const p = path.getPointAtLength(path.getTotalLength() * 0.8), m = path.getScreenCTM();
          return [m.a * p.x + m.e, m.d * p.y + m.f];
        }"""
    )
    page.mouse.move(x + 5, y)
    assert page.evaluate(LIT) == ["0", "5.000"]
    page.mouse.move(5, 5)
    assert page.evaluate(LIT) == []
    end = page.locator("#one-step .livefig-wide [data-move='2'] use").bounding_box()
    page.mouse.move(end["x"] + end["width"] / 2, end["y"] + end["height"] / 2)
    assert page.evaluate(LIT) == ["2", "2.000", "4.000"]


def test_numbers_have_the_colours_of_their_curves_in_the_light_and_in_the_dark(page):
    colours = "[...document.querySelectorAll('#one-step .livefig-value')].map((one) => getComputedStyle(one).color)"
    page.evaluate("document.body.style.background = '#14181e'")
    light = page.evaluate(colours)
    assert light[0] == "rgb(31, 119, 180)" and light[3] == light[4] == "rgb(36, 130, 36)"
    assert light[1] == light[5] == page.evaluate("getComputedStyle(document.querySelector('#one-step')).color")
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    until(page, f"{colours}[0] !== {json.dumps(light[0])}")
    dark = page.evaluate(colours)
    ground = luminance("rgb(20, 24, 30)") + 0.05
    assert all((luminance(dark[k]) + 0.05) / ground >= 4.5 for k in (0, 2, 3, 4))
    page.evaluate("document.documentElement.dataset.theme = 'light'")
    until(page, f"{colours}[0] === {json.dumps(light[0])}")


def luminance(colour):
    rgb = np.array([int(part) / 255 for part in re.findall(r"\d+", colour)[:3]])
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4) @ [0.2126, 0.7152, 0.0722]


def test_an_equation_wider_than_the_phone_scrolls_and_can_be_reached(page):
    page.set_viewport_size({"width": 220, "height": 800})
    until(page, "document.querySelector('#one-step .livefig-equation').tabIndex === 0")
    assert page.evaluate("document.documentElement.scrollWidth") <= 220
    page.set_viewport_size({"width": 1280, "height": 800})
    until(page, "document.querySelector('#one-step .livefig-equation').tabIndex === -1")


# --- dragging --------------------------------------------------------------------------------------------------


def centre(page, selector):
    box = page.locator(selector).bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


@pytest.mark.parametrize("width", [1280, 360])
def test_the_handle_stands_on_its_point_in_both_layouts(page, width):
    page.set_viewport_size({"width": width, "height": 800})
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    layout = "wide" if width > 600 else "narrow"
    for figure, artist, tried in (("one-step", 1, {"w0": -1.0}), ("plane", 0, {"w": -1.25, "b": 20.0})):
        setting(page, figure, **tried)
        mark = centre(page, f"#{figure} .livefig-{layout} [data-move='{artist}'] use")
        assert np.allclose(centre(page, f"#{figure} .livefig-handle"), mark, atol=0.6)
        box = page.locator(f"#{figure} .livefig-handle").bounding_box()
        assert min(box["width"], box["height"]) >= 24


@pytest.mark.parametrize("width", [1280, 360])
def test_dragging_sets_both_sliders_on_their_grids_and_the_point_follows_the_pointer(page, width):
    page.set_viewport_size({"width": width, "height": 800})
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    page.locator("#plane .livefig-handle").scroll_into_view_if_needed()
    setting(page, "plane", w=-2.0, b=1.0)
    start = centre(page, "#plane .livefig-handle")
    setting(page, "plane", w=2.0, b=50.0)
    goal = centre(page, "#plane .livefig-handle")
    setting(page, "plane", w=-2.0, b=1.0)
    page.mouse.move(start[0] + 4, start[1] - 3)  # not the very centre: the point must not jump
    page.mouse.down()
    page.mouse.move(start[0] + 4 + (goal[0] - start[0]) * 0.51, start[1] - 3 + (goal[1] - start[1]) / 2, steps=4)
    now = values(page, "plane")
    assert now["w"] == 0.0  # its grid is 0.25 wide
    assert now["b"] == pytest.approx(np.sqrt(50), rel=0.03)
    assert float(f"{now['b']:.2e}") == now["b"]  # three digits, as on the slider
    page.mouse.move(3000, -3000)
    assert (values(page, "plane")["w"], values(page, "plane")["b"]) == (2, 50)
    page.mouse.up()
    page.mouse.move(*start)
    assert values(page, "plane")["w"] == 2
    assert page.locator("#plane .livefig-exact input").first.input_value() == "2.00"


@pytest.mark.parametrize("scaled", ["transform: scale(0.6); transform-origin: 0 0", "zoom: 1.4"])
def test_in_a_page_that_is_scaled_as_slides_are_the_point_follows_the_pointer(page, scaled):
    page.evaluate("style => { document.body.style = style; }", scaled)
    page.evaluate("dispatchEvent(new Event('resize'))")
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    mark = "#one-step .livefig-layout:not([hidden]) [data-move='1'] use >> visible=true"
    page.locator("#one-step .livefig-handle").scroll_into_view_if_needed()
    setting(page, "one-step", w0=-1.0)
    assert np.allclose(centre(page, "#one-step .livefig-handle"), centre(page, mark), atol=0.6)
    setting(page, "one-step", w0=2.0)
    goal = centre(page, mark)
    setting(page, "one-step", w0=-1.0)
    page.mouse.move(*centre(page, mark))
    page.mouse.down()
    page.mouse.move(*goal, steps=3)
    page.mouse.up()
    assert values(page, "one-step")["w0"] == pytest.approx(2, abs=0.03)
    assert np.allclose(centre(page, "#one-step .livefig-handle"), centre(page, mark), atol=0.6)


def test_dragging_along_one_axis_leaves_the_rest_and_follows_an_axis_that_runs_the_other_way(page):
    before = values(page, "one-step")
    x, y = centre(page, "#one-step .livefig-handle")
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y + 200)
    page.mouse.up()
    after = values(page, "one-step")
    assert 0 < after["w0"] < before["w0"]
    assert {**after, "w0": 0} == {**before, "w0": 0}


IN_SIGHT = """([figure, number]) => {
  const slider = document.querySelectorAll(`#${figure} input[type=range]`)[number];
  scrollTo({ top: scrollY + slider.getBoundingClientRect().top - innerHeight * 0.8, behavior: "instant" });
  const stage = document.querySelector(`#${figure} .livefig-stage`).getBoundingClientRect();
  const seen = Math.min(stage.bottom, innerHeight) - Math.max(stage.top, 0);
  return [seen / Math.min(stage.height, innerHeight * 0.58), slider.getBoundingClientRect().top - stage.bottom];
}"""


def test_on_a_phone_the_picture_stays_in_sight_and_its_handle_on_its_point_while_controls_are_passed(page):
    page.set_viewport_size({"width": 390, "height": 420})
    page.evaluate("document.body.style.paddingBottom = '100vh'")
    for number in range(page.locator("#plane input[type=range]").count()):
        seen, below = page.evaluate(IN_SIGHT, ["plane", number])
        assert seen > 0.97 and below > 0
        mark = centre(page, "#plane .livefig-narrow [data-move='0'] use")
        assert np.allclose(centre(page, "#plane .livefig-handle"), mark, atol=0.6)
    page.set_viewport_size({"width": 390, "height": 600})
    setting(page, "plane", w=0.0, b=0.1)  # in the part that stays
    seen, below = page.evaluate(IN_SIGHT, ["plane", 2])
    x, y = centre(page, "#plane .livefig-handle")
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 30, y, steps=2)
    page.mouse.up()
    assert np.allclose(centre(page, "#plane .livefig-handle"), [x + 30, y], atol=8)  # its grid is 0.25 wide


def test_on_a_wide_window_the_picture_passes_with_its_figure(page):
    page.set_viewport_size({"width": 1280, "height": 420})
    page.evaluate("document.body.style.paddingBottom = '100vh'")
    seen, _ = page.evaluate(IN_SIGHT, ["plane", 1])
    assert seen < 0.97


def test_the_handle_is_a_slider_for_the_keyboard(page):
    handle = page.get_by_role("slider", name="weight w, bias b")
    handle.focus()
    for key, w, b in [
        ("ArrowRight", 0.75, 1),
        ("ArrowLeft", 0.5, 1),
        ("ArrowUp", 0.5, 1.03),
        ("ArrowDown", 0.5, 1),
        ("Home", -2, 1),
    ]:
        page.keyboard.press(key)
        now = values(page, "plane")
        assert (now["w"], now["b"]) == (w, pytest.approx(b, abs=0.02)), key
    until(page, "document.querySelector('#plane .livefig-handle').ariaValueNow === '-2'")
    assert (
        handle.get_attribute("aria-valuetext")
        == f"weight w \u22122.00\u00a0kg, bias b {words.write(values(page, 'plane')['b'])}"
    )
    assert (handle.get_attribute("aria-valuemin"), handle.get_attribute("aria-valuemax")) == ("-2", "2")
    other = page.get_by_role("slider", name="start w0").first
    other.focus()
    page.keyboard.press("ArrowRight")  # to the right on the picture is downwards on this axis
    assert values(page, "one-step")["w0"] == 2.45
    page.keyboard.press("ArrowUp")
    assert values(page, "one-step")["w0"] == 2.5


def test_a_finger_drags_the_handle_and_not_the_page(browser, home):
    with watched(browser, home, has_touch=True, viewport={"width": 360, "height": 700}) as quiet:
        page = quiet.open("index.html")
        page.evaluate("livefig.get('one-step').ready.then(() => 0)")
        assert page.locator("#one-step .livefig-handle").evaluate("one => getComputedStyle(one).touchAction") == "none"
        assert page.locator("#one-step .livefig-picture").evaluate("one => getComputedStyle(one).touchAction") == "auto"
        x, y = centre(page, "#one-step .livefig-handle")
        touch = page.context.new_cdp_session(page)
        for kind, points in (
            ("Start", [(x, y)]),
            ("Move", [(x + 30, y + 30)]),
            ("Move", [(x + 60, y + 90)]),
            ("End", []),
        ):
            touch.send(
                "Input.dispatchTouchEvent",
                {"type": f"touch{kind}", "touchPoints": [{"x": a, "y": b} for a, b in points]},
            )
        until(page, "livefig.get('one-step').values().w0 < 1.9")
        assert page.evaluate("scrollY") == 0
        quiet.assert_quiet()


# --- play ------------------------------------------------------------------------------------------------------


def play(page):
    return page.get_by_role("button", name="Play: epoch")


def test_play_runs_to_the_end_and_then_from_the_start(page):
    page.get_by_label("Speed: epoch").select_option("4")
    play(page).scroll_into_view_if_needed()
    play(page).click()
    assert play(page).get_attribute("aria-pressed") == "true"
    until(page, "livefig.get('plane').values().n > 5")
    until(page, "livefig.get('plane').values().n === 12")
    until(page, "document.querySelector('#plane .livefig-play [aria-pressed]').ariaPressed === 'false'")
    page.evaluate(
        """(() => {
          window.seen = [];
          const look = () => { seen.push(livefig.get('plane').values().n); requestAnimationFrame(look); };
          look();
        })()"""
    )
    play(page).press("Enter")
    until(page, "seen.includes(1) && seen.at(-1) === 12")
    assert [n for k, n in enumerate(page.evaluate("seen")) if k == 0 or n != page.evaluate("seen")[k - 1]] == [
        12,
        *range(13),
    ]


def test_one_step_at_a_time_forward_and_back_within_the_ends(page):
    forward, back = (page.get_by_role("button", name=f"One step {way}: epoch") for way in ("forward", "back"))
    for button, n in ((forward, 4), (back, 3), (back, 2), (back, 1), (back, 0), (back, 0)):
        button.click()
        assert values(page, "plane")["n"] == n


def test_while_it_plays_the_live_region_is_silent_and_then_says_the_last(page):
    page.get_by_label("Speed: epoch").select_option("0.25")
    play(page).scroll_into_view_if_needed()
    said = page.locator("#plane [aria-live=polite]")
    with stopped_clock(page) as run_for:
        play(page).click()
        run_for(1800)
        n = values(page, "plane")["n"]
        assert 4 <= n < 12
        assert said.text_content() == ""
        play(page).click()
        run_for(600)
        assert said.text_content() == f"Epoch {n}, {12 - n} to go."
        assert values(page, "plane")["n"] == n


def test_it_stops_when_the_reader_takes_over_or_looks_away(page):
    pressed = "document.querySelector('#plane .livefig-play [aria-pressed]').ariaPressed"
    page.get_by_label("Speed: epoch").select_option("0.25")
    for take_over in (
        lambda: page.get_by_label("weight w", exact=True).press("ArrowRight"),
        lambda: page.locator("#plane").get_by_role("button", name="Reset").click(),
        lambda: page.locator("#plane .livefig-handle").press("ArrowLeft"),
        lambda: page.evaluate("livefig.get('plane').set({ n: 3 })"),  # a script of the page
        lambda: page.evaluate("livefig.get('plane').reset()"),
        lambda: page.evaluate("location.hash = '#plane?n=3'"),  # a word of the text
        lambda: page.evaluate("document.body.style.paddingTop = '5000px'; scrollTo(0, 0)"),
    ):
        play(page).scroll_into_view_if_needed()
        play(page).click()
        assert page.evaluate(pressed) == "true"
        take_over()
        until(page, f"{pressed} === 'false'")
        assert values(page, "plane")["n"] < 12  # it was stopped, it did not come to its end


def test_with_reduced_motion_it_steps_at_most_twice_a_second(browser, home):
    with watched(browser, home, reduced_motion="reduce") as quiet:
        page = quiet.open("index.html")
        page.evaluate("livefig.get('plane').ready.then(() => 0)")
        assert values(page, "plane")["n"] == 3  # nothing starts by itself
        play(page).scroll_into_view_if_needed()
        with stopped_clock(page) as run_for:
            play(page).click()
            run_for(1300)
            assert 4 <= values(page, "plane")["n"] <= 5
        quiet.assert_quiet()


# --- groups ----------------------------------------------------------------------------------------------------


def test_groups_have_headings_and_stand_side_by_side_where_there_is_room(page):
    start, step = (page.get_by_role("group", name=name) for name in ("Start", "The <b>step</b>"))
    assert start.get_by_role("slider").count() == 1
    assert step.get_by_role("slider").count() == step.get_by_role("radio").count() - 1 == 1
    wide = [one.bounding_box() for one in (start, step)]
    assert wide[0]["y"] == wide[1]["y"] and wide[0]["x"] < wide[1]["x"]
    page.set_viewport_size({"width": 360, "height": 800})
    narrow = [one.bounding_box() for one in (start, step)]
    assert narrow[0]["y"] < narrow[1]["y"] and narrow[0]["x"] == narrow[1]["x"]


def test_a_folded_group_opens_by_key_and_its_controls_work(page):
    figure, slider = page.locator("#plane"), page.get_by_label("bias b", exact=True)
    assert not slider.is_visible()
    assert figure.locator("summary").inner_text() == "The rest"
    figure.locator("summary").press("Enter")
    before = page.evaluate("livefig.get('plane').values().b")
    slider.press("End")
    assert page.evaluate("livefig.get('plane').values().b") == 50 > before
    figure.locator("summary").press("Enter")
    assert not slider.is_visible()


# --- state -----------------------------------------------------------------------------------------------------


def downloaded(page, kind, name="one-step"):
    with page.expect_download() as waiting:
        page.locator(f"#{name}").get_by_role("button", name=f"Download as {kind}").click()
    return waiting.value.suggested_filename, waiting.value.path().read_bytes()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_picture_is_downloaded_as_it_stands(page, theme):
    page.evaluate(f"document.documentElement.dataset.theme = '{theme}'")
    setting(page, "one-step", w0=-1.5)
    path = page.locator("#one-step .livefig-wide [data-move='0'] path").get_attribute("d")
    name, data = downloaded(page, "SVG")
    assert name == "one-step.svg"
    root = ElementTree.fromstring(data)
    text = data.decode()
    assert path in text and "livefig" not in re.sub(r'(id|href|clip-path|data-move)="[^"]*"', "", text)
    assert "DejaVu Sans" in root.get("font-family")
    assert root.find("{*}title").text == "A <parabola>"
    assert root.find("{*}desc").text.startswith("After one step")
    assert "#ff7f0e" in text and 'fill="#ffffff"' in text  # its own colours, in the dark too
    name, data = downloaded(page, "PNG")
    picture = Image.open(io.BytesIO(data)).convert("RGB")
    box = page.locator("#one-step .livefig-wide svg").evaluate(
        "one => [one.width.baseVal.value, one.height.baseVal.value]"
    )
    assert name == "one-step.png" and picture.size == tuple(2 * round(size) for size in box)
    assert picture.getpixel((1, 1)) == (255, 255, 255)
    assert {(255, 127, 14), (31, 119, 180), (0, 0, 0)} <= {colour for _, colour in picture.getcolors(1 << 20)}


def faces(svg):
    """Return style, weight and first character of each piece of a font in a picture."""
    return re.findall(rb"font-style:(\w+);font-weight:(\d+);unicode-range:U\+(\w+)", svg)


def test_a_saved_picture_carries_the_pieces_of_the_fonts_that_it_needs(browser, page, tmp_path):
    loaded = "document.querySelectorAll('script[src$=\"livefig-fonts.js\"]').length"
    assert page.evaluate(loaded) == 0  # nobody loads them before
    small = downloaded(page, "SVG", "plane")[1]
    assert faces(small) == [(b"normal", b"400", b"20")]
    assert len(small) < 60_000
    page.evaluate("document.querySelector('#one-step .livefig-wide text').textContent = 'ℵ'")
    page.evaluate("document.querySelector('#one-step .livefig-wide text:last-of-type').style.fontStyle = 'italic'")
    picture = downloaded(page, "SVG")[1]
    assert faces(picture) == [(b"normal", b"400", b"20"), (b"normal", b"400", b"a0"), (b"italic", b"400", b"20")]
    (tmp_path / "picture.svg").write_bytes(picture)
    with watched(browser, tmp_path.as_uri() + "/") as seen:
        alone = seen.open("picture.svg")
        alone.evaluate("document.fonts.ready.then(() => 0)")
        assert alone.evaluate("[...document.fonts].map((font) => font.status)") == ["loaded"] * 3


def test_the_pixels_are_drawn_with_the_carried_font(page):
    """Seen by giving it another: all words bold."""
    usual = downloaded(page, "PNG")[1]
    assert downloaded(page, "PNG")[1] == usual
    page.reload()
    page.evaluate("""addEventListener("fonts", (event) => {
      const [usual, , , , bold] = event.detail;
      usual.data = bold.data;
    }, true)""")
    thick = downloaded(page, "PNG")[1]
    dark = [np.sum(np.asarray(Image.open(io.BytesIO(one)).convert("L")) < 90) for one in (usual, thick)]
    assert dark[1] > 1.1 * dark[0]


def test_without_the_fonts_a_picture_is_saved_all_the_same(browser, tmp_path, lives):
    with watched(browser, Site(tmp_path).write([lives["plane"].spec])) as seen:
        picture = downloaded(seen.open("index.html"), "SVG", "plane")[1]
        assert picture.startswith(b"<svg") and faces(picture) == []
        assert seen.complaints == ["Failed to load resource: net::ERR_FILE_NOT_FOUND"]


def test_the_numpy_folds_out_with_a_call_that_can_be_pasted(page, lives):
    figure = page.locator("#one-step")
    assert figure.locator("pre").is_hidden()
    figure.get_by_role("button", name="Show the NumPy").click()
    figure.get_by_role("button", name="Hide the NumPy").click()
    assert figure.locator("pre").is_hidden()
    figure.get_by_role("button", name="Show the NumPy").click()
    setting(page, "one-step", w0=-1.25, eta=0.02, kind="half")
    shown = figure.locator("pre").text_content()
    scope = {"GRID": GRID}
    exec(shown.replace("\ndescend(", "\nresult = descend("), scope)  # the reader pastes it
    wanted = lives["one-step"].outputs(w0=-1.25, eta=0.02, kind="half")
    assert all(np.array_equal(scope["result"][name], value) for name, value in wanted.items())
    assert shown.endswith("\n\ndescend(w0=-1.25, eta=0.02, kind='half')")
    page.evaluate("navigator.clipboard.writeText = (text) => { window.copied = text; return Promise.resolve(); }; 0")
    figure.get_by_role("button", name="Copy", exact=True).click()
    figure.get_by_text("Copied.").wait_for()
    assert page.evaluate("copied") == shown
    page.evaluate("navigator.clipboard.writeText = () => Promise.reject(new Error('no')); 0")
    figure.get_by_role("button", name="Copy", exact=True).click()
    until(page, "String(getSelection()).includes('kind=')")
    figure.get_by_role("button", name="Hide the NumPy").click()
    assert figure.locator("pre").is_hidden()


def test_where_there_is_no_source_only_the_call_is_shown(page):
    page.locator("#plane").get_by_role("button", name="Show the NumPy").click()
    assert page.locator("#plane pre").text_content() == "function(w=0.5, b=1, n=3)"


# --- paper, contrast, the whole ---------------------------------------------------------------------------------


def test_on_paper_there_are_equations_and_no_handles_and_no_buttons(page):
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    setting(page, "one-step", w0=1.0)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert page.locator("#one-step .livefig-handle").is_hidden()
    assert page.locator("#one-step button:visible").count() == 0
    assert page.locator("#one-step math").first.is_visible()
    assert page.locator("#one-step .livefig-says").is_visible()
    assert page.evaluate(NUMBERS)[0] == "1.00"
    assert page.locator("#one-step mn[mathcolor]").first.get_attribute("mathcolor") == "#1f77b4"


def test_with_forced_colours_the_handle_is_there_to_see(page):
    page.emulate_media(forced_colors="active")
    ring = page.locator("#one-step .livefig-handle").evaluate(
        "one => { const s = getComputedStyle(one, '::after'); return [s.borderTopWidth, s.opacity, s.borderTopColor]; }"
    )
    assert ring[:2] == ["2px", "1"]
    assert ring[2] != "rgba(0, 0, 0, 0)"


def test_stopping_a_figure_takes_away_all_that_was_added(page):
    page.evaluate("livefig.get('plane').stop()")
    assert page.locator("#plane :is(button, input, .livefig-handle, [aria-live])").count() == 0
    assert page.locator("#plane svg").count() == 2


def test_the_page_is_no_wider_than_the_phone(page):
    page.set_viewport_size({"width": 320, "height": 800})
    page.locator("#one-step").get_by_role("button", name="Show the NumPy").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
