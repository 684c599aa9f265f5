"""What a live figure must show: the rules by which `static/livefig.js` turns outputs into SVG, in NumPy.

The static picture is written with these functions and the tests hold the page against them, so there is one
rule in two languages. Positions are in the units of the SVG, 1/72 inch, y downwards, with two decimals.
"""

import base64
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from . import words

LIMIT = 1e5  # units; browsers draw wrong lines to points much farther away

Values = Mapping[str, Any]


def expected(binding: Mapping[str, Any], values: Values, constants: Sequence[np.ndarray] = ()) -> dict[str, Any]:
    """Return what the artist of `binding` shows for `values` (outputs and controls by name).

    The keys are those that `livefig.get(name).drawn()` has in the page: `path`, `marks`, `bars`, `text`, `at`,
    `image` (RGBA, shape (rows, columns, 4)) and `visible`, as far as they apply.
    """
    shown = _EXPECTED[binding["kind"]](binding, values, constants)
    if "visible" in binding:
        shown["visible"] = bool(read(binding["visible"], values, constants) != 0)
    return shown


def expected_path(binding: Mapping[str, Any], values: Values, constants: Sequence[np.ndarray] = ()) -> str:
    """Return the `d` of the line of `binding`: a gap at each point that cannot be drawn."""
    text, pen_down = [], False
    for x, y in zip(*positions(binding, values, constants), strict=True):
        drawable = np.isfinite(x) and np.isfinite(y)
        if drawable:
            text.append(f"{'L' if pen_down else 'M'}{number(x)} {number(y)}")
        pen_down = drawable
    return "".join(text)


def positions(
    binding: Mapping[str, Any], values: Values, constants: Sequence[np.ndarray] = ()
) -> tuple[np.ndarray, np.ndarray]:
    """Return the points of a line or scatter in SVG units, NaN where there is none to draw."""
    shape = (binding["count"],)
    axes = ((axis, read(binding[axis], values, constants)) for axis in ("x", "y"))
    x, y = (np.broadcast_to(project(binding["map"][axis], data), shape) for axis, data in axes)
    return x, y


def project(axis: Mapping[str, Any], data: Any) -> np.ndarray:
    """Return positions of `data` along one axis; not finite, or not positive on a log axis, becomes NaN."""
    data = np.asarray(data, dtype=float)
    with np.errstate(all="ignore"):
        scaled = np.where(data > 0, np.log10(data), np.nan) if axis["scale"] == "log" else data
        units = axis["a"] * scaled + axis["b"]
    return np.where(np.isfinite(scaled), np.clip(units, -LIMIT, LIMIT), np.nan)


def read(source: Mapping[str, Any], values: Values, constants: Sequence[np.ndarray] = ()) -> np.ndarray:
    """Return the data of a source: `{"value": name}` or `{"constant": array or place in the pool}`."""
    if "value" in source:
        return np.asarray(values[source["value"]], dtype=float)
    constant = source["constant"]
    return constants[constant] if isinstance(constant, int) else constant


def number(value: float) -> str:
    """Return `value` with at most two decimals, as JavaScript writes it."""
    return repr(float(np.floor(value * 100 + 0.5) / 100 + 0.0)).removesuffix(".0")


def colours(binding: Mapping[str, Any], data: np.ndarray) -> np.ndarray:
    """Return the RGBA bytes of an image, rows and columns as they lie on the page."""
    table = np.frombuffer(base64.b64decode(binding["colours"]), dtype=np.uint8).reshape(-1, 4)
    n = len(table) - 3  # the last three: below the range, above it, no number
    low, high = binding["range"]
    with np.errstate(all="ignore"):
        place = (np.asarray(data, dtype=float) - low) / (high - low) * n
    index = np.where(place == n, n - 1, np.trunc(np.clip(place, 0, n - 1)))
    index = np.where(place < 0, n, np.where(place > n, n + 1, index))
    index = np.where(np.isnan(place), n + 2, index).astype(int)
    index = index[::-1] if binding["flip"] else index
    return table[index[:, ::-1] if binding["mirror"] else index]


def _line(binding: Mapping[str, Any], values: Values, constants: Sequence[np.ndarray]) -> dict[str, Any]:
    shown: dict[str, Any] = {}
    if binding["path"]:
        shown["path"] = expected_path(binding, values, constants)
    if binding["marks"]:
        shown["marks"] = [_translate(*point) for point in zip(*positions(binding, values, constants), strict=True)]
    return shown


def _bars(binding: Mapping[str, Any], values: Values, constants: Sequence[np.ndarray]) -> dict[str, Any]:
    along, across = ("x", "y") if binding["horizontal"] else ("y", "x")
    start = read(binding["start"], values, constants)
    end = start + read(binding["size"], values, constants)
    floor = _end_of(binding["map"][along])
    ends = project(binding["map"][along], end)
    starts = project(binding["map"][along], start)
    if binding["map"][along]["scale"] == "log":  # a bar from zero reaches down for ever
        starts = np.where(start <= 0, floor, starts)
    sides = [project(binding["map"][across], read(binding[side], values, constants)) for side in ("low", "high")]
    rows = np.broadcast_arrays(*sides, starts, ends)
    return {"bars": [_bar(*row, binding["horizontal"]) for row in zip(*rows, strict=True)]}


def _end_of(axis: Mapping[str, Any]) -> float:
    """Return where minus infinity lies on an axis."""
    return LIMIT if axis["a"] < 0 else -LIMIT


def _bar(low: float, high: float, start: float, end: float, horizontal: bool) -> str:
    if not np.isfinite([low, high, start, end]).all():
        return ""
    low, high, start, end = map(number, (low, high, start, end))
    if horizontal:
        return f"M{start} {low}H{end}V{high}H{start}Z"
    return f"M{low} {start}V{end}H{high}V{start}Z"


def _text(binding: Mapping[str, Any], values: Values, constants: Sequence[np.ndarray]) -> dict[str, Any]:
    shown: dict[str, Any] = {}
    if "parts" in binding:
        shown["text"] = words.fill(binding["parts"], values)
    if "x" in binding or "y" in binding:
        shift = [0.0, 0.0]
        for k, axis in enumerate("xy"):
            if axis in binding:
                shift[k] = float(project(binding["map"][axis], read(binding[axis], values, constants)))
                shift[k] -= binding["from"][k]
        shown["at"] = _translate(*shift)
    return shown


def _image(binding: Mapping[str, Any], values: Values, constants: Sequence[np.ndarray]) -> dict[str, Any]:
    return {"image": colours(binding, read(binding["data"], values, constants))} if "data" in binding else {}


def _translate(x: float, y: float) -> str | None:
    return f"translate({number(x)} {number(y)})" if np.isfinite(x) and np.isfinite(y) else None


_EXPECTED = {"line": _line, "bars": _bars, "text": _text, "image": _image}
