"""Elements read from, and written to, places that a control moves: `x[i, k]`, `y[:, i] = v`.

A key is a tuple in which `HOLE` stands for an index that is an input of the line; everything else in it is constant.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from .. import whole
from ..op import Op, Params
from ..whole import Bounds, Ranged


class _Hole:
    """Stands in a key for an index that moves."""

    def __repr__(self) -> str:
        return "HOLE"


HOLE = _Hole()


def filled(key: Any, indices: Sequence[Any]) -> Any:
    """Return the key with the holes filled, in their order."""
    if not isinstance(key, tuple):
        return key
    given = iter(indices)
    return tuple(int(next(given)) if part is HOLE else part for part in key)


def read(array: Any, *indices: Any, key: Any) -> Any:
    """Return `array[key]`."""
    return np.array(array[filled(key, indices)])[()]


def stored(array: Any, value: Any, *indices: Any, key: Any) -> Any:
    """Return a copy of the array with `value` at `key`."""
    changed = np.array(array)
    changed[filled(key, indices)] = value
    return changed


def _either(inputs: Sequence[Ranged], params: Params) -> Bounds:
    """What was there, or what came."""
    return whole.union(inputs[:2], params)


AT = Op("at", None, "at", run=read, bounds=whole.first)
STORE = Op("store", None, "store", run=stored, bounds=_either)
