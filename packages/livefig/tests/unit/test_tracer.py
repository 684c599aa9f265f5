"""What cannot be traced raises, and the message says where, what, and what to write instead."""

import math
import re

import numpy as np
import pytest
from scipy.optimize import isotonic_regression

from livefig.errors import BranchError, ConversionError, InPlaceError, OutputError, TraceError, UnsupportedError
from livefig.trace.program import Line, Program, Var
from livefig.trace.table import UFUNCS
from livefig.trace.loops import scan
from livefig.trace.tracer import Recorder, Traced, pick, trace

X = np.array([1.0, 2.0, 3.0])


def traced(function, w=2.0):
    return trace(lambda w: {"y": function(w)}, {"w": np.float64(w)}, ["w"])


def loop_on_a_value(w):
    while w > 1:
        w = w / 2
    return w


def write_into(w):
    y = w * X
    y[0] = 0
    return y


def add_in_place(w):
    y = w * X
    y += 1
    return y


def add_to_a_constant(w):
    y = np.ones(3)
    y += w
    return y


REFUSED = [
    (lambda w: X if w > 1 else -X, BranchError, "np.where(condition, a, b)"),
    (loop_on_a_value, BranchError, "of test_tracer.py: `while w > 1:`"),
    (lambda w: w > 0 and w < 1, BranchError, "use &, |, ~"),
    (lambda w: 1.0 in (w * X), BranchError, "np.any(x == y)"),
    (lambda w: max(w, 1.0), BranchError, "np.where"),
    (lambda w: math.exp(w), ConversionError, "stay with NumPy functions"),
    (lambda w: float(w), ConversionError, "float()"),
    (lambda w: int(w), ConversionError, "Python number"),
    (lambda w: round(w), ConversionError, "np.round(x)"),
    (lambda w: range(w), ConversionError, "np.where(np.arange(n) < k, x, np.nan)"),
    (lambda w: X[w.astype(int)], ConversionError, "livefig.pick(array, index)"),
    (lambda w: [1, 2, 3][w.astype(int)], ConversionError, "livefig.pick(array, index)"),
    (lambda w: f"{w:.2f}", ConversionError, "return the number as an output"),
    (lambda w: str(w), ConversionError, "says="),
    (lambda w: np.asarray(w), ConversionError, "np.stack"),
    (lambda w: np.array([w, 1.0]), ConversionError, "np.stack"),
    (lambda w: np.full(3, w), ConversionError, "np.broadcast_to"),
    (lambda w: np.linspace(0, w, 5), (ConversionError, UnsupportedError), "line"),
    (lambda w: np.arange(w), ConversionError, "line"),
    (lambda w: np.full_like(X, w), UnsupportedError, "np.full_like puts a value that depends on a control into a plain array; use np.broad"),
    (lambda w: np.zeros(3).fill(w), ConversionError, "line"),
    (lambda w: np.random.default_rng(0).normal(w, 1.0, 3), ConversionError, "line"),
    (write_into, InPlaceError, "np.where, np.stack or np.concatenate"),
    (add_in_place, InPlaceError, "x = x + y"),
    (add_to_a_constant, InPlaceError, "x = x + y"),
    (lambda w: np.add(w, 1, out=np.zeros(())), InPlaceError, "x = x + y"),
    (lambda w: np.linalg.norm(w * X, ord=1), UnsupportedError, "np.linalg.norm was called in a way"),
    (lambda w: np.linalg.inv(w * np.eye(2)), UnsupportedError, "np.linalg.inv has no live form"),
    (lambda w: np.median(w * X), UnsupportedError, "use np.sort and an index, or a number computed outside"),
    (lambda w: np.apply_along_axis(lambda x: np.modf(w * x)[0], 0, X), UnsupportedError, "np.modf has no live form"),
    (lambda w: np.einsum("ii->i", w * np.eye(2)), UnsupportedError, "each letter once in a term"),
    (lambda w: np.tensordot(w * X, X, 1), UnsupportedError, "np.matmul after np.reshape"),
    (lambda w: np.nextafter(w, 1.0), UnsupportedError, "np.nextafter has no live form"),
    (lambda w: np.modf(w), UnsupportedError, "np.modf has no live form"),
    (lambda w: np.add.reduce(w * X), UnsupportedError, "np.add.reduce"),
    (lambda w: np.add(w, 1.0, dtype=np.float32), UnsupportedError, "dtype"),
    (lambda w: np.sum(w * X, where=X > 1), UnsupportedError, "it takes a, axis, keepdims"),
    (lambda w: np.argsort(w * X), UnsupportedError, 'kind="stable"'),
    (lambda w: np.exp(1j * w), UnsupportedError, "real numbers"),
    (lambda w: w * np.array(["a"]), UnsupportedError, "real numbers"),
    (lambda w: (w * X).dump("f"), UnsupportedError, ".dump"),
    (lambda w: (w * X)[w > 0], UnsupportedError, "livefig.pick"),
    (lambda w: np.sum(w * X, axis=w), ConversionError, "fixed shapes and axes"),
    (lambda w: np.power(w > 0, w > 1), UnsupportedError, "int8"),
    (lambda w: np.float32(w), ConversionError, "line"),
    (lambda w: isotonic_regression(w * X).x, (ConversionError, UnsupportedError), "line"),
    (lambda w: pick(X, w), ConversionError, "integer=True"),
    (lambda w: scan(lambda s: s * w, 1.0, length=w), TraceError, "that no control changes"),
    (lambda w: scan(lambda s: s * w * X, 1.0, length=3), TraceError, "shapes must stay the same"),
    (lambda w: scan(lambda s: (s, s), w, length=3), TraceError, "structure"),
    (lambda w: scan(lambda s, r: s, w, length=4, over=X), TraceError, "leave length out"),
    (lambda w: scan(lambda s: s * w, 1.0), TraceError, "whole number of steps"),
]


@pytest.mark.parametrize("function, error, says", REFUSED, ids=range(len(REFUSED)))
def test_what_has_no_live_form_is_refused_with_advice(function, error, says):
    with pytest.raises(error) as caught:
        traced(function)
    message = str(caught.value)
    assert "line" in message or "scan" in message
    assert says in re.sub(r"`\(lambda.*`: ", "", message)  # the line quoted is the row of the table, advice and all


def test_the_message_names_line_file_and_text_of_the_author():
    def pulse(w):
        return {"y": np.linalg.det(w * np.eye(2))}  # the line that the message names

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
