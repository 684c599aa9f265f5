"""The book on paper, in one archive and in a picture."""

import re
import subprocess
import sys
import zipfile

import pikepdf
import pytest
import yaml

import pack_book
import print_book
from chapters import ROOT, figures, notebooks
from livefig.browser import served, watched

PAPER = {"width": 673, "height": 980}  # A4 less its margins, in px
UNIQUE = """(() => { const ids = [...document.querySelectorAll("[id]")].map((e) => e.id);
  return ids.length - new Set(ids).size; })()"""
LINKS = """[...document.querySelectorAll("a[href^='#']")].map((a) => a.getAttribute("href").slice(1))
  .filter((id) => !document.getElementById(id))"""
CUT = """[...document.querySelectorAll("pre")].filter((e) => e.scrollWidth > e.clientWidth + 1)
  .map((e) => e.textContent.slice(0, 80))"""
HIDDEN = """[...document.querySelectorAll("details:not(.code-fold)")].filter((e) => !e.open).length"""
CODE_LINES = """[...document.querySelectorAll(".code-fold:not([open])")].map((e) => e.querySelector("summary"))
  .map((e) => e.checkVisibility() && e.scrollWidth <= e.clientWidth + 1 && e.innerText.trim().length > 3)"""


def documents():
    """A chapter and two pages of prose: one links to the other, and neither links to any other chapter's anchor."""
    chapter = next(name for name in notebooks() if name.startswith("notebooks/"))
    return ["book/notation", "book/glossary", chapter]


@pytest.fixture(scope="module")
def paper(book, browser):
    """The three pages joined, as they are about to be printed."""
    with served(book) as home, watched(browser, home, viewport=PAPER, bypass_csp=True) as seen:
        seen.page.emulate_media(media="print")
        yield print_book.joined(seen.page, home, "A book", documents())


def test_the_joined_pages_have_unique_ids_and_links_that_lead_somewhere(paper):
    assert paper.locator("article").count() == 3
    assert paper.evaluate(UNIQUE) == 0
    assert paper.evaluate(LINKS) == []
    assert paper.locator("a[href='#book-notation']").count() >= 1  # the glossary's link to another page


def test_on_paper_no_line_of_code_is_cut_and_nothing_but_code_is_folded_away(paper):
    assert paper.locator("pre").count() > 20
    assert paper.evaluate(CUT) == []
    assert paper.evaluate(HIDDEN) == 0
    lines = paper.evaluate(CODE_LINES)  # what each says is there to read
    assert len(lines) > 10 and all(lines)
    assert paper.locator(".toggle-button, input, button").count() == 0


def test_on_paper_each_figure_is_its_static_picture_with_its_sentence(paper):
    live = figures(documents()[-1])
    found = paper.locator("figure.livefig")
    assert found.count() == len(live) > 2
    for figure, one in zip(found.all(), live.values(), strict=True):
        box = figure.locator("svg").first.bounding_box()
        assert box["height"] > 100 and box["x"] >= 0 and box["x"] + box["width"] <= PAPER["width"] + 1
        assert figure.locator(".livefig-says").inner_text() == one.sentence()


def test_a_link_that_leads_nowhere_and_a_long_line_would_be_seen(paper):
    """The planted faults."""
    paper.evaluate(
        """() => {
          document.body.insertAdjacentHTML("beforeend", "<p id=x><a href='#nobody'>a</a></p><p id=x></p>");
          const pre = [...document.querySelectorAll("pre")].find((e) => e.checkVisibility());
          pre.id = "planted";
          pre.style.cssText = "white-space: pre !important; overflow: hidden !important; width: 20px";
        }"""
    )
    assert paper.evaluate(LINKS) == ["nobody"]
    assert paper.evaluate(UNIQUE) == 1
    assert len(paper.evaluate(CUT)) == 1
    paper.evaluate("document.querySelectorAll('#x').forEach((e) => e.remove())")
    paper.evaluate("document.getElementById('planted').style = ''")


def test_the_pdf_has_bookmarks_tags_and_a_title(book, tmp_path):
    """Playwright's own loop is running already, so the tool runs as it does from the command line."""
    program = (
        "import sys, pathlib; sys.path.insert(0, 'tools'); import print_book as p;"
        f"p.print_book(pathlib.Path({str(book)!r}), 'A book', ['book/notation', 'book/references'],"
        f"pathlib.Path({str(tmp_path / 'x.pdf')!r}))"
    )
    subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True, capture_output=True, timeout=120)
    with pikepdf.open(tmp_path / "x.pdf") as pdf:
        assert str(pdf.docinfo["/Title"]) == "A book" and str(pdf.Root.Lang) == "en"
        tags = {str(one.get("/S")) for one in pdf.objects if isinstance(one, pikepdf.Dictionary)}
        with pdf.open_outline() as outline:
            titles = [item.title for top in outline.root for item in (top, *top.children)]
    assert {"/H1", "/H2", "/P", "/Table", "/Link"} <= tags
    texts = [(ROOT / f"book/{name}.md").read_text(encoding="utf-8") for name in ("notation", "references")]
    headings = [heading for text in texts for heading in re.findall(r"^#+ (.+)$", text, re.MULTILINE)]
    assert titles == headings


def test_the_archive_of_the_book_opens_from_disk(book, browser, tmp_path):
    target = tmp_path / "book.zip"
    pack_book.pack(book, target)
    with zipfile.ZipFile(target) as archive:
        archive.extractall(tmp_path / "out")
    document = next(name for name in notebooks() if name.startswith("notebooks/"))
    with watched(browser, (tmp_path / "out/book").as_uri() + "/") as seen:
        page = seen.open("index.html")
        page.wait_for_url(f"**/{yaml.safe_load((ROOT / '_toc.yml').read_text(encoding='utf-8'))['root']}.html")
        page = seen.open(f"{document}.html")
        name, live = next(iter(figures(document).items()))
        page.evaluate("n => livefig.get(n).ready", name)
        assert page.evaluate("n => livefig.get(n).sentence()", name) == live.sentence()
        seen.assert_quiet()


def test_the_pictures_of_the_book_show_its_first_figure(book, tmp_path):
    targets = [tmp_path / "page.png", tmp_path / "figure.png"]
    done = subprocess.run(
        [sys.executable, "tools/draw_picture.py", *map(str, targets)], cwd=ROOT, capture_output=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    page, figure = (target.read_bytes() for target in targets)
    assert page[:4] == figure[:4] == b"\x89PNG"
    assert len(page) > 20_000 and 10_000 < len(figure) < 60_000
