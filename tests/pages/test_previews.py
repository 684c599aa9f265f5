"""What a link leads to can be shown where the link stands: symbols have rows to lead to, other pages a template."""

import re

from house import hints, previews

CHAPTER = """# Steps

A rate $\\eta$, and $\\eta$ again; a loss $L$, and $L + \\eta$.

$$a = b$$ (eq-one)

## Summary

| symbol | meaning |
| --- | --- |
| $\\eta$, $L$ | the rate *eta*, the loss |
| $X$ | examples |
"""


def test_the_first_use_of_a_symbol_leads_to_its_row_in_the_pages_table(site, monkeypatch):
    monkeypatch.setattr(hints, "is_chapter", lambda name: name == "steps")
    out, said = site("house.mathml", "house.hints", steps=CHAPTER, other=CHAPTER.replace("eq-one", "eq-two"))
    html = (out / "steps.html").read_text(encoding="utf-8")
    assert said == ""
    hinted = re.findall(r'<a class="hint" href="(#[^"]+)" aria-label="(.)">.*?<annotation[^>]*>([^<]+)<', html)
    assert hinted == [("#symbol-eta", "η", r"\eta"), ("#symbol-eta", "L", "L")]
    assert html.count('<tr class="row-even" id="symbol-eta"') == 1
    assert 'id="symbol-X"' in html
    assert 'class="hint"' not in (out / "other.html").read_text(encoding="utf-8")


def test_a_page_carries_what_its_links_to_other_pages_lead_to(site):
    page = "# P\n\nBy {eq}`eq-one`, and {eq}`eq-own`.\n\n$$c = d$$ (eq-own)\n"
    site("house.mathml", "house.previews", steps=CHAPTER, page=page)
    out, _ = site("house.mathml", "house.previews", steps=CHAPTER.replace("a = b", "a = 7"), page=page)
    # the basic theme has no <article>
    html = (out / "page.html").read_text(encoding="utf-8").replace("<body>", "<body><article>")
    html = html.replace("</body>", "</article></body>")
    found = previews.with_previews(html, previews.finder(out, out / "page.html"))
    found = previews.with_previews(found, previews.finder(out, out / "page.html"))  # a page of the last build
    assert found.count("<template") == found.count('data-for="') == 1
    shown = found[found.index("<template") :]
    assert 'data-for="steps.html#equation-eq-one"' in shown and "<mn>7</mn>" in shown
    assert "id=" not in shown.replace('<template id="previews">', "") and "<a " not in shown


def test_what_stands_at_an_anchor_is_the_whole_element_or_nothing():
    html = '<dl><dt id="t">T</dt><dd><dl><dd>in</dd></dl>out</dd><dd>next</dd></dl><p id="p">no</p>'
    assert previews.explanation(html, "t") == "<dd><dl><dd>in</dd></dl>out</dd>"
    assert previews.explanation(html, "p") == previews.explanation(html, "missing") == ""
    told = '<p>S1-F1 <span class="x" id="i" data-told="It is &lt; “this”.">S1-F1</span></p>'
    assert previews.explanation(told, "i") == "<p>It is &lt; “this”.</p>"
    figure = '<figure class="livefig" id="f" x="1"><div aria-label="A &gt; b"></div><figcaption>C</figcaption></figure>'
    assert previews.picture(figure, "a/b", "f", "../") == (
        '<img src="../_images/live-a-b-f.svg" alt="A &gt; b"><figcaption>C</figcaption>'
    )
    assert previews.picture(html, "a/b", "p", "") == ""
