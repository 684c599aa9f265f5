"""A check in a page: one line with a link to its equation; the style on pages that show one, and on no others."""

import io
import json
import re
import warnings
from importlib.metadata import entry_points
from pathlib import Path

import pytest
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace

from formulacheck.checking import MIME, Result
from formulacheck.sphinx_ext import STYLE, CheckRenderer, check_node, formula_check

CONF = """
extensions = ["myst_nb", "formulacheck.sphinx_ext"]
myst_enable_extensions = ["dollarmath"]
nb_execution_mode = "off"
html_theme = "basic"
"""
AGREES = Result("eq-a", "counting", 3, 2e-11, True)
REFUTED = Result("eq-a", "a <b>loop</b>", 1, 0.3, False)


def notebook(*results: Result | tuple[Result, ...], formula: str = "$$\na = b\n$$ (eq-a)") -> str:
    """Return a notebook with one formula, and outputs as the kernel would have stored them, a cell each."""
    cells: list[dict] = [{"cell_type": "markdown", "metadata": {}, "source": f"# Sums\n\n{formula}\n"}]
    for found in results:
        shown = found if isinstance(found, tuple) else (found,)
        outputs = [{"output_type": "display_data", "metadata": {}, "data": one._repr_mimebundle_()} for one in shown]
        cells.append({"cell_type": "code", "execution_count": 1, "metadata": {}, "source": "f", "outputs": outputs})
    info = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    return json.dumps({"cells": cells, "metadata": info, "nbformat": 4, "nbformat_minor": 4})


@pytest.fixture
def built(tmp_path):
    """Build notebooks given as page=text; return the folder of the result and what Sphinx warned of."""

    def build(builder: str = "html", **pages: str) -> tuple[Path, str]:
        source, out, said = tmp_path / "source", tmp_path / builder, io.StringIO()
        source.mkdir(exist_ok=True)
        (source / "conf.py").write_text(CONF, encoding="utf-8")
        toc = "\n".join(pages)
        (source / "index.md").write_text(f"# Start\n\n```{{toctree}}\n{toc}\n```\n", encoding="utf-8")
        for page, text in pages.items():
            (source / f"{page}.ipynb").write_text(text, encoding="utf-8")
        with docutils_namespace(), warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # inside Sphinx's own dependencies
            Sphinx(source, source, out, tmp_path / "trees", builder, status=None, warning=said).build()
        return out, said.getvalue()

    return build


def page(out: Path, name: str) -> str:
    return (out / f"{name}.html").read_text(encoding="utf-8")


def test_a_check_is_a_line_with_a_link_to_its_equation(built):
    out, said = built(sums=notebook(AGREES))
    text = page(out, "sums")
    assert said == ""
    (line,) = re.findall(r'<p class="formulacheck formulacheck-checked.*?</p>', text)
    assert 'href="#equation-eq-a"' in line
    words = re.sub("<.*?>", "", line)
    assert words == "Equation (1) checked by counting: 3 numbers, largest error below 10\u221210"
    assert "check: eq-a" not in text  # the line of text is for where there is no extension


def test_a_refuted_formula_is_another_line_and_hostile_words_stay_words(built):
    out, said = built(sums=notebook(REFUTED))
    (line,) = re.findall(r'<p class="formulacheck formulacheck-refuted.*?</p>', page(out, "sums"))
    assert said == ""
    assert "refuted by a &lt;b&gt;loop&lt;/b&gt;: 1 number, largest error above 10<sup>\u22121</sup>" in line


def test_checks_that_follow_one_another_are_one_list_and_a_lonely_one_is_a_line(built):
    out, said = built(sums=notebook((AGREES, REFUTED, AGREES), AGREES))
    text = page(out, "sums")
    assert said == ""
    (found,) = re.findall(r'<ul class="formulachecks.*?</ul>', text, re.DOTALL)
    assert re.findall("formulacheck-(checked|refuted)", found) == ["checked", "refuted", "checked"]
    assert found.count("<li>") == 3 and text.count("formulacheck-checked") == 3


def test_the_style_is_linked_on_pages_with_a_check_and_on_no_others(built):
    out, said = built(sums=notebook(AGREES), plain=notebook(formula="No formula."))
    assert said == ""
    assert page(out, "sums").count(STYLE) == 1
    assert page(out, "plain").count(STYLE) == 0
    assert "formulacheck-refuted" in (out / "_static" / STYLE).read_text(encoding="utf-8")


def test_a_formula_that_is_nowhere_is_a_warning(built):
    _, said = built(sums=notebook(AGREES, formula="no formula"))
    assert "equation not found: eq-a" in said


def test_other_builders_have_the_line_too(built):
    out, said = built("text", sums=notebook(AGREES))
    assert said == ""
    assert "checked by counting: 3 numbers, largest error below" in (out / "sums.txt").read_text(encoding="utf-8")


def test_an_exact_finding_has_no_power_of_ten():
    result = Result("eq-a", "SymPy", 2, None, True, "expression")
    node = check_node(json.dumps(vars(result) | {"verdict": result.verdict()}))
    assert isinstance(node, formula_check)
    assert node.astext().endswith("2 expressions, exact")
    assert node["result"]["road"] == "SymPy"


def test_myst_nb_finds_the_renderer_and_other_outputs_are_left_to_it():
    found = [entry.load() for entry in entry_points(group="myst_nb.mime_renderers") if entry.name == "formulacheck"]
    assert found == [CheckRenderer]
    assert CheckRenderer.handle_mime(None, _Output("text/plain"), inline=False) is None
    assert CheckRenderer.handle_mime(None, _Output(MIME), inline=True) is None


class _Output:
    """What MyST-NB hands to a renderer."""

    def __init__(self, kind: str) -> None:
        self.mime_type, self.content = kind, "{}"
