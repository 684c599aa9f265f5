"""The pages about the engine: their tables come from the engine itself, and their reference from its docstrings."""

import io
import warnings
from pathlib import Path

import numpy as np
import pytest
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace

from livefig import Slider
from livefig import errors
from livefig.trace import ops

ROOT = Path(__file__).resolve().parents[2]
UNIT = ROOT / "tests" / "unit"


@pytest.fixture
def page(ext, tmp_path):
    """Build one page of Markdown with both extensions; return its HTML and what Sphinx warned of."""

    def build(text, **files):
        (tmp_path / "conf.py").write_text(
            "extensions = ['myst_nb', 'engine_tables', 'engine_api']\nmyst_enable_extensions = ['deflist']\n"
            "html_theme = 'basic'\nnitpicky = True\nexclude_patterns = ['tests']\n"
        )
        (tmp_path / "index.md").write_text(f"# P\n\n{text}\n", encoding="utf-8")
        for name, content in files.items():
            file = tmp_path / "tests" / "unit" / f"{name}.py"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(content, encoding="utf-8")
        said = io.StringIO()
        with docutils_namespace(), warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # inside Sphinx's own dependencies
            Sphinx(tmp_path, tmp_path, tmp_path / "o", tmp_path / "t", "html", status=None, warning=said).build()
        return (tmp_path / "o" / "index.html").read_text(encoding="utf-8"), said.getvalue()

    return build


# --- supported NumPy ---


def test_every_row_of_the_table_is_on_the_page_exactly_once(ext):
    tables = ext("engine_tables")
    elementwise = [*tables.elementwise(ops.EXACT), *tables.elementwise(ops.CLOSE)]
    names = [names.split(", ")[0] for names, _ in elementwise]
    names += [call.partition("(")[0] for call, _ in tables.arrays()]
    names += [call.partition("(")[0] for call in tables.composed()]
    wanted = [f"np.{op.name}" for op in ops.UFUNCS.values()]
    wanted += [f"np.{f.__name__}" for f in ops.PRIMITIVES]
    wanted += [f"{f.__module__.replace('numpy', 'np')}.{f.__name__}" for f in ops.COMPOSED]
    assert sorted(names) == sorted(wanted)


def test_a_new_row_of_the_table_comes_to_the_page(ext, monkeypatch):
    tables = ext("engine_tables")
    assert "np.flatnonzero(a)" not in [call for call, _ in tables.arrays()]
    monkeypatch.setitem(
        ops.PRIMITIVES, np.flatnonzero, ops.Op("flatnonzero", np.flatnonzero, "move", bind=lambda a: ([a], {}))
    )
    assert ("np.flatnonzero(a)", "the same bits") in tables.arrays()


def test_a_row_says_how_it_is_called_and_what_the_page_computes(ext):
    tables = ext("engine_tables")
    exact, close = dict(tables.elementwise(ops.EXACT)), dict(tables.elementwise(ops.CLOSE))
    assert exact["np.absolute, np.abs"] == "Math.abs(x)"
    assert exact["np.add"] == "x + y"
    assert exact["np.logical_not"] == "!(x !== 0) ? 1 : 0"
    assert close["np.exp"] == "Math.exp(x)"
    assert ("np.sum(a, axis, keepdims)", "to one part in 10¹²") in tables.arrays()
    assert "np.linalg.norm(x, ord, axis, keepdims)" in tables.composed()


@pytest.mark.parametrize("name", ["exact", "close", "arrays", "composed", "advice", "sizes"])
def test_each_table_becomes_a_page_without_a_warning(page, name):
    html, said = page(f"```{{engine-table}} {name}\n```")
    assert said == ""
    assert html.count("<code") > 5 or name == "sizes"


def test_an_unknown_table_is_an_error_of_the_build(page):
    assert "there is no table 'none'; there are exact, close" in page("```{engine-table} none\n```")[1]


# --- errors and mistakes ---


def test_every_error_class_is_shown_with_its_meaning(page):
    html, said = page("```{error-tree}\n```")
    classes = [c for c in vars(errors).values() if isinstance(c, type) and issubclass(c, Exception)]
    assert said == ""
    assert len(classes) > 10
    for kind in classes:
        assert html.count(f'<span class="pre">{kind.__name__}</span>') == 1
    assert html.index("TraceError") < html.index("Untraceable") < html.index("BranchError")


TABLES = [
    ("test_tracer", "REFUSED", 51),
    ("test_controls", "test_a_mistake_is_named", 25),
    ("test_live", "BAD", 24),
    ("test_figure", "test_a_mistake_is_named", 25),
    ("test_equations", "test_a_mistake_is_named", 6),
    ("test_check", "test_what_differs_raises_with_place_and_values", 10),
    ("test_check", "test_a_question_that_cannot_be_asked_says_why", 9),
]


@pytest.mark.parametrize(("file", "table", "least"), TABLES, ids=["-".join(row[:2]) for row in TABLES])
def test_every_mistake_is_made_and_says_something(ext, file, table, least):
    found = ext("engine_tables").mistakes(UNIT / f"{file}.py", table)
    assert len(found) >= least
    for written, kind, message in found:
        assert written
        assert issubclass(getattr(errors, kind), errors.LiveFigureError)
        assert message
        assert "test_" not in message  # no file of ours
        assert " at 0x" not in message  # no address, which would differ from build to build


def test_a_mistake_is_shown_as_its_author_would_write_it(ext):
    tables = ext("engine_tables")
    refused = {row[0]: row[1:] for row in tables.mistakes(UNIT / "test_tracer.py", "REFUSED")}
    assert refused["X if w > 1 else -X"][0] == "BranchError"
    assert refused["y = w * X\ny[0] = 0\nreturn y"][0] == "InPlaceError"
    live = [row[0] for row in tables.mistakes(UNIT / "test_live.py", "BAD")]
    assert 'moves={line: {"y": "nothing"}}' in live
    assert 'controls=["a"]' in live
    figure = [row[0] for row in tables.mistakes(UNIT / "test_figure.py", "test_a_mistake_is_named")]
    assert 'artist = axes.stem(X, X)\nmoves={artist: {"y": "y"}}' in figure


CONTROLS = """
from livefig import Slider, Checkbox
import pytest

@pytest.mark.parametrize("make, message", [
    (lambda: Slider("w", 2, 1), ""), (lambda: Slider("w", 2, 1), ""), (lambda: Checkbox("k", 1), ""), MORE
])
def test_names(make, message):
    pass
"""


def test_mistakes_become_a_page_in_which_code_is_code(page):
    text = "```{mistakes} tests/unit/test_controls.py test_names\n:without: Checkbox\n```"
    html, said = page(text, test_controls=CONTROLS.replace(", MORE", ""))
    assert said == ""
    assert html.count("<dt>") == 1  # twice the same is shown once
    assert "<strong>ControlError</strong>: Slider(" in html
    assert "min must be less than max" in html


@pytest.mark.parametrize(
    ("file", "table", "more", "message"),
    [
        ("test_controls", "test_names", ', (lambda: Slider("w", 1, 2), "")', "raises nothing"),
        ("test_controls", "test_other", "", "there is no table test_other"),
        ("test_other", "test_names", "", "MAKE does not say"),
    ],
)
def test_a_table_that_cannot_be_made_is_an_error_of_the_build(page, file, table, more, message):
    text = f"```{{mistakes}} tests/unit/{file}.py {table}\n```"
    _, said = page(text, **{file: CONTROLS.replace(", MORE", more)})
    assert "ERROR" in said
    assert message in said


# --- the reference ---


def test_a_docstring_becomes_a_call_and_a_list_of_its_parameters(page):
    html, said = page("```{api} livefig.Slider\n```")
    assert said == ""
    for name in ("name", "min", "max", "value", "step", "log", "integer", "label", "unit", "play"):
        assert f'<span class="pre">{name}</span></code>' in html
    assert "The function receives an int." in html
    assert "highlight-python" in html


def test_members_are_shown_without_self(page):
    html, said = page("```{api-members} livefig.LiveFigure\nvalues outputs sentence\n```")
    assert said == ""
    assert html.count("<dt>") == 3
    assert "self" not in html.partition("<dl")[2].partition("</dl>")[0]


def test_a_call_is_written_on_one_line_where_it_fits(ext):
    api = ext("engine_api")
    assert api.call(api.find("livefig.pick"), "livefig.pick") == "pick(array, index)"
    lines = api.call(Slider, "livefig.Slider").splitlines()
    assert lines[0] == "Slider("
    assert lines[5:7] == ["    *,", "    step=None,"]


def test_the_sections_of_a_docstring_keep_their_order_and_their_text(ext):
    text = """Return it.

    Parameters
    ----------
    a, b : float
        Two numbers,
        both real.
    c : int

    Returns
    -------
    float
        Their sum.

    Raises
    ------
    ValueError
        If not.

    Examples
    --------
    >>> 1
    1
    """
    got = ext("engine_api").markdown("\n".join(line.removeprefix("    ") for line in text.splitlines()))
    assert got.split("\n\n") == [
        "Return it.",
        "**Parameters**",
        "`a`, `b` : float\n: Two numbers,\n  both real.",
        "`c`\n: int",
        "**Returns**",
        "float\n: Their sum.",
        "**Raises**",
        "`ValueError`\n: If not.",
        "**Examples**",
        "```python\n>>> 1\n1\n```",
    ]


@pytest.mark.parametrize("name", ["livefig.nothing", "livefig.Slider.nothing", "livefig.RESERVED.x"])
def test_an_unknown_name_is_an_error_of_the_build(page, name):
    assert "there is no" in page(f"```{{api}} {name}\n```")[1]


def test_a_name_without_a_docstring_is_an_error_of_the_build(page):
    assert "livefig.LiveFigure._kept has no docstring" in page("```{api} livefig.LiveFigure._kept\n```")[1]
