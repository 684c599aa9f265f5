"""One function for each kind of operation: it writes a line of the program as JavaScript.

What an operation of a kind does besides, its row in the table says: the expression of one element, how a running result
takes in the next. So a new operation of a known kind touches no line here.
"""

import json
from math import prod

import numpy as np

from ..trace.lines import Line, Value, Var
from .brought import brought, of_many, script
from .buffers import Fused, Operand, Scalar, Strided, contiguous, first_row, place, place_index, plus, spread, view
from .lanes import cumulate, extreme, reduce
from .products import matmul
from .writer import Kind, Readers, Writer, template, watched

# ---- element by element


def elementwise(writer: Writer, line: Line, readers: Readers) -> None:
    """Fuse the line into the loop that reads it, or write a loop of its own; of one number, just name it."""
    (out,) = line.outs
    expression = watched(writer, line, of_many(writer, line))
    fused = Fused(expression, tuple(writer.operand(v) for v in line.inputs), out.shape)
    if out.shape == ():
        writer.scalar(out, writer.expression(fused, iter(())))
    elif len(readers) == 1 and readers[0] is not None and _reads_in_place(readers[0], out):
        writer.operands[id(out)] = fused
    else:
        writer.operands[id(out)] = target = writer.allocate(out.shape)
        writer.store(fused, target)


def _reads_in_place(reader: Line, out: Var) -> bool:
    """Return whether the reader loops over exactly this shape, so that nothing would be computed twice."""
    if reader.op.kind == "elementwise":
        return reader.outs[0].shape == out.shape
    return reader.op.kind in IN_PLACE


# ---- moves


def move(writer: Writer, line: Line, readers: Readers) -> None:
    """Read the same buffer with other strides, or copy where no strides will do."""
    (source,), (out,) = line.inputs, line.outs
    operand = writer.operand(source)
    if isinstance(operand, Scalar):  # one element stays that element, wherever it goes
        writer.operands[id(out)] = Scalar(operand.text)
        return
    operand = writer.stored(source)
    moved = view(operand, line) or _gathered(writer, operand, line)
    if out.shape == ():
        writer.scalar(out, place(moved, (), []))
    else:
        writer.operands[id(out)] = moved


def _gathered(writer: Writer, source: Strided, line: Line) -> Strided:
    """Copy element by element; NumPy, run on the positions, has said which goes where."""
    positions = np.zeros(source.shape, dtype=int)
    for axis, stride in enumerate(source.strides):
        length = source.shape[axis]
        positions += (np.arange(length) * stride).reshape([-1 if k == axis else 1 for k in range(positions.ndim)])
    table = writer.constant(np.asarray(line.op.run(positions, **line.params), dtype=float))
    if isinstance(table, Scalar):
        return Strided(source.buffer, (), (), plus(source.offset, str(int(float(table.text)))))
    target = writer.allocate(line.outs[0].shape)
    writer.store(Fused(f"{source.buffer}[{plus(source.offset, '{0}')}]", (table,), target.shape), target)
    return target


# ---- orders, choices, joins


def sort(writer: Writer, line: Line, readers: Readers) -> None:
    """Hand each lane to a helper, in a buffer of its own."""
    (source,), (out,) = line.inputs, line.outs
    flattened = line.params["axis"] is None
    shape = (prod(source.shape),) if flattened else source.shape
    axis = 0 if flattened else line.params["axis"] % len(shape)
    copy = writer.copied(source)
    writer.operands[id(out)] = target = writer.allocate(out.shape)
    strides = contiguous(shape)
    kept = [k for k in range(len(shape)) if k != axis]
    with writer.loops([shape[k] for k in kept]) as indices:
        base = place_index("0", [strides[k] for k in kept], indices)
        writer.write(f"{template(line)}({copy.buffer}, {target.buffer}, {base}, {shape[axis]}, {strides[axis]});")


def take(writer: Writer, line: Line, readers: Readers) -> None:
    """Read where another array says, along one axis."""
    (source, indices), (out,) = line.inputs, line.outs
    axis = line.params["axis"] % len(out.shape)
    data, which = writer.stored(source), writer.stored(indices)
    target = writer.allocate(out.shape)
    with writer.loops(out.shape) as at:
        k = writer.name("n")
        writer.write(f"const {k} = {place(which, spread(which, out.shape), at)};")
        along = _index(writer, k, indices, source.shape[axis])
        places = [along if d == axis else i for d, i in enumerate(at)]
        widened = [0 if source.shape[d] == 1 and d != axis else s for d, s in enumerate(data.strides)]
        element = f"{data.buffer}[{place_index(data.offset, widened, places)}]"
        writer.write(f"{place(target, target.strides, at)} = {element};")
    writer.operands[id(out)] = target


def _index(writer: Writer, k: str, indices: Value, length: int) -> str:
    """Return a place along an axis, from its end if negative; looked at in the page if it could lie outside."""
    bounds = indices.bounds
    if bounds is None or bounds[0] < -length or bounds[1] >= length:
        writer.stops = True
        return f"L.index({k}, {length})"
    return k if bounds[0] >= 0 else f"({k} < 0 ? {k} + {length} : {k})"


def concatenate(writer: Writer, line: Line, readers: Readers) -> None:
    """Compute each part where it belongs in the whole."""
    (out,), axis = line.outs, line.params["axis"]
    writer.operands[id(out)] = target = writer.allocate(out.shape)
    start = 0
    for value in line.inputs:
        shape = (prod(value.shape),) if axis is None else value.shape
        along = 0 if axis is None else axis % len(shape)
        part = Strided(target.buffer, shape, target.strides, str(start * target.strides[along]))
        writer.store(_flattened(writer, value) if axis is None else writer.operand(value), part)
        start += shape[along]


def _flattened(writer: Writer, value: Value) -> Operand:
    return Strided(writer.copied(value).buffer, (prod(value.shape),), (1,))


# ---- what is handed to a function that the program brings along


def call(writer: Writer, line: Line, readers: Readers) -> None:
    """Call a function with the whole of each array; it writes the whole of the result."""
    (out,) = line.outs
    module, name = template(line).split(".")
    function = brought(writer, module, script(f"{module}.js"))
    target = writer.allocate(out.shape)
    settings = [json.dumps(parameter) for parameter in line.params.values()]
    arrays = [writer.alone(value).buffer for value in line.inputs]
    watch = ["L.whole"] if line.watched else []
    writer.stops = True  # a function may refuse what it is given
    writer.write(f"{function}.{name}({', '.join([target.buffer, *settings, *arrays, *watch])});")
    if out.shape == ():
        writer.scalar(out, f"{target.buffer}[0]")
    else:
        writer.operands[id(out)] = target


# ---- loops of many steps


def scan(writer: Writer, line: Line, readers: Readers) -> None:
    """Write a loop over the steps, whose state is the row of the path that the step before has written."""
    body, states, over = (line.params[k] for k in ("body", "states", "over"))
    paths = [writer.allocate(out.shape, "p") for out in line.outs]
    for path, start in zip(paths, line.inputs, strict=False):
        writer.store(writer.operand(start), first_row(path, "0"))
    outside = [writer.operand(v) if v.shape == () else writer.stored(v) for v in line.inputs[states:]]
    step, kept = writer.name("t"), writer.kept
    writer.kept = False
    with writer.block(f"for (let {step} = 0; {step} < {line.params['length']}; {step}++) {{"):
        for var, path in zip(body.inputs, paths, strict=False):
            _row(writer, var, path, step)
        if over:
            rows = outside[0]
            assert isinstance(rows, Strided)  # rows have an axis
            _row(writer, body.inputs[states], rows, step)
        writer.operands.update(zip(map(id, body.inputs[states + over :]), outside[over:], strict=True))
        writer.lines(body)
        for value, path in zip(body.outputs.values(), paths, strict=True):
            writer.store(writer.operand(value), first_row(path, f"({step} + 1)"))
    writer.kept = kept
    for out, path in zip(line.outs, paths, strict=True):
        writer.operands[id(out)] = path


def _row(writer: Writer, var: Var, source: Strided, step: str) -> None:
    row = first_row(source, step)
    if row.shape == ():
        writer.scalar(var, place(row, (), []))
    else:
        writer.operands[id(var)] = row


KINDS: dict[str, Kind] = {
    "elementwise": elementwise,
    "move": move,
    "reduce": reduce,
    "extreme": extreme,
    "cumulate": cumulate,
    "sort": sort,
    "take": take,
    "concatenate": concatenate,
    "matmul": matmul,
    "call": call,
    "scan": scan,
}
# These read each element once, in a loop of their own over the whole of their input, where its expression may stand.
IN_PLACE = {"reduce", "extreme", "cumulate", "concatenate"}
