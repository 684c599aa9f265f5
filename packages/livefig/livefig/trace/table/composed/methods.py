"""Methods of ufuncs that are functions by another name: `np.add.reduce(x)` is a sum along the first axis."""

from collections.abc import Callable

import numpy as np

from .values import Array, Axis, Rows, given


def _reduced(function: Callable[..., Array]) -> Callable[..., Array]:
    def reduce(array: Array, axis: Axis = 0, keepdims: bool = False) -> Array:
        return function(array, axis=axis, keepdims=keepdims)

    return reduce


def _accumulated(function: Callable[..., Array]) -> Callable[..., Array]:
    def accumulate(array: Array, axis: int = 0) -> Array:
        return function(array, axis=axis)

    return accumulate


def _outer(ufunc: np.ufunc) -> Callable[..., Array]:
    def outer(A: Array, B: Array) -> Array:
        a, b = given(A), given(B)
        return ufunc(np.reshape(a, a.shape + (1,) * b.ndim), b)

    return outer


_FOLDS: dict[np.ufunc, Callable[..., Array]] = {
    np.add: np.sum, np.multiply: np.prod, np.maximum: np.max, np.minimum: np.min, np.logical_and: np.all,
    np.logical_or: np.any, np.fmax: np.nanmax, np.fmin: np.nanmin,
}  # fmt: skip
_OUTER = [
    np.add, np.subtract, np.multiply, np.divide, np.power, np.maximum, np.minimum, np.hypot, np.arctan2, np.equal,
    np.less, np.less_equal, np.greater, np.greater_equal,
]  # fmt: skip

ROWS: Rows = {
    **{ufunc.reduce: _reduced(function) for ufunc, function in _FOLDS.items()},
    np.add.accumulate: _accumulated(np.cumsum),
    np.multiply.accumulate: _accumulated(np.cumprod),
    **{ufunc.outer: _outer(ufunc) for ufunc in _OUTER},
}
