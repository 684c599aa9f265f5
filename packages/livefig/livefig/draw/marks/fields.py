"""Arrows, fields of arrows, and contour lines that move."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.contour import QuadContourSet
from matplotlib.patches import ArrowStyle, ConnectionStyle

from .. import shown as drawing
from .mark import PIXELS, POINTS, Layout, Mover, Values, centre, floats
from ...errors import FigureError

INCH = 72
PIVOTS = {"tail": 0.0, "mid": 0.5, "middle": 0.5, "tip": 1.0}


class Ends(Mover):
    """What arrows share: each of their properties follows an output, or stays as it was drawn."""

    may_vanish = True
    count = 1

    def __init__(self, artist: Any, wanted: Mapping[str, Any], values: Values):
        super().__init__(artist, wanted, values)
        self._check_looks()
        drawn = self._drawn()
        shapes = self._shapes(drawn)
        for name in filter(self.has, self.properties):
            self.needs(name, *shapes)
        self.ends = {name: self.sources.get(name, {"constant": drawn[name]}) for name in self.properties}

    def bind(self, layout: Layout) -> dict[str, Any]:
        maps = layout.maps(self.artist, self.artist.axes.transData, self.where)
        return {"kind": "arrows", **self.ends, "count": self.count, "map": maps}

    def _drawn(self) -> dict[str, np.ndarray]:
        """Return the properties as they were drawn."""
        raise NotImplementedError

    def _shapes(self, drawn: Mapping[str, np.ndarray]) -> list[tuple[int, ...]]:
        """Return the shapes that an output may have."""
        return [()]

    def _check_looks(self) -> None:
        raise NotImplementedError


class Arrow(Ends):
    """The arrow of `annotate`: head x, y and tail x_tail, y_tail."""

    properties = ("x", "y", "x_tail", "y_tail")

    @property
    def parts(self) -> list[Artist]:
        return [self.artist.arrow_patch]

    def bind(self, layout: Layout) -> dict[str, Any]:
        axes, patch = self.artist.axes, self.artist.arrow_patch
        style, unit = patch.get_arrowstyle(), patch.get_mutation_scale()
        shape, length, half = "line", 0.0, 0.0
        if isinstance(style, HEADS):
            shape = "open" if isinstance(style, ArrowStyle.CurveB) else "filled"
            length, half = style.head_length * unit, style.head_width * unit
        frame = layout.maps(self.artist, axes.transAxes, self.where)
        inside = [sorted((side["b"], side["a"] + side["b"])) for side in (frame["x"], frame["y"])]
        clipped = self.artist.get_annotation_clip() is not False  # Matplotlib's rule: no arrow to a point outside
        return super().bind(layout) | {
            "shape": shape,
            "head": [length, half],
            "shrink": [patch.shrinkA, patch.shrinkB],
            **({"inside": inside} if clipped else {}),
        }

    def show(self, values: Values) -> None:
        x, y, x_tail, y_tail = (float(drawing.read(self.ends[name], values)) for name in self.properties)
        self.artist.xy, self.artist.xyann = (x, y), (x_tail, y_tail)

    def park(self) -> None:
        axes = self.artist.axes
        self.artist.xy = centre(self.artist, axes.transData)
        self.artist.xyann = centre(self.artist, axes.transData, (0.1, 0.1))

    def _drawn(self) -> dict[str, np.ndarray]:
        return dict(zip(self.properties, map(floats, (*self.artist.xy, *self.artist.xyann)), strict=True))

    def _check_looks(self) -> None:
        text, patch = self.artist, self.artist.arrow_patch
        if text.get_text():
            raise FigureError(
                f"{self.where}: an annotation with words and an arrow cannot move. Draw the arrow with"
                " ax.annotate('', ...) and the words with ax.text."
            )
        if text.xycoords != "data" or text.anncoords != "data":
            raise FigureError(f"{self.where}: both ends of an arrow that moves need data coordinates.")
        joint = patch.get_connectionstyle()
        straight = isinstance(joint, ConnectionStyle.Arc3) and joint.rad == 0
        if not isinstance(patch.get_arrowstyle(), (*HEADS, ArrowStyle.Curve)) or not straight:
            raise FigureError(
                f"{self.where}: an arrow that moves is straight and has arrowstyle='->', '-|>' or '-'."
                " Write arrowprops=dict(arrowstyle='->')."
            )


HEADS = (ArrowStyle.CurveB, ArrowStyle.CurveFilledB)


class Arrows(Ends):
    """The arrows of `quiver`, in the units of the axes: places x, y and components u, v."""

    properties = ("x", "y", "u", "v")

    @property
    def count(self) -> int:
        return len(self.artist.get_offsets())

    def bind(self, layout: Layout) -> dict[str, Any]:
        field = self.artist
        width = field.width * self._unit()
        return super().bind(layout) | {
            "shape": "solid",
            "width": width,
            "head": [field.headlength * width, field.headwidth * width / 2, field.headaxislength * width],
            "least": field.minshaft,
            "scale": float(field.scale),
            "pivot": PIVOTS[field.pivot],
        }

    def show(self, values: Values) -> None:
        x, y, u, v = (
            np.array(np.broadcast_to(np.ravel(drawing.read(self.ends[name], values)), (self.count,)), dtype=float)
            for name in self.properties
        )
        self.artist.XY = np.column_stack([x, y])
        self.artist.set_offsets(self.artist.XY)
        self.artist.set_UVC(np.ma.masked_invalid(u), np.ma.masked_invalid(v))

    def park(self) -> None:
        middle = centre(self.artist, self.artist.axes.transData)
        self.artist.XY = np.tile(middle, (self.count, 1))
        self.artist.set_offsets(self.artist.XY)
        self.artist.set_UVC(np.ones(self.count), np.ones(self.count))

    def _unit(self) -> float:
        """Return the unit of the arrows' width in units of the SVG."""
        box, figure = self.artist.axes.bbox, self.artist.get_figure(root=True)
        return {"width": box.width, "height": box.height, "inches": figure.dpi}[self.artist.units] * INCH / figure.dpi

    def _drawn(self) -> dict[str, np.ndarray]:
        x, y = floats(self.artist.get_offsets()).T.copy()
        return {"x": x, "y": y, "u": floats(self.artist.U), "v": floats(self.artist.V)}

    def _shapes(self, drawn: Mapping[str, np.ndarray]) -> list[tuple[int, ...]]:
        return [(self.count,), (), *_grid_shape(drawn["x"], drawn["y"])]

    def _check_looks(self) -> None:
        field = self.artist
        scale = field.scale
        if field.angles != "xy" or field.scale_units != "xy" or scale is None or not 0 < scale < np.inf:
            raise FigureError(
                f"{self.where} moves only with u and v in the units of the axes: give quiver angles='xy',"
                " scale_units='xy' and scale= (scale=1 draws them as long as they are)."
            )
        if field.get_array() is not None or len(field.get_facecolors()) > 1:
            raise FigureError(f"{self.where} moves in one colour only; leave its fifth argument out, and give color=.")
        if field.units not in ("width", "height", "inches"):
            raise FigureError(f"{self.where}: units={field.units!r} cannot move; use 'width', 'height' or 'inches'.")
        if not 1 <= self.count <= POINTS:
            raise FigureError(f"{self.where} has {self.count} arrows; it needs 1 to {POINTS}.")


def _grid_shape(x: np.ndarray, y: np.ndarray) -> list[tuple[int, int]]:
    """Return the shape of the grid whose places were raveled, if they were one."""
    columns = int(np.argmax(y != y[0])) or len(y)
    if len(y) % columns:
        return []
    shape = (len(y) // columns, columns)
    regular = (x.reshape(shape) == x[:columns]).all() and (y.reshape(shape) == y[::columns, None]).all()
    return [shape] if regular else []


class Contours(Mover):
    """The lines of `contour`: z on the grid x, y; the levels and their looks stay as drawn."""

    properties = ("x", "y", "z")
    arrays = ("x", "y")
    may_vanish = True

    def __init__(self, artist: QuadContourSet, wanted: Mapping[str, Any], values: Values):
        super().__init__(artist, wanted, values)
        if artist.filled:
            raise FigureError(f"{self.where} is filled and cannot move. Use imshow for the colours, contour for lines.")
        if artist.labelTexts:
            raise FigureError(
                f"{self.where}: the numbers of clabel cannot follow the lines. Use ax.text, or a colour bar."
            )
        if not {"x", "y", "z"} <= set(self.sources) or not {"constant"} == {*self.sources["x"], *self.sources["y"]}:
            raise FigureError(
                f"{self.where} needs the grid on which it was drawn, as arrays: {{'x': x, 'y': y, 'z': output}}."
            )
        self.grid = [self._side(name, axis) for name, axis in (("x", 0), ("y", 1))]
        self.shape = (len(self.grid[1]), len(self.grid[0]))
        self.needs("z", self.shape)
        if self.data("z").size > PIXELS:
            raise FigureError(f"{self.where} has a grid of {self.data('z').size} points; {PIXELS} is the limit.")

    def bind(self, layout: Layout) -> dict[str, Any]:
        maps = layout.maps(self.artist, self.artist.axes.transData, self.where)
        for axis, side in zip("xy", self.grid, strict=True):
            if not np.isfinite(drawing.project(maps[axis], side)).all():
                raise FigureError(f"{self.where}: on a log axis, {axis} must be positive everywhere.")
        return {
            "kind": "contours",
            **{name: {"constant": side} for name, side in zip("xy", self.grid, strict=True)},
            "z": self.sources["z"],
            "map": maps,
            "shape": list(self.shape),
            "levels": [float(level) for level in self.artist.levels],
        }

    def show(self, values: Values) -> None:
        """Leave the drawn lines: Matplotlib cannot give a contour set another z. The page draws its own."""

    def _side(self, name: str, axis: int) -> np.ndarray:
        """Return one side of the grid, of which a meshgrid may have been given."""
        data = self.data(name)
        side = data if data.ndim == 1 else np.take(data, 0, axis=axis) if data.ndim == 2 else np.array([])
        whole = data.ndim == 1 or (data == (side if axis == 0 else side[:, None])).all()
        if len(side) < 2 or not whole or not np.isfinite(side).all():
            raise FigureError(f"{self.where}: {name} must be the grid's axis, 1-D, or a meshgrid of it.")
        return np.array(side, dtype=float)
