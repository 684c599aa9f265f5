"""Sliders under a finger, and what they show and say."""

import matplotlib.pyplot as plt
import numpy as np
import pytest

from livefig import LiveFigure, Slider
from livefig.browser import watched
from support.site import Site, until

sessions = {}  # a touch begins and ends in one of the browser's debugging protocol


@pytest.fixture(scope="module")
def live():
    figure, axes = plt.subplots(figsize=(5, 2))
    (dot,) = axes.plot([0], [0], "o")
    controls = [
        Slider("a", -2, 2, value=1, step=0.1, label="amount"),
        Slider("angle", -np.pi, np.pi, value=0, label="angle"),
        Slider("rate", 1e-7, 10, value=0.1, log=True, label="rate"),
    ]
    return LiveFigure(lambda a, angle, rate: {"x": a * np.cos(angle) + rate}, figure, controls, moves={dot: {"x": "x"}},
                      says="{a} and {angle:.3f}", name="turn", alt="A dot")  # fmt: skip


@pytest.fixture
def phone(browser, tmp_path, live):
    home = Site(tmp_path).write([live.spec])
    style = tmp_path / "livefig.css"
    style.write_text(style.read_text("utf-8") + "body { padding: 200px 0 3000px }", encoding="utf-8")
    with watched(browser, home, has_touch=True, is_mobile=True, viewport={"width": 360, "height": 700}) as quiet:
        page = quiet.open("index.html")
        page.evaluate("livefig.get('turn').ready.then(() => 0)")
        yield page
        quiet.assert_quiet()


def touch(page, kind, *points):
    if page not in sessions:
        sessions[page] = page.context.new_cdp_session(page)
    sessions[page].send(
        "Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in points]}
    )


def swipe(page, start, way, steps=8):
    """Draw a finger from one place by some pixels to another, and lift it."""
    (x, y), (dx, dy) = start, way
    touch(page, "touchStart", (x, y))
    for k in range(1, steps + 1):
        touch(page, "touchMove", (x + dx * k / steps, y + dy * k / steps))
        page.evaluate("new Promise(requestAnimationFrame)")
    touch(page, "touchEnd")
    page.evaluate("new Promise((done) => setTimeout(done, 60))")


def place(page, part, name="a"):
    """Return the middle of a slider, or a part of its width, in the window."""
    box = page.locator(f"#turn input[id$='{name}']").bounding_box()
    return box["x"] + part * box["width"], box["y"] + box["height"] / 2


def shown(page):
    script = """() => { const { a } = livefig.get("turn").values();
                        return [a, document.querySelector("#turn input").value, livefig.get("turn").sentence()]; }"""
    return page.evaluate(script)


@pytest.mark.parametrize("way", [(0, -150), (0, 90), (12, -120), (-25, -150)], ids=str)
@pytest.mark.parametrize("part", [0.1, 0.5, 0.75, 0.97])  # 0.75 is the thumb
def test_a_vertical_swipe_that_begins_on_a_slider_moves_the_page_and_not_the_slider(part, way, phone):
    phone.evaluate("scrollTo(0, 80)")
    before = shown(phone)
    phone.evaluate("""window.seen = new Set(); const watch = () => { seen.add(livefig.get("turn").values().a);
                      requestAnimationFrame(watch); }; watch();""")
    swipe(phone, place(phone, part), way)
    assert shown(phone) == before
    assert phone.evaluate("[...seen]") == [1]  # not for a moment
    assert phone.evaluate("scrollY") != 80


@pytest.mark.parametrize("way", [(-90, 0), (-90, 10), (-60, -20)], ids=str)
def test_a_horizontal_swipe_moves_the_slider_and_not_the_page(way, phone):
    phone.evaluate("scrollTo(0, 80)")
    swipe(phone, place(phone, 0.75), way)
    a, position, _ = shown(phone)
    assert a < 0.6 and float(position) == pytest.approx((a + 2) * 10)
    assert phone.evaluate("scrollY") == 80


def test_a_finger_that_went_sideways_may_then_stray(phone):
    x, y = place(phone, 0.75)
    touch(phone, "touchStart", (x, y))
    for dx, dy in [(-10, 0), (-30, 2), (-60, 5), (-60, 40), (-90, 60)]:
        touch(phone, "touchMove", (x + dx, y + dy))
        phone.evaluate("new Promise(requestAnimationFrame)")
    touch(phone, "touchEnd")
    assert shown(phone)[0] < 0.6


def test_a_tap_moves_the_slider_there(phone):
    x, y = place(phone, 0.25)
    phone.touchscreen.tap(x, y)
    phone.evaluate("new Promise((done) => setTimeout(done, 60))")
    assert shown(phone)[0] == pytest.approx(-1, abs=0.15)


def test_after_a_swipe_the_keyboard_moves_the_slider(phone):
    swipe(phone, place(phone, 0.5), (0, -100))
    phone.locator("#turn input").first.press("ArrowRight")
    assert shown(phone)[0] == 1.1


def test_a_slider_from_minus_pi_to_pi_reaches_nought_and_speaks_short_numbers(phone):
    slider = phone.locator("#turn input[type=range]").nth(1)
    minus = "\N{MINUS SIGN}"
    keys = [("Home", -np.pi, minus + "3.14"), ("ArrowRight", -3.1, minus + "3.10"), ("End", np.pi, "3.14")]
    for key, value, said in keys:
        slider.press(key)
        assert phone.evaluate("livefig.get('turn').values().angle") == value
        assert slider.get_attribute("aria-valuetext") == said
    for _ in range(63):
        slider.press("ArrowLeft")
    assert phone.evaluate("livefig.get('turn').values().angle") == 0
    assert slider.get_attribute("aria-valuetext") == "0.00"


# --- exact values ------------------------------------------------------------------------------------------------


def typed(page, text, key="Enter", name="amount"):
    """Type a value and press a key; return what the figure has, what the field shows, and what is told at it."""
    field = page.get_by_role("textbox", name=name)
    field.fill(text)
    field.press(key)
    said = field.evaluate("(one) => document.getElementById(one.getAttribute('aria-describedby')).textContent")
    return page.evaluate("livefig.get('turn').values()"), field.input_value(), said


@pytest.mark.parametrize(
    ("text", "value", "shows"),
    [("0,5", 0.5, "0.5"), ("-1.2", -1.2, "\N{MINUS SIGN}1.2"), ("\N{MINUS SIGN}0.4", -0.4, "\N{MINUS SIGN}0.4"),
     ("1/3", 0.3, "0.3"), ("5e-1", 0.5, "0.5"), ("2", 2, "2.0"), ("0.04", 0, "0.0")],
)  # fmt: skip
@pytest.mark.parametrize("key", ["Enter", "Tab"])
def test_a_value_that_is_typed_in_is_set_by_enter_and_by_leaving(phone, key, text, value, shows):
    now, shown_in_field, said = typed(phone, text, key)
    assert (now["a"], shown_in_field, said) == (value, shows, "")
    assert float(phone.locator("#turn input").first.input_value()) == pytest.approx((value + 2) * 10)  # the slider too


@pytest.mark.parametrize("text", ["2.1", "-3", "abc", "", "1/0", "1,2,3", "1e999"])
def test_what_is_no_number_or_out_of_range_is_told_at_the_field_and_changes_nothing(phone, text):
    field = phone.get_by_role("textbox", name="amount")
    now, shown_in_field, said = typed(phone, text)
    assert (now["a"], shown_in_field) == (1, text)
    assert said == "A number from \N{MINUS SIGN}2.0 to 2.0, please."
    assert field.get_attribute("aria-invalid") == "true"
    field.press("Escape")
    assert (field.input_value(), field.get_attribute("aria-invalid")) == ("1.0", "false")
    assert typed(phone, "0.5")[1:] == ("0.5", "")


def test_escape_gives_back_what_was_there(phone):
    now, shown_in_field, _ = typed(phone, "0.5", "Escape")
    assert (now["a"], shown_in_field) == (1, "1.0")
    phone.keyboard.press("Tab")
    assert shown(phone)[0] == 1


def test_a_logarithmic_slider_takes_three_digits_and_steps_by_factors(phone):
    now, shown_in_field, _ = typed(phone, "5e-7", name="rate")
    assert (now["rate"], shown_in_field) == (5e-7, "5\u00a0\u00d7\u00a010\u207b\u2077")
    assert typed(phone, shown_in_field, name="rate")[0]["rate"] == 5e-7  # as it stands there
    found = [5e-7]
    for _ in range(3):
        phone.get_by_role("button", name="One step forward: rate").click()
        found.append(phone.evaluate("livefig.get('turn').values().rate"))
    factors = np.divide(found[2:], found[1:-1])
    assert np.allclose(factors, (10 / 1e-7) ** (1 / 200), rtol=0.01)


def test_one_step_is_a_tap_and_a_button_that_is_held_goes_on(phone):
    plus = phone.get_by_role("button", name="One step forward: amount")
    plus.tap()
    phone.get_by_role("button", name="One step back: amount").tap()
    plus.tap()
    assert shown(phone)[0] == 1.1
    box = plus.bounding_box()
    touch(phone, "touchStart", (box["x"] + 9, box["y"] + 9))
    until(phone, "livefig.get('turn').values().a >= 1.5")
    touch(phone, "touchEnd")
    held = shown(phone)[0]
    phone.wait_for_timeout(200)
    assert shown(phone)[0] == held < 2  # lifted, it stops, and the tap's end is no further step


def test_a_swipe_that_begins_on_a_step_button_moves_the_page_and_not_the_slider(phone):
    phone.evaluate("scrollTo(0, 80)")
    box = phone.get_by_role("button", name="One step forward: amount").bounding_box()
    swipe(phone, (box["x"] + 9, box["y"] + 9), (0, -120))
    phone.wait_for_timeout(600)
    assert shown(phone)[0] == 1
    assert phone.evaluate("scrollY") != 80


def test_the_arrow_keys_step_in_the_field_and_tab_comes_to_slider_and_field_alone(phone):
    phone.locator("#turn input").first.focus()
    phone.keyboard.press("Tab")
    phone.keyboard.press("ArrowUp")
    assert shown(phone)[0] == 1.1
    assert phone.evaluate("document.activeElement.value") == "1.1"
    phone.keyboard.press("Tab")
    assert phone.evaluate("document.activeElement.type") == "range"


def test_on_a_phone_all_that_is_touched_is_32_pixels_high(phone):
    low = phone.evaluate("""[...document.querySelectorAll("#turn .livefig-controls :is(input, button, select)")]
      .filter((one) => one.checkVisibility()).map((one) => [one.outerHTML, one.getBoundingClientRect().height])
      .filter(([, height]) => height < 32)""")
    assert low == []
