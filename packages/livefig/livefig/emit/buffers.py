"""Where the elements of an array stand in a buffer: strides, views and the text of an index.

An array of two rows and three columns is six numbers, one after the other. The element at i, j stands at 3 * i + j, and
3 and 1 are its *strides*: how far it is to the next element along each axis. A view is the same six numbers with other
strides: the transpose has 1 and 3; every second column, 3 and 2; an axis turned round, -1 and an offset to begin at its
end; an axis stretched by broadcasting, 0. So slices, transposes and broadcasts cost nothing in the page, only another
index in the text of a loop.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod

import numpy as np

from ..trace.lines import Line


@dataclass(frozen=True)
class Scalar:
    """A number: the name of a JavaScript variable or a literal. Read at any index, it is the same."""

    text: str
    shape: tuple[int, ...] = ()


@dataclass(frozen=True)
class Strided:
    """Elements of a typed array: element i0, i1… stands at offset + i0 * strides[0] + …"""

    buffer: str
    shape: tuple[int, ...]
    strides: tuple[int, ...]
    offset: str = "0"


@dataclass(frozen=True)
class Fused:
    """An element-wise operation that is computed where it is read."""

    template: str
    inputs: tuple["Operand", ...]
    shape: tuple[int, ...]


Operand = Scalar | Strided | Fused


def contiguous(shape: tuple[int, ...]) -> tuple[int, ...]:
    """Return the strides of a C-ordered array, in elements."""
    return tuple(prod(shape[k + 1 :]) for k in range(len(shape)))


def is_whole(operand: Strided) -> bool:
    """Return whether the elements lie in C order without gaps."""
    return all(
        s == c or n == 1 for n, s, c in zip(operand.shape, operand.strides, contiguous(operand.shape), strict=True)
    )


def strided_leaves(operand: Operand) -> list[Strided]:
    """Return the buffers that an operand reads, in the order in which its expression names them."""
    if isinstance(operand, Fused):
        return [leaf for part in operand.inputs for leaf in strided_leaves(part)]
    return [operand] if isinstance(operand, Strided) else []


def spread(operand: Strided, shape: tuple[int, ...]) -> tuple[int, ...]:
    """Return the strides with which the operand is read when broadcast to a shape."""
    missing = len(shape) - len(operand.shape)
    return (0,) * missing + tuple(
        0 if n == 1 and wide != 1 else s
        for n, wide, s in zip(operand.shape, shape[missing:], operand.strides, strict=True)
    )


def spread_axes(operand: Strided, batch: tuple[int, ...]) -> list[int]:
    """Return the strides of the stacking axes of a matmul operand, broadcast."""
    stack = Strided(operand.buffer, operand.shape[:-2], operand.strides[:-2])
    return list(spread(stack, batch))


def collapse(shape: tuple[int, ...], strides: list[tuple[int, ...]]) -> tuple[tuple[int, ...], list[tuple[int, ...]]]:
    """Join neighbouring axes that every operand runs through without a jump; drop axes of length 1.

    A loop over the rows and columns of a 2 x 3 matrix has strides 3 and 1: where the columns end, after 3 * 1, the next
    row begins. So the two loops are one, over 6 elements with stride 1. All operands must agree: a broadcast row, whose
    strides are 0 and 1, jumps back at the end of each row, and beside it the two axes stay apart.

    Examples
    --------
    >>> collapse((2, 3), [(3, 1), (3, 1)])
    ((6,), [(1,), (1,)])
    >>> collapse((2, 3), [(3, 1), (0, 1)])
    ((2, 3), [(3, 1), (0, 1)])
    """
    axes: list[tuple[int, list[int]]] = []
    for k, length in enumerate(shape):
        steps = [s[k] for s in strides]
        if length == 1:
            continue
        if axes and all(before == step * length for before, step in zip(axes[-1][1], steps, strict=True)):
            axes[-1] = (axes[-1][0] * length, steps)
        else:
            axes.append((length, steps))
    axes = axes or [(1, [0] * len(strides))]
    return tuple(n for n, _ in axes), [tuple(steps[k] for _, steps in axes) for k in range(len(strides))]


def view(operand: Strided, line: Line) -> Strided | None:
    """Return the result of a move as strides on the same buffer, or None where elements must be copied.

    NumPy is asked: it makes the move on an empty array with these strides, and its answer has a base address.
    """
    span = 1 + sum((n - 1) * abs(s) for n, s in zip(operand.shape, operand.strides, strict=True))
    low = sum((n - 1) * s for n, s in zip(operand.shape, operand.strides, strict=True) if s < 0)
    base = np.empty(max(span, 1))
    dummy = np.lib.stride_tricks.as_strided(base[-low:], operand.shape, [8 * s for s in operand.strides])
    moved = np.asarray(line.op.run(dummy, **line.params))
    if moved.size and not np.may_share_memory(moved, base):
        return None
    shift = (moved.__array_interface__["data"][0] - dummy.__array_interface__["data"][0]) // 8 if moved.size else 0
    return Strided(operand.buffer, moved.shape, tuple(s // 8 for s in moved.strides), plus(operand.offset, str(shift)))


def first_row(path: Strided, index: str) -> Strided:
    """Return the part of an array at one index of its first axis."""
    offset = place_index(path.offset, [path.strides[0]], [index])
    return Strided(path.buffer, path.shape[1:], path.strides[1:], offset)


def place(operand: Strided, strides: Sequence[int], indices: Sequence[str]) -> str:
    """Return `buffer[index]`."""
    return f"{operand.buffer}[{place_index(operand.offset, strides, indices)}]"


def place_index(offset: str, strides: Sequence[int], indices: Sequence[str]) -> str:
    """Return the text of offset + sum of index * stride, without the parts that are zero."""
    text = offset
    for stride, index in zip(strides, indices, strict=True):
        if stride != 0 and index != "0":
            text = plus(text, index if stride == 1 else f"{index} * {stride}")
    return text


def plus(a: str, b: str) -> str:
    """Return the text of a sum, without zeros; two numbers are added."""
    if "0" in (a, b):
        return b if a == "0" else a
    if a.lstrip("-").isdigit() and b.lstrip("-").isdigit():
        return str(int(a) + int(b))
    return f"{a} + {b}"


def axes_of(axis: int | Sequence[int] | None, ndim: int) -> list[int]:
    """Return the axes that a reduction removes, as sorted non-negative numbers."""
    if axis is None:
        return list(range(ndim))
    return sorted(int(k) % ndim for k in np.atleast_1d(axis))
