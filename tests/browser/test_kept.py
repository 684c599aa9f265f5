"""A browser that loses what pages have stored is no fault of the book; everything else is."""

import pytest

from helpers.keeping import attempt

PAGE = "book/notation.html"


def loses(page):
    page.evaluate("localStorage.clear()")
    page.reload()


def test_a_test_begins_anew_where_the_browser_lost_what_was_stored(seen):
    tries = []

    def fails_twice(seen):
        page = seen.open(PAGE)
        tries.append(page)
        if len(tries) < 3:
            loses(page)
        page.evaluate("localStorage.setItem('a', 'kept')")
        assert len(tries) == 3

    attempt(fails_twice, seen)
    assert len({id(page.context) for page in tries}) == 3


@pytest.mark.parametrize(("times", "cause"), [(1, lambda page: page.reload()), (4, loses)])
def test_what_fails_for_another_reason_or_again_and_again_fails(times, cause, seen):
    tries = []

    def fails(seen):
        tries.append(seen)
        cause(seen.open(PAGE))
        raise AssertionError("it is not kept")

    with pytest.raises(AssertionError, match="it is not kept"):
        attempt(fails, seen)
    assert len(tries) == times
