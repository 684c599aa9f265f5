"""The table of what can move, and the way from `moves=` to checked movers."""

from collections.abc import Mapping
from typing import Any

from matplotlib.collections import FillBetweenPolyCollection, PathCollection
from matplotlib.container import BarContainer, ErrorbarContainer
from matplotlib.contour import QuadContourSet
from matplotlib.figure import Figure
from matplotlib.image import AxesImage
from matplotlib.lines import Line2D
from matplotlib.patches import Polygon
from matplotlib.quiver import Quiver
from matplotlib.text import Annotation, Text

from .areas import Bars, Between, Outline, Picture
from .mark import Mover, Values, describe
from ...errors import FigureError
from .fields import Arrow, Arrows, Contours
from .labels import Words
from ...network import Edges, EdgesMover, Numbers, NumbersMover
from .points import ErrorBars, Line, Scatter

KINDS: tuple[tuple[type, type[Mover]], ...] = (
    (BarContainer, Bars),
    (ErrorbarContainer, ErrorBars),
    (Line2D, Line),
    (PathCollection, Scatter),
    (FillBetweenPolyCollection, Between),
    (Polygon, Outline),
    (AxesImage, Picture),
    (Quiver, Arrows),
    (QuadContourSet, Contours),
    (Text, Words),
    (Edges, EdgesMover),
    (Numbers, NumbersMover),
)


def movers(figure: Figure, moves: Mapping[Any, Mapping[str, Any]], values: Values) -> list[Mover]:
    """Return one checked mover for each moving artist of the figure."""
    found: list[Mover] = []
    seen: dict[int, str] = {}
    for artist, wanted in moves.items():
        mover = _mover(artist, wanted, values)
        for part in mover.parts:
            if part.get_figure(root=True) is not figure:
                raise FigureError(f"{mover.where} is an artist outside the figure. Move artists of the figure given.")
            if part.axes is not None and part.axes.name != "rectilinear":
                raise FigureError(f"{mover.where} stands in {part.axes.name} axes; only plain x and y axes work.")
            if id(part) in seen:
                raise FigureError(f"{mover.where} is named twice in moves. Name all that moves of it in one place.")
            seen[id(part)] = mover.where
        found.append(mover)
    return found


def _mover(artist: Any, wanted: Mapping[str, Any], values: Values) -> Mover:
    kind = next((mover for artist_type, mover in KINDS if isinstance(artist, artist_type)), None)
    if kind is None and type(artist) in (list, tuple):
        raise FigureError(
            "ax.plot and ax.fill return a list, but moves needs the one artist in it: write `(line,) = ax.plot(...)`,"
            " with the comma."
        )
    if kind is None:
        known = ", ".join(artist_type.__name__ for artist_type, _ in KINDS)
        raise FigureError(f"{type(artist).__name__} cannot move. These can: {known}.")
    if not isinstance(wanted, Mapping):
        raise FigureError(f"{describe(artist)}: name what moves, for example {{'y': 'loss'}}, not {wanted!r}.")
    return (Arrow if _is_arrow(artist, wanted) else kind)(artist, wanted, values)


def _is_arrow(artist: Any, wanted: Mapping[str, Any]) -> bool:
    """Tell whether an annotation is to move as an arrow."""
    words = isinstance(artist, Annotation) and artist.get_text() and not {"x_tail", "y_tail"} & set(wanted)
    return isinstance(artist, Annotation) and artist.arrow_patch is not None and not words
