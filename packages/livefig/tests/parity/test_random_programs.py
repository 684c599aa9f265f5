"""Hypothesis writes programs over the whole table; V8 and NumPy must agree on every one.

Three things keep a program honest. A row whose result may jump (a comparison, a rounding, an order) is given only
operands that are the same to the last bit in NumPy and in V8, so that what it gives must be the same as well. Any
other value counts as close, and is held between -2 and 2 when it is read again: a chain of exponentials would magnify
the last digit without limit, in NumPy too. And each form of each row has programs of its own, with others around it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from livefig import pick, scan
from livefig.emit import emit
from livefig.errors import LiveFigureError
from livefig.trace.lines import DTYPES
from livefig.trace.table import BOOL_ONLY, COMPOSED, EXACT, PRIMITIVES, UFUNCS
from livefig.trace.tracer import trace
from support.v8 import difference, moving

# What NumPy's functions of Python say of numbers that are missing, or of another type.
pytestmark = pytest.mark.filterwarnings(
    "ignore:Mean of|Degrees of|All-NaN|invalid value|Converting input:RuntimeWarning"
)

SHAPES = [(), (3,), (1,), (9,), (4, 3), (4, 1), (3, 3), (2, 4, 3)]
MOST = 400  # elements of one value

# ---- one way to call each row, or several


def signed(x):
    """Return x without what has a sign in NumPy only by chance, NaN and the zero that `maximum` chose from 0 and -0."""
    return np.nan_to_num(x) + 0.0


# Where a function of real numbers is steep or undefined, it is called beside that place.
INSIDE: dict[str, Callable] = {
    "signbit": signed,
    **dict.fromkeys(["log", "log2", "log10", "sqrt", "cbrt", "reciprocal", "arccosh"], lambda x: 1.5 + np.abs(x)),
    **dict.fromkeys(["arcsin", "arccos", "arctanh", "tan", "log1p"], lambda x: x / 4),
}
INSIDE_TWO: dict[str, Callable] = {
    **dict.fromkeys(["copysign", "floor_divide"], lambda x, y: (x, signed(y))),
    **dict.fromkeys(["power", "float_power"], lambda x, y: (1 + np.abs(x), y)),
    **dict.fromkeys(["divide", "arctan2"], lambda x, y: (x, 1 + np.abs(y))),
}
JUMPS = {
    *("sign", "signbit", "floor", "ceil", "trunc", "rint", "isnan", "isfinite", "isinf", "floor_divide", "remainder"),
    *("fmod", "copysign", "heaviside", "equal", "not_equal", "less", "less_equal", "greater", "greater_equal"),
    *("logical_and", "logical_or", "logical_xor", "logical_not"),
}
WHOLE = [
    *(np.add, np.subtract, np.multiply, np.negative, np.absolute, np.sign, np.square, np.maximum, np.minimum, np.equal),
    *(np.less, np.floor, np.logical_and, np.logical_not, np.floor_divide, np.remainder, np.fmod),
]
TRUTHS = [np.add, np.multiply, np.maximum, np.minimum, np.equal, np.less, np.logical_or, np.logical_xor]


FOLDS = [np.maximum.reduce, np.minimum.reduce, np.fmax.reduce, np.fmin.reduce]
ACCUMULATE = [np.maximum.accumulate, np.minimum.accumulate]
ARITHMETIC = [getattr(np, f).outer for f in ("add", "subtract", "multiply", "divide", "hypot", "arctan2")]
COMPARE = [getattr(np, f).outer for f in ("equal", "less", "less_equal", "greater", "greater_equal")]


def line(x):
    return np.reshape(x, (1,)) if np.ndim(x) == 0 else x


def grid(x):
    return line(x)[None] if np.ndim(x) < 2 else x


def axis(x, n):
    return n % np.ndim(x) if n % 2 else n % np.ndim(x) - np.ndim(x)


def beside(x, y):
    """Return y, or its first element where the two do not broadcast or make too large a value."""
    try:
        fits = np.prod(np.broadcast_shapes(np.shape(x), np.shape(y))) <= MOST
    except ValueError:
        fits = False
    return y if fits else np.ravel(y)[0]


def whole(x):
    return np.clip(np.nan_to_num(x), -7, 7).astype(int)


def places(x, length):
    """Return whole numbers below a length, which follow a value."""
    return np.abs(whole(x)) % length


def reductions(function):
    return [
        lambda x, y, n: function(x),
        lambda x, y, n: function(line(x), axis=axis(line(x), n)),
        lambda x, y, n: function(line(x), axis=axis(line(x), n), keepdims=True),
        lambda x, y, n: function(grid(x), axis=(0, -1), keepdims=bool(n % 2)),
    ]


def folded(x):
    return np.clip(x, -1, 1)  # a long product of anything larger would be out of all bounds


def of(function, *calls):
    """Return a row and its calls; without any, the function of an array of at least two axes."""
    return {function: list(calls) or [lambda x, y, n: function(grid(x))]}


def firm(x):
    """Return a matrix of three rows that is far from singular, and whose eigenvalues are far from each other."""
    few = np.ravel(np.tile(np.ravel(folded(signed(x))), 9))[:9] * 0.1
    return np.reshape(few, (3, 3)) + np.diag([4.0, 2.0, 1.0])


def even(x):
    return firm(x) + firm(x).T


def first_axis(x):
    """Return an array whose first axis has at least three elements."""
    return np.concatenate([line(x)] * 3)


# What these give is made of their operands' very bits, and moves little when those move little.
MOVES: dict[Any, list[Callable]] = {
    **{f: reductions(f) for f in (np.max, np.min)},
    **of(
        np.ptp, lambda x, y, n: np.ptp(x), lambda x, y, n: np.ptp(grid(x), axis=axis(grid(x), n), keepdims=bool(n % 3))
    ),
    **of(np.sort, *(lambda x, y, n, a=a: np.sort(grid(x), axis=a) for a in (-1, 0, None))),
    **of(np.take_along_axis, lambda x, y, n: np.take_along_axis(line(x), np.full((1,) * np.ndim(line(x)), -1), 0)),
    **of(
        np.concatenate,
        lambda x, y, n: np.concatenate([line(x), line(x) * 2], axis=axis(line(x), n)),
        lambda x, y, n: np.concatenate([line(x), line(y)], axis=None),
    ),
    **of(
        np.reshape,
        lambda x, y, n: np.reshape(x, (-1, 1)),
        lambda x, y, n: x.reshape(-1),
        lambda x, y, n: np.reshape(x, np.shape(x)[::-1], order="F"),
    ),
    **of(np.ravel, lambda x, y, n: np.ravel(x), lambda x, y, n: np.ravel(np.transpose(x)) * 1.5),
    **of(np.transpose, lambda x, y, n: x.T, lambda x, y, n: np.transpose(grid(x), np.roll(range(np.ndim(grid(x))), n))),
    **of(np.expand_dims, lambda x, y, n: np.expand_dims(line(x), axis(line(x), n))),
    **of(np.squeeze, lambda x, y, n: np.squeeze(x), lambda x, y, n: np.squeeze(x[None], 0)),
    **of(
        np.broadcast_to,
        lambda x, y, n: np.broadcast_to(x, (2, *np.shape(x))),
        lambda x, y, n: np.broadcast_to(line(x)[..., :1], np.shape(line(x))) + x,
    ),
    **of(np.swapaxes, lambda x, y, n: np.swapaxes(grid(x), 0, -1)),
    **of(np.moveaxis, lambda x, y, n: np.moveaxis(grid(x), 0, -1) * 2),
    **of(np.flip, lambda x, y, n: np.flip(x), lambda x, y, n: np.flip(line(x), axis(line(x), n)) - x),
    **{f: of(f)[f] for f in (np.fliplr, np.flipud, np.matrix_transpose)},
    **of(np.roll, lambda x, y, n: np.roll(x, n), lambda x, y, n: np.roll(line(x), -n, axis=axis(line(x), n))),
    **of(np.rot90, lambda x, y, n: np.rot90(grid(x)), lambda x, y, n: np.rot90(grid(x), n, (-2, -1))),
    **of(np.tile, lambda x, y, n: np.tile(x, 2), lambda x, y, n: np.tile(grid(x), (2, 1 + n % 2))),
    **of(
        np.repeat, lambda x, y, n: np.repeat(x, 2), lambda x, y, n: np.repeat(line(x), 1 + n % 3, axis=axis(line(x), n))
    ),
    **of(np.diagonal, lambda x, y, n: np.diagonal(grid(x)), lambda x, y, n: np.diagonal(grid(x), 0, -1, -2) * 2),
    **of(np.atleast_1d, lambda x, y, n: np.atleast_1d(x)),
    **of(np.atleast_2d, lambda x, y, n: np.atleast_2d(x)),
    **of(np.copy, lambda x, y, n: np.copy(x)),
    **of(
        np.clip,
        lambda x, y, n: np.clip(x, -0.5, 0.75),
        lambda x, y, n: np.clip(x, beside(x, y), None),
        lambda x, y, n: x.clip(max=0.5),
    ),
    **of(np.outer, lambda x, y, n: np.outer(np.ravel(x)[:9], np.ravel(y)[:9])),
    **of(np.stack, lambda x, y, n: np.stack([x, x + 1, -x], axis=n % (np.ndim(x) + 1))),
    **of(np.vstack, lambda x, y, n: np.vstack([np.ravel(x), x * 2 if np.ndim(x) == 1 else np.ravel(x)])),
    **of(np.hstack, lambda x, y, n: np.hstack([x, x * 3]), lambda x, y, n: np.hstack([np.ravel(y), np.ravel(x)])),
    **of(np.column_stack, lambda x, y, n: np.column_stack([np.ravel(x), np.reshape(x, (-1, 1)) + 1])),
    **of(
        np.diff,
        lambda x, y, n: np.diff(first_axis(x), axis=0),
        lambda x, y, n: np.diff(np.concatenate([np.ravel(x), [0.5, 1.0]]), n=2),
    ),
    **of(np.tril, lambda x, y, n: np.tril(grid(x), n - 2)),
    **of(np.triu, lambda x, y, n: np.triu(grid(x), n - 2)),
    **of(np.zeros_like, lambda x, y, n: np.zeros_like(x) - x),
    **of(np.ones_like, lambda x, y, n: np.ones_like(x) - x),
    **of(np.full_like, lambda x, y, n: np.full_like(x, np.ravel(y)[0]) + x),
    **of(np.nan_to_num, lambda x, y, n: np.nan_to_num(x, posinf=2.0, neginf=-2.0)),
    **of(np.shape, lambda x, y, n: x * (1 + len(np.shape(x)))),
    **of(np.ndim, lambda x, y, n: x - np.ndim(x)),
    **of(np.size, lambda x, y, n: x / np.size(x)),
    **of(np.meshgrid, lambda x, y, n: np.meshgrid(np.ravel(x)[:9], np.ravel(y)[:2])[n % 2]),
    **of(
        np.diag,
        lambda x, y, n: np.diag(np.ravel(x)[:5], n - 2),
        lambda x, y, n: np.diag(np.reshape(first_axis(x), (-1, 1)), -(n % 3)),
    ),
    **of(np.diagflat, lambda x, y, n: np.diagflat(line(x)[:1], n)),
    **of(np.rollaxis, lambda x, y, n: np.rollaxis(grid(x), -1)),
    **of(np.append, lambda x, y, n: np.append(x, y), lambda x, y, n: np.append(grid(x), grid(x), axis=n % 2)),
    **of(
        np.pad,
        lambda x, y, n: np.pad(x, n, constant_values=2),
        lambda x, y, n: np.pad(line(x), (n % 3, 1), ["edge", "symmetric", "wrap"][n % 3]),
    ),
    **{
        f: [lambda x, y, n, f=f: f(np.concatenate([np.ravel(x), [0.5, 1.0]]), [1, 2])[n % 3]]
        for f in (np.split, np.array_split, np.hsplit)
    },
    **of(np.vsplit, lambda x, y, n: np.vsplit(grid(x), [1])[0]),
    **of(np.dsplit, lambda x, y, n: np.dsplit(np.reshape(x, (1, 1, -1)), [1])[0]),
    **of(np.dstack, lambda x, y, n: np.dstack([x, x * 2])),
    **of(np.block, lambda x, y, n: np.block([[grid(x), grid(x) * 2], [-grid(x), grid(x)]])),
    **of(np.insert, lambda x, y, n: np.insert(np.ravel(x), 1, np.ravel(y)[0])),
    **of(np.delete, lambda x, y, n: np.delete(np.concatenate([np.ravel(x), [0.5]]), 0)),
    **of(np.nansum, lambda x, y, n: np.nansum(np.ravel(x)[:1])),
    **{f: reductions(f) for f in (np.nanmax, np.nanmin)},
    **of(np.ediff1d, lambda x, y, n: np.ediff1d(x, to_end=[1.0, 2.0])),
    **{f: [lambda x, y, n, f=f: f(first_axis(x)), lambda x, y, n, f=f: f(line(x), axis=-1)] for f in ACCUMULATE},
    **{f: [lambda x, y, n, f=f: f(np.ravel(x)[:9], np.ravel(y)[:9])] for f in (np.maximum.outer, np.minimum.outer)},
    **{f: [lambda x, y, n, f=f: f(first_axis(x)), lambda x, y, n, f=f: f(line(x), axis=-1)] for f in FOLDS},
    "index": [
        lambda x, y, n: line(x)[n % len(line(x))],
        lambda x, y, n: line(x)[::-1],
        lambda x, y, n: grid(x)[..., -1],
        lambda x, y, n: grid(x)[:, None, [0, -1]],
        lambda x, y, n: np.ravel(x)[np.arange(np.size(x)) % 2 == 0],
        lambda x, y, n: grid(x)[1:] if len(grid(x)) > 1 else grid(x)[:, :1],
    ],
    "unpacking": [lambda x, y, n: [row * k for k, row in enumerate(line(x))][-1]],
}

# These jump: a comparison, a rounding, an order.
ORDERS: dict[Any, list[Callable]] = {
    **{f: reductions(f) for f in (np.any, np.all)},
    **{
        f: [
            lambda x, y, n, f=f: f(x),
            lambda x, y, n, f=f: f(line(x), axis=axis(line(x), n)),
            lambda x, y, n, f=f: f(grid(x), axis=axis(grid(x), n), keepdims=True),
        ]
        for f in (np.argmax, np.argmin)
    },
    **of(np.argsort, lambda x, y, n: np.argsort(line(x), axis=axis(line(x), n), kind="stable")),
    np.take_along_axis: [lambda x, y, n: np.take_along_axis(grid(x), np.argsort(-grid(x), axis=0, stable=True), 0)],
    **of(
        np.where,
        lambda x, y, n: np.where(x > beside(x, y), x, 2.0),
        lambda x, y, n: np.where(line(x)[..., :1] < 0, -1.5, x),
        lambda x, y, n: np.where(x, x, beside(x, y)),
    ),
    **of(
        np.take,
        lambda x, y, n: np.take(line(x), [0, -1, 0], axis=axis(line(x), n)),
        lambda x, y, n: np.take(line(x), places(np.ravel(y)[:9], len(line(x))), 0),
    ),
    **of(np.choose, lambda x, y, n: np.choose(places(x, 3), [x, 2.0, -x])),
    **of(np.select, lambda x, y, n: np.select([x > 0.5, x < -0.5], [x, 2 * x], 0.25)),
    **of(np.piecewise, lambda x, y, n: np.piecewise(x, [x < 0, x > 1], [lambda t: -t, lambda t: t * 2, 3])),
    **of(
        np.searchsorted,
        lambda x, y, n: np.searchsorted(np.sort(np.ravel(x)), y, ["left", "right"][n % 2]),
        lambda x, y, n: np.searchsorted([-1.0, 0.0, 0.5], x),
    ),
    **of(np.digitize, lambda x, y, n: np.digitize(y, np.sort(np.ravel(x)), right=bool(n % 2))),
    **of(
        np.bincount,
        lambda x, y, n: np.bincount(places(np.ravel(x), 8), np.abs(np.ravel(x)), 8),
        lambda x, y, n: np.bincount(places(np.ravel(x), 8), minlength=8 + n),
    ),
    **of(
        np.histogram,
        lambda x, y, n: np.histogram(x, [-2.0, -0.5, 0.0, 1.0, 3.0])[0],
        lambda x, y, n: np.histogram(x, 4, range=(-2, 2), density=bool(n % 2 and np.size(x) > 9))[0],
    ),
    **of(np.count_nonzero, lambda x, y, n: np.count_nonzero(x), lambda x, y, n: np.count_nonzero(line(x), axis=0)),
    **of(np.fix, lambda x, y, n: np.fix(x)),
    **of(np.modf, lambda x, y, n: np.modf(x)[n % 2]),
    **of(np.divmod, lambda x, y, n: np.divmod(x, 0.75)[n % 2]),
    **of(np.isclose, lambda x, y, n: np.isclose(x, beside(x, y), atol=0.5)),
    **of(np.allclose, lambda x, y, n: np.where(np.allclose(x, x + 1e-7 * n), x, 0.0)),
    **of(np.array_equal, lambda x, y, n: np.where(np.array_equal(x, np.round(1.0 * x)), x, 0.0)),
    **of(np.unwrap, lambda x, y, n: np.unwrap(line(x), axis=-1, period=1.0)),
    **{f: [lambda x, y, n, f=f: f(first_axis(x))] for f in (np.logical_and.reduce, np.logical_or.reduce)},
    **{f: [lambda x, y, n, f=f: f(np.ravel(x)[:9], np.ravel(y)[:9])] for f in COMPARE},
    np.round: [lambda x, y, n: np.round(x), lambda x, y, n: np.round(folded(x), n % 4)],
    np.around: [lambda x, y, n: np.around(x, -1)],
    "astype": [lambda x, y, n: whole(x), lambda x, y, n: x.astype(bool), lambda x, y, n: (x > 0).astype(float)],
    "pick": [
        lambda x, y, n: pick(line(x), np.argmax(np.ravel(np.isfinite(y))) % len(line(x))),
        lambda x, y, n: pick(first_axis(x), np.abs(whole(np.ravel(y)[0])) % 3),
        lambda x, y, n: line(x)[np.minimum(np.abs(whole(np.ravel(y)[0])), len(line(x)) - 1)],
    ],
}

# These may differ in the last digits: another order of summation, another mathematics library.
SUMS: dict[Any, list[Callable]] = {
    **of(
        np.linspace,
        lambda x, y, n: np.linspace(x, beside(x, y), 1 + n),
        lambda x, y, n: np.linspace(-1, np.ravel(x)[0], 5, endpoint=bool(n % 2)),
    ),
    **of(np.logspace, lambda x, y, n: np.logspace(np.ravel(x)[0], 1, 4)),
    **of(np.geomspace, lambda x, y, n: np.geomspace(1 + np.abs(x), 9, 4)),
    **of(np.vander, lambda x, y, n: np.vander(folded(np.ravel(x)), 3, increasing=bool(n % 2))),
    **of(
        np.interp,
        lambda x, y, n: np.interp(x, [-1.0, 0.0, 0.5, 2.0], [1.0, -1.0, 2.0, 0.5]),
        lambda x, y, n: np.interp(y, np.arange(float(np.size(x))), np.ravel(x)),
    ),
    **{f: reductions(f) for f in (np.nanmean, np.median)},
    **{
        f: [lambda x, y, n, f=f: f(folded(x), axis=None), lambda x, y, n, f=f: f(folded(first_axis(x)), axis=0)]
        for f in (np.nanvar, np.nanstd, np.nanprod)
    },
    **of(np.quantile, lambda x, y, n: np.quantile(x, n / 4), lambda x, y, n: np.quantile(grid(x), [0.1, 0.9], axis=0)),
    **of(np.percentile, lambda x, y, n: np.percentile(x, 20 * n)),
    **of(
        np.average,
        lambda x, y, n: np.average(x),
        lambda x, y, n: np.average(grid(x), weights=1 + np.abs(1.0 * grid(x))),
    ),
    **of(np.cov, lambda x, y, n: np.cov(np.concatenate([np.ravel(x), [0.5, 1.0]]))),
    **of(np.corrcoef, lambda x, y, n: np.corrcoef(np.concatenate([np.ravel(x), [0.5, 9.0]]), rowvar=True)),
    **of(
        np.trapezoid, lambda x, y, n: np.trapezoid(first_axis(x), axis=0), lambda x, y, n: np.trapezoid(line(x), dx=0.5)
    ),
    **of(np.gradient, lambda x, y, n: np.gradient(first_axis(x), 0.5, axis=0, edge_order=1 + n % 2)),
    **of(np.convolve, lambda x, y, n: np.convolve(np.ravel(x), np.ravel(y)[:3], ["full", "same"][n % 2])),
    **of(np.correlate, lambda x, y, n: np.correlate(np.ravel(x), np.ravel(y)[:3], ["full", "valid"][n % 2])),
    **of(np.polyval, lambda x, y, n: np.polyval(np.ravel(y)[:3], folded(x))),
    **of(np.polyder, lambda x, y, n: np.polyder(np.concatenate([np.ravel(x), [0.5]]))),
    **of(np.polyint, lambda x, y, n: np.polyint(np.ravel(x))),
    **{f: [lambda x, y, n, f=f: f(np.ravel(x), np.ravel(y)[:2])] for f in (np.polyadd, np.polysub)},
    **of(
        np.polymul, lambda x, y, n: np.polymul(1 + np.square(1.0 * np.ravel(x)), 1 + np.square(1.0 * np.ravel(y)[:3]))
    ),
    **of(np.cross, lambda x, y, n: np.cross(np.ravel(first_axis(x))[:3], [1.0, 0.5, -2.0])),
    np.linalg.cross: [lambda x, y, n: np.linalg.cross([1.0, 0.5, -2.0], np.ravel(first_axis(x))[:3])],
    **of(np.tensordot, lambda x, y, n: np.tensordot(grid(x), grid(x), np.ndim(grid(x)))),
    **of(np.kron, lambda x, y, n: np.kron(np.ravel(x)[:9], [1.0, -0.5])),
    **of(np.vecdot, lambda x, y, n: np.vecdot(line(x), line(x))),
    **of(np.matvec, lambda x, y, n: np.matvec(np.reshape(x, (-1, 1)), np.ravel(y)[:1])),
    **of(np.vecmat, lambda x, y, n: np.vecmat(np.ravel(x), np.reshape(x, (-1, 1)))),
    **of(np.sinc, lambda x, y, n: np.sinc(x)),
    **{f: [lambda x, y, n, f=f: f(folded(first_axis(x)))] for f in (np.add.reduce, np.multiply.reduce)},
    **{f: [lambda x, y, n, f=f: f(folded(first_axis(x)))] for f in (np.add.accumulate, np.multiply.accumulate)},
    **{f: [lambda x, y, n, f=f: f(np.ravel(x)[:9], 1.5 + np.abs(np.ravel(y)[:9]))] for f in ARITHMETIC},
    **{f: reductions(f) for f in (np.sum, np.mean)},
    **{
        f: [*reductions(f), lambda x, y, n, f=f: f(np.concatenate([np.ravel(x), [0.5, 0]]), ddof=1)]
        for f in (np.var, np.std)
    },
    np.prod: [lambda x, y, n, f=f: f(folded(x), y, n) for f in reductions(np.prod)],
    **of(np.cumsum, lambda x, y, n: np.cumsum(x), lambda x, y, n: np.cumsum(line(x), axis=axis(line(x), n))),
    **of(
        np.cumprod,
        lambda x, y, n: np.cumprod(folded(x)),
        lambda x, y, n: np.cumprod(folded(grid(x)), axis=axis(grid(x), n)),
    ),
    **of(
        np.matmul,
        lambda x, y, n: grid(x) @ np.matrix_transpose(grid(x)),
        lambda x, y, n: np.matmul(line(x), np.cos(np.arange(2.0 * np.shape(line(x))[-1])).reshape(-1, 2)),
        lambda x, y, n: np.matmul(np.ones((2, np.shape(grid(x))[-2])), grid(x)),
        lambda x, y, n: np.ravel(x) @ np.ravel(x),
        lambda x, y, n: np.matmul(np.stack([grid(x)] * 2), np.matrix_transpose(grid(x)))[1],
        lambda x, y, n: np.matmul(grid(x), np.ravel(grid(x))[: np.shape(grid(x))[-1]]),
    ),
    **of(
        np.dot,
        lambda x, y, n: np.dot(x, np.ravel(y)[0]),
        lambda x, y, n: np.dot(np.reshape(x, (-1, 1)), np.reshape(y, (1, -1))[:, :9]),
    ),
    **of(np.inner, lambda x, y, n: np.inner(np.ravel(x), np.ravel(x)), lambda x, y, n: np.inner(grid(x), grid(x)[:1])),
    **of(np.vdot, lambda x, y, n: np.vdot(x, x)),
    **of(np.trace, lambda x, y, n: np.trace(grid(x))),
    **of(
        np.linalg.norm,
        lambda x, y, n: np.linalg.norm(x),
        lambda x, y, n: np.linalg.norm(line(x), axis=axis(line(x), n), keepdims=bool(n % 3)),
    ),
    **of(np.linalg.solve, lambda x, y, n: np.linalg.solve(firm(x), firm(y)[:, n % 3])),
    **of(np.linalg.inv, lambda x, y, n: np.linalg.inv(np.stack([firm(x), firm(y)]))),
    **of(np.linalg.det, lambda x, y, n: np.linalg.det(firm(x))),
    **of(np.linalg.slogdet, lambda x, y, n: np.linalg.slogdet(firm(x))[n % 2]),
    **of(np.linalg.cholesky, lambda x, y, n: np.linalg.cholesky(even(x), upper=bool(n % 2))),
    **of(np.linalg.eigh, lambda x, y, n: np.linalg.eigh(even(x))[n % 2]),
    **of(np.linalg.eigvalsh, lambda x, y, n: np.linalg.eigvalsh(even(x))),
    **of(np.linalg.svd, lambda x, y, n: np.linalg.svd(firm(x)[:, : 2 + n % 2])[n % 3]),
    **of(np.linalg.svdvals, lambda x, y, n: np.linalg.svdvals(firm(x))),
    **of(np.linalg.qr, lambda x, y, n: np.linalg.qr(firm(x)[: 1 + n % 3])[n % 2]),
    **of(np.linalg.lstsq, lambda x, y, n: np.linalg.lstsq(firm(x)[:, :2], firm(y)[:, n % 3])[0]),
    **of(np.linalg.pinv, lambda x, y, n: np.linalg.pinv(firm(x)[:2])),
    **of(np.linalg.matrix_rank, lambda x, y, n: np.linalg.matrix_rank(firm(x)) * 0.5),
    **of(np.linalg.cond, lambda x, y, n: np.linalg.cond(firm(x), [None, 1, -2, "fro", np.inf][n])),
    **of(np.linalg.matrix_power, lambda x, y, n: np.linalg.matrix_power(firm(x) * 0.2, n - 1)),
    **{
        f: [lambda x, y, n, f=f: np.abs(f(folded(np.ravel(x)[:12])))]
        for f in (np.fft.fft, np.fft.ifft, np.fft.rfft, np.fft.fftshift, np.fft.ifftshift)
    },
    **of(np.fft.irfft, lambda x, y, n: np.fft.irfft(folded(np.concatenate([np.ravel(x)[:9], [0.5, 1.0]])))),
    **of(np.polyfit, lambda x, y, n: np.polyfit(firm(x)[0], np.ravel(firm(y))[:3], n % 2)),
    **of(
        np.einsum,
        lambda x, y, n: np.einsum("i,j->ji", np.ravel(x)[:9], np.ravel(y)[:9]),
        lambda x, y, n: np.einsum("ik,jk->ij", np.reshape(x, (-1, 1))[:9], np.reshape(y, (-1, 1))[:9]),
        lambda x, y, n: np.einsum("i,i", np.ravel(x), np.ravel(x)),
        lambda x, y, n: np.einsum("ij->ji", np.reshape(x, (-1, 1))),
    ),
    "scan": [
        lambda x, y, n: scan(lambda s: np.tanh(s * 0.5 + np.mean(y)), x, length=1 + n)[-1],
        lambda x, y, n: scan(lambda s: np.sin(s + np.ravel(y)[0]), 0.5, length=3),
        lambda x, y, n: scan(lambda s: {"a": s["b"] * 0.5, "b": s["a"] + 1}, {"a": x, "b": -x}, length=1 + n)["a"],
        lambda x, y, n: scan(lambda s, r: s * 0.5 + np.mean(r), 0.25, over=line(x)),
        lambda x, y, n: scan(lambda s: scan(lambda u: np.cos(u) + s * 0.1, s, length=2)[-1], x, length=2)[n % 3],
    ],
}


@dataclass(frozen=True)
class Form:
    """One way to call one row. `jumps`: only exact operands; `exact`: its result is, if its operands are."""

    row: Any
    call: Callable
    jumps: bool = False
    exact: bool = True

    def __str__(self) -> str:
        return getattr(self.row, "__name__", self.row)


def elementwise() -> Iterator[Form]:
    for ufunc, op in UFUNCS.items():
        if op.kind != "elementwise":
            continue
        if op.name in BOOL_ONLY:
            yield Form(ufunc, _truths(ufunc), True)
        elif ufunc.nin == 1:
            inside = INSIDE.get(op.name, lambda x: x)
            yield Form(ufunc, lambda x, y, n, f=ufunc, g=inside: f(g(x)), op.name in JUMPS, op.tolerance == EXACT)
        else:
            inside = INSIDE_TWO.get(op.name, lambda x, y: (x, y))
            yield Form(ufunc, _two(ufunc, inside), op.name in JUMPS, op.tolerance == EXACT)
    yield from (Form(f, _two(f, lambda x, y: (whole(x), whole(y))), True) for f in WHOLE)
    yield from (Form(f, _truths(f), True) for f in TRUTHS)


def _two(ufunc, inside):
    return lambda x, y, n: ufunc(*inside(x, beside(x, y))[: ufunc.nin])


def _truths(ufunc):
    return _two(ufunc, lambda x, y: (x > 0, y > 0.5))


FORMS = [
    *elementwise(),
    *(Form(row, call) for row, calls in MOVES.items() for call in calls),
    *(Form(row, call, jumps=True) for row, calls in ORDERS.items() for call in calls),
    *(Form(row, call, exact=False) for row, calls in SUMS.items() for call in calls),
]


def test_every_row_of_the_table_has_a_form():
    rows = {*UFUNCS, *PRIMITIVES, *COMPOSED, "index", "astype", "scan", "pick", "unpacking"}
    assert {str(form) for form in FORMS} == {getattr(row, "__name__", row) for row in rows}


# ---- programs


@dataclass(frozen=True)
class Step:
    """Values are named by position; where a form needs exact operands, by position among those.

    `dtype` is what the step reads its operands as, if NumPy and the table let it.
    """

    form: int
    first: int
    second: int
    n: int
    dtype: str


dtypes = st.sampled_from(["float64", "float64", "int64", "bool"])
steps = st.builds(
    Step, st.integers(0, len(FORMS) - 1), st.integers(0, 12), st.integers(0, 12), st.integers(0, 4), dtypes
)


def evaluate(program: list[Step], a, b, k, table, settled: list[str] | None = None) -> dict[str, tuple[Any, bool]]:
    """Run the steps; return each value and whether it is exact.

    The plain run settles with which type each step reads its operands, and the traced run follows it.
    """
    values = [(a * table, True), (b + a * table, True), (a - b * table, True), (k, True)]
    plain, settled = settled is None, [] if settled is None else settled
    for number, step in enumerate(program):
        form = FORMS[step.form]
        if plain:
            settled.append(
                step.dtype if suits(form, *operands(form, step, values, step.dtype)[0], step.n) else "float64"
            )
        (x, y), exact = operands(form, step, values, settled[number])
        result = form.call(x, y, step.n)
        values.append((result if np.size(result) <= MOST else np.max(result), exact))
    program[:] = [replace(step, dtype=dtype) for step, dtype in zip(program, settled, strict=True)]
    return {f"v{i}": value for i, value in enumerate(values)}


def operands(form, step, values, dtype):
    among = [v for v in values if v[1]] if form.jumps or dtype != "float64" else values
    chosen = [among[step.first % len(among)], among[step.second % len(among)]]
    exact = form.exact and chosen[0][1] and chosen[1][1]
    return [read(value, dtype, tame=not exact, own=value is values[3][0]) for value, _ in chosen], exact


def read(value, dtype, tame, own):
    """Return a value as an operand of this type; an integer slider stays the int that it is to the author."""
    if dtype == "bool":
        return value > 0
    if dtype == "int64":
        return value if own else whole(value * 1.0)
    value = value * np.float64(1.0)
    return np.clip(value, -2, 2) if tame else value


def suits(form, x, y, n) -> bool:
    """Return whether a form takes operands of these types: NumPy gives a type that the page knows, and so do we."""
    if np.result_type(x, y) == np.float64:
        return True
    try:
        return str(np.asarray(form.call(x, y, n)).dtype) in DTYPES and bool(
            moving(lambda x, y: form.call(x, y, n), [x, y])
        )
    except (TypeError, ValueError, AttributeError, LiveFigureError):
        return False


numbers = st.floats(-3, 3, allow_nan=False)
programs = st.lists(steps, min_size=2, max_size=9)


@pytest.mark.parametrize("form", range(len(FORMS)), ids=[str(form) for form in FORMS])
def test_random_programs_with_each_form_agree(form, v8):
    @seed(form)
    @settings(max_examples=8, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(programs, st.integers(0, 3), steps, numbers, numbers, st.sampled_from(SHAPES), st.integers(0, 5))
    def agree(program, place, step, a, b, shape, dice):
        table = np.round(np.random.default_rng(dice).normal(size=shape), 2)
        program = [*program[:place], replace(step, form=form), *program[place:]]
        compare(v8, program, table, np.float64(a), np.float64(b), dice % 3)

    agree()


def compare(v8, program, table, a, b, k):
    names = ["a", "b", "k"]
    with np.errstate(all="ignore"):
        expected = evaluate(program, a, b, k, table)
        settled = [step.dtype for step in program]
        traced = trace(
            lambda a, b, k: {n: v for n, (v, _) in evaluate(program, a, b, k, table, settled).items()},
            {"a": a, "b": b, "k": k},
            names,
            {"k": (0, 2)},
        )
        again = traced.run(a, b, k)
    text, constants = emit(traced, names)
    # Other arguments first, one of them new at a time: what a change does not reach is not computed again.
    found = v8.run(text, constants, [a + 1, b - 1, 2 - k], [a, b - 1, 2 - k], [a, b, 2 - k], [a, b, k])
    for name, (value, exact) in expected.items():
        value = np.asarray(value, dtype=float)
        for what, other in (("the program", again[name].astype(float)), ("V8", found[name].reshape(value.shape))):
            # Sums that cancel are compared with the size of what was added.
            gap = difference(value, other, None if exact else 1.0)
            assert gap <= (0 if exact else 1e-9), f"{name}, {what} against NumPy: {gap:.3g}\n{traced}\n{text}"
