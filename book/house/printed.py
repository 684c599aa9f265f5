"""What cells print: words wrap as words do; a table keeps its columns, and scrolls where it does not fit.

A browser cannot tell one from the other; here each printed text is marked, and `book.css` does the rest.
"""

import re
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

COLUMNS = re.compile(r"\S {2,}\S|^[ ]*\[|^ +\S", re.MULTILINE)


def is_table(text: str) -> bool:
    """Return whether lines of a text stand under one another: columns, rows of an array, indented code."""
    return len(text.strip("\n").splitlines()) > 1 and bool(COLUMNS.search(text))


class MarkPrinted(SphinxPostTransform):
    """Mark what cells print."""

    default_priority = 190
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Run the transform."""
        for block in self.document.findall(nodes.literal_block):
            if "stream" in block["classes"] or "text_plain" in block["classes"]:
                block["classes"].append("printed-table" if is_table(block.astext()) else "printed-words")


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    app.add_post_transform(MarkPrinted)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
