"""The page of the five articles: its counts come from the chapters' verdicts, and each section says where it went."""

import json
import re
from pathlib import Path

import pytest

from house import articles, hints
from house.articles import judged
from house.audit import rows_of_notebook
from tidy_notebooks import notebooks

ROOT = Path(__file__).resolve().parents[2]
DATA = """
[kinds]
F = "formula"
E = "worked example"
[[article]]
code = "S0"
title = "题"
english = "An advantage"
sections = [["1", "Words", ""], ["4.1", "Formulas", "F1 F2"], ["4.2", "An example", "E1 F1"]]
[[article]]
code = "S1"
title = "目"
english = "Another"
sections = [["1", "All", "F1"]]
[planned]
"Later" = "S0-E1 S1-F1"
"""
PAGE = """# Articles

```{article-kinds}
```

```{article-counts}
```

```{article} S0
It *promises* much.
```

```{article} S1
```
"""


def chapter(title, *verdicts, prose=""):
    """A notebook that judges items, given as (id, verdict)."""
    rows = "".join(f"| {code} | p | r | {verdict} |\n" for code, verdict in verdicts)
    table = "| id | printed | right | verdict |\n| --- | --- | --- | --- |\n" + rows
    cells = [({}, f"# {title}\n\n{prose}"), ({"tags": ["audit"]}, table)]
    made = [{"cell_type": "markdown", "metadata": metadata, "source": text} for metadata, text in cells]
    return json.dumps({"cells": made, "metadata": {}, "nbformat": 4, "nbformat_minor": 4})


@pytest.fixture
def book(site, monkeypatch):
    """Build the page over notebooks and data; return the folder and what Sphinx warned of."""
    monkeypatch.setattr(articles, "DATA", "articles.toml")
    monkeypatch.setattr(articles, "PAGE", "page")
    monkeypatch.setattr(articles, "AUDIT", "audit")
    for module in (articles, hints):
        monkeypatch.setattr(module, "is_chapter", lambda name: name in ("one", "two"))

    def build(chapters, data=DATA, page=PAGE):
        names = "".join(f"  - file: {name}\n" for name in ("page", "audit", *chapters))
        files = [(f"{name}.ipynb", text) for name, text in chapters.items()]
        files += [("articles.toml", data), ("_toc.yml", f"format: jb-book\nroot: index\nchapters:\n{names}")]
        extensions = ("sphinx_external_toc", "house.audit", "house.articles", "house.previews")
        return site(*extensions, files=files, page=page, audit="# Audit\n\n```{audit}\n```\n")

    return build


ONE = {"one": chapter("The first", ("S0-F1", "right, with a caveat"), ("S0-F2", "**wrong** in two ways"))}


def words(html):
    return " ".join(re.sub(r"<[^>]*>", "", html).replace("\xa0", " ").split())


def test_a_section_says_which_chapter_answers_it_and_what_is_to_come(book):
    out, said = book(ONE)
    html = (out / "page.html").read_text(encoding="utf-8")
    assert said == ""
    shown = words(html)
    assert "4.1 Formulas The first: S0-F1 (right, but), S0-F2 (wrong)" in shown
    assert "4.2 An example The first: S0-F1 (right, but) still to come, Later: S0-E1" in shown
    assert "1 Words nothing to answer" in shown
    assert 'lang="zh">题</' in html and "<em>An advantage</em>" in html and "<em>promises</em>" in html
    assert html.count('id="item-S0-F1"') == 1  # met twice, one place
    assert 'href="one.html"' in html and 'href="audit.html#audit-S0-F1"' in html
    assert 'id="audit-S0-F1"' in (out / "audit.html").read_text(encoding="utf-8")


def test_the_counts_are_those_of_the_verdicts(book):
    html = (book(ONE)[0] / "page.html").read_text(encoding="utf-8")
    assert "Of 4 items 2 have a row in one of 1 chapters." in html
    assert re.findall(r"<tr[^>]*><td><p>(S0|S1|all)</p></td>\s*((?:<td><p>\d+</p></td>\s*)+)", html)[0][0] == "S0"
    rows = [words(row) for row in re.findall(r"<tr.*?</tr>", html, re.DOTALL)]
    assert rows[1:4] == ["S0 0 1 0 1 1 3", "S1 0 0 0 0 1 1", "all 0 1 0 1 2 4"]
    assert "F formula (3)" in words(html) and "E worked example (1)" in words(html)


def test_a_chapter_that_came_takes_the_place_of_the_planned_one(book):
    out, said = book({**ONE, "two": chapter("The second", ("S0-E1", "loosely said"))})
    assert said == ""
    shown = words((out / "page.html").read_text(encoding="utf-8"))
    assert "4.2 An example The second: S0-E1 (loose) The first: S0-F1 (right, but)" in shown
    assert "1 All still to come, Later: S1-F1" in shown  # what it left


def test_a_verdict_that_changed_changes_the_page_at_the_next_build(book):
    book(ONE)
    out, said = book({"one": chapter("The first", ("S0-F1", "right"), ("S0-F2", "**wrong**"))})
    assert said == ""
    assert "4.1 Formulas The first: S0-F1 (right), S0-F2 (wrong)" in words(
        (out / "page.html").read_text(encoding="utf-8")
    )


@pytest.mark.mistake
@pytest.mark.parametrize(
    ("chapters", "data", "said"),
    [
        ({"one": chapter("C", ("S0-F9", "right"))}, DATA, "one: the table in the cell tagged audit has the item S0-F9"),
        (ONE, DATA.replace('"Later" = "S0-E1', '"Later" = "'), "no chapter has a row for S0-E1, and none is planned"),
        (ONE, DATA.replace('= "S0-E1', '= "S0-E7 S0-E1'), "“Later” has S0-E7, which stands in no section"),
        (ONE, DATA + '"Last" = "S0-E1"\n', "S0-E1 is planned twice, for “Later” and “Last”"),
        (ONE, DATA.replace("E1 F1", "X1 E1 F1"), "S0-X1 begins with none of the letters of [kinds], F, E"),
        (ONE, DATA.replace("[kinds]", "[kinds"), "Expected ']'"),
    ],
)
def test_what_does_not_agree_is_an_error_of_the_build_that_says_what_to_change(book, chapters, data, said):
    _, warned = book(chapters, data)
    assert "ERROR" in warned
    assert said in warned.replace("\n", " ")


@pytest.mark.mistake
def test_an_article_that_is_not_there_is_named(book):
    assert "there is no article S7; articles.toml has S0, S1." in book(ONE, page="# P\n\n```{article} S7\n```\n")[1]


@pytest.mark.parametrize(
    ("verdict", "word"),
    [
        ("right", "right"),
        ("**Right.**", "right"),
        ("right, with a caveat", "right, but"),
        ("right only if one-hot; otherwise wrong", "right, but"),
        ("**wrong sign**: $-91.63$", "wrong"),
        ("sentences 1 and 5 wrong", "wrong"),
        ("**does not run**; repaired, it ends", "wrong"),
        ("**cannot come from this code**", "wrong"),
        ("named without a formula", "loose"),
        ("advice right, code not", "loose"),
    ],
)
def test_the_first_words_of_a_verdict_judge(verdict, word):
    assert judged(verdict) == word


def test_the_first_use_of_a_code_leads_to_its_place_which_says_what_it_stands_for(book):
    prose = "S1's text, as `S0-F1`, S0-F2 and S0-F2, then S9-F1.\n\n## S0-E1\n"
    out, said = book({"one": chapter("The first", ("S0-F1", "right"), ("S0-F2", "right"), prose=prose)})
    html = (out / "one.html").read_text(encoding="utf-8")
    assert said == ""
    found = re.findall(r'<a class="hint" href="page.html#item-([^"]+)">([^<]+)</a>', html)
    assert found == [("S1", "S1"), ("S0-F2", "S0-F2"), ("S0-F1", "S0-F1")]  # the last one in the table
    page = (out / "page.html").read_text(encoding="utf-8")
    assert 'id="item-S1" data-told="S1: the article “Another”."' in page
    told = articles.parse(DATA).told("S0-F2")
    assert told == "S0-F2: formula 2 of the article “An advantage”, section 4.1: Formulas."
    assert f'data-told="{told} Judged: right."' in page


@pytest.mark.mistake
def test_a_code_that_stands_for_nothing_is_a_warning(book):
    _, said = book({"one": chapter("The first", *[("S0-F1", "right"), ("S0-F2", "right")], prose="As S0-F3 says.")})
    assert "the code S0-F3 stands for nothing in articles.toml" in said


# --- the book's own data


def test_no_planned_chapter_has_come_and_stayed_in_the_plan():
    data = articles.parse((ROOT / articles.DATA).read_text(encoding="utf-8"))
    files = [file for file in notebooks() if ROOT / "notebooks" in file.parents]
    rows = [row for file in files for row in rows_of_notebook(file.read_text(encoding="utf-8"), file.stem)]
    answered = articles.compare(data, rows)
    plan = {title: [code for code in data.planned if data.planned[code] == title] for title in data.planned.values()}
    done = [title for title, codes in plan.items() if all(code in answered for code in codes)]
    assert not done, f"{done}: all their items have rows in chapters now; take their lines out of [planned]"
    assert len(data.articles) == 5
    assert len(answered) + len(set(data.planned) - set(answered)) == len(data.items())
