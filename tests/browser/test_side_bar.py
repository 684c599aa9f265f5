"""The side bar: its parts fold, what a reader opens stays open, and chapters show how far they were read."""

import json

import pytest
from axe_playwright_python.sync_playwright import Axe

from chapters import documents
from helpers.keeping import DENIED
from livefig.browser import watched
from support.site import until

CHAPTERS = [name for name in documents() if name.startswith("notebooks/")]
PART = "Mathematical models and formulas"
OF_PART = [name for name in CHAPTERS if name.startswith("notebooks/mathematics/")]
CHAPTER, OTHER = f"{OF_PART[1]}.html", "book/notation.html"
OPEN = (
    "Object.fromEntries([...document.querySelectorAll('.book-part')].map((p) => [p.innerText.split('\\n')[0], p.open]))"
)
SHIFTS = """window.shifts = [];
new PerformanceObserver((list) => list.getEntries().forEach((entry) => shifts.push(...entry.sources.map(({ node }) =>
  node?.nodeType === 1 && node.closest("#pst-primary-sidebar") ? node.outerHTML.slice(0, 80) : ""
)))).observe({ type: "layout-shift", buffered: true });"""
READ = {OF_PART[0]: {"seconds": 300, "done": True}, OF_PART[2]: {"seconds": 40, "done": False},
        OF_PART[3]: {"seconds": 3, "done": False}}  # fmt: skip


def opened(page):
    return [caption for caption, is_open in page.evaluate(OPEN).items() if is_open]


def keep(page, **state):
    page.evaluate("(given) => keep.change((state) => Object.assign(state, given))", state)


def caption(page, text):
    return page.locator(".book-part > summary", has_text=text)


def test_the_part_of_the_page_is_open_and_the_others_are_folded(seen):
    page = seen.open(CHAPTER)
    parts = page.evaluate(OPEN)
    assert len(parts) > 2 and opened(page) == [PART]
    assert page.locator(".book-part[open] a.current").count() == 1
    assert opened(seen.open(OTHER)) == ["About this book"]
    assert opened(seen.open("book/welcome.html")) == []
    seen.assert_quiet()


def test_what_the_keyboard_opens_stays_open_in_the_whole_book_until_it_is_folded(seen):
    page = seen.open(CHAPTER)
    here = opened(page)
    caption(page, "Evidence").focus()
    page.keyboard.press("Enter")
    assert opened(page) == [*here, "Evidence"]
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.matches('.book-part[open] a')")
    assert opened(seen.open(OTHER)) == ["About this book", "Evidence"]
    assert page.evaluate("keep.read().parts") == ["Evidence"]
    caption(page, "Evidence").press("Space")
    assert opened(page) == ["About this book"]
    assert opened(seen.open(CHAPTER)) == here
    assert "parts" not in page.evaluate("keep.read()")


def test_to_fold_the_part_of_the_page_is_for_this_page(seen):
    page = seen.open(CHAPTER)
    here = opened(page)
    caption(page, here[0]).click()
    assert opened(page) == []
    caption(page, here[0]).click()
    assert "parts" not in page.evaluate("keep.read()")
    caption(page, here[0]).click()
    page.reload()
    assert opened(page) == here


def test_a_part_says_whether_it_is_open_and_is_a_heading(browser, on_server):
    with watched(browser, on_server) as seen:
        page = seen.open(CHAPTER)
        snapshot = page.locator("nav.bd-links").aria_snapshot()
        assert 'heading "Evidence" [level=2]' in snapshot
        client = page.context.new_cdp_session(page)
        nodes = client.send("Accessibility.getFullAXTree")["nodes"]
        told = {n["name"]["value"]: {p["name"]: p["value"].get("value") for p in n["properties"]}
                for n in nodes if n.get("role", {}).get("value") == "DisclosureTriangle"}  # fmt: skip
        assert told["Evidence"]["expanded"] is False and told["Evidence"]["focusable"] is True
        assert told[PART]["expanded"] is True


@pytest.mark.parametrize("kept", ["{", "[]", '{"parts": 3}', '{"parts": {"a": 1}}', '{"parts": ["gone", 7, null]}'])
def test_what_is_kept_and_not_understood_opens_nothing(kept, seen):
    page = seen.open(OTHER)
    page.evaluate("(text) => localStorage.setItem(`book 1 ${new URL('..', location.href).pathname}`, text)", kept)
    page.reload()
    assert opened(page) == ["About this book"]
    caption(page, "Evidence").click()
    page.reload()
    assert opened(page) == ["About this book", "Evidence"]
    seen.assert_quiet()


def test_chapters_show_how_far_they_were_read_in_a_word_and_at_once_in_another_tab(seen):
    page = seen.open("book/welcome.html")  # which notes no reading of its own
    other = page.context.new_page()
    other.goto(seen.home + OTHER)
    keep(other, chapters=READ)
    until(page, "document.querySelectorAll('nav.bd-links .reading-mark').length === 2")
    words = page.locator("nav.bd-links .book-part", has_text=PART).locator("a").all_text_contents()
    assert [text.rpartition(" (")[2] for text in words if text.endswith(")")] == ["read)", "begun)"]
    assert words[0].endswith(" (read)") and words[2].endswith(" (begun)")
    assert page.locator(".chapter-card-mark").all_inner_texts()[CHAPTERS.index(OF_PART[0]) :][:4] == [
        "✓ read",
        "",
        "begun",
        "",
    ]
    other.evaluate("keep.erase()")
    until(page, "document.querySelectorAll('nav.bd-links .reading-mark').length === 0")


def test_nothing_in_it_moves_while_the_page_loads(browser, on_server):
    with watched(browser, on_server) as seen:
        keep(seen.open(OTHER), chapters=READ, parts=["Evidence", "The engine, livefig"])
        seen.page.add_init_script(SHIFTS)
        page = seen.open(CHAPTER)
        page.locator("nav.bd-links .reading-mark").first.wait_for()
        page.evaluate("new Promise((done) => setTimeout(done, 500))")
        assert [one for one in page.evaluate("shifts") if one] == []
        assert len(opened(page)) == 3


def test_without_scripts_all_parts_are_open(browser, on_server):
    with watched(browser, on_server, java_script_enabled=False) as seen:
        page = seen.open(CHAPTER)
        links = page.locator(".book-part a")
        assert links.count() > 20 and all(link.is_visible() for link in links.all())


def test_where_storage_is_denied_it_folds_and_nobody_is_told(browser, on_server):
    with watched(browser, on_server) as seen:
        seen.page.add_init_script(DENIED)
        page = seen.open(CHAPTER)
        here = opened(page)
        assert len(here) == 1
        caption(page, "Evidence").click()
        assert opened(page) == [*here, "Evidence"]
        assert not [text for text in seen.complaints if "side_bar" in text or "keep" in text]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_it_suits_a_finger_in_the_drawer_and_axe_finds_nothing(width, theme, browser, on_server):
    with watched(browser, on_server, color_scheme=theme, viewport={"width": width, "height": 844}) as seen:
        keep(seen.open(OTHER), chapters=READ)
        page = seen.open(CHAPTER)
        if width < 960:
            page.locator(".primary-toggle").click()
            page.get_by_role("dialog").wait_for()
        caption(page, "Evidence").click()
        heights = page.locator("nav.bd-links :is(a, summary):visible").evaluate_all(
            "all => all.map((one) => one.getBoundingClientRect().height)"
        )
        assert len(heights) > 15 and min(heights) >= (44 if width < 960 else 24), json.dumps(heights)
        found = Axe().run(page, context="nav.bd-links").response
        assert found["violations"] == [] and found["passes"]
