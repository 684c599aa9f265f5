"""Wide tables fit a phone: there each row is a card, its cells with the names of their columns, and the verdict first.

The names stand in the page, unseen where the table is one; `static/cards.css` does the rest. A narrow table stays one.
"""

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

from .assets import serve_own_files

FITS = 34  # characters of a row beside one another on a phone
SHORT = 16  # of a cell that shares a line of its card with another
FIRST = "verdict"


class MakeCards(SphinxPostTransform):
    """Mark the tables that are too wide, and name their cells."""

    default_priority = 195
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Run the transform."""
        for table in self.document.findall(nodes.table):
            names, rows = header_and_rows(table)
            if names and any(width(row) > FITS for row in [*rows, names]):
                table["classes"].append("cards")
                for row in rows:
                    name_cells(names, row)


def header_and_rows(table: nodes.table) -> tuple[list[nodes.entry], list[list[nodes.entry]]]:
    """Return the cells of the header, and of each row; no header if a cell spans others."""
    rows = [[cell for cell in row if isinstance(cell, nodes.entry)] for row in table.findall(nodes.row)]
    heads = [row for row in rows if isinstance(row[0].parent.parent, nodes.thead)]
    plain = len({len(row) for row in rows}) == 1 and len(heads) == 1
    return (heads[0], rows[1:]) if plain else ([], [])


def width(row: list[nodes.entry]) -> int:
    """Return how many characters a row would need beside one another, its long texts wrapped."""
    return sum(min(len(cell.astext()), 18) + 2 for cell in row)


def name_cells(names: list[nodes.entry], row: list[nodes.entry]) -> None:
    """Put the name of its column before the content of each cell, and mark which come first and which are long."""
    for name, cell in zip(names, row, strict=True):
        words = name.astext().strip()
        if words.lower() == FIRST:
            cell["classes"].append("card-first")
        if len(cell.astext()) + len(words) > SHORT:
            cell["classes"].append("card-wide")
        if words and cell is not row[0]:
            first = cell.children[0] if cell.children else None
            place = first if isinstance(first, nodes.paragraph) else nodes.paragraph()
            if place is not first:
                cell.insert(0, place)
            place.insert(0, nodes.inline("", f"{words}: ", classes=["card-name"]))


def add_style(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any) -> None:
    """Link the style on pages with a wide table."""
    if doctree is not None and any("cards" in table["classes"] for table in doctree.findall(nodes.table)):
        app.add_css_file("cards.css")


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    serve_own_files(app)
    app.add_post_transform(MakeCards)
    app.connect("html-page-context", add_style)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
