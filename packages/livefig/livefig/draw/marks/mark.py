"""What every mark is: an artist of Matplotlib that moves, and the plain data that is made of it.

One kind of mark is one file here and its twin in `js/marks/`. A class checks what the author asked for, sets the artist
to a state (`show`), puts it where Matplotlib draws every piece of it (`park`), gives its SVG the form that the page
relies on (`arrange`), and describes it as a binding, plain data. What the page shows of a binding is a pure rule,
`shown(binding, read)`, written in both languages and compared as data: numbers in, attributes out.
"""

from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol
from xml.etree.ElementTree import Element

import numpy as np
from matplotlib.artist import Artist
from matplotlib.text import Text
from matplotlib.transforms import Transform
from numpy.typing import ArrayLike, NDArray

from ...errors import FigureError
from ...pool import Pool
from ...spec import Binding, Floats, Maps, Shown, Source
from ..geometry import Read, number, reader
from .looks import DRAWN, Look

POINTS = 2000
PIXELS = 40000

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Data:
    """What a mark may follow: the outputs and controls at their defaults, and the pool that takes what stays.

    `still` are outputs that no control changes; they are drawn once.
    """

    values: Values
    pool: Pool
    still: Collection[str] = ()

    def source(self, name: str) -> Source:
        """Return the source of an output or a control."""
        return self.pool.constant(self.values[name]) if name in self.still else {"value": name}

    def read(self, source: Source) -> Floats:
        """Return the default value of a source."""
        return np.asarray(reader(self.values, self.pool.arrays)(source), dtype=float)


class Layout(Protocol):
    """What a mark needs to know of the layout that is drawn."""

    def maps(self, artist: Artist, transform: Transform, where: str) -> Maps:
        """Return for each axis how a number becomes a place in the SVG."""

    def tags(self, mark: "Mark", which: int = 0) -> list[str]:
        """Return the tags that Matplotlib drew directly inside the element of a part of the mark."""


class Mark(ABC):
    """An artist and the outputs that move it."""

    kind: ClassVar[str]
    artist_type: ClassVar[type]
    properties: tuple[str, ...] = ()
    shared = ("alpha", "visible")  # what every artist has
    arrays: tuple[str, ...] = ()  # properties that may be given as an array instead of an output

    def __init__(self, artist: Any, wanted: Mapping[str, Any], data: Data):
        self.artist, self.known, self.wanted = artist, data, dict(wanted)
        self.where = describe(artist)
        self._check_properties()
        self.sources: dict[str, Source] = {name: self._source(name) for name in wanted if name != "text"}
        for name in self.shared:
            if name in wanted:
                self.needs(name, ())

    @classmethod
    def takes(cls, artist: Any, wanted: Mapping[str, Any]) -> bool:
        """Tell whether this class is the one for an artist and what is to move of it."""
        return isinstance(artist, cls.artist_type)

    @property
    def parts(self) -> Sequence[Artist]:
        """The Matplotlib artists that are drawn, in the order in which Matplotlib draws them."""
        return [self.artist]

    @property
    def drawn_by(self) -> Sequence[Artist]:
        """The artists whose properties decide what is drawn: the parts, and the whole if it is an artist."""
        whole = [self.artist] if isinstance(self.artist, Artist) else []
        return [*(one for one in whole if one not in self.parts), *self.parts]

    def refused(self, part: Artist) -> Sequence[Look]:
        """Return the looks that a part may not have, since the page could not follow."""
        return DRAWN

    def is_hidden(self, part: Artist) -> bool:
        """Tell whether the author made a part invisible for good."""
        others = [one for one in self.drawn_by if one not in self.parts]
        return not self.has("visible") and not all(one.get_visible() for one in (part, *others))

    def binding(self, layout: Layout) -> Binding:
        """Return the plain data from which the page draws this mark."""
        bound = self.bind(layout)
        if self.has("alpha"):
            bound["alpha"] = self.sources["alpha"]
        if self.has("visible"):
            bound["visible"] = self.sources["visible"]
        return bound

    @abstractmethod
    def bind(self, layout: Layout) -> Binding:
        """Return the plain data of what this kind has beside what all have."""

    @abstractmethod
    def show(self, read: Read) -> None:
        """Set the Matplotlib artist to a state."""

    @abstractmethod
    def park(self) -> None:
        """Put every piece at the centre of the axes, since Matplotlib writes no element for one outside."""

    @staticmethod
    @abstractmethod
    def arrange(groups: list[Element], binding: Any, centre: tuple[float, float]) -> None:
        """Give the elements of a mark the form that the page relies on: each part has the attribute `data-part`.

        `groups` are the elements of the mark's parts, `centre` is where they were parked, in units of the SVG.
        """

    @staticmethod
    @abstractmethod
    def shown(binding: Any, read: Read) -> Shown:
        """Return what the page shows of a binding: the attributes of each part's elements."""

    def has(self, *names: str) -> bool:
        """Tell whether one of the properties moves."""
        return any(name in self.sources for name in names)

    def data(self, name: str) -> Floats:
        """Return the default value of a property."""
        return self.known.read(self.sources[name])

    def needs(self, name: str, *shapes: tuple[int, ...]) -> None:
        """Check the shape of the output that moves a property."""
        shape = self.data(name).shape
        if shape not in shapes:
            wanted = " or ".join(map(str, dict.fromkeys(shapes)))
            given = f"output {self.wanted[name]!r}" if isinstance(self.wanted[name], str) else "the array"
            raise FigureError(f"{self.where}: {name} needs shape {wanted}, but {given} has shape {shape}.")

    def at_most(self, count: int, limit: int = POINTS, what: str = "points") -> None:
        """Check how many points move."""
        if count > limit:
            raise FigureError(f"{self.where} would move {count} {what}; {limit} is the limit. Draw fewer.")

    def source_or(self, name: str, drawn: ArrayLike) -> Source:
        """Return the source of a property, or the numbers as they were drawn if it does not move."""
        return self.sources[name] if name in self.sources else self.known.pool.constant(drawn)

    def _check_properties(self) -> None:
        names = (*self.properties, *self.shared)
        allowed = ", ".join(names)
        for name in self.wanted:
            if name not in names:
                raise FigureError(f"{self.where} has no {name!r} that can move. There are: {allowed}.")
        if not self.wanted:
            raise FigureError(f"{self.where}: nothing was named that moves. There are: {allowed}.")

    def _source(self, name: str) -> Source:
        output = self.wanted[name]
        if name in self.arrays and not isinstance(output, str):
            return self.known.pool.constant(floats(output))
        if not isinstance(output, str):
            raise FigureError(
                f"{self.where}: {name} follows an output of the function; write its name, not {output!r}."
            )
        values = self.known.values
        if output not in values or isinstance(values[output], str):
            known = ", ".join(sorted(key for key, value in values.items() if not isinstance(value, str)))
            raise FigureError(
                f"{self.where}: {name} is to follow {output!r}, but the function returns no such output."
                f" There are: {known}."
            )
        return self.known.source(output)


def unlike(mark: Mark, drawn: int, moving: int) -> FigureError:
    """Return the error for a mark that Matplotlib draws in other pieces, for a look that `looks.py` does not know."""
    return FigureError(
        f"{mark.where} is drawn in {drawn} pieces where {moving} would move: one of its properties changes how"
        " Matplotlib draws it. Leave out what is set on it, one by one, to see which."
    )


def shared_shown(binding: Binding, read: Read) -> Shown:
    """Return what the page shows of what all kinds of mark may have."""
    found: dict[str, list[str]] = {}
    if "alpha" in binding:
        found["opacity"] = [number(opacity(read(binding["alpha"])))]
    if "visible" in binding:
        found["visibility"] = ["visible" if is_seen(read(binding["visible"])) else "hidden"]
    return {"all": found} if found else {}


def opacity(value: ArrayLike) -> float:
    """Return an opacity between 0 and 1; what is no number is not seen."""
    return float(np.nan_to_num(np.clip(np.asarray(value, dtype=float), 0, 1)))


def is_seen(value: ArrayLike) -> bool:
    """Return whether an output shows what it is asked about; what is no number shows nothing."""
    number = float(np.asarray(value, dtype=float))
    return number == number and number != 0


def describe(artist: Any) -> str:
    """Return how a message names an artist: its kind, with its label or its words."""
    label = artist.get_text() if isinstance(artist, Text) else getattr(artist, "get_label", str)()
    named = f" {str(label)!r}" if label and not str(label).startswith("_") else ""
    return f"{type(artist).__name__}{named}"


def centre(artist: Any, transform: Transform, at: tuple[float, float] = (0.5, 0.5)) -> tuple[float, float]:
    """Return the centre of the artist's axes, or another place in it, in the coordinates of `transform`."""
    x, y = transform.inverted().transform(artist.axes.transAxes.transform(at))
    return float(x), float(y)


def floats(data: Any) -> NDArray[np.float64]:
    """Return data as plain floats; what is masked becomes NaN."""
    return np.ma.filled(np.ma.asarray(data, dtype=float), np.nan)
