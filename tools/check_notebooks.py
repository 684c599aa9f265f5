"""Check the rules that every chapter keeps, because a reader is worse off where one is broken.

Usage: python tools/check_notebooks.py [notebook ...]      (all notebooks of the book if none is named)

Which sections a reader counts on depends on its kind: anatomy.toml. How long it is, how many cells it has and
which other sections is its author's to say; what is usual is told by `make new` and `make chapter`.

Prints one line for each broken rule, with the place as its author sees it, and exits 1 if there is one.
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import nbformat

from anatomy import Anatomy, Language, languages, place
from chapter_parts import between, code_cells, count_words, first_figure, prose, syntax, tree, where, words_of
from opening import check_opening, check_predictions, section_at
from tidy_notebooks import notebooks, tell_strays

ROOT = Path(__file__).resolve().parent.parent
sys.path.append(str(ROOT / "book"))

from house.cited import not_computed  # noqa: E402 (it is found from here on)

RAW_HTML = re.compile(r"^\s*</?(div|span|p|img|script|style|table|iframe|details|br)\b", re.IGNORECASE | re.MULTILINE)
LONGEST_LINE = 120  # characters of code that stays open in the page; the end of a longer line is out of sight there


def check(path: Path) -> Iterator[str]:
    """Yield the broken rules of one notebook, each as a sentence."""
    yield from check_notebook(nbformat.read(path, 4), path)


def check_notebook(notebook: nbformat.NotebookNode, path: Path, *, stored: bool = True) -> Iterator[str]:
    """Yield the broken rules of a notebook that stands at a path; one that is being written is not stored tidily."""
    nbformat.validate(notebook)
    found = place(path)
    if stored:
        yield from check_order(notebook)
    yield from check_code(notebook)
    yield from check_names(notebook)
    yield from check_prose(notebook, found[1] if found else next(iter(languages().values())))
    yield from check_numbers(notebook)
    yield from check_labels(notebook)
    if not found and "notebooks" in path.parts:
        yield f"the folder {path.parent.name} names no part of the book, or no language; tools/anatomy.toml lists them"
    if found:
        anatomy, language = found[0].anatomy_of(notebook), found[1]
        yield from check_sections(notebook, anatomy, language)
        yield from check_opening(notebook, anatomy, language)
        yield from check_predictions(notebook, language.headings[anatomy.prediction])
        yield from check_formulas(notebook)
        yield from check_figures(notebook)


def check_order(notebook: nbformat.NotebookNode) -> Iterator[str]:
    """The notebook was run from top to bottom, without an error, and keeps text only."""
    counts = [cell.execution_count for cell in code_cells(notebook)]
    if counts != list(range(1, len(counts) + 1)):
        yield f"execution counts are {counts}; restart the kernel, run all and save (make tidy)"
    for cell in code_cells(notebook):
        for output in cell.outputs:
            extra = set(output.get("data", {})) - {"text/plain", "text/latex", "text/markdown"}
            if extra or output.output_type == "error":
                yield f"{where(notebook, cell)}: stored {sorted(extra) or 'error'}; run make tidy"


def check_code(notebook: nbformat.NotebookNode) -> Iterator[str]:
    """What stands in a code cell is Python, or IPython's own; what stays open in the page can be read there."""
    for cell in code_cells(notebook):
        try:
            tree(cell.source)
        except SyntaxError as error:
            yield f"{where(notebook, cell, error.lineno or 0)}: this is no Python ({error.msg})"
        for number, line in enumerate(cell.source.splitlines() if "show" in cell.metadata.get("tags", []) else (), 1):
            if len(line) > LONGEST_LINE:
                yield f"{where(notebook, cell, number)}: a line of {len(line)} characters; {LONGEST_LINE} at most"


def check_names(notebook: nbformat.NotebookNode) -> Iterator[str]:
    """A function keeps one meaning: it is defined once; nothing is star-imported."""
    seen: dict[str, str] = {}
    for cell in code_cells(notebook):
        for node in ast.walk(syntax(cell)):
            if isinstance(node, ast.ImportFrom) and node.names[0].name == "*":
                yield f"{where(notebook, cell, node.lineno)}: star import; nobody sees where a name comes from"
        for node in syntax(cell).body:
            if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
                if node.name in seen:
                    yield (
                        f"{where(notebook, cell, node.lineno)}: {node.name} is defined again "
                        f"(first {seen[node.name]}); give the second another name"
                    )
                seen.setdefault(node.name, where(notebook, cell, node.lineno))


def check_prose(notebook: nbformat.NotebookNode, language: Language) -> Iterator[str]:
    """No filler, no raw HTML, no bare numbered chapter."""
    filler = re.compile(rf"(?<![a-z0-9_])({'|'.join(map(re.escape, language.filler))})(?![a-z0-9_])", re.IGNORECASE)
    rules = (
        (filler, "the word {!r} says nothing"),
        (RAW_HTML, "raw HTML <{}>; JupyterLab and the page must show the same"),
        (re.compile(language.numbered), "name the chapter by its title with a link, not by its number ({})"),
    )
    for cell in notebook.cells:
        for pattern, says in rules if cell.cell_type == "markdown" else ():
            for found in pattern.finditer(cell.source):
                told = found[found.re.groups]
                line = cell.source.count("\n", 0, found.end()) + 1
                yield f"{where(notebook, cell, line)}: {says.format(told)}"


def check_numbers(notebook: nbformat.NotebookNode) -> Iterator[str]:
    """A number in the prose that claims something is computed in a cell, or a source stands beside it."""
    for claim in not_computed(notebook):
        if not claim.sources:
            yield (
                f"{where(notebook, notebook.cells[claim.cell], claim.line)}: the number {claim.number} is neither "
                "computed nor asserted in any cell, and its sentence cites no source"
            )


def check_labels(notebook: nbformat.NotebookNode) -> Iterator[str]:
    """Displayed equations have a label, labels are unique, equations that docstrings name exist."""
    text = prose(notebook)
    labels = re.findall(r"^\$\$ \((eq-[\w-]+)\)", text, re.MULTILINE) + re.findall(
        r"^:label: ((?:ex|eq)-[\w-]+)", text, re.MULTILINE
    )
    for twice in {label for label in labels if labels.count(label) > 1}:
        yield f"the label {twice} is given twice"
    yield from _without_label(notebook)
    for cell in code_cells(notebook):
        for wanted in re.finditer(r"Equations?: ((?:eq-[\w-]+(?:, | and )?)+)", cell.source):
            line = cell.source.count("\n", 0, wanted.start()) + 1
            for label in re.findall(r"eq-[\w-]+", wanted[1]):
                if label not in labels:
                    yield f"{where(notebook, cell, line)}: no equation is labelled {label}"


def _without_label(notebook: nbformat.NotebookNode) -> Iterator[str]:
    for cell in notebook.cells:
        fences = re.finditer(r"^\$\$.*$", cell.source if cell.cell_type == "markdown" else "", re.MULTILINE)
        for end in list(fences)[1::2]:
            if not re.fullmatch(r"\$\$ \(eq-[\w-]+\)", end[0]):
                at = where(notebook, cell, cell.source.count("\n", 0, end.start()) + 1)
                yield f"{at}: a displayed equation has no label; end it with $$ (eq-name) on a line of its own"


def check_sections(notebook: nbformat.NotebookNode, anatomy: Anatomy, language: Language) -> Iterator[str]:
    """A chapter has the sections that its readers count on, in their order, and may have others of its own."""
    headings = re.findall(r"^## (.+)$", prose(notebook), re.MULTILINE)
    for heading in (language.headings[section] for section in anatomy.needed):
        if heading not in headings:
            yield f"there is no section “{heading}”"
    order = anatomy.headings(language)
    known = [heading for heading in headings if heading in order]
    if known != sorted(known, key=order.index):
        wanted = [heading for heading in order if heading in known]
        yield f"the sections stand in the order {known}; the order of all chapters is {wanted}"
    for heading in {one for one in known if known.count(one) > 1}:
        yield f"there are two sections “{heading}”"
    yield from check_exercises(notebook)
    yield from check_audit(notebook, language)


def check_exercises(notebook: nbformat.NotebookNode) -> Iterator[str]:
    """There are exercises, each with a solution that is executed."""
    text = prose(notebook)
    exercises = re.findall(r"^:::\{exercise\}[^\n]*\n:label: (\S+)", text, re.MULTILINE)
    solutions = re.findall(r"^:::\{solution-start\} (\S+)", text, re.MULTILINE)
    if not exercises:
        yield "there is no exercise"
    if exercises != solutions:
        yield f"the exercises {exercises} need a solution each, in the same order; there are {solutions}"
    yield from check_solutions(notebook)


def check_audit(notebook: nbformat.NotebookNode, language: Language) -> Iterator[str]:
    """What an article printed stands in a table that the page of all audited items finds."""
    printed = language.headings.get("printed")
    places = [k for k, cell in enumerate(notebook.cells) if section_at(notebook, k) == printed]
    if places and not any("audit" in notebook.cells[k].metadata.get("tags", []) for k in places):
        yield (
            f"the section “{printed}” has no cell with the tag audit, whose table the page of all items shows; "
            "if nothing was printed wrong or right, leave the section out"
        )


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
    """There is a live figure, and each has a title and a caption, by which the page of all figures lists it."""
    if first_figure(notebook) == len(notebook.cells):
        yield "there is no live figure"
    for cell in code_cells(notebook):
        for call in ast.walk(syntax(cell)):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "LiveFigure":
                given = {one.arg: one.value for one in call.keywords}
                for key, says in (("title", "in a few words what it is about"), ("caption", "what its marks are")):
                    value = given.get(key, ast.Constant(""))
                    if isinstance(value, ast.Constant) and not str(value.value).strip():
                        yield f"{where(notebook, cell, call.lineno)}: the live figure has no {key}; {key}= says {says}"


def unusual(notebook: nbformat.NotebookNode, anatomy: Anatomy) -> Iterator[str]:
    """Yield how a chapter differs from what is usual; that is no fault, and no rule is made of it."""
    text = prose(notebook)
    counts = {
        "words": count_words(text),
        "live figures": sum("LiveFigure(" in cell.source for cell in code_cells(notebook)),
        "exercises": len(re.findall(r"^:::\{exercise\}", text, re.MULTILINE)),
    }
    for what, ends in anatomy.usual.items():
        if not between(counts[what], ends):
            yield f"{counts[what]} {what}; {words_of(ends)} are usual"


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
