"""SciPy's distributions, written with functions of the table, give in V8 what SciPy gives, ends and beyond included."""

import numpy as np
import pytest
from scipy import stats

from livefig.trace.table.distributions import CONTINUOUS, DISCRETE, live_method, method_of
from support.v8 import both_ways, difference

rng = np.random.default_rng(12)
SHAPES = {
    "gamma": [2.3], "chi2": [4.7], "beta": [2.1, 0.8], "t": [3.7], "f": [5.2, 7.9], "lognorm": [0.7],
    "weibull_min": [1.6], "pareto": [2.7], "binom": [13, 0.3], "bernoulli": [0.3], "poisson": [4.2],
    "geom": [0.21], "nbinom": [4.5, 0.3], "hypergeom": [20, 7, 12],
}  # fmt: skip
EDGES = {"gamma": [1.0], "beta": [1.0, 1.0], "chi2": [2.0], "weibull_min": [1.0], "t": [2.0], "f": [2.0, 4.0]}
WRONG = {"gamma": [-1.0], "beta": [0.0, 1.0], "t": [-2.0], "binom": [3.5, 0.2], "poisson": [-1.0], "geom": [0.0]}
X = np.concatenate([[np.nan, np.inf, -np.inf], np.linspace(-6, 9, 101), np.arange(-3, 20.0)])
Q = np.concatenate([[0, 1, 0.5, np.nan, -0.1, 1.1], np.linspace(0.001, 0.999, 57), 10 ** rng.uniform(-9, 0, 20)])
ALL = ["pdf", "pmf", "logpdf", "logpmf", "cdf", "sf", "logcdf", "logsf", "ppf", "isf", "mean", "var", "std", "median"]
METHODS = [(name, m) for name in [*CONTINUOUS, *DISCRETE] for m in ALL if live_method(name, m)]


def given(method):
    return [] if method in ("mean", "var", "std", "median") else [Q] if method in ("ppf", "isf") else [X]


def compare(v8, name, method, arguments, tolerance=1e-11):
    function = live_method(name, method)
    with np.errstate(all="ignore"):
        wanted = np.asarray(getattr(getattr(stats, name), method)(*arguments))
        expected, found = both_ways(v8, function, *arguments)
    assert difference(wanted, found.astype(float)) <= tolerance, (name, method)
    assert difference(wanted, expected.astype(float)) <= tolerance, (name, method)


@pytest.mark.parametrize(("name", "method"), METHODS)
def test_a_method_agrees_with_scipys(name, method, v8):
    place = [0.4, 1.7] if name in CONTINUOUS else [2]
    for shapes in [SHAPES.get(name, []), EDGES.get(name), WRONG.get(name)]:
        if shapes is not None:
            compare(v8, name, method, [*given(method), *map(np.asarray, [*shapes, *place])])
    compare(v8, name, method, [*given(method), *map(np.asarray, SHAPES.get(name, []))])
    if name in CONTINUOUS:
        compare(v8, name, method, [*given(method), *map(np.asarray, [*SHAPES.get(name, []), 0.4, -1.0])])


def test_the_distributions_asked_for_are_there():
    asked = "norm uniform expon gamma beta t chi2 f lognorm laplace logistic cauchy weibull_min pareto"
    for name in asked.split():
        assert all(live_method(name, m) for m in ("pdf", "logpdf", "cdf", "sf", "ppf", "isf", "mean", "var", "std"))
    for name in ("poisson", "binom", "geom", "nbinom", "bernoulli"):
        assert all(live_method(name, m) for m in ("pmf", "logpmf", "cdf", "sf", "ppf", "isf", "mean", "var", "std"))
    assert live_method("hypergeom", "pmf") and live_method("hypergeom", "cdf") is None


@pytest.mark.parametrize("name", ["binom", "poisson"])
def test_quantiles_of_large_counts_agree(name, v8):
    for shapes in ([1000.0, 0.31], [4.0, 1.0], [7.0, 0.0]) if name == "binom" else ([700.0], [0.01], [1e5]):
        for method in ("ppf", "isf"):
            compare(v8, name, method, [np.linspace(0.0101, 0.99, 50), *map(np.asarray, shapes)])


def test_parameters_have_names_and_broadcast(v8):
    mu, s = np.array([[0.0], [1.0]]), np.array([0.5, 1.0, 2.0])
    expected, found = both_ways(v8, lambda m, w: live_method("norm", "pdf")(0.3, loc=m, scale=w), mu, s)
    assert difference(stats.norm.pdf(0.3, loc=mu, scale=s), found) < 1e-12
    assert difference(stats.norm.pdf(0.3, loc=mu, scale=s), expected) < 1e-12
    with pytest.raises(TypeError, match="it takes loc, scale"):
        live_method("norm", "pdf")(0.3, sigma=2.0)
    with pytest.raises(TypeError, match="the shape df is missing"):
        live_method("t", "pdf")(0.3)


def test_a_normal_density_of_two_dimensions_agrees(v8):
    x, mean, cov = rng.normal(size=(5, 4, 2)), np.array([0.2, -0.5]), np.array([[2.0, 0.6], [0.6, 1.0]])
    for method in ("pdf", "logpdf"):
        _, found = both_ways(v8, live_method("multivariate_normal", method), x, mean, cov)
        assert difference(getattr(stats.multivariate_normal, method)(x, mean, cov), found) < 1e-12


def test_a_bound_method_is_known_frozen_or_not():
    assert method_of(stats.norm(0.3, 2).pdf)(1.0) == pytest.approx(stats.norm(0.3, 2).pdf(1.0), rel=1e-14)
    assert method_of(stats.gamma(a=2.0, scale=3.0).cdf)(1.0) == pytest.approx(stats.gamma(2, scale=3).cdf(1), rel=1e-14)
    assert method_of(stats.binom.pmf)(2, 5, 0.3) == pytest.approx(stats.binom.pmf(2, 5, 0.3), rel=1e-14)
    assert method_of(stats.multivariate_normal.pdf)
    assert method_of(np.ones(3).sum) is None and method_of(stats.norm.rvs) is None and method_of(np.sum) is None

    class Norm(stats.rv_continuous):
        def _pdf(self, x):
            return np.where((x > 0) & (x < 1), 1.0, 0.0)

    assert method_of(Norm(name="norm").pdf) is None
