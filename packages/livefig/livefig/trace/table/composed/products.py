"""Products of vectors, matrices and stacks of them, and what is made of products."""

from collections.abc import Sequence
from math import prod
from typing import Any

import numpy as np

from .values import Array, Rows, given


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


def vecdot(x1: Array, x2: Array, axis: int = -1) -> Array:
    a, b = (np.moveaxis(given(x), axis, -1) for x in (x1, x2))
    return np.matmul(a[..., None, :], b[..., :, None])[..., 0, 0]


def matvec(x1: Array, x2: Array) -> Array:
    return np.matmul(x1, given(x2)[..., None])[..., 0]


def vecmat(x1: Array, x2: Array) -> Array:
    return np.matmul(given(x1)[..., None, :], x2)[..., 0, :]


def tensordot(a: Array, b: Array, axes: Any = 2) -> Array:
    a, b = given(a), given(b)
    pair = (range(a.ndim - axes, a.ndim), range(axes)) if isinstance(axes, int) else axes
    summed = [[int(k) % x.ndim for k in np.atleast_1d(which)] for x, which in zip((a, b), pair, strict=True)]
    kept = [[k for k in range(x.ndim) if k not in which] for x, which in zip((a, b), summed, strict=True)]
    depth = prod(a.shape[k] for k in summed[0])
    left = np.reshape(np.transpose(a, kept[0] + summed[0]), (-1, depth))
    right = np.reshape(np.transpose(b, summed[1] + kept[1]), (depth, -1))
    shape = [x.shape[k] for x, which in zip((a, b), kept, strict=True) for k in which]
    return np.reshape(np.matmul(left, right), shape)


def kron(a: Array, b: Array) -> Array:
    a, b = given(a), given(b)
    ndim = max(a.ndim, b.ndim)
    left, right = ((1,) * (ndim - x.ndim) + x.shape for x in (a, b))
    outer, inner = [x for n in left for x in (n, 1)], [x for n in right for x in (1, n)]
    return np.reshape(np.reshape(a, outer) * np.reshape(b, inner), [m * n for m, n in zip(left, right, strict=True)])


def cross(a: Array, b: Array, axisa: int = -1, axisb: int = -1, axisc: int = -1, axis: int | None = None) -> Array:
    axisa, axisb, axisc = (axisa, axisb, axisc) if axis is None else (axis,) * 3
    a, b = np.moveaxis(given(a), axisa, -1), np.moveaxis(given(b), axisb, -1)
    if a.shape[-1] != 3 or b.shape[-1] != 3:
        raise TypeError("only vectors of three numbers have a cross product")
    parts = [(1, 2), (2, 0), (0, 1)]
    return np.stack([a[..., i] * b[..., j] - a[..., j] * b[..., i] for i, j in parts], axis=axisc)


def cross_of_last(x1: Array, x2: Array, axis: int = -1) -> Array:
    return cross(x1, x2, axis=axis)


def correlate(a: Array, v: Array, mode: Any = "valid") -> Array:
    a, v = given(a), given(v)
    if len(v) > len(a):
        return correlate(v, a, mode)[::-1]
    return np.convolve(a, v[::-1], mode)


def trace(a: Array, offset: int = 0) -> Array:
    return np.sum(np.diagonal(a, offset), axis=-1)


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


ROWS: Rows = {
    np.dot: dot,
    np.inner: inner,
    np.outer: outer,
    np.vdot: vdot,
    np.vecdot: vecdot,
    np.matvec: matvec,
    np.vecmat: vecmat,
    np.tensordot: tensordot,
    np.kron: kron,
    np.cross: cross,
    np.linalg.cross: cross_of_last,
    np.correlate: correlate,
    np.trace: trace,
    np.einsum: einsum,
}
