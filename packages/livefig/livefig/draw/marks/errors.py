"""The points and bars of `errorbar`: x, y, xerr, yerr, the errors one a point, or (2, n) for below and above."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal
from xml.etree.ElementTree import Element

import numpy as np
from matplotlib.artist import Artist
from matplotlib.colors import to_hex
from matplotlib.container import ErrorbarContainer

from ...errors import FigureError
from ...spec import ErrorsBinding, Floats, Shown
from ..geometry import Read, end_of, places, project, spot
from ..parts import leave_paths
from .line import arrange_line, drawn_as, line_shown
from .looks import ALONG, LINE, Look, each, has, same
from .mark import POINTS, Data, Layout, Mark, centre, floats

Side = Literal["x", "y"]
Role = Literal["line", "x", "y", "xcap", "ycap", "none"]

MANY = "Draw two errorbars, and let both move."
BARS = (
    *ALONG,
    Look("gapcolor", has("gapcolor"), "Leave it out."),
    Look("array (a colour for each bar)", has("array"), "All bars of a direction are one outline; give ecolor=."),
    Look("hatch", has("hatch"), "Leave it out."),
    Look(
        "an edgecolor, linewidth or linestyle for each bar",
        each("edgecolors", "linewidths", "linestyles"),
        "All are one outline; give one.",
    ),
)
CAPS = (
    *LINE,
    Look("a marker for caps", lambda cap: cap.get_marker() not in ("|", "_"), "Caps are short lines; leave it out."),
    Look(
        "linestyle (dashes, gapcolor) for caps",
        lambda cap: cap.get_linestyle() != "None",
        "A cap is a line of its own; leave it out.",
    ),
)


class ErrorBars(Mark):
    """Points and bars; all caps of a direction are one outline."""

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
        paths, marks = drawn_as(self, self.line, layout.tags(self, roles.index("line"))) if self.line else (0, False)
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
            elif role == "none":
                group[:] = []
            else:
                leave_paths(group, 1, part="bars" if role in ("x", "y") else "caps")

    @staticmethod
    def shown(binding: ErrorsBinding, read: Read) -> Shown:
        x, y = places(binding["map"], binding["count"], read, binding["x"], binding["y"])
        shown = line_shown(x, y, binding["paths"], binding["marks"])
        both: dict[Side, list[str]] = {"x": _outlines(binding, read, "x", y), "y": _outlines(binding, read, "y", x)}
        found = [(role, both["x" if role[0] == "x" else "y"]) for role in binding["roles"] if role[0] in "xy"]
        shown["bars"] = {"d": [bars for role, (bars, _) in found if role in ("x", "y")]}
        if binding["cap"]:
            shown["caps"] = {"d": [caps for role, (_, caps) in found if role not in ("x", "y")]}
        return shown

    def refused(self, part: Artist) -> Sequence[Look]:
        anchor = next(iter(self.bars.values()))
        aside = Look("a transform of one part", lambda one: not same(one.get_transform(), anchor.get_transform()), MANY)
        if part is self.line:
            return (*LINE, aside)
        return (*BARS, aside) if part in self.bars.values() else (*CAPS, aside)

    def _roles(self) -> list[Role]:
        """Return what each part is; the first cap of a direction stands for all of them."""
        names: dict[int, Role] = {id(self.line): "line"}
        for side, bar in self.bars.items():
            names[id(bar)] = "x" if side == "x" else "y"
        first = {cap.get_marker(): cap for cap in reversed(self.caps)}
        names |= {id(cap): "xcap" if marker == "|" else "ycap" for marker, cap in first.items()}
        return [names.get(id(part), "none") for part in self.parts]

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
        if len({_look(cap) for cap in self.caps}) > len({_look(cap)[0] for cap in self.caps}):
            raise FigureError(f"{self.where}: the caps of a direction need one look. {MANY}")
        if len({cap.get_markersize() for cap in self.caps}) > 1:
            raise FigureError(f"{self.where}: all caps need one capsize. {MANY}")
        if not 1 <= self.count <= POINTS:
            raise FigureError(f"{self.where} has {self.count} points; it needs 1 to {POINTS}.")
        if not self.line and len(self.bars) == 1 and not self.has(*self.bars):
            (middle,) = self.bars
            raise FigureError(f"{self.where} shows no points (fmt='none'); let {middle} follow an output too.")
        for name in self.properties:
            if self.has(name):
                self.needs(name, (self.count,), (), *([(2, self.count)] if name.endswith("err") else []))


def _look(cap: Any) -> tuple[Any, ...]:
    """Return the direction of a cap, and how it is drawn."""
    colours = [to_hex(colour, keep_alpha=True) for colour in (cap.get_markeredgecolor(), cap.get_markerfacecolor())]
    return cap.get_marker(), cap.get_markeredgewidth(), *colours, cap.get_alpha(), cap.get_visible()


def _outlines(binding: ErrorsBinding, read: Read, side: Side, across: Floats) -> list[str]:
    """Return one outline for all bars of a direction, and one for their caps; `across` is where they stand."""
    if f"{side}err" not in binding:
        return ["", ""]
    axis, cap = binding["map"][side], binding["cap"]
    middle = np.broadcast_to(np.asarray(read(binding[side]), dtype=float), across.shape)
    error = read(binding["xerr"] if side == "x" else binding["yerr"])
    low, high = np.broadcast_to(np.asarray(error, dtype=float), (2, len(across)))
    starts, ends = project(axis, middle - low), project(axis, middle + high)
    if axis["scale"] == "log":  # a bar to zero or below reaches down for ever
        starts = np.where(middle - low <= 0, end_of(axis), starts)
    bars, caps = "", ""
    for at, start, end in zip(across, starts, ends, strict=True):
        if np.isfinite([at, start, end]).all():
            bars += _piece(side, start, at, end, at)
            if cap:
                caps += "".join(_piece(side, one, at - cap, one, at + cap) for one in (start, end))
    return [bars, caps]


def _piece(side: Side, a: float, b: float, c: float, d: float) -> str:
    """Return a straight piece between two places, whose first number lies along the bars."""
    turn = 1 if side == "x" else -1
    return f"M{spot(*(a, b)[::turn])}L{spot(*(c, d)[::turn])}"
