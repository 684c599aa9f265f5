"""The pool: the arrays of a figure that no control changes, each stored once however often it is named."""

import numpy as np
from numpy.typing import ArrayLike

from .spec import Constant, Floats, Packed, pack


class Pool:
    """Arrays of float64, told apart by shape and to the bit."""

    def __init__(self) -> None:
        self.arrays: list[Floats] = []
        self._places: dict[tuple[tuple[int, ...], bytes], int] = {}

    def place(self, array: ArrayLike) -> int:
        """Return where the pool holds an array of the same numbers; add it if it does not."""
        numbers = np.array(array, dtype=float)
        key = numbers.shape, numbers.tobytes()
        if key not in self._places:
            self._places[key] = len(self.arrays)
            self.arrays.append(numbers)
        return self._places[key]

    def constant(self, array: ArrayLike) -> Constant:
        """Return the source that stands for an array."""
        return {"constant": self.place(array)}

    def packed(self) -> list[Packed]:
        """Return all arrays as plain data."""
        return [pack(array) for array in self.arrays]
