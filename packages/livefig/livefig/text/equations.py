r"""Live equations: TeX with numbers in it, such as `r"w_{{1}} = {w0} - {eta} \cdot {slope:.3f}"`, as MathML.

Each number goes through the converter of TeX as a run of digits that occurs nowhere else, and the element that
it became is found again. So a number may stand wherever TeX may have one: in a fraction, an exponent, a matrix.
In the page it stands in a `span` as wide as it is: room for a longer number would be a hole in the equation.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from ..errors import SpecError, TexError
from ..spec import EquationField, EquationSpec, Field
from . import words
from .tex import to_mathml

_TOKEN = "8417{:05d}6092"
_DIGITS = re.compile(r"8417(\d{5})6092")
_CLASSES = {"text-align: right": "livefig-right", "text-align: left": "livefig-left"}
_RELATIONS = set("=≠≈≡<>≤≥∼→")


def parse(templates: Sequence[str], values: Mapping[str, Any]) -> list["Equation"]:
    """Return the equations of an author's `equations=`, whose numbers are among the scalars of `values`."""
    if isinstance(templates, str):
        raise SpecError(f"equations= needs a list of equations, not the text {templates!r}. Put it in brackets.")
    names = {name for name, value in values.items() if getattr(value, "shape", ()) == ()}
    return [Equation(template, names) for template in templates]


class Equation:
    """An equation and the numbers in it."""

    def __init__(self, template: str, names: Collection[str]):
        self.template = template
        parts = self._parse(template, names)
        self.fields: list[Field] = [part for part in parts if not isinstance(part, str)]
        if not self.fields:
            raise SpecError(f"equations= {template!r} has no number that moves. Write one as {{loss:.3f}}.")
        self.root = self._converted(parts)
        self.spans = self._spans()

    def spec(
        self, values: Mapping[str, Any], links: Mapping[str, Sequence[int]], colours: Mapping[int, str | None]
    ) -> EquationSpec:
        """Return the equation as plain data: its HTML at `values`, and its numbers with the marks they belong to."""
        marks = [list(links.get(field["value"], ())) for field in self.fields]
        for span, text, belongs in zip(self.spans, self._texts(values), marks, strict=True):
            span.text = text
            colour = colours.get(belongs[0]) if belongs else None
            if colour:
                self.parents[span].set("mathcolor", colour)
        fields: list[EquationField] = [
            {**field, "marks": belongs} for field, belongs in zip(self.fields, marks, strict=True)
        ]
        return {"html": ElementTree.tostring(self.root, encoding="unicode"), "fields": fields}

    def _texts(self, values: Mapping[str, Any]) -> list[str]:
        return [words.write_in_formula(values[field["value"]], field["format"]) for field in self.fields]

    def _parse(self, template: str, names: Collection[str]) -> list[words.Part]:
        try:
            return words.parse(template, names, "equations=")
        except SpecError as error:
            raise SpecError(f"{error} (Braces of TeX are doubled: w_{{{{1}}}}, \\frac{{{{a}}}}{{{{b}}}}.)") from None

    def _converted(self, parts: list[words.Part]) -> Element:
        count, tex = 0, ""
        for part in parts:
            tex += part if isinstance(part, str) else "{" + _TOKEN.format(count) + "}"
            count += not isinstance(part, str)
        try:
            root = ElementTree.fromstring(to_mathml(tex, display=True))
        except TexError as error:
            raise TexError(f"equations= {self.template!r}: {self._readable(str(error))}") from None
        _without_styles(root)
        return root

    def _readable(self, fault: str) -> str:
        """Return a message of the converter with names where the runs of digits are, cut short or whole."""
        whole = re.sub(rf"\{{{_DIGITS.pattern}\}}", lambda match: f"{{{self.fields[int(match[1])]['value']}}}", fault)
        return re.sub(r"\{8417\d*", "{", whole)

    def _spans(self) -> list[Element]:
        """Put a span where each number is; return them in the order of the fields."""
        places: dict[int, list[Element]] = {}
        for node in self.root.iter("mn"):
            match = _DIGITS.fullmatch(node.text or "")
            if match:
                places.setdefault(int(match[1]), []).append(node)
        self.parents: dict[Element, Element] = {}
        return [self._span(places.get(k, []), k) for k in range(len(self.fields))]

    def _span(self, nodes: list[Element], k: int) -> Element:
        if len(nodes) != 1:
            raise SpecError(
                f"equations= {self.template!r}: the number {self.fields[k]['value']!r} stands where TeX has no "
                "place for a number of its own, such as inside \\text, \\mathbf or a length. Take it out of that."
            )
        node = nodes[0]
        node.text = None
        span = ElementTree.SubElement(node, "span", {"class": "livefig-value", "data-field": str(k)})
        self.parents[span] = node
        return span


def _without_styles(root: Element) -> None:
    """Turn inline styles, which a page's security policy may forbid, into attributes and classes."""
    for element in root.iter():
        style = element.attrib.pop("style", "")
        colour = re.search(r"(?<![-\w])color:\s*(#[0-9a-fA-F]{6})", style)
        if colour:
            element.set("mathcolor", colour[1])
        for rule, name in _CLASSES.items():
            if rule in style:
                element.set("class", name)
        if element.tag == "mtd" and len(element) and element[0].text in _RELATIONS:
            element[0].set("form", "infix")  # else `&=`, at the start of a cell, is set like a sign of its own
