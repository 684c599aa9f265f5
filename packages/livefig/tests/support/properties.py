"""What can be set on the artists that move: for each a maker, and for each property a value that changes the picture."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.artist import ArtistInspector
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import LogNorm, Normalize
from matplotlib.font_manager import FontProperties
from matplotlib.collections import PathCollection
from matplotlib.patches import Circle, FancyArrowPatch, Rectangle
from matplotlib.path import Path
from matplotlib.patheffects import withStroke
from matplotlib.transforms import Bbox, ScaledTranslation, TransformedBbox

from livefig import network_diagram

X = np.linspace(0.15, 0.85, 5)
GRID = np.linspace(0.0, 1.0, 7)
Values = Mapping[str, Any]
FIELD = {"angles": "xy", "scale_units": "xy", "scale": 1, "width": 0.02}
SMALL = Bbox([[0.2, 0.2], [0.8, 0.6]])


def offset(base: Any, axes: Axes) -> Any:
    """Return a transform with an offset, as a shadow has it."""
    return base + ScaledTranslation(0.1, -0.05, axes.get_figure().dpi_scale_trans)


def axes_of(artist: Any) -> Axes:
    """Return the axes of an artist; an arrow knows its figure only."""
    return artist.get_figure().axes[0]


def _surface(bend: float) -> Any:
    return np.add.outer(GRID**2, bend * GRID)


@dataclass
class Case:
    """An artist that moves: how it is made of numbers, which of its artists has the property, and what moves."""

    make: Callable[[Axes, Values], Any]
    moves: Mapping[str, Any]
    values: tuple[Values, Values]
    part: Callable[[Any], Sequence[Any]] = lambda artist: [artist]
    own: Mapping[str, Any] = field(default_factory=dict)  # values of properties that others have in another way
    ordered: bool = True
    data: str = ""  # properties that are what moves


def _pairs(**pairs: tuple[Any, Any]) -> tuple[Values, Values]:
    both = [{name: np.asarray(pair[k], dtype=float) for name, pair in pairs.items()} for k in (0, 1)]
    return both[0], both[1]


HEIGHTS = _pairs(y=(X, X[::-1] ** 2 + 0.1))
BELOW = _pairs(y=(X, 0.2 + 0.3 * X))
POINT = _pairs(x=(0.5, 0.4), y=(0.5, 0.6))


def _errors(axes: Axes, v: Values) -> Any:
    return axes.errorbar(X, v["y"], yerr=0.05, xerr=0.04, fmt="o--", capsize=4, elinewidth=2)


def _arrow(axes: Axes, v: Values) -> Any:
    return axes.annotate("", (v["x"], v["y"]), (0.1, 0.2), arrowprops={"arrowstyle": "-|>", "mutation_scale": 20})


def _edges(axes: Axes, v: Values) -> Any:
    edges = network_diagram(axes, [2, 2]).edges[0]
    edges.set_weights(v["W"])
    return edges


def _numbers(axes: Axes, v: Values) -> Any:
    numbers = network_diagram(axes, [2, 2]).values[0]
    numbers.set_values(v["h"])
    return numbers


BAR = {"transform": lambda one: offset(one.get_data_transform(), axes_of(one))}
MAP = ScalarMappable(Normalize(0, 1), "viridis")


def _painted(bars: Any, numbers: Any) -> Any:
    for bar, colour in zip(bars, MAP.to_rgba(numbers), strict=True):
        bar.set_facecolor(colour)
    return bars


CASES: dict[str, Case] = {
    "line": Case(lambda axes, v: axes.plot(X, v["y"], "o-", ms=9)[0], {"y": "y"}, HEIGHTS),
    "dashed line": Case(lambda axes, v: axes.plot(X, v["y"], "s--", ms=9)[0], {"y": "y"}, HEIGHTS),
    "markers": Case(lambda axes, v: axes.plot(X, v["y"], "o", ms=9)[0], {"y": "y"}, HEIGHTS),
    "marker": Case(lambda axes, v: axes.plot([v["x"]], [v["y"]], "o", ms=9)[0], {"x": "x", "y": "y"}, POINT),
    "scatter": Case(lambda axes, v: axes.scatter(X, v["y"], s=60), {"y": "y"}, HEIGHTS),
    "coloured scatter": Case(
        lambda axes, v: axes.scatter(X, X, c=v["y"], vmin=0, vmax=1, s=60, edgecolors="black"), {"color": "y"}, HEIGHTS,
        data="array",
    ),
    "sized scatter": Case(
        lambda axes, v: axes.scatter(X, X, s=v["s"], edgecolors="black", linewidths=2), {"size": "s"},
        _pairs(s=(100 * X, 90 * X[::-1])), data="sizes",
    ),
    "bars": Case(
        lambda axes, v: axes.bar(X, v["y"], width=0.1, edgecolor="black"), {"height": "y"}, HEIGHTS, lambda bars: bars.patches,
        BAR,
    ),
    "bars across": Case(
        lambda axes, v: axes.barh(X, v["y"], height=0.1, ec="black"), {"width": "y"}, HEIGHTS, lambda bars: bars.patches,
        BAR,
    ),
    "polygon": Case(
        lambda axes, v: axes.fill(X, v["y"], edgecolor="black")[0], {"y": "y"},
        _pairs(y=([0.1, 0.4, 0.8, 0.4, 0.2], [0.2, 0.2, 0.5, 0.9, 0.7])),
    ),
    "area": Case(lambda axes, v: axes.fill_between(X, v["y"], 0.05, edgecolor="black"), {"y1": "y"}, HEIGHTS),
    "image": Case(
        lambda axes, v: axes.imshow(v["z"], vmin=0, vmax=2, extent=(0, 1, 0, 1), aspect="auto"), {"image": "z"},
        _pairs(z=(_surface(0.5), _surface(0.9))), data="array",
    ),
    "text": Case(
        lambda axes, v: axes.text(v["x"], v["y"], f"x = {v['x']:.1f} here", fontsize=14),
        {"x": "x", "y": "y", "text": "x = {x:.1f} here"}, POINT, data="linespacing multialignment",
    ),
    "place of a text": Case(
        lambda axes, v: axes.text(v["x"], v["y"], "some words", fontsize=14), {"x": "x", "y": "y"}, POINT
    ),
    "annotation": Case(
        lambda axes, v: axes.annotate("words", (v["x"], v["y"]), (6, 3), textcoords="offset points"),
        {"x": "x", "y": "y"}, POINT,
    ),
    "arrow's annotation": Case(_arrow, {"x": "x", "y": "y"}, POINT),
    "arrow": Case(_arrow, {"x": "x", "y": "y"}, POINT, lambda artist: [artist.arrow_patch]),
    "contours": Case(
        lambda axes, v: axes.contour(GRID, GRID, v["z"], levels=[0.3, 0.7, 1.1]), {"x": GRID, "y": GRID, "z": "z"},
        _pairs(z=(_surface(0.5), _surface(0.9))), data="paths",
    ),
    "field": Case(
        lambda axes, v: axes.quiver(X, X, 0.05 + v["y"] / 3, 0 * X + 0.1, **FIELD), {"u": "u"},
        tuple({**v, "u": 0.05 + v["y"] / 3} for v in HEIGHTS),  # type: ignore[arg-type]
    ),
    "coloured bars": Case(
        lambda axes, v: _painted(axes.bar(X, X, width=0.1, edgecolor="black"), v["y"]),
        {"color": ("y", MAP)}, HEIGHTS, lambda bars: bars.patches,
        BAR, data="color facecolor",
    ),
    "edged field": Case(
        lambda axes, v: axes.quiver(X, X, 0.05 + v["y"] / 3, 0 * X + 0.1, ec="black", lw=1, **FIELD), {"u": "u"},
        tuple({**v, "u": 0.05 + v["y"] / 3} for v in HEIGHTS),  # type: ignore[arg-type]
    ),
    "weights of a network": Case(
        _edges, {"weights": "W"}, _pairs(W=([[1, -1], [0.2, 0.5]], [[-0.3, 1], [0.7, -2]])), ordered=False,
        data="color colors edgecolor linestyle linewidth",
    ),
    "numbers of a network": Case(
        _numbers, {"values": "h"}, _pairs(h=([0.5, 0.25], [1.25, -0.75])), lambda numbers: numbers.texts,
        data="linespacing multialignment",
    ),
    "line of error bars": Case(_errors, {"y": "y"}, BELOW, lambda artist: [artist.lines[0]], ordered=False),
    "caps of error bars": Case(_errors, {"y": "y"}, BELOW, lambda artist: artist.lines[1], ordered=False),
    "bars of error bars": Case(_errors, {"y": "y"}, BELOW, lambda artist: artist.lines[2], ordered=False),
}  # fmt: skip

# --- what can be set, to what -----------------------------------------------------------------------------------

# The value of a property is a value, or a function of the artist that has it.
VALUES: dict[str, Any] = {
    "agg_filter": lambda one: lambda pixels, dpi: (pixels[::-1], 3, 3),
    "alpha": 0.4,
    "animated": True,
    "antialiased": False,
    "array": lambda one: np.linspace(0, 1, len(one.get_offsets())),
    "arrowstyle": "->",
    "backgroundcolor": "yellow",
    "bbox": {"boxstyle": "round"},
    "capstyle": "round",
    "clim": (0, 5),
    "clip_box": lambda one: TransformedBbox(SMALL, axes_of(one).transAxes),
    "clip_on": lambda one: not one.get_clip_on(),
    "clip_path": lambda one: Circle((0.5, 0.5), 0.3, transform=axes_of(one).transAxes),
    "cmap": "magma",
    "color": "C3",
    "colors": "C3",
    "connectionstyle": "arc3,rad=0.3",
    "dash_capstyle": "round",
    "dash_joinstyle": "bevel",
    "dashes": [1, 2, 5, 2],
    "drawstyle": "steps-mid",
    "edgecolor": "C3",
    "edgegapcolor": "C3",
    "facecolor": "C3",
    "fill": False,
    "fillstyle": "left",
    "fontfamily": "serif",
    "fontfeatures": ["liga=0"],
    "fontproperties": lambda one: FontProperties(size=20),
    "fontsize": 20,
    "fontstretch": "condensed",
    "fontstyle": "italic",
    "fontvariant": "small-caps",
    "fontweight": "bold",
    "gapcolor": "C3",
    "hatch": "/",
    "hatch_linewidth": 3,
    "hatchcolor": "C3",
    "horizontalalignment": "right",
    "extent": (0, 1, 0, 0.5),
    "filternorm": False,
    "filterrad": 7,
    "interpolation": "bicubic",
    "interpolation_stage": "rgba",
    "resample": True,
    "language": "de",
    "linespacing": 3,
    "math_fontfamily": "stix",
    "rotation_mode": "anchor",
    "transform_rotates_text": True,
    "angle": 20,
    "annotation_clip": True,
    "closed": False,
    "linestyle of each": ["-", "--", ":", "-.", "-"],
    "linewidth of each": [1, 2, 3, 4, 5],
    "edgecolor of each": ["red", "green", "blue", "black", "gray"],
    "facecolor of each": ["red", "green", "blue", "black", "gray"],
    "joinstyle": "bevel",
    "linestyle": "--",
    "linewidth": 4,
    "marker": "^",
    "markeredgecolor": "C3",
    "markeredgewidth": 3,
    "markerfacecolor": "C3",
    "markerfacecoloralt": "C3",
    "markersize": 15,
    "markevery": 2,
    "multialignment": "right",
    "mutation_aspect": 0.5,
    "mutation_scale": 30,
    "norm": lambda one: LogNorm(0.01, 2),
    "offset_transform": lambda one: offset(one.get_offset_transform(), axes_of(one)),
    "parse_math": False,
    "patchA": lambda one: Rectangle((0.1, 0.1), 0.2, 0.2, transform=axes_of(one).transData),
    "patchB": lambda one: Rectangle((0.3, 0.4), 0.3, 0.3, transform=axes_of(one).transData),
    "path_effects": lambda one: [withStroke(linewidth=6, foreground="C3")],
    "paths": lambda one: [Path([[-1, -1], [1, -1], [0, 1], [-1, -1]])],
    "rasterized": True,
    "rotation": 30,
    "sizes": [90],
    "sketch_params": 3,
    "snap": True,
    "solid_capstyle": "round",
    "solid_joinstyle": "bevel",
    "transform": lambda one: offset(one.get_transform(), axes_of(one)),
    "url": "https://example.org",
    "urls": ["https://example.org"],
    "usetex": True,
    "verticalalignment": "top",
    "visible": False,
    "wrap": True,
    "zorder": 0.5,
}  # fmt: skip

# What else must be set for a property to be seen.
WITH: dict[str, Mapping[str, Any]] = {
    "dash_capstyle": {"linestyle": "--"},
    "dash_joinstyle": {"linestyle": "--"},
    "edgegapcolor": {"linestyle": "--"},
    "gapcolor": {"linestyle": "--"},
    "hatch_linewidth": {"hatch": "/"},
    "hatchcolor": {"hatch": "/"},
    "markerfacecoloralt": {"fillstyle": "left"},
    "linespacing": {"text": "two\nlines"},
    "multialignment": {"text": "two\nlines here"},
    "rotation_mode": {"rotation": 30},
    "transform_rotates_text": {"rotation": 30},
}


# What no picture shows, and what the numbers of the artist are: not tried.
SILENT = {"figure", "gid", "in_layout", "label", "mouseover", "picker", "pickradius"}
NUMBERS = {
    "UVC", "anncoords", "bounds", "data", "height", "offsets", "position", "positions", "segments", "text", "verts",
    "verts_and_codes", "width", "x", "xdata", "xy", "y", "ydata",
}  # fmt: skip
# What cannot be set to something else, or needs what a machine may lack.
UNTRIED = {"usetex": "needs LaTeX", "paths": "of areas, fields and error bars, whose outlines are their numbers"}
ONE = {"Line2D", "Rectangle", "Polygon", "FancyArrowPatch", "Text", "Annotation"}  # have no pieces with looks of their own


def setters(artist: Any) -> set[str]:
    """Return the names of the properties that can be set."""
    return set(ArtistInspector(artist).get_setters())


def tried(case: Case) -> list[str]:
    """Return the rows of the table that are tried on an artist."""
    part = case.part(figure_of(case, case.values[0])[1])[0]
    names, one = setters(part), type(part).__name__ in ONE
    left_out = set(case.data.split()) | {"usetex"} | ({"paths"} if not isinstance(part, PathCollection) else set())
    left_out |= {"rasterized"} if isinstance(part, FancyArrowPatch) else set()  # Matplotlib itself ignores it
    plt.close("all")
    return [
        row
        for row in VALUES
        if (name := row.split()[0]) in names and name not in left_out and not (one and row.endswith("of each"))
    ]


def figure_of(case: Case, values: Values) -> tuple[Any, Any]:
    """Return a figure with the artist in it, and the artist."""
    figure, axes = plt.subplots(figsize=(4, 3))
    axes.set(xlim=(0, 1), ylim=(0, 1))
    axes.set_axis_off()
    return figure, case.make(axes, values)


def put(case: Case, artist: Any, name: str) -> None:
    """Set a property of an artist to its value in the table, and what else must be set for it to be seen."""
    value = case.own.get(name, VALUES[name])
    for part in case.part(artist):
        part.set(**WITH.get(name, {}))
        part.set(**{name.split()[0]: value(part) if callable(value) else value})
