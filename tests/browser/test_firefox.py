"""The Firefox that people have, if this machine has one; `make firefox` opens the whole book in it."""

import pytest

import try_firefox
from chapters import notebooks
from livefig.browser import served
from livefig.verify import Row, compare, kept_in, references


@pytest.fixture(scope="module")
def tried():
    if try_firefox.find_firefox() is None:
        pytest.skip("no Firefox on this machine")
    return try_firefox


@pytest.fixture(scope="module")
def tab(tried):
    with tried.firefox(tried.find_firefox()) as page:
        yield page


@pytest.mark.parametrize("kind", ["http", "file"])
def test_the_first_figures_give_numpys_numbers_in_firefox_too(tried, tab, book, kind):
    kept = kept_in(references(book)[notebooks()[0]])
    with served(book) as address:
        tab.open(address if kind == "http" else book.as_uri() + "/", f"{notebooks()[0]}.html", 1280)
        rows = []
        for name, one in kept.items():
            rows.append(Row("first", name, one["controls"], len(one["settings"])))
            compare(tab, name, one, rows[-1])
    assert [row.faults for row in rows] == [[]] * len(kept)
    assert tab.troubles == []


def test_what_a_page_must_not_do_is_seen_in_firefox(tried, tab, book):
    """The planted faults: a wrong number, a picture from another host, a missing file, a message of the console."""
    name, kept = next(iter(kept_in(references(book)[notebooks()[0]]).items()))
    with served(book) as address:
        tab.open(address, f"{notebooks()[0]}.html", 1280)
        kept["settings"][0]["sentence"] = "It never said this."
        row = Row("first", name, kept["controls"], 1)
        compare(tab, name, kept, row)
        assert "It never said this." in row.faults[0]
        tab.evaluate(
            """async () => {
              document.body.append(Object.assign(new Image(), {src: "http://127.0.0.1:9/x.png"}));
              document.body.append(Object.assign(new Image(), {src: "nowhere.png"}));
              console.error("a complaint");
              await new Promise((done) => setTimeout(done, 500));
            }"""
        )
    said = "\n".join(tab.troubles)
    assert "http://127.0.0.1:9/x.png" in said
    assert "not found: " in said and "nowhere.png" in said
    assert "the console says: a complaint" in said
