"""The address of each style sheet and script ends with a digest of the file, as it is when the build ends.

So a browser that kept an older one asks for the new one. Sphinx writes the digest of the file as it is when the page is
written; put in here, on all pages, a change of a style sheet needs no page to be written anew.
"""

import re
import zlib
from functools import cache
from pathlib import Path
from urllib.parse import unquote

from .written import rewrite

# An address with another query is one that its extension stamps itself.
ADDRESS = re.compile(r'(<(?:link rel="stylesheet"|script\b)[^>]*? (?:href|src)=")([^"?#:]+)(?:\?v=[0-9a-f]*)?(?=")')


def stamped(html: str, folder: Path, digest) -> str:
    """Return a page, which lies in the folder, with the digests of the files that it names; `digest` makes them."""

    def stamp(found: re.Match) -> str:
        told = digest((folder / unquote(found[2])).resolve())
        return found[1] + found[2] + (f"?v={told}" if told else "")

    return ADDRESS.sub(stamp, html)


def checksum(file: Path) -> str:
    """Return what Sphinx writes for a file: nothing if it is empty or not there."""
    content = file.read_bytes().replace(b"\r", b"") if file.is_file() else b""
    return f"{zlib.crc32(content):08x}" if content else ""


def stamp_pages(app, error):
    """Put the digests into all pages."""
    digest = cache(checksum)
    rewrite(app, error, lambda page, html: stamped(html, page.parent, digest))


def setup(app):
    app.connect("build-finished", stamp_pages, priority=800)  # after what writes the files
    return {"parallel_read_safe": True, "parallel_write_safe": True}
