"""Sentences with numbers in them."""

import math
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from livefig.errors import SpecError
from livefig.text import words

FORMS = [
    f"{sign}{comma}{rest}" for sign in ("", "+") for comma in ("", ",") for rest in (".0f", ".2f", ".3g", ".1e", ".1%")
]


NORMAL = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789−")


def as_people_do(python):
    """Return a number of Python's, its power of ten as people write it, but that it is not raised."""
    return re.sub(r"e([+-])0?(\d+)$", lambda e: f"\u00a0×\u00a010{e[1].strip('+')}{e[2]}", python).replace("-", "−")


@given(st.floats(-1e300, 1e300), st.sampled_from(FORMS))
def test_numbers_are_written_as_python_writes_them_but_for_minus_zero(number, form):
    written, python = words.write(number, form).translate(NORMAL), as_people_do(format(number, form))
    if any(digit in python.split("×")[0] for digit in "123456789"):
        assert written == python
    else:
        assert written == python.replace("−", "+" if "+" in form else "", 1)
        assert not written.startswith("−")


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_no_format_gives_the_number_back(number):
    plain = words.write(number).translate(NORMAL).replace("\u00a0×\u00a010", "e").replace("−", "-")
    assert float(plain) == number
    assert "-" not in words.write(number)
    assert not words.write(number).endswith(".0")


def test_what_is_no_number_is_said_in_words():
    values = [math.nan, math.inf, -math.inf, True, np.bool_(False), "squared error", np.array(2.5)]
    written = [words.write(value, ".1f") for value in values]
    assert written == ["undefined", "infinity", "minus infinity", "yes", "no", "squared error", "2.5"]


@pytest.mark.parametrize(
    ("value", "form", "written"),
    [
        (-2.5, ".1f", "−2.5"), (1.5e-7, "", "1.5×10⁻⁷"), (-2e30, ".0e", "−2×10³⁰"),
        (1e100, ".2g", "1×10¹⁰⁰"), (0.0, ".1e", "0.0×10⁰"), (math.inf, ".3f", "∞"),
        (-math.inf, "", "−∞"), (math.nan, ".1f", "undefined"), ("to infinity", "", "to infinity"), (True, "", "yes"),
    ],
)  # fmt: skip
def test_an_equation_has_signs_where_a_sentence_has_words(value, form, written):
    assert words.write_in_formula(value, form) == written


def test_a_template_becomes_parts_and_a_sentence():
    parts = words.parse("{{loss}} {loss:.2f} at {n:,d}.", {"loss", "n"}, "says")
    assert [part for part in parts if isinstance(part, dict)] == [
        {"value": "loss", "format": ".2f"},
        {"value": "n", "format": ",d"},
    ]
    assert words.fill(parts, {"loss": 1.005, "n": 12345}) == "{loss} 1.00 at 12,345."


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("{lost:.2f}", "names 'lost', which is neither a scalar output nor a control. There are: loss."),
        ("{loss:>8}", "the format '>8' of 'loss' is not one that the page can write"),
        ("{loss!r}", "the format '' of 'loss' is not one"),
        ("{loss", "Write {{ and }} for braces"),
        (7, "says must be text, not 7"),
    ],
)
@pytest.mark.mistake
def test_a_mistake_in_a_template_is_named(template, message):
    with pytest.raises(SpecError) as error:
        words.parse(template, {"loss"}, "says")
    assert message in str(error.value)
