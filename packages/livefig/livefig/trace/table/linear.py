"""Linear algebra: rows whose function a program brings along (`js/brought/`), and what is composed of them."""

import sys
from collections.abc import Callable
from functools import reduce
from typing import Any

import numpy as np

from ..op import Op
from .kernel import apply

Array = Any

ITERATED = 1e-10  # what is found by rotations until nothing changes, relative to the largest


SIGN = (
    "The sign of such a vector is a convention that NumPy keeps in another way here. Fix it, such as by "
    "v * np.sign(v[0]), or show what no sign changes. "
)


def _kernel(name: str, run: Callable[..., Any], signature: str, brings: str = "linear", note: str = "") -> Op:
    return Op(
        f"linalg.{name}", run, "kernel", name, run=run, brings=brings, signature=signature, note=note,
        tolerance=ITERATED,
    )  # fmt: skip


def _pair(a: Array) -> Array:
    return np.stack(np.linalg.slogdet(a), axis=-1)


SOLVE = _kernel("solve", np.linalg.solve, "(n,n),(n,m)->(n,m)")
INV = _kernel("inv", np.linalg.inv, "(n,n)->(n,n)")
DET = _kernel("det", np.linalg.det, "(n,n)->()")
SLOGDET = _kernel("slogdet", _pair, "(n,n)->(two)")
CHOLESKY = _kernel("cholesky", np.linalg.cholesky, "(n,n)->(n,n)")


def solve(a: Array, b: Array) -> Array:
    return apply(SOLVE, a, b) if np.ndim(b) != 1 else apply(SOLVE, a, b[:, None])[..., 0]


def inv(a: Array) -> Array:
    return apply(INV, a)


def det(a: Array) -> Array:
    return apply(DET, a)


def slogdet(a: Array) -> Array:
    both = apply(SLOGDET, a)
    return both[..., 0], both[..., 1]


def cholesky(a: Array, *, upper: bool = False) -> Array:
    return np.matrix_transpose(apply(CHOLESKY, np.matrix_transpose(a) if upper else a)) if upper else apply(CHOLESKY, a)


# Results of several parts are one array of a program, of which the parts are views.


def _eigh_packed(a: Array) -> Array:
    w, v = np.linalg.eigh(a)
    return np.concatenate([w[..., None, :], v], axis=-2)


def _svd_packed(a: Array, full: bool) -> Array:
    return _flat(np.linalg.svd(a, full_matrices=bool(full)), np.shape(a)[:-2])


def _qr_packed(a: Array, rows: int) -> Array:
    complete = rows > min(np.shape(a)[-2:])
    return _flat(np.linalg.qr(a, "complete" if complete else "reduced"), np.shape(a)[:-2])


def _flat(parts: Any, stack: tuple[int, ...]) -> Array:
    return np.concatenate([np.reshape(part, (*stack, -1)) for part in parts], axis=-1)


def _lstsq_packed(a: Array, b: Array, least: float) -> Array:
    x, _, _, s = np.linalg.lstsq(a, b, rcond=least)
    return _flat((x, s), ())


def _attempt(a: Array) -> Array:
    """Return inverses, and NaN for the matrices that have none."""
    found = np.full(np.shape(a), np.nan)
    for at in np.ndindex(np.shape(a)[:-2]):
        try:
            found[at] = np.linalg.inv(a[at])
        except np.linalg.LinAlgError:
            continue
    return found


def _expm(a: Array) -> Array:
    return sys.modules["scipy.linalg"].expm(a)


EIGH = _kernel("eigh", _eigh_packed, "(n,n)->(more,n)", "eigh", SIGN)
SVD = _kernel("svd", _svd_packed, "(m,n)->(all)", "svd", SIGN)
QR = _kernel("qr", _qr_packed, "(m,n)->(all)", "qr", SIGN)
LSTSQ = _kernel("lstsq", _lstsq_packed, "(m,n),(m,count)->(all)", "svd")
ATTEMPT = _kernel("attempt", _attempt, "(n,n)->(n,n)")
EXPM = _kernel("expm", _expm, "(n,n)->(n,n)")


def _parts(packed: Array, shapes: list[tuple[int, ...]]) -> list[Array]:
    """Return the parts of a packed result, each of its shape."""
    found, start = [], 0
    for shape in shapes:
        size = int(np.prod(shape, dtype=int))
        part = packed[..., start : start + size]
        found.append(np.reshape(part, (*np.shape(packed)[:-1], *shape)))
        start += size
    return found


def eigh(a: Array, UPLO: str = "L") -> Array:  # noqa: N803
    packed = apply(EIGH, a if UPLO.upper() == "L" else np.matrix_transpose(a))
    return packed[..., 0, :], packed[..., 1:, :]


def eigvalsh(a: Array, UPLO: str = "L") -> Array:  # noqa: N803
    return eigh(a, UPLO)[0]


def svd(a: Array, full_matrices: bool = True, compute_uv: bool = True, hermitian: bool = False) -> Array:
    if hermitian:
        raise TypeError("the singular values of a matrix that is said to be symmetric have no live form")
    m, n = np.shape(a)[-2:]
    k = min(m, n)
    full = bool(full_matrices and compute_uv)
    rows, columns = (m, n) if full else (k, k)
    u, s, vh = _parts(apply(SVD, a, full=full), [(m, rows), (k,), (columns, n)])
    return (u, s, vh) if compute_uv else s


def svdvals(x: Array) -> Array:
    return svd(x, compute_uv=False)


def qr(a: Array, mode: str = "reduced") -> Array:
    m, n = np.shape(a)[-2:]
    if mode not in ("reduced", "complete", "r"):
        raise TypeError("its modes are reduced, complete and r")
    rows = m if mode == "complete" else min(m, n)
    q, r = _parts(apply(QR, a, rows=rows), [(m, rows), (rows, n)])
    return r if mode == "r" else (q, r)


def lstsq(a: Array, b: Array, rcond: Any = None) -> Array:
    """Of full rank only: another rank would change the shape of the residuals, and the page says so where it is met."""
    (m, n), flat = np.shape(a), np.ndim(b) == 1
    least = np.finfo(float).eps * max(m, n) if rcond is None else float(rcond) if rcond >= 0 else np.finfo(float).eps
    columns = b[:, None] if flat else b
    count = np.shape(columns)[1]
    x, s = _parts(apply(LSTSQ, a, columns, least=least), [(n, count), (min(m, n),)])
    rest = np.sum(np.square(columns - np.matmul(a, x)), axis=0) if m > n else np.zeros(0)
    return x[:, 0] if flat else x, rest, np.int32(min(m, n)), s


def polyfit(x: Array, y: Array, deg: int, rcond: Any = None, full: bool = False, w: Array = None) -> Array:
    if full:
        raise TypeError("what is known besides the coefficients has no live form")
    powers = np.cumprod(np.stack([np.ones(np.shape(x)), *[x * 1.0] * deg]), axis=0)
    left, right = np.transpose(powers[::-1]), y * 1.0
    if w is not None:
        left = left * w[:, None]
        right = right * (w if np.ndim(y) == 1 else w[:, None])
    scale = np.sqrt(np.sum(left * left, axis=0))
    rcond = np.shape(x)[0] * np.finfo(float).eps if rcond is None else rcond
    found = lstsq(left / scale, right, rcond)[0]
    return np.transpose(np.transpose(found) / scale)


def pinv(a: Array, rcond: Any = None, hermitian: bool = False, *, rtol: Any = None) -> Array:
    u, s, vh = svd(a, full_matrices=False, hermitian=hermitian)
    if rcond is None:
        rcond = 1e-15 if rtol is None else rtol
    kept = s > rcond * np.max(s, axis=-1, keepdims=True)
    inverse = np.where(kept, 1 / np.where(kept, s, 1.0), 0.0)
    return np.matmul(np.matrix_transpose(vh), inverse[..., None] * np.matrix_transpose(u))


def matrix_rank(A: Array, tol: Any = None, hermitian: bool = False, *, rtol: Any = None) -> Array:  # noqa: N803
    if np.ndim(A) < 2:
        return np.any(A != 0).astype(int)
    s = svd(A, compute_uv=False, hermitian=hermitian)
    if tol is None:
        share = max(np.shape(A)[-2:]) * np.finfo(float).eps if rtol is None else rtol
        tol = np.max(s, axis=-1, keepdims=True) * share
    return np.sum(s > tol, axis=-1)


def cond(x: Array, p: Any = None) -> Array:
    if p is None or p in (2, -2):
        s = svdvals(x)
        found = s[..., -1] / s[..., 0] if p == -2 else s[..., 0] / s[..., -1]
    else:
        found = norm(x, p, axis=(-2, -1)) * norm(apply(ATTEMPT, x), p, axis=(-2, -1))
    known = np.logical_not(np.any(np.isnan(x), axis=(-2, -1)))
    return np.where(np.logical_and(np.isnan(found), known), np.inf, found)


def matrix_power(a: Array, n: int) -> Array:
    if n < 0:
        return matrix_power(inv(a), -n)
    if n == 0:
        return np.broadcast_to(np.eye(np.shape(a)[-1], dtype=a.dtype), np.shape(a))
    if n <= 3:
        return reduce(np.matmul, [a] * n)
    result, square = None, a  # as NumPy does it, so that roundings agree
    while n > 0:
        n, bit = divmod(n, 2)
        if bit:
            result = square if result is None else np.matmul(result, square)
        square = np.matmul(square, square) if n else square
    return result


def norm(x: Array, ord: Any = None, axis: Any = None, keepdims: bool = False) -> Array:
    real = x if x.dtype == float else x.astype(float)
    if ord is None and (axis is None or np.ndim(x) == 1 or not isinstance(axis, tuple)):
        return np.sqrt(np.sum(np.square(real), axis=axis, keepdims=keepdims))
    axes = tuple(range(np.ndim(x))) if axis is None else axis if isinstance(axis, tuple) else (axis,)
    if len(axes) == 1:
        return _vector_norm(real, ord, axes[0], keepdims)
    if len(axes) == 2:
        row, column = (k % np.ndim(x) for k in axes)
        return _matrix_norm(real, ord, row, column, keepdims)
    raise TypeError("a norm with an order is taken along one axis, or of matrices")


def _vector_norm(x: Array, ord: Any, axis: int, keepdims: bool) -> Array:
    if ord in (None, 2):
        return np.sqrt(np.sum(np.square(x), axis=axis, keepdims=keepdims))
    if isinstance(ord, str):
        raise TypeError("a norm of vectors has a number as its order")
    size = np.abs(x)
    if abs(ord) == np.inf:
        return (np.max if ord > 0 else np.min)(size, axis=axis, keepdims=keepdims)
    if ord == 0:
        return np.sum((x != 0).astype(float), axis=axis, keepdims=keepdims)
    if ord == 1:
        return np.sum(size, axis=axis, keepdims=keepdims)
    return np.power(np.sum(np.power(size, ord), axis=axis, keepdims=keepdims), 1.0 / ord)


def _matrix_norm(x: Array, ord: Any, row: int, column: int, keepdims: bool) -> Array:
    if ord in (None, "fro", "f"):
        return np.sqrt(np.sum(np.square(x), axis=(row, column), keepdims=keepdims))
    if ord in (1, -1, np.inf, -np.inf):
        along, over = (row, column) if abs(ord) == 1 else (column, row)
        totals = np.sum(np.abs(x), axis=along, keepdims=True)
        found = (np.max if ord > 0 else np.min)(totals, axis=over, keepdims=True)
    elif ord in (2, -2, "nuc"):
        s = svdvals(np.moveaxis(x, (row, column), (-2, -1)))
        found = np.sum(s, axis=-1) if ord == "nuc" else (np.max if ord > 0 else np.min)(s, axis=-1)
        found = np.expand_dims(found, tuple(sorted((row, column))))
    else:
        raise TypeError("a norm of matrices has the order 1, 2, np.inf, their opposites, 'fro' or 'nuc'")
    return found if keepdims else np.squeeze(found, (row, column))


def expm(A: Array) -> Array:  # noqa: N803
    return apply(EXPM, A)


LINEAR: dict[Callable[..., Any], Callable[..., Any]] = {
    np.linalg.solve: solve,
    np.linalg.inv: inv,
    np.linalg.det: det,
    np.linalg.slogdet: slogdet,
    np.linalg.cholesky: cholesky,
    np.linalg.eigh: eigh,
    np.linalg.eigvalsh: eigvalsh,
    np.linalg.svd: svd,
    np.linalg.svdvals: svdvals,
    np.linalg.qr: qr,
    np.linalg.lstsq: lstsq,
    np.linalg.pinv: pinv,
    np.linalg.matrix_rank: matrix_rank,
    np.linalg.cond: cond,
    np.linalg.matrix_power: matrix_power,
    np.linalg.norm: norm,
    np.polyfit: polyfit,
}

# SciPy's functions of the same meaning. Its eigh has signs of its own, and its lstsq and pinv other bounds.
SCIPYS: dict[str, Callable[..., Any]] = {
    "scipy.linalg.expm": expm,
    "scipy.linalg.solve": solve,
    "scipy.linalg.inv": inv,
    "scipy.linalg.det": det,
    "scipy.linalg.svdvals": svdvals,
    "scipy.linalg.cholesky": lambda a, lower=False: cholesky(a, upper=not lower),
}
