"""Arrays made of a few numbers: steps from one to another, grids, matrices."""

from typing import Any

import numpy as np

from .values import Array, Rows, along, given


def linspace(
    start: Array,
    stop: Array,
    num: int = 50,
    endpoint: bool = True,
    retstep: bool = False,
    dtype: Any = None,
    axis: int = 0,
) -> Any:
    start, stop = given(start) * 1.0, given(stop) * 1.0
    delta = stop - start
    intervals = num - 1 if endpoint else num
    step = delta / intervals if intervals > 0 else np.nan
    steps = along(np.arange(num, dtype=float), 0, np.ndim(delta) + 1)
    y = steps * (step if intervals > 0 else delta) + start
    if endpoint and num > 1:
        y = np.concatenate([y[:-1], np.broadcast_to(stop, np.shape(y)[1:])[None]])
    y = _of_type(np.moveaxis(y, 0, axis) if axis else y, dtype)
    return (y, step) if retstep else y


def _of_type(y: Array, dtype: Any) -> Array:
    if dtype is None or np.dtype(dtype) == float:
        return y
    return np.floor(y).astype(dtype) if np.dtype(dtype).kind in "iu" else y.astype(dtype)


def logspace(
    start: Array,
    stop: Array,
    num: int = 50,
    endpoint: bool = True,
    base: Array = 10.0,
    dtype: Any = None,
    axis: int = 0,
) -> Array:
    if np.ndim(base):
        raise TypeError("the base is one number")
    y = np.power(base, linspace(start, stop, num, endpoint, axis=axis))
    return y if dtype is None else y.astype(dtype)


def geomspace(start: Array, stop: Array, num: int = 50, endpoint: bool = True, *, axis: int = 0) -> Array:
    start, stop = given(start) * 1.0, given(stop) * 1.0
    sign = np.sign(start)
    start, stop = start / sign, stop / sign
    y = logspace(np.log10(start), np.log10(stop), num, endpoint)
    rows = [np.broadcast_to(end, np.shape(y)[1:])[None] for end in (start, stop)]
    last = endpoint and num > 1
    if num > 0:
        y = np.concatenate([rows[0], y[1:-1] if last else y[1:], *rows[1 : 1 + last]])
    return np.moveaxis(y * sign, 0, axis) if axis else y * sign


def meshgrid(*xi: Array, copy: bool = True, sparse: bool = False, indexing: str = "xy") -> tuple[Array, ...]:
    if indexing not in ("xy", "ij"):
        raise TypeError("indexing is 'xy' or 'ij'")
    order = list(range(len(xi)))
    if indexing == "xy" and len(xi) > 1:
        order[:2] = 1, 0
    grids = [along(np.ravel(x), axis, len(xi)) for x, axis in zip(xi, order, strict=True)]
    shape = np.broadcast_shapes(*(np.shape(x) for x in grids))
    return tuple(grids if sparse else [np.broadcast_to(x, shape) for x in grids])


def diag(v: Array, k: int = 0) -> Array:
    if v.ndim == 2:
        return np.diagonal(v, k)
    zeros = np.zeros(abs(k), v.dtype)
    rows = np.concatenate([v, zeros] if k >= 0 else [zeros, v])
    return np.where(np.eye(len(rows), k=k, dtype=bool), rows[:, None], np.zeros((), v.dtype))


def diagflat(v: Array, k: int = 0) -> Array:
    return diag(np.ravel(v), k)


def vander(x: Array, N: int | None = None, increasing: bool = False) -> Array:
    x = x.astype(int) if x.dtype == bool else x
    columns = len(x) if N is None else N
    powers = np.cumprod(np.broadcast_to(x[:, None], (len(x), max(columns - 1, 0))), axis=1)
    found = np.concatenate([np.ones((len(x), min(columns, 1)), x.dtype), powers], axis=1)
    return found if increasing else found[:, ::-1]


def tril(m: Array, k: int = 0) -> Array:
    return np.where(_lower(m, k), m, np.zeros((), m.dtype))


def triu(m: Array, k: int = 0) -> Array:
    return np.where(_lower(m, k - 1), np.zeros((), m.dtype), m)


def _lower(m: Array, k: int) -> Array:
    rows, columns = m.shape[-2:]
    return np.tri(rows, columns, k, dtype=bool)


def zeros_like(a: Array, dtype: Any = None, *, shape: Any = None) -> Array:
    return np.zeros(np.shape(a) if shape is None else shape, a.dtype if dtype is None else dtype)


def ones_like(a: Array, dtype: Any = None, *, shape: Any = None) -> Array:
    return np.ones(np.shape(a) if shape is None else shape, a.dtype if dtype is None else dtype)


def full_like(a: Array, fill_value: Array, dtype: Any = None, *, shape: Any = None) -> Array:
    filled, wanted = given(fill_value), a.dtype if dtype is None else np.dtype(dtype)
    filled = filled if filled.dtype == wanted else filled.astype(wanted)
    return np.broadcast_to(filled, np.shape(a) if shape is None else shape)


ROWS: Rows = {
    np.linspace: linspace,
    np.logspace: logspace,
    np.geomspace: geomspace,
    np.meshgrid: meshgrid,
    np.diag: diag,
    np.diagflat: diagflat,
    np.vander: vander,
    np.tril: tril,
    np.triu: triu,
    np.zeros_like: zeros_like,
    np.ones_like: ones_like,
    np.full_like: full_like,
    np.shape: lambda a: a.shape,
    np.ndim: lambda a: a.ndim,
    np.size: lambda a: a.size,
}
