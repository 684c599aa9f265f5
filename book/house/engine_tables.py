"""The pages about the engine that are tables of its own: what NumPy it knows, its errors, what mistakes say.

Every row is read from the engine, or from the tests of its messages, while the book is built. So the pages
cannot disagree with what the engine does.

    ```{engine-table} exact        or: close, arrays, composed, advice, sizes
    ```{error-tree}
    ```{mistakes} tests/unit/test_tracer.py REFUSED
"""

import ast
import importlib.util
import inspect
import re
import sys
import textwrap
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from livefig.draw.marks import mark as artists
from livefig import compile
from livefig import errors
from livefig import network
from livefig.trace import ops
from livefig.errors import LiveFigureError

PRECISION = {ops.EXACT: "the same bits", ops.SUMS: "to one part in 10¹²"}
_PLACE = re.compile(r"^line \d+ of \S+: `.*?`: ")
_ADDRESS = re.compile(r" at 0x[0-9a-f]+")  # else every build would give other bytes


class TableError(ValueError):
    """A table that cannot be made; the message says which and why."""


# --- NumPy


def elementwise(tolerance: float) -> list[tuple[str, ...]]:
    """Return the names and the JavaScript of the functions that work element by element, of one tolerance."""
    found = [(ufunc, op) for ufunc, op in ops.UFUNCS.items() if op.js and op.tolerance == tolerance]
    return sorted((", ".join([f"np.{op.name}", *_aliases(ufunc)]), _readable(op)) for ufunc, op in found)


def arrays() -> list[tuple[str, ...]]:
    """Return the call and the precision of every function of whole arrays that the page computes itself."""
    rows = [(_call(f, op.bind), PRECISION[op.tolerance]) for f, op in ops.PRIMITIVES.items()]
    return sorted([*rows, ("np.matmul(x1, x2)", PRECISION[ops.MATMUL.tolerance])])


def composed() -> list[str]:
    """Return the call of every function that is written with the others."""
    return sorted(_call(f, handler) for f, handler in ops.COMPOSED.items())


def advice() -> list[tuple[str, ...]]:
    """Return each common function that is refused, and what to write instead."""
    return sorted((f"np.{name}", text) for name, text in ops.ADVICE.items())


def _aliases(ufunc: np.ufunc) -> list[str]:
    names = (name for name in dir(np) if getattr(np, name) is ufunc)
    return [f"np.{name}" for name in names if name != ufunc.__name__]


def _readable(op: ops.Op) -> str:
    """Return the JavaScript for real numbers x and y."""
    dtype = "bool" if op.name in ops.BOOL_ONLY else "float64"
    text = op.expression([dtype] * op.numpy.nin).replace("{0}", "x").replace("{1}", "y")
    return text[1:-1] if text.startswith("(") and _closes_at_the_end(text) else text


def _closes_at_the_end(text: str) -> bool:
    depths = np.cumsum([(sign == "(") - (sign == ")") for sign in text])
    return bool((depths[:-1] > 0).all())


def _call(function: Any, handler: Callable[..., Any]) -> str:
    """Return how a function is called: the arguments that its row takes. Their defaults are NumPy's."""
    given = inspect.signature(handler).parameters.values()
    names = [p.name for p in given if p.kind not in (p.VAR_POSITIONAL, p.VAR_KEYWORD)]
    names += getattr(handler, "keywords", ())
    return f"np{function.__module__.removeprefix('numpy')}.{function.__name__}({', '.join(names)})"


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


# --- errors


def subclasses(base: type) -> list[type]:
    """Return the error classes of the engine that derive directly from another, in their order."""
    return [c for c in vars(errors).values() if isinstance(c, type) and c.__base__ is base]


def meaning(kind: type) -> str:
    """Return what an error class stands for."""
    return inspect.cleandoc(kind.__doc__ or "")


# --- mistakes

# For the tests of a file: what an author would have written, from the first elements of a row, and how it is made.
MAKE: dict[str, tuple[str, Callable[[ModuleType, Any], Any]]] = {
    "test_tracer": ("{0}", lambda module, row: module.traced(row[0])),
    "test_controls": ("{0}", lambda module, row: row[0]()),
    "test_live": ("{0}", lambda module, row: module.make(**row[0])),
    "test_figure": ("artist = {0}\nmoves={{artist: {1}}}", lambda module, row: module.one(row[0], row[1])),
    "test_check": ("{0}", lambda module, row: row[0]()),
    "test_equations": ("equations=[{0}]", lambda module, row: module.Equation(row[0], module.VALUES)),
}


def mistakes(path: Path, table: str, without: str | None = None) -> list[tuple[str, str, str]]:
    """Return what was written, the class of the error and its message, for each row of a table of the tests.

    Rows in which the word `without` occurs are left out.
    """
    if path.stem not in MAKE:
        raise TableError("engine_tables.MAKE does not say how its mistakes are made.")
    form, make = MAKE[path.stem]
    source = path.read_text(encoding="utf-8")
    tree = ast.parse(source)
    with _imported(path) as module:
        rows = zip(_row_nodes(tree, table), _runtime_rows(module, table), strict=True)
        found = [(_written(node, form, source, tree), *_said(make, module, row)) for node, row in rows]
    return [row for row in dict.fromkeys(found) if without is None or without not in row[0]]


def _said(make: Callable[..., Any], module: ModuleType, row: Any) -> tuple[str, str]:
    try:
        make(module, row)
    except LiveFigureError as error:
        return type(error).__name__, _ADDRESS.sub("", _PLACE.sub("", str(error)))
    finally:
        plt.close("all")
    raise TableError(f"{module.__name__}: {row!r} raises nothing.")


@contextmanager
def _imported(path: Path) -> Iterator[ModuleType]:
    """Import a file of tests, which find their helpers in the folder `tests`."""
    folder = str(path.parents[1])
    sys.path.insert(0, folder)
    try:
        spec = importlib.util.spec_from_file_location(path.stem, path)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        yield module
    finally:
        sys.path.remove(folder)


def _runtime_rows(module: ModuleType, table: str) -> list[Any]:
    thing = getattr(module, table)
    return thing.pytestmark[0].args[1] if callable(thing) else thing


def _row_nodes(tree: ast.Module, table: str) -> list[ast.expr]:
    """Return the rows of a table as they are written: of a variable, or of a test's own parameters."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == table:
            return node.value.elts
        if isinstance(node, ast.FunctionDef) and node.name == table:
            return node.decorator_list[0].args[1].elts
    raise TableError(f"there is no table {table}.")


def _written(row: ast.expr, form: str, source: str, tree: ast.Module) -> str:
    codes = [_code(element, source, tree) for element in row.elts]
    if "artist" in form and "\n" in codes[0]:  # a function of several lines, of which the last returns the artist
        codes[0] = codes[0].replace("return ", "artist = ")
        form = form.removeprefix("artist = ")
    return form.format(*codes)


def _code(node: ast.expr, source: str, tree: ast.Module) -> str:
    """Return what an author would have written: of a function its body, of keywords `name=value`."""
    if isinstance(node, ast.Lambda):
        return _code(node.body, source, tree) if isinstance(node.body, ast.Dict) else _segment(source, node.body)
    if isinstance(node, ast.Dict) and node.keys and all(_is_argument(key) for key in node.keys):
        pairs = zip(node.keys, node.values, strict=True)
        return ", ".join(f"{key.value}={_value(value, source)}" for key, value in pairs)
    functions = {f.name: f for f in tree.body if isinstance(f, ast.FunctionDef)}
    if isinstance(node, ast.Name) and node.id in functions:
        return _body(functions[node.id], source)
    return _segment(source, node)


ARGUMENTS = {"name", "alt", "controls", "says", "moves", "function", "equations", "drags", "colors"}


def _is_argument(key: ast.expr | None) -> bool:
    return isinstance(key, ast.Constant) and key.value in ARGUMENTS


def _value(node: ast.expr, source: str) -> str:
    """Return a value; of the tests' `lambda line: {line: ...}` what `moves` becomes."""
    takes_artist = isinstance(node, ast.Lambda) and [a.arg for a in node.args.args] == ["line"]
    return _segment(source, node.body if takes_artist else node)


def _body(function: ast.FunctionDef, source: str) -> str:
    if len(function.body) == 1 and isinstance(function.body[0], ast.Return):
        return _segment(source, function.body[0].value)
    lines = source.splitlines()[function.body[0].lineno - 1 : function.end_lineno]
    return textwrap.dedent("\n".join(lines))


def _segment(source: str, node: ast.expr) -> str:
    return re.sub(r"\s*\n\s*", " ", ast.get_source_segment(source, node) or "")


# --- directives


def table(header: Iterable[str], rows: Iterable[Iterable[str]], kinds: str) -> nodes.table:
    """Return a table; `kinds` has a letter for each column: n for names, c for code, t for text."""
    group = nodes.tgroup(cols=len(kinds))
    group += [nodes.colspec(colwidth=1) for _ in kinds]
    group += nodes.thead("", _row([nodes.paragraph(text=text) for text in header]))
    cells = ([_cell(text, kind) for text, kind in zip(row, kinds, strict=True)] for row in rows)
    group += nodes.tbody("", *map(_row, cells))
    return nodes.table("", group)


def _row(cells: list[nodes.Node]) -> nodes.row:
    return nodes.row("", *(nodes.entry("", cell) for cell in cells))


def _cell(text: str, kind: str) -> nodes.paragraph:
    if kind == "n":
        return listed(text.split(", "), ", ")
    return nodes.paragraph("", "", *([nodes.literal(text=text)] if kind == "c" else with_code(text)))


def listed(codes: Iterable[str], between: str) -> nodes.paragraph:
    """Return pieces of code in one paragraph."""
    pieces = [piece for code in codes for piece in (nodes.Text(between), nodes.literal(text=code))]
    return nodes.paragraph("", "", *pieces[1:])


def with_code(text: str) -> list[nodes.Node]:
    """Return text in which what stands in backticks is code."""
    parts = enumerate(text.split("`"))
    return [nodes.literal(text=part) if k % 2 else nodes.Text(part) for k, part in parts if part]


TABLES: dict[str, Callable[[], nodes.Node]] = {
    "exact": lambda: table(("function", "in the page"), elementwise(ops.EXACT), "nc"),
    "close": lambda: table(("function", "in the page"), elementwise(ops.CLOSE), "nc"),
    "arrays": lambda: table(("function", "agrees"), arrays(), "ct"),
    "composed": lambda: listed(composed(), ", "),
    "advice": lambda: table(("refused", "write instead"), advice(), "ct"),
    "sizes": lambda: table(("what", "at most"), sizes(), "tt"),
}


class EngineTable(SphinxDirective):
    """One of the tables of what the engine knows and allows."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        if self.arguments[0] not in TABLES:
            raise self.error(f"there is no table {self.arguments[0]!r}; there are {', '.join(TABLES)}")
        for module in (ops, artists, compile, network):
            self.env.note_dependency(module.__file__)
        return [TABLES[self.arguments[0]]()]


class ErrorTree(SphinxDirective):
    """The error classes of the engine and what each means, each inside the one that it derives from."""

    def run(self) -> list[nodes.Node]:
        self.env.note_dependency(errors.__file__)
        return [self._tree([LiveFigureError])]

    def _tree(self, classes: list[type]) -> nodes.definition_list:
        return nodes.definition_list("", *map(self._branch, classes))

    def _branch(self, kind: type) -> nodes.definition_list_item:
        body = nodes.definition("", nodes.paragraph("", "", *with_code(meaning(kind))))
        if subclasses(kind):
            body += self._tree(subclasses(kind))
        return nodes.definition_list_item("", nodes.term("", "", nodes.literal(text=kind.__name__)), body)


class Mistakes(SphinxDirective):
    """What was written and what the engine says to it, from a table of the tests."""

    required_arguments = 2
    option_spec = {"without": directives.unchanged_required}

    def run(self) -> list[nodes.Node]:
        path = Path(self.env.srcdir, self.arguments[0])
        self.env.note_dependency(str(path))
        try:
            found = mistakes(path, self.arguments[1], self.options.get("without"))
        except (TableError, OSError, AttributeError) as error:
            raise self.error(f"{self.arguments[0]}: {error}") from None
        return [nodes.definition_list("", *map(_item, found), classes=["engine-code"])]


def _item(found: tuple[str, str, str]) -> nodes.definition_list_item:
    written, kind, message = found
    said = nodes.paragraph("", "", nodes.strong(text=kind), nodes.Text(": "), *with_code(message))
    return nodes.definition_list_item("", nodes.term("", "", *_lines(written)), nodes.definition("", said))


def _lines(text: str) -> Iterator[nodes.Node]:
    """Return code line by line, since a term holds no block; the spaces that a line begins with stay."""
    for number, line in enumerate(text.splitlines()):
        if number:
            yield nodes.raw("", "<br>", format="html")
        yield nodes.literal(text=re.sub("^ +", lambda m: "\N{NO-BREAK SPACE}" * len(m[0]), line))


def setup(app):
    app.add_directive("engine-table", EngineTable)
    app.add_directive("error-tree", ErrorTree)
    app.add_directive("mistakes", Mistakes)
    app.add_css_file("engine.css")
    return {"parallel_read_safe": True, "parallel_write_safe": True}
