"""Differences, slopes, areas: what is made of neighbours along an axis."""

from typing import Any

import numpy as np

from .values import Array, Axis, Rows, along, axes_of, given, part, real


def diff(a: Array, n: int = 1, axis: int = -1) -> Array:
    for _ in range(n):
        later, earlier = (
            tuple(s if k == axis % a.ndim else slice(None) for k in range(a.ndim))
            for s in (slice(1, None), slice(None, -1))
        )
        a = a[later] != a[earlier] if a.dtype == bool else a[later] - a[earlier]
    return a


def ediff1d(ary: Array, to_end: Array = None, to_begin: Array = None) -> Array:
    steps = np.diff(np.ravel(ary))
    ends = [None if x is None else np.ravel(given(x)) for x in (to_begin, to_end)]
    parts = [x for x in (ends[0], steps, ends[1]) if x is not None]
    return np.concatenate([x if x.dtype == ary.dtype else x.astype(ary.dtype) for x in parts])


def trapezoid(y: Array, x: Array = None, dx: Array = 1.0, axis: int = -1) -> Array:
    y = given(y)
    widths = dx
    if x is not None:
        x = given(x)
        widths = along(np.diff(x), axis, y.ndim) if x.ndim == 1 else np.diff(x, axis=axis)
    later, earlier = part(y, axis, slice(1, None)), part(y, axis, slice(None, -1))
    return np.sum(widths * (later + earlier) / 2.0, axis=axis)


def gradient(f: Array, *varargs: Array, axis: Axis = None, edge_order: int = 1) -> Any:
    f = real(f)
    axes = axes_of(axis, f.ndim) if axis is None or isinstance(axis, int) else [int(k) % f.ndim for k in axis]
    steps = list(varargs) or [1.0]
    steps = steps * len(axes) if len(steps) == 1 and np.ndim(steps[0]) == 0 else steps
    if len(steps) != len(axes) or edge_order not in (1, 2):
        raise TypeError("there is one spacing, or one for each axis, and edge_order is 1 or 2")
    found = [_slopes(f, _spacing(step), k, edge_order) for step, k in zip(steps, axes, strict=True)]
    return found[0] if len(found) == 1 else tuple(found)


def _spacing(step: Array) -> Array:
    """Return one distance, or all; of places, whether they stand evenly is known only if no control moves them."""
    if np.ndim(step) == 0:
        return step
    gaps = np.diff(real(step))
    even = isinstance(gaps, np.ndarray) and bool((gaps == gaps[0]).all())
    return gaps[0] if even else gaps


def _slopes(f: Array, gaps: Array, axis: int, edge_order: int) -> Array:
    at = [part(f, axis, key) for key in (slice(None, -2), slice(1, -1), slice(2, None))]
    if np.ndim(gaps) == 0:
        inside = (at[2] - at[0]) / (2.0 * gaps)
    else:
        weights = [along(w, axis, f.ndim) for w in _weights(gaps[:-1], gaps[1:])]
        inside = weights[0] * at[0] + weights[1] * at[1] + weights[2] * at[2]
    ends = [_end(f, gaps, axis, edge_order, last) for last in (False, True)]
    return np.concatenate([ends[0], inside, ends[1]], axis=axis)


def _weights(h: Array, k: Array) -> list[Array]:
    """Return what three neighbours count in the slope at the middle one; the gaps between them are h and k."""
    return [-k / (h * (h + k)), (k - h) / (h * k), h / (k * (h + k))]


def _end(f: Array, gaps: Array, axis: int, edge_order: int, last: bool) -> Array:
    """Return the slope at the first place or the last."""
    even = np.ndim(gaps) == 0
    near = gaps if even else gaps[-1] if last else gaps[0]
    near_to_far = [part(f, axis, slice(-1 - k, -k or None) if last else slice(k, k + 1)) for k in range(edge_order + 1)]
    if edge_order == 1:
        return (near_to_far[0] - near_to_far[1]) / near if last else (near_to_far[1] - near_to_far[0]) / near
    far = near if even else gaps[-2] if last else gaps[1]
    weights = [-(2 * near + far) / (near * (near + far)), (near + far) / (near * far), -near / (far * (near + far))]
    total = sum(w * x for w, x in zip(weights, near_to_far, strict=True))
    return -total if last else total


def unwrap(p: Array, discont: Array = None, axis: int = -1, *, period: Array = 2 * np.pi) -> Array:
    steps = np.diff(p, axis=axis)
    if steps.dtype != float and not isinstance(period, float):
        raise TypeError("the period of whole numbers has no live form; convert first, with p.astype(float)")
    high = period / 2
    kept = np.mod(steps + high, period) - high
    kept = np.where((kept == -high) & (steps > 0), high, kept)
    turns = np.where(np.abs(steps) < (high if discont is None else discont), 0, kept - steps)
    first, rest = part(p, axis, slice(0, 1)), part(p, axis, slice(1, None))
    return np.concatenate([first, rest + np.cumsum(turns, axis=axis)], axis=axis)


ROWS: Rows = {np.diff: diff, np.ediff1d: ediff1d, np.trapezoid: trapezoid, np.gradient: gradient, np.unwrap: unwrap}
