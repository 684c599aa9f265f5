"""The book's own Sphinx extensions: formulas without a script, the table of what was corrected, alt texts."""

import json
import re
from types import SimpleNamespace

import pytest
from fontTools.ttLib import TTFont

from formulacheck.checking import MIME, Result
from house import audit, mathml, policy, self_contained

# --- formulas ---


def test_formulas_become_mathml_with_their_source_and_no_script(site):
    out, said = site("house.mathml", page="# P\n\n$\\eta$ and\n\n$$\na = b\n$$ (eq-a)\n\nSee {eq}`eq-a`.\n")
    text = (out / "page.html").read_text(encoding="utf-8")
    assert said == ""
    assert text.count("<math") == 2
    assert '<annotation encoding="application/x-tex">\\eta</annotation>' in text
    assert 'id="equation-eq-a"' in text
    assert '<span class="eqno">(1)' in text
    assert 'href="#equation-eq-a"' in text
    asked_for = re.findall(r'<(?:script|link|img)[^>]+(?:src|href)="([^"]+)"', text)
    assert not [address for address in asked_for if "://" in address or "mathjax" in address.lower()]


@pytest.mark.mistake
def test_a_formula_with_a_fault_is_a_warning_with_its_place(site):
    out, said = site("house.mathml", page="# P\n\n$\\nosuchthing<b>$\n")
    assert "page.md:3: WARNING: the formula" in said
    assert "nosuchthing" in said
    assert "\\nosuchthing&lt;b&gt;</code>" in (out / "page.html").read_text(encoding="utf-8")


def test_only_a_formula_that_may_scroll_is_a_stop_for_the_keyboard(site):
    long = "a + b + c + d + e + f + g + h + i + j + k + l = m"
    out, _ = site("house.mathml", page=f"# P\n\n$x$, ${long}$\n\n$$x = 1$$\n\n$${long}$$\n\n$$\\sqrt{{{long}}}$$\n")
    text = (out / "page.html").read_text(encoding="utf-8")
    assert text.count('tabindex="0"') == 2
    assert '<span class="math notranslate nohighlight math-long" tabindex="0">' in text


def test_a_formula_stays_with_its_punctuation(site):
    out, said = site("house.mathml", page="# P\n\nA ($a$), $b$ c, ($d$) [$e$]. Then $f$-axis, $g$ and $h$.\n\n$i$\n")
    text = re.sub(r"<math>.*?<mi>(.)</mi>.*?</math>", r"\1", (out / "page.html").read_text(encoding="utf-8"))
    text = text.replace('<span class="math notranslate nohighlight">', "<f>").replace("</span>", "</f>")
    assert said == ""
    assert '<p>A <span class="unbroken">(<f>a</f>),</f> <f>b</f> c, <span class="unbroken">(<f>d</f>)</f> ' in text
    assert '<span class="unbroken">[<f>e</f>].</f> Then <span class="unbroken"><f>f</f>-axis</f>, <f>g</f> and ' in text
    assert '<span class="unbroken"><f>h</f>.</f></p>\n<p><f>i</f></p>' in text


@pytest.mark.parametrize(
    ("tex", "expected"),
    [
        (r"\begin{align}a&=b\end{align}", r"\begin{align*}a&=b\end{align*}"),
        (r"\begin{align*}a&=b\end{align*}", r"\begin{align*}a&=b\end{align*}"),
        (r"a &= b \\ c &= d", r"\begin{aligned}a &= b \\ c &= d\end{aligned}"),
        (r"\begin{bmatrix}1\\2\end{bmatrix}", r"\begin{bmatrix}1\\2\end{bmatrix}"),
        (r" a = b ", "a = b"),
    ],
)
def test_sphinx_numbers_and_the_converter_does_not(tex, expected):
    assert mathml.as_display(tex) == expected


@pytest.mark.parametrize(
    ("tex", "em"),
    [("x", 0.55), ("x = 1", 2.15), (r"a \qquad b", 3.1), (r"\sum_{i=1}^{n} x_i", 4.35)],
    ids=["a letter", "air beside an operator", "a space", "a sum"],
)
def test_the_width_of_a_formula_is_estimated_from_what_it_shows(tex, em):
    assert mathml.width(mathml.to_mathml(tex, annotate=True)) == pytest.approx(em)


def test_the_font_of_the_formulas_is_fit_for_mathml(tmp_path):
    app = SimpleNamespace(outdir=tmp_path, builder=SimpleNamespace(format="html"))
    mathml.write_font(app, None)
    font = TTFont(tmp_path / "_static/fonts/math.woff")
    names = font.getBestCmap()
    assert set(map(ord, "aθσ∂∑√≤→ℝ𝑥𝐱𝜃ˆ̂¯′⊤∥⏟")) <= set(names)
    for accent in (0x302, 0x303, 0x332, 0x20D7):  # a width of their own, to the right of the origin
        assert font["hmtx"][names[accent]][0] > 0
        assert font["glyf"][names[accent]].xMin >= 0
    prime = font["glyf"][names[0x2032]]
    assert prime.yMin < 200  # not raised already, like the plain form
    assert (tmp_path / "_static/fonts/math.woff").stat().st_size < 300_000
    variants = font["MATH"].table.MathVariants
    roots = variants.VertGlyphConstruction[variants.VertGlyphCoverage.glyphs.index(names[ord("√")])]
    forms = [one.VariantGlyph for one in roots.MathGlyphVariantRecord]
    forms += [part.glyph for part in roots.GlyphAssembly.PartRecords]
    assert len(forms) > 4
    for form in forms:  # else a root is laid out as wide as its tallest form, and a hole is behind it
        assert font["hmtx"][form][0] == font["hmtx"][names[ord("√")]][0]


# --- printed against right ---

ROWS = "| id | printed | right | verdict |\n| --- | :-: | --- | --- |\n| S0-F1 | $y$ | a \\| b | wrong |\n"


def chapter(*cells):
    """A notebook with markdown cells, each tagged audit."""
    made = [{"cell_type": "markdown", "metadata": {"tags": ["audit"]}, "source": text} for text in cells]
    plain = {
        "cell_type": "markdown",
        "metadata": {},
        "source": "# Chapter\n\n| id | other |\n| --- | --- |\n| 1 | 2 |\n",
    }
    return json.dumps({"cells": [plain, *made], "metadata": {}, "nbformat": 4, "nbformat_minor": 4})


def test_rows_come_from_tagged_cells_only():
    (row,) = audit.rows_of_notebook(chapter("Some words.\n\n" + ROWS + "\nMore words."), "notebooks/a")
    assert row.cells == ("S0-F1", "$y$", "a \\| b", "wrong")
    assert row.docname == "notebooks/a"


def test_several_tables_and_cells_are_read_in_order():
    text = chapter(ROWS + "\nand\n\n" + ROWS.replace("F1", "F2"), ROWS.replace("F1", "F3"))
    assert [row.id for row in audit.rows_of_notebook(text, "a")] == ["S0-F1", "S0-F2", "S0-F3"]


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        (ROWS.replace("verdict", "opinion"), "columns id | printed | right | opinion; write id | printed"),
        ("| id | printed |\n| --- | --- |\n| S0-F1 | x |", "columns id | printed; write"),
        (ROWS.replace("| :-: ", ""), "line of dashes"),
        (ROWS + "| S0-F2 | x | y |", "S0-F2 | x | y needs 4 filled cells"),
        (ROWS + "| S0-F2 | x | | z |", "needs 4 filled cells"),
        ("no table", "no table"),
    ],
)
@pytest.mark.mistake
def test_a_table_of_another_form_is_refused(cell, said):
    with pytest.raises(audit.AuditError) as caught:
        audit.rows_of_notebook(chapter(cell), "notebooks/a")
    assert said in str(caught.value)
    assert str(caught.value).startswith("notebooks/a: ")


@pytest.mark.mistake
def test_an_item_in_two_chapters_is_refused():
    rows = [row for name in ("a", "b") for row in audit.rows_of_notebook(chapter(ROWS), name)]
    with pytest.raises(audit.AuditError, match="b: the item S0-F1 has a row in a already"):
        audit.unique(rows)


def book_with(site, *chapters):
    """Build an audit page over notebooks named by a table of contents."""
    files = [(f"{name}.ipynb", text) for name, text in chapters]
    names = "".join(f"  - file: {name}\n" for name, _ in chapters)
    toc = f"format: jb-book\nroot: index\nchapters:\n  - file: page\n{names}"
    return site(
        "sphinx_external_toc", "house.audit", files=[*files, ("_toc.yml", toc)], page="# Audit\n\n```{audit}\n```\n"
    )


def test_the_page_has_one_row_an_item_with_a_link_to_its_chapter(site):
    out, said = book_with(site, ("one", chapter(ROWS)), ("two", chapter(ROWS.replace("S0", "S1"))))
    text = (out / "page.html").read_text(encoding="utf-8")
    assert said == ""
    assert "2 items from 2 chapters." in text
    assert text.index("S0-F1") < text.index("S1-F1")
    assert 'href="one.html"' in text
    assert 'href="two.html"' in text
    assert "a | b" in text


@pytest.mark.mistake
def test_a_faulty_table_is_an_error_of_the_build(site):
    _, said = book_with(site, ("one", chapter(ROWS)), ("two", chapter(ROWS)))
    assert "the item S0-F1 has a row in one already" in said
    assert "ERROR" in said


def test_a_book_without_findings_is_an_error_of_the_build(site):
    _, said = book_with(site, ("one", chapter()))
    assert "no notebook of the book has a markdown cell tagged audit" in said


# --- nothing from elsewhere ---


@pytest.mark.parametrize(
    ("html", "addresses"),
    [
        ('<img alt="x" src="https://a.b/c.png">', ["https://a.b/c.png"]),
        ("<script async src='//a.b/c.js'></script>", ["//a.b/c.js"]),
        ('<link rel="stylesheet" href="http://a.b/c.css">', ["http://a.b/c.css"]),
        ('<iframe src="https://a.b"></iframe>', ["https://a.b"]),
        ('<a href="https://a.b">a link</a> <img src="_images/c.png">', []),
        ("<p>&lt;img src=&quot;https://a.b&quot;&gt;</p>", []),
    ],
)
def test_what_a_page_would_fetch_is_found_and_links_are_not(html, addresses):
    assert self_contained.fetched(html) == addresses


@pytest.mark.mistake
def test_a_picture_from_elsewhere_is_a_warning(site):
    _, said = site(
        "house.self_contained", page="# P\n\n![words](https://example.org/a.png)\n\n[link](https://example.org)\n"
    )
    assert said.count("the page would fetch https://example.org/a.png") == 1


# --- for who cannot see ---

PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


def picture(metadata):
    output = {"output_type": "display_data", "metadata": {}, "data": {"image/png": PIXEL}}
    code = {"cell_type": "code", "execution_count": 1, "metadata": metadata, "source": "x", "outputs": [output]}
    title = {"cell_type": "markdown", "metadata": {}, "source": "# P"}
    return json.dumps({"cells": [title, code], "metadata": {}, "nbformat": 4, "nbformat_minor": 4})


@pytest.mark.parametrize(
    ("metadata", "warned"), [({}, True), ({"mystnb": {"image": {"alt": "A curve"}}}, False)], ids=["without", "with"]
)
def test_a_picture_without_alt_text_is_a_warning(site, metadata, warned):
    out, said = site("house.accessible", files=[("page.ipynb", picture(metadata))], **{"other": "# O\n"})
    assert ("has no text for who cannot see it" in said) == warned


# --- the policy of the pages ---


def page_with(head="", body=""):
    return f'<!DOCTYPE html><html><head>\n<meta charset="utf-8" />{head}</head><body>{body}</body></html>'


def test_a_page_allows_its_own_inline_scripts_by_their_digest():
    html = policy.with_policy(page_with("<script>let a = 1;</script>", '<script type="module">b</script>'))
    # printf '%s' 'let a = 1;' | openssl dgst -sha256 -binary | base64
    assert "'sha256-xY6QKfH9PRsQnLz56nj6MBwiK5oHg+im1Jkpdp1x/Ck='" in html
    assert policy.digest("b") in html
    assert html.index("http-equiv") < html.index("<script")
    script_rule = re.search(r"script-src ([^;]*);", html)[1]
    assert "unsafe" not in script_rule and "//" not in re.sub("'sha256-[^']*'", "", script_rule)
    assert policy.digest("a\r\nb") == policy.digest("a\nb") != policy.digest("a b")


def test_files_and_data_need_no_digest():
    plain = policy.statement(page_with())
    for head in ('<script defer src="a.js"></script>', '<script type="application/json">{"a": 1}</script>'):
        assert policy.statement(page_with(head)) == plain


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ('<b onclick="f()">', ["onclick=f()"]),
        ("<b class=x ONLOAD=f()>", ["ONLOAD=f()"]),
        ("<a href=' javascript:f()'>", ["href=javascript:f()"]),
        ('<a title="5 > 3" onfocus="f()">', ["onfocus=f()"]),
        ('<img alt="turned on = yes, once=1">', []),
        ("<p>set onclick=f()</p>", []),
        ("<script>x = '<b onclick=\"f()\">'</script>", []),
    ],
)
def test_scripts_in_attributes_are_found(body, found):
    assert policy.forbidden(page_with(body=body)) == found


def test_each_page_of_a_build_gets_its_policy_once_and_a_handler_is_a_warning(site):
    out, said = site("house.policy", page='# P\n\n<b onclick="f()">x</b>\n')
    assert "page.html: the policy of the pages does not let this run: onclick=f()" in said
    for name in ("page.html", "index.html", "search.html"):
        assert (out / name).read_text(encoding="utf-8").count("Content-Security-Policy") == 1


def test_a_page_may_do_more_only_if_a_figure_of_its_own_does(site):
    out, _ = site("house.policy", page="# P\n", plain="# Q\n")
    scripts = out / "_static" / "livefig"
    scripts.mkdir(parents=True)
    (scripts / "page.js").write_text("new WebAssembly.Module(code); new Worker(url)", encoding="utf-8")
    (scripts / "plain.js").write_text("livefig.add({})", encoding="utf-8")
    found = {name: policy.done_by(out / f"{name}.html", out) for name in ("page", "plain", "index")}
    assert found == {"page": ["WebAssembly", "new Worker("], "plain": [], "index": []}
    html = policy.with_policy(page_with(), found["page"])
    assert "script-src 'self' file: 'wasm-unsafe-eval'" in html and "worker-src blob:" in html
    assert "unsafe-eval" not in policy.with_policy(page_with(), ["new Worker("])
    assert "worker-src" not in policy.with_policy(page_with(), ["WebAssembly"])


def test_the_policy_of_a_page_asks_what_its_figures_do(site, monkeypatch):
    monkeypatch.setattr(policy, "done_by", lambda page, folder: ["WebAssembly"] * (page.stem == "page"))
    out, _ = site("house.policy", page="# P\n", plain="# Q\n")
    texts = {name: (out / f"{name}.html").read_text(encoding="utf-8") for name in ("page", "plain")}
    assert {name: "'wasm-unsafe-eval'" in text for name, text in texts.items()} == {"page": True, "plain": False}


# --- formulas and their checks ---


def guarded(*results, tex="a = b"):
    """A notebook with one formula, eq-a, and what checks found."""
    cells = [{"cell_type": "markdown", "metadata": {}, "source": f"# Sums\n\n$$\n{tex}\n$$ (eq-a)\n"}]
    for result in results:
        data = {MIME: vars(result) | {"verdict": result.verdict()}, "text/plain": repr(result)}
        output = {"output_type": "display_data", "metadata": {}, "data": data}
        cells.append({"cell_type": "code", "execution_count": 1, "metadata": {}, "source": "f", "outputs": [output]})
    info = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    return json.dumps({"cells": cells, "metadata": info, "nbformat": 4, "nbformat_minor": 4})


WITH_FORMULAS = ("sphinx_external_toc", "house.mathml", "formulacheck.sphinx_ext", "house.formulas")
TABLE = "# Table\n\n```{formulas}\n```\n"
AGREES = Result("eq-a", "counting", 3, 2e-11, True)


def test_a_check_is_a_line_with_a_link_to_its_equation(site):
    out, said = site("house.mathml", "formulacheck.sphinx_ext", files=[("sums.ipynb", guarded(AGREES))], sums=None)
    text = (out / "sums.html").read_text(encoding="utf-8")
    assert said == ""
    (line,) = re.findall(r'<p class="formulacheck.*?</p>', text)
    assert 'href="#equation-eq-a"' in line
    assert re.sub("<.*?>", "", line) == "Equation (1) checked by counting: 3 numbers, largest error below 10\u221210"
    assert "check: eq-a" not in text


def test_the_table_has_each_formula_with_what_guards_it(site):
    refuted = Result("eq-a", "a <b>loop</b>", 1, 0.3, False)
    files = [("sums.ipynb", guarded(AGREES, refuted, tex="p = q + r"))]
    out, said = site(*WITH_FORMULAS, files=files, page=TABLE, sums=None)
    text = (out / "page.html").read_text(encoding="utf-8")
    assert said == ""
    assert "Chapters: 1. Formulas: 1. Checks: 2." in text
    assert 'href="sums.html"' in text
    assert 'href="sums.html#equation-eq-a"' in text
    (row,) = re.findall(r"<tbody>(.*?)</tbody>", text, re.DOTALL)
    assert "p = q + r" in row
    words = re.sub(r"\s+", " ", re.sub("<.*?>", "", row))
    assert "counting: 3 numbers, largest error below 10\u221210" in words
    assert "refuted by a &lt;b&gt;loop&lt;/b&gt;: 1 number, largest error above 10\u22121" in words


def test_a_page_that_checks_the_formula_of_another_is_no_chapter_of_the_table(site):
    alone = json.loads(guarded(AGREES))
    alone["cells"][0]["source"] = "# Gallery"
    files = [("sums.ipynb", guarded(AGREES)), ("gallery.ipynb", json.dumps(alone))]
    out, said = site(*WITH_FORMULAS, files=files, page=TABLE, sums=None, gallery=None)
    assert said == ""
    assert "Chapters: 1. Formulas: 1. Checks: 1." in (out / "page.html").read_text(encoding="utf-8")
    assert 'href="sums.html#equation-eq-a"' in (out / "gallery.html").read_text(encoding="utf-8")


def test_the_table_follows_a_chapter_that_is_read_again(site):
    for results, count in (((AGREES,), 1), ((AGREES, AGREES), 2)):
        files = [("sums.ipynb", guarded(*results))]
        out, said = site(*WITH_FORMULAS, files=files, page=TABLE, sums=None)
        assert said == ""
        assert f"Chapters: 1. Formulas: 1. Checks: {count}." in (out / "page.html").read_text(encoding="utf-8")


@pytest.mark.mistake
def test_a_formula_without_a_check_is_a_warning(site):
    other = Result("eq-b", "counting", 3, 2e-11, True)
    files = [("sums.ipynb", guarded(other))]
    _, said = site(*WITH_FORMULAS, files=files, page=TABLE, sums=None)
    assert "sums.ipynb" in said
    assert "no check guards the formula eq-a" in said
