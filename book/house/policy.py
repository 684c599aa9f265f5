"""Each page states what it may load and run: files of the book, and the inline scripts that the build wrote.

The statement is a Content-Security-Policy in the page's head, so it holds on any server and from disk. An inline
script runs only if its digest stands there; whatever a link or a later edit smuggled into a page stays text.
A page one of whose live figures multiplies large matrices may compile WebAssembly, which no other page may. That lets a
script that runs already hand over instructions that compute; unlike `eval` it makes no text a script. And where one may
take long to compute, its page may start a worker from a text of that figure's script; the same policy holds in it.
Styles may be inline: the theme, the formulas and the icons set some, and they can neither run nor fetch from elsewhere.
"""

import base64
import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

from sphinx.util import logging

from .written import rewrite

log = logging.getLogger(__name__)

# A page from disk has no origin that 'self' could match everywhere, hence "file:"; on a server it allows nothing.
RULES = {
    "default-src": "'self' file:",
    "script-src": "'self' file:",
    "style-src": "'self' file: 'unsafe-inline'",
    "img-src": "'self' file: data: blob:",  # the icons of the theme; a picture on its way to becoming a PNG
    "font-src": "'self' file: data:",
    "object-src": "'none'",
    "frame-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self' file:",
}
# What stands in the script of a page's figures if they do more than compute in the page, and the rule that allows it.
MORE = {"WebAssembly": ("script-src", "'wasm-unsafe-eval'"), "new Worker(": ("worker-src", "blob:")}
_SCRIPT = re.compile(r"<script\b([^>]*)>(.*?)</script\s*>", re.DOTALL | re.IGNORECASE)
_SOURCE = re.compile(r"""\ssrc\s*=|\stype\s*=\s*["']?(?!module\b|text/javascript)[\w-]+/""", re.IGNORECASE)
_TAG = re.compile(r"""<[a-z][\w:-]*((?:[^<>"']+|"[^"]*"|'[^']*')*)>""", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""\s([\w:-]+)\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+)""")
_HEAD = re.compile(r"<head\b[^>]*>\s*(?:<meta charset=[^>]*>)?", re.IGNORECASE)
# The theme's button for the whole screen; book.js listens to it instead.
FULL_SCREEN = ' onclick="toggleFullScreen()"'


def inline_scripts(html: str) -> list[str]:
    """Return the text of each script that stands in the page itself; data blocks are none."""
    return [text for attributes, text in _SCRIPT.findall(html) if not _SOURCE.search(attributes)]


def digest(script: str) -> str:
    """Return the source expression that allows one inline script; a browser hashes it with plain line ends."""
    plain = script.replace("\r\n", "\n").replace("\r", "\n")
    return f"'sha256-{base64.b64encode(hashlib.sha256(plain.encode()).digest()).decode()}'"


def statement(html: str, doing: Iterable[str] = ()) -> str:
    """Return the policy for a page; `doing` names what its figures do of `MORE`."""
    digests = sorted({digest(script) for script in inline_scripts(html)})
    rules = {name: [value] for name, value in RULES.items()}
    for name, value in map(MORE.__getitem__, doing):
        rules.setdefault(name, []).append(value)
    rules["script-src"] += digests
    return "; ".join(f"{name} {' '.join(values)}" for name, values in rules.items())


def forbidden(html: str) -> list[str]:
    """Return the attributes that the policy would silence: scripts in handlers and in links."""
    tags = _TAG.findall(_SCRIPT.sub("", html))
    pairs = [(name, value.strip("\"' ")) for tag in tags for name, value in _ATTRIBUTE.findall(tag)]
    return [f"{n}={v}" for n, v in pairs if n.lower().startswith("on") or v.lower().startswith("javascript:")]


def done_by(page: Path, folder: Path) -> list[str]:
    """Return what the live figures of a page do of `MORE`."""
    script = (folder / "_static" / "livefig" / page.relative_to(folder)).with_suffix(".js")
    text = script.read_text(encoding="utf-8") if script.exists() else ""
    return [what for what in MORE if what in text]


def with_policy(html: str, doing: Iterable[str] = ()) -> str:
    """Return the page with its policy first in the head: it holds for what comes after it."""
    html = html.replace(FULL_SCREEN, "")
    meta = f'<meta http-equiv="Content-Security-Policy" content="{statement(html, doing)}" />'
    return _HEAD.sub(lambda head: f"{head[0]}\n    {meta}", html, count=1)


def write_policies(app, error):
    """Put the policy into each page that was written anew."""

    def add(page: Path, html: str) -> str:
        if "<head" not in html or 'http-equiv="Content-Security-Policy"' in html.partition("</head>")[0]:
            return html
        html = with_policy(html, done_by(page, Path(app.outdir)))
        for found in forbidden(html):
            log.warning("%s: the policy of the pages does not let this run: %s", page.name, found, type="policy")
        return html

    rewrite(app, error, add)


def setup(app):
    app.connect("build-finished", write_policies, priority=900)  # after all that writes into pages
    return {"parallel_read_safe": True, "parallel_write_safe": True}
