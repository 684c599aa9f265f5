"""Polynomials, given by their coefficients, the highest power first; the degree is fixed."""

import numpy as np

from .values import Array, Rows, given


def polyval(p: Array, x: Array) -> Array:
    p, x = given(p), given(x)
    y = np.zeros(np.shape(x), x.dtype)
    for k in range(len(p)):
        y = y * x + p[k]
    return y


def polyder(p: Array, m: int = 1) -> Array:
    p = given(p)
    for _ in range(m):
        p = p[:-1] * np.arange(len(p) - 1, 0, -1)
    return p


def polyint(p: Array, m: int = 1, k: Array = None) -> Array:
    p = given(p)
    constants = np.zeros(m) if k is None else np.broadcast_to(given(k), (m,))
    for n in range(m):
        p = np.concatenate([p / np.arange(len(p), 0, -1), constants[n : n + 1]])
    return p


def polyadd(a1: Array, a2: Array) -> Array:
    a, b = _as_long(a1, a2)
    return a + b


def polysub(a1: Array, a2: Array) -> Array:
    a, b = _as_long(a1, a2)
    return a - b


def _as_long(a1: Array, a2: Array) -> list[Array]:
    """Return two rows of coefficients as long as the longer: it has the higher powers."""
    both = [np.atleast_1d(given(a)) for a in (a1, a2)]
    most = max(len(a) for a in both)
    return [np.concatenate([np.zeros(most - len(a), a.dtype), a]) for a in both]


def polymul(a1: Array, a2: Array) -> Array:
    return np.convolve(np.atleast_1d(given(a1)), np.atleast_1d(given(a2)))


ROWS: Rows = {
    np.polyval: polyval,
    np.polyder: polyder,
    np.polyint: polyint,
    np.polyadd: polyadd,
    np.polysub: polysub,
    np.polymul: polymul,
}
