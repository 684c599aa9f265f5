"""A live figure joins function, controls and picture; each mistake has its message; the kernel is the fallback."""

import contextlib
import json

import matplotlib.pyplot as plt
import numpy as np
import pytest

from livefig import Checkbox, Choice, Group, LiveFigure, Slider
from livefig.errors import ControlError, IdleControlError, LiveFigureWarning, MismatchError, SpecError
from livefig.page.markup import figure_html, still_html
from livefig.spec import MIME, REFERENCE, pack, unpack

X = np.linspace(-1, 1, 5)
A = Slider("a", -2, 2, value=1)


def make(function=lambda a: {"y": a * X, "m": a}, controls=(A,), moves=None, says="It is {m:.1f}.", **changed):
    """Return a live figure of one line; `moves` is made from the line."""
    fig, ax = plt.subplots()
    (line,) = ax.plot(X, X)
    wanted = {line: {"y": "y"}} if moves is None else moves(line)
    return LiveFigure(
        function, fig, controls, moves=wanted, says=says, **{"name": "a-line", "alt": "A line", **changed}
    )


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
    assert live.get_state(["power"])["power"] in live.controls[1].keys
    live.set_state({"power": live.controls[1].keys[0], "flip": True})
    assert (live.power, live.flip) == (1, True)
    assert live.sentence() == "line, yes: 1"
    with pytest.raises(ControlError, match="is not among the options"):
        live.power = 3


def test_the_sentence_depends_on_conditions_and_nan_is_no_condition():
    def split(a):
        return {"y": a * X, "m": a, "low": a < 0, "odd": np.where(a > 1, np.nan, 0.0)}

    live = make(split, says=[("odd", "odd"), ("low", "low: {m:+.0f}"), "high"])
    assert [live.sentence(a=v) for v in (-1.0, 1.0, 2.0)] == ["low: −1", "high", "high"]


def test_constants_travel_without_loss():
    array = np.array([[0.1, -0.0], [np.nan, np.inf]])
    again = unpack(pack(array))
    assert np.array_equal(array, again, equal_nan=True)
    assert np.signbit(again[0, 1])


def count_up(a):
    total = max(0, int(f"{np.ceil(a):.0f}"))  # text is made of a number, and a number of text
    return {"y": X * total, "m": total}


def asked(live, **values):
    """Ask for outputs as the front end does."""
    live._handle_custom_msg({"ask": "outputs", "values": values}, [])


def test_what_cannot_be_traced_falls_back_to_the_kernel_and_says_so():
    live, sent = make(count_up), []
    assert "text cannot depend on a control" in live.spec["fallback"]
    assert live.spec["programs"] == []
    assert "computed in the kernel" in repr(live)
    live.send = lambda content, buffers=None: sent.append(content)
    live.a = 1.0
    assert not sent  # the page asks, for the newest values, when it has its last answer
    asked(live, a=2.0)
    assert np.array_equal(unpack(sent[-1]["outputs"]["y"]), 2 * X)
    assert sent[-1]["values"] == {"a": 2.0}
    assert live.a == 1.0


def moving(drags=(), function=None, **changed):
    """Return a live figure with a marker that moves along x with the slider `a`; `drags` names artists."""
    fig, ax = plt.subplots()
    (dot,) = ax.plot([0], [0], "o", color="#123456", label="dot")
    (line,) = ax.plot(X, X, color="#ff0000", label="line")
    (other,) = ax.plot([0], [0], "o", label="other")
    artists = {"dot": dot, "line": line, "other": other}
    moves = {dot: {"x": changed.pop("x", "a"), "y": changed.pop("y", "m")}, line: {"y": "y"}}
    changed["belongs"] = {name: artists.get(to, to) for name, to in changed.get("belongs", {}).items()}
    wanted = [artists[name] for name in drags] if isinstance(drags, list) else drags
    controls = [A, Checkbox("up")]
    function = function or (lambda a, up: {"y": a * X, "m": a * 3 if up else a})
    return LiveFigure(function, fig, controls, moves=moves, says="{m}", name="dot", alt="A dot",
                      drags=wanted, **changed)  # fmt: skip


def test_a_drag_sets_the_sliders_that_the_artist_follows():
    assert moving(["dot"]).spec["drags"] == [{"mark": 0, "x": "a", "y": None}]
    assert moving(["dot"], x="m", y="a").spec["drags"] == [{"mark": 0, "x": None, "y": "a"}]
    assert moving(["dot"], y="a").spec["drags"] == [{"mark": 0, "x": "a", "y": None}]  # both: the way across decides


def test_a_number_belongs_to_the_artist_that_it_moves_or_to_the_one_that_the_author_names():
    equations = ["{a} {m} {up}"]
    artists = [field["marks"] for field in moving(equations=equations).spec["equations"][0]["fields"]]
    assert artists == [[0], [0], []]
    spec = moving(equations=equations, belongs={"m": "line", "a": None}).spec["equations"][0]
    assert [field["marks"] for field in spec["fields"]] == [[], [1], []]
    assert spec["html"].count('mathcolor="#e') == spec["html"].count("mathcolor") == 1  # red, a little darker


def test_room_is_kept_for_the_longest_sentence_of_all_settings():
    spec = moving(function=lambda a, up: {"y": a * X, "m": 100 * a + up}).spec
    assert spec["longest"] == "−200"


def test_the_source_of_the_function_is_kept_dedented_or_not_at_all():
    def inner(a, up):
        return {"y": a * X, "m": a + up}

    source = moving(function=inner).spec["source"]
    assert source["name"] == "inner"
    assert source["text"].startswith("def inner(a, up):\n    return {")
    assert moving().spec["source"] == {"name": "function", "text": None}
    made = {}
    exec("def typed(a, up):\n    return {'y': a * X, 'm': a + up}", {"X": X}, made)
    assert moving(function=made["typed"]).spec["source"] == {"name": "typed", "text": None}


def test_groups_name_their_controls_and_change_nothing_else():
    b = Checkbox("b")
    both = make(lambda a, b: {"y": a * X, "m": a + b}, [Group("Both $x<y$", [A, b])]).spec
    assert [control["name"] for control in both["controls"]] == ["a", "b"]
    assert [group["controls"] for group in both["groups"]] == [["a", "b"]]
    assert "<math>" in both["groups"][0]["label"]


def test_labels_names_and_sentences_are_escaped_where_they_become_html():
    live = make(controls=[Slider("a", -2, 2, value=1, label="<img src=x onerror=alert(1)> & $a<b$")])
    label = live.spec["controls"][0]["label"]
    assert "<img" not in label
    assert "&lt;img" in label


def test_the_values_of_a_choice_may_be_arrays():
    tables = {"up": X, "down": -X}
    live = make(lambda a, t: {"y": a * t, "m": a}, [A, Choice("t", tables, value=tables["down"])])
    assert np.array_equal(live.t, -X)
    live.t = X
    assert np.array_equal(live.outputs()["y"], X)
    assert live.for_page(live.values) == {"a": 1.0, "t": live.controls[1].keys[0]}
    assert live.reference()["settings"]


def test_one_run_of_the_function_serves_the_check_the_room_for_numbers_and_the_reference():
    ran = []

    def noted(a):
        ran.append(a)
        return {"y": a * X, "m": a}

    live = make(noted, [A])
    plain = [a for a in ran if isinstance(a, np.floating)]
    tried = [one["values"]["a"] for one in live.reference()["settings"]]
    assert len(tried) == len(set(tried)) >= 6
    assert sorted(plain) == sorted([*tried, 1.0])  # once more for the picture
    assert len(ran) == len(plain) + 1  # the trace


def test_an_output_that_no_control_changes_is_drawn_once_from_the_pool():
    live = make(lambda a: {"y": X**2, "m": a})
    (binding,) = live.spec["layouts"][0]["marks"]
    assert np.array_equal(live.constants[binding["y"]["constant"]], X**2)
    assert np.array_equal(live.outputs()["y"], X**2)


def test_a_value_given_for_one_answer_is_checked_as_one_that_is_set():
    with pytest.raises(ControlError, match="goes from -2 to 2"):
        make().outputs(a=5)
    assert make().outputs(a=0.50000001)["m"] == 0.5


def test_the_engine_closes_the_figure_whatever_happens():
    for says in ("It is {m:.1f}.", "{missing}"):
        figure, axes = plt.subplots()
        (line,) = axes.plot(X, X)
        with contextlib.suppress(SpecError):
            LiveFigure(lambda a: {"y": a * X, "m": a}, figure, [A], moves={line: {"y": "y"}}, says=says,
                       name="a-line", alt="A line")  # fmt: skip
        assert not plt.fignum_exists(figure.number)


def test_a_function_that_fails_in_the_kernel_tells_the_page_why_and_goes_on():
    def until_it_breaks(a):
        total = max(0, int(f"{np.ceil(a):.0f}"))
        return {"y": X * (1 / (2 - total) if a < 3 else total), "m": total}

    live, sent = make(until_it_breaks), []
    assert live.spec["fallback"] is not None
    live.send = lambda content, buffers=None: sent.append(content)
    asked(live, a=2.0)
    assert sent[-1] == {
        "error": "The function failed for these values: ZeroDivisionError: division by zero",
        "values": {"a": 2.0},
    }
    asked(live, a=0.5)
    assert sent[-1]["values"] == {"a": 0.5} and "error" not in sent[-1]


def test_a_computation_that_is_interrupted_is_answered_too():
    def interrupted(a):
        if float(f"{a:.1f}") > 1:
            raise KeyboardInterrupt
        return {"y": X * a, "m": a}

    live, sent = make(interrupted), []
    live.send = lambda content, buffers=None: sent.append(content)
    asked(live, a=1.5)
    assert sent[-1]["error"] == "The function failed for these values: KeyboardInterrupt"


def noisy(a):
    return {"y": a * X + np.random.default_rng().normal(size=5), "m": a}


DOUBTFUL = {
    "idle slider": (lambda a, b: {"y": a * X, "m": a}, [A, Slider("b", 0, 1)], "depends on the slider 'b'"),
    "idle choice": (lambda a, k: {"y": a * X, "m": a}, [A, Checkbox("k")], "the same for every value of 'k'"),
    "idle outputs": (lambda a: {"y": X, "m": 2.0}, [A], "depends on the slider 'a'"),
    "random": (noisy, [A], "so the kernel computes it. Called once more with the same arguments, the function gives"),
}


@pytest.mark.parametrize("case", DOUBTFUL)
def test_in_a_notebook_there_is_a_warning_of_one_line_beside_a_figure_that_works(case):
    function, controls, told = DOUBTFUL[case]
    with pytest.warns(LiveFigureWarning, match=told) as caught:
        live = make(function, controls)
    assert [(str(one.message).count("\n"), str(one.message)[:8]) for one in caught] == [(0, "a-line: ")]
    live.a = 1.5
    assert live.outputs()["y"].shape == (5,)
    assert (live.spec["fallback"] is not None) == (case == "random")
    assert live.sentence()


@pytest.mark.parametrize("case", DOUBTFUL)
def test_while_a_book_is_built_the_same_is_an_error(case, monkeypatch):
    monkeypatch.setenv(REFERENCE, "1")
    with pytest.raises(MismatchError if case == "random" else IdleControlError):
        make(*DOUBTFUL[case][:2])


def test_the_warning_points_at_the_line_that_makes_the_figure():
    with pytest.warns(LiveFigureWarning) as caught:
        make(*DOUBTFUL["idle slider"][:2])
    assert caught[0].filename == __file__


def test_title_and_caption_are_safe_html_in_every_host_and_nothing_where_there_are_none():
    live = make(title="Where $a < b$ <b>", caption="A dot at $a$.")
    page, still = figure_html(live.spec, "dot", "Figure 6.2"), still_html(live.spec)
    assert '<figcaption><span class="livefig-number">Figure 6.2</span> Where <math>' in page
    assert "&lt;b&gt;</figcaption>" in page and '<p class="livefig-caption">A dot at <math>' in page
    assert page.index("<figcaption>") < page.index("livefig-stage") < page.index("livefig-caption")
    assert "<b>Where <math>" in still and "<span>A dot at <math>" in still
    bare = make().spec
    assert "figcaption" not in figure_html(bare, "dot") and "livefig-caption" not in figure_html(bare, "dot")
    assert "figcaption" in figure_html(bare, "dot", "Figure 1.1")


def test_a_title_that_is_no_text_is_refused():
    with pytest.raises(SpecError, match=r"title= must be text, with \$formulas\$"):
        make(title=["a"])
