"""What moves in a figure: one class for each kind of Matplotlib artist that the page can redraw.

With `figure.py` the only module that knows Matplotlib. A class checks what the author asked for, sets the
artist to a state, and describes it as a binding, plain data from which `livefig.js` and `drawing.py` draw.
"""

import base64
from collections.abc import Mapping
from typing import Any, Protocol

import numpy as np
from matplotlib.artist import Artist
from matplotlib.collections import PathCollection
from matplotlib.colors import Normalize
from matplotlib.container import BarContainer
from matplotlib.figure import Figure
from matplotlib.image import AxesImage
from matplotlib.lines import Line2D
from matplotlib.text import Annotation, Text
from matplotlib.transforms import Transform

from . import drawing, words
from .errors import FigureError

POINTS = 2000
PIXELS = 40000

Values = Mapping[str, Any]


class Layout(Protocol):
    """What an artist needs to know of the layout that is drawn."""

    def maps(self, artist: Artist, transform: Transform, where: str) -> dict[str, dict[str, Any]]:
        """Return `{"x": {"scale", "a", "b"}, "y": ...}`: units of the SVG = a * number + b."""

    def parts(self, mover: "Mover") -> set[str]:
        """Return the tags that Matplotlib drew directly inside the artist's element."""


class Mover:
    """An artist and the outputs that move it."""

    properties: tuple[str, ...] = ()

    def __init__(self, artist: Any, wanted: Mapping[str, str], values: Values):
        self.artist, self.values, self.wanted = artist, values, dict(wanted)
        self.where = describe(artist)
        self._check_properties()
        self.sources = {name: self._source(name) for name in wanted if name != "text"}
        if "visible" in wanted:
            self.needs("visible", ())

    @property
    def parts(self) -> list[Artist]:
        """The Matplotlib artists that are drawn."""
        return [self.artist]

    def binding(self, layout: Layout) -> dict[str, Any]:
        """Return the plain data from which the page draws this artist."""
        bound = self.bind(layout)
        if not self._is_drawable(bound):
            raise FigureError(f"{self.where} has no finite point at the default values of the controls.")
        return bound | ({"visible": self.sources["visible"]} if "visible" in self.sources else {})

    def bind(self, layout: Layout) -> dict[str, Any]:
        raise NotImplementedError

    def show(self, values: Values) -> None:
        """Set the Matplotlib artist to `values`."""
        raise NotImplementedError

    def park(self) -> None:
        """Put every mark at the centre of the axes, since Matplotlib writes no element for one outside."""

    def has(self, *names: str) -> bool:
        """Tell whether one of the properties moves."""
        return any(name in self.sources for name in names)

    def data(self, name: str) -> np.ndarray:
        """Return the default value of a property."""
        return np.asarray(drawing.read(self.sources[name], self.values), dtype=float)

    def needs(self, name: str, *shapes: tuple[int, ...]) -> None:
        """Check the shape of the output that moves a property."""
        shape = self.data(name).shape
        if shape not in shapes:
            wanted = " or ".join(map(str, dict.fromkeys(shapes)))
            raise FigureError(
                f"{self.where}: {name} needs shape {wanted}, but output {self.wanted[name]!r} has shape {shape}."
            )

    def _check_properties(self) -> None:
        allowed = ", ".join((*self.properties, "visible"))
        for name in self.wanted:
            if name not in (*self.properties, "visible"):
                raise FigureError(f"{self.where} has no {name!r} that can move. There are: {allowed}.")
        if not self.wanted:
            raise FigureError(f"{self.where}: nothing was named that moves. There are: {allowed}.")

    def _source(self, name: str) -> dict[str, str]:
        output = self.wanted[name]
        if output not in self.values or isinstance(self.values[output], str):
            known = ", ".join(sorted(key for key, value in self.values.items() if not isinstance(value, str)))
            raise FigureError(
                f"{self.where}: {name} is to follow {output!r}, but the function returns no such output."
                f" There are: {known}."
            )
        return {"value": output}

    def _is_drawable(self, binding: Mapping[str, Any]) -> bool:
        shown = drawing.expected(binding, self.values)
        drawn = [part for name in ("marks", "bars") for part in shown.get(name, ())]
        return any(drawn) or bool(shown.get("path")) or not (drawn or "path" in shown or shown.get("at", "") is None)


class Points(Mover):
    """x and y of points, either alone; the other stays as drawn."""

    properties = ("x", "y")

    def __init__(self, artist: Any, wanted: Mapping[str, str], values: Values):
        super().__init__(artist, wanted, values)
        self.drawn = dict(zip("xy", self._drawn(), strict=True))
        self.count = self._count()
        if self.count > POINTS:
            raise FigureError(f"{self.where} would move {self.count} points; {POINTS} is the limit. Draw fewer.")
        self.ends = {name: self.sources.get(name, {"constant": self.drawn[name]}) for name in "xy"}

    @property
    def transform(self) -> Transform:
        return self.artist.get_transform()

    def bind(self, layout: Layout) -> dict[str, Any]:
        parts = layout.parts(self)
        maps = layout.maps(self.artist, self.transform, self.where)
        path = "path" in parts and isinstance(self.artist, Line2D)
        marks = bool(parts) and (not path or "g" in parts)
        return {"kind": "line", **self.ends, "map": maps, "count": self.count, "path": path, "marks": marks}

    def show(self, values: Values) -> None:
        x, y = (np.broadcast_to(drawing.read(self.ends[name], values), (self.count,)) for name in "xy")
        self._put(x.astype(float), y.astype(float))

    def park(self) -> None:
        x, y = centre(self.artist, self.transform)
        self._put(np.full(self.count, x), np.full(self.count, y))

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

    def _drawn(self) -> tuple[np.ndarray, np.ndarray]:
        raise NotImplementedError

    def _put(self, x: np.ndarray, y: np.ndarray) -> None:
        raise NotImplementedError


class Line(Points):
    """A line of `plot`, `axvline` or `axhline`, with or without markers."""

    def __init__(self, artist: Line2D, wanted: Mapping[str, str], values: Values):
        super().__init__(artist, wanted, values)
        if artist.get_drawstyle() != "default" or artist.get_markevery() is not None:
            raise FigureError(f"{self.where} cannot move with a drawstyle (steps) or with markevery. Leave them out.")

    def _drawn(self) -> tuple[np.ndarray, np.ndarray]:
        return _floats(self.artist.get_xdata(orig=False)), _floats(self.artist.get_ydata(orig=False))

    def _put(self, x: np.ndarray, y: np.ndarray) -> None:
        self.artist.set_data(x, y)


class Scatter(Points):
    """The points of `scatter`; sizes and colours stay as drawn."""

    def __init__(self, artist: PathCollection, wanted: Mapping[str, str], values: Values):
        super().__init__(artist, wanted, values)
        different = artist.get_array() is not None or max(len(artist.get_sizes()), len(artist.get_facecolors())) > 1
        if different and self.count != len(self.drawn["x"]):
            raise FigureError(
                f"{self.where} has {len(self.drawn['x'])} colours or sizes, but {self.count} points would move."
                " Draw as many as move."
            )

    @property
    def transform(self) -> Transform:
        return self.artist.get_offset_transform()

    def _drawn(self) -> tuple[np.ndarray, np.ndarray]:
        offsets = _floats(self.artist.get_offsets())
        return offsets[:, 0].copy(), offsets[:, 1].copy()

    def _put(self, x: np.ndarray, y: np.ndarray) -> None:
        self.artist.set_offsets(np.column_stack([x, y]))


class Bars(Mover):
    """The bars of `bar` (height, bottom) or `barh` (width, left)."""

    def __init__(self, artist: BarContainer, wanted: Mapping[str, str], values: Values):
        self.horizontal = artist.orientation == "horizontal"
        self.properties = ("width", "left") if self.horizontal else ("height", "bottom")
        super().__init__(artist, wanted, values)
        if artist.errorbar is not None:
            raise FigureError(f"{self.where}: error bars cannot move. Leave xerr and yerr out.")
        if not 1 <= len(artist.patches) <= POINTS:
            raise FigureError(f"{self.where} has {len(artist.patches)} bars; it needs 1 to {POINTS}.")
        for name in self.properties:
            if self.has(name):
                self.needs(name, (len(artist.patches),), ())
        self.ends = self._ends()

    @property
    def parts(self) -> list[Artist]:
        return list(self.artist.patches)

    def bind(self, layout: Layout) -> dict[str, Any]:
        maps = layout.maps(self.parts[0], self.parts[0].axes.transData, self.where)
        return {"kind": "bars", "horizontal": self.horizontal, **self.ends, "map": maps}

    def show(self, values: Values) -> None:
        names = {"start": "x", "size": "width"} if self.horizontal else {"start": "y", "size": "height"}
        for end, name in names.items():
            numbers = np.broadcast_to(drawing.read(self.ends[end], values), (len(self.parts),))
            for patch, number in zip(self.parts, numbers, strict=True):
                patch.set(**{name: float(number) if np.isfinite(number) else 0.0})

    def _ends(self) -> dict[str, dict[str, Any]]:
        """Return the sources of both ends of the bars and of their two sides."""
        x, y, width, height = (
            np.array([getattr(patch, f"get_{name}")() for patch in self.parts], dtype=float)
            for name in ("x", "y", "width", "height")
        )
        (start, size), (low, thick) = ((x, width), (y, height)) if self.horizontal else ((y, height), (x, width))
        drawn = {"low": low, "high": low + thick, "start": start, "size": size}
        moving = dict(zip(("size", "start"), self.properties, strict=True))
        return {end: self.sources.get(moving.get(end, ""), {"constant": data}) for end, data in drawn.items()}


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
                f"{self.where}: an annotation moves only without arrowprops and with data coordinates"
                " (textcoords='offset points' is fine). Use ax.text, or draw the arrow as a line."
            )


class Picture(Mover):
    """The data of `imshow`, through the image's own colours."""

    properties = ("image",)

    def __init__(self, artist: AxesImage, wanted: Mapping[str, str], values: Values):
        super().__init__(artist, wanted, values)
        if self.has("image"):
            self._check_image()

    def bind(self, layout: Layout) -> dict[str, Any]:
        image = self.artist
        if not self.has("image"):
            return {"kind": "image"}
        maps = layout.maps(image, image.axes.transData, self.where)
        if {maps["x"]["scale"], maps["y"]["scale"]} != {"linear"}:
            raise FigureError(f"{self.where} lies on a log axis; an image needs linear axes.")
        left, right, bottom, top = image.get_extent()
        rows = (top, bottom) if image.origin == "upper" else (bottom, top)  # first row's edge, last row's edge
        x, y = drawing.project(maps["x"], (left, right)), drawing.project(maps["y"], rows)
        box = {"x": x.min(), "y": y.min(), "width": np.ptp(x), "height": np.ptp(y)}
        sharp = image.get_interpolation() in ("none", "nearest", "auto", "antialiased")
        return {
            "kind": "image",
            "data": self.sources["image"],
            "shape": [int(size) for size in image.get_size()],
            "flip": bool(y[0] > y[1]),
            "mirror": bool(x[0] > x[1]),
            "range": [float(image.norm.vmin), float(image.norm.vmax)],
            "colours": base64.b64encode(self._colours().tobytes()).decode("ascii"),
            "box": {name: f"{size:.3f}" for name, size in box.items()},
            "sharp": sharp,
        }

    def show(self, values: Values) -> None:
        if self.has("image"):
            self.artist.set_data(np.asarray(drawing.read(self.sources["image"], values), dtype=float))

    def _check_image(self) -> None:
        norm = self.artist.norm
        if type(norm) is not Normalize or not norm.scaled() or not norm.vmin < norm.vmax:
            raise FigureError(f"{self.where} needs a linear range of colours; give imshow vmin= and vmax=.")
        if np.ndim(self.artist.get_array()) != 2:
            raise FigureError(f"{self.where} shows colours, not numbers; give imshow an array with two axes.")
        self.needs("image", tuple(int(size) for size in self.artist.get_size()))
        if self.data("image").size > PIXELS:
            raise FigureError(f"{self.where} has {self.data('image').size} pixels; {PIXELS} is the limit.")
        if not np.isfinite(self.data("image")).any():
            raise FigureError(f"{self.where} has no finite point at the default values of the controls.")

    def _colours(self) -> np.ndarray:
        """Return RGBA bytes: the colour map's entries, then below, above, and no number."""
        cmap = self.artist.get_cmap()
        outside = [0, cmap.N - 1] if self.artist.norm.clip else [-1, cmap.N]
        index = np.ma.array([*range(cmap.N), *outside, 0], dtype=int)
        index[-1] = np.ma.masked
        return cmap(index, alpha=self.artist.get_alpha(), bytes=True)


KINDS: tuple[tuple[type, type[Mover]], ...] = (
    (BarContainer, Bars),
    (Line2D, Line),
    (PathCollection, Scatter),
    (AxesImage, Picture),
    (Text, Words),
)


def movers(figure: Figure, moves: Mapping[Any, Mapping[str, str]], values: Values) -> list[Mover]:
    """Return one checked mover for each moving artist of the figure."""
    found: list[Mover] = []
    seen: dict[int, str] = {}
    for artist, wanted in moves.items():
        mover = _mover(artist, wanted, values)
        for part in mover.parts:
            if part.get_figure(root=True) is not figure:
                raise FigureError(f"{mover.where} is an artist outside the figure. Move artists of the figure given.")
            if part.axes is not None and part.axes.name != "rectilinear":
                raise FigureError(f"{mover.where} stands in {part.axes.name} axes; only plain x and y axes work.")
            if id(part) in seen:
                raise FigureError(f"{mover.where} is named twice in moves. Name all that moves of it in one place.")
            seen[id(part)] = mover.where
        found.append(mover)
    return found


def describe(artist: Any) -> str:
    """Return how a message names an artist: its kind, with its label or its words."""
    label = artist.get_text() if isinstance(artist, Text) else getattr(artist, "get_label", str)()
    named = f" {str(label)!r}" if label and not str(label).startswith("_") else ""
    return f"{type(artist).__name__}{named}"


def centre(artist: Artist, transform: Transform) -> tuple[float, float]:
    """Return the centre of the artist's axes in the coordinates of `transform`."""
    x, y = transform.inverted().transform(artist.axes.transAxes.transform((0.5, 0.5)))
    return float(x), float(y)


def _mover(artist: Any, wanted: Mapping[str, str], values: Values) -> Mover:
    if isinstance(artist, (list, tuple)) and not isinstance(artist, BarContainer):
        raise FigureError(
            "ax.plot returns a list, but moves needs its one line: write `(line,) = ax.plot(...)`, with the comma."
        )
    kind = next((mover for artist_type, mover in KINDS if isinstance(artist, artist_type)), None)
    if kind is None:
        known = ", ".join(artist_type.__name__ for artist_type, _ in KINDS)
        raise FigureError(f"{type(artist).__name__} cannot move. These can: {known}.")
    if not isinstance(wanted, Mapping):
        raise FigureError(f"{describe(artist)}: name what moves, for example {{'y': 'loss'}}, not {wanted!r}.")
    return kind(artist, wanted, values)


def _floats(data: Any) -> np.ndarray:
    return np.ma.filled(np.ma.asarray(data, dtype=float), np.nan)
