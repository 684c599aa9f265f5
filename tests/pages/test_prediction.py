"""The directive for predictions: complete markup without a script, and a warning with its place for each mistake."""

import re
from collections import Counter

import nbformat
import pytest

import check_notebooks
from helpers.predictions import CHOICE, NUMBER, build
from house import mathml

BOTH = {"a": f"# A\n\n{CHOICE}", "b": f"# B\n\n{NUMBER}"}


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Let no test wait for the font of the formulas."""
    monkeypatch.setattr(mathml, "write_font", lambda app, error: None)


def block(folder, name):
    """Return the markup of the one prediction of a page, formulas shortened."""
    text = (folder / f"{name}.html").read_text(encoding="utf-8")
    (found,) = re.findall(r'<div class="admonition prediction".*?</details>\s*</div>', text, re.DOTALL)
    return re.sub(r"<math.*?</math>", "<math/>", found)


def test_a_choice_is_a_question_a_list_and_folded_answers(tmp_path):
    out, said = build(tmp_path, BOTH)
    text = block(out, "a")
    assert said == ""
    assert 'id="predict-choice-01"' in text
    assert 'data-kind="choice"' in text and 'data-right="2"' in text
    question, options, answers = re.split(r'<ol class="[^"]*prediction-options|<details', text)
    assert '<p class="prediction-question">How <em>large</em> is the product?</p>' in question
    assert "<math/>" in question
    assert options.count("<li>") == answers.count("<li>") == 3
    assert '<code class="docutils literal notranslate"><span class="pre">millionth</span></code>' in options
    verdicts = re.findall(r'<strong class="prediction-verdict">(.*?)</strong>', answers)
    assert verdicts == ["Not quite.", "Right.", "Not quite."]
    assert "They <strong>multiply</strong>" in answers and "<math/>" in answers
    assert 'class="prediction-answers">\n<summary>Answers</summary>' in answers  # closed


def test_a_number_has_its_answers_in_the_order_that_the_script_expects(tmp_path):
    out, said = build(tmp_path, BOTH)
    text = block(out, "b")
    assert said == ""
    for data in ('kind="number"', 'right="0.25"', 'tolerance="0.01"', 'unit="cm"', 'wrong="0.5 -0.25"'):
        assert f"data-{data}" in text
    assert re.findall(r"verdict\">(.*?)</strong> (.*?)</p>", text) == [
        ("The right number is 0.25 cm.", "One half times one half."),
        ("0.5 cm: not quite.", "That is its height there."),
        ("-0.25 cm: not quite.", "It rises."),
        ("Any other number: not quite.", "Lay a ruler along it."),
    ]


def test_script_and_style_are_linked_where_they_are_needed_and_nothing_is_inline(tmp_path):
    out, _ = build(tmp_path, BOTH | {"c": "# C\n\n```{your-predictions}\nLater.\n```\n", "d": "# D\n"})
    linked = {n: (out / f"{n}.html").read_text(encoding="utf-8").count("prediction.js") for n in "abcd"}
    assert linked == {"a": 1, "b": 1, "c": 0, "d": 0}
    linked = {n: (out / f"{n}.html").read_text(encoding="utf-8").count("your_predictions.js") for n in "abcd"}
    assert linked == {"a": 0, "b": 0, "c": 1, "d": 0}
    text = (out / "c.html").read_text(encoding="utf-8")
    assert re.search(r'<div class="your-predictions">\s*<p>Later.</p>\s*</div>', text)
    assert not re.search(r"<script|\son\w+=|\sstyle=", block(out, "a") + block(out, "b"))


@pytest.mark.parametrize("builder", ["text", "latex", "singlehtml"])
def test_other_builders_write_a_plain_list(builder, tmp_path):
    out, said = build(tmp_path, BOTH, builder)
    written = (f for f in sorted(out.glob("*")) if f.suffix in (".txt", ".tex", ".html"))
    text = "".join(f.read_text(encoding="utf-8") for f in written)
    assert said == ""
    assert text.index("Your prediction") < text.index("A fortieth.") < text.index("Answers") < text.index("multiply")
    assert "Any other number: not quite." in text
    assert "prediction.js" not in text


def test_ids_are_unique_also_beside_a_heading_of_the_same_name(tmp_path):
    out, said = build(tmp_path, {"a": f"# A\n\n## Predict choice 01\n\n{CHOICE}\n{NUMBER}"})
    ids = re.findall(r'\bid="([^"]+)"', (out / "a.html").read_text(encoding="utf-8"))
    assert said == ""
    assert [name for name, times in Counter(ids).items() if times > 1] == []
    assert len(re.findall(r'data-label="predict-(?:choice|number)-01" [^>]*id="', (out / "a.html").read_text())) == 2


HOSTILE = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'


def test_hostile_text_stays_text(tmp_path):
    number = NUMBER.replace("unit: cm", f"unit: {HOSTILE}").replace("its height", f"`{HOSTILE}`")
    out, _ = build(tmp_path, {"a": f"# A\n\n{number}", "b": f"# B\n\n{CHOICE.replace('A fortieth', f'`{HOSTILE}`')}"})
    for text in (block(out, "a"), block(out, "b")):
        assert "<script>alert" not in text
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert 'data-unit="&lt;script&gt;alert(1)&lt;/script&gt;&quot;&gt;&lt;img ' in block(out, "a")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (re.sub(r"\n[^\n]+\n: [^\n]+\n", "\n", CHOICE), "no list of answers at its end"),
        (re.sub(r"A quarter.*factor.", "A quarter.", CHOICE, flags=re.DOTALL), "no list of answers at its end"),
        (CHOICE.replace("right: 2", "right: 4"), ":right: is '4'; it counts the options from 1 to 3"),
        (CHOICE.replace("right: 2", "right: 0"), ":right: is '0'"),
        (CHOICE.replace("right: 2", "right: b"), ":right: is 'b'"),
        (CHOICE.replace(":right: 2\n", ""), "either :right: (which option) or :number:"),
        (CHOICE.replace(":right: 2", ":right: 2\n:unit: cm"), ":unit: belongs to a :number:"),
        (CHOICE.replace(":label: predict-choice-01\n", ""), "prediction without a label: it needs a label"),
        (CHOICE.replace("predict-choice-01", "Predict <b>"), "label of small letters, digits and hyphens"),
        (re.sub(r"Ten.*product\?", "", CHOICE, flags=re.DOTALL), "the question must come first"),
        (CHOICE.replace("How *large* is the product?", "- a list"), "the question must come first and end in a"),
        (re.sub(r"Less.*factor\.", "", CHOICE, flags=re.DOTALL), "one option is no choice"),
        (CHOICE.replace("That is one factor.", "%"), "the answer 'A quarter.' has no feedback"),
        (NUMBER.replace(":tolerance: 0.01\n", ""), "a :number: needs a :tolerance:"),
        (NUMBER.replace("tolerance: 0.01", "tolerance: -1"), "it must not be negative"),
        (NUMBER.replace("number: 0.25", "number: a lot"), ":number: is 'a lot', which is no number"),
        (NUMBER.replace("number: 0.25", "number: inf"), ":number: is 'inf', which is no number"),
        (NUMBER.replace("\n0.5\n", "\na half\n"), "a term is 'a half', which is no number"),
        (NUMBER.replace("\n0.5\n", "\n0.255\n"), "the wrong number 0.255 counts as right"),
        (NUMBER.replace("\n-0.25\n", "\n0.50\n"), "the number 0.5 has feedback twice"),
        (NUMBER.replace("\nright\n", "\n7\n"), "feedback under the term right and, last, under the term else"),
        (NUMBER.replace("\nelse\n", "\n7\n"), "feedback under the term right and, last, under the term else"),
    ],
)
@pytest.mark.mistake
def test_a_mistake_is_a_warning_with_its_place(text, said, tmp_path):
    _, warned = build(tmp_path, {"page": f"# P\n\n{text}"}, builder="dummy")
    assert said in warned
    assert re.search(r"page\.md:\d+: ERROR", warned)


@pytest.mark.parametrize("pages", [{"a": CHOICE, "b": CHOICE}, {"b": CHOICE * 2}], ids=["two pages", "one page"])
@pytest.mark.mistake
def test_a_label_belongs_to_one_prediction_of_the_book(pages, tmp_path):
    _, warned = build(tmp_path, {name: f"# P\n\n{text}" for name, text in pages.items()}, builder="dummy")
    assert re.search(r"b\.md:\d+: WARNING: the prediction predict-choice-01 has the label of one in [ab]: ", warned)


def test_a_page_that_gives_up_its_label_sets_it_free(tmp_path):
    build(tmp_path, {"a": f"# A\n\n{CHOICE}", "b": "# B\n"}, builder="dummy")
    _, warned = build(tmp_path, {"a": "# A, without\n", "b": f"# B\n\n{CHOICE}"}, builder="dummy")
    assert warned == ""


# --- where a chapter has its prediction ---

LOOK = f"## A first look\n\n{CHOICE}"
FIGURE = nbformat.v4.new_code_cell("LiveFigure(f)", id="figure")


@pytest.fixture
def broken(monkeypatch):
    """Return a function that returns the broken rules of a notebook made of cells; a text is a Markdown cell."""

    def rules(*cells):
        made = [nbformat.v4.new_markdown_cell(c, id=f"c{k}") if isinstance(c, str) else c for k, c in enumerate(cells)]
        return list(check_notebooks.check_predictions(nbformat.v4.new_notebook(cells=made), "A first look"))

    return rules


def test_a_prediction_before_the_first_figure_breaks_no_rule(broken):
    assert broken("## Setup", LOOK, FIGURE, "## Explore") == []
    assert broken("## A first look", CHOICE, NUMBER, FIGURE) == []


def test_a_chapter_without_a_prediction_is_told_so(broken):
    (said,) = broken("## A first look", FIGURE)
    assert "commits to nothing" in said


@pytest.mark.parametrize(
    "cells",
    [
        ("## A first look", FIGURE, CHOICE),
        (f"## Setup\n\n{CHOICE}", "## A first look", FIGURE),
        (LOOK + "## Check", NUMBER),
    ],
    ids=["after the figure", "too early", "in another part"],
)
@pytest.mark.mistake
def test_a_prediction_elsewhere_breaks_a_rule(cells, broken):
    (rule,) = broken(*cells)
    assert "a prediction belongs into “A first look”, before the first live figure" in rule


def test_a_label_given_twice_breaks_a_rule(broken):
    assert broken(LOOK, CHOICE, FIGURE) == [
        "under “A first look”, in the cell “Ten factors of $\\frac14$ are multiplied.”, line 2: "
        "the prediction label predict-choice-01 is given twice"
    ]
