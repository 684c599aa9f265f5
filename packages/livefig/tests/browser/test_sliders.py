"""Sliders under a finger, and what they show and say."""

import matplotlib.pyplot as plt
import numpy as np
import pytest

from livefig import LiveFigure, Slider
from livefig.browser import watched
from support.site import Site

sessions = {}  # a touch begins and ends in one of the browser's debugging protocol


@pytest.fixture(scope="module")
def live():
    figure, axes = plt.subplots(figsize=(5, 2))
    (dot,) = axes.plot([0], [0], "o")
    controls = [
        Slider("a", -2, 2, value=1, step=0.1, label="amount"),
        Slider("angle", -np.pi, np.pi, value=0, label="angle"),
    ]
    return LiveFigure(lambda a, angle: {"x": a * np.cos(angle)}, figure, controls, moves={dot: {"x": "x"}},
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
    slider = phone.locator("#turn input").nth(1)
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
