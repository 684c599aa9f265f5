"""TeX becomes MathML or a clear error, and a label can never smuggle markup into the page."""

from xml.etree import ElementTree

import pytest

from livefig.text.tex import TexError, label_html, label_text, to_mathml


def test_a_formula_becomes_one_math_element():
    root = ElementTree.fromstring(to_mathml(r"\hat y = \sigma(w^\top x + b)"))
    assert root.tag == "math"
    assert "".join(root.itertext()).startswith("y")


def test_display_is_set_as_a_block():
    assert ElementTree.fromstring(to_mathml("x", display=True)).get("display") == "block"
    assert ElementTree.fromstring(to_mathml("x")).get("display") is None


def test_macros_are_expanded_and_do_not_leak():
    assert "ℝ" in to_mathml(r"\thebook", macros={"thebook": r"\mathbb{R}"})
    with pytest.raises(TexError):
        to_mathml(r"\thebook")


def test_the_source_is_kept_only_when_asked_for():
    assert "annotation" not in to_mathml(r"\eta")
    root = ElementTree.fromstring(to_mathml(r"\eta", annotate=True))
    assert root.find(".//annotation").text == r"\eta"


def test_no_named_entity_is_left_that_xml_does_not_know():
    assert ElementTree.fromstring(to_mathml(r"\operatorname{relu}(x)")) is not None


@pytest.mark.parametrize(
    ("tex", "said"), [(r"\nosuchcommand x", r"nosuchcommand"), (r"\frac{a}", "cannot be set"), ("a & b", "near '& b'")]
)
def test_bad_tex_raises_with_formula_and_fault(tex, said):
    with pytest.raises(TexError, match="Correct the TeX") as caught:
        to_mathml(tex)
    assert said in str(caught.value)
    assert repr(tex) in str(caught.value)
    assert "\x1b" not in str(caught.value)


@pytest.mark.parametrize(
    ("label", "text"),
    [
        (r"learning rate $\eta$", "learning rate η"),
        ("start $w_0$", "start w0"),
        (r"$\hat y$ and $\bar x$", "y hat and x bar"),
        (r"$\frac{a+b}{2}$ of $x^2$", "(a+b)/2 of x^2"),
        (r"$\mathbf{w}$", "w"),
        (r"$x \le 3$", "x ≤ 3"),
        (r"$\partial L / \partial w_{ij}$", "∂L/∂wij"),
        (r"$f'$ at $\sqrt{2}$", "f′ at √2"),
        (r"price in \$", "price in $"),
        ("no formula", "no formula"),
        ("", ""),
    ],
)
def test_labels_can_be_read_aloud(label, text):
    assert label_text(label) == text


@pytest.mark.parametrize(
    "label",
    ["<script>alert(1)</script>", "$</math><script>$", r"$\text{<img src=x>}$", '" onload="x', "a & b", "<b>$x$"],
)
def test_a_label_cannot_bring_its_own_markup(label):
    root = ElementTree.fromstring(f'<div title="{label_html(label)}" />' if '"' in label else _wrapped(label))
    names = {element.tag for element in root.iter()}
    assert names <= {"div", "math", "mrow", "mo", "mi", "mtext"}
    assert set(root.attrib) <= {"title"}


def _wrapped(label):
    return f"<div>{label_html(label)}</div>"


def test_words_around_a_formula_keep_their_spaces():
    assert label_html(r"rate $\eta$ now") == "rate <math><mi>η</mi></math> now"


@pytest.mark.parametrize("read", [label_html, label_text])
def test_a_lone_dollar_is_an_error(read):
    with pytest.raises(TexError, match=r"single \$"):
        read("costs 5 $")
