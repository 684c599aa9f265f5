"""What cannot be traced raises, and the message says where, what, and what to write instead."""

import re

import numpy as np
import pytest

from livefig.errors import BranchError, OutputError, TraceError, UnsupportedError
from livefig.trace.lines import Line, Var
from livefig.trace.loops import scan
from livefig.trace.program import Program
from livefig.trace.recorder import Recorder
from livefig.trace.table import ADVICE, COMPOSED, ELSEWHERE, FILLS, PRIMITIVES, UFUNCS
from livefig.trace.tracer import Traced, trace

X = np.array([1.0, 2.0, 3.0])


def traced(function, w=2.0):
    return trace(lambda w: {"y": function(w)}, {"w": np.float64(w)}, ["w"])


def test_the_message_names_line_file_and_text_of_the_author():
    def pulse(w):
        return {"y": np.linalg.eig(w * np.eye(2))}  # the line that the message names

    with pytest.raises(UnsupportedError) as caught:
        trace(pulse, {"w": np.float64(1.0)}, ["w"])
    line = pulse.__code__.co_firstlineno + 1
    assert f"line {line} of test_tracer.py" in str(caught.value)
    assert "the line that the message names" in str(caught.value)


@pytest.mark.parametrize("result", [None, 3.0, {}, [1, 2], {1: 2.0}], ids=str)
def test_a_function_must_return_a_dict_of_names(result):
    with pytest.raises(OutputError, match="return a dict that names each output"):
        trace(lambda w: result, {"w": np.float64(1.0)}, ["w"])


def test_a_number_may_be_given_a_new_value_with_plus_equals():
    def grow(w):
        w += 1
        w *= 2
        return w

    program = traced(grow)
    assert program.run(np.float64(3.0))["y"] == 8


def test_iteration_and_unpacking_run_over_the_first_axis():
    def swap(w):
        a, b, c = w * X
        return np.stack([c, b, a]) + len(w * X)

    assert np.array_equal(traced(swap).run(np.float64(2.0))["y"], [9, 7, 5])


def test_a_value_of_another_trace_is_refused():
    kept = []
    traced(lambda w: kept.append(w * X) or w)
    with pytest.raises(TraceError, match="one traced function was used in another"):
        traced(lambda w: w + kept[0])


def test_a_value_kept_from_inside_a_loop_is_refused_with_the_way_out():
    def f(w):
        kept = []
        path = scan(lambda s: kept.append(s * w) or s * 0.5, w, length=3)
        return path + kept[0]

    with pytest.raises(TraceError, match="inside the step of a scan is used outside; return it as a part of the state"):
        traced(f)
    with pytest.raises(TraceError, match="inside the step of a scan"):
        traced(lambda w: [kept := [], scan(lambda s: kept.append(s * w) or s * 0.5, w, length=3), np.exp(kept[0])][2])


def test_an_exception_leaves_nothing_behind():
    with pytest.raises(BranchError):
        traced(lambda w: 1.0 if w > 0 else 2.0)
    assert np.array_equal(np.add(X, 1), X + 1)
    assert traced(lambda w: w * X).run(np.float64(1.0))["y"].shape == (3,)


def test_lines_that_no_output_needs_are_dropped():
    program = traced(lambda w: [np.exp(w * X), w + 1][1])
    assert [line.op.name for line in program.lines] == ["add"]


def test_the_program_is_printed_one_operation_a_line():
    assert str(traced(lambda w: np.sum(w * X))).splitlines() == [
        "v0: float64[3] = multiply(w, const[3])",
        "v1: float64[] = sum(v0, axis=None, keepdims=False)",
        "return y=v1",
    ]


def test_the_check_refuses_a_program_that_reads_what_is_not_written():
    a, b = Var(np.array(1.0)), Var(np.array(2.0))
    with pytest.raises(TraceError, match="no line has written"):
        Program([a], [Line(UFUNCS[np.exp], (b,), {}, (Var(np.array(1.0)),))], {}).check()
    with pytest.raises(TraceError, match="twice"):
        Program([a], [Line(UFUNCS[np.exp], (a,), {}, (a,))], {}).check()
    with pytest.raises(TraceError, match="never written"):
        Program([a], [], {"y": b}).check()


def test_a_traced_value_says_what_it_is():
    assert repr(Traced(Var(X), Recorder())) == "<float64[3] that depends on a control>"


def test_scan_without_a_trace_is_a_plain_loop():
    state = scan(lambda s: (s[0] * 2, s[1] + s[0]), (1.0, np.zeros(2)), length=3)
    assert np.array_equal(state[0], [1, 2, 4, 8])
    assert np.array_equal(state[1][-1], [7, 7])
    assert np.array_equal(scan(lambda s, r: s + r, 0, over=[1, 2, 3]), [0, 1, 3, 6])


@pytest.mark.parametrize(
    "function",
    [
        lambda w: X.clip(0, w),
        lambda w: X.clip(w, 2.5) + X.clip(w),
        lambda w: (w * X).clip(1, 3).round(1),
        lambda w: (w * X).mean() + (w * X).std() + (w * X).var() + (w * X).sum() + (w * X).prod(),
        lambda w: (w * X).max() - (w * X).min() + (w * X).argmax() + (w * X > 2).any() + (w * X > 2).all(),
        lambda w: (w * X).flatten().cumsum() + (w * X).cumprod() + (w * X).copy() + (w * X).conj() + (w * X).ravel(),
        lambda w: (w * X).reshape(3, 1).T.squeeze().repeat(2).take([0, 3]) + (w * X)[None].mT.swapaxes(0, 1)[0, :2],
        lambda w: (
            (w * X).dot(X)
            + (w * X * np.eye(3)).trace()
            + (w * X * np.eye(3)).diagonal()
            + (w * X).argsort(kind="stable")
        ),
        lambda w: [w, 2 * w],
        lambda w: [[w, 1.0], (2 * w, w * w)],
        lambda w: X[:2] * w + [w, 1.0],
        lambda w: scan(lambda s, row: s + row, 0.0, over=[w, 2 * w, 1.0]),
        lambda w: (w**2, w**0.5)[0] + (w * X) ** 2 + (w * X) ** 0.5 + w**0.5 + (w * X) ** np.array([2.0]),
    ],
    ids=range(13),
)
def test_what_an_author_may_write_is_the_function(function):
    """Methods of arrays, and lists of values that move, wherever NumPy lets them in."""
    program = traced(function)
    for w in (0.5, 2.0, 3.7):
        expected, found = np.asarray(function(np.float64(w))), program.run(np.float64(w))["y"]
        assert (found.shape, found.dtype) == (expected.shape, expected.dtype)
        assert np.allclose(found, expected, rtol=1e-14, atol=0)


@pytest.mark.parametrize("name", [*ADVICE, *ELSEWHERE, *FILLS])
def test_advice_names_only_what_has_a_row(name):
    """And nothing that has a row is said to have none."""
    text = {**ADVICE, **ELSEWHERE, **FILLS}[name]
    known = {getattr(f, "__name__", "") for f in [*UFUNCS, *PRIMITIVES, *COMPOSED]}
    outside = {"pi", "inf", "nan", "eye", "zeros", "linspace", "shape", "abs"}  # constants, and what is built outside
    assert set(re.findall(r"np\.(\w+)", text)) <= known | outside
    assert name in FILLS or name not in known


def test_a_function_of_numpy_that_fills_an_array_says_what_to_write():
    with pytest.raises(UnsupportedError, match=r"np.full_like puts .* use np.broadcast_to\(value, np.shape\(array\)\)"):
        traced(lambda w: np.full_like(X, w))
    assert np.array_equal(traced(lambda w: np.full_like(w * X, w)).run(np.float64(2.0))["y"], [2, 2, 2])
