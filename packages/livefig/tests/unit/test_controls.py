"""Controls: the values that they admit, and the mistakes that they name."""

import anywidget
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from livefig.controls.control import RESERVED, Checkbox, Choice, Group, Slider, ungrouped


def test_linear_slider_steps_from_its_lower_end_and_reaches_both():
    slider = Slider("w", 0, 1, step=0.3)
    assert [slider.snap(v) for v in (-5, 0.1, 0.16, 0.7, 0.94, 0.97, 1, 9)] == [0, 0, 0.3, 0.6, 0.9, 0.9, 1, 1]


def test_log_slider_keeps_three_digits_and_its_exact_ends():
    slider = Slider("eta", 0.0012345, 2.5, value=0.1, log=True)
    assert [slider.snap(v) for v in (0, 0.0123456, 0.99951, 2.4999, 7)] == [0.0012345, 0.0123, 1.0, 2.5, 2.5]


def test_integer_slider_gives_ints():
    slider = Slider("n", 1, 1000, integer=True, log=True)
    assert [slider.python(v) for v in (1, 1.6, 1234, 499.6)] == [1, 2, 1000, 500]
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
    assert all(slider.snap(v) == v and isinstance(v, np.float64) for v in drawn)


def test_minus_zero_is_zero():
    assert not np.signbit(Slider("w", -0.9, 0.9, step=0.3).snap(0))  # -0.9 + 3 * 0.3 is just below zero


def test_choice_finds_its_start_by_value_or_label_and_names_options_for_links():
    choice = Choice("loss", {"squared error": "mse", "absolute |e|": np.abs, "$L_\\infty$": 3}, value=np.abs)
    assert (choice.index, choice.default) == (1, np.abs)
    assert choice.keys == ["mse", "absolute-e", "l-infty"]
    assert Choice("loss", {"one": [1, 2], "two": [3, 4]}, value="two").default == [3, 4]
    assert Choice("kind", ["α", "β"]).keys == ["0", "1"]


def test_controls_become_plain_data():
    upper, plain = str.upper, str
    assert Checkbox("bias", True).spec(upper, plain) == {
        "kind": "checkbox", "name": "bias", "label": "BIAS", "text": "bias", "value": True,
    }  # fmt: skip
    assert Choice("k", ["a", "b"]).spec(upper, plain)["options"][1] == {
        "label": "B", "text": "b", "key": "b", "code": "'b'",
    }  # fmt: skip
    slider = Slider("w_0", 0, 1, label="$w_0$", unit="kg").spec(upper, plain)
    assert (slider["label"], slider["unit"], slider["count"], slider["decimals"]) == ("$W_0$", "kg", 100, 2)


def test_a_slider_plays_in_about_eight_seconds_unless_its_author_says_otherwise():
    speeds = [Slider("n", 0, count, integer=True, play=True).play for count in (4, 40, 1000)]
    assert speeds == [2, 5, 25]
    assert Slider("n", 0, 40, play=12).play == 12
    assert "play" not in Slider("n", 0, 40).spec(str, str)
    assert Slider("n", 0, 40, play=3).spec(str, str)["play"] == 3


def test_groups_are_taken_apart_in_order():
    a, b, c = Checkbox("a"), Checkbox("b"), Checkbox("c")
    group = Group("Two", (b, c))
    assert ungrouped([a, group]) == ([a, b, c], [group])


def test_an_option_knows_how_a_call_writes_it():
    choice = Choice("f", {"one": 1, "text": "it's", "sine": np.sin, "none": None, "pair": (1, 2.5)})
    codes = [option["code"] for option in choice.spec(str, str)["options"]]
    assert codes == ["1", '"it\'s"', "sin", "None", "(1, 2.5)"]


def test_a_call_writes_functions_by_name_and_never_an_address():
    options = {"pair": (np.sin, np.cos), "list": [np.sin, 1], "one": (np.exp,), "text": "seen at 0x7f",
               "nameless": lambda x: x, "deep": (np.tanh, lambda x: x), "object": object()}  # fmt: skip
    codes = [option["code"] for option in Choice("f", options).spec(str, str)["options"]]
    assert codes == ["(sin, cos)", "[sin, 1]", "(exp,)", "'seen at 0x7f'", "...", "(tanh, ...)", "..."]


def test_every_name_that_the_widget_uses_is_reserved():
    assert {name for name in dir(anywidget.AnyWidget) if not name.startswith("_")} <= RESERVED


def test_a_group_says_what_it_is():
    made = Group("Start", [Slider("w", 0, 1), Checkbox("on")])
    assert repr(made) == "Group('Start', [Slider('w'), Checkbox('on')])"
