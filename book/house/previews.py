"""What a link leads to, shown where the link stands: terms, equations, figures, exercises, sources.

What stands on the same page `static/hints.js` finds there. Of other pages a page opened from disk may ask nothing; so
the end of the build puts what a page's links lead to into a template at its end, which only the script shows.
"""

import re
from collections.abc import Callable
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from sphinx.application import Sphinx

from .assets import serve_own_files
from .figure_index import file_name
from .written import rewrite

ARTICLE = re.compile(r"<article\b.*</article>", re.DOTALL)
LINK = re.compile(r'<a\b[^>]*?\shref="(?![a-z]+:)([^"#?]+)#([^"]+)"')
STORE = re.compile(r'\n?<template id="previews">.*?</template>', re.DOTALL)
TAG = re.compile(r"<([\w-]+)\b[^<>]*>")
NOT_SHOWN = re.compile(r'<annotation\b.*?</annotation>|<a class="headerlink".*?</a>|</?a\b[^>]*>', re.DOTALL)
NOT_TWICE = re.compile(r'\s(?:id|tabindex|role)="[^"]*"')
TOLD = re.compile(r'\sdata-told="([^"]*)"')  # what says itself what is to be shown of it
KINDS = ("math notranslate", "citation", "exercise")  # classes of what is shown as it stands

Find = Callable[[Path, str], str]


def element(html: str, start: int) -> str:
    """Return the element whose tag begins at a place."""
    name = re.compile(r"<([\w-]+)").match(html, start)
    depth = 0
    for tag in re.compile(rf"<(/?){name[1]}\b[^>]*>").finditer(html, start) if name else ():
        depth += -1 if tag[1] else 1
        if not depth:
            return html[start : tag.end()]
    return ""


def start_of(html: str, anchor: str) -> re.Match[str] | None:
    """Return the tag with an id."""
    for found in re.finditer(re.escape(f'id="{anchor}"'), html):
        tag = TAG.match(html, html.rfind("<", 0, found.start()))
        if tag and found.end() < tag.end() and html[found.start() - 1].isspace():
            return tag
    return None


def explanation(html: str, anchor: str) -> str:
    """Return what stands at an anchor of a page, if it is something to be shown elsewhere."""
    tag = start_of(html, anchor)
    if tag and tag[1] == "dt":
        return element(html, html.find("<dd", tag.end()))
    if tag and (told := TOLD.search(tag[0])):
        return f"<p>{told[1]}</p>"
    shown = tag and any(f'class="{kind}' in tag[0] for kind in KINDS)
    return element(html, tag.start()) if tag and shown else ""


def plain(html: str) -> str:
    """Return a part of one page so that it can stand on another: without links, and without what names it."""
    return NOT_TWICE.sub("", NOT_SHOWN.sub("", html))


def words_of(html: str) -> str:
    """Return the words of a part of a page, in one line."""
    return " ".join(unescape(re.sub(r"<[^>]*>", "", html)).split())


def picture(html: str, docname: str, anchor: str, root: str) -> str:
    """Return the small picture of a live figure with what stands below it, or nothing if there is no such figure."""
    tag = start_of(html, anchor)
    if not tag or 'class="livefig' not in tag[0]:
        return ""
    figure = element(html, tag.start())
    name = re.search(r'\saria-label="([^"]*)"', figure)
    caption = re.search(r"<figcaption\b.*?</figcaption>", figure, re.DOTALL)
    image = f'<img src="{root}_images/{file_name(docname, {"name": anchor})}" alt="{name[1] if name else ""}">'
    return image + (plain(caption[0]) if caption else "")


def links(html: str) -> list[tuple[str, str]]:
    """Return the path and the anchor of each link in the text of a page that leads to another page, once."""
    text = ARTICLE.search(html)
    return sorted(set(LINK.findall(text[0]))) if text else []


def store(html: str, find: Callable[[str, str], str]) -> str:
    """Return the template of a page: for each of its links what it leads to."""
    parts = [(f"{path}#{anchor}", find(path, anchor)) for path, anchor in links(html)]
    shown = "\n".join(f'<div data-for="{address}">{part}</div>' for address, part in parts if part)
    return f'\n<template id="previews">{shown}</template>' if shown else ""


def with_previews(html: str, find: Callable[[str, str], str]) -> str:
    """Return a page with its template at its end; one that an earlier build put there is replaced."""
    html = STORE.sub("", html)
    before, end, after = html.rpartition("</body>")
    stored = store(html, find) if end else ""
    return f"{before}{stored}\n{end}{after}" if stored else html


def finder(folder: Path, page: Path) -> Callable[[str, str], str]:
    """Return what finds an explanation for a link on a page; the text of a page is read once."""
    root = "../" * (len(page.relative_to(folder).parts) - 1)

    def find(path: str, anchor: str) -> str:
        other = (page.parent / unquote(unescape(path))).resolve()
        return found(folder.resolve(), other, unquote(anchor), root)

    return find


@cache
def text_of(page: Path, changed: int) -> str:
    return page.read_text(encoding="utf-8")


def found(folder: Path, page: Path, anchor: str, root: str) -> str:
    """Return what stands at an anchor of a page of the book, ready to be shown on another page."""
    if not page.is_file() or not page.is_relative_to(folder):
        return ""
    html = text_of(page, page.stat().st_mtime_ns)
    docname = page.relative_to(folder).with_suffix("").as_posix()
    return plain(explanation(html, anchor)) or picture(html, docname, anchor, root)


def add_previews(app: Sphinx, error: Exception | None) -> None:
    """Put the templates into all pages."""
    rewrite(app, error, lambda page, html: with_previews(html, finder(Path(app.outdir), page)))
    text_of.cache_clear()


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    serve_own_files(app)
    app.add_css_file("hints.css")
    app.add_js_file("hints.js", loading_method="defer")
    app.connect("build-finished", add_previews, priority=600)  # before the addresses get their digests
    return {"parallel_read_safe": True, "parallel_write_safe": True}
