"""What a chapter is made of is data: by part, by language, and complete."""

from pathlib import Path

import nbformat
import pytest

import anatomy
import check_notebooks
import new_chapter
from anatomy import languages, parts, place

SECTIONS = [
    "A first look", "By hand", "The mathematics", "In code", "Check",
    "What the article printed", "Explore", "Where it breaks", "Exercises", "Summary",
]  # fmt: skip
NEEDED = ("first_look", "mathematics", "breaks", "exercises", "summary")


def test_a_chapter_of_the_mathematics_has_its_sections_and_what_is_usual():
    found = parts()["mathematics"].anatomy
    assert found.headings(languages()["en"]) == SECTIONS and found.needed == NEEDED
    assert found.usual == {"words": (1500, 3800), "live figures": (3, 6), "exercises": (3, 5)}
    assert (found.aims, found.question, found.way_to_figure, found.shown_cells) == (True, 80, 80, 1)


@pytest.mark.parametrize("folder", ["strategy", "questions", "reading"])
def test_an_argument_is_shorter_but_still_begins_with_a_prediction_and_derives_its_formula(folder):
    found = parts()[folder].anatomy
    needed = [languages()["en"].headings[section] for section in found.needed]
    assert needed == ["A first look", "The formula", "Where it breaks", "Exercises", "Summary"]
    assert found.prediction in found.needed and found.usual["words"] < parts()["mathematics"].anatomy.usual["words"]


def test_every_section_has_a_heading_in_every_language_and_every_anatomy_a_template():
    for language in languages().values():
        for part in parts().values():
            assert len(set(part.anatomy.headings(language))) == len(part.anatomy.sections)
            assert {part.anatomy.prediction, *part.anatomy.needed} <= set(part.anatomy.sections)
            assert not part.anatomy.aims or language.headings["aims"]
            assert part.caption[language.name]
            assert (new_chapter.TEMPLATES / f"{part.anatomy.name}.{language.name}.txt").exists()


CHINESE = r"""
[languages.zh]
filler = ["显然"]
numbered = '第\d+章'
time = '分钟|小时'

[languages.zh.headings]
printed = "文中所写"
first_look = "先看一看"
formula = "公式"
breaks = "失效之处"
exercises = "练习"
summary = "小结"
"""


@pytest.fixture
def with_chinese(tmp_path, monkeypatch):
    """A second language, for chapters that are arguments."""
    file = tmp_path / "anatomy.toml"
    file.write_text(anatomy.FILE.read_text(encoding="utf-8") + CHINESE, encoding="utf-8")
    monkeypatch.setattr(anatomy, "FILE", file)
    for cached in (anatomy.languages, anatomy.parts, anatomy.anatomies):
        cached.cache_clear()
    yield
    monkeypatch.undo()
    for cached in (anatomy.languages, anatomy.parts, anatomy.anatomies):
        cached.cache_clear()


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("notebooks/mathematics/a.ipynb", ("mathematics", "en")),
        ("x/notebooks/notebooks/strategy/a.ipynb", ("strategy", "en")),
        ("notebooks/zh/strategy/a.ipynb", ("strategy", "zh")),
        ("notebooks/fr/strategy/a.ipynb", None),
        ("notebooks/zh/a.ipynb", None),
        ("notebooks/cooking/a.ipynb", None),
        ("notebooks/a.ipynb", None),
        ("book/welcome.ipynb", None),
        ("packages/livefig/docs/gallery.ipynb", None),
    ],
)
def test_the_folder_tells_the_part_and_the_language(path, found, with_chinese):
    at = place(Path("/home", path))
    assert (at and (at[0].folder, at[1].name)) == found


def test_a_chapter_in_a_folder_that_is_no_part_of_the_book_is_told_so(tmp_path):
    path = tmp_path / "notebooks" / "cooking" / "a.ipynb"
    path.parent.mkdir(parents=True)
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# Soup")]), path)
    assert any("names no part of the book" in said for said in check_notebooks.check(path))


def test_a_chapter_in_another_language_has_the_same_sections_under_other_names(with_chinese, tmp_path):
    part, language = place(Path("notebooks/zh/strategy/a.ipynb"))
    cells = [f"## {heading}" for heading in part.anatomy.headings(language)]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(text) for text in ["# 题目", *cells]])
    said = list(check_notebooks.check_sections(notebook, part.anatomy, language))
    assert not [one for one in said if "there is no section" in one or "the order" in one]
    notebook.cells[1].source = "## A first look\n\n这显然是第3章"
    said = list(check_notebooks.check_sections(notebook, part.anatomy, language))
    assert "there is no section “先看一看”" in said
    said = list(check_notebooks.check_prose(notebook, language))
    assert len(said) == 2 and "'显然'" in said[0] and "by its title" in said[1]
