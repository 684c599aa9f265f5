"""Means and what is measured from them, orders, and how two rows go together."""

from collections.abc import Callable
from math import prod
from typing import Any

import numpy as np

from .values import Array, Axis, Rows, along, axes_of, given, real, rows


def mean(a: Array, axis: Axis = None, keepdims: bool = False) -> Array:
    return np.sum(a, axis=axis, keepdims=keepdims) / _count(a, axis)


def var(a: Array, axis: Axis = None, ddof: float = 0, keepdims: bool = False) -> Array:
    centred = a - mean(a, axis=axis, keepdims=True)
    return np.sum(np.square(centred), axis=axis, keepdims=keepdims) / np.float64(max(_count(a, axis) - ddof, 0))


def std(a: Array, axis: Axis = None, ddof: float = 0, keepdims: bool = False) -> Array:
    return np.sqrt(var(a, axis=axis, ddof=ddof, keepdims=keepdims))


def _count(a: Array, axis: Axis) -> int:
    axes = range(a.ndim) if axis is None else np.atleast_1d(axis)
    return int(np.prod([a.shape[k] for k in axes], dtype=int))


def ptp(a: Array, axis: Axis = None, keepdims: bool = False) -> Array:
    return np.max(a, axis=axis, keepdims=keepdims) - np.min(a, axis=axis, keepdims=keepdims)


def average(
    a: Array, axis: Axis = None, weights: Array = None, returned: bool = False, *, keepdims: bool = False
) -> Any:
    a = given(a)
    if weights is None:
        found = mean(a, axis, keepdims)
        return (found, np.full(np.shape(found), float(_count(a, axis)))) if returned else found
    weights = real(weights)
    if weights.shape != a.shape:
        if not isinstance(axis, int) or weights.ndim != 1:
            raise TypeError("weights have the shape of the numbers, or are one row along one axis")
        weights = np.broadcast_to(along(weights, axis, a.ndim), a.shape)
    total = np.sum(weights, axis=axis, keepdims=keepdims)
    found = np.sum(a * weights, axis=axis, keepdims=keepdims) / total
    return (found, total) if returned else found


def count_nonzero(a: Array, axis: Axis = None, *, keepdims: bool = False) -> Array:
    return np.sum(a if a.dtype == bool else a != 0, axis=axis, keepdims=keepdims)


# ---- without NaN


def nansum(a: Array, axis: Axis = None, keepdims: bool = False) -> Array:
    return np.sum(np.where(np.isnan(a), 0, a) if a.dtype == float else a, axis=axis, keepdims=keepdims)


def nanprod(a: Array, axis: Axis = None, keepdims: bool = False) -> Array:
    return np.prod(np.where(np.isnan(a), 1, a) if a.dtype == float else a, axis=axis, keepdims=keepdims)


def nanmean(a: Array, axis: Axis = None, keepdims: bool = False) -> Array:
    return nansum(a, axis, keepdims) / np.sum(~np.isnan(a), axis=axis, keepdims=keepdims)


def nanvar(a: Array, axis: Axis = None, ddof: float = 0, keepdims: bool = False) -> Array:
    if a.dtype != float:
        return var(a, axis, ddof, keepdims)
    missing = np.isnan(a)
    squares = np.square(np.where(missing, 0.0, a - nanmean(a, axis, True)))
    free = np.sum(~missing, axis=axis, keepdims=keepdims) - ddof
    return np.where(free > 0, np.sum(squares, axis=axis, keepdims=keepdims) / free, np.nan)


def nanstd(a: Array, axis: Axis = None, ddof: float = 0, keepdims: bool = False) -> Array:
    return np.sqrt(nanvar(a, axis, ddof, keepdims))


def nanmax(a: Array, axis: Axis = None, keepdims: bool = False) -> Array:
    return _extreme_number(np.max, -np.inf, a, axis, keepdims)


def nanmin(a: Array, axis: Axis = None, keepdims: bool = False) -> Array:
    return _extreme_number(np.min, np.inf, a, axis, keepdims)


def _extreme_number(extreme: Callable[..., Array], beyond: float, a: Array, axis: Axis, keepdims: bool) -> Array:
    if a.dtype != float:
        return extreme(a, axis=axis, keepdims=keepdims)
    missing = np.isnan(a)
    found = extreme(np.where(missing, beyond, a), axis=axis, keepdims=keepdims)
    return np.where(np.all(missing, axis=axis, keepdims=keepdims), np.nan, found)


# ---- orders


def median(a: Array, axis: Axis = None, *, keepdims: bool = False) -> Array:
    ordered = _in_order(a, axis)
    half, odd = divmod(len(ordered), 2)
    middle = ordered[half : half + 1] if odd else ordered[half - 1 : half + 1]
    return _kept(_unless_nan(mean(middle, axis=0), ordered), a, axis, keepdims)


def quantile(a: Array, q: Array, axis: Axis = None, *, method: str = "linear", keepdims: bool = False) -> Array:
    ordered, q = _in_order(a, axis), given(q)
    if q.ndim > 1:
        raise TypeError("q is a number or a row of numbers")
    n = len(ordered)
    if method not in _PLACES:
        raise TypeError(f"method is one of {', '.join(_PLACES)}")
    place = _PLACES[method](n, q)
    before = np.floor(place)
    low, high = (np.clip(k, 0, n - 1).astype(int) for k in (before, before + 1))
    beyond = (place >= n - 1) | (place < 0)
    share = np.where(beyond, 0.0, place - before)
    found = _between(rows(ordered, low), rows(ordered, np.where(beyond, low, high)), share)
    return _kept(_unless_nan(found, ordered), a, axis, keepdims, q.ndim)


def percentile(a: Array, q: Array, axis: Axis = None, *, method: str = "linear", keepdims: bool = False) -> Array:
    return quantile(a, np.true_divide(given(q), 100), axis, method=method, keepdims=keepdims)


def _by_rule(alpha: float, beta: float) -> Callable[[int, Array], Array]:
    return lambda n, q: n * q + (alpha + q * (1 - alpha - beta)) - 1


# Where among n ordered numbers a quantile stands. (Hyndman and Fan's numbers 4 to 9.)
_PLACES: dict[str, Callable[[int, Array], Array]] = {
    "linear": lambda n, q: (n - 1) * q,
    "interpolated_inverted_cdf": _by_rule(0, 1),
    "hazen": _by_rule(0.5, 0.5),
    "weibull": _by_rule(0, 0),
    "median_unbiased": _by_rule(1 / 3, 1 / 3),
    "normal_unbiased": _by_rule(3 / 8, 3 / 8),
}


def _between(a: Array, b: Array, share: Array) -> Array:
    """Return what lies between a and b; reckoned from the nearer of the two, as NumPy does."""
    share = np.reshape(share, np.shape(share) + (1,) * (np.ndim(a) - np.ndim(share)))
    gap = b - a
    return np.where(share >= 0.5, b - gap * (1 - share), a + gap * share)


def _in_order(a: Array, axis: Axis) -> Array:
    """Return the numbers in order along the first axis, whichever axes they were in; bools become numbers."""
    axes = axes_of(axis, a.ndim)
    front = np.moveaxis(a, axes, range(len(axes))) if axes else a
    rows = np.reshape(front, (prod(a.shape[k] for k in axes), *front.shape[len(axes) :]))
    if not rows.shape[0]:
        raise TypeError("there are no numbers to put in order")
    return np.sort(rows.astype(float) if rows.dtype != float else rows, axis=0)


def _unless_nan(found: Array, ordered: Array) -> Array:
    return np.where(np.isnan(ordered[-1]), np.nan, found)


def _kept(found: Array, a: Array, axis: Axis, keepdims: bool, before: int = 0) -> Array:
    """Return the result with its axes of length 1 again, behind those that it has of its own."""
    if not keepdims:
        return found
    axes = axes_of(axis, a.ndim)
    return np.reshape(found, np.shape(found)[:before] + tuple(1 if k in axes else n for k, n in enumerate(a.shape)))


# ---- two rows


def cov(m: Array, y: Array = None, rowvar: bool = True, bias: bool = False, ddof: int | None = None) -> Array:
    rows = [_variables(x, rowvar) for x in (m, y) if x is not None]
    joined = rows[0] if y is None else np.concatenate(rows, axis=0)
    free = joined.shape[1] - ((0 if bias else 1) if ddof is None else ddof)
    centred = joined - mean(joined, axis=1, keepdims=True)
    return np.squeeze(np.matmul(centred, np.transpose(centred)) * np.true_divide(1, max(free, 0.0)))


def _variables(x: Array, rowvar: bool) -> Array:
    x = real(x)
    return np.transpose(x) if not rowvar and x.ndim == 2 and x.shape[0] != 1 else np.atleast_2d(x)


def corrcoef(x: Array, y: Array = None, rowvar: bool = True) -> Array:
    c = cov(x, y, rowvar)
    if c.ndim == 0:
        return c / c
    spread = np.sqrt(np.diagonal(c))
    return np.clip(c / spread[:, None] / spread[None, :], -1, 1)


ROWS: Rows = {
    np.mean: mean,
    np.var: var,
    np.std: std,
    np.ptp: ptp,
    np.average: average,
    np.count_nonzero: count_nonzero,
    np.nansum: nansum,
    np.nanprod: nanprod,
    np.nanmean: nanmean,
    np.nanvar: nanvar,
    np.nanstd: nanstd,
    np.nanmax: nanmax,
    np.nanmin: nanmin,
    np.median: median,
    np.quantile: quantile,
    np.percentile: percentile,
    np.cov: cov,
    np.corrcoef: corrcoef,
}
