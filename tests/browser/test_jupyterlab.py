"""JupyterLab and Notebook 7, started for real: a control moves the picture, and kernel and picture agree."""

import contextlib
import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import nbformat
import pytest

from chapters import ROOT
from livefig.browser import watched
from setup_environment import lay_front_end

# One server for all of them, so they stay with one worker.
pytestmark = pytest.mark.xdist_group("jupyterlab")

DOCUMENT = "notebooks/mathematics/gradient_descent"
KERNEL = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
FALLBACK = """
import matplotlib.pyplot as plt
import numpy as np
from livefig import LiveFigure, Slider

def count_up(top):
    total = int(f"{np.ceil(np.sqrt(top)):.0f}")   # text, which a program cannot have
    return {"y": np.array([0.0, total])}

fig, ax = plt.subplots()
(line,) = ax.plot([0, 1], [0, 1])
ax.set_ylim(0, 12)
counted = LiveFigure(count_up, fig, [Slider("top", 1, 100, value=9, step=1)], moves={line: {"y": "y"}},
                     says="Counted for {top}.", name="counted", alt="A line")
counted
"""

PARTS = """
import ipywidgets as widgets
import matplotlib.pyplot as plt
import numpy as np
from IPython.display import display
from livefig import Group, LiveFigure, Slider

def across(w, n):
    return {"height": w**2, "row": n * np.array([0.0, 1.0])}

def figure_of(name):
    fig, ax = plt.subplots()
    (dot,) = ax.plot([0], [0], "o", color="C3")
    (line,) = ax.plot([0, 1], [0, 1])
    ax.set(xlim=(-3, 3), ylim=(-1, 9))
    w, n = Slider("w", -2, 2, value=0.5, step=0.25), Slider("n", 0, 8, value=1, integer=True, play=20)
    moves = {dot: {"x": "w", "y": "height"}, line: {"y": "row"}}
    return LiveFigure(across, fig, [Group("Both", [w, n])], moves=moves, says=name + " at {w}, {n}.",
                      name=name, alt="A dot", equations=[r"w^2 = {w:.2f}^2 = {height:.3f}"], drags=[dot])

first, second, third = figure_of("first"), figure_of("second"), figure_of("third")
link = widgets.jslink((first, "w"), (second, "w"))
display(widgets.VBox([first, second]))
tabs = widgets.Tab([widgets.Label("empty"), third], titles=["words", "figure"])
display(tabs)
first
"""


@contextlib.contextmanager
def jupyter(folder, application="jupyterlab"):
    """Start JupyterLab, or Notebook 7, on a free port with no settings of the person's own; yield its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    lay_front_end(str(folder / ".jupyter" / "data"))  # as `make lab` does beforehand
    private = {f"JUPYTER_{kind}_DIR": str(folder / ".jupyter" / kind.lower()) for kind in ("CONFIG", "RUNTIME", "DATA")}
    command = [
        sys.executable,
        "-m",
        application,
        "--no-browser",
        f"--port={port}",
        "--IdentityProvider.token=",
        "--allow-root",
        "--expose-app-in-browser",
        "--ServerApp.disable_check_xsrf=True",
        f"--ServerApp.root_dir={folder}",
        "--LabApp.news_url=None",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    ]
    with (
        (folder / "jupyter.log").open("w") as log,
        subprocess.Popen(
            command, cwd=folder, stdout=log, stderr=subprocess.STDOUT, env={**os.environ, **private}
        ) as server,
    ):
        try:
            address = f"http://127.0.0.1:{port}/"
            wait_for(address + "api/status", server, folder / "jupyter.log")
            yield address
        finally:
            server.terminate()
            server.wait(20)


def wait_for(address, server, log):
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline:
        assert server.poll() is None, log.read_text()[-3000:]
        with contextlib.suppress(urllib.error.URLError, ConnectionError), urllib.request.urlopen(address) as answer:
            if answer.status == 200:
                return
    raise AssertionError(f"Jupyter does not answer: {log.read_text()[-3000:]}")


@pytest.fixture(scope="module")
def lab(tmp_path_factory, browser):
    """Open a copy of a chapter in JupyterLab and run all of it; yield the page."""
    folder = tmp_path_factory.mktemp("lab")
    with jupyter(folder) as address, watched(browser, address) as seen:
        open_and_run(seen.page, folder, address + "lab/tree/", nbformat.read(ROOT / f"{DOCUMENT}.ipynb", 4))
        yield seen


@pytest.fixture(scope="module")
def notebook_7(tmp_path_factory, browser):
    """Open the figures of the tests in Notebook 7 and run them; yield the page."""
    folder = tmp_path_factory.mktemp("notebook")
    with jupyter(folder, "notebook") as address, watched(browser, address) as seen:
        open_and_run(seen.page, folder, address + "notebooks/", nbformat.v4.new_notebook(metadata=KERNEL))
        yield seen


def open_and_run(page, folder, address, notebook):
    """Open a notebook with the tests' own figures at its end, and wait until all of it has run."""
    notebook.cells += [nbformat.v4.new_code_cell(source) for source in (PARTS, FALLBACK)]
    nbformat.write(notebook, folder / "chapter.ipynb")
    open_notebook(page, address + "chapter.ipynb", len(notebook.cells))
    run_all(page)
    page.wait_for_function(
        "[...document.querySelectorAll('.livefig-says')].some(e => e.textContent.includes('Counted for'))",
        timeout=120_000,
    )


def open_notebook(page, address, cells):
    """Open a notebook, and wait for its cells and its kernel."""
    page.goto(address)
    page.wait_for_function(
        "n => window.jupyterapp && jupyterapp.shell.currentWidget"
        " && jupyterapp.shell.currentWidget.content.model?.cells?.length === n",
        arg=cells,
        timeout=90_000,
    )
    page.wait_for_function(
        "jupyterapp.shell.currentWidget.sessionContext.session?.kernel?.status === 'idle'", timeout=90_000
    )


def run_all(page):
    """Begin to run all cells."""
    # Every output is kept on the page, not only those in view.
    page.evaluate(
        "jupyterapp.shell.currentWidget.content.notebookConfig ="
        " {...jupyterapp.shell.currentWidget.content.notebookConfig, windowingMode: 'none'}"
    )
    page.evaluate("jupyterapp.commands.execute('notebook:run-all-cells')", None)


def run_in_kernel(page, code):
    """Run a line in the notebook's kernel and return what it prints."""
    return page.evaluate(
        """async (code) => {
        const kernel = jupyterapp.shell.currentWidget.sessionContext.session.kernel;
        let text = "";
        const future = kernel.requestExecute({ code });
        future.onIOPub = (m) => { if (m.content.name === "stdout") text += m.content.text;
                                  if (m.header.msg_type === "error") text += m.content.evalue; };
        await future.done;
        return text;
    }""",
        code,
    )


def eventually(page, code, text):
    """Wait until what a line prints in the kernel is a text: the front end sends the last of many changes later."""
    deadline = time.monotonic() + 10
    while run_in_kernel(page, code) != text:
        if time.monotonic() > deadline:
            return False
    return True


def figure_with(page):
    return page.locator(".livefig").filter(has=page.locator("input[type=range]")).first


def test_every_cell_of_the_chapter_ran(lab):
    errors = lab.page.evaluate("""jupyterapp.shell.currentWidget.content.model.cells && [...Array(
        jupyterapp.shell.currentWidget.content.model.cells.length).keys()].map(i =>
        jupyterapp.shell.currentWidget.content.model.cells.get(i).toJSON()).flatMap(c => c.outputs || [])
        .filter(o => o.output_type === 'error').map(o => o.evalue)""")
    assert errors == []


def test_moving_a_slider_moves_the_picture_and_the_kernel(lab):
    page = lab.page
    figure = figure_with(page)
    figure.scroll_into_view_if_needed()
    slider = figure.locator("input[type=range]").first
    picture = figure.locator(".livefig-layout:visible svg")
    before = picture.inner_html()
    slider.press("End")
    page.wait_for_function("([e, html]) => e.innerHTML !== html", arg=[picture.element_handle(), before])
    assert picture.inner_html() != before
    text = run_in_kernel(
        page,
        "import gc, json, livefig\n"
        "ws = [w for w in gc.get_objects() if isinstance(w, livefig.LiveFigure)]\n"
        "cs = [(w, c) for w in ws for c in w.controls if c.kind == 'slider']\n"
        "print(json.dumps([[c.name, getattr(w, c.name), c.max] for w, c in cs]))",
    )
    assert any(value == largest for _, value, largest in json.loads(text)), text


def test_setting_a_trait_in_the_kernel_moves_the_slider(lab):
    page = lab.page
    run_in_kernel(page, "counted.top = 64.0")
    figure = page.locator(".livefig").filter(has_text="Counted for").last
    figure.scroll_into_view_if_needed()
    page.wait_for_function(
        "e => e.querySelector('.livefig-says').textContent === 'Counted for 64.'", arg=figure.element_handle()
    )


def test_what_cannot_be_traced_is_computed_in_the_kernel_and_says_so(lab):
    page = lab.page
    figure = page.locator(".livefig").filter(has_text="Counted for").last
    figure.scroll_into_view_if_needed()
    assert "kernel" in figure.inner_text()
    path = figure.locator(".livefig-layout:visible [data-move='0'] path").first
    figure.locator("input[type=range]").press("Home")
    before = path.get_attribute("d")
    figure.locator("input[type=range]").press("End")
    page.wait_for_function("([e, d]) => e.getAttribute('d') !== d", arg=[path.element_handle(), before])
    page.wait_for_function(
        "e => e.querySelector('.livefig-says').textContent === 'Counted for 100.'", arg=figure.element_handle()
    )


def figures_of(page, name):
    """Return the figures on the page whose sentence begins with a name."""
    return page.locator(".livefig").filter(has=page.locator(f".livefig-says:text-matches('^{name} at')"))


def says(page, name, count, text):
    """Wait until every view of a figure says a text."""
    page.wait_for_function(
        """([name, count, text]) => {
          const all = [...document.querySelectorAll(".livefig-says")].map((one) => one.textContent);
          const own = all.filter((one) => one.startsWith(name + " at"));
          return own.length === count && own.every((one) => one === text);
        }""",
        arg=[name, count, text],
    )


def test_a_link_of_the_front_end_moves_another_figure_and_two_views_stay_in_step(lab):
    page = lab.page
    views = figures_of(page, "first")
    assert views.count() == 2  # in the VBox, and as the cell's own output
    views.first.scroll_into_view_if_needed()
    views.first.locator("input[type=range]").first.press("End")
    says(page, "first", 2, "first at 2, 1.")
    figures_of(page, "second").scroll_into_view_if_needed()
    says(page, "second", 1, "second at 2, 1.")
    assert eventually(page, "print(first.w, second.w, third.w)", "2.0 2.0 0.5\n")


def test_equations_handles_and_play_work_in_the_notebook(lab):
    page = lab.page
    run_in_kernel(page, "first.w = -1.5")
    says(page, "first", 2, "first at \u22121.5, 1.")
    view = figures_of(page, "first").last
    view.scroll_into_view_if_needed()
    assert [one.text_content() for one in view.locator(".livefig-value").all()] == ["\u22121.50", "2.250"]
    view.locator(".livefig-value").last.hover()
    assert view.locator(".livefig-picture .livefig-lit").first.get_attribute("data-move") == "0"
    handle = view.locator(".livefig-handle")
    mark = view.locator(".livefig-layout:visible [data-move='0'] use")
    (a, b) = (one.bounding_box() for one in (handle, mark))
    assert abs(a["x"] + a["width"] / 2 - b["x"] - b["width"] / 2) < 1
    page.mouse.move(a["x"] + 16, a["y"] + 16)
    page.mouse.down()
    page.mouse.move(a["x"] + 2000, a["y"])
    page.mouse.up()
    says(page, "first", 2, "first at 2, 1.")
    view.get_by_role("button", name="Play: n").click()
    says(page, "first", 2, "first at 2, 8.")
    assert eventually(page, "print(first.n)", "8\n")


def test_a_figure_in_a_tab_that_is_opened_later_is_drawn_right(lab):
    page = lab.page
    run_in_kernel(page, "third.w = 1.25; tabs.selected_index = 1")
    view = figures_of(page, "third")
    view.scroll_into_view_if_needed()
    says(page, "third", 1, "third at 1.25, 1.")
    handle = view.locator(".livefig-handle").bounding_box()
    mark = view.locator(".livefig-layout:visible [data-move='0'] use").bounding_box()
    assert abs(handle["x"] + handle["width"] / 2 - mark["x"] - mark["width"] / 2) < 1
    assert abs(handle["y"] + handle["height"] / 2 - mark["y"] - mark["height"] / 2) < 1


def test_no_two_figures_of_a_notebook_share_an_id(lab):
    """Each widget loads the module anew; a shared id would draw one figure's marks in another's shape."""
    ids = lab.page.evaluate("[...document.querySelectorAll('.livefig [id]')].map((one) => one.id)")
    assert len(ids) > 100
    assert len(ids) == len(set(ids))


def test_a_cell_that_is_run_again_makes_a_fresh_figure_that_works(lab):
    page = lab.page
    page.evaluate(
        """async () => {
          const notebook = jupyterapp.shell.currentWidget.content;
          notebook.activeCellIndex = notebook.model.cells.length - 2;
          await jupyterapp.commands.execute("notebook:run-cell");
        }"""
    )
    says(page, "first", 2, "first at 0.5, 1.")
    view = figures_of(page, "first").first
    view.scroll_into_view_if_needed()
    view.locator("input[type=range]").first.press("Home")
    says(page, "first", 2, "first at \u22122, 1.")
    assert eventually(page, "print(first.w)", "-2.0\n")


@pytest.mark.parametrize(
    "same",
    [
        test_setting_a_trait_in_the_kernel_moves_the_slider,
        test_what_cannot_be_traced_is_computed_in_the_kernel_and_says_so,
        test_a_link_of_the_front_end_moves_another_figure_and_two_views_stay_in_step,
        test_equations_handles_and_play_work_in_the_notebook,
    ],
    ids=lambda test: test.__name__.removeprefix("test_"),
)
def test_notebook_7_does_what_jupyterlab_does(notebook_7, same):
    same(notebook_7)


def test_jupyterlab_loads_nothing_of_ours_from_elsewhere(lab, notebook_7):
    assert not [url for url in [*lab.outside, *notebook_7.outside] if "127.0.0.1" not in url]


# --- a notebook that somebody tries things out in: these tests follow one another -----------------------------------

TRIAL = [
    """
import ipywidgets as widgets
import matplotlib.pyplot as plt
import numpy as np
from livefig import LiveFigure, Slider

def figure_of(function, name):
    fig, ax = plt.subplots(figsize=(4, 2))
    (line,) = ax.plot([0, 1], [0, 1])
    ax.set_ylim(0, 12)
    return LiveFigure(function, fig, [Slider("top", 1, 100, value=9, step=1)], moves={line: {"y": "y"}},
                      says=name + " at {top}: {h:.2f}.", name=name, alt="A line", equations=["h = {h:.2f}"])
""",
    "def height(top):\n    return np.sqrt(top)",
    "def curve(top):\n    return {'y': np.array([0.0, height(top)]), 'h': height(top)}\nfigure_of(curve, 'curve')",
    """
def fails(top):
    if float(f"{top}") > 50:  # text, which no program can have
        raise ValueError("no more than fifty")
    return {"y": np.array([0.0, top / 10]), "h": top / 10}
figure_of(fails, 'fails')
""",
    "widgets.HBox([figure_of(curve, 'left'), figure_of(curve, 'right')])",
    "figure_of(lambda top: {'y': np.random.default_rng().normal(size=2), 'h': np.array(1.0)}, 'noise')",
]
NOTES = "[...one.querySelectorAll('.livefig-unclear')].map((note) => note.textContent).join('')"


@pytest.fixture(scope="module", params=["jupyterlab", "notebook"])
def trial(request, tmp_path_factory, browser):
    """A page with the notebook, opened and not yet run, its file, and the address of it."""
    folder = tmp_path_factory.mktemp("trial")
    notebook = nbformat.v4.new_notebook(metadata={**KERNEL, "language_info": {"name": "python"}})
    notebook.cells = [nbformat.v4.new_code_cell(source.strip()) for source in TRIAL]
    nbformat.write(notebook, folder / "trial.ipynb")
    with jupyter(folder, request.param) as server, watched(browser, server) as seen:
        address = server + ("lab/tree/" if request.param == "jupyterlab" else "notebooks/") + "trial.ipynb"
        open_notebook(seen.page, address, len(TRIAL))
        yield seen.page, folder / "trial.ipynb", address


def of(page, name, expression, expected):
    """Wait until an expression of JavaScript on a figure, which it calls `one`, gives what is expected."""
    script = f"""(name) => {{
      const all = [...document.querySelectorAll(".livefig")];
      const one = all.find((figure) => figure.querySelector(".livefig-alt, [role=img]") && figure.isConnected
        && (figure.dataset.was ??= figure.querySelector(".livefig-says").textContent.split(" ")[0]) === name);
      return one ? {expression} : null;
    }}"""
    deadline = time.monotonic() + 60
    while (found := page.evaluate(script, name)) != expected:
        assert time.monotonic() < deadline, found
        time.sleep(0.1)


SAYS = "one.querySelector('.livefig-says').textContent"


def press(page, name, key):
    """Press a key on a figure's slider."""
    page.locator(f".livefig[data-was={name}] input[type=range]").first.press(key)


def test_opening_a_notebook_does_not_change_it(trial):
    page, _, _ = trial
    page.wait_for_function("jupyterapp.shell.currentWidget.context.model.getMetadata('language_info').version")
    time.sleep(0.5)
    assert page.evaluate("jupyterapp.shell.currentWidget.context.model.dirty") is False
    page.evaluate("jupyterapp.shell.currentWidget.content.model.cells.get(0).sharedModel.updateSource(0, 0, ' ')")
    assert page.evaluate("jupyterapp.shell.currentWidget.context.model.dirty") is True
    page.evaluate("jupyterapp.shell.currentWidget.content.model.cells.get(0).sharedModel.updateSource(0, 1, '')")


def test_what_a_function_raises_stands_in_the_figure_and_no_picture_of_other_values(trial):
    page, _, _ = trial
    run_all(page)
    of(page, "fails", SAYS, "fails at 9: 0.90.")
    press(page, "fails", "End")
    of(page, "fails", SAYS, "The function failed for these values: ValueError: no more than fifty")
    of(page, "fails", "getComputedStyle(one.querySelector('.livefig-picture')).visibility", "hidden")
    press(page, "fails", "Home")
    of(page, "fails", SAYS, "fails at 1: 0.10.")
    of(page, "fails", "getComputedStyle(one.querySelector('.livefig-picture')).visibility", "visible")


def test_a_random_number_is_a_warning_beside_a_figure(trial):
    page, _, _ = trial
    of(page, "noise", SAYS, "noise at 9: 1.00.")
    warned = page.locator(".jp-OutputArea-output", has_text="LiveFigureWarning: noise: no page can show this figure")
    assert warned.count() == 1


def test_figures_in_a_row_of_widgets_share_its_width(trial):
    page, _, _ = trial
    of(page, "right", SAYS, "right at 9: 3.00.")
    row = page.locator(".widget-hbox .livefig")
    (left, right) = (row.nth(k).bounding_box()["width"] for k in range(2))
    assert left == right > 250


def test_a_figure_follows_a_function_whose_cell_is_edited_and_run(trial):
    page, _, _ = trial
    of(page, "curve", SAYS, "curve at 9: 3.00.")
    press(page, "curve", "End")
    of(page, "curve", SAYS, "curve at 100: 10.00.")
    page.evaluate(
        """async () => {
          const notebook = jupyterapp.shell.currentWidget.content;
          notebook.model.cells.get(1).sharedModel.setSource("def height(top):\\n    return np.sqrt(top) / 2");
          notebook.activeCellIndex = 1;
          notebook.deselectAll();
          await jupyterapp.commands.execute("notebook:run-cell");
        }"""
    )
    of(page, "curve", SAYS, "curve at 100: 5.00.")
    of(page, "curve", f"{NOTES}.startsWith('height was defined anew')", True)
    of(page, "left", SAYS, "left at 9: 1.50.")


def test_a_saved_notebook_that_is_opened_again_is_alive_without_a_kernel(trial):
    page, file, address = trial
    page.evaluate("jupyterapp.commands.execute('notebook:run-all-cells')")
    of(page, "curve", SAYS, "curve at 9: 1.50.")
    of(page, "curve", NOTES, "")
    page.wait_for_function("jupyterapp.shell.currentWidget.sessionContext.session.kernel.status === 'idle'")
    page.evaluate("jupyterapp.commands.execute('docmanager:save')")
    page.wait_for_function("!jupyterapp.shell.currentWidget.context.model.dirty")
    assert file.stat().st_size < 120_000
    page.evaluate("jupyterapp.shell.currentWidget.sessionContext.shutdown()")
    open_notebook(page, address, len(TRIAL))
    of(page, "curve", SAYS, "curve at 9: 1.50.")
    press(page, "curve", "End")
    of(page, "curve", SAYS, "curve at 100: 5.00.")
    setting = """document.querySelector("[data-name=curve]").dispatchEvent(
        new CustomEvent("livefig:set", { detail: { query: "top=64", near: true } }))"""
    page.evaluate(setting)  # as a front end of the book does when a link in the words is followed
    of(page, "curve", SAYS, "curve at 64: 4.00.")
    of(page, "fails", f"[{SAYS}, {NOTES}.includes('Run its cell again.')]", ["fails at 9: 0.90.", True])
    of(page, "fails", "one.querySelector('input').disabled", True)


def test_of_a_kernel_that_was_restarted_the_figure_says_what_to_run(trial):
    page, _, _ = trial
    run_all(page)
    of(page, "fails", f"[{SAYS}, {NOTES}, one.querySelector('input').disabled]", ["fails at 9: 0.90.", "", False])
    press(page, "fails", "Home")
    of(page, "fails", SAYS, "fails at 1: 0.10.")
    page.evaluate("jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart()")
    of(page, "fails", f"{NOTES}.includes('is gone') && {SAYS}", "fails at 1: 0.10.")
    of(page, "fails", "one.querySelector('input').disabled", True)
    press(page, "curve", "Home")
    of(page, "curve", SAYS, "curve at 1: 0.50.")  # what the page computes needs no kernel
