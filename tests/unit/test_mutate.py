"""The tool that plants faults: each can be planted, and what it reports is true."""

import re
from pathlib import Path

import pytest

import mutate

ROOT = Path(__file__).resolve().parents[2]


def test_every_fault_can_be_planted_and_has_a_test_set():
    assert len(mutate.FAULTS) >= 25
    assert len({fault.what for fault in mutate.FAULTS}) == len(mutate.FAULTS)
    for fault in mutate.FAULTS:
        small = fault.file == mutate.SMALL
        text = mutate.SMALL_PAGE if small else (ROOT / fault.file).read_text(encoding="utf-8")
        assert mutate.planted(text, fault) != text
        for path in re.findall(r"\S+\.(?:py|ipynb)", " ".join(mutate.command(fault.by)[1:])):
            assert (ROOT / mutate.folder_of(fault.by) / path).exists(), path


def test_a_fault_whose_text_is_gone_is_named():
    fault = mutate.Fault("a slip", "a.py", r"nowhere to be found", "x", "pytest a")
    with pytest.raises(mutate.PlantError, match=r"a\.py has nothing .* mend the fault 'a slip'"):
        mutate.planted("some text", fault)
    with pytest.raises(mutate.PlantError):
        mutate.planted("some text", mutate.Fault("no change", "a.py", "some", "some", "pytest a"))


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project of one function and its test."""
    (tmp_path / "f.py").write_text("def f(x):\n    return x + 1\n")
    (tmp_path / "test_f.py").write_text("from f import f\n\n\ndef test_one_more():\n    assert f(1) == 2\n")
    return tmp_path


@pytest.mark.parametrize(
    ("put", "survived", "by"), [("x - 1", False, "test_f.py::test_one_more"), ("1 + x", True, "1 passed")]
)
def test_a_fault_is_caught_or_survives_and_is_taken_away_again(project, put, survived, by):
    fault = mutate.Fault("a sign", "f.py", r"x \+ 1", put, "pytest test_f.py")
    result, said = mutate.survives(fault, project)
    assert (result, by in said) == (survived, True)
    assert (project / "f.py").read_text() == "def f(x):\n    return x + 1\n"


def test_a_test_set_that_is_red_anyway_catches_nothing(project, capsys):
    (project / "f.py").write_text("def f(x):\n    return x\n")
    fault = mutate.Fault("a sign", "f.py", r"return x", "return -x", "pytest test_f.py")
    assert mutate.red_anyway([fault], project) == ["pytest test_f.py"]
    assert "red without a fault: pytest test_f.py: test_f.py::test_one_more" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ("FAILED tests/a.py::test_b[x-1] - assert 0\n", "tests/a.py::test_b"),
        ("\x1b[31mERROR\x1b[0m tests/a.py\n", "tests/a.py"),
        ("/x/page.md:3: WARNING: no such thing\n", "no such thing"),
        ("notebooks/a.ipynb: the sections are wrong\n", "the sections are wrong"),
    ],
)
def test_what_noticed_a_fault_is_named(said, named):
    assert mutate.caught_by(said) == named
