"""What a live figure must show: the rules by which `static/livefig.js` turns outputs into SVG, in NumPy.

The static picture is written with these functions and the tests hold the page against them, so there is one
rule in two languages. Positions are in the units of the SVG, 1/72 inch, y downwards, with two decimals.
"""

import base64
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from ..text import words

LIMIT = 1e5  # units; browsers draw wrong lines to points much farther away

Values = Mapping[str, Any]


def expected(binding: Mapping[str, Any], values: Values, constants: Sequence[np.ndarray] = ()) -> dict[str, Any]:
    """Return what the artist of `binding` shows for `values` (outputs and controls by name).

    The keys are those that `livefig.get(name).drawn()` has in the page: `path`, `marks`, `bars`, `paths`, `colours`,
    `edges`, `pens`, `texts`, `text`, `at`, `image` (RGBA, shape (rows, columns, 4)), `alpha` and `visible`, as far as
    they apply.
    """
    shown = _EXPECTED[binding["kind"]](binding, values, constants)
    if "alpha" in binding:
        shown["alpha"] = number(opacity(read(binding["alpha"], values, constants)))
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
    binding: Mapping[str, Any], values: Values, constants: Sequence[np.ndarray] = (), which: str = ""
) -> tuple[np.ndarray, np.ndarray]:
    """Return the points of a line or scatter in SVG units, NaN where there is none to draw.

    `which` is the end of the names of the sources, such as "2" for the second edge of an area.
    """
    shape = (binding["count"],)
    axes = ((axis, read(binding[axis + which], values, constants)) for axis in ("x", "y"))
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


def opacity(value: Any) -> float:
    """Return an opacity between 0 and 1; what is no number is not seen."""
    return float(np.nan_to_num(np.clip(np.asarray(value, dtype=float), 0, 1)))


def colours(binding: Mapping[str, Any], data: np.ndarray) -> np.ndarray:
    """Return the RGBA bytes of an image, rows and columns as they lie on the page."""
    coloured = mapped(binding, data)
    coloured = coloured[::-1] if binding["flip"] else coloured
    return coloured[:, ::-1] if binding["mirror"] else coloured


def hexes(binding: Mapping[str, Any], data: np.ndarray) -> list[str]:
    """Return the colour of each number as the page writes it; a colour that cannot be seen is `none`."""
    return ["#" + bytes(colour[:3]).hex() if colour[3] else "none" for colour in mapped(binding, data)]


def mapped(binding: Mapping[str, Any], data: np.ndarray) -> np.ndarray:
    """Return the RGBA bytes that the colour map of `binding` gives to numbers."""
    table = np.frombuffer(base64.b64decode(binding["colours"]), dtype=np.uint8).reshape(-1, 4)
    n = len(table) - 3  # the last three: below the range, above it, no number
    low, high = binding["range"]
    with np.errstate(all="ignore"):
        place = (np.asarray(data, dtype=float) - low) / (high - low) * n
    index = np.where(place == n, n - 1, np.trunc(np.clip(place, 0, n - 1)))
    index = np.where(place < 0, n, np.where(place > n, n + 1, index))
    return table[np.where(np.isnan(place), n + 2, index).astype(int)]


def pens(look: Mapping[str, Any], weights: Any) -> list[tuple[str, float, str] | None]:
    """Return for each weight of a network colour, width and dashes of its edge; none for one that is no number."""
    thin, thick = look["widths"]
    found: list[tuple[str, float, str] | None] = []
    for weight in weights:
        width = thin + (thick - thin) * min(1.0, abs(weight) / look["largest"])
        pen = look["pens"][1 if weight < 0 else 0], float(number(width)), look["dash"] if weight < 0 else "none"
        found.append(None if np.isnan(weight) else pen)
    return found


def numerals(data: Any, form: str) -> list[str]:
    """Return numbers as they stand in small places: signs for what is not finite."""
    signs = {np.inf: "∞", -np.inf: "\u2212∞"}
    return ["–" if np.isnan(v) else signs.get(float(v)) or words.write(v, form) for v in np.ravel(data)]


def _edges(binding: Mapping[str, Any], values: Values, constants: Sequence[np.ndarray]) -> dict[str, Any]:
    if not binding["count"]:
        return {}
    looks = pens(binding, np.ravel(read(binding["weights"], values, constants)))
    return {"pens": [f"{look[0]} {number(look[1])} {look[2]}" if look else None for look in looks]}


def _numbers(binding: Mapping[str, Any], values: Values, constants: Sequence[np.ndarray]) -> dict[str, Any]:
    if not binding["count"]:
        return {}
    return {"texts": numerals(read(binding["values"], values, constants), binding["format"])}


def _line(binding: Mapping[str, Any], values: Values, constants: Sequence[np.ndarray]) -> dict[str, Any]:
    shown: dict[str, Any] = {}
    if binding["path"]:
        shown["path"] = expected_path(binding, values, constants)
    if binding["marks"]:
        points = zip(*positions(binding, values, constants), strict=True)
        shown["marks"] = [_translate(*point) for point in points]
        shown |= _sizes(binding, values, constants, shown["marks"]) if "size" in binding else {}
        shown |= _colours(binding, values, constants, binding["count"]) if "color" in binding else {}
    return shown


def _sizes(
    binding: Mapping[str, Any], values: Values, constants: Sequence[np.ndarray], marks: list[str | None]
) -> dict[str, Any]:
    """Return the marks scaled to their size, with edges as thick as before."""
    with np.errstate(all="ignore"):
        scales = np.sqrt(read(binding["size"], values, constants) / binding["area"])
    scales = np.broadcast_to(np.where((scales > 0) & (scales < np.inf), scales, np.nan), (len(marks),))
    seen = [at is not None and not np.isnan(k) for at, k in zip(marks, scales, strict=True)]
    both = list(zip(marks, scales, seen, strict=True))
    shown: dict[str, Any] = {"marks": [f"{at} scale({number(k)})" if see else None for at, k, see in both]}
    if binding["edge"]:
        shown["edges"] = [number(binding["edge"] / k) if see else None for _, k, see in both]
    return shown


def _colours(binding: Mapping[str, Any], values: Values, constants: Sequence[np.ndarray], count: int) -> dict[str, Any]:
    return {"colours": hexes(binding, np.broadcast_to(read(binding["color"], values, constants), (count,)))}


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
    shown = {"bars": [_bar(*row, binding["horizontal"]) for row in zip(*rows, strict=True)]}
    return shown | (_colours(binding, values, constants, len(rows[0])) if "color" in binding else {})


def _errors(binding: Mapping[str, Any], values: Values, constants: Sequence[np.ndarray]) -> dict[str, Any]:
    """Return the line and the marks, and one outline a direction: its bars, each with its caps."""
    shown = _line(binding, values, constants)
    sides = [role for role in binding["roles"] if role in ("x", "y")]
    return shown | {"paths": [_error_bars(binding, values, constants, side) for side in sides]}


def _error_bars(binding: Mapping[str, Any], values: Values, constants: Sequence[np.ndarray], side: str) -> str:
    middle, error = (read(binding[name], values, constants) for name in (side, side + "err"))
    axis, k = binding["map"][side], "xy".index(side)
    low, high = np.broadcast_to(error, (2, binding["count"]))
    starts, ends = project(axis, middle - low), project(axis, middle + high)
    if axis["scale"] == "log":  # a bar to zero or below reaches down for ever
        starts = np.where(middle - low <= 0, _end_of(axis), starts)
    across = positions(binding, values, constants)[1 - k]
    cap, text = binding["cap"], ""
    for at, start, end in zip(across, starts, ends, strict=True):
        if np.isfinite([at, start, end]).all():
            lines = [((start, at), (end, at))]
            lines += [((one, at - cap), (one, at + cap)) for one in (start, end)] if cap else []
            text += "".join(f"M{_spot(*a[:: 1 - 2 * k])}L{_spot(*b[:: 1 - 2 * k])}" for a, b in lines)
    return text


def _area(binding: Mapping[str, Any], values: Values, constants: Sequence[np.ndarray]) -> dict[str, Any]:
    """Return one closed outline for each run of points that can be drawn: along an edge, and back along the other."""
    there = positions(binding, values, constants)
    back = positions(binding, values, constants, "2") if "x2" in binding else there
    drawable = np.isfinite([*there, *back]).all(axis=0)
    text = ""
    for run in _runs(drawable):
        corners = [_spot(*point) for point in zip(*(axis[run] for axis in there), strict=True)]
        if "x2" in binding:
            corners += [_spot(*point) for point in zip(*(axis[run] for axis in back), strict=True)][::-1]
        text += f"M{'L'.join(corners)}Z"
    return {"paths": [text]}


def _arrows(binding: Mapping[str, Any], values: Values, constants: Sequence[np.ndarray]) -> dict[str, Any]:
    if "u" in binding:
        tails, heads = _ends_of_field(binding, values, constants)
    else:
        tails, heads = (positions(binding, values, constants, which) for which in ("_tail", ""))
    return {"paths": ["".join(_arrow(binding, *ends) for ends in zip(*tails, *heads, strict=True))]}


def _ends_of_field(
    binding: Mapping[str, Any], values: Values, constants: Sequence[np.ndarray]
) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """Return the tails and heads of a field's arrows, in SVG units."""
    tails, heads = [], []
    for axis, component in (("x", "u"), ("y", "v")):
        at, size = (np.ravel(read(binding[name], values, constants)) for name in (axis, component))
        with np.errstate(all="ignore"):
            length = np.broadcast_to(size / binding["scale"], (binding["count"],))
            tail = at - binding["pivot"] * length
            tails.append(project(binding["map"][axis], tail))
            heads.append(project(binding["map"][axis], tail + length))
    return tails, heads


def _arrow(binding: Mapping[str, Any], x0: float, y0: float, x1: float, y1: float) -> str:
    """Return the outline of one arrow; one without length, or whose head is out of sight, has none."""
    length = np.sqrt((x1 - x0) * (x1 - x0) + (y1 - y0) * (y1 - y0))
    start, end = binding.get("shrink", (0, 0))
    if not length > start + end or not _is_inside(binding.get("inside"), x1, y1):
        return ""
    ux, uy = (x1 - x0) / length, (y1 - y0) / length
    x0, y0, x1, y1 = x0 + ux * start, y0 + uy * start, x1 - ux * end, y1 - uy * end
    length -= start + end

    def spot(back: float, aside: float) -> str:
        """Return a place so far behind the head, and so far to its side."""
        return _spot(x1 - ux * back - uy * aside, y1 - uy * back + ux * aside)

    if binding["shape"] == "line":
        return f"M{_spot(x0, y0)}L{spot(0, 0)}"
    head, half = binding["head"][:2]
    size = min(1.0, length / (head * binding.get("least", 1)))
    left, right = spot(head * size, half * size), spot(head * size, -half * size)
    if binding["shape"] != "solid":
        return f"M{_spot(x0, y0)}L{spot(0, 0)}M{left}L{spot(0, 0)}L{right}{'Z' if binding['shape'] == 'filled' else ''}"
    wide, neck = binding["width"] / 2 * size, binding["head"][2] * size
    corners = [spot(length, wide), spot(neck, wide), left, spot(0, 0), right, spot(neck, -wide), spot(length, -wide)]
    return f"M{'L'.join(corners)}Z"


def _is_inside(box: Sequence[Sequence[float]] | None, x: float, y: float) -> bool:
    near = 0.01  # a point on the frame is inside
    return box is None or all(low - near <= v <= high + near for (low, high), v in zip(box, (x, y), strict=True))


def _contours(binding: Mapping[str, Any], values: Values, constants: Sequence[np.ndarray]) -> dict[str, Any]:
    x, y = (project(binding["map"][axis], read(binding[axis], values, constants)) for axis in "xy")
    z = np.reshape(read(binding["z"], values, constants), binding["shape"])
    return {"paths": [_contour(x, y, z, level) for level in binding["levels"]]}


def _contour(x: np.ndarray, y: np.ndarray, z: np.ndarray, level: float) -> str:
    """Return the lines on which z, linear along the sides of the grid's cells, has a level.

    A side is numbered by its first corner, upright ones after the level ones. Each piece runs with the higher
    ground on the same hand, so that a side ends one piece at most and starts one at most.
    """
    follow = _pieces(z, level)
    ends = set(follow.values())
    text = ""
    for side in [side for side in follow if side not in ends] + list(follow):
        if side in follow:
            first, line = side, [side]
            while side in follow:
                line.append(side := follow.pop(side))
            closed = line[-1] == first
            spots = [_crossing(x, y, z, level, one) for one in (line[:-1] if closed else line)]
            text += f"M{'L'.join(spots)}{'Z' if closed else ''}"
    return text


def _pieces(z: np.ndarray, level: float) -> dict[int, int]:
    """Return for each side where a piece of line starts the side where it ends, cell by cell."""
    rows, columns = z.shape
    corners = np.stack([z[:-1, :-1], z[:-1, 1:], z[1:, 1:], z[1:, :-1]])
    above = corners > level  # as Matplotlib has it: ground at the very level is low
    with np.errstate(all="ignore"):
        total = corners[0] + corners[1] + corners[2] + corners[3]
    crossed = np.isfinite(total) & above.any(axis=0) & ~above.all(axis=0)
    follow = {}
    for r, c in np.argwhere(crossed).tolist():
        first = r * columns + c
        sides = (first, rows * columns + first + 1, first + columns, rows * columns + first)
        high = above[:, r, c].tolist()
        joined = total[r, c] / 4 > level  # a saddle: the middle decides which corners hang together
        leave = [k for k in range(4) if high[k] and not high[(k + 1) % 4]]
        enter = [k for k in range(4) if not high[k] and high[(k + 1) % 4]]
        for k in leave:
            saddle = (k + 1) % 4 if joined else (k + 3) % 4
            follow[sides[k]] = sides[saddle if len(leave) == 2 else enter[0]]
    return follow


def _crossing(x: np.ndarray, y: np.ndarray, z: np.ndarray, level: float, side: int) -> str:
    """Return where the line crosses a side."""
    rows, columns = z.shape
    upright, first = divmod(side, rows * columns)
    r, c = divmod(first, columns)
    r1, c1 = (r + 1, c) if upright else (r, c + 1)
    t = (level - z[r, c]) / (z[r1, c1] - z[r, c])
    return _spot(x[c] + t * (x[c1] - x[c]), y[r] + t * (y[r1] - y[r]))


def _runs(holds: np.ndarray) -> list[slice]:
    """Return the stretches on which a condition holds."""
    changes = np.flatnonzero(np.diff(np.concatenate([[False], holds, [False]]).astype(int)))
    return [slice(start, stop) for start, stop in zip(changes[::2], changes[1::2], strict=True)]


def _spot(x: float, y: float) -> str:
    return f"{number(x)} {number(y)}"


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


_EXPECTED = {
    "line": _line,
    "bars": _bars,
    "area": _area,
    "arrows": _arrows,
    "errors": _errors,
    "contours": _contours,
    "edges": _edges,
    "numbers": _numbers,
    "text": _text,
    "image": _image,
}
