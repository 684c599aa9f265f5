"""A program written as Python gives what its lines give one by one, and costs as many steps as it has."""

import inspect
from collections import namedtuple

import numpy as np
import pytest

from livefig import Slider, pick, scan
from livefig.compile import compile_function
from livefig.errors import TraceError, WholeNumberError
from livefig.trace import loops, run
from livefig.trace.lines import Const
from livefig.trace.loops import SCAN
from livefig.trace.run import function_of
from livefig.trace.table import UFUNCS
from livefig.trace.tracer import trace

X = np.linspace(-1, 1, 5)
M = np.arange(12.0).reshape(3, 4)


def by_lines(program, *arguments):
    """Run a program line by line with the table's functions, on arrays without axes: the long way."""
    known = dict(zip(map(id, program.inputs), map(np.asarray, arguments), strict=True))

    def read(value):
        return value.value if isinstance(value, Const) else known[id(value)]

    for line in program.lines:
        found = line.op.run(*map(read, line.inputs), **line.params)
        found = found if line.op is SCAN else (found,)
        known.update(zip(map(id, line.outs), map(np.asarray, found), strict=True))
    return {name: np.asarray(read(value)) for name, value in program.outputs.items()}


def everything(w, n):
    """Something of each kind of line."""
    mask, index = X * w > 0.25, (np.abs(w) * 1.2).astype(int)
    path = scan(lambda s, row: (np.sin(s[0]) * w + row, s[1] @ M[:, :3] * 0.01), (0.5, M[:, 0]), over=X)
    nested = scan(lambda s: scan(lambda u: u * 0.5 + s, w, length=2)[-1], 1.0, length=3)
    return {
        "numbers": np.where(w > 0, w, -w) + n**2 + n // 2 + 3 % (n + 1),
        "mixed": np.where(w > 0, n, 0.5),
        "types": (w > 0) & (n > 1),
        "flipped": ~mask | (np.arange(5) < n),
        "moved": np.stack([M[::-1].T, M.reshape(4, 3) * w])[..., None, 0],
        "square": np.reshape(w, (1, 1)).reshape(()) ** 2,
        "picked": pick(M * w, index) + M[1, 2] * w + (X * w)[-1],
        "sums": np.sum(M * w, axis=(0, 1), keepdims=True) + np.mean(M) + np.std(X * w),
        "order": np.sort(-X * w)[::2] + np.argmax(X * w) + np.any(mask) + np.prod(X + w),
        "orders": np.take_along_axis(X * w, np.argsort(X * w, kind="stable"), 0),
        "path": path[0],
        "states": path[1],
        "nested": nested,
        "still": X,
    }


@pytest.mark.parametrize("w, n", [(1.5, 2), (-0.3, 0), (0.0, 3), (np.inf, 1), (np.nan, 1)])
def test_the_function_gives_what_the_lines_give_bit_by_bit(w, n):
    program = trace(everything, {"w": np.float64(0.7), "n": 2}, ["w", "n"], {"n": (0, 3)})
    if not np.isfinite(w):
        program = trace(lambda w, n: {k: v for k, v in everything(w, n).items() if k != "picked"},
                        {"w": np.float64(0.7), "n": 2}, ["w", "n"], {"n": (0, 3)})  # fmt: skip
    with np.errstate(all="ignore"):
        expected, found = by_lines(program, np.float64(w), n), program.run(np.float64(w), n)
    for name, value in expected.items():
        assert (found[name].dtype, found[name].shape) == (value.dtype, value.shape), name
        assert np.array_equal(found[name], value, equal_nan=True), name


def test_numbers_are_numpys_scalars_and_no_arrays_without_axes():
    seen = []
    program = trace(everything, {"w": np.float64(0.7), "n": 2}, ["w", "n"])
    function = function_of(program, lambda x: seen.append(x) or x)
    function(np.float64(0.7), np.int64(2))
    assert len(seen) > 50
    assert not [x for x in seen if isinstance(x, np.ndarray) and x.shape == ()]


def test_each_result_can_be_changed_on_its_way():
    program = trace(lambda w: {"y": scan(lambda s: s + w, 0.0, length=3)}, {"w": np.float64(1.0)}, ["w"])
    (found,) = function_of(program, lambda x: x + 1)(np.float64(1.0))
    assert np.array_equal(found, [0, 2, 4, 6])


def test_one_over_zero_is_infinite_and_a_missing_integer_is_an_error():
    program = trace(lambda w: {"y": 1 / w, "k": (1 / w).astype(int)}, {"w": np.float64(1.0)}, ["w"])
    with np.errstate(all="ignore"):
        assert program.without_dead_lines().run(np.float64(2.0))["y"] == 0.5
        with pytest.raises(WholeNumberError, match=r"line \d+ of test_run.py: .*x.astype\(int\) meets NaN"):
            program.run(np.float64(0.0))


# ---- how often things are done


def counting(function):
    calls = []

    def counted(w):
        calls.append(w)
        return function(w)

    return counted, calls


def test_the_function_and_the_program_run_once_at_each_setting(monkeypatch):
    written = []
    monkeypatch.setattr("livefig.trace.program.function_of", lambda p: counted_program(p, written))
    function, calls = counting(lambda w: {"y": np.tanh(w * X)})
    compiled = compile_function(function, [Slider("w", -2, 2, value=1)])
    plain = [w for w in calls if isinstance(w, float)]
    assert len(plain) == len(set(plain)) == len(compiled.tried[0])
    assert len(calls) == len(plain) + 1  # and once to be traced
    # What the program gives at the start is known from the trace.
    assert len(written) == len(set(written)) == len(plain) - 1


def counted_program(program, written):
    function = function_of(program)
    return lambda *arguments: written.append(arguments) or function(*arguments)


@pytest.mark.parametrize("length", [10, 1000])
def test_a_step_is_traced_once_and_its_structure_looked_at_once_however_long_the_loop(length, monkeypatch):
    looked, real = [], loops.flat
    monkeypatch.setattr(loops, "flat", lambda tree: looked.append(1) or real(tree))
    steps = []

    def step(s):
        steps.append(1)
        return s[0] * 0.5, s[1] + s[0]

    plain = scan(step, (1.0, X), length=length)
    assert (len(steps), len(looked)) == (length, 1 + 0)
    steps.clear(), looked.clear()
    program = trace(lambda w: {"y": scan(step, (w, X), length=length)[1]}, {"w": np.float64(1.0)}, ["w"])
    assert (len(steps), len(looked) <= 4) == (1, True)
    assert np.array_equal(program.run(np.float64(1.0))["y"], plain[1])


def test_what_a_step_computes_in_vain_is_not_part_of_the_loop():
    def step(s, unused, w):
        np.exp(s * unused)
        return s * w

    program = trace(
        lambda w, u: {"y": scan(lambda s: step(s, u, w), 1.0, length=3), "u": u * 1.0},
        {"w": np.float64(1.0), "u": np.float64(1.0)},
        ["w", "u"],
    )
    line = next(line for line in program.lines if line.op is SCAN)
    assert [inner.op.name for inner in line.params["body"].lines] == ["multiply"]
    assert program.reaches()["y"] == {0}


def test_the_source_of_a_program_has_one_line_a_line(monkeypatch):
    texts = []
    monkeypatch.setattr(run, "compile", lambda text, *rest: texts.append(text) or compile(text, *rest), raising=False)
    trace(lambda w: {"y": np.tanh(w * 2.0) + 1}, {"w": np.float64(1.0)}, ["w"]).run(np.float64(1.0))
    assert texts == ["def program(a0):\n    v0 = a0 * k0\n    v1 = f0(v0)\n    v2 = v1 + k1\n    return v2, "]


def test_rows_with_an_expression_of_python_compute_what_their_function_computes():
    rows = [op for op in UFUNCS.values() if op.python]
    assert len(rows) > 20
    for op in rows:
        for x, y in [(np.float64(2.5), np.float64(-1.5)), (np.int64(7), np.int64(3)), (np.bool(True), np.bool(False))]:
            if op.name == "matmul":
                x, y = np.full((2, 2), x), np.full((2, 2), y)
            operands = [x, y][: op.numpy.nin]
            with np.errstate(all="ignore"):
                try:
                    wanted = op.numpy(*operands)
                except TypeError:
                    continue
                found = eval(op.python.format("x", "y"), {"x": x, "y": y})  # noqa: S307
            assert type(found) is type(wanted) or op.name == "square", op.name
            assert np.array_equal(found, wanted, equal_nan=True), op.name


# ---- the states of a plain loop


Point = namedtuple("Point", "x y")


@pytest.mark.parametrize(
    "start, step",
    [
        (1, lambda s: s + 1),
        (1.0, lambda s: s + 1),
        (np.float32(1), lambda s: s * 2),
        (X, lambda s: s * 2),
        ((1, X), lambda s: (s[0] + 1, s[1] * s[0])),
        ([1.0, 2.0], lambda s: [s[1], s[0]]),
        ([1.0, X > 0], lambda s: [s[0], s[1] > 0]),
        ({"a": 1, "b": (X, 2)}, lambda s: {"a": s["a"] + 1, "b": (s["b"][0], s["b"][1] * 2)}),
        (Point(1, X), lambda s: Point(x=s.x + 1, y=s.y * s.x)),
        ((np.ones((1, 1)),), lambda s: (s[0] + 1,)),
    ],
    ids=range(10),
)
def test_a_loop_gives_the_same_plain_and_traced_whatever_its_state_is_made_of(start, step):
    plain = scan(step, start, length=4)
    traced = trace(
        lambda w: {str(k): x for k, x in enumerate(loops.flat(scan(step, scaled(start, w), length=4))[1])},
        {"w": np.float64(1.0)},
        ["w"],
    ).run(np.float64(1.0))
    assert type(plain) is (np.ndarray if not isinstance(start, tuple | list | dict) else type(start))
    for path, found in zip(loops.flat(plain)[1], traced.values(), strict=True):
        assert path.dtype == float and len(path) == 5
        assert np.array_equal(path, found)


def scaled(start, w):
    structure, leaves = loops.flat(start)
    return loops.unflat(structure, [leaf * w for leaf in leaves])


def test_a_loop_may_start_with_plain_numbers_and_go_on_with_moving_ones():
    def f(w):
        return {"y": scan(lambda s, t: (s[0] + w * t, s[1]), (1.0, 2.0), over=np.array([0.0, 1.0, 2.0]))[0]}

    assert np.array_equal(trace(f, {"w": np.float64(2.0)}, ["w"]).run(np.float64(3.0))["y"], [1, 1, 4, 10])


@pytest.mark.parametrize(
    "step, says",
    [
        (lambda s: (s[0], s[1], s[0]), "structure"),
        (lambda s: [s[0], s[1]], "structure"),
        (lambda s: (s[1], s[0]), "shapes must stay the same"),
        (lambda s: (s[0], s[1][:2]), "shapes must stay the same"),
        (lambda s: s[0], "structure"),
    ],
    ids=range(5),
)
@pytest.mark.parametrize("when", [0, 3])
def test_a_step_that_changes_the_state_is_found_at_whatever_step(step, says, when):
    with pytest.raises(TraceError, match=says):
        scan(lambda s, t: step(s) if t == when else s, (1.0, X), over=np.arange(5))


def test_a_loop_over_no_rows_says_so():
    with pytest.raises(TraceError, match="over has no rows"):
        scan(lambda s, r: s, 1.0, over=np.zeros((0, 2)))


def test_the_docstring_of_a_scan_names_every_argument():
    names = inspect.signature(scan).parameters
    assert all(f"    {name} :" in scan.__doc__ for name in names)
