"""The author's function as text, which the page shows beside the figure."""

import inspect
import textwrap
from collections.abc import Callable
from typing import Any

from ..spec import SourceSpec


def source(function: Callable[..., Any]) -> SourceSpec:
    """Return the name of the author's function and its text, or no text where Python does not have it."""
    name = getattr(function, "__name__", "")
    if not name.isidentifier():  # a lambda or a partial function has no text of its own
        return {"name": "function", "text": None}
    try:
        return {"name": name, "text": textwrap.dedent(inspect.getsource(function)).rstrip()}
    except (OSError, TypeError):
        return {"name": name, "text": None}
