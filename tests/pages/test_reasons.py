"""Derivations with reasons: on a phone a reason stands under its step; other tables stay as they are."""

import re

import pytest

from house.mathml import convert, with_reasons

STEPS = r"\begin{aligned} a &= b + 1 && \text{by } x \\ &= c && \text{definition} \end{aligned}"


def signs(mathml):
    return re.sub("<annotation.*?</annotation>|<.*?>", "", mathml)


def test_each_cell_of_a_derivation_holds_one_element_and_nothing_is_lost():
    plain = convert(STEPS, True, None, {})
    found = with_reasons(plain)
    assert '<mtable displaystyle="true" scriptlevel="0" class="reasons">' in found
    assert signs(found) == signs(plain)
    assert "<mrow><mo>=</mo><mi>b</mi><mo>+</mo><mn>1</mn></mrow></mtd>" in found
    assert len(re.findall(r"<mtd[^>]*/>", found)) == 3  # what was empty is so


@pytest.mark.parametrize(
    "tex",
    [
        "a = b",
        r"\begin{aligned} a &= b \\ &= c \end{aligned}",
        r"\begin{aligned} a &= b & c &= d \end{aligned}",
        r"\begin{pmatrix} 1 & 2 & 3 & 4 \end{pmatrix}",
    ],
)
def test_other_formulas_are_left_alone(tex):
    plain = convert(tex, True, None, {})
    assert with_reasons(plain) == plain


def test_what_is_no_mathml_is_left_alone():
    assert with_reasons("<code>\\nothing</code>") == "<code>\\nothing</code>"
