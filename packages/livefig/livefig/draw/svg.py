"""Matplotlib's SVG made fit for a page: small, without styles of its own, with ids that cannot clash.

Nothing that is drawn changes. `style="..."` becomes attributes, because a page's security policy may forbid
inline styles and because dark mode re-maps `fill` and `stroke`. Every id gets the prefix `LIVEFIG_ID_`, which
the host replaces by one of its own for each place where the figure is shown.
"""

import re
from collections.abc import Callable, Mapping
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from ..errors import FigureError
from ..spec import SENTINEL

FONT = "'DejaVu Sans'"  # the page's stylesheet names it, so the SVG need not

_GEOMETRY = {"d", "x", "y", "x1", "y1", "x2", "y2", "width", "height", "points", "transform", "stroke-dasharray"}
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
