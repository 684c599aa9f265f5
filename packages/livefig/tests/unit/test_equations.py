"""Live equations: TeX with numbers in it becomes MathML in which each number is found again."""

from xml.etree import ElementTree

import pytest

from livefig.draw.links import colour_of
from livefig.errors import SpecError, TexError
from livefig.text.equations import Equation

VALUES = {"a": 1.5, "b": -2.25, "c": 1e-9}
SVG = """<svg fill="#000000"><g data-move="0"><path stroke="#ff7f0e" fill="none"/></g>
<g data-move="1"><g fill="#2ca02c" stroke="#000000"><path/></g></g>
<g data-move="2"><path stroke="#000000" fill="none"/></g>
<image data-move="3"/><g data-move="4"><text fill="#1f77b4">x</text></g></svg>"""


def numbers(template):
    """Return the texts of the numbers of an equation, each with the tag of the element around its own."""
    html = Equation(template, VALUES).spec(VALUES, {}, {})["html"]
    root = ElementTree.fromstring(html)
    parents = {child: parent for parent in root.iter() for child in parent}
    return [(span.text, parents[parents[span]].tag) for span in root.iter("span")]


@pytest.mark.parametrize(
    ("template", "found"),
    [
        (r"x = {a} - 2{b:.1f}", [("1.5", "math"), ("−2.2", "math")]),
        (r"\frac{a}{b}", [("1.5", "mfrac"), ("−2.25", "mfrac")]),
        (r"\frac{{{a} + 1}}{{2}}", [("1.5", "mrow")]),
        (r"w_{{1}}^{a}", [("1.5", "msubsup")]),
        (r"x_{a}", [("1.5", "msub")]),
        (r"e^{{-{a}}}", [("1.5", "mrow")]),
        (r"\begin{{bmatrix}} {a} & 0 \\ 1 & {b} \end{{bmatrix}}", [("1.5", "mtd"), ("−2.25", "mtd")]),
        (r"\begin{{aligned}} y &= {a} \\ z &= {b} \end{{aligned}}", [("1.5", "mtd"), ("−2.25", "mtd")]),
        (r"\sqrt[3]{a}", [("1.5", "mroot")]),
        (r"\left({a}\right)", [("1.5", "mrow")]),
        (r"\underset{a}{b}", [("−2.25", "munder"), ("1.5", "munder")]),
        (r"{a}{b}", [("1.5", "math"), ("−2.25", "math")]),
        (r"{c}", [("1×10⁻⁹", "math")]),
    ],
)
def test_a_number_is_found_wherever_tex_puts_it(template, found):
    assert numbers(template) == found


def test_each_number_keeps_its_own_place_where_tex_changes_their_order():
    html = Equation(r"\underset{a}{b}", VALUES).spec(VALUES, {}, {})["html"]
    spans = ElementTree.fromstring(html).iter("span")
    assert {span.get("data-field"): span.text for span in spans} == {"0": "1.5", "1": "−2.25"}


def test_a_number_has_the_colour_of_its_artist_and_knows_all_of_them():
    spec = Equation("{a} + {b}", VALUES).spec(VALUES, {"a": [2, 1]}, {2: "#123456"})
    assert [field["marks"] for field in spec["fields"]] == [[2, 1], []]
    assert spec["html"].count('mathcolor="#123456"') == 1


def test_no_inline_style_is_left_since_a_page_may_forbid_it():
    html = Equation(r"\textcolor{{red}}{{x}} + \begin{{aligned}} y &= {a} \end{{aligned}}", VALUES).spec(
        VALUES, {}, {}
    )["html"]
    assert " style=" not in html
    assert 'mathcolor="#FF0000"' in html
    assert 'class="livefig-right"' in html and 'class="livefig-left"' in html
    assert '<mo form="infix">=</mo>' in html


def test_colours_are_those_drawn_dark_enough_for_text():
    colours = [colour_of(SVG, number) for number in range(5)]
    assert colours[1] == "#248224"  # green, darkened; the black rim is not its colour
    assert colours[2:] == [None, None, "#1f77b4"]
    assert all(contrast(colour) >= 4.5 for colour in colours if colour)


def contrast(colour):
    rgb = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in rgb]
    return 1.05 / (0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05)


@pytest.mark.parametrize("template", [r"\text{{loss {a}}}", r"\nosuch {a}", r"\frac{{{a}"])
def test_no_message_shows_the_digits_that_stand_for_a_number(template):
    with pytest.raises((SpecError, TexError)) as caught:
        Equation(template, VALUES)
    assert "8417" not in str(caught.value)
