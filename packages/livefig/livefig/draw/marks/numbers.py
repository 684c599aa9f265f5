"""Numbers in small places, one text each, such as those at the nodes of a drawn network."""

from collections.abc import Mapping, Sequence
from typing import Any
from xml.etree.ElementTree import Element

import numpy as np
from matplotlib.artist import Artist
from matplotlib.text import Text
from numpy.typing import ArrayLike

from ...spec import NumbersBinding, Shown
from ...text import words
from ..geometry import Read
from ..parts import HALO
from .looks import BOX, DRAWN, TURNED, Look
from .mark import Data, Layout, Mark


class Numbers:
    """Texts that follow an array of the given shape.

    Parameters
    ----------
    texts : sequence of Text
        In the order of the raveled array.
    shape : tuple of int
    form : str
        The format of the numbers, as in a sentence.
    label : str
        What the numbers are, for messages.
    halo : bool
        Whether lines behind the numbers are kept away from them.
    """

    def __init__(self, texts: Sequence[Text], shape: tuple[int, ...], form: str, label: str, halo: bool = False):
        self.texts, self.shape, self.form, self.label, self.halo = list(texts), shape, form, label, halo

    def get_label(self) -> str:
        """Return what the numbers are, for messages."""
        return self.label

    def set_values(self, values: ArrayLike) -> None:
        """Write an array, one number a text."""
        for text, word in zip(self.texts, numerals(values, self.form), strict=True):
            text.set_text(word)


class NumbersMark(Mark):
    """Texts whose numbers move."""

    kind = "numbers"
    artist_type = Numbers
    properties = ("values",)

    def __init__(self, artist: Numbers, wanted: Mapping[str, Any], data: Data):
        super().__init__(artist, wanted, data)
        if self.has("values"):
            self.needs("values", artist.shape, *([()] if len(artist.texts) == 1 else []))

    @property
    def parts(self) -> Sequence[Artist]:
        return list(self.artist.texts)

    def refused(self, part: Artist) -> Sequence[Look]:
        return (*DRAWN, BOX, TURNED)

    def bind(self, layout: Layout) -> NumbersBinding:
        found: NumbersBinding = {"kind": "numbers", "format": self.artist.form, "halo": self.artist.halo}
        if self.has("values"):
            found["values"] = self.sources["values"]
        return found

    def show(self, read: Read) -> None:
        if self.has("values"):
            self.artist.set_values(read(self.sources["values"]))

    def park(self) -> None:
        """Leave them where they are: they do not move."""

    @staticmethod
    def arrange(groups: list[Element], binding: NumbersBinding, centre: tuple[float, float]) -> None:
        for text in (one for group in groups for one in group.iter("text")):
            text.set("data-part", "text")
            text.attrib |= HALO if binding["halo"] else {}

    @staticmethod
    def shown(binding: NumbersBinding, read: Read) -> Shown:
        if "values" not in binding:
            return {}
        return {"text": {"text": numerals(read(binding["values"]), binding["format"])}}


def numerals(data: ArrayLike, form: str) -> list[str]:
    """Return numbers as they stand in small places: signs for what is not finite."""
    signs = {np.inf: "\N{INFINITY}", -np.inf: "\N{MINUS SIGN}\N{INFINITY}"}
    numbers = np.ravel(np.asarray(data, dtype=float))
    return ["\N{EN DASH}" if np.isnan(v) else signs.get(float(v)) or words.write(v, form) for v in numbers]
