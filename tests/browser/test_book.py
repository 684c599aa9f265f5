"""The built book as a whole in Chromium: hostile links, search, themes, and planted faults that are found."""

import re
import time

import pytest

from chapters import ROOT, documents, figures, notebooks
from helpers.comparing import compared
from livefig.browser import watched
from support.site import until


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


def test_search_finds_a_word_from_disk_and_from_a_server(home, browser):
    with watched(browser, home) as seen:
        page = seen.open("search.html?q=sigmoid")
        page.wait_for_selector("#search-results ul.search li a")
        assert page.locator("#search-results mark", has_text="sigmoid").count() > 5
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
        recorded = re.findall(r"(?s)^% begin .*?^% end ", (ROOT / page).read_text(encoding="utf-8"), re.MULTILINE)
        rows = [line.split("|") for line in "".join(recorded).splitlines() if line[:1] == "|"]
        quoted = {row[column].strip() for row in rows if len(row) > 7 and row[column].strip() not in ("figure", "---")}
        assert quoted == names, f"{page}: {quoted ^ names}"
