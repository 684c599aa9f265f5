"""What mistakes say: each is made while the page is read, so the page shows the words of this very version.

    ```{mistakes} mistakes/function.toml deciding Deciding by a number that moves
    ```

The file stands relative to the page; the second word is the group, and the rest its title. A group is folded behind
its title and the number of its messages; without a title it stands open. Each message has an address, which unfolds
it; cases that are marked as variants of another are tested and not shown. What a message advises stands in bold. A case
that raises nothing, or other words than its file says, is an error of the build.
"""

import re
from collections import Counter
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from .cases import Case, MistakeError, Said, made, read
from .code import with_code

# How an advice begins, after a stop or at the start of a message, and how a demand is put where there is none.
VERBS = """use write give leave draw put take correct mask name start stay return make build convert add move let start
to\\spick to\\sstop it\\stakes there\\sare these\\scan sliders\\sare its\\soutputs\\sare its\\sparameters\\sare"""
ADVICE = re.compile(rf"(?:^|[.;,:] (?:so )?)(?P<advice>(?:{'|'.join(VERBS.split())})\b(?!=))", re.IGNORECASE)
DEMAND = re.compile(r"(?:^|[:;] )(?P<advice>[^:;]*\b(?:must|needs?|may hold|only)\b)")
SLUG = 48  # letters of an address


class Mistakes(SphinxDirective):
    """What was written and what is said to it, for one group of a file of mistakes."""

    required_arguments = 2
    optional_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        file, group, *title = self.arguments
        path = Path(self.env.doc2path(self.env.docname)).parent / file
        self.env.note_dependency(str(path))
        try:
            found = [(case, made(case)) for case in _cases(path, group) if not case.variant]
        except (MistakeError, OSError, ValueError) as error:
            raise self.error(f"{file}: {error}") from None
        places = anchors(group, [case.says for case, _ in found])
        items = [_item(*one, place) for one, place in zip(found, places, strict=True)]
        shown = nodes.definition_list("", *items, classes=["engine-code"])
        return _folded(title[0], shown, len(items)) if title else [shown]


def _cases(path: Path, group: str) -> list[Case]:
    groups = read(path)
    if group not in groups:
        raise MistakeError(f"there is no group {group}; there are {', '.join(groups)}.")
    return groups[group]


def anchors(group: str, says: list[str]) -> list[str]:
    """Return an address for each message of a group, made of its words; one that comes again is numbered."""
    used: Counter[str] = Counter()
    found = []
    for words in says:
        short = re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")[:SLUG].rstrip("-")
        place = f"mistake-{group.replace('_', '-')}-{short}".rstrip("-")
        used[place] += 1
        found.append(place if used[place] == 1 else f"{place}-{used[place]}")
    return found


def parts(message: str) -> tuple[str, str]:
    """Return what a message says of the fault, and from where it says what to write: all of it if it is one clause."""
    for pattern in (ADVICE, DEMAND):
        for match in pattern.finditer(message):
            start = match.start("advice")
            if message.count("`", 0, start) % 2 == 0:  # what stands in code advises nothing
                return message[:start], message[start:]
    return "", message


def _folded(title: str, body: nodes.Node, count: int) -> list[nodes.Node]:
    """Return a group that unfolds in a browser; elsewhere it has its title above it."""
    summary = f'{escape(title)} <span class="engine-count">{count}</span>'
    opening = f'<details class="engine-fold"><summary>{summary}</summary>'
    elsewhere = addnodes.only("", nodes.rubric("", title), expr="not html")
    return [elsewhere, nodes.raw("", opening, format="html"), body, nodes.raw("", "</details>", format="html")]


def _item(case: Case, said: Said, place: str) -> nodes.definition_list_item:
    fault, advice = parts(said.message)
    words = nodes.paragraph("", "", nodes.inline("", said.error, classes=["engine-error"]), nodes.Text(": "))
    words += [*with_code(fault), nodes.strong("", "", *with_code(advice))]
    link = f'<a class="headerlink" href="#{place}" title="Link to this message">#</a>'
    term = nodes.term("", "", *_lines(case.code), nodes.raw("", link, format="html"), ids=[place])
    return nodes.definition_list_item("", term, nodes.definition("", words))


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
