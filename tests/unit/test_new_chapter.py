"""A new chapter runs at once and has its place in the book."""

from pathlib import Path

import nbformat
import pytest
import yaml

import check_notebooks
import new_chapter
import tidy_notebooks
from anatomy import parts, place

ROOT = Path(__file__).resolve().parents[2]


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


def test_a_new_chapter_comes_last_in_its_part():
    toc = files_by_part(new_chapter.with_chapter(TOC, "mathematics", "three"))
    assert toc["Mathematical models and formulas"][1:] == ["notebooks/mathematics/two", "notebooks/mathematics/three"]
    assert list(toc) == ["About", "Mathematical models and formulas", "Evidence"]


@pytest.mark.parametrize(("folder", "place"), [("background", 1), ("strategy", 2), ("reading", 2)])
def test_a_new_part_comes_in_the_order_of_the_book(folder, place):
    toc, caption = files_by_part(new_chapter.with_chapter(TOC, folder, "first")), parts()[folder].caption["en"]
    assert list(toc)[place] == caption
    assert toc[caption] == [f"notebooks/{folder}/first"]
    assert len(toc) == 4


@pytest.mark.parametrize(
    "name", ["unit_economics", "sport/x", "strategy/Unit", "strategy/../x", "strategy/1x", "", "/"]
)
@pytest.mark.mistake
def test_a_name_that_is_no_chapter_is_refused_with_an_example(name):
    with pytest.raises(new_chapter.NewChapterError, match="strategy/unit_economics; the folders are background"):
        new_chapter.parse(name)


MATHEMATICS = "Mathematical models and formulas"


@pytest.mark.parametrize(
    ("name", "kind", "caption", "anatomy"),
    [
        ("strategy/unit_economics", "", "Strategy", "argument"),
        ("mathematics/unit_economics", "", MATHEMATICS, "derivation"),
        ("mathematics/unit_economics", "argument", MATHEMATICS, "argument"),
    ],
    ids=["argument", "derivation", "a short one among long ones"],
)
def test_a_new_chapter_runs_at_once_and_only_its_size_is_unusual(
    name, kind, caption, anatomy, tmp_path, monkeypatch, capsys
):
    monkeypatch.setattr(new_chapter, "ROOT", tmp_path)
    (tmp_path / "_toc.yml").write_text(TOC)
    assert new_chapter.main([name, kind]) == 0  # as make calls it
    path = tmp_path / f"notebooks/{name}.ipynb"
    notebook = nbformat.read(path, 4)
    assert notebook.cells[0].source.startswith("# Unit economics\n")
    assert notebook.cells[0].metadata.tags == ["draft", *([kind] if kind else [])]
    assert list(check_notebooks.check(path)) == []
    part, _ = place(path)
    assert part.anatomy_of(notebook).name == anatomy
    left = list(check_notebooks.unusual(notebook, part.anatomy_of(notebook)))
    assert 1 <= len(left) <= 3 and all("are usual" in sentence for sentence in left), left
    said = capsys.readouterr().out
    assert all(sentence in said for sentence in left)
    assert files_by_part((tmp_path / "_toc.yml").read_text())[caption][-1] == f"notebooks/{name}"
    assert tidy_notebooks.process(path, check=True, run=False)
    shown = [str(out.get("data", out.get("text"))) for cell in notebook.cells for out in cell.get("outputs", ())]
    assert len(shown) > 4 and not [text for text in shown if "<Figure" in text]  # live figures and no others
    assert new_chapter.main([name]) == 1
    assert "exists already" in capsys.readouterr().err


def test_a_kind_that_there_is_not_is_named_with_those_there_are(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(new_chapter, "ROOT", tmp_path)
    assert new_chapter.main(["mathematics/entropy", "short"]) == 1
    assert "'short' is no kind of chapter; there are derivation, argument." in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_a_chapter_that_does_not_run_is_not_in_the_book(tmp_path, monkeypatch):
    monkeypatch.setattr(new_chapter, "ROOT", tmp_path)
    (tmp_path / "argument.en.txt").write_text(
        "%%% markdown title draft\n# TITLE\n%%% code fault\nraise ValueError('SLUG')\n"
    )
    monkeypatch.setattr(new_chapter, "TEMPLATES", tmp_path)
    (tmp_path / "_toc.yml").write_text(TOC)
    with pytest.raises(Exception, match="unit-economics"):
        new_chapter.begin("strategy/unit_economics")
    assert (tmp_path / "_toc.yml").read_text() == TOC
    assert not list(tmp_path.rglob("*.ipynb"))
