"""The glossary where it is needed: on each page the first use of a term links to it and shows the definition.

The glossary is an ordinary one, so nothing is lost without a script: the link leads to the definition.
`static/hints.js` shows it where the reader points or tabs to.
"""

import re
from html import escape

from docutils import nodes

from .assets import serve_own_files

GLOSSARY = "book/glossary"


class glossary_hint(nodes.General, nodes.Inline, nodes.TextElement):
    """A term in running text, with its definition and the address of its entry."""


def entries(glossary: nodes.document) -> dict[str, tuple[str, str]]:
    """Return for each term its anchor and its definition in plain text."""
    found = {}
    for item in glossary.findall(nodes.definition_list_item):
        definition = " ".join(part.astext() for part in item if isinstance(part, nodes.definition)).split()
        for term in (part for part in item if isinstance(part, nodes.term)):
            found[term.astext()] = (term["ids"][0], " ".join(definition))
    return found


def pattern(terms: list[str]) -> re.Pattern:
    """Return what finds a term, the longest first, as a word of its own or in the plural."""
    longest_first = sorted(terms, key=len, reverse=True)
    return re.compile(rf"(?<![\w-])({'|'.join(map(re.escape, longest_first))})(?:s|es)?(?![\w-])", re.IGNORECASE)


def running_text(doctree: nodes.document) -> list[nodes.Text]:
    """Return the text that stands directly in the paragraphs of a page, not in headings, links or questions."""
    paragraphs = [p for p in doctree.findall(nodes.paragraph) if isinstance(p.parent, nodes.section)]
    return [text for paragraph in paragraphs for text in paragraph.children if isinstance(text, nodes.Text)]


def mark(doctree: nodes.document, known: dict[str, tuple[str, str]], address: str) -> None:
    """Turn the first use of each term into a hint."""
    by_name = {term.lower(): term for term in known}
    search, seen = pattern(list(known)), set()
    for text in running_text(doctree):
        pieces, end = [], 0
        for match in search.finditer(text):
            term = by_name[match[1].lower()]
            anchor, definition = known[term]
            if anchor in seen:
                continue
            seen.add(anchor)
            pieces += [nodes.Text(text[end : match.start()]), _hint(match[0], f"{address}#{anchor}", definition)]
            end = match.end()
        if pieces:
            text.parent.replace(text, [*pieces, nodes.Text(text[end:])])


def _hint(word, address, definition):
    return glossary_hint("", nodes.Text(word), address=address, definition=definition)


def mark_page(app, doctree, docname):
    """Mark the terms of a page in HTML; other builders keep the plain words."""
    if docname == GLOSSARY or GLOSSARY not in app.env.found_docs or app.builder.name != "html":
        return
    known = entries(app.env.get_doctree(GLOSSARY))
    if known:
        mark(doctree, known, app.builder.get_relative_uri(docname, GLOSSARY))


def visit(translator, node):
    address, definition = escape(node["address"]), escape(node["definition"])
    translator.body.append(f'<a class="hint" href="{address}" data-definition="{definition}">')


def depart(translator, node):
    translator.body.append("</a>")


def nothing(translator, node):
    """Elsewhere the word stands for itself."""


def setup(app):
    serve_own_files(app)
    plain = (nothing, nothing)
    app.add_node(glossary_hint, html=(visit, depart), latex=plain, text=plain, man=plain, texinfo=plain)
    app.connect("doctree-resolved", mark_page)
    app.add_css_file("hints.css")
    app.add_js_file("hints.js", loading_method="defer")
    return {"parallel_read_safe": True, "parallel_write_safe": True}
