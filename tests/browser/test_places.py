"""What has an address of its own is unfolded by a link to it: the messages of mistakes, the items of the articles."""

import pytest

from livefig.browser import watched
from support.site import until

MISTAKES = "packages/livefig/docs/mistakes.html"
ARTICLES = "book/the_articles.html"
IN_SIGHT = """(() => {
  const box = document.querySelector(place).getBoundingClientRect();
  return box.top > -5 && box.bottom < innerHeight + 5;
})()"""


@pytest.mark.parametrize(
    ("page", "fold", "place"),
    [(MISTAKES, "engine-fold", "#mistake-positions-leave-step-out"), (ARTICLES, "article-sections", "#item-S1-F10")],
)
def test_an_address_unfolds_its_group_and_no_other(page, fold, place, home, browser):
    with watched(browser, home) as seen:
        shown = seen.open(page + place)
        shown.locator(place).wait_for(state="visible")
        until(shown, IN_SIGHT, place=place)
        assert shown.locator(f"details.{fold}[open]").count() == 1
        assert shown.locator(f"details.{fold}").count() >= 5
        seen.assert_quiet()


def test_a_message_has_a_link_that_can_be_copied_and_its_group_a_count(home, browser):
    with watched(browser, home) as seen:
        page = seen.open(MISTAKES)
        for fold in page.locator("details.engine-fold").all():
            assert int(fold.locator(".engine-count").inner_text()) == fold.locator("dt").count()
            assert fold.evaluate("e => [...e.querySelectorAll('dd')].every((d) => d.querySelector('strong'))")
        page.locator("summary", has_text="Its positions").click()
        link = page.locator("#mistake-positions-leave-step-out .headerlink")
        assert link.is_visible()
        link.click()
        assert page.url.endswith("#mistake-positions-leave-step-out")


def test_without_a_script_a_group_unfolds(on_server, browser):
    with watched(browser, on_server, java_script_enabled=False) as seen:
        page = seen.open(MISTAKES)
        message = page.locator("#mistake-positions-leave-step-out")
        assert message.is_hidden()
        page.locator("summary", has_text="Its positions").click()
        assert message.is_visible()


def test_the_search_finds_a_message_by_its_words(home, browser):
    with watched(browser, home) as seen:
        page = seen.open("search.html?q=leave+step+out")
        link = page.locator(".search-mistake > a").first
        link.wait_for()
        link.click()
        page.locator("#mistake-positions-leave-step-out").wait_for(state="visible")


def test_a_code_in_a_chapter_says_what_it_stands_for_and_leads_there(home, browser):
    with watched(browser, home) as seen:
        page = seen.open("notebooks/mathematics/chain_rule.html")
        code = page.locator("a.hint[href$='#item-S1-F4']")
        code.hover()
        page.locator("#hint").wait_for()
        assert page.locator("#hint").inner_text().startswith("S1-F4: formula 4 of the article “Founding a company")
        code.click()
        page.wait_for_url("**/the_articles.html#item-S1-F4")
        page.locator("#item-S1-F4").wait_for(state="visible")
        page.locator("#item-S1-F4 a").click()  # on to its row, where the verdict stands
        page.wait_for_url("**/audit.html#audit-S1-F4")
        assert "half squared error" in page.locator("#audit-S1-F4").inner_text()


@pytest.mark.parametrize("width", [390, 320])
def test_on_a_phone_the_rows_of_the_articles_are_cards_inside_the_window(width, on_server, browser):
    with watched(browser, on_server, viewport={"width": width, "height": 844}) as seen:
        page = seen.open(f"{ARTICLES}#item-S2-M17")
        row = page.locator("tr", has=page.locator("#item-S2-M17"))
        row.wait_for(state="visible")
        assert row.evaluate("e => getComputedStyle(e).display") == "grid"
        box = row.bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= width
        assert page.evaluate("document.documentElement.scrollWidth") <= width
