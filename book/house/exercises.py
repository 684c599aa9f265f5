"""Each exercise of a chapter has a tick box for the reader; `static/exercises.js` makes it, and keep.js keeps it.

It is not in the page as written: without a script, and on paper, there is nothing to tick.
"""

from typing import Any

from sphinx.application import Sphinx

from .assets import serve_own_files


def labels(env: Any, docname: str) -> list[str]:
    """Return the labels of a page's exercises in their order; the labels are the ids on the page."""
    registry = getattr(env, "sphinx_exercise_registry", {})
    return [label for label, one in registry.items() if one["docname"] == docname and one["type"] == "exercise"]


def add_assets(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any) -> None:
    """Link script and style on pages with exercises."""
    if labels(app.env, pagename):
        app.add_css_file("exercises.css")
        app.add_js_file("exercises.js", loading_method="defer")


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    app.setup_extension("house.keep")
    serve_own_files(app)
    app.connect("html-page-context", add_assets)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
