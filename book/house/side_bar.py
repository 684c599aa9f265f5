"""The side bar: each part of the book folds, and chapters carry a mark of how far they were read.

Every part is a `details` with its caption as the button, open in the page as written: without a script nothing is
hidden. `_templates/side-bar-first.js` stands right behind them, in the page itself, and folds what neither the page nor
the reader wants open before anything is painted; `static/side_bar.js` notes what the reader opens, and sets the marks.
"""

import re
from typing import Any

from markupsafe import Markup
from sphinx.application import Sphinx

from .assets import serve_own_files

CAPTION = re.compile(r'<p\b[^>]*\bclass="caption"[^>]*>\s*<span class="caption-text">(.*?)</span>\s*</p>', re.DOTALL)
CURRENT = re.compile(r'<ul class="[^"]*\bcurrent\b')


def folding(toctree: object) -> Markup:
    """Return the theme's table of contents with each captioned part as a group that folds."""
    before, *parts = CAPTION.split(str(toctree))
    return Markup(before + "".join(map(group, parts[::2], parts[1::2])))


def group(caption: str, pages: str) -> str:
    """Return one part; `caption` is markup."""
    here = " current" if CURRENT.search(pages) else ""
    heading = f'<span class="caption-text" role="heading" aria-level="2">{caption}</span>'
    return f'<details class="book-part{here}" open><summary class="caption">{heading}</summary>{pages}</details>\n'


def add_to_templates(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any) -> None:
    """Give the template of the side bar what it calls."""
    context["folding"] = folding


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    app.setup_extension("house.keep")
    serve_own_files(app)
    app.add_css_file("side_bar.css")
    app.add_js_file("side_bar.js", loading_method="defer")
    app.connect("html-page-context", add_to_templates)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
