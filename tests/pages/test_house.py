"""The house around the chapters: the foot of the pages, the glossary, the index of figures, the search."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from xml.etree import ElementTree

import pytest

from house import colophon, figure_index, hints, pages, symbol_search

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


def test_the_first_use_of_a_term_shows_its_definition(site, monkeypatch):
    monkeypatch.setattr(hints, "GLOSSARY", "words")
    out, said = site("house.hints", words=GLOSSED, page=TEXT)
    html = (out / "page.html").read_text(encoding="utf-8")
    assert said == ""
    found = re.findall(r'<a class="hint" href="([^"]+)" data-definition="([^"]+)">([^<]+)</a>', html)
    assert found == [
        ("words.html#term-loss", "How wrong it is.", "Losses"),
        ("words.html#term-batch-loss", "Of a “batch” &lt; all.", "batch loss"),
    ]
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


# --- the search for symbols ---

NOTATION = """
| symbol | in code |
| --- | --- |
| $\\eta$ | `learning_rate` |
| $w$, $b$ | `w`, `b` |
| $\\lambda$ | `decay` |
"""


def test_a_page_is_found_by_the_letter_and_the_name_of_its_symbols():
    search = symbol_search
    named = search.names(NOTATION)
    assert named == {"eta": {"learning", "rate"}, "lambda": {"decay"}}
    assert search.keywords([r"w - \eta \frac{a}{b}"], named) == ["learning", "rate", "η"]
    assert search.keywords([r"\Lambda \varepsilon \log x \hat y"], named) == ["Λ", "ε"]


def test_the_index_of_the_search_holds_the_letter(site, tmp_path):
    site("house.mathml", "house.symbol_search", page="# P\n\nThe rate $\\eta$.\n", other="# O\n\n$x$\n")
    index = (tmp_path / "out" / "searchindex.js").read_text(encoding="utf-8")
    terms = json.loads(re.search(r'"terms": (\{.*?\}), "titles"', index)[1])
    assert terms["η"] == 2 and terms["eta"] == 2  # the page's number
