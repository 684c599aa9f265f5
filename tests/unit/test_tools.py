"""The commands say what is missing, never take half an environment for a whole one, and keep the last good book."""

import ast
import json
import os
import sys
from collections import namedtuple
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from xml.etree import ElementTree

import nbformat
import pytest
from filelock import FileLock

TOOLS = Path(__file__).resolve().parents[2] / "tools"


# --- the environment ---


@pytest.fixture
def setup(tool, tmp_path, monkeypatch):
    """The script setup_environment, for a project in an empty folder."""
    module = tool("setup_environment")
    monkeypatch.setattr(module, "ROOT", str(tmp_path))
    monkeypatch.setattr(module, "VENV", str(tmp_path / ".venv"))
    monkeypatch.setattr(module, "STAMP", str(tmp_path / ".venv" / "complete.txt"))
    for name in module.PINS:
        (tmp_path / name).write_text("pins\n")
    return module


def test_an_old_python_can_read_the_script():
    tree = ast.parse((TOOLS / "setup_environment.py").read_text(encoding="ascii"))
    newer = (ast.JoinedStr, ast.AnnAssign, ast.NamedExpr, ast.Nonlocal, ast.Starred, ast.AsyncFunctionDef)
    for node in ast.walk(tree):
        assert not isinstance(node, newer), ast.dump(node)
        assert not (isinstance(node, ast.FunctionDef) and (node.returns or node.args.kwonlyargs)), node.name
        assert not (isinstance(node, ast.arg) and node.annotation), node.arg
        assert not (isinstance(node, ast.Raise) and node.cause)


def test_the_supported_pythons_are_those_of_the_package(setup):
    declared = (TOOLS.parent / "pyproject.toml").read_text(encoding="utf-8")
    assert 'requires-python = ">=3.11,<3.14"' in declared
    tried = [(2, 7), (3, 10), (3, 11), (3, 12), (3, 13), (3, 14)]
    assert [v for v in tried if setup.supported(v)] == [(3, 11), (3, 12), (3, 13)]


def test_a_newer_python_on_the_path_is_found_if_it_starts(setup, tmp_path, monkeypatch):
    this = sys.version_info[1]
    for minor in {11, 12, 13} - {this}:  # stand-ins of a version manager that lead nowhere
        (tmp_path / f"python3.{minor}").write_text("#!/bin/sh\nexit 127\n")
        (tmp_path / f"python3.{minor}").chmod(0o755)
    (tmp_path / f"python3.{this}").symlink_to(sys.executable)
    monkeypatch.setattr(setup.sys, "version_info", (3, 8, 0))
    monkeypatch.setenv("PATH", str(tmp_path))
    assert setup.find_python() == str(tmp_path / f"python3.{this}")


def test_a_machine_without_a_fitting_python_is_told_what_to_install(setup, monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 8, 0))
    monkeypatch.setenv("PATH", "")
    with pytest.raises(setup.SetupError, match=r"This is Python 3\.8; the book needs Python 3\.11.*\nInstall"):
        setup.find_python()


def finished(setup):
    """Make an environment look complete, with this very Python inside."""
    python = Path(setup.python_of_environment())
    python.parent.mkdir(parents=True)
    python.symlink_to(sys.executable)
    Path(setup.STAMP).write_text(setup.fingerprint() + "\n")


def test_a_finished_environment_is_taken_for_good(setup):
    assert not setup.is_complete()
    finished(setup)
    assert setup.is_complete()


@pytest.mark.parametrize("fault", ["no stamp", "other pins", "no python", "moved"])
def test_an_unfinished_or_outdated_environment_is_not(setup, tmp_path, fault, monkeypatch):
    finished(setup)
    if fault == "no stamp":
        Path(setup.STAMP).unlink()
    elif fault == "other pins":
        (tmp_path / "requirements.txt").write_text("other pins\n")
    elif fault == "no python":
        Path(setup.python_of_environment()).unlink()
    else:
        monkeypatch.setattr(setup, "ROOT", str(tmp_path.parent))
        for name in setup.PINS:
            (tmp_path.parent / name).write_text("pins\n")
    assert not setup.is_complete()


def test_an_installation_that_fails_leaves_nothing_that_counts(setup, monkeypatch, capsys):
    def fail(arguments, task):
        if "venv" in arguments:
            Path(setup.python_of_environment()).parent.mkdir(parents=True)
        if "requirements.txt" in arguments:
            raise setup.SetupError("Installing the packages failed: no network")

    monkeypatch.setattr(setup, "run", fail)
    assert setup.main() == 1
    assert "no network" in capsys.readouterr().err
    assert not setup.is_complete()


def test_an_unfinished_environment_is_made_anew(setup, monkeypatch):
    leftover = Path(setup.VENV) / "half-installed"
    leftover.mkdir(parents=True)
    monkeypatch.setattr(setup, "run", lambda arguments, task: Path(setup.VENV).mkdir(exist_ok=True))
    assert setup.main() == 0
    assert not leftover.exists()
    assert Path(setup.STAMP).read_text().strip() == setup.fingerprint()


def test_a_full_disk_is_found_before_anything_is_removed(setup, monkeypatch, capsys):
    usage = namedtuple("usage", "total used free")(10**12, 10**12 - 10**8, 10**8)
    monkeypatch.setattr(setup.shutil, "disk_usage", lambda path: usage)
    Path(setup.VENV).mkdir()
    assert setup.main() == 1
    assert "Only 0.1 GB are free" in capsys.readouterr().err
    assert Path(setup.VENV).exists()


def test_a_python_without_ensurepip_is_told_the_package(setup, monkeypatch):
    monkeypatch.setitem(sys.modules, "ensurepip", None)
    with pytest.raises(setup.SetupError, match=r"apt install python3\.\d+-venv"):
        setup.check_machine()


@pytest.mark.parametrize(
    ("output", "said"),
    [
        ("OSError: [Errno 28] No space left on device", "disk is full"),
        ("NewConnectionError: Failed to establish a new connection: [Errno 101]", "could not be fetched"),
        (
            "socket.gaierror: Temporary failure in name resolution\nNo matching distribution found",
            "could not be fetched",
        ),
        ("ERROR: No matching distribution found for numpy==2.4.6", "Try another Python"),
        ("something else", "stands above"),
    ],
)
def test_what_pip_says_becomes_what_to_do(setup, output, said):
    assert said in setup.explain(output)


def test_a_failing_step_shows_its_output_and_its_reason(setup, capsys):
    with pytest.raises(setup.SetupError, match="Installing failed: the disk is full"):
        setup.run([sys.executable, "-c", "import sys; print('No space left on device'); sys.exit(1)"], "Installing")
    assert "No space left" in capsys.readouterr().out


# --- the book ---


@pytest.fixture
def builder(tool, tmp_path, monkeypatch):
    """The script build_book, for a project in an empty folder, without Jupyter Book."""
    module = tool("build_book")
    monkeypatch.setattr(module, "ROOT", tmp_path)
    for name, path in {
        "BUILD": "_build",
        "BOOK": "_build/html",
        "WORK": "_build/work",
        "STATE": "_build/work/state.json",
        "PAGES": "_build/work/_build/html",
        "DOCTREES": "_build/work/_build/.doctrees",
    }.items():
        monkeypatch.setattr(module, name, tmp_path / path)
    monkeypatch.setattr(sys, "argv", ["build_book.py"])
    (tmp_path / "_toc.yml").write_text("root: book/first\n")
    (tmp_path / "_config.yml").write_text("title: A book\n")
    (tmp_path / "livefig").mkdir()
    (tmp_path / "livefig" / "a.py").write_text("1")
    return module


def build(builder, monkeypatch, page="good", succeed=True):
    """Run main with a Jupyter Book that writes one page; return the exit code and what was there before."""
    found = []

    def jupyter_book(verbose):
        cache = builder.WORK / "_build" / ".jupyter_cache"
        found.extend(p.name for p in (cache, builder.DOCTREES, builder.PAGES) if p.exists())
        for folder in (cache, builder.DOCTREES, builder.PAGES / "book"):
            folder.mkdir(parents=True, exist_ok=True)
        (builder.PAGES / "book" / "first.html").write_text(page)
        return succeed

    monkeypatch.setattr(builder, "run_jupyter_book", jupyter_book)
    return builder.main(), found


def test_two_builds_at_once_take_turns(builder, monkeypatch, capsys):
    (builder.BUILD).mkdir()
    other = FileLock(builder.BUILD / "building.lock", thread_local=False)
    other.acquire()
    at_work = []
    monkeypatch.setattr(builder, "build", lambda arguments: at_work.append(other.is_locked))
    with ThreadPoolExecutor() as pool:
        second = pool.submit(builder.main)
        while "Another build" not in capsys.readouterr().out:
            assert not second.done()
        assert at_work == []
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


@pytest.mark.parametrize(
    ("file", "kept"),
    [("livefig/a.py", []), ("livefig/new.js", []), ("_config.yml", [".jupyter_cache"]), ("other.md", EVERYTHING)],
)
def test_a_change_drops_what_it_makes_stale(builder, monkeypatch, tmp_path, file, kept):
    build(builder, monkeypatch)
    (tmp_path / file).write_text("title: 2")
    assert build(builder, monkeypatch) == (0, kept)


def test_a_failing_build_leaves_the_last_good_book_and_is_not_forgotten(builder, monkeypatch, capsys):
    build(builder, monkeypatch)
    assert build(builder, monkeypatch, page="bad", succeed=False)[0] == 1
    assert "still holds the last good book" in capsys.readouterr().err
    assert (builder.BOOK / "book/first.html").read_text() == "good"
    # Sphinx would not repeat its warnings, so the pages are read again, but no notebook is run again.
    assert build(builder, monkeypatch) == (0, [".jupyter_cache"])


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


# --- notebooks and logo ---


def messy_notebook():
    new = nbformat.v4
    data = {"text/plain": "LiveFigure", "image/png": "AAAA", "application/vnd.livefig.v1+json": {"a": 1}}
    outputs = [
        new.new_output("display_data", data=data, metadata={"image/png": {"width": 3}}),
        new.new_output("display_data", data={"image/png": "AAAA"}),
        new.new_output("stream", name="stdout", text="3\n"),
        new.new_output("error", ename="ValueError", evalue="no", traceback=["/home/somebody/x.py"]),
    ]
    code = new.new_code_cell("f()", outputs=outputs, execution_count=4, metadata={"tags": ["t"], "scrolled": True})
    return new.new_notebook(
        cells=[new.new_markdown_cell("# T"), code],
        metadata={"widgets": {}, "kernelspec": {"name": "x", "display_name": "mine"}},
    )


def test_only_text_stays_in_a_notebook(tool):
    notebook = tool("tidy_notebooks").tidy(messy_notebook())
    shown, printed, raised = notebook.cells[1].outputs
    assert shown.data == {"text/plain": "LiveFigure"}
    assert shown.metadata == {}
    assert printed.text == "3\n"
    assert (raised.ename, raised.traceback) == ("ValueError", [])
    assert notebook.cells[1].metadata == {"tags": ["t"]}
    assert notebook.cells[1].execution_count == 4
    assert set(notebook.metadata) == {"kernelspec", "language_info"}
    nbformat.validate(notebook)


def test_the_check_changes_nothing_and_tidying_twice_neither(tool, tmp_path):
    process = tool("tidy_notebooks").process
    path = tmp_path / "n.ipynb"
    nbformat.write(messy_notebook(), path)
    before = path.read_text()
    assert process(path, check=True, run=False) is False
    assert path.read_text() == before
    assert process(path, check=False, run=False) is False
    after = path.read_text()
    assert process(path, check=True, run=False) is True
    assert json.loads(after)["cells"][1]["outputs"][0]["data"] == {"text/plain": ["LiveFigure"]}


def test_the_logo_is_drawn_the_same_each_time(tool, tmp_path):
    tool("draw_logo").main(tmp_path)
    first = {p.name: p.read_text() for p in tmp_path.iterdir()}
    tool("draw_logo").main(tmp_path)
    assert first == {p.name: p.read_text() for p in tmp_path.iterdir()}
    assert set(first) == {"logo.svg", "favicon.svg"}
    assert all(ElementTree.fromstring(text).tag.endswith("svg") for text in first.values())
