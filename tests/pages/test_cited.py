"""A number that no cell computes has a source in its sentence, and the page of sources lists it."""

import nbformat
import pytest

from house import cited


def notebook(text, code="1", output="3.75"):
    """A chapter of one cell of text and one of code, which printed something."""
    out = nbformat.v4.new_output("stream", text=output)
    return nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_markdown_cell(text), nbformat.v4.new_code_cell(code, outputs=[out])],
        metadata={"language_info": {"name": "python", "pygments_lexer": "python"}},
    )


def found(text, **cells):
    return [(claim.number, claim.line, claim.sources) for claim in cited.not_computed(notebook(text, **cells))]


@pytest.mark.parametrize(
    "text",
    [
        "It is 3.75, and 3.750, and $-3.75$.",
        "Of 12 in 2021, and of 25.",
        "GPT-3.5, CIFAR-100, Llama-3.1 and ResNet-152.5 are names.",
        "As section 4.3 of the book says, Sections 4.3 to 4.5, sec. 4.3, § 4.3, page 213, pp. 120–124, Theorem 5.12.",
        "Python 3.14 and version 2.75.",
        "See https://example.org/report-2.51?a=1.75 and doi:10.1038/323533a0 and arXiv:1706.03762.",
        "[At the corner](#figure?z=0.125), `x = 0.125`, {eq}`eq-a-0.125`.",
    ],
)
def test_what_is_computed_or_claims_nothing_needs_no_source(text):
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("It has 231 million.", ["231"]),
        ("A loss of 0.25.", ["0.25"]),
        ("$W-0.7$ and $x-1.5$", ["0.7", "1.5"]),
        ("1,234 or $1{,}235$ or $1\\,236$", ["1,234", "1235", "1236"]),
        ("In section 4.3 the loss is 0.3.", ["0.3"]),
        ("Pages 12 of 1300.5", ["1300.5"]),
    ],
)
def test_a_number_of_which_no_cell_knows_is_found(text, numbers):
    assert [number for number, _, _ in found(text)] == numbers


@pytest.mark.parametrize(
    ("text", "sources"),
    [
        ("It has 231 million {cite}`Netflix2022`.", ["Netflix2022"]),
        ("{cite:t}`A2020` counted 231 million.", ["A2020"]),
        ("It has 231 million {cite}`A2020, B2021`.", ["A2020", "B2021"]),
        ("It had 12 (i.e. few, approx. 231, e.g. here) {cite}`A2020`. More.", ["A2020"]),
        ("It has 231 million. More stands in {cite}`A2020`.", []),
        ("More stands in {cite}`A2020`. It has 231 million.", []),
        ("More stands in {cite}`A2020`\n\nIt has 231 million.", []),
        ("| a | 231 | {cite}`A2020` |\n| b | 25 | |", ["A2020"]),
        ("| a | 231 | |\n| b | 25 | {cite}`A2020` |", []),
        ("* a 231\n* b {cite}`A2020`", []),
    ],
)
def test_a_source_holds_for_its_sentence_or_row_and_no_farther(text, sources):
    assert [(number, beside) for number, _, beside in found(text)] == [("231", tuple(sources))]


def test_the_line_of_a_number_is_told():
    assert found("One.\n`a\n0.5`\n$1\\,000$\n231") == [("1000", 4, ()), ("231", 5, ())]


CHAPTER = notebook(
    "(x)=\n# One\n\nIt had [231 million](#x) people in 12 lands and 0.5 more {cite}`A2020`, *so* it is said. "
    "The loss is 3.75.\n\n"
    "| a | 412 | {cite}`B2021` |\n| - | - | - |\n| c | d | e |\n\nNo source for 7.5."
)
BIB = "@misc{A2020, title={One}, year={2020}}\n@misc{B2021, title={Two}, year={2021}}\n"


@pytest.mark.parametrize("made", [CHAPTER, notebook("# One\n\nNothing.")], ids=["two", "none"])
def test_the_page_lists_each_sentence_once_with_its_source_and_its_chapter(made, site, tmp_path):
    (tmp_path / "source").mkdir()
    files = [("one.ipynb", nbformat.writes(made)), ("s.bib", BIB)]
    text = "# Sources\n\n```{cited-numbers}\n```\n\n```{bibliography}\n:all:\n```\n"
    folder, said = site("sphinx_external_toc", "sphinxcontrib.bibtex", "house.cited",
                        conf="bibtex_bibfiles = ['s.bib']\n", files=files, one="", sources=text)  # fmt: skip
    assert said == ""
    page = (folder / "sources.html").read_text(encoding="utf-8")
    if made is not CHAPTER:
        assert "At present there is none." in page and "<table" not in page
        return
    table = page.partition("<table")[2].partition("</table>")[0]
    assert table.count("<tr") == 3 and table.count(">One</span></a>") == 2
    assert "231 million people in 12 lands" in table and "412" in table and "3.75" not in table and "7.5" not in table
    assert table.count('href="#id') == 2  # to the source below
