"""A turn of writing: a chapter is run once, stored tidily, held against the rules, and built; at each save again."""

import nbformat
import pytest

import build_book
import tidy_notebooks
import write_chapter

NAME = "notebooks/mathematics/sums"


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project of one chapter, in which a build only notes that it took place."""
    for name in ("BUILD", "BOOK", "WORK", "STATE", "PAGES", "DOCTREES", "CACHE", "GOOD"):
        monkeypatch.setattr(build_book, name, tmp_path / getattr(build_book, name).relative_to(build_book.ROOT))
    monkeypatch.setattr(build_book, "ROOT", tmp_path)
    monkeypatch.setattr(write_chapter, "ROOT", tmp_path)
    (tmp_path / "_toc.yml").write_text("root: book/first\n")
    (tmp_path / "_config.yml").write_text("title: A book\nexecute:\n  timeout: 60\n")
    (tmp_path / "book").mkdir()
    (tmp_path / NAME).parent.mkdir(parents=True)

    def jupyter_book(verbose):
        (build_book.PAGES / NAME).parent.mkdir(parents=True, exist_ok=True)
        (build_book.PAGES / f"{NAME}.html").write_text("page")
        return True

    monkeypatch.setattr(build_book, "run_jupyter_book", jupyter_book)
    opened: list[str] = []
    monkeypatch.setattr(write_chapter.webbrowser, "open", opened.append)
    return tmp_path, opened


def save(folder, *sources):
    """Save a chapter of a heading and code cells, as Lab does: with a trace of who wrote it."""
    cells = [
        nbformat.v4.new_markdown_cell("# Sums\n\nWhat is it?\n\n## By hand"),
        *map(nbformat.v4.new_code_cell, sources),
    ]
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata={"author": "me"}), folder / f"{NAME}.ipynb")


def outputs(folder):
    found = nbformat.read(folder / f"{NAME}.ipynb", 4)
    return [out.get("text") or out.data["text/plain"] for cell in found.cells for out in cell.get("outputs", ())]


def test_a_chapter_is_run_once_and_stored_with_what_it_printed(project, capsys, monkeypatch):
    folder, _ = project
    save(folder, "print(1 + 1)", "3 * 'a'")
    write_chapter.turn(NAME)
    said = capsys.readouterr().out
    assert "run in" in said and "tidied" in said and f"{NAME}.html" in said and "there is no exercise" in said
    assert "live figures; 3 to 6 are usual" in said
    assert outputs(folder) == ["2\n", "'aaa'"] and tidy_notebooks.process(
        folder / f"{NAME}.ipynb", check=True, run=False
    )
    save(folder, "print(1 + 1)", "3 * 'a'")
    monkeypatch.setattr(write_chapter, "run", pytest.fail)
    write_chapter.turn(NAME)
    assert "its code has not changed, tidied" in capsys.readouterr().out
    assert outputs(folder) == ["2\n", "'aaa'"]


@pytest.mark.mistake
def test_a_cell_that_fails_is_named_by_its_heading_its_words_and_its_line_and_nothing_is_built(project, capsys):
    folder, _ = project
    save(folder, "a = 1", "\n# The quotient.\nb = 0\nprint(a / b)")
    before = (folder / f"{NAME}.ipynb").read_text()
    assert write_chapter.turn(NAME) is False
    said = capsys.readouterr().out.splitlines()[-1]
    assert (
        said == f"{NAME}: under “By hand”, in the cell “# The quotient.”, line 4: ZeroDivisionError: division by zero"
    )
    assert not build_book.PAGES.exists() and (folder / f"{NAME}.ipynb").read_text() == before


@pytest.mark.mistake
def test_a_file_that_is_half_written_is_told_and_waits(project, capsys):
    folder, _ = project
    (folder / f"{NAME}.ipynb").write_text('{"cells": [')
    assert write_chapter.turn(NAME) is False
    assert "Notebook does not appear to be JSON" in capsys.readouterr().out


def test_at_each_save_there_is_a_turn_and_the_file_of_the_author_stays_as_it_is_till_the_end(
    project, capsys, monkeypatch
):
    folder, opened = project
    save(folder, "print(1)")
    seen = []

    def look_again(seconds):
        seen.append((outputs(folder), capsys.readouterr().out.count("run in")))
        if len(seen) == 1:
            save(folder, "print(22)")
        elif len(seen) == 3:
            raise KeyboardInterrupt

    monkeypatch.setattr(write_chapter.time, "sleep", look_again)
    write_chapter.watch(NAME)
    assert seen == [([], 1), ([], 1), ([], 0)]
    assert outputs(folder) == ["22\n"] and "its code has not changed, tidied" in capsys.readouterr().out
    assert opened == [(build_book.BOOK / f"{NAME}.html").as_uri()]
