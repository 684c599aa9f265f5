"""Areas that move: bars, filled areas and images."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.cm import ScalarMappable
from matplotlib.collections import FillBetweenPolyCollection
from matplotlib.container import BarContainer
from matplotlib.image import AxesImage
from matplotlib.patches import Polygon
from matplotlib.transforms import Transform

from .. import shown as drawing
from .mark import PIXELS, POINTS, Layout, Mover, Values, centre, floats, palette
from ...errors import FigureError


class Bars(Mover):
    """The bars of `bar` (height, bottom) or `barh` (width, left)."""

    def __init__(self, artist: BarContainer, wanted: Mapping[str, str], values: Values):
        self.horizontal = artist.orientation == "horizontal"
        self.ends_moved = ("width", "left") if self.horizontal else ("height", "bottom")
        self.properties = (*self.ends_moved, "color")
        super().__init__(artist, self._without_map(wanted), values)
        if artist.errorbar is not None:
            raise FigureError(f"{self.where}: error bars cannot move. Leave xerr and yerr out.")
        if not 1 <= len(artist.patches) <= POINTS:
            raise FigureError(f"{self.where} has {len(artist.patches)} bars; it needs 1 to {POINTS}.")
        for name in self.properties:
            if self.has(name):
                self.needs(name, (len(artist.patches),), ())
        self.ends = self._ends()

    @property
    def parts(self) -> list[Artist]:
        return list(self.artist.patches)

    def bind(self, layout: Layout) -> dict[str, Any]:
        maps = layout.maps(self.parts[0], self.parts[0].axes.transData, self.where)
        binding = {"kind": "bars", "horizontal": self.horizontal, **self.ends, "map": maps}
        if self.has("color"):
            binding |= {"color": self.sources["color"], "paint": ["fill"]}
            binding |= palette(self.mappable, self.where, "the ScalarMappable's Normalize", flat=True)
        return binding

    def show(self, values: Values) -> None:
        if self.has("color"):
            numbers = np.broadcast_to(drawing.read(self.sources["color"], values), (len(self.parts),))
            for patch, colour in zip(self.parts, self.mappable.to_rgba(np.asarray(numbers, dtype=float)), strict=True):
                patch.set_facecolor(colour)
        names = {"start": "x", "size": "width"} if self.horizontal else {"start": "y", "size": "height"}
        for end, name in names.items():
            numbers = np.broadcast_to(drawing.read(self.ends[end], values), (len(self.parts),))
            for patch, number in zip(self.parts, numbers, strict=True):
                patch.set(**{name: float(number) if np.isfinite(number) else 0.0})

    def park(self) -> None:
        for patch in self.parts if self.has("color") else []:
            patch.set_facecolor("black")  # Matplotlib draws no bar that has no number

    def _without_map(self, wanted: Mapping[str, Any]) -> Mapping[str, Any]:
        """Keep the colour map that comes with the colour, since bars have none of their own."""
        if "color" not in wanted:
            return wanted
        pair = wanted["color"]
        if not (isinstance(pair, tuple) and len(pair) == 2 and isinstance(pair[1], ScalarMappable)):
            raise FigureError(
                f"{type(self).__name__}: bars have no colour map of their own; write"
                " 'color': (output, matplotlib.cm.ScalarMappable(Normalize(vmin, vmax), cmap))."
            )
        self.mappable = pair[1]
        return {**wanted, "color": pair[0]}

    def _ends(self) -> dict[str, dict[str, Any]]:
        """Return the sources of both ends of the bars and of their two sides."""
        x, y, width, height = (
            np.array([getattr(patch, f"get_{name}")() for patch in self.parts], dtype=float)
            for name in ("x", "y", "width", "height")
        )
        (start, size), (low, thick) = ((x, width), (y, height)) if self.horizontal else ((y, height), (x, width))
        drawn = {"low": low, "high": low + thick, "start": start, "size": size}
        moving = dict(zip(("size", "start"), self.ends_moved, strict=True))
        return {end: self.sources.get(moving.get(end, ""), {"constant": data}) for end, data in drawn.items()}


class Between(Mover):
    """The area of `fill_between` (x, y1, y2) or `fill_betweenx` (y, x1, x2), with a gap at what is not finite."""

    def __init__(self, artist: FillBetweenPolyCollection, wanted: Mapping[str, Any], values: Values):
        self.along = artist.t_direction
        across = "y" if self.along == "x" else "x"
        self.properties = (self.along, f"{across}1", f"{across}2")
        super().__init__(artist, wanted, values)
        self.drawn = self._drawn()
        self.count = self._count()
        self.ends = {name: self.sources.get(name, {"constant": self.drawn.get(name)}) for name in self.properties}

    def bind(self, layout: Layout) -> dict[str, Any]:
        maps = layout.maps(self.artist, self.artist.get_transform(), self.where)
        t, first, second = (self.ends[name] for name in self.properties)
        if self.along == "x":
            edges = {"x": t, "y": first, "x2": t, "y2": second}
        else:
            edges = {"x": first, "y": t, "x2": second, "y2": t}
        return {"kind": "area", **edges, "map": maps, "count": self.count}

    def show(self, values: Values) -> None:
        self.artist.set_data(*(self._each(name, values) for name in self.properties))

    def park(self) -> None:
        x, y = centre(self.artist, self.artist.get_transform())
        self.artist.set_verts([[(x, y), (x, y), (x, y)]])

    def _each(self, name: str, values: Values) -> np.ndarray:
        return np.array(np.broadcast_to(drawing.read(self.ends[name], values), (self.count,)), dtype=float)

    def _drawn(self) -> dict[str, np.ndarray]:
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
        if count > POINTS:
            raise FigureError(f"{self.where} would move {count} points; {POINTS} is the limit. Draw fewer.")
        return count


class Outline(Mover):
    """A polygon of `fill`: x and y of its corners, either alone; the other stays as drawn."""

    properties = ("x", "y")

    def __init__(self, artist: Polygon, wanted: Mapping[str, Any], values: Values):
        super().__init__(artist, wanted, values)
        corners = floats(artist.get_xy())
        corners = corners[:-1] if artist.get_closed() and len(corners) > 1 else corners
        self.count = len(corners)
        for name in "xy":
            if self.has(name):
                self.needs(name, (self.count,))
        if self.count > POINTS:
            raise FigureError(f"{self.where} would move {self.count} points; {POINTS} is the limit. Draw fewer.")
        if not artist.get_closed():
            raise FigureError(f"{self.where} is not closed; use ax.fill, or ax.plot for a line.")
        self.ends = {name: self.sources.get(name, {"constant": corners[:, k].copy()}) for k, name in enumerate("xy")}

    def bind(self, layout: Layout) -> dict[str, Any]:
        maps = layout.maps(self.artist, self._data_transform(), self.where)
        return {"kind": "area", **self.ends, "map": maps, "count": self.count}

    def show(self, values: Values) -> None:
        x, y = (np.broadcast_to(drawing.read(self.ends[name], values), (self.count,)) for name in "xy")
        self.artist.set_xy(np.column_stack([x, y]))

    def park(self) -> None:
        self.artist.set_xy(np.tile(centre(self.artist, self._data_transform()), (self.count, 1)))

    def _data_transform(self) -> Transform:
        return self.artist.get_data_transform()


class Picture(Mover):
    """The data of `imshow`, through the image's own colours."""

    properties = ("image",)

    def __init__(self, artist: AxesImage, wanted: Mapping[str, str], values: Values):
        super().__init__(artist, wanted, values)
        if self.has("image"):
            self._check_image()

    def bind(self, layout: Layout) -> dict[str, Any]:
        image = self.artist
        if not self.has("image"):
            return {"kind": "image"}
        maps = layout.maps(image, image.axes.transData, self.where)
        if {maps["x"]["scale"], maps["y"]["scale"]} != {"linear"}:
            raise FigureError(f"{self.where} lies on a log axis; an image needs linear axes.")
        left, right, bottom, top = image.get_extent()
        rows = (top, bottom) if image.origin == "upper" else (bottom, top)  # first row's edge, last row's edge
        x, y = drawing.project(maps["x"], (left, right)), drawing.project(maps["y"], rows)
        box = {"x": x.min(), "y": y.min(), "width": np.ptp(x), "height": np.ptp(y)}
        sharp = image.get_interpolation() in ("none", "nearest", "auto", "antialiased")
        return {
            "kind": "image",
            "data": self.sources["image"],
            "shape": [int(size) for size in image.get_size()],
            "flip": bool(y[0] > y[1]),
            "mirror": bool(x[0] > x[1]),
            **palette(image, self.where, "imshow", None if self.has("alpha") else image.get_alpha()),
            "box": {name: f"{size:.3f}" for name, size in box.items()},
            "sharp": sharp,
        }

    def show(self, values: Values) -> None:
        if self.has("image"):
            self.artist.set_data(np.asarray(drawing.read(self.sources["image"], values), dtype=float))

    def _check_image(self) -> None:
        if np.ndim(self.artist.get_array()) != 2:
            raise FigureError(f"{self.where} shows colours, not numbers; give imshow an array with two axes.")
        palette(self.artist, self.where, "imshow")
        self.needs("image", tuple(int(size) for size in self.artist.get_size()))
        if self.data("image").size > PIXELS:
            raise FigureError(f"{self.where} has {self.data('image').size} pixels; {PIXELS} is the limit.")
        if not np.isfinite(self.data("image")).any():
            raise FigureError(f"{self.where} has no finite point at the default values of the controls.")
