"""The narrow layout: the axes of a figure in one column, or four and more in two, for phones.

The wide layout is the author's. Where all axes belong to one grid (`plt.subplots`, `subplot_mosaic`; twins stay
together, inset axes and the colour bars of a constrained layout go along) the narrow one stands them in a column, which
is low enough for a picture to stay in sight while its controls are passed.
Other figures that are wide have one layout, which is scaled down. Small print is larger there, so that it can be read.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.gridspec import SubplotSpec
from matplotlib.layout_engine import ConstrainedLayoutEngine, LayoutEngine, TightLayoutEngine
from matplotlib.text import Text

NARROW = 4.3  # inches: text of 10 pt is then about 10 px high on a phone 328 px wide
LEAST = 9  # pt; smaller letters are less than 10 px high on a phone 390 px wide
STACKED = 0.85  # height of an axes in the column, relative to its height side by side
TALLEST = 6.3  # inches: three fifths of it stand above the controls on a phone 664 px high
MANY = 4  # axes that stand in two columns
ENGINES = (ConstrainedLayoutEngine, TightLayoutEngine)  # and not one that only keeps a place


def set_engine(figure: Figure, engine: LayoutEngine | None) -> None:
    """Give a figure a layout engine back, or none."""
    figure.set_layout_engine("none" if engine is None else engine)


@contextmanager
def narrowed(figure: Figure) -> Iterator[bool]:
    """Give the figure its narrow layout for a while; the value tells whether it has one."""
    (width, height), engine, cells = figure.get_size_inches().tolist(), figure.get_layout_engine(), _cells(figure)
    if width <= NARROW or not cells:
        yield False
        return
    columns = 2 if len(cells) >= MANY else 1
    heights = _heights(cells, columns, height)
    specs = {axes: _spec_of(axes) for cell in cells for axes in cell}
    restore = [*(_own_labels(axes) for axes in specs), _enlarged(figure)]
    grid = figure.add_gridspec(len(heights), columns, height_ratios=heights)
    try:
        for number, cell in enumerate(cells):
            for axes in cell:
                axes.set_subplotspec(grid[divmod(number, columns)])
        figure.set_size_inches(NARROW, sum(heights), forward=False)
        if engine is None:
            figure.set_layout_engine("constrained")
        yield True
    finally:
        set_engine(figure, engine)
        figure.set_size_inches(width, height, forward=False)
        for axes, spec in specs.items():
            axes.set_subplotspec(spec)
        for undo in restore:
            undo()


@contextmanager
def with_room(figure: Figure) -> Iterator[None]:
    """Lay a figure out for a while so that nothing beside its axes is cut off: a sign, for one.

    One with a layout engine has room, and so has one in which nothing is cut off: both stay as the author made them.
    """
    if isinstance(figure.get_layout_engine(), ENGINES) or not any(_is_cut(axes) for axes in figure.axes):
        yield
        return
    before = {axes: (axes.get_position(original=True).bounds, axes.get_subplotspec()) for axes in figure.axes}
    figure.set_layout_engine("constrained")
    figure.draw_without_rendering()
    try:
        yield
    finally:
        figure.set_layout_engine("none")
        for axes, (place, spec) in before.items():
            if spec is not None and axes.get_position(original=True).bounds != place:
                axes.set_subplotspec(spec)


def _is_cut(axes: Axes) -> bool:
    """Return whether numbers or names beside an axes stand outside the figure, by half a point or more."""
    if axes.name != "rectilinear" or not axes.get_visible() or not axes.axison:
        return False
    around = axes.figure.bbox.padded(0.5 / 72 * axes.figure.dpi)
    boxes = [axis.get_tightbbox() for axis in (axes.xaxis, axes.yaxis) if axis.get_visible()]
    boxes += [axes.title.get_window_extent()] if axes.get_title() else []
    return any(box is not None and not all(around.contains(*corner) for corner in box.get_points()) for box in boxes)


def _heights(cells: list[list[Axes]], columns: int, height: float) -> list[float]:
    """Return the heights of the rows, in inches: of each its highest axes, and all no taller than a phone bears."""
    high = [_share(cell[0]) * height * (STACKED if len(cells) > 1 else 1) for cell in cells]
    rows = [max(high[k : k + columns]) for k in range(0, len(high), columns)]
    return [row * min(1, TALLEST / sum(rows)) for row in rows]


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


def _spec_of(axes: Axes) -> SubplotSpec:
    """Return the place in the grid that an axes of one has."""
    spec = axes.get_subplotspec()
    assert spec is not None
    return spec


def _share(axes: Axes) -> float:
    """Return the part of the grid's height that an axes takes."""
    spec = _spec_of(axes)
    ratios = np.array(spec.get_gridspec().get_height_ratios(), dtype=float)
    return float(ratios[spec.rowspan.start : spec.rowspan.stop].sum() / ratios.sum())


def _enlarged(figure: Figure) -> Callable[[], None]:
    """Make small print larger; return how to undo it."""
    texts = [text for text in figure.findobj(Text) if isinstance(text, Text)]
    small = {text: size for text in texts if (size := float(text.get_fontsize())) < LEAST}
    for text in small:
        text.set_fontsize(LEAST)

    def undo() -> None:
        for text, size in small.items():
            text.set_fontsize(size)

    return undo


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
