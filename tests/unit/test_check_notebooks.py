"""Each rule for chapters finds the fault that it is there for; strict nbval finds a stale output."""

import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

import check_notebooks as rules
import new_chapter
from anatomy import parts
from tidy_notebooks import process

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def chapter(tmp_path_factory):
    """A chapter as `make new` begins it, run; a draft, which may be small and must keep all other rules."""
    path = tmp_path_factory.mktemp("new") / "notebooks" / "mathematics" / "sums.ipynb"
    path.parent.mkdir(parents=True)
    nbformat.write(new_chapter.notebook(parts()["mathematics"], "sums"), path)
    process(path, check=False, run=True)
    return path


def cell(notebook, kind, part=""):
    """Return the first cell of a kind that contains a text."""
    return next(c for c in notebook.cells if c.cell_type == kind and part in c.source)


def replace(notebook, kind, old, new):
    """Change a text in the first cell of a kind that contains it."""
    found = cell(notebook, kind, old)
    found.source = found.source.replace(old, new, 1)


def untag(notebook):
    """Take all tags away; it is a draft no longer, either."""
    for c in notebook.cells:
        c.metadata.pop("tags", None)


def forget_an_assert(notebook):
    start = next(k for k, c in enumerate(notebook.cells) if ":::{solution-start}" in c.source)
    notebook.cells[start + 1].source = re.sub("assert ", "_ = ", notebook.cells[start + 1].source)


def store_a_picture(notebook):
    cell(notebook, "code").outputs = [nbformat.v4.new_output("display_data", {"image/png": "x"})]


def lose_a_count(notebook):
    cell(notebook, "code").execution_count = None


def lose_a_check(notebook):
    for c in notebook.cells:
        if c.cell_type == "code":
            c.outputs = [
                o for o in c.outputs if "check: eq-sums-growth," not in o.get("data", {}).get("text/plain", "")
            ]


def ask_nothing(notebook):
    replace(notebook, "markdown", ":::{prediction}", ":::{note}")


def grow(notebook):
    untag(notebook)
    cell(notebook, "code", "def ").source += "\n" + "\n".join(f"x{k} = {k}" for k in range(40))


def widen(notebook):
    untag(notebook)
    cell(notebook, "code", "def ").source += "\nx = '" + "x" * 120 + "'"


def all_long(notebook):
    untag(notebook)
    for c in rules.code_cells(notebook):
        c.source += "\n" + "\n".join(f"x{k} = {k}" for k in range(14))


def lose_figures(notebook):
    untag(notebook)
    notebook.cells = [c for c in notebook.cells if 'name="sums-rule"' not in c.source]


def ask_at_length(notebook):
    notebook.cells[0].source += "\n\n" + "Why? " * 81


def head_of_setup(notebook):
    notebook.cells.insert(1, nbformat.v4.new_markdown_cell("All that this chapter imports."))


def section_in_the_first_cell(notebook):
    notebook.cells[0].source += "\n\n## A first look"


def explain_first(notebook):
    place = next(k for k, c in enumerate(notebook.cells) if "LiveFigure(" in c.source and c.cell_type == "code")
    notebook.cells.insert(place, nbformat.v4.new_markdown_cell("Before you look. " * 30))


def move_box(notebook, place):
    box = cell(notebook, "markdown", ":class: aims")
    notebook.cells.remove(box)
    notebook.cells.insert(place, box)


def repeat_box(notebook):
    notebook.cells.append(nbformat.v4.new_markdown_cell(cell(notebook, "markdown", ":class: aims").source))


def close_all_code(notebook):
    for c in rules.code_cells(notebook):
        c.metadata.pop("tags", None)


FAULTS = [
    (lambda nb: replace(nb, "markdown", "## By hand", "## By  foot"), "the sections are"),
    (lambda nb: replace(nb, "markdown", "1.9487", "1.9488"), "the number 1.9488 is neither computed nor asserted"),
    (lambda nb: replace(nb, "markdown", "$$ (eq-sums-growth)", "$$"), "a displayed equation has no label"),
    (lambda nb: replace(nb, "markdown", "(eq-sums-doubling)", "(eq-sums-growth)"), "eq-sums-growth is given twice"),
    (lambda nb: replace(nb, "code", "Equation: eq-sums-growth", "Equation: eq-nothing"), "is labelled eq-nothing"),
    (lambda nb: replace(nb, "markdown", "{exercise} Two spells\n:label: ex-sums-02", "{exercise}\n:label: ex-sums-09"),
     "need a solution each"),
    (lambda nb: replace(nb, "markdown", "It has doubled", "Clearly it has doubled"), "says nothing"),
    (lambda nb: replace(nb, "markdown", "## By hand", "## By hand\n\n<div>x</div>\n"), "raw HTML"),
    (lambda nb: replace(nb, "markdown", "## By hand", "## By hand\n\nAs in chapter 3."), "not by its number"),
    (lambda nb: replace(nb, "code", "def doubling_time(rate)", "def growth(rate)"), "is defined again"),
    (lambda nb: replace(nb, "code", "years = ", "import os\nyears = "), "imports belong into the first cell"),
    (untag, "the tag audit"),
    (forget_an_assert, "asserts nothing"),
    (store_a_picture, "run make tidy"),
    (lose_a_count, "execution counts"),
    (lose_a_check, "no check guards the formula eq-sums-growth"),
    (lambda nb: replace(nb, "markdown", "(eq-sums-growth)", "(eq-new)"), "no formula has that label"),
    (ask_nothing, "commits to nothing"),
    (grow, "lines; 40 at most"),
    (widen, "a line of 126 characters; 120 at most"),
    (all_long, "one idea a cell"),
    (lambda nb: replace(nb, "code", '    title="Two ways to save",\n', ""), "has the title ''"),
    (lambda nb: replace(nb, "code", "Two ways to save", "Money"), "in two to six words"),
    (lambda nb: replace(nb, "code", "same amount.", "same amount. It loses."), "in one sentence"),
    (lose_figures, "1 live figures; 3 to 6 make a chapter"),
    # How it opens.
    (lambda nb: replace(nb, "markdown", "# Sums", "Sums"), "must begin with the title"),
    (section_in_the_first_cell, "sections have cells of their own"),
    (ask_at_length, "words; 80 at most"),
    (head_of_setup, "the second cell is the setup"),
    (close_all_code, "no code stays open"),
    (explain_first, "90 words stand between the prediction and the first live figure"),
    (lambda nb: replace(nb, "markdown", ":class: aims", ":class: note"), "one box says what the reader"),
    (repeat_box, "(2 found)"),
    (lambda nb: move_box(nb, 2), "after the first live figure"),
    (lambda nb: move_box(nb, len(nb.cells)), "belongs into 'A first look'"),
    (lambda nb: replace(nb, "markdown", "about ten minutes", "as long as it takes"), "in minutes or hours"),
]  # fmt: skip


@pytest.mark.parametrize("plant, says", FAULTS, ids=range(len(FAULTS)))
@pytest.mark.mistake
def test_a_planted_fault_breaks_its_rule(plant, says, chapter):
    notebook = nbformat.read(chapter, 4)
    plant(notebook)
    faulty = chapter.with_name("faulty.ipynb")
    nbformat.write(notebook, faulty)
    assert any(says in sentence for sentence in rules.check(faulty))


def test_the_chapter_itself_keeps_all_rules(chapter):
    assert list(rules.check(chapter)) == []


def test_strict_nbval_turns_red_on_a_stale_output(tmp_path):
    stored = nbformat.v4.new_output("stream", text="loss 0.25\n")
    cells = [nbformat.v4.new_code_cell('print("loss 0.26")', outputs=[stored], execution_count=1)]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), tmp_path / "stale.ipynb")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--nbval", "--nbval-current-env"]
    command += ["-c", "/dev/null", "--rootdir", str(tmp_path), str(tmp_path / "stale.ipynb")]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "loss 0.26" in done.stdout
