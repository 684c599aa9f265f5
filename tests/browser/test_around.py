"""The house around the chapters, in the built book: definitions on demand, files to take away, the index of figures."""

import re
import subprocess
import sys

import pytest

from chapters import ROOT, figures, notebooks
from livefig.browser import watched
from support.site import until


@pytest.fixture(scope="module")
def chapter():
    return next(name for name in notebooks() if name.startswith("notebooks/"))


def definition_of(term):
    """Return the words of the glossary's entry that a term leads to."""
    return term.evaluate(
        "a => document.querySelector('#previews').content.querySelector(`[data-for='${a.getAttribute('href')}']`)"
        ".textContent.replace(/\\s+/g, ' ').trim()"
    )


def test_a_term_shows_its_definition_to_pointer_and_keyboard_and_escape_puts_it_away(home, chapter, browser):
    with watched(browser, home) as seen:
        page = seen.open(f"{chapter}.html")
        term, box = page.locator("a.hint[href*='#term']").first, page.locator("#hint")
        assert box.count() == 0
        term.focus()
        assert box.inner_text() == definition_of(term)
        assert term.get_attribute("aria-describedby") == "hint"
        page.keyboard.press("Escape")
        assert box.count() == 0
        term.hover()
        box.wait_for()
        box.hover()  # the pointer may rest on the definition
        page.evaluate("new Promise((done) => setTimeout(done, 500))")
        assert box.is_visible()
        page.mouse.move(0, 0)
        until(page, "!document.getElementById('hint')")
        seen.assert_quiet()


def test_a_tap_shows_what_a_link_leads_to_and_the_next_follows(home, chapter, browser):
    with watched(browser, home, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True) as seen:
        page = seen.open(f"{chapter}.html")
        term, box = page.locator("a.hint[href*='#term']").first, page.locator("#hint")
        term.tap()
        box.wait_for()
        assert page.url.endswith(f"{chapter}.html")
        page.locator("article p").last.tap()
        until(page, "!document.getElementById('hint')")
        term.tap()
        box.locator("a", has_text="Go there").tap()
        page.wait_for_url("**/glossary.html#term-*")
        page.go_back()
        term.tap()
        box.wait_for()
        term.tap()
        page.wait_for_url("**/glossary.html#term-*")
        seen.assert_quiet()


@pytest.mark.parametrize(
    ("link", "words"),
    [
        ("a.hint[href^='#symbol']", "meaning: "),
        ("a[href^='#equation']", r"\("),
        ("a[href*='references.html#']", r"\b(19|20)\d\d\."),
    ],
)
def test_symbols_equations_and_sources_are_shown_where_they_stand(link, words, home, chapter, browser):
    with watched(browser, home) as seen:
        page = seen.open(f"{chapter}.html")
        page.locator(f"article {link}").locator("visible=true").first.hover()
        page.locator("#hint").wait_for()
        assert re.search(words, page.locator("#hint").inner_text())
        seen.assert_quiet()


@pytest.mark.parametrize("width", [1280, 320])
def test_a_definition_stays_inside_the_window(width, on_server, chapter, browser):
    with watched(browser, on_server, viewport={"width": width, "height": 800}) as seen:
        page = seen.open(f"{chapter}.html")
        for term in page.locator("a.hint").locator("visible=true").all():
            term.focus()
            place = page.locator("#hint").bounding_box()
            assert place["x"] >= 0 and place["x"] + place["width"] <= width
            assert place["height"] < 400


def test_without_a_script_a_term_leads_to_its_definition(on_server, chapter, browser):
    with watched(browser, on_server, java_script_enabled=False) as seen:
        page = seen.open(f"{chapter}.html")
        term = page.locator("a.hint[href*='#term']").first
        anchor = term.get_attribute("href").rpartition("#")[2]
        term.click()
        assert page.locator(f"#{anchor} + dd").is_visible()


def test_each_chapter_offers_the_bytes_of_its_notebook_and_a_script(home, book, browser):
    with watched(browser, home) as seen:
        for document in notebooks():
            page = seen.open(f"{document}.html")
            links = page.eval_on_selector_all(".colophon-files a[download]", "all => all.map((a) => a.href)")
            files = [book / link.removeprefix(seen.home) for link in links]
            assert [f.suffix for f in files] == [".ipynb", ".py"]
            assert files[0].read_bytes() == (ROOT / f"{document}.ipynb").read_bytes()
            assert "import" in files[1].read_text(encoding="utf-8")


def test_the_script_of_a_chapter_runs(book, chapter, tmp_path):
    script = book / "_downloads" / f"{chapter}.py"
    subprocess.run([sys.executable, script], cwd=tmp_path, check=True, capture_output=True, timeout=120)


def test_every_page_says_which_commit_it_was_written_from(book):
    pages = [p for p in book.rglob("*.html") if 'class="bd-' in p.read_text(encoding="utf-8")]
    stated = {re.search(r'"colophon-built">(.*?)</p>', p.read_text(encoding="utf-8"))[1] for p in pages}
    assert len(pages) > 10 and len(stated) == 1
    assert next(iter(stated)).startswith("Written from ")


def test_the_index_shows_every_figure_and_leads_to_it(on_server, book, browser):
    expected = [f"{document}.html#{name}" for document in notebooks() for name in figures(document)]
    with watched(browser, on_server) as seen:
        page = seen.open("book/figures.html")
        entries = page.locator(".figure-index-entry")
        assert (
            page.eval_on_selector_all(
                ".figure-index-entry a", "(all, home) => all.map((a) => a.href.replace(home, ''))", seen.home
            )
            == expected
        )
        for entry in entries.all():
            entry.scroll_into_view_if_needed()
        until(page, "[...document.querySelectorAll('.figure-index-entry img')].every((i) => i.naturalWidth > 100)")
        seen.assert_quiet()
