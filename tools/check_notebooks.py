"""Check the rules that every chapter keeps: its anatomy, the size of its cells, its labels, and its numbers.

Usage: python tools/check_notebooks.py [notebook ...]      (all notebooks of the book if none is named)

What a chapter is made of depends on its part and its language: anatomy.toml.

Prints one line for each broken rule and exits 1 if there is one.
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import nbformat

from anatomy import Anatomy, Language, languages, place
from chapter_parts import between, code_cells, count_words, lines, prose, words_of
from opening import check_opening, check_predictions
from tidy_notebooks import notebooks, tell_strays

ROOT = Path(__file__).resolve().parent.parent
RAW_HTML = re.compile(r"^\s*</?(div|span|p|img|script|style|table|iframe|details|br)\b", re.IGNORECASE | re.MULTILINE)
NUMBER = re.compile(r"(?<![\w.,{])-?\d[\d,]*(?:\.\d+)?(?:e-?\d+)?", re.IGNORECASE)
# Text in which a number is no claim: code spans, citations, labels, links, directives' options, exercise names.
NOT_PROSE = re.compile(
    r"`[^`]*`|\{cite\}\S*|\(eq-[^)]*\)|\]\([^)]*\)|^:::.*$|^:[a-z-]+:.*$|ex-[\w-]+|eq-[\w-]+|S\d-[A-Z]\d+", re.MULTILINE
)


def check(path: Path) -> Iterator[str]:
    """Yield the broken rules of one notebook, each as a sentence."""
    notebook = nbformat.read(path, 4)
    nbformat.validate(notebook)
    found = place(path)
    yield from check_order(notebook)
    yield from check_names(notebook)
    yield from check_prose(notebook, found[1] if found else next(iter(languages().values())))
    yield from check_numbers(notebook)
    yield from check_labels(notebook)
    if not found and "notebooks" in path.parts:
        yield f"the folder {path.parent.name} names no part of the book, or no language; tools/anatomy.toml lists them"
    if found:
        anatomy, language = found[0].anatomy, found[1]
        yield from check_anatomy(notebook, anatomy, language)
        yield from check_opening(notebook, anatomy, language)
        yield from check_predictions(notebook, language.headings[anatomy.prediction])
        yield from check_formulas(notebook)
        yield from check_figures(notebook)
        if "draft" not in notebook.cells[0].metadata.get("tags", []):  # a draft may still be small
            yield from check_sizes(notebook, anatomy)


def check_order(notebook: nbformat.NotebookNode) -> Iterator[str]:
    """The notebook was run from top to bottom, without an error, and keeps text only."""
    counts = [cell.execution_count for cell in code_cells(notebook)]
    if counts != list(range(1, len(counts) + 1)):
        yield f"execution counts are {counts}; restart the kernel, run all and save (make tidy)"
    for cell in code_cells(notebook):
        for output in cell.outputs:
            extra = set(output.get("data", {})) - {"text/plain", "text/latex", "text/markdown"}
            if extra or output.output_type == "error":
                yield f"cell {cell.id}: stored {sorted(extra) or 'error'}; run make tidy"


def check_names(notebook: nbformat.NotebookNode) -> Iterator[str]:
    """A function keeps one meaning: it is defined once; imports stand in one place; nothing is star-imported."""
    seen: dict[str, str] = {}
    for position, cell in enumerate(code_cells(notebook)):
        for node in ast.walk(ast.parse(cell.source)):
            if isinstance(node, ast.ImportFrom) and node.names[0].name == "*":
                yield f"cell {cell.id}: star import"
            if isinstance(node, (ast.Import, ast.ImportFrom)) and position > 0:
                yield f"cell {cell.id}: imports belong into the first cell"
        for node in ast.parse(cell.source).body:
            if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
                if node.name in seen:
                    yield f"cell {cell.id}: {node.name} is defined again (first in {seen[node.name]})"
                seen[node.name] = cell.id


def check_prose(notebook: nbformat.NotebookNode, language: Language) -> Iterator[str]:
    """No filler, no raw HTML, no bare numbered chapter."""
    filler = re.compile(rf"(?<![a-z0-9_])({'|'.join(map(re.escape, language.filler))})(?![a-z0-9_])", re.IGNORECASE)
    for cell in notebook.cells:
        if cell.cell_type != "markdown":
            continue
        for found in filler.findall(cell.source):
            yield f"cell {cell.id}: the word {found!r} says nothing"
        for found in RAW_HTML.findall(cell.source):
            yield f"cell {cell.id}: raw HTML <{found}>; JupyterLab and the page must show the same"
        if re.search(language.numbered, cell.source):
            yield f"cell {cell.id}: name the chapter by its title with a link, not by its number"


def evidence(notebook: nbformat.NotebookNode) -> set[str]:
    """Return the numbers that code cells contain or print, as normalised text."""
    texts = []
    for cell in code_cells(notebook):
        texts.append(cell.source)
        for output in cell.outputs:
            texts.append(output.get("text", ""))
            texts += [str(value) for value in output.get("data", {}).values()]
    return {normal(found) for found in NUMBER.findall(" ".join(texts).replace("_", ""))}


def normal(number: str) -> str:
    """Return a number without sign, commas and zeros at the end: 22,063 is 22063, and 0.50 is 0.5."""
    text = number.replace(",", "").lstrip("-").lower().rstrip(".")
    return text.rstrip("0").rstrip(".") if "." in text and "e" not in text else text


def check_numbers(notebook: nbformat.NotebookNode) -> Iterator[str]:
    """A number in the prose that claims something stands in the source or the output of a code cell."""
    known = evidence(notebook)
    for cell in notebook.cells:
        if cell.cell_type != "markdown":
            continue
        text = NOT_PROSE.sub(" ", cell.source).replace(r"\,", "").replace("{,}", ",")
        for found in NUMBER.findall(text):
            plain = normal(found)
            is_claim = "." in plain or "e" in plain or (len(plain) >= 3 and not 1600 <= int(plain) <= 2100)
            if is_claim and plain not in known:
                yield f"cell {cell.id}: the number {found} is neither computed nor asserted in any cell"


def check_labels(notebook: nbformat.NotebookNode) -> Iterator[str]:
    """Displayed equations have a label, labels are unique, equations that docstrings name exist."""
    text = prose(notebook)
    labels = re.findall(r"^\$\$ \((eq-[\w-]+)\)", text, re.MULTILINE) + re.findall(
        r"^:label: ((?:ex|eq)-[\w-]+)", text, re.MULTILINE
    )
    for twice in {label for label in labels if labels.count(label) > 1}:
        yield f"the label {twice} is given twice"
    displayed = len(re.findall(r"^\$\$.*$", text, re.MULTILINE)) / 2
    if displayed != len(re.findall(r"^\$\$ \(eq-[\w-]+\)$", text, re.MULTILINE)):
        yield "a displayed equation has no label; end it with $$ (eq-name) on a line of its own"
    for cell in code_cells(notebook):
        for wanted in re.findall(r"Equations?: ((?:eq-[\w-]+(?:, | and )?)+)", cell.source):
            for label in re.findall(r"eq-[\w-]+", wanted):
                if label not in labels:
                    yield f"cell {cell.id}: no equation is labelled {label}"


def check_anatomy(notebook: nbformat.NotebookNode, anatomy: Anatomy, language: Language) -> Iterator[str]:
    """A chapter has its sections in order, exercises with executed solutions, and what was printed wrong."""
    text, wanted = prose(notebook), anatomy.headings(language)
    headings = re.findall(r"^## (.+)$", text, re.MULTILINE)
    if headings != wanted:
        yield f"the sections are {headings}; they must be {wanted}"
    exercises = re.findall(r"^:::\{exercise\}[^\n]*\n:label: (\S+)", text, re.MULTILINE)
    solutions = re.findall(r"^:::\{solution-start\} (\S+)", text, re.MULTILINE)
    if not between(len(exercises), anatomy.exercises) or exercises != solutions:
        allowed = words_of(anatomy.exercises)
        yield f"exercises {exercises} need a solution each, in the same order, and there are {allowed}"
    audited = sum("audit" in cell.metadata.get("tags", []) for cell in notebook.cells)
    if not between(audited, anatomy.audited_cells):
        yield (
            f"{audited} Markdown cells have the tag audit, which lists what was printed against what is right; "
            f"there are {words_of(anatomy.audited_cells)}"
        )
    yield from check_solutions(notebook)


def check_solutions(notebook: nbformat.NotebookNode) -> Iterator[str]:
    """Between solution-start and solution-end a code cell asserts something."""
    inside, asserted = None, False
    for cell in notebook.cells:
        start = re.search(r"^:::\{solution-start\} (\S+)", cell.source, re.MULTILINE)
        if cell.cell_type == "markdown" and start:
            inside, asserted = start[1], False
        elif cell.cell_type == "code" and inside:
            asserted = asserted or bool(re.search(r"\bassert |\bcheck\(", cell.source))
        if cell.cell_type == "markdown" and ":::{solution-end}" in cell.source and inside:
            if not asserted:
                yield f"the solution of {inside} asserts nothing"
            inside = None
    if inside:
        yield f"the solution of {inside} has no end"


def check_formulas(notebook: nbformat.NotebookNode) -> Iterator[str]:
    """Each numbered formula is guarded: some cell compared it with another road, and its output says so."""
    labels = re.findall(r"^\$\$ \((eq-[\w-]+)\)", prose(notebook), re.MULTILINE)
    shown = "\n".join(o.get("data", {}).get("text/plain", "") for c in code_cells(notebook) for o in c.outputs)
    guarded = set(re.findall(r"^check: (eq-[\w-]+)[, ]", shown, re.MULTILINE))
    for label in [label for label in labels if label not in guarded]:
        yield f"no check guards the formula {label}; compare it: check({label!r}, 'finite differences', got, want)"
    for label in sorted(guarded - set(labels)):
        yield f"a check guards {label}, and no formula has that label"


def check_figures(notebook: nbformat.NotebookNode) -> Iterator[str]:
    """Each live figure has a title of a few words and a caption of one sentence."""
    for cell in code_cells(notebook):
        for call in ast.walk(ast.parse(cell.source)):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "LiveFigure":
                given = {one.arg: one.value for one in call.keywords}
                title, caption = (ast.literal_eval(given[key]) if key in given else "" for key in ("title", "caption"))
                yield from (f"cell {cell.id}: {fault}" for fault in _faults_of_words(title, caption))


def _faults_of_words(title: str, caption: str) -> Iterator[str]:
    if not 2 <= len(title.split()) <= 6:
        yield f"the live figure has the title {title!r}; title= says in two to six words what it is about"
    if not caption.endswith(".") or re.search(r"[.!?] +[A-Z]", caption):
        yield f"the live figure has the caption {caption!r}; caption= says in one sentence what its marks are"


def check_sizes(notebook: nbformat.NotebookNode, anatomy: Anatomy) -> Iterator[str]:
    """Cells hold one idea in lines that can be read, prose is neither thin nor endless."""
    cells, words = code_cells(notebook), count_words(prose(notebook))
    if not between(len(cells), anatomy.code_cells):
        yield f"{len(cells)} code cells; {words_of(anatomy.code_cells)} make a chapter"
    if not between(words, anatomy.words):
        yield f"{words} words; {words_of(anatomy.words)} make a chapter"
    figures = sum("LiveFigure(" in cell.source for cell in cells)
    if not between(figures, anatomy.live_figures):
        yield f"{figures} live figures; {words_of(anatomy.live_figures)} make a chapter"
    sizes = [len(lines(cell)) for cell in cells]
    for cell, size in zip(cells, sizes, strict=True):
        if size > anatomy.longest_cell:
            yield f"cell {cell.id} has {size} lines; {anatomy.longest_cell} at most"
        if (width := max(map(len, cell.source.splitlines()), default=0)) > anatomy.longest_line:
            yield f"cell {cell.id} has a line of {width} characters; {anatomy.longest_line} at most"
    if sizes and median(sizes) > anatomy.median_cell:
        yield f"code cells have a median of {median(sizes)} lines; {anatomy.median_cell} at most: one idea a cell"


def main(arguments: list[str]) -> int:
    paths = [Path(a).resolve() for a in arguments] or notebooks()
    broken = 0
    if not arguments:
        tell_strays()
    for path in paths:
        for sentence in check(path):
            print(f"{path.relative_to(ROOT) if path.is_relative_to(ROOT) else path}: {sentence}")
            broken += 1
    print(f"{len(paths)} notebooks checked, {broken} rules broken")
    return 1 if broken or not paths else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
