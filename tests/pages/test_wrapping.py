"""Wide formulas: a narrow window breaks them where a writer would, and nothing of them is lost."""

import re
from html.parser import HTMLParser

import pytest

from house.mathml import convert
from house.wrapping import PHONE, widest_line, width, wrapping

STEPS = r"\begin{aligned} a &= b + 1 && \text{by rule } x \\ &= c && \text{definition} \end{aligned}"
WIDE = (
    r"\frac{\partial L}{\partial w} = (y - \hat y)\,\sigma'(w h + b)\,h, \qquad \frac{\partial L}{\partial b} = y - 1"
)
LONG_SUM = r"f(x) = a_1 x_1 + a_2 x_2 - a_3 x_3 + a_4 x_4 + a_5 x_5 - a_6 x_6 + a_7 x_7"


def mathml(tex):
    return convert(tex, True, None, {})


def signs(markup):
    text = re.sub("<annotation.*?</annotation>|<.*?>", "", markup, flags=re.DOTALL)
    return re.sub(r"\s", "", text)


def spans(markup, name):
    """Return the signs of each span of a class, as a browser nests them: an empty tag does not close itself there."""

    class Reader(HTMLParser):
        def __init__(self):
            super().__init__()
            self.open, self.found = [], []

        def handle_starttag(self, tag, attributes):
            if tag == "span":
                self.open.append([dict(attributes).get("class", "").split(), ""])
            if tag == "annotation":
                self.open.append([[], ""])

        handle_startendtag = handle_starttag

        def handle_data(self, data):
            for one in self.open:
                one[1] += data

        def handle_endtag(self, tag):
            if tag == "annotation":
                _, tex = self.open.pop()
                for one in self.open:
                    one[1] = one[1].removesuffix(tex)
            if tag == "span":
                names, text = self.open.pop()
                if name in names:
                    self.found.append(re.sub(r"\s", "", text))

    reader = Reader()
    reader.feed(markup)
    assert reader.open == []  # each span is closed
    return reader.found


def test_the_steps_of_a_derivation_are_parts_of_a_grid_with_their_reasons_in_words():
    found = wrapping(mathml(STEPS))
    assert spans(found, "steps") == [signs(mathml(STEPS))]
    assert spans(found, "step") == ["a=b+1byrulex", "=cdefinition"]
    assert spans(found, "reason") == ["byrulex", "definition"] and spans(found, "words") == ["byrule", "definition"]
    assert spans(found, "left") == ["a", "", "", ""]  # of both rows; the second stands before a reason
    assert '<span class="steps pairs-2 short">' in found and " style=" not in found  # which the pages' policy forbids


def test_statements_and_relations_begin_lines_and_no_sign_is_lost():
    found = wrapping(mathml(WIDE))
    assert signs(found) == signs(mathml(WIDE))
    assert len(spans(found, "statement")) == 2
    assert widest_line(found) < width(mathml(WIDE)) / 1.5


def test_what_is_still_too_wide_is_broken_at_its_sums_and_these_stay_binary():
    found = wrapping(mathml(LONG_SUM))
    lines = re.findall(r"<math.*?</math>", found)
    assert signs(found) == signs(mathml(LONG_SUM)) and len(lines) > 5
    assert widest_line(found) < PHONE / 2 < width(mathml(LONG_SUM))
    minus = next(line for line in lines if signs(line).startswith("−"))
    assert re.search(r'<mo[^>]*form="infix"[^>]*>−', minus)  # else it would stand close, like the sign of a number


def test_a_minus_after_the_words_of_a_reason_is_a_sign():
    found = wrapping(mathml(r"\begin{aligned} a &= b && \text{with } -z \text{ for } z \end{aligned}"))
    assert not re.search(r'<mo[^>]*form="infix"[^>]*>−', found)
    assert spans(found, "reason") == ["with−zforz"]


@pytest.mark.parametrize("tex", [STEPS, WIDE, LONG_SUM])
def test_the_tex_stands_with_the_formula_once(tex):
    assert wrapping(mathml(tex)).count("<annotation") == 1


@pytest.mark.parametrize(
    "tex",
    [
        "a = b",
        r"\begin{aligned} a &= b \\ &= c \end{aligned}",
        r"\begin{pmatrix} 1 & 2 & 3 & 4 \end{pmatrix}",
        r"a = -1, \qquad b = 2",
    ],
)
def test_what_fits_on_a_phone_is_left_as_it_is(tex):
    assert wrapping(mathml(tex)) == mathml(tex)


def test_what_is_no_mathml_is_left_alone():
    assert wrapping("<code>\\nothing</code>") == "<code>\\nothing</code>"
