"""What all moving artists share: the checks of what the author asked for, and the plain data that is made of it.

Each kind of Matplotlib artist that the page can redraw has a class, in `points.py`, `areas.py`, `labels.py`,
`fields.py` and `network.py`; `movers.py` has the table of them. A class checks what the author asked for, sets the
artist to a state, and describes it as a binding, plain data from which `livefig-draw.js` and `drawing.py` draw.
"""

import base64
from collections.abc import Mapping
from typing import Any, Protocol

import numpy as np
from matplotlib.artist import Artist
from matplotlib.cm import ScalarMappable
from matplotlib.colors import Normalize
from matplotlib.text import Text
from matplotlib.transforms import Transform

from .. import shown as drawing
from ...errors import FigureError

POINTS = 2000
PIXELS = 40000

Values = Mapping[str, Any]


class Layout(Protocol):
    """What an artist needs to know of the layout that is drawn."""

    def maps(self, artist: Artist, transform: Transform, where: str) -> dict[str, dict[str, Any]]:
        """Return `{"x": {"scale", "a", "b"}, "y": ...}`: units of the SVG = a * number + b."""

    def parts(self, mover: "Mover", which: int = 0) -> set[str]:
        """Return the tags that Matplotlib drew directly inside the artist's element, or inside a later one of it."""


class Mover:
    """An artist and the outputs that move it."""

    properties: tuple[str, ...] = ()
    shared = ("alpha", "visible")  # what every artist has
    arrays: tuple[str, ...] = ()  # properties that may be given as an array instead of an output
    may_vanish = False  # whether nothing at all may be drawn at the default values

    def __init__(self, artist: Any, wanted: Mapping[str, Any], values: Values):
        self.artist, self.values, self.wanted = artist, values, dict(wanted)
        self.where = describe(artist)
        self._check_properties()
        self.sources = {name: self._source(name) for name in wanted if name != "text"}
        for name in self.shared:
            if name in wanted:
                self.needs(name, ())

    @property
    def parts(self) -> list[Artist]:
        """The Matplotlib artists that are drawn."""
        return [self.artist]

    def binding(self, layout: Layout) -> dict[str, Any]:
        """Return the plain data from which the page draws this artist."""
        bound = self.bind(layout)
        if not self.may_vanish and not self._is_drawable(bound):
            raise FigureError(f"{self.where} has no finite point at the default values of the controls.")
        return bound | {name: self.sources[name] for name in self.shared if self.has(name)}

    def bind(self, layout: Layout) -> dict[str, Any]:
        raise NotImplementedError

    def show(self, values: Values) -> None:
        """Set the Matplotlib artist to `values`."""
        raise NotImplementedError

    def park(self) -> None:
        """Put every mark at the centre of the axes, since Matplotlib writes no element for one outside."""

    def has(self, *names: str) -> bool:
        """Tell whether one of the properties moves."""
        return any(name in self.sources for name in names)

    def data(self, name: str) -> np.ndarray:
        """Return the default value of a property."""
        return np.asarray(drawing.read(self.sources[name], self.values), dtype=float)

    def needs(self, name: str, *shapes: tuple[int, ...]) -> None:
        """Check the shape of the output that moves a property."""
        shape = self.data(name).shape
        if shape not in shapes:
            wanted = " or ".join(map(str, dict.fromkeys(shapes)))
            source = self.sources[name]
            given = f"output {source['value']!r}" if "value" in source else "the array"
            raise FigureError(f"{self.where}: {name} needs shape {wanted}, but {given} has shape {shape}.")

    def _check_properties(self) -> None:
        names = (*self.properties, *self.shared)
        allowed = ", ".join(names)
        for name in self.wanted:
            if name not in names:
                raise FigureError(f"{self.where} has no {name!r} that can move. There are: {allowed}.")
        if not self.wanted:
            raise FigureError(f"{self.where}: nothing was named that moves. There are: {allowed}.")

    def _source(self, name: str) -> dict[str, Any]:
        output = self.wanted[name]
        if name in self.arrays and not isinstance(output, str):
            return {"constant": floats(output)}
        if not isinstance(output, str):
            raise FigureError(
                f"{self.where}: {name} follows an output of the function; write its name, not {output!r}."
            )
        if output not in self.values or isinstance(self.values[output], str):
            known = ", ".join(sorted(key for key, value in self.values.items() if not isinstance(value, str)))
            raise FigureError(
                f"{self.where}: {name} is to follow {output!r}, but the function returns no such output."
                f" There are: {known}."
            )
        return {"value": output}

    def _is_drawable(self, binding: Mapping[str, Any]) -> bool:
        shown = drawing.expected(binding, self.values)
        drawn = [part for name in ("marks", "bars", "paths") for part in shown.get(name, ())]
        return any(drawn) or bool(shown.get("path")) or not (drawn or "path" in shown or shown.get("at", "") is None)


def palette(
    mappable: ScalarMappable, where: str, advice: str, alpha: float | None = None, flat: bool = False
) -> dict[str, Any]:
    """Return the colour map of an image or a scatter as plain data: its range, and RGBA bytes in base64.

    The colours are the map's entries, then the ones below the range, above it, and of no number. With `flat`, they
    must not be half transparent.
    """
    norm, cmap = mappable.norm, mappable.get_cmap()
    if type(norm) is not Normalize or not norm.scaled() or not norm.vmin < norm.vmax:
        raise FigureError(f"{where} needs a linear range of colours; give {advice} vmin= and vmax=.")
    outside = [0, cmap.N - 1] if norm.clip else [-1, cmap.N]
    index = np.ma.array([*range(cmap.N), *outside, 0], dtype=int)
    index[-1] = np.ma.masked
    table = cmap(index, alpha=alpha, bytes=True)
    if flat and not np.isin(table[:-1, 3], (0, 255)).all():
        raise FigureError(f"{where} cannot move through a colour map that is half transparent; give it alpha= instead.")
    return {"range": [float(norm.vmin), float(norm.vmax)], "colours": base64.b64encode(table.tobytes()).decode("ascii")}


def describe(artist: Any) -> str:
    """Return how a message names an artist: its kind, with its label or its words."""
    label = artist.get_text() if isinstance(artist, Text) else getattr(artist, "get_label", str)()
    named = f" {str(label)!r}" if label and not str(label).startswith("_") else ""
    return f"{type(artist).__name__}{named}"


def centre(artist: Artist, transform: Transform, at: tuple[float, float] = (0.5, 0.5)) -> tuple[float, float]:
    """Return the centre of the artist's axes, or another place in it, in the coordinates of `transform`."""
    x, y = transform.inverted().transform(artist.axes.transAxes.transform(at))
    return float(x), float(y)


def floats(data: Any) -> np.ndarray:
    """Return data as plain floats; what is masked becomes NaN."""
    return np.ma.filled(np.ma.asarray(data, dtype=float), np.nan)
