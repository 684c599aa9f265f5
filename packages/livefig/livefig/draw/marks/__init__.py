"""The marks: what can move in a picture, one kind a file. `MARKS` is the only table of them."""

from collections.abc import Mapping
from typing import Any

from matplotlib.figure import Figure

from ...errors import FigureError
from ...spec import Binding, Shown
from ..geometry import Read
from .area import Between, Outline
from .arrows import Arrow, Field
from .bars import Bars
from .contours import Contours
from .errors import ErrorBars
from .image import Picture
from .line import Line
from .looks import refuse
from .mark import Data, Mark, describe, shared_shown
from .numbers import NumbersMark
from .scatter import Scatter
from .segments import SegmentsMark
from .text import Writing

# In the order in which they are asked: the first that takes an artist has it.
MARKS: tuple[type[Mark], ...] = (
    Bars,
    ErrorBars,
    Line,
    Scatter,
    Between,
    Outline,
    Picture,
    Field,
    Contours,
    Arrow,
    Writing,
    SegmentsMark,
    NumbersMark,
)
KINDS: dict[str, type[Mark]] = {mark.kind: mark for mark in MARKS}


def marks_of(figure: Figure, moves: Mapping[Any, Mapping[str, Any]], data: Data) -> list[Mark]:
    """Return one checked mark for each moving artist of the figure.

    Raises
    ------
    FigureError
        An artist that cannot move, or not so; one outside the figure; one that is named twice.
    """
    found: list[Mark] = []
    seen: dict[int, str] = {}
    for artist, wanted in moves.items():
        mark = _mark(artist, wanted, data)
        for part in mark.drawn_by:
            refuse(part, mark.refused(part), mark.where)
        for part in mark.parts:
            if part.get_figure(root=True) is not figure:
                raise FigureError(f"{mark.where} is an artist outside the figure. Move artists of the figure given.")
            if part.axes is not None and part.axes.name != "rectilinear":
                raise FigureError(f"{mark.where} stands in {part.axes.name} axes; only plain x and y axes work.")
            if id(part) in seen:
                raise FigureError(f"{mark.where} is named twice in moves. Name all that moves of it in one place.")
            seen[id(part)] = mark.where
        found.append(mark)
    return found


def shown(binding: Binding, read: Read) -> Shown:
    """Return what the page shows of a binding, for the values that `read` gives."""
    return KINDS[binding["kind"]].shown(binding, read) | shared_shown(binding, read)


def _mark(artist: Any, wanted: Mapping[str, Any], data: Data) -> Mark:
    if type(artist) in (list, tuple):
        raise FigureError(
            "ax.plot and ax.fill return a list, but moves needs the one artist in it: write `(line,) = ax.plot(...)`,"
            " with the comma."
        )
    if not isinstance(artist, tuple(mark.artist_type for mark in MARKS)):
        known = ", ".join(dict.fromkeys(mark.artist_type.__name__ for mark in MARKS))
        raise FigureError(f"{type(artist).__name__} cannot move. These can: {known}.")
    if not isinstance(wanted, Mapping):
        raise FigureError(f"{describe(artist)}: name what moves, for example {{'y': 'loss'}}, not {wanted!r}.")
    return next(mark for mark in MARKS if mark.takes(artist, wanted))(artist, wanted, data)
