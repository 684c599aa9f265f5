"""A link to a setting is held against the figure, and what a text claims of it against what the page will compute."""

import json

import matplotlib.pyplot as plt
import numpy as np
import pytest

from livefig import Checkbox, Choice, LiveFigure, Slider
from livefig.claims import check_claims, settings, state
from livefig.errors import ClaimError

POWERS = {"line": 1, "parabola": 2, "cubic": 3}


def bend(a, b, kind, minus):
    y = a**kind * b
    return {"y": -y if minus else y, "low": a < 0, "tiny": (y > 0) & (y < 0.001), "all": a * np.arange(3.0)}


@pytest.fixture(scope="module")
def live():
    figure, axes = plt.subplots()
    (dot,) = axes.plot([0], [0], "o")
    controls = [Slider("a", -2, 2, 1, step=0.1), Slider("b", 0.01, 100, 1, log=True), Choice("kind", POWERS),
                Checkbox("minus")]  # fmt: skip
    says = [("tiny", "tiny: {y:.0e}"), ("low", "low: {y:.2f} of a {kind}"), "high: {y:.2f} of a {kind}"]
    return LiveFigure(bend, figure, controls, moves={dot: {"y": "y", "x": "a"}}, says=says, name="bend", alt="A dot")


@pytest.mark.parametrize("kind", POWERS)
@pytest.mark.parametrize("minus", [False, True])
def test_the_programs_of_the_page_give_what_the_function_gives_for_every_choice(live, kind, minus):
    got = state(live.spec, settings(live.spec, f"a=-1.5&b=2.5&kind={kind}&minus={int(minus)}"))
    want = live.state(a=-1.5, b=2.5, kind=kind, minus=minus)
    assert got["y"] == want["y"] and got["low"] is True and got["kind"] == kind and got["minus"] is minus
    assert np.array_equal(got["all"], want["all"])


def test_names_may_be_sorted_where_a_figure_was_kept(live):
    kept = json.loads(json.dumps(live.spec | {"cases": dict(reversed(live.spec["cases"].items()))}))
    check_claims(kept, "a=-1.5&b=2.5&kind=line&minus=1", f"y = {1.5 * 2.5}")
    check_claims(kept, "a=-1.5&b=2&kind=cubic&minus=0", f"y = {(-1.5) ** 3 * 2}")


def test_what_a_link_does_not_name_is_as_at_the_start(live):
    assert settings(live.spec, "b=2") == {"a": 1, "b": 2, "kind": 0, "minus": False}


@pytest.mark.parametrize(
    ("query", "claims"),
    [
        ("a=2&kind=cubic", "y = 8"),
        ("a=2&kind=cubic", "y = 8.00; says: high; a = 2"),
        ("a=-1&minus=1", "says: low: 1.00 of a line"),
        ("a=-1", "says: low: -1.00; y = −1"),
        ("a=0.5&b=12.3", "y = 6.2"),
        ("a=0.1&b=0.01&kind=cubic", "says: tiny: 1 × 10⁻⁵"),
        ("a=1", ""),
    ],
)
def test_a_claim_that_is_so_is_taken_at_the_digits_that_are_printed(live, query, claims):
    check_claims(live.spec, query, claims)


@pytest.mark.parametrize(
    ("query", "claims", "said"),
    [
        ("a=2&kind=cubic", "y = 8.1", "'y = 8.1': there y is 8."),
        ("a=2&kind=cubic", "y = 8; says: low", "the figure does not say 'low'; it says: high: 8.00 of a cubic"),
        ("a=0.5&b=12.3", "y = 6.14", "there y is 6.15."),
        ("a=1", "says:", "does not say ''"),
        ("a=1", "steep", "'steep' claims nothing"),
        ("a=1", "y = many", "'many' is no number"),
        ("a=1", "all = 2", "bend has no number 'all'; it has a, b, minus, y, low, tiny"),
        ("c=1", "", "bend has no control 'c'; its controls are a, b, kind, minus."),
        ("a=3", "", "a = 3: the slider goes from -2 to 2."),
        ("a=0.56", "", "a = 0.56: the slider does not stop there; the next place is 0.6."),
        ("b=0.12345", "", "the next place is 0.123."),
        ("a=x", "", "a = 'x' is no number."),
        ("kind=quartic", "", "kind = 'quartic' is none of its options: line, parabola, cubic."),
        ("minus=yes", "", "minus = 'yes': a checkbox is 0 or 1."),
    ],
)
def test_a_claim_that_is_not_so_or_a_link_that_cannot_be_followed_is_told(live, query, claims, said):
    with pytest.raises(ClaimError) as error:
        check_claims(live.spec, query, claims)
    assert said in str(error.value)


def of_a_length(n, kind, a):
    return {"x": np.arange(n), "y": a * np.arange(n) ** kind, "last": a * (n - 1.0) ** kind}


def test_a_slider_that_decides_a_length_has_its_own_program_for_each_value():
    figure, axes = plt.subplots()
    (line,) = axes.plot([0], [0])
    controls = [Slider("n", 2, 6, 3, integer=True), Choice("kind", POWERS), Slider("a", 0, 2, 1, step=0.5)]
    live = LiveFigure(
        of_a_length, figure, controls, moves={line: {"x": "x", "y": "y"}}, says="{last}", name="long", alt="A line"
    )
    for n in range(2, 7):
        check_claims(live.spec, f"n={n}&kind=cubic&a=1.5", f"last = {1.5 * (n - 1) ** 3}")
    with pytest.raises(ClaimError, match="there last is 12"):
        check_claims(live.spec, "n=3&kind=cubic&a=1.5", "last = 40.5")


def test_a_figure_that_a_kernel_computes_has_nothing_that_could_be_held_against_it():
    figure, axes = plt.subplots()
    (dot,) = axes.plot([0], [0], "o")
    live = LiveFigure(
        lambda a: {"y": float(f"{a}")},
        figure,
        [Slider("a", 0, 1)],
        moves={dot: {"y": "y"}},
        says="{y}",
        name="dead",
        alt="A dot",
    )
    with pytest.raises(ClaimError, match=r"dead is computed in a kernel, and here there is none: .*line \d+"):
        check_claims(live.spec, "a=1", "y = 1")
