"""The glossary where it is needed: on each page the first use of a term links to its definition.

The first use of a symbol links likewise to its row in the page's own table of symbols. `previews.py` and
`static/hints.js` show where the reader points, tabs or taps what stands there; without a script the links lead there.
"""

import re
from html import escape

from docutils import nodes

from .chapters import is_chapter
from .found import in_words

GLOSSARY = "book/glossary"
NOTATION = "book/notation"  # here and in the chapters tables of symbols name those of the page


class glossary_hint(nodes.General, nodes.Inline, nodes.TextElement):
    """A term or a symbol in running text, with the address of what explains it."""


def entries(glossary: nodes.document) -> dict[str, str]:
    """Return for each term its anchor."""
    return {term.astext(): term["ids"][0] for term in glossary.findall(nodes.term)}


def pattern(terms: list[str]) -> re.Pattern:
    """Return what finds a term, the longest first, as a word of its own or in the plural."""
    longest_first = sorted(terms, key=len, reverse=True)
    return re.compile(rf"(?<![\w-])({'|'.join(map(re.escape, longest_first))})(?:s|es)?(?![\w-])", re.IGNORECASE)


def running_text(doctree: nodes.document) -> list[nodes.Text]:
    """Return the text that stands directly in the paragraphs of a page, not in headings, links or questions."""
    paragraphs = [p for p in doctree.findall(nodes.paragraph) if isinstance(p.parent, nodes.section)]
    return [text for paragraph in paragraphs for text in paragraph.children if isinstance(text, nodes.Text)]


def mark(doctree: nodes.document, known: dict[str, str], address: str) -> None:
    """Turn the first use of each term into a hint."""
    by_name = {term.lower(): term for term in known}
    search, seen = pattern(list(known)), set()
    for text in running_text(doctree):
        pieces, end = [], 0
        for match in search.finditer(text):
            anchor = known[by_name[match[1].lower()]]
            if anchor in seen:
                continue
            seen.add(anchor)
            pieces += [nodes.Text(text[end : match.start()]), _hint(nodes.Text(match[0]), f"{address}#{anchor}")]
            end = match.end()
        if pieces:
            text.parent.replace(text, [*pieces, nodes.Text(text[end:])])


def _hint(content, address, name=""):
    return glossary_hint("", "", content, address=address, name=name)


def symbol_rows(doctree: nodes.document) -> dict[str, str]:
    """Return for the TeX of each symbol of a page the anchor of its row in the page's tables of symbols."""
    found: dict[str, str] = {}
    for table in doctree.findall(nodes.table):
        rows = list(table.findall(nodes.row))
        for row in rows[1:] if rows[0][0].astext().strip() == "symbol" else ():
            symbols = [math.astext().strip() for math in row[0].findall(nodes.math)]
            if symbols and not row["ids"]:
                row["ids"].append("symbol-" + (re.sub(r"[^A-Za-z0-9]+", "-", symbols[0]).strip("-") or "other"))
            for symbol in symbols:
                found.setdefault(symbol, row["ids"][0])
    return found


def mark_symbols(doctree: nodes.document) -> None:
    """Turn the first use of each symbol, where it stands alone between words, into a hint."""
    known = symbol_rows(doctree)
    for math in list(doctree.findall(nodes.math)):
        around = math.parent.parent if "unbroken" in math.parent.get("classes", ()) else math.parent
        if isinstance(around, nodes.paragraph) and isinstance(around.parent, nodes.section):
            anchor = known.pop(math.astext().strip(), None)
            if anchor:
                math.parent.replace(math, _hint(math.deepcopy(), f"#{anchor}", in_words(math.astext())))


def mark_page(app, doctree, docname):
    """Mark the symbols and terms of a page in HTML; other builders keep the plain words."""
    if app.builder.name == "html" and (is_chapter(docname) or docname == NOTATION):
        mark_symbols(doctree)
    if docname == GLOSSARY or GLOSSARY not in app.env.found_docs or app.builder.name != "html":
        return
    known = entries(app.env.get_doctree(GLOSSARY))
    if known:
        mark(doctree, known, app.builder.get_relative_uri(docname, GLOSSARY))


def visit(translator, node):
    name = f' aria-label="{escape(node["name"])}"' if node["name"] else ""  # not every program reads a formula
    translator.body.append(f'<a class="hint" href="{escape(node["address"])}"{name}>')


def depart(translator, node):
    translator.body.append("</a>")


def nothing(translator, node):
    """Elsewhere the word stands for itself."""


def setup(app):
    plain = (nothing, nothing)
    app.add_node(glossary_hint, html=(visit, depart), latex=plain, text=plain, man=plain, texinfo=plain)
    app.connect("doctree-resolved", mark_page)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
