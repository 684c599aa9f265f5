"""Each package is a product of its own: complete in its archive, without the book, true to its metadata."""

import tomllib
from pathlib import Path

import pytest

import check_packages

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = [ROOT / "packages" / name for name in check_packages.TESTS]


def settings(folder):
    return tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("folder", PACKAGES, ids=lambda folder: folder.name)
def test_a_package_has_what_a_product_has(folder):
    for name in ("README.md", "CHANGELOG.md", "LICENSE", "MANIFEST.in", "docs", "tests"):
        assert (folder / name).exists(), name
    readme = (folder / "README.md").read_text(encoding="utf-8")
    assert readme.startswith(f"# {folder.name}\n")
    assert readme.index("```python") < 300  # it opens with lines that work; a test of the package runs them
    assert f"## {_version(folder)}" in (folder / "CHANGELOG.md").read_text(encoding="utf-8")
    assert (folder / "LICENSE").read_text(encoding="utf-8") == (ROOT / "LICENSE").read_text(encoding="utf-8")


def _version(folder):
    text = (folder / folder.name / "__init__.py").read_text(encoding="utf-8")
    return text.partition('__version__ = "')[2].partition('"')[0]


def test_neither_package_knows_the_other_or_the_book():
    strangers = {"livefig": ("formulacheck", "neuron"), "formulacheck": ("livefig", "neuron")}
    for folder in PACKAGES:
        for file in folder.joinpath(folder.name).rglob("*.py"):
            text = file.read_text(encoding="utf-8").lower()
            assert not [word for word in strangers[folder.name] if word in text], file.name
        needed = str(settings(folder)["project"])
        assert not [word for word in strangers[folder.name] if f'"{word}' in needed]


def test_the_archive_has_tests_and_docs_and_the_wheel_has_what_is_no_python():
    for folder in PACKAGES:
        manifest = (folder / "MANIFEST.in").read_text(encoding="utf-8")
        for kind in ("tests", "docs"):
            there = {
                file.suffix for file in (folder / kind).rglob("*") if file.is_file() and "_build" not in file.parts
            }
            listed = next(line for line in manifest.splitlines() if line.startswith(f"recursive-include {kind}"))
            assert there - {".pyc"} <= {pattern.removeprefix("*") for pattern in listed.split()[2:]}, kind


def test_the_lowest_versions_that_the_metadata_promise_become_pins():
    promised = [
        "numpy>=2.2",
        "math-core<0.10,>=0.9",
        'myst-nb>=1.1; extra == "sphinx"',
        'livefig[sphinx]; extra == "test"',
    ]
    assert check_packages.lowest(promised) == ["math-core==0.9", "myst-nb==1.1", "numpy==2.2"]


def test_the_book_is_tried_with_the_pins_that_it_is_built_with():
    pins = check_packages.pins()
    assert len(pins) > 100 and not [pin for pin in pins if pin.startswith("-") or " # " in pin]
