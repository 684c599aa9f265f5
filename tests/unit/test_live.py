"""A live figure joins function, controls and picture; each mistake has its message; the kernel is the fallback."""

import json

import matplotlib.pyplot as plt
import numpy as np
import pytest

from livefig import Checkbox, Choice, LiveFigure, Slider
from livefig.errors import ControlError, FigureError, IdleControlError, OutputError, SpecError
from livefig.live import MIME, decode, encode

X = np.linspace(-1, 1, 5)
A = Slider("a", -2, 2, value=1)


def make(function=lambda a: {"y": a * X, "m": a}, controls=(A,), moves=None, says="It is {m:.1f}.", **changed):
    """Return a live figure of one line; `moves` is made from the line."""
    fig, ax = plt.subplots()
    (line,) = ax.plot(X, X)
    wanted = {line: {"y": "y"}} if moves is None else moves(line)
    return LiveFigure(function, fig, list(controls), wanted, says, **{"name": "a-line", "alt": "A line", **changed})


def test_the_spec_is_plain_data_and_the_figure_does_not_show_twice():
    live = make()
    assert json.loads(json.dumps(live.spec, allow_nan=False)) == live.spec
    assert live.spec["sentence"] == "It is 1.0."
    assert plt.get_fignums() == []


def test_the_output_of_a_cell_carries_text_spec_and_widget():
    data, _ = make()._repr_mimebundle_()
    assert data["text/plain"] == "<LiveFigure a-line at a=1: It is 1.0.>"
    assert data[MIME]["name"] == "a-line"
    assert "application/vnd.jupyter.widget-view+json" in data


def test_controls_are_traits_that_snap_to_the_grid_and_can_be_observed():
    live, seen = make(), []
    live.observe(lambda change: seen.append(change["new"]), "a")
    live.a = 0.50000001
    assert seen == [0.5] == [live.a]
    assert live.sentence() == "It is 0.5."
    assert live.outputs(a=2)["m"] == 2
    with pytest.raises(ControlError, match="goes from -2 to 2"):
        live.a = 3


def test_a_choice_is_known_to_the_page_by_its_key_and_to_python_by_its_value():
    def bend(a, power, flip):
        return {"y": (-1 if flip else 1) * a * X**power, "m": a}

    live = make(bend, [A, Choice("power", {"line": 1, "parabola": 2}), Checkbox("flip")], says="{power}, {flip}: {m}")
    live.power = 2
    assert live.get_state(["power"])["power"] in live._controls[1].keys
    live.set_state({"power": live._controls[1].keys[0], "flip": True})
    assert (live.power, live.flip) == (1, True)
    assert live.sentence() == "line, yes: 1"
    with pytest.raises(ControlError, match="the options are"):
        live.power = 3


def test_the_sentence_depends_on_conditions_and_nan_is_no_condition():
    def split(a):
        return {"y": a * X, "m": a, "low": a < 0, "odd": np.where(a > 1, np.nan, 0.0)}

    live = make(split, says=[("odd", "odd"), ("low", "low: {m:+.0f}"), "high"])
    assert [live.sentence(a=v) for v in (-1.0, 1.0, 2.0)] == ["low: -1", "high", "high"]


def test_constants_travel_without_loss():
    array = np.array([[0.1, -0.0], [np.nan, np.inf]])
    again = decode({"shape": [2, 2], "data": encode(array)})
    assert np.array_equal(array, again, equal_nan=True)
    assert np.signbit(again[0, 1])


def count_up(a):
    total = 0
    while total < a:
        total += 1
    return {"y": X * total, "m": total}


def test_what_cannot_be_traced_falls_back_to_the_kernel_and_says_so():
    live, sent = make(count_up), []
    assert "np.where" in live.spec["fallback"]
    assert live.spec["programs"] == []
    assert "computed in the kernel" in repr(live)
    live.send = lambda content, buffers=None: sent.append(content)
    live.a = 2.0
    assert np.array_equal(decode(sent[-1]["outputs"]["y"]), 2 * X)


BAD = [
    ({"name": "A line"}, SpecError, "lower-case"),
    ({"name": "x" * 3 + "<"}, SpecError, "lower-case"),
    ({"alt": " "}, SpecError, "alt= must say"),
    ({"controls": []}, ControlError, "at least one control"),
    ({"controls": [A, A]}, ControlError, "two controls are named 'a'"),
    ({"controls": [Slider("b", 0, 1)]}, IdleControlError, "takes the control b"),
    ({"says": None}, SpecError, "says= must be a sentence"),
    ({"says": [("m", "x")]}, SpecError, "ends with a sentence"),
    ({"says": [("none", "x"), "y"]}, SpecError, "asks for 'none'"),
    ({"says": [("y", "x"), "y"]}, SpecError, "single true-or-false"),
    ({"says": "{missing}"}, SpecError, "names 'missing'"),
    ({"says": "{y}"}, SpecError, "names 'y'"),
    ({"says": "{m:>10}"}, SpecError, "not one that the page can write"),
    ({"says": "{m"}, SpecError, "braces"),
    ({"moves": lambda line: {line: {"y": "nothing"}}}, FigureError, "nothing"),
    ({"moves": lambda line: {line: {"colour": "y"}}}, FigureError, "colour"),
    ({"moves": lambda line: {plt.Line2D([0], [0]): {"y": "m"}}}, FigureError, "figure"),
    ({"moves": lambda line: {"line": {"y": "y"}}}, FigureError, "str cannot move"),
    ({"function": lambda a: {"y": a * X[:3], "m": a}}, FigureError, "(3,)"),
    ({"function": lambda a: a}, OutputError, "return a dict"),
]


@pytest.mark.parametrize("change, error, says", BAD, ids=range(len(BAD)))
def test_each_mistake_has_its_message(change, error, says):
    with pytest.raises(error) as caught:
        make(**change)
    assert says in str(caught.value)
    plt.close("all")


def test_labels_names_and_sentences_are_escaped_where_they_become_html():
    live = make(controls=[Slider("a", -2, 2, value=1, label="<img src=x onerror=alert(1)> & $a<b$")])
    label = live.spec["controls"][0]["label"]
    assert "<img" not in label
    assert "&lt;img" in label
