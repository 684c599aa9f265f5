"""Complex numbers are two real ones: what is computed with them is compared with NumPy by `compile_function`."""

import cmath

import numpy as np
import pytest

from livefig import Slider
from livefig.compile import compile_function
from livefig.errors import LiveFigureError
from livefig.trace import phasor
from livefig.trace.phasor import Complex

A, B = Slider("a", -0.9, 0.8, value=0.3), Slider("b", 0.1, 2)
W = np.logspace(0, 3, 30)
Z = np.array([0.3 + 1j, -2.0, 1e-3j, 2 - 0.5j])


def transfer(b):
    impedance = 10 * b + 1j * W * b + 1 / (1j * W * 1e-3)
    gain = 1 / (1 + 1j * W * b)
    return {
        "size": np.abs(impedance), "phase": np.angle(gain, deg=True), "decibel": 20 * np.log10(abs(gain)),
        "parts": [impedance.real, impedance.imag, (gain * gain.conj()).real, np.imag(np.conjugate(gain))],
        "whole": abs(np.sum(gain) + gain.mean()), "same": np.real(b) + np.imag(b) + b.conj(),
    }  # fmt: skip


def julia(a, b):
    x = np.linspace(-1.5, 1.5, 8)
    z, c, count = x[None, :] + 1j * x[:, None], complex(a, b / 3), np.zeros((8, 8))
    for _ in range(20):
        inside = np.abs(z) < 2
        z = np.where(inside, z**2 + c, z)
        count += inside
    return {"count": count}


def mandelbrot(a):
    z, turns = 0j, 0
    while abs(z) < 2 and turns < 50:
        z, turns = z * z + complex(a, 0.3), turns + 1
    if a > 0:
        z = 1j * z
    return {"turns": turns, "re": z.real, "im": z.imag}


def arrays(a, b):
    y = np.zeros(6, dtype=complex)
    for k in range(6):
        y[k] = k * np.exp(1j * a * k)
    points = [cmath.exp(1j * b * t) + cmath.sqrt(a) for t in range(30)]
    table = np.array([[1, 1j * a], [b, 2.0]]) @ np.array([1.0, 1j])
    return {
        "y": y.imag, "powers": np.abs([y[1:] ** -2, y[1:] ** 0.5, y[1:] ** (1 + 1j), 2.0 ** y[1:]]),
        "points": [p.real for p in points], "phase": cmath.phase(points[3]), "picked": abs(y[np.argmax(np.abs(y))]),
        "table": table.real + table.imag, "dot": abs(np.dot(y, y)), "prod": abs(np.prod(y[1:4])),
        "turned": np.outer(y, y).real,
        "moved": np.roll(y, 1).imag, "joined": np.abs(np.concatenate([y, [1.0, 2j]])), "equal": np.sum(y == y.copy()),
    }  # fmt: skip


def functions(a, b):
    z = Z * b + a
    rules = [np.exp, np.log, np.log10, np.sqrt, np.sin, np.cos, np.tan, np.sinh, np.cosh, np.tanh, np.square]
    found = [rule(z) for rule in rules]
    root = np.sqrt(-np.abs(b) + 0j)
    return {"re": [x.real for x in found], "im": [x.imag for x in found], "root": root.imag, "nan": np.isnan(z)}


def spectra(a, b):
    t = np.arange(64) / 64
    x = a * np.sin(2 * np.pi * 5 * b * t) + 0.5
    spectrum, odd = np.fft.rfft(x), np.fft.fft(x[:45])
    low = np.fft.irfft(np.where(np.arange(33) < 6, spectrum, 0))
    return {
        "power": np.abs(spectrum) ** 2, "odd": np.abs(np.fft.fftshift(odd)), "low": low,
        "back": np.fft.ifft(np.fft.fft(x)).real,
        "peak": np.fft.rfftfreq(64, 1 / 64)[np.argmax(np.abs(spectrum[1:])) + 1],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("function", "controls"),
    [(transfer, [B]), (julia, [A, B]), (mandelbrot, [A]), (arrays, [A, B]), (functions, [A, B]), (spectra, [A, B])],
    ids=lambda x: getattr(x, "__name__", ""),
)
def test_it_is_live_as_it_is_written(function, controls):
    assert compile_function(function, controls).programs


@pytest.mark.parametrize("rule", phasor.RULES, ids=lambda f: f.__name__)
def test_each_rule_is_numpys(rule):
    one, two = np.array([0.3 + 1j, -2.0, 1e-3j, 2 - 0.5j]), np.array([1.5j, -0.2 + 0.1j, 3.0, 1e-2 - 4j])
    given = (one, two)[: rule.nin] if rule is not np.matmul else (one.reshape(2, 2), two.reshape(2, 2))
    found, wanted = phasor.RULES[rule](*map(phasor.parts, given)), rule(*given)
    found = found.re + 1j * found.im if isinstance(found, Complex) else found
    assert np.allclose(found, wanted, rtol=1e-13, atol=1e-14)


@pytest.mark.parametrize(
    ("function", "says"),
    [
        (lambda a: {"y": np.fft.fft(np.ones(4) * a, 8).real}, "its whole length"),
        (lambda a: {"y": float(1j * a)}, "complex"),
        (lambda a: {"y": np.floor(1j * a * W)}, "np.floor has no live form for complex numbers"),
        (lambda a: {"y": np.sort(1j * a * W).real}, "np.sort has no live form for complex numbers"),
        (lambda a: {"y": 1.0 if 1j * a else 2.0}, "neither true nor false"),
    ],
    ids=["length", "float", "floor", "sort", "bool"],
)
def test_what_has_no_form_is_refused(function, says):
    with pytest.raises((LiveFigureError, TypeError), match=says):
        compile_function(function, [A])
