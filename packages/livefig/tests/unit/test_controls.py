"""Controls: the values that they admit, and the mistakes that they name."""

import math
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from livefig import Checkbox, Choice, Group, Slider
from livefig.controls import CONTROLS
from livefig.controls.group import ungrouped
from livefig.errors import ControlError


def test_linear_slider_steps_from_its_lower_end_and_reaches_both():
    slider = Slider("w", 0, 1, step=0.3)
    assert [slider.snap(v) for v in (-5, 0.1, 0.16, 0.7, 0.94, 0.97, 1, 9)] == [0, 0, 0.3, 0.6, 0.9, 0.9, 1, 1]


@pytest.mark.parametrize(
    ("low", "high", "start"),
    [(-math.pi, math.pi, 0), (-math.pi, math.pi, None), (-math.pi, math.pi, 1.5), (-1 / 3, 7, 0.25),
     (-math.tau, 1e-3, 0), (-1, math.pi, 0), (-3.14159, 2, 0), (-1e-9, 1, 0.5)],
)  # fmt: skip
def test_a_slider_across_nought_reaches_nought_its_start_and_both_ends(low, high, start):
    slider = Slider("v", low, high, start)
    positions = [slider._at(k) for k in range(slider.count + 1)]
    assert {0.0, low, high} | ({start} if start is not None else set()) <= set(positions)
    assert positions == sorted(set(positions)) and 100 <= len(positions) <= 2002
    assert [slider.snap(one) for one in positions] == positions


def test_a_start_that_only_the_grid_from_the_lower_end_has_stays_where_it_is():
    assert Slider("v", -1 / 3, 2, value=-1 / 3 + 0.5).value == pytest.approx(-1 / 3 + 0.5)
    with pytest.raises(ControlError, match=r"steps of 0\.05 from -3\.14159\)\. Use "):
        Slider("v", -math.pi, math.pi, value=math.pi / 2)


def test_log_slider_keeps_three_digits_and_its_exact_ends():
    slider = Slider("eta", 0.0012345, 2.5, value=0.1, log=True)
    assert [slider.snap(v) for v in (0, 0.0123456, 0.99951, 2.4999, 7)] == [0.0012345, 0.0123, 1.0, 2.5, 2.5]


def test_integer_slider_gives_ints():
    slider = Slider("n", 1, 1000, integer=True, log=True)
    assert [slider.checked(v) for v in (1, 1.6, 1000, 499.6)] == [1, 2, 1000, 500]
    assert all(type(v) is int for v in slider.probes())


@given(st.floats(-1e3, 1e3), st.floats(1e-3, 1e3), st.floats(-0.5, 1.5), st.booleans())
def test_every_snapped_value_is_admissible_and_near(low, width, part, log):
    low = abs(low) + 1e-3 if log else low
    slider = Slider("v", low, low + width, log=log)
    wish = low + part * width
    value = slider.snap(wish)
    assert slider.min <= value <= slider.max
    assert slider.snap(value) == value
    if 0 <= part <= 1:
        assert abs(value - wish) <= max(0.006 * wish, slider.step)


@pytest.mark.parametrize(
    ("low", "high", "value", "step"),
    [(-3, 3, 2.5, 0.05), (0, 1, 0.333, 0.001), (0.1, 5, 1, 0.02), (0, 100, None, 1), (0, 3.14159, None, 0.02)],
)
def test_step_is_round_and_meets_the_start_value(low, high, value, step):
    slider = Slider("v", low, high, value)
    assert slider.step == step
    assert value is None or slider.value == value


def test_probes_are_the_ends_and_the_middle_and_draws_stay_on_the_grid():
    slider = Slider("eta", 0.01, 1, log=True)
    assert slider.probes() == [0.01, 1.0, 0.1]
    rng = np.random.default_rng(0)
    drawn = [slider.draw(rng) for _ in range(50)]
    assert len(set(drawn)) > 30
    assert all(slider.snap(v) == v and type(v) is float for v in drawn)


def test_minus_zero_is_zero():
    assert not np.signbit(Slider("w", -0.9, 0.9, step=0.3).snap(0))  # -0.9 + 3 * 0.3 is just below zero


def test_choice_finds_its_start_by_value_or_label_and_names_options_for_links():
    choice = Choice("loss", {"squared error": "mse", "absolute |e|": np.abs, "$L_\\infty$": 3}, value=np.abs)
    assert (choice.index, choice.default) == (1, np.abs)
    assert choice.keys == ["mse", "absolute-e", "l-infty"]
    assert Choice("loss", {"one": [1, 2], "two": [3, 4]}, value="two").default == [3, 4]
    assert Choice("kind", ["α", "β"]).keys == ["0", "1"]


def test_controls_become_plain_data():
    assert Checkbox("bias", True, "<b>bias</b>").spec() == {
        "kind": "checkbox", "name": "bias", "label": "&lt;b&gt;bias&lt;/b&gt;", "text": "<b>bias</b>", "value": True,
    }  # fmt: skip
    assert Choice("k", ["a", "b&c"]).spec()["options"][1] == {
        "label": "b&amp;c", "text": "b&c", "key": "b-c", "code": "'b&c'",
    }  # fmt: skip
    slider = Slider("w_0", 0, 1, label="$w_0$", unit="kg").spec()
    assert "<math>" in slider["label"]
    assert (slider["text"], slider["unit"], slider["count"], slider["decimals"]) == ("w0", "kg", 100, 2)


# Of each kind: a control, what somebody gives, and the same as people, function, page and sentence have it.
FORMS = [
    (Slider("w", -1, 1, step=0.1), np.float64(0.30000001), 0.3, np.float64(0.3), 0.3, 0.3),
    (Slider("n", 0, 9, integer=True), 3.0, 3, 3, 3.0, 3.0),
    (Checkbox("on"), np.True_, True, True, True, True),
    (Choice("k", {"one $x$": 1, "two": None}), "two", None, None, "two", "two"),
    (Choice("k", {"one $x$": 1, "two": None}), 1, 1, 1, "one-x", "one x"),
]


def test_every_kind_of_control_is_among_the_forms():
    assert {type(control) for control, *_ in FORMS} == set(CONTROLS)


@pytest.mark.parametrize(("control", "given", "plain", "received", "page", "said"), FORMS)
def test_a_value_has_a_plain_form_and_those_of_function_page_and_sentence(control, given, plain, received, page, said):
    value = control.checked(given)
    assert (value, type(value)) == (plain, type(plain))
    assert (control.to_function(value), type(control.to_function(value))) == (received, type(received))
    assert control.to_page(value) == page
    assert control.from_page(page) == value
    assert control.shown(value) == said
    assert control.default in (control.cases or [control.default])
    assert control.draw(np.random.default_rng(1)) == control.checked(control.draw(np.random.default_rng(1)))


def test_a_value_just_beyond_an_end_by_rounding_is_the_end_and_another_is_refused():
    slider = Slider("w", 0, 0.3)
    assert slider.checked(0.1 + 0.2) == 0.3
    for value in (0.31, "0.1", None, True, float("nan")):
        with pytest.raises(ControlError, match=re.escape(f"w = {value!r}: the slider goes from 0 to 0.3")):
            slider.checked(value)


def test_a_name_is_read_as_python_reads_a_parameter():
    assert Slider("\N{MICRO SIGN}", 0, 1).name == "\N{GREEK SMALL LETTER MU}"


def test_a_slider_plays_in_about_eight_seconds_unless_its_author_says_otherwise():
    speeds = [Slider("n", 0, count, integer=True, play=True).play for count in (4, 40, 1000)]
    assert speeds == [2, 5, 25]
    assert Slider("n", 0, 40, play=12).play == 12
    assert [Slider("n", 0, 40).spec()["play"], Slider("n", 0, 40, play=3).spec()["play"]] == [0, 3]


def test_groups_are_taken_apart_in_order():
    a, b, c = Checkbox("a"), Checkbox("b"), Checkbox("c")
    group = Group("Two", (b, c))
    assert ungrouped([a, group]) == ([a, b, c], [group])


def test_an_option_knows_how_a_call_writes_it():
    choice = Choice("f", {"one": 1, "text": "it's", "sine": np.sin, "none": None, "pair": (1, 2.5)})
    codes = [option["code"] for option in choice.spec()["options"]]
    assert codes == ["1", '"it\'s"', "sin", "None", "(1, 2.5)"]


def test_a_call_writes_functions_by_name_and_never_an_address():
    options = {"pair": (np.sin, np.cos), "list": [np.sin, 1], "one": (np.exp,), "text": "seen at 0x7f",
               "nameless": lambda x: x, "deep": (np.tanh, lambda x: x), "object": object()}  # fmt: skip
    codes = [option["code"] for option in Choice("f", options).spec()["options"]]
    assert codes == ["(sin, cos)", "[sin, 1]", "(exp,)", "'seen at 0x7f'", "...", "(tanh, ...)", "..."]


def test_a_group_says_what_it_is():
    made = Group("Start", [Slider("w", 0, 1), Checkbox("on")])
    assert repr(made) == "Group('Start', [Slider('w'), Checkbox('on')])"
