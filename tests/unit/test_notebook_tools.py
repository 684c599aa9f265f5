"""Notebooks keep text only; the logo and the README's picture are drawn the same each time."""

import json
from pathlib import Path
from xml.etree import ElementTree

import nbformat
import numpy as np

import draw_logo
import text_picture
import tidy_notebooks

ROOT = Path(__file__).resolve().parents[2]


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


def test_only_text_stays_in_a_notebook():
    notebook = tidy_notebooks.tidy(messy_notebook())
    shown, printed, raised = notebook.cells[1].outputs
    assert shown.data == {"text/plain": "LiveFigure"}
    assert shown.metadata == {}
    assert printed.text == "3\n"
    assert (raised.ename, raised.traceback) == ("ValueError", [])
    assert notebook.cells[1].metadata == {"tags": ["t"]}
    assert notebook.cells[1].execution_count == 4
    assert set(notebook.metadata) == {"kernelspec", "language_info"}
    nbformat.validate(notebook)


def test_the_check_changes_nothing_and_tidying_twice_neither(tmp_path):
    process = tidy_notebooks.process
    path = tmp_path / "n.ipynb"
    nbformat.write(messy_notebook(), path)
    before = path.read_text()
    assert process(path, check=True, run=False) is False
    assert path.read_text() == before
    assert process(path, check=False, run=False) is False
    after = path.read_text()
    assert process(path, check=True, run=False) is True
    assert json.loads(after)["cells"][1]["outputs"][0]["data"] == {"text/plain": ["LiveFigure"]}


def test_the_logo_is_drawn_the_same_each_time(tmp_path):
    draw_logo.main(tmp_path)
    first = {p.name: p.read_text() for p in tmp_path.iterdir()}
    draw_logo.main(tmp_path)
    assert first == {p.name: p.read_text() for p in tmp_path.iterdir()}
    assert set(first) == {"logo.svg", "favicon.svg"}
    assert all(ElementTree.fromstring(text).tag.endswith("svg") for text in first.values())


def test_the_readme_shows_the_first_figure():
    """Another machine's fonts and rounding may turn a few dots."""
    picture = text_picture
    shown, wanted = picture.PLACE.search(picture.README.read_text(encoding="utf-8"))[0], picture.picture()
    shown = shown.removeprefix("<!-- picture -->\n```text\n").removesuffix("```\n<!-- end of picture -->")
    assert shown.splitlines()[-2:] == wanted.splitlines()[-2:]  # the slider and the sentence
    dots = [np.array([f"{ord(c) - 0x2800:08b}" for line in text.splitlines()[:-2] for c in line.ljust(76, chr(0x2800))])
            for text in (shown, wanted)]  # fmt: skip
    turned = sum(a != b for one, other in zip(*dots, strict=True) for a, b in zip(one, other, strict=True))
    assert turned <= 20 and shown.count(chr(0x2800)) < 600 < len(shown)
