"""What nbconvert makes of live figures, opened from disk with no network."""

import base64
import contextlib
import io
import re

import numpy as np
import pytest
from fontTools.ttLib import TTFont
from nbconvert.exporters import HTMLExporter

from livefig.browser import watched
from livefig.nbconvert import LiveExporter, LivePreprocessor
from support.notebooks import bundle, counted, live, notebook

HOSTILE = '"></style></script><script>window.broken = 1</script><!--<script>$x$'


@pytest.fixture(scope="module")
def lives():
    return {"wave": live(), "other": live("other", start=2.0), "bad": live("bad", says=HOSTILE, alt=HOSTILE)}


@pytest.fixture
def opened(browser, tmp_path):
    """Export a notebook, open it without a network and yield the page; anything it misses or complains of fails."""
    with contextlib.ExitStack() as stack:

        def open_(nb, **context):
            (tmp_path / "page.html").write_text(LiveExporter().from_notebook_node(nb)[0], encoding="utf-8")
            seen = stack.enter_context(watched(browser, tmp_path.as_uri() + "/", offline=True, **context))
            stack.callback(seen.assert_quiet)  # before it is closed
            return seen.open("page.html")

        yield open_


def ready(page, name):
    page.evaluate("name => livefig.get(name).ready.then(() => 0)", name)


def value(page, name, what):
    return page.evaluate(f"name => livefig.get(name).{what}()", name)


def test_moving_a_slider_gives_the_numbers_of_numpy_and_moves_this_figure_alone(opened, lives):
    page = opened(notebook(lives["wave"], lives["other"], lives["wave"]))
    for name in ("wave", "other", "wave-2"):
        ready(page, name)
    slider = page.locator("#wave input[type=range]")
    for key, a in (("End", 4.0), ("Home", 0.0), ("PageUp", None)):
        slider.press(key)
        a = value(page, "wave", "values")["a"] if a is None else a
        page.wait_for_function("a => livefig.get('wave').values().a === a", arg=a)
        wanted = lives["wave"].outputs(a=a)
        found = value(page, "wave", "outputs")
        assert np.max(np.abs(np.array(found["y"]) - wanted["y"])) < 1e-9
        assert value(page, "wave", "sentence") == lives["wave"].sentence(a=a)
    assert 0 < a < 4
    assert value(page, "other", "values") == {"a": 2.0}
    assert value(page, "wave-2", "values") == {"a": 1.0}


@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_scrolls_sideways_and_the_picture_has_its_font(opened, lives, width):
    page = opened(notebook(lives["wave"]), viewport={"width": width, "height": 800})
    ready(page, "wave")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("""document.fonts.ready.then(() => [...document.fonts]
        .map((one) => [one.family, one.style, one.status]))""") == [
        ["LiveFig Sans", "normal", "loaded"], ["LiveFig Sans", "italic", "loaded"],
    ]  # fmt: skip


def test_a_link_to_a_state_is_followed(opened, lives):
    page = opened(notebook(lives["wave"]))
    ready(page, "wave")
    page.evaluate("location.hash = '#wave?a=3'")
    page.wait_for_function("livefig.get('wave').values().a === 3")


def test_a_saved_picture_carries_its_letters(opened, lives):
    page = opened(notebook(lives["wave"]))
    ready(page, "wave")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download as SVG").click()
    saved = waiting.value.path().read_text(encoding="utf-8")
    fonts = re.findall(r"font-style:(\w+);font-weight:400;[^}]*base64,([^)]*)\)", saved)
    assert [style for style, _ in fonts] == ["normal", "italic"]
    for (_, data), letters in zip(fonts, ("0123456789−", "t"), strict=True):
        assert set(map(ord, letters)) <= set(TTFont(io.BytesIO(base64.b64decode(data))).getBestCmap())


def test_a_figure_that_a_kernel_computes_has_a_picture_and_no_control(opened):
    page = opened(notebook(live("counted", counted)))
    image = page.get_by_role("img", name="A wave")
    assert image.evaluate("one => one.complete && one.naturalWidth") == 384
    assert page.locator("figure").inner_text().startswith("The top is 1.00.\nA still picture")
    assert page.locator("input, button, select").count() == 0


PUT = """(html) => {
  const home = document.body.appendChild(document.createElement("div"));
  home.innerHTML = html;
  for (const old of home.querySelectorAll("script")) {
    const fresh = document.createElement("script");
    fresh.textContent = old.textContent;
    old.replaceWith(fresh);
  }
}"""


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_host_may_put_the_outputs_into_its_page_one_by_one(opened, lives, order):
    """As JupyterLab's renderer of outputs does, and with it Jupyter Book 2."""
    page = opened(notebook())
    done, _ = LivePreprocessor().preprocess(notebook(lives["wave"], lives["other"]), {})
    for k in order:
        page.evaluate(PUT, done.cells[k + 1].outputs[0].data["text/html"])
    for name in ("wave", "other"):
        page.locator(f"#{name} input[type=range]").press("End")
        page.wait_for_function("name => livefig.get(name).values().a === 4", arg=name)
    assert page.locator(".livefig-controls").count() == 2


def test_a_theme_that_makes_figures_narrow_leaves_ours_wide(opened, lives):
    page = opened(notebook(lives["wave"]))
    page.add_style_tag(content="main figure { width: fit-content; display: flow-root; text-align: center }")
    ready(page, "wave")
    assert page.locator("#wave").bounding_box()["width"] > 900


def test_hostile_texts_run_nowhere(opened, lives):
    page = opened(notebook(lives["bad"], lives["wave"]))
    for name in ("bad", "wave"):
        ready(page, name)
    assert page.evaluate("window.broken") is None
    assert page.locator("#bad .livefig-says").inner_text() == HOSTILE
    assert page.locator("#bad [role=img]").get_attribute("aria-label") == HOSTILE


def test_without_a_setting_a_notebook_without_widgets_is_a_picture_with_its_sentence(browser, tmp_path, lives):
    """As the notebook is that a program ran; nbconvert's own scripts of another host are missing then."""
    nb = notebook(bundle(lives["wave"], view=False), bundle(lives["wave"], view=False))
    (tmp_path / "page.html").write_text(HTMLExporter().from_notebook_node(nb)[0], encoding="utf-8")
    with watched(browser, tmp_path.as_uri() + "/", offline=True) as seen:
        page = seen.open("page.html")
        for image in page.get_by_role("img", name="A wave").all():
            assert image.evaluate("one => one.complete && one.naturalWidth") == 384
        assert page.locator("figcaption").all_inner_texts() == ["The top is 2.00."] * 2
        assert not [said for said in seen.complaints if "ERR_" not in said]
