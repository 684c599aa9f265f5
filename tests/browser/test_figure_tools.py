"""A figure fills the window and comes back; the address follows what a reader does in a figure."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from chapters import number
from livefig.browser import watched
from support.site import until

DOCUMENT, FIGURE = "notebooks/mathematics/gradient_descent", "first-descent"
CHAPTER, NUMBER = f"{DOCUMENT}.html", number(DOCUMENT)
INSIDE = """(one) => { const { top, bottom, left, right } = one.getBoundingClientRect();
  return top >= 0 && left >= 0 && bottom <= innerHeight + 1 && right <= innerWidth + 1; }"""
PARENT = f"document.getElementById('{FIGURE}').parentElement.className"
ETA = f"livefig.get('{FIGURE}').values().eta"


def ready(page):
    page.locator(f"#{FIGURE} .figure-enlarge").wait_for(state="attached")
    return page.locator(f"#{FIGURE}")


def rest(page):
    page.evaluate("new Promise((done) => setTimeout(done, 900))")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844)])
def test_a_figure_fills_the_window_with_its_controls_and_comes_back(width, height, theme, browser, on_server):
    with watched(browser, on_server, viewport={"width": width, "height": height}, color_scheme=theme) as seen:
        page = seen.open(CHAPTER)
        figure = ready(page)
        figure.get_by_role("button", name="Enlarge").scroll_into_view_if_needed()
        before = page.evaluate(PARENT), figure.bounding_box()["y"]
        figure.get_by_role("button", name="Enlarge").press("Enter")
        room = page.get_by_role("dialog", name=f"Figure {NUMBER}.1 Steps into a bowl")
        assert room.bounding_box() == {"x": 0, "y": 0, "width": width, "height": height}
        assert page.evaluate("document.activeElement.textContent") == "Make small"
        knob = figure.get_by_label("learning rate", exact=False).first
        knob.scroll_into_view_if_needed()
        assert knob.evaluate(INSIDE)
        picture = figure.locator(".livefig-layout svg:visible").first
        assert picture.bounding_box()["width"] > (0.55 if width > 960 else 0.9) * width
        assert picture.evaluate(INSIDE) or width < 960
        assert room.evaluate("(one) => one.scrollWidth <= one.clientWidth")
        knob.press("ArrowRight")
        until(page, f"{ETA} > 0.1")
        assert page.locator(".figure-room .livefig-handle").first.evaluate(INSIDE)
        found = Axe().run(page, context=".figure-room").response
        assert found["violations"] == [] and found["passes"]
        page.keyboard.press("Escape")
        until(page, "document.querySelector('.figure-room') === null")
        assert (page.evaluate(PARENT), figure.bounding_box()["y"]) == (before[0], pytest.approx(before[1], abs=2))
        assert page.evaluate("document.activeElement.textContent") == "Enlarge"
        assert page.evaluate(ETA) > 0.1


def test_the_button_makes_it_small_again_and_another_time_large(seen):
    figure = ready(seen.open(CHAPTER))
    for _ in range(2):
        figure.get_by_role("button", name="Enlarge").click()
        figure.get_by_role("button", name="Make small").click()
        assert figure.page.locator("dialog.figure-room").count() == 0
    assert figure.page.locator("#first-descent .figure-enlarge").count() == 1
    seen.assert_quiet()


def test_the_address_follows_a_change_that_rests_and_a_reload_keeps_it(seen):
    page = seen.open(CHAPTER)
    steps = page.evaluate("history.length")
    ready(page).locator("input[type=range]").first.press("ArrowRight")
    assert "?" not in page.url  # not while the reader is at it
    until(page, "location.hash === '#first-descent?eta=0.11'")
    assert page.evaluate("history.length") == steps  # Back leaves the page, as before
    page.reload()
    ready(page)
    until(page, f"{ETA} === 0.11")
    page.locator(f"#{FIGURE}").get_by_role("button", name="Reset").click()
    until(page, "location.hash === '#first-descent'")
    seen.assert_quiet()


def test_who_scrolls_or_looks_changes_no_address(seen):
    page = seen.open(CHAPTER)
    address = page.url
    figure = ready(page)
    figure.scroll_into_view_if_needed()
    page.mouse.wheel(0, 900)
    figure.get_by_role("button", name="Reset").click()  # it is as it began
    figure.locator(".livefig-picture").click()
    rest(page)
    assert page.url == address
    page.evaluate(f"livefig.get('{FIGURE}').set({{ eta: 1.5 }})")  # by no reader
    page.mouse.wheel(0, 900)
    rest(page)
    assert page.url == address
