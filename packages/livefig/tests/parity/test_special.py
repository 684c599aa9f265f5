"""SciPy's special functions in V8 give what SciPy gives: dense grids, far tails, ends, NaN and both infinities."""

import math

import numpy as np
import pytest
import scipy.special as sc

from livefig.emit import emit
from livefig.errors import LiveFigureError
from livefig.trace.table import SPECIAL
from livefig.trace.table.special import ELEMENTWISE, SPECIAL_TOLERANCE
from support.v8 import ONE, both_ways, difference, moving

rng = np.random.default_rng(11)
ENDS = [np.nan, np.inf, -np.inf, 0.0, -0.0, 1.0, -1.0, 0.5, -0.5, 2.0, 3.0, 1e-300, -1e-300, 1e300]
LINE = np.concatenate([ENDS, np.linspace(-40, 40, 2001), rng.normal(size=500), 10 ** rng.uniform(-30, 3, 300)])
SHARES = np.concatenate(
    [ENDS, np.linspace(0, 1, 501), 10 ** rng.uniform(-300, 0, 300), 1 - 10 ** rng.uniform(-16, 0, 200)]
)
FACTORIALS = np.concatenate([ENDS, np.arange(-5, 175), np.linspace(-20.3, 60, 1001), 10 ** rng.uniform(-300, 3, 200)])
SHAPES = np.concatenate([[0.5, 1, 2, 10, 100], 10 ** rng.uniform(-1, 3.5, 12)])
INNER = np.concatenate([[0, 1, 0.5, np.nan, -1, 2], 10 ** rng.uniform(-6, 0, 12), 1 - 10 ** rng.uniform(-6, 0, 8)])
SOME = np.concatenate([ENDS, rng.uniform(0, 3, 15)])
COUNTS = np.concatenate([np.arange(-2, 40.0), [100, 0.5, 10.3, np.nan]])
FREEDOM = np.concatenate([[1, 2, 3, 0.5, 0, -1], 10 ** rng.uniform(-0.5, 5, 12)])


def grid(*axes):
    return [one.ravel() for one in np.meshgrid(*axes)]


CASES = {
    **{name: [LINE] for name in ("erf", "erfc", "erfcx", "ndtr", "log_ndtr", "expit", "log_expit", "entr")},
    **{name: [SHARES] for name in ("ndtri", "logit", "erfinv", "erfcinv")},
    **{name: [FACTORIALS] for name in ("gamma", "gammaln", "loggamma", "digamma")},
    **{name: grid(np.append(SHAPES, [0, -1]), np.append(SHAPES, [30, 500])) for name in ("beta", "betaln")},
    "binom": grid(COUNTS, COUNTS),
    **{name: grid(SOME, SOME) for name in ("xlogy", "xlog1py", "rel_entr", "kl_div")},
    **{name: grid(SHAPES, np.append(10 ** rng.uniform(-6, 3.5, 30), ENDS)) for name in ("gammainc", "gammaincc")},
    **{name: grid(SHAPES, INNER) for name in ("gammaincinv", "gammainccinv")},
    **{name: grid(SHAPES[:10], SHAPES[:10], INNER) for name in ("betainc", "betaincc", "betaincinv", "betainccinv")},
    "stdtr": grid(FREEDOM, np.append(rng.normal(size=30) * 3, ENDS)),
    "stdtrit": grid(FREEDOM, INNER),
    **{name: [np.linspace(-60, 60, 1001)] for name in ("j0", "j1")},
    "jv": grid([*range(-3, 9), 0.5, 2.3, 7.7], np.append(rng.uniform(0, 80, 40), [0, np.nan])),
}
# Relative to what is far from a root; beside a root SciPy itself has fewer digits.
ABSOLUTE = {"gammaln": 1.0, "loggamma": 1.0, "betaln": 1.0, "digamma": 1.0, "j0": 1.0, "j1": 1.0, "jv": 1e-3}
# SciPy's own error, where it takes the exponential of large logarithms.
COARSE = {"beta": 1e-11, "binom": 1e-11, "stdtr": 1e-11}


def test_every_row_has_a_case():
    assert set(CASES) == set(ELEMENTWISE)


@pytest.mark.parametrize("name", CASES)
def test_a_special_function_agrees_with_scipys(name, v8):
    expected, found = both_ways(v8, SPECIAL[f"scipy.special.{name}"], *CASES[name])
    with np.errstate(all="ignore"):
        assert np.array_equal(expected, getattr(sc, name)(*CASES[name]), equal_nan=True)
    normal = ~((np.abs(expected) < 1e-290) & (expected != found))  # few digits are left, and SciPy gives up elsewhere
    gap = difference(expected[normal], found[normal], ABSOLUTE.get(name))
    assert gap <= COARSE.get(name, SPECIAL_TOLERANCE)
    assert np.all(np.abs(found[~normal]) < 1e-200)


@pytest.mark.parametrize("name", sorted(CASES))
def test_a_traced_value_may_be_given_to_scipys_own_function(name, v8):
    function, arrays = getattr(sc, name), [one[14:20] for one in CASES[name]]
    expected, found = both_ways(v8, function, *arrays)
    assert difference(expected, found, ABSOLUTE.get(name)) <= 1e-11


@pytest.mark.parametrize("z", [1e-12, 1e-6, -1e-9, 0.3])
def test_the_logarithm_of_gamma_keeps_its_digits_beside_its_roots(z, v8):
    """Where SciPy has eleven digits: against the first terms of the series around 1."""
    euler, zeta2, zeta3, zeta4 = 0.5772156649015329, math.pi**2 / 6, 1.2020569031595942, math.pi**4 / 90
    if abs(z) > 1e-3:
        wanted = math.lgamma(1 + z)
    else:
        z = (1 + z) - 1
        wanted = -euler * z + zeta2 * z**2 / 2 - zeta3 * z**3 / 3 + zeta4 * z**4 / 4
    _, found = both_ways(v8, SPECIAL["scipy.special.gammaln"], np.array(1 + z))
    assert difference(np.array(wanted), found) < 1e-13


def test_digamma_keeps_its_digits_beside_its_root(v8):
    x = 1.4616321449683623 + np.array([0.0, 2.0**-52, -(2.0**-50), 1e-9])
    _, found = both_ways(v8, SPECIAL["scipy.special.digamma"], x)
    assert difference(sc.digamma(x), found) < 1e-6 and difference(sc.digamma(x[1:]), found[1:]) < 1e-12


def test_few_chosen_from_either_end_are_counted_without_logarithms(v8):
    n, k = np.array([40.0, 40.0, 300.0, 300.0]), np.array([35.0, 5.0, 285.0, 15.0])
    _, found = both_ways(v8, SPECIAL["scipy.special.binom"], n, k)
    wanted = np.array([float(math.comb(int(a), int(b))) for a, b in zip(n, k, strict=True)])
    assert difference(wanted, found) < 3e-15


@pytest.mark.parametrize("axis", [None, 0, 1, -1])
@pytest.mark.parametrize("name", ["softmax", "log_softmax", "logsumexp"])
def test_functions_along_an_axis_agree(name, axis, v8):
    x = np.concatenate([rng.normal(size=(3, 4)) * 300, [[-np.inf, 0.0, 1.0, 2.0]]])
    expected, found = both_ways(v8, lambda a: SPECIAL[f"scipy.special.{name}"](a, axis=axis), x)
    assert difference(getattr(sc, name)(x, axis=axis), found) <= SPECIAL_TOLERANCE
    assert difference(expected, found) <= SPECIAL_TOLERANCE


def test_logsumexp_takes_weights_and_kept_axes(v8):
    x, b = rng.normal(size=(3, 4)), rng.uniform(size=(3, 4))
    _, found = both_ways(v8, lambda a: SPECIAL["scipy.special.logsumexp"](a, axis=1, b=b, keepdims=True), x)
    assert difference(sc.logsumexp(x, axis=1, b=b, keepdims=True), found) <= SPECIAL_TOLERANCE


def test_python_counts_exactly_and_so_does_the_page(v8):
    n, k = grid(np.arange(0, 50), np.arange(0, 50))
    small = sc.comb(n, k) < 2**53
    expected, found = both_ways(v8, SPECIAL["math.comb"], n[small], k[small])
    assert np.array_equal(expected, [math.comb(int(a), int(b)) for a, b in zip(n[small], k[small], strict=True)])
    assert np.array_equal(expected, found)
    expected, found = both_ways(v8, SPECIAL["math.factorial"], np.arange(19))
    assert np.array_equal(expected, [math.factorial(m) for m in range(19)]) and np.array_equal(expected, found)
    with pytest.raises(LiveFigureError):
        moving(SPECIAL["math.factorial"], [np.array([25])])


@pytest.mark.parametrize("name", ["comb", "factorial"])
def test_counts_of_floats_are_scipys(name, v8):
    arrays = grid(COUNTS, COUNTS) if name == "comb" else [np.arange(-3, 172.0)]
    _, found = both_ways(v8, SPECIAL[f"scipy.special.{name}"], *arrays)
    assert difference(getattr(sc, name)(*arrays), found) <= 1e-11


@pytest.mark.parametrize("name", ["erf", "erfc", "gamma", "lgamma"])
def test_functions_of_pythons_math_agree(name, v8):
    x = np.linspace(0.1, 5, 30)
    _, found = both_ways(v8, SPECIAL[f"math.{name}"], x)
    assert difference(np.array([getattr(math, name)(one) for one in x]), found, 1.0) <= 1e-13


def test_a_page_without_special_functions_carries_none():
    text, _ = emit(moving(np.exp, (np.ones(3),)), list(ONE))
    assert "_js" not in text
    text, _ = emit(moving(SPECIAL["scipy.special.erf"], (np.ones(3),)), list(ONE))
    assert text.count("erf_js ??=") == 1 and "gamma_js" not in text and len(text) < 3000
