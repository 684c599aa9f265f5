"""Hold what a page computed and drew against NumPy."""

import base64
import io
import itertools
import math
import re
from typing import Any

import numpy as np
from PIL import Image

from livefig import LiveFigure, drawing
from livefig.compile import settings

SAME = 1e-9  # relative; beside it, a floor for numbers that are zero but for rounding
FLOOR = 1e-12
DRAWN = 0.011  # units of the picture: positions are written with two decimals
MOST_COMBINATIONS = 24

# One call for a whole figure: set, read back, next. JSON knows no NaN, so numbers travel as text.
MOVE_AND_READ = """
([anchor, all]) => {
  const figure = livefig.get(anchor);
  const one = (x) => Object.is(x, -0) ? "-0" : String(x);
  const text = (x) => typeof x === "number" ? one(x) : Array.isArray(x) ? x.map(text) : x;
  return all.map((values) => {
    figure.set(values);
    const outputs = Object.fromEntries(Object.entries(figure.outputs()).map(([k, v]) => [k, text(v)]));
    return { values: figure.values(), outputs, drawn: figure.drawn(), sentence: figure.sentence() };
  });
}
"""
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e-?\d+)?")


def worth_trying(live: LiveFigure) -> list[dict[str, Any]]:
    """Return settings: for every combination of choices, the sliders at their ends, middle and random places."""
    static = [c for c in live.controls if c.static]
    combinations = list(itertools.product(*(c.values for c in static)))
    rng = np.random.default_rng(20)
    step = math.ceil(len(combinations) / MOST_COMBINATIONS)
    return [
        s
        for combination in combinations[::step]
        for s in settings(live.controls, combination, rng, few=len(combinations) > 6)
    ]


def for_page(live: LiveFigure, values: dict[str, Any]) -> dict[str, Any]:
    """Return control values as the page wants them: a choice by its key."""
    keys = {c.name: c.keys[c.values.index(values[c.name])] for c in live.controls if hasattr(c, "keys")}
    return {
        name: keys.get(name, value if isinstance(value, bool) else float(value) if name not in keys else value)
        for name, value in values.items()
    }


def largest_difference(expected: dict[str, np.ndarray], found: dict[str, Any]) -> float:
    """Return the largest relative difference between NumPy's outputs and the page's; inf where only one is finite."""
    assert set(expected) == set(found)
    worst = 0.0
    for name, value in expected.items():
        value = np.asarray(value, dtype=float)
        got = np.array(found[name], dtype=float).reshape(value.shape)
        finite = np.isfinite(value)
        if not np.array_equal(value[~finite], got[~finite], equal_nan=True) or not np.isfinite(got[finite]).all():
            return np.inf
        if finite.any():
            floor = FLOOR / SAME * max(1.0, float(np.median(np.abs(value[finite]))))
            worst = max(worst, float(np.max(np.abs(value - got)[finite] / np.maximum(np.abs(value[finite]), floor))))
    return worst


def assert_drawn(live: LiveFigure, layout: int, values: dict[str, Any], drawn: list[dict[str, Any]]) -> None:
    """Raise unless every moving artist of the page stands where NumPy puts it."""
    everything, constants = live.state(**values), live.constants
    for number, (binding, found) in enumerate(zip(live.spec["layouts"][layout]["artists"], drawn, strict=True)):
        wanted = drawing.expected(binding, everything, constants)
        where = f"{live.spec['name']}, artist {number} ({binding['kind']}) at {values}"
        for key, value in wanted.items():
            if key == "image":
                assert image_difference(value, found[key]) <= 0.002, where
            else:
                assert alike(value, found[key]), f"{where}: {key}\n{value}\n{found[key]}"


def image_difference(expected: np.ndarray, address: str) -> float:
    """Return the share of pixels whose colour differs; a value on the edge between two colours may fall either way."""
    picture = Image.open(io.BytesIO(base64.b64decode(address.partition(",")[2]))).convert("RGBA")
    got = np.asarray(picture).reshape(expected.shape)
    return float(np.mean(np.any(expected != got, axis=-1)))


def alike(wanted: Any, found: Any) -> bool:
    """Return whether two drawn things are the same but for the last decimal of their positions."""
    if isinstance(wanted, list):
        return isinstance(found, list) and len(wanted) == len(found) and all(map(alike, wanted, found))
    if not isinstance(wanted, str) or not isinstance(found, str) or wanted == found:
        return wanted == found
    if _NUMBER.sub("#", wanted) != _NUMBER.sub("#", found):
        return False
    pairs = zip(_NUMBER.findall(wanted), _NUMBER.findall(found), strict=True)
    return all(abs(float(a) - float(b)) <= DRAWN for a, b in pairs)
