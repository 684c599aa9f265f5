"""The examiner of pages, which looks at a few texts of each look, misses no bad pair of colours wherever it stands."""

import pytest

from chapters import notebooks
from helpers.standards import Examiner, show
from livefig.browser import watched

# Each takes an element and makes it hard to read, or what is behind it.
WAYS = {
    "ink": "e.style.setProperty('color', '#999', 'important')",
    "ground": "e.style.cssText += '; background: #777 !important; color: #888 !important'",
    "ground of a parent": "e.style.color = '#555', e.parentElement.style.background = '#444'",
    "opacity": "e.style.setProperty('opacity', '0.35', 'important')",
    "opacity far above": "e.parentElement.parentElement.style.setProperty('opacity', '0.35', 'important')",
}
# A text of each kind, and which of those that there are: the examiner looks at the first, the middle and the last.
PLACES = {
    "a paragraph": ("article p", 3),
    "the last paragraph but one": ("article p", -2),
    "a heading": ("article h2", 1),
    "a word in code": ("article .highlight .s2", 7),
    "a comment in code": ("article .highlight .c1", 1),
    "the label of a control": (".livefig-controls label", 2),
    "a cell of a table": ("article td", 4),
    "a word of the side bar": (".bd-sidebar-primary .reference.internal", 5),
    "a link in a sentence": ("article p a[href]", 2),
}
PLANT = """([selector, number, way]) => {
  const seen = (e) => e.checkVisibility({ visibilityProperty: true }) && e.innerText.trim() && e.offsetWidth > 1;
  const e = [...document.querySelectorAll(selector)].filter(seen).at(number);
  const three = [e, e.parentElement, e.parentElement.parentElement];
  globalThis.touched = three.map((one) => [one, one.getAttribute("style")]);
  new Function("e", way)(e);
}"""
CLEAR = "touched.forEach(([one, style]) => one.setAttribute('style', style || ''))"


@pytest.fixture(scope="module")
def page(on_server, browser):
    """A chapter with everything unfolded, examined and found good."""
    chapter = next(name for name in notebooks() if name.startswith("notebooks/"))
    with watched(browser, on_server, color_scheme="light", bypass_csp=True) as seen:
        opened, examiner = seen.open(f"{chapter}.html"), Examiner()
        assert examiner.faults(opened) == []
        show(opened, 1280, "light")
        opened.examiner = examiner
        yield opened


def planted(page, place, way):
    """Return what is found while one text is hard to read."""
    selector, number = PLACES[place]
    page.evaluate(PLANT, [selector, number, WAYS[way]])
    try:
        return page.examiner.of_colours(page)
    finally:
        page.evaluate(CLEAR)


@pytest.mark.parametrize("place", PLACES)
def test_a_text_in_faint_ink_is_found_wherever_it_stands(place, page):
    assert any("color-contrast" in fault for fault in planted(page, place, "ink"))


@pytest.mark.parametrize("way", WAYS)
def test_a_bad_pair_is_found_however_it_came_about(way, page):
    assert any("color-contrast" in fault for fault in planted(page, "the last paragraph but one", way))


def test_what_was_planted_is_gone_afterwards(page):
    assert page.examiner.of_colours(page) == []


def test_a_bad_pair_of_one_theme_alone_is_found(page):
    show(page, 1280, "dark")
    page.add_style_tag(content="html[data-theme='dark'] article p { color: #555 !important }")
    assert any("color-contrast" in fault for fault in page.examiner.of_colours(page))


def test_a_ground_that_is_no_ancestor_is_found_behind_a_text(page):
    show(page, 1280, "light")
    page.evaluate("""() => {
      const seen = (e) => e.checkVisibility({ visibilityProperty: true }) && e.innerText.trim();
      const text = [...document.querySelectorAll("article p")].filter(seen)[5];
      const cover = document.createElement("div");
      cover.style.cssText = `position: absolute; z-index: -1; background: #222; inset: 0`;
      text.style.position = "relative"; text.style.zIndex = "0"; text.append(cover);
    }""")
    assert any("color-contrast" in fault for fault in page.examiner.of_colours(page))


def test_a_rule_that_is_not_about_colours_is_still_tried(page):
    page.evaluate("document.querySelector('article').append(document.createElement('button'))")
    assert any("button-name" in fault for fault in page.examiner.of_structure(page))
