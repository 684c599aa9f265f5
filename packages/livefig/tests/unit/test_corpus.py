"""The corpus is sound, what was live stays live, and the score tells the truth."""

import ast
import inspect
import textwrap

import numpy as np
import pytest

from corpus import FIELDS, LESSONS, __main__, score, teaching
from livefig import Checkbox, Choice, Slider
from livefig.compile import call

BY_NAME = {lesson.name: lesson for lesson in LESSONS}


def settings(lesson):
    """The start of all controls, both ends, and two settings by chance."""
    rng = np.random.default_rng(1)
    yield {c.name: c.default for c in lesson.controls}
    yield {c.name: c.probes()[0] for c in lesson.controls}
    yield {c.name: c.probes()[-1 if c.cases else 1] for c in lesson.controls}
    for _ in range(2):
        yield {c.name: c.draw(rng) for c in lesson.controls}


# --- the functions ---


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)
def test_a_function_gives_the_same_real_numbers_whenever_it_is_called(lesson):
    for setting in settings(lesson):
        first, again = (call(lesson.function, lesson.controls, setting) for _ in range(2))
        assert first
        for name, array in first.items():  # `call` has refused what is neither real nor of one shape
            assert array.size, (name, setting)
            np.testing.assert_array_equal(again[name], array)
        assert any(np.isfinite(array.astype(float)).any() for array in first.values()), setting


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)
def test_a_function_is_as_small_as_a_cell_and_says_what_it_gives(lesson):
    source = ast.parse(textwrap.dedent(inspect.getsource(lesson.function))).body[0]
    assert 4 <= source.end_lineno - source.lineno + 1 <= 30
    assert ast.get_docstring(source).endswith(".")
    assert 1 <= len(lesson.controls) <= 5
    assert [c.name for c in lesson.controls] == list(inspect.signature(lesson.function).parameters)


def test_there_are_enough_of_them_from_enough_fields_each_with_a_name_of_its_own():
    assert len(LESSONS) >= 100
    assert len(FIELDS) >= 14
    assert len(BY_NAME) == len(LESSONS)
    assert {lesson.field for lesson in LESSONS} == set(FIELDS)
    assert min(sum(lesson.field == field for lesson in LESSONS) for field in FIELDS) >= 5


def test_a_short_form_is_the_control_that_interact_would_show():
    forms = {"a": (0, 2.5, 1), "n": (1, 9, 3), "kind": ["sine", "square"], "size": [3, 5], "noisy": True}
    made = [teaching.control(name, short) for name, short in forms.items()]
    assert [type(c) for c in made] == [Slider, Slider, Choice, Choice, Checkbox]
    assert [c.default for c in made] == [1, 3, "sine", 3, True]
    assert [isinstance(c, Slider) and c.integer for c in made] == [False, True, False, False, False]
    log = Slider("rate", 0.01, 1, 0.1, log=True)
    assert teaching.control("rate", log) is log


# --- what is live ---


@pytest.mark.parametrize("name", score.listed())
def test_what_was_live_as_written_still_is(name):
    assert score.refusal(BY_NAME[name]) == ""


# --- the score ---


def lesson(function, **controls):
    return teaching.Lesson(function, tuple(teaching.control(name, short) for name, short in controls.items()))


def test_a_refusal_is_told_in_one_line_and_one_that_is_not_ours_is_told_apart(monkeypatch):
    assert score.refusal(lesson(lambda a: {"y": a + 1}, a=(0.0, 1.0, 0.5))) == ""
    said = score.refusal(lesson(lambda a: {"y": "a word"}, a=(0.0, 1.0, 0.5)))
    assert said.startswith("OutputError: ") and "\n" not in said

    def broken(function, controls):
        raise KeyError("a\nb")

    monkeypatch.setattr(score, "compile_function", broken)
    assert score.refusal(LESSONS[0]).startswith("NOT OURS: KeyError")


def test_a_function_that_takes_too_long_is_refused_and_the_next_is_judged():
    live = BY_NAME[score.listed()[0]]
    worker = score.Worker()
    try:
        assert worker.refusal(live, 0.0) == "took more than 0 s"
        assert worker.refusal(live, 60.0) == ""
        worker.process.kill()
        assert worker.refusal(live, 60.0) == "ended the process that compiled it"
    finally:
        worker.end()


@pytest.fixture
def judged(monkeypatch, tmp_path):
    """A score in which of the first field the first two are live, and a list that knows the last two."""
    field = [x for x in LESSONS if x.field == FIELDS[0]]
    found = [score.Verdict(x, "" if k < 2 else "E: no") for k, x in enumerate(field)]
    monkeypatch.setattr(__main__, "verdicts", lambda lessons, patience: iter(found))
    monkeypatch.setattr(score, "LIVE", tmp_path / "live.txt")
    score.write([x.name for x in field[-2:]])
    return [x.name for x in field]


def test_the_table_counts_fields_and_all_of_them(judged, capsys):
    __main__.main([])
    head, row, total = (line.split() for line in capsys.readouterr().out.splitlines())
    assert head == ["field", "functions", "live", "as", "written"]
    assert row == [FIELDS[0].replace("_", " "), str(len(judged)), "2"]
    assert total == ["all", str(len(judged)), "2"]


def test_the_list_only_rises_and_what_fell_is_named(judged, capsys):
    assert __main__.main(["--write", "-v"]) == 1
    assert score.listed() == [*judged[:2], *judged[-2:]]
    out, err = capsys.readouterr()
    assert f"{FIELDS[0]}.{judged[0]}: live" in out
    assert err.splitlines() == [f"was live: {FIELDS[0]}.{name}: E: no" for name in judged[-2:]]
    score.write(["gone", judged[0]])
    assert score.listed() == [judged[0]]  # a function that is gone is no fault


def test_a_name_that_nothing_has_is_refused(capsys):
    with pytest.raises(SystemExit):
        __main__.main(["alchemy"])
    assert f"the fields are {FIELDS[0]}" in capsys.readouterr().err
