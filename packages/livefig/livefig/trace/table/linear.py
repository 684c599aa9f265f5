"""Linear algebra: rows whose function a program brings along (`js/brought/linear.js`), and what is composed of them."""

from collections.abc import Callable
from typing import Any

import numpy as np

from ..op import SUMS, Op
from .kernel import apply

Array = Any

ITERATED = 1e-10  # what is found by rotations until nothing changes, relative to the largest


def _kernel(name: str, run: Callable[..., Any], signature: str, js: str = "", note: str = "") -> Op:
    return Op(
        f"linalg.{name}",
        run,
        "kernel",
        js or name,
        run=run,
        brings="linear",
        signature=signature,
        note=note,
        tolerance=ITERATED,
    )


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


LINEAR: dict[Callable[..., Any], Callable[..., Any]] = {
    np.linalg.solve: solve,
    np.linalg.inv: inv,
    np.linalg.det: det,
    np.linalg.slogdet: slogdet,
    np.linalg.cholesky: cholesky,
}
