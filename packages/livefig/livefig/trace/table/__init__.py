"""The table: one row for each NumPy function that a live figure may use, and everything that is to know about it.

Three sorts of row: an element-wise ufunc has a JavaScript expression; a primitive array function has a kind, for which
`emit/kinds.py` knows the loop; a composed function is written with others of the table. What has no row is refused.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from ..op import CLOSE, EXACT, SUMS, Op
from .arrays import ARRAYS, MATMUL, SUM, TAKE
from .composed import COMPOSED as _WRITTEN
from .elementwise import ASTYPE, BOOL_ONLY, WHERE
from .elementwise import UFUNCS as _ELEMENTWISE
from .fourier import FOURIER
from .linear import LINEAR
from .moves import INDEX, MOVES
from .places import AT, HOLE, STORE
from .refused import ADVICE, ELSEWHERE, FILLS
from .special import SPECIAL

UFUNCS: dict[np.ufunc, Op] = {**_ELEMENTWISE, np.matmul: MATMUL}
PRIMITIVES: dict[Callable[..., Any], Op] = {np.where: WHERE, **ARRAYS, **MOVES}
COMPOSED: dict[Callable[..., Any], Callable[..., Any]] = {**_WRITTEN, **LINEAR, **FOURIER}

__all__ = [
    "ADVICE",
    "ASTYPE",
    "AT",
    "BOOL_ONLY",
    "CLOSE",
    "COMPOSED",
    "ELSEWHERE",
    "EXACT",
    "FILLS",
    "HOLE",
    "INDEX",
    "MATMUL",
    "PRIMITIVES",
    "STORE",
    "SPECIAL",
    "SUM",
    "SUMS",
    "TAKE",
    "UFUNCS",
    "WHERE",
    "Op",
]
