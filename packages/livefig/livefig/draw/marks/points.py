"""What lines and scatters share: x and y of points, either alone; the other stays as drawn."""

from abc import abstractmethod
from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib.transforms import Transform

from ...spec import Floats
from ..geometry import Read, side_by_side
from .mark import Data, Mark, centre


class Points(Mark):
    """An artist whose x and y move."""

    properties: tuple[str, ...] = ("x", "y")

    def __init__(self, artist: Any, wanted: Mapping[str, Any], data: Data):
        super().__init__(artist, wanted, data)
        self.drawn = dict(zip("xy", self._drawn(), strict=True))
        self.count = self._count()
        self.at_most(self.count)
        self.ends = {name: self.source_or(name, self.drawn[name]) for name in "xy"}

    @property
    def transform(self) -> Transform:
        """From the artist's coordinates to the canvas."""
        return self.artist.get_transform()  # type: ignore[no-any-return]

    def show(self, read: Read) -> None:
        self._put(*side_by_side(self.count, read(self.ends["x"]), read(self.ends["y"])))

    def park(self) -> None:
        x, y = centre(self.artist, self.transform)
        count = max(self.count, 1)  # one at least, so that there is one to copy when more are wanted
        self._put(np.full(count, x), np.full(count, y))

    def _count(self) -> int:
        moving = [name for name in "xy" if self.has(name)]
        lengths = {name: len(self.drawn[name]) for name in "xy"}
        if len(moving) == 1:
            self.needs(moving[0], (lengths["y" if moving[0] == "x" else "x"],), ())
        for name in moving:
            if self.data(name).ndim > 1:
                self.needs(name, (self.data(name).size,))
        if len(moving) == 2 and self.data("x").ndim:
            self.needs("y", self.data("x").shape, ())
        sizes = [self.data(name).size for name in moving if self.data(name).ndim]
        return sizes[0] if sizes else 1 if len(moving) == 2 else lengths["x"]

    @abstractmethod
    def _drawn(self) -> tuple[Floats, Floats]:
        """Return x and y as the author drew them."""

    @abstractmethod
    def _put(self, x: Floats, y: Floats) -> None:
        """Set the artist's points."""
