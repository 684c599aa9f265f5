"""What the search can find on a page as it was written: its sections with their lines, and the things that stand there.

A formula, a live figure, an exercise, a term and a symbol are found for themselves, before the sections with text.
"""

import re
from dataclasses import dataclass, field
from functools import cache
from html import escape, unescape

from livefig.text.tex import TexError, label_text

from .previews import element, plain, words_of

TAG = re.compile(r"""<(/?)([a-zA-Z][\w-]*)((?:[^<>"]|"[^"]*")*)>""")
ATTRIBUTE = re.compile(r'\s(id|class|aria-label)="([^"]*)"')
VOID = {"br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
# What is read by nobody as text; of a live figure what stands below it is read by itself.
SILENT = re.compile(
    r"\b(headerlink|figure-index|formulas|colophon|card-name|livefig-stage|livefig-controls|prev-next-area)\b"
)
SILENT_TAGS = {"svg", "script", "style", "template", "annotation", "button", "select", "nav", "footer"}
# Where a line ends. The cells of a row are one line, and so are the letters of a formula.
BLOCKS = {"p", "li", "ul", "ol", "dt", "dd", "dl", "div", "section", "figure", "figcaption", "table", "details",
          "summary", "label", "pre", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote"}  # fmt: skip
CELL = " · "  # between the cells of a row
DEFINED = ("term", "mistake")  # how the anchors of what is explained below it begin
HEADING = re.compile(r"h[1-6]")


@dataclass
class Entry:
    """Something that is found: its kind, its title, its anchor, its lines, and what is shown of it beside them."""

    kind: str
    title: str = ""
    anchor: str = ""
    lines: list[str] = field(default_factory=list)
    shown: str = ""


class Reader:
    """Reads the article of a page, tag by tag."""

    def __init__(self, html: str) -> None:
        self.html = html
        self.sections = [Entry("page")]
        self.things: list[Entry] = []
        self.open: list[tuple[str, Entry | None]] = []  # the tags around, each with the thing that it is
        self.text: list[str] = []
        self.row = 0

    def read(self) -> list[Entry]:
        """Return what is found, the things first."""
        at = 0
        while tag := TAG.search(self.html, at):
            self.text.append(self.html[at : tag.start()])
            at = tag.end()
            if tag[1]:
                self.leave(tag[2])
            elif tag[2] == "br":
                self.text.append(" ")
            elif tag[2] not in VOID and not tag[0].endswith("/>"):
                at = self.enter(tag) or at
        self.flush()
        return [*self.things, *(one for one in self.sections if one.title or one.lines)]

    def enter(self, tag: re.Match[str]) -> int | None:
        """Note what begins here; return where it ends if it is not read inside."""
        said = dict(ATTRIBUTE.findall(tag[3]))
        classes, anchor = said.get("class", ""), said.get("id", "")
        if tag[2] in SILENT_TAGS or SILENT.search(classes):
            return tag.start() + len(element(self.html, tag.start()))
        if tag[2] in BLOCKS and not self.row:
            self.flush()
        if tag[2] == "math":
            whole = element(self.html, tag.start())
            self.text.append(escape(in_words(tex_of(whole))))
            return tag.start() + len(whole)
        kind = _kind(tag[2], classes, anchor)
        if kind in WHOLE:
            whole = element(self.html, tag.start())
            self.things.append(WHOLE[kind](whole, unescape(anchor)))
            return tag.start() + len(whole)
        self.row += tag[2] == "tr"
        if tag[2] == "section" and anchor:
            self.sections.append(Entry("section", anchor=unescape(anchor)))
        thing = Entry(kind, anchor=unescape(anchor)) if kind else None
        self.things += [thing] if thing else []
        self.open.append((tag[2], thing))
        return None

    def leave(self, name: str) -> None:
        """Note what ends here."""
        if name not in [tag for tag, _ in self.open]:
            return
        if name in ("td", "th"):
            self.text.append(CELL)
        self.row -= name == "tr"
        if name in BLOCKS and not self.row:
            self.flush(name)
        while self.open.pop()[0] != name:
            pass

    def flush(self, ended: str = "") -> None:
        """Give the text since the last line to what it belongs to."""
        text = unescape("".join(self.text))
        self.text = []
        raw = text.splitlines() if ended == "pre" else [text.strip().removesuffix(CELL.rstrip())]
        lines = [" ".join(line.split()) for line in raw if line.strip()]
        if not lines:
            return
        entry = self.owner()
        if HEADING.fullmatch(ended):
            self.sections[-1].title = " ".join(lines)
        elif entry.kind != "section" and not entry.title:
            title, _, rest = lines[0].partition(CELL if entry.kind == "symbol" else "\n")
            entry.title, entry.lines = title, [*([rest] if rest else []), *lines[1:]]
        else:
            entry.lines += lines

    def owner(self) -> Entry:
        """Return what the text at this place belongs to: a thing around it, the term defined, the section."""
        around = [thing for _, thing in self.open if thing]
        if not around and self.things and self.things[-1].kind in DEFINED and "dd" in [tag for tag, _ in self.open]:
            return self.things[-1]
        return around[-1] if around else self.sections[-1]


def equation(html: str, anchor: str) -> Entry:
    """Return the entry of a numbered formula: its TeX and the words of its label are found, the formula is shown."""
    number = re.search(r'<span class="eqno">(\([^)]*\))', html)
    shown = plain(html[html.index(">") + 1 :].partition('<span class="eqno"')[0]).strip()
    label = anchor.removeprefix("equation-").removeprefix("eq-").replace("-", " ")
    return Entry("equation", f"Equation {number[1] if number else ''}".strip(), anchor, [label, tex_of(html)], shown)


def figure(html: str, anchor: str) -> Entry:
    """Return the entry of a live figure, with what describes it and what stands below it."""
    named = re.search(r'\saria-label="([^"]*)"', html)
    below = re.search(r"<figcaption\b.*?</figcaption>", html, re.DOTALL)
    words = words_of(below[0]) if below else ""
    return Entry("figure", unescape(named[1]) if named else anchor, anchor, [words] if words else [])


def tex_of(html: str) -> str:
    """Return the TeX of a formula."""
    tex = re.search(r"<annotation[^>]*>(.*?)</annotation>", html, re.DOTALL)
    return unescape(tex[1]).strip() if tex else ""


@cache
def in_words(tex: str) -> str:
    """Return a formula in a line of text, as the sentences of the figures say it."""
    try:
        return label_text(f"${tex}$")
    except TexError:
        return tex


WHOLE = {"equation": equation, "figure": figure}  # what is not read tag by tag


def _kind(name: str, classes: str, anchor: str) -> str:
    """Return which thing a tag begins, or nothing."""
    if name == "div" and anchor.startswith("equation-"):
        return "equation"
    if name == "figure" and classes.startswith("livefig") and anchor:
        return "figure"
    if name == "div" and classes.startswith("exercise") and anchor:
        return "exercise"
    if name == "dt" and anchor.partition("-")[0] in DEFINED:
        return anchor.partition("-")[0]
    return "symbol" if name == "tr" and anchor.startswith("symbol-") else ""
