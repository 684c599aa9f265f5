"""Print the built book to one PDF: bookmarks for the headings, tags for screen readers, figures as they stand at first.

Usage: python tools/print_book.py [target.pdf]

A browser joins the pages in the order of the table of contents. No script of the pages runs, so each figure is its
static picture with its sentence; whatever is folded away is unfolded, but for the code, which stays behind the line
that says what it does; long lines of code are broken. Most of what the browser writes is its 200,000 tags, each in
plain words; packed, the file is less than half as long.
"""

import hashlib
import sys
from pathlib import Path
from typing import Any

import pikepdf
import yaml
from playwright.sync_api import sync_playwright

from livefig.browser import launch, served

ROOT = Path(__file__).resolve().parent.parent
BOOK = ROOT / "_build" / "html"
TARGET = ROOT / "_build" / "neuron-to-venture.pdf"
MINUTES = 10

STYLE = """
@page { size: A4; margin: 18mm 16mm 20mm; }
html, body { background: #fff; color: #000; font-size: 10.5pt; }
article { break-before: page; }
article:first-of-type { break-before: auto; }
pre, code { white-space: pre-wrap !important; overflow-wrap: anywhere; overflow: visible !important; }
.highlight, div.cell_input, div.cell_output, div.math, .math-long { overflow: visible !important; }
figure, tr, .admonition:not(details), div.math, pre { break-inside: avoid; }
pre { font-size: 8pt !important; }
* { animation: none !important; transition: none !important; }
h1, h2, h3, h4 { break-after: avoid; }
/* Else Chromium counts what stands at the top of a page to the page before as well, and names it twice. */
h1, h2, h3, h4 { padding-top: 6pt !important; line-height: 1.4 !important; }
.headerlink, .copybtn, .toggle-button, details:not(.code-fold) > summary { display: none !important; }
.code-fold > summary { min-height: 0 !important; font-size: 8pt !important; break-after: avoid; }
.code-fold:not([open]) .code-fold-words { white-space: normal !important; }
.livefig-narrow { display: none !important; }
.livefig-wide, .livefig-only { display: block !important; }
.livefig svg { max-width: 100%; height: auto; }
table { width: 100%; table-layout: auto; font-size: 9pt; }
td, th { overflow-wrap: anywhere; }
.figure-index { grid-template-columns: 1fr 1fr 1fr; }
"""
FOOT = (
    '<div style="width: 100%; text-align: center; font: 8pt sans-serif; color: #444">'
    '<span class="pageNumber"></span></div>'
)
# Each page is read but not run. Ids become unique in the book, and links between its pages links inside it.
JOIN = r"""
async ([title, pages, style]) => {
  const NAMES_IDS = ["for", "aria-labelledby", "aria-describedby"];
  const home = new URL(".", location.href), sheets = new Set(), articles = [];
  const slug = (path) => path.replace(/\W+/g, "-");
  const addressOf = (path) => new URL(path.split("/").map(encodeURIComponent).join("/") + ".html", home);
  const known = new Map(pages.map((path) => [addressOf(path).href, slug(path)]));
  for (const path of pages) {
    const url = addressOf(path), prefix = slug(path) + "--";
    const read = new DOMParser().parseFromString(await (await fetch(url)).text(), "text/html");
    const styles = read.querySelectorAll("link[rel=stylesheet]");
    for (const link of styles) sheets.add(new URL(link.getAttribute("href"), url).href);
    const article = document.createElement("article");
    article.id = slug(path);
    article.append(...read.querySelector("article.bd-article").childNodes);
    article.querySelectorAll("script, nav, .prev-next-area").forEach((e) => e.remove());
    article.querySelectorAll("details:not(.code-fold)").forEach((e) => { e.open = true; });
    for (const e of article.querySelectorAll("*")) {
      for (const { name, value } of [...e.attributes]) {
        if (name === "id") e.id = prefix + value;
        else if (NAMES_IDS.includes(name)) e.setAttribute(name, value.replace(/\S+/g, prefix + "$&"));
        else if (value.includes("url(#")) e.setAttribute(name, value.replaceAll("url(#", "url(#" + prefix));
        else if (name === "src") e.setAttribute(name, new URL(value, url).href);
        else if (name === "loading") e.removeAttribute(name);
        else if (name === "href" || name === "xlink:href") {
          const to = new URL(value, url), page = known.get(to.origin + to.pathname);
          const anchor = to.hash && "--" + decodeURIComponent(to.hash.slice(1)).split("?")[0];
          e.setAttribute(name, page ? "#" + page + anchor : (to.origin === home.origin ? "" : to.href));
        }
      }
    }
    articles.push(article);
  }
  document.documentElement.dataset.theme = "light";
  document.head.replaceChildren(Object.assign(document.createElement("title"), { textContent: title }));
  const loaded = [...sheets].map((href) => new Promise((done) => {
    const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href });
    link.onload = link.onerror = done;
    document.head.append(link);
  }));
  await Promise.all(loaded);
  document.head.append(Object.assign(document.createElement("style"), { textContent: style }));
  document.body.replaceChildren(...articles);
  await document.fonts.ready;
  await Promise.all([...document.images].map((i) => i.decode().catch(() => {})));
  return articles.length;
}
"""


def settings(name: str) -> dict:
    """Return a settings file of the book."""
    return yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))


def pages(toc: dict) -> list[str]:
    """Return the pages in the order of the table of contents."""
    return [toc["root"], *(chapter["file"] for part in toc["parts"] for chapter in part["chapters"])]


def print_book(book: Path, title: str, documents: list[str], target: Path) -> None:
    """Write the PDF of the given pages of a built book."""
    with served(book) as home, sync_playwright() as playwright:
        browser = launch(playwright)
        # The joined document holds styles of its own, which the policy of a page does not know.
        page = browser.new_context(bypass_csp=True, color_scheme="light").new_page()
        page.set_default_timeout(MINUTES * 60_000)
        joined(page, home, title, documents)
        target.parent.mkdir(parents=True, exist_ok=True)
        page.pdf(
            path=target, prefer_css_page_size=True, print_background=True, outline=True, tagged=True,
            display_header_footer=True, header_template="<span></span>", footer_template=FOOT,
        )  # fmt: skip
        browser.close()
    pack(target)


def pack(file: Path) -> None:
    """Compress a PDF's small parts together and the large ones better, and keep once what is there twice."""
    with pikepdf.open(file, allow_overwriting_input=True) as pdf:
        share_pictures(pdf)
        pdf.save(
            file, object_stream_mode=pikepdf.ObjectStreamMode.generate, recompress_flate=True, deterministic_id=True,
        )  # fmt: skip


def share_pictures(pdf: pikepdf.Pdf) -> None:
    """Let all that show the same picture name one copy of it; what nothing names is not written."""
    streams = [one for one in pdf.objects if isinstance(one, pikepdf.Stream)]
    known: dict[tuple[bytes, bytes], pikepdf.Object] = {}
    for picture in streams:
        if "/SMask" in picture:  # first, for pictures are the same if their masks are
            picture["/SMask"] = _first(known, picture["/SMask"])
    for holder in [*(page.obj for page in pdf.pages), *streams]:
        named = holder.get("/Resources", pikepdf.Dictionary()).get("/XObject", pikepdf.Dictionary())
        for name, one in list(named.items()):
            if one.get("/Subtype") == "/Image":
                named[name] = _first(known, one)


def _first(known: dict[tuple[bytes, bytes], pikepdf.Object], picture: pikepdf.Object) -> pikepdf.Object:
    """Return the first picture that has the same facts and the same data."""
    facts = pikepdf.Dictionary(dict(picture.items())).unparse()
    return known.setdefault((facts, hashlib.sha256(picture.read_raw_bytes()).digest()), picture)


def joined(page: Any, home: str, title: str, documents: list[str]) -> Any:
    """Make one document of the pages, in a page of the browser."""
    page.route("**/*.js*", lambda route: route.abort())
    page.goto(f"{home}search.html")
    page.evaluate(JOIN, [title, documents, STYLE])
    return page


def main(arguments: list[str]) -> int:
    target = Path(arguments[0]) if arguments else TARGET
    if not (BOOK / "index.html").exists():
        print("There is no built book. Build it first: make book", file=sys.stderr)
        return 1
    print_book(BOOK, settings("_config.yml")["title"], pages(settings("_toc.yml")), target)
    print(f"{target}: {target.stat().st_size / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
