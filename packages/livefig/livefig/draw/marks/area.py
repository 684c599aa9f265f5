"""Areas: those of `fill_between` and `fill_betweenx`, and the polygons of `fill`."""

from collections.abc import Mapping, Sequence
from typing import Any
from xml.etree.ElementTree import Element

import numpy as np
from matplotlib.artist import Artist
from matplotlib.collections import FillBetweenPolyCollection
from matplotlib.patches import Polygon
from matplotlib.transforms import Transform

from ...errors import FigureError
from ...spec import AreaBinding, Floats, Shown
from ..geometry import Read, places, runs, side_by_side, spot
from ..parts import leave_paths
from .looks import ALONG, PATCH, Look
from .mark import Data, Layout, Mark, centre, floats


class Area(Mark):
    """What both have: one closed outline for each run of points that can be drawn."""

    kind = "area"

    @staticmethod
    def arrange(groups: list[Element], binding: AreaBinding, centre: tuple[float, float]) -> None:
        leave_paths(groups[0], 1)

    @staticmethod
    def shown(binding: AreaBinding, read: Read) -> Shown:
        there = places(binding["map"], binding["count"], read, binding["x"], binding["y"])
        back: tuple[Floats, Floats] | None = None
        if "x2" in binding:
            back = places(binding["map"], len(there[0]), read, binding["x2"], binding["y2"])
        drawable = np.isfinite([*there, *(back or ())]).all(axis=0)
        text = ""
        for run in runs(np.asarray(drawable)):
            corners = _spots(there, run)
            if back:  # from the start of the second edge, where Matplotlib's dashes begin
                start, *rest = _spots(back, run)
                corners = [start, *corners, *rest[::-1]]
            text += f"M{'L'.join(corners)}Z"
        return {"path": {"d": [text]}}


class Between(Area):
    """The area of `fill_between` (x, y1, y2) or `fill_betweenx` (y, x1, x2), with a gap at what is not finite."""

    artist_type = FillBetweenPolyCollection

    def __init__(self, artist: Any, wanted: Mapping[str, Any], data: Data):
        self.along = artist.t_direction
        across = "y" if self.along == "x" else "x"
        self.properties = (self.along, f"{across}1", f"{across}2")
        super().__init__(artist, wanted, data)
        self.drawn = self._drawn()
        self.count = self._count()
        self.ends = [self.source_or(name, self.drawn.get(name, np.array([]))) for name in self.properties]

    def refused(self, part: Artist) -> Sequence[Look]:
        return ALONG

    def bind(self, layout: Layout) -> AreaBinding:
        t, first, second = self.ends
        x, y, x2, y2 = (t, first, t, second) if self.along == "x" else (first, t, second, t)
        maps = layout.maps(self.artist, self.artist.get_transform(), self.where)
        return {"kind": "area", "x": x, "y": y, "x2": x2, "y2": y2, "map": maps, "count": self.count}

    def show(self, read: Read) -> None:
        self.artist.set_data(*(one.copy() for one in side_by_side(self.count, *map(read, self.ends))))

    def park(self) -> None:
        x, y = centre(self.artist, self.artist.get_transform())
        self.artist.set_verts([[(x, y), (x, y), (x, y)]])

    def _drawn(self) -> dict[str, Floats]:
        """Return the drawn data: a piece is start, first edge, end, second edge backwards, start."""
        pieces = self.artist.get_paths()
        if not pieces and all(map(self.has, self.properties)):
            return {}
        if len(pieces) != 1:
            raise FigureError(
                f"{self.where} is drawn in {len(pieces)} pieces; draw it once in one, without where= and NaN."
                " In the page, NaN in an output leaves a gap."
            )
        vertices = np.asarray(pieces[0].vertices)
        n = (len(vertices) - 3) // 2
        first, second = vertices[1 : n + 1], vertices[n + 2 : 2 * n + 2][::-1]
        t, value = (0, 1) if self.along == "x" else (1, 0)
        data = (first[:, t], first[:, value], second[:, value])
        return dict(zip(self.properties, (column.copy() for column in data), strict=True))

    def _count(self) -> int:
        if not self.drawn:
            for name in self.properties[1:]:
                self.needs(name, self.data(self.along).shape, ())
        count = len(self.drawn[self.along]) if self.drawn else self.data(self.along).size
        for name in self.properties:
            if self.has(name):
                self.needs(name, (count,), ())
        self.at_most(count)
        return count


class Outline(Area):
    """A polygon of `fill`: x and y of its corners, either alone; the other stays as drawn."""

    artist_type = Polygon
    properties = ("x", "y")

    def refused(self, part: Artist) -> Sequence[Look]:
        return PATCH

    def __init__(self, artist: Polygon, wanted: Mapping[str, Any], data: Data):
        super().__init__(artist, wanted, data)
        corners = floats(artist.get_xy())
        corners = corners[:-1] if artist.get_closed() and len(corners) > 1 else corners
        self.count = len(corners)
        for name in "xy":
            if self.has(name):
                self.needs(name, (self.count,))
        self.at_most(self.count)
        if not artist.get_closed():
            raise FigureError(f"{self.where} is not closed; use ax.fill, or ax.plot for a line.")
        self.ends = [self.source_or(name, corners[:, k]) for k, name in enumerate("xy")]

    def bind(self, layout: Layout) -> AreaBinding:
        maps = layout.maps(self.artist, self._data_transform(), self.where)
        return {"kind": "area", "x": self.ends[0], "y": self.ends[1], "map": maps, "count": self.count}

    def show(self, read: Read) -> None:
        self.artist.set_xy(np.column_stack(side_by_side(self.count, *map(read, self.ends))))

    def park(self) -> None:
        self.artist.set_xy(np.tile(centre(self.artist, self._data_transform()), (self.count, 1)))

    def _data_transform(self) -> Transform:
        return self.artist.get_data_transform()  # type: ignore[no-any-return]


def _spots(edge: tuple[Floats, Floats], run: slice) -> list[str]:
    return [spot(*point) for point in zip(*(axis[run] for axis in edge), strict=True)]
