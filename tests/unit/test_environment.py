"""The environment is made once and whole; what is missing is said plainly."""

import ast
import json
import sys
from collections import namedtuple
from pathlib import Path
from shutil import copytree

import pytest

import setup_environment

ROOT = Path(__file__).resolve().parents[2]
TOOLS = ROOT / "tools"


def write_pins(module, folder):
    for name in module.PINS:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("pins\n")


@pytest.fixture
def setup(tmp_path, monkeypatch):
    """The script setup_environment, for a project in an empty folder."""
    module = setup_environment
    monkeypatch.setattr(module, "ROOT", str(tmp_path))
    monkeypatch.setattr(module, "VENV", str(tmp_path / ".venv"))
    monkeypatch.setattr(module, "STAMP", str(tmp_path / ".venv" / "complete.txt"))
    write_pins(module, tmp_path)
    for part in ("js", "lab"):
        copytree(ROOT / "packages/livefig/livefig" / part, tmp_path / "packages/livefig/livefig" / part)
    return module


def test_an_old_python_can_read_the_script():
    tree = ast.parse((TOOLS / "setup_environment.py").read_text(encoding="ascii"))
    newer = (ast.JoinedStr, ast.AnnAssign, ast.NamedExpr, ast.Nonlocal, ast.Starred, ast.AsyncFunctionDef)
    for node in ast.walk(tree):
        assert not isinstance(node, newer), ast.dump(node)
        assert not (isinstance(node, ast.FunctionDef) and (node.returns or node.args.kwonlyargs)), node.name
        assert not (isinstance(node, ast.arg) and node.annotation), node.arg
        assert not (isinstance(node, ast.Raise) and node.cause)


def test_the_supported_pythons_are_those_of_the_packages(setup):
    for declared in ("pyproject.toml", "packages/livefig/pyproject.toml", "packages/formulacheck/pyproject.toml"):
        assert 'requires-python = ">=3.11,<3.14"' in (ROOT / declared).read_text(encoding="utf-8")
    tried = [(2, 7), (3, 10), (3, 11), (3, 12), (3, 13), (3, 14)]
    assert [v for v in tried if setup.supported(v)] == [(3, 11), (3, 12), (3, 13)]


def test_the_pins_are_those_that_the_environment_is_made_from():
    text = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    assert text.endswith("\n-e packages/livefig\n-e packages/formulacheck\n")
    assert "://" not in text and text.count("-e ") == 2
    assert all((ROOT / name).exists() for name in setup_environment.PINS)


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


@pytest.mark.parametrize("fault", ["no stamp", "other pins", "other package", "no python", "moved"])
def test_an_unfinished_or_outdated_environment_is_not(setup, tmp_path, fault, monkeypatch):
    finished(setup)
    if fault == "no stamp":
        Path(setup.STAMP).unlink()
    elif fault == "other pins":
        (tmp_path / "requirements.txt").write_text("other pins\n")
    elif fault == "other package":
        (tmp_path / "packages/livefig/pyproject.toml").write_text("another dependency\n")
    elif fault == "no python":
        Path(setup.python_of_environment()).unlink()
    else:
        elsewhere = tmp_path / "elsewhere"  # inside: a settings file beside it would hold for other tests
        elsewhere.mkdir()
        monkeypatch.setattr(setup, "ROOT", str(elsewhere))
        write_pins(setup, elsewhere)
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


def test_what_a_saved_notebook_needs_lies_where_jupyter_looks_whenever_something_is_made(setup, monkeypatch):
    finished(setup)
    target = Path(setup.VENV) / "share/jupyter/labextensions/livefig"
    for text in ("one", "two"):
        (Path(setup.ROOT) / "packages/livefig/livefig/js/saved.js").write_text(text)
        assert setup.main() == 0
        assert (target / "static/saved.js").read_text() == text
    loads = json.loads((target / "package.json").read_text())["jupyterlab"]["_build"]["load"]
    assert (target / loads).exists()
    assert (target / "static/controls/slider.js").exists()


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
