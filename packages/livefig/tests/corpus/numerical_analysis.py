"""Roots, integrals, interpolation and steps."""

import math

import numpy as np
from scipy.interpolate import CubicSpline

from livefig import Slider

from .teaching import teaches


@teaches(x0=(-3.0, 3.0, 2.0), a=(0.5, 10.0, 2.0), n=(1, 12, 5))
def newton_iterations(x0, a, n):
    """Newton's iterations for the cube root of a, and their tangents."""
    f = lambda x: x**3 - a
    df = lambda x: 3 * x**2
    xs = [x0]
    for _ in range(n):
        x = xs[-1]
        if abs(df(x)) < 1e-12:
            break
        xs.append(x - f(x) / df(x))
    xs = np.array(xs)
    return {"xs": xs, "ys": f(xs), "error": np.abs(xs - a ** (1 / 3))}


@teaches(a=(-2.0, 0.9, 0.0), b=(1.5, 5.0, 3.0), tol=Slider("tol", 1e-8, 0.1, 1e-3, log=True))
def bisection(a, b, tol):
    """Intervals of the bisection of cos x - x / 3."""

    def f(x):
        return math.cos(x) - x / 3

    lows, highs = [a], [b]
    while (b - a) / 2 > tol:
        c = (a + b) / 2
        if f(c) == 0:
            break
        if f(a) * f(c) < 0:
            b = c
        else:
            a = c
        lows.append(a)
        highs.append(b)
    return {"lows": lows, "highs": highs, "root": (a + b) / 2, "steps": len(lows) - 1}


@teaches(n=(1, 60, 8), rule=["left", "midpoint", "trapezoid"], b=(1.0, 6.0, 3.0))
def riemann_sum(n, rule, b):
    """Rectangles or trapezoids below a curve, and the error of their area."""
    f = lambda x: np.sin(x) + 0.5 * x
    x = np.linspace(0, b, n + 1)
    h = b / n
    if rule == "left":
        area = h * np.sum(f(x[:-1]))
    elif rule == "midpoint":
        area = h * np.sum(f((x[:-1] + x[1:]) / 2))
    else:
        area = np.trapezoid(f(x), x)
    exact = 1 - np.cos(b) + b**2 / 4
    return {"x": x, "y": f(x), "area": area, "error": abs(area - exact)}


@teaches(n=(2, 20, 8), nodes=["equal", "chebyshev"], c=(1.0, 25.0, 10.0))
def runge_phenomenon(n, nodes, c):
    """Lagrange interpolation of a bell through equal or Chebyshev nodes."""
    f = lambda x: 1 / (1 + c * x**2)
    if nodes == "equal":
        xi = np.linspace(-1, 1, n)
    else:
        xi = np.cos((2 * np.arange(n) + 1) * np.pi / (2 * n))
    yi = f(xi)
    x = np.linspace(-1, 1, 200)
    p = np.zeros_like(x)
    for i in range(n):
        L = np.ones_like(x)
        for j in range(n):
            if i != j:
                L *= (x - xi[j]) / (xi[i] - xi[j])
        p += yi[i] * L
    return {"xi": xi, "yi": yi, "p": p, "worst": np.max(np.abs(p - f(x)))}


@teaches(h=(0.01, 1.0, 0.2), lam=(-10.0, 1.0, -3.0), method=["forward", "backward", "heun"])
def euler_stability(h, lam, method):
    """Steps of three methods for y' = lam y."""
    n = int(3 / h)
    t = np.zeros(n + 1)
    y = np.zeros(n + 1)
    y[0] = 1
    for i in range(n):
        t[i + 1] = t[i] + h
        if method == "forward":
            y[i + 1] = y[i] + h * lam * y[i]
        elif method == "backward":
            y[i + 1] = y[i] / (1 - h * lam)
        else:
            k1 = lam * y[i]
            k2 = lam * (y[i] + h * k1)
            y[i + 1] = y[i] + h * (k1 + k2) / 2
    return {"t": t, "y": y, "exact": np.exp(lam * t), "stable": abs(1 + h * lam) <= 1}


@teaches(y1=(-2.0, 2.0, 1.0), y2=(-2.0, 2.0, -1.0), y3=(-2.0, 2.0, 0.5), y4=(-2.0, 2.0, 0.0))
def cubic_spline(y1, y2, y3, y4):
    """A cubic spline through points that can be moved, beside a polynomial."""
    xi = np.array([0, 1, 2, 3, 4])
    yi = np.array([0, y1, y2, y3, y4])
    x = np.linspace(0, 4, 120)
    spline = CubicSpline(xi, yi, bc_type="natural")
    poly = np.polyfit(xi, yi, 4)
    return {"x": x, "spline": spline(x), "poly": np.polyval(poly, x), "slope": spline(x, 1)}


@teaches(x0=(0.2, 3.0, 1.0), exponent=(-16, -1, -8))
def finite_differences(x0, exponent):
    """Errors of forward and central differences against the step."""
    h = 10.0 ** np.arange(exponent, 0)
    exact = np.cos(x0)
    forward = (np.sin(x0 + h) - np.sin(x0)) / h
    central = (np.sin(x0 + h) - np.sin(x0 - h)) / (2 * h)
    return {"h": h, "forward": np.abs(forward - exact), "central": np.abs(central - exact)}


@teaches(d=(2.0, 8.0, 4.0), iterations=(1, 40, 10), method=["jacobi", "gauss-seidel"])
def iterative_solver(d, iterations, method):
    """Residuals of Jacobi's and of Gauss and Seidel's iteration."""
    n = 6
    A = d * np.eye(n) - np.eye(n, k=1) - np.eye(n, k=-1)
    b = np.arange(1.0, n + 1)
    x = np.zeros(n)
    residuals = []
    for _ in range(iterations):
        old = x.copy()
        for i in range(n):
            use = x if method == "gauss-seidel" else old
            s = sum(A[i, j] * use[j] for j in range(n) if j != i)
            x[i] = (b[i] - s) / A[i, i]
        residuals.append(np.linalg.norm(A @ x - b))
    exact = np.linalg.solve(A, b)
    return {"x": x, "residuals": residuals, "error": np.max(np.abs(x - exact)), "condition": np.linalg.cond(A)}


@teaches(n=(1, 10, 3), x0=(-1.0, 1.0, 0.0), f=["sin", "exp", "log1p"])
def taylor_polynomial(n, x0, f):
    """Taylor polynomial of a function around a point."""
    x = np.linspace(-2, 2, 200)
    if f == "sin":
        derivatives = [math.sin(x0 + k * math.pi / 2) for k in range(n + 1)]
        y = np.sin(x)
    elif f == "exp":
        derivatives = [math.exp(x0)] * (n + 1)
        y = np.exp(x)
    else:
        a = x0 + 1.5
        derivatives = [math.log(a)] + [(-1) ** (k - 1) * math.factorial(k - 1) / a**k for k in range(1, n + 1)]
        y = np.where(x > -1.5, np.log(np.maximum(x + 1.5, 1e-9)), np.nan)
    p = sum(d / math.factorial(k) * (x - x0) ** k for k, d in enumerate(derivatives))
    return {"x": x, "y": y, "p": p}
