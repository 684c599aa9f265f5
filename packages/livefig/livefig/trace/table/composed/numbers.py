"""Functions of one number, or of two, that NumPy does not count among its ufuncs, or that give two results."""

import numpy as np

from .values import Array, Rows, given, real


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


def nan_to_num(x: Array, nan: float = 0.0, posinf: float | None = None, neginf: float | None = None) -> Array:
    if x.dtype != float:
        return np.copy(x)
    most = np.finfo(float).max
    x = np.where(np.isnan(x), nan, x)
    x = np.where(x == np.inf, most if posinf is None else posinf, x)
    return np.where(x == -np.inf, -most if neginf is None else neginf, x)


def fix(x: Array) -> Array:
    return np.trunc(x)


def modf(x: Array) -> tuple[Array, Array]:
    x = real(x)
    return np.copysign(np.where(np.isinf(x), 0.0, x - np.trunc(x)), x), np.trunc(x)


def divmod_(x1: Array, x2: Array) -> tuple[Array, Array]:
    return np.floor_divide(x1, x2), np.remainder(x1, x2)


def sinc(x: Array) -> Array:
    angle = np.pi * x
    angle = np.where(angle == 0, np.finfo(float).eps, angle)
    return np.sin(angle) / angle


def isclose(a: Array, b: Array, rtol: Array = 1e-5, atol: Array = 1e-8, equal_nan: bool = False) -> Array:
    x, y = given(a), real(b)
    near = (np.abs(x - y) <= atol + rtol * np.abs(y)) & np.isfinite(y) | (x == y)
    return near | (np.isnan(x) & np.isnan(y)) if equal_nan else near


def allclose(a: Array, b: Array, rtol: Array = 1e-5, atol: Array = 1e-8, equal_nan: bool = False) -> Array:
    return np.all(isclose(a, b, rtol, atol, equal_nan))


def array_equal(a1: Array, a2: Array, equal_nan: bool = False) -> Array:
    a1, a2 = given(a1), given(a2)
    if a1.shape != a2.shape:
        return False
    same = a1 == a2
    return np.all(same | (np.isnan(a1) & np.isnan(a2)) if equal_nan else same)


ROWS: Rows = {
    np.clip: clip,
    np.round: round_,
    np.around: round_,
    np.nan_to_num: nan_to_num,
    np.fix: fix,
    np.modf: modf,
    np.divmod: divmod_,
    np.sinc: sinc,
    np.isclose: isclose,
    np.allclose: allclose,
    np.array_equal: array_equal,
}
