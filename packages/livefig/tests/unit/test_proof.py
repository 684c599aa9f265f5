"""The proof says why two numbers differ, and speaks of randomness only where the function differs from itself."""

import itertools

import numpy as np
import pytest

from livefig import Slider, compile, pick, proof, scan
from livefig.compile import compile_function
from livefig.errors import FunctionError, MismatchError
from livefig.trace.tracer import trace

X = np.array([1.0, 2.0, 3.0])
W = Slider("w", 0.1, 2, value=1)


def planted(monkeypatch, change):
    """Let the traced program be that of another function."""
    honest = compile.trace
    monkeypatch.setattr(compile, "trace", lambda f, *rest: honest(lambda w: change(f(w)), *rest))


@pytest.mark.parametrize("size", [1.0, 1e9, 1e-9])
def test_what_cancels_may_differ_by_the_rounding_of_the_numbers_that_cancelled(size):
    """These are of size 1e-16 beside numbers of size 1; NumPy takes the norm in another order than the program."""

    def f(w):
        v = X * w * size
        return {"y": np.linalg.norm(v / np.linalg.norm(v)) * size - size, "z": np.mean(v) - np.sum(v) / 3}

    assert np.abs(compile_function(f, [W]).tried[0][0][1]["y"]) < 1e-15 * size


@pytest.mark.parametrize("off", [1e-6, 1e-11, 1e-20])
def test_a_wrong_program_is_found_however_small_its_numbers(off, monkeypatch):
    """No floor that counts from 1: a number of 1e-20 has nine digits, too."""
    planted(monkeypatch, lambda out: {"y": out["y"] + off})
    with pytest.raises(MismatchError, match="this is a fault of livefig") as caught:
        compile_function(lambda w: {"y": w * X * (off * 1e3)}, [W])
    assert "random numbers" not in str(caught.value)


def test_a_wrong_program_is_found_beside_large_numbers(monkeypatch):
    """The large number is on the way to another output."""
    planted(monkeypatch, lambda out: {"y": out["y"] + 1e-7, "large": out["large"]})
    with pytest.raises(MismatchError, match="output 'y' at w=1"):
        compile_function(lambda w: {"y": w * 1e-3, "large": w * 1e12 + 1}, [W])


@pytest.mark.parametrize("bits", [0, 1])
def test_chaos_is_called_by_its_name(bits, monkeypatch):
    """Two hundred steps of the logistic map make of the last bit a number."""

    def chaos(w):
        return {"x": scan(lambda x: 4 * x * (1 - x), w, length=200)[-1]}

    planted(monkeypatch, lambda out: out)
    if bits:
        honest = compile.trace
        monkeypatch.setattr(compile, "trace", lambda f, *rest: honest(lambda w: f(w * (1 + 2.0**-52)), *rest))
        with pytest.raises(MismatchError, match="They part by rounding, which this computation magnifies") as caught:
            compile_function(chaos, [Slider("w", 0.1, 0.9, value=0.3)])
        assert "random" not in str(caught.value)
    else:
        compile_function(chaos, [Slider("w", 0.1, 0.9, value=0.3)])


@pytest.mark.parametrize(
    "function",
    [
        lambda w: {"y": w * X if w.__class__ is np.float64 else X * w * w},
        lambda w: {"y": w * X if str(w.__class__) == "<class 'numpy.float64'>" else X * 2 * w},
        lambda w: {"y": guarded(w)},
    ],
    ids=["class", "text", "try"],
)
def test_a_function_that_looks_at_what_it_is_given_is_not_called_random(function):
    with pytest.raises(MismatchError, match="nothing in it is random") as caught:
        compile_function(function, [W])
    assert "isinstance or try/except" in str(caught.value)


def guarded(w):
    try:
        return float(f"{w:.17g}") * X
    except Exception:  # the refusal is swallowed
        return w * w * X


@pytest.mark.parametrize(
    "make",
    [
        lambda: (lambda rng: lambda w: {"y": w * X + rng.normal(size=3)})(np.random.default_rng(0)),
        lambda: (lambda count: lambda w: {"y": w * X + next(count)})(itertools.count()),
        lambda: (lambda seen: lambda w: {"y": w * X + (seen.append(w) or len(seen))})([]),
    ],
    ids=["random", "counter", "list"],
)
def test_a_function_that_differs_from_itself_is_told_so(make):
    with pytest.raises(MismatchError) as caught:
        compile_function(make(), [W])
    assert "no random numbers inside, no state that changes between calls" in str(caught.value)


def test_a_function_that_fails_where_a_reader_can_go_is_named_with_line_and_setting():
    def f(w):
        if isinstance(w, float) and w > 1.5:
            raise ValueError("too steep.")  # the line that the message names
        return {"y": w * X}

    with pytest.raises(FunctionError) as caught:
        compile_function(f, [W])
    message = str(caught.value)
    assert "the line that the message names" in message
    assert ": at w=2, which a reader can set, the function raises ValueError: too steep. Mend it there" in message


def test_a_mistake_at_the_start_shows_as_python_reports_it():
    with pytest.raises(ZeroDivisionError):
        compile_function(lambda w: {"y": w * (1 // 0)}, [W])


@pytest.mark.parametrize(
    "function, error",
    [
        (lambda n: {"y": (n * X)[7]}, IndexError),
        (lambda n: {"y": np.take(X, n + 7)}, IndexError),
        (lambda n: {"y": pick(X, n + 7)}, IndexError),
        (lambda n: {"y": np.arange(1, 4) ** (n - 9)}, ValueError),
        (lambda n: {"y": np.int64(2) ** (n - 9)}, ValueError),
    ],
    ids=range(5),
)
def test_it_has_a_note_of_the_line_the_setting_and_the_way_out(function, error):
    with pytest.raises(error) as caught:
        compile_function(function, [Slider("n", 0, 4, value=1, integer=True)])
    (note,) = caught.value.__notes__
    assert "of test_proof.py: `(lambda n:" in note
    assert "this happens at n=1, with which the figure begins" in note and "let the figure begin elsewhere" in note


@pytest.mark.parametrize("later", [{"y": X, "z": X}, {"z": X}], ids=["one more", "another"])
def test_an_output_that_comes_and_goes_is_named(later):
    program = trace(lambda w: {"y": w * X}, {"w": np.float64(1.0)}, ["w"])
    with pytest.raises(MismatchError, match="at w=2 the function returns the outputs .*'z', and the outputs 'y' when"):
        proof.prove(program, lambda values: later, lambda v: [np.float64(1)], [{"w": 1.0}, {"w": 2.0}], {"y": X})


def test_a_missing_number_equals_a_missing_number_and_nothing_else(monkeypatch):
    compile_function(lambda w: {"y": np.sqrt(w - X)}, [W])
    planted(monkeypatch, lambda out: {"y": np.nan_to_num(out["y"])})
    with pytest.raises(MismatchError):
        compile_function(lambda w: {"y": np.sqrt(w - X)}, [W])
