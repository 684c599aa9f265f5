"""The search of the book, in a page opened from disk as well: what it can find is a script that only its page loads.

`found.py` reads it from the pages as they were written, so what is found is what stands there; `static/search.js` looks
through it. Sphinx's own index is not made.
"""

import json
import re
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

from .assets import serve_own_files
from .figure_index import file_name
from .found import Entry, Reader
from .pages import in_order
from .previews import ARTICLE, words_of

INDEX = "_static/search-index.js"
TITLE = re.compile(r"<h1\b[^>]*>(.*?)(?:<a class=\"headerlink\"|</h1>)", re.DOTALL)


def rows(docname: str, html: str) -> list[dict[str, Any]]:
    """Return what is found on a page, as `static/search.js` wants it."""
    article, title = ARTICLE.search(html), TITLE.search(html)
    if not article:
        return []
    page = words_of(title[1]) if title else docname
    return [row(one, docname, page) for one in Reader(article[0]).read()]


def row(one: Entry, docname: str, page: str) -> dict[str, Any]:
    """Return an entry with its address, seen from the page of the search, and the title of its page."""
    address = f"{docname}.html" + (f"#{one.anchor}" if one.anchor else "")
    picture = f"_images/{file_name(docname, {'name': one.anchor})}" if one.kind == "figure" else ""
    found = {"kind": one.kind, "title": one.title, "page": page, "address": address, "lines": one.lines}
    return found | ({"shown": one.shown} if one.shown else {}) | ({"picture": picture} if picture else {})


def write_index(app: Sphinx, error: Exception | None) -> None:
    """Write what can be found in the pages, in the order of the book."""
    if error or app.builder.format != "html":
        return
    folder, every = Path(app.outdir), []
    known = hasattr(app.config, "external_site_map")  # a small book may have no table of contents
    for docname in in_order(app.config) if known else sorted(app.env.found_docs):
        page = folder / f"{docname}.html"
        every += rows(docname, page.read_text(encoding="utf-8")) if page.exists() else []
    text = "window.bookSearch = [\n" + ",\n".join(json.dumps(one, ensure_ascii=False) for one in every) + "\n];\n"
    index = folder / INDEX
    index.parent.mkdir(parents=True, exist_ok=True)
    index.write_text(text, encoding="utf-8", newline="\n")


def without_sphinx(app: Sphinx) -> None:
    """Let Sphinx write the page of the search, and no index of its own."""
    app.builder.search = False  # type: ignore[attr-defined]  # of the builders of HTML


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    serve_own_files(app)
    app.connect("builder-inited", without_sphinx)
    app.connect("config-inited", lambda app, config: config.html_additional_pages.setdefault("search", "search.html"))
    app.add_js_file("found.js", loading_method="defer")
    app.add_css_file("search.css")
    app.connect("build-finished", write_index, priority=500)  # the pages have no templates yet, and addresses no digest
    return {"parallel_read_safe": True, "parallel_write_safe": True}
