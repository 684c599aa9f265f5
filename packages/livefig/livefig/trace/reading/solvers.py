"""Twins of SciPy's solvers: equations, integrals, differential equations.

They are plain Python, written anew like an author's function before they are traced, so that the equation that they
are given is traced with them. A root or an integral is found here by another way than SciPy's, and is the same number
to more digits than anybody compares. The steps of `solve_ivp` are SciPy's own, one by one (Dormand and Prince's pair
with the control of Hairer, Nørsett and Wanner, *Solving Ordinary Differential Equations I*, II.4), so that its errors
are SciPy's too. What cannot be followed in this way, such as LSODA behind `odeint`, has no twin.
"""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, NamedTuple

import numpy as np

from ...errors import UnsupportedError
from ..table.distributions import live_method
from ..where import dotted, place
from .unset import Unset

Function = Callable[..., Any]

HALVINGS = 64  # of a bracket: as many as a float has digits, and some
TURNS = 50  # of Newton's method
PANELS, NODES = 12, np.polynomial.legendre.leggauss(24)


def root_between(f: Function, a: Any, b: Any, args: Any = ()) -> Any:
    """Return where `f` changes its sign between a and b, by halving."""
    given = args if isinstance(args, tuple) else (args,)
    a, b, begins = a * 1.0, b * 1.0, np.sign(f(a, *given))
    for _ in range(HALVINGS):
        middle = (a + b) / 2
        before = np.sign(f(middle, *given)) == begins
        a = np.where(before, middle, a)
        b = np.where(before, b, middle)
    return b


def secant(f: Function, x0: Any, tol: Any, args: Any) -> Any:
    """Return a root by the secant method, with the starts and the end that SciPy's newton has."""
    p0 = x0 * 1.0
    p1 = p0 * (1 + 1e-4) + np.where(p0 >= 0, 1e-4, -1e-4)
    q0, q1 = f(p0, *args), f(p1, *args)
    if np.abs(q1) < np.abs(q0):
        p0, p1, q0, q1 = p1, p0, q1, q0
    p, found = p1, False
    for _ in range(TURNS):
        if not found:
            if q1 == q0:
                p, found = (p1 + p0) / 2, True
            else:
                if np.abs(q1) > np.abs(q0):
                    p = (-q0 / q1 * p1 + p0) / (1 - q0 / q1)
                else:
                    p = (-q1 / q0 * p0 + p1) / (1 - q1 / q0)
                if np.abs(p - p1) <= tol:
                    found = True
                else:
                    p0, q0 = p1, q1
                    p1, q1 = p, f(p, *args)
    return p


def newtons(f: Function, slope: Function, x0: Any, tol: Any, args: Any) -> Any:
    """Return a root by Newton's method."""
    x, found = x0 * 1.0, False
    for _ in range(TURNS):
        if not found:
            value = f(x, *args)
            if value == 0:
                found = True
            else:
                step = value / slope(x, *args)
                x = x - step
                if np.abs(step) <= tol:
                    found = True
    return x


def newton(
    func: Function, x0: Any, fprime: Any = None, args: Any = (), tol: float = 1.48e-8, maxiter: int = TURNS, **rest: Any
) -> Any:
    """Return what scipy.optimize.newton gives, of a function of one number."""
    _nothing_else("scipy.optimize.newton", rest)
    return secant(func, x0, tol, args) if fprime is None else newtons(func, fprime, x0, tol, args)


def brentq(f: Function, a: Any, b: Any, args: Any = (), **rest: Any) -> Any:
    """Return what scipy.optimize.brentq, brenth, bisect and ridder give."""
    _nothing_else("scipy.optimize.brentq", rest, ("xtol", "rtol", "maxiter", "disp"))
    return root_between(f, a, b, args)


def fsolve(func: Function, x0: Any, args: Any = (), **rest: Any) -> Any:
    """Return what scipy.optimize.fsolve gives: Newton's method, with differences for slopes."""
    _nothing_else("scipy.optimize.fsolve", rest, ("xtol", "maxfev"))
    given = args if isinstance(args, tuple) else (args,)
    x = np.atleast_1d(np.array(x0) * 1.0)
    count = len(x)
    for _ in range(TURNS):
        value = np.reshape(np.array(func(x, *given)), (count,))
        x = x - np.linalg.solve(differences(func, x, value, given), value)
    return x


def differences(func: Function, x: Any, value: Any, given: Any) -> Any:
    """Return the slopes of a function of several numbers, one column for each number."""
    count, step = len(x), 1e-7 * np.maximum(np.abs(x), 1e-3)
    columns = []
    for k in range(count):
        moved = np.reshape(np.array(func(x + np.where(np.arange(count) == k, step, 0.0), *given)), (count,))
        columns.append((moved - value) / step[k])
    return np.stack(columns, axis=1)


def quad(func: Function, a: Any, b: Any, args: Any = (), **rest: Any) -> Any:
    """Return the integral that scipy.integrate.quad gives, and nothing that may be used for its error."""
    _nothing_else("scipy.integrate.quad", rest, ("limit", "epsabs", "epsrel"))
    given = args if isinstance(args, tuple) else (args,)
    nodes, weights = NODES
    edges = np.linspace(0.0, 1.0, PANELS + 1)
    u = np.ravel(edges[:-1, None] + (nodes + 1) / 2 / PANELS)
    weight = np.tile(weights / 2 / PANELS, PANELS)
    if _endless(a) and _endless(b):
        x, stretch = (2 * u - 1) / (1 - (2 * u - 1) ** 2), 2 * (1 + (2 * u - 1) ** 2) / (1 - (2 * u - 1) ** 2) ** 2
    elif _endless(b):
        x, stretch = a + u / (1 - u), 1 / (1 - u) ** 2
    elif _endless(a):
        x, stretch = b - u / (1 - u), 1 / (1 - u) ** 2
    else:
        x, stretch = a + (b - a) * u, (b - a) + 0.0 * u
    values = np.vectorize(func)(x, *given) + 0.0 * x
    value = np.sum(np.where(np.isfinite(stretch), values * stretch, 0.0) * weight)
    return value, Unset("the error that quad estimates has no live form; use its first result alone.")


def _endless(end: Any) -> bool:
    return isinstance(end, float | int | np.floating) and bool(np.isinf(end))


# ---- differential equations: the pair of Dormand and Prince

_C = np.array([0, 1 / 5, 3 / 10, 4 / 5, 8 / 9, 1])
_A = [
    [],
    [1 / 5],
    [3 / 40, 9 / 40],
    [44 / 45, -56 / 15, 32 / 9],
    [19372 / 6561, -25360 / 2187, 64448 / 6561, -212 / 729],
    [9017 / 3168, -355 / 33, 46732 / 5247, 49 / 176, -5103 / 18656],
]
_B = np.array([35 / 384, 0, 500 / 1113, 125 / 192, -2187 / 6784, 11 / 84])
_E = np.array([-71 / 57600, 0, 71 / 16695, -71 / 1920, 17253 / 339200, -22 / 525, 1 / 40])
# The continuous extension of fourth order (Shampine 1986), as SciPy has it.
_P = np.array(
    [
        [1, -8048581381 / 2820520608, 8663915743 / 2820520608, -12715105075 / 11282082432],
        [0, 0, 0, 0],
        [0, 131558114200 / 32700410799, -68118460800 / 10900136933, 87487479700 / 32700410799],
        [0, -1754552775 / 470086768, 14199869525 / 1410260304, -10690763975 / 1880347072],
        [0, 127303824393 / 49829197408, -318862633887 / 49829197408, 701980252875 / 199316789632],
        [0, -282668133 / 205662961, 2019193451 / 616988883, -1453857185 / 822651844],
        [0, 40617522 / 29380423, -110615467 / 29380423, 69997945 / 29380423],
    ]
)


def solve_ivp(
    fun: Function,
    t_span: Any,
    y0: Any,
    method: str = "RK45",
    t_eval: Any = None,
    dense_output: bool = False,
    events: Any = None,
    vectorized: bool = False,
    args: Any = None,
    rtol: float = 1e-3,
    atol: Any = 1e-6,
    max_step: Any = np.inf,
    first_step: Any = None,
    **rest: Any,
) -> Any:
    """Return what scipy.integrate.solve_ivp gives with RK45, at the times `t_eval`."""
    _nothing_else("scipy.integrate.solve_ivp", rest)
    if method != "RK45" or t_eval is None or dense_output or events is not None:
        raise UnsupportedError(
            f"{place()}: scipy.integrate.solve_ivp has a live form with method='RK45' and with t_eval=, which says at "
            "which times; its own steps would be as many as a control decides. Events and dense output have none."
        )
    given = () if args is None else tuple(args)
    start, end = t_span[0] * 1.0, t_span[1] * 1.0
    times = np.asarray(t_eval) * 1.0
    y = np.array(y0) * 1.0
    slope = lambda t, state: np.array(fun(t, state, *given))  # noqa: E731
    found = steps(slope, start, end, y, times, rtol, atol, max_step, first_step)
    return SimpleNamespace(t=times, y=found, success=True, status=0, message="", t_events=None, y_events=None)


def steps(
    f: Function, start: Any, end: Any, y: Any, times: Any, rtol: Any, atol: Any, max_step: Any, first_step: Any
) -> Any:
    """Return the states at the times, one column each."""
    rtol = np.maximum(rtol, 100 * np.finfo(float).eps)
    root = len(y) ** 0.5
    slope = f(start, y)
    h = np.minimum(first(f, start, end, y, slope, rtol, atol), max_step) if first_step is None else first_step * 1.0
    t, rejected = start * 1.0, False
    found = np.broadcast_to(np.reshape(y, (-1, 1)), (len(y), len(times))) * 1.0
    while t < end:
        h = np.minimum(h, max_step)
        new = np.minimum(t + h, end)
        h = new - t
        k = stages(f, t, y, h, slope)
        y_new = y + h * (_B @ k)
        k = np.concatenate([k, np.reshape(f(t + h, y_new), (1, -1))])
        scale = atol + np.maximum(np.abs(y), np.abs(y_new)) * rtol
        error = np.linalg.norm((_E @ k) * h / scale) / root
        if error < 1:
            x = (times - t) / h
            powers = np.stack([x, x**2, x**3, x**4])
            between = np.reshape(y, (-1, 1)) + h * (k.T @ _P @ powers)
            found = np.where((times > t) & (times <= new), between, found)
            factor = np.where(error == 0, 10.0, np.minimum(10.0, 0.9 * error**-0.2))
            h = h * np.where(rejected, np.minimum(1.0, factor), factor)
            t, y, slope, rejected = new, y_new, k[6], False
        else:
            h, rejected = h * np.maximum(0.2, 0.9 * error**-0.2), True
    return found


def stages(f: Function, t: Any, y: Any, h: Any, slope: Any) -> Any:
    """Return the six slopes of a step, one row each."""
    k = [slope]
    for row, c in zip(_A[1:], _C[1:], strict=True):
        change = sum(weight * part for weight, part in zip(row, k, strict=True))
        k.append(f(t + c * h, y + change * h))
    return np.stack(k)


def first(f: Function, start: Any, end: Any, y: Any, slope: Any, rtol: Any, atol: Any) -> Any:
    """Return the first step that SciPy tries."""
    root, scale = len(y) ** 0.5, atol + np.abs(y) * rtol
    d0, d1 = np.linalg.norm(y / scale) / root, np.linalg.norm(slope / scale) / root
    h0 = np.where((d0 < 1e-5) | (d1 < 1e-5), 1e-6, 0.01 * d0 / d1)
    h0 = np.minimum(h0, end - start)
    d2 = np.linalg.norm((f(start + h0, y + h0 * slope) - slope) / scale) / root / h0
    flat = (d1 <= 1e-15) & (d2 <= 1e-15)
    h1 = np.where(flat, np.maximum(1e-6, h0 * 1e-3), (0.01 / np.maximum(d1, d2)) ** 0.2)
    return np.minimum(np.minimum(100 * h0, h1), end - start)


# ---- sums of what is given as points, and the line through them


def trapezoid(y: Any, x: Any = None, dx: Any = 1.0, axis: int = -1) -> Any:
    """Return what scipy.integrate.trapezoid gives."""
    return np.trapezoid(np.array(y), x, dx, axis)


def cumulative_trapezoid(y: Any, x: Any = None, dx: Any = 1.0, axis: int = -1, initial: Any = None) -> Any:
    """Return what scipy.integrate.cumulative_trapezoid gives of one row of numbers."""
    y = np.array(y)
    if y.ndim != 1:
        raise UnsupportedError(
            f"{place()}: scipy.integrate.cumulative_trapezoid has a live form for one row of numbers."
        )
    width = dx if x is None else np.diff(np.array(x))
    sums = np.cumsum((y[1:] + y[:-1]) / 2 * width)
    return sums if initial is None else np.concatenate([np.zeros(1) + initial, sums])


def simpson(y: Any, x: Any = None, *, dx: Any = 1.0, axis: int = -1) -> Any:
    """Return what scipy.integrate.simpson gives of an odd number of numbers in one row."""
    y = np.array(y)
    if y.ndim != 1 or len(y) % 2 == 0:
        raise UnsupportedError(
            f"{place()}: scipy.integrate.simpson has a live form for an odd number of numbers in a row."
        )
    if x is None:
        return np.sum(y[:-2:2] + 4 * y[1:-1:2] + y[2::2]) * dx / 3
    h = np.diff(np.array(x))
    h0, h1 = h[::2], h[1::2]
    both, ratio = h0 + h1, h0 / h1
    parts = y[:-2:2] * (2 - 1 / ratio) + y[1:-1:2] * (both * both / (h0 * h1)) + y[2::2] * (2 - ratio)
    return np.sum(both / 6 * parts)


class Line(NamedTuple):
    """The line that `linregress` fits, and how well it does."""

    slope: Any
    intercept: Any
    rvalue: Any
    pvalue: Any
    stderr: Any


def linregress(x: Any, y: Any, alternative: str = "two-sided") -> Line:
    """Return what scipy.stats.linregress gives."""
    if alternative != "two-sided":
        raise UnsupportedError(f"{place()}: scipy.stats.linregress has a live form with alternative='two-sided' alone.")
    x, y = np.array(x) * 1.0, np.array(y) * 1.0
    dx, dy = x - np.mean(x), y - np.mean(y)
    xx, xy, yy, free = np.mean(dx * dx), np.mean(dx * dy), np.mean(dy * dy), len(x) - 2
    r = np.clip(xy / np.sqrt(xx * yy), -1.0, 1.0)
    slope = xy / xx
    t = r * np.sqrt(free / ((1.0 - r + 1e-20) * (1.0 + r + 1e-20)))
    tail = live_method("t", "sf")
    assert tail is not None
    error = np.sqrt((1 - r**2) * yy / xx / free)
    return Line(slope, np.mean(y) - slope * np.mean(x), r, 2 * tail(np.abs(t), free), error)


def _nothing_else(name: str, rest: dict[str, Any], harmless: Any = ()) -> None:
    for word in rest:
        if word not in harmless:
            raise UnsupportedError(f"{place()}: {name} does not take {word!r} in a live figure.")


SOLVERS: dict[str, dict[str, Function]] = {
    "scipy.optimize": {
        "newton": newton, "brentq": brentq, "brenth": brentq, "bisect": brentq, "ridder": brentq, "fsolve": fsolve,
    },
    "scipy.integrate": {
        "quad": quad, "solve_ivp": solve_ivp, "trapezoid": trapezoid, "cumulative_trapezoid": cumulative_trapezoid,
        "simpson": simpson,
    },
    "scipy.stats": {"linregress": linregress},
}  # fmt: skip


def solver_of(function: Any) -> Function | None:
    """Return the twin of one of SciPy's solvers, which is known by where it is found."""
    home, _, name = dotted(function, SOLVERS).rpartition(".")
    return SOLVERS[home].get(name) if home else None
