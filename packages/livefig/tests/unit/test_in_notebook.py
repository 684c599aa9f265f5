"""A mistake shows in a notebook as the author's lines and the message, not as the engine's own code."""

import os
import subprocess
import sys

import pytest

BEGIN = """
import matplotlib.pyplot as plt
import numpy as np
from livefig import LiveFigure, Slider

x = np.linspace(0, 1, 5)
figure, axes = plt.subplots()
(line,) = axes.plot(x, x)

def show(function, **more):
    return LiveFigure(function, figure, [Slider("a", 0, 1)], moves={line: {"y": "y"}}, says="It.", name="n", alt="x")

"""
CASES = {
    "Slider('a', 1, 0)": "ControlError: Slider('a'): min must be less than max, but 1 >= 0.",
    "show(lambda a: {'z': a * x})": "FigureError: Line2D: y is to follow 'y', but the function returns no such",
    "show(lambda a: {'y': x if a > 2 else 1 / 0 * x})": "ZeroDivisionError: division by zero",
}


@pytest.mark.parametrize("code", CASES)
def test_a_mistake_is_told_in_a_few_lines_with_the_line_of_the_cell(code, tmp_path):
    command = [sys.executable, "-W", "ignore", "-m", "IPython", "--no-banner", "--colors=NoColor", "-c", BEGIN + code]
    told = subprocess.run(
        [*command, "--HistoryManager.enabled=False"], capture_output=True, text=True, check=False,
        env=os.environ | {"IPYTHONDIR": str(tmp_path), "MPLBACKEND": "Agg"},
    )  # fmt: skip
    lines = told.stdout.strip().splitlines()
    assert f"of the cell: {code}" in lines[0] and any(CASES[code] in line for line in lines), told.stdout + told.stderr
    assert len(lines) < 8 and not [line for line in lines if "livefig/" in line]
