"""Whole numbers: between which two an array's elements lie, whatever the controls say.

Python counts without end, NumPy's int64 counts to 2**63 and then starts again from below, and the page has only floats,
in which every whole number up to 2**53 has a place of its own and beyond it every second one, then every fourth… So
each whole value of a program carries *bounds*: two Python ints, found by interval arithmetic from the ends of the
sliders and from the constants. Three things can come of it:

- The bounds lie within ±(2**53 - 1). Then page, NumPy and Python agree, and the page needs no test at all.
- They do not, and at a setting that we try the number really leaves: the function is refused, with the author's line.
- They do not, but no such setting was found (the bounds may be too wide, or come from floats, of which we know
  nothing): then the line is *watched*. The page tests its result, and says so instead of showing a wrong number.
"""

from collections.abc import Callable, Sequence
from math import prod
from typing import Any, Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

LARGEST = 2**53 - 1  # JavaScript calls it MAX_SAFE_INTEGER
_BITS = 4096  # bounds with more digits are as good as none, and Python need not compute them

Bounds = tuple[int, int] | None  # None: nothing is known
ANY = (-LARGEST, LARGEST)  # what is known of a number that was watched


class Ranged(Protocol):
    """What the rules ask of a value."""

    @property
    def shape(self) -> tuple[int, ...]: ...
    @property
    def bounds(self) -> Bounds: ...


Rule = Callable[[Sequence[Ranged], dict[str, Any]], Bounds]


def fits(bounds: Bounds) -> bool:
    """Return whether every whole number between the bounds has a place of its own among the floats."""
    return bounds is not None and -LARGEST <= bounds[0] <= bounds[1] <= LARGEST


def extent(array: NDArray[Any]) -> Bounds:
    """Return the bounds of a constant, None for floats."""
    if array.dtype.kind not in "iub":
        return None
    return (int(array.min()), int(array.max())) if array.size else (0, 0)


def leaves(run: Callable[..., Any], inputs: Sequence[ArrayLike], params: dict[str, Any]) -> bool:
    """Return whether a line's result leaves the whole numbers of the page, as floats see it, which do not wrap."""
    floats = [np.asarray(x, dtype=float) for x in inputs]
    with np.errstate(all="ignore"):
        found = np.trunc(floats[0]) if "dtype" in params else run(*floats, **params)
    return not np.all(np.abs(found) <= LARGEST)  # NaN leaves, too


# ---- rules: bounds of the result from those of the inputs


def _rule(function: Callable[..., Bounds]) -> Rule:
    """Return a rule that takes only the bounds of its inputs, all of them known."""

    def rule(inputs: Sequence[Ranged], params: dict[str, Any]) -> Bounds:
        known = [x.bounds for x in inputs]
        return None if None in known else function(*known)

    return rule


def _corners(function: Callable[[int, int], int]) -> Rule:
    """Return a rule for a function that is monotone in each of two numbers: its extremes are at the corners."""

    def rule(x: tuple[int, int], y: tuple[int, int]) -> Bounds:
        values = [function(a, b) for a in x for b in y]
        return min(values), max(values)

    return _rule(rule)


def _union(*parts: tuple[int, int]) -> Bounds:
    return min(low for low, _ in parts), max(high for _, high in parts)


def _largest(x: tuple[int, int]) -> int:
    return max(abs(x[0]), abs(x[1]))


def _absolute(x: tuple[int, int]) -> Bounds:
    return (0 if x[0] <= 0 <= x[1] else min(abs(x[0]), abs(x[1]))), _largest(x)


def _power(x: tuple[int, int], y: tuple[int, int]) -> Bounds:
    size, exponent = _largest(x), y[1]
    if y[0] < 0 or exponent * size.bit_length() > _BITS:
        return None
    if x[0] >= 1:
        return x[0] ** y[0], x[1] ** y[1]
    most = max(1, size**exponent)
    return (0 if x[0] == 0 else -most), most


def _remainder(x: tuple[int, int], y: tuple[int, int]) -> Bounds:
    low, high = min(y[0] + 1, 0), max(y[1] - 1, 0)  # the sign is the divisor's, and zero divided by
    return (0, min(x[1], high)) if x[0] >= 0 and low == 0 else (low, high)


def _floor_divide(x: tuple[int, int], y: tuple[int, int]) -> Bounds:
    if y[0] >= 1:
        values = [a // b for a in x for b in y]
        return min(values), max(values)
    return -_largest(x), _largest(x)


def _fmod(x: tuple[int, int], y: tuple[int, int]) -> Bounds:
    size = min(_largest(x), max(0, _largest(y) - 1))
    return (-size if x[0] < 0 else 0), (size if x[1] > 0 else 0)


add = _rule(lambda x, y: (x[0] + y[0], x[1] + y[1]))
subtract = _rule(lambda x, y: (x[0] - y[1], x[1] - y[0]))
multiply = _corners(lambda a, b: a * b)
maximum, minimum = _corners(max), _corners(min)
negative = _rule(lambda x: (-x[1], -x[0]))
absolute = _rule(_absolute)
square = _rule(lambda x: (0, _largest(x) ** 2))
power, remainder, floor_divide, fmod = map(_rule, (_power, _remainder, _floor_divide, _fmod))
sign = _rule(lambda x: (-1, 1))
reciprocal = _rule(lambda x: None if x[0] <= 0 <= x[1] else (-1, 1))  # NumPy divides by zero without a word
union = _rule(_union)


def first(inputs: Sequence[Ranged], params: dict[str, Any]) -> Bounds:
    """The same elements elsewhere."""
    return inputs[0].bounds


def chosen(inputs: Sequence[Ranged], params: dict[str, Any]) -> Bounds:
    """Elements of the second or the third, as the first says."""
    return union(inputs[1:], params)


def position(inputs: Sequence[Ranged], params: dict[str, Any]) -> Bounds:
    """A place in the first."""
    return 0, max(0, prod(inputs[0].shape) - 1)


def place_in_first(inputs: Sequence[Ranged], params: dict[str, Any]) -> Bounds:
    """A place between the elements of the first, or beyond its ends."""
    return 0, inputs[0].shape[0]


def count(inputs: Sequence[Ranged], params: dict[str, Any]) -> Bounds:
    """How many elements the first has of a sort."""
    return 0, prod(inputs[0].shape)


def slid(inputs: Sequence[Ranged], params: dict[str, Any]) -> Bounds:
    """A sum of products, as many as the shorter has elements, each part of it included."""
    return _times(multiply(inputs, params), min(prod(x.shape) for x in inputs))


def total(inputs: Sequence[Ranged], params: dict[str, Any]) -> Bounds:
    """A sum of some elements of the first, each part of it included."""
    return _times(inputs[0].bounds, _count(inputs[0], params))


def product(inputs: Sequence[Ranged], params: dict[str, Any]) -> Bounds:
    """A product of some elements of the first, each part of it included."""
    x, count = inputs[0].bounds, _count(inputs[0], params)
    if x is None or count * _largest(x).bit_length() > _BITS:
        return None
    most = max(1, _largest(x) ** count)
    return (0 if x[0] >= 0 else -most), most


def matmul(inputs: Sequence[Ranged], params: dict[str, Any]) -> Bounds:
    """A sum of products, as many as the first has columns, each part of it included."""
    return _times(multiply(inputs, params), inputs[0].shape[-1])


def _times(x: Bounds, count: int) -> Bounds:
    return None if x is None else (min(0, x[0]) * count, max(0, x[1]) * count)


def _count(x: Ranged, params: dict[str, Any]) -> int:
    axis = params.get("axis")
    axes = range(len(x.shape)) if axis is None else (axis if isinstance(axis, tuple) else (axis,))
    return prod(x.shape[k] for k in axes)
