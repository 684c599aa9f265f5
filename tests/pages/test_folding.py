"""Code that steps back: which cells share a line, what the line says, and what stays open."""

import json
import re

import pytest

from house.cell_words import words_of

OUTPUTS = {
    "out": {"output_type": "stream", "name": "stdout", "text": "seen\n"},
    "value": {"output_type": "execute_result", "execution_count": 1, "data": {"text/plain": "valued"}, "metadata": {}},
    "table": {"output_type": "display_data", "data": {"text/html": "<i>tabled</i>"}, "metadata": {}},
}


def notebook(*cells):
    """Return a notebook: text is prose; a tuple is code, then its outputs by their names, and its tags."""
    made = []
    for k, cell in enumerate(cells):
        if isinstance(cell, str):
            made.append({"cell_type": "markdown", "id": f"c{k}", "metadata": {}, "source": cell})
            continue
        source, *more = cell
        tags = [one for one in more if one not in OUTPUTS]
        made.append({"cell_type": "code", "id": f"c{k}", "metadata": {"tags": tags}, "source": source,
                     "execution_count": 1, "outputs": [OUTPUTS[one] for one in more if one in OUTPUTS]})  # fmt: skip
    info = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    return json.dumps({"cells": made, "metadata": info, "nbformat": 4, "nbformat_minor": 5})


@pytest.fixture
def page(site):
    """Return the text of a page with these cells, built with the extension."""

    def build(*cells, more=(), conf=""):
        out, said = site("house.folding", *more, page="", files=[("page.ipynb", notebook("# Page", *cells))], conf=conf)
        assert said == ""
        return (out / "page.html").read_text(encoding="utf-8")

    return build


def lines(text):
    """Return the words on the folds of a page."""
    return [re.sub("<.*?>", "", line) for line in re.findall(r"<summary>(.*?)</summary>", text)]


def outside(text):
    """Return the page without what is folded."""
    return re.sub(r'<details class="code-fold">.*?</details>', "", text, flags=re.DOTALL)


def test_neighbours_share_a_line_up_to_what_they_show(page):
    text = page(("# Two numbers\na = 1",), ("def f(x): return x",), ("print(a)", "table"), ("b = 2",))
    assert lines(text) == ["Two numbers · Defines f · Computes what is printed", "Computes b"]
    assert "tabled" in outside(text) and ">a</span>" not in outside(text)
    first = text.index("<details")
    assert text.index("def") > first and text.index("</details>") < text.index("tabled")


@pytest.mark.parametrize(("kind", "words"), [("out", "seen"), ("value", "valued")])
def test_what_is_printed_is_folded_with_its_code_and_neighbours_share_the_line(kind, words, page):
    text = page(("# Two numbers\na = 1", kind), ("def f(x): return x",), ("print(a)", kind, "table"))
    assert lines(text) == ["Two numbers · Defines f · Computes what is printed"]
    assert words not in outside(text) and "tabled" in outside(text)
    assert text.index(">a</span>") < text.index(words) < text.index("def") < text.rindex(words)
    assert text.count(words) == 2


def test_what_an_open_cell_prints_is_seen(page):
    text = page(("print(1)", "out", "show"), ("a = 1", "out"))
    assert "seen" in outside(text) and text.count("seen") == 2


def test_prose_between_cells_parts_them(page):
    assert lines(page(("a = 1",), "Words.", ("b = 2",))) == ["Computes a", "Computes b"]


def test_a_cell_that_is_the_formula_stays_open_and_parts_its_neighbours(page):
    text = page(("a = 1",), ("def formula(x): return x", "show"), ("b = 2",))
    assert lines(text) == ["Computes a", "Computes b"]
    assert "formula" in outside(text)


def test_the_tag_of_myst_nb_folds_in_the_same_way_and_in_no_other(page):
    text = page(("a = 1", "hide-input"), ("b = 2",))
    assert lines(text) == ["Computes a and b"]
    assert "admonition" not in text


def test_imports_are_told_with_the_code_that_follows_them(page):
    text = page(("import numpy",), "## Section\n\nWords.", ("a = 1",))
    assert lines(text) == ["Imports and settings · Computes a"]
    assert text.index("Words.") < text.index("<details") < text.index(">import<")
    assert lines(page(("import numpy",), ("a = 1", "show"))) == ["Imports and settings"]
    commented = page(("# What is needed.\nimport numpy",), "Words.", ("# The data.\na = 1", "out"))
    assert lines(commented) == ["Imports and settings · The data"]


SOLVED = "```{exercise}\n:label: ex\nDo it.\n```\n\n```{solution-start} ex\n```"
END = "```{solution-end}\n```"


def test_in_a_solution_a_short_cell_is_open_and_a_long_one_is_folded(page):
    long = "\n".join(f"x{k} = {k}" for k in range(13))
    text = page(SOLVED, ("short = 1",), (long, "out"), END, more=["sphinx_exercise"])
    assert lines(text) == ["Computes x0, x1 and 11 more"]
    assert "short" in outside(text) and "seen" in outside(text)


def test_a_page_that_is_not_named_is_left_as_it_is(page):
    text = page(("a = 1",), ("b = 2", "hide-input"), conf='folded_code = ["chapters/*"]\n')
    assert "code-fold" not in text and "folding.js" not in text
    assert "admonition hide" in text  # by MyST-NB


def test_only_pages_with_folded_code_load_the_switch_and_it_runs_before_the_page_is_painted(page):
    assert re.search(r'<script src="_static/folding.js[^>]*>', page(("a = 1",)))
    assert "folding.js" not in page("No code.")
    assert "folding.js" not in page(("a = 1", "show"))


def test_hostile_words_stay_words(page):
    text = page(("# <b>bold</b> & `x < 1`\na = 1",))
    assert lines(text) == ["&lt;b&gt;bold&lt;/b&gt; &amp; x &lt; 1"]
    assert "<code" in re.search(r"<summary>(.*?)</summary>", text)[1]


def test_other_builders_show_all_code(site):
    files = [("page.ipynb", notebook("# Page", ("a = 1",), ("b = 2",)))]
    out, said = site("house.folding", page="", files=files, builder="text")
    assert said == ""
    assert "a = 1" in (out / "page.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("sources", "words"),
    [
        (["# The hundred flowers.  More of it.\nx = 1"], "The hundred flowers"),
        (["# the plane,\n# in two colours\nx = 1"], "The plane, in two colours"),
        (["x = 1  # a remark"], "Computes `x`"),
        (["import a\nb = 2"], "Imports and settings"),
        (["# All that is needed, and more.\nimport a\nb = 2", "# The data\nc = 3"], "Imports and settings · The data"),
        (["# Draws.\nimport a\ndef f(): 1"], "Draws"),
        (["def f(): 1\ndef g(): 2", "def h(): 3"], "Defines `f`, `g` and `h`"),
        (["a, (b, c) = 1, (2, 3)\nd: int = 4"], "Computes `a`, `b` and 2 more"),
        (["f, x = plt.subplots()"], "Draws the picture"),
        (["f, x = plt.subplots()", "LiveFigure(g, f, name='one-curve')"], "Draws figure one-curve"),
        (["check('eq-a', 'a loop', 1, 1)\ncheck('eq-b', 'algebra', 1, 1)"], "Checks by a loop and algebra"),
        (["check('eq-a', f'{road}', 1, 1)"], "Checks by …"),
        (["print(1)\nassert True"], "Computes what is printed"),
        (["assert True"], "Asserts what was said"),
        (["for k in a:\n    k()"], "Runs `for k in a:`"),
        (["%timeit f()"], "Runs `%timeit f()`"),
        ([""], "Runs"),
    ],
)
def test_a_line_says_what_its_code_does(sources, words):
    assert words_of(sources) == words
