"""Code without needless elements: a name or a bracket, which has the colour of the whole block, is plain text in it."""

from typing import Any

from pygments.formatters import HtmlFormatter
from pygments.token import Name, Punctuation, Whitespace

# What the styles of the book give no look of their own; a test holds this against the style sheet.
PLAIN = {Name, Name.Namespace, Name.Other, Punctuation, Punctuation.Marker, Whitespace}


class Lean(HtmlFormatter):
    """Pygments' formatter, but what looks like its surroundings has no element."""

    def _get_css_classes(self, ttype: Any) -> str:
        return "" if ttype in PLAIN else super()._get_css_classes(ttype)


def use(app):
    """Let Sphinx highlight with it."""
    if app.builder.format == "html":
        app.builder.highlighter.formatter = Lean


def setup(app):
    app.connect("builder-inited", use)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
