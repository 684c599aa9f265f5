"""The table: one row for each NumPy function that a live figure may use, and everything that is to know about it.

Three sorts of row: an element-wise ufunc has a JavaScript expression; a primitive array function has a kind that
`jsgen` knows how to write; a composed function is written with others of the table. What has no row is refused.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np

EXACT = 0.0  # the same bits, except that a NaN is a NaN
CLOSE = 4 * np.finfo(float).eps  # another correctly working mathematics library
SUMS = 1e-12  # another order of summation, relative to the sum of the magnitudes


@dataclass(frozen=True)
class Op:
    """One operation. `numpy` is what the author calls, `run(*arrays, **params)` computes it from recorded lines.

    `bind` takes the author's arguments and returns (arrays, params); the names of its parameters are the keywords
    allowed. `js` is an expression with {0}, {1}… for one element, or a function of the input types that returns it.
    """

    name: str
    numpy: Any
    kind: str
    js: str | Callable[..., str] = ""
    bind: Callable[..., tuple[list, dict]] | None = None
    run: Callable[..., Any] | None = None
    tolerance: float = EXACT

    def __post_init__(self) -> None:
        if self.run is None:
            object.__setattr__(self, "run", self.numpy)

    def expression(self, dtypes: list[str]) -> str:
        """Return the JavaScript expression for inputs of these types."""
        return self.js(*dtypes) if callable(self.js) else self.js


def _truth(x: str, dtype: str) -> str:
    """Return JavaScript for `x is not zero`; in NumPy NaN counts as true, in JavaScript as false."""
    return x if dtype == "bool" else f"{x} !== 0"


def _logical(template: str) -> Callable[..., str]:
    def js(*dtypes: str) -> str:
        parts = [f"({_truth(f'{{{k}}}', dtype)})" for k, dtype in enumerate(dtypes)]
        return f"({template.format(*parts)} ? 1 : 0)"

    return js


def _compare(sign: str) -> str:
    return f"({{0}} {sign} {{1}} ? 1 : 0)"


def _by_type(real: str, integer: str | None = None, boolean: str | None = None) -> Callable[..., str]:
    """Return a chooser: NumPy gives + and * another meaning on bool, and integers know no -0, inf or NaN."""

    def js(*dtypes: str) -> str:
        if boolean and all(d == "bool" for d in dtypes):
            return boolean
        if integer and all(d != "float64" for d in dtypes):
            return integer
        return real

    return js


_OR, _AND = "({0} || {1} ? 1 : 0)", "({0} && {1} ? 1 : 0)"

# name, JavaScript, tolerance. Where NumPy and JavaScript differ, L (livefig-math.js) holds what NumPy does.
_ELEMENTWISE: list[tuple[str, Any, float]] = [
    ("absolute", "Math.abs({0})", EXACT),
    ("fabs", "Math.abs({0})", EXACT),
    ("positive", "{0}", EXACT),
    ("conjugate", "{0}", EXACT),
    ("negative", _by_type("(-{0})", "(0 - {0})"), EXACT),
    ("sign", "L.sign({0})", EXACT),
    ("signbit", "L.signbit({0})", EXACT),
    ("sqrt", "Math.sqrt({0})", EXACT),
    ("square", "({0} * {0})", EXACT),
    ("cbrt", "Math.cbrt({0})", CLOSE),
    ("reciprocal", "(1 / {0})", EXACT),
    ("exp", "Math.exp({0})", CLOSE),
    ("exp2", "L.power(2, {0})", CLOSE),
    ("expm1", "Math.expm1({0})", CLOSE),
    ("log", "Math.log({0})", CLOSE),
    ("log2", "Math.log2({0})", CLOSE),
    ("log10", "Math.log10({0})", CLOSE),
    ("log1p", "Math.log1p({0})", CLOSE),
    ("sin", "Math.sin({0})", CLOSE),
    ("cos", "Math.cos({0})", CLOSE),
    ("tan", "Math.tan({0})", CLOSE),
    ("arcsin", "Math.asin({0})", CLOSE),
    ("arccos", "Math.acos({0})", CLOSE),
    ("arctan", "Math.atan({0})", CLOSE),
    ("sinh", "Math.sinh({0})", CLOSE),
    ("cosh", "Math.cosh({0})", CLOSE),
    ("tanh", "Math.tanh({0})", CLOSE),
    ("arcsinh", "Math.asinh({0})", CLOSE),
    ("arccosh", "Math.acosh({0})", CLOSE),
    ("arctanh", "Math.atanh({0})", CLOSE),
    ("degrees", "({0} * (180 / Math.PI))", CLOSE),
    ("rad2deg", "({0} * (180 / Math.PI))", CLOSE),
    ("radians", "({0} * (Math.PI / 180))", CLOSE),
    ("deg2rad", "({0} * (Math.PI / 180))", CLOSE),
    ("floor", "Math.floor({0})", EXACT),
    ("ceil", "Math.ceil({0})", EXACT),
    ("trunc", "Math.trunc({0})", EXACT),
    ("rint", "L.rint({0})", EXACT),
    ("isnan", "({0} !== {0} ? 1 : 0)", EXACT),
    ("isfinite", "(isFinite({0}) ? 1 : 0)", EXACT),
    ("isinf", "(Math.abs({0}) === Infinity ? 1 : 0)", EXACT),
    ("add", _by_type("({0} + {1})", boolean=_OR), EXACT),
    ("subtract", "({0} - {1})", EXACT),
    ("multiply", _by_type("({0} * {1})", "({0} * {1} + 0)", _AND), EXACT),
    ("divide", "({0} / {1})", EXACT),
    ("floor_divide", _by_type("L.floorDivide({0}, {1})", "L.floorDivideInteger({0}, {1})"), EXACT),
    ("remainder", _by_type("L.remainder({0}, {1})", "L.remainderInteger({0}, {1})"), EXACT),
    ("fmod", _by_type("({0} % {1})", "L.fmodInteger({0}, {1})"), EXACT),
    ("power", "L.power({0}, {1})", CLOSE),
    ("float_power", "L.power({0}, {1})", CLOSE),
    ("maximum", "Math.max({0}, {1})", EXACT),
    ("minimum", "Math.min({0}, {1})", EXACT),
    ("fmax", "L.fmax({0}, {1})", EXACT),
    ("fmin", "L.fmin({0}, {1})", EXACT),
    ("arctan2", "Math.atan2({0}, {1})", CLOSE),
    ("hypot", "Math.hypot({0}, {1})", CLOSE),
    ("copysign", "L.copysign({0}, {1})", EXACT),
    ("heaviside", "L.heaviside({0}, {1})", EXACT),
    ("logaddexp", "L.logaddexp({0}, {1})", CLOSE),
    ("logaddexp2", "L.logaddexp2({0}, {1})", CLOSE),
    ("equal", _compare("==="), EXACT),
    ("not_equal", _compare("!=="), EXACT),
    ("less", _compare("<"), EXACT),
    ("less_equal", _compare("<="), EXACT),
    ("greater", _compare(">"), EXACT),
    ("greater_equal", _compare(">="), EXACT),
    ("logical_and", _logical("{0} && {1}"), EXACT),
    ("logical_or", _logical("{0} || {1}"), EXACT),
    ("logical_xor", _logical("{0} !== {1}"), EXACT),
    ("logical_not", _logical("!{0}"), EXACT),
    ("bitwise_and", _AND, EXACT),
    ("bitwise_or", _OR, EXACT),
    ("bitwise_xor", "({0} !== {1} ? 1 : 0)", EXACT),
    ("invert", "({0} ? 0 : 1)", EXACT),
]

# These work bit by bit on integers, which no figure needs: bool only.
BOOL_ONLY = {"bitwise_and", "bitwise_or", "bitwise_xor", "invert"}

UFUNCS: dict[np.ufunc, Op] = {}
for _name, _js, _tolerance in _ELEMENTWISE:
    _ufunc = getattr(np, _name)
    UFUNCS[_ufunc] = Op(_name, _ufunc, "elementwise", _js, tolerance=_tolerance)
MATMUL = UFUNCS[np.matmul] = Op("matmul", np.matmul, "matmul", tolerance=SUMS)


# ---- primitive array functions


def _where(condition, x, y):
    return [condition, x, y], {}


def _reduce(a, axis=None, keepdims=False):
    return [a], {"axis": axis, "keepdims": bool(keepdims)}


def _along(a, axis=None):
    return [a], {"axis": axis}


def _sort(a, axis=-1):
    return [a], {"axis": axis}


def _arg_sort(a, axis=-1, *, kind=None, stable=None):
    # Equal elements keep their order only in a stable sort, so only that one is the same everywhere.
    if kind != "stable" and stable is not True:
        raise TypeError('np.argsort needs kind="stable", or equal elements may come out in another order')
    return [a], {"axis": axis, "kind": "stable"}


def _join(arrays, axis=0):
    return list(arrays), {"axis": axis}


def _take_along(arr, indices, axis=-1):
    return [arr, indices], {"axis": axis}


def _where_js(condition: str, *_: str) -> str:
    return f"({_truth('{0}', condition)} ? {{1}} : {{2}})"


WHERE = Op("where", np.where, "elementwise", _where_js, _where)
TAKE = Op("take_along_axis", np.take_along_axis, "take", bind=_take_along)

PRIMITIVES: dict[Any, Op] = {
    op.numpy: op
    for op in [
        WHERE,
        TAKE,
        Op("sum", np.sum, "reduce", bind=_reduce, tolerance=SUMS),
        Op("prod", np.prod, "reduce", bind=_reduce, tolerance=SUMS),
        Op("max", np.max, "reduce", bind=_reduce),
        Op("min", np.min, "reduce", bind=_reduce),
        Op("any", np.any, "reduce", bind=_reduce),
        Op("all", np.all, "reduce", bind=_reduce),
        Op("argmax", np.argmax, "argument", bind=_reduce),
        Op("argmin", np.argmin, "argument", bind=_reduce),
        Op("cumsum", np.cumsum, "cumulate", bind=_along, tolerance=SUMS),
        Op("cumprod", np.cumprod, "cumulate", bind=_along, tolerance=SUMS),
        Op("sort", np.sort, "sort", bind=_sort),
        Op("argsort", np.argsort, "sort", bind=_arg_sort),
        Op("concatenate", np.concatenate, "concatenate", bind=_join, run=lambda *a, axis: np.concatenate(a, axis)),
    ]
}


# ---- moves: the same elements elsewhere; one kind, because NumPy itself says where each element goes


def _move(*names: str, **defaults: Any) -> Callable[..., tuple[list, dict]]:
    def bind(a, *args, **kwargs):
        params = dict(defaults)
        if len(args) > len(names):
            raise TypeError(f"takes {len(names)} arguments after the array, {len(args)} given")
        params.update(zip(names, args, strict=False))
        unknown = set(kwargs) - set(names)
        if unknown:
            raise TypeError(f"unexpected keyword {sorted(unknown)[0]!r}")
        params.update(kwargs)
        return [a], params

    bind.keywords = names
    return bind


for _function, _bind in [
    (np.reshape, _move("shape", "order")),
    (np.ravel, _move("order")),
    (np.transpose, _move("axes")),
    (np.expand_dims, _move("axis")),
    (np.squeeze, _move("axis")),
    (np.broadcast_to, _move("shape")),
    (np.swapaxes, _move("axis1", "axis2")),
    (np.moveaxis, _move("source", "destination")),
    (np.flip, _move("axis")),
    (np.fliplr, _move()),
    (np.flipud, _move()),
    (np.roll, _move("shift", "axis")),
    (np.rot90, _move("k", "axes")),
    (np.tile, _move("reps")),
    (np.repeat, _move("repeats", "axis")),
    (np.take, _move("indices", "axis")),
    (np.diagonal, _move("offset", "axis1", "axis2")),
    (np.matrix_transpose, _move()),
    (np.atleast_1d, _move()),
    (np.atleast_2d, _move()),
    (np.copy, _move()),
]:
    PRIMITIVES[_function] = Op(_function.__name__, _function, "move", bind=_bind)

INDEX = Op("index", "a[...]", "move", bind=_move("key"), run=lambda a, key: a[key])
ASTYPE = Op("astype", "a.astype", "elementwise", bind=_move("dtype"), run=lambda a, dtype: a.astype(dtype))


def astype_js(source: str, target: str) -> str:
    """Return the expression that converts one element; NumPy truncates towards zero, where an integer has no -0, and
    counts NaN as true."""
    if target == "bool":
        return f"({_truth('{0}', source)} ? 1 : 0)"
    return "(Math.trunc({0}) + 0)" if (source, target) == ("float64", "int64") else "{0}"


# ---- composed: written with others of the table


def _count(a, axis) -> int:
    axes = range(a.ndim) if axis is None else np.atleast_1d(axis)
    return int(np.prod([a.shape[k] for k in axes], dtype=int))


def mean(a, axis=None, keepdims=False):
    return np.sum(a, axis=axis, keepdims=keepdims) / _count(a, axis)


def var(a, axis=None, ddof=0, keepdims=False):
    centred = a - mean(a, axis=axis, keepdims=True)
    return np.sum(np.square(centred), axis=axis, keepdims=keepdims) / (_count(a, axis) - ddof)


def std(a, axis=None, ddof=0, keepdims=False):
    return np.sqrt(var(a, axis=axis, ddof=ddof, keepdims=keepdims))


def clip(a, a_min=None, a_max=None, *, min=None, max=None):
    low, high = a_min if min is None else min, a_max if max is None else max
    a = a if low is None else np.maximum(a, low)
    return a if high is None else np.minimum(a, high)


def round_(a, decimals=0):
    scale = 10.0 ** abs(decimals)
    if decimals == 0:
        return np.rint(a)
    return np.rint(a * scale) / scale if decimals > 0 else np.rint(a / scale) * scale


def dot(a, b):
    if np.ndim(a) == 0 or np.ndim(b) == 0:
        return a * b
    return np.matmul(a, b) if np.ndim(b) < 3 else inner(a, np.matrix_transpose(b))


def inner(a, b):
    if np.ndim(a) == 0 or np.ndim(b) == 0:
        return a * b
    left, right = np.shape(a)[:-1], np.shape(b)[:-1]
    flat = [np.reshape(x, (prod(rest), np.shape(x)[-1])) for x, rest in ((a, left), (b, right))]
    return np.reshape(np.matmul(flat[0], np.transpose(flat[1])), (*left, *right))


def outer(a, b):
    return np.ravel(a)[:, None] * np.ravel(b)[None, :]


def vdot(a, b):
    return np.matmul(np.ravel(a), np.ravel(b))


def stack(arrays, axis=0):
    return np.concatenate([np.expand_dims(a, axis) for a in arrays], axis=axis)


def vstack(tup):
    return np.concatenate([np.atleast_2d(a) for a in tup], axis=0)


def hstack(tup):
    parts = [np.atleast_1d(a) for a in tup]
    return np.concatenate(parts, axis=0 if parts[0].ndim == 1 else 1)


def column_stack(tup):
    return np.concatenate([a if np.ndim(a) == 2 else np.reshape(a, (-1, 1)) for a in tup], axis=1)


def diff(a, n=1, axis=-1):
    for _ in range(n):
        later, earlier = (
            tuple(s if k == axis % a.ndim else slice(None) for k in range(a.ndim))
            for s in (slice(1, None), slice(None, -1))
        )
        a = a[later] - a[earlier]
    return a


def ptp(a, axis=None, keepdims=False):
    return np.max(a, axis=axis, keepdims=keepdims) - np.min(a, axis=axis, keepdims=keepdims)


def trace(a, offset=0):
    return np.sum(np.diagonal(a, offset), axis=-1)


def tril(m, k=0):
    return np.where(np.tri(*m.shape[-2:], k=k, dtype=bool), m, 0.0)


def triu(m, k=0):
    return np.where(np.tri(*m.shape[-2:], k=k - 1, dtype=bool), 0.0, m)


def norm(x, ord=None, axis=None, keepdims=False):
    if ord not in (None, 2) or (ord == 2 and x.ndim != 1 and np.ndim(axis) != 0):
        raise TypeError("only the Euclidean norm, ord=None, has a live form")
    return np.sqrt(np.sum(np.square(x), axis=axis, keepdims=keepdims))


def einsum(subscripts, first, second=1.0):
    inputs, arrow, result = subscripts.replace(" ", "").partition("->")
    terms = [*inputs.split(","), ""][:2]
    labels = sorted(set("".join(terms)))
    if not arrow:
        result = "".join(x for x in labels if "".join(terms).count(x) == 1)
    if not all(x.isalpha() for x in labels + list(result)) or any(len(set(t)) < len(t) for t in [*terms, result]):
        raise TypeError("it takes one or two terms such as 'ij,jk->ik', each letter once in a term, no dots")
    order = list(result) + [x for x in labels if x not in result]
    spread = [_along_labels(a, term, order) for a, term in zip((first, second), terms, strict=True)]
    return np.sum(spread[0] * spread[1], axis=tuple(range(len(result), len(order))))


def _along_labels(a, term, order):
    """Return the array with one axis for each label of `order`, of length 1 where the term has none."""
    if np.ndim(a) != len(term):
        raise TypeError(f"the term {term!r} does not fit an array of shape {np.shape(a)}")
    a = np.transpose(a, [term.index(x) for x in order if x in term])
    return np.reshape(a, [np.shape(a)[[y for y in order if y in term].index(x)] if x in term else 1 for x in order])


def zeros_like(a):
    return np.zeros(np.shape(a))


def ones_like(a):
    return np.ones(np.shape(a))


def full_like(a, fill_value):
    return np.broadcast_to(fill_value, np.shape(a))


def nan_to_num(x, nan=0.0, posinf=None, neginf=None):
    most = np.finfo(float).max
    x = np.where(np.isnan(x), nan, x)
    x = np.where(x == np.inf, most if posinf is None else posinf, x)
    return np.where(x == -np.inf, -most if neginf is None else neginf, x)


COMPOSED: dict[Any, Callable[..., Any]] = {
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
    np.linalg.norm: norm,
    np.zeros_like: zeros_like,
    np.ones_like: ones_like,
    np.full_like: full_like,
    np.nan_to_num: nan_to_num,
    np.shape: lambda a: a.shape,
    np.ndim: lambda a: a.ndim,
    np.size: lambda a: a.size,
}

# What to write instead of a common function that has no row.
ADVICE: dict[str, str] = {
    "average": "np.sum(weights * x) / np.sum(weights)",
    "median": "np.sort and an index, or a number computed outside",
    "full_like": "np.broadcast_to(value, shape)",
    "tensordot": "np.matmul after np.reshape",
    "nextafter": "a constant computed outside",
    "convolve": "np.matmul with a constant matrix built outside",
    "select": "nested np.where",
    "piecewise": "nested np.where",
    "nansum": "np.sum(np.where(np.isnan(x), 0, x))",
    "nanmean": "np.sum(np.where(np.isnan(x), 0, x)) / np.sum(~np.isnan(x))",
    "interp": "a constant table computed outside",
}
