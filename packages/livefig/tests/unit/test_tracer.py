"""What cannot be traced raises, and the message says where, what, and what to write instead."""

import numpy as np
import pytest

from livefig.errors import BranchError, OutputError, TraceError, UnsupportedError
from livefig.trace.lines import Line, Var
from livefig.trace.loops import scan
from livefig.trace.program import Program
from livefig.trace.recorder import Recorder
from livefig.trace.table import UFUNCS
from livefig.trace.tracer import Traced, trace

X = np.array([1.0, 2.0, 3.0])


def traced(function, w=2.0):
    return trace(lambda w: {"y": function(w)}, {"w": np.float64(w)}, ["w"])


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
