"""What mistakes say: each is made while the page is read, so the page shows the words of this very version.

    ```{mistakes} mistakes/function.toml deciding
    ```

The file stands relative to the page; the second word is the group. The first of its cases stand open, the others are
folded; those that are marked as variants of another are tested and not shown. A case that raises nothing, or other
words than its file says, is an error of the build.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from .cases import Case, MistakeError, Said, made, read
from .code import with_code

OPEN = 2  # cases of a group that can be seen at once


class Mistakes(SphinxDirective):
    """What was written and what is said to it, for one group of a file of mistakes."""

    required_arguments = 2

    def run(self) -> list[nodes.Node]:
        path = Path(self.env.doc2path(self.env.docname)).parent / self.arguments[0]
        self.env.note_dependency(str(path))
        try:
            found = [(case, made(case)) for case in self._cases(path) if not case.variant]
        except (MistakeError, OSError, ValueError) as error:
            raise self.error(f"{self.arguments[0]}: {error}") from None
        items = [_item(*one) for one in found]
        return [_listed(items[:OPEN]), *_folded(items[OPEN:])]

    def _cases(self, path: Path) -> list[Case]:
        groups = read(path)
        if self.arguments[1] not in groups:
            raise MistakeError(f"there is no group {self.arguments[1]}; there are {', '.join(groups)}.")
        return groups[self.arguments[1]]


def _listed(items: list[nodes.definition_list_item]) -> nodes.definition_list:
    return nodes.definition_list("", *items, classes=["engine-code"])


def _folded(items: list[nodes.definition_list_item]) -> list[nodes.Node]:
    """Return a list that unfolds in a browser; elsewhere it is an ordinary one."""
    if not items:
        return []
    opening = f'<details class="engine-more"><summary>{len(items)} more</summary>'
    return [nodes.raw("", opening, format="html"), _listed(items), nodes.raw("", "</details>", format="html")]


def _item(case: Case, said: Said) -> nodes.definition_list_item:
    words = nodes.paragraph("", "", nodes.strong(text=said.error), nodes.Text(": "), *with_code(said.message))
    return nodes.definition_list_item("", nodes.term("", "", *_lines(case.code)), nodes.definition("", words))


def _lines(text: str) -> Iterator[nodes.Node]:
    """Return code line by line, since a term holds no block; the spaces that a line begins with stay."""
    for number, line in enumerate(text.splitlines()):
        if number:
            yield nodes.raw("", "<br>", format="html")
        yield nodes.literal(text=re.sub("^ +", lambda m: "\N{NO-BREAK SPACE}" * len(m[0]), line))


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    app.add_directive("mistakes", Mistakes)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
