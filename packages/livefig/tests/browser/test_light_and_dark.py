"""Forced colours, and paper: which colours the words and axes of a figure have, and on what they stand."""

import matplotlib.pyplot as plt
import numpy as np
import pytest

from livefig import LiveFigure, Slider
from livefig.browser import watched
from support.site import Site, until


@pytest.fixture(scope="module")
def live():
    with plt.style.context("livefig.page"):
        figure, axes = plt.subplots(figsize=(6, 3))
        (line,) = axes.plot([0, 1], [0, 1], color="#1a2b80")
        axes.set(xlabel="words below", title="a title")
    return LiveFigure(lambda a: {"y": np.array([0.0, 1.0]) * a}, figure, [Slider("a", 0, 1, value=1)],
                      moves={line: {"y": "y"}}, says="It is {a}.", equations=["y = {a} x"], name="line",
                      alt="A line")  # fmt: skip


@pytest.fixture(scope="module")
def home(tmp_path_factory, live):
    return Site(tmp_path_factory.mktemp("site")).write([live.spec])


# The colours of words and axes as they are painted, and the colour that is behind them.
SEEN = """() => {
  const rgb = (text) => (text.match(/[\\d.]+/g) || []).map(Number);
  const behind = (one) => {
    for (; one; one = one.parentElement) {
      const [r, g, b, a = 1] = rgb(getComputedStyle(one).backgroundColor);
      if (a > 0.5 && one.namespaceURI.endsWith("xhtml")) return [r, g, b];
    }
    const pen = document.createElement("canvas").getContext("2d");
    pen.fillStyle = "Canvas";
    pen.fillRect(0, 0, 1, 1);
    return [...pen.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const words = [...document.querySelectorAll("#line .livefig-wide svg text")].map((one) => ["fill", one]);
  const axes = [...document.querySelectorAll("#line .livefig-wide svg [stroke]")].map((one) => ["stroke", one]);
  const html = [...document.querySelectorAll("#line :is(.livefig-says, math, mi)")].map((one) => ["color", one]);
  return [...words, ...axes, ...html].map(([part, one]) => [part, rgb(getComputedStyle(one)[part]), behind(one)])
    .filter(([, colour]) => colour.length);
}"""
FAINT = [[221, 221, 221]]  # the grid, which may be


def luminance(rgb):
    part = np.array(rgb[:3]) / 255
    return np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4) @ [0.2126, 0.7152, 0.0722]


def contrast(a, b):
    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def assert_readable(page):
    seen = page.evaluate(SEEN)
    assert {part for part, _, _ in seen} == {"fill", "stroke", "color"}
    strong = [(part, contrast(colour, ground)) for part, colour, ground in seen if part != "stroke"]
    assert strong and min(value for _, value in strong) >= 4.5, seen
    # Of the lines some may be faint, such as the grid; axes and ticks are not.
    lines = [contrast(colour, ground) for part, colour, ground in seen if part == "stroke"]
    assert np.mean(np.array(lines) >= 3) > 0.5, seen
    return [ground for _, _, ground in seen]


def opened(quiet, theme):
    page = quiet.open("index.html")
    page.evaluate("theme => { document.documentElement.dataset.theme = theme; }", theme)
    page.evaluate("livefig.get('line').ready.then(() => new Promise(requestAnimationFrame))")
    return page


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("scheme", "ground"), [("light", [255, 255, 255]), ("dark", [0, 0, 0])])
def test_in_forced_colours_words_and_axes_stand_out_whatever_the_page_calls_itself(
    scheme, ground, theme, browser, home
):
    with watched(browser, home, forced_colors="active", color_scheme=scheme) as quiet:
        grounds = assert_readable(opened(quiet, theme))
        assert grounds == [ground] * len(grounds)
        quiet.assert_quiet()


def test_a_figure_follows_when_colours_are_forced_and_when_no_more(browser, home):
    with watched(browser, home, color_scheme="dark") as quiet:
        page = opened(quiet, "light")
        own = page.evaluate(SEEN)
        page.emulate_media(forced_colors="active", color_scheme="dark")
        until(page, "document.querySelector('#line svg').getAttribute('fill') !== '#000000'")
        assert_readable(page)
        page.emulate_media(forced_colors="none", color_scheme="dark")
        until(page, "document.querySelector('#line svg').getAttribute('fill') === '#000000'")
        assert page.evaluate(SEEN) == own


def test_in_forced_colours_a_picture_without_a_script_is_dark_on_white(browser, home):
    with watched(browser, home, forced_colors="active", color_scheme="dark", java_script_enabled=False) as quiet:
        page = quiet.open("index.html")
        picture = page.locator("#line .livefig-picture")
        assert picture.evaluate("one => getComputedStyle(one).backgroundColor") == "rgb(255, 255, 255)"


@pytest.mark.parametrize("told", [True, False], ids=["event", "media"])
def test_on_paper_from_a_dark_page_words_and_axes_are_dark_on_white(told, browser, home):
    with watched(browser, home) as quiet:
        page = quiet.open("index.html")
        page.evaluate("""() => { document.documentElement.dataset.theme = "dark";
                                 document.documentElement.style.setProperty("--pst-color-text-base", "#eee");
                                 document.documentElement.style.setProperty("--pst-color-text-muted", "#bbb");
                                 document.body.style.background = "#121212"; document.body.style.color = "#eee"; }""")
        page.evaluate("livefig.get('line').ready.then(() => new Promise(requestAnimationFrame))")
        dark = page.evaluate(SEEN)
        assert_readable(page)
        if told:
            page.evaluate("dispatchEvent(new Event('beforeprint'))")
        page.emulate_media(media="print")
        until(page, "document.querySelector('#line svg').getAttribute('fill') === '#000000'")
        grounds = assert_readable(page)
        assert grounds == [[255, 255, 255]] * len(grounds)
        page.emulate_media(media="screen")
        if told:
            page.evaluate("dispatchEvent(new Event('afterprint'))")
        until(page, "document.querySelector('#line svg').getAttribute('fill') !== '#000000'")
        assert page.evaluate(SEEN) == dark
