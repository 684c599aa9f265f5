"""No page asks another host for anything: what would do so is a warning, hence an error of the build."""

import re

from sphinx.util import logging

log = logging.getLogger(__name__)

# Elements that fetch what they name as soon as the page is shown; a link that a reader follows is none of them.
_FETCHES = re.compile(
    r"<(?:img|script|iframe|embed|object|source|video|audio|track|input|link)\b[^>]*?"
    r"""\s(?:src|srcset|href|data|poster)\s*=\s*["']?((?:https?:)?//[^"'\s>]+)""",
    re.IGNORECASE,
)


def fetched(html: str) -> list[str]:
    """Return the addresses on other hosts that a page would fetch by itself."""
    return _FETCHES.findall(html)


def check_page(app, pagename, templatename, context, doctree):
    """Warn of each such address in a page's text."""
    for address in fetched(context.get("body", "")):
        log.warning(
            "the page would fetch %s, which fails without a network: put the file into the book, or make it a link",
            address,
            location=pagename,
            type="self_contained",
        )


def setup(app):
    app.connect("html-page-context", check_page)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
