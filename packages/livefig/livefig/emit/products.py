"""Products of matrices: small ones as three loops, large ones by a function that a program brings along."""

import numpy as np

from ..trace.lines import Line
from .brought import brought, script
from .buffers import Strided, contiguous, place, place_index, spread_axes
from .lanes import begun, grown
from .wasm import as_numbers
from .writer import Readers, Writer, template

LARGE = 32**3  # products of two numbers; below, the loops are as fast and the page shorter
NARROW = 4  # a matrix with fewer rows or columns fills no tile
SHALLOW = 8  # with fewer products a sum, laying the numbers out costs more than multiplying them


def matmul(writer: Writer, line: Line, readers: Readers) -> None:
    """Write a product of matrices, or a stack of them; a vector is a matrix of one row or column."""
    (out,) = line.outs
    a, b = (writer.stored(v) for v in line.inputs)
    if len(a.shape) == 1:
        a = Strided(a.buffer, (1, *a.shape), (0, *a.strides), a.offset)
    if len(b.shape) == 1:
        b = Strided(b.buffer, (*b.shape, 1), (*b.strides, 0), b.offset)
    batch = np.broadcast_shapes(a.shape[:-2], b.shape[:-2])
    target = writer.allocate((*batch, a.shape[-2], b.shape[-1]))
    if _is_large(line, a, b):
        _in_tiles(writer, target, a, b)
    else:
        _in_loops(writer, line, target, a, b)
    if out.shape == ():
        writer.scalar(out, f"{target.buffer}[0]")
    else:
        writer.operands[id(out)] = Strided(target.buffer, out.shape, contiguous(out.shape))


def _is_large(line: Line, a: Strided, b: Strided) -> bool:
    """Return whether tiles pay; they know sums of products only, and do not watch a sum as it grows."""
    (rows, depth), columns = a.shape[-2:], b.shape[-1]
    plain = not line.watched and template(line) == "{0} + {1} * {2}"
    thick = min(rows, columns) >= NARROW and depth >= SHALLOW
    return plain and thick and rows * columns * depth >= LARGE


# ---- large


def _in_tiles(writer: Writer, target: Strided, a: Strided, b: Strided) -> None:
    """Write a call for each matrix of the stack."""
    batch = target.shape[:-2]
    name = _multiplier(writer)
    with writer.loops(batch) as outer:
        to = place_index("0", target.strides[:-2], outer)
        parts = [to, *target.shape[-2:], a.shape[-1]]
        for one in (a, b):
            parts += [one.buffer, place_index(one.offset, spread_axes(one, batch), outer), *one.strides[-2:]]
        writer.write(f"{name}({', '.join(map(str, [target.buffer, *parts]))});")


def _multiplier(writer: Writer) -> str:
    """Return the name of the function, which the program brings along."""
    modules = [writer.constant(as_numbers(relaxed)) for relaxed in (True, False)]
    given = ", ".join(one.buffer for one in modules if isinstance(one, Strided))
    return brought(writer, "multiply", f"{script('products.js')}.multiplier([{given}])")


# ---- small


def _in_loops(writer: Writer, line: Line, target: Strided, a: Strided, b: Strided) -> None:
    """Write the loops over stacks, rows, columns and what they share."""
    batch = target.shape[:-2]
    with writer.loops((*batch, a.shape[-2])) as indices:
        *outer, _ = indices
        left = Strided(a.buffer, a.shape[-1:], a.strides[-1:], place_index(a.offset, _row_strides(a, batch), indices))
        right = Strided(b.buffer, b.shape[-2:], b.strides[-2:], place_index(b.offset, spread_axes(b, batch), outer))
        row = place_index("0", target.strides[:-1], indices)
        _row_times(writer, line, Strided(target.buffer, b.shape[-1:], (1,), row), left, right)


def _row_strides(a: Strided, batch: tuple[int, ...]) -> list[int]:
    return [*spread_axes(a, batch), a.strides[-2]]


def _row_times(writer: Writer, line: Line, out: Strided, left: Strided, right: Strided) -> None:
    """Write `out = left @ right` for one row of the result."""
    with writer.loops(out.shape) as (j,):
        total, k = begun(writer, line), writer.name("k_")
        column = place_index(right.offset, right.strides[1:], [j])
        with writer.block(f"for (let {k} = 0; {k} < {left.shape[0]}; {k}++) {{"):
            first = f"{left.buffer}[{place_index(left.offset, left.strides, [k])}]"
            second = f"{right.buffer}[{place_index(column, right.strides[:1], [k])}]"
            grown(writer, line, total, first, second)
        writer.write(f"{place(out, out.strides, [j])} = {total};")
