"""What the reader may drag: single markers whose x or y is a slider."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from ..errors import SpecError
from ..spec import Binding, DragSpec
from .marks.mark import describe

Moves = Mapping[Any, Mapping[str, Any]]


def drags(
    artists: Iterable[Any], moves: Moves, sliders: Collection[str], bindings: Sequence[Binding]
) -> list[DragSpec]:
    """Return for each artist that can be dragged its number, and the sliders that its x and its y follow.

    Raises
    ------
    SpecError
        An artist that does not move, is no single marker, or follows no slider.
    """
    numbers = {id(artist): number for number, artist in enumerate(moves)}
    if isinstance(artists, Mapping | str) or not isinstance(artists, Iterable):
        raise SpecError(f"drags= needs a list of artists, such as drags=[ring], not {describe(artists)}.")
    return [_drag(artist, numbers, moves, sliders, bindings) for artist in artists]


def _drag(
    artist: Any, numbers: Mapping[int, int], moves: Moves, sliders: Collection[str], bindings: Sequence[Binding]
) -> DragSpec:
    where = f"drags= {describe(artist)}"
    if id(artist) not in numbers:
        raise SpecError(f"{where}: only an artist of moves= can be dragged. Let its x or y follow a slider.")
    number = numbers[id(artist)]
    binding = bindings[number]
    if binding["kind"] not in ("line", "scatter") or binding["count"] != 1 or not binding.get("marks", True):
        raise SpecError(f"{where}: only a single marker can be dragged, such as ax.plot([0], [0], 'o') makes.")
    x, y = (name if (name := moves[artist].get(axis)) in sliders else None for axis in "xy")
    if x is None and y is None:
        known = ", ".join(sorted(sliders)) or "none"
        raise SpecError(
            f"{where}: neither its x nor its y is a slider, so dragging sets nothing. Sliders are: {known}."
        )
    return {"mark": number, "x": x, "y": None if x == y else y}  # of one slider for both, the way across decides
