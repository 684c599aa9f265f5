"""The bounds of whole numbers hold what NumPy can give, and every row that gives whole numbers has a rule for them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from livefig import Slider
from livefig.trace import whole
from livefig.trace.lines import Const, Var
from livefig.trace.table import ASTYPE, BOOL_ONLY, INDEX, PRIMITIVES, TAKE, UFUNCS, WHERE

RULES = [op for op in UFUNCS.values() if op.kind == "elementwise" and op.bounds]
small = st.integers(-9, 9)
pair = st.tuples(small, small).map(sorted)


def between(bounds):
    return Var(np.array(bounds[0]), extent=tuple(bounds))


@pytest.mark.parametrize("op", RULES, ids=lambda op: op.name)
def test_a_result_lies_between_its_bounds(op):
    """All numbers between the bounds of the operands are tried."""

    @settings(max_examples=40, deadline=None, database=None)
    @given(pair, pair)
    def holds(x, y):
        if op.name == "power":
            y = [abs(y[0]) % 5, abs(y[0]) % 5 + abs(y[1]) % 4]
        ranges = [x, y][: op.numpy.nin]
        bounds = op.bounds([between(r) for r in ranges], {})
        if bounds is None:
            assert op.name == "reciprocal" and x[0] <= 0 <= x[1]
            return
        grids = np.meshgrid(*(np.arange(low, high + 1) for low, high in ranges))
        with np.errstate(all="ignore"):
            found = op.numpy(*grids)
        assert bounds[0] <= found.min() and found.max() <= bounds[1]

    holds()


@pytest.mark.parametrize("name, axis", [(n, a) for n in ("sum", "prod", "cumsum", "cumprod") for a in (None, 0, 1)])
def test_no_part_of_a_running_result_leaves_its_bounds(name, axis):
    op = PRIMITIVES[getattr(np, name)]
    for low, high in [(-3, 2), (0, 4), (-5, -1), (1, 1), (0, 0)]:
        for array in (np.full((3, 4), low), np.full((3, 4), high), np.resize([low, high], (3, 4))):
            value = Var(array, extent=(low, high))
            bounds = op.bounds([value], {"axis": axis})
            running = np.cumprod if "prod" in name else np.cumsum
            parts = running(array, axis=axis)
            assert bounds[0] <= parts.min() and parts.max() <= bounds[1]


def test_a_matrix_product_stays_between_its_bounds_part_by_part():
    x, y = Var(np.zeros((2, 3), int), extent=(-2, 5)), Var(np.zeros((3, 4), int), extent=(-7, 1))
    low, high = UFUNCS[np.matmul].bounds([x, y], {})
    assert (low, high) == (3 * -35, 3 * 14)


def test_elements_that_only_move_keep_their_bounds():
    x, condition = Var(np.zeros((2, 3), int), extent=(-2, 5)), Var(np.array(True))
    for op in (TAKE, INDEX, ASTYPE, PRIMITIVES[np.reshape], PRIMITIVES[np.sort], PRIMITIVES[np.max]):
        assert op.bounds([x], {}) == (-2, 5)
    assert WHERE.bounds([condition, x, Const(np.array(9))], {}) == (-2, 9)
    assert PRIMITIVES[np.concatenate].bounds([x, Const(np.array([-4]))], {}) == (-4, 5)
    assert PRIMITIVES[np.argsort].bounds([x], {}) == PRIMITIVES[np.argmax].bounds([x], {}) == (0, 5)
    assert ASTYPE.bounds([Var(np.array(0.5))], {}) is None
    assert Var(np.array(True)).bounds == (0, 1)


def test_what_is_looked_up_or_counted_lies_between_its_bounds():
    x, table = Var(np.zeros(5, int), extent=(-2, 5)), Var(np.zeros(3, int), extent=(-7, 1))
    assert PRIMITIVES[np.searchsorted].bounds([table, x], {}) == (0, 3)
    assert PRIMITIVES[np.bincount].bounds([x], {}) == (0, 5)
    assert PRIMITIVES[np.convolve].bounds([x, table], {}) == (3 * -35, 3 * 14)
    assert PRIMITIVES[np.maximum.accumulate].bounds([x], {}) == (-2, 5)


def test_every_row_that_can_give_whole_numbers_has_a_rule():
    """Without one the page would test what is proven."""
    whole_numbers = np.arange(1, 5).reshape(2, 2)
    for op in {*UFUNCS.values(), *PRIMITIVES.values()}:
        try:
            with np.errstate(all="ignore"):
                found = op.numpy(*[whole_numbers] * getattr(op.numpy, "nin", 1))
        except (TypeError, ValueError):  # it needs something else: all of these are moves, or in the tests above
            found = whole_numbers if op.numpy is not np.interp else np.interp(1, [0, 2], [1, 2])
        assert op.bounds is not None or found.dtype != int or op.name in BOOL_ONLY, op.name


def test_bounds_with_thousands_of_digits_are_not_computed():
    x, y = between([3, 10**6]), between([0, 10**9])
    assert UFUNCS[np.power].bounds([x, y], {}) is None
    assert PRIMITIVES[np.prod].bounds([Var(np.zeros(10**5, int), extent=(0, 10**6))], {"axis": None}) is None


@pytest.mark.parametrize("bounds, inside", [((0, 2**53 - 1), True), ((-(2**53), 0), False), (None, False)])
def test_the_page_counts_to_one_less_than_two_to_the_53(bounds, inside):
    """2**53 + 1 is not a float, and its neighbour is 2**53."""
    assert whole.fits(bounds) is inside


@pytest.mark.parametrize("x, says", [([2**53 - 1], False), ([2**53], True), ([np.nan], True), ([np.inf], True)])
def test_a_number_that_leaves_is_seen_as_floats_see_it(x, says):
    assert whole.leaves(np.positive, [np.array(x)], {}) is says
    assert whole.leaves(lambda a: a * a, [np.array([2**40])], {})  # 2**80 is 0 in int64


@pytest.mark.parametrize("log", [False, True])
def test_every_value_of_an_integer_slider_lies_between_its_probes(log):
    slider, rng = Slider("n", 1, 1000, integer=True, log=log), np.random.default_rng(0)
    probes = slider.probes()
    assert all(min(probes) <= slider.draw(rng) <= max(probes) for _ in range(200))
    assert (min(probes), max(probes)) == (1, 1000)
