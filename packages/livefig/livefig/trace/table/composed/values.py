"""What these functions are called with, made arrays; and parts of arrays along an axis."""

from collections.abc import Callable
from typing import Any

import numpy as np

Array = Any  # a traced value, an array or a number: these functions are called with all three
Axis = int | tuple[int, ...] | None
Rows = dict[Callable[..., Any], Callable[..., Any]]  # what an author calls, and the function that stands for it


def given(thing: Any) -> Array:
    """Return an argument as an array; in a list there may be values that depend on a control."""
    if getattr(thing, "dtype", None) is not None:
        return thing
    return np.stack([given(part) for part in thing]) if isinstance(thing, list | tuple) and thing else np.asarray(thing)


def real(thing: Any) -> Array:
    """Return an argument as an array of floats."""
    array = given(thing)
    return array if array.dtype == float else array.astype(float)


def part(a: Array, axis: int, key: Any) -> Array:
    """Return `a[key]` along an axis."""
    return a[tuple(key if k == axis % a.ndim else slice(None) for k in range(a.ndim))]


def along(row: Array, axis: int, ndim: int) -> Array:
    """Return a row as an array of `ndim` axes that runs along one of them."""
    return np.reshape(row, tuple(-1 if k == axis % ndim else 1 for k in range(ndim)))


def axes_of(axis: Axis, ndim: int) -> list[int]:
    """Return the axes that a function reduces, as sorted numbers that are not negative."""
    return sorted(int(k) % ndim for k in np.atleast_1d(range(ndim) if axis is None else axis))


def rows(a: Array, k: Array) -> Array:
    """Return `a[k]`, along the first axis, where the places k may depend on a control."""
    places = np.broadcast_to(along(np.ravel(k), 0, a.ndim), (np.size(k), *a.shape[1:]))
    return np.reshape(np.take_along_axis(a, places, axis=0), np.shape(k) + a.shape[1:])
