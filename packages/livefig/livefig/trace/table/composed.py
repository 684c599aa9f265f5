"""Functions written with others of the table. When one is traced, its result is held against NumPy's own for shape and
type, so that none of these can quietly give another type than the function whose name it bears.
"""

from collections.abc import Callable, Sequence
from math import prod
from typing import Any

import numpy as np

Array = Any  # a traced value, an array or a number: these functions are called with all three
Axis = int | tuple[int, ...] | None


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


def clip(a: Array, a_min: Array = None, a_max: Array = None, *, min: Array = None, max: Array = None) -> Array:
    low, high = a_min if min is None else min, a_max if max is None else max
    a = a if low is None else np.maximum(a, low)
    return a if high is None else np.minimum(a, high)


def round_(a: Array, decimals: int = 0) -> Array:
    if a.dtype == np.int64 and decimals >= 0:
        return np.positive(a)
    if decimals == 0:
        return np.rint(a)
    scale = 10.0 ** abs(decimals)
    rounded = np.rint(a * scale) / scale if decimals > 0 else np.rint(a / scale) * scale
    return rounded.astype(int) if a.dtype == np.int64 else rounded


def dot(a: Array, b: Array) -> Array:
    if np.ndim(a) == 0 or np.ndim(b) == 0:
        return a * b
    return np.matmul(a, b) if np.ndim(b) < 3 else inner(a, np.matrix_transpose(b))


def inner(a: Array, b: Array) -> Array:
    if np.ndim(a) == 0 or np.ndim(b) == 0:
        return a * b
    left, right = np.shape(a)[:-1], np.shape(b)[:-1]
    flat = [np.reshape(x, (prod(rest), np.shape(x)[-1])) for x, rest in ((a, left), (b, right))]
    return np.reshape(np.matmul(flat[0], np.transpose(flat[1])), (*left, *right))


def outer(a: Array, b: Array) -> Array:
    return np.ravel(a)[:, None] * np.ravel(b)[None, :]


def vdot(a: Array, b: Array) -> Array:
    return np.matmul(np.ravel(a), np.ravel(b))


def stack(arrays: Sequence[Array], axis: int = 0) -> Array:
    return np.concatenate([np.expand_dims(a, axis) for a in arrays], axis=axis)


def vstack(tup: Sequence[Array]) -> Array:
    return np.concatenate([np.atleast_2d(a) for a in tup], axis=0)


def hstack(tup: Sequence[Array]) -> Array:
    parts = [np.atleast_1d(a) for a in tup]
    return np.concatenate(parts, axis=0 if parts[0].ndim == 1 else 1)


def column_stack(tup: Sequence[Array]) -> Array:
    return np.concatenate([a if np.ndim(a) == 2 else np.reshape(a, (-1, 1)) for a in tup], axis=1)


def diff(a: Array, n: int = 1, axis: int = -1) -> Array:
    for _ in range(n):
        later, earlier = (
            tuple(s if k == axis % a.ndim else slice(None) for k in range(a.ndim))
            for s in (slice(1, None), slice(None, -1))
        )
        a = a[later] != a[earlier] if a.dtype == bool else a[later] - a[earlier]
    return a


def ptp(a: Array, axis: Axis = None, keepdims: bool = False) -> Array:
    return np.max(a, axis=axis, keepdims=keepdims) - np.min(a, axis=axis, keepdims=keepdims)


def trace(a: Array, offset: int = 0) -> Array:
    return np.sum(np.diagonal(a, offset), axis=-1)


def tril(m: Array, k: int = 0) -> Array:
    return np.where(_lower(m, k), m, np.zeros((), m.dtype))


def triu(m: Array, k: int = 0) -> Array:
    return np.where(_lower(m, k - 1), np.zeros((), m.dtype), m)


def _lower(m: Array, k: int) -> Array:
    rows, columns = m.shape[-2:]
    return np.tri(rows, columns, k, dtype=bool)


def einsum(subscripts: str, first: Array, second: Array = None) -> Array:
    inputs, arrow, result = subscripts.replace(" ", "").partition("->")
    terms = inputs.split(",")
    arrays = [first] if second is None else [first, second]
    labels = sorted(set("".join(terms)))
    if not arrow:
        result = "".join(x for x in labels if inputs.count(x) == 1)
    once = all(len(set(t)) == len(t) for t in [*terms, result])
    if len(terms) != len(arrays) or not once or not all(x.isalpha() for x in [*labels, *result]):
        raise TypeError("it takes one or two terms such as 'ij,jk->ik', each letter once in a term, no dots")
    if len(terms) == 2 and _is_product(arrays, terms, result):
        return _product(arrays, terms, result)
    order = [*result, *(x for x in labels if x not in result)]
    spread = [_along_labels(a, term, order) for a, term in zip(arrays, terms, strict=True)]
    product = spread[0] if len(spread) == 1 else spread[0] * spread[1]
    fold = np.any if product.dtype == bool else np.sum  # NumPy, too, gives bools for bools
    return fold(product, axis=tuple(range(len(result), len(order))))


def _is_product(arrays: Sequence[Array], terms: Sequence[str], result: str) -> bool:
    """Return whether the terms say a product of matrices, or of stacks of them: one letter for the rows, one for the
    columns, one that is summed over, and whatever else in both and in the result. A loop over all letters at once would
    keep every single product."""
    rows, columns, summed, stack = _roles(terms, result)
    if any(np.ndim(a) != len(term) for a, term in zip(arrays, terms, strict=True)):
        return False  # which is said elsewhere
    lengths = [dict(zip(term, np.shape(a), strict=True)) for a, term in zip(arrays, terms, strict=True)]
    fit = all(lengths[0][x] == lengths[1][x] for x in summed + stack)
    return fit and len(rows) == len(columns) == len(summed) == 1 and set(result) == {*rows, *columns, *stack}


def _roles(terms: Sequence[str], result: str) -> tuple[str, str, str, str]:
    """Return the letters of the rows, of the columns, those summed over, and those of the stack."""
    left, right = terms
    both = "".join(x for x in left if x in right)
    rows, columns = ("".join(x for x in term if x not in both) for term in terms)
    summed, stack = ("".join(x for x in both if (x in result) == kept) for kept in (False, True))
    return rows, columns, summed, stack


def _product(arrays: Sequence[Array], terms: Sequence[str], result: str) -> Array:
    rows, columns, summed, stack = _roles(terms, result)
    orders = stack + rows + summed, stack + summed + columns
    a, b = (
        np.transpose(a, [term.index(x) for x in order]) for a, term, order in zip(arrays, terms, orders, strict=True)
    )
    found = stack + rows + columns
    return np.transpose(np.matmul(a, b), [found.index(x) for x in result])


def _along_labels(a: Array, term: str, order: list[str]) -> Array:
    """Return the array with one axis for each label of `order`, of length 1 where the term has none."""
    if np.ndim(a) != len(term):
        raise TypeError(f"the term {term!r} does not fit an array of shape {np.shape(a)}")
    a = np.transpose(a, [term.index(x) for x in order if x in term])
    return np.reshape(a, [np.shape(a)[[y for y in order if y in term].index(x)] if x in term else 1 for x in order])


def zeros_like(a: Array) -> Array:
    return np.zeros(np.shape(a), a.dtype)


def ones_like(a: Array) -> Array:
    return np.ones(np.shape(a), a.dtype)


def full_like(a: Array, fill_value: Array) -> Array:
    filled = np.asarray(fill_value) if getattr(fill_value, "dtype", None) is None else fill_value
    return np.broadcast_to(filled if filled.dtype == a.dtype else filled.astype(a.dtype), np.shape(a))


def nan_to_num(x: Array, nan: float = 0.0, posinf: float | None = None, neginf: float | None = None) -> Array:
    if x.dtype != float:
        return np.copy(x)
    most = np.finfo(float).max
    x = np.where(np.isnan(x), nan, x)
    x = np.where(x == np.inf, most if posinf is None else posinf, x)
    return np.where(x == -np.inf, -most if neginf is None else neginf, x)


COMPOSED: dict[Callable[..., Any], Callable[..., Any]] = {
    np.mean: mean,
    np.var: var,
    np.std: std,
    np.clip: clip,
    np.round: round_,
    np.around: round_,
    np.dot: dot,
    np.inner: inner,
    np.outer: outer,
    np.vdot: vdot,
    np.stack: stack,
    np.vstack: vstack,
    np.hstack: hstack,
    np.column_stack: column_stack,
    np.diff: diff,
    np.ptp: ptp,
    np.trace: trace,
    np.tril: tril,
    np.triu: triu,
    np.einsum: einsum,
    np.zeros_like: zeros_like,
    np.ones_like: ones_like,
    np.full_like: full_like,
    np.nan_to_num: nan_to_num,
    np.shape: lambda a: a.shape,
    np.ndim: lambda a: a.ndim,
    np.size: lambda a: a.size,
}
