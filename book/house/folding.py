"""Code steps back: in the pages that `folded_code` names, code cells are folded to a quiet line that says what they do.

What a cell prints is the evidence for a number that the text tells, and is folded with it; tables, pictures and checks
stay outside. Neighbours with nothing shown between them share a line. A cell with the tag `show` stays open, and so
does a short one in a solution, which the reader has asked for, and what is printed there. The fold is the browser's
own, so it opens without a script, by a search in the page and by a link; `static/folding.js` opens and folds all of
them by the switch in the bar of the page (the template `code-switch.html`), and remembers it for the whole book.
"""

import re
from collections.abc import Iterator
from fnmatch import fnmatch
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

from .cell_words import is_setup, words_of

OPEN = "show"  # the tag of a cell that stays open
TEXT = {"stream", "text_plain"}  # the classes of what is printed
SHORT = 12  # lines; a cell of a solution that is not longer stays open
INTERACTIVE = ("html", "dirhtml")


class code_fold(nodes.Element):
    """Code cells behind a line; the first child is the line."""


class code_fold_line(nodes.TextElement):
    """What the code does, in words."""


class FoldCode(SphinxPostTransform):
    """Fold the code of a page, before MyST-NB folds what has its tag hide-input in its own way."""

    default_priority = 190
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Run the transform."""
        if any(fnmatch(self.env.docname, pattern) for pattern in self.config.folded_code):
            for group in with_imports_moved(list(groups(self.document))):
                fold(group)


def groups(document: nodes.document) -> Iterator[list[nodes.container]]:
    """Yield the neighbouring cells that share a line; an open cell is a group of its own."""
    group: list[nodes.container] = []
    cells = [node for node in document.findall(nodes.container) if is_cell(node)]
    for cell in cells:
        if group and (shows(group[-1]) or stays_open(cell) or not follows(cell, group[-1])):
            yield group
            group = []
        group.append(cell)
        if stays_open(cell):
            yield group
            group = []
    if group:
        yield group


def with_imports_moved(found: list[list[nodes.container]]) -> list[list[nodes.container]]:
    """Return the groups, the setup with the code after it: imports come first because they must."""
    if len(found) < 2 or stays_open(found[1][0]) or inside_solution(found[1][0]):
        return found
    first = found[0]
    alone = len(first) == 1 and not shows(first[0]) and is_setup(texts(first)[0])
    return [first + found[1], *found[2:]] if alone else found


def is_cell(node: nodes.container) -> bool:
    """Return whether a node is a code cell of MyST-NB that shows its source."""
    return node.get("nb_element") == "cell_code" and source(node) is not None


def source(cell: nodes.container) -> nodes.Element | None:
    """Return the part of a cell that holds its code."""
    first = cell.children[0] if cell.children else None
    return first if isinstance(first, nodes.Element) and first.get("nb_element") == "cell_code_source" else None


def printed(cell: nodes.container) -> list[nodes.Element]:
    """Return the parts of a cell's outputs that are folded with its code: what it prints, outside of solutions."""
    blocks = [] if inside_solution(cell) else cell.findall(nodes.literal_block)
    return [block for block in blocks if TEXT.intersection(block["classes"]) and block.parent.parent is cell]


def shows(cell: nodes.container) -> bool:
    """Return whether a cell shows something that is not folded with its code."""
    return sum(len(part.children) for part in cell.children[1:]) > len(printed(cell))


def follows(cell: nodes.container, other: nodes.container) -> bool:
    """Return whether a cell stands right after another."""
    return cell.parent is other.parent and cell.parent.index(cell) == cell.parent.index(other) + 1


def stays_open(cell: nodes.container) -> bool:
    """Return whether a cell is not folded."""
    metadata: dict[str, Any] = cell.get("cell_metadata", {})
    lines = texts([cell])[0].splitlines()
    return OPEN in metadata.get("tags", []) or (inside_solution(cell) and len(lines) <= SHORT)


def inside_solution(node: nodes.Node) -> bool:
    """Return whether a node stands in the solution of an exercise."""
    while node := node.parent:
        if "solution" in node.get("classes", []):
            return True
    return False


def texts(cells: list[nodes.container]) -> list[str]:
    return [cell[0].astext() for cell in cells]


def fold(group: list[nodes.container]) -> None:
    """Put the code of some cells behind a line, in the last of them, above what it shows."""
    for cell in group:
        if cell.get("hide_mode") == "input":  # MyST-NB's own way to fold
            del cell["hide_mode"]
    last = group[-1]
    if stays_open(last):
        return
    line = code_fold_line("", "", *words(words_of(texts(group))))
    folded = code_fold("", line, *[part for cell in group for part in (cell[0], *taken(cell))])
    for cell in group[:-1]:
        cell.parent.remove(cell)
    last.pop(0)
    last.insert(0, folded)
    last["classes"].append("folded")


def taken(cell: nodes.container) -> list[nodes.Element]:
    """Return what a cell prints, taken out of what it shows."""
    blocks = printed(cell)
    for block in blocks:
        output = block.parent
        output.remove(block)
        if not output.children:
            cell.remove(output)
    return blocks


def words(text: str) -> list[nodes.Node]:
    """Return words in which code stands in backquotes."""
    parts = re.split(r"`([^`]+)`", text)
    return [nodes.literal(text=part) if k % 2 else nodes.Text(part) for k, part in enumerate(parts) if part]


# --- writing


def visit_fold(translator: Any, node: nodes.Element) -> None:
    translator.body.append('<details class="code-fold">\n')


def depart_fold(translator: Any, node: nodes.Element) -> None:
    translator.body.append("</details>\n")


def visit_line(translator: Any, node: nodes.Element) -> None:
    translator.body.append('<summary><span class="code-fold-words">')


def depart_line(translator: Any, node: nodes.Element) -> None:
    translator.body.append("</span></summary>\n")


def add_switch(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any) -> None:
    """Give pages with folded code their look, and the switch for all of them; others have neither."""
    if doctree is None or next(doctree.findall(code_fold), None) is None:
        return
    context["code_is_folded"] = True
    app.add_css_file("folding.css")
    if app.builder.name in INTERACTIVE:
        app.add_js_file("folding.js")  # not deferred: before anything is painted


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    app.setup_extension("house.keep")
    app.add_config_value("folded_code", ["*"], "env", [list])
    app.add_node(code_fold, html=(visit_fold, depart_fold))
    app.add_node(code_fold_line, html=(visit_line, depart_line))
    app.add_post_transform(FoldCode)
    app.connect("html-page-context", add_switch)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
