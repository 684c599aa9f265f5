"""What an artist may not have if it is to move: properties that make Matplotlib draw it in another way, by name.

The page moves what stands in the SVG of the parked artist. Most properties change how that is painted, and the page
need not know them. The ones here change what is there: a second outline below the first, pixels instead of a path, a
place that is no longer the data's. Each is refused with the way out; `tests/unit/test_properties.py` tries them all.
"""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

import numpy as np
from matplotlib.transforms import IdentityTransform, Transform

from ...errors import FigureError


class Look(NamedTuple):
    """A property, whether an artist has it, and what to do instead."""

    name: str
    is_set: Callable[[Any], Any]
    instead: str


def refuse(part: Any, looks: Iterable[Look], where: str) -> None:
    """Refuse an artist that has one of these looks.

    Raises
    ------
    FigureError
        It names the property, the artist and the way out.
    """
    for look in looks:
        if look.is_set(part):
            raise FigureError(f"{where} cannot move with {look.name}. {look.instead}")


def has(name: str) -> Callable[[Any], bool]:
    """Return whether an artist has a property that others of its kind, or of an older Matplotlib, may lack."""

    def is_set(part: Any) -> bool:
        value = getattr(part, f"get_{name}", lambda: None)()
        return value is not None and value is not False

    return is_set


def each(*names: str) -> Callable[[Any], bool]:
    """Return whether one of the properties has a value for each piece."""
    return lambda part: any(len(getattr(part, f"get_{name}")()) > 1 for name in names)


def same(one: Transform, other: Transform) -> bool:
    """Return whether two transforms put points at the same places."""
    corners = [(0.1, 0.2), (0.7, 0.4), (0.5, 0.9)]
    return bool(np.allclose(one.transform(corners), other.transform(corners), atol=1e-6))


def _is_pixels(part: Any) -> bool:
    """Return whether an artist, its axes, or a limit of the axes makes pixels of it."""
    limit = part.axes.get_rasterization_zorder() if part.axes is not None else None
    owners = [part, *([part.axes] if part.axes is not None else [])]
    return any(one.get_rasterized() for one in owners) or (limit is not None and part.get_zorder() < limit)


def _is_moved_aside(part: Any) -> bool:
    """Return whether a collection that stands in data coordinates is drawn with offsets as well."""
    at = part.get_offset_transform().transform(np.asarray(part.get_offsets(), dtype=float).reshape(-1, 2))
    return bool(np.abs(at).max(initial=0) > 0)


def _is_half(line: Any) -> bool:
    return line.get_fillstyle() in ("left", "right", "bottom", "top") and line.get_marker() not in ("", "None", None)


SECOND = "Draw a second artist of the same numbers behind it, wider or beside it, and let both move."
URL = Look("url", has("url"), "Leave it out; write the link into the text of the page.")
PATH_EFFECTS = Look("path_effects", lambda part: part.get_path_effects(), SECOND)
PIXELS = Look("rasterized (or below the axes' rasterization_zorder)", _is_pixels, "Pixels stay; leave it out.")
BOX = Look(
    "bbox (or backgroundcolor)",
    lambda text: text.get_bbox_patch() is not None,
    "It cannot follow what moves; leave it out.",
)
TURNED = Look(
    "rotation",
    lambda text: text.get_rotation() and text.get_rotation_mode() != "anchor",
    "Give it rotation_mode='anchor'.",
)
EVERY = (
    PIXELS,
    Look("sketch_params", has("sketch_params"), "Leave them out; plt.xkcd() sets them, too."),
    Look("agg_filter", has("agg_filter"), "A page has lines and not pixels; leave it out."),
)
DRAWN = (*EVERY, PATH_EFFECTS, URL)  # of what is drawn as outlines
LINE = (
    *DRAWN,
    Look("a drawstyle (steps)", lambda part: part.get_drawstyle() != "default", "Give it doubled points instead."),
    Look("markevery", has("markevery"), "Draw the marks with a second plot of fewer points, and let both move."),
    Look("fillstyle", _is_half, "Half-filled marks are two shapes each; use fillstyle='full' or 'none'."),
)
PATCH = (
    *DRAWN,
    Look("edgegapcolor", has("edgegapcolor"), "Leave it out, or draw the edge with ax.plot and gapcolor=."),
)
COLLECTION = (
    *DRAWN,
    Look("urls", lambda part: any(part.get_urls()), "Leave them out; write the links into the text of the page."),
)
ALONG = (
    *COLLECTION,
    Look("offset_transform or offsets", _is_moved_aside, "Add the offset to the numbers."),
    Look("sizes", lambda part: len(getattr(part, "get_sizes", tuple)()) > 0, "Give it numbers of that size."),
)
ARROW = (
    *PATCH,
    Look("mutation_aspect", lambda arrow: arrow.get_mutation_aspect() not in (None, 1), "Leave it out."),
    Look("hatch", has("hatch"), "Leave it out."),
    Look(
        "patchA or patchB",
        lambda arrow: arrow.patchA or arrow.patchB,
        "Its ends are those that you move; leave it out.",
    ),
    Look(
        "a transform of its own",
        lambda arrow: not same(arrow.get_transform(), IdentityTransform()),
        "Move its ends instead.",
    ),
)
WHOLE = (*EVERY, BOX)
FIELD = (
    *COLLECTION,
    Look("sizes", lambda field: len(field.get_sizes()) > 0, "Give quiver a smaller scale= for longer arrows."),
    Look(
        "offset_transform",
        lambda field: not same(field.get_offset_transform(), field.axes.transData),
        "Add the offset to x and y.",
    ),
    Look(
        "linestyle",
        lambda field: len(field.get_edgecolors()) and any(dashes for _, dashes in field.get_linestyles()),
        "Leave it out.",
    ),
    Look(
        "an edgecolor, linewidth or linestyle for each arrow",
        each("edgecolors", "linewidths", "linestyles"),
        "All arrows are one outline; give one.",
    ),
)
