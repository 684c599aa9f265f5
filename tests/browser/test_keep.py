"""What a browser keeps: one entry a book, whoever else writes there, and nothing where it is denied."""

import pytest

from helpers.keeping import DENIED
from helpers.predictions import build
from livefig.browser import served, watched
from support.site import until

FULL = "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };"
EMPTY = {"chapters": {}, "predictions": {}, "exercises": {}}


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    out, _ = build(tmp_path_factory.mktemp("kept"), {"one": "# One", "two": "# Two"})
    with served(out) as address:
        yield address


@pytest.fixture
def seen(browser, small):
    with watched(browser, small) as opened:
        yield opened


def kept(page):
    return page.evaluate("keep.read()")


def test_a_page_keeps_what_another_finds_under_the_one_name_of_the_book(seen):
    page = seen.open("one.html")
    assert page.evaluate("keep.change((state) => (state.exercises.one = { first: true }))")
    assert kept(seen.open("two.html")) == EMPTY | {"exercises": {"one": {"first": True}}}
    assert page.evaluate("Object.keys(localStorage)") == ["book 1 /"]
    page.evaluate("keep.erase()")
    assert kept(page) == EMPTY
    assert page.evaluate("localStorage.length") == 0


def test_two_tabs_edit_what_is_kept_at_that_moment_and_tell_each_other(seen):
    first = seen.open("one.html")
    second = first.context.new_page()
    second.goto(seen.home + "two.html")
    second.evaluate("keep.follow(() => (window.told = (window.told ?? 0) + 1))")
    first.evaluate("keep.change((state) => (state.code = 'open'))")
    until(second, "window.told === 1")
    first.evaluate("localStorage.setItem('mode', 'dark')")  # not ours: it tells nobody
    second.evaluate("keep.change((state) => (state.chapters.two = { seconds: 1 }))")
    until(first, "keep.read().chapters.two")  # two tabs may be two processes, of which one learns a moment later
    first.evaluate("keep.change((state) => (state.exercises.one = { first: true }))")
    until(second, "keep.read().exercises.one")
    assert kept(second) == EMPTY | {
        "code": "open", "chapters": {"two": {"seconds": 1}}, "exercises": {"one": {"first": True}}
    }  # fmt: skip
    until(second, "window.told === 2")
    first.evaluate("localStorage.clear()")
    until(second, "window.told === 3")


@pytest.mark.parametrize(
    "text", ["", "{", "null", "[1]", "7", '{"chapters": 3, "predictions": [1], "exercises": {"a": 1}}']
)
def test_what_is_not_understood_is_not_there(text, seen):
    page = seen.open("one.html")
    page.evaluate("(text) => localStorage.setItem('book 1 /', text)", text)
    assert kept(page) == EMPTY
    assert page.evaluate("keep.change((state) => (state.code = 'open'))")
    assert kept(page) == EMPTY | {"code": "open"}


@pytest.mark.parametrize("trouble", [DENIED, FULL], ids=["denied", "full"])
def test_where_nothing_is_kept_one_is_told_and_nothing_breaks(trouble, seen):
    seen.page.add_init_script(trouble)
    page = seen.open("one.html")
    assert page.evaluate("keep.change((state) => (state.code = 'open'))") is False
    assert kept(page) == EMPTY
