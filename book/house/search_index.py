"""The index of the search after an edit is what it would be after a build from nothing.

Of a page that it does not write again Sphinx takes the words from the index of the last build. There the words that no
page has any more stay, with no page, and the entries of a glossary are left behind.
"""

import json
from contextlib import suppress
from pathlib import Path

from sphinx.util.index_entries import split_index_msg

BEGIN, END = "Search.setIndex(", ")"


def whole(index: dict, entries: dict[str, list[tuple]]) -> dict:
    """Return an index with the words that some page has, and with the entries of all pages."""
    for kind in ("terms", "titleterms"):
        index[kind] = {word: pages for word, pages in index[kind].items() if pages != []}
    index["indexentries"] = {}
    for number, docname in enumerate(index["docnames"]):
        for text, target, main in sorted(_listed(entries.get(docname, ()))):
            index["indexentries"].setdefault(text.lower(), []).append([number, target, main == "main"])
    return index


def _listed(entries) -> set[tuple[str, str, str]]:
    """Return the texts under which an entry is found, as Sphinx splits them; what it cannot split it leaves out."""
    found = set()
    for kind, value, target, main, _ in entries:
        with suppress(ValueError):
            found |= {(part, target or "", main) for part in split_index_msg(kind, value)}
    return found


def mend(app, error):
    """Write the index anew if it is not whole."""
    file = Path(app.outdir, "searchindex.js")
    if error or not file.exists():
        return
    text = file.read_text(encoding="utf-8")
    index = whole(json.loads(text.removeprefix(BEGIN).removesuffix(END)), app.env.domaindata["index"]["entries"])
    new = f"{BEGIN}{json.dumps(index, sort_keys=True)}{END}"
    if new != text:
        file.write_text(new, encoding="utf-8")


def setup(app):
    app.connect("build-finished", mend, priority=700)  # before the addresses get their digests
    return {"parallel_read_safe": True, "parallel_write_safe": True}
