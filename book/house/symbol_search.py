"""The search finds a page by its symbols: by the letter itself, by its name, and by what the notation calls it.

Sphinx indexes the source of a formula, so "eta" is found already. Added are the letter η, and from the page of the
notation the names that the code gives to a symbol: a page that uses it is found by "learning rate" as well.
"""

import re
import unicodedata
from functools import cache
from pathlib import Path

from docutils import nodes

NOTATION = "book/notation.md"
_COMMAND = re.compile(r"\\([A-Za-z]+)")
_ROW = re.compile(r"^\| *(\$.+?\$) *\| *(`[^|]+`) *\|", re.MULTILINE)


def letter(command: str) -> str:
    """Return the Greek letter that a TeX command stands for, or nothing."""
    kind = "CAPITAL" if command[0].isupper() else "SMALL"
    name = {"lambda": "lamda", "Lambda": "Lamda"}.get(command, command).upper().removeprefix("VAR")
    try:
        return unicodedata.lookup(f"GREEK {kind} LETTER {name}")
    except KeyError:
        return ""


def names(notation: str) -> dict[str, set[str]]:
    """Return for each TeX command of the notation's symbols the words of its names in the code."""
    found: dict[str, set[str]] = {}
    for symbols, code in _ROW.findall(notation):
        commands = [c for c in _COMMAND.findall(symbols) if letter(c)]
        words = {word for name in re.findall(r"`([a-z_]+)", code) for word in name.split("_") if len(word) > 2}
        for command in commands if len(commands) == 1 else ():
            found.setdefault(command, set()).update(words)
    return found


def keywords(formulas: list[str], named: dict[str, set[str]]) -> list[str]:
    """Return what to add to the index for a page with these formulas."""
    commands = {command for tex in formulas for command in _COMMAND.findall(tex)}
    return sorted({letter(c) for c in commands} - {""} | {word for c in commands for word in named.get(c, ())})


@cache
def _named(path: Path, changed: float) -> dict[str, set[str]]:
    return names(path.read_text(encoding="utf-8")) if path.exists() else {}


def add_keywords(app, doctree):
    """Add the keywords of a page where Sphinx's index looks for them."""
    path = Path(app.srcdir, NOTATION)
    app.env.note_dependency(str(path))  # read this page again when a name has changed there
    named = _named(path, path.stat().st_mtime if path.exists() else 0.0)
    found = keywords(
        [math.astext() for math in doctree.findall(lambda n: isinstance(n, (nodes.math, nodes.math_block)))], named
    )
    if found:
        doctree.append(nodes.meta("", name="keywords", content=", ".join(found)))


def setup(app):
    app.connect("doctree-read", add_keywords)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
