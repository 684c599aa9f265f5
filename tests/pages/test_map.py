"""The map of CONTRIBUTING.md is true of the house: through the files that it names an extension can be added."""

from pathlib import Path

from support.adding import Addition, rows, walk

ROOT = Path(__file__).resolve().parents[2]
MAP = ROOT / "CONTRIBUTING.md"
# The extensions, and what the test that is added there wants: the fixture `site`, and where Python finds things.
PARTS = {
    "book/house": ROOT / "book" / "house",
    "tests/conftest.py": ROOT / "tests" / "pages" / "conftest.py",
    "pyproject.toml": ROOT / "pyproject.toml",
}

READING_TIME = Addition(
    "a page extension",
    {"name": "reading_time"},
    new={
        "book/house/reading_time.py": '''\
"""How long a page takes to read, below its title."""

from docutils import nodes

from .assets import serve_own_files

WORDS_A_MINUTE = 200


def say_how_long(app, doctree, docname):
    """Put a line below the title of a page."""
    minutes = max(1, round(len(doctree.astext().split()) / WORDS_A_MINUTE))
    for title in list(doctree.findall(nodes.title))[:1]:
        line = nodes.paragraph("", f"{minutes} min to read", classes=["reading-time"])
        title.parent.insert(title.parent.index(title) + 1, line)


def setup(app):
    serve_own_files(app)
    app.connect("doctree-resolved", say_how_long)
    app.add_css_file("reading_time.css")
    return {"parallel_read_safe": True, "parallel_write_safe": True}
''',
        "book/house/static/reading_time.css": ".reading-time {\n  font-size: 0.9em;\n}\n",
    },
    edits={"book/house/__init__.py": {'    "policy",\n': '    "policy",\n    "reading_time",\n'}},
    proof="""
def test_every_page_says_how_long_it_takes(site):
    out, said = site("house", page="# P\\n\\n" + 500 * "word ")
    page = (out / "page.html").read_text(encoding="utf-8")
    assert said == ""
    assert '<p class="reading-time">3 min to read</p>' in page
    assert "_static/reading_time.css" in page
    assert (out / "_static" / "reading_time.css").read_text(encoding="utf-8").startswith(".reading-time")
""",
)


def test_a_page_extension_is_added_by_its_row_and_used_by_a_book(site, tmp_path):
    out, said = site("house", page="# P\n\nword\n")
    assert (said, "min to read" in (out / "page.html").read_text(encoding="utf-8")) == ("", False)
    walk(tmp_path / "copy", PARTS, MAP, READING_TIME, "house")


def test_every_row_of_the_map_is_walked():
    assert list(rows(MAP)) == [READING_TIME.row]
