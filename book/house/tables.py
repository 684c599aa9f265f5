"""Tables that extensions make of what they have collected."""

from collections.abc import Sequence

from docutils import nodes

Cell = list[nodes.Node]


def in_table(head: Sequence[str], rows: Sequence[Sequence[Cell]], widths: Sequence[int] = ()) -> nodes.table:
    """Return a table with a header; a cell is a list of blocks, and the widths are parts of the whole."""
    group = nodes.tgroup("", *(nodes.colspec(colwidth=width) for width in widths or [1] * len(head)), cols=len(head))
    group += nodes.thead("", _row([[nodes.paragraph("", words)] for words in head]))
    group += nodes.tbody("", *map(_row, rows))
    return nodes.table("", group)


def _row(cells: Sequence[Cell]) -> nodes.row:
    return nodes.row("", *(nodes.entry("", *cell) for cell in cells))
