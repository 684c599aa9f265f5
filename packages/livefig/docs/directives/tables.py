"""Tables of what the engine knows and allows, and the tree of its errors, made when a page shows one."""

import inspect
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from docutils import nodes

from livefig import compile, errors, network
from livefig.draw.marks import mark as artists
from livefig.errors import LiveFigureError, LiveFigureWarning
from livefig.trace import table
from livefig.trace.refusals import spelled

from .code import with_code

SOURCES = [module for name, module in sys.modules.items() if name.startswith((table.__name__, artists.__name__))]
CORPUS = Path(__file__).resolve().parents[2] / "tests" / "corpus"
PRECISION = {table.EXACT: "the same bits", table.SUMS: "to one part in 10¹²"}


# --- NumPy


def elementwise(tolerance: float) -> list[tuple[str, ...]]:
    """Return the names and the JavaScript of the functions that work element by element, of one tolerance."""
    found = [(ufunc, op) for ufunc, op in table.UFUNCS.items() if op.js and op.tolerance == tolerance]
    return sorted((", ".join([f"np.{op.name}", *_aliases(ufunc)]), _readable(ufunc, op)) for ufunc, op in found)


def arrays() -> list[tuple[str, ...]]:
    """Return the call and the precision of every function of whole arrays that the page computes itself."""
    rows = [(_call(f, op.bind), PRECISION[op.tolerance]) for f, op in table.PRIMITIVES.items() if op.bind]
    return sorted([*rows, ("np.matmul(x1, x2)", PRECISION[table.MATMUL.tolerance])])


def composed() -> list[str]:
    """Return the call of every function that is written with the others."""
    return sorted(_call(f, handler) for f, handler in table.COMPOSED.items())


def advice() -> list[tuple[str, ...]]:
    """Return each common function that is refused, and what to write instead."""
    return sorted((f"np.{name}", text) for name, text in table.ADVICE.items())


def _aliases(ufunc: np.ufunc) -> list[str]:
    names = (name for name in dir(np) if getattr(np, name) is ufunc)
    return [f"np.{name}" for name in names if name != ufunc.__name__]


def _readable(ufunc: np.ufunc, op: table.Op) -> str:
    """Return the JavaScript for real numbers x and y."""
    dtype = "bool" if op.name in table.BOOL_ONLY else "float64"
    text = op.expression([dtype] * ufunc.nin).replace("{0}", "x").replace("{1}", "y")
    return text[1:-1] if text.startswith("(") and _closes_at_the_end(text) else text


def _closes_at_the_end(text: str) -> bool:
    depths = np.cumsum([(sign == "(") - (sign == ")") for sign in text])
    return bool((depths[:-1] > 0).all())


def _call(function: Any, handler: Callable[..., Any]) -> str:
    """Return how a function is called: the arguments that its row takes. Their defaults are NumPy's."""
    given = inspect.signature(handler).parameters.values()
    moves = getattr(handler, "keywords", None)  # whose own signature takes anything
    names = [f"*{p.name}" if p.kind is p.VAR_POSITIONAL else p.name for p in given if p.kind is not p.VAR_KEYWORD]
    names = names if moves is None else ["a", *moves]
    return f"{spelled(function)}({', '.join(names)})"


# --- sizes


def sizes() -> list[tuple[str, ...]]:
    """Return what is limited, and how much of it there may be."""
    return [
        ("points of one artist that move, and arrows of one field", f"{artists.POINTS:,}"),
        ("pixels of an image that moves, and grid points of contour lines", f"{artists.PIXELS:,}"),
        ("nodes in one layer of a drawn network", f"{network.MOST_NODES}"),
        ("combinations of all choices and checkboxes of a figure", f"{compile.MAX_PROGRAMS}"),
        ("relative difference between a program and its function", f"{compile.SAME:.0e}".replace("e-0", "e-")),
    ]


# --- the corpus


def corpus() -> list[tuple[str, ...]]:
    """Return for all fields of the corpus, and for each, how many functions it has and how many are live as written.

    The modules are read and not imported: they want SciPy, which a page does not.
    """
    live = set((CORPUS / "live.txt").read_text(encoding="utf-8").split())
    taught = {file.stem: _taught(file) for file in sorted(CORPUS.glob("*.py"))}
    rows = [("all", [name for names in taught.values() for name in names])]
    rows += [(field.replace("_", " "), names) for field, names in taught.items() if names]
    return [(field, f"{len(names)}", f"{len(live.intersection(names))}") for field, names in rows]


def _taught(file: Path) -> list[str]:
    return re.findall(r"^@teaches\(.*?^def (\w+)", file.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


# --- errors


def subclasses(base: type) -> list[type]:
    """Return the error classes of the engine that derive directly from another, in their order."""
    return [c for c in vars(errors).values() if isinstance(c, type) and c.__base__ is base]


def meaning(kind: type) -> str:
    """Return what an error class stands for."""
    return inspect.cleandoc(kind.__doc__ or "")


# --- nodes


def in_rows(header: Iterable[str], rows: Iterable[Iterable[str]], kinds: str) -> nodes.table:
    """Return a table; `kinds` has a letter for each column: n for names, c for code, t for text."""
    group = nodes.tgroup(cols=len(kinds))
    group += [nodes.colspec(colwidth=1) for _ in kinds]
    group += nodes.thead("", _row([nodes.paragraph(text=text) for text in header]))
    cells = ([_cell(text, kind) for text, kind in zip(row, kinds, strict=True)] for row in rows)
    group += nodes.tbody("", *map(_row, cells))
    return nodes.table("", group)


def _row(cells: Sequence[nodes.Node]) -> nodes.row:
    return nodes.row("", *(nodes.entry("", cell) for cell in cells))


def _cell(text: str, kind: str) -> nodes.paragraph:
    if kind == "n":
        return listed(text.split(", "), ", ")
    return nodes.paragraph("", "", *([nodes.literal(text=text)] if kind == "c" else with_code(text)))


def listed(codes: Iterable[str], between: str) -> nodes.paragraph:
    """Return pieces of code in one paragraph."""
    pieces = [piece for code in codes for piece in (nodes.Text(between), nodes.literal(text=code))]
    return nodes.paragraph("", "", *pieces[1:])


TABLES: dict[str, Callable[[], nodes.Node]] = {
    "exact": lambda: in_rows(("function", "in the page"), elementwise(table.EXACT), "nc"),
    "close": lambda: in_rows(("function", "in the page"), elementwise(table.CLOSE), "nc"),
    "arrays": lambda: in_rows(("function", "agrees"), arrays(), "ct"),
    "composed": lambda: listed(composed(), ", "),
    "advice": lambda: in_rows(("refused", "write instead"), advice(), "ct"),
    "sizes": lambda: in_rows(("what", "at most"), sizes(), "tt"),
    "corpus": lambda: in_rows(("field", "functions", "live as written"), corpus(), "ttt"),
}


def error_tree() -> nodes.definition_list:
    """Return the error classes of the engine and what each means, each inside the one that it derives from."""
    return _tree([LiveFigureError, LiveFigureWarning])


def _tree(classes: list[type]) -> nodes.definition_list:
    return nodes.definition_list("", *map(_branch, classes))


def _branch(kind: type) -> nodes.definition_list_item:
    body = nodes.definition("", nodes.paragraph("", "", *with_code(meaning(kind))))
    if subclasses(kind):
        body += _tree(subclasses(kind))
    return nodes.definition_list_item("", nodes.term("", "", nodes.literal(text=kind.__name__)), body)
