"""Kinds that run along axes: sums, extremes, running sums. A lane is what is folded into one number."""

from collections.abc import Callable
from math import prod

from ..trace.lines import Line
from ..trace.op import Op
from .buffers import Operand, Strided, axes_of, collapse, contiguous, place_index
from .writer import Readers, Writer, template, watched

NAIVE_SUM = 8  # NumPy, too, adds fewer than eight numbers one after the other

At = dict[int, str]  # axis -> the text of the index along it


def reduce(writer: Writer, line: Line, readers: Readers) -> None:
    """Fold each lane into one number."""
    (source,) = line.inputs
    reduced = axes_of(line.params["axis"], len(source.shape))
    count = prod(source.shape[k] for k in reduced)
    assert isinstance(line.op, Op)
    if line.op.pairwise and count >= NAIVE_SUM and not line.watched:
        stored = writer.stored(source)
        _per_lane(writer, line, reduced, lambda at: _pairwise(writer, stored, reduced, at))
    else:
        elements = writer.elements(source)
        _per_lane(writer, line, reduced, lambda at: _folded(writer, line, elements, reduced, at))


def _per_lane(writer: Writer, line: Line, reduced: list[int], result_at: Callable[[At], str]) -> None:
    """Write the loops over the axes that stay; `result_at` writes what is inside and returns the lane's result."""
    (source,), (out,) = line.inputs, line.outs
    kept = [k for k in range(len(source.shape)) if k not in reduced]
    lengths = tuple(source.shape[k] for k in kept)
    target = None if out.shape == () else writer.allocate(out.shape)
    with writer.loops(lengths) as indices:
        text = result_at(dict(zip(kept, indices, strict=True)))
        if target is None:
            writer.scalar(out, text)
        else:
            writer.write(f"{target.buffer}[{place_index('0', contiguous(lengths), indices)}] = {text};")
    if target is not None:
        writer.operands[id(out)] = target


def _pairwise(writer: Writer, source: Strided, reduced: list[int], at: At) -> str:
    """Add many numbers in NumPy's order."""
    lengths = tuple(source.shape[k] for k in reduced)
    shape, (strides,) = collapse(lengths, [tuple(source.strides[k] for k in reduced)])
    base = place_index(source.offset, [source.strides[k] for k in at], list(at.values()))
    if len(shape) == 1:
        return f"L.sum({source.buffer}, {base}, {shape[0]}, {strides[0]})"
    total = writer.name("a")
    writer.write(f"let {total} = 0;")
    with writer.loops(shape[:-1]) as outer:
        inner = place_index(base, strides[:-1], outer)
        writer.write(f"{total} += L.sum({source.buffer}, {inner}, {shape[-1]}, {strides[-1]});")
    return total


def _folded(writer: Writer, line: Line, elements: Operand, reduced: list[int], at: At) -> str:
    """Take in one element after the other."""
    (source,) = line.inputs
    running = begun(writer, line)
    with writer.loops([source.shape[k] for k in reduced]) as inner:
        grown(writer, line, running, writer.element(elements, source.shape, _joined(at, reduced, inner)))
    return running


def begun(writer: Writer, line: Line) -> str:
    """Begin a running result as the row says; return its name."""
    assert isinstance(line.op, Op)
    running = writer.name("a")
    writer.write(f"let {running} = {line.op.start};")
    return running


def grown(writer: Writer, line: Line, running: str, *elements: str) -> None:
    """Let a running result take in an element, or a product of two."""
    writer.write(f"{running} = {watched(writer, line, template(line).format(running, *elements))};")


def _joined(at: At, axes: list[int], indices: list[str]) -> At:
    return {**at, **dict(zip(axes, indices, strict=True))}


def extreme(writer: Writer, line: Line, readers: Readers) -> None:
    """Find where the best element of each lane stands."""
    elements = writer.elements(line.inputs[0])
    reduced = axes_of(line.params["axis"], len(line.inputs[0].shape))
    _per_lane(writer, line, reduced, lambda at: _found(writer, line, elements, reduced, at))


def _found(writer: Writer, line: Line, elements: Operand, reduced: list[int], at: At) -> str:
    (source,) = line.inputs
    best, where, count, x = (writer.name(prefix) for prefix in ("b", "w", "n", "x"))
    writer.write(f"let {best} = 0, {where} = -1, {count} = 0;")
    with writer.loops([source.shape[k] for k in reduced]) as inner:
        element = writer.element(elements, source.shape, _joined(at, reduced, inner))
        better = template(line).format(best, x)
        writer.write(f"const {x} = {element};")
        # The first NaN wins, as in NumPy.
        writer.write(
            f"if ({where} < 0 || {better} || ({x} !== {x} && {best} === {best})) {{ {best} = {x}; {where} = {count}; }}"
        )
        writer.write(f"{count}++;")
    return where


def cumulate(writer: Writer, line: Line, readers: Readers) -> None:
    """Store each lane's running result at every element."""
    (source,), (out,) = line.inputs, line.outs
    reduced = axes_of(line.params["axis"], len(source.shape))
    kept = [k for k in range(len(source.shape)) if k not in reduced]
    elements = writer.elements(source)
    writer.operands[id(out)] = target = writer.allocate(out.shape)
    strides = contiguous(source.shape)  # a flattened result has the same order
    with writer.loops([source.shape[k] for k in kept]) as indices:
        running = begun(writer, line)
        with writer.loops([source.shape[k] for k in reduced]) as inner:
            at = _joined(dict(zip(kept, indices, strict=True)), reduced, inner)
            grown(writer, line, running, writer.element(elements, source.shape, at))
            places = [at[k] for k in range(len(source.shape))]
            writer.write(f"{target.buffer}[{place_index('0', strides, places)}] = {running};")
