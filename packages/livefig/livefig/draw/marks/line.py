"""A line of `plot`, `axvline` or `axhline`, with or without markers."""

from collections.abc import Sequence
from xml.etree.ElementTree import Element

from matplotlib.artist import Artist
from matplotlib.lines import Line2D

from ...spec import Floats, LineBinding, Shown
from ..geometry import Read, line_outline, places, translate
from ..parts import gather_marks, name_paths
from .looks import LINE, Look
from .mark import Layout, Mark, floats, unlike
from .points import Points


class Line(Points):
    """A line, its markers, or both."""

    kind = "line"
    artist_type = Line2D

    def refused(self, part: Artist) -> Sequence[Look]:
        return LINE

    def bind(self, layout: Layout) -> LineBinding:
        maps, (paths, marks) = (
            layout.maps(self.artist, self.transform, self.where),
            drawn_as(self, self.artist, layout.tags(self)),
        )
        return {
            "kind": "line",
            "x": self.ends["x"],
            "y": self.ends["y"],
            "map": maps,
            "count": self.count,
            "paths": paths,
            "marks": marks,
        }

    @staticmethod
    def arrange(groups: list[Element], binding: LineBinding, centre: tuple[float, float]) -> None:
        arrange_line(groups[0], bool(binding["paths"]), binding["marks"], centre)

    @staticmethod
    def shown(binding: LineBinding, read: Read) -> Shown:
        x, y = places(binding["map"], binding["count"], read, binding["x"], binding["y"])
        return line_shown(x, y, binding["paths"], binding["marks"])

    def _drawn(self) -> tuple[Floats, Floats]:
        return floats(self.artist.get_xdata(orig=False)), floats(self.artist.get_ydata(orig=False))

    def _put(self, x: Floats, y: Floats) -> None:
        self.artist.set_data(x, y)


def drawn_as(mark: Mark, line: Line2D, tags: list[str]) -> tuple[int, bool]:
    """Return of what a line consists: how many paths, two if its gaps have a colour, and whether marks.

    Matplotlib draws marks in a group, or in none if nothing clips them, but writes a single mark as a path of its own
    where there is no line.
    """
    paths = tags.count("path")
    if paths > 1 + (line.get_gapcolor() is not None):
        raise unlike(mark, paths, 1)
    return (paths, bool({"g", "use"} & set(tags))) if paths else (0, bool(tags))


def arrange_line(group: Element, path: bool, marks: bool, centre: tuple[float, float]) -> None:
    """Name the paths of a line, and gather its marks."""
    if marks:
        gather_marks(group, path, centre)
    if path:
        name_paths(group)


def line_shown(x: Floats, y: Floats, paths: int, marks: bool) -> Shown:
    """Return the outline of a line through points, and the places of its marks."""
    shown: Shown = {}
    if paths:
        shown["path"] = {"d": [line_outline(x, y)] * paths}
    if marks:
        shown["marks"] = {"transform": [translate(*point) for point in zip(x, y, strict=True)]}
    return shown
