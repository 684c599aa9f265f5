"""What JupyterLab is told of the whole book, read from the sources."""

import re

import book_names
import open_lab
from chapters import ROOT, number

TOC = {
    "root": "welcome",
    "parts": [
        {"numbered": 1, "chapters": [{"file": "a"}, {"file": "b"}]},
        {"chapters": [{"file": "about"}]},
        {"numbered": 1, "chapters": [{"file": "c"}]},
    ],
}


def test_chapters_are_counted_through_the_parts_that_are_numbered():
    assert list(book_names.numbered(TOC)) == [("welcome", None), ("a", 1), ("b", 2), ("about", None), ("c", 3)]


def test_figures_are_found_by_their_names_in_the_order_in_which_they_are_made():
    cells = ["%time", "show(LiveFigure(f, fig, name='one'))\nLiveFigure(g, fig, name='two')", "other(name='three')"]
    assert book_names.figures(cells) == ["one", "two"]


def test_a_source_is_cited_by_its_authors_and_told_in_full(tmp_path):
    (tmp_path / "r.bib").write_text(
        "@book{A, author={Poe, Edgar A.}, title={T}, publisher={P \\& Q}, year={1}}\n"
        '@article{B, author={Roux, Ga{\\"e}l and Poe, E.}, title={U}, journal={J}, year={2}, doi={10.1/x}}\n'
        "@misc{C, author={A, B. and C, D. and others}, title={V}, year={3}}\n",
        encoding="utf-8",
    )
    found = book_names.sources(tmp_path / "r.bib")
    assert [(one["who"], one["year"], one["address"]) for one in found.values()] == [
        ("Poe", "1", ""),
        ("Roux and Poe", "2", "https://doi.org/10.1/x"),
        ("A et al.", "3", ""),
    ]
    assert found["A"]["told"] == "Edgar A. Poe. T. P & Q, 1."
    assert found["B"]["told"] == "Gaël Roux, E. Poe. U. J, 2."
    assert found["C"]["told"] == "B. A, D. C and others. V, 3."


def test_each_label_of_the_book_has_one_number():
    pages = book_names.names(ROOT)["pages"]
    descent = "notebooks/mathematics/gradient_descent"
    assert pages[descent]["equations"]["eq-descent-step"] == f"{number(descent)}.1"
    assert pages[descent]["figures"]["cobweb"] == f"{number(descent)}.2"
    for kind in ("equations", "exercises", "figures"):
        labels = [label for page in pages.values() for label in page[kind]]
        assert labels
        assert len(labels) == len(set(labels))


def test_the_front_end_is_written_anew_with_what_it_takes_from_the_page(tmp_path):
    (tmp_path / "labextensions" / open_lab.NAME).mkdir(parents=True)
    (tmp_path / "labextensions" / open_lab.NAME / "old.js").touch()
    target = open_lab.write_front_end(tmp_path)
    files = {path.name for path in (target / "static").iterdir()}
    assert {"remoteEntry.js", "plugin.js", "markup.js", "names.json", "prediction.js", "prediction.css"} <= files
    assert not (target / "old.js").exists()


def test_make_lab_starts_it_for_the_whole_project():
    recipe = re.search(r"^lab:.*\n\t(.*)$", (ROOT / "Makefile").read_text(), re.MULTILINE)[1]
    assert recipe == "@$(VENV) tools/open_lab.py"
    command = open_lab.command("jupyterlab", ["--no-browser"])
    assert f"--ServerApp.root_dir={ROOT}" in command
    assert command[-2:] == ["--LabApp.default_url=/lab/tree/book/welcome.ipynb", "--no-browser"]
