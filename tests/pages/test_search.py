"""The index of the search holds what stands on the pages: lines with their section, and each thing for itself."""

import json

from house.found import Reader
from house.search import INDEX

FORMULA = "<math><mfrac><mn>1</mn><mn>2</mn></mfrac><annotation>\\tfrac12</annotation></math>"
PAGE = f"""<article><section id="top"><h1>Top<a class="headerlink" href="#top">#</a></h1><p>A <em>first</em>
line &amp; {FORMULA}.</p><table>
<tr id="symbol-eta"><td><p>η</p></td><td><p><span class="card-name">code: </span>rate</p>
</td>
</tr></table><section id="low"><h2>Low</h2><pre>one
two</pre><dl class="glossary"><dt id="term-a">a<br/></dt><dd><p>What a is.</p></dd></dl><p>After.</p>
<details><summary>Ends</summary><dl>
<dt id="mistake-ends-1"><code>if w:</code><br><code>return</code><a class="headerlink">#</a></dt>
<dd><p>Error: no.</p></dd></dl></details>
<div class="math" id="equation-eq-big-sum">{FORMULA}<span class="eqno">(1.2)<a class="headerlink">#</a></span></div>
<figure class="livefig" id="bowl"><div class="livefig-stage" aria-label="A &quot;bowl&quot;">
<svg><text>no</text></svg></div>
<button>Reset</button><figcaption>It <b>rolls</b>.</figcaption></figure>
<div class="exercise admonition" id="ex-1"><p class="admonition-title">Exercise 1</p><p>Do it.</p></div>
</section></section>
</article>"""


def found(kind):
    return [one for one in Reader(PAGE).read() if one.kind == kind]


def test_a_section_has_its_lines_without_what_stands_there_for_itself():
    sections = [(one.title, one.anchor, one.lines) for one in found("section")]
    assert sections == [("Top", "top", ["A first line & 1/2."]), ("Low", "low", ["one", "two", "After.", "Ends"])]


def test_a_term_a_message_a_symbol_and_an_exercise_have_a_title_and_what_they_say():
    for kind, anchor, title, line in (
        ("term", "term-a", "a", "What a is."),
        ("mistake", "mistake-ends-1", "if w: return", "Error: no."),
        ("symbol", "symbol-eta", "η", "rate"),
        ("exercise", "ex-1", "Exercise 1", "Do it."),
    ):
        (one,) = found(kind)
        assert (one.anchor, one.title, one.lines) == (anchor, title, [line])


def test_a_formula_is_found_by_its_number_its_label_and_its_tex_and_is_shown():
    (one,) = found("equation")
    assert (one.title, one.lines) == ("Equation (1.2)", ["big sum", "\\tfrac12"])
    assert one.shown.startswith("<math>") and "annotation" not in one.shown and "eqno" not in one.shown


def test_a_figure_is_found_by_what_describes_it_and_what_stands_below():
    (one,) = found("figure")
    assert (one.title, one.anchor, one.lines) == ('A "bowl"', "bowl", ["It rolls."])


def test_what_ends_without_a_beginning_is_passed_over():
    (one,) = Reader('<section id="x"></div><p>Words</p>').read()
    assert one.lines == ["Words"]


def test_the_index_names_each_page_in_the_order_of_the_book_and_sphinx_writes_none(site):
    names = ("sphinx_external_toc", "house.mathml", "house.search")
    templates = "html_theme = 'sphinx_book_theme'\nhtml_sidebars = {'**': []}\n"
    out, said = site(*names, conf=templates, two="# Two\n\nWords of $\\eta$.\n", one="# One\n\n$$a$$ (eq-a)\n")
    text = (out / INDEX).read_text(encoding="utf-8")
    rows = json.loads(text[text.index("[") : text.rindex("]") + 1])
    assert said == ""
    assert [row["address"].partition("#")[0] for row in rows] == ["index.html", "two.html", "one.html", "one.html"]
    assert rows[1]["lines"] == ["Words of η."] and rows[1]["page"] == "Two"
    assert rows[2]["kind"] == "equation" and rows[2]["address"] == "one.html#equation-eq-a"
    assert not (out / "searchindex.js").exists() and (out / "search.html").exists()
