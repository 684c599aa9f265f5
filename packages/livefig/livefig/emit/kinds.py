"""One function for each kind of operation: it writes a line of the program as JavaScript.

What an operation of a kind does besides, its row in the table says: the expression of one element, how a running result
takes in the next. So a new operation of a known kind touches no line here.
"""

import json
from collections.abc import Sequence
from math import prod

import numpy as np

from ..trace.lines import Line, Value, Var
from ..trace.program import Program
from ..trace.table import HOLE, INDEX
from .brought import brought, of_one, script
from .buffers import (
    Fused,
    Operand,
    Scalar,
    Strided,
    contiguous,
    first_row,
    place,
    place_index,
    plus,
    spread,
    strided_leaves,
    view,
)
from .kernels import kernel
from .lanes import cumulate, extreme, reduce
from .products import matmul
from .writer import Kind, Readers, Writer, template, watched

# ---- element by element


def elementwise(writer: Writer, line: Line, readers: Readers) -> None:
    """Fuse the line into the loop that reads it, or write a loop of its own; of one number, just name it."""
    (out,) = line.outs
    expression = watched(writer, line, of_one(writer, line))
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


def roll(writer: Writer, line: Line, readers: Readers) -> None:
    """Write a loop whose states are variables and buffers that each turn overwrites."""
    params = line.params
    body, count, rows, length = (params[k] for k in ("body", "states", "rows", "length"))
    results = list(body.outputs.values())
    emitted = [writer.allocate(out.shape, "p") for out in line.outs[count:]]
    states = [_state(writer, var, start) for var, start in zip(body.inputs, line.inputs[:count], strict=False)]
    outside = [writer.operand(v) if v.shape == () else writer.stored(v) for v in line.inputs[count:]]
    step, kept = writer.name("t"), writer.kept
    writer.kept = False
    with writer.block(f"for (let {step} = 0; {step} < {length + (params['asks'] and not rows)}; {step}++) {{"):
        for var, operand in zip(body.inputs[count : count + rows], outside, strict=False):
            assert isinstance(operand, Strided)  # rows have an axis
            _row(writer, var, operand, step)
        writer.operands.update(zip(map(id, body.inputs[count + rows :]), outside[rows:], strict=True))
        with writer.body(body, body.inputs[:count]) as write:
            asks, rest = _asking(body, results.pop(0)) if params["asks"] else ([], body.lines)
            write(asks)
            if params["asks"]:
                goes_on = next(iter(body.outputs.values()))
                writer.write(f"if (!{writer.expression(writer.operand(goes_on), iter(()))}) break;")
            if params["asks"] and not rows:  # a while; a range ends
                writer.stops = True
                writer.write(f"if ({step} === {length}) throw new RangeError({json.dumps(_endless(length))});")
            write(rest)
        for value, path in zip(results[count:], emitted, strict=True):
            writer.store(writer.operand(value), first_row(path, step))
        _overwrite(writer, states, results[:count])
    writer.kept = kept
    for out, state in zip(line.outs, [*states, *emitted], strict=True):
        writer.operands[id(out)] = state


def _asking(body: Program, goes_on: Value) -> tuple[list[Line], list[Line]]:
    """Return the lines that say whether a loop goes on, and the others, which must not run when it does not."""
    asks = Program(body.inputs, body.lines, {0: goes_on}).without_dead_lines().lines
    return asks, [line for line in body.lines if line not in asks]


def _endless(length: int) -> str:
    return f"a loop goes on after {length:,} turns, the most that this page makes"


def _state(writer: Writer, var: Var, start: Value) -> Operand:
    """Return where a state is: a variable, or a buffer that holds nothing else; it begins as it should."""
    if var.shape == ():
        name = writer.name("z")
        first = writer.expression(writer.operand(start), iter(()))
        if writer.kept:  # the next call may find it as it is
            writer.allocations.append(f"let {name} = 0;")
        writer.write(f"{'' if writer.kept else 'let '}{name} = {first};")
        writer.operands[id(var)] = Scalar(name)
    else:
        writer.operands[id(var)] = writer.copied(start, "z")
    return writer.operands[id(var)]


def _overwrite(writer: Writer, states: list[Operand], values: list[Value]) -> None:
    """Give each state its next value. All are read before one is written."""
    ready: list[tuple[Operand, Operand]] = []
    for state, value in zip(states, values, strict=True):
        operand = writer.operand(value)
        if operand == state:
            continue  # was changed where it stands, or not at all
        if isinstance(state, Scalar):
            name = writer.name("y")
            writer.write(f"const {name} = {writer.expression(operand, iter(()))};")
            ready.append((state, Scalar(name)))
        elif isinstance(operand, Strided) and operand.buffer not in {
            s.buffer for s in states if isinstance(s, Strided)
        }:
            ready.append((state, operand))
        else:
            ready.append((state, writer.copied(value)))
    for state, operand in ready:
        if isinstance(state, Scalar):
            writer.write(f"{state.text} = {writer.expression(operand, iter(()))};")
        else:
            assert isinstance(state, Strided)
            writer.store(operand, state)


# ---- places that move


def at(writer: Writer, line: Line, readers: Readers) -> None:
    """Read where indices say; a copy, since what is read may be overwritten later."""
    (out,) = line.outs
    part = _place_in(writer, writer.stored(line.inputs[0]), line, line.inputs[1:])
    if out.shape == ():
        writer.scalar(out, place(part, (), []))
    else:
        writer.operands[id(out)] = target = writer.allocate(out.shape)
        writer.store(part, target)


def store(writer: Writer, line: Line, readers: Readers) -> None:
    """Write a value into a copy, or into the array itself where nobody reads it as it was."""
    array, value, *indices = line.inputs
    (out,) = line.outs
    if writer.may_overwrite(line):
        target = writer.operand(array)
        assert isinstance(target, Strided)
    else:
        target = writer.copied(array)
    new = writer.operand(value)
    if isinstance(new, Strided | Fused) and any(leaf.buffer == target.buffer for leaf in strided_leaves(new)):
        new = writer.copied(value)
    key = line.params["key"]
    if not indices and _is_scattered(key):
        table = writer.constant(np.arange(prod(array.shape), dtype=float).reshape(array.shape)[key])
        if isinstance(table, Scalar):
            writer.write(f"{target.buffer}[{int(float(table.text))}] = {writer.expression(new, iter(()))};")
        else:
            _scatter(writer, table, new, target)
    else:
        part = _place_in(writer, target, line, indices)
        if part.shape == ():
            spot = place(part, (), [])
            leaves = strided_leaves(new)
            places = iter([place(leaf, (0,) * len(leaf.shape), ["0"] * len(leaf.shape)) for leaf in leaves])
            writer.write(f"{spot} = {writer.expression(new, places)};")
        else:
            writer.store(new, part)
    writer.operands[id(out)] = target


def _is_scattered(key: object) -> bool:
    parts = key if isinstance(key, tuple) else (key,)
    return any(isinstance(part, list | np.ndarray) for part in parts)


def _scatter(writer: Writer, table: Strided, new: Operand, target: Strided) -> None:
    """Write elements to the places that a table names."""
    with writer.loops(table.shape) as indices:
        spot = place(table, table.strides, indices)
        at = dict(enumerate(indices))
        writer.write(f"{target.buffer}[{spot}] = {writer.element(new, table.shape, at)};")


def _place_in(writer: Writer, source: Strided, line: Line, indices: Sequence[Value]) -> Strided:
    """Return the part of an array that a key names, in which some indices move."""
    key = line.params["key"]
    parts = key if isinstance(key, tuple) else (key,)
    rest = () if Ellipsis in parts else (Ellipsis,)  # so that NumPy gives a view of a single element, too
    fixed = Line(INDEX, (), {"key": (*(0 if p is HOLE else p for p in parts), *rest)}, ())
    part = view(source, fixed)
    assert part is not None  # whole numbers and slices are views
    offset, given = part.offset, iter(indices)
    for axis, p in enumerate(parts):
        if p is HOLE:
            which = next(given)
            k = writer.name("n")
            writer.write(f"const {k} = {writer.expression(writer.operand(which), iter(()))};")
            along = _index(writer, k, which, source.shape[axis])
            stride = source.strides[axis]
            offset = plus(offset, along if stride == 1 else f"{along} * {stride}")
    return Strided(part.buffer, part.shape, part.strides, offset)


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
    "kernel": kernel,
    "call": call,
    "scan": scan,
    "roll": roll,
    "at": at,
    "store": store,
}
# These read each element once, in a loop of their own over the whole of their input, where its expression may stand.
IN_PLACE = {"reduce", "extreme", "cumulate", "concatenate"}
