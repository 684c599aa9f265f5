"""The comparison of `livefig.verify` forgives the last decimal of a position and nothing else."""

import numpy as np
import pytest

from livefig import browser
from livefig.errors import VerifyError
from livefig.text.words import write
from livefig.verify import Row, alike, largest_difference, last_unit, table, verify


def test_numbers_must_agree_to_a_thousand_millionth():
    y = np.array([1.0, -2.0, np.nan, np.inf])
    assert largest_difference({"y": y}, {"y": ["1", "-2", "NaN", "Infinity"]}) == 0
    assert largest_difference({"y": y}, {"y": ["1.00000001", "-2", "NaN", "Infinity"]}) == pytest.approx(1e-8)
    for wrong in (
        ["1", "-2", "0", "Infinity"],
        ["1", "NaN", "NaN", "Infinity"],
        ["1", "-2", "NaN", "-Infinity"],
        ["1"],
    ):
        assert largest_difference({"y": y}, {"y": wrong}) == np.inf
    assert largest_difference({"y": y}, {"x": []}) == np.inf


def test_rounding_noise_about_zero_is_no_difference_but_a_small_number_is():
    assert largest_difference({"y": np.array(0.0)}, {"y": "1e-17"}) < 1e-9
    assert largest_difference({"y": np.array(1e-6)}, {"y": "1.01e-6"}) > 1e-9


@pytest.mark.parametrize(
    "wanted, found, same",
    [
        ("M1 2L3.25 4", "M1 2L3.26 4", True),
        ("M1 2L3.25 4", "M1 2L3.28 4", False),
        ("M1 2L3 4", "M1 2M3 4", False),
        ("M1 2L3 4", "M1 2", False),
        (["translate(1 2)", None], ["translate(1 2)", None], True),
        (["translate(1 2)", None], [None, None], False),
        (True, False, False),
    ],
)
def test_drawn_things_are_alike_but_for_the_last_decimal(wanted, found, same):
    assert alike(wanted, found) is same


@pytest.mark.parametrize(
    "wanted, found, same",
    [
        ("The loss is 0.1234.", "The loss is 0.1235.", True),
        ("The loss is 0.1234.", "The loss is 0.1236.", False),
        ("The loss is −0.12.", "The loss is 0.12.", False),
        ("Right about 93 of 100.", "Right about 92 of 100.", False),
        (write(1.5e-7), write(1.5e-6), False),
        (write(1.5e-7), write(1.6e-7), True),
        (write(3e-32), write(4e-32), True),
        (write(3e-32), write(5e-32), False),
        ("up", "down", False),
    ],
)
def test_a_sentence_may_differ_in_the_last_digit_of_a_fraction_only(wanted, found, same):
    assert alike(wanted, found, exact_text=True) is same


def test_one_unit_of_the_last_digit():
    assert [last_unit(n) for n in ("7", "0.25", "1.5e-03")] == pytest.approx([0, 0.01001, 1.001e-4])


def test_an_empty_folder_cannot_be_verified(tmp_path):
    with pytest.raises(VerifyError, match="holds no live figure"):
        verify(tmp_path)


def test_the_table_sums_up():
    text = table([Row("a", "x", 2, 10, 1e-16), Row("a", "y", 1, 5, 1e-3, ["relative difference 0.001"])])
    assert "1 faults" in text
    assert text.endswith(
        "2 figures, 3 controls, 15 settings; largest relative difference between page and NumPy 1.0e-03"
    )


@pytest.mark.parametrize(
    ("error", "said"), [(BrokenPipeError(), False), (ConnectionResetError(), False), (OSError(), True)]
)
def test_a_browser_that_goes_on_is_no_fault_of_the_server(error, said, capsys):
    try:
        raise error
    except OSError:
        browser._Server.handle_error(object.__new__(browser._Server), None, ("127.0.0.1", 1))
    assert bool(capsys.readouterr().err) == said
