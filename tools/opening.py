"""How a chapter opens: question, setup, prediction, first live figure, and then what the reader will be able to do.

In the page the first figure stands within the first screen. What a rule can say of that is said here; the page itself
is measured by `measure_reading.py`.
"""

import re
from collections.abc import Iterator

from nbformat import NotebookNode

from anatomy import Anatomy, Language
from chapter_parts import code_cells, count_words, first_figure, where

# A heading, or a prediction with its label (if it has one among its options).
PREDICTION = re.compile(
    r"^## (.+)$|^(:::+|```+)\{prediction\}[^\n]*\n(?:(?!:label:):.*\n)*(?::label: *(\S+))?", re.MULTILINE
)
ADMONITION = re.compile(r"^(:::+)\{(?:admonition|note)\}.*?^\1\s*$", re.MULTILINE | re.DOTALL)


def check_opening(notebook: NotebookNode, anatomy: Anatomy, language: Language) -> Iterator[str]:
    """The chapter opens in its order: question, setup, prediction, figure, aims; and some code stays open."""
    first = notebook.cells[0]
    if first.cell_type != "markdown" or not first.source.startswith("# "):
        yield "the first cell must begin with the title"
        return
    if re.search(r"^## ", first.source, re.MULTILINE):
        yield "the first cell holds the title and the question only; sections have cells of their own"
    words = count_words(ADMONITION.sub("", first.source.partition("\n")[2]))
    if words > anatomy.question:
        yield f"the question has {words} words; {anatomy.question} at most; the rest moves below the figure"
    if len(notebook.cells) < 2 or notebook.cells[1].cell_type != "code":
        yield "the second cell is the setup: code, without a heading (in the page it is part of the first folded line)"
    if sum("show" in cell.metadata.get("tags", []) for cell in code_cells(notebook)) < anatomy.shown_cells:
        yield "no code stays open in the page: give the cells that are the formula the tag show"
    yield from check_way_to_figure(notebook, anatomy)
    yield from check_aims(notebook, anatomy, language)


def check_way_to_figure(notebook: NotebookNode, anatomy: Anatomy) -> Iterator[str]:
    """Between the prediction and the first live figure stands code, and at most what to move and to watch."""
    figure = first_figure(notebook)
    asked = [k for k in range(figure) if "{prediction}" in notebook.cells[k].source]
    if not asked:
        return  # that there must be a prediction is a rule of its own
    between = [cell.source for cell in notebook.cells[asked[-1] + 1 : figure] if cell.cell_type == "markdown"]
    words = count_words("\n\n".join(between))
    if words > anatomy.way_to_figure:
        yield (
            f"{words} words stand between the prediction and the first live figure; {anatomy.way_to_figure} at most: "
            "what to move. The explanation comes after the figure"
        )


def check_aims(notebook: NotebookNode, anatomy: Anatomy, language: Language) -> Iterator[str]:
    """One box says what the reader will be able to do and how long it takes, after the first live figure."""
    if not anatomy.aims:
        return
    title = language.headings["aims"]
    start = f":::{{admonition}} {title}\n:class: aims\n"
    found = [k for k, cell in enumerate(notebook.cells) if cell.cell_type == "markdown" and start in cell.source]
    if len(found) != 1:
        yield f"one box says what the reader will be able to do ({len(found)} found); it begins with {start!r}"
        return
    (place,) = found
    if place < first_figure(notebook) or section_at(notebook, place) != language.headings[anatomy.prediction]:
        yield f"the box {title!r} belongs into {language.headings[anatomy.prediction]!r}, after the first live figure"
    box = notebook.cells[place].source.partition(start)[2].partition("\n:::")[0]
    if not re.search(language.time, box):
        yield f"the box {title!r} says how long the chapter takes, in minutes or hours"


def check_predictions(notebook: NotebookNode, wanted: str) -> Iterator[str]:
    """A prediction opens the chapter: one at least, in its section, before the first live figure, labels unique."""
    section, figure, labels, predictions = "", first_figure(notebook), [], 0
    for place, cell in enumerate(notebook.cells):
        for found in PREDICTION.finditer(cell.source if cell.cell_type == "markdown" else ""):
            heading, start, label = found.groups("")
            at = where(notebook, cell, cell.source.count("\n", 0, found.start()) + 1)
            section = heading or section
            predictions += bool(start)
            if start and (section != wanted or place > figure):
                yield f"{at}: a prediction belongs into “{wanted}”, before the first live figure"
            if label and label in labels:
                yield f"{at}: the prediction label {label} is given twice"
            labels.append(label)
    if not predictions:
        yield "the reader commits to nothing: a chapter asks for a prediction before its first live figure"


def section_at(notebook: NotebookNode, place: int) -> str:
    """Return the heading of the section in which a cell stands."""
    text = "\n".join(cell.source for cell in notebook.cells[: place + 1] if cell.cell_type == "markdown")
    return (re.findall(r"^## (.+)$", text, re.MULTILINE) or [""])[-1]
