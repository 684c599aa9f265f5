"""Points that move: lines, scatters and error bars."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.collections import PathCollection
from matplotlib.container import ErrorbarContainer
from matplotlib.lines import Line2D
from matplotlib.transforms import Transform

from .. import shown as drawing
from .mark import POINTS, Layout, Mover, Values, centre, floats, palette
from ...errors import FigureError

SIZE = 36.0  # area in which Matplotlib draws the marks whose size moves; the page scales them


class Points(Mover):
    """x and y of points, either alone; the other stays as drawn."""

    properties = ("x", "y")

    def __init__(self, artist: Any, wanted: Mapping[str, str], values: Values):
        super().__init__(artist, wanted, values)
        self.drawn = dict(zip("xy", self._drawn(), strict=True))
        self.count = self._count()
        if self.count > POINTS:
            raise FigureError(f"{self.where} would move {self.count} points; {POINTS} is the limit. Draw fewer.")
        self.ends = {name: self.sources.get(name, {"constant": self.drawn[name]}) for name in "xy"}

    @property
    def transform(self) -> Transform:
        return self.artist.get_transform()

    def bind(self, layout: Layout) -> dict[str, Any]:
        parts = layout.parts(self)
        maps = layout.maps(self.artist, self.transform, self.where)
        path = "path" in parts and isinstance(self.artist, Line2D)
        marks = bool(parts) and (not path or "g" in parts)
        return {"kind": "line", **self.ends, "map": maps, "count": self.count, "path": path, "marks": marks}

    def show(self, values: Values) -> None:
        x, y = (np.broadcast_to(drawing.read(self.ends[name], values), (self.count,)) for name in "xy")
        self._put(x.astype(float), y.astype(float))

    def park(self) -> None:
        x, y = centre(self.artist, self.transform)
        self._put(np.full(self.count, x), np.full(self.count, y))

    def _count(self) -> int:
        moving = [name for name in "xy" if self.has(name)]
        lengths = {name: len(self.drawn[name]) for name in "xy"}
        if len(moving) == 1:
            self.needs(moving[0], (lengths["y" if moving[0] == "x" else "x"],), ())
        for name in moving:
            if self.data(name).ndim > 1:
                self.needs(name, (self.data(name).size,))
        if len(moving) == 2 and self.data("x").ndim:
            self.needs("y", self.data("x").shape, ())
        sizes = [self.data(name).size for name in moving if self.data(name).ndim]
        return sizes[0] if sizes else 1 if len(moving) == 2 else lengths["x"]

    def _drawn(self) -> tuple[np.ndarray, np.ndarray]:
        raise NotImplementedError

    def _put(self, x: np.ndarray, y: np.ndarray) -> None:
        raise NotImplementedError


class Line(Points):
    """A line of `plot`, `axvline` or `axhline`, with or without markers."""

    def __init__(self, artist: Line2D, wanted: Mapping[str, str], values: Values):
        super().__init__(artist, wanted, values)
        if artist.get_drawstyle() != "default" or artist.get_markevery() is not None:
            raise FigureError(f"{self.where} cannot move with a drawstyle (steps) or with markevery. Leave them out.")

    def _drawn(self) -> tuple[np.ndarray, np.ndarray]:
        return floats(self.artist.get_xdata(orig=False)), floats(self.artist.get_ydata(orig=False))

    def _put(self, x: np.ndarray, y: np.ndarray) -> None:
        self.artist.set_data(x, y)


class Scatter(Points):
    """The points of `scatter`: position, colour through its own colour map, and size, an area in pt^2."""

    properties = ("x", "y", "color", "size")

    def __init__(self, artist: PathCollection, wanted: Mapping[str, Any], values: Values):
        super().__init__(artist, wanted, values)
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
        return self.artist.get_offset_transform()

    def bind(self, layout: Layout) -> dict[str, Any]:
        binding = super().bind(layout)
        if self.has("color"):
            binding |= {"color": self.sources["color"], "paint": self._paint()}
            binding |= palette(self.artist, self.where, "scatter", flat=True)
        if self.has("size"):
            edge = float(self.artist.get_linewidths()[0]) if len(self.artist.get_edgecolors()) else 0.0
            binding |= {"size": self.sources["size"], "area": SIZE, "edge": edge}
        return binding

    def show(self, values: Values) -> None:
        super().show(values)
        if self.has("color"):
            self.artist.set_array(self._each("color", values))
        if self.has("size"):
            sizes = self._each("size", values)
            self.artist.set_sizes(np.where(np.isfinite(sizes) & (sizes > 0), sizes, 0.0))

    def park(self) -> None:
        super().park()
        if self.has("color"):  # Matplotlib draws no mark that has no number
            self.artist.set_array(np.full(self.count, self.artist.norm.vmin))
        if self.has("size"):
            self.artist.set_sizes([SIZE])

    def _each(self, name: str, values: Values) -> np.ndarray:
        return np.array(np.broadcast_to(drawing.read(self.sources[name], values), (self.count,)), dtype=float)

    def _check_looks(self) -> None:
        for name in ("color", "size"):
            if self.has(name):
                self.needs(name, (self.count,), ())
        if self.has("color") and self.artist.get_array() is None:
            raise FigureError(
                f"{self.where} has no colour map; give scatter c= one number a point, and cmap=, vmin=, vmax=."
            )
        if self.has("color"):
            palette(self.artist, self.where, "scatter", flat=True)
        if self.has("size") and len(set(self.artist.get_linewidths())) > 1:
            raise FigureError(f"{self.where}: marks whose size moves need one linewidth for all.")

    def _paint(self) -> list[str]:
        """Return which attributes of a mark take its colour: a face has one, and an edge drawn like its face."""
        face, edge = self.artist.get_facecolors(), self.artist.get_edgecolors()
        if len(face) == 0:
            return ["stroke"]
        return ["fill", "stroke"] if np.array_equal(face, edge) else ["fill"]

    def _drawn(self) -> tuple[np.ndarray, np.ndarray]:
        offsets = floats(self.artist.get_offsets())
        return offsets[:, 0].copy(), offsets[:, 1].copy()

    def _put(self, x: np.ndarray, y: np.ndarray) -> None:
        self.artist.set_offsets(np.column_stack([x, y]))


class ErrorBars(Mover):
    """The points and bars of `errorbar`: x, y, xerr, yerr, the errors one a point, or (2, n) for below and above."""

    properties = ("x", "y", "xerr", "yerr")

    def __init__(self, artist: ErrorbarContainer, wanted: Mapping[str, Any], values: Values):
        self.line, self.caps, bars = artist.lines
        sides = [side for side, has in (("x", artist.has_xerr), ("y", artist.has_yerr)) if has]
        self.bars = dict(zip(sides, bars, strict=True))
        super().__init__(artist, wanted, values)
        self.drawn = self._drawn()
        self.count = len(self.drawn["x"])
        self._check_bars()
        self.ends = {name: self.sources.get(name, {"constant": data}) for name, data in self.drawn.items()}

    @property
    def parts(self) -> list[Artist]:
        """In the order in which Matplotlib draws them, which is that of their elements."""
        found = [*([self.line] if self.line else []), *self.bars.values(), *self.caps]
        children = list(found[0].axes.get_children())
        return sorted(found, key=lambda part: (part.get_zorder(), children.index(part)))

    def bind(self, layout: Layout) -> dict[str, Any]:
        bars = next(iter(self.bars.values()))
        maps = layout.maps(bars, bars.get_transform(), self.where)
        names = {id(self.line): "line"} | {id(bar): side for side, bar in self.bars.items()}
        roles = [names.get(id(part), "cap") for part in self.parts]
        cap = float(self.caps[0].get_markersize()) / 2 if self.caps else 0.0
        tags = layout.parts(self, roles.index("line")) if self.line else set()
        path = "path" in tags
        marks = bool(tags) and (not path or "g" in tags)
        ends = {name: self.ends[name] for name in self.drawn}
        return {"kind": "errors", **ends, "map": maps, "count": self.count, "roles": roles, "cap": cap,
                "path": path, "marks": marks}  # fmt: skip

    def show(self, values: Values) -> None:
        data = {name: np.asarray(drawing.read(end, values), dtype=float) for name, end in self.ends.items()}
        x, y = (np.broadcast_to(data[name], (self.count,)) for name in "xy")
        if self.line:
            self.line.set_data(x, y)
        for side, bar in self.bars.items():
            low, high = np.broadcast_to(data[f"{side}err"], (2, self.count))
            middle, other = (x, y) if side == "x" else (y, x)
            ends = [(middle - low, other), (middle + high, other)]
            bar.set_segments([np.array([a, b])[:, :: 1 if side == "x" else -1] for a, b in zip(
                np.transpose(ends[0]), np.transpose(ends[1]), strict=True)])  # fmt: skip

    def park(self) -> None:
        anchor = next(iter(self.bars.values()))
        middle = centre(anchor, anchor.get_transform())
        for line in [*([self.line] if self.line else []), *self.caps]:
            line.set_data(*np.transpose([middle] * self.count))
        for bar in self.bars.values():
            bar.set_segments([[middle, middle]])

    def _drawn(self) -> dict[str, np.ndarray]:
        """Return the drawn data: the middle of a bar is known from the line, or from the bar across it."""
        data: dict[str, np.ndarray] = {}
        for side, bar in self.bars.items():
            ends = np.array(list(bar.get_segments()), dtype=float).reshape(-1, 2, 2)
            k = "xy".index(side)
            data["xy"[1 - k]] = ends[:, 0, 1 - k].copy()
            data.setdefault(side, ends[:, :, k].mean(axis=1))
            data[side + "err"] = ends[:, :, k].T
        if self.line:
            data |= {"x": floats(self.line.get_xdata(orig=False)), "y": floats(self.line.get_ydata(orig=False))}
        for side in self.bars:
            low, high = data[side + "err"]
            data[side + "err"] = np.stack([data[side] - low, high - data[side]])
        return data

    def _check_bars(self) -> None:
        lonely = [name for name in ("xerr", "yerr") if self.has(name) and name[0] not in self.bars]
        if lonely:
            raise FigureError(f"{self.where} was drawn without {lonely[0]}; give it to errorbar, with any numbers.")
        if len(self.caps) not in (0, 2 * len(self.bars)) or len({len(one) for one in self.drawn.values()} - {2}) > 1:
            raise FigureError(f"{self.where}: bars that end in arrows (lolims, uplims) or leave some out cannot move.")
        if not 1 <= self.count <= POINTS:
            raise FigureError(f"{self.where} has {self.count} points; it needs 1 to {POINTS}.")
        if not self.line and len(self.bars) == 1 and not self.has(*self.bars):
            (middle,) = self.bars
            raise FigureError(f"{self.where} shows no points (fmt='none'); let {middle} follow an output too.")
        for name in self.properties:
            if self.has(name):
                self.needs(name, (self.count,), (), *([(2, self.count)] if name.endswith("err") else []))
