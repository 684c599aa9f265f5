"""A list that grew in a loop: its elements are rows of arrays, and are taken apart only where somebody asks.

`xs.append(x)` in a loop of a thousand turns gives a list of a thousand numbers, none of which has a line of its own in
the program: they are the rows of one array, which the loop has written. A `Tape` is that list. Most of the time it is
made an array again, by `np.array(xs)` or as an output, and that costs nothing.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from ..errors import UnsupportedError


class Unshown:
    """What a function may compute with, and cannot return as it is."""

    def why(self) -> str:
        """Return why not, and what to return instead."""
        raise NotImplementedError

    def laid_out(self, name: str) -> Any:
        """Return the array that stands for it as an output, filled up with NaN behind its own elements.

        Raises
        ------
        UnsupportedError
            If there is none.
        """
        raise UnsupportedError(f"output {name!r}: {self.why()}")


class Tape:
    """A list: some elements, then the rows of arrays, then elements again, in order.

    Parameters
    ----------
    parts : sequence
        A list holds elements; anything else is an array, of which each row is an element.
    join : callable
        Makes one array of them, `join([array, ...])`.
    stack : callable
        Makes an array of a list of elements.
    """

    def __init__(
        self, parts: Iterable[Any], join: Callable[[list[Any]], Any], stack: Callable[[list[Any]], Any]
    ) -> None:
        self.parts = [list(part) if isinstance(part, list) else part for part in parts]
        self.join, self.stack = join, stack

    def copy(self) -> "Tape":
        return Tape(self.parts, self.join, self.stack)

    def append(self, element: Any) -> None:
        if not self.parts or not isinstance(self.parts[-1], list):
            self.parts.append([])
        self.parts[-1].append(element)

    def extend(self, elements: Iterable[Any]) -> None:
        for element in elements:
            self.append(element)

    def array(self) -> Any:
        """Return all elements as one array."""
        arrays = [self.stack(part) if isinstance(part, list) else part for part in self.parts if len(part)]
        return arrays[0] if len(arrays) == 1 else self.join(arrays) if arrays else self.stack([])

    def __len__(self) -> int:
        return sum(map(len, self.parts))

    def __iter__(self) -> Iterator[Any]:
        for part in self.parts:
            yield from part

    def __getitem__(self, key: Any) -> Any:
        if not isinstance(key, int):
            return self.array()[key]
        position = key + len(self) if key < 0 else key
        for part in self.parts:
            if 0 <= position < len(part):
                return part[position]
            position -= len(part)
        raise IndexError("list index out of range")

    def __add__(self, other: Sequence[Any]) -> "Tape":
        return Tape([*self.parts, *(other.parts if isinstance(other, Tape) else [list(other)])], self.join, self.stack)

    def __radd__(self, other: Sequence[Any]) -> "Tape":
        return Tape([list(other), *self.parts], self.join, self.stack)


class Perhaps:
    """An element that is appended where a condition holds, and else not.

    Parameters
    ----------
    value : float, int, bool or a traced number
    mask : Traced
        Without axes.
    """

    def __init__(self, value: Any, mask: Any) -> None:
        self.value, self.mask = value, mask


class Growing:
    """A list inside the step of a loop that has become a program: what it held before, and what this turn appends.

    What was appended in earlier turns is known by its place from the end alone.

    Parameters
    ----------
    before : Tape
        The list as it was when the loop began.
    element : callable
        `element(depth)` gives the stand-in for the element `depth` places from the end, as the turn begins.
    depth : callable
        `depth(index, appended)` gives how far from the end an index lies, in all turns the same.
    """

    def __init__(
        self, before: Tape, element: Callable[[int], Any], depth: Callable[[Any, int], int], new: Sequence[Any] = ()
    ) -> None:
        self.before, self.element, self.depth = before, element, depth
        self.new = list(new)
        self.indexed = False  # whether it was read by an index that counts from its beginning

    def copy(self) -> "Growing":
        return self.having(self.new)

    def having(self, new: Sequence[Any]) -> "Growing":
        """Return the same list with other elements appended in this turn."""
        twin = Growing(self.before, self.element, self.depth, new)
        twin.indexed = self.indexed
        return twin

    @property
    def uncertain(self) -> bool:
        """Whether a condition decides how much this turn appends."""
        return any(isinstance(element, Perhaps) for element in self.new)

    def append(self, element: Any) -> None:
        self.new.append(element)

    def extend(self, elements: Iterable[Any]) -> None:
        self.new.extend(elements)

    def __getitem__(self, key: Any) -> Any:
        self.indexed = self.indexed or not isinstance(key, int)
        from_end = -key if isinstance(key, int) and key < 0 else self.depth(key, len(self.new))
        return self.new[-from_end] if from_end <= len(self.new) else self.element(from_end - len(self.new))
