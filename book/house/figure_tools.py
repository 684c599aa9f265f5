"""A live figure can fill the window, and the page's address follows its state; `static/figure_tools.js` does both."""

from typing import Any

from sphinx.application import Sphinx

from livefig.sphinx_ext import live_figure

from .assets import serve_own_files


def add_assets(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any) -> None:
    """Link script and style on pages with a live figure."""
    if doctree is not None and next(doctree.findall(live_figure), None) is not None:
        app.add_css_file("figure_tools.css")
        app.add_js_file("figure_tools.js", loading_method="defer")


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    serve_own_files(app)
    app.connect("html-page-context", add_assets)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
