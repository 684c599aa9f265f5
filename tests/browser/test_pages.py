"""Every page of the built book in Chromium: opened once on a server and once from disk, all that is asked of it.

The tests of one page run one after another in one process and share what they opened; each sets figures as it wants
them. Chapters are the long ones, the longest first, so that both cores end at about the same time.
"""

import json

import numpy as np
import pytest
from playwright.sync_api import expect

from chapters import figures, notebooks
from helpers.comparing import compared, from_page
from helpers.pages import all_pages, longest_first
from livefig.browser import watched
from livefig.verify import READ, Row, alike, judge, kept_in, layout_of, references, rows_of, table
from measure_reading import ALL_IS_DRAWN
from support.site import until


def each(documents):
    return [pytest.param(name, id=name, marks=pytest.mark.xdist_group(name)) for name in longest_first(documents)]


def of_each(documents, opened):
    return pytest.mark.parametrize(opened, each(documents), indirect=True, scope="module")


@pytest.fixture(scope="module")
def served_page(request, on_server, browser):
    """A page on a server, in a wide window, with its name as `document`."""
    with watched(browser, on_server, color_scheme="light") as seen:
        seen.document = request.param
        seen.open(f"{request.param}.html")
        yield seen


@pytest.fixture(scope="module")
def disk_page(request, book, browser):
    """A page from disk, in a narrow window."""
    with watched(browser, book.as_uri() + "/", viewport={"width": 360, "height": 900}) as seen:
        seen.document = request.param
        seen.open(f"{request.param}.html")
        yield seen


served_chapter = of_each(notebooks(), "served_page")
chapter_from_disk = of_each(notebooks(), "disk_page")


def read_to_the_end(seen):
    """Go through the page as a reader does, until it asks for nothing more."""
    seen.page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    seen.page.wait_for_load_state("networkidle")
    seen.assert_quiet()
    seen.page.evaluate("window.scrollTo(0, 0)")


def reset(page, name, live):
    page.evaluate("([n, v]) => livefig.get(n).set(v)", [name, defaults_of(live)])


def defaults_of(live):
    return live.for_page({c.name: c.default for c in live.controls})


@of_each(all_pages(), "served_page")
def test_no_page_on_a_server_asks_another_host_or_complains(served_page):
    read_to_the_end(served_page)


MOVING_PARTS = """
async ([anchor, defaults]) => {
  await livefig.get(anchor).ready;
  livefig.get(anchor).set(defaults);
  const text = await (await fetch(location.href)).text();
  const as_sent = new DOMParser().parseFromString(text, "text/html").getElementById(anchor);
  const names = ["d", "transform", "href", "display", "visibility"];
  const parts = (root) => [...root.querySelector(".livefig-layout").querySelectorAll("[data-move]")].flatMap(
    (group) => [group, ...group.querySelectorAll("*")].flatMap((e) => names.map(
      (name) => `${e.tagName} ${name} ${e.getAttribute(name)}`)));
  const texts = (root) => [...root.querySelectorAll("[data-move] text, .livefig-says")].map((e) => e.textContent);
  const now = document.getElementById(anchor);
  return JSON.stringify([[...parts(as_sent), ...texts(as_sent)], [...parts(now), ...texts(now)]]);
}
"""


def same_part(sent, now):
    """Return whether two attributes are alike; a mark that changes its size is given a shape of its own by the page."""
    if {sent.partition(" ")[0], now.partition(" ")[0]} == {"use", "path"}:
        sent, now = sent.partition(" ")[2], now.partition(" ")[2]
        return sent.startswith(("d ", "href ")) or alike(sent, now)
    sent, now = (text.replace("visibility null", "visibility visible") for text in (sent, now))
    return " href " in sent or alike(sent, now)


@served_chapter
def test_the_static_picture_is_the_state_at_the_defaults(served_page):
    """What Matplotlib drew while the book was built is what the page draws before anything moves."""
    page = served_page.page
    for name, live in figures(served_page.document).items():
        sent, now = json.loads(page.evaluate(MOVING_PARTS, [name, defaults_of(live)]))
        assert len(sent) == len(now) > 5
        different = [(a, b) for a, b in zip(sent, now, strict=True) if not same_part(a, b)]
        assert not different, f"{name}: {different[:3]}"
        page.locator(f"#{name}").scroll_into_view_if_needed()  # what is far from the window is not laid out
        expect(page.locator(f"#{name} .livefig-says")).to_have_text(live.sentence(), use_inner_text=True)


def assert_numpys(seen, book):
    """Move every figure of an open page through what the build kept of NumPy: numbers, drawing and sentence."""
    rows = rows_of(seen, seen.document, kept_in(references(book)[seen.document]), self_contained=True)
    print("\n" + table(rows))
    assert {row.figure for row in rows} == set(figures(seen.document))
    assert not [f"{row.figure}: {fault}" for row in rows for fault in row.faults]


@served_chapter
def test_every_figure_on_a_server_gives_numpys_numbers_and_draws_them(served_page, book):
    """What the build kept of NumPy against what the wide page computes, draws and says, as `livefig verify` does."""
    assert_numpys(served_page, book)


@served_chapter
def test_a_fresh_run_of_the_notebook_gives_what_the_page_gives(served_page):
    """Independent of the build: the notebook's own functions, run here and now."""
    made = figures(served_page.document)
    assert served_page.page.locator("figure.livefig").count() == len(made) > 0
    for name, live in made.items():
        assert compared(served_page.page, live, name).faults == []
    served_page.assert_quiet()


@served_chapter
def test_every_control_works_from_the_keyboard_alone(served_page):
    page = served_page.page
    for name, live in figures(served_page.document).items():
        figure = page.locator(f"figure#{name}")
        reset(page, name, live)
        folded = figure.locator("details:not([open]) > summary")
        for _ in range(folded.count()):
            folded.first.press("Enter")
        shown = [state for control in live.controls for state in pressed(page, figure, live, control)]
        assert faults_of(page, live, shown) == []
        figure.get_by_role("button", name="Reset").press("Enter")
        assert page.evaluate("n => livefig.get(n).values()", name) == defaults_of(live)
    served_page.assert_quiet()


def faults_of(page, live, shown):
    """Return where NumPy differs from what a figure showed."""
    name, kept = live.spec["name"], live.reference([from_page(live, state["values"]) for state in shown])
    row = Row(page.url, name, len(live.controls), len(shown))
    judge(kept, shown, layout_of(page, name), row)
    return row.faults


def pressed(page, figure, live, control):
    """Move one control by keys, see that it moves, and return what the figure shows after each."""
    name, shown = live.spec["name"], [json.loads(page.evaluate(READ, live.spec["name"]))]
    arrows = ["End", "ArrowLeft", "Home", "ArrowRight", "PageUp", "Home", "End"]
    keys = {"choice": ["ArrowDown", "ArrowUp"], "checkbox": ["Space", "Space"]}.get(control.kind, arrows)
    for key in keys:
        widget_of(figure, live, control).focus()
        page.keyboard.press(key)
        shown.append(json.loads(page.evaluate(READ, name)))
        moved = shown[-1]["values"] != shown[-2]["values"]
        assert moved or key in ("PageUp", "Home", "End"), f"{name}: {key} on {control.name} changes nothing"
        if control.kind == "slider" and key in ("Home", "End"):
            assert shown[-1]["values"][control.name] == (control.min if key == "Home" else control.max)
    return shown[1:]


def widget_of(figure, live, control):
    """Return the control that has a label (two groups may each have one of the same words), a choice's chosen one."""
    if control.kind == "choice":
        number = [c.name for c in live.controls if c.kind == "choice"].index(control.name)
        return figure.locator("input[type=radio]:checked, select").nth(number)
    texts = {c["name"]: c["text"] for c in live.spec["controls"]}
    alike_before = [name for name, text in texts.items() if text == texts[control.name]].index(control.name)
    return figure.locator("input").and_(figure.get_by_label(texts[control.name], exact=True)).nth(alike_before)


@pytest.mark.axe
@of_each(all_pages(), "served_page")
def test_axe_finds_nothing_and_nothing_scrolls_sideways(served_page, examiner):
    """At 1280 and 360 px, light and dark, with all unfolded that is folded."""
    faults = examiner.faults(served_page.open(f"{served_page.document}.html"))  # as a reader finds it
    assert not faults, "\n".join(faults[:8])


@of_each(all_pages(), "disk_page")
def test_no_page_from_disk_asks_another_host_or_complains(disk_page):
    read_to_the_end(disk_page)


@of_each(all_pages(), "disk_page")
def test_every_link_inside_the_book_leads_somewhere(disk_page, book):
    twice = disk_page.page.evaluate(
        "(() => { const ids = [...document.querySelectorAll('[id]')].map(e => e.id);"
        " return ids.filter((id, k) => ids.indexOf(id) !== k); })()"
    )
    assert not twice, f"ids given twice: {twice}"
    links = disk_page.page.eval_on_selector_all("a[href]", "all => JSON.stringify(all.map(a => a.href))")
    for link in {x for x in json.loads(links) if x.startswith(book.as_uri())}:
        path, _, anchor = link.removeprefix(book.as_uri() + "/").partition("#")
        target = book / path.partition("?")[0]
        assert target.exists(), f"{disk_page.document} links to {path}, which is not there"
        if anchor and target.suffix == ".html":
            name, sets, _ = anchor.partition("?")  # a word that sets a figure: the build holds its setting to it
            begins = 'class="livefig" ' if sets else ""
            found = f'{begins}id="{name}"' in target.read_text(encoding="utf-8")
            assert found, f"{disk_page.document} links to {path}#{anchor}"


@chapter_from_disk
def test_every_figure_from_disk_gives_numpys_numbers_and_draws_them(disk_page, book):
    """The narrow layouts; the wide ones are read from a server."""
    assert_numpys(disk_page, book)


@pytest.mark.parametrize("document", each(notebooks()))
def test_a_link_opens_each_figure_as_it_stood(document, on_server, browser):
    """The first link opens the page; the others are followed within it."""
    rng, links = np.random.default_rng(3), {}
    with watched(browser, on_server) as seen:
        page = seen.open(f"{document}.html")
        for name, live in figures(document).items():
            wanted = {c.name: c.cases[-1] if c.cases else c.draw(rng) for c in live.controls}
            page.evaluate("([n, v]) => livefig.get(n).set(v)", [name, live.for_page(wanted)])
            links[name] = (page.evaluate("n => livefig.get(n).link()", name), wanted)
    with watched(browser, on_server) as seen:
        for name, (link, wanted) in links.items():
            page, live = seen.open(link.removeprefix(on_server)), figures(document)[name]
            until(
                page,
                "JSON.stringify(livefig.get(name)?.values()) === JSON.stringify(wanted)",
                name=name,
                wanted=live.for_page(wanted),
            )
            assert compared(page, live, name, [wanted]).faults == []
            top = "document.getElementById(name).getBoundingClientRect().top"
            until(page, f"{top} > -5 && {top} < innerHeight", name=name)
        seen.assert_quiet()


# Playwright's own way waits for an event, which without scripts never comes.
DRAW_ALL = "css => document.head.append(Object.assign(document.createElement('style'), { textContent: css }))"


@pytest.mark.parametrize("document", each(notebooks()))
def test_without_javascript_picture_and_sentence_stay(document, home, browser):
    with watched(browser, home, java_script_enabled=False) as seen:
        page = seen.open(f"{document}.html")
        page.evaluate(DRAW_ALL, ALL_IS_DRAWN)
        for name, live in figures(document).items():
            figure = page.locator(f"figure#{name}")
            assert figure.locator("svg").first.bounding_box()["height"] > 100
            assert figure.locator(".livefig-says").inner_text() == live.sentence()
            assert figure.locator("input, button, select").count() == 0
        # Scripts that the page announces beforehand are not fetched, which counts as missing; that is as it should be.
        assert not seen.outside
        assert not seen.complaints
