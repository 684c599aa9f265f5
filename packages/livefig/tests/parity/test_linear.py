"""Kernels of linear algebra in V8 against NumPy: sizes, stacks, LAPACK's signs, what is not a number, no inverse."""

from dataclasses import replace

import numpy as np
import pytest
import scipy.linalg
from py_mini_racer import JSEvalException

from livefig.compile import compile_function
from livefig.controls.slider import Slider
from livefig.emit import brought, emit
from livefig.errors import LiveFigureError, MismatchError
from livefig.trace.table import SPECIAL, linear
from livefig.trace.tracer import trace
from support.v8 import ONE, both_ways, difference, moving

rng = np.random.default_rng(5)
CLOSE = 1e-11


def agree(v8, function, *arrays, tolerance=CLOSE):
    expected, found = both_ways(v8, function, *arrays)
    scale = np.max(np.abs(expected), initial=0, where=np.isfinite(expected))
    assert difference(expected, found, scale) <= tolerance


@pytest.mark.parametrize("n", [1, 2, 3, 5, 8, 17, 33, 64])
def test_systems_of_all_sizes_agree(n, v8):
    a, b = rng.normal(size=(n, n)) + 3 * np.eye(n), rng.normal(size=(n, 2))
    agree(v8, np.linalg.solve, a, b)
    agree(v8, np.linalg.inv, a)
    agree(v8, np.linalg.det, a)
    agree(v8, np.linalg.cholesky, a @ a.T)
    agree(v8, lambda x: np.linalg.qr(x)[0], a)
    agree(v8, lambda x: np.linalg.qr(x)[1], a)
    agree(v8, np.linalg.eigvalsh, a)
    agree(v8, np.linalg.svdvals, a)


@pytest.mark.parametrize("n", [1, 2, 3, 4, 6, 10, 25])
def test_eigenvectors_have_the_signs_of_lapack(n, v8):
    for _ in range(12 if n < 10 else 3):
        a = rng.normal(size=(n, n))
        agree(v8, lambda x: np.linalg.eigh(x)[1], a + a.T, tolerance=1e-9)


SHAPES = [(1, 1), (2, 2), (3, 3), (5, 5), (4, 3), (3, 4), (6, 2), (2, 6), (1, 4), (4, 1), (3, 8), (5, 9), (25, 25)]


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_singular_vectors_have_the_signs_of_lapack(shape, v8):
    for _ in range(6 if shape[0] < 10 else 2):
        a = rng.normal(size=shape)
        for full in (True, False):
            for k in range(3):
                agree(v8, lambda x, k=k, full=full: np.linalg.svd(x, full_matrices=full)[k], a, tolerance=1e-9)


@pytest.mark.parametrize("rising", [True, False])
@pytest.mark.parametrize("n", [3, 5, 9])
def test_small_singular_values_keep_their_digits(rising, n, v8):
    """Where LAPACK begins at the larger end; from the other one the small values would be lost in the large."""
    d = 10.0 ** np.linspace(-9, 0, n)[:: 1 if rising else -1]
    a = np.diag(d) + np.diag(0.7 * d[1:], 1)
    for k in range(3):
        expected, found = both_ways(v8, lambda x, k=k: np.linalg.svd(x)[k], a)
        gap = difference(expected, found) if k == 1 else difference(expected, found, 1.0)
        assert gap <= 1e-10


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_triangles_have_the_signs_of_lapack(shape, v8):
    a = rng.normal(size=shape)
    for mode in ("reduced", "complete"):
        for k in range(2):
            agree(v8, lambda x, k=k, mode=mode: np.linalg.qr(x, mode)[k], a)


@pytest.mark.parametrize("n", [2, 3, 26, 40])
def test_what_no_sign_changes_agrees_for_any_size_and_any_multiplicity(n, v8):
    q = np.linalg.qr(rng.normal(size=(n, n)))[0]
    a = q @ np.diag(np.repeat([3.0, 1.0, 1e-3], n)[::3][:n]) @ q.T

    def again(x):
        w, v = np.linalg.eigh((x + x.T) / 2)
        u, s, vh = np.linalg.svd(x)
        return np.stack([v * w @ v.T, u * s @ vh, np.abs(v.T @ v), np.abs(u.T @ u)])

    agree(v8, again, a, tolerance=1e-12)


@pytest.mark.parametrize("factor", [1e-160, 1e-8, 1.0, 1e8, 1e140])
def test_small_and_large_numbers_agree(factor, v8):
    a = rng.normal(size=(4, 4)) * factor
    for function in (np.linalg.inv, np.linalg.svdvals, np.linalg.eigvalsh, np.linalg.pinv):
        agree(v8, function, a)


@pytest.mark.parametrize("place", [(1, 0), (2, 2)])
@pytest.mark.parametrize("function", [np.linalg.inv, np.linalg.det])
def test_what_is_not_a_number_spreads_as_in_numpy(function, place, v8):
    """In the first place it may be kept from the other rows or not, as the machine's BLAS compares it."""
    a = rng.normal(size=(3, 3)) + 2 * np.eye(3)
    a[place] = np.nan
    agree(v8, function, a)


@pytest.mark.parametrize("size", [0.01, 0.5, 3.0, 40.0])
def test_the_exponential_of_a_matrix_is_scipys(size, v8):
    a = rng.normal(size=(2, 4, 4)) * size
    _, found = both_ways(v8, SPECIAL["scipy.linalg.expm"], a)
    wanted = scipy.linalg.expm(a)
    assert difference(wanted, found, np.max(np.abs(wanted), axis=(-2, -1), keepdims=True)) < 1e-10


@pytest.mark.parametrize("name", ["solve", "inv", "det", "svdvals", "cholesky"])
def test_scipys_function_of_the_same_name_means_the_same(name, v8):
    a = rng.normal(size=(4, 4))
    arrays = [a @ a.T + np.eye(4), *([rng.normal(size=4)] if name == "solve" else [])]
    _, found = both_ways(v8, SPECIAL[f"scipy.linalg.{name}"], *arrays)
    wanted = getattr(scipy.linalg, name)(*arrays)
    assert difference(wanted, found, np.max(np.abs(wanted))) < CLOSE


NOTHING = {
    "inv": (lambda w: np.linalg.inv(w * np.ones((2, 2)) + np.diag([0.0, 1.0]) * (w - 1)), "singular"),
    "solve": (lambda w: np.linalg.solve(w * np.ones((2, 2)) + np.eye(2) * (w - 1), np.ones(2)), "singular"),
    "cholesky": (lambda w: np.linalg.cholesky(np.eye(2) * (w - 1)), "not positive definite"),
    "lstsq": (lambda w: np.linalg.lstsq(np.ones((3, 2)) + np.eye(3, 2) * (w - 1), np.ones(3))[0], "not independent"),
    "eigh": (lambda w: np.linalg.eigh(np.eye(3) + np.ones((3, 3)) / (w - 1) * (w - 1))[0], "not a number"),
}


@pytest.mark.parametrize("name", NOTHING)
def test_where_numpy_finds_nothing_the_page_says_so_and_goes_on(name, v8):
    function, words = NOTHING[name]
    with np.errstate(all="ignore"):
        program = trace(lambda w: {"y": function(w)}, {"w": np.float64(3.0)}, ["w"])
        text, constants = emit(program, ["w"])
        with pytest.raises(JSEvalException, match=words):
            v8.run(text, constants, [3.0], [1.0])
        found = v8.run(text, constants, [1.0], [3.0])["y"]
        assert difference(np.ravel(function(np.float64(3.0))), found, 1.0) < 1e-12
        if name in ("inv", "solve", "cholesky"):
            with pytest.raises(np.linalg.LinAlgError):
                function(np.float64(1.0))


def test_what_was_computed_up_to_a_singular_matrix_is_not_believed(v8):
    def function(w, s):
        return {"y": np.linalg.inv(np.ones((2, 2)) + np.diag([0.0, 1.0]) * (w - 1)), "z": s * 2}

    program = trace(function, {"w": np.float64(3.0), "s": np.float64(1.0)}, ["w", "s"])
    text, constants = emit(program, ["w", "s"])
    with pytest.raises(JSEvalException, match="singular"):
        v8.run(text, constants, [3.0, 1.0], [1.0, 1.0], [1.0, 1.0])


def test_a_figure_whose_sliders_reach_a_singular_matrix_is_refused():
    with pytest.raises(LiveFigureError, match="w=0"):
        compile_function(lambda w: {"y": np.linalg.inv(w * np.eye(2))}, [Slider("w", 0, 2, value=1)])


def test_a_function_that_catches_the_error_is_refused():
    def guarded(w):
        try:
            return {"y": np.linalg.inv(w * np.eye(2))}
        except np.linalg.LinAlgError:
            return {"y": np.zeros((2, 2))}

    with pytest.raises(MismatchError, match="w=0 the traced program meets 'Singular matrix'"):
        compile_function(guarded, [Slider("w", 0, 2, value=1)])


def test_a_sign_that_differs_is_called_a_convention(v8, monkeypatch):
    """The planted fault: vectors with the other sign, as another LAPACK may have them."""
    wrong = replace(linear.EIGH, js="wrong")
    monkeypatch.setattr(linear, "EIGH", wrong)
    monkeypatch.setattr(brought, "script", lambda name: FLIPPED)
    with pytest.raises(MismatchError, match="It begins with linalg.eigh.*sign of such a vector is a convention"):
        compile_function(lambda w: {"y": np.linalg.eigh(np.eye(2) * w)[1]}, [Slider("w", 1, 2)])


FLIPPED = "({ wrong: (out) => out.set([1.5, 1.5, -1, 0, 0, 1]) })"


def test_a_page_without_linear_algebra_carries_none():
    text, _ = emit(moving(np.exp, (np.ones(3),)), list(ONE))
    assert "linear_js" not in text
    text, _ = emit(moving(np.linalg.inv, (np.eye(3),)), list(ONE))
    assert text.count("linear_js ??=") == 1 and "svd_js" not in text and "eigh_js" not in text and len(text) < 5000


def test_what_has_no_live_form_is_refused_with_what_it_takes():
    with pytest.raises(LiveFigureError, match="modes are reduced"):
        moving(lambda a: np.linalg.qr(a, "raw")[0], [np.eye(2)])
    with pytest.raises(LiveFigureError, match="no live form"):
        moving(np.linalg.eig, [np.eye(2)])
    with pytest.raises(LiveFigureError, match="order"):
        moving(lambda a: np.linalg.norm(a, 3), [np.eye(2)])
