"""The parts of a moving mark in the SVG: named so that the page finds them, and written to.

An element of a part has the attribute `data-part`; the children of one with `data-parts` are elements of that part.
`js/parts.js` reads the same attributes, and writes the same `Shown`.
"""

import base64
import io
import re
from collections.abc import Callable
from xml.etree.ElementTree import Element

import numpy as np
from matplotlib.image import imsave
from numpy.typing import NDArray

from ..spec import Shown

# Keeps lines out of what is written on them.
HALO = {"paint-order": "stroke", "stroke": "#ffffff", "stroke-width": "5", "stroke-linejoin": "round"}


def parts_of(groups: list[Element]) -> dict[str, list[Element]]:
    """Return the elements of each part of a mark, in the order in which they stand."""
    found: dict[str, list[Element]] = {"all": groups}
    for element in (one for group in groups for one in group.iter()):
        if "data-part" in element.attrib:
            found.setdefault(element.attrib["data-part"], []).append(element)
        if "data-parts" in element.attrib:
            found.setdefault(element.attrib["data-parts"], []).extend(element)
    return found


def write(groups: list[Element], shown: Shown) -> None:
    """Write what a mark shows into its elements; one for which a value is None is hidden."""
    parts = parts_of(groups)
    for part, attributes in shown.items():
        elements = parts.get(part, [])
        for name, values in attributes.items():
            each = list(values) * len(elements) if part == "all" else values
            for element, value in zip(elements, each, strict=False):
                _put(element, name, value)


def _put(element: Element, name: str, value: str | NDArray[np.uint8] | None) -> None:
    if value is None:
        element.set("display", "none")
    elif not isinstance(value, str):
        element.set("href", "data:image/png;base64," + base64.b64encode(_png(value)).decode())
    elif name == "text":
        element.text = value
    elif (name, value) != ("visibility", "visible"):  # which need not be said
        element.set(name, value)


def _png(pixels: NDArray[np.uint8]) -> bytes:
    buffer = io.BytesIO()
    imsave(buffer, pixels, format="png", metadata={"Software": None})  # type: ignore[dict-item]
    return buffer.getvalue()


# --- the form that the page relies on ----------------------------------------------------------------


def name_paths(group: Element, part: str = "path") -> None:
    """Name the paths directly inside an element."""
    for path in group.findall("path"):
        path.set("data-part", part)


def own_shapes(root: Element, groups: list[Element]) -> None:
    """Give each group shapes of its own: Matplotlib stores a shape once, in the first artist that uses it.

    What is moved rewrites its shapes, and what stands still must not lose them.
    """
    parents = {child: parent for parent in root.iter() for child in parent}
    users: dict[str, list[Element]] = {}
    inside: set[Element] = set()
    for group in groups:
        uses = group.findall(".//use")
        inside.update(uses)
        for name in dict.fromkeys(use.get("href", "") for use in uses):
            users.setdefault(name, []).append(group)
    still = {use.get("href") for use in root.iter("use") if use not in inside}
    for path in root.findall(".//defs/path[@id]"):
        name = f"#{path.get('id')}"
        owners = users.get(name, [])
        if not owners or len(owners) + (name in still) == 1:
            continue
        parents[path].remove(path)
        if not len(parents[path]):
            parents[parents[path]].remove(parents[path])
        for number, group in enumerate(owners):
            own = f"{name}-{number}"
            _store(group, path, own[1:])
            for use in group.iterfind(f".//use[@href='{name}']"):
                use.set("href", own)
        if name in still:
            _store(root, path, name[1:])


def _store(group: Element, path: Element, name: str) -> None:
    """Store a copy of a shape in a group under a name."""
    defs = Element("defs")
    defs.append(Element("path", {**path.attrib, "id": name}))
    group.insert(0, defs)


def leave_paths(group: Element, count: int | None, *, keep: bool = False, part: str = "path") -> None:
    """Leave `count` named paths (or all) that look as the drawn ones do; their outlines go unless `keep`."""
    parents = {child: parent for parent in group.iter() for child in parent}
    stored = {path.get("id", ""): path.attrib for path in group.findall(".//defs/path")}
    drawn = [leaf for leaf in group.iter() if leaf.tag in ("use", "path") and parents[leaf].tag != "defs"]
    count = len(drawn) if count is None else count
    looks, dropped = [], {"href", "id", "x", "y"} | (set() if keep else {"d"})
    for leaf in drawn[-count:]:
        look = {"clip-path": parents[leaf].get("clip-path", "none"), **leaf.attrib}
        if leaf.tag == "use":  # the attributes of what is used prevail over those of the use
            look |= stored[look["href"][1:]]
        looks.append({name: value for name, value in look.items() if name not in dropped})
    group[:] = [Element("path", {"data-part": part, **look}) for look in looks + looks[-1:] * (count - len(looks))]


def gather_marks(
    group: Element, path: bool, centre: tuple[float, float], free: Callable[[Element, Element], None] | None = None
) -> None:
    """Gather the marks, which Matplotlib writes in one group, in one each, or in none, into one group.

    Marks stand around the origin, since their place is a transform; `centre` is where Matplotlib drew them all. With
    `path`, the paths directly inside the group are no marks.
    """
    drawn = group.findall("g") + group.findall("use") + ([] if path else group.findall("path"))
    marks = Element("g", {"clip-path": drawn[0].get("clip-path", "none")})
    for child in drawn:
        group.remove(child)
        marks.extend(child if child.tag == "g" else [child if child.tag == "use" else _at_origin(child, centre)])
    if free is not None:
        free(group, marks)
    for mark in marks:
        mark.attrib.pop("x", None)
        mark.attrib.pop("y", None)
    _hoist(marks)
    marks.set("data-parts", "marks")
    group.append(marks)


def free_looks(group: Element, marks: Element) -> None:
    """Give each mark the colour and width that stand at the shape it uses, where they would prevail."""
    for path in group.findall("defs/path"):
        names = [name for name in ("fill", "stroke", "stroke-width") if name in path.attrib]
        looks: dict[str, str] = {name: path.attrib.pop(name) for name in names}
        for mark in marks:
            mark.attrib |= looks if mark.get("href") == f"#{path.get('id')}" else {}


def _at_origin(path: Element, centre: tuple[float, float]) -> Element:
    path.attrib.pop("clip-path", None)
    path.set("d", _shifted(path.get("d", ""), centre))
    return path


def _hoist(marks: Element) -> None:
    """Move the attributes that all marks share to their group."""
    first = dict(marks[0].attrib)
    for name in set(first) - {"href", "d", "opacity", "transform"}:
        if all(mark.get(name) == first[name] for mark in marks):
            for mark in marks:
                del mark.attrib[name]
            marks.set(name, first[name])
    marks.attrib = dict(sorted(marks.attrib.items()))


def _shifted(outline: str, centre: tuple[float, float]) -> str:
    """Return a path of absolute M, L, C, Q, Z commands moved so that `centre` becomes the origin."""
    turn = iter(range(len(outline)))

    def move(match: re.Match[str]) -> str:
        return f"{float(match[0]) - centre[next(turn) % 2]:.3f}"

    return re.sub(r"-?\d+(\.\d+)?(e-?\d+)?", move, outline)
