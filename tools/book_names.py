"""What one chapter says of another, read from the sources alone: numbers of equations, exercises and figures, sources.

The build knows all this when the book is built. JupyterLab (open_lab.py) needs it without a build; a test holds it
against the built pages.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import yaml
from pybtex.database import Entry, parse_file
from pybtex.richtext import Text

BIBLIOGRAPHY = Path("book/references.bib")
EQUATION = re.compile(r"^\$\$[ \t]*\(([\w-]+)\)[ \t]*$", re.MULTILINE)
EXERCISE = re.compile(r"^:{3,}\{exercise\}[^\n]*\n:label:[ \t]*(\S+)", re.MULTILINE)
TITLE = re.compile(r"^# (.+)$", re.MULTILINE)


def names(root: Path) -> dict[str, Any]:
    """Return what the front end in JupyterLab must know of the book."""
    toc = yaml.safe_load((root / "_toc.yml").read_text(encoding="utf-8"))
    pages = {page: page_names(root, page, number) for page, number in numbered(toc)}
    return {"first": toc["root"], "pages": pages, "sources": sources(root / BIBLIOGRAPHY)}


def numbered(toc: dict[str, Any]) -> Iterator[tuple[str, int | None]]:
    """Yield each page with its number in the book, which runs on through the parts that are numbered."""
    yield toc["root"], None
    chapter = 0
    for part in toc["parts"]:
        for entry in part["chapters"]:
            chapter += bool(part.get("numbered"))
            yield entry["file"], chapter if part.get("numbered") else None


def page_names(root: Path, page: str, number: int | None) -> dict[str, Any]:
    """Return the title of a page, its file, and the numbers in it by their labels."""
    notebook = root / f"{page}.ipynb"
    file = notebook if notebook.exists() else root / f"{page}.md"
    prose, code = texts(file)
    title = TITLE.search(prose)
    return {
        "file": file.relative_to(root).as_posix(),
        "title": title[1] if title else page,
        "equations": numbers(EQUATION.findall(prose), number),
        "exercises": numbers(EXERCISE.findall(prose), number),
        "figures": numbers(figures(code), number),
    }


def texts(file: Path) -> tuple[str, list[str]]:
    """Return the Markdown of a file, and its cells of code."""
    text = file.read_text(encoding="utf-8")
    if file.suffix == ".md":
        return text, []
    cells = nbformat.reads(text, as_version=4).cells
    prose = "\n\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    return prose, [cell.source for cell in cells if cell.cell_type == "code"]


def numbers(labels: list[str], chapter: int | None) -> dict[str, str]:
    """Return 6.2 for the second label of chapter 6, and 2 where the page has no number."""
    return {label: f"{chapter}.{k}" if chapter else str(k) for k, label in enumerate(dict.fromkeys(labels), 1)}


def figures(code: list[str]) -> list[str]:
    """Return the names of the live figures that cells of code make, in their order."""
    found = []
    for source in code:
        try:
            tree = ast.parse(source)
        except SyntaxError:  # a magic of IPython, say
            continue
        calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
        made = [call for call in calls if isinstance(call.func, ast.Name) and call.func.id == "LiveFigure"]
        for call in sorted(made, key=lambda one: one.lineno):
            given = [word.value for word in call.keywords if word.arg == "name"]
            found += [str(one.value) for one in given if isinstance(one, ast.Constant)]
    return found


def sources(bibliography: Path) -> dict[str, dict[str, str]]:
    """Return what a citation of each source says, and what it is."""
    return {key: source(entry) for key, entry in parse_file(str(bibliography)).entries.items()}


def source(entry: Entry) -> dict[str, str]:
    """Return the words of a citation, and what stands in the list of sources."""
    people = entry.persons.get("author", [])
    last = [plain(" ".join([*one.prelast_names, *one.last_names])) for one in people]
    who = " and ".join(last) if len(last) <= 2 else f"{last[0]} et al."
    full = [
        plain(" ".join([*one.first_names, *one.middle_names])) + f" {name}"
        for one, name in zip(people, last, strict=True)
    ]
    fields = {name: plain(text) for name, text in entry.fields.items()}
    where = [fields[name] for name in ("journal", "booktitle", "publisher") if name in fields]
    listed = ", ".join(name.strip() for name in full).replace(", others", " and others")
    told = ". ".join([listed, fields["title"], *where])
    address = f"https://doi.org/{entry.fields['doi']}" if "doi" in fields else entry.fields.get("url", "")
    return {"who": who, "year": fields["year"], "told": f"{told}, {fields['year']}.", "address": address}


def plain(latex: str) -> str:
    """Return the text that BibTeX's signs stand for."""
    return Text.from_latex(latex).render_as("text").strip()
