"""Notebooks keep text only; the logo is drawn the same each time; the README shows the book."""

import ast
import json
import re
from pathlib import Path
from xml.etree import ElementTree

import nbformat

import draw_logo
import run_tests
import tidy_notebooks
from chapters import documents, figures, number, title

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


def test_a_cell_that_the_page_folds_is_folded_in_jupyter_too():
    notebook = messy_notebook()
    notebook.cells[1].metadata = {"tags": ["hide-input"]}
    tidied = tidy_notebooks.tidy(notebook).cells[1].metadata
    assert tidied == {"tags": ["hide-input"], "jupyter": {"source_hidden": True}}
    tidied.tags.remove("hide-input")
    assert "jupyter" not in tidy_notebooks.tidy(notebook).cells[1].metadata


def test_a_trial_beside_the_chapters_and_what_jupyter_leaves_are_no_part_of_the_book(tmp_path, capsys):
    (tmp_path / "_toc.yml").write_text("root: book/welcome\nparts:\n  - chapters:\n      - file: notebooks/part/one\n")
    left = "notebooks/part/.ipynb_checkpoints/one-checkpoint", "book/_build/old"
    for name in ("book/welcome", "notebooks/part/one", "notebooks/part/Untitled", *left):
        path = tmp_path / f"{name}.ipynb"
        path.parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(messy_notebook(), path)
    found = [path.relative_to(tmp_path).as_posix() for path in tidy_notebooks.notebooks(tmp_path)]
    assert found == ["book/welcome.ipynb", "notebooks/part/one.ipynb"]
    tidy_notebooks.tell_strays(tmp_path)
    assert capsys.readouterr().out == "not in _toc.yml, so not looked at: notebooks/part/Untitled.ipynb\n"


def test_what_runs_the_notebooks_takes_those_of_the_book_and_no_folder():
    ((_, command),) = [one for one in run_tests.stages()["notebooks"] if "--nbval" in one[1]]
    given = [word for word in command if word.endswith(".ipynb") or (ROOT / word).is_dir()]
    assert given == [path.relative_to(ROOT).as_posix() for path in tidy_notebooks.notebooks()]
    assert "notebooks/mathematics/one_neuron.ipynb" in given


def test_the_logo_is_drawn_the_same_each_time(tmp_path):
    draw_logo.main(tmp_path)
    first = {p.name: p.read_text() for p in tmp_path.iterdir()}
    draw_logo.main(tmp_path)
    assert first == {p.name: p.read_text() for p in tmp_path.iterdir()}
    assert set(first) == {"logo.svg", "favicon.svg"}
    assert all(ElementTree.fromstring(text).tag.endswith("svg") for text in first.values())


def test_the_readme_says_of_its_picture_what_the_first_figure_says_of_itself():
    live = next(iter(figures("book/welcome").values()))
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    described = re.search(r"!\[(.*?)\]\(book/picture\.png\)", text, re.DOTALL)[1]
    assert " ".join(described.split()) == f"{live.spec['alt']} {live.sentence()}"
    picture = (ROOT / "book/picture.png").read_bytes()
    assert picture[:4] == b"\x89PNG" and 10_000 < len(picture) < 60_000


def test_the_lines_of_the_readme_make_a_live_figure():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    code = re.search(r"```python\n(.*?)```", text, re.DOTALL)[1]
    live = eval_last(code)
    assert (live.sentence(), live.spec["name"]) == ("A neuron with weight 1.0.", "neuron")
    assert len(code.splitlines()) <= 10


def eval_last(code):
    """Run code; return what its last expression gives, as a notebook shows it."""
    *before, last = ast.parse(code).body
    names = {}
    exec(compile(ast.Module(before, []), "README.md", "exec"), names)
    return eval(compile(ast.Expression(last.value), "README.md", "eval"), names)


def test_chapters_are_numbered_through_all_parts_as_the_book_shows_them():
    named = [name for name in documents() if name.startswith("notebooks/")]
    assert [number(name) for name in named] == list(range(1, len(named) + 1))
    assert title("notebooks/mathematics/one_neuron") == f"{number('notebooks/mathematics/one_neuron')}. One neuron"
