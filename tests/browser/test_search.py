"""The search, opened from disk and from a server: what it finds, how it is used, and where it leads."""

import pytest

from livefig.browser import watched
from support.site import until

FIRST = "#search-results section ul.search > li > a"


def kinds(page):
    """Return the headings of the groups of results."""
    return [text.partition(" (")[0] for text in page.locator("#search-results h2").all_inner_texts()]


@pytest.mark.parametrize("query", ["η", "eta", "learning rate"])
def test_a_symbol_is_found_by_letter_and_by_name_before_the_pages_that_use_it(query, home, browser):
    with watched(browser, home) as seen:
        page = seen.open(f"search.html?q={query}")
        page.wait_for_selector(FIRST)
        assert "η" in page.locator(".search-symbol > a").first.inner_text()
        assert "Gradient descent" in page.locator("#search-results").inner_text()
        assert kinds(page)[-1] == "Pages" and kinds(page).index("Symbols") < kinds(page).index("Pages")
        seen.assert_quiet()


@pytest.mark.parametrize("typed", ["gradeint", "gradiant", "gradint", "gradiennt"])
def test_one_typing_error_is_forgiven_and_said(typed, home, browser):
    with watched(browser, home) as seen:
        page = seen.open(f"search.html?q={typed}")
        page.wait_for_selector(FIRST)
        assert page.locator("#search-said").inner_text().endswith(f"Nothing has “{typed}”; this is “gradient”.")
        assert page.locator(".search-term > a").first.inner_text() == "gradient"
        seen.assert_quiet()


def test_a_result_shows_the_line_and_leads_to_its_section_where_the_words_are_lit(home, browser):
    with watched(browser, home) as seen:
        page = seen.open("search.html?q=wall to wall")
        result = page.locator(".search-section", has_text="Gradient descent").first
        assert "it leaps from wall to wall" in result.locator("p").inner_text()
        page.locator("input[type=search]").first.press("ArrowDown")
        page.keyboard.press("Enter")
        page.wait_for_url("**/gradient_descent.html?found=*#a-first-look")
        until(page, "CSS.highlights.get('found')?.size > 0")
        lit = page.evaluate("[...CSS.highlights.get('found')].map((range) => range.toString())")
        assert set(lit) == {"wall to wall"}
        until(page, "[...CSS.highlights.get('found')][0].getBoundingClientRect().bottom < innerHeight")
        page.keyboard.press("Escape")
        assert page.url.endswith("gradient_descent.html#a-first-look") and not page.evaluate("CSS.highlights.size")
        seen.assert_quiet()


def test_what_is_found_in_a_folded_place_is_unfolded(home, browser):
    with watched(browser, home) as seen:
        page = seen.open(
            "notebooks/mathematics/gradient_descent.html?found=learning_rate%20= #in-code".replace(" ", "")
        )
        until(page, "CSS.highlights.get('found')?.size > 0")
        shown = "[...CSS.highlights.get('found')].some((r) => r.getBoundingClientRect().height > 0)"
        until(page, shown)
        seen.assert_quiet()


@pytest.mark.parametrize("query", ["xqzjv", "<img src=x onerror=alert(1)>", "(", ""])
def test_what_is_not_there_is_not_found_and_nothing_typed_is_run(query, home, browser):
    with watched(browser, home) as seen:
        page = seen.open("search.html")
        page.locator("main input[type=search]").fill(query)
        page.keyboard.press("Enter")
        until(page, "document.getElementById('search-said').textContent.length > 0")
        assert page.locator("#search-results img[src=x]").count() == 0
        if query == "xqzjv":
            assert page.locator("#search-said").inner_text() == "0 found."
        seen.assert_quiet()


def test_on_a_phone_the_results_fit_and_typing_finds_at_once(home, browser):
    with watched(browser, home, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True) as seen:
        page = seen.open("search.html")
        page.locator("main input[type=search]").press_sequentially("chain rule")
        until(page, "document.querySelector('.search-term > a')?.textContent === 'chain rule'")
        assert page.evaluate("document.documentElement.scrollWidth") == 390
        assert page.url.endswith("?q=chain+rule")
        seen.assert_quiet()
