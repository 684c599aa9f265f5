"""What both languages must do alike, beside the marks: numbers in words, the controls, and the grids of sliders."""

import math
import struct

import numpy as np
import pytest

from livefig import Slider
from livefig.controls import CONTROLS
from livefig.text import words
from support.twins import Page


@pytest.fixture(scope="module")
def page():
    return Page(
        numbers="numbers.js", sliders="controls/slider.js", exact="controls/exact.js", controls="controls/index.js"
    )


# --- numbers -----------------------------------------------------------------------------------------


def test_numbers_are_written_as_python_writes_them(page):
    rng = np.random.default_rng(0)
    bits = rng.integers(0, 2**63, 300).tolist()
    numbers = [struct.unpack("<d", struct.pack("<Q", n))[0] for n in bits] + list(rng.normal(0, 100, 300))
    numbers += [k / 8 for k in range(-40, 41)] + [0.5e-5, 1e16, 1e21, 123456.5, 1234567.0, 9.995, 99999.5, -0.0, 1e-300]
    forms = ["", "+", ",", "d", "+,d", ".0f", ".1f", ".2f", "+,.3f", ".20f", "f", ".0e", ".2e", "e", ".1g", ".3g", "g",
             ",.10g", ".0%", "+.1%"]  # fmt: skip
    cases = [(float(x), form) for x in numbers for form in forms if math.isfinite(x)]
    written = page.ask("(cases) => cases.map(([x, form]) => numbers.format(x, form))", cases)
    wrong = [(case, one) for case, one in zip(cases, written, strict=True) if one != words.write(*case)]
    assert not wrong[:5]
    formulas = page.ask("(cases) => cases.map(([x, form]) => numbers.formula(x, form))", cases)
    assert formulas == [words.write_in_formula(*case) for case in cases]


def test_what_is_no_finite_number_is_written_in_words(page):
    odd = page.ask("() => [NaN, Infinity, -Infinity, true, 'mse'].map((x) => numbers.format(x, '.2f'))", 0)
    assert odd == ["undefined", "infinity", "minus infinity", "yes", "mse"]


# --- controls ----------------------------------------------------------------------------------------


def test_both_languages_know_the_same_controls(page):
    assert set(page.ask("() => Object.keys(controls.CONTROLS)", 0)) == {control.kind for control in CONTROLS}


# --- sliders -----------------------------------------------------------------------------------------

SLIDERS = [
    Slider("s", -1, 2, step=0.3), Slider("s", 0, 1, step=0.3), Slider("s", -1, 2.05, value=0.1),
    Slider("s", 0.00123456, 7, log=True), Slider("s", 1, 1.2, log=True), Slider("s", 1, 5000, log=True, integer=True),
    Slider("s", -5, 5, integer=True), Slider("s", 1e-9, 3e-9), Slider("s", 0, 3e6), Slider("s", 0.1, 0.7, step=0.1),
    Slider("s", -3.14159, 3.14159), Slider("s", 0, 2000, integer=True), Slider("s", -math.pi, math.pi, value=0),
    Slider("s", -math.pi, math.pi, value=1.5), Slider("s", -1 / 3, 7), Slider("s", -math.e, 100, value=20),
    Slider("s", -1e-9, math.pi), Slider("s", -math.tau, 0.001),
]  # fmt: skip


@pytest.mark.parametrize("slider", SLIDERS, ids=lambda s: f"{s.min:g}..{s.max:g}")
def test_a_slider_has_the_same_values_in_both_languages(page, slider):
    wishes = (slider.min + np.linspace(-0.1, 1.1, 313) * (slider.max - slider.min)).tolist()
    positions, back, snapped, shown, widest, typed = page.ask(
        """([spec, wishes]) => {
          const grid = sliders.gridOf(spec), all = Array.from({ length: grid.last + 1 }, (_, k) => grid.valueAt(k));
          return [all, all.map(grid.placeOf), wishes.map((wish) => sliders.slider.admissible(spec, wish)),
            all.map((one) => sliders.numberText(spec, one)), sliders.width(spec),
            all.map((one) => exact.numberOf(sliders.numberText(spec, one)))];
        }""",
        [slider.spec(), wishes],
    )
    assert [positions[0], positions[-1]] == [slider.min, slider.max]
    assert positions == sorted(set(positions)) == [slider.snap(v) for v in positions]
    assert back == list(range(len(positions)))
    assert len(positions) == slider.count + 1 or (slider.log and slider.integer)
    assert snapped == [float(slider.snap(wish)) for wish in wishes]
    assert typed[1:-1] == positions[1:-1]  # what is shown is used, and can be typed in
    assert widest == max(map(len, shown))


@pytest.mark.parametrize(
    "text, number",
    [("0,5", 0.5), (" -3.25 ", -3.25), ("\N{MINUS SIGN}4", -4), ("5e-3", 0.005), ("1/3", 1 / 3), ("-1/4", -0.25),
     ("5 \N{MULTIPLICATION SIGN} 10\N{SUPERSCRIPT MINUS}\N{SUPERSCRIPT SEVEN}", 5e-7), (".5", 0.5), ("+2", 2),
     ("1/0", None), ("", None), ("   ", None), ("a", None), ("1/2/3", None), ("1/", None), ("/2", None),
     ("1.000,5", None), ("--1", None)],
)  # fmt: skip
def test_a_number_is_read_as_people_write_it_and_nothing_else_is_one(page, text, number):
    assert page.ask("exact.numberOf", text) == number  # JSON has null for what is no number, or endless


def test_a_slider_of_endless_digits_shows_as_many_as_tell_its_positions_apart(page):
    text = "([spec, values]) => values.map((one) => sliders.sliderText(spec, one))"

    def shown(slider, *values):
        return [one.replace("\N{MINUS SIGN}", "-") for one in page.ask(text, [slider.spec(), values])]

    assert shown(Slider("s", -math.pi, math.pi), -math.pi, -1.55, 0, math.pi) == ["-3.14", "-1.55", "0.00", "3.14"]
    eighths = Slider("s", -math.pi, math.pi, step=math.pi / 8)
    assert shown(eighths, -math.pi / 2, 0) == ["-1.57", "0.00"]
    assert shown(Slider("s", 0, 1, step=0.125), 0.125) == ["0.125"]  # these end
    assert shown(Slider("s", 0, 1e-6, step=1.25e-8), 1.25e-8) == ["0.0000000125"]
    assert shown(Slider("s", 0.12345, 4, step=0.1), 0.22345) == ["0.22345"]


def test_a_value_between_two_positions_belongs_to_the_nearer(page):
    slider = Slider("s", 0, 1, step=0.3)  # the last step is shorter: 0, 0.3, 0.6, 0.9, 1
    wishes = [-1, 0.14, 0.16, 0.74, 0.76, 0.94, 0.96, 2]
    places = page.ask("([spec, all]) => all.map(sliders.gridOf(spec).placeOf)", [slider.spec(), wishes])
    assert places == [0, 0, 1, 2, 3, 3, 4, 4]


def test_a_million_positions_are_no_list(page):
    many = Slider("n", 0, 1_000_000, integer=True)
    text = "(spec) => [sliders.gridOf(spec)].flatMap(({ last, placeOf, valueAt }) => [last, placeOf(valueAt(999_999))])"
    assert page.ask(text, many.spec()) == [1_000_000, 999_999]


@pytest.mark.parametrize(
    "many",
    [
        Slider("n", -1_000_000, 1_000_000, integer=True),
        Slider("x", -500, 500, step=0.001),
        Slider("x", 0, 1, step=1e-7),
        Slider("n", 0, 2**50, step=3, integer=True),
        Slider("x", 1e-3, 1e9, log=True),
        Slider("n", 1, 1_000_000, log=True, integer=True),
    ],
    ids=range(6),
)
def test_a_slider_of_any_number_of_positions_reaches_its_ends_and_goes_step_by_step(many, page):
    text = """(spec) => {
      const { last, placeOf, valueAt } = sliders.gridOf(spec);
      const places = [0, 1, Math.floor(last / 3), last - 1, last];
      return [places, places.map((k) => placeOf(valueAt(k))), valueAt(0), valueAt(last), sliders.width(spec)];
    }"""
    places, back, first, end, width = page.ask(text, many.spec())
    assert back == places
    assert [first, end] == [many.min, many.max]
    assert width > 1
