"""Words that set figures, in the built book: on a wide window and on a phone, by mouse, finger and keyboard."""

import pytest

from chapters import number
from livefig.browser import served
from support.site import until

DOCUMENT = "notebooks/mathematics/gradient_descent"
CHAPTER, NUMBER = f"{DOCUMENT}.html", number(DOCUMENT)
WORD = "a.sets-figure[href='#first-descent?eta=1.9']:text-is('1.9')"  # the prediction has such a link, too
IN_SIGHT = """(() => {
  const svg = [...document.querySelectorAll('#first-descent svg')].find((one) => one.checkVisibility());
  const { top, bottom } = svg.getBoundingClientRect(); return bottom > 60 && top < innerHeight; })()"""


@pytest.fixture(params=[(1280, 800), (390, 664)], ids=["wide", "phone"])
def page(request, book, browser):
    width, height = request.param
    with served(book) as home:
        context = browser.new_context(
            viewport={"width": width, "height": height}, is_mobile=width < 600, has_touch=width < 600,
            reduced_motion="reduce",
        )  # fmt: skip
        page = context.new_page()
        page.goto(home + CHAPTER)
        until(page, "window.livefig?.get('first-descent')")
        yield page
        context.close()


def test_a_word_sets_its_figure_in_sight_and_back_returns_to_where_the_reader_was(page):
    word = page.locator(WORD)
    word.scroll_into_view_if_needed()
    assert word.get_attribute("title") == f"Sets figure {NUMBER}.1"
    page.evaluate("livefig.get('first-descent').set({ t: 7 })")
    word.focus()
    word.press("Enter")
    until(page, "livefig.get('first-descent').values().eta === 1.9")
    assert page.evaluate("livefig.get('first-descent').values().t") == 2  # all else as at the start
    assert page.evaluate(IN_SIGHT)
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#first-descent?eta=1.9"
    assert "0.00515" in page.evaluate("livefig.get('first-descent').sentence()")
    until(
        page, "[...document.querySelectorAll('#first-descent [aria-live]')].some((e) => /0.00515/.test(e.textContent))"
    )
    page.go_back()
    until(page, "livefig.get('first-descent').values().eta === 0.1")


def test_figures_are_numbered_in_the_order_of_the_page_and_text_names_the_numbers(page):
    numbers = page.locator("figcaption .livefig-number").all_text_contents()
    assert numbers == [f"Figure {NUMBER}.{k}" for k in range(1, 7)]
    assert set(page.locator("a.to-figure").all_text_contents()) == {f"figure\xa0({NUMBER}.1)"}
