"""Colours that follow numbers, through Matplotlib's colour maps; `js/palette.js` is the twin of the lower half."""

import base64
from typing import Any

import numpy as np
from matplotlib.cm import ScalarMappable
from matplotlib.colors import Normalize
from numpy.typing import ArrayLike, NDArray

from ..errors import FigureError
from ..spec import Paint, Palette
from .geometry import Read, side_by_side


def palette(
    mappable: ScalarMappable, where: str, advice: str, alpha: float | None = None, flat: bool = False
) -> Palette:
    """Return the colour map of an image or a scatter as plain data: its range, and RGBA bytes in base64.

    The colours are the map's entries, then the ones below the range, above it, and of no number. With `flat`, they
    must not be half transparent.

    Raises
    ------
    FigureError
        The range is not linear or not given, or a colour is half transparent that must not be.
    """
    norm, cmap = mappable.norm, mappable.get_cmap()
    if type(norm) is not Normalize or not norm.scaled() or not norm.vmin < norm.vmax:  # type: ignore[operator]
        raise FigureError(f"{where} needs a linear range of colours; give {advice} vmin= and vmax=, and no other norm.")
    outside = [0, cmap.N - 1] if norm.clip else [-1, cmap.N]
    index: Any = np.ma.array([*range(cmap.N), *outside, 0], dtype=int)
    index[-1] = np.ma.masked
    table = np.asarray(cmap(index, alpha=alpha, bytes=True))
    if flat and not np.isin(table[:-1, 3], (0, 255)).all():
        raise FigureError(f"{where} cannot move through a colour map that is half transparent; give it alpha= instead.")
    ends = [float(norm.vmin), float(norm.vmax)]  # type: ignore[arg-type]
    return {"range": ends, "table": base64.b64encode(table.tobytes()).decode("ascii")}


# --- the rules that the page repeats -----------------------------------------------------------------


def mapped(colours: Palette, data: ArrayLike) -> NDArray[np.uint8]:
    """Return the RGBA bytes that a colour map gives to numbers, with a last axis of 4."""
    table = np.frombuffer(base64.b64decode(colours["table"]), dtype=np.uint8).reshape(-1, 4)
    n = len(table) - 3  # the last three: below the range, above it, no number
    low, high = colours["range"]
    with np.errstate(all="ignore"):
        place = (np.asarray(data, dtype=float) - low) / (high - low) * n
    index = np.where(place == n, n - 1, np.trunc(np.clip(place, 0, n - 1)))
    index = np.where(place < 0, n, np.where(place > n, n + 1, index))
    found: NDArray[np.uint8] = table[np.where(np.isnan(place), n + 2, index).astype(int)]
    return found


def painted(paint: Paint, read: Read, count: int) -> dict[str, list[str | None]]:
    """Return, for each attribute that takes the colour, the colours of `count` elements as the page writes them."""
    (numbers,) = side_by_side(count, read(paint["color"]))
    found: list[str | None] = [_hex(colour) for colour in mapped(paint["palette"], numbers)]
    return dict.fromkeys(paint["paint"], found)


def _hex(colour: NDArray[np.uint8]) -> str:
    return "#" + bytes(colour[:3]).hex() if colour[3] else "none"
