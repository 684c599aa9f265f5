"""Equations, integrals and differential equations: SciPy's solvers as they are written, and our `odeint`."""

import math
import warnings

import numpy as np
import pytest
from scipy import integrate, optimize, stats
from scipy.integrate import quad, solve_ivp
from scipy.optimize import brentq, fsolve, newton

from livefig import Slider, odeint
from livefig.compile import compile_function
from livefig.errors import ConversionError, TraceError, UnsupportedError
from livefig.trace.reading import solvers

A, B, MU = Slider("a", 0.5, 2), Slider("b", 0.5, 1.5), Slider("mu", 0.5, 3)
T = np.linspace(0, 10, 60)


def roots(a):
    return {
        "between": brentq(lambda x: x**3 - a, 0, 3),
        "halved": optimize.bisect(lambda x, k: math.cos(x) - k * x, 0, 2, args=(a,)),
        "secant": newton(lambda x: x - 0.3 * math.sin(x) - a, a),
        "slope": newton(lambda x: x * x - a, 1.0, fprime=lambda x: 2 * x),
    }


def several(a):
    x, y = fsolve(lambda v: [v[0] ** 2 + v[1] - a - 1, v[0] - v[1] ** 3], [1.0, 0.8])
    return {"x": x, "y": y}


def integrals(a):
    def planck(x):
        return x**3 / (math.exp(x) - 1) if x > 1e-9 else 0.0

    return {
        "planck": quad(planck, 0.1, a)[0],
        "line": quad(lambda x: np.exp(-a * x * x), -np.inf, np.inf)[0],
        "half": quad(lambda x, k: np.exp(-k * x), 0, np.inf, args=(a,))[0],
        "other": quad(lambda x: np.exp(a * x), -np.inf, 0)[0],
        "each": [quad(lambda x: a / (1 + x), 0, end)[0] for end in (0.5, 1.0, 2.0)],
    }


def predators(a, b):
    def rhs(t, z):
        x, y = z
        return [a * x - b * x * y, -1.5 * y + x * y]

    found = solve_ivp(rhs, (0, 10), [2.0, 1.0], t_eval=T)
    return {"x": found.y[0], "y": found.y[1], "t": found.t}


def van_der_pol(mu):
    found = integrate.solve_ivp(
        lambda t, y, m: [y[1], m * (1 - y[0] ** 2) * y[1] - y[0]], [0, 10], [mu, 0.1],
        t_eval=T, args=(mu,), rtol=1e-8, max_step=0.5, first_step=0.01,
    )  # fmt: skip
    return {"x": found.y[0]}


def points(a, b):
    x = np.sort(np.cos(3 * T[:21]) * a)
    y = np.sin(x) + b * x**2 + 0.1 * np.cos(17 * T[:21])
    line = stats.linregress(x, y)
    slope, intercept, r, p, error = stats.linregress(T[:12], a * T[:12] + np.sin(b * T[:12]))
    low, high = stats.beta(2 + a, 3).interval(0.9)
    areas = [integrate.trapezoid(y, x), integrate.trapezoid(y, dx=0.5), integrate.simpson(y, x=x), integrate.simpson(y)]
    return {
        "areas": areas,
        "sums": integrate.cumulative_trapezoid(y, x, initial=0),
        "line": [line.slope, line.intercept, line.rvalue, line.pvalue, line.stderr],
        "other": [slope, intercept, r, p, error],
        "between": [low, high, stats.norm.median(a, b)],
    }


def pendulum(a, b):
    def rhs(y, t, friction):
        angle, speed = y
        return speed, -np.sin(angle) - friction * speed

    path = odeint(rhs, [a, 0.0], T, args=(0.2 * b,))
    return {"angle": path[:, 0], "last": path[-1]}


def parts(a):
    def rhs(t, y):
        return {"level": -a * y["level"] + np.sin(t), "both": y["both"] * np.array([-1.0, -0.5])}

    path = odeint(rhs, {"level": a, "both": np.ones(2)}, T, tfirst=True)
    return {"level": path["level"], "both": path["both"]}


@pytest.mark.parametrize(
    ("function", "controls"),
    [
        (roots, [A]),
        (several, [A]),
        (integrals, [A]),
        (points, [A, B]),
        (predators, [A, B]),
        (van_der_pol, [MU]),
        (pendulum, [A, B]),
        (parts, [A]),
    ],
    ids=lambda x: getattr(x, "__name__", ""),
)
def test_it_is_live_as_it_is_written(function, controls):
    assert compile_function(function, controls).programs


@pytest.mark.parametrize(
    ("function", "error", "says"),
    [
        (
            lambda a: {"y": integrate.odeint(lambda y, t: -a * y, 1.0, T)[:, 0]},
            ConversionError,
            "from livefig import odeint",
        ),
        (lambda a: {"y": solve_ivp(lambda t, y: -a * y, (0, 1), [1.0]).y[0]}, UnsupportedError, "with t_eval="),
        (lambda a: {"y": brentq(lambda x: x - a, 0, 3, full_output=True)[0]}, UnsupportedError, "'full_output'"),
        (lambda a: {"y": sum(quad(lambda x: a * x, 0, 1))}, Exception, "the error that quad estimates"),
    ],
    ids=["odeint", "own steps", "keyword", "error"],
)
def test_what_has_no_twin_is_refused_with_a_way_out(function, error, says):
    with pytest.raises(error, match=says):
        compile_function(function, [A])


def test_each_twin_is_found_by_the_function_it_stands_for():
    homes = {"scipy.optimize": optimize, "scipy.integrate": integrate, "scipy.stats": stats}
    for home, twins in solvers.SOLVERS.items():
        for name, twin in twins.items():
            assert solvers.solver_of(getattr(homes[home], name)) is twin
    assert solvers.solver_of(np.sin) is None and solvers.solver_of(solvers.brentq) is None


def test_odeint_is_right_and_says_when_its_steps_are_too_large():
    wave = odeint(lambda y, t: np.stack([y[1], -y[0]]), [0.0, 1.0], T)
    assert np.allclose(wave[:, 0], np.sin(T), atol=1e-8)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        odeint(lambda y, t: -y, 1.0, T)
    with pytest.warns(UserWarning, match="half the step changes the solution by .* give it substeps=4"):
        odeint(lambda y, t: -30 * y, [1.0], T, substeps=1)


@pytest.mark.parametrize(
    ("t", "more", "says"), [([0.0], {}, "two times or more"), (T, {"substeps": 0}, "substeps must be")]
)
def test_odeint_says_what_it_needs(t, more, says):
    with pytest.raises(TraceError, match=says):
        odeint(lambda y, t: -y, 1.0, t, **more)
