"""The pages about the engine: their tables come from the engine itself, and their reference from its docstrings."""

import io
import re
import warnings
from pathlib import Path

import numpy as np
import pytest
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace

import livefig
from corpus import FIELDS, LESSONS, score
from directives import api, mistakes, tables
from directives.cases import read
from livefig import Slider, compile, errors
from livefig.trace import table
from livefig.trace.reading import acts, rolled
from livefig.trace.refusals import spelled

DOCS = Path(__file__).resolve().parents[2] / "docs"


@pytest.fixture
def page(tmp_path):
    """Build one page of Markdown with the directives; return its HTML and what Sphinx warned of."""

    def build(text, **files):
        (tmp_path / "conf.py").write_text(
            "extensions = ['myst_nb', 'directives']\nmyst_enable_extensions = ['deflist']\n"
            "html_theme = 'basic'\nnitpicky = True\n"
        )
        (tmp_path / "index.md").write_text(f"# P\n\n{text}\n", encoding="utf-8")
        for name, content in files.items():
            (tmp_path / name).write_text(content, encoding="utf-8")
        said = io.StringIO()
        with docutils_namespace(), warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # inside Sphinx's own dependencies
            Sphinx(tmp_path, tmp_path, tmp_path / "o", tmp_path / "t", "html", status=None, warning=said).build()
        return (tmp_path / "o" / "index.html").read_text(encoding="utf-8"), said.getvalue()

    return build


# --- supported NumPy ---


def test_every_row_of_the_table_is_on_the_page_exactly_once():
    elementwise = [*tables.elementwise(table.EXACT), *tables.elementwise(table.CLOSE)]
    names = [names.split(", ")[0] for names, _ in elementwise]
    names += [call.partition("(")[0] for call, _ in tables.arrays()]
    names += [call.partition("(")[0] for call in tables.composed()]
    wanted = [f"np.{op.name}" for op in table.UFUNCS.values()]
    wanted += [spelled(f) for f in (*table.PRIMITIVES, *table.COMPOSED)]
    assert {"np.median", "np.linalg.norm", "np.add.reduce", "np.maximum.accumulate", "np.modf"} <= set(names)
    assert sorted(names) == sorted(wanted)


def test_a_new_row_of_the_table_comes_to_the_page(monkeypatch):
    assert "np.flatnonzero(a)" not in [call for call, _ in tables.arrays()]
    monkeypatch.setitem(
        table.PRIMITIVES, np.flatnonzero, table.Op("flatnonzero", np.flatnonzero, "move", bind=lambda a: ([a], {}))
    )
    assert ("np.flatnonzero(a)", "the same bits") in tables.arrays()


def test_a_row_says_how_it_is_called_and_what_the_page_computes():
    exact, close = dict(tables.elementwise(table.EXACT)), dict(tables.elementwise(table.CLOSE))
    assert exact["np.absolute, np.abs"] == "Math.abs(x)"
    assert exact["np.add"] == "x + y"
    assert exact["np.logical_not"] == "!(x !== 0) ? 1 : 0"
    assert close["np.exp"] == "Math.exp(x)"
    assert ("np.sum(a, axis, keepdims)", "to one part in 10¹²") in tables.arrays()
    assert "np.linalg.norm(x, ord, axis, keepdims)" in tables.composed()


@pytest.mark.parametrize("name", ["exact", "close", "arrays", "composed", "advice", "sizes", "corpus"])
def test_each_table_becomes_a_page_without_a_warning(page, name):
    html, said = page(f"```{{engine-table}} {name}\n```")
    assert said == ""
    assert html.count("<code") > 5 or name in ("sizes", "corpus")


@pytest.mark.mistake
def test_an_unknown_table_is_an_error_of_the_build(page):
    assert "there is no table 'none'; there are exact, close" in page("```{engine-table} none\n```")[1]


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("limits.md", {"stopped after ten thousand turns": rolled.MOST_TURNS == 10_000}),
        ("limits.md", {"after 1,000 if a list grows": rolled.MOST_GROWN == 1_000}),
        ("limits.md", {"at most 1,024 for one figure": compile.MAX_LENGTHS == 1_024}),
        ("limits.md", {"and 500 kB, compressed": compile.MAX_BYTES == 500_000}),
        ("supported_numpy.md", {"A `for` of a dozen turns is written out": acts.FEW == 12}),
        ("supported_numpy.md", {"of ten thousand turns at most": rolled.MOST_TURNS == 10_000}),
        ("how_it_works.ipynb", {"A loop of more than a dozen turns": acts.FEW == 12}),
    ],
)
def test_the_bounds_that_the_pages_name_are_the_engines(page, words):
    text = (DOCS / page).read_text(encoding="utf-8")
    assert all(word in text and holds for word, holds in words.items())


def test_the_score_of_the_corpus_is_that_of_its_list():
    rows = {field.replace(" ", "_"): (int(there), int(live)) for field, there, live in tables.corpus()}
    names = score.listed()
    assert rows.pop("all") == (len(LESSONS), len(names))
    for field in FIELDS:
        there = [lesson.name for lesson in LESSONS if lesson.field == field]
        assert rows.pop(field) == (len(there), len(set(there).intersection(names)))
    assert not rows


# --- errors and mistakes ---


def test_every_error_class_is_shown_with_its_meaning(page):
    html, said = page("```{error-tree}\n```")
    classes = [c for c in vars(errors).values() if isinstance(c, type) and issubclass(c, Exception)]
    assert said == ""
    assert len(classes) > 10
    for kind in classes:
        assert html.count(f'<span class="pre">{kind.__name__}</span>') == 1
    assert html.index("TraceError") < html.index("Untraceable") < html.index("BranchError")


MISTAKES = """
prepare = "from livefig import Slider"
[[ends]]
code = 'Slider("w", 2, 1)'
error = "ControlError"
says = "min must be less than max"
[[ends]]
code = 'Slider("w", 3, 1)'
error = "ControlError"
says = "min must be less than max"
variant = true
"""


def test_mistakes_become_a_page_in_which_code_is_code(page):
    html, said = page("```{mistakes} controls.toml ends Its *ends*\n```", **{"controls.toml": MISTAKES})
    assert said == ""
    assert html.count("<dt ") == 1  # a variant is tested, and not shown
    assert '<span class="engine-error">ControlError</span>: Slider(' in html
    assert '<span class="pre">Slider(&quot;w&quot;,</span>' in html
    assert "test_" not in html and " at 0x" not in html  # no file of ours, no address, which would differ each time


def test_a_group_is_folded_with_its_count_and_each_message_has_an_address(page):
    many = MISTAKES + "".join(
        f"\n[[ends]]\ncode = 'Slider(\"w{k}\", 2, 1)'\nerror = 'ControlError'\nsays = 'min must'\n" for k in range(2)
    )
    html, said = page("```{mistakes} controls.toml ends Its <ends>\n```", **{"controls.toml": many})
    assert said == ""
    fold = '<details class="engine-fold"><summary>Its &lt;ends&gt; <span class="engine-count">3</span></summary>'
    before, _, folded = html.partition(fold)
    places = ["mistake-ends-min-must-be-less-than-max", "mistake-ends-min-must", "mistake-ends-min-must-2"]
    assert "<dt" not in before
    assert re.findall(r'<dt id="([^"]+)"', folded.partition("</details>")[0]) == places
    assert re.findall(r'<a class="headerlink" href="#(mistake[^"]+)"', folded) == places


def test_a_group_without_a_title_stands_open(page):
    html, said = page("```{mistakes} controls.toml ends\n```", **{"controls.toml": MISTAKES})
    assert said == ""
    assert 'id="mistake-ends-min-must-be-less-than-max"' in html and "<details" not in html


@pytest.mark.parametrize(
    ("message", "fault", "advice"),
    [
        ("a: value 1 is off the grid. Use 0.6.", "a: value 1 is off the grid. ", "Use 0.6."),
        ("an array is changed; write `x = x + y`.", "an array is changed; ", "write `x = x + y`."),
        ("the page knows int64, so convert first.", "the page knows int64, so ", "convert first."),
        ("write np.round(x) instead.", "", "write np.round(x) instead."),
        ("`a; use b` is odd; leave it out.", "`a; use b` is odd; ", "leave it out."),
        ("it has no 'x'. There are: y, z.", "it has no 'x'. ", "There are: y, z."),
        ("S('w'): min must be less than max, but 2 >= 1.", "S('w'): ", "min must be less than max, but 2 >= 1."),
        ("name='A b': use letters.", "name='A b': ", "use letters."),
        ("a user is used up.", "", "a user is used up."),
    ],
)
def test_what_a_message_advises_is_found(message, fault, advice):
    assert mistakes.parts(message) == (fault, advice)


def test_what_a_message_advises_stands_in_bold(page):
    said = MISTAKES.replace("2, 1", "0, 1, log=True").replace("min must be less than max", "a log slider needs min > 0")
    html, _ = page("```{mistakes} controls.toml ends Its ends\n```", **{"controls.toml": said})
    assert "needs min &gt; 0, not 0. <strong>Leave log out, or raise min.</strong>" in html


@pytest.mark.mistake
@pytest.mark.parametrize(
    ("group", "old", "new", "message"),
    [
        ("ends", "2, 1", "1, 2", "controls-ends-1 raises nothing"),
        ("ends", "less than", "more than", "with the words 'min must be more than max'; it raises ControlError"),
        ("ends", "ControlError", "TexError", "is to raise TexError"),
        ("end", "", "", "there is no group end; there are ends"),
        ("ends", "says", "said", "a case has code, error, says"),
        ("ends", "code =", "code :", "Expected '='"),
    ],
)
def test_mistakes_that_are_none_are_an_error_of_the_build(page, group, old, new, message):
    _, said = page(
        f"```{{mistakes}} controls.toml {group} Its ends\n```", **{"controls.toml": MISTAKES.replace(old, new, 1)}
    )
    assert "ERROR" in said
    assert message in said


def test_every_group_of_mistakes_stands_on_the_page_once_and_under_a_title_of_its_own():
    text = (DOCS / "mistakes.md").read_text("utf-8")
    shown = re.findall(r"^```\{mistakes\} (\S+) (\S+) (.+)\n", text, re.MULTILINE)
    there = [(f"mistakes/{file.name}", group) for file in DOCS.glob("mistakes/*.toml") for group in read(file)]
    assert sorted(one[:2] for one in shown) == sorted(there)
    assert len({title for *_, title in shown}) == len(shown)


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


def test_a_call_is_written_on_one_line_where_it_fits():
    assert api.call(api.find("livefig.pick"), "livefig.pick") == "pick(array, index)"
    lines = api.call(Slider, "livefig.Slider").splitlines()
    assert lines[0] == "Slider("
    assert lines[5:7] == ["    *,", "    step=None,"]


def test_the_sections_of_a_docstring_keep_their_order_and_their_text():
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
    got = api.markdown("\n".join(line.removeprefix("    ") for line in text.splitlines()))
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
@pytest.mark.mistake
def test_an_unknown_name_is_an_error_of_the_build(page, name):
    assert "there is no" in page(f"```{{api}} {name}\n```")[1]


@pytest.mark.mistake
def test_a_name_without_a_docstring_is_an_error_of_the_build(page):
    assert "livefig.LiveFigure._with has no docstring" in page("```{api} livefig.LiveFigure._with\n```")[1]


def test_every_public_name_has_its_place_in_the_reference():
    shown = re.findall(r"^```\{api\} livefig\.(\w+)$", (DOCS / "api.md").read_text("utf-8"), re.MULTILINE)
    assert sorted([*shown, "LiveFigureError"]) == sorted(livefig.__all__)  # the errors are a tree


# --- the pages themselves ---


def test_the_pages_build_by_themselves_without_a_warning(tmp_path):
    """The notebooks among them are not run here: the book's build does, and `sphinx-build -W docs _build/docs`."""
    said = io.StringIO()
    with docutils_namespace(), warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # inside Sphinx's own dependencies
        app = Sphinx(DOCS, DOCS, tmp_path / "out", tmp_path / "trees", "html", {"nb_execution_mode": "off"}, None, said)
        app.build()
    assert said.getvalue() == ""
    built = {file.stem for file in (tmp_path / "out").glob("*.html")}
    assert {"index", "api", "limits", "mistakes", "speed", "supported_numpy"} <= built
    assert (tmp_path / "out" / "_static" / "engine.css").exists()


def test_the_first_lines_of_the_readme_work():
    text = (DOCS.parent / "README.md").read_text(encoding="utf-8")
    code = re.search(r"```python\n(.*?)```", text, re.DOTALL)[1]
    assert len(code.splitlines()) <= 10
    namespace = {}
    exec(code.replace("\nLiveFigure(", "\nlive = LiveFigure("), namespace)  # noqa: S102
    assert namespace["live"].sentence() == "A sine of frequency 1.00."
    assert namespace["live"].spec["fallback"] is None
