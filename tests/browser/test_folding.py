"""Folded code in a small book with the theme, the settings and the scripts of this one: one switch for all of it."""

import pytest

from helpers.small_book import build, notebook
from livefig.browser import served, watched
from support.site import until

MORE = "\n\n".join(["More."] * 40)
CODE = [
    "# Folded code\n\nWords.",
    ["a = 1"],
    "## A section\n\nA mark.",
    ["# The word that is sought: zebra\nb = 'quagga'"],
    [f"long = '{'wide ' * 60}'"],
    MORE,
    ["formula = 2", "show"],
    ["c = 3"],
    MORE,
    None,
]


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    pages = {"one_ipynb": notebook(*CODE), "two_ipynb": notebook(*CODE), "plain_md": "# Plain\n\nNo code."}
    with served(build(tmp_path_factory.mktemp("folding"), "sphinx_book_theme", **pages)) as address:
        yield address


def code_in_sight(page):
    return [e.inner_text().split()[0] for e in page.locator(".cell_input pre").all() if e.is_visible()]


FOLDED, OPEN = ["formula"], ["a", "#", "long", "formula", "c", "f"]


def test_the_switch_opens_all_code_and_says_what_it_stands_at(seen):
    page = seen.open("one.html")
    button = page.locator(".code-switch")
    assert code_in_sight(page) == FOLDED
    assert (button.inner_text(), button.get_attribute("aria-pressed")) == ("</>\nCode folded", "false")
    button.press("Enter")
    assert code_in_sight(page) == OPEN
    assert (button.inner_text(), button.get_attribute("aria-pressed")) == ("</>\nCode open", "true")
    button.press("Space")
    assert code_in_sight(page) == FOLDED
    seen.assert_quiet()


def test_the_choice_holds_in_all_pages_and_after_going_back(seen):
    page = seen.open("one.html")
    page.locator(".code-switch").click()
    page = seen.open("two.html")
    assert code_in_sight(page) == OPEN
    page.locator(".code-switch").click()
    page.go_back()
    until(page, "document.documentElement.dataset.code === 'folded'")
    assert code_in_sight(page) == FOLDED
    assert seen.open("plain.html").locator(".code-switch").count() == 0


FIRST_SIGHT = """
window.closedWhenPainted = 0;
const look = () => {
  window.closedWhenPainted += document.querySelectorAll("details.code-fold:not([open])").length;
  if (document.readyState !== "complete") requestAnimationFrame(look);
};
requestAnimationFrame(look);
"""


def test_open_code_is_open_before_anything_is_painted(seen):
    page = seen.open("one.html")
    page.locator(".code-switch").click()
    seen.page.add_init_script(FIRST_SIGHT)
    page = seen.open("two.html")
    assert code_in_sight(page) == OPEN
    assert page.evaluate("closedWhenPainted") == 0
    page.evaluate("keep.change((state) => delete state.code)")
    assert seen.open("one.html").evaluate("closedWhenPainted") > 0  # else the count could not tell


DENIED = """
for (const name of ["getItem", "setItem"]) {
  const real = Storage.prototype[name];
  Storage.prototype[name] = function (key, ...more) {
    if (key.startsWith("book 1 ")) throw new DOMException("denied", "SecurityError");
    return real.call(this, key, ...more);
  };
}
"""


def test_where_nothing_may_be_kept_the_switch_works_for_the_page(seen):
    seen.page.add_init_script(DENIED)
    page = seen.open("one.html")
    page.locator(".code-switch").click()
    assert code_in_sight(page) == OPEN
    assert code_in_sight(seen.open("two.html")) == FOLDED
    seen.assert_quiet()


@pytest.mark.parametrize("kept", ["", "OPEN", "<b>", None, 1, {"open": "open"}])
def test_what_is_kept_and_means_nothing_is_folded(kept, seen):
    page = seen.open("one.html")
    page.evaluate("(code) => keep.change((state) => (state.code = code))", kept)
    assert code_in_sight(seen.open("two.html")) == FOLDED


def test_without_a_script_a_line_unfolds_its_code_and_there_is_no_switch(browser, home):
    with watched(browser, home, java_script_enabled=False) as seen:
        page = seen.open("one.html")
        assert not page.locator(".code-switch").is_visible()
        page.locator(".code-fold summary").first.click()
        assert code_in_sight(page) == OPEN[:1] + FOLDED


def test_what_the_reader_looks_at_stays_where_it_is(seen):
    page = seen.open("one.html")
    last = "[...document.querySelectorAll('article p')].filter((p) => p.textContent === 'More.').at(-9)"
    page.evaluate(f"{last}.scrollIntoView({{ behavior: 'instant' }})")
    page.evaluate("scrollBy({ top: -60, behavior: 'instant' })")  # below the bar
    before, height = page.evaluate(f"[{last}.getBoundingClientRect().top, document.documentElement.scrollHeight]")
    until(page, "document.body.classList.contains('scrolled')")  # the theme has taken note of it, too
    for pressed in ("true", "false", "true"):
        box = page.locator(".code-switch").bounding_box()  # its words, and so its width, change
        page.mouse.click(box["x"] + 9, box["y"] + 9)  # Playwright's own click may scroll first
        page.evaluate("new Promise((done) => setTimeout(done, 100))")
        assert page.locator(".code-switch").get_attribute("aria-pressed") == pressed
        assert abs(page.evaluate(f"{last}.getBoundingClientRect().top") - before) < 2
    assert page.evaluate("document.documentElement.scrollHeight") > height + 100


@pytest.mark.parametrize("width", [1280, 390])
def test_the_switch_is_large_enough_for_a_finger_and_fits_the_bar(width, browser, home):
    with watched(browser, home, viewport={"width": width, "height": 800}) as seen:
        page = seen.open("one.html")
        box = page.locator(".code-switch").bounding_box()
        assert box["height"] >= 32 and box["x"] >= 0 and box["x"] + box["width"] <= width
        others = [b.bounding_box() for b in page.locator(".bd-header-article button:not(.code-switch)").all()]
        assert others and all(
            not one or one["x"] + one["width"] <= box["x"] + 1 or one["x"] >= box["x"] + box["width"] - 1
            for one in others
        )
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.keyboard.press("Tab")
        while not page.evaluate("document.activeElement.matches('.code-switch')"):
            page.keyboard.press("Tab")
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_print_shows_what_the_switch_stands_at(seen):
    page = seen.open("one.html")
    page.emulate_media(media="print")
    assert code_in_sight(page) == FOLDED
    page.locator(".code-switch").evaluate("button => button.click()")
    assert code_in_sight(page) == OPEN
