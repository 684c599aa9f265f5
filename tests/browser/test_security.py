"""What a page may do is stated in the page, and a link that means harm achieves nothing."""

import re

import pytest

from chapters import documents, figures, notebooks
from hostile_links import LINKS, follow_hostile_links
from house.policy import MORE, done_by
from livefig.browser import watched
from support.site import until


@pytest.fixture(scope="module")
def first():
    """Return the first notebook of the book and its figures."""
    return notebooks()[0], figures(notebooks()[0])


# --- the policy ---


def policy(html):
    """Return the rules of a page as a dictionary; the statement must come before anything that it is to hold for."""
    before, found, _ = html.partition('<meta http-equiv="Content-Security-Policy" content="')
    assert found, "no policy"
    assert not re.search(r"<(script|link|style|img|body)", before), "something comes before the policy"
    stated = html[len(before) + len(found) :].partition('"')[0]
    return {name: values for name, *values in (rule.split() for rule in stated.split(";"))}


def test_every_page_states_a_strict_policy(book):
    pages = [p for p in sorted(book.rglob("*.html")) if "<head" in p.read_text(encoding="utf-8")]
    assert len(pages) >= len(documents()) + 3  # index, search, the entrance
    for page in pages:
        rules = policy(page.read_text(encoding="utf-8"))
        scripts = rules.get("script-src", rules["default-src"])
        allowed = {value for values in rules.values() for value in values if not value.startswith("'sha256-")}
        # Only where a live figure of this very page multiplies large matrices, or may take long.
        done = done_by(page, book)
        compiles = {value for value in dict(map(MORE.__getitem__, done)).values() if "eval" in value}
        assert rules.get("worker-src", []) == (["blob:"] if "new Worker(" in done else []), page.name
        plain = {"'self'", "'none'", "file:", "data:", "blob:", "'unsafe-inline'"}
        assert allowed <= plain | compiles, f"{page.name}: {allowed}"
        assert {v for v in scripts if not v.startswith("'sha256-")} <= {"'self'", "'none'", "file:"} | compiles, (
            page.name
        )


def test_the_policy_stops_what_it_should(home, first, browser):
    """Text made into a program, a script in markup, a picture from another host: none of them runs or is fetched."""
    with watched(browser, home) as seen:
        reasons = []
        seen.page.on("requestfailed", lambda request: reasons.append(request.failure))
        page = seen.open(f"{first[0]}.html")
        # What Playwright evaluates may itself evaluate text; what the page does later may not.
        later = "try { done(eval('1 + 1')) } catch (error) { done(error.name) }"
        assert page.evaluate(f"new Promise((done) => setTimeout(() => {{ {later} }}))") == "EvalError"
        page.evaluate(
            """() => {
              window.ran = 0;
              document.body.insertAdjacentHTML("beforeend", "<b id=x onclick='ran++'>x</b>");
              document.getElementById("x").click();
              document.body.append(Object.assign(document.createElement("script"), {textContent: "ran++"}));
              document.body.append(Object.assign(new Image(), {src: "http://127.0.0.1:9/x.png"}));
            }"""
        )
        page.evaluate("new Promise((done) => setTimeout(done, 100))")
        assert page.evaluate("ran") == 0
        assert reasons == ["csp"]
        assert len([text for text in seen.complaints if "Content Security Policy" in text]) == 3


def test_what_the_theme_does_it_does_under_the_policy(home, browser):
    """The switch of the colours, the whole screen, folding, copying, the search field."""
    with watched(browser, home, color_scheme="light") as seen:
        chapter = next(name for name in notebooks() if name.startswith("notebooks/"))
        page = seen.open(f"{chapter}.html")
        page.get_by_role("button", name="Colour mode").first.click()
        until(page, "document.documentElement.dataset.mode !== 'auto'")
        page.evaluate("window.toggleFullScreen = () => { window.asked = true; }")
        page.locator(".btn-fullscreen-button").first.evaluate("e => e.click()")
        assert page.evaluate("window.asked") is True
        folded = page.locator(".toggle-button").first
        before = folded.get_attribute("aria-expanded") or folded.get_attribute("class")
        folded.click()
        assert (folded.get_attribute("aria-expanded") or folded.get_attribute("class")) != before
        page.keyboard.press("Control+k")
        page.keyboard.type("sigmoid")
        page.keyboard.press("Enter")
        page.wait_for_selector("#search-results ul.search li a")
        seen.assert_quiet()


@pytest.mark.parametrize("kind", ["SVG", "PNG"])
def test_a_picture_can_be_kept_under_the_policy(kind, home, first, browser):
    name = next(iter(first[1]))
    with watched(browser, home) as seen:
        page = seen.open(f"{first[0]}.html")
        with page.expect_download() as waiting:
            page.locator(f"figure#{name}").get_by_role("button", name=kind).click()
        kept = waiting.value.path().read_bytes()
        assert kept.startswith({"SVG": b"<", "PNG": b"\x89PNG"}[kind]) and len(kept) > 2000
        seen.assert_quiet()


# --- hostile links ---


def test_hostile_links_run_nothing_and_leave_the_figure_sane(home, first, browser):
    count, faults, troubles = follow_hostile_links(browser, home, *first)
    assert (faults, troubles) == ([], [])
    assert count > 0.9 * LINKS  # two in a row may be the same


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (  # the text of the link becomes markup
            "addEventListener('hashchange', () => document.getElementById('main-content')"
            ".insertAdjacentHTML('beforeend', decodeURI(location.hash)))",
            "elements came or went",
        ),
        (  # a value goes past the check of what is admissible
            "(() => { const f = Number.isFinite; const live = livefig.get(document.querySelector('figure.livefig').id);"
            " const values = live.values.bind(live); livefig.get = () => ({ ...live, values: () => {"
            " const v = values(), q = new URLSearchParams(location.hash.split('?')[1]);"
            " for (const k of Object.keys(v)) if (q.has(k) && typeof v[k] === 'number') v[k] = Number(q.get(k));"
            " return v; }, sentence: live.sentence, ready: live.ready, set: live.set, reset: live.reset }); })()",
            " is ",
        ),
        (  # names of the link are taken for names of a plain object
            "addEventListener('hashchange', () => { const o = {}; for (const [k, v] of new URLSearchParams("
            "location.hash.split('?')[1])) (o[k] ?? {}).polluted = v; })",
            "a prototype changed",
        ),
    ],
    ids=["markup", "values", "prototype"],
)
def test_a_page_that_trusts_its_link_is_caught(spoil, said, on_server, first, browser):
    """The planted faults."""
    _, faults, _ = follow_hostile_links(browser, on_server, *first, spoil)
    assert said in faults[0][1]


def test_markup_from_a_link_is_noticed_by_the_policy_as_well(on_server, first, browser):
    """A second line of defence: even a page that made markup of its link would not run it."""
    document = first[0]
    with watched(browser, on_server) as seen:
        seen.page.on("dialog", lambda dialog: (seen.complaints.append("a dialog opened"), dialog.dismiss()))
        page = seen.open(f"{document}.html#<img src=x onerror=alert(1)>")
        page.evaluate("document.body.insertAdjacentHTML('beforeend', decodeURI(location.hash.slice(1)))")
        page.wait_for_load_state("networkidle")
        assert "a dialog opened" not in seen.complaints
        assert any("Content Security Policy" in text for text in seen.complaints)
