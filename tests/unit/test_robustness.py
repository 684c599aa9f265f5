"""What was tried to break the book is counted from what there is, and a fault stops the measurement."""

import pytest

import measure_robustness
from faults import FAULTS


@pytest.fixture
def suites(tmp_path, monkeypatch):
    """Two small folders of tests instead of the project's, which take long to collect."""
    for folder, text in (
        ("one", "@pytest.mark.mistake\n@pytest.mark.parametrize('x', [1, 2])\ndef test_a(x): pass\ndef test_b(): pass"),
        ("two", "@pytest.mark.axe\ndef test_c(): pass\n\ndef test_a_mistake_is_named(): pass"),
    ):
        (tmp_path / folder).mkdir()
        marks = "mistake" if folder == "one" else "mistake\n    axe"
        (tmp_path / folder / "pytest.ini").write_text(f"[pytest]\naddopts = --strict-markers\nmarkers =\n    {marks}\n")
        (tmp_path / folder / "test_x.py").write_text(f"import pytest\n\n{text}\n")
    monkeypatch.setattr(measure_robustness, "ROOT", tmp_path)
    monkeypatch.setattr(measure_robustness, "SUITES", ["one", "two"])
    return tmp_path


def test_what_the_tests_try_is_counted_by_their_marks_and_not_by_their_names(suites):
    lines = {what: much for what, much, _ in measure_robustness.by_tests()}
    assert lines["wrong inputs to the engine and its tools"] == "2 cases"
    assert lines["pages examined by axe-core"].startswith("1 times")
    assert lines["tests in all"] == "5"
    assert lines["faults planted on purpose"].startswith(f"{len(FAULTS)},")


def test_tests_that_cannot_be_collected_are_not_counted_as_none(suites):
    (suites / "one" / "test_x.py").write_text("import nothing_of_this_name\n")
    with pytest.raises(SystemExit, match="pytest collects no tests in one"):
        measure_robustness.collected("mistake")


def test_a_fault_found_while_moving_figures_stops_the_measurement_and_is_named():
    row = measure_robustness.Row("p", "f", 2, 5, difference=3e-16)
    line = measure_robustness.moved("Firefox 1", "from disk", [row], [])
    assert line == (
        "figures moved in Firefox 1, from disk, 360 px",
        "1 figures, 2 controls, 5 settings",
        "largest difference 3.0e-16",
    )
    assert measure_robustness.table([line]).count("\n") == 2
    row.faults.append("wrong")
    with pytest.raises(SystemExit, match=r"(?s)from disk, 360 px: 2 faults; nothing .*p, f: wrong.*asks elsewhere"):
        measure_robustness.moved("Firefox 1", "from disk", [row], ["asks elsewhere"])
