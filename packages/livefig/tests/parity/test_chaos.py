"""What the page about limits says of chaos is measured here."""

import re
from pathlib import Path

import numpy as np

from livefig import scan
from livefig.compile import SAME
from livefig.emit import emit
from livefig.trace.tracer import trace

PAGE = Path(__file__).parents[2] / "docs" / "limits.md"


def iterate(x0):
    return {"x": scan(lambda x: 20 * x * np.exp(-x), x0, length=200)}


def test_the_page_about_limits_tells_when_chaos_parts_numpy_and_the_page(v8):
    """Another processor may round another exponential, so a few steps earlier or later is the same story."""
    text = PAGE.read_text(encoding="utf-8")
    said = re.search(r"came at step (\d+), at step (\d+) .*?after (\d+)\s+steps", text, re.DOTALL)
    start = np.float64(re.search(r"from (\S+) in NumPy and in the engine", text)[1])
    program, constants = emit(trace(iterate, {"x0": start}, ["x0"]), ["x0"])
    ours, pages = iterate(start)["x"], v8.run(program, constants, [start])["x"]
    apart = np.abs(ours - pages) / np.abs(ours)
    found = [np.argmax(apart > bound) for bound in (0, SAME, 0.5)]
    assert found == sorted(found) and found[0] > 0
    assert np.abs(np.subtract(found, [int(step) for step in said.groups()])).max() <= 25
