"""`data[data > c]`: as many elements as a condition holds, which a control decides.

In a program every array has one length, so the elements are never taken out: a `Masked` is the whole array and the
condition. What becomes of them is mostly a number, such as a mean, a count or the first of them, and a number can be
had of the whole array as well. As an output they are moved to the front, and NaN, which is drawn as nothing, follows.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.lib.mixins import NDArrayOperatorsMixin

from ...errors import UnsupportedError
from ..plain import marked
from ..recorder import Handle
from ..table import AT, HOLE, TAKE
from ..tape import Unshown
from ..tracer import Traced, record, stacked
from ..where import place

DYNAMIC = (
    "as many values come out as a condition holds, and a control decides how many; return them, or use a number of "
    "them (mean, sum, len, max), or np.where(condition, x, np.nan), which keeps every place and is drawn with gaps."
)


def refused() -> UnsupportedError:
    """Return the error of what needs to know how many elements there are."""
    return UnsupportedError(f"{place()}: {DYNAMIC}")


def gather(array: Any, indices: Sequence[Any]) -> Any:
    """Return `array[i, j, …]` for arrays of whole numbers that move, one for each of the first axes."""
    indices = [stacked(i) for i in indices]
    shape, lead = np.broadcast_shapes(*map(np.shape, indices)), np.shape(array)[: len(indices)]
    flat = indices[0]
    if len(indices) > 1:  # each is looked at by itself: a column too many must not become one of the next row
        flat = 0
        for k, length in zip(indices, lead, strict=True):
            numbers = np.arange(length)
            flat = flat * length + (gather(numbers, [k]) if isinstance(k, Traced) else numbers[k])
    rest = np.shape(array)[len(indices) :]
    rows = np.reshape(array, (int(np.prod(lead)), *rest))
    which = np.reshape(np.broadcast_to(flat, shape), (-1, *(1,) * len(rest)))
    found = record(TAKE, [rows, np.broadcast_to(which, (which.shape[0], *rest))], {"axis": 0})
    return np.reshape(found, (*shape, *rest))


def element(array: Any, position: Any) -> Any:
    """Return the element at one position that moves."""
    return record(AT, [array, position], {"key": (HOLE,)})


class Masked(Unshown, NDArrayOperatorsMixin):
    """Elements of an array, those where a condition holds, in order.

    Parameters
    ----------
    array : Traced or ndarray
    mask : Traced
        bool, of the same shape.
    """

    __array_priority__ = 1000.0

    def __init__(self, array: Any, mask: Any) -> None:
        self.array, self.mask = array, mask

    def why(self) -> str:
        return DYNAMIC

    def laid_out(self, name: str) -> Any:
        """Return the elements in their order, and NaN behind them: as long as all elements are."""
        mask, array = np.ravel(self.mask), np.ravel(self.array)
        return gather(np.where(mask, array, np.nan), [np.argsort(np.where(mask, 0.0, 1.0), kind="stable")])

    dtype = property(lambda self: self.array.dtype)
    ndim = 1

    @property
    def size(self) -> Any:
        return marked(np.sum(self.mask))

    @property
    def shape(self) -> Any:
        return (self.size,)

    def count(self) -> Any:
        return np.sum(self.mask)

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **kwargs: Any) -> Any:
        if method != "__call__" or kwargs:
            raise refused()
        whole = []
        for x in inputs:
            if isinstance(x, Masked):
                if not _same(x.mask, self.mask):
                    raise refused()
                whole.append(x.array)
            elif np.shape(x):
                raise refused()
            else:
                whole.append(x)
        found = ufunc(*whole)
        return Masked(found, self.mask)

    def __array_function__(self, function: Any, types: Any, args: Any, kwargs: Any) -> Any:
        twin = REDUCED.get(function)
        if twin is None or not isinstance(args[0], Masked):
            raise refused()
        return twin(*args, **kwargs)

    def __getitem__(self, key: Any) -> Any:
        flat = np.ravel(self.mask)
        if isinstance(key, int) and key == 0:
            return element(np.ravel(self.array), np.argmax(flat))
        if isinstance(key, int) and key == -1:
            return element(np.ravel(self.array), flat.size - 1 - np.argmax(np.flip(flat)))
        raise refused()

    def sum(self, axis: Any = None) -> Any:
        return np.sum(np.where(self.mask, self.array, np.zeros((), self.array.dtype)))

    def mean(self, axis: Any = None) -> Any:
        return self.sum() / self.count()

    def var(self, axis: Any = None, ddof: float = 0) -> Any:
        squares = np.where(self.mask, np.square(self.array - self.mean()), 0.0)
        return np.sum(squares) / (self.count() - ddof)

    def std(self, axis: Any = None, ddof: float = 0) -> Any:
        return np.sqrt(self.var(ddof=ddof))

    def max(self, axis: Any = None) -> Any:
        return self._extreme(np.max, -np.inf)

    def min(self, axis: Any = None) -> Any:
        return self._extreme(np.min, np.inf)

    def _extreme(self, function: Callable[..., Any], neutral: float) -> Any:
        found = function(np.where(self.mask, self.array, neutral))
        return found if self.array.dtype == float else found.astype(self.array.dtype)

    def any(self) -> Any:
        return np.any(self.mask & (self.array != 0))

    def all(self) -> Any:
        return np.all(~self.mask | (self.array != 0))

    def prod(self, axis: Any = None) -> Any:
        return np.prod(np.where(self.mask, self.array, np.ones((), self.array.dtype)))

    def copy(self) -> "Masked":
        return Masked(self.array, self.mask)

    def astype(self, dtype: Any) -> "Masked":
        return Masked(self.array.astype(dtype), self.mask)

    def __len__(self) -> int:
        raise refused()

    def __iter__(self) -> Any:
        raise refused()

    def __array__(self, *args: Any, **kwargs: Any) -> Any:
        raise refused()


def _same(a: Any, b: Any) -> bool:
    return a is b or (isinstance(a, Handle) and isinstance(b, Handle) and a.variable is b.variable)


def places(mask: Traced) -> tuple[Masked, ...]:
    """Return `np.nonzero(mask)`."""
    return tuple(
        Masked(
            np.broadcast_to(np.expand_dims(np.arange(n), [k for k in range(mask.ndim) if k != axis]), mask.shape), mask
        )
        for axis, n in enumerate(mask.shape)
    )


REDUCED: dict[Any, Callable[..., Any]] = {
    np.sum: Masked.sum,
    np.mean: Masked.mean,
    np.var: Masked.var,
    np.std: Masked.std,
    np.max: Masked.max,
    np.min: Masked.min,
    np.any: Masked.any,
    np.all: Masked.all,
    np.prod: Masked.prod,
    np.size: lambda x: x.size,
    np.average: Masked.mean,
    np.count_nonzero: lambda x: np.sum(x.mask & (x.array != 0)),
}
