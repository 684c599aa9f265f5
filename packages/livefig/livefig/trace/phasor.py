"""Complex numbers: two real values side by side, the page knows no other.

`1j * w` makes one of a value that moves. What NumPy does with complex numbers is written here with what it does with
real ones, element by element; functions of whole arrays that only move or add up elements are done on both parts.
"""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.lib.mixins import NDArrayOperatorsMixin

from ..errors import UnsupportedError
from .tape import Unshown
from .where import place

SHOWN = "complex numbers cannot be shown; return z.real, z.imag, np.abs(z) or np.angle(z)."


class Complex(Unshown, NDArrayOperatorsMixin):
    """A complex value, or an array of them, of which a part moves.

    Parameters
    ----------
    re, im : Traced, ndarray or float, of one shape
    """

    __array_priority__ = 2000.0
    dtype = np.dtype(complex)

    def __init__(self, re: Any, im: Any) -> None:
        self.re, self.im = re, im

    shape = property(lambda self: np.shape(self.re))
    ndim = property(lambda self: np.ndim(self.re))
    size = property(lambda self: np.size(self.re))
    real = property(lambda self: self.re)
    imag = property(lambda self: self.im)
    T = property(lambda self: np.transpose(self))

    def why(self) -> str:
        return SHOWN

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **kwargs: Any) -> Any:
        rule = RULES.get(ufunc)
        if rule is None or method != "__call__" or kwargs:
            raise UnsupportedError(f"{place()}: np.{ufunc.__name__} has no live form for complex numbers.")
        return rule(*map(parts, inputs))

    def __array_function__(self, function: Any, types: Any, args: Any, kwargs: Any) -> Any:
        if function in BOTH:
            return Complex(*(function(_part(args[0], k), *args[1:], **kwargs) for k in (0, 1)))
        if function is np.where:
            a, b = parts(args[1]), parts(args[2])
            return Complex(np.where(args[0], a.re, b.re), np.where(args[0], a.im, b.im))
        if function in OTHERS:
            return OTHERS[function](*args, **kwargs)
        raise UnsupportedError(f"{place()}: np.{function.__name__} has no live form for complex numbers.")

    def __getitem__(self, key: Any) -> "Complex":
        return Complex(self.re[key], self.im[key])

    def __len__(self) -> int:
        return len(self.re)

    def __iter__(self) -> Any:
        return (self[k] for k in range(len(self)))

    def conj(self) -> "Complex":
        return Complex(self.re, -self.im)

    conjugate = conj

    def sum(self, axis: Any = None) -> Any:
        return np.sum(self, axis=axis)

    def mean(self, axis: Any = None) -> Any:
        return np.mean(self, axis=axis)

    def reshape(self, *shape: Any) -> Any:
        return np.reshape(self, shape[0] if len(shape) == 1 else shape)

    def ravel(self) -> Any:
        return np.ravel(self)

    def copy(self) -> "Complex":
        return Complex(self.re, self.im)

    def astype(self, dtype: Any) -> Any:
        if np.dtype(dtype).kind != "c":
            raise UnsupportedError(f"{place()}: a complex number became a real one; say which part, .real or np.abs.")
        return self

    def __bool__(self) -> bool:
        raise UnsupportedError(f"{place()}: a complex number that moves is neither true nor false; take np.abs(z).")

    def __array__(self, *args: Any, **kwargs: Any) -> Any:
        raise UnsupportedError(f"{place()}: {SHOWN}")


def is_complex(thing: Any) -> bool:
    """Return whether a plain thing is complex."""
    return isinstance(thing, complex | np.complexfloating) or (
        isinstance(thing, np.ndarray) and thing.dtype.kind == "c"
    )


def parts(thing: Any) -> Complex:
    """Return anything as a Complex."""
    if isinstance(thing, Complex):
        return thing
    if is_complex(thing):
        return Complex(np.real(thing) * 1.0, np.imag(thing) * 1.0)
    if isinstance(thing, list | tuple):
        return np.stack([parts(x) for x in thing])  # type: ignore[return-value]
    return Complex(
        1.0 * (thing if isinstance(thing, NDArrayOperatorsMixin) else np.asarray(thing)), np.zeros(np.shape(thing))
    )


def _part(thing: Any, which: int) -> Any:
    if isinstance(thing, list | tuple):
        return [_part(x, which) for x in thing]
    found = parts(thing)
    return (found.re, found.im)[which]


# ---- element by element


def _multiply(a: Complex, b: Complex) -> Complex:
    return Complex(a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re)


def _divide(a: Complex, b: Complex) -> Complex:
    """Divide as NumPy does, by the larger part first, so that nothing overflows (Smith 1962)."""
    flat = np.abs(b.re) >= np.abs(b.im)
    ratio = np.where(flat, b.im, b.re) / np.where(flat, b.re, b.im)
    ratio = np.where((b.re == 0) & (b.im == 0), np.nan, ratio)
    scale = 1.0 / (np.where(flat, b.re, b.im) + np.where(flat, b.im, b.re) * ratio)
    re = np.where(flat, a.re + a.im * ratio, a.re * ratio + a.im) * scale
    return Complex(re, np.where(flat, a.im - a.re * ratio, a.im * ratio - a.re) * scale)


def _absolute(a: Complex) -> Any:
    return np.hypot(a.re, a.im)


def _exp(a: Complex) -> Complex:
    size = np.exp(a.re)
    return Complex(size * np.cos(a.im), size * np.sin(a.im))


def _log(a: Complex) -> Complex:
    return Complex(np.log(_absolute(a)), np.arctan2(a.im, a.re))


def _sqrt(a: Complex) -> Complex:
    t = np.sqrt((np.abs(a.re) + _absolute(a)) / 2)
    other = np.where(t == 0, 0.0, np.abs(a.im) / (2 * np.where(t == 0, 1.0, t)))
    right = a.re >= 0
    return Complex(np.where(right, t, other), np.copysign(np.where(right, other, t), a.im))


def _power(a: Complex, b: Complex) -> Complex:
    whole = b.re if isinstance(b.re, float | np.ndarray | np.floating) else None
    if whole is not None and np.size(whole) == 1 and not np.any(b.im) and float(np.ravel(whole)[0]).is_integer():
        n = int(np.ravel(whole)[0])
        if abs(n) < 100:
            return _by_squaring(a, n)
    return _exp(_multiply(b, _log(a)))


def _by_squaring(a: Complex, n: int) -> Complex:
    if n < 0:
        return _divide(parts(1.0), _by_squaring(a, -n))
    found, base = parts(1.0 + 0.0 * a.re), a
    begun = False
    while n:
        if n % 2:
            found, begun = (_multiply(found, base) if begun else base), True
        base, n = _multiply(base, base), n // 2
    return found


def _sinh(a: Complex) -> Complex:
    return Complex(np.sinh(a.re) * np.cos(a.im), np.cosh(a.re) * np.sin(a.im))


def _cosh(a: Complex) -> Complex:
    return Complex(np.cosh(a.re) * np.cos(a.im), np.sinh(a.re) * np.sin(a.im))


def _sin(a: Complex) -> Complex:
    return Complex(np.sin(a.re) * np.cosh(a.im), np.cos(a.re) * np.sinh(a.im))


def _cos(a: Complex) -> Complex:
    return Complex(np.cos(a.re) * np.cosh(a.im), -np.sin(a.re) * np.sinh(a.im))


def _matmul(a: Complex, b: Complex) -> Complex:
    return Complex(a.re @ b.re - a.im @ b.im, a.re @ b.im + a.im @ b.re)


RULES: dict[Any, Callable[..., Any]] = {
    np.add: lambda a, b: Complex(a.re + b.re, a.im + b.im),
    np.subtract: lambda a, b: Complex(a.re - b.re, a.im - b.im),
    np.multiply: _multiply,
    np.divide: _divide,
    np.matmul: _matmul,
    np.power: _power,
    np.negative: lambda a: Complex(-a.re, -a.im),
    np.positive: lambda a: a,
    np.conjugate: lambda a: a.conj(),
    np.absolute: _absolute,
    np.square: lambda a: _multiply(a, a),
    np.reciprocal: lambda a: _divide(parts(1.0), a),
    np.exp: _exp,
    np.log: _log,
    np.log10: lambda a: _multiply(_log(a), parts(1 / np.log(10))),
    np.sqrt: _sqrt,
    np.sin: _sin,
    np.cos: _cos,
    np.tan: lambda a: _divide(_sin(a), _cos(a)),
    np.sinh: _sinh,
    np.cosh: _cosh,
    np.tanh: lambda a: _divide(_sinh(a), _cosh(a)),
    np.equal: lambda a, b: (a.re == b.re) & (a.im == b.im),
    np.not_equal: lambda a, b: (a.re != b.re) | (a.im != b.im),
    np.isnan: lambda a: np.isnan(a.re) | np.isnan(a.im),
    np.isfinite: lambda a: np.isfinite(a.re) & np.isfinite(a.im),
}

# ---- whole arrays: what is done to both parts alike

BOTH = {
    np.sum, np.mean, np.cumsum, np.concatenate, np.stack, np.vstack, np.hstack, np.column_stack, np.reshape, np.ravel,
    np.transpose, np.squeeze, np.expand_dims, np.broadcast_to, np.roll, np.flip, np.diff, np.tile, np.repeat, np.copy,
    np.trace, np.diagonal, np.atleast_1d, np.atleast_2d, np.moveaxis, np.swapaxes, np.take,
}  # fmt: skip


def _angle(z: Any, deg: bool = False) -> Any:
    angle = np.arctan2(parts(z).im, parts(z).re)
    return np.degrees(angle) if deg else angle


def _dot(a: Any, b: Any) -> Any:
    return parts(a) * parts(b) if np.ndim(a) == 0 or np.ndim(b) == 0 else parts(a) @ parts(b)


def _outer(a: Any, b: Any) -> Any:
    return np.ravel(parts(a))[:, None] * np.ravel(parts(b))[None, :]


def _prod(a: Any) -> Any:
    found = parts(1.0)
    for one in np.ravel(parts(a)):
        found = found * one
    return found


OTHERS: dict[Any, Callable[..., Any]] = {
    np.real: lambda z: z.re,
    np.imag: lambda z: z.im,
    np.angle: _angle,
    np.dot: _dot,
    np.outer: _outer,
    np.prod: _prod,
    np.shape: lambda z: z.shape,
    np.ndim: lambda z: z.ndim,
    np.size: lambda z: z.size,
}


def of_plain_and(things: Sequence[Any]) -> bool:
    """Return whether an operation meets a complex number, moving or plain."""
    return any(isinstance(x, Complex) or is_complex(x) for x in things)


class Pair(NamedTuple):
    """A Complex taken apart, as a branch and a loop see it: two leaves."""

    re: Any
    im: Any


def apart(tree: Any) -> Any:
    """Return nested tuples, lists and dicts with a Pair for each Complex."""
    if isinstance(tree, Complex):
        return Pair(tree.re, tree.im)
    if isinstance(tree, dict):
        return {key: apart(part) for key, part in tree.items()}
    if type(tree) in (list, tuple):
        return type(tree)(map(apart, tree))
    return tree


def together(tree: Any) -> Any:
    """Return a tree with its Complex put together again."""
    if isinstance(tree, Pair):
        return Complex(*tree)
    if isinstance(tree, dict):
        return {key: together(part) for key, part in tree.items()}
    if type(tree) in (list, tuple):
        return type(tree)(map(together, tree))
    return tree
