"""What a page need not fetch, run or style before it can be read: left out, put off, or said at once."""

import re
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from py_mini_racer import MiniRacer
from pygments import highlight
from pygments.lexers import PythonLexer
from sphinx.errors import ExtensionError

from helpers import small_book
from house import icons, opening
from house.code import PLAIN, Lean
from house.policy import digest, inline_scripts, with_policy

OWN = ("house.code", "house.icons", "house.opening")


@pytest.fixture(scope="module")
def out(tmp_path_factory):
    """A small book in the theme of the book."""
    page = "# Long\n\n```python\nnames = [one, two]\nx = 'text'\n```\n"
    return small_book.build(tmp_path_factory.mktemp("lean"), "sphinx_book_theme", OWN, page_md=page)


def scripts(html):
    """Return the attributes of each script that a page fetches."""
    return [found for found in re.findall(r"<script\b([^>]*)>", html) if "src=" in found]


def test_a_page_waits_for_no_script_and_fetches_none_that_it_does_not_use(out):
    every = scripts((out / "page.html").read_text("utf-8"))
    waiting = [one for one in every if "defer" not in one]
    assert len(waiting) == 1 and "documentation_options.js" in waiting[0]
    assert not [one for one in every if re.search("fontawesome|searchindex|searchtools|language_data", one)]
    assert [one for one in every if "pydata-sphinx-theme.js" in one]


def test_light_or_dark_is_known_before_anything_is_drawn_and_the_policy_lets_it_run(out):
    html = (out / "page.html").read_text("utf-8")
    (known,) = [script for script in inline_scripts(html) if "dataset.theme" in script]
    assert "prefers-color-scheme: dark" in known and digest(known) in with_policy(html)
    assert html.index("prefers-color-scheme") < html.index('rel="stylesheet"')


def test_a_page_made_lean_twice_is_the_same(out):
    html = (out / "page.html").read_text("utf-8")
    assert opening.lean(html) == html


def test_the_themes_script_measures_no_code_and_a_script_of_another_form_is_refused(out):
    script = (out / "_static" / "scripts" / "pydata-sphinx-theme.js").read_text("utf-8")
    assert not re.search(opening._MEASURES, script) and script.count(opening._DONE) == 1
    assert opening.quiet(script) == script
    MiniRacer().eval(f"() => {{ {script.partition('//# source')[0]} }}")  # it is still JavaScript
    with pytest.raises(ExtensionError, match="see _MEASURES there"):
        opening.quiet('"complete"===document.readyState?I():window.onload=I')


def test_each_icon_of_the_pages_is_in_the_small_font_and_has_its_room(out):
    shown = {
        name for page in out.rglob("*.html") for name in re.findall("fa-solid fa-([a-z-]+)", page.read_text("utf-8"))
    }
    assert shown and shown <= set(icons.NAMES)
    sheet, font = (out / "_static" / "icons.css").read_text("utf-8"), out / "_static" / "fonts" / "icons.woff"
    held = set(TTFont(font).getBestCmap())
    for name in shown:
        code, width = re.search(rf'\.fa-{name}::before {{ content: "\\(\w+)" / ""; .*width: ([\d.]+)em', sheet).groups()
        assert int(code, 16) in held and 0.3 < float(width) < 1.5
    assert font.stat().st_size < 6000


def test_the_font_holds_what_it_says_it_holds(out):
    """A letter in the range that the font lacks would be an empty box; the theme's own font has all others."""
    sheet = (out / "_static" / "icons.css").read_text("utf-8")
    said = {int(code, 16) for code in re.findall(r"U\+(\w+)", sheet)}
    assert said == {code for code in TTFont(out / "_static" / "fonts" / "icons.woff").getBestCmap() if code > 0x7F}


def colours(sheet, theme):
    """Return the rule of the whole block of code, and the rule of each class in it."""
    rules = dict(re.findall(rf'^html\[data-theme="{theme}"\] \.highlight(?: \.(\w+))? {{(.*?)}}', sheet, re.MULTILINE))
    return re.search(r"color: (#\w+)\s*$", rules.pop(""))[1], rules


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_what_has_no_element_in_code_looks_like_the_whole_block(theme, out):
    own, rules = colours((out / "_static" / "pygments.css").read_text("utf-8"), theme)
    for kind in PLAIN:
        assert rules[HTML_CLASSES[kind]].strip() == f"color: {own}", kind
    assert rules["k"].strip() != f"color: {own}"


HTML_CLASSES = {kind: super(Lean, Lean())._get_css_classes(kind).split()[-1] for kind in PLAIN}


def test_code_keeps_its_text_and_the_elements_that_have_a_look(out):
    html = (out / "page.html").read_text("utf-8")
    assert "names <span" in html and '<span class="n">' not in html and '<span class="p">' not in html
    assert re.search('<span class="s1">.{1,5}text.{1,5}</span>', html)
    assert "".join(re.findall(r">([^<]*)", highlight("f(a, b)\n", PythonLexer(), Lean()))).strip() == "f(a, b)"


def test_sections_are_passed_over_on_a_screen_only():
    sheet = Path(opening.__file__).with_name("static").joinpath("opening.css").read_text("utf-8")
    assert sheet.index("@media screen") < sheet.index("content-visibility: auto")
