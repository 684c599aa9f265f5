"""Each mistake that a page shows raises what the page says: the class of its error, and the words that help."""

from pathlib import Path

import pytest

import livefig.errors
from directives.cases import Case, MistakeError, made, read
from livefig.spec import REFERENCE

FILES = sorted(Path(__file__).parents[2].joinpath("docs", "mistakes").glob("*.toml"))
CASES = [case for file in FILES for group in read(file).values() for case in group]


@pytest.mark.mistake
@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_a_mistake_is_named_with_the_way_out(case, monkeypatch):
    monkeypatch.setenv(REFERENCE, "1")  # while a book is built; in a notebook some are warnings
    said = made(case)
    assert issubclass(getattr(livefig.errors, said.error), livefig.errors.LiveFigureError)
    assert said.line is None or said.line in case.code


def test_no_case_stands_there_twice():
    assert len(CASES) > 150
    written = [(case.prepare, case.around, case.code) for case in CASES]
    assert len(set(written)) == len(written)


CASE = {"error": "ValueError", "says": "no good", "variant": False, "name": "c", "prepare": "", "around": "{code}"}


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("1 + 1", "c raises nothing: 1 [+] 1"),
        ("raise TypeError('no good')", "it raises TypeError: no good"),
        ("raise ValueError('so bad')", "with the words 'no good'; it raises ValueError: so bad"),
        ("raise ValueError(nothing)", "it raises NameError"),
    ],
)
def test_a_case_that_does_not_do_what_its_file_says_is_found(code, said):
    with pytest.raises(MistakeError, match=said):
        made(Case(code=code, **CASE))


def test_the_code_stands_in_its_place_with_all_its_lines():
    case = Case(code="if w:\n    return 1", **{**CASE, "around": "def f(w):\n    {code}\nf(1)"})
    assert case.program == "def f(w):\n    if w:\n        return 1\nf(1)"


@pytest.mark.parametrize("row", ['code = "x"', 'code = "x"\nerror = "E"\nsays = "s"\nvariants = true'])
def test_a_case_that_is_incomplete_is_named(tmp_path, row):
    (tmp_path / "a.toml").write_text(f"[[group]]\n{row}\n")
    with pytest.raises(MistakeError, match="a-group-1: a case has code, error, says"):
        read(tmp_path / "a.toml")
