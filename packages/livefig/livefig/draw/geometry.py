"""Where things stand in the picture: from numbers to places and outlines, the rules that the page repeats.

Places are in the units of the SVG, 1/72 inch, y downwards, written with two decimals. `js/geometry.js` is the twin.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..errors import FigureError
from ..spec import AxisMap, Floats, Maps, Source, Words
from ..text import words

LIMIT = 1e5  # units; browsers draw wrong lines to points much farther away

Read = Callable[[Source | Words], Any]


def reader(values: Mapping[str, Any], arrays: Sequence[Floats]) -> Read:
    """Return the function that gives the numbers, or the text, of a source at these values."""

    def read(source: Source | Words) -> Any:
        found: Any = source  # mypy does not tell three of a union apart by their keys
        if "value" in found:
            return np.asarray(values[found["value"]], dtype=float)
        return arrays[found["constant"]] if "constant" in found else words.fill(found["words"], values)

    return read


def project(axis: AxisMap, data: ArrayLike) -> Floats:
    """Return places of `data` along one axis; what is not finite, or not positive on a log axis, becomes NaN."""
    numbers = np.asarray(data, dtype=float)
    with np.errstate(all="ignore"):
        scaled = np.where(numbers > 0, np.log10(numbers), np.nan) if axis["scale"] == "log" else numbers
        units = axis["a"] * scaled + axis["b"]
    return np.where(np.isfinite(scaled), np.clip(units, -LIMIT, LIMIT), np.nan)


def side_by_side(count: int, *data: ArrayLike) -> list[Floats]:
    """Return arrays of one length: that of those that have one, else `count`.

    Raises
    ------
    FigureError
        Two of them have different lengths.
    """
    numbers = [np.asarray(one, dtype=float) for one in data]
    lengths = {one.size for one in numbers if one.ndim}
    if len(lengths) > 1:
        raise FigureError(f"{' and '.join(map(str, sorted(lengths)))} numbers cannot be drawn as points of one artist.")
    length = lengths.pop() if lengths else count
    return [np.broadcast_to(np.ravel(one) if one.ndim else one, (length,)) for one in numbers]


def places(maps: Maps, count: int, read: Read, x: Source, y: Source) -> tuple[Floats, Floats]:
    """Return the places of points, NaN where there is none to draw."""
    xs, ys = side_by_side(count, read(x), read(y))
    return project(maps["x"], xs), project(maps["y"], ys)


def end_of(axis: AxisMap) -> float:
    """Return where minus infinity lies on an axis: how far a bar from zero reaches on a logarithmic one."""
    return LIMIT if axis["a"] < 0 else -LIMIT


def number(value: float) -> str:
    """Return `value` with at most two decimals, as JavaScript writes it."""
    return repr(float(np.floor(value * 100 + 0.5) / 100 + 0.0)).removesuffix(".0")


def spot(x: float, y: float) -> str:
    """Return a place as it stands in an outline."""
    return f"{number(x)} {number(y)}"


def translate(x: float, y: float) -> str | None:
    """Return the transform that moves a mark from the origin to a place; None where there is no place."""
    return f"translate({spot(x, y)})" if np.isfinite(x) and np.isfinite(y) else None


def line_outline(x: Floats, y: Floats) -> str:
    """Return the `d` of a line, with a gap at each point that cannot be drawn."""
    text, pen_down = [], False
    for a, b in zip(x, y, strict=True):
        drawable = np.isfinite(a) and np.isfinite(b)
        if drawable:
            text.append(f"{'L' if pen_down else 'M'}{spot(a, b)}")
        pen_down = bool(drawable)
    return "".join(text)


def runs(holds: NDArray[np.bool_]) -> list[slice]:
    """Return the stretches on which a condition holds."""
    changes = np.flatnonzero(np.diff(np.concatenate([[False], holds, [False]]).astype(int)))
    return [slice(start, stop) for start, stop in zip(changes[::2], changes[1::2], strict=True)]
