"""From a Matplotlib figure to layouts: SVG, and what moves in it, by which output, and where the axes put a number.

Matplotlib draws; this module changes nothing but the moving artists, which it first sets to the default
outputs. Only public Matplotlib is used, and no position is read back from the SVG.
"""

import io
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Literal
from xml.etree.ElementTree import Element

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure
from matplotlib.transforms import Transform
from numpy.typing import ArrayLike

from .. import spec
from ..errors import FigureError
from ..pool import Pool
from ..spec import Floats, Maps, Shown
from . import parts, svg
from .geometry import Read, project, reader
from .layouts import narrowed, set_engine, with_room
from .marks import KINDS, marks_of, shown
from .marks.mark import Data, Mark, is_seen, opacity, unlike

DPI = 144  # for what Matplotlib itself turns into pixels; fixed, so that the bytes do not depend on the notebook

_RC: Any = {
    "svg.fonttype": "none",
    "svg.image_inline": True,
    "svg.id": None,
    "path.simplify": False,
    "image.composite_image": False,
    "savefig.bbox": None,
}


def close(figure: Figure) -> None:
    """Close a figure in pyplot; else a notebook shows it a second time, and as it was before."""
    if not isinstance(figure, Figure):
        raise FigureError(f"The figure must be a Matplotlib Figure, such as plt.subplots() makes, not {figure!r}.")
    plt.close(figure)


def export(
    figure: Figure,
    moves: Mapping[Any, Mapping[str, Any]],
    outputs: Mapping[str, Any],
    controls: Mapping[str, Any] | None = None,
    *,
    name: str,
    pool: Pool,
    still: Collection[str] = (),
) -> list[spec.Layout]:
    """Return the layouts of `figure`, wide first.

    Parameters
    ----------
    figure : Figure
        It is left showing the default state, in its own layout, and is closed in pyplot.
    moves : dict
        Moving artist -> {property: name of an output, or of a slider; for `text`, a template}.
    outputs : dict
        Output name -> its value at the default values of the controls.
    controls : dict, optional
        Control name -> its default as a sentence shows it: a number, a bool, or the label of a choice.
    name : str
        The figure's name; equal input gives equal bytes.
    pool : Pool
        Takes the numbers that stay as they were drawn.
    still : collection of str
        Outputs that no control changes: drawn once.

    Raises
    ------
    FigureError
        An artist cannot be moved as asked.
    """
    close(figure)
    for both in set(controls or {}) & set(outputs):
        raise FigureError(f"{both!r} names a control and an output of the function. Give the output another name.")
    values = {**(controls or {}), **outputs}
    with matplotlib.rc_context(_RC | {"svg.hashsalt": name}), _steady(figure):
        figure.draw_without_rendering()  # settles the limits that the author left to autoscale
        moving = marks_of(figure, moves, Data(values, pool, still))
        read = reader(values, pool.arrays)
        _show(moving, read)
        with with_room(figure):
            layouts = [_layout(figure, moving, read, "w")]
            with narrowed(figure) as is_narrow:
                if is_narrow:
                    layouts.append(_layout(figure, moving, read, "n"))
    return layouts


class Layout:
    """A figure as it is laid out now: its SVG tree, and the maps of its axes."""

    def __init__(self, figure: Figure, moving: Sequence[Mark], letter: str):
        self.height = figure.get_size_inches()[1] * 72
        self.root = svg.clean(_saved(figure, moving), letter, _ids(moving))
        numbers = range(len(moving))
        found = [self.root.findall(f".//*[@data-move='{number}']") for number in numbers]
        self.groups = dict(zip(moving, found, strict=True))
        parts.own_shapes(self.root, [group for groups in found for group in groups])
        for mark, groups in self.groups.items():
            self._hide(mark, groups)

    def maps(self, artist: Any, transform: Transform, where: str) -> Maps:
        """Return for each axis how a number becomes a place in the SVG."""
        axes = artist.axes
        corners = transform.inverted().transform(axes.transAxes.transform([(0, 0), (1, 1)]))
        scales = self._scales(axes, transform, where)
        low, high = self._units(transform, corners)
        found = []
        for k, scale in enumerate(scales):
            ends = np.log10(corners[:, k]) if scale == "log" else corners[:, k]
            a = (high[k] - low[k]) / (ends[1] - ends[0])
            found.append(spec.AxisMap(scale=scale, a=float(a), b=float(low[k] - a * ends[0])))
        maps: Maps = {"x": found[0], "y": found[1]}
        self._check(maps, axes, transform, where)
        return maps

    def tags(self, mark: Mark, which: int = 0) -> list[str]:
        """Return the tags that Matplotlib drew directly inside the element of a part of the mark."""
        return [child.tag for child in self.groups[mark][which]]

    def parked(self, mark: Mark) -> tuple[float, float]:
        """Return where a mark was parked, the centre of its axes, in units of the SVG."""
        axes = mark.parts[0].axes
        if axes is None:
            return (0.0, 0.0)
        x, y = self._units(axes.transAxes, [(0.5, 0.5)])[0]
        return float(x), float(y)

    def _hide(self, mark: Mark, groups: Sequence[Element]) -> None:
        """Hide what the author does not want to be seen, and refuse what Matplotlib did not draw."""
        if len(groups) != len(mark.parts):
            raise FigureError(f"{mark.where} is not drawn at all, so it cannot move: it stands in invisible axes.")
        for part, group in zip(mark.parts, groups, strict=True):
            if mark.is_hidden(part):
                group.set("visibility", "hidden")

    def _units(self, transform: Transform, points: ArrayLike) -> Floats:
        x, y = (transform.transform(points) * 72 / DPI).T
        return np.column_stack([x, self.height - y])

    def _scales(self, axes: Any, transform: Transform, where: str) -> list[Literal["linear", "log"]]:
        scales: list[Literal["linear", "log"]] = []
        data = transform.contains_branch_seperately(axes.transData)
        for uses_data, axis in zip(data, (axes.xaxis, axes.yaxis), strict=True):
            scale = axis.get_scale() if uses_data else "linear"
            if scale not in ("linear", "log"):
                raise FigureError(f"{where} stands on a {scale!r} axis; only linear and log axes can move.")
            scales.append("log" if scale == "log" else "linear")
        return scales

    def _check(self, maps: Maps, axes: Any, transform: Transform, where: str) -> None:
        """Refuse a transform that two separate maps do not describe, such as a rotation."""
        probes = transform.inverted().transform(axes.transAxes.transform([(0.3, 0.8), (0.9, 0.4)]))
        mapped = np.column_stack([project(maps["x"], probes[:, 0]), project(maps["y"], probes[:, 1])])
        if not np.allclose(mapped, self._units(transform, probes), atol=1e-6):
            raise FigureError(f"{where} has a transform of its own; only data and axes coordinates can move.")


def _layout(figure: Figure, moving: Sequence[Mark], read: Read, letter: str) -> spec.Layout:
    """Return the figure as it is laid out now, as plain data."""
    engine = figure.get_layout_engine()
    figure.draw_without_rendering()
    figure.set_layout_engine("none")  # frozen: parked artists must not push the axes about
    layout = Layout(figure, moving, letter)
    _show(moving, read)
    bindings = [mark.binding(layout) for mark in moving]
    for mark, binding in zip(moving, bindings, strict=True):
        KINDS[binding["kind"]].arrange(layout.groups[mark], binding, layout.parked(mark))
        drawn = shown(binding, read)
        _check_pieces(mark, layout.groups[mark], drawn)
        parts.write(layout.groups[mark], drawn)
    set_engine(figure, engine)
    width, height = (float(size) for size in figure.get_size_inches() * 72)
    return {"width": width, "height": height, "svg": svg.text_of(layout.root), "marks": bindings}


def _check_pieces(mark: Mark, groups: list[Element], drawn: Shown) -> None:
    """Refuse a mark that Matplotlib draws in other pieces than those that move."""
    found = parts.parts_of(groups)
    for part, attributes in drawn.items():
        wanted, there = len(next(iter(attributes.values()))), len(found.get(part, []))
        if part != "all" and wanted and wanted != there:
            raise unlike(mark, there, wanted)


def _saved(figure: Figure, moving: Sequence[Mark]) -> str:
    """Return Matplotlib's SVG, every moving artist visible, parked and named."""
    for mark in moving:
        mark.park()
    old = {one: (one.get_gid(), one.get_visible()) for mark in moving for one in mark.drawn_by}
    for one in old:
        one.set_visible(True)
    for part, name in zip((part for mark in moving for part in mark.parts), _ids(moving), strict=True):
        part.set_gid(name)
    for part in (part for mark in moving if mark.has("alpha") for part in mark.parts):
        part.set_alpha(None)  # the page's own number takes its place
    buffer = io.BytesIO()
    figure.savefig(buffer, format="svg", transparent=True, metadata={"Date": None})
    for one, (gid, visible) in old.items():
        one.set(gid=gid, visible=visible)
    return buffer.getvalue().decode()


def _ids(moving: Sequence[Mark]) -> dict[str, int]:
    """Return an id for each drawn part, and the number of its mark."""
    return {f"livefig{n}.{k}": n for n, mark in enumerate(moving) for k in range(len(mark.parts))}


def _show(moving: Sequence[Mark], read: Read) -> None:
    for mark in moving:
        mark.show(read)
        for part in mark.parts:
            if mark.has("visible"):
                part.set_visible(is_seen(read(mark.sources["visible"])))
            if mark.has("alpha"):
                part.set_alpha(opacity(read(mark.sources["alpha"])))


@contextmanager
def _steady(figure: Figure) -> Iterator[None]:
    """Work at a fixed number of dots per inch, and leave the figure as it was."""
    dpi, engine = figure.get_dpi(), figure.get_layout_engine()
    figure.set_dpi(DPI)
    try:
        yield
    finally:
        set_engine(figure, engine)
        figure.set_dpi(dpi)
        figure.draw_without_rendering()
