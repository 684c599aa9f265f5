"""The five articles behind the book: how their codes are read, how much of them held, and where each section went.

```{article-counts}
```
```{article-kinds}
```
```{article} S1
What the article promises, and what of it holds.
```

`book/articles.toml` has the sections and their items; which chapter answers an item, and how it judged, is read from
the rows of the audit, so neither is written twice. The first use of a code in a chapter leads to its place here.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from .audit import AuditError, Row, anchor_of, collected, unique
from .chapters import is_chapter
from .hints import glossary_hint
from .tables import Cell, in_table

log = logging.getLogger(__name__)
DATA = "book/articles.toml"
PAGE = "book/the_articles"
AUDIT = "book/audit"
CODE = re.compile(r"(?<![\w-])S\d(?:-[A-Z]\d+)?(?![\w-])")
ITEM = re.compile(r"S\d-([A-Z])\d+")
WRONG = re.compile(r"\b(?:wrong|does not run|cannot come from)\b")
JUDGED = ("right", "right, but", "loose", "wrong")
NOT_READ = (nodes.reference, nodes.literal, nodes.math, nodes.raw, glossary_hint, addnodes.pending_xref)


class ArticlesError(ValueError):
    """Data that contradict themselves or the chapters; the message says what to change."""


FAULTS = (ArticlesError, AuditError, OSError, tomllib.TOMLDecodeError)


@dataclass(frozen=True)
class Section:
    """A section of an article: its number, its title in our words, the codes of its items."""

    number: str
    title: str
    codes: tuple[str, ...]


@dataclass(frozen=True)
class Article:
    """One of the articles, with its title as printed and in English."""

    code: str
    title: str
    english: str
    sections: tuple[Section, ...]


@dataclass(frozen=True)
class Articles:
    """All articles, the letters of the codes, and for the items to come the titles of their chapters."""

    kinds: dict[str, str]
    articles: tuple[Article, ...]
    planned: dict[str, str]

    def items(self, *, of: str = "S") -> list[str]:
        """Return the codes of an article, or of all; each once, in the order in which they are met."""
        found = (code for one in self.articles for section in one.sections for code in section.codes)
        return list(dict.fromkeys(code for code in found if code.startswith(of)))

    def article(self, code: str) -> Article:
        """Return the article with a code."""
        for one in self.articles:
            if one.code == code:
                return one
        raise ArticlesError(f"there is no article {code}; {DATA} has {', '.join(one.code for one in self.articles)}.")

    def told(self, code: str) -> str:
        """Return what a code stands for, in words."""
        one = self.article(code.partition("-")[0])
        if one.code == code:
            return f"{code}: the article “{one.english}”."
        kind, number = self.kinds[code[3]], code[4:]
        section = next(section for section in one.sections if code in section.codes)
        return f"{code}: {kind} {number} of the article “{one.english}”, section {section.number}: {section.title}."


def parse(text: str) -> Articles:
    """Return the articles of the data, or say what contradicts itself there."""
    data = tomllib.loads(text)
    articles = tuple(_article(one, data["kinds"]) for one in data["article"])
    made = Articles(data["kinds"], articles, {})
    known = set(made.items())
    planned: dict[str, str] = {}
    for title, codes in data.get("planned", {}).items():
        for code in codes.split():
            if code not in known:
                raise ArticlesError(f"{DATA}: the planned chapter “{title}” has {code}, which stands in no section.")
            if code in planned:
                raise ArticlesError(f"{DATA}: {code} is planned twice, for “{planned[code]}” and “{title}”.")
            planned[code] = title
    return Articles(made.kinds, articles, planned)


def _article(one: dict[str, Any], kinds: dict[str, str]) -> Article:
    sections = tuple(
        Section(number, title, tuple(f"{one['code']}-{item}" for item in items.split()))
        for number, title, items in one["sections"]
    )
    for code in (code for section in sections for code in section.codes):
        found = ITEM.fullmatch(code)
        if not found or found[1] not in kinds:
            raise ArticlesError(f"{DATA}: {code} begins with none of the letters of [kinds], {', '.join(kinds)}.")
    return Article(one["code"], one["title"], one["english"], sections)


@cache
def _parsed(path: Path, changed: int) -> Articles:
    return parse(path.read_text(encoding="utf-8"))


def articles_of(env) -> Articles:
    """Return the articles of the book that is built."""
    path = Path(env.srcdir, DATA)
    return _parsed(path, path.stat().st_mtime_ns)


def compare(articles: Articles, rows: list[Row]) -> dict[str, Row]:
    """Return the rows of the audit by their codes, or say what one of the two sides lacks."""
    answered = {row.id: row for row in unique(rows)}
    known = articles.items()
    for code, row in answered.items():
        if code not in known:
            raise ArticlesError(
                f"{row.docname}: the table in the cell tagged audit has the item {code}, which stands in no section of "
                f"{DATA}. Add it to its section there, or mend the code."
            )
    for code in known:
        if code not in answered and code not in articles.planned:
            raise ArticlesError(
                f"{DATA}: no chapter has a row for {code}, and none is planned. Add it to a planned one."
            )
    return answered


def judged(verdict: str) -> str:
    """Return which of four words a verdict comes to: its first ones decide."""
    words = verdict.replace("*", "").strip().lower()
    if words.startswith("right"):
        return "right" if words.rstrip(".") == "right" else "right, but"
    return "wrong" if WRONG.search(words) else "loose"


# --- the page


class article_item(nodes.Inline, nodes.TextElement):
    """The place of a code: its id, and what it stands for, which is shown where a link leads to it."""


class OfArticles(SphinxDirective):
    """What is made from the data and the rows of the audit."""

    def run(self):
        self.env.note_dependency(str(Path(self.env.srcdir, DATA)))
        try:
            articles = articles_of(self.env)
            return self.made(articles, compare(articles, collected(self.env)))
        except FAULTS as error:
            raise self.error(str(error)) from None

    def made(self, articles: Articles, answered: dict[str, Row]) -> list[nodes.Node]:
        """Return what stands in the place of the directive."""
        raise NotImplementedError


class Counts(OfArticles):
    """How often the items of each article were found right or wrong so far."""

    def made(self, articles, answered):
        head = ("article", *JUDGED, "to come", "items")
        rows = [(one.code, *counts(articles.items(of=one.code), answered)) for one in articles.articles]
        rows.append(("all", *counts(articles.items(), answered)))
        chapters = len({row.docname for row in answered.values()})
        told = f"Of {rows[-1][-1]} items {len(answered)} have a row in one of {chapters} chapters."
        table = in_table(head, [[words(str(cell)) for cell in row] for row in rows])
        return [nodes.paragraph("", told), nodes.container("", table, classes=["article-counts"])]


def counts(codes: list[str], answered: dict[str, Row]) -> list[int]:
    """Return how many items were judged in each way, how many are to come, and how many there are."""
    found = Counter(judged(answered[code].cells[-1]) if code in answered else "to come" for code in codes)
    return [*(found[word] for word in (*JUDGED, "to come")), len(codes)]


class Kinds(OfArticles):
    """The letters of the codes, and how many items each has."""

    def made(self, articles, answered):
        found = Counter(code[3] for code in articles.items())
        items = [
            nodes.list_item(
                "", nodes.paragraph("", "", nodes.strong("", letter), nodes.Text(f" {kind} ({found[letter]})"))
            )
            for letter, kind in articles.kinds.items()
        ]
        return [nodes.bullet_list("", *items, classes=["article-kinds"])]


class OneArticle(OfArticles):
    """An article: its titles, what the author of the page says of it, and where each of its sections went."""

    required_arguments = 1
    has_content = True

    def made(self, articles, answered):
        one = articles.article(self.arguments[0])
        place = article_item("", "", nodes.strong("", one.title, classes=["language-zh"]), ids=[anchor(one.code)])
        place["told"] = articles.told(one.code)
        titles = [nodes.paragraph("", "", place), nodes.paragraph("", "", nodes.emphasis("", one.english))]
        table = Sections(self.env, articles, answered).table(one)
        opening = f"<summary>Where its {len(one.sections)} sections went</summary>"
        return [
            nodes.container("", *titles, *self.parse_content_to_nodes()),
            nodes.raw("", f'<details class="article-sections">{opening}', format="html"),
            nodes.container("", table, classes=["article-table"]),
            nodes.raw("", "</details>", format="html"),
        ]


class Sections:
    """Makes the table of an article's sections."""

    def __init__(self, env, articles: Articles, answered: dict[str, Row]) -> None:
        self.env, self.articles, self.answered = env, articles, answered
        self.met: set[str] = set()  # an item that is met again has its place already

    def table(self, article: Article) -> nodes.table:
        """Return the table, a row for each section."""
        rows = [[words(f"{one.number} {one.title}"), self.lines(one)] for one in article.sections]
        return in_table(("section", "where it went"), rows, (35, 65))

    def lines(self, section: Section) -> Cell:
        """Return a line for each chapter that answers items of a section, then one for each that is to come."""
        pages: dict[str, list[str]] = {}
        to_come: dict[str, list[str]] = {}
        for code in section.codes:
            if code in self.answered:
                pages.setdefault(self.answered[code].docname, []).append(code)
            else:
                to_come.setdefault(self.articles.planned[code], []).append(code)
        found: Cell = [self.line([self.link(page)], codes) for page, codes in pages.items()]
        for title, codes in to_come.items():
            found.append(self.line([nodes.Text("still to come, "), nodes.emphasis("", title)], codes, ["to-come"]))
        return found or words("nothing to answer")

    def line(self, title: list[nodes.Node], codes: list[str], classes: Sequence[str] = ()) -> nodes.paragraph:
        """Return a line: the chapter and the items."""
        items = [part for code in codes for part in (nodes.Text(", "), self.item(code))]
        return nodes.paragraph("", "", *title, nodes.Text(": "), *items[1:], classes=[*classes])

    def link(self, page: str) -> addnodes.pending_xref:
        """Return a link to a chapter, with its title."""
        what = {"refdomain": "std", "reftype": "doc", "reftarget": f"/{page}", "refdoc": self.env.docname}
        return addnodes.pending_xref("", nodes.inline(), **what, refexplicit=False, refwarn=True)

    def item(self, code: str) -> nodes.Node:
        """Return a code, where it is answered with a link to its row and with the judgement."""
        told = self.articles.told(code)
        place = article_item("", "", nodes.Text(code))
        if code in self.answered:
            verdict = judged(self.answered[code].cells[-1])
            told += f" Judged: {verdict}."
            place.children = []
            place += [self.to_row(code), nodes.Text(f"\N{NO-BREAK SPACE}({verdict})")]
        if code not in self.met:
            self.met.add(code)
            place["ids"], place["told"] = [anchor(code)], told
        return place

    def to_row(self, code: str) -> nodes.Node:
        """Return a code as a link to its row in the audit, if the book has that page."""
        if AUDIT not in self.env.found_docs:
            return nodes.Text(code)
        page = self.env.app.builder.get_relative_uri(self.env.docname, AUDIT)
        return nodes.reference("", code, internal=True, refuri=f"{page}#{anchor_of(code)}")


def anchor(code: str) -> str:
    """Return the id of the place of an article or an item on the page."""
    return f"item-{code}"


def words(text: str) -> Cell:
    """Return the content of a cell of words."""
    return [nodes.paragraph("", text)]


# --- codes elsewhere


def mark_codes(app, doctree, docname):
    """Let the first use of each code in a chapter lead to its place on the page of the articles."""
    if app.builder.name != "html" or PAGE not in app.env.found_docs or not (is_chapter(docname) or docname == AUDIT):
        return
    try:
        articles = articles_of(app.env)
    except FAULTS:
        return  # the directives of the page have said it
    known = {*articles.items(), *(one.code for one in articles.articles)}
    seen: set[str] = set()
    address = app.builder.get_relative_uri(docname, PAGE)
    for text in [text for text in doctree.findall(nodes.Text) if is_read(text)]:
        pieces, end = [], 0
        for found in CODE.finditer(text):
            code = found[0]
            if code not in known and code[:2] in known:
                log.warning("the code %s stands for nothing in %s", code, DATA, location=docname)
            if code in known - seen:
                seen.add(code)
                hint = glossary_hint("", "", nodes.Text(code), address=f"{address}#{anchor(code)}", name="")
                pieces += [nodes.Text(text[end : found.start()]), hint]
                end = found.end()
        if pieces:
            text.parent.replace(text, [*pieces, nodes.Text(text[end:])])


def is_read(text: nodes.Text) -> bool:
    """Return whether a text stands in a paragraph of a section or of a cell, and is nothing that leads somewhere."""
    node = text.parent
    while node is not None and not isinstance(node, nodes.paragraph):
        if isinstance(node, NOT_READ):
            return False
        node = node.parent
    return node is not None and isinstance(node.parent, nodes.section | nodes.entry)


def visit(translator, node):
    told = f' id="{node["ids"][0]}" data-told="{escape(node["told"])}"' if node["ids"] else ""
    translator.body.append(f'<span class="article-item"{told}>')


def depart(translator, node):
    translator.body.append("</span>")


def nothing(translator, node):
    """Elsewhere a code stands for itself."""


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    app.setup_extension("house.hints")
    plain = (nothing, nothing)
    app.add_node(article_item, html=(visit, depart), latex=plain, text=plain, man=plain, texinfo=plain)
    app.add_directive("article-counts", Counts)
    app.add_directive("article-kinds", Kinds)
    app.add_directive("article", OneArticle)
    app.connect("doctree-resolved", mark_codes)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
