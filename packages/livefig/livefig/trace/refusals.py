"""What a traced value cannot do, and what to write instead.

Python and NumPy have many side doors through which an object may become a plain number: `float()`, `if`, an index, a
format, `__array__`. Each is closed here, because behind every one of them a value that moves would turn into one that
stands still, and the page would show a wrong picture without a word.
"""

import re
from collections.abc import Callable
from typing import Any, NoReturn

import numpy as np

from ..errors import BranchError, ConversionError, InPlaceError, TraceError, UnsupportedError, WholeNumberError
from .table import ADVICE, COMPOSED, ELSEWHERE, FILLS, PRIMITIVES, UFUNCS
from .where import Place, assigns, called_by_author, dotted, place, user_line

SAFE = "±9,007,199,254,740,992"  # 2**53
_RANDOM = re.compile(r"\b(random|rng|default_rng|RandomState|Generator)\b")


def beyond(name: str, where: Place | None = None) -> WholeNumberError:
    """Return the error of a line whose whole numbers the page cannot count."""
    if name == "astype":
        what = (
            f"x.astype(int) meets NaN, or a number beyond {SAFE}, up to which a page counts exactly. Mask first, with "
            "np.where(np.isfinite(x), x, 0).astype(int), or use np.trunc(x), which stays a float."
        )
    else:
        what = (
            f"np.{name} gives a whole number beyond {SAFE}, up to which a page counts exactly. Write floats, such as "
            "10.0**n for 10**n or x.astype(float), or keep the numbers smaller."
        )
    return WholeNumberError(f"{place(where)}: {what}")


def endless(where: Place, turns: int) -> UnsupportedError:
    """Return the error of a `while` that a control keeps from ending."""
    return UnsupportedError(
        f"{place(where)}: this loop goes on after {turns:,} turns, the most that a page makes. Give the control other "
        "ends, or let the loop end by a count as well."
    )


def spelled(function: Callable[..., Any]) -> str:
    """Return what an author writes to call a function: `np.linalg.norm`, `scipy.special.erf`."""
    name = function.__name__
    owner = getattr(function, "__self__", None)
    if isinstance(owner, np.ufunc):  # of which it is a method, such as np.add.reduce
        return f"{spelled(owner)}.{name}"
    if isinstance(function, np.ufunc):  # which know their name, but not their home
        return dotted(function, ("numpy", "scipy.special")).replace("numpy.", "np.") or name
    return f"np{function.__module__.removeprefix('numpy')}.{name}"


def unsupported(name: str) -> UnsupportedError:
    """Return the error of a function without a row, spelled as an author spells it."""
    name = called_here() or name  # a function written in Python ran into `name`, of which the author knows nothing
    short = name.removeprefix("np.")
    if short in FILLS:
        return UnsupportedError(f"{place()}: {name} {_FILLED}; use {FILLS[short]} instead.")
    hint = f"use {ADVICE[short]} instead" if short in ADVICE else ELSEWHERE.get(name, NO_ADVICE)
    return UnsupportedError(f"{place()}: {name} has no live form here; {hint}.")


def called_here() -> str:
    """Return how the author spells the library's function that the line calls, if one is seen."""
    module, name = called_by_author()
    parts = [part for part in module.split(".") if not part.startswith("_")]
    if not parts or parts[:2] == ["numpy", "ma"]:
        return ""
    public = name.isidentifier() and not name.startswith("_")
    if parts[0] != "numpy":
        return ".".join([*parts[:2], name]) if public else parts[0]
    if parts[1:2] == ["polynomial"]:  # whose functions have the names of others of NumPy
        return ".".join(["np", *parts[1:], name])
    homes = {"np": np, f"np.{parts[-1]}": getattr(np, parts[-1], None)}
    return next((f"{home}.{name}" for home, module in homes.items() if public and name in dir(module)), "")


def refused(kind: type[TraceError], otherwise: str) -> TraceError:
    """Return the error of a value that was asked to be a plain one; who asks decides what it says.

    Only the frames on the stack tell: whether the author's line stores into an array, calls a function of a library
    that is written in Python, or speaks of random numbers. Else it is what the author's line does by itself.
    """
    called = called_here()
    short = called.removeprefix("np.")
    if assigns():
        what, kind = ASSIGNED, InPlaceError
    elif called_by_author()[0].startswith("numpy.ma"):
        what, kind = MASKED, UnsupportedError
    elif called.startswith("np.") and short in FILLS:
        what = f"{called} {_FILLED}; use {FILLS[short]} instead."
    elif called.startswith("np.") and short in LIVE and otherwise is INDEXED:
        what = f"{called}: {otherwise}"
    elif called.startswith("np.") and short in LIVE:
        what = f"{called} was given a list with values that depend on a control; give it np.stack([a, b]) for [a, b]."
    elif called.startswith("np."):
        hint = f"use {ADVICE[short]} instead" if short in ADVICE else NO_ADVICE
        what = f"{called} cannot be given a value that depends on a control; {hint}."
    elif called:
        hint = ELSEWHERE.get(called, "use NumPy functions of the table, or compute it outside")
        what, kind = f"{called} does not know values that depend on a control; {hint}.", ConversionError
    else:
        what = RANDOM if _RANDOM.search(user_line()[2]) else otherwise
    return kind(f"{place()}: {what}")


_ROWS: list[Callable[..., Any]] = [*UFUNCS, *PRIMITIVES, *COMPOSED]
LIVE = {spelled(function).removeprefix("np.") for function in _ROWS}
NO_ADVICE = "see the list of supported NumPy, or compute it outside"
_FILLED = "puts a value that depends on a control into a plain array"
CHANGED = (
    "an array is changed in place; write `x = x + y` instead of `x += y`, and np.where or np.concatenate to change a "
    "part of it."
)
ASSIGNED = (
    "a plain array is assigned into, and the value or its place depends on a control; build the array with np.where, "
    "np.stack or np.concatenate instead, such as np.where(np.arange(n) == k, a, y) for y[k] = a."
)
MASKED = (
    "a masked array would lose its mask in the page; write x.filled(np.nan), which is drawn as a gap, or "
    "np.where(hidden, np.nan, x)."
)
INDEXED = (
    "a value that depends on a control cannot be an index or a length; use livefig.pick(array, index), or compute all "
    "and mask with np.where(np.arange(n) < k, x, np.nan)."
)
RANDOM = (
    "random numbers cannot depend on a control; draw them outside the function, with a fixed seed, scale them inside "
    "(loc + scale * drawn), and let an integer slider choose among several draws with livefig.pick(drawn, k)."
)


def _refuse(kind: type[TraceError], what: str) -> Callable[..., NoReturn]:
    def method(self: Any, *args: Any, **kwargs: Any) -> NoReturn:
        raise refused(kind, what)

    return method


class Refusing:
    """The methods by which Python and NumPy ask for a plain value; each raises with advice."""

    __hash__ = None  # type: ignore[assignment]  # equal is not known
    __bool__ = _refuse(
        BranchError,
        "the program would have to take one branch for all settings, because the "
        "condition depends on a control. Use np.where(condition, a, b); for `and`, `or`, `not` use "
        "&, |, ~. A Choice or Checkbox may be tested with plain `if`.",
    )
    __contains__ = _refuse(BranchError, "`in` asks a value that depends on a control; use np.any(x == y).")
    __float__ = __int__ = __complex__ = _refuse(
        ConversionError,
        "a value that depends on a control cannot become a Python number (float(), int(), math.*); "
        "stay with NumPy functions, such as x.astype(int) for int(x) and np.exp(x) for math.exp(x).",
    )
    __index__ = _refuse(ConversionError, INDEXED)
    __round__ = _refuse(ConversionError, "write np.round(x) instead of round(x).")
    __format__ = __str__ = _refuse(
        ConversionError,
        "text cannot depend on a control here; return the number as an "
        "output and name it in says= or in a moving text.",
    )
    __setitem__ = __delitem__ = _refuse(
        InPlaceError, "an array is assigned into; build it with np.where, np.stack or np.concatenate instead."
    )
    __array__ = _refuse(
        ConversionError,
        "a value that depends on a control was put into a plain array (np.array, np.asarray, np.full, x.dot, or a "
        "library other than NumPy); use np.stack([a, b]) for np.array([a, b]), np.broadcast_to(a, shape) for "
        "np.full(shape, a), np.dot(x, a) for x.dot(a), a.astype(float) for np.float64(a), and livefig.pick(array, "
        "index) to index by a control.",
    )


# Methods of arrays that no traced value can have, and what to write.
METHODS: dict[str, tuple[type[TraceError], str]] = {
    "sort": (InPlaceError, "x.sort() changes the array in place; write x = np.sort(x)."),
    "fill": (InPlaceError, "x.fill(a) changes the array in place; write np.broadcast_to(a, x.shape)."),
    "item": (ConversionError, "x.item() asks for a Python number; use x itself."),
    "tolist": (ConversionError, "x.tolist() asks for Python numbers; use x itself."),
    "capsule": (ConversionError, RANDOM),  # what NumPy's random generators look for in a seed
}
