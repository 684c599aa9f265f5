"""Links to a figure as it stands: followed, followed again, left by Back, folded away, and as clients bend them."""

import matplotlib.pyplot as plt
import pytest

from livefig import Checkbox, Choice, LiveFigure, Slider
from livefig.browser import watched
from support.site import Site, until

START = {"a": 1, "b": 0.5, "kind": "square-root", "hole": False}


def made(name):
    figure, axes = plt.subplots(figsize=(5, 2))
    (dot,) = axes.plot([0], [0], "o")
    controls = [
        Slider("a", -2, 2, value=1, step=0.1, label="weight $a$"),
        Slider("b", 0.001, 1e6, value=0.5, log=True, label="bias $b$"),
        Choice("kind", ["square root", "pole", "2 + 2"], label="kind of curve"),
        Checkbox("hole", label="leave a hole"),
    ]
    return LiveFigure(lambda a, b, kind, hole: {"x": a * b * len(kind) + hole}, figure, controls,
                      moves={dot: {"x": "x"}}, says="It is {x:.2f}.", name=name, alt="A dot")  # fmt: skip


@pytest.fixture(scope="module")
def specs():
    return [made("all").spec, made("other").spec]


@pytest.fixture(scope="module")
def home(tmp_path_factory, specs):
    """The address of a page with two figures, and links to them."""
    links = (
        '<p><a class="state" href="#all?a=-1">state</a> <a class="plain" href="#here">plain</a> <i id="here"></i></p>'
    )
    return Site(tmp_path_factory.mktemp("site")).write(specs, before=links)


@pytest.fixture
def quiet(browser, home):
    with watched(browser, home) as page:
        yield page
        page.assert_quiet()


@pytest.fixture
def page(quiet):
    return quiet.open("index.html")


def values(page, name="all"):
    return page.evaluate("name => livefig.get(name).values()", name)


def settled(page, name="all", **changed):
    until(page, "JSON.stringify(livefig.get(name).values()) === JSON.stringify(wanted)", name=name,
          wanted=START | changed)  # fmt: skip


def status(page, name="all"):
    return page.locator(f"#{name} > [role=status]").text_content()


def test_the_same_link_followed_twice_works_twice(page):
    page.locator("a.state").click()
    settled(page, a=-1)
    page.evaluate("livefig.get('all').set({ a: 2 }); scrollTo(0, 0)")
    page.locator("a.state").click()
    settled(page, a=-1)
    until(page, "Math.abs(document.getElementById('all').getBoundingClientRect().top) < 200")


def top(page, name="all"):
    return page.evaluate("name => document.querySelector(`#${name} .livefig-stage`).getBoundingClientRect().top", name)


@pytest.mark.parametrize("key", [None, "Enter"])
def test_a_link_to_a_figure_in_sight_moves_nothing_and_keeps_the_focus(page, key):
    page.set_viewport_size({"width": 1000, "height": 2000})
    before = top(page), page.evaluate("scrollY")
    link = page.locator("a.state")
    link.press(key) if key else link.click()
    settled(page, a=-1)
    assert (top(page), page.evaluate("scrollY")) == before
    assert page.evaluate("document.activeElement.className") == "state"


def test_a_link_to_a_figure_out_of_sight_moves_no_farther_than_it_must_and_back_returns(page):
    page.set_viewport_size({"width": 1000, "height": 500})
    page.evaluate("document.querySelector('.plain').parentElement.insertAdjacentHTML('beforebegin', '<hr class=far>')")
    page.evaluate("document.body.append(document.querySelector('.plain').parentElement)")  # the words, below all
    page.evaluate("document.querySelector('.far').style.height = '3000px'")
    page.locator("a.state").scroll_into_view_if_needed()
    started = page.evaluate("scrollY")
    assert top(page) < 0
    page.locator("a.state").click()
    settled(page, a=-1)
    until(page, "document.querySelector('#all .livefig-stage').getBoundingClientRect().top >= 0")
    assert top(page) < 100  # at the upper edge, below the room for a bar
    page.go_back()
    settled(page)
    until(page, "Math.abs(scrollY - started) < 2", started=started)


def test_back_to_an_address_without_a_state_resets_and_forward_sets_it_again(page):
    page.evaluate("livefig.get('other').set({ a: 0.5 })")  # by hand: no link has to do with it
    page.locator("a.state").click()
    settled(page, a=-1)
    page.evaluate("location.hash = '#other?hole=1'")
    settled(page, "other", hole=True)
    page.go_back()
    settled(page, "other")
    settled(page, a=-1)
    page.go_back()
    settled(page)
    page.go_forward()
    settled(page, a=-1)


def test_a_link_to_a_place_in_the_page_leaves_the_figures_alone(page):
    page.locator("a.state").click()
    settled(page, a=-1)
    page.locator("a.plain").click()
    until(page, "location.hash === '#here'")
    page.evaluate("new Promise(requestAnimationFrame)")
    settled(page, a=-1)
    page.evaluate("livefig.get('other').set({ a: 0.5 })")
    page.evaluate("location.hash = ''")  # as an address that is typed
    settled(page)
    settled(page, "other", a=0.5)


def test_a_figure_that_is_folded_away_is_unfolded_by_a_link_to_it(browser, tmp_path, specs):
    site = Site(tmp_path)
    address = site.write(specs, before="<p>top</p>")
    text = (tmp_path / "index.html").read_text("utf-8")
    begin = text.index('<figure class="livefig" id="other"')
    folded = "<details><summary>outer</summary><details><summary>inner</summary>"
    text = (
        text[:begin]
        + '<p class="far"></p>'
        + folded
        + text[begin:].replace("</body>", '</details></details><p class="far"></p></body>')
    )
    (tmp_path / "index.html").write_text(text, encoding="utf-8")
    css = tmp_path / "livefig.css"
    css.write_text(css.read_text("utf-8") + ".far { height: 3000px }", encoding="utf-8")
    with watched(browser, address) as quiet:
        page = quiet.open("index.html#other?a=-1")
        settled(page, "other", a=-1)
        assert page.locator("#other .livefig-picture").is_visible()
        until(page, "Math.abs(document.getElementById('other').getBoundingClientRect().top) < 200")
        page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = false)); scrollTo(0, 0)")
        page.evaluate("document.body.addEventListener('beforematch', (event) => (window.told = event.target.id))")
        page.evaluate("location.hash = '#other?a=0'")
        settled(page, "other", a=0)
        assert page.locator("#other .livefig-picture").is_visible()
        assert page.evaluate("told") == "other"  # a host that folds in its own way unfolds as for a search in the page
        quiet.assert_quiet()


BENT = {
    "all%3Fa=-1&hole=1": {"a": -1, "hole": True},
    "all%3Fa%3D-1%26hole%3D1": {"a": -1, "hole": True},
    "all%3fa%3d-1%26hole%3d1": {"a": -1, "hole": True},
    "all%253Fa%253D-1%2526hole%253D1": {"a": -1, "hole": True},
    "all?a%3D-1%26hole%3D1": {"a": -1, "hole": True},
    "all?a=-1&amp;hole=1": {"a": -1, "hole": True},
    "all%3Fa%3D-1%26amp%3Bhole%3D1": {"a": -1, "hole": True},
    "ALL?A=-1&HOLE=TRUE&KIND=POLE": {"a": -1, "hole": True, "kind": "pole"},
    "All?a=-1": {"a": -1},
    "all?a=+1.5": {"a": 1.5},
    "all?a=%2B1.5": {"a": 1.5},
    "all?b=1e%2B5": {"b": 1e5},
    "all?b=1e+5": {"b": 1e5},
    "all?b=1E%2B5": {"b": 1e5},
    "all?a=%E2%88%921": {"a": -1},  # a typographic minus
    "all?a=-1.": {"a": -1},  # the end of a sentence
    "all?kind=pole).": {"kind": "pole"},
    "all?a=-1&hole=1,": {"a": -1, "hole": True},
    "all?kind=square%2Droot": {},
    "all?": {},
}


@pytest.mark.bent
@pytest.mark.parametrize(("bent", "wanted"), BENT.items())
def test_a_link_that_a_client_bent_is_understood(bent, wanted, quiet):
    page = quiet.open("index.html#" + bent)
    assert values(page) == START | wanted
    assert status(page) == ""


def test_a_link_that_the_page_itself_writes_is_understood_for_every_option(page):
    for k in range(3):
        page.locator("#all [type=radio]").nth(k).check()
        want = values(page)
        link = page.evaluate("livefig.get('all').link()")
        page.evaluate("livefig.get('all').reset(); location.hash = ''")
        page.evaluate("link => { location.href = link; }", link)
        until(page, "livefig.get('all').values().kind === kind", kind=want["kind"])


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ("#all?a=x&hole=1", "weight a"),
        ("#all?a=x&kind=square", "weight a, kind of curve"),
        ("#all?c=1&hole=1", "a setting that this figure does not have"),
        ("#all?%E0%A4%A", "a setting that this figure does not have"),
        ("#all?a=", "weight a"),
        ("#all?a=x&c=1", "weight a, a setting that this figure does not have"),
    ],
)
def test_a_link_that_cannot_be_understood_says_so_until_the_reader_goes_on(link, said, quiet):
    page = quiet.open("index.html" + link)
    assert status(page) == f"This link could not be understood: {said}."
    assert page.locator("#all > [role=status]").is_visible()
    assert values(page) == START | ({"hole": True} if "hole" in link else {})
    page.locator("#all input[type=range]").first.press("End")
    assert status(page) == ""
    page.evaluate("location.hash = '#all?a=-1'")
    settled(page, a=-1)
    assert status(page) == ""
