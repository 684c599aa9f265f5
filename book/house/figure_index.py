"""The index of all live figures: a small static picture of each, in the order of the book, with a link to it.

```{figure-index}
```
"""

import re
from html import escape
from pathlib import Path
from zlib import crc32

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from livefig.page.markup import with_ids
from livefig.sphinx_ext import live_figure

from .figure_links import numbers
from .pages import PerPage, in_order, shows_all, written_again

KEPT = ("name", "alt", "title", "sentence")
FIGURES = PerPage("live_figures")  # for each page its figures, in their order


class figure_index(nodes.General, nodes.Element):
    """The place of the index; what stands there is known when all pages have been read."""


class FigureIndex(SphinxDirective):
    """The place of the index."""

    def run(self):
        shows_all(self.env, "figure_index")
        return [figure_index()]


def collect(app, doctree):
    """Note the figures of a page when it is read: each once, with its narrowest picture: its words are the largest."""
    found: dict[str, dict[str, str]] = {}
    for figure in doctree.findall(live_figure):
        spec = figure["spec"]
        kept = {key: spec[key] for key in KEPT} | {"svg": spec["layouts"][-1]["svg"]}
        found.setdefault(spec["name"], kept)
    FIGURES.of(app.env)[app.env.docname] = list(found.values())


def file_name(docname: str, figure: dict) -> str:
    """Return the name of a small picture; two pages may have figures of one name, and names that look alike."""
    plain = re.fullmatch(r"[\w/-]+", docname, re.ASCII)
    told = "" if plain else f"-{crc32(docname.encode()):08x}"
    return re.sub(r"[^a-z0-9]+", "-", f"live-{docname}-{figure['name']}".lower()) + f"{told}.svg"


def standalone(figure: dict) -> str:
    """Return the picture as a file of its own, which cannot use the fonts of the page."""
    svg = with_ids(figure["svg"], "")
    namespace = "" if "xmlns=" in svg.partition(">")[0] else ' xmlns="http://www.w3.org/2000/svg"'
    return svg.replace("<svg", f'<svg{namespace} font-family="DejaVu Sans, Verdana, sans-serif"', 1)


def write_picture(app, source: str, figure: dict) -> str:
    """Write the picture of a page's figure; return its place in the folder of the book."""
    images = Path(app.outdir, "_images")
    images.mkdir(parents=True, exist_ok=True)
    name = file_name(source, figure)
    (images / name).write_text(standalone(figure), encoding="utf-8", newline="\n")
    return f"_images/{name}"


def entry(app, docname: str, source: str, figure: dict, number: str) -> str:
    """Write the picture and return the markup of one entry."""
    root = "../" * docname.count("/")
    address = f"{app.builder.get_relative_uri(docname, source)}#{figure['name']}"
    picture = f'<img loading="lazy" src="{root}{write_picture(app, source, figure)}" alt="{escape(figure["alt"])}">'
    told = f"<strong>{number}</strong> {figure['title']}" if figure["title"] else escape(figure["name"])
    said = f"<p>{escape(figure['sentence'])}</p>"
    link = f'<a href="{escape(address)}">{picture}<span>{told}</span></a>'
    return f'<figure class="figure-index-entry">{link}<figcaption>{said}</figcaption></figure>'


def fill(app, doctree, docname):
    """Put the index in its place: a heading for each page, below it the figures."""
    for place in list(doctree.findall(figure_index)):
        known = FIGURES.of(app.env)
        sources = [name for name in in_order(app.config) if known.get(name)]
        place.replace_self([node for source in sources for node in _of_page(app, docname, source, known[source])])


def _of_page(app, docname, source, figures):
    title = nodes.rubric("", "", nodes.Text(app.env.titles[source].astext()))
    if app.builder.name != "html":
        return [title, nodes.paragraph("", ", ".join(figure["name"] for figure in figures))]
    told = numbers(app.env, source, [figure["name"] for figure in figures])
    entries = "".join(entry(app, docname, source, figure, told[figure["name"]]) for figure in figures)
    return [title, nodes.raw("", f'<div class="figure-index">{entries}</div>', format="html")]


def setup(app):
    app.add_node(figure_index)
    app.add_directive("figure-index", FigureIndex)
    app.connect("doctree-read", collect)
    FIGURES.connect(app)
    app.connect("env-updated", written_again("figure_index", FIGURES))
    app.connect("doctree-resolved", fill)
    return {"parallel_read_safe": True, "parallel_write_safe": True, "env_version": 2}
