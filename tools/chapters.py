"""Run a notebook in this process and keep its live figures, so that a page can be held against its own NumPy."""

import contextlib
import inspect
import io
import linecache
import warnings
from functools import cache
from pathlib import Path
from unittest import mock

import nbformat
import yaml

from chapter_parts import tree
from livefig import LiveFigure

PICTURES: dict[str, tuple] = {}  # by the figure's name: the Matplotlib figure and what moves in it
ROOT = Path(__file__).resolve().parents[1]


def documents() -> list[str]:
    """Return the pages of the book in the order of the toc, without their endings."""
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    return [toc["root"], *(chapter["file"] for part in toc["parts"] for chapter in part["chapters"])]


def title(document: str) -> str:
    """Return the title of a chapter with its number, as the book shows it."""
    first = nbformat.read(ROOT / f"{document}.ipynb", 4).cells[0].source
    return f"{number(document)}. {first.splitlines()[0].removeprefix('# ')}"


def number(document: str) -> int:
    """Return the number of a chapter: its place among the chapters of all parts."""
    return [name for name in documents() if name.startswith("notebooks/")].index(document) + 1


def notebooks() -> list[str]:
    """Return those pages that are notebooks."""
    return [name for name in documents() if (ROOT / f"{name}.ipynb").exists()]


@cache
def figures(document: str) -> dict[str, LiveFigure]:
    """Return the live figures of a notebook by name."""
    found: list[LiveFigure] = []
    make = LiveFigure.__init__

    def keep(self, *args, **kwargs):
        make(self, *args, **kwargs)
        found.append(self)
        given = inspect.signature(make).bind(self, *args, **kwargs).arguments
        PICTURES[self.spec["name"]] = (given["figure"], given["moves"])

    with (
        mock.patch.object(LiveFigure, "__init__", keep),
        warnings.catch_warnings(),
        contextlib.redirect_stdout(io.StringIO()),
    ):
        warnings.simplefilter("ignore")  # a chapter may show a warning on purpose; nbval compares what it prints
        _run(ROOT / f"{document}.ipynb")
    return {figure.spec["name"]: figure for figure in found}


def _run(path: Path) -> None:
    namespace = {"__name__": "__main__"}
    for number, cell in enumerate(nbformat.read(path, 4).cells):
        if cell.cell_type == "code":
            name = f"<{path.stem}, cell {number}>"
            linecache.cache[name] = (len(cell.source), None, cell.source.splitlines(True), name)
            with (
                contextlib.suppress(_Expected)
                if "raises-exception" in cell.metadata.get("tags", [])
                else contextlib.nullcontext()
            ):
                exec(compile(tree(cell.source), name, "exec"), namespace)  # noqa: S102


_Expected = Exception
