"""The bars of `bar` (height, bottom) or `barh` (width, left), and their colours."""

from collections.abc import Mapping, Sequence
from typing import Any
from xml.etree.ElementTree import Element

import numpy as np
from matplotlib.artist import Artist
from matplotlib.cm import ScalarMappable
from matplotlib.container import BarContainer

from ...errors import FigureError
from ...spec import BarsBinding, Floats, Shown, Source
from ..colours import painted, palette
from ..geometry import Read, end_of, number, project, side_by_side
from ..parts import name_paths
from .looks import PATCH, Look, has, same
from .mark import POINTS, Data, Layout, Mark

TURNED = Look("angle", lambda bar: bar.get_angle() % 360 != 0, "Bars that move stand upright; leave it out.")
HATCHED = Look("hatch", has("hatch"), "The colour that moves takes its place; leave it out.")
FILLED = Look("fill=False", lambda patch: not patch.get_fill(), "The colour that moves fills it; leave it out.")


class Bars(Mark):
    """Bars, of which the length, the start and the colour move."""

    kind = "bars"
    artist_type = BarContainer

    def __init__(self, artist: BarContainer, wanted: Mapping[str, Any], data: Data):
        self.horizontal = artist.orientation == "horizontal"
        self.ends_moved = ("width", "left") if self.horizontal else ("height", "bottom")
        self.properties = (*self.ends_moved, "color")
        self.patches: list[Any] = list(artist.patches)
        super().__init__(artist, self._without_map(wanted), data)
        if artist.errorbar is not None:
            raise FigureError(f"{self.where}: error bars cannot move. Leave xerr and yerr out.")
        if not 1 <= len(self.patches) <= POINTS:
            raise FigureError(f"{self.where} has {len(self.patches)} bars; it needs 1 to {POINTS}.")
        for name in self.properties:
            if self.has(name):
                self.needs(name, (len(self.patches),), ())
        self.ends = self._ends()

    @property
    def parts(self) -> Sequence[Artist]:
        return self.patches

    def refused(self, part: Artist) -> Sequence[Look]:
        own = Look("a transform of a bar of its own", self._is_elsewhere, "Give all bars one.")
        return (*PATCH, TURNED, own, *((FILLED, HATCHED) if self.has("color") else ()))

    def bind(self, layout: Layout) -> BarsBinding:
        found: BarsBinding = {
            "kind": "bars",
            "low": self.ends["low"],
            "high": self.ends["high"],
            "start": self.ends["start"],
            "size": self.ends["size"],
            "horizontal": self.horizontal,
            "map": layout.maps(self.patches[0], self.patches[0].get_data_transform(), self.where),
            "count": len(self.patches),
        }
        if self.has("color"):
            colours = palette(self.mappable, self.where, "the ScalarMappable's Normalize", flat=True)
            found["colours"] = {"color": self.sources["color"], "paint": ["fill"], "palette": colours}
        return found

    def show(self, read: Read) -> None:
        if self.has("color"):
            (numbers,) = side_by_side(len(self.patches), read(self.sources["color"]))
            for patch, colour in zip(self.patches, self.mappable.to_rgba(numbers), strict=True):
                patch.set_facecolor(colour)
        names = {"start": "x", "size": "width"} if self.horizontal else {"start": "y", "size": "height"}
        for end, name in names.items():
            (numbers,) = side_by_side(len(self.patches), read(self.ends[end]))
            for patch, one in zip(self.patches, numbers, strict=True):
                patch.set(**{name: float(one) if np.isfinite(one) else 0.0})

    def park(self) -> None:
        for patch in self.patches if self.has("color") else []:
            patch.set_facecolor("black")  # Matplotlib draws no bar that has no number

    @staticmethod
    def arrange(groups: list[Element], binding: BarsBinding, centre: tuple[float, float]) -> None:
        for group in groups:
            name_paths(group, "bars")

    @staticmethod
    def shown(binding: BarsBinding, read: Read) -> Shown:
        along, across = ("x", "y") if binding["horizontal"] else ("y", "x")
        axis, sides = binding["map"][along], binding["map"][across]  # type: ignore[literal-required]
        names = ("low", "high", "start", "size")
        low, high, start, size = side_by_side(binding["count"], *(read(binding[name]) for name in names))  # type: ignore[literal-required]
        starts, ends = project(axis, start), project(axis, start + size)
        if axis["scale"] == "log":  # a bar from zero reaches down for ever
            starts = np.where(start <= 0, end_of(axis), starts)
        rows = zip(project(sides, low), project(sides, high), starts, ends, strict=True)
        shown: dict[str, list[str | None]] = {"d": [_outline(row, binding["horizontal"]) for row in rows]}
        if "colours" in binding:
            shown |= painted(binding["colours"], read, len(starts))
        return {"bars": shown}

    def _without_map(self, wanted: Mapping[str, Any]) -> Mapping[str, Any]:
        """Keep the colour map that comes with the colour, since bars have none of their own."""
        if not isinstance(wanted, Mapping) or "color" not in wanted:
            return wanted
        pair = wanted["color"]
        if not (isinstance(pair, tuple) and len(pair) == 2 and isinstance(pair[1], ScalarMappable)):
            raise FigureError(
                f"{type(self).__name__}: bars have no colour map of their own; write"
                " 'color': (output, matplotlib.cm.ScalarMappable(Normalize(vmin, vmax), cmap))."
            )
        self.mappable = pair[1]
        return {**wanted, "color": pair[0]}

    def _ends(self) -> dict[str, Source]:
        """Return the sources of both ends of the bars and of their two sides."""
        x, y, width, height = (self._now(name) for name in ("x", "y", "width", "height"))
        (start, size), (low, thick) = ((x, width), (y, height)) if self.horizontal else ((y, height), (x, width))
        drawn = {"low": low, "high": low + thick, "start": start, "size": size}
        moving = dict(zip(("size", "start"), self.ends_moved, strict=True))
        return {end: self.source_or(moving.get(end, ""), data) for end, data in drawn.items()}

    def _is_elsewhere(self, patch: Any) -> bool:
        return not same(patch.get_data_transform(), self.patches[0].get_data_transform())

    def _now(self, name: str) -> Floats:
        return np.array([getattr(patch, f"get_{name}")() for patch in self.patches], dtype=float)


def _outline(box: tuple[float, float, float, float], horizontal: bool) -> str:
    if not np.isfinite(box).all():
        return ""
    low, high, start, end = map(number, box)
    if horizontal:
        return f"M{start} {low}H{end}V{high}H{start}Z"
    return f"M{low} {start}H{high}V{end}H{low}Z"
