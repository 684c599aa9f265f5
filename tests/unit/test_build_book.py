"""A build keeps the last good book, runs again only what changed, and takes turns."""

import contextlib
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import nbformat
import pytest
from filelock import FileLock

import build_book

ROOT = Path(__file__).resolve().parents[2]


ENGINE, FORMULAS = "packages/livefig/livefig", "packages/formulacheck/formulacheck"
WATCHED = [f"{ENGINE}/trace/tracer.py", f"{ENGINE}/js/main.js", f"{ENGINE}/sphinx_ext.py", "book/house/audit.py"]


@pytest.fixture
def builder(tmp_path, monkeypatch):
    """The script build_book, for a project in an empty folder, without Jupyter Book."""
    module = build_book
    for name in ("BUILD", "BOOK", "WORK", "STATE", "PAGES", "DOCTREES", "CACHE", "GOOD"):
        monkeypatch.setattr(module, name, tmp_path / getattr(module, name).relative_to(module.ROOT))
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(sys, "argv", ["build_book.py"])
    (tmp_path / "_toc.yml").write_text("root: book/first\n")
    (tmp_path / "_config.yml").write_text("title: A book\n")
    for name in WATCHED:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("1")
    return module


def build(builder, monkeypatch, page="good", succeed=True):
    """Run main with a Jupyter Book that writes one page; return the exit code and what was there before."""
    found = []

    def jupyter_book(verbose):
        cache = builder.WORK / "_build" / ".jupyter_cache"
        found.extend(p.name for p in (cache, builder.DOCTREES, builder.PAGES) if p.exists())
        for folder in (cache, builder.DOCTREES, builder.PAGES / "book"):
            folder.mkdir(parents=True, exist_ok=True)
        (builder.DOCTREES / "first.doctree").write_text(page)
        (builder.PAGES / "book" / "first.html").write_text(page)
        return succeed

    monkeypatch.setattr(builder, "run_jupyter_book", jupyter_book)
    return builder.main(), found


def test_two_builds_at_once_take_turns(builder, monkeypatch):
    (builder.BUILD).mkdir()
    other = FileLock(builder.BUILD / "building.lock", thread_local=False)
    other.acquire()
    at_work, said, waits = [], [], Event()
    monkeypatch.setattr(builder, "build", lambda arguments: at_work.append(other.is_locked))
    # Not capsys: emptied while another thread prints, it may lose what is printed.
    monkeypatch.setattr(builder, "print", lambda text, **how: (said.append(text), waits.set()), raising=False)
    with ThreadPoolExecutor() as pool:
        second = pool.submit(builder.main)
        try:
            assert waits.wait(timeout=60) and "Another build" in said[0]
            assert at_work == [] and not second.done()
        finally:
            other.release()
    assert at_work == [False]


EVERYTHING = [".jupyter_cache", ".doctrees", "html"]


def test_the_first_page_is_named_and_the_folder_leads_to_it(builder, monkeypatch, capsys):
    assert build(builder, monkeypatch) == (0, [])
    page = Path(capsys.readouterr().out.strip().splitlines()[-1])
    assert page.read_text() == "good"
    assert 'url=book/first.html"' in (builder.BOOK / "index.html").read_text()


def test_a_second_build_starts_from_the_first(builder, monkeypatch):
    build(builder, monkeypatch)
    assert build(builder, monkeypatch) == (0, EVERYTHING)


RUN_AGAIN: list[str] = []
READ_AGAIN = [".jupyter_cache"]
WRITTEN_AGAIN = [".jupyter_cache", ".doctrees"]


@pytest.mark.parametrize(
    ("kept", "file"),
    [
        (RUN_AGAIN, f"{ENGINE}/trace/tracer.py"),
        (RUN_AGAIN, f"{ENGINE}/draw/marks/new.py"),
        (RUN_AGAIN, f"{ENGINE}/page.mplstyle"),
        (RUN_AGAIN, f"{ENGINE}/text/language/en.json"),  # a kind of file that no pattern names
        (RUN_AGAIN, f"{FORMULAS}/checking.py"),
        (RUN_AGAIN, "requirements.txt"),
        (READ_AGAIN, f"{ENGINE}/sphinx_ext.py"),
        (READ_AGAIN, f"{ENGINE}/page/markup.py"),
        (READ_AGAIN, f"{FORMULAS}/sphinx_ext.py"),
        (READ_AGAIN, "packages/livefig/docs/directives/api.py"),
        (READ_AGAIN, "packages/livefig/pyproject.toml"),
        (READ_AGAIN, "book/house/audit.py"),
        (READ_AGAIN, "book/house/new.py"),
        (READ_AGAIN, "_config.yml"),
        (RUN_AGAIN, f"{ENGINE}/js/brought/aside.js"),  # stands in the programs, which are outputs
        (RUN_AGAIN, f"{ENGINE}/js/math.js"),
        (WRITTEN_AGAIN, f"{ENGINE}/js/marks/line.js"),
        (WRITTEN_AGAIN, f"{ENGINE}/js/livefig.css"),
        (WRITTEN_AGAIN, f"{FORMULAS}/formulacheck.css"),
        (WRITTEN_AGAIN, "book/house/static/hints.js"),
        (WRITTEN_AGAIN, "book/_static/book.css"),
        (WRITTEN_AGAIN, "book/_templates/colophon.html"),
        (EVERYTHING, f"{ENGINE}/js/main.js"),  # it was there before: its text is copied, and its digest put in
        (EVERYTHING, "book/notation.md"),
        (EVERYTHING, "packages/livefig/docs/limits.md"),
        (EVERYTHING, "packages/livefig/docs/mistakes/function.toml"),
        (EVERYTHING, "packages/livefig/tests/unit/test_x.py"),
        (EVERYTHING, "packages/livefig/README.md"),
        (EVERYTHING, "tools/bench.py"),
        (EVERYTHING, f"{ENGINE}/trace/__pycache__/tracer.cpython-311.pyc"),
    ],
)
def test_a_change_drops_what_it_makes_stale_and_nothing_else(builder, monkeypatch, tmp_path, file, kept):
    build(builder, monkeypatch)
    (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / file).write_text("title: 2")
    assert build(builder, monkeypatch) == (0, kept)


def test_the_furthest_reaching_of_several_changes_counts(builder, monkeypatch, tmp_path):
    build(builder, monkeypatch)
    for name in WATCHED:
        (tmp_path / name).write_text("2")
    assert build(builder, monkeypatch) == (0, RUN_AGAIN)


def test_every_pattern_still_finds_a_file():
    """A file that is renamed takes its pattern along: what no pattern finds would not be watched."""
    fits = {pattern: list(build_book._files(pattern)) for _, pattern in build_book.GROUPS}
    assert [pattern for pattern, files in fits.items() if not files] == []


def test_every_file_of_the_packages_is_watched():
    watched = {path for paths in build_book.groups().values() for path in paths}
    for folder in (ENGINE, FORMULAS):
        there = {path for path in (ROOT / folder).rglob("*") if path.is_file() and path.suffix != ".pyc"}
        assert len(there) > 3 and there <= watched


def test_a_failing_build_leaves_the_last_good_book(builder, monkeypatch, capsys):
    build(builder, monkeypatch)
    assert build(builder, monkeypatch, page="bad", succeed=False)[0] == 1
    assert "still holds the last good book" in capsys.readouterr().err
    assert (builder.BOOK / "book/first.html").read_text() == "good"


@pytest.mark.parametrize("ends", [lambda: False, lambda: pytest.fail("stopped")], ids=["failed", "stopped"])
def test_the_build_after_one_that_failed_begins_where_the_last_good_one_ended(builder, monkeypatch, ends):
    """Sphinx would not repeat its warnings of a page that it has read, and to read all pages again takes long."""
    build(builder, monkeypatch)
    seen = []

    def jupyter_book(verbose):
        seen.append([(f / name).read_text() for f, name in places(builder)])
        for folder, name in places(builder):
            (folder / name).write_text("bad")
        return ends()

    for _ in range(2):
        monkeypatch.setattr(builder, "run_jupyter_book", jupyter_book)
        with contextlib.suppress(pytest.fail.Exception):
            assert builder.main() == 1
    assert seen == [["good", "good"]] * 2
    assert build(builder, monkeypatch) == (0, EVERYTHING)
    assert not builder.GOOD.exists()


def places(builder):
    return ((builder.DOCTREES, "first.doctree"), (builder.PAGES / "book", "first.html"))


def test_a_failed_build_after_a_change_that_concerns_all_pages_keeps_nothing(builder, monkeypatch, tmp_path):
    build(builder, monkeypatch)
    (tmp_path / "book/house/audit.py").write_text("2")
    assert build(builder, monkeypatch, succeed=False) == (1, READ_AGAIN)
    assert build(builder, monkeypatch, succeed=False) == (1, READ_AGAIN)


def test_a_failed_build_after_a_change_of_what_pages_stand_in_writes_them_again(builder, monkeypatch, tmp_path):
    build(builder, monkeypatch)
    (tmp_path / "book/_templates").mkdir()
    (tmp_path / "book/_templates/colophon.html").write_text("2")
    assert build(builder, monkeypatch, succeed=False) == (1, WRITTEN_AGAIN)
    assert build(builder, monkeypatch) == (0, WRITTEN_AGAIN)
    assert build(builder, monkeypatch) == (0, EVERYTHING)


def test_what_takes_long_is_said_when_it_does(builder, monkeypatch, tmp_path, capsys):
    build(builder, monkeypatch)
    assert "All its notebooks are run, which takes between one and five minutes" in capsys.readouterr().out
    build(builder, monkeypatch)
    assert "Building" not in capsys.readouterr().out
    (tmp_path / "book/house/audit.py").write_text("2")
    build(builder, monkeypatch)
    assert "All its pages are read again" in (said := capsys.readouterr().out) and "run" not in said


def test_a_failing_first_build_claims_no_book(builder, monkeypatch, capsys):
    assert build(builder, monkeypatch, succeed=False)[0] == 1
    assert "last good" not in capsys.readouterr().err


def test_the_mirror_adds_changes_and_removes(builder, tmp_path):
    source, target = tmp_path / "s", tmp_path / "t"
    for folder, files in (
        (source, {"a.html": "new", "b/c.html": "same"}),
        (target, {"a.html": "old", "x/y.html": "gone"}),
    ):
        for name, text in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text)
    (source / "theme.js.map").write_text("{}")
    builder.mirror(source, target)
    assert sorted(p.relative_to(target).as_posix() for p in target.rglob("*")) == ["a.html", "b", "b/c.html"]
    assert (target / "a.html").read_text() == "new"


def test_the_mirror_leaves_equal_files_alone(builder, tmp_path):
    source, target = tmp_path / "s", tmp_path / "t"
    source.mkdir()
    (source / "a.html").write_text("same")
    builder.mirror(source, target)
    os.utime(target / "a.html", (1, 1))
    builder.mirror(source, target)
    assert (target / "a.html").stat().st_mtime == 1


@pytest.mark.mistake
def test_a_warning_names_the_place_in_a_notebook_as_its_author_sees_it(builder, tmp_path, monkeypatch, capfd):
    path = tmp_path / "sums.ipynb"
    cells = [nbformat.v4.new_markdown_cell(text) for text in ("# Sums", "## By hand\n\nOne and *one*.\nTwo.")]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    said = [f"{path}:20004: WARNING: a", f"{path}:90001: WARNING: b", f"{path}: WARNING: c", "/x.md:12345: WARNING: d"]
    monkeypatch.setattr(builder.sys, "executable", str(tmp_path / "python"))
    (tmp_path / "python").write_text("#!/bin/sh\ncat >&2 <<'END'\n" + "\n".join(said) + "\nEND\n")
    (tmp_path / "python").chmod(0o755)
    assert builder.run_jupyter_book(verbose=False)
    told = capfd.readouterr().err.splitlines()
    assert told[0] == f"{path}, under “By hand”, in the cell “One and one.”, line 4: WARNING: a"
    assert told[1:] == said[1:]


def test_pictures_that_no_page_shows_any_more_stay_behind(builder, tmp_path):
    source, target = tmp_path / "s", tmp_path / "t"
    (source / "_images").mkdir(parents=True)
    for name in ("used.png", "old.png"):
        (source / "_images" / name).write_text("")
    (source / "a.html").write_text('<img src="../_images/used.png">')
    builder.mirror(source, target)
    assert [p.name for p in (target / "_images").iterdir()] == ["used.png"]


def test_the_build_does_not_depend_on_a_persons_own_settings(builder, monkeypatch):
    monkeypatch.setenv("MPLCONFIGDIR", "/home/somebody")
    environment = builder.environment()
    assert environment["MPLCONFIGDIR"].startswith(str(builder.BUILD))
    assert environment["PYTHONHASHSEED"] == "0"
