"""Chapters in JupyterLab and Notebook 7, as `make lab` starts them: no error, no raw markup, nothing given away."""

import json
import re

import nbformat
import pytest

from book_names import names
from chapters import ROOT, documents, notebooks
from helpers.lab import FIRST_LOOK, made_lab
from livefig.browser import watched

# One server for all of them, so they stay with one worker.
pytestmark = pytest.mark.xdist_group("jupyterlab reading")

CHAPTER = "notebooks/mathematics/gradient_descent"
READY = """(path) => {
  const panel = window.jupyterapp?.shell.currentWidget;
  if (panel?.context?.path !== path || !panel.content.widgets?.length) return false;
  panel.content.notebookConfig = { ...panel.content.notebookConfig, windowingMode: "none" };
  return panel.content.widgets.every((cell) => !cell.placeholder
    && (cell.model.type !== "markdown" || !cell.rendered || cell.node.querySelector(".book-markdown")));
}"""
# Only in pages that are read: code may well hold such signs.
LOOK = r"""() => {
  const panel = jupyterapp.shell.currentWidget;
  const found = [];
  for (const cell of panel.content.widgets) {
    if (cell.model.type !== "markdown") continue;
    const copy = cell.node.querySelector(".jp-MarkdownOutput").cloneNode(true);
    copy.querySelectorAll("code, pre, mjx-container, script").forEach((one) => one.remove());
    const raw = /:::|\{[\w:-]+\}|\$\$|\$[^$\n]*[\\^_][^$\n]*\$|\\\(|\\\[|\uE000|Unknown/.exec(copy.textContent);
    if (raw) found.push(copy.textContent.slice(Math.max(0, raw.index - 40), raw.index + 60));
    for (const bad of copy.querySelectorAll(".book-unknown, aside.danger, .error")) found.push(bad.outerHTML);
    for (const bad of cell.node.querySelectorAll("mjx-merror, [data-mjx-error]")) found.push(bad.outerHTML);
  }
  return found;
}"""


@pytest.fixture(scope="module")
def lab(tmp_path_factory, browser):
    """Yield a page of JupyterLab that hears complaints."""
    with made_lab(tmp_path_factory.mktemp("lab")) as address, watched(browser, address) as seen:
        seen.page.goto(address)
        until_ready(seen.page, "book/welcome.ipynb")
        yield seen


@pytest.fixture(scope="module")
def notebook_7(tmp_path_factory, browser):
    """Yield a chapter in Notebook 7."""
    with made_lab(tmp_path_factory.mktemp("notebook"), "notebook") as address, watched(browser, address) as seen:
        seen.page.goto(f"{address}notebooks/{CHAPTER}.ipynb")
        until_ready(seen.page, f"{CHAPTER}.ipynb")
        yield seen


def until_ready(page, path):
    page.wait_for_function(READY, arg=path, timeout=FIRST_LOOK * 1000)


def until_typeset(page):
    page.wait_for_function(
        """() => [...jupyterapp.shell.currentWidget.node.querySelectorAll(".book-math, .book-equation")]
          .every((one) => one.querySelector("mjx-container"))""",
        timeout=FIRST_LOOK * 1000,
    )


def opened(seen, name):
    """Open a notebook in JupyterLab, with all its cells on the page."""
    # Nothing is returned: the widget that a command gives is no data.
    seen.page.evaluate("(path) => void jupyterapp.commands.execute('docmanager:open', { path })", f"{name}.ipynb")
    until_ready(seen.page, f"{name}.ipynb")
    return panel(seen.page)


def panel(page):
    """Return what is in front, and not what stands in other tabs."""
    return page.locator(".jp-NotebookPanel:not(.lm-mod-hidden)")


def closed(seen):
    """Close what is in front, and end its kernel."""
    seen.page.evaluate(
        """async () => {
          const panel = jupyterapp.shell.currentWidget;
          await panel.sessionContext.ready;
          await panel.sessionContext.shutdown();
          panel.dispose();
        }"""
    )


def cells_of(name):
    return nbformat.read(ROOT / f"{name}.ipynb", 4).cells


def test_it_opens_at_the_first_page_of_the_book(lab):
    assert lab.page.evaluate("jupyterapp.shell.currentWidget.context.path") == "book/welcome.ipynb"


@pytest.mark.parametrize("name", notebooks())
def test_each_notebook_of_the_book_is_read_as_the_book_is(lab, name):
    opened(lab, name)
    until_typeset(lab.page)
    assert lab.page.evaluate(LOOK) == []
    folded = [k for k, cell in enumerate(cells_of(name)) if "hide-input" in cell.metadata.get("tags", [])]
    # Jupyter folds a cell a moment after it has made it.
    lab.page.wait_for_function(
        """(folded) => JSON.stringify(folded) === JSON.stringify(jupyterapp.shell.currentWidget.content.widgets
          .flatMap((cell, k) => (cell.inputHidden ? [k] : [])))""",
        arg=folded,
    )
    closed(lab)


def test_numbers_are_those_of_the_built_book(book):
    """Which the front end is told from the sources alone."""
    pages = names(ROOT)["pages"]
    for name in documents():
        html = (book / f"{name}.html").read_text(encoding="utf-8")
        for label, number in pages[name]["equations"].items():
            assert f'<span class="eqno">({number})<a class="headerlink" href="#equation-{label}"' in html
        for label, number in pages[name]["exercises"].items():
            block = html[html.index(f'id="{label}"') :]
            assert re.search(r'caption-number">Exercise ([\d.]+) ', block)[1] == number
        if name in notebooks() and pages[name]["figures"]:
            told = re.findall(r'href="#([\w-]+)\?[^"]*" title="Sets figure ([\d.]+)"', html)
            assert all(pages[name]["figures"][figure] == number for figure, number in told)


def test_a_solution_is_folded_over_its_cells_until_the_reader_asks(lab):
    chapter = opened(lab, CHAPTER)
    sources = [cell.source for cell in cells_of(CHAPTER)]
    start = next(k for k, source in enumerate(sources) if "{solution-start} ex-gradient-descent-01" in source)
    end = next(k for k, source in enumerate(sources) if k > start and "{solution-end}" in source)
    cells = chapter.locator(".jp-Cell")
    said = cells.nth(start).locator(".book-solution-part", has_text="0.1 and 0.4 have factors of equal size")
    assert not said.is_visible()
    assert not any(cells.nth(k).is_visible() for k in range(start + 1, end + 1))
    assert cells.nth(end + 1).is_visible()
    button = cells.nth(start).get_by_role("button", name="Solution")
    button.click()
    assert said.is_visible()
    assert all(cells.nth(k).is_visible() for k in range(start + 1, end + 1))
    assert button.get_attribute("aria-expanded") == "true"
    others = chapter.locator(".book-solution-part")
    assert [one.is_visible() for one in others.all()].count(True) == 1
    button.click()
    assert not said.is_visible()


def prediction_in(chapter):
    """Answer the prediction of the chapter, and see that nothing was given away before."""
    form = chapter.locator(".prediction form")
    form.scroll_into_view_if_needed()
    all_feedback = chapter.locator(".prediction-answers")
    assert not all_feedback.is_visible()
    assert not chapter.get_by_text("A step at 0.1 leaves nine tenths").first.is_visible()
    form.get_by_role("radio").nth(1).check()
    form.get_by_role("button", name="quite").click()
    result = form.locator(".prediction-result")
    assert "Not quite. It does so above 2." in result.inner_text()
    assert "The right answer is number 3." in result.inner_text()
    assert "leaves nine tenths of the distance" in result.inner_text()
    assert (
        form.locator(".prediction-own").inner_text().startswith("You said “Far outside the bowl: the walk explodes.”")
    )
    assert all_feedback.is_visible()


def test_a_prediction_is_answered_before_it_is_explained(lab):
    prediction_in(opened(lab, CHAPTER))
    kept = json.loads(lab.page.evaluate("localStorage.getItem('neuron-to-venture 1')"))
    assert kept["predictions"]["predict-gradient-descent-01"]["right"] is False


def test_a_prediction_and_a_solution_work_in_notebook_7(notebook_7):
    page = notebook_7.page
    until_typeset(page)
    assert page.evaluate(LOOK) == []
    prediction_in(page)
    assert not page.locator(".book-solution-part").first.is_visible()
    page.get_by_role("button", name="Solution").first.click()
    assert page.locator(".book-solution-part").first.is_visible()


def test_words_set_their_figure_and_say_so_while_it_is_not_alive(lab):
    chapter = opened(lab, CHAPTER)
    word = chapter.get_by_role("link", name="2.1", exact=True)
    assert word.get_attribute("class") == "sets-figure"
    word.click()
    assert chapter.get_by_text("Figure 6.1 is alive once its cell has run", exact=False).is_visible()
    lab.page.evaluate(
        """async () => {
          const panel = jupyterapp.shell.currentWidget;
          await panel.sessionContext.ready;
          const sources = panel.content.widgets.map((cell) => cell.model.sharedModel.getSource());
          panel.content.activeCellIndex = 1 + sources.findIndex((one) => one.includes('name="first-descent"'));
          await jupyterapp.commands.execute("notebook:run-all-above");
        }"""
    )
    figure = chapter.locator("figure.livefig[data-name='first-descent']")
    figure.wait_for(timeout=FIRST_LOOK * 1000)
    word.click()
    says = figure.locator(".livefig-says")
    says.filter(has_text="Diverged").wait_for()
    assert "the distance after 50 steps is 117" in says.inner_text()


def test_links_lead_to_other_chapters_and_into_the_book(lab):
    chapter = opened(lab, CHAPTER)
    chapter.get_by_role("link", name="Squared error").first.click()
    until_ready(lab.page, "notebooks/mathematics/squared_error.ipynb")
    closed(lab)
    welcome = opened(lab, "book/welcome")
    welcome.get_by_role("link", name="How to read").click()
    preview = lab.page.locator(".jp-MarkdownViewer")
    preview.get_by_role("heading", name="How to read", exact=False).first.wait_for()
    assert "{kbd}" not in preview.inner_text()


def test_a_number_of_another_chapter_leads_there(lab):
    chapter = opened(lab, "notebooks/mathematics/backpropagation")
    link = chapter.get_by_role("link", name="(7.2)").first
    assert link.get_attribute("title") == names(ROOT)["pages"]["notebooks/mathematics/chain_rule"]["title"]
    link.click()
    until_ready(lab.page, "notebooks/mathematics/chain_rule.ipynb")


def test_nothing_is_asked_elsewhere(lab, notebook_7):
    assert not lab.outside
    assert not notebook_7.outside
