"""The chapters as pages that people read: where the first figure stands, what is code, what is cut on a phone.

What is wanted of each chapter and what none exceeds stands in `tools/reading.toml`; here it is held to the bounds, and
each measure is seen to notice the fault that it is there for.
"""

import pytest

import measure_reading as reading
from helpers.small_book import build, notebook
from livefig.browser import served

OPENING = "# A page\n\nWhat does it ask?"
WORDS = "\n\n".join(["Some words that a reader reads."] * 12)
LONG = "\n\n".join(["More."] * 120)
TABLE = "| " + " | ".join(["averylongword"] * 12) + " |\n" + "|---" * 12 + "|\n" + "| 1 " * 12 + "|"
UNBREAKABLE = f"$$\n\\sqrt{{{' + '.join(['a_{1} b_{2}'] * 20)}}}\n$$"
LINES = "\n".join(f"x{k} = {k}" for k in range(60))


@pytest.mark.parametrize("name", [page.stem for page in reading.chapters(reading.BOOK)])
def test_no_chapter_is_worse_than_its_bounds(name, book, browser):
    (page,) = [page for page in reading.chapters(book) if page.stem == name]
    found = reading.measure(browser, page.as_uri())
    print("\n".join([f"{name}, not yet as it is wanted:", *reading.exceeded(found, lambda one: one.wanted)]))
    assert reading.exceeded(found, lambda one: one.bound) == []


def test_the_bounds_are_no_better_than_what_is_wanted():
    for name, one in reading.measures().items():
        assert one.reached(one.wanted, one.bound), name


@pytest.fixture(scope="module")
def small(tmp_path_factory, browser):
    """Return what small pages measure: one as it is wanted, and one for each fault."""
    pages = {
        "good": [OPENING, ["a = 1"], None, WORDS, ["f = 1", "show"]],
        "late": [OPENING, LONG, None],
        "open": [OPENING, [LINES, "show"], None],
        "formula": [OPENING, None, UNBREAKABLE],
        "table": [OPENING, None, TABLE],
    }
    texts = {f"{name}_ipynb": notebook(*cells) for name, cells in pages.items()}
    out = build(tmp_path_factory.mktemp("reading"), "sphinx_book_theme", **texts)
    with served(out) as home:
        return {name: reading.measure(browser, f"{home}{name}.html") for name in pages}


def said(found):
    return " ".join(reading.exceeded(found, lambda one: one.wanted))


def test_a_page_as_it_is_wanted_has_nothing_said_against_its_opening_and_its_code(small):
    assert not [word for word in ("top of the first", "open code", "printed", "cut", "scrolled", "stretch", "length")
                if word in said(small["good"])]  # fmt: skip
    assert 0 < small["good"]["code"] < 0.12 and 0 < small["good"]["first"] < 1 < small["late"]["first"]


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("late", "top of the first live figure at 1280 x 800"),
        ("late", "top of the first live figure at 390 x 844"),
        ("late", "longest stretch"),
        ("open", "lines of open code before it: 60"),
        ("open", "code and printed output"),
        ("late", "live figures, share of the height"),
        ("formula", "tables and formulas that must be scrolled at 390: 1"),
        ("table", "tables and formulas that must be scrolled at 390: 1"),
        ("table", "blocks cut at 390 without a sign: 1"),
    ],
)
def test_a_planted_fault_is_measured(page, words, small):
    assert words in said(small[page])
    assert words not in said(small["good"])
