"""Every row of the table with every pair of types: the page gives what NumPy gives, type and value, or it is refused.

A refusal has to be deserved. Either NumPy itself refuses, or it gives a type that the page does not know, or the row is
for conditions only, or the result is no number at all (an integer divided by zero).
"""

import itertools
import operator

import numpy as np
import pytest

from livefig.errors import LiveFigureError, WholeNumberError
from livefig.trace.lines import DTYPES
from livefig.trace.table import BOOL_ONLY, COMPOSED, PRIMITIVES, SUMS, UFUNCS
from support.calls import ARRAY_CASES, size_of
from support.v8 import both_ways, difference, moving

ROWS = [op for op in UFUNCS.values() if op.kind == "elementwise"]
UNARY = [op for op in ROWS if op.numpy.nin == 1]
BINARY = [op for op in ROWS if op.numpy.nin == 2]
LARGEST = 2**53 - 1
TYPES = {
    "bool": [True, False],
    "int64": [0, 1, 2, 3, 7, -1, -2, -3, 10, 1000, -(2**20), 2**25],
    "float64": [0.0, -0.0, 0.5, -0.5, 1.0, -1.0, 2.5, -3.0, 7.25, 1e300, -1e-300, np.inf, -np.inf, np.nan],
}
# What a row cannot take, and values that show more of it.
OTHERS = {
    "power": {"int64": [0, 1, 2, 3, 5, 8]},
    "reciprocal": {"int64": [1, 2, -1, -3, LARGEST]},
    "floor_divide": {"int64": [0, 1, -1, 2, 3, -7, LARGEST, -LARGEST, LARGEST - 1]},
    "remainder": {"int64": [0, 1, -1, 2, 3, -7, LARGEST, -LARGEST, LARGEST - 1]},
    "fmod": {"int64": [0, 1, -1, 2, 3, -7, LARGEST, -LARGEST, LARGEST - 1]},
}
PYTHONS_OWN = {"int": [0, 1, 3], "float": [0.5, 2.0, -1.5]}


def values(op, dtype):
    return np.array(OTHERS.get(op.name, {}).get(dtype, TYPES[dtype]), dtype=dtype)


def pairs(op):
    """Give pairs of arrays and numbers of all types: an outer product, a number with an array, two numbers."""
    for left, right in itertools.product(TYPES, TYPES):
        x, y = values(op, left), values(op, right)
        yield x[:, None], y[None, :]
        yield x[-1], y
        yield x[:1], y[-1]
        yield x[1], y[1]
    for dtype, own in itertools.product(TYPES, itertools.chain(*PYTHONS_OWN.values())):
        yield values(op, dtype), own
        yield own, values(op, dtype)


def agree(v8, name, function, arrays, tolerance, known=True):
    """Return whether the two were compared; else NumPy or the engine refused, and had a reason to."""
    with np.errstate(all="ignore"):
        try:
            wanted = np.asarray(function(*(np.asarray(a)[()] if isinstance(a, np.ndarray) else a for a in arrays)))
        except (TypeError, ValueError):
            with pytest.raises((LiveFigureError, TypeError, ValueError)):
                moving(function, arrays, known)
            return False
    deserved = str(wanted.dtype) not in DTYPES or (name in BOOL_ONLY and wanted.dtype != bool)
    if deserved:
        with pytest.raises(LiveFigureError) as caught:
            moving(function, arrays, known)
        assert str(wanted.dtype) in str(caught.value) or name in str(caught.value)
        return False
    expected, found = both_ways(v8, function, *arrays, known=known)
    assert moving(function, arrays, known).outputs["result"].dtype == str(expected.dtype), name
    gap = difference(expected.astype(float), found, size_of(name, expected.astype(float)))
    assert gap <= tolerance, f"{name}: {gap:.3g}\n{arrays}\n{expected}\n{found}"
    return True


@pytest.mark.parametrize("op", UNARY, ids=lambda op: op.name)
def test_a_function_of_one_array_keeps_numpys_meaning_of_each_type(op, v8):
    for dtype in TYPES:
        for x in (values(op, dtype), values(op, dtype)[1], values(op, dtype).reshape(1, -1)):
            agree(v8, op.name, op.numpy, [x], op.tolerance)


@pytest.mark.parametrize("op", BINARY, ids=lambda op: op.name)
def test_a_function_of_two_arrays_keeps_numpys_meaning_of_each_pair_of_types(op, v8):
    compared = [agree(v8, op.name, op.numpy, arrays, op.tolerance) for arrays in pairs(op)]
    assert any(compared)


OPERATORS = {
    **{name: getattr(operator, name) for name in ("add", "sub", "mul", "truediv", "floordiv", "mod")},
    **{name: getattr(operator, name) for name in ("lt", "le", "eq", "ne", "gt", "ge", "and_", "or_", "xor")},
}


@pytest.mark.parametrize("name", OPERATORS)
def test_an_operator_does_what_its_function_does(name, v8):
    ufunc = {"sub": "subtract", "mul": "multiply", "truediv": "divide", "floordiv": "floor_divide", "mod": "remainder"}
    op = UFUNCS[getattr(np, ufunc.get(name, "add"))]
    shown = {"and_": "bitwise_and", "or_": "bitwise_or", "xor": "bitwise_xor"}.get(name, name)
    compared = [agree(v8, shown, OPERATORS[name], arrays, op.tolerance) for arrays in pairs(op)]
    assert any(compared)


@pytest.mark.parametrize("name", ["add", "multiply", "subtract", "maximum", "floor_divide", "remainder", "power"])
def test_whole_numbers_of_which_nothing_is_known_are_watched_and_right(name, v8):
    op = UFUNCS[getattr(np, name)]
    x = values(op, "int64")
    assert agree(v8, name, op.numpy, [x[:, None], x[None, :]], 0, known=False)


def test_where_and_astype_convert_between_all_types(v8):
    for left, right, condition in itertools.product(TYPES, TYPES, TYPES):
        x, y, c = (np.array(TYPES[t][:2] * 3, dtype=t) for t in (left, right, condition))
        assert agree(v8, "where", np.where, [c, x, y], 0)
    for source, target in itertools.product(TYPES, TYPES):
        x = np.array([v for v in TYPES[source] if abs(v) < 1e6], dtype=source)
        assert agree(v8, "astype", lambda a, t=target: a.astype(t), [x], 0)


def numbers(array, dtype):
    """Return an array of the same shape and another type."""
    array = np.nan_to_num(np.asarray(array), posinf=3.0, neginf=-3.0)
    return array > 0 if dtype == "bool" else np.round(2 * np.clip(array, -2, 2)).astype(int)


@pytest.mark.filterwarnings("ignore:Mean of|Degrees of|All-NaN|invalid value|Converting input:RuntimeWarning")
@pytest.mark.parametrize("dtype", ["bool", "int64"])
@pytest.mark.parametrize("function", list(ARRAY_CASES), ids=lambda f: f.__name__)
def test_a_function_of_whole_arrays_keeps_numpys_meaning_of_each_type(function, dtype, v8):
    tolerance = PRIMITIVES[function].tolerance if function in PRIMITIVES else SUMS
    for case in ARRAY_CASES[function]:
        call, *arrays = case(function)
        agree(v8, function.__name__, call, [numbers(a, dtype) for a in arrays], tolerance)


@pytest.mark.parametrize("left, right", list(itertools.product(TYPES, TYPES)))
@pytest.mark.parametrize(
    "function", [np.matmul, np.dot, np.inner, np.vdot, np.outer, np.einsum], ids=lambda f: f.__name__
)
def test_a_product_of_matrices_keeps_numpys_meaning_of_each_pair_of_types(function, left, right, v8):
    x = numbers(np.arange(9.0).reshape(3, 3) % 4 - 1, left) if left != "float64" else np.arange(9.0).reshape(3, 3)
    y = numbers(np.arange(9.0).reshape(3, 3) % 5 - 2, right) if right != "float64" else np.ones((3, 3)) / 4
    call = (lambda a, b: np.einsum("ij,jk->ik", a, b)) if function is np.einsum else function
    assert agree(v8, function.__name__, call, [x, y], SUMS)


def test_every_row_stands_in_a_sweep():
    assert {*ROWS, UFUNCS[np.matmul]} == set(UFUNCS.values())
    assert {f.__name__ for f in [*PRIMITIVES, *COMPOSED]} == {f.__name__ for f in ARRAY_CASES}


@pytest.mark.parametrize("x", [[0, 1], [2, 0]])
def test_an_integer_divided_by_zero_is_refused_where_numpy_gives_what_was_in_memory(x):
    with pytest.raises(WholeNumberError):
        moving(np.reciprocal, [np.array(x)])
