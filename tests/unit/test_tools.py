"""The commands say what is missing, never take half an environment for a whole one, and keep the last good book."""

import ast
import json
import os
import re
import sys
import zipfile
from collections import namedtuple
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event
from xml.etree import ElementTree

import nbformat
import numpy as np
import pytest
import yaml
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
        elsewhere = tmp_path / "elsewhere"  # inside: a settings file beside it would hold for other tests
        elsewhere.mkdir()
        monkeypatch.setattr(setup, "ROOT", str(elsewhere))
        for name in setup.PINS:
            (elsewhere / name).write_text("pins\n")
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
    for name in ("BUILD", "BOOK", "WORK", "STATE", "PAGES", "DOCTREES"):
        monkeypatch.setattr(module, name, tmp_path / getattr(module, name).relative_to(module.ROOT))
    monkeypatch.setattr(module, "ROOT", tmp_path)
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


def test_the_readme_shows_the_first_figure(tool):
    """Another machine's fonts and rounding may turn a few dots."""
    picture = tool("text_picture")
    shown, wanted = picture.PLACE.search(picture.README.read_text(encoding="utf-8"))[0], picture.picture()
    shown = shown.removeprefix("<!-- picture -->\n```text\n").removesuffix("```\n<!-- end of picture -->")
    assert shown.splitlines()[-2:] == wanted.splitlines()[-2:]  # the slider and the sentence
    dots = [np.array([f"{ord(c) - 0x2800:08b}" for line in text.splitlines()[:-2] for c in line.ljust(76, chr(0x2800))])
            for text in (shown, wanted)]  # fmt: skip
    turned = sum(a != b for one, other in zip(*dots, strict=True) for a, b in zip(one, other, strict=True))
    assert turned <= 20 and shown.count(chr(0x2800)) < 600 < len(shown)


# --- a new chapter ---


TOC = """\
root: book/welcome
parts:
  - caption: About
    chapters:
      - file: book/notation
  - caption: Mathematical models and formulas
    numbered: 1
    chapters:
      - file: notebooks/mathematics/one
      - file: notebooks/mathematics/two
  - caption: Evidence
    chapters:
      - file: book/checks
"""


def files_by_part(toc):
    return {part["caption"]: [c["file"] for c in part["chapters"]] for part in yaml.safe_load(toc)["parts"]}


def test_a_new_chapter_comes_last_in_its_part(tool):
    toc = files_by_part(tool("new_chapter").with_chapter(TOC, "mathematics", "three"))
    assert toc["Mathematical models and formulas"][1:] == ["notebooks/mathematics/two", "notebooks/mathematics/three"]
    assert list(toc) == ["About", "Mathematical models and formulas", "Evidence"]


@pytest.mark.parametrize(("folder", "place"), [("background", 1), ("strategy", 2), ("reading", 2)])
def test_a_new_part_comes_in_the_order_of_the_book(tool, folder, place):
    chapters = tool("new_chapter")
    toc = files_by_part(chapters.with_chapter(TOC, folder, "first"))
    assert list(toc)[place] == chapters.PARTS[folder]
    assert toc[chapters.PARTS[folder]] == [f"notebooks/{folder}/first"]
    assert len(toc) == 4


@pytest.mark.parametrize(
    "name", ["unit_economics", "sport/x", "strategy/Unit", "strategy/../x", "strategy/1x", "", "/"]
)
def test_a_name_that_is_no_chapter_is_refused_with_an_example(tool, name):
    chapters = tool("new_chapter")
    with pytest.raises(chapters.NewChapterError, match="strategy/unit_economics; the folders are background"):
        chapters.parse(name)


def test_a_new_chapter_runs_at_once_and_only_its_size_is_missing(tool, tmp_path, monkeypatch, capsys):
    chapters = tool("new_chapter")
    monkeypatch.setattr(chapters, "ROOT", tmp_path)
    (tmp_path / "_toc.yml").write_text(TOC)
    assert chapters.main(["strategy/unit_economics"]) == 0
    path = tmp_path / "notebooks/strategy/unit_economics.ipynb"
    notebook = nbformat.read(path, 4)
    assert notebook.cells[0].source.startswith("# Unit economics\n")
    assert notebook.cells[0].metadata.tags == ["draft"]
    rules = tool("check_notebooks")
    assert list(rules.check(path)) == []
    left = list(rules.check_sizes(notebook))
    assert len(left) == 2 and all("make a chapter" in sentence for sentence in left), left
    said = capsys.readouterr().out
    assert all(sentence in said for sentence in left)
    assert files_by_part((tmp_path / "_toc.yml").read_text())["Strategy"] == ["notebooks/strategy/unit_economics"]
    assert tool("tidy_notebooks").process(path, check=True, run=False)
    shown = [str(out.get("data", out.get("text"))) for cell in notebook.cells for out in cell.get("outputs", ())]
    assert len(shown) > 5 and not [text for text in shown if "<Figure" in text]  # live figures and no others
    assert chapters.main(["strategy/unit_economics"]) == 1
    assert "exists already" in capsys.readouterr().err


def test_a_chapter_that_does_not_run_is_not_in_the_book(tool, tmp_path, monkeypatch):
    chapters = tool("new_chapter")
    monkeypatch.setattr(chapters, "ROOT", tmp_path)
    broken = tmp_path / "broken.txt"
    broken.write_text("%%% markdown title draft\n# TITLE\n%%% code fault\nraise ValueError('SLUG')\n")
    monkeypatch.setattr(chapters, "TEMPLATE", broken)
    (tmp_path / "_toc.yml").write_text(TOC)
    with pytest.raises(Exception, match="unit-economics"):
        chapters.begin("strategy/unit_economics")
    assert (tmp_path / "_toc.yml").read_text() == TOC
    assert not list(tmp_path.rglob("*.ipynb"))


# --- what is packed, linked and run elsewhere ---

ROOT = TOOLS.parent


def test_the_archive_is_the_same_each_time_and_opens_at_its_index(tool, tmp_path):
    book, target = tmp_path / "book", tmp_path / "x.zip"
    for name in ("index.html", "a/b.html", "_static/p.reference.json.gz", "objects.inv"):
        (book / name).parent.mkdir(parents=True, exist_ok=True)
        (book / name).write_text(name)
    assert tool("pack_book").pack(book, target) == 2
    first = target.read_bytes()
    os.utime(book / "index.html", (1e9, 1e9))
    tool("pack_book").pack(book, target)
    assert target.read_bytes() == first
    with zipfile.ZipFile(target) as archive:
        assert archive.namelist() == ["x/a/b.html", "x/index.html"]
        assert archive.read("x/a/b.html") == b"a/b.html"


def test_no_archive_is_made_of_nothing(tool, tmp_path):
    with pytest.raises(SystemExit, match="make book"):
        tool("pack_book").pack(tmp_path, tmp_path / "x.zip")
    assert not (tmp_path / "x.zip").exists()


class _Answers(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response({"/good": 200, "/shy": 403}.get(self.path, 404))
        self.end_headers()

    def log_message(self, *args):
        """Say nothing."""


@pytest.fixture
def host():
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Answers)
    with ThreadPoolExecutor() as pool:
        pool.submit(server.serve_forever)
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
    server.server_close()


def test_a_dead_link_is_named_with_its_page_and_a_live_one_is_not(tool, tmp_path, host, capsys):
    (tmp_path / "p.html").write_text(
        f'<a class="x" href="{host}/good#part">1</a><a href="{host}/shy">2</a><a href="{host}/gone?a=1&amp;b=2">3</a>'
        '<a href="q.html">4</a><a href="http://127.0.0.1:9/nobody">5</a>'
    )
    assert tool("check_links").main([str(tmp_path)]) == 1
    said = capsys.readouterr().out
    assert f"{host}/gone?a=1&b=2: it answers 404; linked from p.html" in said
    assert "http://127.0.0.1:9/nobody: no answer" in said
    assert "4 addresses asked for, 2 dead" in said


def test_binder_gets_the_pins_of_the_book(tool):
    assert tool("write_binder").main(["--check"]) == 0
    environment = yaml.safe_load(tool("write_binder").environment("a==1\n    # via b\nc==2 ; os == 'x'\n-e .\n"))
    assert environment["dependencies"] == ["python=3.13", "pip", {"pip": ["a==1", "c==2 ; os == 'x'"]}]


def test_other_pins_are_noticed_and_written(tool, tmp_path, monkeypatch, capsys):
    binder = tool("write_binder")
    monkeypatch.setattr(binder, "ROOT", tmp_path)
    (tmp_path / "requirements.txt").write_text("a==1\n")
    assert binder.main(["--check"]) == 1
    assert "other pins" in capsys.readouterr().err
    assert not (tmp_path / "binder").exists()
    assert binder.main([]) == 0
    assert binder.main(["--check"]) == 0


def make_targets():
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z]+):", text, re.MULTILINE))


def workflows():
    return {p.name: yaml.safe_load(p.read_text(encoding="utf-8")) for p in (ROOT / ".github/workflows").glob("*.yml")}


def test_the_workflows_run_make_and_only_targets_that_exist():
    found = workflows()
    assert set(found) == {"test.yml", "pages.yml", "weekly.yml"}
    for name, workflow in found.items():
        for job in workflow["jobs"].values():
            matrix = job.get("strategy", {}).get("matrix", {})
            assert set(matrix.get("task", ())) <= make_targets(), name
            for command in (step["run"] for step in job["steps"] if "run" in step):
                words = command.replace('"$TASK"', "").split()
                assert words[0] in ("make", "command"), f"{name}: {command}"
                if words[0] == "make":
                    assert {w for w in words[1:] if "=" not in w} <= make_targets(), f"{name}: {command}"


def test_the_workflows_try_the_oldest_and_the_newest_python_and_pin_their_actions(tool):
    setup = tool("setup_environment")
    ends = [f"{major}.{minor}" for major, minor in (setup.OLDEST, setup.NEWEST)]
    assert workflows()["test.yml"]["jobs"]["test"]["strategy"]["matrix"]["python"] == ends
    for path in (ROOT / ".github/workflows").glob("*.yml"):
        used = re.findall(r"uses: (\S+)", path.read_text(encoding="utf-8"))
        assert used and all(re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", action) for action in used), path.name


def test_every_target_is_explained_and_named_as_such():
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = set(re.search(r"^\.PHONY:((?:.|\\\n)*?)(?<!\\)\n", text, re.MULTILINE)[1].replace("\\", "").split())
    assert phony == make_targets()
    assert set(re.findall(r"^([a-z]+):.*##", text, re.MULTILINE)) == make_targets() - {"environment"}
    named = set(
        re.findall(r"`make ([a-z]+)", "".join((ROOT / n).read_text("utf-8") for n in ("README.md", "CONTRIBUTING.md")))
    )
    assert len(named) > 6 and named <= make_targets()


def test_the_hooks_call_tools_that_exist():
    hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))["repos"][0]["hooks"]
    scripts = [hook["entry"].split()[1] for hook in hooks]
    assert len(scripts) == 4 and all((ROOT / script).exists() for script in scripts)


def test_the_citation_names_the_version_of_the_package():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    declared = re.search(r'^version = "(.+)"$', (ROOT / "pyproject.toml").read_text(encoding="utf-8"), re.MULTILINE)[1]
    assert citation["version"] == declared
    assert f"## {declared}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert {"cff-version", "message", "title", "authors"} <= set(citation)


# --- what was tried to break the book ---


def test_what_the_tests_try_is_counted_by_their_names(tool):
    tests = [
        "tests/unit/test_a.py::test_a_mistake_is_named[1]",
        "tests/unit/test_a.py::test_an_old_form_is_refused",
        "tests/unit/test_a.py::test_sums[mistake]",
        "tests/browser/test_book.py::test_axe_finds_nothing_and_nothing_scrolls_sideways[360-dark-book/notation]",
    ]
    lines = {what: (much, found) for what, much, found in tool("measure_robustness").by_tests(tests)}
    assert lines["wrong inputs to the engine and its tools"][0] == "2 cases"
    assert lines["pages examined by axe-core"][0].startswith("1 times")
    assert lines["tests in all"][0] == "4"


def test_a_fault_found_while_moving_figures_stops_the_measurement_and_is_named(tool):
    robustness = tool("measure_robustness")
    row = robustness.Row("p", "f", 2, 5, difference=3e-16)
    line = robustness.moved("Firefox 1", "from disk", [row], [])
    assert line == (
        "figures moved in Firefox 1, from disk, 360 px",
        "1 figures, 2 controls, 5 settings",
        "largest difference 3.0e-16",
    )
    assert robustness.table([line]).count("\n") == 2
    row.faults.append("wrong")
    with pytest.raises(SystemExit, match=r"(?s)from disk, 360 px: 2 faults; nothing .*p, f: wrong.*asks elsewhere"):
        robustness.moved("Firefox 1", "from disk", [row], ["asks elsewhere"])
