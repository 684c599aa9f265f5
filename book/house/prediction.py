"""Predictions: a question that the reader answers before the figure does, with feedback to every answer.

The markup is complete without a script: the question, its options as a list, and the feedback in a closed
``details``. ``static/prediction.js`` turns it into a form that also asks how sure the reader is, keeps the answer in
the reader's browser, and sets the figure to the state that answers.
"""

import hashlib
import math
import re
from collections.abc import Sequence

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from .figure_links import setting
from .pages import PerPage

log = logging.getLogger(__name__)

TITLE, ANSWERS = "Your prediction", "Answers"
RIGHT, WRONG = "Right.", "Not quite."
LABELS = PerPage("prediction_labels")  # where each label stands: a list of label and line
LABEL = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
INTERACTIVE = ("html", "dirhtml")  # the builders that make one page a document


class prediction(nodes.General, nodes.Element):
    """The block: the question, for a choice its options, and the answers; `data` is what the script needs."""


class prediction_answers(nodes.General, nodes.Element):
    """The feedback, folded where the builder can fold."""


class PredictionError(ValueError):
    """A prediction that cannot be asked; the message says what to change."""


Item = tuple[list[nodes.Node], list[nodes.Element]]


def question_and_items(blocks: Sequence[nodes.Node]) -> tuple[list[nodes.Element], list[Item]]:
    """Return the blocks of the question, and of each list item its term and its feedback."""
    if not blocks or not isinstance(blocks[-1], nodes.definition_list):
        raise PredictionError(
            "no list of answers at its end: write each answer on a line of its own and its feedback on the next, "
            "which begins with a colon"
        )
    question = [block for block in blocks[:-1] if isinstance(block, nodes.Element)]
    if not question or not isinstance(question[-1], nodes.paragraph):
        raise PredictionError("the question must come first and end in a paragraph of text")
    return question, [_item(entry) for entry in blocks[-1] if isinstance(entry, nodes.definition_list_item)]


def _item(entry: nodes.definition_list_item) -> Item:
    parts = [part for part in entry if isinstance(part, nodes.definition)]
    feedback = [block for part in parts for block in part if isinstance(block, nodes.Element)]
    if not any(block.astext().strip() for block in feedback):
        raise PredictionError(f"the answer {entry[0].astext()!r} has no feedback: say why it is right or wrong")
    return list(entry[0].children), feedback


def number(text: str, what: str) -> float:
    """Return a finite number, or say which text is none."""
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise PredictionError(f"{what} is {text!r}, which is no number; write one such as 0.25")
    return value


def right_option(text: str, count: int) -> int:
    """Return which option is right, counted from 1."""
    if count < 2:
        raise PredictionError("one option is no choice: give at least two")
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= count:
        raise PredictionError(f":right: is {text!r}; it counts the options from 1 to {count}")
    return int(text)


def check_numbers(right: float, tolerance: float, terms: list[str]) -> None:
    """Raise unless the terms are numbers that differ from the right one, then `right` and `else`."""
    if tolerance < 0:
        raise PredictionError(f":tolerance: is {tolerance:g}; it must not be negative")
    if terms.count("right") != 1 or terms.count("else") != 1 or terms[-1] != "else":
        raise PredictionError(
            "a number needs feedback under the term right and, last, under the term else for all other numbers"
        )
    wrong = [number(term, "a term") for term in terms if term not in ("right", "else")]
    for value in wrong:
        if abs(value - right) <= tolerance:
            raise PredictionError(f"the wrong number {value:g} counts as right: :tolerance: is {tolerance:g}")
        if wrong.count(value) > 1:
            raise PredictionError(f"the number {value:g} has feedback twice; keep one")


def said(verdict: str, feedback: list[nodes.Element]) -> nodes.list_item:
    """Return feedback that begins with its verdict in words."""
    if not isinstance(feedback[0], nodes.paragraph):
        feedback = [nodes.paragraph(), *feedback]
    feedback[0].insert(0, [nodes.strong(text=verdict, classes=["prediction-verdict"]), nodes.Text(" ")])
    return nodes.list_item("", *feedback)


def listed(entries: list[nodes.list_item], classes: list[str]) -> nodes.enumerated_list:
    return nodes.enumerated_list("", *entries, classes=classes, enumtype="arabic", prefix="", suffix=".")


def as_choice(items: list[Item], right: str) -> tuple[list[nodes.Element], dict[str, str]]:
    """Return the options with the answers, and the data for the script."""
    position = right_option(right, len(items))
    options = [nodes.list_item("", nodes.paragraph("", "", *term)) for term, _ in items]
    verdicts = [RIGHT if k == position else WRONG for k in range(1, len(items) + 1)]
    answers = [said(verdict, feedback) for verdict, (_, feedback) in zip(verdicts, items, strict=True)]
    body: list[nodes.Element] = [listed(options, ["prediction-options"]), prediction_answers("", listed(answers, []))]
    return body, {"kind": "choice", "right": str(position)}


def as_number(items: list[Item], right: str, tolerance: str, unit: str) -> tuple[list[nodes.Element], dict[str, str]]:
    """Return the answers (right, then the expected wrong ones, else last), and the data for the script."""
    feedback = {"".join(part.astext() for part in term).strip(): blocks for term, blocks in items}
    terms = ["".join(part.astext() for part in term).strip() for term, _ in items]
    value, reach = number(right, ":number:"), number(tolerance, ":tolerance:")
    check_numbers(value, reach, terms)
    wrong = [term for term in terms if term not in ("right", "else")]
    shown = f"{right} {unit}".strip()
    verdicts = [f"The right number is {shown}.", *(f"{f'{w} {unit}'.strip()}: not quite." for w in wrong)]
    verdicts.append("Any other number: not quite.")
    order = ["right", *wrong, "else"]
    answers = [said(verdict, feedback[term]) for verdict, term in zip(verdicts, order, strict=True)]
    body: list[nodes.Element] = [prediction_answers("", nodes.bullet_list("", *answers, bullet="*"))]
    data = {"kind": "number", "right": repr(value), "tolerance": repr(reach), "unit": unit}
    return body, data | {"wrong": " ".join(repr(float(term)) for term in wrong)}


def version(question: list[nodes.Element], items: list[Item], data: dict[str, str]) -> str:
    """Return a digest of what was asked: an answer to another question must not come back as one to this."""
    asked = [node.astext() for node in question] + ["".join(t.astext() for t in term) for term, _ in items]
    return hashlib.sha256("\0".join([*asked, *data.values()]).encode()).hexdigest()[:8]


class Prediction(SphinxDirective):
    """A question with options (``:right:``) or with a number (``:number:``, ``:tolerance:``, ``:unit:``).

    ``:sets: first-descent?eta=1.9`` names the figure of the page that answers, and how; ``:claims:`` says what it then
    shows, as the title of a link that sets a figure does.
    """

    has_content = True
    option_spec = dict.fromkeys(
        ("label", "right", "number", "tolerance", "unit", "sets", "claims"), directives.unchanged
    )

    def run(self):
        label = self.options.get("label", "").strip()
        try:
            self._check_options(label)
            node = self._block(label)
        except PredictionError as error:
            raise self.error(f"prediction {label or 'without a label'}: {error}") from None
        self.set_source_info(node)
        node["names"].append(label)
        self.state.document.note_explicit_target(node, node)
        places = LABELS.of(self.env).setdefault(self.env.docname, [])
        places.append((label, self.lineno))
        return [node]

    def _check_options(self, label):
        if not LABEL.fullmatch(label):
            raise PredictionError("it needs a label of small letters, digits and hyphens, :label: predict-chapter-01")
        if ("right" in self.options) == ("number" in self.options):
            raise PredictionError("it needs either :right: (which option) or :number:")
        if "number" in self.options and not self.options.get("tolerance"):
            raise PredictionError("a :number: needs a :tolerance:, how far an answer may be off")
        extra = {"tolerance", "unit"} & set(self.options)
        if "right" in self.options and extra:
            raise PredictionError(f":{min(extra)}: belongs to a :number:, not to options")
        if {"sets", "claims"} & set(self.options) and "?" not in self.options.get("sets", ""):
            raise PredictionError("write the figure that answers and its setting, :sets: first-descent?eta=1.9")

    def _block(self, label):
        question, items = question_and_items(self.parse_content_to_nodes())
        question[-1]["classes"].append("prediction-question")
        given = {name: text.strip() for name, text in self.options.items()}
        if "right" in given:
            body, data = as_choice(items, given["right"])
        else:
            body, data = as_number(items, given["number"], given["tolerance"], given.get("unit", ""))
        if given.get("sets"):
            body[-1] += self._seen(given["sets"], given.get("claims", ""))
        data |= {"label": label, "version": version(question, items, data)}
        return prediction("", *question, *body, data=data)

    def _seen(self, address, claims):
        """Return the words that say where the answer is seen."""
        link = setting("figure", address, claims)
        self.set_source_info(link)
        return nodes.paragraph("", "The answer, seen in ", link, nodes.Text("."), classes=["prediction-seen"])


# --- labels are unique in the whole book


def check_labels(app, env):
    """Warn of a label that an earlier document, or the same, has already."""
    seen: dict[str, str] = {}
    for docname, places in sorted(LABELS.of(env).items()):
        for label, line in places:
            if label in seen:
                log.warning(
                    "the prediction %s has the label of one in %s: give it another",
                    label,
                    seen[label],
                    location=(docname, line),
                    type="prediction",
                )
            seen.setdefault(label, docname)


# --- writing


def visit_block(translator, node):
    data = {f"data-{name}": text for name, text in node["data"].items()}
    translator.body.append(translator.starttag(node, "div", CLASS="admonition prediction", **data))
    translator.body.append(f'<p class="admonition-title">{TITLE}</p>\n')


def visit_answers(translator, node):
    opening = translator.starttag(node, "details", CLASS="prediction-answers")
    translator.body.append(f"{opening}<summary>{ANSWERS}</summary>\n")


def _closing(tag):
    return lambda translator, node: translator.body.append(f"</{tag}>\n")


def _pass(translator, node):
    """Elsewhere the children stand for themselves."""


def add_headings(app, doctree, docname):
    """Where there is no block and nothing folds, say in words what begins."""
    if app.builder.format == "html":
        return
    for kind, text in ((prediction, TITLE), (prediction_answers, ANSWERS)):
        for node in list(doctree.findall(kind)):
            node.insert(0, nodes.paragraph("", "", nodes.strong(text=text)))


def add_assets(app, pagename, templatename, context, doctree):
    """Link script and style on the pages that need them, and on no others."""
    if doctree is None or next(doctree.findall(prediction), None) is None:
        return
    app.add_css_file("prediction.css")
    if app.builder.name in INTERACTIVE:
        app.add_js_file("prediction.js", loading_method="defer")


def setup(app):
    app.setup_extension("house.keep")
    writers = ("latex", "text", "man", "texinfo")
    plain = dict.fromkeys(writers, (_pass, _pass))
    app.add_node(prediction, html=(visit_block, _closing("div")), **plain)
    app.add_node(prediction_answers, html=(visit_answers, _closing("details")), **plain)
    app.add_directive("prediction", Prediction)
    LABELS.connect(app)
    app.connect("env-check-consistency", check_labels)
    app.connect("doctree-resolved", add_headings)
    app.connect("html-page-context", add_assets)
    return {"version": "1", "env_version": 1, "parallel_read_safe": True, "parallel_write_safe": True}
