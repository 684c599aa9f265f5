"""What stands around the picture, as plain data: which artist a number belongs to, what can be dragged, the source."""

import inspect
import textwrap
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from .draw.marks.mark import describe
from .controls.control import Control, Slider
from .text.equations import Equation, colour_of
from .errors import SpecError

Moves = Mapping[Any, Mapping[str, str]]


def equations(
    templates: Sequence[str],
    moves: Moves,
    colors: Mapping[str, Any] | None,
    states: Sequence[Mapping[str, Any]],
    svg: str,
) -> list[dict[str, Any]]:
    """Return the equations as they stand in the first of `states`, with room for what they show in the others."""
    if isinstance(templates, str):
        raise SpecError(f"equations= needs a list of equations, not the text {templates!r}. Put it in brackets.")
    names = {name for name, value in states[0].items() if getattr(value, "shape", ()) == ()}
    made = [Equation(template, names) for template in templates]
    for equation in made:
        for state in states:
            equation.measure(state)
    used = {field["value"] for equation in made for field in equation.fields}
    links = {name: numbers for name, numbers in _links(moves, colors or {}, used).items() if name in used}
    colours = {k: colour_of(svg, k) for numbers in links.values() for k in numbers[:1]}
    return [equation.spec(states[0], links, colours) for equation in made]


def _links(moves: Moves, colors: Mapping[str, Any], used: set[str]) -> dict[str, list[int]]:
    """Return for each name the numbers of the artists that it moves, or that the author says it belongs to."""
    places = {id(artist): number for number, artist in enumerate(moves)}
    links: dict[str, list[int]] = {}
    for number, wanted in enumerate(moves.values()):
        names = (name for key, name in wanted.items() if key not in ("text", "visible", "alpha"))
        for name in dict.fromkeys(name for name in names if isinstance(name, str)):
            links.setdefault(name, []).append(number)
    for name, artist in colors.items():
        if name not in used:
            raise SpecError(f"colors= names {name!r}, which stands in no equation.")
        if artist is not None and id(artist) not in places:
            raise SpecError(
                f"colors= gives {name!r} the colour of {describe(artist)}, which is no artist of moves=. "
                "Name one that moves, or None for no colour."
            )
        links[name] = [] if artist is None else [places[id(artist)]]
    return links


def drags(
    wanted: Mapping[Any, Sequence[str | None]] | None,
    moves: Moves,
    controls: Sequence[Control],
    bindings: Sequence[dict],
) -> list[dict[str, Any]]:
    """Return what the reader may drag: the number of the artist, and the sliders that its x and its y set."""
    places = {id(artist): number for number, artist in enumerate(moves)}
    found = []
    for artist, names in (wanted or {}).items():
        where = f"drags= {describe(artist)}"
        if id(artist) not in places:
            raise SpecError(f"{where}: only an artist of moves= can be dragged. Let its x or y follow the slider.")
        number = places[id(artist)]
        _check_point(where, bindings[number])
        _check_sliders(where, names, moves[artist], {c.name: c for c in controls})
        found.append({"artist": number, "x": names[0], "y": names[1]})
    return found


def _check_point(where: str, binding: Mapping[str, Any]) -> None:
    if binding.get("count") != 1 or not binding.get("marks"):
        raise SpecError(f"{where}: only a single marker can be dragged, such as ax.plot([0], [0], 'o') makes.")


def _check_sliders(where: str, names: Any, follows: Mapping[str, str], controls: Mapping[str, Control]) -> None:
    if not isinstance(names, (tuple, list)) or len(names) != 2 or not any(names) or names[0] == names[1]:
        raise SpecError(
            f"{where}: name the slider of x and the slider of y, for example ('w', 'b') or ('w', None), not {names!r}."
        )
    for axis, name in zip("xy", names, strict=True):
        if name is None:
            continue
        if not isinstance(controls.get(name), Slider):
            known = ", ".join(n for n, control in controls.items() if isinstance(control, Slider))
            raise SpecError(f"{where}: {name!r} is no slider. There are: {known}.")
        if follows.get(axis) != name:
            stays = f"follows {follows[axis]!r}" if axis in follows else "does not move"
            raise SpecError(
                f"{where}: its {axis} {stays}, so dragging cannot set {name!r}. "
                f"Write {{..., {axis!r}: {name!r}}} in moves."
            )


def source(function: Callable[..., Any]) -> dict[str, Any]:
    """Return the name of the author's function and its text, or no text where Python does not have it."""
    name = getattr(function, "__name__", "")
    if not name.isidentifier():  # a lambda or a partial function has no text of its own
        return {"name": "function", "text": None}
    try:
        return {"name": name, "text": textwrap.dedent(inspect.getsource(function)).rstrip()}
    except (OSError, TypeError):
        return {"name": name, "text": None}
