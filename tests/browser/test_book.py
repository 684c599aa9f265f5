"""The built book in Chromium: every figure moved and compared with NumPy, on a server and from disk."""

import time

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from chapters import ROOT, documents, figures, notebooks
from helpers.comparing import compared, from_page
from livefig.browser import watched
from livefig.verify import alike, table, verify
from support.site import until

NARROW = {"width": 360, "height": 800}
each_notebook = pytest.mark.parametrize("document", notebooks())
each_page = pytest.mark.parametrize("document", [*documents(), "genindex", "search"])


def test_every_figure_gives_numpys_numbers_and_draws_them(home, browser, book):
    """What the build kept of NumPy, against what the page computes, draws and says: `python -m livefig verify`.

    The wide layouts are read from a server, the narrow ones from disk.
    """
    width = 360 if home.startswith("file") else 1280
    rows = verify(book, width=width, from_disk=home.startswith("file"), self_contained=True, browser=browser)
    print("\n" + table(rows))
    assert len(rows) == sum(len(figures(document)) for document in notebooks())
    assert not [f"{row.page}, {row.figure}: {fault}" for row in rows for fault in row.faults]


@each_notebook
def test_a_fresh_run_of_the_notebook_gives_what_the_page_gives(document, on_server, browser):
    """Independent of the build: the notebook's own functions, run here and now."""
    with watched(browser, on_server) as seen:
        page = seen.open(f"{document}.html")
        assert page.locator("figure.livefig").count() == len(figures(document)) > 0
        for name, live in figures(document).items():
            assert compared(page, live, name).faults == []
        seen.assert_quiet()


MOVING_PARTS = """
async (anchor) => {
  await livefig.get(anchor).ready;
  livefig.get(anchor).set({});
  const text = await (await fetch(location.href)).text();
  const as_sent = new DOMParser().parseFromString(text, "text/html").getElementById(anchor);
  const names = ["d", "transform", "href", "display", "visibility"];
  const parts = (root) => [...root.querySelector(".livefig-layout").querySelectorAll("[data-move]")].flatMap(
    (group) => [group, ...group.querySelectorAll("*")].flatMap((e) => names.map(
      (name) => `${e.tagName} ${name} ${e.getAttribute(name)}`)));
  const texts = (root) => [...root.querySelectorAll("[data-move] text, .livefig-says")].map((e) => e.textContent);
  const now = document.getElementById(anchor);
  return [[...parts(as_sent), ...texts(as_sent)], [...parts(now), ...texts(now)]];
}
"""


def same_part(sent, now):
    """Return whether two attributes are alike; a mark that changes its size is given a shape of its own by the page."""
    if {sent.partition(" ")[0], now.partition(" ")[0]} == {"use", "path"}:
        sent, now = sent.partition(" ")[2], now.partition(" ")[2]
        return sent.startswith(("d ", "href ")) or alike(sent, now)
    sent, now = (text.replace("visibility null", "visibility visible") for text in (sent, now))
    return " href " in sent or alike(sent, now)


@each_notebook
def test_the_static_picture_is_the_state_at_the_defaults(document, on_server, browser):
    """What Matplotlib drew while the book was built is what the page draws before anything moves."""
    with watched(browser, on_server) as seen:
        page = seen.open(f"{document}.html")
        for name, live in figures(document).items():
            sent, now = page.evaluate(MOVING_PARTS, name)
            assert len(sent) == len(now) > 5
            different = [(a, b) for a, b in zip(sent, now, strict=True) if not same_part(a, b)]
            assert not different, f"{name}: {different[:3]}"
            says(page.locator(f"#{name}"), live.sentence())


def says(figure, sentence):
    """Go to a figure, since what is far from the window is not laid out, and see its sentence."""
    figure.scroll_into_view_if_needed()
    expect(figure.locator(".livefig-says")).to_have_text(sentence, use_inner_text=True)


@each_notebook
def test_every_control_works_from_the_keyboard_alone(document, on_server, browser):
    with watched(browser, on_server) as seen:
        page = seen.open(f"{document}.html")
        for name, live in figures(document).items():
            figure = page.locator(f"figure#{name}")
            for folded in figure.locator("summary").all():
                folded.press("Enter")
            for control in live.controls:
                press_and_compare(page, figure, live, control)
            figure.get_by_role("button", name="Reset").press("Enter")
            defaults = {c.name: c.default for c in live.controls}
            assert page.evaluate("n => livefig.get(n).values()", name) == live.for_page(defaults)
        seen.assert_quiet()


def press_and_compare(page, figure, live, control):
    """Move one control by keys and compare the page with NumPy after each."""
    name = live.spec["name"]
    widget = widget_of(figure, live, control)
    if control.kind == "choice":
        widget = figure.locator("input[type=radio]:checked, select").nth(choice_number(live, control))
        keys = ["ArrowDown", "ArrowUp"]
    else:
        arrows = ["End", "ArrowLeft", "Home", "ArrowRight", "PageUp"]
        keys = ["Space", "Space"] if control.kind == "checkbox" else arrows
    for key in keys:
        before = page.evaluate("n => livefig.get(n).values()", name)
        widget.press(key)
        after = page.evaluate("n => livefig.get(n).values()", name)
        assert after != before or key in ("PageUp", "Home", "End"), f"{name}: {key} on {control.name} changes nothing"
        values = from_page(live, after)
        assert compared(page, live, name, [values]).faults == []
        if control.kind == "choice":
            widget = figure.locator("input[type=radio]:checked, select").nth(choice_number(live, control))
    if control.kind == "slider":
        widget.press("Home")
        assert page.evaluate("n => livefig.get(n).values()", name)[control.name] == control.min
        widget.press("End")
        assert page.evaluate("n => livefig.get(n).values()", name)[control.name] == control.max


def widget_of(figure, live, control):
    """Return the control that has a label; two groups may each have one of the same words."""
    texts = {c["name"]: c["text"] for c in live.spec["controls"]}
    alike_before = [name for name, text in texts.items() if text == texts[control.name]].index(control.name)
    return figure.locator("input").and_(figure.get_by_label(texts[control.name], exact=True)).nth(alike_before)


def choice_number(live, control):
    return [c.name for c in live.controls if c.kind == "choice"].index(control.name)


@each_notebook
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


@pytest.mark.parametrize(
    "fragment",
    [
        "#{n}?{c}=1e999",
        "#{n}?{c}=NaN&{c}=-1",
        "#{n}?{c}=%3Cscript%3Ealert(1)%3C/script%3E",
        "#{n}?__proto__=1&constructor=2",
        "#{n}?{c}=%",
        "#{n}?" + "x" * 5000,
        "#%",
        "#{n}?{c}[]=1&&&===",
        "#<img src=x onerror=alert(1)>?{c}=1",
    ],
)
def test_a_hostile_link_leaves_the_figure_sane(fragment, on_server, browser):
    document = notebooks()[0]
    name, live = next(iter(figures(document).items()))
    slider = next(c for c in live.controls if c.kind == "slider")
    with watched(browser, on_server) as seen:
        seen.page.on("dialog", lambda dialog: seen.complaints.append("a dialog opened"))
        page = seen.open(f"{document}.html" + fragment.format(n=name, c=slider.name))
        values = page.evaluate("n => livefig.get(n).values()", name)
        assert slider.min <= values[slider.name] <= slider.max
        assert len(values) == len(live.controls)
        assert page.locator("figure script, img[src=x]").count() == 0
        seen.assert_quiet()


@each_page
def test_no_page_asks_another_host_or_complains(document, home, browser):
    with watched(browser, home) as seen:
        page = seen.open(f"{document}.html")
        page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
        page.wait_for_load_state("networkidle")
        seen.assert_quiet()


UNFOLD = """document.querySelectorAll("button.toggle-button").forEach((b) => b.click());
            document.querySelectorAll("details").forEach((d) => { d.open = true; });"""
# What is unfolded fades in; half-way its colours are faint.
NOTHING_FADES = """Promise.all(document.getAnimations().filter(
  (a) => a.effect.getComputedTiming().endTime !== Infinity).map((a) => a.finished.catch(() => {})))"""
# Far from the window nothing is drawn, nor ends what fades in there; here all is looked at.
ALL_IS_DRAWN = ".bd-article > section > section { content-visibility: visible !important; }"
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDE_BLOCKS_CAN_BE_REACHED = """[...document.querySelectorAll("pre")].every(
  (e) => e.scrollWidth <= e.clientWidth || e.tabIndex === 0)"""


@pytest.mark.axe
@each_page
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(document, theme, width, on_server, browser):
    with watched(browser, on_server, viewport={"width": width, "height": 800}, color_scheme=theme) as seen:
        page = seen.open(f"{document}.html")
        until(page, "document.documentElement.dataset.theme === theme", theme=theme)
        page.evaluate(UNFOLD)  # what is folded away must be as good
        page.add_style_tag(content=ALL_IS_DRAWN)
        until(page, WIDE_BLOCKS_CAN_BE_REACHED)
        page.evaluate(NOTHING_FADES)
        overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert overflow <= 0, f"{document} is {overflow} px too wide"
        found = Axe().run(page, options={"runOnly": STANDARDS, "resultTypes": ["violations"]})
        told = [
            f"{v['id']}: {n['html'][:200]} {n.get('failureSummary', '')[:300]}"
            for v in found.response["violations"]
            for n in v["nodes"]
        ]
        assert not told, "\n".join(told[:8])


@each_notebook
def test_without_javascript_picture_and_sentence_stay(document, home, browser):
    with watched(browser, home, java_script_enabled=False) as seen:
        page = seen.open(f"{document}.html")
        for name, live in figures(document).items():
            figure = page.locator(f"figure#{name}")
            assert figure.locator("svg").first.bounding_box()["height"] > 100
            says(figure, live.sentence())
            assert figure.locator("input, button, select").count() == 0
        # Scripts that the page announces beforehand are not fetched, which counts as missing; that is as it should be.
        assert not seen.outside
        assert not seen.complaints


@each_page
def test_every_link_inside_the_book_leads_somewhere(document, book, browser):
    with watched(browser, book.as_uri() + "/") as seen:
        page = seen.open(f"{document}.html")
        twice = page.evaluate(
            "(() => { const ids = [...document.querySelectorAll('[id]')].map(e => e.id);"
            " return ids.filter((id, k) => ids.indexOf(id) !== k); })()"
        )
        assert not twice, f"ids given twice: {twice}"
        links = page.eval_on_selector_all("a[href]", "all => all.map(a => a.href)")
    for link in {x for x in links if x.startswith(book.as_uri())}:
        path, _, anchor = link.removeprefix(book.as_uri() + "/").partition("#")
        target = book / path.partition("?")[0]
        assert target.exists(), f"{document} links to {path}, which is not there"
        if anchor and target.suffix == ".html":
            assert f'id="{anchor}"' in target.read_text(encoding="utf-8"), f"{document} links to {path}#{anchor}"


def test_search_finds_a_word_from_disk_and_from_a_server(home, browser):
    with watched(browser, home) as seen:
        page = seen.open("search.html?q=sigmoid")
        page.wait_for_selector("#search-results ul.search li a")
        assert page.locator("#search-results ul.search li").count() >= 1
        seen.assert_quiet()


def test_the_theme_switch_recolours_the_figures_and_back(on_server, browser):
    document = notebooks()[0]
    with watched(browser, on_server, color_scheme="light") as seen:
        page = seen.open(f"{document}.html")
        name = next(iter(figures(document)))
        page.evaluate("n => livefig.get(n).ready", name)
        ink = f"figure#{name} .livefig-layout svg text"
        light = page.locator(ink).first.evaluate("e => getComputedStyle(e).fill")
        page.evaluate("document.documentElement.dataset.theme = 'dark'")
        until(page, "getComputedStyle(document.querySelector(ink)).fill !== light", ink=ink, light=light)
        page.evaluate("document.documentElement.dataset.theme = 'light'")
        until(page, "getComputedStyle(document.querySelector(ink)).fill === light", ink=ink, light=light)


def test_a_wrong_program_in_a_page_turns_the_comparison_red(on_server, browser):
    """The planted fault: one output of the first figure is off by a millionth."""
    document = notebooks()[0]
    name, live = next(iter(figures(document).items()))

    def with_a_fault(route):
        text = route.fetch().text()
        route.fulfill(
            body=text.replace(
                "return { ",
                "return ((o) => { for (const k in o) { if (typeof o[k] === 'number')"
                " o[k] *= 1.000001; else o[k][0] += 1e-3; } return o; })({ ",
            ).replace(" };\n  };", " });\n  };"),
            content_type="text/javascript",
        )

    with watched(browser, on_server) as seen:
        seen.page.route(f"**/_static/livefig/{document}.js*", with_a_fault)
        page = seen.open(f"{document}.html")
        assert any("relative difference" in fault for fault in compared(page, live, name).faults)


def test_a_request_to_another_host_is_seen(on_server, browser):
    """The planted fault: a picture from elsewhere. (The page's policy stops it, and it is noted all the same.)"""
    with watched(browser, on_server) as seen:
        page = seen.open(f"{documents()[0]}.html")
        page.evaluate("document.body.append(Object.assign(new Image(), {src: 'http://127.0.0.1:9/x.png'}))")
        deadline = time.monotonic() + 10
        while not seen.outside and time.monotonic() < deadline:
            page.evaluate("new Promise(requestAnimationFrame)")
        with pytest.raises(AssertionError, match="asks elsewhere"):
            seen.assert_quiet()


def test_the_tables_of_results_name_the_figures_that_the_book_has():
    """The pages on speed and on checks quote measurements; a new or renamed figure asks for `make record`."""
    names = {name for document in notebooks() for name in figures(document)}
    for page, column in (("packages/livefig/docs/speed.md", 1), ("book/checks.md", 2)):
        rows = [line.split("|") for line in (ROOT / page).read_text(encoding="utf-8").splitlines() if line[:1] == "|"]
        quoted = {row[column].strip() for row in rows if len(row) > 7 and row[column].strip() not in ("figure", "---")}
        assert quoted == names, f"{page}: {quoted ^ names}"
