"""Paper: a page that is printed from the dark theme, backgrounds included, has dark words on white."""

import pytest

from helpers.small_book import build, notebook
from livefig.browser import served, watched

PROSE = """# A page

Words, `code`, [a link](index.md), $x$.

## A section

```python
# a comment
def f(x): return 'a'
```

| a | b |
|---|---|
| 1 | 2 |

```{note}
A note.
```
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    with served(
        build(tmp_path_factory.mktemp("paper"), "sphinx_book_theme", page_ipynb=notebook(PROSE, None))
    ) as address:
        yield address


# The texts of a page by how their colour and the one behind them differ, 1 to 21, and the colour behind the page.
SEEN = """() => {
  const rgb = (text) => (text.match(/[\\d.]+/g) || []).map(Number);
  const light = (colour) => colour.slice(0, 3).map((c) => c / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    .reduce((sum, c, k) => sum + c * [0.2126, 0.7152, 0.0722][k], 0.05);
  const behind = (one) => {
    for (; one; one = one.parentElement) {
      const [r, g, b, a = 1] = rgb(getComputedStyle(one).backgroundColor);
      if (a > 0.5) return [r, g, b];
    }
    return [255, 255, 255];
  };
  const words = document.createTreeWalker(document.querySelector("article"), NodeFilter.SHOW_TEXT), found = {};
  while (words.nextNode()) {
    const one = words.currentNode.parentElement, text = words.currentNode.data.trim();
    if (!text || !one.checkVisibility({ visibilityProperty: true }) || one.closest(".headerlink")) continue;
    const ink = rgb(getComputedStyle(one)[one.closest("svg") ? "fill" : "color"]);
    const [low, high] = [light(ink), light(behind(one))].sort((a, b) => a - b);
    found[text] = high / low;
  }
  return [found, behind(document.querySelector("article"))];
}"""


@pytest.mark.parametrize("told", [True, False], ids=["event", "media"])
def test_a_page_printed_from_the_dark_theme_is_dark_on_white_and_dark_again_afterwards(told, browser, home):
    with watched(browser, home, color_scheme="dark") as seen:
        page = seen.open("page.html")
        page.evaluate("livefig.get('dot').ready.then(() => new Promise(requestAnimationFrame))")
        theme = "document.documentElement.dataset.theme"
        _, ground = page.evaluate(SEEN)
        assert page.evaluate(theme) == "dark" and max(ground) < 60
        if told:
            page.evaluate("dispatchEvent(new Event('beforeprint'))")
        page.emulate_media(media="print", color_scheme="dark")
        page.wait_for_function("document.querySelector('#dot svg').getAttribute('fill') === '#000000'")
        found, ground = page.evaluate(SEEN)
        assert ground == [255, 255, 255]
        assert {"A section", "Words,", "a link", "A note.", "# a comment", "0.00"} <= set(found)
        assert {text: value for text, value in found.items() if value < 4.4} == {}
        page.emulate_media(media="screen", color_scheme="dark")
        if told:
            page.evaluate("dispatchEvent(new Event('afterprint'))")
        page.wait_for_function("document.querySelector('#dot svg').getAttribute('fill') !== '#000000'")
        assert page.evaluate(theme) == "dark"


def test_printing_from_the_light_theme_changes_nothing(browser, home):
    with watched(browser, home, color_scheme="light") as seen:
        page = seen.open("page.html")
        for event in ("beforeprint", "afterprint"):
            page.evaluate("event => dispatchEvent(new Event(event))", event)
            assert page.evaluate("document.documentElement.dataset.theme") == "light"
