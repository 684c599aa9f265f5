"""A book that is built again after an edit is, byte for byte, the book that is built from nothing."""

import pickle
import shutil

import nbformat
import pytest

from house import parallel, stamps

FORMULA = "$$ a = {} $$ (eq-a)\n"
PAGES = {
    "one": f"# One\n\nWords of $\\eta$.\n\n(here)=\n## A section\n\n{FORMULA.format(1)}",
    "two": "# Two\n\nSee {ref}`here`, {eq}`eq-a`, {doc}`one` and {doc}`six`.\n",
    "three": "# Three\n\n```{prediction}\n:label: predict-one\n:right: 1\n\nWhich?\n\na\n: Yes.\n\nb\n: No.\n```\n",
    "four": "# Four\n\n$$ b = 1 $$ (eq-b)\n\nAfter {eq}`eq-a` comes {eq}`eq-b`.\n",
    "five": "# Five\n\n```{figure-index}\n```\n",
    "six": "# Six\n\n```{glossary}\nlast\n  What ends.\n```\n",
}
MODULES = (
    "mathml",
    "prediction",
    "figure_index",
    "hints",
    "previews",
    "search",
    "shared",
    "stamps",
    "parallel",
    "policy",
)
EDITS = {
    "words": {"one": PAGES["one"].replace("Words", "Other words")},
    "a title": {"one": PAGES["one"].replace("# One", "# Other", 1)},
    "the title of a section": {"one": PAGES["one"].replace("A section", "Another")},
    "a formula": {"one": PAGES["one"].replace("a = 1", "a = 2")},
    "one formula more": {"one": f"{PAGES['one']}\n$$ c = 1 $$ (eq-c)\n"},
    "a page more": {"seven": "# Seven\n\nMore.\n"},
    "a question": {"three": PAGES["three"].replace("Which?", "Which of the two?")},
    "a term": {"six": PAGES["six"].replace("What ends", "What is over")},
    "a style": {"style.css": "p { color: blue }\n"},
}


@pytest.fixture
def book(site, tmp_path):
    """Build a book of such pages, and return what it consists of."""
    settings = f"html_static_path = [{str(tmp_path / 'static')!r}]\nhtml_css_files = ['style.css']\nnumfig = True\n"
    settings += "myst_enable_extensions = ['dollarmath', 'deflist']\n"
    settings += "html_sidebars = {'**': ['globaltoc.html']}\n"
    (tmp_path / "static").mkdir()

    def build(pages):
        texts = {"style.css": "p { color: red }\n"} | pages
        style = tmp_path / "static" / "style.css"
        if not style.exists() or style.read_text(encoding="utf-8") != texts["style.css"]:
            style.write_text(texts["style.css"], encoding="utf-8")
        names = ["sphinx_external_toc", *(f"house.{name}" for name in MODULES)]
        plain = {name: text for name, text in texts.items() if "." not in name}
        folder, said = site(*names, conf=settings, **plain)
        assert said == ""
        return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}

    return build


@pytest.mark.parametrize("edit", EDITS)
def test_what_is_built_again_after_an_edit_is_what_is_built_from_nothing(edit, book, tmp_path):
    first = book(PAGES)
    again = book(PAGES | EDITS[edit])
    for folder in ("out", "t"):
        shutil.rmtree(tmp_path / folder)
    whole = book(PAGES | EDITS[edit])
    assert [name for name in whole if again.get(name) != whole[name]] == [] and again.keys() == whole.keys()
    assert again != first


def test_a_page_that_nothing_told_to_others_has_changed_is_not_written_again(book, tmp_path):
    book(PAGES)
    before = (tmp_path / "out" / "four.html").stat().st_mtime_ns
    book(PAGES | EDITS["words"])
    assert (tmp_path / "out" / "four.html").stat().st_mtime_ns == before


def test_one_core_gives_the_same_bytes(book, tmp_path, monkeypatch):
    monkeypatch.setattr(parallel.os, "cpu_count", lambda: 2)
    two = book(PAGES)
    for folder in ("out", "t"):
        shutil.rmtree(tmp_path / folder)
    monkeypatch.setattr(parallel.os, "cpu_count", lambda: 1)
    assert book(PAGES) == two


def test_the_stamp_of_an_address_is_that_of_the_file_and_other_queries_stay(tmp_path):
    (tmp_path / "a.css").write_text("x")
    said = '<link rel="stylesheet" href="{}" /><script src="b.js?digest=1"></script><a href="a.css">a</a>'
    for old in ("a.css", "a.css?v=0123"):
        assert stamps.stamped(said.format(old), tmp_path, lambda file: file.name) == said.format("a.css?v=a.css")
    assert stamps.stamped(said.format("a.css?v=1"), tmp_path, lambda file: "") == said.format("a.css")


def test_an_exercise_is_kept_without_the_page_around_it(site, tmp_path):
    text = "# A page\n\nLong words.\n\n```{exercise} The title\n:label: ex-one\n\nDo it.\n```\n"
    site("sphinx_exercise", "house.lean", page=text)
    with (tmp_path / "t" / "environment.pickle").open("rb") as file:
        registry = pickle.load(file).sphinx_exercise_registry
    assert registry["ex-one"]["node"].astext().split() == ["ExerciseThe", "title", "Do", "it."]
    assert {part.document for part in registry["ex-one"]["node"].findall()} == {None}


def test_notebooks_are_run_before_their_pages_are_read_and_only_if_they_are_new(site, tmp_path, monkeypatch):
    ran, run = [], parallel.run
    monkeypatch.setattr(
        parallel, "run", lambda path, *rest, **limits: ran.append(path.name) or run(path, *rest, **limits)
    )
    conf = f"nb_execution_mode = 'cache'\nnb_execution_cache_path = {str(tmp_path / 'cache')!r}\n"
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python"}}
    for factor, product in ((7, "42"), (7, "42"), (8, "48")):
        cells = [nbformat.v4.new_markdown_cell("# A page", id="nought"), nbformat.v4.new_code_cell("0", id="one")]
        cells[1].source = f"print(6 * {factor})"
        text = nbformat.writes(nbformat.v4.new_notebook(cells=cells, metadata=kernel))
        folder, said = site("house.parallel", page="", files=[("page.ipynb", text)], conf=conf)
        assert said == "" and f">{product}\n" in (folder / "page.html").read_text(encoding="utf-8")
    assert ran == ["page.ipynb", "page.ipynb"]
