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
from ..phasor import parts
from ..plain import marked
from ..recorder import Handle
from ..table import AT, HOLE, TAKE
from ..tape import Perhaps, Tape, Unshown
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
        return np.where(np.arange(flat_size(self.mask)) < self.count(), self.in_front(), np.nan)

    dtype = property(lambda self: self.array.dtype)
    real = property(lambda self: Masked(parts(self.array).re, self.mask))
    imag = property(lambda self: Masked(parts(self.array).im, self.mask))
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

    def in_front(self) -> Any:
        """Return all elements, those that count in front, in their order."""
        mask, array = np.ravel(self.mask), np.ravel(self.array)
        return gather(array, [np.argsort(np.where(mask, 0.0, 1.0), kind="stable")])

    def __getitem__(self, key: Any) -> Any:
        flat = np.ravel(self.mask)
        if isinstance(key, int) and key == 0:
            return element(np.ravel(self.array), np.argmax(flat))
        if isinstance(key, int) and key == -1:
            return element(np.ravel(self.array), flat.size - 1 - np.argmax(np.flip(flat)))
        if isinstance(key, int):
            return element(self.in_front(), key if key >= 0 else self.count() + key)
        if isinstance(key, slice) and all(type(part) in (int, type(None)) for part in (key.start, key.stop, key.step)):
            return self.part(key)
        raise refused()

    def part(self, key: slice) -> "Masked":
        """Return a slice that leaves out so many at the front, and so many at the end."""
        start, stop = key.start or 0, key.stop
        if start < 0 or (key.step or 1) < 1:
            raise refused()
        numbers = np.arange(flat_size(self.mask))
        counts = numbers < (self.count() if stop is None or stop >= 0 else self.count() + stop)
        kept = slice(start, stop if stop is None or stop >= 0 else None, key.step)
        return Masked(self.in_front()[kept], counts[kept])

    def steps(self) -> "Masked":
        """Return the differences of neighbours."""
        array = self.in_front()
        return Masked(array[1:] - array[:-1], np.arange(1, len(array)) < self.count())

    def ordered(self) -> "Masked":
        """Return the elements by their size."""
        counts = np.arange(flat_size(self.mask)) < self.count()
        return Masked(np.sort(np.where(np.ravel(self.mask), np.ravel(self.array), np.inf)), counts)

    def median(self, axis: Any = None) -> Any:
        ranked, count = self.ordered().array, self.count()
        below, above = (element(ranked, np.maximum(place, 0)) for place in ((count - 1) // 2, count // 2))
        return np.where(count > 0, (below + above) / 2, np.nan)

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


class Listed(Masked):
    """A list of which a control decides how long it is: numbers, each with the condition for its being there.

    Parameters
    ----------
    parts : sequence
        Pairs of arrays: numbers in a row, and for each whether it is there.
    """

    def __init__(self, parts: Sequence[tuple[Any, Any]]) -> None:
        self.parts = list(parts)

    @property
    def array(self) -> Any:
        return np.concatenate([numbers for numbers, _ in self.parts])

    @property
    def mask(self) -> Any:
        return np.concatenate([mask for _, mask in self.parts])

    def append(self, element: Any) -> None:
        self.parts.append(_one(element, True))

    def extend(self, elements: Any) -> None:
        for one in elements:
            self.append(one)

    def copy(self) -> "Listed":
        return Listed(self.parts)

    def __add__(self, other: Any) -> "Listed":
        return Listed([*self.parts, *parts_of(other)])

    def __radd__(self, other: Any) -> "Listed":
        return Listed([*parts_of(other), *self.parts])

    __iadd__ = __add__

    def __mul__(self, other: Any) -> Any:
        raise refused()

    __rmul__ = __imul__ = __mul__

    def whole(self) -> Masked:
        """Return the list as an array."""
        return Masked(self.array, self.mask)


def parts_of(thing: Any) -> list[tuple[Any, Any]]:
    """Return the parts of a list."""
    if isinstance(thing, Listed):
        return thing.parts
    if isinstance(thing, Masked):
        return [(np.ravel(thing.array), np.ravel(thing.mask))]
    if isinstance(thing, np.ndarray | Traced):
        return [_row(thing)]
    if isinstance(thing, Tape):
        return [part for some in thing.parts for part in (parts_of(some) if isinstance(some, list) else [_row(some)])]
    if not isinstance(thing, list):
        raise refused()
    return [_one(element, True) for element in thing]


def _row(array: Any) -> tuple[Any, Any]:
    if np.ndim(array) != 1:
        raise refused()
    return array, np.ones(len(array), bool)


def _one(element: Any, mask: Any) -> tuple[Any, Any]:
    if isinstance(element, Perhaps):
        element, mask = element.value, element.mask
    if not (isinstance(element, bool | int | float | np.number | np.bool_ | Traced) and not np.shape(element)):
        raise refused()
    return np.reshape(stacked(element), 1), np.reshape(stacked(mask), 1)


def either(test: Any, a: Any, b: Any) -> Listed:
    """Return the list that is `a` where a condition holds, and `b` where it does not; both begin alike."""
    one, two = ([(x, None) for x in one] if isinstance(one, list) else parts_of(one) for one in (a, b))
    alike = 0
    while alike < min(len(one), len(two)) and one[alike][0] is two[alike][0]:
        alike += 1
    begin = [part if part[1] is not None else _one(part[0], True) for part in one[:alike]]
    for rest, holds in ((one[alike:], test), (two[alike:], np.logical_not(test))):
        for numbers, mask in rest:
            numbers, mask = (numbers, mask) if mask is not None else _one(numbers, True)
            begin.append((numbers, np.logical_and(mask, holds)))
    return Listed(begin)


def flat_size(mask: Any) -> int:
    return int(np.prod(np.shape(mask)))


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
    np.median: Masked.median,
    np.diff: Masked.steps,
    np.sort: Masked.ordered,
    np.count_nonzero: lambda x: np.sum(x.mask & (x.array != 0)),
}
