"""The front page: the parts of the book, their chapters as cards, and the way back to where a reader was.

```{chapter-cards}
What stands here is for who reads the notebook: the page has the cards instead.
```

Without a script the cards are complete; `static/front.js` adds *Continue* and the marks of what was read.
"""

from html import escape
from typing import Any

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from .chapters import CHAPTERS
from .figure_index import FIGURES, write_picture
from .pages import shows_all, written_again


class chapter_cards(nodes.General, nodes.Element):
    """The place of the cards; what they say is known when all pages have been read."""


class ChapterCards(SphinxDirective):
    """The place of the cards; its content is for readers of the notebook."""

    has_content = True

    def run(self):
        for what in ("chapter_cards", "chapter_pictures"):
            shows_all(self.env, what)
        return [chapter_cards()]


def parts(config) -> list[tuple[str, list[str]]]:
    """Return the parts of the book with their pages, in their order."""
    root = config.external_site_map.root
    return [(tree.caption or "", [str(item) for item in tree.items]) for tree in root.subtrees]


def title(env, docname: str) -> str:
    """Return the title of a page with its number, if it has one."""
    number = env.toc_secnumbers.get(docname, {}).get("", ())
    return " ".join([f"{'.'.join(map(str, number))}." if number else "", env.titles[docname].astext()]).strip()


def card(app, docname: str, chapter: str) -> str:
    """Return the markup of one chapter's card."""
    told = CHAPTERS.of(app.env)[chapter]
    figures = FIGURES.of(app.env).get(chapter, [])
    exercises = escape(" ".join(told["exercises"]))
    root = "../" * docname.count("/")
    place = f"{root}{write_picture(app, chapter, figures[0])}" if figures else ""
    picture = f'<img class="chapter-card-picture" loading="lazy" src="{place}" alt="">' if figures else ""
    address = escape(app.builder.get_relative_uri(docname, chapter))
    return (
        f'<li class="chapter-card" data-page="{escape(chapter)}" data-exercises="{exercises}">{picture}'
        f'<h4><a href="{address}">{escape(title(app.env, chapter))}</a></h4>'
        f"<p>{escape(told['question'])}</p>"
        f'<p class="chapter-card-foot">About {escape(told["time"])}'
        '<span class="chapter-card-exercises"></span><span class="chapter-card-mark"></span></p></li>'
    )


def entry(app, docname: str, page: str) -> str:
    """Return the markup of a page that is no chapter."""
    address = escape(app.builder.get_relative_uri(docname, page))
    return f'<li><a href="{address}">{escape(title(app.env, page))}</a></li>'


def of_part(app, docname: str, caption: str, pages: list[str]) -> str:
    """Return a part: its chapters as cards, or its pages as a list."""
    cards = "".join(card(app, docname, page) for page in pages if page in CHAPTERS.of(app.env))
    others = "".join(entry(app, docname, page) for page in pages if page not in CHAPTERS.of(app.env))
    return (
        f"<h3>{escape(caption)}</h3>"
        + (f'<ul class="chapter-cards">{cards}</ul>' if cards else "")
        + (f'<ul class="page-list">{others}</ul>' if others else "")
    )


def fill(app, doctree, docname):
    """Put the cards in their place; a builder without pages gets a list of the titles."""
    for place in list(doctree.findall(chapter_cards)):
        known = [(caption, [page for page in pages if page in app.env.titles]) for caption, pages in parts(app.config)]
        if app.builder.name == "html":
            html = "".join(of_part(app, docname, *part) for part in known)
            place.replace_self(nodes.raw("", f'<div class="front-parts">{html}</div>', format="html"))
        else:
            titles = [title(app.env, page) for _, pages in known for page in pages]
            place.replace_self(nodes.paragraph("", "; ".join(titles)))


def setup(app) -> dict[str, Any]:
    app.setup_extension("house.keep")
    app.add_node(chapter_cards)
    app.add_directive("chapter-cards", ChapterCards)
    app.add_css_file("front.css")
    app.add_js_file("front.js", loading_method="defer")
    app.connect("env-updated", written_again("chapter_cards", CHAPTERS))
    app.connect("env-updated", written_again("chapter_pictures", FIGURES))
    app.connect("doctree-resolved", fill)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
