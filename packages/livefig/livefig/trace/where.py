"""Whose line is running: a message names the author's line, however deep in a library the refusal was met."""

import dis
import linecache
import os
import sys
import sysconfig
from collections.abc import Iterable
from functools import cache
from types import FrameType

Place = tuple[str, int, str]  # file, number of the line, its text

_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
_READING = os.path.join(_PACKAGE, "trace", "reading")  # stands between the author's line and what it calls
_STANDARD = sysconfig.get_paths()["stdlib"]
_INSTALLED = tuple(f"{os.sep}{folder}{os.sep}" for folder in ("site-packages", "dist-packages"))


@cache
def is_library(file: str) -> bool:
    """Return whether a source file is livefig's, Python's or an installed package's, not the author's."""
    if file.startswith((_PACKAGE + os.sep, _STANDARD + os.sep, "<frozen ", "<livefig")):
        return True
    return any(folder in file for folder in _INSTALLED)


def dotted(function: object, homes: Iterable[str]) -> str:
    """Return `scipy.special.erf`: the first of these modules that has a function, if it was imported; else nothing."""
    name = getattr(function, "__name__", "")
    home = next((m for m in homes if getattr(sys.modules.get(m), name, None) is function), "")
    return f"{home}.{name}" if home and name else ""


def user_line() -> Place:
    """Return file, number and text of the author's line that is running: the innermost outside all libraries."""
    frame = _authors_frame()
    if frame is None:
        return "<unknown>", 0, ""
    name, number = frame.f_code.co_filename, frame.f_lineno
    return name, number, linecache.getline(name, number, frame.f_globals).strip()


def called_by_author() -> tuple[str, str]:
    """Return module and name of the library's function that the author's line calls, where it is written in Python.

    Both are empty where the author called livefig, or a function that is written in C and so has no frame.
    """
    frame: FrameType | None = sys._getframe(1)
    module, name = "", ""
    while frame is not None and is_library(frame.f_code.co_filename):
        file = frame.f_code.co_filename
        if not file.startswith(_READING):
            ours = file.startswith(_PACKAGE)
            module, name = ("", "") if ours else (frame.f_globals.get("__name__", ""), frame.f_code.co_name)
        frame = frame.f_back
    return module, name


def assigns() -> bool:
    """Return whether the author's line is just storing into an array: `y[0] = w`, of which NumPy tells nobody."""
    frame = _authors_frame()
    if frame is None or frame.f_lasti < 0:
        return False
    return frame.f_code.co_code[frame.f_lasti] in _STORES


_STORES = {number for name, number in dis.opmap.items() if name in ("STORE_SUBSCR", "STORE_SLICE")}


def place(line: Place | None = None) -> str:
    """Return `line 3 of pulse.py: w * x` for a message; a notebook's cell shows no temporary file name."""
    file, number, text = line or user_line()
    name = "the cell" if "ipykernel" in file or file.startswith("<ipython") else os.path.basename(file)
    return f"line {number} of {name}: `{text}`" if text else f"line {number} of {name}"


def _authors_frame() -> FrameType | None:
    frame: FrameType | None = sys._getframe(1)
    while frame is not None and is_library(frame.f_code.co_filename):
        frame = frame.f_back
    return frame
