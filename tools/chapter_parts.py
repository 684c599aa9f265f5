"""What a chapter's notebook holds, for the rules about it: its code, its prose, and how much of them."""

import re

from nbformat import NotebookNode

NOT_WORDS = re.compile(r"\$\$.*?\$\$|\$[^$]*\$|`[^`]*`|^:[^\n]*$", re.DOTALL | re.MULTILINE)


def code_cells(notebook: NotebookNode) -> list[NotebookNode]:
    """Return the code cells, in order."""
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def prose(notebook: NotebookNode) -> str:
    """Return the Markdown of all cells."""
    return "\n\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")


def lines(cell: NotebookNode) -> list[str]:
    """Return the lines of a cell that are not empty."""
    return [line for line in cell.source.splitlines() if line.strip()]


def count_words(text: str) -> int:
    """Return how many words a text has, without formulas, code, and the marks of directives."""
    return len(re.findall(r"\w+", NOT_WORDS.sub(" ", text)))


def between(number: int, ends: tuple[int, int]) -> bool:
    """Return whether a number lies in a range, ends included."""
    return ends[0] <= number <= ends[1]


def words_of(ends: tuple[int, int]) -> str:
    """Return a range in words."""
    return f"exactly {ends[0]}" if ends[0] == ends[1] else f"{ends[0]} to {ends[1]}"
