"""The page "printed against right": one row for each audited item, collected from the chapters themselves.

A chapter states its findings in Markdown tables in cells tagged ``audit``; the directive ``audit`` shows
them all in one table. Nothing is written twice, so the page cannot disagree with a chapter.
"""

import json
import re
from dataclasses import dataclass
from pathlib import Path

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from .pages import in_order

COLUMNS = ["id", "printed", "right", "verdict"]
_CELL_BORDER = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r":?-+:?")


class AuditError(ValueError):
    """A table that cannot be taken over; the message names the notebook and says what to change."""


@dataclass(frozen=True)
class Row:
    """One audited item and the chapter that it comes from."""

    cells: tuple[str, ...]
    docname: str

    @property
    def id(self) -> str:
        return self.cells[0]


def rows_of_notebook(text: str, docname: str) -> list[Row]:
    """Return the rows of all tables in the cells tagged ``audit``."""
    cells = json.loads(text)["cells"]
    tagged = [c for c in cells if "audit" in c["metadata"].get("tags", [])]
    return [row for cell in tagged for row in _rows_of_cell("".join(cell["source"]), docname)]


def unique(rows: list[Row]) -> list[Row]:
    """Return the rows, or say which item has two of them."""
    seen: dict[str, str] = {}
    for row in rows:
        if row.id in seen:
            raise AuditError(f"{row.docname}: the item {row.id} has a row in {seen[row.id]} already. Keep one.")
        seen[row.id] = row.docname
    return rows


def as_markdown(rows: list[Row]) -> str:
    """Return one Markdown table, each row with a link to its chapter."""
    lines = ["| item | printed | right | verdict | chapter |", "| --- | --- | --- | --- | --- |"]
    lines += [f"| {' | '.join(row.cells)} | {{doc}}`/{row.docname}` |" for row in rows]
    return "\n".join(lines)


def _rows_of_cell(source, docname):
    tables = _tables(source)
    if not tables:
        raise AuditError(f"{docname}: a cell tagged audit has no table with the columns {' | '.join(COLUMNS)}.")
    return [row for table in tables for row in _rows_of_table(table, docname)]


def _tables(source):
    """Return groups of consecutive lines that begin with a bar, each line split into its cells."""
    tables: list[list[tuple[str, ...]]] = []
    open_table = False
    for line in source.splitlines():
        if line.lstrip().startswith("|"):
            if not open_table:
                tables.append([])
            tables[-1].append(_cells(line))
        open_table = line.lstrip().startswith("|")
    return tables


def _cells(line):
    return tuple(cell.strip() for cell in _CELL_BORDER.split(line.strip().removesuffix("|"))[1:])


def _rows_of_table(table, docname):
    header, rule, *body = (*table, (), ())[: max(len(table), 2)]
    ruled = len(rule) == len(header) and all(map(_RULE.fullmatch, rule))
    if [name.lower() for name in header] != COLUMNS or not ruled:
        raise AuditError(
            f"{docname}: an audit table has the columns {' | '.join(header)}; "
            f"write {' | '.join(COLUMNS)} and a line of dashes below."
        )
    for cells in body:
        if len(cells) != len(COLUMNS) or not all(cells):
            raise AuditError(f"{docname}: the audit row {' | '.join(cells)} needs {len(COLUMNS)} filled cells.")
    return [Row(cells, docname) for cells in body]


def anchor_of(code: str) -> str:
    """Return the id of an item's row on the page of the audit."""
    return f"audit-{code}"


def collected(env) -> list[Row]:
    """Return the rows of all notebooks of the book, in its order; the page that is read depends on them."""
    rows = []
    for docname in in_order(env.config):
        path = Path(env.srcdir, f"{docname}.ipynb")
        if path.exists():
            env.note_dependency(str(path))  # read this page again when that notebook changes
            rows += rows_of_notebook(path.read_text(encoding="utf-8"), docname)
    return rows


class Audit(SphinxDirective):
    """The table of all audited items, in the order of the book."""

    def run(self):
        try:
            rows = unique(collected(self.env))
        except AuditError as error:
            raise self.error(str(error)) from None
        if not rows:
            raise self.error("no notebook of the book has a markdown cell tagged audit")
        chapters = len({row.docname for row in rows})
        count = f"{len(rows)} items from {chapters} {'chapter' if chapters == 1 else 'chapters'}."
        parsed = nodes.container("", *self.parse_text_to_nodes(f"{count}\n\n{as_markdown(rows)}\n"), classes=["audit"])
        _, *body = parsed.findall(nodes.row)
        for row, node in zip(rows, body, strict=True):
            node["ids"].append(anchor_of(row.id))
        return [parsed]


def setup(app):
    app.add_directive("audit", Audit)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
