"""Arrows: that of `annotate`, from tail to head, and the field of arrows of `quiver`."""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any, Literal
from xml.etree.ElementTree import Element

import numpy as np
from matplotlib.artist import Artist
from matplotlib.patches import ArrowStyle, ConnectionStyle
from matplotlib.quiver import Quiver
from matplotlib.text import Annotation

from ...errors import FigureError
from ...spec import ArrowBinding, FieldBinding, Floats, Shown
from ..geometry import Read, places, project, side_by_side, spot
from ..parts import leave_paths
from .looks import ARROW, FIELD, WHOLE, Look
from .mark import POINTS, Data, Layout, Mark, centre, floats

INCH = 72
PIVOTS = {"tail": 0.0, "mid": 0.5, "middle": 0.5, "tip": 1.0}
HEADS = (ArrowStyle.CurveB, ArrowStyle.CurveFilledB)

Shape = Literal["line", "open", "filled", "solid"]


class Ends(Mark):
    """What both share: each of their properties follows an output, or stays as it was drawn."""

    count = 1

    def __init__(self, artist: Any, wanted: Mapping[str, Any], data: Data):
        super().__init__(artist, wanted, data)
        self._check_looks()
        drawn = self._drawn()
        shapes = self._shapes(drawn)
        for name in filter(self.has, self.properties):
            self.needs(name, *shapes)
        self.ends = {name: self.source_or(name, drawn[name]) for name in self.properties}

    @staticmethod
    def arrange(groups: list[Element], binding: Any, centre: tuple[float, float]) -> None:
        leave_paths(groups[0], 1)

    @abstractmethod
    def _drawn(self) -> dict[str, Floats]:
        """Return the properties as they were drawn."""

    def _shapes(self, drawn: Mapping[str, Floats]) -> list[tuple[int, ...]]:
        """Return the shapes that an output may have."""
        return [()]

    @abstractmethod
    def _check_looks(self) -> None:
        """Refuse what the page cannot draw."""


class Arrow(Ends):
    """The arrow of `annotate`: head x, y and tail x_tail, y_tail."""

    kind = "arrow"
    artist_type = Annotation
    properties = ("x", "y", "x_tail", "y_tail")

    @classmethod
    def takes(cls, artist: Any, wanted: Mapping[str, Any]) -> bool:
        """Tell whether an annotation is to move as an arrow, and not as its words."""
        if not isinstance(artist, Annotation) or artist.arrow_patch is None:
            return False
        return not artist.get_text() or bool({"x_tail", "y_tail"} & set(wanted))

    @property
    def parts(self) -> Sequence[Artist]:
        return [self.artist.arrow_patch]

    def refused(self, part: Artist) -> Sequence[Look]:
        return ARROW if part is self.artist.arrow_patch else WHOLE

    def bind(self, layout: Layout) -> ArrowBinding:
        axes, patch = self.artist.axes, self.artist.arrow_patch
        unit = patch.get_mutation_scale()
        style: Any = patch.get_arrowstyle()
        shape = _shape(style)
        head = [0.0, 0.0] if shape == "line" else [style.head_length * unit, style.head_width * unit]
        found: ArrowBinding = {
            "kind": "arrow",
            **self.ends,  # type: ignore[typeddict-item]
            "map": layout.maps(self.artist, axes.transData, self.where),
            "shape": shape,
            "head": head,
            "shrink": [patch.shrinkA, patch.shrinkB + _room(head, patch.get_linewidth())],
        }
        if self.artist.get_annotation_clip() is not False:  # Matplotlib's rule: no arrow to a point outside
            frame = layout.maps(self.artist, axes.transAxes, self.where)
            found["inside"] = [sorted((side["b"], side["a"] + side["b"])) for side in (frame["x"], frame["y"])]
        return found

    def show(self, read: Read) -> None:
        x, y, x_tail, y_tail = (float(read(self.ends[name])) for name in self.properties)
        self.artist.xy, self.artist.xyann = (x, y), (x_tail, y_tail)

    def park(self) -> None:
        axes = self.artist.axes
        self.artist.xy = centre(self.artist, axes.transData)
        self.artist.xyann = centre(self.artist, axes.transData, (0.1, 0.1))

    @staticmethod
    def shown(binding: ArrowBinding, read: Read) -> Shown:
        heads = places(binding["map"], 1, read, binding["x"], binding["y"])
        tails = places(binding["map"], 1, read, binding["x_tail"], binding["y_tail"])
        (x0,), (y0,), (x1,), (y1,) = *tails, *heads
        visible = _is_inside(binding.get("inside"), x1, y1)
        looks = Looks(binding["shape"], binding["head"], shrink=binding["shrink"])
        return {"path": {"d": [_outline(looks, x0, y0, x1, y1) if visible else ""]}}

    def _drawn(self) -> dict[str, Floats]:
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
                f"{self.where}: an arrow that moves is straight (no connectionstyle) and has arrowstyle='->', '-|>' or"
                " '-'. Write arrowprops=dict(arrowstyle='->')."
            )


class Field(Ends):
    """The arrows of `quiver`, in the units of the axes: places x, y and components u, v."""

    kind = "field"
    artist_type = Quiver
    properties = ("x", "y", "u", "v")

    @property
    def count(self) -> int:  # type: ignore[override]
        return len(self.artist.get_offsets())

    def refused(self, part: Artist) -> Sequence[Look]:
        return FIELD

    def bind(self, layout: Layout) -> FieldBinding:
        field = self.artist
        width = field.width * self._unit()
        return {
            "kind": "field",
            **self.ends,  # type: ignore[typeddict-item]
            "map": layout.maps(field, field.axes.transData, self.where),
            "count": self.count,
            "width": width,
            "head": [field.headlength * width, field.headwidth * width / 2, field.headaxislength * width],
            "least": field.minshaft,
            "scale": float(field.scale),
            "pivot": PIVOTS[field.pivot],
        }

    def show(self, read: Read) -> None:
        x, y, u, v = (
            np.array(np.broadcast_to(np.ravel(read(self.ends[name])), (self.count,)), dtype=float)
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

    @staticmethod
    def shown(binding: FieldBinding, read: Read) -> Shown:
        sources = (binding["x"], binding["y"], binding["u"], binding["v"])
        x, y, u, v = side_by_side(binding["count"], *map(read, sources))
        maps, scale, pivot = binding["map"], binding["scale"], binding["pivot"]
        with np.errstate(all="ignore"):
            x0, y0 = x - pivot * (u / scale), y - pivot * (v / scale)
            ends = [x0, y0, x0 + u / scale, y0 + v / scale]
        spots = [project(maps["xy"[k % 2]], end) for k, end in enumerate(ends)]  # type: ignore[literal-required]
        looks = Looks("solid", binding["head"], least=binding["least"], width=binding["width"])
        return {"path": {"d": ["".join(_outline(looks, *four) for four in zip(*spots, strict=True))]}}

    def _unit(self) -> float:
        """Return the unit of the arrows' width in units of the SVG."""
        box, figure = self.artist.axes.bbox, self.artist.get_figure(root=True)
        unit = {"width": box.width, "height": box.height, "inches": figure.dpi}[self.artist.units]
        return float(unit * INCH / figure.dpi)

    def _drawn(self) -> dict[str, Floats]:
        x, y = floats(self.artist.get_offsets()).T.copy()
        return {"x": x, "y": y, "u": floats(self.artist.U), "v": floats(self.artist.V)}

    def _shapes(self, drawn: Mapping[str, Floats]) -> list[tuple[int, ...]]:
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
            raise FigureError(
                f"{self.where} moves in one colour only; leave its fifth argument (array) out, and give color= (one"
                " facecolor)."
            )
        if field.units not in ("width", "height", "inches"):
            raise FigureError(f"{self.where}: units={field.units!r} cannot move; use 'width', 'height' or 'inches'.")
        if not 1 <= self.count <= POINTS:
            raise FigureError(f"{self.where} has {self.count} arrows; it needs 1 to {POINTS}.")


class Looks:
    """How an arrow is drawn: length, half width and neck of its head, the gaps at its ends, the shaft's width."""

    def __init__(
        self, shape: Shape, head: list[float], shrink: Sequence[float] = (0, 0), least: float = 1, width: float = 0
    ) -> None:
        self.shape, self.head, self.shrink, self.least, self.width = shape, head, shrink, least, width


def _shape(style: ArrowStyle) -> Literal["line", "open", "filled"]:
    if not isinstance(style, HEADS):
        return "line"
    return "open" if isinstance(style, ArrowStyle.CurveB) else "filled"


def _room(head: Sequence[float], width: float) -> float:
    """Return how far a tip stays behind its place, so that the point of its outline is there."""
    length, half = head
    return float(width / 2 * np.hypot(length, half) / half) if half else 0.0


def _grid_shape(x: Floats, y: Floats) -> list[tuple[int, int]]:
    """Return the shape of the grid whose places were raveled, if they were one."""
    columns = int(np.argmax(y != y[0])) or len(y)
    if len(y) % columns:
        return []
    shape = (len(y) // columns, columns)
    regular = (x.reshape(shape) == x[:columns]).all() and (y.reshape(shape) == y[::columns, None]).all()
    return [shape] if regular else []


def _is_inside(box: Sequence[Sequence[float]] | None, x: float, y: float) -> bool:
    near = 0.01  # a point on the frame is inside
    return box is None or all(low - near <= v <= high + near for (low, high), v in zip(box, (x, y), strict=True))


def _outline(looks: Looks, x0: float, y0: float, x1: float, y1: float) -> str:
    """Return the outline of one arrow; one without length has none."""
    length = np.sqrt((x1 - x0) * (x1 - x0) + (y1 - y0) * (y1 - y0))
    start, end = looks.shrink
    if not length > start + end:
        return ""
    ux, uy = (x1 - x0) / length, (y1 - y0) / length
    x0, y0, x1, y1 = x0 + ux * start, y0 + uy * start, x1 - ux * end, y1 - uy * end
    length -= start + end

    def at(back: float, aside: float) -> str:
        """Return a place so far behind the head, and so far to its side."""
        return spot(x1 - ux * back - uy * aside, y1 - uy * back + ux * aside)

    if looks.shape == "line":
        return f"M{spot(x0, y0)}L{at(0, 0)}"
    head, half = looks.head[:2]
    size = min(1.0, length / (head * looks.least))
    left, right = at(head * size, half * size), at(head * size, -half * size)
    if looks.shape != "solid":
        return f"M{spot(x0, y0)}L{at(0, 0)}M{right}L{at(0, 0)}L{left}{'Z' if looks.shape == 'filled' else ''}"
    wide, neck = looks.width / 2 * size, looks.head[2] * size
    corners = [at(length, wide), at(neck, wide), left, at(0, 0), right, at(neck, -wide), at(length, -wide)]
    return f"M{'L'.join(corners)}Z"
