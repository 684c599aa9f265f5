"""The minutes of a chapter follow from one rule, and the box that says them may not contradict it."""

import pytest
from docutils import nodes
from docutils.utils import new_document

from house import chapters

BOX = "# C\n\nWhy?\n\n{words}\n\n```{{admonition}} Aims\n:class: aims\nIt takes about {time}.\n```\n"


def document(words=0, formulas=0, boxed=""):
    made = new_document("chapter")
    made += nodes.section("", nodes.title(text="C"), nodes.paragraph(text="word " * words))
    made[0] += [nodes.math_block("x", "x", label=f"eq-{k}") for k in range(formulas)]
    made[0] += nodes.math_block("x", "x", label=None)
    made[0] += nodes.admonition("", nodes.paragraph(text=boxed), classes=["aims"])
    return made


def test_words_formulas_and_exercises_take_the_minutes_that_the_reader_is_told():
    assert chapters.minutes(document(words=240, formulas=3), exercises=2) == pytest.approx(2 + 3 + 12, abs=0.1)


def test_the_question_is_the_sentence_under_the_title():
    assert chapters.question(document(words=1)).strip() == "word"


@pytest.mark.parametrize("words", list(chapters.TIMES))
def test_a_time_in_words_is_found_whole(words):
    assert chapters.time_said(document(boxed=f"It takes about\n{words}. So be it.")) == words
    assert chapters.nearest(chapters.TIMES[words]) == words


@pytest.mark.parametrize(
    ("time", "complaint"), [("half an hour", False), ("an hour and a half", True), ("ten minutes", True)]
)
def test_a_box_that_contradicts_the_rule_is_a_warning(time, complaint, site, monkeypatch):
    monkeypatch.setattr(chapters, "is_chapter", lambda name: name == "page")
    _, said = site("house.chapters", page=BOX.format(words="word " * 3600, time=time))
    assert ("make 30 minutes: say about half an hour" in said) == complaint
    assert complaint or said == ""
