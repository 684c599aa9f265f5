"""From a Matplotlib figure to SVG and bindings: what moves, by which output, and where the axes put a number.

Matplotlib draws; this module changes nothing but the moving artists, which it first sets to the default
outputs. Only public Matplotlib is used, and no position is read back from the SVG.

Two layouts are drawn. The wide one is the author's. The narrow one, for phones, stands the axes in one column
where all of them belong to one grid (`plt.subplots`, `subplot_mosaic`; twins stay together, inset axes and the
colour bars of a constrained layout go along). Other figures that are wide have one layout, which is scaled down.
"""

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.image import imsave
from matplotlib.layout_engine import LayoutEngine
from matplotlib.transforms import Transform

from . import shown as drawing
from . import svg
from .marks.mark import Mover
from ..errors import FigureError
from .marks.movers import movers

NARROW = 4.3  # inches: text of 10 pt is then about 10 px high on a phone 328 px wide
WIDE = 4.6  # a figure up to this width needs no narrow layout
STACKED = 0.85  # height of an axes in the column, relative to its height side by side
DPI = 144  # for what Matplotlib itself turns into pixels; fixed, so that the bytes do not depend on the notebook

_RC = {
    "svg.fonttype": "none",
    "svg.image_inline": True,
    "svg.id": None,
    "path.simplify": False,
    "image.composite_image": False,
    "savefig.bbox": None,
}


def export(
    figure: Figure,
    moves: Mapping[Any, Mapping[str, str]],
    outputs: Mapping[str, np.ndarray],
    controls: Mapping[str, Any] | None = None,
    *,
    name: str,
) -> list[dict[str, Any]]:
    """Return the layouts of `figure`, wide first: width and height in pt, SVG text, and one binding an artist.

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

    Returns
    -------
    list of dict
        Keys `width`, `height`, `svg`, `artists`. Coordinates that stay are `{"constant": float64 array}` in the
        bindings, the same array object in both layouts; the caller moves them to its pool and writes the index.

    Raises
    ------
    FigureError
        An artist cannot be moved as asked.
    """
    if not isinstance(figure, Figure):
        raise FigureError(f"The figure must be a Matplotlib Figure, such as plt.subplots() makes, not {figure!r}.")
    for both in set(controls or {}) & set(outputs):
        raise FigureError(f"{both!r} names a control and an output of the function. Give the output another name.")
    values = {**(controls or {}), **outputs}
    with matplotlib.rc_context(_RC | {"svg.hashsalt": name}), _steady(figure):
        figure.draw_without_rendering()  # settles the limits that the author left to autoscale
        moving = movers(figure, moves, values)
        _show(moving, values)
        layouts = [_layout(figure, moving, values, "w")]
        with _narrowed(figure) as narrowed:
            if narrowed:
                layouts.append(_layout(figure, moving, values, "n"))
    plt.close(figure)  # else the inline backend shows it a second time
    return layouts


class Layout:
    """A figure as it is laid out now: its SVG tree, and the maps of its axes."""

    def __init__(self, figure: Figure, moving: Sequence[Mover], letter: str):
        self.height = figure.get_size_inches()[1] * 72
        self.numbers = {mover: number for number, mover in enumerate(moving)}
        self.root = svg.clean(_saved(figure, moving), letter, _ids(moving))

    def maps(self, artist: Artist, transform: Transform, where: str) -> dict[str, dict[str, Any]]:
        """Return for each axis the scale and the affine map to units of the SVG."""
        axes = artist.axes
        corners = transform.inverted().transform(axes.transAxes.transform([(0, 0), (1, 1)]))
        scales = self._scales(axes, transform, where)
        low, high = self._units(transform, corners)
        maps = {}
        for k, axis in enumerate("xy"):
            ends = np.log10(corners[:, k]) if scales[k] == "log" else corners[:, k]
            a = (high[k] - low[k]) / (ends[1] - ends[0])
            maps[axis] = {"scale": scales[k], "a": float(a), "b": float(low[k] - a * ends[0])}
        self._check(maps, axes, transform, where)
        return maps

    def parts(self, mover: Mover, which: int = 0) -> set[str]:
        """Return the tags that Matplotlib drew directly inside the artist's element, or inside a later one of it."""
        return {child.tag for child in self.root.findall(f".//*[@data-move='{self.numbers[mover]}']")[which]}

    def units(self, mover: Mover) -> tuple[float, float]:
        """Return the centre of an artist's axes in units of the SVG."""
        x, y = self._units(mover.parts[0].axes.transAxes, [(0.5, 0.5)])[0]
        return float(x), float(y)

    def _units(self, transform: Transform, points: Any) -> np.ndarray:
        x, y = (transform.transform(points) * 72 / DPI).T
        return np.column_stack([x, self.height - y])

    def _scales(self, axes: Axes, transform: Transform, where: str) -> list[str]:
        scales = []
        data = transform.contains_branch_seperately(axes.transData)
        for uses_data, axis in zip(data, (axes.xaxis, axes.yaxis), strict=True):
            scale = axis.get_scale() if uses_data else "linear"
            if scale not in ("linear", "log"):
                raise FigureError(f"{where} stands on a {scale!r} axis; only linear and log axes can move.")
            scales.append(scale)
        return scales

    def _check(self, maps: dict[str, dict[str, Any]], axes: Axes, transform: Transform, where: str) -> None:
        """Refuse a transform that two separate maps do not describe, such as a rotation."""
        probes = transform.inverted().transform(axes.transAxes.transform([(0.3, 0.8), (0.9, 0.4)]))
        mapped = np.column_stack([drawing.project(maps[axis], probes[:, k]) for k, axis in enumerate("xy")])
        if not np.allclose(mapped, self._units(transform, probes), atol=1e-6):
            raise FigureError(f"{where} has a transform of its own; only data and axes coordinates can move.")


def _layout(figure: Figure, moving: Sequence[Mover], values: Mapping[str, Any], letter: str) -> dict[str, Any]:
    """Return the figure as it is laid out now, as plain data."""
    engine = figure.get_layout_engine()
    figure.draw_without_rendering()
    figure.set_layout_engine("none")  # frozen: parked artists must not push the axes about
    layout = Layout(figure, moving, letter)
    _show(moving, values)
    bindings = [mover.binding(layout) for mover in moving]
    for number, (mover, binding) in enumerate(zip(moving, bindings, strict=True)):
        svg.arrange(layout.root, number, binding, layout.units(mover) if binding.get("marks") else (0, 0))
        svg.apply(layout.root, number, binding, drawing.expected(binding, values), _png)
    _set_engine(figure, engine)
    width, height = (float(size) for size in figure.get_size_inches() * 72)
    return {"width": width, "height": height, "svg": svg.text_of(layout.root), "artists": bindings}


def _saved(figure: Figure, moving: Sequence[Mover]) -> str:
    """Return Matplotlib's SVG, every moving artist visible, parked and named."""
    for mover in moving:
        mover.park()
    ids = iter(_ids(moving))
    old = {part: (part.get_gid(), part.get_visible()) for mover in moving for part in mover.parts}
    for part in old:
        part.set(gid=next(ids), visible=True)
    for part in (part for mover in moving if mover.has("alpha") for part in mover.parts):
        part.set_alpha(None)  # the page's own number takes its place
    buffer = io.BytesIO()
    figure.savefig(buffer, format="svg", transparent=True, metadata={"Date": None})
    for part, (gid, visible) in old.items():
        part.set(gid=gid, visible=visible)
    return buffer.getvalue().decode()


def _ids(moving: Sequence[Mover]) -> dict[str, int]:
    """Return an id for each drawn part, and the number of its artist."""
    return {f"livefig{n}.{k}": n for n, mover in enumerate(moving) for k in range(len(mover.parts))}


def _show(moving: Sequence[Mover], values: Mapping[str, Any]) -> None:
    for mover in moving:
        mover.show(values)
        for part in mover.parts:
            if mover.has("visible"):
                part.set_visible(bool(mover.data("visible") != 0))
            if mover.has("alpha"):
                part.set_alpha(drawing.opacity(mover.data("alpha")))


def _png(pixels: np.ndarray) -> bytes:
    buffer = io.BytesIO()
    imsave(buffer, pixels, format="png", metadata={"Software": None})
    return buffer.getvalue()


@contextmanager
def _steady(figure: Figure) -> Iterator[None]:
    """Work at a fixed number of dots per inch, and leave the figure as it was."""
    dpi, engine = figure.get_dpi(), figure.get_layout_engine()
    figure.set_dpi(DPI)
    try:
        yield
    finally:
        _set_engine(figure, engine)
        figure.set_dpi(dpi)
        figure.draw_without_rendering()


def _set_engine(figure: Figure, engine: LayoutEngine | None) -> None:
    figure.set_layout_engine("none" if engine is None else engine)


# ------------------------------------------------------------------------------------------- the narrow layout


@contextmanager
def _narrowed(figure: Figure) -> Iterator[bool]:
    """Give the figure its narrow layout for a while; the value tells whether it has one."""
    size, engine, cells = figure.get_size_inches().copy(), figure.get_layout_engine(), _cells(figure)
    if size[0] <= WIDE or not cells:
        yield False
        return
    heights = [_share(cell[0]) * size[1] * (STACKED if len(cells) > 1 else 1) for cell in cells]
    specs = {axes: axes.get_subplotspec() for cell in cells for axes in cell}
    restore = [_own_labels(axes) for axes in specs]
    column = figure.add_gridspec(len(cells), 1, height_ratios=heights)
    try:
        for number, cell in enumerate(cells):
            for axes in cell:
                axes.set_subplotspec(column[number])
        figure.set_size_inches(NARROW, sum(heights), forward=False)
        if engine is None:
            figure.set_layout_engine("constrained")
        yield True
    finally:
        _set_engine(figure, engine)
        figure.set_size_inches(*size, forward=False)
        for axes, spec in specs.items():
            axes.set_subplotspec(spec)
        for undo in restore:
            undo()


def _cells(figure: Figure) -> list[list[Axes]]:
    """Return the axes cell by cell (twins share one), in reading order; none if they are not one plain grid."""
    cells: dict[tuple[int, int, int, int], list[Axes]] = {}
    grids = set()
    for axes in figure.axes:
        spec = axes.get_subplotspec()
        if spec is None and axes.get_label() == "<colorbar>":
            continue  # a constrained layout keeps it beside its parent
        if spec is None or spec.get_topmost_subplotspec() is not spec:
            return []
        grids.add(id(spec.get_gridspec()))
        rows, columns = spec.rowspan, spec.colspan
        cells.setdefault((rows.start, columns.start, rows.stop, columns.stop), []).append(axes)
    return [cells[place] for place in sorted(cells)] if len(grids) == 1 and not figure.subfigs else []


def _share(axes: Axes) -> float:
    """Return the part of the grid's height that an axes takes."""
    spec = axes.get_subplotspec()
    ratios = np.array(spec.get_gridspec().get_height_ratios(), dtype=float)
    return float(ratios[spec.rowspan.start : spec.rowspan.stop].sum() / ratios.sum())


def _own_labels(axes: Axes) -> Callable[[], None]:
    """Give an axes that shares its neighbour's y axis tick labels and a name of its own; return how to undo it."""
    shown, name = axes.yaxis.get_tick_params(), axes.get_ylabel()
    others = axes.get_shared_y_axes().get_siblings(axes)
    if len(others) < 2 or shown.get("labelleft", True) or shown.get("labelright", False):
        return lambda: None
    axes.tick_params(axis="y", labelleft=True)
    axes.set_ylabel(name or next((other.get_ylabel() for other in others if other.get_ylabel()), ""))

    def undo() -> None:
        axes.tick_params(axis="y", labelleft=False)
        axes.set_ylabel(name)

    return undo
