"""Each rule for chapters finds the fault that it is there for; strict nbval finds a stale output."""

import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

import check_notebooks as rules

ROOT = Path(__file__).resolve().parents[2]
CHAPTER = ROOT / "notebooks" / "mathematics" / "one_neuron.ipynb"


def cell(notebook, kind, part=""):
    """Return the first cell of a kind that contains a text."""
    return next(c for c in notebook.cells if c.cell_type == kind and part in c.source)


def replace(notebook, kind, old, new):
    """Change a text in the first cell of a kind that contains it."""
    found = cell(notebook, kind, old)
    found.source = found.source.replace(old, new, 1)


def untag_audit(notebook):
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
            c.outputs = [o for o in c.outputs if "check: eq-neuron," not in o.get("data", {}).get("text/plain", "")]


def ask_nothing(notebook):
    replace(notebook, "markdown", ":::{prediction}", ":::{note}")


def grow(notebook):
    cell(notebook, "code", "def ").source += "\n" + "\n".join(f"x{k} = {k}" for k in range(30))


FAULTS = [
    (lambda nb: replace(nb, "markdown", "## By hand", "## By  foot"), "the sections are"),
    (lambda nb: replace(nb, "markdown", "0.731", "0.7312"), "the number 0.7312 is neither computed nor asserted"),
    (lambda nb: replace(nb, "markdown", "(eq-neuron)", ""), "a displayed equation has no label"),
    (lambda nb: replace(nb, "markdown", "(eq-logit)", "(eq-neuron)"), "the label eq-neuron is given twice"),
    (
        lambda nb: replace(nb, "code", "Equation: eq-neuron", "Equation: eq-nothing"),
        "no equation is labelled eq-nothing",
    ),
    (lambda nb: replace(nb, "markdown", "ex-one-neuron-02", "ex-one-neuron-09"), "need a solution each"),
    (lambda nb: replace(nb, "markdown", "Multiply", "Clearly multiply"), "says nothing"),
    (lambda nb: replace(nb, "markdown", "## Setup", "## Setup\n\n<div>x</div>\n"), "raw HTML"),
    (lambda nb: replace(nb, "markdown", "## Setup", "## Setup\n\nAs in chapter 3."), "not by its number"),
    (lambda nb: replace(nb, "code", "def sigmoid(z)", "def neuron(z)"), "is defined again"),
    (lambda nb: replace(nb, "code", "petals = ", "import os\npetals = "), "imports belong into the first cell"),
    (untag_audit, "the tag audit"),
    (forget_an_assert, "asserts nothing"),
    (store_a_picture, "run make tidy"),
    (lose_a_count, "execution counts"),
    (lose_a_check, "no check guards the formula eq-neuron"),
    (lambda nb: replace(nb, "markdown", "(eq-neuron)", "(eq-new)"), "no formula has that label"),
    (ask_nothing, "commits to nothing"),
    (grow, "lines; 25 at most"),
]


@pytest.mark.parametrize("plant, says", FAULTS, ids=range(len(FAULTS)))
@pytest.mark.mistake
def test_a_planted_fault_breaks_its_rule(plant, says, tmp_path):
    folder = tmp_path / "notebooks" / "mathematics"
    folder.mkdir(parents=True)
    notebook = nbformat.read(CHAPTER, 4)
    plant(notebook)
    nbformat.write(notebook, folder / "chapter.ipynb")
    assert any(says in sentence for sentence in rules.check(folder / "chapter.ipynb"))


def test_the_chapter_itself_keeps_all_rules():
    assert list(rules.check(CHAPTER)) == []


def test_strict_nbval_turns_red_on_a_stale_output(tmp_path):
    stored = nbformat.v4.new_output("stream", text="loss 0.25\n")
    cells = [nbformat.v4.new_code_cell('print("loss 0.26")', outputs=[stored], execution_count=1)]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), tmp_path / "stale.ipynb")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--nbval", "--nbval-current-env"]
    command += ["-c", "/dev/null", "--rootdir", str(tmp_path), str(tmp_path / "stale.ipynb")]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "loss 0.26" in done.stdout
