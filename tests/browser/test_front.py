"""The front page: an instrument, a way in, the way back, and every chapter as a card."""

import json

import pytest
from axe_playwright_python.sync_playwright import Axe

from chapters import documents
from livefig.browser import watched
from support.site import until

CHAPTERS = [name for name in documents() if name.startswith("notebooks/")]
FRONT, SECOND = "book/welcome.html", f"{CHAPTERS[1]}.html"
SPENT = "Object.entries(keep.read().chapters)"


def leave(page, section):
    """Scroll to a section, and wait until its place is kept."""
    page.evaluate(f"document.getElementById({section!r}).scrollIntoView()")
    until(page, "keep.read().last?.id === section", section=section)


def test_every_chapter_is_a_card_with_its_picture_question_and_time(seen):
    page = seen.open(FRONT)
    cards = page.locator(".chapter-card")
    assert cards.evaluate_all("all => all.map((one) => one.dataset.page)") == CHAPTERS
    for card in cards.all():
        card.scroll_into_view_if_needed()
        card.locator("img").evaluate("(one) => one.decode()")  # raises if there is no such picture
        assert card.locator("p").first.inner_text().endswith("?")
        assert card.locator(".chapter-card-foot").inner_text().startswith("About ")
    seen.assert_quiet()


def test_start_and_next_lead_to_the_first_chapter(seen):
    page = seen.open(FRONT)
    assert page.locator(".front-door a").count() == 1  # nothing to go on with
    first = f"/{CHAPTERS[0]}.html"
    assert page.locator(".front-door a").evaluate("(one) => one.href").endswith(first)
    assert page.locator(".prev-next-footer .right-next").evaluate("(one) => one.href").endswith(first)


def test_continue_leads_to_the_section_that_was_left(seen):
    leave(seen.open(SECOND), "the-mathematics")
    page = seen.open(FRONT)
    page.get_by_role("link", name="Continue: 2.").click()
    page.wait_for_load_state()
    section = page.evaluate("location.hash.slice(1)")
    assert section and page.url.split("#")[0].endswith(SECOND)
    assert abs(page.locator(f"[id='{section}']").evaluate("(one) => one.getBoundingClientRect().top")) < 400


def test_predictions_that_were_made_are_offered_and_none_are_not(seen):
    page = seen.open(FRONT)
    assert page.locator(".front-predictions").count() == 0
    page.evaluate("keep.change((state) => (state.predictions.one = { right: true }))")
    page.reload()
    page.get_by_role("link", name="Your predictions").and_(page.locator(".front-predictions")).click()
    page.get_by_role("heading", name="How it is reckoned").wait_for()
    seen.assert_quiet()


def test_a_chapter_is_read_at_its_end_and_not_before_three_minutes(seen):
    page = seen.open(SECOND)
    end = "document.querySelector('.prev-next-footer').scrollIntoView()"
    page.evaluate(end)
    until(page, f"{SPENT}.length === 1")
    assert seen.open(FRONT).locator(".chapter-card-mark", has_text="read").count() == 0
    page = seen.open(SECOND)
    page.evaluate(f"keep.change((state) => (state.chapters['{CHAPTERS[1]}'].seconds = 200)); scrollTo(0, 0)")
    page.evaluate(end)
    until(page, "keep.read().chapters[chapter].done", chapter=CHAPTERS[1])
    front = seen.open(FRONT)
    marks = "[...document.querySelectorAll('.chapter-card-mark')].map((mark) => mark.innerText)"
    # Two pages on disk are two processes: what one keeps, the other learns a moment later.
    until(front, f"({marks})[1] !== ''")
    assert front.evaluate(marks) == ["", "✓ read"] + [""] * (len(CHAPTERS) - 2)


@pytest.mark.parametrize(
    ("kept", "links"),
    [
        ("null", 1),
        ("[]", 1),
        ("{", 1),
        ('{"last": 3, "chapters": 4}', 1),
        ('{"last": {"page": "notebooks/gone"}}', 1),
        (json.dumps({"last": {"page": CHAPTERS[1]}}), 2),  # is understood: the key is the right one
    ],
)
def test_what_is_kept_and_not_understood_offers_nothing(kept, links, seen):
    # No chapter was open before: one on its way out may still write after the front page has loaded.
    page = seen.open(FRONT)
    page.evaluate("(text) => localStorage.setItem(`book 1 ${new URL('..', location.href).pathname}`, text)", kept)
    page.reload()
    assert page.locator(".front-door a").count() == links
    assert "".join(page.locator(".chapter-card-mark").all_inner_texts()) == ""


def test_a_chapter_that_is_left_in_another_tab_is_offered_at_once(seen):
    page = seen.open(FRONT)
    other = page.context.new_page()
    other.goto(seen.home + SECOND, wait_until="load")
    leave(other, "the-mathematics")
    page.get_by_role("link", name="Continue: 2.").wait_for()
    other.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 820, 1280])
def test_the_cards_fit_and_axe_finds_nothing(width, theme, browser, on_server):
    with watched(browser, on_server, color_scheme=theme, viewport={"width": width, "height": 800}) as seen:
        leave(seen.open(SECOND), "the-mathematics")
        page = seen.open(FRONT)
        assert page.evaluate("document.documentElement.scrollWidth") == width
        found = Axe().run(page, context={"include": [[".front-parts"], [".front-door"]]}).response
        assert found["violations"] == [] and found["passes"]
        assert page.locator("figure.livefig").first.evaluate("(one) => one.getBoundingClientRect().top") < 800
