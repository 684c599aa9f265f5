"""What all tests share: warnings are errors (pyproject.toml), figures need no screen, V8 runs what a page runs."""

import os

os.environ.setdefault("MPLBACKEND", "Agg")

import pytest

from support.v8 import V8


@pytest.fixture(scope="session")
def v8() -> V8:
    """One JavaScript engine with the page's own helpers loaded."""
    return V8()
