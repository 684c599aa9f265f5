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


def _sorted(a: Any, axis: Any = -1) -> Bound:
    return [a], {"axis": axis}


def _arg_sorted(a: Any, axis: Any = -1, *, kind: Any = None, stable: Any = None) -> Bound:
    # In which order equal elements come, NumPy promises for a stable sort alone; here they keep theirs in every sort.
    return [a], {"axis": axis, "kind": "stable"}


def _joined(arrays: Any, axis: Any = 0) -> Bound:
    return list(arrays), {"axis": axis}


def _taken(arr: Any, indices: Any, axis: Any = -1) -> Bound:
    return [arr, indices], {"axis": axis}


def _product(x: str, y: str) -> str:
    """Return how a sum takes in one product; of bools, whether any pair is true."""
    return "({0} || {1} && {2} ? 1 : 0)" if x == y == "bool" else "{0} + {1} * {2}"


def _any(dtype: str) -> str:
    return "({0} || {1} ? 1 : 0)" if dtype == "bool" else "({0} || {1} !== 0 ? 1 : 0)"


def _all(dtype: str) -> str:
    return "({0} && {1} ? 1 : 0)" if dtype == "bool" else "({0} && {1} !== 0 ? 1 : 0)"


# The ufunc's own method gives what the function does, without the function's detours.
def _fold(ufunc: np.ufunc) -> dict[str, Any]:
    return {"run": ufunc.reduce, "bind": _reduced}


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
