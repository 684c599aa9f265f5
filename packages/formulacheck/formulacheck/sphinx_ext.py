"""Checks in pages that Sphinx and MyST-NB build: one line each, with a link to the equation that it guards.

In HTML, checks that follow one another are one list.

Add ``formulacheck.sphinx_ext`` to the Sphinx extensions. What ``check`` displays comes in through the entry point
``myst_nb.mime_renderers``. Another extension finds the checks of a page as nodes of the class ``formula_check``.
"""

import json
from importlib.resources import files
from itertools import groupby
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

from .checking import MIME

STYLE = "formulacheck.css"


class formula_check(nodes.paragraph):
    """What a check found, a line with a link to its equation; the finding is in the attribute ``result``."""


class CheckRenderer:
    """Turn the MIME output of a check into a node (the interface is MyST-NB's)."""

    # "*" rather than "html": the page that PDF is printed from is built by "singlehtml".
    mime_priority_overrides = (("*", MIME, 1),)

    @staticmethod
    def handle_mime(renderer: Any, data: Any, inline: bool) -> list[nodes.Element] | None:
        """Return the node of a check, or None for any other output."""
        return None if inline or data.mime_type != MIME else [check_node(data.content)]


def check_node(content: str | dict[str, Any]) -> formula_check:
    """Return the line that says what a check found, given as a dictionary or as JSON text."""
    result = json.loads(content) if isinstance(content, str) else dict(content)
    done = "checked" if result["holds"] else "refuted"
    line = formula_check("", "", result=result, classes=["formulacheck", f"formulacheck-{done}"])
    line += [nodes.Text("Equation "), equation_link(result["label"]), nodes.Text(f" {done} by {result['road']}: ")]
    line += verdict_nodes(result["verdict"])
    return line


def equation_link(label: str) -> pending_xref:
    """Return a reference that Sphinx turns into the number of the equation, with a warning if there is none."""
    return pending_xref("", nodes.literal("", label), refdomain="math", reftype="eq", reftarget=label, refwarn=True)


def verdict_nodes(verdict: str) -> list[nodes.Node]:
    """Return the words of a verdict, its power of ten as people write it."""
    words, _, exponent = verdict.partition("1e")
    if not exponent:
        return [nodes.Text(words)]
    return [nodes.Text(f"{words}10"), nodes.superscript("", f"{int(exponent)}".replace("-", "\N{MINUS SIGN}"))]


class ListChecks(SphinxPostTransform):
    """Make one list of checks that follow one another; after MyST-NB chose which form of an output is shown."""

    default_priority = 50
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Run the transform."""
        for parent in {id(node.parent): node.parent for node in self.document.findall(formula_check)}.values():
            for alike, run in groupby(list(parent), lambda child: isinstance(child, formula_check)):
                checks = list(run)
                if alike and len(checks) > 1:
                    _list(checks)


def _list(checks: list[Any]) -> None:
    """Put neighbouring checks into a list, where the first of them stood."""
    parent = checks[0].parent
    place = parent.index(checks[0])
    for check in checks:
        parent.remove(check)
    items = [nodes.list_item("", check) for check in checks]
    parent.insert(place, nodes.bullet_list("", *items, classes=["formulachecks"]))


def add_style(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any) -> None:
    """Link the style sheet on pages that show a check, and on no others."""
    if doctree is not None and next(doctree.findall(formula_check), None) is not None:
        app.add_css_file(STYLE)


def write_style(app: Sphinx) -> None:
    """Write the style sheet where the pages look for it; at each build, since no page need have changed."""
    if app.builder.format == "html":
        folder = Path(app.outdir, "_static")
        folder.mkdir(parents=True, exist_ok=True)
        text = files("formulacheck").joinpath(STYLE).read_text(encoding="utf-8")
        (folder / STYLE).write_text(text, encoding="utf-8", newline="\n")


def _visit(translator: Any, node: nodes.Element) -> None:
    translator.visit_paragraph(node)


def _depart(translator: Any, node: nodes.Element) -> None:
    translator.depart_paragraph(node)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    line = (_visit, _depart)
    app.add_node(formula_check, html=line, latex=line, text=line, man=line, texinfo=line)
    app.add_post_transform(ListChecks)
    app.connect("html-page-context", add_style)
    app.connect("builder-inited", write_style)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
