"""Products of matrices, small and large, give in V8 what they give in NumPy: with WebAssembly, and without."""

import numpy as np
import pytest

from livefig import scan
from livefig.emit import emit, products
from livefig.emit.wasm import COLUMNS, ROWS, as_numbers, module
from livefig.trace.table import SUMS
from livefig.v8 import Engine
from support.v8 import ONE, V8, both_ways, difference, moving

by_name = pytest.mark.parametrize
rng = np.random.default_rng(11)
# As they are; without WebAssembly, or with one that a policy forbids; and with a browser that knows the second variant.
WITHOUT = "delete globalThis.WebAssembly"
FORBIDDEN = "WebAssembly.Module = class { constructor() { throw new WebAssembly.CompileError('policy'); } }"
OLDER = f"""const validate = WebAssembly.validate.bind(WebAssembly);
WebAssembly.validate = (code) => code.length !== {as_numbers(True).nbytes} && validate(code)"""
# Notes the length of each module that is compiled, or would be.
WATCHED = """const made = [];
if (globalThis.WebAssembly) {
  const Before = WebAssembly.Module;
  WebAssembly.Module = class { constructor(code) { made.push(code.length); return new Before(code); } };
}"""
BROWSERS = {"newest": "", "older": OLDER, "forbidden": FORBIDDEN, "without": WITHOUT}
DEEP = 192  # how deep js/brought/products.js cuts


@pytest.fixture(scope="module", params=BROWSERS.values(), ids=BROWSERS)
def browser(request):
    v8 = V8()
    v8.engine._eval(request.param)
    return v8


def magnitudes(a, b):
    """Return the sum of the magnitudes in each element, to which rounding is relative."""
    return np.abs(a) @ np.abs(b)


def assert_product(v8, function, a, b, scale):
    expected, found = both_ways(v8, function, a, b)
    assert difference(expected, found, scale) <= SUMS


def is_in_tiles(function, *arrays):
    """Return whether the program calls the function for large products."""
    text, _ = emit(moving(function, arrays), list(ONE))
    return "multiply(" in text


@by_name("rows", [ROWS * 9 - 1, ROWS * 9, ROWS * 9 + 1, 4])
@by_name("columns", [COLUMNS * 12 - 1, COLUMNS * 12, COLUMNS * 12 + 1, COLUMNS * 12 + 2])
@by_name("depth", [DEEP - 1, DEEP, DEEP + 1, 2 * DEEP + 1])
def test_a_large_product_agrees_at_the_edges_of_its_tiles(browser, rows, columns, depth):
    a, b = rng.normal(size=(rows, depth)), rng.normal(size=(depth, columns))
    assert is_in_tiles(np.matmul, a, b)
    assert_product(browser, np.matmul, a, b, magnitudes(a, b))


A, B = rng.normal(size=(40, 50)), rng.normal(size=(50, 30))
STACK = rng.normal(size=(3, 40, 50))
VIEWS = {
    "transposed left": (lambda a, b: a.T @ b, A.T, B),
    "transposed right": (lambda a, b: a @ b.T, A, B.T),
    "both transposed": (lambda a, b: a.T @ b.T, A.T, B.T),
    "every second row": (lambda a, b: a[::2] @ b, np.repeat(A, 2, axis=0), B),
    "rows from the end": (lambda a, b: np.flip(a, 0) @ b, A[::-1], B),
    "a part of both": (lambda a, b: a[3:, 2:] @ b[2:, 1:], np.pad(A, ((3, 0), (2, 0))), np.pad(B, ((2, 0), (1, 0)))),
    "a stretched row": (lambda a, b: np.broadcast_to(a, (40, 50)) @ b, A[0], B),
    "dot": (np.dot, A, B),
    "inner": (np.inner, A, B.T),
    "einsum": (lambda a, b: np.einsum("ij,jk->ik", a, b), A, B),
    "einsum, turned": (lambda a, b: np.einsum("ji,kj->ki", a, b), A.T, B.T),
}


@by_name("case", VIEWS.values(), ids=VIEWS)
def test_a_large_product_reads_its_operands_as_they_lie(browser, case):
    function, a, b = case
    assert is_in_tiles(function, a, b)
    assert_product(browser, function, a, b, None if function is np.inner else np.abs(function(np.abs(a), np.abs(b))))


@by_name(
    ("a", "b"),
    [(STACK, STACK.transpose(0, 2, 1)), (STACK, B), (A, STACK.transpose(0, 2, 1)), (STACK[:, None], STACK[0].T[None])],
    ids=["stacks", "a stack and one", "one and a stack", "stacks that are stretched"],
)
def test_stacks_of_large_products_agree(browser, a, b):
    assert is_in_tiles(np.matmul, a, b)
    assert_product(browser, np.matmul, a, b, magnitudes(a, b))


@by_name("value", [np.nan, np.inf, -np.inf, -0.0, 1e308])
def test_one_special_number_reaches_its_row_and_its_column_and_no_other(browser, value):
    a, b = np.abs(A), np.abs(B)
    a[ROWS, 7], b[9, COLUMNS] = value, value
    assert_product(browser, np.matmul, a, b, None)
    b[7] = 0  # 0 * inf is NaN, and stays in its row
    assert_product(browser, np.matmul, a, b, None)


def test_what_a_larger_product_left_behind_is_not_read(browser):
    """Tiles at an edge are filled with what stands there; here that is NaN."""
    for a, b in ((np.full((90, 200), np.nan), np.full((200, 90), np.nan)), (A[:37], B[:, :29])):
        assert_product(browser, np.matmul, a, b, magnitudes(a, b))


def test_a_loop_multiplies_again_and_again_into_the_same_arrays(browser):
    turn = np.linalg.qr(rng.normal(size=(40, 40)))[0]

    def path(a):
        return scan(lambda s: turn @ s @ turn.T + 0.1, a, length=5)

    assert is_in_tiles(path, A[:, :40])
    assert_product(browser, lambda a, _: path(a), A[:, :40], B, 100.0)


@by_name(
    ("a", "b"),
    [(np.zeros((0, 50)), B), (A, np.zeros((50, 0))), (np.zeros((40, 0)), np.zeros((0, 30))), (A, B[:, 0]), (A[0], B)],
    ids=["no rows", "no columns", "nothing to add", "a vector", "a vector first"],
)
def test_vectors_and_empty_matrices_take_the_loops(v8, a, b):
    assert not is_in_tiles(np.matmul, a, b)
    assert_product(v8, np.matmul, a, b, magnitudes(a, b))


def test_small_products_whole_numbers_that_may_grow_and_bools_take_the_loops():
    assert not is_in_tiles(np.matmul, A[:10], B)
    assert not is_in_tiles(np.matmul, rng.normal(size=(600, 7)), rng.normal(size=(7, 100)))
    assert not is_in_tiles(np.matmul, A > 0, B > 0)
    whole = np.ones((40, 50), dtype=int)
    assert is_in_tiles(np.matmul, whole, whole.T)
    whole[0, 0] = 2**50  # with fifty such a sum would be too large
    assert not is_in_tiles(np.matmul, whole, np.ones((50, 40), dtype=int))


def test_plain_steps_give_to_the_bit_what_the_older_variant_gives():
    found = []
    for change in (OLDER, WITHOUT):
        v8 = V8()
        v8.engine._eval(change)
        found.append(both_ways(v8, np.matmul, A, B)[1])
    assert np.array_equal(*found)


def test_each_browser_computes_as_it_is_meant_to():
    """Else the tests above would hold one way of computing only."""
    text, constants = emit(moving(np.matmul, (A, B)), list(ONE))
    used = []
    for change in BROWSERS.values():
        engine = Engine()
        engine._eval(change)
        engine._eval(WATCHED)
        engine.run(text, constants, [[1.0, 1]])
        used.append(engine._eval("JSON.stringify(made)"))
    long, short = as_numbers(True).nbytes, as_numbers(False).nbytes
    assert long != short and used == [f"[{long}]", f"[{short}]", f"[{long}]", "[]"]


@by_name("relaxed", [True, False])
def test_the_module_fills_whole_floats_and_begins_with_what_it_is(relaxed):
    assert as_numbers(relaxed).tobytes().startswith(module(relaxed))
    assert len(module(relaxed)) < 1000 and as_numbers(relaxed).nbytes - len(module(relaxed)) < 11


def test_a_program_brings_the_function_along_once_and_only_if_it_calls_it():
    once, _ = emit(moving(lambda a, b: (a @ b) @ b.T @ a.T, (A, B)), list(ONE))
    assert once.count("L.multiply ??=") == 1 and once.count("  multiply(") == 3
    none, constants = emit(moving(np.matmul, (A[:5, :6], B[:6])), list(ONE))
    assert "WebAssembly" not in none and len(constants) == 2


def test_a_wrong_tile_turns_the_comparison_red(monkeypatch):
    """The planted fault: a sum that reads the neighbouring column."""
    script = products.script("products.js")
    wrong = script.replace("c1=numbers[y+1]", "c1=numbers[y+2]")
    assert wrong != script
    monkeypatch.setattr(products, "script", lambda name: wrong)
    v8 = V8()
    v8.engine._eval(WITHOUT)
    expected, found = both_ways(v8, np.matmul, A, B)
    assert difference(expected, found) > 0.01
