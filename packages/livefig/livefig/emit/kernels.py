"""Kernels: functions of whole matrices, such as the solution of a system, that a program brings along.

The function of `js/brought/` takes one matrix: it is given where its result goes, its operands, then how long each axis
is that the row's signature names, then the parameters. Stacks of matrices, broadcast as NumPy's are, are loops around.
"""

import re

import numpy as np

from ..trace.lines import Line, Value
from ..trace.op import Op
from .brought import module
from .buffers import Strided, is_whole, place_index, spread
from .writer import Readers, Writer


def kernel(writer: Writer, line: Line, readers: Readers) -> None:
    """Write a call for each matrix of the stack."""
    (out,), op = line.outs, line.op
    assert isinstance(op, Op)
    *given, made = axes_of_signature(op.signature)
    parts = [_packed(writer, value, len(axes)) for value, axes in zip(line.inputs, given, strict=True)]
    stacks = [_split(part.shape, len(axes))[0] for part, axes in zip(parts, given, strict=True)]
    batch = np.broadcast_shapes(*stacks)
    target = writer.allocate(out.shape)
    name = f"{module(writer, op.brings)}.{op.js}"
    writer.stops = True  # a matrix may have no inverse, which ends the call
    sizes = _sizes(parts, given)
    with writer.loops(batch) as at:
        buffers = [_one(target, len(made), batch, at)]
        buffers += [_one(part, len(axes), batch, at) for part, axes in zip(parts, given, strict=True)]
        rest = [str(n) for n in [*sizes.values(), *(float(p) for p in line.params.values())]]
        writer.write(f"{name}({', '.join([*buffers, *rest])});")
    if out.shape == ():
        writer.scalar(out, f"{target.buffer}[0]")
    else:
        writer.operands[id(out)] = target


def axes_of_signature(signature: str) -> list[tuple[str, ...]]:
    """Return the names of the axes of each operand, then of the result.

    Examples
    --------
    >>> axes_of_signature("(n,n),(n,m)->(n,m)")
    [('n', 'n'), ('n', 'm'), ('n', 'm')]
    """
    return [tuple(re.findall(r"\w+", part)) for part in re.findall(r"\(([^)]*)\)", signature)]


def _sizes(parts: list[Strided], given: list[tuple[str, ...]]) -> dict[str, int]:
    return {
        name: n
        for part, axes in zip(parts, given, strict=True)
        for name, n in zip(axes, _split(part.shape, len(axes))[1], strict=True)
    }


def _split(shape: tuple[int, ...], count: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return the axes of the stack, and those that the function takes at once."""
    return shape[: len(shape) - count], shape[len(shape) - count :]


def _packed(writer: Writer, value: Value, count: int) -> Strided:
    """Return the value with each of its matrices in C order without gaps, copied if they are not."""
    operand = writer.stored(value)
    core, strides = _split(operand.shape, count)[1], _split(operand.strides, count)[1]
    return operand if is_whole(Strided("", core, strides)) else writer.copied(value)


def _one(operand: Strided, count: int, batch: tuple[int, ...], at: list[str]) -> str:
    """Return one matrix of a stack, as what the function reads or writes."""
    stack, _ = _split(operand.shape, count)
    strides = spread(Strided("", stack, _split(operand.strides, count)[0]), batch)
    offset = place_index(operand.offset, strides, at)
    return operand.buffer if offset == "0" else f"{operand.buffer}.subarray({offset})"
