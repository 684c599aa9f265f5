"""The house around the chapters: the foot of the pages, the glossary, the index of figures, the search."""

import json
import os
import re
import subprocess
import sys
from html import unescape
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import parse_qs, unquote, urlsplit
from xml.etree import ElementTree

import pytest
from sphinx.errors import ExtensionError

from helpers import small_book
from house import colophon, figure_index, hints, names, pages
from livefig.spec import MIME

ROOT = Path(__file__).resolve().parents[2]

# --- the foot of the pages ---


def repository(folder, text="one"):
    """Make a folder a git repository with one commit of a fixed date."""
    folder.mkdir(exist_ok=True)
    (folder / "a.txt").write_text(text)
    dates = {"GIT_AUTHOR_DATE": "2026-03-04T05:06:07Z", "GIT_COMMITTER_DATE": "2026-03-04T05:06:07Z"}
    who = ["-c", "user.name=a", "-c", "user.email=a@b"]
    for command in (["init", "-q"], ["add", "."], [*who, "commit", "-q", "-m", "m"]):
        subprocess.run(["git", *command], cwd=folder, check=True, env=os.environ | dates)
    return folder


def test_the_foot_names_the_commit_its_day_and_changes_since(tmp_path):
    folder = repository(tmp_path / "r")
    commit = colophon.git(folder, "rev-parse", "HEAD")
    assert colophon.statement(folder) == f"Written from commit <code>{commit[:10]}</code> of 4 March 2026."
    address = "https://github.com/o/n"
    assert f'<a href="{address}/commit/{commit}"><code>' in colophon.statement(folder, address)
    (folder / "a.txt").write_text("two")
    assert colophon.statement(folder).endswith("2026, with changes since.")


def test_without_a_repository_the_foot_says_so(monkeypatch, tmp_path):
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert "names no commit" in colophon.statement(tmp_path)
    monkeypatch.setenv("PATH", "")
    assert "names no commit" in colophon.statement(tmp_path)


def test_links_to_other_hosts_need_the_address_of_the_repository():
    links_of = colophon.links_of
    assert links_of("", "notebooks/a/b") == []
    ((text, address),) = links_of("https://github.com/o/n.git", "notebooks/a/b")
    assert address == "https://mybinder.org/v2/gh/o/n/HEAD?urlpath=lab/tree/notebooks/a/b.ipynb"
    for wrong in ("github.com/o/n", "https://example.org/o/n", "https://github.com/o"):
        with pytest.raises(colophon.RepositoryError, match="https://github.com/OWNER/NAME"):
            links_of(wrong, "a")


CHAPTER = json.dumps({
    "cells": [
        {"cell_type": "markdown", "id": "a", "metadata": {}, "source": "# Sums\n\nThe *sum*."},
        {"cell_type": "code", "id": "b", "metadata": {}, "source": "assert 1 + 1 == 2\nprint('two')", "outputs": [],
         "execution_count": 1},
    ],
    "metadata": {"kernelspec": {"name": "python3", "display_name": "P", "language": "python"},
                 "language_info": {"name": "python"}}, "nbformat": 4, "nbformat_minor": 5,
})  # fmt: skip


def test_a_chapter_can_be_taken_away_as_notebook_and_as_a_script_that_runs(site):
    out, said = site("house.colophon", page="# P\n", files=[("chapter.ipynb", CHAPTER)])
    assert said.count("WARNING") == said.count("included in any toctree")
    assert (out / "_downloads/chapter.ipynb").read_text(encoding="utf-8") == CHAPTER
    script = out / "_downloads/chapter.py"
    assert "# The *sum*." in script.read_text(encoding="utf-8")
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["two"]
    assert not list(out.glob("_downloads/page*"))


# --- the glossary in the text ---

GLOSSED = '# Words\n\n```{glossary}\nloss\n  How *wrong* it is.\n\nbatch loss\n  Of a "batch" < all.\n```\n'
TEXT = "# A loss\n\nLosses [loss](index.md), `loss`, the batch loss and the loss.\n\nA loss. Glossy floss, loss-free.\n"


def test_the_first_use_of_a_term_leads_to_its_definition(site, monkeypatch):
    monkeypatch.setattr(hints, "GLOSSARY", "words")
    out, said = site("house.hints", words=GLOSSED, page=TEXT)
    html = (out / "page.html").read_text(encoding="utf-8")
    assert said == ""
    found = re.findall(r'<a class="hint" href="([^"]+)">([^<]+)</a>', html)
    assert found == [("words.html#term-loss", "Losses"), ("words.html#term-batch-loss", "batch loss")]
    assert 'class="hint"' not in (out / "words.html").read_text(encoding="utf-8")
    assert 'id="term-batch-loss"' in (out / "words.html").read_text(encoding="utf-8")


def test_the_glossary_is_in_order_and_no_entry_stands_there_twice():
    text = (ROOT / "book/glossary.md").read_text(encoding="utf-8")
    terms = re.findall(r"^(\S.*)\n  \S", text.partition("{glossary}\n")[2], re.MULTILINE)
    assert len(terms) > 40 and terms == sorted(terms, key=str.lower)
    assert len(set(terms)) == len(terms)


# --- what is noted of each page ---


def test_a_note_comes_back_from_a_parallel_reader_and_goes_with_its_page():
    notes, app, env, other = pages.PerPage("notes"), Recorder(), SimpleNamespace(), SimpleNamespace()
    notes.connect(app)
    notes.of(env).update(a=1, b=2)
    notes.of(other).update(b=3, c=4, d=5)
    app.handlers["env-merge-info"](app, env, ["b", "c", "without"], other)
    assert notes.of(env) == {"a": 1, "b": 3, "c": 4}
    for page in ("a", "without"):
        app.handlers["env-purge-doc"](app, env, page)
    assert notes.of(env) == {"b": 3, "c": 4}


class Recorder:
    """Stands for Sphinx's application: it keeps what is connected to it."""

    def __init__(self):
        self.handlers = {}

    def connect(self, event, handler):
        self.handlers[event] = handler


# --- the index of figures ---


def test_every_figure_of_the_book_has_a_place_in_the_index():
    index = figure_index
    figure = {
        "name": "a-b",
        "svg": '<svg viewBox="0 0 1 1"><g id="LIVEFIG_ID_x"/></svg>',
        "alt": "<x>",
        "sentence": "s",
    }
    assert index.file_name("notebooks/x_y/z", figure) == "live-notebooks-x-y-z-a-b.svg"
    svg = index.standalone(figure)
    assert ElementTree.fromstring(svg).tag == "{http://www.w3.org/2000/svg}svg"
    assert 'id="x"' in svg
    assert svg.count("font-family") == svg.count("xmlns=") == 1
    assert index.standalone({"svg": '<svg xmlns="http://www.w3.org/2000/svg"/>'}).count("xmlns=") == 1


# --- the names of pages ---

ODD = ["what#now", "50%20off", "ein Blatt", "plain"]


def figured(name):
    """The chapter, with a heading of its own and the picture of a live figure as its output."""
    drawn = small_book.figure().spec
    text = json.loads(CHAPTER)
    text["cells"][0]["source"] = f"# Sums of {name}"
    text["cells"][1]["outputs"] = [{"output_type": "display_data", "metadata": {}, "data": {MIME: drawn}}]
    return json.dumps(text)


def test_every_address_of_a_page_with_an_odd_name_leads_to_a_file(site):
    files = [(f"{name}.ipynb", figured(name)) for name in ODD]
    extensions = ("sphinx_external_toc", "house.names", "livefig.sphinx_ext", "house.colophon", "house.figure_index")
    pages_of = dict.fromkeys(ODD, "") | {"all": "# All\n\n```{figure-index}\n```\n"}
    foot = f"templates_path = [{str(ROOT / 'book' / '_templates')!r}]\nhtml_sidebars = {{'**': ['colophon.html']}}\n"
    out, said = site(*extensions, files=files, conf=foot, **pages_of)
    assert said == ""
    for page in [*ODD, "all", "index"]:
        text = (out / f"{page}.html").read_text(encoding="utf-8")
        for address in map(unescape, re.findall(r'\s(?:href|src)="([^"]+)"', text)):
            parts = urlsplit(address)
            if parts.path and not parts.netloc:  # the theme names its makers
                assert not parts.scheme and (out / unquote(parts.path)).is_file(), (page, address)
    text = (out / "all.html").read_text(encoding="utf-8")
    links = re.findall(r'entry"><a href="([^"]+)"><img loading="lazy" src="([^"]+)"', text)
    assert [unquote(urlsplit(link).path) for link, _ in links] == [f"{name}.html" for name in ODD]
    assert [urlsplit(link).fragment for link, _ in links] == ["dot"] * len(ODD)
    assert len({picture for _, picture in links}) == len(ODD)
    assert "_downloads/what%23now.ipynb" in (out / "what#now.html").read_text(encoding="utf-8")


def test_two_odd_names_have_pictures_of_their_own():
    pictures = {figure_index.file_name(name, {"name": "dot"}) for name in ("a b", "a#b", "a%b", "a-b", "ä-b", "ö-b")}
    assert len(pictures) == 6
    assert all(re.fullmatch(r"[a-z0-9-]+\.svg", name) for name in pictures)


def test_the_address_at_binder_is_quoted_for_binder_and_for_jupyter():
    ((_, address),) = colophon.links_of("https://github.com/o/n", "notebooks/what#now")
    (path,) = parse_qs(urlsplit(address).query)["urlpath"]
    assert path == "lab/tree/notebooks/what%23now.ipynb"


@pytest.mark.parametrize(
    ("name", "why", "better"),
    [
        ("a?b", "'?' cannot stand in the name of a file on Windows", "a-b"),
        ("part/what: now", "':' cannot", "part/what- now"),
        ("aux", "'aux' is the name of a device", "aux-page"),
        ("end.", "'end.' begins or ends", "end"),
    ],
)
def test_a_name_that_cannot_be_published_stops_the_build_with_its_reason(name, why, better, site, tmp_path):
    (tmp_path / "source" / "part").mkdir(parents=True)
    with pytest.raises(ExtensionError, match=f"(?s){re.escape(name)}: .*{re.escape(why)}.*{re.escape(repr(better))}"):
        site("house.names", files=[(f"{name}.md", "# A page")], **{name: ""})
    assert not names.fault(better)
