"""What can be set on an artist: for each property a value that changes the picture, and what is not tried, and why."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LogNorm
from matplotlib.font_manager import FontProperties
from matplotlib.patches import Circle, Rectangle
from matplotlib.path import Path
from matplotlib.patheffects import withStroke
from matplotlib.transforms import Bbox, ScaledTranslation, TransformedBbox

SMALL = Bbox([[0.2, 0.2], [0.8, 0.6]])


def offset(base: Any, axes: Axes) -> Any:
    """Return a transform with an offset, as a shadow has it."""
    return base + ScaledTranslation(0.1, -0.05, axes.get_figure().dpi_scale_trans)


def axes_of(artist: Any) -> Axes:
    """Return the axes of an artist; an arrow knows its figure only."""
    return artist.get_figure().axes[0]


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
    "verts_and_codes", "weights", "width", "x", "xdata", "xy", "y", "ydata",
}  # fmt: skip
# What cannot be set to something else, or needs what a machine may lack.
UNTRIED = {"usetex": "needs LaTeX", "paths": "of areas, fields and error bars, whose outlines are their numbers"}
# What has no pieces with looks of their own.
ONE = {"Line2D", "Rectangle", "Polygon", "FancyArrowPatch", "Text", "Annotation"}
