"""Which mark a number belongs to, and its colour: the number in an equation and the curve point at each other."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from ..errors import SpecError
from .marks.mark import describe

READABLE = 4.5  # contrast of coloured numbers on white
_HEX = re.compile(r"#[0-9a-fA-F]{6}")


def links(
    moves: Mapping[Any, Mapping[str, Any]], belongs: Mapping[str, Any], used: Collection[str]
) -> dict[str, list[int]]:
    """Return for each name of `used` the numbers of the marks that it moves, or that the author says it belongs to.

    Raises
    ------
    SpecError
        `belongs` names a number that is not used, or an artist that does not move.
    """
    places = {id(artist): number for number, artist in enumerate(moves)}
    found: dict[str, list[int]] = {}
    for number, wanted in enumerate(moves.values()):
        names = (name for key, name in wanted.items() if key not in ("text", "visible", "alpha"))
        for name in dict.fromkeys(name for name in names if isinstance(name, str)):
            found.setdefault(name, []).append(number)
    for name, artist in belongs.items():
        if name not in used:
            raise SpecError(f"belongs= names {name!r}, which stands in no equation.")
        if artist is not None and id(artist) not in places:
            raise SpecError(
                f"belongs= gives {name!r} to {describe(artist)}, which is no artist of moves=. "
                "Name one that moves, or None for no artist."
            )
        found[name] = [] if artist is None else [places[id(artist)]]
    return {name: numbers for name, numbers in found.items() if name in used}


def colour_of(svg: str, number: int) -> str | None:
    """Return the colour in which an artist is drawn, dark enough for text on white; None for black and for images."""
    groups = [element for element in ElementTree.fromstring(svg).iter() if element.get("data-move") == str(number)]
    found = {name: _first(groups, name) for name in ("stroke", "fill")}
    line = any(element.get("fill") == "none" for group in groups for element in group.iter())
    colour = (found["stroke"] or found["fill"]) if line else (found["fill"] or found["stroke"])
    return None if colour is None or colour == "#000000" else _readable(colour)


def _first(groups: Iterable[Element], name: str) -> str | None:
    colours = (element.get(name, "") for group in groups for element in group.iter())
    return next((colour for colour in colours if _HEX.fullmatch(colour)), None)


def _readable(colour: str) -> str:
    """Return the colour, darkened until it can be read on white."""
    rgb = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    while 1.05 / (_luminance(rgb) + 0.05) < READABLE:
        rgb = [0.95 * part for part in rgb]
    return "#" + "".join(f"{round(part * 255):02x}" for part in rgb)


def _luminance(rgb: Sequence[float]) -> float:
    linear = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in rgb)
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
