"""What can go wrong with a check: its question cannot be asked, or its answer is no."""

import traceback


class CheckError(Exception):
    """A check that asks nothing: no label, different shapes, no tolerance."""

    def _render_traceback_(self) -> list[str]:
        """Return what IPython shows of it, without the lines of this package."""
        return in_notebook(self)


class CheckFailed(AssertionError):
    """A formula and the other road to its numbers do not agree."""

    def _render_traceback_(self) -> list[str]:
        """Return what IPython shows of it, without the lines of this package."""
        return in_notebook(self)


def in_notebook(error: BaseException) -> list[str]:
    """Return an error as a notebook shows it to its author: the lines of cells that led to it, and the message."""
    frames = traceback.extract_tb(error.__traceback__)
    cells = [f for f in frames if "ipykernel_" in f.filename or f.filename.startswith("<ipython")]
    lines = [
        f"line {f.lineno} of {'the' if f.filename == cells[0].filename else 'an earlier'} cell: {f.line}" for f in cells
    ]
    return [*lines, "", f"{type(error).__name__}: {error}"]
