"""Discrete Fourier transforms: one row, of real and imaginary parts, and what is made of it."""

from collections.abc import Callable
from typing import Any

import numpy as np

from ..op import SUMS, Op
from ..phasor import OTHERS, Complex, parts
from .kernel import apply

Array = Any


def _run(both: Array, *, sign: int) -> Array:
    z = both[..., 0, :] + 1j * both[..., 1, :]
    found = np.fft.fft(z) if sign > 0 else np.fft.ifft(z)
    return np.stack([found.real, found.imag], axis=-2)


FFT = Op(
    "fft", np.fft.fft, "kernel", "fft", run=_run, brings="fourier", signature="(two,n)->(two,n)", tolerance=SUMS
)  # fmt: skip


def _transformed(z: Array, sign: int) -> Complex:
    z = parts(z)
    found = apply(FFT, np.stack([z.re, z.im], axis=-2), sign=sign)
    return Complex(found[..., 0, :], found[..., 1, :])


def fft(a: Array, n: int | None = None, axis: int = -1) -> Complex:
    return _transformed(_checked(a, n, axis), 1)


def ifft(a: Array, n: int | None = None, axis: int = -1) -> Complex:
    return _transformed(_checked(a, n, axis), -1)


def rfft(a: Array, n: int | None = None, axis: int = -1) -> Complex:
    found = fft(a, n, axis)
    return found[..., : found.shape[-1] // 2 + 1]


def irfft(a: Array, n: int | None = None, axis: int = -1) -> Array:
    z = parts(a)
    whole = 2 * (z.shape[-1] - 1) if n is None else n
    if whole // 2 + 1 != z.shape[-1] or axis not in (-1, z.ndim - 1):
        raise TypeError("a length other than that of the transform has no live form")
    rest = np.flip(z[..., 1 : (whole + 1) // 2], -1)
    # The first, and of an even length the last, is taken for real, as NumPy does.
    edge = np.ones(z.shape[-1])
    edge[0] = 0.0
    if whole % 2 == 0:
        edge[-1] = 0.0
    z = Complex(z.re, z.im * edge)
    return _transformed(np.concatenate([z, rest.conj()], axis=-1), -1).re


def _checked(a: Array, n: int | None, axis: int) -> Array:
    if axis not in (-1, np.ndim(a) - 1) or n not in (None, np.shape(a)[-1]):
        raise TypeError("it works along the last axis, over its whole length")
    return a


def _shifted(x: Array, axes: Any, back: bool) -> Array:
    axes = tuple(range(np.ndim(x))) if axes is None else axes if isinstance(axes, tuple) else (axes,)
    moves = [n - n // 2 if back else n // 2 for n in (np.shape(x)[k] for k in axes)]
    return np.roll(x, moves, axes)


def fftshift(x: Array, axes: Any = None) -> Array:
    return _shifted(x, axes, False)


def ifftshift(x: Array, axes: Any = None) -> Array:
    return _shifted(x, axes, True)


FOURIER: dict[Callable[..., Any], Callable[..., Any]] = {
    np.fft.fft: fft,
    np.fft.ifft: ifft,
    np.fft.rfft: rfft,
    np.fft.irfft: irfft,
    np.fft.fftshift: fftshift,
    np.fft.ifftshift: ifftshift,
}
OTHERS.update(FOURIER)
