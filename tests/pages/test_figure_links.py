"""Figures have numbers, links say them, words set figures; what a word claims of its figure is held against it."""

import re

import pytest

from helpers.small_book import notebook

OWN = ("livefig.sphinx_ext", "house.figure_links")
INDEX = "# Start\n\n```{toctree}\n:numbered: 1\nfirst\nsecond\n```\n\n```{toctree}\nthird\n```\n"
TEXT = (
    "As the [figure](#dot) shows. Of [figure](#dot) more. [Figure](#dot). [see it](#dot). "
    'At [1.5](#dot?a=1.5 "says: 1.5") it is far. Back to [one](#dot?a=1 "a = 1.0; says: 1").'
)


@pytest.fixture
def page(site):
    """Return a function that builds a book with a text below a figure, and gives its pages and its warnings."""

    def build(text):
        names = ("first", "second", "third")
        files = [(f"{name}.ipynb", notebook(f"# {name}", None, text)) for name in names]
        out, said = site(*OWN, files=[*files, ("index.md", INDEX)])
        return {name: (out / f"{name}.html").read_text("utf-8") for name in names}, said

    return build


def test_a_figure_is_numbered_by_its_chapter_and_a_link_to_it_says_the_number(page):
    pages, said = page(TEXT)
    assert said == ""
    assert '<span class="livefig-number">Figure 2.1</span>' in pages["second"]
    assert "livefig-number" not in pages["third"]  # a page without a number
    links = re.findall(r'<a class="to-figure[^"]*" href="(#dot)"[^>]*>([^<]*)</a>', pages["second"])
    said = ["figure\xa0(2.1)", "figure\xa02.1", "Figure\xa02.1", "see it"]
    assert links == [("#dot", words) for words in said]
    assert "Figure</a>" in pages["third"]


def test_a_word_that_sets_a_figure_is_a_link_that_says_so_in_place_of_its_claim(page):
    pages, _ = page(TEXT)
    words = re.findall(r'<a class="sets-figure[^"]*" href="([^"]*)" title="([^"]*)">([^<]*)</a>', pages["second"])
    assert words == [("#dot?a=1.5", "Sets figure 2.1", "1.5"), ("#dot?a=1", "Sets figure 2.1", "one")]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("[figure](#dott)", "the link to the figure 'dott' leads nowhere"),
        ("[1](#dott?a=1)", "sets a figure 'dott', and this page has no such live figure"),
        ("[1](#dot?b=1)", "dot has no control 'b'"),
        ("[3](#dot?a=3)", "a = 3: the slider goes from -2 to 2"),
        ("[0.15](#dot?a=0.16)", "the slider does not stop there"),
        ('[1](#dot?a=1 "says: 2")', "the figure does not say '2'; it says: 1"),
        ('[1](#dot?a=1 "a = 1.1")', "'a = 1.1': there a is 1"),
    ],
)
@pytest.mark.mistake
def test_a_link_that_is_not_true_is_a_warning_that_names_its_cell(text, what, page):
    _, said = page(f"Some words.\n\n{text}")
    assert what in said
    assert re.search(r"first\.ipynb:\d*3\d*: WARNING", said)  # the third cell


PREDICTION = """
:::{{prediction}}
:label: predict-dot-01
:right: 1
{}

Where?

Here.
: Yes.

There.
: No.
:::
"""
ASKING = (*OWN, "house.prediction")


@pytest.fixture
def asked(site):
    """Return a function that builds a page with a figure and a prediction, and gives the page and its warnings."""

    def build(options):
        conf = "myst_enable_extensions = ['colon_fence', 'deflist']\n"
        text = notebook("# Page", None, PREDICTION.format(options))
        out, said = site(*ASKING, page="", files=[("page.ipynb", text)], conf=conf)
        return (out / "page.html").read_text("utf-8"), said

    return build


def test_a_prediction_names_the_state_that_answers_among_its_answers(asked):
    html, said = asked(":sets: dot?a=1.5\n:claims: says: 1.5; a = 1.5")
    assert said == ""
    answers = html.partition('<details class="prediction-answers">')[2].partition("</details>")[0]
    assert re.search(
        r'<p class="prediction-seen">The answer, seen in <a class="sets-figure[^"]*" href="#dot\?a=1.5" '
        r'title="Sets the figure">figure</a>.</p>',
        answers,
    )


@pytest.mark.parametrize(
    ("options", "what"),
    [
        (":sets: dott?a=1", "sets a figure 'dott', and this page has no such live figure"),
        (":sets: dot?b=1", "dot has no control 'b'"),
        (":sets: dot?a=3", "a = 3: the slider goes from -2 to 2"),
        (":sets: dot?a=1\n:claims: a = 1.1", "'a = 1.1': there a is 1"),
        (":claims: a = 1", "prediction predict-dot-01: write the figure that answers and its setting"),
        (":sets: dot", "prediction predict-dot-01: write the figure that answers and its setting"),
    ],
)
@pytest.mark.mistake
def test_a_prediction_whose_figure_does_not_answer_so_is_told_with_its_line(options, what, asked):
    _, said = asked(options)
    assert what in said
    assert re.search(r"page\.ipynb:\d+: (WARNING|ERROR)", said)
