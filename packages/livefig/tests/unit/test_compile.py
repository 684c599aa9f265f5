"""The programs are the function: checked at many settings; idle controls and outputs are mistakes."""

import itertools
import re

import numpy as np
import pytest

from livefig import Checkbox, Choice, Slider, compile
from livefig.compile import compile_function
from livefig.errors import IdleControlError, MismatchError, OutputError
from support.v8 import difference

X = np.linspace(-1, 1, 5)
A, B = Slider("a", -2, 2, value=1), Slider("b", 0.01, 10, value=1, log=True)


def test_a_compiled_function_has_one_program_for_each_combination_that_differs(v8):
    def bend(a, kind, flip):
        y = a * X if kind == "line" else a * X**2
        return {"y": -y if flip else y, "end": y[-1]}

    controls = [A, Choice("kind", ["line", "parabola"]), Checkbox("flip")]
    compiled = compile_function(bend, controls)
    assert compiled.choose == [0, 1, 2, 3]
    for number, (kind, flip) in enumerate(itertools.product(["line", "parabola"], [False, True])):
        for a in (-2.0, 0.3):
            found = v8.compiled(compiled, {"a": a}, compiled.choose[number])
            expected = compiled.call({"a": a, "kind": kind, "flip": flip})
            assert all(difference(expected[n], found[n]) == 0 for n in expected)


def test_identical_programs_are_stored_once_and_constants_shared():
    def shift(a, kind):
        table = {"p": X, "q": X + 1, "r": X}[kind]
        return {"y": a + table}

    compiled = compile_function(shift, [A, Choice("kind", ["p", "q", "r"])])
    assert len(compiled.programs) == 2
    assert compiled.choose == [0, 1, 0]
    assert len(compiled.constants) == 2


def test_the_rest_of_the_controls_may_arrive_by_name(v8):
    compiled = compile_function(lambda a, **rest: {"y": a * X + rest["b"]}, [A, B])
    found = v8.compiled(compiled, {"a": 2.0, "b": 3.0}, 0)
    assert np.array_equal(found["y"], 2 * X + 3)
    with pytest.raises(IdleControlError, match="depends on the slider 'b'"):
        compile_function(lambda a, **rest: {"y": a * X}, [A, B])


@pytest.mark.parametrize(
    "function, controls, error, says",
    [
        (lambda a: {"y": a * X}, [A, B], IdleControlError, "no parameter of <lambda> takes the control b"),
        (lambda a, b: {"y": a * X}, [A], IdleControlError, "the parameter b of <lambda> has no control"),
        (lambda a, b: {"y": a * X}, [A, B], IdleControlError, "depends on the slider 'b'"),
        (lambda a, k: {"y": a * X}, [A, Choice("k", ["x", "y"])], IdleControlError, "the same for every value of 'k'"),
        (lambda a, k: {"y": a * X, "z": X if k else X[0]}, [A, Checkbox("k")], OutputError, "same names and axes"),
        (lambda a, k: {"y": a * X} | ({"z": a} if k else {}), [A, Checkbox("k")], OutputError, "same names and axes"),
        (lambda a: {"y": "text"}, [A], OutputError, "real numbers"),
        (lambda a: {"y": [[1, 2], [3]]}, [A], OutputError, "ragged"),
        (lambda a: {"y": 1j * a}, [A], OutputError, "complex128"),
        (lambda a: a * X, [A], OutputError, "return a dict"),
        (lambda a: {"y": a * X, "z": np.ma.masked_less(X, 0)}, [A], OutputError, "return z.filled(np.nan)"),
        (lambda a: {"y": a * X, "z": 10**30}, [A], OutputError, "a whole number beyond 2**63"),
    ],
)
@pytest.mark.mistake
def test_each_mistake_has_its_message(function, controls, error, says):
    with pytest.raises(error) as caught:
        compile_function(function, controls)
    assert says in str(caught.value)


@pytest.mark.mistake
def test_too_many_combinations_are_refused():
    controls = [Choice(f"k{i}", list("abc")) for i in range(4)]
    with pytest.raises(IdleControlError, match="81 combinations"):
        compile_function(lambda k0, k1, k2, k3: {"y": X}, controls)


def test_an_output_that_only_a_choice_changes_is_not_idle():
    compiled = compile_function(lambda a, k: {"y": a * X, "z": X if k else -X}, [A, Checkbox("k")])
    assert set(compiled.outputs) == {"y", "z"}


@pytest.mark.parametrize(
    "values, common", [([1, 0.5], "float64"), ([0.5, 1], "float64"), ([True, 2], "int64"), ([True, 0.5], "float64")]
)
def test_an_output_has_the_type_common_to_all_choices(values, common):
    compiled = compile_function(lambda k, a: {"y": values[k], "z": a}, [Choice("k", {"p": 0, "q": 1}), A])
    assert compiled.outputs["y"]["dtype"] == common
    kept = [found["y"] for some in compiled.tried for _, found in some]
    kept += [compiled.call({"k": k, "a": 1.0})["y"] for k in (0, 1)]
    assert {str(one.dtype) for one in kept} == {common}
    assert {float(one) for one in kept} == set(map(float, values))


def test_randomness_inside_the_function_is_found():
    rng = np.random.default_rng(0)
    with pytest.raises(MismatchError, match="no random numbers inside"):
        compile_function(lambda a: {"y": a * X + rng.normal(size=5)}, [A])


def test_state_that_changes_between_calls_is_found():
    calls = itertools.count()
    with pytest.raises(MismatchError, match="output 'y' at a="):
        compile_function(lambda a: {"y": a * X + next(calls)}, [A])


def test_a_wrong_program_is_found(monkeypatch):
    """The planted fault: the traced program loses a factor."""

    def trace_with_a_fault(function, arguments, live, ranges):
        return honest(lambda a: {"y": 1.001 * function(a)["y"]}, arguments, live, ranges)

    honest = compile.trace
    monkeypatch.setattr(compile, "trace", trace_with_a_fault)
    with pytest.raises(MismatchError, match="the traced program"):
        compile_function(lambda a: {"y": a * X}, [A])


def test_the_settings_reach_ends_middle_and_random_values():
    found = compile.settings([A, B], {}, (), np.random.default_rng(0))
    assert {s["a"] for s in found} >= {-2.0, 2.0, 0.0, 1.0}
    assert {s["b"] for s in found} >= {0.01, 10.0}
    assert len({tuple(s.items()) for s in found}) == len(found) >= 9


def test_division_by_zero_is_numpys_infinity_and_no_error():
    compiled = compile_function(lambda a: {"y": 1 / a, "z": 0 * a / a}, [A])
    found = compiled.call({"a": 0.0})
    assert np.isposinf(found["y"])
    assert np.isnan(found["z"])


def test_a_call_computes_only_what_a_changed_control_reaches(v8):
    def two(a, b):
        return {"left": np.exp(a * X), "right": np.sin(b * X), "both": a + b}

    text = compile_function(two, [A, B]).programs[0]
    first = [block.partition("}")[0] for block in text.split("if (")[1:]]
    assert [block.partition(")")[0] for block in first] == ["new0", "new1", "new0 || new1"]
    found = v8.run(text, [X], [1.0, 1.0], [2.0, 1.0], [2.0, 3.0], [2.0, 3.0])
    for name, value in two(2.0, 3.0).items():
        assert difference(np.asarray(value), found[name].reshape(np.shape(value))) < 1e-15


def test_the_check_of_what_changed_does_not_believe_an_old_value(v8):
    """A slider that goes and comes back, and one that stays."""
    text = compile_function(lambda a, b: {"y": a * X, "z": a * b}, [A, B]).programs[0]
    found = v8.run(text, [X], [1.0, 1.0], [2.0, 5.0], [1.0, 5.0])
    assert np.array_equal(found["y"], X)
    assert found["z"] == 5


@pytest.mark.parametrize(
    "function, control, says",
    [
        ("lambda \u0430: {'y': \u0430}", "a", "takes the control a; its parameters are \u0430 (U+0430)."),
        ("lambda a: {'y': a}", "\u0430", "takes the control \u0430 (U+0430); its parameters are a."),
        ("lambda \u03b8, \u03bc: 0", "m\u03bc", "are \u03b8 (U+03B8), \u03bc (U+03BC)"),
    ],
    ids=["cyrillic", "latin", "greek"],
)  # fmt: skip
def test_letters_that_look_the_same_are_told_apart_by_their_code_points(function, control, says):
    with pytest.raises(IdleControlError, match=re.escape(says)):
        compile_function(eval(function), [Slider(control, 0.0, 1.0)])  # noqa: S307


def test_the_micro_sign_is_the_greek_letter_as_in_python():
    compile_function(eval("lambda \u00b5: {'y': \u00b5 * 2}"), [Slider("\u00b5", 0.0, 1.0)])  # noqa: S307
    compile_function(eval("lambda \u03bc: {'y': \u03bc * 2}"), [Slider("\u00b5", 0.0, 1.0)])  # noqa: S307
