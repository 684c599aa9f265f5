"""The artists that move, made of numbers, so that Matplotlib can draw them of others; `values.py` is set on each."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.artist import ArtistInspector
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.collections import PathCollection
from matplotlib.colors import Normalize
from matplotlib.patches import FancyArrowPatch

from livefig import network_diagram
from support.values import ONE, VALUES, WITH, axes_of, offset

X = np.linspace(0.15, 0.85, 5)
GRID = np.linspace(0.0, 1.0, 7)
Values = Mapping[str, Any]
FIELD = {"angles": "xy", "scale_units": "xy", "scale": 1, "width": 0.02}


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
        lambda axes, v: axes.bar(X, v["y"], width=0.1, edgecolor="black"), {"height": "y"}, HEIGHTS,
        lambda bars: bars.patches, BAR,
    ),
    "bars across": Case(
        lambda axes, v: axes.barh(X, v["y"], height=0.1, ec="black"), {"width": "y"}, HEIGHTS,
        lambda bars: bars.patches, BAR,
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
