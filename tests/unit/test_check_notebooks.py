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
    nbformat.write(new_chapter.notebook(parts()["mathematics"].anatomy, "sums"), path)
    process(path, check=False, run=True)
    return path


def cell(notebook, kind, part=""):
    """Return the first cell of a kind that contains a text."""
    return next(c for c in notebook.cells if c.cell_type == kind and part in c.source)


def replace(notebook, kind, old, new):
    """Change a text in the first cell of a kind that contains it."""
    found = cell(notebook, kind, old)
    found.source = found.source.replace(old, new, 1)


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


def widen(notebook):
    cell(notebook, "code", "def doubling_time").source += "\nx = '" + "x" * 120 + "'"


def lose_figures(notebook):
    notebook.cells = [c for c in notebook.cells if "LiveFigure(" not in c.source or c.cell_type == "markdown"]


def lose_exercises(notebook):
    for c in notebook.cells:
        c.source = c.source.replace(":::{exercise}", ":::{note}").replace(":::{solution-start}", ":::{note}")


def exchange(notebook):
    replace(notebook, "markdown", "## By hand", "## Check!")
    replace(notebook, "markdown", "## Check\n", "## By hand\n")
    replace(notebook, "markdown", "## Check!", "## Check")


def print_without_a_tag(notebook):
    notebook.cells.insert(-1, nbformat.v4.new_markdown_cell("## What the article printed\n\nMuch."))


def speak_no_python(notebook):
    replace(notebook, "code", "held = [250.0]", "held = [250.0\n")


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
    (lambda nb: replace(nb, "markdown", "## Where it breaks", "## Where"), "there is no section “Where it breaks”"),
    (exchange, "the sections stand in the order ['A first look', 'Check', 'The mathematics', 'In code', 'By hand'"),
    (lambda nb: replace(nb, "markdown", "## By hand", "## Check"), "there are two sections “Check”"),
    (lambda nb: replace(nb, "markdown", "1.9487", "1.9488"), "the number 1.9488 is neither computed nor asserted"),
    (speak_no_python, "this is no Python ('[' was never closed)"),
    (lambda nb: replace(nb, "markdown", "$$ (eq-sums-growth)", "$$"), "a displayed equation has no label"),
    (lambda nb: replace(nb, "markdown", "(eq-sums-doubling)", "(eq-sums-growth)"), "eq-sums-growth is given twice"),
    (lambda nb: replace(nb, "code", "Equation: eq-sums-growth", "Equation: eq-nothing"), "is labelled eq-nothing"),
    (lambda nb: replace(nb, "markdown", "{exercise} Two spells\n:label: ex-sums-02", "{exercise}\n:label: ex-sums-09"),
     "need a solution each"),
    (lose_exercises, "there is no exercise"),
    (lambda nb: replace(nb, "markdown", "It has doubled", "Clearly it has doubled"), "says nothing"),
    (lambda nb: replace(nb, "markdown", "## By hand", "## By hand\n\n<div>x</div>\n"), "raw HTML"),
    (lambda nb: replace(nb, "markdown", "## By hand", "## By hand\n\nAs in chapter 3."), "not by its number"),
    (lambda nb: replace(nb, "code", "def doubling_time(rate)", "def growth(rate)"), "is defined again"),
    (lambda nb: replace(nb, "code", "years = ", "from os import *\nyears = "), "star import"),
    (print_without_a_tag, "no cell with the tag audit"),
    (forget_an_assert, "asserts nothing"),
    (store_a_picture, "run make tidy"),
    (lose_a_count, "execution counts"),
    (lose_a_check, "no check guards the formula eq-sums-growth"),
    (lambda nb: replace(nb, "markdown", "(eq-sums-growth)", "(eq-new)"), "no formula has that label"),
    (ask_nothing, "commits to nothing"),
    (widen, "a line of 126 characters; 120 at most"),
    (lambda nb: replace(nb, "code", '    title="Two ways to save",\n', ""), "has no title"),
    (lambda nb: replace(nb, "code", "title=\"Two ways to save", "title=\""), "has no title"),
    (lambda nb: replace(nb, "code", "    caption=", "    belongs="), "has no caption"),
    (lose_figures, "there is no live figure"),
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


def section_of_its_own(notebook):
    notebook.cells.insert(-1, nbformat.v4.new_markdown_cell("## A detour"))


def leave_out(notebook):
    for heading in ("By hand", "In code", "Check", "Explore"):
        replace(notebook, "markdown", f"## {heading}\n", f"### {heading}!\n")


def import_where_it_is_used(notebook):
    replace(notebook, "code", "held = [250.0]", "import math\nheld = [250.0]")


def compute_the_title(notebook):
    replace(notebook, "code", 'title="Two ways to save"', 'title="Two " + "ways"')


def grow(notebook):
    grown = cell(notebook, "code", "def two_savers")
    grown.source += "\n" + "\n".join(f"x{k} = {k}" for k in range(60)) + "\ny = '" + "y" * 130 + "'"


def write_magics(notebook):
    replace(notebook, "code", "held = [250.0]", "%time held = [250.0]")
    replace(notebook, "code", "rates = np", "!ls\nnp.abs?\nrates = np")
    replace(notebook, "code", "def rule_of", "%matplotlib inline\ndef rule_of")
    grown = cell(notebook, "code", "def time_to_multiple")
    grown.source = "%%time\n" + grown.source


@pytest.mark.parametrize(
    "write", [section_of_its_own, leave_out, import_where_it_is_used, compute_the_title, grow, write_magics]
)
def test_what_is_its_authors_to_say_breaks_no_rule(write, chapter):
    notebook = nbformat.read(chapter, 4)
    write(notebook)
    assert list(rules.check_notebook(notebook, chapter)) == []


def test_under_a_magic_the_rules_hold_as_well_and_lines_are_counted_from_the_top_of_the_cell(chapter):
    notebook = nbformat.read(chapter, 4)
    found = cell(notebook, "code", "def doubling_time")
    found.source = "\n%%time\n# Again.\ndef growth(start):\n    return start\n"
    at = "under “In code”, in the cell “%%time”, line 4: growth is defined again (first under “A first look”, in"
    assert any(said.startswith(at) for said in rules.check_notebook(notebook, chapter))


def test_a_place_is_told_as_its_author_sees_it(chapter):
    """By the heading, the words of the cell and the line in it; Lab shows no ids."""
    notebook = nbformat.read(chapter, 4)
    replace(notebook, "markdown", "Begin with 100", "[Begin](#x) with *100.7*\nor 100")
    (said,) = rules.check_notebook(notebook, chapter)
    assert said.startswith("under “By hand”, in the cell “Begin with 100.7”, line 3: the number 100.7 is neither")
    replace(notebook, "markdown", "[Begin](#x) with *100.7*", "Begin")
    widen(notebook)
    (said,) = rules.check_notebook(notebook, chapter)
    assert said.startswith("under “In code”, in the cell “def doubling_time(rate):”, line 8: a line of")


def test_no_message_names_the_id_of_a_cell(chapter):
    ids = {text for c in nbformat.read(chapter, 4).cells for text in (f"cell {c.id}", f"“{c.id}")}
    for plant, _ in FAULTS:
        notebook = nbformat.read(chapter, 4)
        plant(notebook)
        said = list(rules.check_notebook(notebook, chapter))
        assert said and not [one for one in said if any(name in one for name in ids)]


def test_strict_nbval_turns_red_on_a_stale_output(tmp_path):
    stored = nbformat.v4.new_output("stream", text="loss 0.25\n")
    cells = [nbformat.v4.new_code_cell('print("loss 0.26")', outputs=[stored], execution_count=1)]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), tmp_path / "stale.ipynb")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--nbval", "--nbval-current-env"]
    command += ["-c", "/dev/null", "--rootdir", str(tmp_path), str(tmp_path / "stale.ipynb")]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "loss 0.26" in done.stdout
