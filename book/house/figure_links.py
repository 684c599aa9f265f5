"""Numbers of figures, and the links that lead to a figure or set it: ordinary links, so that a notebook shows them too.

In a chapter with a number each live figure has one, "Figure 6.2", in the order of the page, and `[figure](#descend)`
becomes "figure 6.2", or "figure (6.2)" after words such as "the first". `[1.9](#descend?eta=1.9 "says: leaps from wall
to wall")` is a word that sets the figure; what its title claims of it is computed when the page is read
(`livefig.claims`), and a claim that is not so is a warning.
"""

import re

from docutils import nodes
from sphinx.transforms import SphinxTransform
from sphinx.util import logging

from livefig.claims import check_claims
from livefig.errors import LiveFigureError
from livefig.spec import Spec
from livefig.sphinx_ext import live_figure

from .assets import serve_own_files

log = logging.getLogger(__name__)
POINTING = re.compile(r"\b(the|this|that|first|next|last)\s+$", re.IGNORECASE)  # "the first figure 6.2" is no English
WORD, REFERENCE = "sets-figure", "to-figure"


class FigureLinks(SphinxTransform):
    """Takes the links to live figures out of those that MyST resolves, and checks what they say."""

    default_priority = 870  # before MyST looks for the targets of links, at 879

    def apply(self, **kwargs):
        specs = {figure["spec"]["name"]: figure["spec"] for figure in self.document.findall(live_figure)}
        for link in list(self.document.findall(nodes.reference)):
            if link.get("id_link"):
                take(link, specs)


def take(link: nodes.reference, specs: dict[str, Spec]) -> None:
    """Make a link to a live figure one of ours; other links stay as they are."""
    name, asks, query = link["refuri"][1:].partition("?")
    if asks and name not in specs:
        complain(link, f"the link #{name}?{query} sets a figure {name!r}, and this page has no such live figure")
    elif asks:
        check(link, specs[name], query)
    elif name not in specs:
        if link.astext().lower() == "figure":
            complain(link, f"the link to the figure {name!r} leads nowhere: this page has no such live figure")
        return
    del link["id_link"]
    link["internal"], link["figure"] = True, name
    link["classes"].append(WORD if asks else REFERENCE)


def check(link: nodes.reference, spec: Spec, query: str) -> None:
    """Warn of a setting that the figure does not have, and of a claim that is not so."""
    try:
        check_claims(spec, query, link.get("reftitle", ""))
    except LiveFigureError as error:
        complain(link, f"[{link.astext()}](#{spec['name']}?{query}): {error}")


def complain(link: nodes.reference, what: str) -> None:
    """Warn, with the place in the source: the build of the book stops."""
    log.warning("%s", what, location=link, type="figure", subtype="link")


def setting(text: str, address: str, claims: str) -> nodes.reference:
    """Return a link that sets a figure, as one in the text would be read; `FigureLinks` checks it."""
    return nodes.reference("", text, id_link=True, refuri=f"#{address}", reftitle=claims)


def numbers(env, docname: str, names: list[str]) -> dict[str, str]:
    """Return "6.2" for the second of the figures of chapter 6; nothing on a page without a number."""
    chapter = env.toc_secnumbers.get(docname, {}).get("")
    return {name: f"{chapter[0]}.{k}" if chapter else "" for k, name in enumerate(dict.fromkeys(names), 1)}


def number(app, doctree, docname):
    """Number the figures of a page that has a number itself, and let the links say those numbers."""
    figures = list(doctree.findall(live_figure))
    named = numbers(app.env, docname, [figure["spec"]["name"] for figure in figures])
    for figure in figures:
        told = named[figure["spec"]["name"]]
        figure["number"] = f"Figure {told}" if told else ""
    for link in doctree.findall(nodes.reference):
        if link.get("figure") in named:
            tell(link, named[link["figure"]])


def tell(link: nodes.reference, told: str) -> None:
    """Put the number of its figure into a link."""
    if WORD in link["classes"]:
        link["reftitle"] = f"Sets figure {told}" if told else "Sets the figure"
    if told and link.astext().lower() == "figure":
        form = "\N{NO-BREAK SPACE}(%s)" if POINTING.search(before(link)) else "\N{NO-BREAK SPACE}%s"
        link += nodes.Text(form % told)


def before(link: nodes.reference) -> str:
    """Return the words right before a link."""
    place = link.parent.index(link)
    return link.parent[place - 1].astext() if place else ""


def setup(app):
    serve_own_files(app)
    app.add_transform(FigureLinks)
    app.connect("doctree-resolved", number)
    app.add_css_file("figure_links.css")
    return {"parallel_read_safe": True, "parallel_write_safe": True}
