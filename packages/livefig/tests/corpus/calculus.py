"""Tangents, areas, series and surfaces, as a first year of mathematics shows them."""

import numpy as np

from .teaching import teaches


@teaches(x0=(-2.0, 2.0, 0.5), h=(0.01, 2.0, 1.0))
def secant_and_tangent(x0, h):
    """A secant that turns into a tangent."""
    f = lambda x: x**3 - 2 * x + 1
    x = np.linspace(-3, 3, 200)
    slope = (f(x0 + h) - f(x0)) / h
    secant = f(x0) + slope * (x - x0)
    tangent = f(x0) + (3 * x0**2 - 2) * (x - x0)
    return {
        "x": x,
        "y": f(x),
        "secant": secant,
        "tangent": tangent,
        "points": ([x0, x0 + h], [f(x0), f(x0 + h)]),
        "slope": slope,
    }


@teaches(a=(-3.0, 3.0, 1.0), b=(-5.0, 5.0, 0.0), c=(-5.0, 5.0, -1.0))
def parabola(a, b, c):
    """A parabola, its vertex and its roots."""
    x = np.linspace(-6, 6, 200)
    y = a * x**2 + b * x + c
    D = b**2 - 4 * a * c
    if a == 0:
        roots = [-c / b if b != 0 else np.nan, np.nan]
        vertex = [np.nan, np.nan]
    else:
        vertex = [-b / (2 * a), c - b**2 / (4 * a)]
        if D >= 0:
            roots = [(-b - np.sqrt(D)) / (2 * a), (-b + np.sqrt(D)) / (2 * a)]
        else:
            roots = [np.nan, np.nan]
    return {"x": x, "y": y, "roots": roots, "vertex": vertex, "D": D}


@teaches(A=(0.0, 3.0, 1.0), omega=(0.1, 10.0, 2.0), phi=(0.0, 6.28, 0.0), offset=(-2.0, 2.0, 0.0))
def sine_wave(A, omega, phi, offset):
    """A sine wave with everything that can be changed of it."""
    t = np.linspace(0, 2 * np.pi, 300)
    y = offset + A * np.sin(omega * t + phi)
    return {"t": t, "y": y, "period": 2 * np.pi / omega}


@teaches(eps=(0.05, 1.0, 0.4), limit=(0.5, 2.0, 1.0))
def epsilon_n(eps, limit):
    """From which n on a sequence stays within epsilon of its limit."""
    n = np.arange(1, 101)
    a = limit + (-1) ** n * 2 / n
    inside = np.abs(a - limit) < eps
    N = 0
    for k in range(len(a)):
        if not inside[k]:
            N = k + 1
    return {"n": n, "a": a, "inside": inside, "N": N}


@teaches(terms=(1, 100, 10), p=(0.5, 3.0, 1.0))
def p_series(terms, p):
    """Partial sums of a p-series and the integral that bounds them."""
    n = np.arange(1, terms + 1)
    s = np.cumsum(1 / n**p)
    if p == 1:
        bound = 1 + np.log(terms)
    else:
        bound = 1 + (terms ** (1 - p) - 1) / (1 - p)
    return {"n": n, "s": s, "bound": bound, "last": s[-1]}


@teaches(x0=(-2.0, 2.0, 1.0), y0=(-2.0, 2.0, 1.0), angle=(0.0, 360.0, 45.0))
def directional_derivative(x0, y0, angle):
    """Gradient and directional derivative on a surface."""
    f = lambda x, y: np.sin(x) * np.cos(y) + 0.1 * x**2
    X, Y = np.meshgrid(np.linspace(-3, 3, 40), np.linspace(-3, 3, 40))
    h = 1e-5
    grad = np.array([(f(x0 + h, y0) - f(x0 - h, y0)) / (2 * h), (f(x0, y0 + h) - f(x0, y0 - h)) / (2 * h)])
    u = np.array([np.cos(np.radians(angle)), np.sin(np.radians(angle))])
    return {
        "Z": f(X, Y),
        "point": [x0, y0],
        "grad": grad,
        "u": u,
        "D": np.dot(grad, u),
        "steepest": np.linalg.norm(grad),
    }


@teaches(a=(1, 7, 3), b=(1, 7, 2), delta=(0.0, 3.14, 1.57))
def lissajous(a, b, delta):
    """A Lissajous curve and its length."""
    t = np.linspace(0, 2 * np.pi, 500)
    x = np.sin(a * t + delta)
    y = np.sin(b * t)
    length = np.sum(np.sqrt(np.diff(x) ** 2 + np.diff(y) ** 2))
    return {"x": x, "y": y, "length": length}


@teaches(R=(1.0, 5.0, 3.0), r=(0.2, 4.0, 1.0), d=(0.0, 4.0, 1.5), turns=(1, 20, 5))
def spirograph(R, r, d, turns):
    """A curve of the spirograph."""
    t = np.linspace(0, turns * 2 * np.pi, 150 * turns)
    x = (R - r) * np.cos(t) + d * np.cos((R - r) / r * t)
    y = (R - r) * np.sin(t) - d * np.sin((R - r) / r * t)
    return {"x": x, "y": y}


@teaches(b=(0.5, 4.0, 2.0), n=(1, 30, 6), upper=True)
def darboux_sums(b, n, upper):
    """Upper or lower sums of a curve that is not monotone."""

    def f(x):
        return 1 + np.sin(3 * x) / 2

    edges = np.linspace(0, b, n + 1)
    heights = []
    for left, right in zip(edges[:-1], edges[1:]):
        piece = f(np.linspace(left, right, 30))
        heights.append(piece.max() if upper else piece.min())
    widths = np.diff(edges)
    return {"left": edges[:-1], "heights": heights, "area": np.dot(heights, widths)}
