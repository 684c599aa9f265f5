"""Predictions in Chromium, under a policy that allows no inline script, handler or style."""

import json

import pytest
from axe_playwright_python.sync_playwright import Axe

from chapters import documents, number
from helpers.predictions import CHOICE, NUMBER, build
from livefig.browser import served, watched
from support.site import until

POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'"
META = f'<head><link rel="icon" href="data:,"><meta http-equiv="Content-Security-Policy" content="{POLICY}">'
PAGES = {
    "choice": f"# Choice\n\n{CHOICE}",
    "number": f"# Number\n\n{NUMBER}",
    "equation": f"# Equation\n\n{CHOICE}".replace("choice-01", "choice-02").replace(
        "one factor.", "one factor.\n\n  $$x$$ (eq-x)"
    ),
    "made": "# Made\n\n```{your-predictions}\nThey stand here later.\n```\n",
}


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """Serve a small book without a theme's own inline scripts, under a strict policy."""
    out, said = build(tmp_path_factory.mktemp("strict"), PAGES)
    assert said == ""
    for page in out.glob("*.html"):
        text = page.read_text(encoding="utf-8").replace(' style="margin-right: 10px"', "")  # the theme's own
        page.write_text(text.replace("<head>", META, 1), encoding="utf-8")
    with served(out) as address:
        yield address


@pytest.fixture(scope="module")
def themed(tmp_path_factory):
    """Serve the same book in the theme of the book."""
    out, _ = build(tmp_path_factory.mktemp("themed"), PAGES, theme="sphinx_book_theme")
    with served(out) as address:
        yield address


@pytest.fixture
def seen(browser, small):
    with watched(browser, small) as opened:
        yield opened


def result(page):
    return page.get_by_role("status").inner_text()


def commit_choice(page, option):
    page.get_by_role("radio", name=option).check()
    page.get_by_role("button", name="quite 80").click()


def commit_number(page, text):
    page.get_by_role("textbox", name="Your number, in cm").fill(text)
    page.get_by_role("button", name="rather 60").click()


def test_a_choice_by_keyboard_alone(seen):
    page = seen.open("choice.html")
    group = page.get_by_role("group", name="How large is the product?")
    assert group.get_by_role("radio").count() == 3
    assert not page.get_by_text("Not quite.").first.is_visible()
    group.get_by_role("radio").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    for _ in range(3):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert result(page).startswith("Not quite. That is one factor.")
    assert "The right answer is number 2. " in result(page)
    assert group.get_by_role("radio", name="A quarter. your answer").is_checked()
    assert group.get_by_role("radio", name="Less than a millionth. right answer").is_disabled()
    page.keyboard.press("Enter")  # once more is no other commitment
    assert page.evaluate("document.activeElement.value") == "quite"
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert result(page) == "Your answer is cleared."
    assert page.evaluate("document.activeElement.type") == "radio"
    assert page.evaluate("localStorage.length") == 0
    seen.assert_quiet()


def test_a_right_choice_is_said_to_be_right(seen):
    page = seen.open("choice.html")
    commit_choice(page, "millionth")
    assert result(page).startswith("Right. ")
    assert "Not quite." not in result(page)
    assert page.get_by_role("status").locator("math").count() == 1
    assert page.get_by_text("right answer", exact=True).count() == 0


def test_nothing_chosen_is_nothing_committed(seen):
    page = seen.open("choice.html")
    page.get_by_role("button", name="sure 95").click()
    assert result(page) == "Choose an option first."
    assert page.get_by_role("radio").first.is_enabled()
    assert page.evaluate("localStorage.length") == 0


def test_an_answer_outlasts_the_page_and_clearing_too(seen):
    page = seen.open("choice.html")
    commit_choice(page, "A fortieth")
    before = result(page)
    page = seen.open("number.html")  # another page has its own
    assert page.get_by_role("group", name="Commit: how sure?").count() == 1
    page = seen.open("choice.html")
    assert result(page) == before
    assert page.get_by_role("radio", name="A fortieth").is_checked()
    page.get_by_role("button", name="Clear my answer").click()
    page.reload()
    assert result(page) == ""
    assert page.locator("input:checked").count() == 0
    seen.assert_quiet()


def test_two_tabs_show_one_answer_and_neither_overwrites_the_other(seen):
    first = seen.open("choice.html")
    second = first.context.new_page()
    second.goto(seen.home + "choice.html")
    second.get_by_role("radio", name="A quarter").check()
    commit_choice(first, "A fortieth")
    second.get_by_role("group", name="Committed:").wait_for()  # as soon as it is said in the other tab
    assert result(second) == result(first)
    assert second.get_by_role("radio", name="A fortieth").is_checked()
    second.get_by_role("button", name="Clear my answer").click()
    first.get_by_role("group", name="Commit: how sure?").wait_for()
    assert result(first) == ""


def test_a_tab_that_was_told_nothing_looks_before_it_writes(seen):
    seen.page.add_init_script("addEventListener('storage', (event) => event.stopImmediatePropagation(), true)")
    first = seen.open("choice.html")
    second = first.context.new_page()
    second.goto(seen.home + "choice.html")
    commit_choice(second, "A fortieth")
    commit_choice(first, "millionth")
    assert result(first).startswith("Not quite.")
    assert "You have answered this in another tab" in result(first)
    assert first.get_by_role("radio", name="A fortieth").is_checked()
    second.reload()
    assert second.get_by_role("radio", name="A fortieth").is_checked()


def test_what_is_typed_in_one_tab_outlasts_an_answer_to_something_else_in_another(seen):
    first = seen.open("number.html")
    first.get_by_role("textbox").fill("0.3")
    second = first.context.new_page()
    second.goto(seen.home + "choice.html")
    commit_choice(second, "A fortieth")
    first.evaluate("new Promise((done) => setTimeout(done, 100))")
    assert first.get_by_role("textbox").input_value() == "0.3"
    second.evaluate("localStorage.clear()")
    first.evaluate("new Promise((done) => setTimeout(done, 100))")
    assert first.get_by_role("textbox").input_value() == "0.3"


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("0.25", "Right. One half times one half."),
        ("0.26", "Right."),  # the tolerance itself, where 0.26 - 0.25 is a little more
        ("1/4", "Right."),
        ("2.5e-1", "Right."),
        ("0.2601", "Not quite. Lay a ruler"),
        ("0.505", "Not quite. That is its height there."),
        ("\u22120.25", "Not quite. It rises."),
        ("1e300", "Not quite. Lay a ruler"),
    ],
)
def test_a_number_gets_its_own_feedback(text, verdict, seen):
    page = seen.open("number.html")
    commit_number(page, text)
    assert result(page).startswith(verdict)
    assert ("The right number is 0.25 cm." in result(page)) == verdict.startswith("Not")
    page.reload()
    assert result(page).startswith(verdict)
    seen.assert_quiet()


@pytest.mark.parametrize("text", ["", "a lot", "1,000", "1e999", "1/0", "1/2/3", "NaN", "0x10", "Infinity"])
def test_what_is_no_number_is_not_committed(text, seen):
    page = seen.open("number.html")
    commit_number(page, text)
    assert result(page).startswith("Write a number first")
    assert page.evaluate("document.activeElement.tagName") == "INPUT"
    assert page.evaluate("localStorage.length") == 0


@pytest.mark.parametrize(
    "change",
    [
        "''",
        "null",
        "{}",
        "{ version }",
        "{ version, level, answer: '' }",
        "{ version, level, answer: '0' }",
        "{ version, level, answer: '0', said: 'none of them' }",
        "{ version, level, answer: 1 }",
        "{ version, level, answer: '1.5' }",
        "{ version, level, answer: '<img src=x>' }",
        "{ version, level: 'very', answer: '1' }",
        "{ version, answer: '1' }",
        "{ version: '00000000', level, answer: '1' }",
    ],
)
def test_a_corrupt_or_outdated_answer_is_ignored(change, seen):
    page = seen.open("choice.html")
    commit_choice(page, "A fortieth")
    page.evaluate(
        "(() => { const level = 'quite', { label, version } = document.querySelector('.prediction').dataset;"
        f" keep.change((state) => (state.predictions[label] = {change})); }})()"
    )
    page.reload()
    assert result(page) == page.locator(OWN).inner_text() == ""
    assert page.locator("input:checked, img[src=x]").count() == 0
    commit_choice(page, "millionth")
    assert result(page).startswith("Right.")
    seen.assert_quiet()


SURE = "[...document.querySelectorAll('.prediction-buttons [value]')].map((one) => one.textContent)"


def test_the_commitment_says_how_sure_from_chance_up_and_keeps_it(seen):
    page = seen.open("number.html")
    assert page.evaluate(SURE)[0] == "a guess 5\xa0%"
    page = seen.open("choice.html")
    assert page.evaluate(SURE) == ["a guess 33\xa0%", "rather 60\xa0%", "quite 80\xa0%", "sure 95\xa0%"]
    page.get_by_role("radio", name="millionth").check()
    page.get_by_role("button", name="a guess").click()
    (entry,) = page.evaluate("Object.values(keep.read().predictions)")
    assert entry | {"version": ""} == {
        "version": "", "answer": "2", "said": "Less than a millionth.",
        "level": "a guess", "sure": pytest.approx(1 / 3), "right": True, "page": "choice",
    }  # fmt: skip
    page.reload()
    shown = page.get_by_role("group", name="Committed:").get_by_role("button")
    assert shown.all_inner_texts() == ["a guess 33\xa0%", "Clear my answer"]


OWN = ".prediction-own"


def test_what_was_chosen_and_how_sure_stands_beside_the_explanation_also_after_a_reload(seen):
    page = seen.open("choice.html")
    assert page.locator(OWN).inner_text() == ""
    commit_choice(page, "millionth")
    told = "You said \u201cLess than a millionth.\u201d \u2014 quite, 80\xa0%."
    assert page.locator(OWN).inner_text() == told
    assert page.locator(f"{OWN} code").inner_text() == "millionth"  # as it stands in the option
    assert page.evaluate("document.querySelector('.prediction-own + .prediction-result') !== null")
    page.reload()
    assert page.locator(OWN).inner_text() == told
    page.get_by_role("button", name="Clear my answer").click()
    assert page.locator(OWN).inner_text() == ""
    commit_number(seen.open("number.html"), "1/4")
    assert page.locator(OWN).inner_text() == "You said \u201c1/4 cm\u201d \u2014 rather, 60\xa0%."
    seen.assert_quiet()


def test_an_answer_to_a_question_that_has_been_changed_is_told_and_not_taken_for_one_to_this(seen):
    page = seen.open("choice.html")
    commit_choice(page, "A fortieth")
    page.evaluate("keep.change(({ predictions: all }) => (all['predict-choice-01'].version = 'earlier'))")
    page.reload()
    assert page.locator(OWN).inner_text() == (
        "This question has been changed since you said \u201cA fortieth.\u201d \u2014 quite. What do you say now?"
    )
    assert page.locator("input:checked").count() == 0 and result(page) == ""
    page.evaluate("keep.change(({ predictions: all }) => (all['predict-choice-01'].said = '<b>a</b>'))")
    page.reload()
    assert "<b>a</b>" in page.locator(OWN).inner_text()  # a text, whoever wrote it there
    commit_choice(page, "millionth")
    page.reload()
    assert page.locator(OWN).inner_text().startswith("You said \u201cLess than")
    seen.assert_quiet()


def test_the_enter_key_in_a_number_asks_how_sure_and_commits_nothing(seen):
    page = seen.open("number.html")
    page.get_by_role("textbox").fill("0.25")
    page.get_by_role("textbox").press("Enter")
    assert result(page) == "Say how sure you are: that commits your answer."
    assert page.evaluate("document.activeElement.value") == "a guess"
    assert page.evaluate("localStorage.length") == 0


def test_a_browser_that_keeps_nothing_still_gives_feedback(seen):
    seen.page.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } });"
    )
    page = seen.open("choice.html")
    commit_choice(page, "millionth")
    assert result(page).startswith("Right.")
    assert "Your browser keeps nothing for this page" in result(page)
    page.get_by_role("button", name="Clear my answer").click()
    assert page.locator("input:checked").count() == 0
    page = seen.open("made.html")  # (Sphinx's own script complains in such a browser)
    assert page.get_by_text("They stand here later.").is_visible()
    assert page.get_by_role("button").count() == 0


def made(seen):
    """Commit a wrong answer, quite sure, and a right one, rather sure; open the page that shows them."""
    commit_choice(seen.open("choice.html"), "A quarter")
    commit_number(seen.open("number.html"), "0.25")
    return seen.open("made.html")


def test_the_predictions_made_are_shown_with_what_was_said_and_how_sure(seen):
    page = made(seen)
    assert not page.get_by_text("They stand here later.").count()
    lines = page.locator(".predictions-made li").all_inner_texts()
    assert [line.splitlines()[-1] for line in lines] == [
        "\u201cA quarter.\u201d \u2014 quite, 80\xa0%", "\u201c0.25 cm\u201d \u2014 rather, 60\xa0%"
    ]  # fmt: skip
    assert [line[:3] for line in lines] == ["\u2717 N", "\u2713 R"]
    assert page.locator(".predictions-made a").first.get_attribute("href").endswith("/choice.html#predict-choice-01")
    seen.assert_quiet()


def test_they_are_reckoned_up_as_the_formula_says(seen):
    page = made(seen)
    brier = ((0.8 - 0) ** 2 + (0.6 - 1) ** 2) / 2
    text = page.locator(".your-predictions").inner_text()
    assert "You have made 2 predictions. Right: 50\xa0%; you were sure to 70\xa0% in the mean." in text
    assert f"Your Brier score is {brier:.3f}." in text
    assert "So few tell little" in text
    rows = page.locator(".your-predictions tbody tr").all_inner_texts()
    assert [row.split("\t") for row in rows] == [
        ["rather", "60\xa0%", "1 of 1", "100\xa0%"],
        ["quite", "80\xa0%", "0 of 1", "0\xa0%"],
    ]
    places = page.locator(".calibration-dot").evaluate_all(
        "all => all.map((one) => [one.cx, one.cy].map((p) => p.baseVal.value))"
    )
    assert places == [[pytest.approx(50 + 200 * 0.6), 15], [pytest.approx(50 + 200 * 0.8), 215]]


def test_what_is_kept_is_saved_as_a_file(seen):
    page = made(seen)
    with page.expect_download() as started:
        page.get_by_role("button", name="Save as a file").click()
    assert json.loads(started.value.path().read_text("utf-8")) == page.evaluate("keep.read()")


def test_all_that_is_kept_is_erased_when_asked_twice_and_nothing_else(seen):
    page = made(seen)
    page.evaluate("localStorage.setItem('mode', 'dark')")
    page.get_by_role("button", name="Erase all").click()
    page.get_by_role("button", name="Keep it").click()
    assert page.locator(".predictions-made li").count() == 2
    page.get_by_role("button", name="Erase all").press("Enter")
    page.get_by_role("button", name="Erase", exact=True).click()
    assert page.get_by_role("status").inner_text() == "All is erased."
    assert page.evaluate("Object.keys(localStorage)") == ["mode"]
    assert page.get_by_text("They stand here later.").is_visible()
    assert seen.open("choice.html").locator("input:checked").count() == 0


def test_entries_that_mean_nothing_are_not_shown(seen):
    page = seen.open("made.html")
    page.evaluate("""keep.change(({ predictions: all }) => Object.assign(all, {
      a: {}, b: { page: 1, level: "quite", sure: 0.8, right: true },
      c: { page: "x", level: "no", sure: 0.8, right: true }, d: { page: "x", level: "sure", sure: 2, right: true },
      e: { page: "x", level: "sure", sure: 0.95, right: 1 } }))""")
    page.reload()
    assert page.get_by_text("They stand here later.").is_visible()
    seen.assert_quiet()


def test_without_scripts_there_are_a_list_and_folded_answers(browser, small):
    with watched(browser, small, java_script_enabled=False) as seen:
        page = seen.open("choice.html")
        assert page.locator("input, button").count() == 0
        assert page.locator(".prediction-options li:visible").count() == 3
        assert not page.get_by_text("That is one factor.").is_visible()
        page.get_by_text("Answers", exact=True).click()
        assert page.get_by_text("That is one factor.").is_visible()


def test_paper_has_the_options_and_no_buttons(seen):
    page = seen.open("choice.html")
    page.emulate_media(media="print")
    assert page.locator(".prediction-options li:visible").count() == 3
    assert page.locator(".prediction button:visible").count() == 0
    assert page.locator(".prediction summary").is_visible()
    assert not page.get_by_text("That is one factor.").is_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", ["choice", "number"])
def test_axe_finds_nothing_before_and_after(name, theme, themed, browser):
    with watched(browser, themed, color_scheme=theme) as seen:
        page = seen.open(f"{name}.html")
        assert page.evaluate("document.documentElement.dataset.theme") == theme
        assert Axe().run(page, context=".prediction").response["violations"] == []
        commit_choice(page, "A quarter") if name == "choice" else commit_number(page, "3")
        found = Axe().run(page, context=".prediction").response
        assert found["violations"] == [] and found["passes"]


TOO_SMALL = """() => [...document.querySelectorAll("form button, .prediction label, form input[type=text], summary")]
  .map((e) => [e.textContent, e.getBoundingClientRect()])
  .filter(([, box]) => box.width > 0 && (box.width < 24 || box.height < 24)).map(([text]) => text)"""


@pytest.mark.parametrize("name", ["choice", "number"])
def test_on_the_narrowest_phone_nothing_scrolls_sideways_and_all_can_be_hit(name, themed, browser):
    with watched(browser, themed, viewport={"width": 320, "height": 700}) as seen:
        page = seen.open(f"{name}.html")
        assert page.evaluate("document.documentElement.scrollWidth") == 320
        assert page.evaluate(TOO_SMALL) == []
        commit_choice(page, "A quarter") if name == "choice" else commit_number(page, "3")
        assert page.evaluate("document.documentElement.scrollWidth") == 320
        assert page.evaluate(TOO_SMALL) == []


def test_ids_stay_unique_after_a_commitment(seen):
    page = seen.open("equation.html")
    commit_choice(page, "A quarter")
    assert page.get_by_role("status").locator(".math").count() == 2
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map((e) => e.id)")
    assert "equation-eq-x" in ids and len(ids) == len(set(ids))


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_page_of_predictions_fits_a_phone_and_axe_finds_nothing(theme, themed, browser):
    with watched(browser, themed, color_scheme=theme, viewport={"width": 320, "height": 700}) as seen:
        page = made(seen)
        assert page.evaluate("document.documentElement.scrollWidth") == 320
        found = Axe().run(page, context=".your-predictions").response
        assert found["violations"] == [] and found["passes"]


CHAPTERS = [name for name in documents() if name.startswith("notebooks/")]
TWO_LAYERS = "notebooks/mathematics/two_layers"
LINK = "document.querySelector('.prediction-seen a').hash.slice(1)"
STANDS = """(address) => {
  const [id, query] = address.split("?"), values = livefig.get(id).values();
  return [...new URLSearchParams(query)].every(([name, text]) => String(values[name]) === String(Number(text) || text));
}"""


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_the_figure_answers_when_an_answer_is_committed_and_not_before(chapter, browser, on_server):
    with watched(browser, on_server) as seen:
        page = seen.open(f"{chapter}.html")
        until(page, "document.querySelector('figure.livefig').dataset.live === 'yes'")
        address = page.evaluate(LINK)
        assert not page.evaluate(STANDS, address)
        page.get_by_role("button", name="sure 95").click()  # nothing is chosen
        assert not page.evaluate(STANDS, address)
        page.locator(".prediction input[type=radio]").first.check()
        page.get_by_role("button", name="sure 95").click()
        assert page.evaluate(STANDS, address)
        said = page.locator(".prediction-result .prediction-seen")
        assert said.inner_text().startswith("The answer, seen in figure\xa0")
        assert said.inner_text().endswith(". It stands so now.")
        page.reload()  # who comes back finds the figure as it begins, and the words that set it
        until(page, "document.querySelector('figure.livefig').dataset.live === 'yes'")
        assert not page.evaluate(STANDS, address)
        assert not said.inner_text().endswith("now.")
        said.get_by_role("link").click()
        until(page, f"({STANDS})(address)", address=address)
        page.get_by_role("button", name="Clear my answer").click()
        assert not page.evaluate(STANDS, address)
        seen.assert_quiet()


def test_an_answer_that_is_committed_stops_a_figure_that_plays(browser, on_server):
    with watched(browser, on_server) as seen:
        page = seen.open("notebooks/mathematics/gradient_descent.html")
        figure = page.locator("#first-descent")
        figure.get_by_label("Speed: step").select_option("0.25")
        play = figure.get_by_role("button", name="Play: step")
        play.click()
        assert play.get_attribute("aria-pressed") == "true"
        page.locator(".prediction input[type=radio]").first.evaluate("(radio) => radio.click()")  # nothing scrolls away
        page.get_by_role("button", name="sure 95").evaluate("(button) => button.click()")
        assert play.get_attribute("aria-pressed") == "false"
        assert page.evaluate(STANDS, page.evaluate(LINK))


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_on_a_phone_the_way_to_the_figure_stands_directly_under_the_answer(theme, browser, on_server):
    with watched(
        browser, on_server, viewport={"width": 390, "height": 664}, has_touch=True, color_scheme=theme
    ) as seen:
        page = seen.open(f"{TWO_LAYERS}.html")
        page.locator(".prediction input[type=radio]").first.check()
        page.get_by_role("button", name="quite 80").click()
        link = page.get_by_role("link", name=f"See it in figure {number(TWO_LAYERS)}.1")
        assert link.bounding_box()["height"] >= 44
        assert link.bounding_box()["y"] < page.locator(".prediction-result").bounding_box()["y"]
        link.tap()
        stage = "document.getElementById('two-fold').querySelector('.livefig-stage').getBoundingClientRect()"
        until(page, f"{stage}.top >= 0 && {stage}.top < innerHeight / 2")
        assert page.evaluate(STANDS, page.evaluate(LINK))
        page.set_viewport_size({"width": 1000, "height": 700})
        assert not link.is_visible()  # there the figure is near, and the words at the end lead to it
        seen.assert_quiet()
        page.set_viewport_size({"width": 390, "height": 664})
        found = Axe().run(page, context=".prediction").response
        assert found["violations"] == [] and found["passes"]
