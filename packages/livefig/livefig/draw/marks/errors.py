"""The points and bars of `errorbar`: x, y, xerr, yerr, the errors one a point, or (2, n) for below and above."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal
from xml.etree.ElementTree import Element

import numpy as np
from matplotlib.artist import Artist
from matplotlib.container import ErrorbarContainer

from ...errors import FigureError
from ...spec import ErrorsBinding, Floats, Shown
from ..geometry import Read, end_of, places, project, spot
from ..parts import leave_paths
from .line import arrange_line, drawn_as, line_shown
from .mark import POINTS, Data, Layout, Mark, centre, floats

Side = Literal["x", "y"]


class ErrorBars(Mark):
    """Points and bars; the caps are drawn with their bars."""

    kind = "errors"
    artist_type = ErrorbarContainer
    properties = ("x", "y", "xerr", "yerr")

    def __init__(self, artist: ErrorbarContainer, wanted: Mapping[str, Any], data: Data):
        self.line, self.caps, bars = artist.lines
        sides = [side for side, has in (("x", artist.has_xerr), ("y", artist.has_yerr)) if has]
        self.bars: dict[str, Any] = dict(zip(sides, bars, strict=True))
        super().__init__(artist, wanted, data)
        self.drawn = self._drawn()
        self.count = len(self.drawn["x"])
        self._check_bars()
        self.ends = {name: self.source_or(name, data) for name, data in self.drawn.items()}

    @property
    def parts(self) -> Sequence[Artist]:
        """In the order in which Matplotlib draws them, which is that of their elements."""
        found = [*([self.line] if self.line else []), *self.bars.values(), *self.caps]
        children = list(found[0].axes.get_children())
        return sorted(found, key=lambda part: (part.get_zorder(), children.index(part)))

    def bind(self, layout: Layout) -> ErrorsBinding:
        bars = next(iter(self.bars.values()))
        roles = self._roles()
        paths, marks = drawn_as(layout.tags(self, roles.index("line"))) if self.line else (0, False)
        return {
            "kind": "errors",
            **self.ends,  # type: ignore[typeddict-item]
            "map": layout.maps(bars, bars.get_transform(), self.where),
            "count": self.count,
            "roles": roles,
            "paths": paths,
            "marks": marks,
            "cap": float(self.caps[0].get_markersize()) / 2 if self.caps else 0.0,
        }

    def show(self, read: Read) -> None:
        data = {name: np.asarray(read(end), dtype=float) for name, end in self.ends.items()}
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

    @staticmethod
    def arrange(groups: list[Element], binding: ErrorsBinding, centre: tuple[float, float]) -> None:
        for group, role in zip(groups, binding["roles"], strict=True):
            if role == "line":
                arrange_line(group, bool(binding["paths"]), binding["marks"], centre)
            elif role == "cap":
                group[:] = []
            else:
                leave_paths(group, 1, part="bars")

    @staticmethod
    def shown(binding: ErrorsBinding, read: Read) -> Shown:
        x, y = places(binding["map"], binding["count"], read, binding["x"], binding["y"])
        shown = line_shown(x, y, binding["paths"], binding["marks"])
        outlines: list[str | None] = [
            _bars(binding, read, "x", y) if role == "x" else _bars(binding, read, "y", x)
            for role in binding["roles"]
            if role in ("x", "y")
        ]
        return shown | {"bars": {"d": outlines}}

    def _roles(self) -> list[Literal["line", "cap", "x", "y"]]:
        """Return what each part is."""
        names: dict[int, Any] = {id(self.line): "line"} | {id(bar): side for side, bar in self.bars.items()}
        return [names.get(id(part), "cap") for part in self.parts]

    def _drawn(self) -> dict[str, Floats]:
        """Return the drawn data: the middle of a bar is known from the line, or from the bar across it."""
        data: dict[str, Floats] = {}
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


def _bars(binding: ErrorsBinding, read: Read, side: Side, across: Floats) -> str:
    """Return one outline for all bars of a direction, each with its caps; `across` is where they stand."""
    axis, cap = binding["map"][side], binding["cap"]
    middle = np.broadcast_to(np.asarray(read(binding[side]), dtype=float), across.shape)
    error = read(binding["xerr"] if side == "x" else binding["yerr"])
    low, high = np.broadcast_to(np.asarray(error, dtype=float), (2, len(across)))
    starts, ends = project(axis, middle - low), project(axis, middle + high)
    if axis["scale"] == "log":  # a bar to zero or below reaches down for ever
        starts = np.where(middle - low <= 0, end_of(axis), starts)
    turn, text = 1 if side == "x" else -1, ""
    for at, start, end in zip(across, starts, ends, strict=True):
        if np.isfinite([at, start, end]).all():
            lines = [((start, at), (end, at))]
            lines += [((one, at - cap), (one, at + cap)) for one in (start, end)] if cap else []
            text += "".join(f"M{spot(*a[::turn])}L{spot(*b[::turn])}" for a, b in lines)
    return text
