"""Moves: the same elements elsewhere. One kind for all, because NumPy itself says where each element goes."""

from collections.abc import Callable
from operator import getitem
from typing import Any

import numpy as np

from .. import whole
from ..op import Bind, Op, Params


class Move:
    """Takes the author's arguments of a move: the array, then what `keywords` names, none of which may depend on a
    control."""

    def __init__(self, *keywords: str) -> None:
        self.keywords = keywords

    def __call__(self, a: Any, *args: Any, **kwargs: Any) -> tuple[list[Any], Params]:
        if len(args) > len(self.keywords):
            raise TypeError(f"takes {len(self.keywords)} arguments after the array, {len(args)} given")
        unknown = set(kwargs) - set(self.keywords)
        if unknown:
            raise TypeError(f"unexpected keyword {sorted(unknown)[0]!r}")
        return [a], {**dict(zip(self.keywords, args, strict=False)), **kwargs}


def _move(name: str, function: Callable[..., Any], bind: Bind, run: Callable[..., Any] | None = None) -> Op:
    return Op(name, function, "move", bind=bind, run=run or function, bounds=whole.first)


_ROWS: list[tuple[Callable[..., Any], Move]] = [
    (np.reshape, Move("shape", "order")),
    (np.ravel, Move("order")),
    (np.transpose, Move("axes")),
    (np.expand_dims, Move("axis")),
    (np.squeeze, Move("axis")),
    (np.broadcast_to, Move("shape")),
    (np.swapaxes, Move("axis1", "axis2")),
    (np.moveaxis, Move("source", "destination")),
    (np.rollaxis, Move("axis", "start")),
    (np.flip, Move("axis")),
    (np.fliplr, Move()),
    (np.flipud, Move()),
    (np.roll, Move("shift", "axis")),
    (np.rot90, Move("k", "axes")),
    (np.tile, Move("reps")),
    (np.repeat, Move("repeats", "axis")),
    (np.diagonal, Move("offset", "axis1", "axis2")),
    (np.matrix_transpose, Move()),
    (np.atleast_1d, Move()),
    (np.atleast_2d, Move()),
    (np.copy, Move()),
]

# These leave the elements in their order, so that NumPy's quick `reshape` does for all of them.
IN_ORDER = {np.reshape, np.ravel, np.expand_dims, np.squeeze, np.atleast_1d, np.atleast_2d, np.copy}

MOVES = {function: _move(function.__name__, function, bind) for function, bind in _ROWS}
INDEX = _move("index", getitem, Move("key"), run=lambda a, key: a[key])
