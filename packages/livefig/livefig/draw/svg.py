"""Matplotlib's SVG made fit for a page: small, without styles of its own, with ids that cannot clash.

Nothing that is drawn changes. `style="..."` becomes attributes, because a page's security policy may forbid
inline styles and because dark mode re-maps `fill` and `stroke`. Every id gets the prefix `LIVEFIG_ID_`, which
the host replaces by one of its own for each place where the figure is shown.
"""

import base64
import re
from collections.abc import Callable, Mapping
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from ..errors import FigureError

SENTINEL = "LIVEFIG_ID_"
FONT = "'DejaVu Sans'"  # the page's stylesheet names it, so the SVG need not

_GEOMETRY = {"d", "x", "y", "x1", "y1", "x2", "y2", "width", "height", "points", "transform", "stroke-dasharray"}
HALO = {
    "paint-order": "stroke",
    "stroke": "#ffffff",
    "stroke-width": "2.5",
}  # keeps lines out of what is written on them
# How many paths an artist is drawn with, for the kinds that are outlines and nothing else.
PATHS: dict[str, Callable[[Mapping[str, Any]], int]] = {
    "area": lambda binding: 1,
    "arrows": lambda binding: 1,
    "contours": lambda binding: len(binding["levels"]),
    "edges": lambda binding: binding["count"],
}
_TEX_FONT = re.compile(r"cm[a-z]+10")
_LONG = re.compile(r"-?\d*\.\d{3,}(e-?\d+)?")


def clean(text: str, layout: str, moving: Mapping[str, int]) -> Element:
    """Return the tree of Matplotlib's SVG `text`, tidied.

    Parameters
    ----------
    text : str
        What `savefig` wrote with `svg.fonttype: none`.
    layout : str
        Part of every id, so that two layouts can stand on one page.
    moving : dict
        Id of each moving element to its number; the element gets `data-move="number"` instead of the id.
    """
    root = ElementTree.fromstring(text)
    for element in root.iter():
        _plain_names(element)
        _style_to_attributes(element)
        _letters_there_are(element)
        if element.get("id") in moving:
            element.set("data-move", str(moving[element.attrib.pop("id")]))
    _drop(root, lambda element: element.tag in ("metadata", "style") or _draws_nothing(element))
    _keep_used_ids(root, SENTINEL + layout)
    for element in root.iter():
        _tidy(element)
    _unwrap(root)
    width, height = (float(size) for size in root.get("viewBox", "").split()[2:])
    root.attrib = {"xmlns": "http://www.w3.org/2000/svg", "viewBox": f"0 0 {width:.6g} {height:.6g}"}
    root.attrib |= {"width": f"{width / 0.75:.0f}", "height": f"{height / 0.75:.0f}"}  # pixels, until the CSS is there
    # black, round and butt are what Matplotlib leaves out; said once here, they are inherited
    root.attrib |= {"fill": "#000000", "stroke-linejoin": "round", "stroke-linecap": "butt"}
    root.attrib |= {"aria-hidden": "true", "focusable": "false"}
    return root


def text_of(root: Element) -> str:
    """Return the tree as text that may stand in an HTML page."""
    return ElementTree.tostring(root, encoding="unicode")


def arrange(root: Element, number: int, binding: Mapping[str, Any], centre: tuple[float, float]) -> None:
    """Give the element of a moving artist the form that `livefig.js` relies on.

    A line: `path` children, then one `g` of marks. Bars: one `g` each. An image: an `image` of the data's own pixels.
    Areas and what else is drawn as whole outlines: the `path` children that `PATHS` counts. Marks stand around the
    origin; their place is a `transform` (`centre` is where Matplotlib drew them all).
    """
    group = root.find(f".//*[@data-move='{number}']")
    if "roles" in binding:
        _arrange_errors(root.findall(f".//*[@data-move='{number}']"), binding, centre)
    elif "box" in binding:
        for name in ("transform", "width", "height"):
            group.attrib.pop(name, None)
        group.attrib |= binding["box"] | {"preserveAspectRatio": "none"}
        group.set("image-rendering", "pixelated" if binding["sharp"] else "auto")
    elif binding.get("halo"):
        for text in root.findall(f".//*[@data-move='{number}']//text"):
            text.attrib |= HALO
    elif binding["kind"] == "line" and binding["marks"]:
        _arrange_marks(group, binding, centre)
    elif PATHS.get(binding["kind"], lambda binding: 0)(binding):
        _arrange_paths(group, PATHS[binding["kind"]](binding), binding["kind"] == "edges")


def apply(
    root: Element, number: int, binding: Mapping[str, Any], shown: Mapping[str, Any], png: Callable[[Any], bytes]
) -> None:
    """Write what `drawing.expected` says into the element of moving artist `number`."""
    groups = root.findall(f".//*[@data-move='{number}']")
    group = next((one for one in groups if one.get("data-role") == "line"), groups[0])
    for path in group.findall("path") if "path" in shown else []:
        path.set("d", shown["path"])
    for mark, at in zip(group.findall("g/*"), shown.get("marks", ()), strict=False):
        _show(mark, "transform", at)
    for bar, outline in zip(groups, shown.get("bars", ()), strict=False):
        bar.find("path").set("d", outline)
    bars = [one.find("path") for one in groups if one.get("data-role") in ("x", "y")]
    for path, outline in zip(bars or group.findall("path"), shown.get("paths", ()), strict=False):
        path.set("d", outline)
    painted = [bar.find("path") for bar in groups] if "bars" in shown else group.findall("g/*")
    for element, colour in zip(painted, shown.get("colours", ()), strict=False):
        element.attrib |= dict.fromkeys(binding["paint"], colour)
    for path, pen in zip(group.findall("path"), shown.get("pens", ()), strict=False):
        _draw_with(path, pen)
    for mark, width in zip(group.findall("g/*"), shown.get("edges", ()), strict=False):
        if width is not None:
            mark.set("stroke-width", width)
    for element in groups if "alpha" in shown else []:
        element.set("opacity", shown["alpha"])
    if "at" in shown:
        _show(group, "transform", shown["at"])
    if "image" in shown:
        group.set("href", "data:image/png;base64," + base64.b64encode(png(shown["image"])).decode())
    for element in groups if shown.get("visible") is False else []:
        element.set("visibility", "hidden")


def _draw_with(path: Element, pen: str | None) -> None:
    """Give a path a pen, "colour width dashes", or hide it."""
    if pen is None:
        path.set("display", "none")
    else:
        path.attrib |= dict(zip(("stroke", "stroke-width", "stroke-dasharray"), pen.split(" ", 2), strict=True))


def _show(element: Element, name: str, value: str | None) -> None:
    """Set an attribute, or hide the element that has no place."""
    if value is None:
        element.set("display", "none")
    else:
        element.set(name, value)


def _arrange_errors(groups: list[Element], binding: Mapping[str, Any], centre: tuple[float, float]) -> None:
    """Arrange line and bars; caps are drawn with their bars."""
    for group, role in zip(groups, binding["roles"], strict=True):
        group.set("data-role", role)
        if role == "cap":
            group[:] = []
        elif role != "line":
            _arrange_paths(group, 1, False)
        elif binding["marks"]:
            _arrange_marks(group, binding, centre)


def _arrange_paths(group: Element, count: int, keep: bool) -> None:
    """Leave `count` paths that look as the drawn ones do; their outlines go unless `keep`."""
    parents = {child: parent for parent in group.iter() for child in parent}
    stored = {path.get("id"): path for path in group.findall(".//defs/path")}
    drawn = [leaf for leaf in group.iter() if leaf.tag in ("use", "path") and parents[leaf].tag != "defs"]
    looks, dropped = [], {"href", "id", "x", "y"} | (set() if keep else {"d"})
    for leaf in drawn[-count:]:
        look = {"clip-path": parents[leaf].get("clip-path", "none"), **leaf.attrib}
        look |= (
            stored[look["href"][1:]].attrib if leaf.tag == "use" else {}
        )  # its own attributes prevail over the use's
        looks.append({name: value for name, value in look.items() if name not in dropped})
    group[:] = [Element("path", dict(look)) for look in looks + looks[-1:] * (count - len(looks))]


def _arrange_marks(group: Element, binding: Mapping[str, Any], centre: tuple[float, float]) -> None:
    """Gather the marks, which Matplotlib writes in one group, in one each, or in none, into one group."""
    drawn = group.findall("g") + ([] if binding["path"] else group.findall("path"))
    marks = Element("g", {"clip-path": drawn[0].get("clip-path", "none")})
    for child in drawn:
        group.remove(child)
        marks.extend(child if child.tag == "g" else [_at_origin(child, centre)])
    if "color" in binding or "size" in binding:
        _free_looks(group, marks)
    for mark in marks:
        mark.attrib.pop("x", None)
        mark.attrib.pop("y", None)
    _hoist(marks)
    group.append(marks)


def _free_looks(group: Element, marks: Element) -> None:
    """Give each mark the colour and width that stand at the shape it uses, where they would prevail."""
    for path in group.findall("defs/path"):
        looks = {name: path.attrib.pop(name) for name in ("fill", "stroke", "stroke-width") if name in path.attrib}
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


def _plain_names(element: Element) -> None:
    element.tag = element.tag.rpartition("}")[2]
    element.attrib = {name.rpartition("}")[2]: value for name, value in element.attrib.items()}


def _style_to_attributes(element: Element) -> None:
    style = element.attrib.pop("style", "") if element.tag != "style" else ""
    for declaration in filter(str.strip, style.split(";")):
        name, value = (part.strip() for part in declaration.split(":", 1))
        if not (name == "font-family" and value.startswith(FONT)):
            element.set(name, value)


def _letters_there_are(element: Element) -> None:
    """Give a prime its own letter: Matplotlib takes it from a font of TeX, where it has the place of the figure 0."""
    family = element.get("font-family", "").strip("'\"")
    if not _TEX_FONT.fullmatch(family):
        return
    if (family, element.text) != ("cmsy10", "0"):
        raise FigureError(
            f"{element.text!r} in a formula of the figure is drawn with TeX's font {family}, which no page has. Use"
            " plt.rcParams['mathtext.fontset'] = 'dejavusans', or plt.style.use('livefig.page')."
        )
    size, y = float(element.get("font-size", "").removesuffix("px")), float(element.get("y", ""))
    element.text = "′"
    # Larger and lower, so that its ink is where that of TeX's prime is.
    element.attrib |= {"font-size": f"{1.6 * size:.2f}px", "y": f"{y + 0.72 * size:.3f}"}
    del element.attrib["font-family"]


def _draws_nothing(element: Element) -> bool:
    """Tell whether this is the transparent ground of the figure or an axes."""
    return element.tag == "path" and element.get("fill") == "none" and "stroke" not in element.attrib


def _drop(parent: Element, unwanted: Callable[[Element], bool]) -> None:
    for child in list(parent):
        if unwanted(child):
            parent.remove(child)
        else:
            _drop(child, unwanted)


def _keep_used_ids(root: Element, prefix: str) -> None:
    """Rename every id that something points to, and remove the others."""
    pointer = re.compile(r"(?<=url\(#)[^)]+(?=\))")
    used = {found for element in root.iter() for value in element.attrib.values() for found in pointer.findall(value)}
    used |= {element.get("href", "")[1:] for element in root.iter() if element.get("href", "").startswith("#")}
    names = {old: f"{prefix}{number}" for number, old in enumerate(sorted(used))}
    for element in root.iter():
        for name, value in list(element.attrib.items()):
            if name == "id" and value not in names:
                del element.attrib["id"]
            elif name == "id":
                element.set(name, names[value])
            elif name == "href" and value.startswith("#"):
                element.set(name, "#" + names[value[1:]])
            elif "url(#" in value:
                element.set(name, pointer.sub(lambda match: names[match[0]], value))


def _tidy(element: Element) -> None:
    """Shorten the numbers of one element and drop what says nothing."""
    if element.get("transform", "").startswith("rotate(-0 "):
        del element.attrib["transform"]
    for name in _GEOMETRY & set(element.attrib):
        if not element.attrib[name].startswith(("matrix", "scale")):  # small factors need all their digits
            element.set(name, _LONG.sub(_short, element.attrib[name]).strip())
    if element.tag == "path":
        element.set("d", re.sub(r"\s*([MLCQz])\s*", r"\1", element.get("d", "")))
    if element.tag not in ("text", "tspan"):
        element.text = None
    element.tail = None


def _short(match: re.Match[str]) -> str:
    short = f"{float(match[0]):.3f}".rstrip("0").rstrip(".")
    return "0" if short == "-0" else short


def _unwrap(parent: Element) -> None:
    """Replace groups without attributes by their children, and remove empty ones."""
    children: list[Element] = []
    for child in list(parent):
        _unwrap(child)
        if child.tag in ("g", "defs") and len(child) == 0 and "data-move" not in child.attrib:
            continue
        children.extend(child if child.tag == "g" and not child.attrib else [child])
    parent[:] = children
