"""A check accepts what agrees, refuses what does not, and says what it compared."""

import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import numpy as np
import pytest
import sympy
from IPython.utils.capture import capture_output

from formulacheck import check, errors
from formulacheck.checking import MIME, ROUNDING, Result
from formulacheck.errors import CheckFailed

FILE = Path(__file__).parents[1] / "docs" / "mistakes.toml"  # a page shows what is tested here
GROUPS = tomllib.loads(FILE.read_text(encoding="utf-8"))
PREPARED = GROUPS.pop("prepare")
MISTAKES = [row for rows in GROUPS.values() for row in rows]
x = sympy.Symbol("x")


def said(capsys, *given, **more):
    check("eq-a", "counting", *given, **more)
    return capsys.readouterr().out.strip()


@pytest.mark.parametrize(
    ("got", "want", "within", "words"),
    [
        ([1.0, 2.0], [1.0, 2.0 + 1e-11], 1e-9, "2 numbers, largest error below 1e-11"),
        (2.0, 2.0, 1e-9, "1 number, largest error below 1e-15"),
        ([3, 4], [3, 4], None, "2 numbers, exact"),
        ([True, False], [True, False], None, "2 numbers, exact"),
        (1e9 + 1, 1e9, 1e-8, "1 number, largest error below 1e-09"),  # relative above one
        (1e-3, 2e-3, 1e-2, "1 number, largest error below 1e-03"),  # absolute below one
        ([np.inf, -np.inf], [np.inf, -np.inf], 0, "2 numbers, largest error below 1e-15"),
        (np.zeros(1200), np.zeros(1200), 0, "1,200 numbers, largest error below 1e-15"),
    ],
)
def test_what_agrees_is_counted_and_its_error_named(capsys, got, want, within, words):
    assert said(capsys, got, want, within=within) == f"check: eq-a, by counting: {words}"


def test_a_failed_check_is_an_assertion_that_failed():
    assert issubclass(CheckFailed, AssertionError)


def test_a_refutation_needs_a_difference(capsys):
    words = said(capsys, [1.0, 0.0], [1.0, 0.25], within=1e-3, holds=False)
    assert words == "check: eq-a does not hold, by counting: 2 numbers, largest error above 1e-01"
    assert said(capsys, [1, 0], [1, 1], holds=False).endswith("2 numbers, not the same")


@pytest.mark.parametrize(
    ("got", "want", "count"),
    [
        (sympy.sin(x) ** 2 + sympy.cos(x) ** 2, 1, "1 expression"),
        (sympy.diff(x**2, x) - 2 * x, 0, "1 expression"),
        ([x + x, x * x], [2 * x, x**2], "2 expressions"),
        (sympy.Matrix([x, x * x]).jacobian([x]), sympy.Matrix([1, 2 * x]), "2 expressions"),
    ],
)
def test_expressions_are_equal_for_all_values_or_not_at_all(capsys, got, want, count):
    assert said(capsys, got, want) == f"check: eq-a, by counting: {count}, exact"
    with pytest.raises(CheckFailed, match="a difference remains"):
        check("eq-a", "SymPy", got, np.asarray(want, dtype=object) + sympy.Rational(1, 10**12) * x)


@pytest.mark.mistake
@pytest.mark.parametrize("row", MISTAKES, ids=range(len(MISTAKES)))
def test_what_fails_and_what_asks_nothing_says_so_word_by_word(row):
    namespace = {}
    exec(PREPARED, namespace)  # noqa: S102
    with pytest.raises(getattr(errors, row["error"])) as caught:
        exec(row["code"], namespace)  # noqa: S102
    assert type(caught.value).__name__ == row["error"]
    assert row["says"] in str(caught.value)


def test_the_file_of_mistakes_is_whole():
    assert len(MISTAKES) >= 20
    assert len({row["code"] for row in MISTAKES}) == len(MISTAKES)


def test_the_book_receives_the_finding_as_data():
    result = Result("eq-a", "counting", 3, 2e-7, True)
    bundle = result._repr_mimebundle_()
    found = json.loads(json.dumps(bundle[MIME]))
    assert found == {
        "label": "eq-a",
        "road": "counting",
        "count": 3,
        "error": 2e-7,
        "holds": True,
        "noun": "number",
        "verdict": "3 numbers, largest error below 1e-06",
    }
    assert bundle["text/plain"] == repr(result)


def test_every_check_of_a_cell_is_shown_not_only_the_last(capsys):
    with capture_output(display=True) as shown:
        check("eq-a", "counting", 1, 1)
        check("eq-b", "counting", 1, 1)
    assert [one for one in ("eq-a", "eq-b") if one in shown.stdout] == ["eq-a", "eq-b"]


def test_rounding_noise_prints_the_same_on_every_machine(capsys):
    noise = {said(capsys, 1.0, 1.0 + error, within=1e-9) for error in (0.0, 2.3e-16, 0.9 * ROUNDING)}
    assert len(noise) == 1


def test_the_first_lines_of_the_readme_work_and_print_what_they_say(capsys):
    text = (FILE.parents[1] / "README.md").read_text(encoding="utf-8")
    code, said = re.search(r"```python\n(.*?)```\n\n```text\n(.*?)```", text, re.DOTALL).groups()
    exec(code, {})  # noqa: S102
    assert capsys.readouterr().out == said


@pytest.mark.parametrize("code", ["check('eq-a', 'a road', 1, 2, within=1e-9)", "check('a', 'a road', 1, 1)"])
def test_a_notebook_shows_the_line_of_the_cell_and_the_message_and_no_more(code, tmp_path):
    command = [sys.executable, "-m", "IPython", "--no-banner", "--colors=NoColor", "--HistoryManager.enabled=False"]
    told = subprocess.run(
        [*command, "-c", f"from formulacheck import check\n{code}"],
        capture_output=True, text=True, check=False, env=os.environ | {"IPYTHONDIR": str(tmp_path)},
    ).stdout.strip().splitlines()  # fmt: skip
    assert told[0] == f"line 2 of the cell: {code}" and told[-1].startswith("Check") and len(told) == 3, told
