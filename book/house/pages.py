"""The pages of the book: their order, and what an extension notes of each while it is read."""

from collections.abc import Iterator
from typing import Any

from .shared import changed


def in_order(config) -> Iterator[str]:
    """Yield the names of the pages in the order of the table of contents, known before any page is read."""
    site = config.external_site_map

    def walk(docname):
        yield docname
        for child in site[docname].child_files() if docname in site else ():
            yield from walk(child)

    return walk(site.root.docname)


def shows_all(env, what: str) -> None:
    """Note that the page being read shows what all pages have of a kind."""
    env.metadata[env.docname][what] = "yes"


def written_again(what: str, notes: "PerPage"):
    """Return a handler of ``env-updated`` that has the pages noted by `shows_all` written anew if the notes changed."""

    def pages(app, env):
        if not changed(env, what, sorted(notes.of(env).items())):
            return []
        return [name for name, meta in env.metadata.items() if what in meta]

    return pages


class PerPage:
    """A note of each page, kept by Sphinx with the pages that it need not read again.

    A page's note goes when the page is read again or removed, and comes back from parallel readers.

    name
        That of the attribute of Sphinx's environment; no other extension may use it.
    """

    def __init__(self, name: str) -> None:
        self.name = name

    def of(self, env) -> dict[str, Any]:
        """Return all notes, by page; to write into."""
        return vars(env).setdefault(self.name, {})

    def connect(self, app) -> None:
        """Let Sphinx keep the notes right; called once, by the extension's setup."""
        app.connect("env-purge-doc", self._forget)
        app.connect("env-merge-info", self._merge)

    def _forget(self, app, env, docname):
        self.of(env).pop(docname, None)

    def _merge(self, app, env, docnames, other):
        read = self.of(other)
        self.of(env).update({name: read[name] for name in docnames if name in read})
