"""Every row of the table gives in V8 what it gives in NumPy: special values, empty arrays, broadcasting."""

import itertools
from dataclasses import replace

import numpy as np
import pytest
from py_mini_racer import JSEvalException

from livefig import pick, scan
from livefig.emit import emit
from livefig.emit import writer as jsgen
from livefig.emit.aside import work
from livefig.trace.table import BOOL_ONLY, COMPOSED, PRIMITIVES, SUMS, UFUNCS
from livefig.trace.tracer import trace
from support.calls import ARRAY_CASES, LONG, SPECIAL, A, M, size_of
from support.v8 import ONE, both_ways, difference, moving

INTEGERS = [0, 1, -1, 2, -3, 7, 10]
ELEMENTWISE = [op for op in UFUNCS.values() if op.kind == "elementwise"]
UNARY = [op for op in ELEMENTWISE if op.numpy.nin == 1]
BINARY = [op for op in ELEMENTWISE if op.numpy.nin == 2]
# 0 and -0 are equal, so either may be the greater or come first; NumPy itself varies with the length of the array.
NO_SIGN_OF_ZERO = {"maximum", "minimum", "fmax", "fmin", "max", "min", "sort"}
rng = np.random.default_rng(7)
by_name = pytest.mark.parametrize


def takes_floats(op):
    return any(types.startswith("d" * op.numpy.nin) for types in op.numpy.types)


def assert_same(op_name, expected, found, tolerance, scale=None):
    gap = difference(expected, found, scale)
    assert gap <= tolerance, f"{op_name}: relative difference {gap:.3g}\n{expected}\n{found}"
    if expected.dtype == float and tolerance == 0 and op_name not in NO_SIGN_OF_ZERO:
        both = ~np.isnan(expected)
        assert np.array_equal(np.signbit(expected[both]), np.signbit(found[both])), f"{op_name}: sign of zero"


@by_name("op", UNARY, ids=lambda op: op.name)
def test_a_function_of_one_array_agrees_on_special_and_random_values(op, v8):
    if op.name in BOOL_ONLY:
        values = [np.array([True, False])]
    elif not takes_floats(op):
        values = [np.array(INTEGERS), np.array([], dtype=int), np.array(-3)]
    else:
        values = [
            np.array(SPECIAL),
            rng.normal(size=200),
            rng.uniform(-1, 1, 200) * 10.0 ** rng.integers(-9, 9, 200),
            np.array([]),
            np.array(1.25),
            rng.normal(size=(3, 4)),
        ]
    for x in values:
        assert_same(op.name, *both_ways(v8, op.numpy, x), op.tolerance)


@by_name("op", [op for op in UNARY if op.many], ids=lambda op: op.name)
def test_a_function_of_many_elements_agrees_as_that_of_few_does(op, v8):
    near = np.concatenate([k * np.log(2) / 2 + np.array([-1e-15, 0, 1e-15]) for k in range(60)])
    sizes = 10.0 ** rng.uniform(-320, 3, 3000)
    x = np.concatenate([SPECIAL, near, -near, sizes, -sizes, rng.normal(size=20_000), rng.uniform(-25, 25, 20_000)])
    text, _ = emit(moving(op.numpy, (x,)), list(ONE))
    assert f"{op.many}(" in text.replace(f"Math.{op.many}(", "")
    expected, found = both_ways(v8, op.numpy, x)
    assert_same(op.name, expected, found, op.tolerance)
    numbers = ~np.isnan(expected)
    assert np.array_equal(np.signbit(expected[numbers]), np.signbit(found[numbers])) and np.all(
        np.abs(found[numbers]) <= 1
    )


def test_a_function_of_few_elements_is_not_brought_along():
    text, _ = emit(moving(np.tanh, (A,)), list(ONE))
    assert "Math.tanh(" in text and "L.tanh" not in text


@by_name("op", BINARY, ids=lambda op: op.name)
def test_a_function_of_two_arrays_agrees_on_special_values_and_broadcasting(op, v8):
    if op.name in BOOL_ONLY:
        pairs = [(np.array([[True], [False]]), np.array([True, False]))]
    elif not takes_floats(op):
        pairs = [(np.array(INTEGERS)[:, None], np.array(INTEGERS)), (np.array(-3), np.array(6))]
    else:
        grid = np.array(list(itertools.product(SPECIAL, SPECIAL)))
        pairs = [
            (grid[:, 0], grid[:, 1]),
            (rng.normal(size=(4, 1)), rng.normal(size=(1, 5))),
            (rng.normal(size=(2, 3, 4)), rng.normal(size=(3, 1))),
            (np.array(2.5), rng.normal(size=6)),
            (np.zeros((0, 3)), np.ones(3)),
            (np.array(-1.5), np.array(0.75)),
        ]
    for x, y in pairs:
        assert_same(op.name, *both_ways(v8, op.numpy, x, y), op.tolerance)


@by_name(
    "name",
    [
        "add",
        "subtract",
        "multiply",
        "negative",
        "absolute",
        "sign",
        "floor_divide",
        "remainder",
        "fmod",
        "maximum",
        "minimum",
        "divide",
        "equal",
        "less",
        "square",
        "logical_and",
        "logical_not",
        "floor",
    ],
)
def test_integers_stay_integers(name, v8):
    op = UFUNCS[getattr(np, name)]
    grid = np.array(list(itertools.product(INTEGERS, INTEGERS)))
    operands = [grid[:, 0], grid[:, 1]][: op.numpy.nin]
    expected, found = both_ways(v8, op.numpy, *operands)
    assert_same(name, expected.astype(float), found, op.tolerance)


@by_name("name", ["add", "multiply", "maximum", "minimum", "logical_and", "logical_or", "logical_xor", "equal", "less"])
def test_bool_arithmetic_is_numpys(name, v8):
    x, y = np.array([True, True, False, False]), np.array([True, False, True, False])
    assert_same(name, *both_ways(v8, getattr(np, name), x, y), 0)


def test_every_array_function_of_the_table_has_a_case():
    assert {f.__name__ for f in [*PRIMITIVES, *COMPOSED]} == {f.__name__ for f in ARRAY_CASES}


@pytest.mark.filterwarnings("ignore:Mean of|Degrees of|All-NaN|invalid value|Converting input:RuntimeWarning")
@by_name("function", list(ARRAY_CASES), ids=lambda f: f.__name__)
def test_an_array_function_agrees(function, v8):
    for case in ARRAY_CASES[function]:
        call, *arrays = case(function)
        expected, found = both_ways(v8, call, *arrays)
        tolerance = PRIMITIVES[function].tolerance if function in PRIMITIVES else SUMS
        expected = expected.astype(float)
        assert_same(function.__name__, expected, found, tolerance, size_of(function, expected))


@by_name(
    "x, y",
    [
        ((3,), (3,)),
        ((2, 3), (3,)),
        ((3,), (3, 4)),
        ((2, 3), (3, 4)),
        ((5, 2, 3), (3, 4)),
        ((2, 3), (5, 3, 4)),
        ((4, 1, 2, 3), (5, 3, 2)),
        ((2, 0), (0, 3)),
        ((30, 40), (40, 20)),
    ],
    ids=str,
)
def test_matmul_agrees_for_vectors_matrices_and_stacks(x, y, v8):
    a, b = rng.normal(size=x), rng.normal(size=y)
    expected, found = both_ways(v8, np.matmul, a, b)
    assert_same("matmul", expected, found, SUMS, scale=np.matmul(np.abs(a), np.abs(b)))


@by_name(
    "key",
    [
        0,
        -1,
        slice(None, None, -1),
        (slice(1, 3), 2),
        (Ellipsis, None, 0),
        (slice(None), [4, 0, 0]),
        (np.array([True, False, True, True]),),
        (slice(None, 0),),
        (slice(None, None, 2), slice(None, None, -2)),
    ],
    ids=str,
)
def test_constant_indexing_agrees(key, v8):
    assert_same("index", *both_ways(v8, lambda x: x[key] * 1.5, M), 0)


def test_astype_converts_as_numpy_does(v8):
    x = np.array([1.7, -1.7, 0.0, 3.0, -0.3, -0.0])  # an integer zero has no sign
    assert_same("astype", *both_ways(v8, lambda v: v.astype(int) * 1.0, x), 0)
    assert_same("astype", *both_ways(v8, lambda v: v.astype(bool), np.array([0.0, -2.0, np.nan])), 0)


def test_pick_takes_the_row_that_a_slider_names(v8):
    for k in (0, 2, 3):
        assert_same("pick", *both_ways(v8, lambda x, i: pick(x, i), M, np.array(k)), 0)


@by_name("function", [np.linspace, np.geomspace], ids=lambda f: f.__name__)
def test_a_range_ends_at_its_very_end(function, v8):
    ends = rng.uniform(1, 9, (2, 200))
    found = both_ways(v8, lambda start, stop: function(start, stop, 50), *ends)[1]
    assert np.array_equal(found[[0, -1]], ends)


@by_name("indices", [[3, 0, 0], [[0, 1], [3, -1]], [], [-4]], ids=str)
def test_an_array_of_moving_indices_takes_rows(indices, v8):
    k = np.array(indices, dtype=int)
    assert_same("index", *both_ways(v8, lambda x, k: x[k] * 2, M, k), 0)
    assert_same("pick", *both_ways(v8, lambda k: pick(M, k), k), 0)


@by_name(
    "function, told",
    [
        (lambda k: np.bincount(k, minlength=4), "the number 4"),
        (lambda k: np.bincount(2 - k, minlength=4), "the number -2"),
        (lambda k: pick(M[:, 0], k), "the element number 4 was asked for, of 4"),
        (lambda k: np.choose(k, [1.0, 2.0, 3.0, 4.0]), "the element number 4 was asked for, of 4"),
    ],
    ids=["counted above", "counted below", "picked", "chosen"],
)
def test_a_place_that_is_not_there_stops_the_page(function, told, v8):
    """NumPy raises there, or gives an array of another length."""
    text, constants = emit(
        trace(lambda k: {"y": function(np.stack([k, 0 * k, k]))}, {"k": 1}, ["k"], {"k": (-1, 4)}), ["k"]
    )
    assert v8.run(text, constants, [4], [2])["y"].size  # and goes on
    with pytest.raises(JSEvalException, match=told):
        v8.run(text, constants, [4])


def test_sums_of_whole_products_are_watched_as_they_grow(v8):
    """What leaves the whole numbers of the page and comes back has lost its last digits on the way."""
    large = [2**52, 2**52, -(2**52)]
    text, constants = emit(
        trace(lambda k: {"y": np.convolve(np.stack([k, k, k]), large, "valid")}, {"k": 1}, ["k"]), ["k"]
    )
    with pytest.raises(JSEvalException, match="RangeError: a whole number left"):
        v8.run(text, constants, [3])
    assert np.array_equal(
        both_ways(v8, lambda x: np.convolve(x, [1, -2, 1]), np.array([3, 5, 7]))[1], [3, -1, 0, -9, 7]
    )


def test_a_histogram_makes_no_table_of_all_pairs():
    """A thousand numbers and thirty bins: nothing of the program is larger than the numbers are."""
    program = moving(lambda x: np.histogram(x, 30)[0], [LONG[:1000]])
    assert max(out.example.size for line in program.lines for out in line.outs) <= 1000
    assert work(program) < 20_000


@by_name(
    "start, step",
    [
        (2.0, lambda w: w - 0.1 * w * w),
        (M, lambda w: w * 0.9 + np.mean(w)),
        ((M[0], 0.5), lambda s: (s[0] - 0.1 * s[1] * s[0], s[1] * 0.99 + np.sum(s[0]) * 0.01)),
        ({"W": M, "b": A[:5]}, lambda s: {"W": np.tanh(s["W"] + s["b"]), "b": np.sum(s["W"], axis=0) * 0.1}),
    ],
    ids=["number", "matrix", "tuple", "dict"],
)
def test_scan_gives_every_state_as_a_plain_loop_does(start, step, v8):
    def leaves(state):
        return list(state.values()) if isinstance(state, dict) else list(state) if isinstance(state, tuple) else [state]

    path = [start]
    for _ in range(20):
        path.append(step(path[-1]))
    plain = [np.stack([leaves(s)[k] for s in path]) for k in range(len(leaves(start)))]
    for k, expected in enumerate(plain):

        def live(one, k=k):
            def varied(state):
                return step(state) if not isinstance(state, (tuple, dict)) else step(state)

            scaled = _scaled(start, one)
            return leaves(scan(varied, scaled, length=20))[k]

        assert_same("scan", leaves(scan(step, start, length=20))[k], expected, 0)
        _, found = both_ways(v8, live, np.array(1.0))
        assert_same("scan", expected, found, SUMS)


def _scaled(start, one):
    if isinstance(start, dict):
        return {k: v * one for k, v in start.items()}
    return tuple(v * one for v in start) if isinstance(start, tuple) else start * one


def test_scan_over_rows_and_inside_scan(v8):
    noise = rng.normal(size=(15, 3))

    def walk(x):
        return scan(lambda s, row: s * 0.5 + row * np.sum(x), np.zeros(3), over=noise)

    def nested(x):
        def outer(s):
            inner = scan(lambda u: u * 0.5 + s, s * 1.0, length=3)
            return inner[-1] * np.mean(x) + 0.01

        return scan(outer, 1.0, length=4)

    def deeper(x):
        """The start of the inner loop is outside of both loops, and only its step reads the state of the outer one."""

        def outer(s):
            inner = scan(lambda u: u * 0.5 + s, np.sum(x), length=3)
            return scan(lambda u: u * 0.5 + s + inner[-1], 0.25, length=2)[-1]

        return scan(outer, 1.0, length=4)

    for function in (walk, nested, deeper):
        assert_same("scan", *both_ways(v8, function, A), SUMS)


def test_a_wrong_row_turns_the_comparison_red(v8, monkeypatch):
    """The planted fault: JavaScript's own remainder, whose sign follows the dividend."""
    monkeypatch.setitem(UFUNCS, np.remainder, replace(UFUNCS[np.remainder], js="({0} % {1})"))
    expected, found = both_ways(v8, np.remainder, np.array([-1.0, 1.0]), np.array([3.0, -3.0]))
    assert difference(expected, found) > 0.1


def test_a_difference_that_hides_in_nan_is_seen():
    assert difference(np.array([np.nan]), np.array([0.0])) == np.inf
    assert difference(np.array([0.0]), np.array([np.nan])) == np.inf
    assert difference(np.array([np.inf]), np.array([-np.inf])) == np.inf
    assert difference(np.array([np.nan, 1.0]), np.array([np.nan, 1.0])) == 0


def test_numbers_reach_javascript_unchanged(v8):
    for x in [*SPECIAL, 0.1 + 0.2, 1 / 3, 5e-324]:
        found = v8.run(f"function () {{ return () => ({{ x: {jsgen.number(x)} }}); }}", [], [])["x"].item()
        assert np.array_equal(found, x, equal_nan=True) and (x != x or np.signbit(found) == np.signbit(x))
