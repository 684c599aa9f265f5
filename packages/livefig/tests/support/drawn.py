"""What an SVG draws, as plain data: two pictures are the same if they draw the same things in the same order.

It knows the part of SVG that Matplotlib writes and a page keeps: groups, paths, uses, texts and images, what they
inherit, what they are clipped by and filled with. How a picture is written (in which group, by which transform, whether
as one outline or as several) does not count; where each piece of an outline stands, and how it is painted, does.
"""

import base64
import io
import re
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element

import numpy as np
from matplotlib.image import imread

INITIAL = {
    "fill": "#000000", "stroke": "none", "stroke-width": "1", "stroke-linejoin": "miter", "stroke-linecap": "butt",
    "stroke-dasharray": "none", "stroke-dashoffset": "0", "stroke-miterlimit": "4", "fill-rule": "nonzero",
    "shape-rendering": "auto", "visibility": "visible", "fill-opacity": "1", "stroke-opacity": "1",
}  # fmt: skip
WORDS = ("font-family", "font-size", "font-style", "font-weight", "font-stretch", "font-variant",
         "font-feature-settings", "text-anchor", "lang", "paint-order")  # fmt: skip
COLOUR = re.compile("#[0-9a-f]{6}")
NEAR = 0.05  # units of the SVG: outlines of a page have two decimals, and so have the scales of marks


@dataclass
class Thing:
    """One piece that is drawn: an outline, a text or an image."""

    kind: str
    looks: dict[str, Any]
    points: np.ndarray

    def is_like(self, other: "Thing") -> bool:
        """Tell whether nobody could see a difference."""
        return (
            self.kind == other.kind
            and _alike(self.looks, other.looks)
            and self.points.shape == other.points.shape
            and bool(np.abs(self.points - other.points).max(initial=0) <= NEAR)
        )


def things(root: Element) -> list[Thing]:
    """Return what an SVG draws, in order."""
    by_id = {element.get("id", ""): element for element in root.iter() if "id" in element.attrib}
    found: list[Thing] = []
    _visit(root, INITIAL, np.eye(3), 1.0, (), by_id, found)
    return found


def difference(wanted: list[Thing], found: list[Thing], ordered: bool = True) -> str:
    """Return in words how two pictures differ; nothing if they do not. Unordered ones may draw in any order."""
    rest = list(found)
    for number, thing in enumerate(wanted):
        near = [k for k, other in enumerate(rest[:1] if ordered else rest) if thing.is_like(other)]
        if not near:
            return f"thing {number} of {len(wanted)}, {len(found)} found: {_apart(thing, rest)}"
        del rest[near[0]]
    return f"{len(rest)} too many, such as {rest[0]}" if rest else ""


def _apart(thing: Thing, rest: list[Thing]) -> str:
    """Return where a thing and the one that should be it differ."""
    if not rest:
        return f"missing: {thing}"
    other = next((one for one in rest if one.kind == thing.kind), rest[0])
    names = sorted(set(thing.looks) | set(other.looks))
    pairs = {name: (thing.looks.get(name), other.looks.get(name)) for name in names}
    looks = {name: pair for name, pair in pairs.items() if not _alike(*pair)}
    ends = [one.points[:3].round(2).tolist() for one in (thing, other)]
    return f"{thing.kind}, {other.kind}: {looks}, points {ends[0]}, {ends[1]}"


def _alike(one: Any, other: Any) -> bool:
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(_alike(one[k], other[k]) for k in one)
    if isinstance(one, (list, tuple)) and isinstance(other, (list, tuple)):
        return len(one) == len(other) and all(map(_alike, one, other))
    if isinstance(one, float) and isinstance(other, float):
        return bool(abs(one - other) <= 0.02 * max(1.0, abs(one)))
    if isinstance(one, str) and isinstance(other, str) and COLOUR.fullmatch(one) and COLOUR.fullmatch(other):
        return all(abs(int(one[k : k + 2], 16) - int(other[k : k + 2], 16)) <= 2 for k in (1, 3, 5))
    return bool(one == other)


def _visit(
    element: Element,
    above: dict[str, str],
    matrix: np.ndarray,
    opacity: float,
    clips: tuple[Any, ...],
    by_id: dict[str, Element],
    found: list[Thing],
) -> None:
    if element.get("display") == "none" or element.tag in ("defs", "clipPath", "pattern", "metadata", "style"):
        return
    named = set(INITIAL) | set(WORDS)
    looks = above | {name: value for name, value in element.attrib.items() if name in named}
    matrix = matrix @ _matrix(element.get("transform", ""))
    if element.get("clip-path", "none") != "none":  # its shape moves with the element
        clips = (*clips, _clip(element.attrib["clip-path"], matrix, by_id))
    opacity *= float(element.get("opacity", 1))
    if element.tag == "use":
        matrix = matrix @ _matrix(f"translate({element.get('x', 0)} {element.get('y', 0)})")
        _visit(by_id[element.attrib["href"][1:]], looks, matrix, opacity, clips, by_id, found)
    if looks["visibility"] != "hidden":
        extra = {"opacity": opacity, "clips": clips, "filter": element.get("filter"), "mask": element.get("mask")}
        if element.tag in DRAWN:
            found += DRAWN[element.tag](element, looks, matrix, extra, by_id)
        elif element.tag not in ("svg", "g", "use", "a", "tspan"):
            raise AssertionError(f"an element {element.tag!r} that nobody thought of")
    if element.tag not in ("text", "use"):
        for child in element:
            _visit(child, looks, matrix, opacity, clips, by_id, found)


def _path(element: Element, looks: Any, matrix: np.ndarray, extra: Any, by_id: Any) -> list[Thing]:
    zoom = float(np.sqrt(abs(np.linalg.det(matrix[:2, :2]))))
    width = float(looks["stroke-width"].removesuffix("px")) * zoom
    paint: dict[str, Any] = {"opacity": extra["opacity"], **{k: v for k, v in extra.items() if k != "opacity"}}
    fill, stroke = looks["fill"], looks["stroke"] if width else "none"
    if fill != "none":
        paint |= {"fill": _paint(fill, zoom, by_id), "fill-opacity": float(looks["fill-opacity"])}
        paint |= {"fill-rule": looks["fill-rule"]}
    if stroke != "none":
        dashes = looks["stroke-dasharray"]
        numbers = () if dashes == "none" else tuple(zoom * float(n) for n in re.split(r"[ ,]+", dashes))
        paint |= {"stroke": stroke, "stroke-opacity": float(looks["stroke-opacity"]), "width": width, "dashes": numbers}
        paint |= {"offset": zoom * float(looks["stroke-dashoffset"]) if numbers else 0.0}
        paint |= {name: looks[name] for name in ("stroke-linejoin", "stroke-linecap", "stroke-miterlimit")}
    if looks["shape-rendering"] != "auto":
        paint["shape-rendering"] = looks["shape-rendering"]
    if not {"fill", "stroke"} & set(paint):
        return []
    pieces = outlines(element.get("d", ""))
    return [thing for codes, points in pieces for thing in _outline(codes, points, matrix, paint)]


def _outline(codes: str, points: np.ndarray, matrix: np.ndarray, paint: Any) -> list[Thing]:
    """Return a piece of an outline as a thing; a line that encloses nothing is not filled."""
    there = points @ matrix[:2, :2].T + matrix[:2, 2]
    if codes == "MQ" and abs(np.linalg.det(there[1:] - there[0])) < 0.1:  # a straight shaft of an arrow
        codes, there = "ML", there[[0, 2]]
    if len(there) < 3:
        paint = {name: value for name, value in paint.items() if not name.startswith("fill")}
    if not {"fill", "stroke"} & set(paint):
        return []
    meets = len(there) > 3 and np.abs(there[0] - there[-1]).max() < 1e-6  # ends that meet are as good as closed
    closed = codes.endswith("Z") or "stroke" not in paint or meets
    if set(codes) <= set("MLZ"):
        keep = [0, *(k for k in range(1, len(there)) if np.abs(there[k] - there[k - 1]).max() > 1e-6)]
        there = there[keep]
        if closed and len(there) > 1 and np.abs(there[0] - there[-1]).max() < 1e-6:
            there = there[:-1]
        codes = f"{len(there)}{'Z' if closed else ''}"
        if not paint.get("dashes"):  # where an outline begins shows in its dashes only
            there = _canonical(there) if closed else min(there, there[::-1], key=lambda line: tuple(line[0].round(1)))
    return [Thing("path", {**paint, "codes": codes}, there)]


def _canonical(points: np.ndarray) -> np.ndarray:
    """Return the corners of a closed outline from its first one, in the turn that is smaller."""
    first = int(np.lexsort(np.round(points.T, 0))[0])
    ways = [np.roll(points, -first, axis=0)]
    ways.append(np.roll(ways[0][::-1], 1, axis=0))
    area = [np.sum(w[:, 0] * np.roll(w[:, 1], -1) - w[:, 1] * np.roll(w[:, 0], -1)) for w in ways]
    return ways[int(np.argmax(area))]


def outlines(d: str) -> list[tuple[str, np.ndarray]]:
    """Return the pieces of an outline: letters, and absolute points."""
    pieces: list[tuple[str, list[list[float]]]] = []
    for letter, rest in re.findall(r"([A-Za-z])([^A-Za-z]*(?:e-?\d+[^A-Za-z]*)*)", d):
        numbers = [float(n) for n in re.findall(r"-?\d*\.?\d+(?:e-?\d+)?", rest)]
        if letter == "M":
            pieces.append(("M", [numbers]))
        elif letter in "zZ":
            pieces[-1] = (pieces[-1][0] + "Z", pieces[-1][1])
        else:
            if letter == "H":
                numbers = [numbers[0], pieces[-1][1][-1][1]]
            elif letter == "V":
                numbers = [pieces[-1][1][-1][0], numbers[0]]
            elif letter not in "LCQ":
                raise AssertionError(f"a letter {letter!r} that nobody thought of")
            pairs = [numbers[k : k + 2] for k in range(0, len(numbers), 2)]
            pieces[-1] = (pieces[-1][0] + ("L" if letter in "HV" else letter), pieces[-1][1] + pairs)
    return [(codes, np.array(points, dtype=float)) for codes, points in pieces]


def _text(element: Element, looks: Any, matrix: np.ndarray, extra: Any, by_id: Any) -> list[Thing]:
    said = "".join(element.itertext())
    spans = [dict(span.attrib) for span in element]
    place = matrix @ [float(element.get("x", 0)), float(element.get("y", 0)), 1]
    ink = {name: looks.get(name) for name in WORDS}
    ink |= {name: element.get(name) for name in ("xml:space", "space")}
    ink |= {"fill": looks["fill"], "stroke": looks["stroke"], "said": said, "spans": str(spans)}
    ink |= {"turn": tuple(float(n) for n in matrix[:2, :2].ravel()), "fill-opacity": float(looks["fill-opacity"])}
    return [Thing("text", {**ink, **extra}, place[None, :2])]


def _image(element: Element, looks: Any, matrix: np.ndarray, extra: Any, by_id: Any) -> list[Thing]:
    """An image is its colours at places of the picture, a thing each; nothing where it is transparent."""
    data = base64.b64decode(element.attrib["href"].partition(",")[2])
    pixels = np.asarray(imread(io.BytesIO(data)))
    pixels = np.dstack([pixels, np.ones(pixels.shape[:2])]) if pixels.shape[2] == 3 else pixels
    x, y, width, height = (float(element.get(name, 0)) for name in ("x", "y", "width", "height"))
    back = np.linalg.inv(matrix)
    found, extra = [], dict(extra)
    boxes = [shape[0] for shape in extra["clips"] if len(shape[0]) == 4]  # Matplotlib cuts the pixels, a page clips
    extra["clips"] = tuple(shape for shape in extra["clips"] if len(shape[0]) != 4)
    for place in GRID:
        if not all(x0 <= place[0] <= x1 and y0 <= place[1] <= y1 for x0, y0, x1, y1 in boxes):
            continue
        u, v, _ = back @ [*place, 1]
        column, row = (u - x) / width * pixels.shape[1], (v - y) / height * pixels.shape[0]
        if 0 <= column < pixels.shape[1] and 0 <= row < pixels.shape[0]:
            colour = pixels[int(row), int(column)]
            if colour[3]:
                looks = {"colour": tuple(float(part) for part in colour), **extra}
                found.append(Thing("pixel", looks, np.array([place])))
    return found


# Away from the edges of the pixels of an image of 7 by 7 that fills axes of Matplotlib's own place.
GRID = [(36 + 259.2 * (k + 0.5) / 14, 25.92 + 192.24 * (n + 0.5) / 14) for k in range(14) for n in range(14)]
DRAWN = {"path": _path, "text": _text, "image": _image}


def _paint(fill: str, zoom: float, by_id: dict[str, Element]) -> Any:
    """Return a colour, or what a pattern paints, and how large."""
    if not fill.startswith("url("):
        return fill
    pattern = by_id[fill[5:-1]]
    parts = [(one.tag, sorted((name, v) for name, v in one.attrib.items() if name != "id")) for one in pattern.iter()]
    return [zoom, parts]


def _clip(url: str, matrix: np.ndarray, by_id: dict[str, Element]) -> Any:
    shapes = []
    for child in by_id[url[5:-1]]:
        if child.tag == "rect":
            x, y, w, h = (float(child.attrib[name]) for name in ("x", "y", "width", "height"))
            points = np.array([[x, y], [x + w, y + h]])
        else:
            points = np.concatenate([points for _, points in outlines(child.get("d", ""))])
        shapes.append(tuple(float(n) for n in (points @ matrix[:2, :2].T + matrix[:2, 2]).ravel()))
    return tuple(shapes)


def _matrix(text: str) -> np.ndarray:
    matrix = np.eye(3)
    for name, rest in re.findall(r"(\w+)\(([^)]*)\)", text):
        numbers = [float(n) for n in re.split(r"[ ,]+", rest.strip())]
        one = np.eye(3)
        if name == "translate":
            one[:2, 2] = numbers if len(numbers) == 2 else [numbers[0], 0]
        elif name == "scale":
            one[0, 0], one[1, 1] = numbers if len(numbers) == 2 else numbers * 2
        elif name == "matrix":
            one[:2] = np.array(numbers).reshape(3, 2).T
        elif name == "rotate":
            turn, *centre = numbers
            c, s = np.cos(np.radians(turn)), np.sin(np.radians(turn))
            one[:2, :2] = [[c, -s], [s, c]]
            if centre:
                one[:2, 2] = np.array(centre) - one[:2, :2] @ centre
        else:
            raise AssertionError(f"a transform {name!r} that nobody thought of")
        matrix = matrix @ one
    return matrix
