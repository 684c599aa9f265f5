"""Exercises done: ticked in the chapter, counted on the cards and on the page of the reader's predictions."""

import json

import pytest
from axe_playwright_python.sync_playwright import Axe

from chapters import documents, number, title
from helpers.keeping import DENIED
from livefig.browser import watched
from support.site import until

CHAPTERS = [name for name in documents() if name.startswith("notebooks/")]
DOCUMENT, OTHER = "notebooks/mathematics/one_neuron", "notebooks/mathematics/layer_shapes"
CHAPTER, FRONT, YOURS = f"{DOCUMENT}.html", "book/welcome.html", "book/your_predictions.html"
TICKED = "[...document.querySelectorAll('.exercise-done input')].map((one) => one.checked)"
COUNT = "document.querySelectorAll('article .exercise').length"


def tick(page, exercise):
    return page.get_by_role("checkbox", name=f"Done (Exercise {number(DOCUMENT)}.{exercise})")


def test_a_tick_outlasts_the_page_and_so_does_taking_it_away(seen):
    page = seen.open(CHAPTER)
    count = page.evaluate(COUNT)
    assert page.evaluate(TICKED) == [False] * count
    tick(page, 2).focus()
    page.keyboard.press("Space")
    page.reload()
    assert page.evaluate(TICKED) == [False, True] + [False] * (count - 2)
    assert page.evaluate("keep.read().exercises") == {DOCUMENT: {"ex-one-neuron-02": True}}
    seen.open(f"{OTHER}.html")
    assert not any(page.evaluate(TICKED))  # each chapter has its own
    tick(seen.open(CHAPTER), 2).uncheck()
    assert page.evaluate("keep.read().exercises") == {}
    page.reload()
    assert not any(page.evaluate(TICKED))
    seen.assert_quiet()


def test_two_tabs_tick_different_exercises_and_show_both(seen):
    first = seen.open(CHAPTER)
    second = first.context.new_page()
    second.goto(seen.home + CHAPTER)
    tick(first, 1).check()
    until(second, "document.querySelector('.exercise-done input').checked")
    tick(second, 3).check()
    until(first, "document.querySelectorAll('.exercise-done input')[2].checked")
    assert first.evaluate(TICKED)[:3] == second.evaluate(TICKED)[:3] == [True, False, True]


def test_cards_and_the_page_of_predictions_count_them_and_erasing_forgets_them(seen):
    page = seen.open(CHAPTER)
    count = page.evaluate(COUNT)
    tick(page, 1).check()
    tick(page, 2).check()
    told = seen.open(FRONT).locator(".chapter-card-exercises").all_inner_texts()
    assert told == [f"2 of {count} exercises" if one == DOCUMENT else "" for one in CHAPTERS]
    seen.open(YOURS)
    assert page.locator(".your-predictions").get_by_text("You have done 2 exercises.").is_visible()
    assert page.locator(".exercises-done li").all_inner_texts() == [f"{title(DOCUMENT)}: 2 of {count}"]
    with page.expect_download() as started:
        page.get_by_role("button", name="Save as a file").click()
    saved = json.loads(started.value.path().read_text("utf-8"))
    assert saved["exercises"] == {DOCUMENT: {"ex-one-neuron-01": True, "ex-one-neuron-02": True}}
    page.get_by_role("button", name="Erase all").click()
    page.get_by_role("button", name="Erase", exact=True).click()
    assert page.locator(".exercises-done, .kept-buttons").count() == 0
    assert not any(seen.open(CHAPTER).evaluate(TICKED))


@pytest.mark.parametrize(
    "kept",
    ["3", "[]", '{"C": 1}', '{"C": {"ex-one-neuron-01": 1, "gone": true}}', '{"gone": {"ex-one-neuron-01": true}}'],
)
def test_what_is_kept_and_not_understood_counts_nothing(kept, seen):
    page = seen.open(CHAPTER)
    kept = f'{{"exercises": {kept.replace("C", DOCUMENT)}}}'
    page.evaluate("(text) => localStorage.setItem(`book 1 ${new URL('../..', location.href).pathname}`, text)", kept)
    page.reload()
    assert not any(page.evaluate(TICKED))
    assert "".join(seen.open(FRONT).locator(".chapter-card-exercises").all_inner_texts()) == ""
    assert seen.open(YOURS).locator(".exercises-done").count() == 0
    tick(seen.open(CHAPTER), 1).check()
    page.reload()
    until(page, f"({TICKED})[0]")  # on disk the page may be another process, which learns a moment later


def test_where_storage_is_denied_the_tick_stays_on_the_page_and_nothing_is_said(browser, on_server):
    with watched(browser, on_server) as seen:
        seen.page.add_init_script(DENIED)
        page = seen.open(CHAPTER)
        before = page.locator("article .exercise").first.text_content()
        tick(page, 1).check()
        assert page.evaluate(TICKED)[0]
        assert page.locator("article .exercise").first.text_content() == before
        assert not [text for text in seen.complaints if "exercises" in text or "keep" in text]


def test_paper_a_page_without_scripts_and_the_preview_of_an_exercise_have_no_box(browser, on_server):
    with watched(browser, on_server, java_script_enabled=False) as seen:
        assert seen.open(CHAPTER).locator(".exercise-done, .exercise input").count() == 0
    with watched(browser, on_server) as seen:
        page = seen.open(CHAPTER)
        assert page.locator(".exercise-done:visible").count() == page.evaluate(COUNT)
        page.emulate_media(media="print")
        assert page.locator(".exercise-done:visible").count() == 0
        page.emulate_media(media="screen")
        link = "<a href='#ex-one-neuron-01'>one</a>"
        page.evaluate(f"""document.querySelector("article p").insertAdjacentHTML("beforeend", " {link}")""")
        page.locator("article p a[href='#ex-one-neuron-01']").first.focus()
        assert page.locator(".hint-box .exercise").count() == 1
        assert page.locator(".hint-box input").count() == 0


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_the_box_fits_beside_the_title_and_axe_finds_nothing(width, theme, browser, on_server):
    with watched(browser, on_server, color_scheme=theme, viewport={"width": width, "height": 800}) as seen:
        page = seen.open(CHAPTER)
        tick(page, 1).check()
        label = page.locator(".exercise-done").first.bounding_box()
        title = page.locator(".exercise > .admonition-title").first
        assert label["height"] >= (44 if width < 960 else 32)
        words = title.locator(".caption-number").bounding_box()
        assert words["x"] + words["width"] <= label["x"]
        assert label["y"] + label["height"] <= title.bounding_box()["y"] + title.bounding_box()["height"] + 1
        assert page.evaluate("document.documentElement.scrollWidth") == width
        found = Axe().run(page, context=".exercise").response
        assert found["violations"] == [] and found["passes"]
        found = Axe().run(seen.open(YOURS), context=".your-predictions").response
        assert found["violations"] == [] and found["passes"]
