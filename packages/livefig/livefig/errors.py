"""One class for each kind of mistake; a message says what, where, and what to write instead."""

import linecache
import os
import sys

_PACKAGE = os.path.dirname(os.path.abspath(__file__))


class LiveFigureError(Exception):
    """A mistake in the use of livefig; every error of the package derives from it."""


class ControlError(LiveFigureError):
    """A control that cannot work: a range upside down, a value outside, a bad name."""


class FigureError(LiveFigureError):
    """An artist that cannot be moved as asked: not in the figure, of the wrong kind or shape."""


class SpecError(LiveFigureError):
    """A wrong argument of LiveFigure: a bad name, a sentence that names an unknown output, no alt."""


class TexError(LiveFigureError):
    """TeX that cannot be turned into MathML."""


class VerifyError(LiveFigureError):
    """A built book that cannot be verified: nothing in it, or no browser."""


class TraceError(LiveFigureError):
    """The function cannot become a program; its subclasses say why."""


class Untraceable(TraceError):
    """The function does something that has no form in the page; a notebook can still run it in the kernel."""


class UnsupportedError(Untraceable):
    """A NumPy function, method or keyword that is not in the table."""


class BranchError(Untraceable):
    """`if`, `while`, `and`, `or` or `not` on a value that depends on a slider."""


class ConversionError(Untraceable):
    """A value that depends on a slider was asked for as a plain Python or NumPy value."""


class InPlaceError(Untraceable):
    """An assignment into an array that depends on a slider."""


class MismatchError(TraceError):
    """The program and the function give different numbers: randomness, hidden state, or a bug."""


class OutputError(TraceError):
    """The function does not return a dict of named, real-valued arrays of fixed shape."""


class IdleControlError(TraceError):
    """A control that no output depends on, or that the function does not take."""


def user_line() -> tuple[str, int, str]:
    """Return file, line number and text of the author's line that is running: the innermost frame outside
    livefig and NumPy."""
    frame = sys._getframe(1)
    while frame is not None and is_library(frame.f_code.co_filename):
        frame = frame.f_back
    if frame is None:
        return "<unknown>", 0, ""
    name, number = frame.f_code.co_filename, frame.f_lineno
    return name, number, linecache.getline(name, number, frame.f_globals).strip()


def called_by_author() -> str:
    """Return the name of the function on the author's line if it is one that NumPy wrote in Python, else nothing."""
    frame, name = sys._getframe(1), ""
    while frame is not None and is_library(frame.f_code.co_filename):
        name = "" if frame.f_code.co_filename.startswith(_PACKAGE) else frame.f_code.co_name
        frame = frame.f_back
    return name


def place(line: tuple[str, int, str] | None = None) -> str:
    """Return `line 3 of pulse.py: w * x` for a message; a notebook's cell shows no temporary file name."""
    file, number, text = line or user_line()
    name = "the cell" if "ipykernel" in file or file.startswith("<ipython") else os.path.basename(file)
    return f"line {number} of {name}: `{text}`" if text else f"line {number} of {name}"


def is_library(file: str) -> bool:
    """Return whether a source file belongs to livefig or NumPy, and so is no line of the author's."""
    return file.startswith(_PACKAGE) or f"{os.sep}numpy{os.sep}" in file
