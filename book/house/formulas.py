"""The table "formulas and their checks": each numbered formula of the notebooks, with what guards it.

Formulas and checks are collected while the pages are read, so the table cannot disagree with a chapter. A
formula that a chapter leaves without a check is a warning, and so stops the build.
"""

from dataclasses import dataclass, field

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from formulacheck.sphinx_ext import equation_link, formula_check, verdict_nodes

from .pages import PerPage, in_order, shows_all, written_again
from .tables import in_table

logger = logging.getLogger(__name__)
HEAD, WIDTHS = ("number", "formula", "checks"), (10, 50, 40)
FORMULAS = PerPage("book_formulas")  # for each chapter its formulas, in their order


@dataclass
class Formula:
    """A labelled formula: its TeX, and what the checks of its page found."""

    label: str
    tex: str
    line: int | None
    results: list[dict] = field(default_factory=list)


class formula_table(nodes.General, nodes.Element):
    """The place where the table comes, once all pages are read."""


class Formulas(SphinxDirective):
    """All formulas of the notebooks, chapter by chapter, with the checks that guard them."""

    def run(self):
        shows_all(self.env, "formula_table")
        return [formula_table()]


def collect(app, doctree):
    """Keep the formulas of a page that has checks; say which of them none guards."""
    found = {node["label"]: Formula(node["label"], node.astext(), node.line)
             for node in doctree.findall(nodes.math_block) if node.get("label")}  # fmt: skip
    checks = [node["result"] for node in doctree.findall(formula_check)]
    docname = app.env.docname
    for result in checks:
        if result["label"] in found:
            found[result["label"]].results.append(result)
    if checks and found:  # a page may check the formula of another
        FORMULAS.of(app.env)[docname] = list(found.values())
        for one in found.values():
            if not one.results:
                logger.warning("no check guards the formula %s", one.label, location=(docname, one.line))


# --- the table ---------------------------------------------------------------------------------------


class PlaceTable(SphinxPostTransform):
    """Put the chapters' tables where the directive stood, before Sphinx resolves references."""

    default_priority = 5

    def run(self, **kwargs):
        for marker in list(self.document.findall(formula_table)):
            marker.replace_self(_tables(self.app, self.env.docname))


def _tables(app, docname):
    formulas = FORMULAS.of(app.env)
    pages = [name for name in in_order(app.config) if name in formulas]
    every = [one for name in pages for one in formulas[name]]
    checks = [result for one in every for result in one.results]
    counts = f"Chapters: {len(pages)}. Formulas: {len(every)}. Checks: {len(checks)}."
    result: list[nodes.Node] = [nodes.paragraph("", counts)]
    for name in pages:
        result += [_heading(app, docname, name), in_table(HEAD, [_row(one) for one in formulas[name]], WIDTHS)]
    return [nodes.container("", *result, classes=["formulas"])]


def _heading(app, docname, name):
    link = nodes.reference("", app.env.titles[name].astext(), internal=True)
    link["refuri"] = app.builder.get_relative_uri(docname, name)
    return nodes.rubric("", "", link)


def _row(formula):
    number = nodes.paragraph("", "", equation_link(formula.label))
    block = nodes.math_block(formula.tex, formula.tex, nowrap=False, number=None, label=None)
    guards = [nodes.list_item("", nodes.paragraph("", "", *_guard(result))) for result in formula.results]
    return [number], [block], [nodes.bullet_list("", *guards)]


def _guard(result):
    words = result["road"] if result["holds"] else f"refuted by {result['road']}"
    return [nodes.Text(f"{words}: "), *verdict_nodes(result["verdict"])]


def setup(app):
    app.add_node(formula_table)
    app.add_directive("formulas", Formulas)
    app.connect("doctree-read", collect)
    FORMULAS.connect(app)
    app.connect("env-updated", written_again("formula_table", FORMULAS))
    app.add_post_transform(PlaceTable)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
