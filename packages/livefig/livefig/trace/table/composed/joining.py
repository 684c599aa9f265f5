"""Arrays joined, taken apart and made longer."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from .values import Array, Rows, given, part


def stack(arrays: Sequence[Array], axis: int = 0) -> Array:
    return np.concatenate([np.expand_dims(a, axis) for a in arrays], axis=axis)


def vstack(tup: Sequence[Array]) -> Array:
    return np.concatenate([np.atleast_2d(a) for a in tup], axis=0)


def hstack(tup: Sequence[Array]) -> Array:
    parts = [np.atleast_1d(a) for a in tup]
    return np.concatenate(parts, axis=0 if parts[0].ndim == 1 else 1)


def column_stack(tup: Sequence[Array]) -> Array:
    return np.concatenate([a if np.ndim(a) == 2 else np.reshape(a, (-1, 1)) for a in tup], axis=1)


def dstack(tup: Sequence[Array]) -> Array:
    return np.concatenate([np.reshape(given(a), _of_three_axes(np.shape(a))) for a in tup], axis=2)


def _of_three_axes(shape: tuple[int, ...]) -> tuple[int, ...]:
    return shape if len(shape) > 2 else ((1,) * (2 - len(shape)) + shape)[-2:] + (1,)


def append(arr: Array, values: Array, axis: int | None = None) -> Array:
    return np.concatenate([given(arr), given(values)], axis=axis)


def block(arrays: Any) -> Array:
    depth, parts = _depth(arrays), list(_leaves(arrays))
    ndim = max(depth, *(np.ndim(a) for a in parts))

    def joined(thing: Any, axis: int) -> Array:
        if isinstance(thing, list):
            return np.concatenate([joined(x, axis + 1) for x in thing], axis=axis)
        return np.reshape(given(thing), (1,) * (ndim - np.ndim(thing)) + np.shape(thing))

    return joined(arrays, -depth)


def _depth(thing: Any) -> int:
    return 1 + _depth(thing[0]) if isinstance(thing, list) else 0


def _leaves(thing: Any) -> Iterator[Any]:
    if isinstance(thing, list):
        for x in thing:
            yield from _leaves(x)
    else:
        yield thing


def delete(arr: Array, obj: Any, axis: int | None = None) -> Array:
    arr = np.ravel(arr) if axis is None else arr
    axis = axis or 0
    return part(arr, axis, np.delete(np.arange(arr.shape[axis]), obj))


def insert(arr: Array, obj: Any, values: Array, axis: int | None = None) -> Array:
    arr, values = given(arr), given(values)
    if axis is None:
        arr, axis = np.ravel(arr), 0
    if arr.ndim != 1 or values.ndim > 1:
        raise TypeError("only numbers that go into a row have a live form; join parts with np.concatenate")
    places = np.insert(np.arange(len(arr)), obj, len(arr) + np.arange(values.size if values.ndim else 1))
    values = values if values.dtype == arr.dtype else values.astype(arr.dtype)
    return np.concatenate([arr, np.ravel(values)])[places]


def array_split(ary: Array, indices_or_sections: Any, axis: int = 0) -> list[Array]:
    length = ary.shape[axis]
    if np.ndim(indices_or_sections) == 0:
        sizes = [len(x) for x in np.array_split(np.arange(length), indices_or_sections)]
        ends = [0, *(int(end) for end in np.cumsum(sizes))]
    else:
        ends = [0, *(int(end) for end in indices_or_sections), length]
    return [part(ary, axis, slice(first, last)) for first, last in pairwise(ends)]


def hsplit(ary: Array, indices_or_sections: Any) -> list[Array]:
    return array_split(ary, indices_or_sections, min(1, ary.ndim - 1))


def vsplit(ary: Array, indices_or_sections: Any) -> list[Array]:
    return array_split(ary, indices_or_sections, 0)


def dsplit(ary: Array, indices_or_sections: Any) -> list[Array]:
    return array_split(ary, indices_or_sections, 2)


def pad(array: Array, pad_width: Any, mode: Any = "constant", constant_values: Array = 0) -> Array:
    if mode not in ("constant", "edge", "reflect", "symmetric", "wrap"):
        raise TypeError("only the modes constant, edge, reflect, symmetric and wrap have a live form")
    fill = given(constant_values)
    if fill.ndim:
        raise TypeError("constant_values is one number")
    fill = fill if fill.dtype == array.dtype else fill.astype(array.dtype)
    for axis, (before, after) in enumerate(np.broadcast_to(pad_width, (array.ndim, 2)).tolist()):
        if mode == "constant":
            array = _padded(array, axis, before, after, fill)
        else:
            places: Array = np.pad(np.arange(array.shape[axis]), (before, after), mode=mode)
            array = part(array, axis, places)
    return array


def _padded(array: Array, axis: int, before: int, after: int, fill: Array) -> Array:
    shapes = [tuple(n if k == axis else m for k, m in enumerate(array.shape)) for n in (before, after)]
    first, last = (np.broadcast_to(fill, shape) for shape in shapes)
    return np.concatenate([first, array, last], axis=axis)


ROWS: Rows = {
    np.stack: stack,
    np.vstack: vstack,
    np.hstack: hstack,
    np.column_stack: column_stack,
    np.dstack: dstack,
    np.append: append,
    np.block: block,
    np.delete: delete,
    np.insert: insert,
    np.split: array_split,
    np.array_split: array_split,
    np.hsplit: hsplit,
    np.vsplit: vsplit,
    np.dsplit: dsplit,
    np.pad: pad,
}
