"""SciPy's distributions, written with functions of the table: `live_method("norm", "pdf")(x, loc, scale)`.

A continuous distribution is told by its standard form: the density's logarithm and the shares below and above, of
z = (x - loc) / scale, within its support; where it stands and how wide it is follows for all alike, as in SciPy. A
discrete one is told at whole numbers. Outside of the support the density is 0 and the shares are 0 and 1; parameters
that make no distribution give NaN.
"""

import math
import sys
from collections.abc import Callable
from typing import Any

import numpy as np

from ..op import Op
from .kernel import apply
from .special import ELEMENTWISE, SPECIAL_TOLERANCE

Array = Any
Rule = Callable[..., Array]

_HALF_LOG_TAU = 0.5 * math.log(2 * math.pi)


def _f(name: str) -> Rule:
    return lambda *arrays: apply(ELEMENTWISE[name], *arrays)


gammaln, betaln, xlogy, xlog1py = (_f(name) for name in ("gammaln", "betaln", "xlogy", "xlog1py"))
ndtr, ndtri, log_ndtr, expit, logit, log_expit = (
    _f(name) for name in ("ndtr", "ndtri", "log_ndtr", "expit", "logit", "log_expit")
)
gammainc, gammaincc, gammaincinv, gammainccinv = (
    _f(name) for name in ("gammainc", "gammaincc", "gammaincinv", "gammainccinv")
)
betainc, betaincc, betaincinv, betainccinv = (_f(name) for name in ("betainc", "betaincc", "betaincinv", "betainccinv"))
stdtr, stdtrit, gamma_ = _f("stdtr"), _f("stdtrit"), _f("gamma")


def _always(*shapes: Array) -> Array:
    return True


def _positive(*shapes: Array) -> Array:
    fits: Array = True
    for one in shapes:
        fits = np.logical_and(fits, one > 0)
    return fits


class Continuous:
    """A standard form; each rule takes z, then the shapes."""

    def __init__(
        self,
        shapes: str,
        logpdf: Rule,
        cdf: Rule,
        sf: Rule,
        ppf: Rule,
        isf: Rule,
        mean: Rule,
        var: Rule,
        low: Rule = lambda *s: -np.inf,
        high: Rule = lambda *s: np.inf,
        fits: Rule = _positive,
        pdf: Rule | None = None,
        logcdf: Rule | None = None,
        logsf: Rule | None = None,
    ) -> None:
        self.shapes = shapes.split()
        self.rules = {"logpdf": logpdf, "cdf": cdf, "sf": sf, "ppf": ppf, "isf": isf, "mean": mean, "var": var}
        self.low, self.high, self.fits = low, high, fits
        self.rules["pdf"] = pdf or (lambda z, *shapes: np.exp(logpdf(z, *shapes)))
        self.rules.update({name: rule for name, rule in (("logcdf", logcdf), ("logsf", logsf)) if rule})

    def method(self, name: str) -> Rule | None:
        makers: dict[str, Callable[[str], Rule]] = {
            **{key: self._at for key in ("pdf", "logpdf", "cdf", "sf", "logcdf", "logsf") if key in self.rules},
            **dict.fromkeys(("ppf", "isf"), self._inverse),
            **dict.fromkeys(("mean", "var", "std", "median"), self._moment),
        }
        return makers[name](name) if name in makers else None

    def _arguments(self, args: tuple[Array, ...], named: dict[str, Array]) -> tuple[list[Array], Array, Array]:
        """Return the shapes, loc and scale, given by place or by name."""
        names = [*self.shapes, "loc", "scale"]
        if len(args) > len(names) or named.keys() - names:
            raise TypeError(f"it takes {', '.join(names)}")
        values: dict[str, Array] = {"loc": 0.0, "scale": 1.0, **dict(zip(names, args, strict=False)), **named}
        if missing := [name for name in self.shapes if name not in values]:
            raise TypeError(f"the shape {missing[0]} is missing")
        *shapes, loc, scale = (values[name] for name in names)
        return shapes, loc, scale

    def _at(self, name: str) -> Rule:
        def method(x: Array, *args: Array, **named: Array) -> Array:
            shapes, loc, scale = self._arguments(args, named)
            z = (x - loc) / (1.0 * scale)
            low, high, density = self.low(*shapes), self.high(*shapes), name.endswith("pdf")
            inside = np.logical_and(z >= low, z <= high)
            safe = np.where(inside, z, self._within(shapes))
            found = self.rules[name](safe, *shapes)
            if density:
                found = found - np.log(scale) if name == "logpdf" else found / scale
                found = np.where(inside, found, -np.inf if name == "logpdf" else 0.0)
            else:
                below, above = (0.0, 1.0) if name.endswith("cdf") else (1.0, 0.0)
                logs = name.startswith("log")
                below, above = (0.0 if v else -np.inf for v in (below, above)) if logs else (below, above)
                found = np.where(z < low, below, np.where(z > high, above, found))
            fits = np.logical_and(np.logical_and(self.fits(*shapes), scale > 0), z == z)
            return np.where(fits, found, np.nan)

        return method

    def _within(self, shapes: list[Array]) -> Array:
        """Return a number inside the support, at which what is thrown away may be computed."""
        low, high = self.low(*shapes), self.high(*shapes)
        if isinstance(low, float) and low == -np.inf:
            return 0.0
        return (low + high) / 2 if not (isinstance(high, float) and high == np.inf) else low + 1.0

    def _inverse(self, name: str) -> Rule:
        def method(q: Array, *args: Array, **named: Array) -> Array:
            shapes, loc, scale = self._arguments(args, named)
            low, high = self.low(*shapes), self.high(*shapes)
            start, end = (low, high) if name == "ppf" else (high, low)
            z = np.where(q == 0, start, np.where(q == 1, end, self.rules[name](q, *shapes)))
            fits = np.logical_and(self.fits(*shapes), scale > 0)
            return np.where(np.logical_and(fits, np.logical_and(q >= 0, q <= 1)), z * scale + loc, np.nan)

        return method

    def _moment(self, name: str) -> Rule:
        def method(*args: Array, **named: Array) -> Array:
            shapes, loc, scale = self._arguments(args, named)
            if name == "median":
                found = self.rules["ppf"](0.5 + 0.0 * scale, *shapes) * scale + loc
            elif name == "mean":
                found = self.rules["mean"](*shapes) * scale + loc
            else:
                found = self.rules["var"](*shapes) * np.square(scale)
                found = np.sqrt(found) if name == "std" else found
            return np.where(np.logical_and(self.fits(*shapes), scale > 0), found, np.nan)

        return method


class Discrete:
    """Probabilities at whole numbers from `low` to `high`; each rule takes k, then the shapes."""

    def __init__(
        self,
        shapes: str,
        logpmf: Rule,
        cdf: Rule | None,
        sf: Rule | None,
        mean: Rule,
        var: Rule,
        low: Rule,
        high: Rule,
        fits: Rule,
    ) -> None:
        self.shapes = shapes.split()
        rules = {"logpmf": logpmf, "pmf": logpmf, "cdf": cdf, "sf": sf, "mean": mean, "var": var}
        self.rules = {key: rule for key, rule in rules.items() if rule}
        self.low, self.high, self.fits = low, high, fits

    def method(self, name: str) -> Rule | None:
        makers: dict[str, Callable[[str], Rule]] = {
            **{key: self._at for key in ("pmf", "logpmf", "cdf", "sf") if key in self.rules},
            **dict.fromkeys(("mean", "var", "std"), self._moment),
        }
        return makers[name](name) if name in makers else None

    def _arguments(self, args: tuple[Array, ...], named: dict[str, Array]) -> tuple[list[Array], Array]:
        names = [*self.shapes, "loc"]
        if len(args) > len(names) or named.keys() - names:
            raise TypeError(f"it takes {', '.join(names)}")
        values: dict[str, Array] = {"loc": 0, **dict(zip(names, args, strict=False)), **named}
        if missing := [name for name in self.shapes if name not in values]:
            raise TypeError(f"the shape {missing[0]} is missing")
        *shapes, loc = (values[name] for name in names)
        return shapes, loc

    def _at(self, name: str) -> Rule:
        def method(k: Array, *args: Array, **named: Array) -> Array:
            shapes, loc = self._arguments(args, named)
            k = 1.0 * (k - loc)
            low, high, mass = self.low(*shapes), self.high(*shapes), name.endswith("pmf")
            whole = np.floor(k)
            inside = np.logical_and(whole >= low, whole <= high)
            safe: Array = np.where(inside, whole, low)
            found: Array
            if mass:
                inside = np.logical_and(inside, whole == k)
                found = self.rules["logpmf"](safe, *shapes)
                found = np.where(inside, found, -np.inf)
                found = found if name == "logpmf" else np.exp(found)
            else:
                # At its last place a distribution has all below it, and whatever the rule makes of it is not asked.
                below, above = (0.0, 1.0) if name == "cdf" else (1.0, 0.0)
                safe = np.where(whole >= high, low, safe)
                found = self.rules[name](safe, *shapes)
                found = np.where(whole < low, below, np.where(whole >= high, above, found))
            return np.where(np.logical_and(self.fits(*shapes), k == k), found, np.nan)

        return method

    def _moment(self, name: str) -> Rule:
        def method(*args: Array, **named: Array) -> Array:
            shapes, loc = self._arguments(args, named)
            found = self.rules["mean"](*shapes) + loc if name == "mean" else self.rules["var"](*shapes)
            return np.where(self.fits(*shapes), np.sqrt(found) if name == "std" else found, np.nan)

        return method


# ---- the continuous ones


def _zero(*shapes: Array) -> float:
    return 0.0


def _one(*shapes: Array) -> float:
    return 1.0


def _nothing(*shapes: Array) -> float:
    return np.nan


def _t_logpdf(z: Array, df: Array) -> Array:
    start = gammaln((df + 1) / 2) - gammaln(df / 2) - 0.5 * np.log(df * np.pi)
    return start - (df + 1) / 2 * np.log1p(np.square(z) / df)


def _f_logpdf(z: Array, d1: Array, d2: Array) -> Array:
    powers = d2 / 2 * np.log(d2) + d1 / 2 * np.log(d1) + xlogy(d1 / 2 - 1, z)
    return powers - (d1 + d2) / 2 * np.log(d2 + d1 * z) - betaln(d1 / 2, d2 / 2)


def _f_ppf(q: Array, d1: Array, d2: Array) -> Array:
    return _odds(betaincinv(d1 / 2, d2 / 2, q), betainccinv(d2 / 2, d1 / 2, q), d1, d2)


def _f_isf(q: Array, d1: Array, d2: Array) -> Array:
    return _f_ppf(1 - q, d1, d2)  # SciPy, too, rounds a small share so


def _odds(below: Array, above: Array, d1: Array, d2: Array) -> Array:
    """Return a quantile from two shares that make 1, of which the smaller has the digits."""
    odds = np.where(below < above, below / (1 - below), (1 - above) / above)
    return d2 * odds / d1


def _f_var(d1: Array, d2: Array) -> Array:
    found = 2 * np.square(d2) * (d1 + d2 - 2) / (d1 * np.square(d2 - 2) * (d2 - 4))
    return np.where(d2 > 4, found, np.where(d2 > 2, np.inf, np.nan))


def _lognorm_logpdf(z: Array, s: Array) -> Array:
    found = -np.square(np.log(z)) / (2 * np.square(s)) - np.log(s * z) - _HALF_LOG_TAU
    return np.where(z == 0, -np.inf, found)


def _cauchy_ppf(q: Array) -> Array:
    middle = np.tan(math.pi * (q - 0.5))
    return np.where(np.abs(q - 0.5) < 0.25, middle, -1 / np.tan(math.pi * q))


def _pareto_var(b: Array) -> Array:
    return np.where(b > 2, b / (b - 2) / np.square(b - 1), np.inf)


def _weibull_moment(n: float, c: Array) -> Array:
    return gamma_(1 + n / c)


CONTINUOUS = {
    "norm": Continuous(
        "", lambda z: -np.square(z) / 2 - _HALF_LOG_TAU, ndtr, lambda z: ndtr(-z), ndtri, lambda q: -ndtri(q),
        _zero, _one, fits=_always, pdf=lambda z: np.exp(-np.square(z) / 2) / math.sqrt(2 * math.pi),
        logcdf=log_ndtr, logsf=lambda z: log_ndtr(-z),
    ),
    "uniform": Continuous(
        "", lambda z: 0.0 * z, lambda z: z, lambda z: 1 - z, lambda q: q, lambda q: 1 - q,
        lambda: 0.5, lambda: 1 / 12, _zero, _one, _always,
    ),
    "expon": Continuous(
        "", lambda z: -z, lambda z: -np.expm1(-z), lambda z: np.exp(-z), lambda q: -np.log1p(-q), lambda q: -np.log(q),
        _one, _one, _zero, fits=_always, logsf=lambda z: -z,
    ),
    "gamma": Continuous(
        "a", lambda z, a: xlogy(a - 1.0, z) - z - gammaln(a), lambda z, a: gammainc(a, z),
        lambda z, a: gammaincc(a, z), lambda q, a: gammaincinv(a, q), lambda q, a: gammainccinv(a, q),
        lambda a: a, lambda a: a, _zero,
    ),
    "chi2": Continuous(
        "df", lambda z, df: xlogy(df / 2 - 1, z) - z / 2 - gammaln(df / 2) - math.log(2) * df / 2,
        lambda z, df: gammainc(df / 2, z / 2), lambda z, df: gammaincc(df / 2, z / 2),
        lambda q, df: 2 * gammaincinv(df / 2, q), lambda q, df: 2 * gammainccinv(df / 2, q),
        lambda df: df, lambda df: 2 * df, _zero,
    ),
    "beta": Continuous(
        "a b", lambda z, a, b: xlog1py(b - 1.0, -z) + xlogy(a - 1.0, z) - betaln(a, b),
        lambda z, a, b: betainc(a, b, z), lambda z, a, b: betaincc(a, b, z),
        lambda q, a, b: betaincinv(a, b, q), lambda q, a, b: betainccinv(a, b, q),
        lambda a, b: a / (a + b), lambda a, b: a * b / (np.square(a + b) * (a + b + 1)), _zero, _one,
    ),
    "t": Continuous(
        "df", _t_logpdf, lambda z, df: stdtr(df, z), lambda z, df: stdtr(df, -z), lambda q, df: stdtrit(df, q),
        lambda q, df: -stdtrit(df, q), lambda df: np.where(df > 1, 0.0, np.inf),
        lambda df: np.where(df > 2, df / (df - 2), np.where(df > 1, np.inf, np.nan)),
    ),
    "f": Continuous(
        "dfn dfd", _f_logpdf, lambda z, m, n: betainc(m / 2, n / 2, 1 / (1 + n / (m * z))),
        lambda z, m, n: betainc(n / 2, m / 2, n / (m * z + n)), _f_ppf, _f_isf,
        lambda m, n: np.where(n > 2, n / (n - 2), np.inf), _f_var, _zero,
    ),
    "lognorm": Continuous(
        "s", _lognorm_logpdf,
        lambda z, s: ndtr(np.log(z) / s), lambda z, s: ndtr(-np.log(z) / s), lambda q, s: np.exp(s * ndtri(q)),
        lambda q, s: np.exp(-s * ndtri(q)), lambda s: np.exp(np.square(s) / 2),
        lambda s: np.expm1(np.square(s)) * np.exp(np.square(s)), _zero,
        logcdf=lambda z, s: log_ndtr(np.log(z) / s), logsf=lambda z, s: log_ndtr(-np.log(z) / s),
    ),
    "laplace": Continuous(
        "", lambda z: math.log(0.5) - np.abs(z),
        lambda z: np.where(z > 0, 1 - 0.5 * np.exp(-z), 0.5 * np.exp(z)),
        lambda z: np.where(z > 0, 0.5 * np.exp(-z), 1 - 0.5 * np.exp(z)),
        lambda q: np.where(q > 0.5, -np.log(2 * (1 - q)), np.log(2 * q)),
        lambda q: np.where(q > 0.5, np.log(2 * (1 - q)), -np.log(2 * q)), _zero, lambda: 2.0, fits=_always,
    ),
    "logistic": Continuous(
        "", lambda z: -np.abs(z) - 2 * np.log1p(np.exp(-np.abs(z))), expit, lambda z: expit(-z), logit,
        lambda q: -logit(q), _zero, lambda: math.pi**2 / 3, fits=_always,
        logcdf=log_expit, logsf=lambda z: log_expit(-z),
    ),
    "cauchy": Continuous(
        "", lambda z: -np.log(math.pi * (1 + np.square(z))), lambda z: np.arctan2(1.0, -z) / math.pi,
        lambda z: np.arctan2(1.0, z) / math.pi, _cauchy_ppf, lambda q: -_cauchy_ppf(q),
        _nothing, _nothing, fits=_always,
    ),
    "weibull_min": Continuous(
        "c", lambda z, c: np.log(c) + xlogy(c - 1, z) - np.power(z, c), lambda z, c: -np.expm1(-np.power(z, c)),
        lambda z, c: np.exp(-np.power(z, c)), lambda q, c: np.power(-np.log1p(-q), 1.0 / c),
        lambda q, c: np.power(-np.log(q), 1.0 / c), lambda c: _weibull_moment(1.0, c),
        lambda c: _weibull_moment(2.0, c) - np.square(_weibull_moment(1.0, c)), _zero,
    ),
    "pareto": Continuous(
        "b", lambda z, b: np.log(b) - (b + 1.0) * np.log(z), lambda z, b: 1 - np.power(z, -1.0 * b),
        lambda z, b: np.power(z, -1.0 * b), lambda q, b: np.power(1 - q, -1.0 / b), lambda q, b: np.power(q, -1.0 / b),
        lambda b: np.where(b > 1, b / (b - 1.0), np.inf), _pareto_var, _one,
    ),
}  # fmt: skip

# ---- the discrete ones


def _ways(n: Array, k: Array) -> Array:
    return gammaln(n + 1.0) - gammaln(k + 1.0) - gammaln(n - k + 1.0)


def _count(n: Array) -> Array:
    return np.logical_and(n >= 0, np.floor(n) == n)


def _share(p: Array) -> Array:
    return np.logical_and(p >= 0, p <= 1)


def _hypergeom_logpmf(k: Array, M: Array, n: Array, N: Array) -> Array:  # noqa: N803
    bad = M - n
    return (
        betaln(n + 1.0, 1.0) + betaln(bad + 1.0, 1.0) + betaln(M - N + 1.0, N + 1.0)
        - betaln(k + 1.0, n - k + 1.0) - betaln(N - k + 1.0, bad - N + k + 1.0) - betaln(M + 1.0, 1.0)
    )  # fmt: skip


DISCRETE = {
    "binom": Discrete(
        "n p", lambda k, n, p: _ways(n, k) + xlogy(k, p) + xlog1py(n - k, -p),
        lambda k, n, p: betaincc(k + 1, n - k, p), lambda k, n, p: betainc(k + 1, n - k, p),
        lambda n, p: n * p, lambda n, p: n * p * (1 - p), _zero, lambda n, p: n,
        lambda n, p: np.logical_and(_count(n), _share(p)),
    ),
    "bernoulli": Discrete(
        "p", lambda k, p: xlogy(k, p) + xlog1py(1 - k, -p), lambda k, p: 1 - p + 0.0 * k, lambda k, p: p + 0.0 * k,
        lambda p: p, lambda p: p * (1 - p), _zero, _one, _share,
    ),
    "poisson": Discrete(
        "mu", lambda k, mu: xlogy(k, mu) - gammaln(k + 1) - mu, lambda k, mu: gammaincc(k + 1, mu),
        lambda k, mu: gammainc(k + 1, mu), lambda mu: mu, lambda mu: mu, _zero, lambda mu: np.inf,
        lambda mu: mu >= 0,
    ),
    "geom": Discrete(
        "p", lambda k, p: xlog1py(k - 1, -p) + np.log(p), lambda k, p: -np.expm1(np.log1p(-p) * k),
        lambda k, p: np.exp(k * np.log1p(-p)), lambda p: 1 / p, lambda p: (1 - p) / np.square(p), _one,
        lambda p: np.inf, lambda p: np.logical_and(p > 0, p <= 1),
    ),
    "hypergeom": Discrete(
        "M n N", _hypergeom_logpmf, None, None, lambda M, n, N: N * (n / M),
        lambda M, n, N: N * (n / M) * (1 - n / M) * ((M - N) / (M - 1.0)),
        lambda M, n, N: np.maximum(0, N - (M - n)), lambda M, n, N: np.minimum(n, N),
        lambda M, n, N: np.logical_and(_count(1.0 * M), np.logical_and(
            np.logical_and(_count(1.0 * n), n <= M), np.logical_and(_count(1.0 * N), N <= M))),
    ),
    "nbinom": Discrete(
        "n p", lambda k, n, p: gammaln(n + k) - gammaln(k + 1) - gammaln(n) + xlogy(n, p) + xlog1py(k, -p),
        lambda k, n, p: betainc(n, k + 1, p), lambda k, n, p: betaincc(n, k + 1, p),
        lambda n, p: n * (1 - p) / p, lambda n, p: n * (1 - p) / np.square(p), _zero, lambda n, p: np.inf,
        lambda n, p: np.logical_and(n > 0, np.logical_and(p > 0, p <= 1)),
    ),
}  # fmt: skip

_MULTIVARIATE = {
    "logpdf": lambda x, mean=0.0, cov=1.0: _multivariate_logpdf(x, mean, cov),
    "pdf": lambda x, mean=0.0, cov=1.0: np.exp(_multivariate_logpdf(x, mean, cov)),
}


def _multivariate_logpdf(x: Array, mean: Array, cov: Array) -> Array:
    """Return the logarithm of a normal density of several dimensions, whose covariance has an inverse."""
    away = x - mean
    if np.ndim(cov) != 2 or np.ndim(away) < 1:
        raise TypeError("it takes points, a mean and a matrix of covariances")
    solved = np.linalg.solve(cov, away[..., None])[..., 0]
    return -0.5 * (np.shape(cov)[0] * 2 * _HALF_LOG_TAU + np.linalg.slogdet(cov)[1] + np.sum(away * solved, axis=-1))


DISTRIBUTIONS: dict[str, Continuous | Discrete] = {**CONTINUOUS, **DISCRETE}


# ---- quantiles of discrete distributions: a search, which a program brings along


def _stats_run(name: str, method: str) -> Callable[..., Any]:
    def run(*arrays: Any) -> Any:
        return getattr(getattr(sys.modules["scipy.stats"], name), method)(*arrays)

    return run


def _quantile(name: str, method: str, count: int) -> Op:
    js = f"{name}_{method}({', '.join(f'{{{k}}}' for k in range(count))})"
    run = _stats_run(name, method)
    return Op(f"stats.{name}.{method}", run, "elementwise", js, run=run, brings="counts", tolerance=SPECIAL_TOLERANCE)


QUANTILES = {
    (name, method): _quantile(name, method, count)
    for name, count in {"binom": 3, "bernoulli": 2, "poisson": 2, "geom": 2, "nbinom": 3}.items()
    for method in ("ppf", "isf")
}


def _discrete_inverse(name: str, method: str) -> Rule:
    distribution = DISCRETE[name]

    def inverse(q: Array, *args: Array, **named: Array) -> Array:
        shapes, loc = distribution._arguments(args, named)
        return apply(QUANTILES[name, method], 1.0 * q, *(1.0 * s for s in shapes)) + loc

    return inverse


# ---- how they are found


def live_method(distribution: str, method: str) -> Rule | None:
    """Return a function of (x, *shapes, loc, scale) with the meaning of SciPy's method; None where there is none."""
    if distribution == "multivariate_normal":
        return _MULTIVARIATE.get(method)
    if method in ("interval", "median"):
        inverse = live_method(distribution, "ppf")
        return inverse and (_interval if method == "interval" else _median)(inverse)
    if (distribution, method) in QUANTILES:
        return _discrete_inverse(distribution, method)
    found = DISTRIBUTIONS.get(distribution)
    return found.method(method) if found else None


def _interval(inverse: Rule) -> Rule:
    def rule(confidence: Array, *args: Any, **named: Any) -> Any:
        return tuple(inverse((1 + side * confidence) / 2, *args, **named) for side in (-1, 1))

    return rule


def _median(inverse: Rule) -> Rule:
    return lambda *args, **named: inverse(0.5, *args, **named)


def method_of(function: Any) -> Rule | None:
    """Return the live form of a bound method of SciPy's, such as `stats.norm.pdf` or `stats.norm(mu, s).pdf`.

    SciPy is not imported: whoever holds such a method has done so. A frozen distribution brings its parameters along.
    """
    stats = sys.modules.get("scipy.stats")
    owner = getattr(function, "__self__", None)
    if stats is None or owner is None:
        return None
    method = function.__name__
    frozen = getattr(owner, "dist", None)
    source = owner if frozen is None else frozen
    name = getattr(source, "name", None)
    name = "multivariate_normal" if source is getattr(stats, "multivariate_normal", None) else name
    known = getattr(stats, name, None) if isinstance(name, str) else None
    if known is None or type(known) is not type(source):
        return None
    rule = live_method(str(name), method)
    if rule is None or frozen is None:
        return rule
    args, named = owner.args, owner.kwds
    return lambda *given: rule(*given, *args, **named)
