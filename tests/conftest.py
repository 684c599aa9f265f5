"""What all tests share: warnings are errors (pyproject.toml), figures need no screen, V8 runs what the page runs."""

import importlib
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

os.environ.setdefault("MPLBACKEND", "Agg")

import pytest
from support.v8 import V8

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def v8() -> V8:
    """One JavaScript engine with the page's own helpers loaded."""
    return V8()


@contextmanager
def importing_from(folder: Path) -> Iterator[Callable[[str], ModuleType]]:
    """Give a function that imports a module of a folder that is no package."""
    sys.path.insert(0, str(folder))
    try:
        yield importlib.import_module
    finally:
        sys.path.remove(str(folder))


@pytest.fixture(scope="module")
def ext() -> Iterator[Callable[[str], ModuleType]]:
    """Return a function that imports one of the book's Sphinx extensions."""
    with importing_from(ROOT / "book" / "_ext") as imported:
        yield imported


@pytest.fixture(scope="module")
def tool() -> Iterator[Callable[[str], ModuleType]]:
    """Return a function that imports a script of the folder tools."""
    with importing_from(ROOT / "tools") as imported:
        yield imported
