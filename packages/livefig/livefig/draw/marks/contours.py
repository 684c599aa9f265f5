"""The lines of `contour`: z on the grid x, y; the levels and their looks stay as drawn."""

from collections.abc import Mapping, Sequence
from typing import Any
from xml.etree.ElementTree import Element

import numpy as np
from matplotlib.artist import Artist
from matplotlib.contour import QuadContourSet

from ...errors import FigureError
from ...spec import ContoursBinding, Floats, Shown
from ..geometry import Read, project, spot
from ..parts import leave_paths
from .looks import ALONG, Look
from .mark import PIXELS, Data, Layout, Mark


class Contours(Mark):
    """Contour lines of a surface that moves."""

    kind = "contours"
    artist_type = QuadContourSet
    properties = ("x", "y", "z")
    arrays = ("x", "y")

    def __init__(self, artist: QuadContourSet, wanted: Mapping[str, Any], data: Data):
        super().__init__(artist, wanted, data)
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

    def refused(self, part: Artist) -> Sequence[Look]:
        return ALONG

    def bind(self, layout: Layout) -> ContoursBinding:
        maps = layout.maps(self.artist, self.artist.get_transform(), self.where)
        for name, axis, side in zip("xy", (maps["x"], maps["y"]), self.grid, strict=True):
            if not np.isfinite(project(axis, side)).all():
                raise FigureError(f"{self.where}: on a log axis, {name} must be positive everywhere.")
        return {
            "kind": "contours",
            "x": self.known.pool.constant(self.grid[0]),
            "y": self.known.pool.constant(self.grid[1]),
            "z": self.sources["z"],
            "map": maps,
            "shape": list(self.shape),
            "levels": [float(level) for level in self.artist.levels],
        }

    def show(self, read: Read) -> None:
        """Leave the drawn lines: Matplotlib cannot give a contour set another z. The page draws its own."""

    def park(self) -> None:
        """Leave them where they are: the page draws all of its lines itself, and wants only their looks."""

    @staticmethod
    def arrange(groups: list[Element], binding: ContoursBinding, centre: tuple[float, float]) -> None:
        leave_paths(groups[0], len(binding["levels"]))

    @staticmethod
    def shown(binding: ContoursBinding, read: Read) -> Shown:
        x, y = project(binding["map"]["x"], read(binding["x"])), project(binding["map"]["y"], read(binding["y"]))
        z = np.asarray(read(binding["z"]), dtype=float)
        if z.size != len(x) * len(y):
            raise FigureError(f"contour lines on a grid of {binding['shape']} need as many numbers, not {z.size}.")
        grid = z.reshape(binding["shape"])
        return {"path": {"d": [_outline(x, y, grid, level) for level in binding["levels"]]}}

    def _side(self, name: str, axis: int) -> Floats:
        """Return one side of the grid, of which a meshgrid may have been given."""
        data = self.data(name)
        side = data if data.ndim == 1 else np.take(data, 0, axis=axis) if data.ndim == 2 else np.array([])
        whole = data.ndim == 1 or (data == (side if axis == 0 else side[:, None])).all()
        if len(side) < 2 or not whole or not np.isfinite(side).all():
            raise FigureError(f"{self.where}: {name} must be the grid's axis, 1-D, or a meshgrid of it.")
        return np.array(side, dtype=float)


def _outline(x: Floats, y: Floats, z: Floats, level: float) -> str:
    """Return the lines on which z, linear along the sides of the grid's cells, has a level.

    A side is numbered by its first corner, upright ones after the level ones. Each piece runs with the higher
    ground on the same hand, so that a side ends one piece at most and starts one at most.
    """
    follow = _pieces(z, level)
    ends = set(follow.values())
    text = ""
    for side in [side for side in follow if side not in ends] + list(follow):
        if side in follow:
            first, line = side, [side]
            while side in follow:
                line.append(side := follow.pop(side))
            closed = line[-1] == first
            spots = [_crossing(x, y, z, level, one) for one in (line[:-1] if closed else line)]
            text += f"M{'L'.join(spots)}{'Z' if closed else ''}"
    return text


def _pieces(z: Floats, level: float) -> dict[int, int]:
    """Return for each side where a piece of line starts the side where it ends, cell by cell."""
    rows, columns = z.shape
    corners = np.stack([z[:-1, :-1], z[:-1, 1:], z[1:, 1:], z[1:, :-1]])
    above = corners > level  # as Matplotlib has it: ground at the very level is low
    with np.errstate(all="ignore"):
        total = corners[0] + corners[1] + corners[2] + corners[3]
    crossed = np.isfinite(total) & above.any(axis=0) & ~above.all(axis=0)
    follow: dict[int, int] = {}
    for r, c in np.argwhere(crossed).tolist():
        first = r * columns + c
        sides = (first, rows * columns + first + 1, first + columns, rows * columns + first)
        high = above[:, r, c].tolist()
        joined = total[r, c] / 4 > level  # a saddle: the middle decides which corners hang together
        leave = [k for k in range(4) if high[k] and not high[(k + 1) % 4]]
        enter = [k for k in range(4) if not high[k] and high[(k + 1) % 4]]
        for k in leave:
            saddle = (k + 1) % 4 if joined else (k + 3) % 4
            follow[sides[k]] = sides[saddle if len(leave) == 2 else enter[0]]
    return follow


def _crossing(x: Floats, y: Floats, z: Floats, level: float, side: int) -> str:
    """Return where the line crosses a side."""
    rows, columns = z.shape
    upright, first = divmod(side, rows * columns)
    r, c = divmod(first, columns)
    r1, c1 = (r + 1, c) if upright else (r, c + 1)
    t = (level - z[r, c]) / (z[r1, c1] - z[r, c])
    return spot(x[c] + t * (x[c1] - x[c]), y[r] + t * (y[r1] - y[r]))
