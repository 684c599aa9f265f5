"""Words that move: texts and annotations."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib.text import Annotation, Text
from matplotlib.transforms import Transform

from .. import shown as drawing
from ...text import words
from .mark import Layout, Mover, Values, centre
from ...errors import FigureError


class Words(Mover):
    """Texts and annotations: their words from a template, their position from outputs."""

    properties = ("text", "x", "y")

    def __init__(self, artist: Text, wanted: Mapping[str, str], values: Values):
        super().__init__(artist, wanted, values)
        for name in "xy":
            if self.has(name):
                self.needs(name, ())
        self.follows = isinstance(artist, Annotation) and artist.anncoords == "offset points"
        if self.has("x", "y"):
            self._check_position()
        self.template = self._template() if "text" in wanted else None
        if not (words.fill(self.template, values) if self.template else artist.get_text()).strip():
            raise FigureError(f"{self.where} has no words; Matplotlib does not draw it. Give it a text.")
        self.home = self._place()

    @property
    def transform(self) -> Transform:
        return self.artist.axes.transData if self.follows else self.artist.get_transform()

    def bind(self, layout: Layout) -> dict[str, Any]:
        binding: dict[str, Any] = {"kind": "text"}
        if self.template is not None:
            binding["parts"] = self.template
        if self.has("x", "y"):
            maps = layout.maps(self.artist, self.transform, self.where)
            parked = zip("xy", centre(self.artist, self.transform), strict=True)
            binding |= {axis: self.sources[axis] for axis in "xy" if self.has(axis)}
            binding["map"] = maps
            binding["from"] = [float(drawing.project(maps[axis], at)) for axis, at in parked]
        return binding

    def show(self, values: Values) -> None:
        pairs = zip("xy", self.home, strict=True)
        x, y = (float(drawing.read(self.sources[axis], values)) if self.has(axis) else old for axis, old in pairs)
        self._put(x, y)
        if self.template is not None:
            self.artist.set_text(words.fill(self.template, values))

    def park(self) -> None:
        if self.has("x", "y"):
            both = zip("xy", centre(self.artist, self.transform), self.home, strict=True)
            self._put(*(middle if self.has(axis) else old for axis, middle, old in both))

    def _place(self) -> tuple[float, float]:
        return self.artist.xy if self.follows else self.artist.get_position()

    def _put(self, x: float, y: float) -> None:
        if self.follows:
            self.artist.xy = (x, y)
        elif self.has("x", "y"):
            self.artist.set_position((x, y))

    def _template(self) -> list[words.Part]:
        template, text = self.wanted["text"], self.artist
        scalars = [name for name, value in self.values.items() if np.ndim(value) == 0]
        parts = words.parse(template, scalars, f"{self.where}: text")
        if "$" in template or text.get_usetex():
            raise FigureError(f"{self.where}: words that move are plain text; leave $ out of {template!r}.")
        if "\n" in template:
            raise FigureError(f"{self.where}: words that move stand on one line; use two texts for {template!r}.")
        if text.get_bbox_patch() is not None:
            raise FigureError(f"{self.where}: its box cannot follow words that move. Leave bbox out.")
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
