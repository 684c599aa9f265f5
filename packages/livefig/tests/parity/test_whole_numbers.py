"""Whole numbers in the page: the same as NumPy's and Python's, or refused, or a sentence; never another number."""

import numpy as np
import pytest
from py_mini_racer import JSEvalException

from livefig import Slider, pick
from livefig.compile import compile_function
from livefig.emit import emit
from livefig.errors import FunctionError, MismatchError, UnsupportedError, WholeNumberError
from livefig.trace.tracer import trace

X = np.linspace(-1, 1, 5)
A = np.array([[1, 1, 1], [0, 1, 1], [1, 0, 0]], dtype=bool)
TABLE = np.arange(100.0)


def whole(low, high, value=None):
    return Slider("n", low, high, value=value, integer=True)


def page(v8, function, slider, *values):
    """Return what the page gives for values of one slider, set one after the other."""
    compiled = compile_function(function, [slider])
    return v8.run(compiled.programs[0], [compiled.constants[k] for k in compiled.uses[0]], *([v] for v in values))


@pytest.mark.parametrize(
    "function, low, high, n, right",
    [
        (lambda n: {"y": 10**n}, -3, 3, -2, 0.01),
        (lambda n: {"y": 10**n}, -3, 3, 3, 1000),
        (lambda n: {"y": 2.0 * 10**n}, -3, 3, -3, 0.002),
        (lambda n: {"y": 2**n}, -5, -1, -4, 0.0625),
        (lambda n: {"y": 1 / 2**n}, 0, 40, 33, 2.0**-33),
        (lambda n: {"y": n**-1}, 1, 5, 4, 0.25),
        (lambda n: {"y": n**2 + n**0}, -5, 5, -3, 10),
        (lambda n: {"y": (n > 1) + (n > 2)}, 0, 5, 3, 2),
        (lambda n: {"y": (n > 1) - (n > 2) * 3}, 0, 5, 3, -2),
        (lambda n: {"y": -(n > 1) + abs(-n) + (+n)}, 0, 5, 3, 5),
        (lambda n: {"y": np.where((n > 1) & (n < 4), 1.0, 2.0)}, 0, 5, 3, 1),
        (lambda n: {"y": 7 // n + 7 % n}, 2, 5, 3, 3),
        (lambda n: {"y": np.sum((A & (n > -1)) @ A)}, 0, 5, 3, 9),
        (lambda n: {"y": np.vdot(A & (n > -1), A)}, 0, 5, 3, 1),
        (lambda n: {"y": np.sum(np.logical_xor(np.arange(4.0) * n, n > 0))}, 0, 5, 3, 1),
        (lambda n: {"y": np.sum(np.reciprocal(n * np.array([1, 2])))}, 1, 3, 1, 1),
        (lambda n: {"y": np.sum(np.full_like(n * np.arange(3), 2.7)) + n}, 1, 3, 1, 7),
        (lambda n: {"y": np.prod(np.where(np.arange(1, 31) <= n, np.arange(1, 31), 1))}, 0, 15, 15, 1307674368000),
        (lambda n: {"y": np.cumprod(np.where(np.arange(1, 31) <= n, np.arange(1, 31), 1))[-1]}, 0, 12, 12, 479001600),
        (lambda n: {"y": 3**n % 7}, 0, 33, 33, 6),
        (lambda n: {"y": np.stack([n, 1]) @ np.array([2**40, 1])}, 0, 9, 9, 9 * 2**40 + 1),
    ],
    ids=range(21),
)  # fmt: skip
def test_the_page_counts_as_python_and_numpy_do(function, low, high, n, right, v8):
    assert page(v8, function, whole(low, high), n)["y"] == right == np.asarray(function(n)["y"])


def test_the_variance_of_two_numbers_with_three_degrees_less_is_numpys(v8):
    with pytest.warns(RuntimeWarning, match="Degrees of freedom"):
        found = page(v8, lambda n: {"y": np.var(n * X[:2], ddof=3)}, whole(1, 3), 2)
    assert found["y"] == np.inf


@pytest.mark.parametrize(
    "function, high, at",
    [
        (lambda n: {"y": np.square(n * 10**9)}, 6, 6),
        (lambda n: {"y": 3**n % 7}, 36, 36),
        (lambda n: {"y": 3**n % 10}, 39, 39),
        (lambda n: {"y": 1 / 2**n}, 80, 80),
        (lambda n: {"y": np.prod(np.where(np.arange(1, 31) <= n, np.arange(1, 31), 1))}, 25, 25),
        (lambda n: {"y": np.sum(n * np.full(1000, 10**13))}, 3, 3),
        (lambda n: {"y": np.stack([n, n]) @ np.array([2**52, 2**52])}, 3, 3),
        (lambda n: {"y": (n * np.float64(1e20)).astype(int)}, 3, 3),
    ],
    ids=range(8),
)  # fmt: skip
def test_a_number_that_leaves_the_page_s_range_is_refused_with_setting_and_way_out(function, high, at):
    with pytest.raises(WholeNumberError) as caught:
        compile_function(function, [whole(0, high, 0)])
    assert f"It happens at n={at}." in str(caught.value)
    assert "±9,007,199,254,740,992" in str(caught.value)
    assert "of test_whole_numbers.py: `" in str(caught.value)


def test_a_constant_beyond_the_page_s_range_is_refused_for_integers_and_fine_for_floats(v8):
    with pytest.raises(WholeNumberError, match=r"10\.0\*\*n for 10\*\*n"):
        compile_function(lambda n: {"y": n * 10**16}, [whole(0, 3)])
    assert page(v8, lambda n: {"y": n * 0.5 * 10**16}, whole(0, 3), 3)["y"] == 1.5e16
    with pytest.raises(WholeNumberError, match="np.remainder"):  # small, but of a number that is no float
        compile_function(lambda n: {"y": (10**16 + 1) % n}, [whole(1, 9)])


def test_where_the_bounds_prove_it_the_page_looks_at_nothing():
    def f(n):
        return {"y": pick(TABLE, n + 2 * n) + np.sum(np.arange(5) * n**2) + n // 2 % 3 + np.argmax(n * X)}

    text = compile_function(f, [whole(0, 33)]).programs[0]
    assert "L.whole" not in text and "L.index" not in text


def unlucky(a, b):
    """No setting that is tried makes the product too large: only the corner that nobody looks at."""
    return {"y": a * b, "z": a + 1, "u": b + 0.5}


def corner():
    return compile_function(
        unlucky, [Slider(name, -(2**27), 2**27, value=0, integer=True, step=1) for name in ("a", "b")]
    )


def test_a_number_that_leaves_when_nobody_looked_stops_the_page_with_a_sentence(v8, monkeypatch):
    monkeypatch.setattr("livefig.compile.settings", lambda *a, **k: [{"a": 0, "b": 0}, {"a": 2**26, "b": 2**26}])
    compiled = corner()
    assert "L.whole((c_a * c_b + 0))" in compiled.programs[0]
    assert v8.run(compiled.programs[0], [], [2**26, -(2**26)])["y"] == -(2**52)
    with pytest.raises(JSEvalException, match="a whole number left ±9,007,199,254,740,992"):
        v8.run(compiled.programs[0], [], [2**27, 2**27])


def test_what_a_stopped_call_half_computed_is_not_believed_by_the_next(v8, monkeypatch):
    monkeypatch.setattr("livefig.compile.settings", lambda *a, **k: [{"a": 0, "b": 0}, {"a": 2**26, "b": 2**26}])
    text = corner().programs[0]
    # The second call stops after `a` was new; the third goes back to the first.
    for calls in ([[3, 4], [2**27, 2**27], [3, 4]], [[3, 4], [2**27, 2**27], [3, 2**27]]):
        found = v8.run(text, [], *calls)
        a, b = calls[-1]
        assert (found["y"], found["z"], found["u"]) == (a * b, a + 1, b + 0.5)


@pytest.mark.parametrize(
    "name, text", [("sum", "L.whole(a0 + "), ("cumsum", "L.whole(a0 + "), ("prod", "L.whole(a0 * ")]
)
def test_every_part_of_a_watched_sum_is_looked_at(name, text, v8):
    """2**53 + 1 - 2**53 is 1, and 0 when it went by way of floats."""
    program = trace(
        lambda n: {"y": getattr(np, name)(np.stack([n, n, n, n, n, n, n, n, n]))}, {"n": np.int64(1)}, ["n"]
    )
    text_of, constants = emit(program, ["n"])
    assert text in text_of
    with pytest.raises(JSEvalException, match="a whole number left"):
        v8.run(text_of, constants, [2**52])


def test_both_products_and_sums_of_a_watched_matrix_product_are_looked_at(v8):
    program = trace(
        lambda n, m: {"y": np.stack([n, m]) @ np.stack([n, m])}, {"n": np.int64(1), "m": np.int64(1)}, ["n", "m"]
    )
    text, constants = emit(program, ["n", "m"])
    assert v8.run(text, constants, [3, 4])["y"] == 25
    with pytest.raises(JSEvalException, match="a whole number left"):
        v8.run(text, constants, [2**27, 1])


@pytest.mark.parametrize("value, says", [(np.nan, "what is not a number"), (1e20, "left ±"), (-np.inf, "left ±")])
def test_what_has_no_whole_number_stops_the_page(value, says, v8):
    program = trace(lambda w: {"y": (w * X).astype(int), "z": w * 1.0}, {"w": np.float64(1.0)}, ["w"])
    text, constants = emit(program, ["w"])
    assert np.array_equal(v8.run(text, constants, [3.7])["y"], [-3, -1, 0, 1, 3])
    with pytest.raises(JSEvalException, match=says):
        v8.run(text, constants, [value])
    assert np.array_equal(v8.run(text, constants, [value], [3.7])["y"], [-3, -1, 0, 1, 3])


def test_an_index_outside_stops_the_page_as_it_stops_numpy(v8):
    def f(n):
        return {"y": pick((TABLE + n * 0.0)[20:60], (7 * n) % 41)}

    compiled = compile_function(f, [whole(0, 34, 1)])
    calls = [[compiled.constants[k] for k in compiled.uses[0]]]
    assert v8.run(compiled.programs[0], *calls, [34])["y"] == 20 + (7 * 34) % 41
    with pytest.raises(IndexError):
        f(35)
    with pytest.raises(JSEvalException, match="the element number 40 was asked for, of 40"):
        v8.run(compiled.programs[0], *calls, [35])


@pytest.mark.parametrize("low, high, looked", [(0, 4, False), (0, 5, True), (-5, 4, False), (-6, 0, True)])
def test_an_index_is_looked_at_where_its_bounds_leave_the_array(low, high, looked):
    program = trace(lambda n: {"y": pick(TABLE[:5], n)}, {"n": 0}, ["n"], {"n": (low, high)})
    assert ("L.index(" in emit(program, ["n"])[0]) is looked


def test_negative_indices_count_from_the_end_in_take_along_axis_too(v8):
    found = page(v8, lambda n: {"y": np.take_along_axis(TABLE + n, np.stack([-n, n - 3]), 0)}, whole(1, 3), 2)["y"]
    assert np.array_equal(found, [TABLE[-2] + 2, TABLE[-1] + 2])


def test_an_index_that_a_slider_can_bring_outside_is_found_when_the_figure_is_made():
    with pytest.raises(
        FunctionError, match="at n=40, which a reader can set, the function raises IndexError"
    ) as caught:
        compile_function(lambda n: {"y": pick(TABLE[:5], n)}, [whole(0, 40, 1)])
    assert "give the control other ends" in str(caught.value)


def test_whole_powers_are_exact_to_the_last_digit(v8):
    found = page(v8, lambda n: {"y": 3**n, "z": (-7) ** n}, whole(0, 18), 18)
    assert (found["y"], found["z"]) == (3**18, (-7) ** 18)
    program = trace(lambda n, m: {"y": np.power(n, m)}, {"n": np.int64(2), "m": np.int64(2)}, ["n", "m"])
    text, constants = emit(program, ["n", "m"])
    for base, exponent in ((3, 33), (-3, 33), (2, 52), (7, 18), (94906265, 2), (0, 0), (1, 10**6), (-1, 10**6 + 1)):
        assert v8.run(text, constants, [base, exponent])["y"] == base**exponent
    with pytest.raises(JSEvalException, match="negative power"):
        v8.run(text, constants, [2, -1])


@pytest.mark.parametrize(
    "function, error, says",
    [
        (lambda n: {"y": n & 1}, UnsupportedError, "write n % 2 for n & 1"),
        (lambda n: {"y": np.where(~(n > 2), 1.0, 2.0)}, UnsupportedError, "n <= 2 for ~(n > 2)"),
        (lambda n: {"y": np.arange(3, dtype=np.uint8) * n}, UnsupportedError, "uint8 here"),
        (lambda n: {"y": X.astype(np.float32) * n}, UnsupportedError, "float32 here"),
        (lambda n: {"y": np.arange(1, 4) ** n}, FunctionError, "Integers to negative integer powers"),
    ],
    ids=range(5),
)
def test_what_the_page_cannot_count_is_refused_by_name(function, error, says):
    with pytest.raises(error) as caught:
        compile_function(function, [whole(-2, 3000, 1)])  # too many for a program each
    assert says in str(caught.value)
    assert not isinstance(caught.value, MismatchError) and "random" not in str(caught.value)


def test_constants_of_other_types_are_fine_where_numpy_makes_float64_of_them(v8):
    small = np.arange(4, dtype=np.uint8)
    compiled = compile_function(lambda w: {"y": small * w + X.astype(np.float32)[:4]}, [Slider("w", 0.0, 300.0)])
    found = v8.compiled(compiled, {"w": 300.0})["y"]
    assert np.array_equal(found, small * 300.0 + X.astype(np.float32)[:4])
    huge = np.array([2**63, 2**64 - 1], dtype=np.uint64)
    compiled = compile_function(lambda w: {"y": huge * w}, [Slider("w", 0.0, 2.0)])
    assert np.array_equal(v8.compiled(compiled, {"w": 0.5})["y"], huge * 0.5)
