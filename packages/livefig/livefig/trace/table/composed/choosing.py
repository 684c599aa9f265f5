"""One of several, by conditions, by number, by bin; and how many fall into each bin."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from .values import Array, Rows, given, part, rows


def select(condlist: Sequence[Array], choicelist: Sequence[Array], default: Array = 0) -> Array:
    found = default
    for condition, choice in reversed(list(zip(condlist, choicelist, strict=True))):
        found = np.where(condition, choice, found)
    return found


def piecewise(x: Array, condlist: Any, funclist: Sequence[Any], *args: Any, **kw: Any) -> Array:
    """Call each function for all of x, not for the places that it is meant for: of these, no number is known."""
    conditions = list(condlist) if _are_several(condlist, x) else [condlist]
    found: Array = np.zeros((), x.dtype)
    if len(funclist) == len(conditions) + 1:
        found = _piece(funclist[-1], x, args, kw)
    elif len(funclist) != len(conditions):
        raise TypeError("there are as many functions as conditions, or one more")
    for condition, function in zip(conditions, funclist, strict=False):
        found = np.where(condition, _piece(function, x, args, kw), found)
    return np.broadcast_to(found, x.shape)


def _are_several(condlist: Any, x: Array) -> bool:
    return np.ndim(condlist) > np.ndim(x) if isinstance(condlist, np.ndarray) else isinstance(condlist, list | tuple)


def _piece(function: Any, x: Array, args: Any, kw: Any) -> Array:
    value = given(function(x, *args, **kw) if callable(function) else function)
    return value if value.dtype == x.dtype else value.astype(x.dtype)


def choose(a: Array, choices: Sequence[Array], mode: str = "raise") -> Array:
    a, choices = given(a), [given(choice) for choice in choices]
    if mode == "raise":
        a = np.where(a < 0, len(choices), a)  # no place from the end: one that is not there
    shape = np.broadcast_shapes(np.shape(a), *(np.shape(choice) for choice in choices))
    table = np.stack([np.broadcast_to(choice, shape) for choice in choices])
    places = np.broadcast_to(_inside(a, len(choices), mode), shape)
    return np.take_along_axis(table, places[None], axis=0)[0]


def _inside(places: Array, length: int, mode: str) -> Array:
    """Return places of an array of a length, as the mode says of those outside."""
    if mode not in ("raise", "clip", "wrap"):
        raise TypeError("mode is 'raise', 'clip' or 'wrap'")
    if mode == "raise":
        return places
    return np.clip(places, 0, length - 1) if mode == "clip" else np.mod(places, length)


def digitize(x: Array, bins: Array, right: bool = False) -> Array:
    bins = given(bins)
    side: Any = "left" if right else "right"

    def rising() -> Array:
        return np.searchsorted(bins, x, side)

    def falling() -> Array:
        """Count from the other end, where what lies on an edge goes to the other side."""
        return len(bins) - np.searchsorted(bins[::-1], x, side)

    if isinstance(bins, np.ndarray):
        return rising() if (np.diff(bins) >= 0).all() else falling()
    return np.where(bins[0] <= bins[-1], rising(), falling())


def histogram(
    a: Array, bins: Any = 10, range: Any = None, density: bool | None = None, weights: Array = None
) -> tuple[Array, Array]:
    a = np.ravel(a)
    edges = _edges(a, bins, range) if np.ndim(bins) == 0 else given(bins)
    count = len(edges) - 1
    inside = (a >= edges[0]) & (a <= edges[-1])
    which = np.minimum(np.searchsorted(edges, a, "right") - 1, count - 1)
    which = np.where(inside, which, count)  # what falls into no bin has one that is cut off
    weighed = None if weights is None else np.ravel(weights)
    found = np.bincount(which, weighed, count + 1)[:-1]
    if weighed is not None and weighed.dtype != float:
        found = found.astype(weighed.dtype)
    if density:
        found = found / np.diff(edges).astype(float) / np.sum(found)
    return found, edges


def _edges(a: Array, bins: Any, between: Any) -> Array:
    if isinstance(bins, str):
        raise TypeError("a rule that finds the number of bins would let it depend on a control; write a number")
    low, high = (np.min(a), np.max(a)) if between is None else (given(between[0]), given(between[1]))
    flat = low == high
    return np.linspace(np.where(flat, low - 0.5, low), np.where(flat, high + 0.5, high), bins + 1)


def take(a: Array, indices: Array, axis: int | None = None, mode: str = "raise") -> Array:
    a, indices = (np.ravel(a) if axis is None else a), given(indices)
    axis = (axis or 0) % a.ndim
    indices = _inside(indices, a.shape[axis], mode)
    if isinstance(indices, np.ndarray | np.integer):
        return part(a, axis, indices)
    found = rows(np.moveaxis(a, axis, 0), indices)
    return np.moveaxis(found, range(indices.ndim), range(axis, axis + indices.ndim))


ROWS: Rows = {
    np.select: select,
    np.piecewise: piecewise,
    np.choose: choose,
    np.take: take,
    np.digitize: digitize,
    np.histogram: histogram,
}
