"""The place where a reader sees the predictions that they made: how often right, how sure, and how well that fits; and
how many exercises they have done.

```{your-predictions}
What stands here is for who has no script, or a browser that keeps nothing: it says what would be here.
```

All of it is known to the browser alone; `static/your_predictions.js` fills the place.
"""

import json
from typing import Any

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from .chapters import CHAPTERS
from .pages import shows_all, written_again


class your_predictions(nodes.General, nodes.Element):
    """The place; its content stands until the script has something to show."""


class YourPredictions(SphinxDirective):
    """The place of the reader's predictions."""

    has_content = True

    def run(self):
        shows_all(self.env, "exercises")
        return [your_predictions("", *self.parse_content_to_nodes())]


def visit(translator, node):
    known = {chapter: told["exercises"] for chapter, told in sorted(CHAPTERS.of(translator.builder.env).items())}
    data = {"data-exercises": json.dumps(known)} if known else {}
    translator.body.append(translator.starttag(node, "div", CLASS="your-predictions", **data))


def depart(translator, node):
    translator.body.append("</div>\n")


def _pass(translator, node):
    """Elsewhere the content stands for itself."""


def add_assets(app, pagename, templatename, context, doctree):
    """Link script and style where there is such a place."""
    if doctree is not None and next(doctree.findall(your_predictions), None) is not None:
        app.add_css_file("your_predictions.css")
        app.add_js_file("your_predictions.js", loading_method="defer")


def setup(app) -> dict[str, Any]:
    app.setup_extension("house.keep")
    app.add_node(
        your_predictions, html=(visit, depart), **dict.fromkeys(("latex", "text", "man", "texinfo"), (_pass, _pass))
    )
    app.add_directive("your-predictions", YourPredictions)
    app.connect("env-updated", written_again("exercises", CHAPTERS))
    app.connect("html-page-context", add_assets)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
