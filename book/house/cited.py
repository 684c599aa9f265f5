"""Numbers that a text takes from a source, listed with it: the honest way for a fact that no cell can compute.

A number in the prose of a chapter is computed in a cell, or a source stands beside it, in the same sentence:

    At the end of 2021 Netflix had 222 million subscribers {cite}`Netflix2022`.

The directive ``cited-numbers`` lists these sentences, so that a reader sees what the book only passes on. What is part
of a name or of an address claims nothing: GPT-3.5, CIFAR-100, section 4.3, page 213, doi:10.1038/323533a0.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat
from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from .pages import in_order

NUMBER = re.compile(r"(?<![\w.,{])-?\d[\d,]*(?:\.\d+)?(?:e-?\d+)?", re.IGNORECASE)
SOURCE = re.compile(r"\{cite(?::\w+)?\}`([^`]+)`")
NO_CLAIM = (
    r"`[^`]*`",  # code, and what a role holds
    r"\(eq-[^)]*\)|\]\([^)]*\)|ex-[\w-]+|eq-[\w-]+",  # labels and links
    r"^:::.*$|^:[a-z-]+:.*$",  # directives and their options
    r"S\d-[A-Z]\d+",  # items of the articles
    r"https?://[^\s)>]+|\b(?:doi|arXiv):\S+",  # addresses
    r"\b[A-Z]\w*[A-Za-z]-\d[\w.]*\b",  # GPT-3.5, CIFAR-100; not $W-0.5$
    # Section 4.3 of a book, pp. 120–124, version 3.11.
    r"(?:§|\b(?:[Ss]ec(?:tions?|\.)|[Cc]hapters?|[Pp]ages?|pp?\.|[Tt]heorem|[Ee]quation|[Ff]igure|[Tt]able|[Vv]ersion|Python)"
    r"(?![\w.]))[\s~]*\d[\d.]*(?:(?:\s*[–-]\s*|\s+(?:to|and)\s+)\d[\d.]*)?",
)
NOT_PROSE = re.compile("|".join(NO_CLAIM), re.MULTILINE)
# A sentence ends at a full stop before a space, a row of a table and an item of a list at the end of its line.
END = re.compile(
    r"(?<!\bi\.e)(?<!\be\.g)(?<!\bcf)(?<!\bpp)(?<!\bca)[.!?][)”\"*]*(?=\s)(?!\s+[a-z])"
    r"|\n\s*\n|\n(?=\s*(?:[|*-]|\d+\.|:)\s?)"
)


@dataclass(frozen=True)
class Claim:
    """A number in the prose that no cell has: where, the sentence around it, and the sources beside it."""

    cell: int
    line: int
    number: str
    sentence: str
    sources: tuple[str, ...]


def normal(number: str) -> str:
    """Return a number without sign, commas and zeros at the end: 22,063 is 22063, and 0.50 is 0.5."""
    text = number.replace(",", "").lstrip("-").lower().rstrip(".")
    return text.rstrip("0").rstrip(".") if "." in text and "e" not in text else text


def evidence(notebook: nbformat.NotebookNode) -> set[str]:
    """Return the numbers that code cells contain or print, as normalised text."""
    texts = []
    for cell in notebook.cells:
        if cell.cell_type == "code":
            texts.append(cell.source)
            for output in cell.outputs:
                texts.append(output.get("text", ""))
                texts += [str(value) for value in output.get("data", {}).values()]
    return {normal(found) for found in NUMBER.findall(" ".join(texts).replace("_", ""))}


def not_computed(notebook: nbformat.NotebookNode) -> Iterator[Claim]:
    """Yield the numbers of the prose that claim something and stand in no cell's source or output."""
    known = evidence(notebook)
    for place, cell in enumerate(notebook.cells):
        if cell.cell_type != "markdown":
            continue
        # What is no prose gives way to blanks, so that each number keeps its place in the text.
        text = NOT_PROSE.sub(_blank, cell.source.replace(r"\,", "\0\0").replace("{,}", "\0\0\0"))
        for found in re.finditer(NUMBER.pattern.replace(r"[\d,]", r"[\d,\0]"), text, re.IGNORECASE):
            number = found[0].replace("\0", "")
            if is_claim(normal(number)) and normal(number) not in known:
                sentence = sentence_around(cell.source, found.start())
                sources = tuple(key.strip() for keys in SOURCE.findall(sentence) for key in keys.split(","))
                yield Claim(place, cell.source.count("\n", 0, found.start()) + 1, number.rstrip(","), sentence, sources)


def is_claim(plain: str) -> bool:
    """Return whether a normalised number says more than a small count or a year."""
    return "." in plain or "e" in plain or (len(plain) >= 3 and not 1600 <= int(plain) <= 2100)


def sentence_around(text: str, place: int) -> str:
    """Return the sentence, the row of a table or the item of a list in which a place lies."""
    ends = [0, *(found.end() for found in END.finditer(text)), len(text)]
    start, stop = max(end for end in ends if end <= place), min(end for end in ends if end > place)
    return text[start:stop].strip()


def _blank(found: re.Match) -> str:
    return re.sub(r"[^\n]", " ", found[0])


# --- the list of them


@dataclass(frozen=True)
class Row:
    """A sentence with its cited numbers, and the chapter in which it stands."""

    docname: str
    claim: Claim


def rows_of(notebook: nbformat.NotebookNode, docname: str) -> list[Row]:
    """Return the sentences with numbers that are cited, each once."""
    found = {claim.sentence: Row(docname, claim) for claim in reversed(list(not_computed(notebook))) if claim.sources}
    return list(reversed(found.values()))


def as_markdown(rows: list[Row]) -> str:
    """Return a table of the sentences, each with its source and its chapter."""
    lines = ["| what is said | chapter |", "| --- | --- |"]
    lines += [f"| {_in_a_cell(row.claim.sentence)} | {{doc}}`/{row.docname}` |" for row in rows]
    return "\n".join(lines)


def _in_a_cell(sentence: str) -> str:
    """Return a sentence for a cell of a table; of a row of another table its cells, one after the other.

    What leads to a place in its own page is words here.
    """
    sentence = re.sub(r"\[([^\]]*)\]\(#[^)]*\)", r"\1", sentence)
    cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", sentence)] if sentence.startswith("|") else [sentence]
    return " · ".join(filter(None, cells)).replace("\n", " ").lstrip("*-: ").replace("|", r"\|")


class CitedNumbers(SphinxDirective):
    """The sentences of all chapters whose numbers come from a source and not from a cell."""

    def run(self) -> list[nodes.Node]:
        rows: list[Row] = []
        for docname in in_order(self.env.config):
            path = Path(self.env.srcdir, f"{docname}.ipynb")
            if path.exists():
                self.env.note_dependency(str(path))  # read this page again when that notebook changes
                rows += rows_of(nbformat.read(path, 4), docname)
        if not rows:
            return self.parse_text_to_nodes("At present there is none.")
        return [nodes.container("", *self.parse_text_to_nodes(as_markdown(rows)), classes=["cited-numbers"])]


def setup(app):
    app.add_directive("cited-numbers", CitedNumbers)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
