"""What nbconvert makes of a notebook with live figures."""

import copy
import json
import re
import subprocess
import sys
import tomllib
from html.parser import HTMLParser
from importlib import import_module
from pathlib import Path

import jupyter_client
import nbclient
import nbformat
import pytest
from nbconvert.exporters import HTMLExporter, SlidesExporter
from nbconvert.nbconvertapp import NbConvertApp

from livefig.nbconvert import VIEW, LiveExporter, LivePreprocessor
from livefig.spec import MIME
from support.notebooks import bundle, counted, live, notebook, spec_of

OURS = "livefig.nbconvert.LivePreprocessor"


class Elements(HTMLParser):
    """What a page holds: its start tags, and the text of its scripts."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.scripts, self.inside = [], [], False
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self.inside = tag == "script"

    def handle_data(self, data):
        if self.inside:
            self.scripts.append(data)
            self.inside = False

    def of(self, tag, has):
        return [attrs for name, attrs in self.tags if name == tag and has in attrs]

    @property
    def ids(self):
        return [attrs["id"] for _, attrs in self.tags if "id" in attrs]


def exported(nb, exporter=LiveExporter, **settings):
    return exporter(**settings).from_notebook_node(nb)[0]


def htmls(nb):
    """Return the HTML of each output of a notebook that our preprocessor has seen."""
    done, _ = LivePreprocessor().preprocess(nb, {})
    return [cell.outputs[0].data["text/html"] for cell in done.cells[1:]]


@pytest.fixture(scope="module")
def waves():
    return live(), live("other", start=2.0)


# --- figures that move -------------------------------------------------------------------------------


def test_each_figure_is_its_markup_and_the_first_brings_what_all_need(waves):
    first, second = htmls(notebook(*waves))
    assert [html.count('<figure class="livefig"') for html in (first, second)] == [1, 1]
    assert [html.count("<script>") for html in (first, second)] == [3, 1]
    assert len(second) < 5 * len(waves[1].spec["layouts"][0]["svg"])
    assert [html.count("<style>") for html in (first, second)] == [1, 0]
    assert first.count("livefig.add(") == 2
    faces = re.findall(r'@font-face { font-family: "LiveFig Sans"; font-style: (\w+); font-weight: (\d+)', first)
    assert faces == [("normal", "400"), ("italic", "400")]  # for the t of "time t"; nothing is bold


def test_what_is_no_live_figure_stays_as_it_is(waves):
    other = {"text/html": "<b>other</b>", "text/plain": "other"}
    assert htmls(notebook(other, waves[0]))[0] == "<b>other</b>"
    nb = notebook(other)
    assert LivePreprocessor().preprocess(copy.deepcopy(nb), {})[0] == nb


def test_a_figure_that_is_shown_twice_is_added_once_and_its_ids_are_its_own(waves):
    page = Elements(exported(notebook(waves[0], waves[0])))
    assert [a["id"] for a in page.of("figure", "data-livefig")] == ["wave", "wave-2"]
    assert len(page.ids) == len(set(page.ids))
    assert sum(script.count("livefig.add({") for script in page.scripts) == 1


def test_different_figures_of_one_name_are_two_figures(waves):
    page = Elements(exported(notebook(waves[0], live(start=3.0), waves[0], waves[1])))
    figures = page.of("figure", "data-livefig")
    assert [a["data-livefig"] for a in figures] == ["wave", "wave-2", "wave", "other"]
    assert [a["id"] for a in figures] == ["wave", "wave-2", "wave-3", "other"]
    assert sum(script.count("livefig.add({") for script in page.scripts) == 3


@pytest.mark.parametrize("text", ["# wave", "Words.\n\n## Wave ##\n", "# A title\n\n### `wave`"])
def test_a_figure_leaves_the_address_of_a_heading_to_it(waves, text):
    page = Elements(exported(notebook(waves[0], text=text)))
    assert [a["id"] for a in page.of("figure", "data-livefig")] == ["wave-2"]
    assert len(page.ids) == len(set(page.ids))


def test_hostile_texts_end_no_script_and_open_none(waves):
    bad = '"></style></script><script>alert(1)</script><!--<script>$x$'
    nb = notebook(live(says=bad.replace("{", "{{"), alt=bad))
    output = nb.cells[1].outputs[0].data[MIME]
    programs = [text.replace("{", "{ // </script><script>alert(2)</script> <!-- <script>\n", 1)
                for text in output["programs"]]  # fmt: skip
    output |= {"programs": programs, "source": {"name": "f", "text": bad}}
    page = Elements(exported(nb, exclude_input=True))
    assert not [text for text in page.scripts if text.startswith("alert")]
    assert [a["aria-label"] for a in page.of("div", "role") if a["role"] == "img"] == [bad]
    assert sum("livefig.add(" in text for text in page.scripts) == 1
    assert scripts_from_elsewhere(exported(nb, exclude_input=True)) == []  # the $ is in a text of ours


def test_one_exporter_keeps_nothing_of_a_notebook_for_the_next(waves):
    exporter = LiveExporter()
    first, second = (exporter.from_notebook_node(notebook(one))[0] for one in waves)
    assert 'data-livefig="wave"' in first and 'data-livefig="wave"' not in second
    assert exporter.from_notebook_node(notebook(waves[0]))[0].count('id="wave"') == 1


def test_a_spec_that_was_stored_as_text_is_read_like_the_dictionary(waves):
    data = {MIME: json.dumps(spec_of(waves[0])), "text/plain": "x"}
    assert 'data-livefig="wave"' in htmls(notebook(data))[0]


# --- figures that do not -----------------------------------------------------------------------------


def test_a_figure_that_a_kernel_computes_is_a_still_picture_that_says_why(waves):
    still = live("counted", counted)
    page = exported(notebook(still, waves[0]))
    assert "total = int(f" in page
    assert "A still picture" in page and "The top is 1.00." in page
    assert [a["data-livefig"] for a in Elements(page).of("figure", "data-livefig")] == ["wave"]
    alone = Elements(exported(notebook(still)))
    assert [a["alt"] for a in alone.of("img", "alt")] == ["A wave"]
    assert not [text for text in alone.scripts if "livefig" in text]


def test_a_figure_of_another_version_stays_what_it_was_and_is_named(waves, caplog):
    data = bundle(waves[0])
    data[MIME] = {**data[MIME], "version": 1, "layouts": None}
    nb = notebook({**data, "text/html": "<p>as it was</p>"}, waves[1])
    assert htmls(nb)[0] == "<p>as it was</p>"
    assert "'wave' was made by another version of livefig" in caplog.text
    assert "'other'" not in caplog.text


def test_html_that_is_about_to_be_sanitized_is_the_sentence(waves):
    page = exported(notebook(waves[0]), sanitize_html=True)
    assert "The top is 2.00." in page
    assert "livefig.add" not in page and "&lt;figure" not in page


# --- the page around them ----------------------------------------------------------------------------


def scripts_from_elsewhere(page):
    """Return the names of the scripts that a page loads from another host."""
    return [a["src"].partition("?")[0].rpartition("/")[2] for a in Elements(page).of("script", "src")]


@pytest.mark.parametrize(
    ("other", "wanted"),
    [
        ({"text/plain": "$ require"}, []),
        ({"text/html": "<b>costs 5</b>", "text/plain": ""}, []),
        ({"text/html": "<b>$x$</b>", "text/plain": ""}, ["latest.js"]),
        ({"text/html": "<script>require(['x'])</script>", "text/plain": ""}, ["require.min.js"]),
        ({"application/javascript": "require(['x'])", "text/plain": ""}, ["require.min.js"]),
        ({"text/latex": "x", "text/plain": ""}, ["latest.js"]),
    ],
)
def test_a_page_asks_another_host_only_for_what_something_in_it_wants(waves, other, wanted):
    nb = notebook(waves[0], other)
    assert scripts_from_elsewhere(exported(nb)) == wanted
    assert scripts_from_elsewhere(exported(nb, HTMLExporter)) == ["require.min.js", "latest.js"]


def test_formulas_in_the_words_want_their_script(waves):
    assert scripts_from_elsewhere(exported(notebook(waves[0], text="Let $x$ be."))) == ["latest.js"]
    assert scripts_from_elsewhere(exported(notebook(waves[0], text="Words"))) == []


def test_another_widget_keeps_its_state_and_what_it_needs(waves):
    other = {VIEW: {"model_id": "other", "version_major": 2, "version_minor": 0}, "text/plain": "VBox()"}
    nb, _ = LivePreprocessor().preprocess(notebook(waves[0], other), {})
    assert len(nb.metadata.widgets["application/vnd.jupyter.widget-state+json"]["state"]) == 2
    page = exported(notebook(waves[0], other))
    assert "embed-amd.js" in page and scripts_from_elsewhere(page) == ["require.min.js"]
    assert "widgets" not in LivePreprocessor().preprocess(notebook(waves[0]), {})[0].metadata


@pytest.mark.parametrize("template", ["lab", "classic", "basic"])
def test_every_template_of_html_shows_the_figure(waves, template):
    page = exported(notebook(waves[0]), template_name=template)
    assert len(Elements(page).of("figure", "data-livefig")) == 1
    assert scripts_from_elsewhere(page) == [] and "import mermaid" not in page


def test_who_keeps_nbconverts_own_exporters_adds_the_preprocessor(waves):
    for exporter in (HTMLExporter, SlidesExporter):
        page = exported(notebook(waves[0]), exporter, preprocessors=[OURS])
        assert len(Elements(page).of("figure", "data-livefig")) == 1
        page = exported(notebook(waves[0]), exporter, default_preprocessors=[LivePreprocessor])
        assert len(Elements(page).of("figure", "data-livefig")) == 1
        assert "livefig.add" not in exported(notebook(waves[0]), exporter)
    twice = Elements(exported(notebook(waves[0]), preprocessors=[OURS]))
    assert len(twice.of("figure", "data-livefig")) == 1


DOCS = (Path(__file__).parents[2] / "docs" / "hosts.md").read_text(encoding="utf-8")


def test_the_line_that_the_docs_name_reaches_programs_that_are_built_on_nbconvert(waves, tmp_path, monkeypatch):
    """As mkdocs-jupyter does it: with the settings that Jupyter finds, and with preprocessors of its own."""
    (line,) = set(re.findall(r"^c\.HTMLExporter.*$", DOCS, re.MULTILINE))
    (tmp_path / "jupyter_nbconvert_config.py").write_text(line, encoding="utf-8")
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", str(tmp_path))
    app = NbConvertApp()
    app.load_config_file()
    page = exported(notebook(waves[0]), HTMLExporter, config=app.config, preprocessors=[lambda nb, info: (nb, info)])
    assert len(Elements(page).of("figure", "data-livefig")) == 1


def test_each_command_that_the_docs_name_makes_figures_that_move(waves, tmp_path):
    """`--to livefig` by its long name, since only an installed package has a short one, and nothing is run again."""
    nbformat.write(notebook(waves[0]), tmp_path / "tea.ipynb")
    texts = re.findall(r"^jupyter nbconvert (?:.*\\\n)*.*$", DOCS, re.MULTILINE)
    assert len(texts) == 4
    for text in texts:
        text = text.replace("--to livefig", "--to livefig.nbconvert.LiveExporter").replace("--execute", "")
        words = text.replace("\\\n", " ").split()[1:]
        subprocess.run([sys.executable, "-m", "jupyter", *words], cwd=tmp_path, check=True, capture_output=True)
        (made,) = {file for file in tmp_path.iterdir() if file.name != "tea.ipynb"}
        content = made.read_text(encoding="utf-8")
        html = nbformat.reads(content, 4).cells[1].outputs[0].data["text/html"] if made.suffix == ".ipynb" else content
        assert len(Elements(html).of("figure", "data-livefig")) == 1, text
        made.unlink()


def test_the_exporter_is_found_by_its_name():
    settings = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))
    module, _, name = settings["project"]["entry-points"]["nbconvert.exporters"]["livefig"].partition(":")
    assert getattr(import_module(module), name) is LiveExporter


# --- nbconvert without any setting -------------------------------------------------------------------

CODE = """
import matplotlib.pyplot as plt
import numpy as np
from livefig import LiveFigure, Slider
figure, axes = plt.subplots()
(line,) = axes.plot([0, 1], [0, 1])
one = LiveFigure(lambda a: {"y": a * np.array([0.0, 1.0])}, figure, [Slider("a", 0, 1, 0.5)],
                 moves={line: {"y": "y"}}, says="It is {a:.1f}.", name="one", alt="A line")
"""


def test_a_notebook_that_a_program_runs_holds_a_picture_and_no_widget():
    nb = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(CODE + "one")])
    nbclient.NotebookClient(nb, kernel_name="python3").execute()
    assert {"text/html", "text/plain", MIME} == set(nb.cells[0].outputs[-1].data)
    page = exported(nb, HTMLExporter)
    assert "data:image/svg+xml" in page and "<figcaption>It is 0.5.</figcaption>" in page
    assert not Elements(page).of("div", "class") or "jupyter-widgets" not in page.replace("@jupyter-widgets", "")


@pytest.mark.parametrize("asks", [True, False])
def test_a_kernel_behind_a_front_end_shows_the_widget(asks):
    """Whether or not it takes questions; Voilà does not."""
    manager, client = jupyter_client.manager.start_new_kernel(kernel_name="python3")
    try:
        shown = []
        reply = client.execute_interactive(
            CODE + "one", allow_stdin=asks, timeout=60, stdin_hook=print,
            output_hook=lambda m: shown.append(m["content"]["data"]) if m["msg_type"] == "execute_result" else None,
        )  # fmt: skip
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    assert reply["content"]["status"] == "ok", reply["content"]
    assert {VIEW, MIME, "text/html"} <= set(shown[0])
