"""Functions of whole arrays that need a loop of their own: products, sums, extremes, orders, joins."""

from typing import Any

import numpy as np

from .. import whole
from ..op import SUMS, Op, Params

Bound = tuple[list[Any], Params]  # what the author's arguments come to: arrays, and parameters that no control changes


def _reduced(a: Any, axis: Any = None, keepdims: Any = False) -> Bound:
    return [a], {"axis": axis, "keepdims": bool(keepdims)}


def _along(a: Any, axis: Any = None) -> Bound:
    return [a], {"axis": axis}


def _accumulated(array: Any, axis: Any = 0) -> Bound:
    return [array], {"axis": axis}


def _sorted(a: Any, axis: Any = -1) -> Bound:
    return [a], {"axis": axis}


def _arg_sorted(a: Any, axis: Any = -1, *, kind: Any = None, stable: Any = None) -> Bound:
    # In which order equal elements come, NumPy promises for a stable sort alone; here they keep theirs in every sort.
    return [a], {"axis": axis, "kind": "stable"}


def _joined(arrays: Any, axis: Any = 0) -> Bound:
    return list(arrays), {"axis": axis}


def _taken(arr: Any, indices: Any, axis: Any = -1) -> Bound:
    return [arr, indices], {"axis": axis}


def _found(a: Any, v: Any, side: Any = "left", sorter: Any = None) -> Bound:
    if side not in ("left", "right"):
        raise TypeError("side is 'left' or 'right'")
    return [a if sorter is None else np.take(a, sorter), v], {"side": side}


def _counted(x: Any, weights: Any = None, minlength: Any = 0) -> Bound:
    return [x] if weights is None else [x, weights], {"minlength": int(minlength)}


def _between(x: Any, xp: Any, fp: Any, left: Any = None, right: Any = None, period: Any = None) -> Bound:
    if period is not None:
        x, xp, fp = _around(x, xp, fp, abs(period))
        left = right = None
    return [x, xp, fp, fp[0] if left is None else left, fp[-1] if right is None else right], {}


def _around(x: Any, xp: Any, fp: Any, period: Any) -> list[Any]:
    """Return a table that goes once around, and a place beyond each end."""
    at = np.mod(xp, period)
    order = np.argsort(at, kind="stable")
    at, fp = (np.take_along_axis(row, order, 0) for row in (at, fp * 1.0))
    table = np.concatenate([at[-1:] - period, at, at[:1] + period])
    return [np.mod(x, period), table, np.concatenate([fp[-1:], fp, fp[:1]])]


def _slid(a: Any, v: Any, mode: Any = "full") -> Bound:
    if mode not in ("full", "same", "valid"):
        raise TypeError("mode is 'full', 'same' or 'valid'")
    return [v, a] if np.shape(v) > np.shape(a) else [a, v], {"mode": mode}


def _product(x: str, y: str) -> str:
    """Return how a sum takes in one product; of bools, whether any pair is true."""
    return "({0} || {1} && {2} ? 1 : 0)" if x == y == "bool" else "{0} + {1} * {2}"


def _slide(x: str, y: str) -> str:
    return "tables.slideOfTruths" if x == y == "bool" else "tables.slide"


def _any(dtype: str) -> str:
    return "({0} || {1} ? 1 : 0)" if dtype == "bool" else "({0} || {1} !== 0 ? 1 : 0)"


def _all(dtype: str) -> str:
    return "({0} && {1} ? 1 : 0)" if dtype == "bool" else "({0} && {1} !== 0 ? 1 : 0)"


# The ufunc's own method gives what the function does, without the function's detours.
def _fold(ufunc: np.ufunc) -> dict[str, Any]:
    return {"run": ufunc.reduce, "bind": _reduced}


_FIRST_AXIS: dict[str, Any] = {"bind": _accumulated, "bounds": whole.first}
MATMUL = Op("matmul", np.matmul, "matmul", _product, "0", python="{0} @ {1}", tolerance=SUMS, bounds=whole.matmul)
TAKE = Op("take_along_axis", np.take_along_axis, "take", bind=_taken, bounds=whole.first)
SUM = Op("sum", np.sum, "reduce", "{0} + {1}", "0", True, **_fold(np.add), tolerance=SUMS, bounds=whole.total)
_ROWS = [
    SUM,
    TAKE,
    Op("prod", np.prod, "reduce", "{0} * {1}", "1", **_fold(np.multiply), tolerance=SUMS, bounds=whole.product),
    Op("max", np.max, "reduce", "Math.max({0}, {1})", "-Infinity", **_fold(np.maximum), bounds=whole.first),
    Op("min", np.min, "reduce", "Math.min({0}, {1})", "Infinity", **_fold(np.minimum), bounds=whole.first),
    Op("any", np.any, "reduce", _any, "0", bind=_reduced),
    Op("all", np.all, "reduce", _all, "1", bind=_reduced),
    Op("argmax", np.argmax, "extreme", "{1} > {0}", bind=_reduced, bounds=whole.position),
    Op("argmin", np.argmin, "extreme", "{1} < {0}", bind=_reduced, bounds=whole.position),
    Op("cumsum", np.cumsum, "cumulate", "{0} + {1}", "0", bind=_along, tolerance=SUMS, bounds=whole.total),
    Op("cumprod", np.cumprod, "cumulate", "{0} * {1}", "1", bind=_along, tolerance=SUMS, bounds=whole.product),
    Op("sort", np.sort, "sort", "L.sort", bind=_sorted, bounds=whole.first),
    Op("argsort", np.argsort, "sort", "L.argsort", bind=_arg_sorted, bounds=whole.position),
    Op("maximum.accumulate", np.maximum.accumulate, "cumulate", "Math.max({0}, {1})", "-Infinity", **_FIRST_AXIS),
    Op("minimum.accumulate", np.minimum.accumulate, "cumulate", "Math.min({0}, {1})", "Infinity", **_FIRST_AXIS),
    Op("searchsorted", np.searchsorted, "call", "tables.search", bind=_found, bounds=whole.place_in_first),
    Op("bincount", np.bincount, "call", "tables.count", bind=_counted, tolerance=SUMS, bounds=whole.count),
    Op("interp", np.interp, "call", "tables.between", bind=_between),
    Op("convolve", np.convolve, "call", _slide, bind=_slid, tolerance=SUMS, bounds=whole.slid),
    Op(
        "concatenate",
        np.concatenate,
        "concatenate",
        bind=_joined,
        run=lambda *arrays, axis: np.concatenate(arrays, axis),
        bounds=whole.union,
    ),
]

ARRAYS = {op.numpy: op for op in _ROWS}
