"""The map of CONTRIBUTING.md is true: through the files that it names, and no other, one of each sort can be added.

What is added works from end to end, in a copy of the package; here, without it, the same is refused or not there.
"""

from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pytest

import livefig
from livefig.errors import FigureError, UnsupportedError
from livefig.trace.refusals import LIVE
from livefig.trace.table import ADVICE
from support.adding import rows, walk
from support.additions.control import STEPPER
from support.additions.mark import CIRCLE
from support.additions.operations import ATLEAST_3D, GCD, NANCUMSUM, POLY
from support.additions.refusal import LONG_LABEL
from support.v8 import moving

HOME = Path(__file__).parents[2]
MAP = HOME / "CONTRIBUTING.md"
# The package is where it was installed; what is around it is here.
PARTS = {
    "livefig": Path(livefig.__file__).parent,
    **{path: HOME / path for path in ("tests", "docs", "pyproject.toml")},
}
OPERATIONS = {
    np.gcd: (GCD, [np.array([4, 6]), np.array([6, 9])]),
    np.poly: (POLY, [np.ones(3)]),
    np.atleast_3d: (ATLEAST_3D, [np.ones(3)]),
    np.nancumsum: (NANCUMSUM, [np.ones(3)]),
}


@pytest.mark.parametrize("function", OPERATIONS, ids=lambda f: f.__name__)
def test_an_operation_is_added_by_its_row_and_works_in_numpy_and_in_v8(function, tmp_path):
    addition, arrays = OPERATIONS[function]
    with pytest.raises(UnsupportedError, match=f"np.{function.__name__} has no live form here"):
        moving(function, arrays)
    walk(tmp_path, PARTS, MAP, addition, "livefig")


def test_a_control_is_added_by_its_row_and_works_in_python_and_in_the_page(tmp_path):
    with pytest.raises(AttributeError, match="has no attribute 'Stepper'"):
        _ = livefig.Stepper
    walk(tmp_path, PARTS, MAP, STEPPER, "livefig")


def test_a_mark_is_added_by_its_row_and_moves_in_both_languages(tmp_path):
    figure, axes = plt.subplots()
    disc = axes.add_patch(plt.Circle((0, 0), 1))
    with pytest.raises(FigureError, match="Circle cannot move"):
        livefig.LiveFigure(
            lambda a: {"r": a}, figure, [livefig.Slider("a", 0, 1)],
            moves={disc: {"radius": "r"}}, says="{a}", name="disc", alt="A disc",
        )  # fmt: skip
    walk(tmp_path, PARTS, MAP, CIRCLE, "livefig")


def test_a_refusal_is_added_by_its_row_and_shown_among_the_mistakes(tmp_path):
    assert len(livefig.Slider("w", 0, 1, label=9 * "too long, ").label) == 90
    walk(tmp_path, PARTS, MAP, LONG_LABEL, "livefig")


def test_every_row_of_the_map_is_walked():
    walked = [*(addition for addition, _ in OPERATIONS.values()), STEPPER, CIRCLE, LONG_LABEL]
    assert list(rows(MAP)) == [addition.row for addition in walked]


def test_no_function_has_a_row_and_advice_to_write_something_else():
    assert not LIVE & ADVICE.keys()
