"""The book's own Sphinx extensions, one module each; the settings of the book name this package.

Each module is an extension by itself, so that a page can be built with it alone: ``extensions = ["house.audit"]``.
"""

from typing import Any

from sphinx.application import Sphinx

MODULES = (
    "names",
    "mathml",  # formulas without a script
    "audit",
    "cited",
    "formulas",
    "keep",  # before those that use it
    "prediction",
    "your_predictions",
    "folding",
    "printed",
    "articles",
    "cards",
    "accessible",
    "self_contained",
    "colophon",
    "hints",
    "figure_links",
    "figure_tools",
    "figure_index",
    "exercises",
    "chapters",
    "front",
    "side_bar",
    "previews",  # after what they show
    "code",
    "icons",
    "opening",
    "lean",
    "search",
    "stamps",
    "parallel",
    "shared",
    "policy",
)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register every module with Sphinx."""
    for name in MODULES:
        app.setup_extension(f"{__name__}.{name}")
    return {"parallel_read_safe": True, "parallel_write_safe": True}
