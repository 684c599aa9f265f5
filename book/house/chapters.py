"""What the house knows of each chapter: its question, how long it takes, and which exercises it has.

A chapter is a page of `notebooks`. Its minutes follow from one rule, and the box "You will be able to" says them in
words; the build warns where the two lie too far apart.
"""

import re
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging

from livefig.sphinx_ext import live_figure

from .exercises import labels
from .pages import PerPage

log = logging.getLogger(__name__)

CHAPTERS = PerPage("book_chapters")  # of each chapter: its question, its time and the labels of its exercises
WORDS_A_MINUTE = 120
MINUTES = {"figure": 4, "exercise": 6, "formula": 1}
APART = 15  # minutes between the rule and the box that a reader does not mind
TIMES = {
    "ten minutes": 10,
    "a quarter of an hour": 15,
    "half an hour": 30,
    "three quarters of an hour": 45,
    "an hour": 60,
    "an hour and a quarter": 75,
    "an hour and a half": 90,
    "an hour and three quarters": 105,
    "two hours": 120,
}
_TIME = re.compile(rf"\babout ({'|'.join(sorted(TIMES, key=len, reverse=True))})\b")


def is_chapter(docname: str) -> bool:
    """Return whether a page is a chapter."""
    return docname.startswith("notebooks/")


def minutes(document: nodes.document, exercises: int) -> float:
    """Return how long a chapter takes, by the rule that `how_to_read` tells the reader."""
    words = sum(len(text.astext().split()) for text in document.findall(nodes.paragraph))
    counts = {
        "figure": len(list(document.findall(live_figure))),
        "exercise": exercises,
        "formula": sum("label" in block and bool(block["label"]) for block in document.findall(nodes.math_block)),
    }
    return words / WORDS_A_MINUTE + sum(MINUTES[kind] * count for kind, count in counts.items())


def question(document: nodes.document) -> str:
    """Return the sentence under the title, or nothing."""
    return next((part.astext() for section in document if isinstance(section, nodes.section)
                 for part in section if isinstance(part, nodes.paragraph)), "")  # fmt: skip


def time_said(document: nodes.document) -> str:
    """Return what the box of the aims says of the time, in words, or nothing."""
    boxes = (box.astext() for box in document.findall(nodes.admonition) if "aims" in box["classes"])
    found = (_TIME.search(text.replace("\n", " ")) for text in boxes)
    return next((match[1] for match in found if match), "")


def nearest(took: float) -> str:
    """Return a number of minutes in words."""
    return min(TIMES, key=lambda words: abs(TIMES[words] - took))


def note(app: Sphinx, document: nodes.document) -> None:
    """Note what a chapter is when it is read; warn if its box and the rule disagree about the time."""
    name = app.env.docname
    if not is_chapter(name):
        return
    exercises = labels(app.env, name)
    took = minutes(document, len(exercises))
    said = time_said(document)
    if said and abs(TIMES[said] - took) > APART:
        log.warning("the box says about %s, words, figures and exercises make %d minutes: say about %s",
                    said, round(took), nearest(took), location=name, type="minutes")  # fmt: skip
    CHAPTERS.of(app.env)[name] = {"question": question(document), "time": said or nearest(took), "exercises": exercises}


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    app.connect("doctree-read", note)
    CHAPTERS.connect(app)
    return {"parallel_read_safe": True, "parallel_write_safe": True, "env_version": 2}
