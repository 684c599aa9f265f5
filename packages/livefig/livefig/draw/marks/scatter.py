"""The points of `scatter`: position, colour through its own colour map, and size, an area in pt^2."""

from collections.abc import Mapping, Sequence
from typing import Any
from xml.etree.ElementTree import Element

import numpy as np
from matplotlib.artist import Artist
from matplotlib.collections import PathCollection
from matplotlib.transforms import IdentityTransform, Transform

from ...errors import FigureError
from ...spec import Floats, Paint, ScatterBinding, Shown
from ..colours import painted, palette
from ..geometry import Read, number, places, side_by_side, translate
from ..parts import free_looks, gather_marks
from .bars import HATCHED
from .looks import COLLECTION, Look, same
from .mark import Data, Layout, floats
from .points import Points

DASHED = Look(
    "linestyle",
    lambda marks: any(dashes for _, dashes in marks.get_linestyle()),
    "The dashes of an edge would grow with the marks; leave it out.",
)
PLACED = Look(
    "transform",
    lambda marks: not same(marks.get_transform(), IdentityTransform()),
    "The size that moves scales the marks about their places; leave it out.",
)
SIZE = 36.0  # area in which Matplotlib draws the marks whose size moves; the page scales them


class Scatter(Points):
    """Marks that move, take colours and grow."""

    kind = "scatter"
    artist_type = PathCollection
    properties = ("x", "y", "color", "size")

    def __init__(self, artist: Any, wanted: Mapping[str, Any], data: Data):
        super().__init__(artist, wanted, data)
        coloured = not self.has("color") and (artist.get_array() is not None or len(artist.get_facecolors()) > 1)
        different = coloured or (not self.has("size") and len(artist.get_sizes()) > 1)
        if different and self.count != len(self.drawn["x"]):
            raise FigureError(
                f"{self.where} has {len(self.drawn['x'])} colours or sizes, but {self.count} points would move."
                " Draw as many as move."
            )
        self._check_looks()

    @property
    def transform(self) -> Transform:
        return self.artist.get_offset_transform()  # type: ignore[no-any-return]

    def refused(self, part: Artist) -> Sequence[Look]:
        colour, size = self.has("color"), self.has("size")
        return (*COLLECTION, *((HATCHED,) if colour or size else ()), *((DASHED, PLACED) if size else ()))

    def bind(self, layout: Layout) -> ScatterBinding:
        maps = layout.maps(self.artist, self.transform, self.where)
        found: ScatterBinding = {
            "kind": "scatter",
            "x": self.ends["x"],
            "y": self.ends["y"],
            "map": maps,
            "count": self.count,
        }
        if self.has("color"):
            found["colours"] = self._paint()
        if self.has("size"):
            edge = float(self.artist.get_linewidths()[0]) if len(self.artist.get_edgecolors()) else 0.0
            found |= {"size": self.sources["size"], "area": SIZE, "edge": edge}
        return found

    def show(self, read: Read) -> None:
        super().show(read)
        if self.has("color"):
            self.artist.set_array(side_by_side(self.count, read(self.sources["color"]))[0].copy())
        if self.has("size"):
            (sizes,) = side_by_side(self.count, read(self.sources["size"]))
            self.artist.set_sizes(np.where(np.isfinite(sizes) & (sizes > 0), sizes, 0.0))

    def park(self) -> None:
        super().park()
        if self.has("color"):  # Matplotlib draws no mark that has no number
            self.artist.set_array(np.full(max(self.count, 1), self.artist.norm.vmin))
        if self.has("size"):
            self.artist.set_sizes([SIZE])

    @staticmethod
    def arrange(groups: list[Element], binding: ScatterBinding, centre: tuple[float, float]) -> None:
        (group,) = groups
        gather_marks(group, False, centre, free_looks if "colours" in binding or "size" in binding else None)

    @staticmethod
    def shown(binding: ScatterBinding, read: Read) -> Shown:
        x, y = places(binding["map"], binding["count"], read, binding["x"], binding["y"])
        at = [translate(*point) for point in zip(x, y, strict=True)]
        marks = _sized(binding, read, at) if "size" in binding else {"transform": at}
        if "colours" in binding:
            marks |= painted(binding["colours"], read, len(at))
        return {"marks": marks}

    def _check_looks(self) -> None:
        for name in ("color", "size"):
            if self.has(name):
                self.needs(name, (self.count,), ())
        if self.has("color") and self.artist.get_array() is None:
            raise FigureError(
                f"{self.where} has no colour map; give scatter c= one number a point, and cmap=, vmin=, vmax=."
            )
        if self.has("color"):
            self._paint()
        if self.has("size") and len(set(self.artist.get_linewidths())) > 1:
            raise FigureError(f"{self.where}: marks whose size moves need one linewidth for all.")

    def _paint(self) -> Paint:
        """Return the colours, and which attributes of a mark take them: a face, and an edge drawn like its face."""
        face, edge = self.artist.get_facecolors(), self.artist.get_edgecolors()
        names = ["stroke"] if len(face) == 0 else ["fill", "stroke"] if np.array_equal(face, edge) else ["fill"]
        colours = palette(self.artist, self.where, "scatter", flat=True)
        return {"color": self.sources["color"], "paint": names, "palette": colours}

    def _drawn(self) -> tuple[Floats, Floats]:
        offsets = floats(self.artist.get_offsets())
        return offsets[:, 0].copy(), offsets[:, 1].copy()

    def _put(self, x: Floats, y: Floats) -> None:
        self.artist.set_offsets(np.column_stack([x, y]))


def _sized(binding: ScatterBinding, read: Read, at: list[str | None]) -> dict[str, list[str | None]]:
    """Return the transforms of marks scaled to their size, and the widths of edges that stay as thick as before."""
    with np.errstate(all="ignore"):
        scales = np.sqrt(np.asarray(read(binding["size"]), dtype=float) / binding["area"])
    (scales,) = side_by_side(len(at), np.where((scales > 0) & (scales < np.inf), scales, np.nan))
    both = [(place, k if place is not None and not np.isnan(k) else None) for place, k in zip(at, scales, strict=True)]
    found: dict[str, list[str | None]] = {
        "transform": [None if k is None else f"{place} scale({number(k)})" for place, k in both]
    }
    if binding["edge"]:
        found["stroke-width"] = [None if k is None else number(binding["edge"] / k) for _, k in both]
    return found
