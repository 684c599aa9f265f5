"""A mark: circles."""

from support.adding import Addition

CIRCLE = Addition(
    "a mark",
    {"name": "circle"},
    new={
        "livefig/draw/marks/circle.py": '''\
"""Circles: the place of the centre, and the radius in units of the axes."""

from collections.abc import Mapping
from typing import Any
from xml.etree.ElementTree import Element

import numpy as np
from matplotlib.patches import Circle

from ...errors import FigureError
from ...spec import CircleBinding, Shown
from ..geometry import LIMIT, Read, number, places, spot
from ..parts import leave_paths
from .mark import Data, Layout, Mark, centre, floats


class Disc(Mark):
    """A circle; on axes of two scales it is an ellipse, as Matplotlib draws it."""

    kind = "circle"
    artist_type = Circle
    properties = ("x", "y", "radius")

    def __init__(self, artist: Circle, wanted: Mapping[str, Any], data: Data):
        super().__init__(artist, wanted, data)
        for name in filter(self.has, self.properties):
            self.needs(name, ())
        drawn = zip(self.properties, (*floats(artist.get_center()), artist.get_radius()), strict=True)
        self.ends = {name: self.source_or(name, value) for name, value in drawn}

    def bind(self, layout: Layout) -> CircleBinding:
        maps = layout.maps(self.artist, self.artist.get_data_transform(), self.where)
        if "log" in (maps["x"]["scale"], maps["y"]["scale"]):
            raise FigureError(f"{self.where}: a circle that moves needs linear axes.")
        return {"kind": "circle", "x": self.ends["x"], "y": self.ends["y"], "radius": self.ends["radius"], "map": maps}

    def show(self, read: Read) -> None:
        x, y, radius = (float(read(self.ends[name])) for name in self.properties)
        self.artist.set_center((x, y))
        self.artist.set_radius(radius)

    def park(self) -> None:
        self.artist.set_center(centre(self.artist, self.artist.get_data_transform()))

    @staticmethod
    def arrange(groups: list[Element], binding: CircleBinding, centre: tuple[float, float]) -> None:
        leave_paths(groups[0], 1)

    @staticmethod
    def shown(binding: CircleBinding, read: Read) -> Shown:
        (x,), (y,) = places(binding["map"], 1, read, binding["x"], binding["y"])
        units = [binding["map"]["x"]["a"], binding["map"]["y"]["a"]]
        across, down = np.minimum(np.abs(np.multiply(units, read(binding["radius"]))), LIMIT)
        if not np.isfinite([x, y, across, down]).all():
            return {"path": {"d": [None]}}
        arc = f"A{number(across)} {number(down)} 0 0 1 "
        return {"path": {"d": [f"M{spot(x - across, y)}{arc}{spot(x + across, y)}{arc}{spot(x - across, y)}Z"]}}
''',
        "livefig/js/marks/circle.js": """\
/** @typedef {import("livefig-spec").CircleBinding} CircleBinding */
/** @typedef {import("../geometry.js").Read} Read */
/** @typedef {import("../geometry.js").Shown} Shown */

import { at } from "../data.js";
import { LIMIT, places, short, spot } from "../geometry.js";

/**
 * A circle, as two arcs.
 * @param {CircleBinding} binding
 * @param {Read} read
 * @returns {Shown}
 */
export function circle(binding, read) {
  const { map } = binding,
    radius = at(read(binding.radius), 0);
  const [[x], [y]] = places(map, 1, read(binding.x), read(binding.y));
  const [across, down] = [map.x, map.y].map(({ a }) => Math.min(Math.abs(a * radius), LIMIT));
  if (![x, y, across, down].every(Number.isFinite)) return { path: { d: [null] } };
  const arc = "A" + short(across) + " " + short(down) + " 0 0 1 ";
  return { path: { d: ["M" + spot(x - across, y) + arc + spot(x + across, y) + arc + spot(x - across, y) + "Z"] } };
}
""",
    },
    edits={
        "livefig/draw/marks/__init__.py": {
            "from .contours ": "from .circle import Disc\nfrom .contours ",
            "    Outline,\n": "    Outline,\n    Disc,\n",
        },
        "livefig/js/marks/index.js": {
            'from "./bars.js";\n': 'from "./bars.js";\nimport { circle } from "./circle.js";\n',
            " bars, contours": " bars, circle, contours",
        },
        "livefig/spec.py": {
            "Binding = (\n": '''\
class CircleBinding(Shared):
    """A circle: its centre, and its radius in units of the axes."""

    kind: Literal["circle"]
    x: Source
    y: Source
    radius: Source
    map: Maps


Binding = (
''',
            "    | NumbersBinding\n": "    | NumbersBinding\n    | CircleBinding\n",
        },
        "tests/support/samples.py": {
            "\n\nSAMPLES = {\n": """

def circles(axes):
    disc = axes.add_patch(plt.Circle((0, 0), 0.3, color="C1"))
    ring = axes.add_patch(plt.Circle((0.4, 0.4), 0.2, fill=False, lw=2))
    return {disc: {"x": "a", "radius": "b"}, ring: {"y": "root", "alpha": "b"}}


def circles_outputs(a, b):
    return {"root": np.sqrt(a) + 0 * b}


SAMPLES = {
    "circles": (circles, circles_outputs),
"""
        },
    },
    proof="""\
import re

import matplotlib.pyplot as plt
import numpy as np
import pytest

from support.samples import sample
from support.twins import Marks, assert_twins, in_python, shaken


def test_both_languages_move_a_circle_alike():
    live, page, rng = sample("circles"), Marks(), np.random.default_rng(3)
    for binding in (one for layout in live.spec["layouts"] for one in layout["marks"]):
        assert binding["kind"] == "circle"
        for _ in range(200):
            assert_twins(page, binding, shaken(live.state(), rng), live.constants)
    disc, ring = live.spec["layouts"][0]["marks"]
    assert in_python(disc, live.state(a=1), live.constants) != in_python(disc, live.state(a=0), live.constants)
    away = live.state(a=-1)  # where a root is no number
    for found in (in_python(ring, away, live.constants), page.shown(ring, away, live.constants)):
        assert found["path"] == {"d": [None]}


def test_a_circle_stands_where_matplotlib_puts_it():
    made, axes = plt.subplots()
    axes.set(xlim=(-1, 1), ylim=(0, 5))
    disc = axes.add_patch(plt.Circle((0, 0), 1))
    live = livefig.LiveFigure(
        lambda a: {"r": a / 2}, made, [livefig.Slider("a", 0, 1, value=0.5)],
        moves={disc: {"x": "a", "y": "a", "radius": "r"}}, says="{a}", name="disc", alt="A disc",
    )
    layout = live.spec["layouts"][0]
    (outline,) = re.findall(r'd="(M[^"]*A[^"]*Z)"', layout["svg"])
    numbers = [float(n) for n in re.findall(r"[-.0-9]+", outline)]
    left, middle, across, down = numbers[:4]
    box = disc.get_path().get_extents(disc.get_transform()).extents * 72 / made.get_dpi()
    drawn = [left, layout["height"] - middle - down, left + 2 * across, layout["height"] - middle + down]
    assert drawn == pytest.approx(box, abs=0.02)
""",
    tests=["tests/unit/test_artists.py::test_every_sample_has_two_layouts_of_the_same_artists[circles]"],
)
