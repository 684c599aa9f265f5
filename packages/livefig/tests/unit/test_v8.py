"""A figure's JavaScript is run and held against the function when the figure is made, wherever there is a V8."""

import asyncio
import math
import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from livefig import Choice, Slider, compile, scan, v8
from livefig.compile import compile_function
from livefig.errors import EngineError, MismatchError
from livefig.trace.table import UFUNCS

X = np.array([-1.0, 0.5, 2.0])
W = Slider("w", -2.0, 2.0, value=1.0)
ULP = 2.0**-52


def bent(w):
    z = 2 * w * X
    return {"y": np.tanh(z) + w}  # the line that the message names


@pytest.fixture
def row(monkeypatch):
    """Give an operation other JavaScript, and NumPy the same as before."""

    def change(function, js):
        op = UFUNCS[function]
        before = op.js
        object.__setattr__(op, "js", js)
        changed.append((op, before))

    changed = []
    yield change
    for op, before in changed:
        object.__setattr__(op, "js", before)


@pytest.fixture
def without_v8(monkeypatch):
    """Make it a process in which mini-racer is not installed, and none was made yet."""
    monkeypatch.delenv(v8.REQUIRED, raising=False)
    monkeypatch.setitem(sys.modules, "py_mini_racer", None)
    v8._engine.cache_clear()
    yield
    v8._engine.cache_clear()


def test_a_wrong_javascript_row_is_found_when_a_figure_is_made_with_operation_and_line(row):
    row(np.tanh, "Math.atan({0})")
    with pytest.raises(MismatchError) as caught:
        compile_function(bent, [W])
    message = str(caught.value)
    assert message.startswith("output 'y' at w=1: the function gives [0.035972")
    assert "the JavaScript of the page [-0.107149" in message
    assert "It begins with tanh, on line " in message
    assert 'of test_v8.py: `return {"y": np.tanh(z) + w}  # the line that the message names`' in message
    assert "write the line with other functions of the table" in message
    assert "random" not in message


def test_a_difference_that_shows_at_one_end_only_is_found_there(row):
    row(np.tanh, "({0} > 7.9 ? 0.9 : Math.tanh({0}))")
    with pytest.raises(MismatchError, match="output 'y' at w=2: the function gives"):
        compile_function(bent, [W])


def test_a_fault_of_the_writer_is_found_though_no_operation_is_to_blame(monkeypatch):
    honest = compile.emit

    def emit(program, names):
        text, constants = honest(program, names)
        return text.replace("new0 = c_w !== last0", "new0 = last0 !== last0"), constants

    assert "new0 = c_w !== last0" in honest_text(kept_apart)
    monkeypatch.setattr(compile, "emit", emit)
    with pytest.raises(MismatchError, match="the JavaScript of the page") as caught:
        compile_function(kept_apart, [W, Slider("v", 0.0, 1.0)])
    assert "It begins with" not in str(caught.value)


def kept_apart(w, v):
    return {"y": np.tanh(w * X), "z": v * X}


def honest_text(function):
    return compile_function(function, [W, Slider("v", 0.0, 1.0)]).programs[0]


@pytest.mark.parametrize(
    "js, says",
    [
        ("Math.bend({0})", "ends with 'TypeError: Math.bend is not a function'"),
        ("L.whole({0} + 0.5)", "ends with 'RangeError: a whole number left"),
        ("Math.(tanh({0})", "SyntaxError"),
    ],
)
def test_javascript_that_stops_is_told_with_its_own_words(js, says, row):
    row(np.tanh, js)
    with pytest.raises(
        MismatchError, match="NumPy, which runs the same program, gives what the function gives"
    ) as said:
        compile_function(bent, [W])
    assert says in str(said.value) and str(said.value).startswith("at w=1 the page's JavaScript ends with")


def test_each_program_of_a_choice_is_run(row):
    row(np.tanh, "Math.atan({0})")

    def f(w, how):
        return {"y": np.tanh(w * X) if how == "bent" else w * X}

    with pytest.raises(MismatchError, match="at w=1, how=bent"):
        compile_function(f, [W, Choice("how", ["straight", "bent"])])


@pytest.mark.parametrize("size", [1.0, 1e9, 1e-9])
def test_what_cancels_may_differ_by_rounding_in_the_page_too(size, row):
    row(np.tanh, f"(Math.tanh({{0}}) * (1 + {ULP!r}))")
    compile_function(lambda w: {"y": size * np.tanh(w * X) - size * math.tanh(1.0)}, [W])


def test_rounding_does_not_excuse_what_is_larger(row):
    row(np.tanh, f"(Math.tanh({{0}}) * (1 + {2.0**30 * ULP!r}))")
    with pytest.raises(MismatchError, match="It begins with tanh"):
        compile_function(lambda w: {"y": np.tanh(w * X) - math.tanh(1.0)}, [W])


def test_chaos_is_called_by_its_name_in_the_page_too(row):
    row(np.exp, f"(Math.exp({{0}}) * (1 + {ULP!r}))")
    with pytest.raises(MismatchError, match="They part by rounding, which this computation magnifies, as chaos does"):
        compile_function(
            lambda w: {"x": scan(lambda x: 20 * x * np.exp(-x), w, length=200)[-1]}, [Slider("w", 0.1, 2.0)]
        )


def test_the_smallest_numbers_are_the_same_or_harmless():
    compile_function(lambda w: {"y": np.exp(-w * np.linspace(700, 746, 200))}, [Slider("w", 0.9, 1.1, value=1.0)])


SPECIAL = [0.0, -0.0, np.nan, np.inf, -np.inf, 5e-324, 1.7976931348623157e308, 0.1, -1 / 3]


def test_numbers_reach_v8_and_come_back_to_the_bit():
    engine = v8.Engine()
    text = "function (L, K) { return (a, b) => ({ same: K[0], two: Float64Array.of(b, a), one: a, none: K[1] }); }"
    constants = [np.array(SPECIAL).reshape(3, 3), np.zeros(0)]
    found = engine.run(text, constants, [[a, -a] for a in SPECIAL])
    for a, got in zip(SPECIAL, found, strict=True):
        assert got["same"].tobytes() == np.array(SPECIAL).tobytes()
        assert got["one"].tobytes() == np.array([a]).tobytes()
        assert np.array_equal(got["two"], [-a, a], equal_nan=True) and got["none"].size == 0


def test_a_call_that_stops_leaves_the_calls_around_it():
    text = "function (L, K) { const y = new Float64Array(1); return (a) => { y[0] = L.whole(a); return { y }; }; }"
    first, second, third = v8.Engine().run(text, [], [[1], [0.5], [3]])
    assert (first["y"], third["y"]) == ([1.0], [3.0])
    assert second == "RangeError: a whole number left ±9,007,199,254,740,992, up to which this page counts exactly"


def test_a_figure_whose_controls_are_all_choices_is_run_too(monkeypatch):
    how = Choice("how", {"once": 1, "twice": 2})
    compile_function(lambda how: {"y": how * X}, [how])
    monkeypatch.setattr(compile, "emit", lambda *a: ("function (L, K) { return () => { throw 'x'; }; }", []))
    with pytest.raises(MismatchError, match="at how=1 the page's JavaScript ends with 'x'"):
        compile_function(lambda how: {"y": how * X}, [how])


def test_v8_is_made_once_a_process():
    assert v8.engine() is v8.engine() is not None


def test_without_a_v8_a_figure_is_proven_in_numpy_as_before(without_v8, row):
    assert v8.engine() is None
    row(np.tanh, "Math.atan({0})")
    assert "Math.atan" in compile_function(bent, [W]).programs[0]


def test_a_book_that_requires_v8_makes_no_figure_without_one(without_v8, monkeypatch):
    monkeypatch.setenv(v8.REQUIRED, "1")
    with pytest.raises(EngineError, match="pip install mini-racer") as caught:
        compile_function(bent, [W])
    assert "ModuleNotFoundError" in str(caught.value) and "livefig_requires_v8" in str(caught.value)


async def made_in_a_loop():
    """Return an engine that is made as a notebook makes it, while an event loop runs, and has worked there."""
    engine = v8.Engine()
    assert one_more(engine) == 2.0
    return engine


def one_more(engine):
    (found,) = engine.run("function (L, K) { return (x) => ({ y: x + 1 }); }", [], [[1.0]])
    return found["y"].item()


def test_v8_outlives_the_event_loop_in_which_it_was_made():
    engine = asyncio.run(made_in_a_loop())
    assert one_more(engine) == 2.0


def test_a_loop_may_wait_for_a_thread_that_asks_v8():
    async def main():
        engine = await made_in_a_loop()
        return ThreadPoolExecutor(1).submit(one_more, engine).result(timeout=20)  # the loop stands still meanwhile

    assert asyncio.run(main()) == 2.0
