"""Words that move: texts and annotations, their words from a template, their position from outputs."""

from collections.abc import Mapping, Sequence
from typing import Any
from xml.etree.ElementTree import Element

from matplotlib.artist import Artist
from matplotlib.text import Annotation, Text
from matplotlib.transforms import Transform

from ...errors import FigureError
from ...spec import Shown, TextBinding, Words
from ...text import words
from ..geometry import Read, project, translate
from .looks import EVERY, PATH_EFFECTS, URL, Look, has
from .mark import Data, Layout, Mark, centre

WRAP = Look("wrap", has("wrap"), "Its lines would break elsewhere; use two texts for two lines.")


class Writing(Mark):
    """A text or an annotation without an arrow."""

    kind = "text"
    artist_type = Text
    properties = ("text", "x", "y")

    def __init__(self, artist: Text, wanted: Mapping[str, Any], data: Data):
        super().__init__(artist, wanted, data)
        for name in "xy":
            if self.has(name):
                self.needs(name, ())
        self.follows = isinstance(artist, Annotation) and artist.anncoords == "offset points"
        if self.has("x", "y"):
            self._check_position()
        self.template: Words | None = {"words": self._template()} if "text" in wanted else None
        said = words.fill(self.template["words"], data.values) if self.template else artist.get_text()
        if not said.strip():
            raise FigureError(f"{self.where} has no words; Matplotlib does not draw it. Give it a text.")
        self.home = self._place()

    @property
    def transform(self) -> Transform:
        """From the coordinates of the text's place to the canvas."""
        return self.artist.axes.transData if self.follows else self.artist.get_transform()  # type: ignore[no-any-return]

    def bind(self, layout: Layout) -> TextBinding:
        found: TextBinding = {"kind": "text"}
        if self.template is not None:
            found["text"] = self.template
        if self.has("x", "y"):
            maps = layout.maps(self.artist, self.transform, self.where)
            x, y = centre(self.artist, self.transform)
            found["map"] = maps
            found["home"] = [float(project(maps["x"], x)), float(project(maps["y"], y))]
            if self.has("x"):
                found["x"] = self.sources["x"]
            if self.has("y"):
                found["y"] = self.sources["y"]
        return found

    def show(self, read: Read) -> None:
        pairs = zip("xy", self.home, strict=True)
        x, y = (float(read(self.sources[axis])) if self.has(axis) else old for axis, old in pairs)
        self._put(x, y)
        if self.template is not None:
            self.artist.set_text(read(self.template))

    def park(self) -> None:
        if self.has("x", "y"):
            both = zip("xy", centre(self.artist, self.transform), self.home, strict=True)
            self._put(*(middle if self.has(axis) else old for axis, middle, old in both))

    @staticmethod
    def arrange(groups: list[Element], binding: TextBinding, centre: tuple[float, float]) -> None:
        (group,) = groups
        for text in group.iter("text"):
            text.set("data-part", "text")
        if "map" in binding:
            _unclipped(group).set("data-part", "place")

    @staticmethod
    def shown(binding: TextBinding, read: Read) -> Shown:
        shown: Shown = {}
        if "text" in binding:
            shown["text"] = {"text": [read(binding["text"])]}
        if "map" in binding:
            x = float(project(binding["map"]["x"], read(binding["x"]))) - binding["home"][0] if "x" in binding else 0.0
            y = float(project(binding["map"]["y"], read(binding["y"]))) - binding["home"][1] if "y" in binding else 0.0
            shown["place"] = {"transform": [translate(x, y)]}
        return shown

    def refused(self, part: Artist) -> Sequence[Look]:
        """Words that stay are glyphs like any other; those that change are written by the page, in one line."""
        return (*EVERY, WRAP, *((PATH_EFFECTS, URL) if self.template is not None else ()))

    def _place(self) -> tuple[float, float]:
        return self.artist.xy if self.follows else self.artist.get_position()  # type: ignore[no-any-return]

    def _put(self, x: float, y: float) -> None:
        if self.follows:
            self.artist.xy = (x, y)
        elif self.has("x", "y"):
            self.artist.set_position((x, y))

    def _template(self) -> list[words.Part]:
        template, text = self.wanted["text"], self.artist
        scalars = [name for name, value in self.known.values.items() if getattr(value, "shape", ()) == ()]
        parts = words.parse(template, scalars, f"{self.where}: text")
        if text.get_usetex():
            raise FigureError(f"{self.where}: words that move are plain text; leave usetex out.")
        if "$" in template:
            raise FigureError(f"{self.where}: words that move are plain text; leave $ out of {template!r}.")
        if "\n" in template:
            raise FigureError(f"{self.where}: words that move stand on one line; use two texts for {template!r}.")
        if text.get_bbox_patch() is not None:
            raise FigureError(
                f"{self.where}: its box cannot follow words that move. Leave bbox and backgroundcolor out."
            )
        if text.get_rotation() and text.get_rotation_mode() != "anchor":
            raise FigureError(f"{self.where} is rotated and its words move; give it rotation_mode='anchor'.")
        return parts

    def _check_position(self) -> None:
        if self.artist.axes is None:
            raise FigureError(
                f"{self.where} stands in the figure, not in an axes; only its words can move. Use ax.text."
            )
        if not isinstance(self.artist, Annotation):
            return
        plain = self.artist.xycoords == "data" and self.artist.anncoords in ("data", "offset points")
        if self.artist.arrow_patch is not None or not plain:
            raise FigureError(
                f"{self.where}: the words of an annotation move only without arrowprops and with data coordinates"
                " (textcoords='offset points' is fine). Draw the arrow with a second ax.annotate('', ...)."
            )


def _unclipped(group: Element) -> Element:
    """Return the element whose place moves: the group, or one inside it where a clip must stay.

    A clip moves with the element that has it.
    """
    clips = {clip for one in group.iter() if (clip := one.attrib.pop("clip-path", None)) is not None}
    if not clips:
        return group
    inner = Element("g")
    inner[:], group[:] = list(group), [inner]
    group.set("clip-path", clips.pop())
    return inner
