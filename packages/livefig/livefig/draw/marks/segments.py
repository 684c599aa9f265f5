"""Straight pieces that say weights: colour and dashes the sign, width the size.

`Segments` is an ordinary collection of Matplotlib's; the edges of a drawn network are such.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from xml.etree.ElementTree import Element

import matplotlib
import numpy as np
from matplotlib.artist import Artist
from matplotlib.collections import LineCollection
from matplotlib.colors import to_hex
from numpy.typing import ArrayLike

from ...spec import SegmentsBinding, Shown
from ..geometry import Read, number
from ..parts import leave_paths
from .looks import COLLECTION, Look, has
from .mark import Data, Layout, Mark

WIDTHS = (0.5, 3.6)  # pt, of a weight of nothing and of the largest
DASH = (4.0, 2.5)  # pt, of negative weights, so that colour is not all that tells them
UNSET = "#999999"  # pieces that have no weight yet

Pen = tuple[str, float, str]  # colour, width, dashes


class Segments(LineCollection):
    """Pieces that follow an array of weights of the given shape.

    Parameters
    ----------
    ends : sequence of pairs of points
        In the order of the raveled weights.
    shape : tuple of int
        Of the weights.
    pens : two colours
        Of positive and of negative weights.
    largest : float > 0
        The size of a weight that is drawn widest; larger ones are no wider.
    """

    def __init__(self, ends: Sequence[Any], shape: tuple[int, ...], pens: Sequence[str], largest: float) -> None:
        super().__init__(ends, capstyle="butt", zorder=1)
        self.shape, self.pens, self.largest = shape, [to_hex(pen) for pen in pens], float(largest)
        self.set_color(UNSET)

    def set_weights(self, weights: ArrayLike) -> None:
        """Draw weights."""
        looks = pens(self.look, weights)
        scale = matplotlib.rcParams["lines.scale_dashes"]
        self.set_color([look[0] if look else "none" for look in looks])
        self.set_linewidth([look[1] if look else 0.0 for look in looks])
        styles: Any = [_dashed(look, scale) for look in looks]
        self.set_linestyle(styles)

    @property
    def look(self) -> SegmentsBinding:
        """How a weight becomes a pen, as plain data."""
        return {
            "kind": "segments",
            "pens": self.pens,
            "widths": list(WIDTHS),
            "largest": self.largest,
            "dash": "{:g} {:g}".format(*DASH),
        }


class SegmentsMark(Mark):
    """Pieces whose weights move."""

    kind = "segments"
    artist_type = Segments
    properties = ("weights",)

    def __init__(self, artist: Segments, wanted: Mapping[str, Any], data: Data):
        super().__init__(artist, wanted, data)
        if self.has("weights"):
            self.needs("weights", artist.shape)

    def refused(self, part: Artist) -> Sequence[Look]:
        return (*COLLECTION, Look("gapcolor", has("gapcolor"), "The dashes say the sign; leave it out."))

    def bind(self, layout: Layout) -> SegmentsBinding:
        found: SegmentsBinding = self.artist.look
        if self.has("weights"):
            found["weights"] = self.sources["weights"]
        return found

    def show(self, read: Read) -> None:
        if self.has("weights"):
            self.artist.set_weights(read(self.sources["weights"]))

    def park(self) -> None:
        if self.has("weights"):  # Matplotlib draws no piece without colour
            self.artist.set_weights(np.ones(self.artist.shape))

    @staticmethod
    def arrange(groups: list[Element], binding: SegmentsBinding, centre: tuple[float, float]) -> None:
        if "weights" in binding:
            leave_paths(groups[0], None, keep=True)

    @staticmethod
    def shown(binding: SegmentsBinding, read: Read) -> Shown:
        if "weights" not in binding:
            return {}
        looks = pens(binding, read(binding["weights"]))
        return {
            "path": {
                "stroke": [look and look[0] for look in looks],
                "stroke-width": [look and number(look[1]) for look in looks],
                "stroke-dasharray": [look and look[2] for look in looks],
            }
        }


def pens(look: SegmentsBinding, weights: ArrayLike) -> list[Pen | None]:
    """Return for each weight colour, width and dashes of its piece; none for one that is no number."""
    thin, thick = look["widths"]
    found: list[Pen | None] = []
    for weight in np.ravel(np.asarray(weights, dtype=float)):
        width = thin + (thick - thin) * min(1.0, abs(weight) / look["largest"])
        pen = look["pens"][1 if weight < 0 else 0], float(number(width)), look["dash"] if weight < 0 else "none"
        found.append(None if np.isnan(weight) else pen)
    return found


def _dashed(look: Pen | None, scaled: bool) -> str | tuple[int, tuple[float, ...]]:
    """Return the line style of a pen for Matplotlib, which multiplies dashes by the width."""
    if look is None or look[2] == "none":
        return "-"
    return 0, tuple(part / (look[1] if scaled else 1) for part in DASH)
