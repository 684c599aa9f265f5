"""A small book with a live figure, built with the settings, the styles and the scripts of this one."""

import io
import json
import warnings

import matplotlib.pyplot as plt
import yaml
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace

import draw_logo
from chapters import ROOT
from livefig import LiveFigure, Slider
from livefig.spec import MIME

COPYING = {
    key: value
    for key, value in yaml.safe_load((ROOT / "_config.yml").read_text("utf-8"))["sphinx"]["config"].items()
    if key.startswith("copybutton_")
}
CONF = f"""
extensions = ["sphinx_togglebutton", "sphinx_copybutton", "myst_nb", "sphinx_exercise"]
extensions += ["house.mathml", "house.folding", "livefig.sphinx_ext"]
templates_path = [{str(ROOT / "book" / "_templates")!r}]
html_static_path = [{str(ROOT / "book" / "_static")!r}]
html_js_files = [["book.js", {{"defer": "defer"}}]]
html_favicon = "art/favicon.svg"
html_math_renderer = "mathml"
html_sidebars = {{"**": []}}
html_css_files = ["book.css"]
myst_enable_extensions = ["dollarmath"]
nb_execution_mode = "off"
nb_ipywidgets_js = {{}}
suppress_warnings = ["config.cache"]
globals().update({COPYING!r})
"""


OPTIONS = yaml.safe_load((ROOT / "_config.yml").read_text("utf-8"))["sphinx"]["config"]["html_theme_options"]
# The bar of the page, where the book's theme has one.
BAR = {"sphinx_book_theme": f"html_theme_options = {{'article_header_end': {OPTIONS['article_header_end']!r}}}\n"
       "html_context = {'default_mode': 'auto'}\n"}  # fmt: skip


def figure():
    drawn, axes = plt.subplots(figsize=(4, 2))
    (dot,) = axes.plot([0], [0], "o")
    return LiveFigure(lambda a: {"x": a}, drawn, [Slider("a", -2, 2, value=1, step=0.1)], moves={dot: {"x": "x"}},
                      says="{a}", name="dot", alt="A dot")  # fmt: skip


def notebook(*sources):
    """Return the text of a notebook: prose, with the figure where a source is None, and code where it is a list."""
    live = figure()
    output = {
        "output_type": "display_data",
        "metadata": {},
        "data": {MIME: {**live.spec, "reference": live.reference()}},
    }
    code = {"cell_type": "code", "execution_count": 1, "metadata": {}, "source": "f", "outputs": [output]}
    cells = [code if s is None else _cell(s) for s in sources]
    info = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    return json.dumps({"cells": cells, "metadata": info, "nbformat": 4, "nbformat_minor": 4})


def _cell(source):
    """Return a cell of prose, or, of a list of a source and its tags, one of code that shows nothing."""
    if isinstance(source, str):
        return {"cell_type": "markdown", "metadata": {}, "source": source}
    text, *tags = source
    return {"cell_type": "code", "execution_count": 1, "metadata": {"tags": tags}, "source": text, "outputs": []}


def build(folder, theme="basic", extensions=(), **files):
    """Write files given as name_suffix=text, build them, and return the folder of the pages; any warning fails."""
    draw_logo.main(folder / "art")  # a browser asks for an icon that a page does not name, and complains of none
    settings = f"html_theme = {theme!r}\n{BAR.get(theme, '')}\nextensions += {list(extensions)!r}\n"
    (folder / "conf.py").write_text(CONF + settings, encoding="utf-8")
    names = [name.rpartition("_")[0] for name in files]
    (folder / "index.md").write_text("# Start\n\n```{toctree}\n" + "\n".join(names) + "\n```\n", encoding="utf-8")
    for name, text in files.items():
        (folder / ".".join(name.rsplit("_", 1))).write_text(text, encoding="utf-8")
    said = io.StringIO()
    with docutils_namespace(), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of Sphinx's own dependencies; Sphinx's warnings go to `said`
        Sphinx(folder, folder, folder / "out", folder / "t", "html", status=None, warning=said).build()
    assert said.getvalue() == ""
    return folder / "out"
