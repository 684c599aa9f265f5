"""Pages whose names have signs that mean something in an address: their figures live, on a server and from disk."""

from urllib.parse import quote

import pytest

from helpers.small_book import build, notebook
from livefig.browser import served, watched
from livefig.verify import verify

NAMES = ["what#now", "50%20off", "a?b"]


@pytest.fixture(scope="module")
def odd(tmp_path_factory):
    return build(tmp_path_factory.mktemp("odd"), **{f"{name}_ipynb": notebook("# Odd", None) for name in NAMES})


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("kind", ["http", "file"])
def test_the_figure_of_a_page_with_an_odd_name_lives_and_its_link_leads_back(kind, name, odd, browser):
    with served(odd) as address:
        home = address if kind == "http" else odd.as_uri() + "/"
        with watched(browser, home) as seen:
            page = seen.open(quote(f"{name}.html"))
            page.evaluate("livefig.get('dot').ready.then(() => livefig.get('dot').set({ a: -1 }))")
            link = page.evaluate("livefig.get('dot').link()")
            page.goto("about:blank")
            page.goto(link)
            assert page.evaluate("livefig.get('dot').values().a") == -1
            assert [address for address in seen.missing if not address.endswith("favicon.ico")] == []


def test_verify_finds_the_pages_of_odd_names(odd, browser):
    rows = verify(odd, browser=browser)
    assert sorted(row.page for row in rows) == sorted(NAMES)
    assert [row.faults for row in rows] == [[], [], []]
