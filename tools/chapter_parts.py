"""What a chapter's notebook holds, for the rules about it: its code, its prose, and where something stands."""

import ast
import re
from functools import cache
from typing import Any

from nbformat import NotebookNode

NOT_WORDS = re.compile(r"\$\$.*?\$\$|\$[^$]*\$|`[^`]*`|^:[^\n]*$", re.DOTALL | re.MULTILINE)


def code_cells(notebook: NotebookNode) -> list[NotebookNode]:
    """Return the code cells, in order."""
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def first_figure(notebook: NotebookNode) -> int:
    """Return the place of the cell with the first live figure; after the last cell if there is none."""
    places = [k for k, c in enumerate(notebook.cells) if c.cell_type == "code" and "LiveFigure(" in c.source]
    return places[0] if places else len(notebook.cells)


def prose(notebook: NotebookNode) -> str:
    """Return the Markdown of all cells."""
    return "\n\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")


def count_words(text: str) -> int:
    """Return how many words a text has, without formulas, code, and the marks of directives."""
    return len(re.findall(r"\w+", NOT_WORDS.sub(" ", text)))


def between(number: int, ends: tuple[int, int]) -> bool:
    """Return whether a number lies in a range, ends included."""
    return ends[0] <= number <= ends[1]


def words_of(ends: tuple[int, int]) -> str:
    """Return a range in words."""
    return f"exactly {ends[0]}" if ends[0] == ends[1] else f"{ends[0]} to {ends[1]}"


# --- where


WIDTH = 40  # characters of a cell's first line that tell which cell it is
FENCE = re.compile(r"^ {0,3}(?:```|~~~).*?^ {0,3}(?:```|~~~)", re.MULTILINE | re.DOTALL)
SIGNS = re.compile(r"#{1,6} .*|:{3,}(?:\{[\w-]+\})?|:[\w-]+:.*")  # a heading, and a directive without its title
MARKS = re.compile(r"^:{3,}\{[\w-]+\} *|\[([^\]]*)\]\([^)]*\)|\*+|`+")  # of a link the words remain
HEADING = re.compile(r"^#{1,6} +(.+?) *$", re.MULTILINE)


def where(notebook: NotebookNode, cell: NotebookNode, line: int = 0) -> str:
    """Return where something stands as its author sees it: under which heading, in which cell, in which line of it."""
    heading = ""
    for one in notebook.cells:
        found = HEADING.findall(FENCE.sub("", one.source)) if one.cell_type == "markdown" else ()
        heading = (found[0] if one is cell else found[-1]) if found else heading
        if one is cell:
            break
    parts = [
        f"under “{heading}”" if heading else "",
        f"in the cell “{first_words(cell)}”",
        f"line {line}" if line else "",
    ]
    return ", ".join(filter(None, parts))


def first_words(cell: NotebookNode) -> str:
    """Return the beginning of a cell, as far as it tells which one it is; of text the first words that Lab shows."""
    lines = [line.strip() for line in cell.source.splitlines() if line.strip()]
    if cell.cell_type == "markdown":
        lines = [MARKS.sub(r"\1", line) for line in lines if not SIGNS.fullmatch(line)] or lines
    first = lines[0] if lines else ""
    return first if len(first) <= WIDTH else first[:WIDTH].rsplit(" ", 1)[0].rstrip() + "…"


# --- code


def syntax(cell: NotebookNode) -> ast.Module:
    """Return the syntax of a code cell, nothing if it is no Python; that is told by a rule of its own."""
    try:
        return tree(cell.source)
    except SyntaxError:
        return ast.Module(body=[], type_ignores=[])


@cache
def tree(source: str) -> ast.Module:
    """Return the syntax of a code cell, with the lines as they stand; what IPython alone understands is taken out.

    Of ``%time f(x)`` and a cell under ``%%time`` the Python remains, of ``!ls``, ``%matplotlib`` and ``f?`` nothing.
    Code that is no Python either raises a SyntaxError.
    """
    try:
        return ast.parse(source)
    except SyntaxError:
        from IPython.core.inputtransformer2 import TransformerManager

        plain = ast.parse(TransformerManager().transform_cell(source))
        return ast.increment_lineno(ast.fix_missing_locations(_WithoutMagics().visit(plain)), empty_at_the_top(source))


def empty_at_the_top(source: str) -> int:
    """Return how many empty lines a cell begins with: IPython drops them before it counts its lines."""
    return source[: len(source) - len(source.lstrip())].count("\n")


class _WithoutMagics(ast.NodeTransformer):
    """Puts what a magic runs in the place of the magic, and nothing in the place of any other."""

    RUN_PYTHON = ("time", "timeit", "capture", "prun", "memit")

    def visit_Expr(self, node: ast.Expr) -> Any:
        found = _magic(node.value)
        return self.generic_visit(node) if found is None else self._inside(*found, node.lineno) or ast.Pass()

    def visit_Call(self, node: ast.Call) -> Any:
        return self.generic_visit(node) if _magic(node) is None else ast.Constant(None)

    def _inside(self, how: str, words: list[str], line: int) -> list[ast.stmt]:
        if how not in ("run_line_magic", "run_cell_magic") or words[0] not in self.RUN_PYTHON:
            return []
        own = how == "run_line_magic"
        # A cell's magic may time a statement of its own beside the cell; its options are no Python.
        try:
            found = ast.parse(words[1] if own else words[2]).body
        except SyntaxError:
            return []
        return [ast.increment_lineno(one, line - (1 if own else 0)) for one in found]


def _magic(node: ast.expr) -> tuple[str, list[str]] | None:
    """Return which method of IPython a call asks for, and what it is given; None for any other code."""
    match node:
        case ast.Call(func=ast.Attribute(value=ast.Call(func=ast.Name(id="get_ipython")), attr=how), args=given):
            return how, [str(one.value) for one in given if isinstance(one, ast.Constant)]
    return None
