"""Notebook outputs become static figures; scripts come only where there is a figure."""

import base64
import io
import json
import os
import re
import sys
import warnings
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

import pytest
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util.docutils import docutils_namespace

from livefig import v8
from livefig.page import fonts
from livefig.page.markup import anchors, figure_html, page_script
from livefig.spec import MIME, VERSION
from livefig.sphinx_ext import SCRIPTS

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><defs><path id="LIVEFIG_ID_p" d="M0 0"/></defs>'
    '<g id="LIVEFIG_ID_line"><use href="#LIVEFIG_ID_p"/></g></svg>'
)


def spec(name="curve", **changes):
    layout = {"width": 9, "height": 9, "svg": SVG, "marks": [{"kind": "line"}]}
    return {
        "version": VERSION,
        "name": name,
        "alt": "A curve",
        "title": "",
        "caption": "",
        "controls": [],
        "says": [{"when": None, "parts": ["It is 3."]}],
        "sentence": "It is 3.",
        "programs": ["function (L, K) { return function () { return {y: K[0]}; }; }"],
        "choose": [0],
        "uses": [[0]],
        "constants": [{"shape": [1], "data": "AAAAAAAA8D8="}],
        "layouts": [layout, dict(layout, width=5)],
        "outputs": {"y": {"shape": [1], "dtype": "float64"}},
        "fallback": None,
        "groups": [],
        "equations": [],
        "drags": [],
        "longest": "It is 3.",
        "source": {"name": "f", "text": None},
    } | changes


def notebook(*specs, title="Page", data=None):
    """A notebook whose stored outputs are live figures as the kernel would have sent them."""
    cells = [{"cell_type": "markdown", "metadata": {}, "source": f"# {title}"}]
    for one in specs:
        bundle = {MIME: one, "text/plain": "LiveFigure", "text/html": "<b>not this</b>"}
        bundle["application/vnd.jupyter.widget-view+json"] = {"model_id": "0", "version_major": 2}
        output = {"output_type": "display_data", "metadata": {}, "data": data or bundle}
        cells.append({"cell_type": "code", "execution_count": 1, "metadata": {}, "source": "f", "outputs": [output]})
    info = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    return json.dumps({"cells": cells, "metadata": info, "nbformat": 4, "nbformat_minor": 4})


CONF = """
extensions = ["myst_nb", "livefig.sphinx_ext"]
nb_execution_mode = "off"
nb_ipywidgets_js = {}
html_theme = "basic"
"""


@pytest.fixture
def site(tmp_path, monkeypatch):
    """Build notebooks given as page=text and return the folder of the result; any warning fails."""
    monkeypatch.setattr(fonts, "write_fonts", lambda folder: None)  # slow, and tested by itself

    def build(builder="html", **pages):
        source, out = tmp_path / "source", tmp_path / builder
        source.mkdir(exist_ok=True)
        (source / "conf.py").write_text(CONF)
        (source / "index.md").write_text("# Start\n\n```{toctree}\n" + "\n".join(pages) + "\n```\n")
        for page, text in pages.items():
            (source / f"{page}.ipynb").write_text(text)
        said = io.StringIO()
        with docutils_namespace(), warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # inside Sphinx's own dependencies
            app = Sphinx(source, source, out, tmp_path / "trees", builder, status=None, warning=said)
            app.build()
        assert said.getvalue() == ""
        return out

    return build


class Elements(HTMLParser):
    """The start tags of a page, as (tag, attributes)."""

    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def of(self, tag, has=None):
        return [attrs for name, attrs in self.found if name == tag and (has is None or has in attrs)]

    def ids(self):
        return [attrs["id"] for _, attrs in self.found if attrs.get("id")]


def page(out, name):
    return Elements((out / f"{name}.html").read_text(encoding="utf-8"))


def scripts(elements):
    return [a["src"].partition("?")[0] for a in elements.of("script", "src") if "livefig" in a["src"]]


def test_the_script_comes_only_on_pages_with_a_figure(site):
    out = site(live=notebook(spec()), plain=notebook())
    assert scripts(page(out, "plain")) == []
    wanted = [f"_static/{name}" for name in (*SCRIPTS, "livefig/live.js")]
    assert scripts(page(out, "live")) == wanted
    assert not (out / "_static/livefig/plain.js").exists()


def test_scripts_are_classic_deferred_and_from_the_folder_itself(site):
    elements = page(site(live=notebook(spec())), "live")
    ours = [a for a in elements.of("script", "src") if "livefig" in a["src"]]
    assert all("defer" in a and "type" not in a and "://" not in a["src"] for a in ours)
    styles = [a["href"].partition("?")[0] for a in elements.of("link", "href")]
    assert "_static/livefig.css" in styles
    assert "_static/livefig-fonts.css" in styles


def test_the_figure_is_complete_without_a_script(site):
    elements = page(site(live=notebook(spec())), "live")
    (figure,) = elements.of("figure", "data-livefig")
    assert figure == {"class": "livefig", "id": "curve", "data-livefig": "curve"}
    (picture,) = [a for a in elements.of("div", "role") if a["role"] == "img"]
    assert picture["aria-label"] == "A curve"
    layouts = [a["class"] for a in elements.of("div", "class") if a["class"].startswith("livefig-layout")]
    assert layouts == ["livefig-layout livefig-wide", "livefig-layout livefig-narrow"]
    assert len(elements.of("svg")) == 2


def test_one_layout_is_marked_as_the_only_one():
    layouts = [a["class"] for a in Elements(figure_html(spec(layouts=spec()["layouts"][:1]), "c")).of("div")]
    assert layouts == ["livefig-stage", "livefig-picture", "livefig-layout livefig-only", "livefig-room"]


def test_equations_and_the_room_for_the_sentence_stand_in_the_page_and_not_in_its_script():
    equation = {"html": "<math><mn>1</mn></math>", "fields": [{"value": "a", "format": "", "marks": []}]}
    live = spec(equations=[equation, equation], longest='"<It> is 3000."')
    elements = Elements(figure_html(live, "c"))
    assert [a["class"] for a in elements.of("div")][3:] == [
        "livefig-layout livefig-narrow", "livefig-equations", *["livefig-equation"] * 2, "livefig-room",
    ]  # fmt: skip
    assert len(elements.of("math")) == 2
    assert elements.of("div", "data-longest")[0]["data-longest"] == '"<It> is 3000."'
    script = page_script([live])
    assert '"fields"' in script
    assert "math" not in script and "3000" not in script


def test_json_text_is_read_like_the_dictionary(site):
    out = site(live=notebook(spec(), data={MIME: json.dumps(spec()), "text/plain": "x"}))
    assert page(out, "live").of("figure", "data-livefig")


def test_the_same_figure_twice_has_ids_of_its_own(site):
    elements = page(site(live=notebook(spec(), spec())), "live")
    assert [a["id"] for a in elements.of("figure", "data-livefig")] == ["curve", "curve-2"]
    ids = elements.ids()
    assert len(ids) == len(set(ids))
    assert {"curve-w-p", "curve-n-p", "curve-2-w-p", "curve-2-n-p"} <= set(ids)
    assert {a["href"].removeprefix("#") for a in elements.of("use")} <= set(ids)


def test_the_same_figure_twice_is_added_once(site):
    out = site(live=notebook(spec(), spec()))
    assert (out / "_static/livefig/live.js").read_text().count("livefig.add(") == 1


@pytest.mark.parametrize(
    ("names", "taken", "expected"),
    [
        (["a", "a", "b", "a"], set(), ["a", "a-2", "b", "a-3"]),
        (["a", "a"], {"a-2"}, ["a", "a-3"]),
        (["a", "a", "a-2"], set(), ["a", "a-3", "a-2"]),
    ],
)
def test_anchors_are_never_given_twice(names, taken, expected):
    assert anchors(names, taken) == expected


def test_hostile_texts_stay_texts(site):
    bad = '"><script>alert(1)</script>\u2028&amp;'
    out = site(live=notebook(spec(name=bad, alt=bad, sentence=bad)))
    elements = page(out, "live")
    (figure,) = elements.of("figure", "data-livefig")
    assert figure["id"] == figure["data-livefig"] == bad
    assert [a["aria-label"] for a in elements.of("div", "role") if a["role"] == "img"] == [bad]
    assert "<script>alert" not in (out / "live.html").read_text(encoding="utf-8")


def test_hostile_texts_cannot_break_the_page_script():
    text = page_script([spec(alt="</script>\u2028<!--")])
    assert "</" not in text
    assert "\u2028" not in text
    assert "<!--" not in text
    assert r"\u003c/script>\u2028" in text


def test_the_page_script_holds_shared_arrays_once_and_no_picture():
    text = page_script([spec("one"), spec("two")])
    assert text.count("AAAAAAAA8D8=") == 1
    assert text.count("arrays[0]") == 2
    assert "<svg" not in text


def test_the_page_script_gives_the_runtime_the_spec_and_the_programs():
    from py_mini_racer import MiniRacer

    engine = MiniRacer()
    engine.eval(
        "var got = [], livefig = {add: function (s, p) {"
        "got.push([s, p.map(function (f) { return f({}, [7])().y; })]); }};"
    )
    engine.eval(page_script([spec("one"), spec("two", alt="ünïcode <b>")]))
    (first, numbers), (second, _) = json.loads(engine.eval("JSON.stringify(got)"))
    assert numbers == [7]
    assert second["alt"] == "ünïcode <b>"
    expected = {k: v for k, v in spec("one").items() if k not in ("programs", "longest", "title", "caption")}
    expected["layouts"] = [{k: v for k, v in layout.items() if k != "svg"} for layout in expected["layouts"]]
    assert first == expected


def test_a_figure_that_would_be_dead_stops_the_build(site):
    with pytest.raises(ExtensionError, match=r"live: the live figure 'curve' .* np\.linalg\.svd on line 3"):
        site(live=notebook(spec(fallback="np.linalg.svd on line 3 has no JavaScript form")))


def test_two_different_figures_of_one_name_stop_the_build(site):
    with pytest.raises(ExtensionError, match="two different live figures are named 'curve'"):
        site(live=notebook(spec(), spec(alt="Another")))


def test_a_figure_named_like_a_heading_stops_the_build(site):
    with pytest.raises(ExtensionError, match="named like an anchor"):
        site(live=notebook(spec(), title="Curve"))


def test_an_output_of_another_livefig_stops_the_build_instead_of_making_a_page_that_does_not_move(site):
    with pytest.raises(
        ExtensionError, match=f"'curve' was made by another livefig: .* version 1, and this one reads {VERSION}"
    ):
        site(live=notebook(spec(version=1)))


def test_a_book_that_requires_v8_is_not_built_without_one(site, monkeypatch):
    monkeypatch.setenv(v8.REQUIRED, "")  # put back in the end, whatever the extension makes of it
    monkeypatch.setitem(sys.modules, "py_mini_racer", None)
    v8._engine.cache_clear()
    try:
        site(page=notebook(spec()))  # nobody asked
        assert not os.environ[v8.REQUIRED]
        monkeypatch.setattr(sys.modules[__name__], "CONF", CONF + "livefig_requires_v8 = True\n")
        with pytest.raises(ExtensionError, match="here is no V8: ModuleNotFoundError: .*pip install mini-racer"):
            site(page=notebook(spec()))
        assert os.environ[v8.REQUIRED]  # for the kernels, which may run another Python
    finally:
        v8._engine.cache_clear()


def test_a_page_that_loses_its_figure_loses_its_script(site):
    site(live=notebook(spec()))
    out = site(live=notebook())
    assert not (out / "_static/livefig/live.js").exists()
    assert scripts(page(out, "live")) == []


def test_one_big_page_has_the_figures_of_all_pages(site):
    out = site("singlehtml", one=notebook(spec("one")), two=notebook(spec("two")))
    assert [a["id"] for a in page(out, "index").of("figure", "data-livefig")] == ["one", "two"]
    assert (out / "_static/livefig/index.js").read_text().count("livefig.add(") == 2


def test_builders_without_pictures_say_the_sentence(site):
    out = site("text", live=notebook(spec()))
    assert "It is 3." in (out / "live.txt").read_text()


def test_the_sentence_can_be_searched(site):
    out = site(live=notebook(spec(sentence="Quicksilver")))
    assert "quicksilv" in (out / "searchindex.js").read_text()


def test_the_same_bytes_come_out_of_every_build(site, tmp_path):
    first = site(live=notebook(spec())) / "_static/livefig/live.js"
    before = first.read_bytes()
    first.unlink()
    (tmp_path / "html/live.html").unlink()
    assert (site(live=notebook(spec())) / "_static/livefig/live.js").read_bytes() == before


def test_the_fonts_hold_the_glyphs_of_figures_and_their_licence(tmp_path):
    from fontTools.ttLib import TTFont

    fonts.write_fonts(tmp_path)
    css = (tmp_path / "livefig-fonts.css").read_text()
    urls = re.findall(r'url\("([^"]+)"\)', css)
    assert len(urls) == 3
    assert css.count('"LiveFig Sans"') == 3
    for url in urls:
        glyphs = TTFont(tmp_path / url).getBestCmap()
        assert set(map(ord, "aZ9é−ηθσ∂∑√≤→²₀")) <= set(glyphs)
        assert (tmp_path / url).stat().st_size < 120_000
    assert "Bitstream" in (tmp_path / "livefig-fonts/LICENSE").read_text()


def test_the_pieces_of_a_font_are_the_font(tmp_path):
    from fontTools.ttLib import TTFont

    fonts.write_fonts(tmp_path)
    text = (tmp_path / "livefig-fonts.js").read_text(encoding="utf-8")
    pieces = json.loads(text[text.index("[") : text.rindex("]") + 1])
    assert [(one["style"], one["weight"]) for one in pieces] == [
        (style, weight) for *_, style, weight in fonts.FACES for _ in fonts.PIECES
    ]
    for pair, (name, *_) in zip(zip(*[iter(pieces)] * 2, strict=True), fonts.FACES, strict=True):
        whole = TTFont(tmp_path / f"livefig-fonts/{name}.woff").getBestCmap()
        held = [TTFont(io.BytesIO(base64.b64decode(one["data"]))).getBestCmap() for one in pair]
        ranges = [{code for first, last in one["ranges"] for code in range(first, last + 1)} for one in pair]
        assert held[0] | held[1] == whole
        assert not set(held[0]) & set(held[1])
        assert set(held[0]) <= ranges[0] and set(held[1]) <= ranges[1] and not ranges[0] & ranges[1]
        assert len(pair[0]["data"]) < 22_000


def test_a_book_that_does_not_name_the_extension_shows_the_picture_and_is_told_the_missing_line(tmp_path):
    """MyST-NB finds the renderer wherever livefig is installed."""
    (tmp_path / "conf.py").write_text(CONF.replace(', "livefig.sphinx_ext"', ""), encoding="utf-8")
    (tmp_path / "index.ipynb").write_text(notebook(spec()), encoding="utf-8")
    said = io.StringIO()
    with docutils_namespace(), warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # inside Sphinx's own dependencies
        Sphinx(tmp_path, tmp_path, tmp_path / "out", tmp_path / "t", "html", status=None, warning=said).build()
    html = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    assert 'src="data:image/svg+xml;base64,' in html and "It is 3." in html and "LIVEFIG_ID" not in html
    assert "the extension is missing. Add 'livefig.sphinx_ext' to the Sphinx extensions" in said.getvalue()
    assert said.getvalue().count("WARNING") == 1


@pytest.mark.parametrize("name", ["what#now", "50%20off", "a?b", "plain", "ein Blatt", "Übung"])
def test_a_page_of_any_name_finds_its_scripts(site, name):
    out = site(**{name: notebook(spec())})
    addresses = [urlsplit(a["src"]) for a in page(out, name).of("script", "src") if "livefig" in a["src"]]
    assert [address.fragment for address in addresses] == [""] * (len(SCRIPTS) + 1)
    assert (out / unquote(addresses[-1].path)).read_text("utf-8").count("livefig.add(") == 1
    assert re.fullmatch("v=[0-9a-f]+|", addresses[-1].query)
