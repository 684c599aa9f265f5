"""Nothing is released that is not ready: number, day, addresses, and what the README says of it."""

import re
import subprocess

import pytest

import check_packages
import release

READY = {
    "livefig/__init__.py": '__version__ = "0.2.0"\n',
    "CHANGELOG.md": "# Changelog\n\n## 0.2.0, 2027-02-01\n\n## 0.1.0, 2027-01-01\n",
    "pyproject.toml": "[project.urls]\n" + "".join(f'{name} = "https://example.org"\n' for name in release.ADDRESSES),
    "README.md": "pip install livefig\n",
}


@pytest.fixture
def package(tmp_path, monkeypatch):
    """A package that is ready, and what is done with it instead of hours of trying and an upload."""
    monkeypatch.setattr(release, "ROOT", tmp_path)
    monkeypatch.setattr(check_packages, "BUILD", tmp_path)
    folder = tmp_path / "packages" / "livefig"
    for name, text in READY.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    (tmp_path / "livefig/dist").mkdir(parents=True)
    (tmp_path / "livefig/dist/livefig-0.2.0.tar.gz").write_text("")
    done: list[object] = []
    monkeypatch.setattr(check_packages, "try_package", lambda *given: done.append(given))
    monkeypatch.setattr(subprocess, "run", lambda command, check: done.append(command[2:]))
    monkeypatch.setattr(release.sys, "argv", ["release.py", "livefig-v0.2.0"])
    return folder, done


def test_what_is_ready_is_tried_with_the_oldest_and_the_pinned_versions_and_stays_here(package):
    _, done = package
    assert release.main() == 0
    assert done == [("livefig", True), ("livefig", False)]


def test_what_is_published_is_what_was_tried(package, monkeypatch):
    folder, done = package
    monkeypatch.setattr(release.sys, "argv", ["release.py", "livefig-v0.2.0", "--publish"])
    assert release.main() == 0
    archive = folder.parents[1] / "livefig/dist/livefig-0.2.0.tar.gz"
    assert done == [("livefig", True), ("livefig", False), ["twine", "upload", str(archive)]]


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        ("livefig/__init__.py", "0.2.0", "0.2.0.dev0", "has the version 0.2.0.dev0; write 0.2.0"),
        ("livefig/__init__.py", "__version__", "VERSION", "has the version nowhere"),
        (
            "CHANGELOG.md",
            "0.2.0, 2027-02-01",
            "0.2.0, not yet released",
            "begins with '0.2.0, not yet released'; write",
        ),
        ("CHANGELOG.md", "## 0.2.0, 2027-02-01", "", "begins with '0.1.0, 2027-01-01'"),
        ("pyproject.toml", "Issues", "Home", "no address 'Issues'"),
        ("pyproject.toml", "[project.urls]", "[project]", "no address 'Source'"),
        ("README.md", "pip", "It is not in the package index yet: pip", "README.md says"),
    ],
)
@pytest.mark.mistake
def test_what_is_missing_is_said_and_nothing_is_tried(file, old, new, says, package, capsys):
    folder, done = package
    (folder / file).write_text(READY[file].replace(old, new, 1))
    assert release.main() == 1
    assert says in capsys.readouterr().err and done == []


@pytest.mark.parametrize("tag", ["v0.2.0", "livefig-0.2.0", "neuron-v1.0.0", "livefig-v0.2", "livefig-v0.2.0.dev0", ""])
@pytest.mark.mistake
def test_a_tag_that_names_no_release_is_refused(tag):
    with pytest.raises(SystemExit, match="such as livefig-v0.2.0"):
        release.named(tag)


def test_the_packages_as_they_are_lack_what_only_a_release_brings():
    for package in check_packages.TESTS:
        said = " ".join(release.missing(package, "0.1.0"))
        assert re.search("not yet released", said) and "in the index yet" in said and "has the version" not in said
