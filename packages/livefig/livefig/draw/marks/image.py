"""The data of `imshow`, through the image's own colours."""

from collections.abc import Mapping, Sequence
from typing import Any
from xml.etree.ElementTree import Element

import numpy as np
from matplotlib.artist import Artist
from matplotlib.image import AxesImage

from ...errors import FigureError
from ...spec import ImageBinding, Shown
from ..colours import mapped, palette
from ..geometry import Read, project
from .looks import EVERY, Look
from .mark import PIXELS, Data, Layout, Mark

SHARP = ("none", "nearest", "auto", "antialiased")
SMOOTH = Look(
    "interpolation",
    lambda image: image.get_interpolation() not in (*SHARP, "bilinear"),
    "A browser smooths an image in one way only; use interpolation='bilinear', or 'nearest'.",
)


class Picture(Mark):
    """An image whose numbers move; its place and its number of pixels stay."""

    kind = "image"
    artist_type = AxesImage
    properties = ("image",)

    def __init__(self, artist: AxesImage, wanted: Mapping[str, Any], data: Data):
        super().__init__(artist, wanted, data)
        if self.has("image"):
            self._check_image()

    def bind(self, layout: Layout) -> ImageBinding:
        image = self.artist
        if not self.has("image"):
            return {"kind": "image"}
        maps = layout.maps(image, image.get_transform(), self.where)
        if {maps["x"]["scale"], maps["y"]["scale"]} != {"linear"}:
            raise FigureError(f"{self.where} lies on a log axis; an image needs linear axes.")
        left, right, bottom, top = image.get_extent()
        rows = (top, bottom) if image.origin == "upper" else (bottom, top)  # first row's edge, last row's edge
        x, y = project(maps["x"], (left, right)), project(maps["y"], rows)
        box = {"x": x.min(), "y": y.min(), "width": np.ptp(x), "height": np.ptp(y)}
        return {
            "kind": "image",
            "data": self.sources["image"],
            "shape": [int(size) for size in image.get_size()],
            "flip": bool(y[0] > y[1]),
            "mirror": bool(x[0] > x[1]),
            "palette": palette(image, self.where, "imshow", None if self.has("alpha") else image.get_alpha()),
            "box": {name: f"{size:.3f}" for name, size in box.items()},
            "sharp": image.get_interpolation() in SHARP,
        }

    def refused(self, part: Artist) -> Sequence[Look]:
        return (*EVERY, SMOOTH) if self.has("image") else EVERY

    def show(self, read: Read) -> None:
        if self.has("image"):
            self.artist.set_data(np.asarray(read(self.sources["image"]), dtype=float))

    def park(self) -> None:
        """Leave it where it is: an image does not move."""

    @staticmethod
    def arrange(groups: list[Element], binding: ImageBinding, centre: tuple[float, float]) -> None:
        """Let the image have the data's own pixels: the id lands on the `image` element itself."""
        (image,) = groups
        if "box" not in binding:
            return
        for name in ("transform", "width", "height"):
            image.attrib.pop(name, None)
        image.attrib |= binding["box"] | {"preserveAspectRatio": "none", "data-part": "image"}
        image.set("image-rendering", "pixelated" if binding["sharp"] else "auto")

    @staticmethod
    def shown(binding: ImageBinding, read: Read) -> Shown:
        if "data" not in binding:
            return {}
        data = np.asarray(read(binding["data"]), dtype=float)
        if data.size != binding["shape"][0] * binding["shape"][1]:
            raise FigureError(f"an image of {binding['shape']} pixels cannot show {data.size} numbers.")
        pixels = mapped(binding["palette"], data.reshape(binding["shape"]))
        pixels = pixels[::-1] if binding["flip"] else pixels
        return {"image": {"pixels": [pixels[:, ::-1] if binding["mirror"] else pixels]}}

    def _check_image(self) -> None:
        if np.ndim(self.artist.get_array()) != 2:
            raise FigureError(f"{self.where} shows colours, not numbers; give imshow an array with two axes.")
        palette(self.artist, self.where, "imshow")
        self.needs("image", tuple(int(size) for size in self.artist.get_size()))
        if self.data("image").size > PIXELS:
            raise FigureError(f"{self.where} has {self.data('image').size} pixels; {PIXELS} is the limit.")
