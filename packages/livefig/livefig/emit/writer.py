"""Write a Program as JavaScript: straight loops over typed arrays, allocated once, no general broadcaster.

An element-wise result that is read once, by a loop over the same shape, is not stored: its expression is written into
that loop.
"""

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import groupby
from math import prod

import numpy as np

from ..trace.ops import astype_js
from ..trace.program import Const, Line, Program, Value, Var
from .buffers import (
    Fused,
    Operand,
    Scalar,
    Strided,
    axes_of,
    collapse,
    contiguous,
    first_row,
    is_two,
    is_whole,
    place,
    place_index,
    plus,
    reads_in_place,
    spread,
    spread_axes,
    strided_leaves,
    view,
)

NAIVE_SUM = 8  # NumPy, too, adds fewer than eight numbers one after the other


def number(x: float) -> str:
    """Return a JavaScript literal of the same value.

    Examples
    --------
    >>> number(0.1), number(float("nan")), number(-float("inf")), number(-0.0)
    ('0.1', 'NaN', '(-Infinity)', '(-0.0)')
    """
    if x != x:
        return "NaN"
    text = "Infinity" if abs(x) == np.inf else repr(abs(float(x)))
    return f"(-{text})" if np.signbit(x) else text


def emit(program: Program, names: list[str]) -> tuple[str, list[np.ndarray]]:
    """Return the text of `function (L, K) {…}` and the constants that make up K.

    Parameters
    ----------
    program : Program
    names : list of str
        A name for each input; the inner function takes the inputs in this order.
    """
    writer = _Writer()
    arguments = [f"c_{name}" for name in names]
    for var, argument in zip(program.inputs, arguments, strict=True):
        writer.operands[id(var)] = Scalar(argument)
    with writer.block(f"return function ({', '.join(arguments)}) {{", "};"):
        writer.top_lines(program, arguments)
        results = [f"{json.dumps(name)}: {writer.whole(value)}" for name, value in program.outputs.items()]
        writer.write(f"return {{ {', '.join(results)} }};")
    body = "\n".join("  " + row for row in writer.allocations + writer.rows)
    return f"function (L, K) {{\n{body}\n}}", writer.constants


class _Writer:
    def __init__(self) -> None:
        self.rows: list[str] = []
        self.allocations: list[str] = []
        self.constants: list[np.ndarray] = []
        self.operands: dict[int, Operand] = {}
        self.names: Counter[str] = Counter()
        self.depth = 0
        self.comment = ""
        self.constant_names: dict[tuple, str] = {}
        self.sizes: dict[str, int] = {}
        self.kept = False  # whether numbers must outlive the call

    # ---- text

    def write(self, row: str) -> None:
        self.rows.append("  " * self.depth + row)

    def name(self, prefix: str) -> str:
        self.names[prefix] += 1
        return f"{prefix}{self.names[prefix] - 1}"

    @contextmanager
    def block(self, opening: str, closing: str = "}") -> Iterator[None]:
        self.write(opening)
        self.depth += 1
        yield
        self.depth -= 1
        self.write(closing)

    @contextmanager
    def loops(self, shape: tuple[int, ...]) -> Iterator[list[str]]:
        """Open one loop an axis and give the names of the indices; an axis of length 1 needs none."""
        indices, opened = [], 0
        for length in shape:
            if length == 1:
                indices.append("0")
                continue
            index = self.name("i")
            self.write(f"for (let {index} = 0; {index} < {length}; {index}++) {{")
            self.depth += 1
            opened += 1
            indices.append(index)
        yield indices
        for _ in range(opened):
            self.depth -= 1
            self.write("}")

    def explain(self, line: Line) -> None:
        """Put the author's line above the code that it became, once."""
        _, row, text = line.where
        text = "".join(c if c.isprintable() else " " for c in text)[:100].replace("</", "<\\/")
        comment = f"// line {row}: {text}"
        if comment != self.comment:
            self.comment = comment
            self.write(comment)

    # ---- where values are

    def allocate(self, shape: tuple[int, ...], prefix: str = "v") -> Strided:
        buffer = self.name(prefix)
        self.sizes[buffer] = prod(shape)
        self.allocations.append(f"const {buffer} = new Float64Array({prod(shape)});")
        return Strided(buffer, shape, contiguous(shape))

    def constant(self, array: np.ndarray) -> Operand:
        if array.shape == ():
            return Scalar(number(float(array)))
        array = np.ascontiguousarray(array, dtype=float)
        key = (array.shape, array.tobytes())
        if key not in self.constant_names:
            self.constant_names[key] = self.name("k")
            self.sizes[self.constant_names[key]] = array.size
            self.allocations.append(f"const {self.constant_names[key]} = K[{len(self.constants)}];")
            self.constants.append(array)
        return Strided(self.constant_names[key], array.shape, contiguous(array.shape))

    def operand(self, value: Value) -> Operand:
        return self.constant(value.value) if isinstance(value, Const) else self.operands[id(value)]

    def stored(self, value: Value) -> Strided:
        """Return the value as elements of a buffer, storing it first where it is not."""
        operand = self.operand(value)
        if isinstance(operand, Strided):
            return operand
        target = self.allocate(value.shape)
        self.store(operand, target)
        if isinstance(value, Var) and isinstance(operand, Fused):
            self.operands[id(value)] = target
        return target

    def whole(self, value: Value) -> str:
        """Return an expression for a result: a number, or a typed array in C order that holds nothing else."""
        operand = self.operand(value)
        if value.shape == ():
            return operand.text
        if not (
            isinstance(operand, Strided)
            and operand.offset == "0"
            and is_whole(operand)
            and self.sizes[operand.buffer] == prod(value.shape)
        ):
            target = self.allocate(value.shape, "r")
            self.store(operand, target)
            operand = target
        return operand.buffer

    # ---- element-wise loops

    def store(self, operand: Operand, target: Strided) -> None:
        """Write the loop that computes each element of the operand into the target."""
        if 0 in target.shape:
            return
        leaves = [target, *strided_leaves(operand)]
        shape, strides = collapse(target.shape, [spread(leaf, target.shape) for leaf in leaves])
        with self.loops(shape) as indices:
            places = [place(leaf, s, indices) for leaf, s in zip(leaves, strides, strict=True)]
            self.write(f"{places[0]} = {self.expression(operand, iter(places[1:]))};")

    def expression(self, operand: Operand, places: Iterator[str]) -> str:
        """Return the text for one element; a part that is needed twice or is long gets a name first."""
        if isinstance(operand, Scalar):
            return operand.text
        if isinstance(operand, Strided):
            return next(places)
        texts = []
        for k, part in enumerate(operand.inputs):
            text = self.expression(part, places)
            twice = operand.template.count(f"{{{k}}}") > 1 or len(text) > 70
            if twice and not text.isidentifier() and isinstance(part, (Fused, Strided)):
                name = self.name("e")
                self.write(f"const {name} = {text};")
                text = name
            texts.append(text)
        return operand.template.format(*texts)

    # ---- the lines

    def top_lines(self, program: Program, arguments: list[str]) -> None:
        """Write the lines of the whole program, so that a call computes only what a changed argument reaches."""
        readers, depends = readers_of(program), program.depends()
        groups = [(needs, list(group)) for needs, group in groupby(program.lines, lambda x: depends[id(x.outs[0])])]
        if len({needs for needs, _ in groups}) < 2:
            self.lines(program)
            return
        for k, argument in enumerate(arguments):
            self.allocations.append(f"let last{k} = NaN;")
            self.write(f"const new{k} = {argument} !== last{k};")
            self.write(f"last{k} = {argument};")
        for needs, group in groups:
            changed = " || ".join(f"new{k}" for k in sorted(needs))
            self.kept = True
            with self.block(f"if ({changed}) {{"):
                for line in group:
                    self.line(line, readers)
            self.kept = False

    def lines(self, program: Program) -> None:
        """Write all lines of a program, one after the other."""
        readers = readers_of(program)
        for line in program.lines:
            self.line(line, readers)

    def line(self, line: Line, readers: dict[int, list]) -> None:
        """Write one line; the kind of its operation says how."""
        self.explain(line)
        getattr(self, f"_{line.op.kind}")(line, readers.get(id(line.outs[0]), []))

    def _elementwise(self, line: Line, readers: list) -> None:
        (out,) = line.outs
        dtypes = [v.dtype for v in line.inputs]
        template = astype_js(dtypes[0], out.dtype) if line.op.name == "astype" else line.op.expression(dtypes)
        if line.op.name in ("power", "float_power") and is_two(line.inputs[1]):
            template = "({0} * {0})"
        fused = Fused(template, tuple(self.operand(v) for v in line.inputs), out.shape)
        if out.shape == ():
            self.scalar(out, self.expression(fused, iter(())))
        elif len(readers) == 1 and readers[0] is not None and reads_in_place(readers[0], out):
            self.operands[id(out)] = fused
        else:
            self.operands[id(out)] = target = self.allocate(out.shape)
            self.store(fused, target)

    def scalar(self, out: Var, text: str) -> None:
        name = self.name("s")
        if self.kept:  # the next call may find it as it is
            self.allocations.append(f"let {name} = 0;")
        self.write(f"{name} = {text};" if self.kept else f"const {name} = {text};")
        self.operands[id(out)] = Scalar(name)

    def _move(self, line: Line, readers: list) -> None:
        (source,), (out,) = line.inputs, line.outs
        operand = self.operand(source)
        if isinstance(operand, Scalar):  # one element stays that element, wherever it goes
            self.operands[id(out)] = Scalar(operand.text)
            return
        operand = self.stored(source)
        moved = view(operand, line) or self._gather(operand, line)
        if out.shape == ():
            self.scalar(out, place(moved, (), []))
        else:
            self.operands[id(out)] = moved

    def _gather(self, source: Strided, line: Line) -> Strided:
        """Copy element by element; NumPy, run on the positions, has said which goes where."""
        positions = np.zeros(source.shape, dtype=int)
        for axis, stride in enumerate(source.strides):
            length = source.shape[axis]
            positions += (np.arange(length) * stride).reshape([-1 if k == axis else 1 for k in range(positions.ndim)])
        table = self.constant(np.asarray(line.op.run(positions, **line.params), dtype=float))
        if isinstance(table, Scalar):
            return Strided(source.buffer, (), (), plus(source.offset, str(int(float(table.text)))))
        target = self.allocate(line.outs[0].shape)
        self.store(Fused(f"{source.buffer}[{plus(source.offset, '{0}')}]", (table,), target.shape), target)
        return target

    def _reduce(self, line: Line, readers: list) -> None:
        (source,) = line.inputs
        reduced = axes_of(line.params["axis"], len(source.shape))
        count = prod(source.shape[k] for k in reduced)
        operand = self.operand(source)
        if isinstance(operand, Scalar):
            operand = self.stored(source)
        if line.op.name == "sum" and count >= NAIVE_SUM:
            operand = self.stored(source)
        kept, target, write_out = self._lanes(line, source.shape, reduced)
        with self.loops([source.shape[k] for k in kept]) as indices:
            at = dict(zip(kept, indices, strict=True))
            write_out(self._fold(line.op.name, operand, source, reduced, at, count), at)

    def _fold(self, name: str, operand: Operand, source: Value, reduced: list[int], at: dict, count: int) -> str:
        """Write the inner part of a reduction and return the expression of its result."""
        lengths = [source.shape[k] for k in reduced]
        if name == "sum" and count >= NAIVE_SUM:
            shape, (strides,) = collapse(tuple(lengths), [tuple(operand.strides[k] for k in reduced)])
            base = place_index(operand.offset, [operand.strides[k] for k in at], list(at.values()))
            if len(shape) == 1:
                return f"L.sum({operand.buffer}, {base}, {shape[0]}, {strides[0]})"
            total = self.name("a")
            self.write(f"let {total} = 0;")
            with self.loops(shape[:-1]) as outer:
                inner = place_index(base, strides[:-1], outer)
                self.write(f"{total} += L.sum({operand.buffer}, {inner}, {shape[-1]}, {strides[-1]});")
            return total
        start, combine = FOLDS[name]
        total = self.name("a")
        self.write(f"let {total} = {start};")
        with self.loops(lengths) as inner:
            element = self.element(operand, source.shape, {**at, **dict(zip(reduced, inner, strict=True))})
            if name in ("any", "all") and source.dtype != "bool":
                element = f"({element} !== 0)"
            self.write(f"{total} = {combine.format(total, element)};")
        return f"({total} ? 1 : 0)" if name in ("any", "all") else total

    def element(self, operand: Operand, shape: tuple[int, ...], at: dict[int, str]) -> str:
        """Return the expression of the element at the given index of each axis."""
        indices = [at[k] for k in range(len(shape))]
        places = [place(leaf, spread(leaf, shape), indices) for leaf in strided_leaves(operand)]
        return self.expression(operand, iter(places))

    def _lanes(self, line: Line, shape: tuple[int, ...], reduced: list[int]):
        """Return the axes kept, and a writer that puts a lane's result where it belongs."""
        (out,) = line.outs
        kept = [k for k in range(len(shape)) if k not in reduced]
        if out.shape == ():

            def write_scalar(text: str, at: dict) -> None:
                self.scalar(out, text)

            return kept, None, write_scalar
        target = self.allocate(out.shape)
        self.operands[id(out)] = target
        lengths = tuple(shape[k] for k in kept)

        def write_element(text: str, at: dict) -> None:
            self.write(f"{target.buffer}[{place_index('0', contiguous(lengths), list(at.values()))}] = {text};")

        return kept, target, write_element

    def _argument(self, line: Line, readers: list) -> None:
        (source,), _ = line.inputs, line.outs
        axis = line.params["axis"]
        reduced = axes_of(axis, len(source.shape))
        operand = self.operand(source) if not isinstance(self.operand(source), Scalar) else self.stored(source)
        sign = ">" if line.op.name == "argmax" else "<"
        kept, target, write_out = self._lanes(line, source.shape, reduced)
        with self.loops([source.shape[k] for k in kept]) as indices:
            at = dict(zip(kept, indices, strict=True))
            best, where, count, x = (self.name(p) for p in ("b", "w", "n", "x"))
            self.write(f"let {best} = 0, {where} = -1, {count} = 0;")
            with self.loops([source.shape[k] for k in reduced]) as inner:
                element = self.element(operand, source.shape, {**at, **dict(zip(reduced, inner, strict=True))})
                self.write(f"const {x} = {element};")
                # The first NaN wins, as in NumPy.
                self.write(
                    f"if ({where} < 0 || {x} {sign} {best} || ({x} !== {x} && {best} === {best})) "
                    f"{{ {best} = {x}; {where} = {count}; }}"
                )
                self.write(f"{count}++;")
            write_out(where, at)

    def _cumulate(self, line: Line, readers: list) -> None:
        (source,), (out,) = line.inputs, line.outs
        reduced = axes_of(line.params["axis"], len(source.shape))
        kept = [k for k in range(len(source.shape)) if k not in reduced]
        operand = self.operand(source) if not isinstance(self.operand(source), Scalar) else self.stored(source)
        self.operands[id(out)] = target = self.allocate(out.shape)
        strides = contiguous(source.shape)  # a flattened result has the same order
        with self.loops([source.shape[k] for k in kept]) as indices:
            at = dict(zip(kept, indices, strict=True))
            start, sign = ("0", "+") if line.op.name == "cumsum" else ("1", "*")
            total = self.name("a")
            self.write(f"let {total} = {start};")
            with self.loops([source.shape[k] for k in reduced]) as inner:
                everywhere = {**at, **dict(zip(reduced, inner, strict=True))}
                self.write(f"{total} {sign}= {self.element(operand, source.shape, everywhere)};")
                at_all = [everywhere[k] for k in range(len(source.shape))]
                self.write(f"{target.buffer}[{place_index('0', strides, at_all)}] = {total};")

    def _sort(self, line: Line, readers: list) -> None:
        (source,), (out,) = line.inputs, line.outs
        shape = source.shape if line.params["axis"] is not None else (prod(source.shape),)
        axis = (line.params["axis"] or 0) % len(shape) if line.params["axis"] is not None else 0
        copy = self.allocate(source.shape)
        self.store(self.operand(source), copy)
        self.operands[id(out)] = target = self.allocate(out.shape)
        strides = contiguous(shape)
        kept = [k for k in range(len(shape)) if k != axis]
        with self.loops([shape[k] for k in kept]) as indices:
            base = place_index("0", [strides[k] for k in kept], indices)
            self.write(f"L.{line.op.name}({copy.buffer}, {target.buffer}, {base}, {shape[axis]}, {strides[axis]});")

    def _take(self, line: Line, readers: list) -> None:
        (source, indices), (out,) = line.inputs, line.outs
        axis = line.params["axis"]
        data, which = self.stored(source), self.stored(indices)
        target = self.allocate(out.shape)
        with self.loops(out.shape) as at:
            k = self.name("n")
            length = source.shape[axis]
            self.write(f"const {k} = {place(which, spread(which, out.shape), at)};")
            places = [
                f"({k} < 0 ? {k} + {length} : {k})" if d == axis % len(out.shape) else i for d, i in enumerate(at)
            ]
            widened = [
                0 if source.shape[d] == 1 and d != axis % len(out.shape) else s for d, s in enumerate(data.strides)
            ]
            self.write(
                f"{place(target, target.strides, at)} = {data.buffer}[{place_index(data.offset, widened, places)}];"
            )
        self.operands[id(out)] = target

    def _concatenate(self, line: Line, readers: list) -> None:
        (out,) = line.outs
        axis = line.params["axis"]
        self.operands[id(out)] = target = self.allocate(out.shape)
        start = 0
        for value in line.inputs:
            shape = value.shape if axis is not None else (prod(value.shape),)
            strides = target.strides
            offset = start * strides[(axis or 0) % len(shape)]
            operand = self.operand(value)
            if axis is None:
                operand = self._flattened(value)
            self.store(operand, Strided(target.buffer, shape, strides, str(offset)))
            start += shape[(axis or 0) % len(shape)]

    def _flattened(self, value: Value) -> Operand:
        copy = self.allocate(value.shape)
        self.store(self.operand(value), copy)
        return Strided(copy.buffer, (prod(value.shape),), (1,))

    def _matmul(self, line: Line, readers: list) -> None:
        (out,) = line.outs
        a, b = (self.stored(v) for v in line.inputs)
        if len(a.shape) == 1:
            a = Strided(a.buffer, (1, *a.shape), (0, *a.strides), a.offset)
        if len(b.shape) == 1:
            b = Strided(b.buffer, (*b.shape, 1), (*b.strides, 0), b.offset)
        rows, inner, columns = a.shape[-2], a.shape[-1], b.shape[-1]
        batch = np.broadcast_shapes(a.shape[:-2], b.shape[:-2])
        target = self.allocate((*batch, rows, columns), "v")
        with self.loops((*batch, rows)) as indices:
            *outer, i = indices
            left = place_index(a.offset, [*spread_axes(a, batch), a.strides[-2]], [*outer, i])
            right = place_index(b.offset, spread_axes(b, batch), outer)
            row = place_index("0", target.strides[:-1], indices)
            self._row_times(
                target.buffer,
                row,
                (a.buffer, left, a.strides[-1]),
                (b.buffer, right, b.strides[-2], b.strides[-1]),
                inner,
                columns,
            )
        if out.shape == ():
            self.scalar(out, f"{target.buffer}[0]")
        else:
            self.operands[id(out)] = Strided(target.buffer, out.shape, contiguous(out.shape))

    def _row_times(self, out: str, row: str, left: tuple, right: tuple, inner: int, columns: int) -> None:
        """Write `out[row, :] = left @ right` for one row of the result."""
        (a, at_a, step), (b, at_b, down, across) = left, right
        with self.loops((columns,)) as (j,):
            total, k = self.name("a"), self.name("k_")
            self.write(f"let {total} = 0;")
            base = place_index(at_b, [across], [j])
            with self.block(f"for (let {k} = 0; {k} < {inner}; {k}++) {{"):
                self.write(f"{total} += {a}[{place_index(at_a, [step], [k])}] * {b}[{place_index(base, [down], [k])}];")
            self.write(f"{out}[{place_index(row, [1], [j])}] = {total};")

    def _scan(self, line: Line, readers: list) -> None:
        body, states, over = (line.params[k] for k in ("body", "states", "over"))
        paths = [self.allocate(out.shape, "p") for out in line.outs]
        for path, start in zip(paths, line.inputs, strict=False):
            self.store(self.operand(start), first_row(path, "0"))
        outside = [self.operand(v) if v.shape == () else self.stored(v) for v in line.inputs[states:]]
        step, kept = self.name("t"), self.kept
        self.kept = False
        with self.block(f"for (let {step} = 0; {step} < {line.params['length']}; {step}++) {{"):
            for var, path in zip(body.inputs, paths, strict=False):
                self._row(var, path, step)
            if over:
                self._row(body.inputs[states], outside[0], step)
            for var, operand in zip(body.inputs[states + over :], outside[over:], strict=True):
                self.operands[id(var)] = operand
            self.lines(body)
            for value, path in zip(body.outputs.values(), paths, strict=True):
                self.store(self.operand(value), first_row(path, f"({step} + 1)"))
        self.kept = kept
        for out, path in zip(line.outs, paths, strict=True):
            self.operands[id(out)] = path

    def _row(self, var: Var, source: Strided, step: str) -> None:
        row = first_row(source, step)
        if row.shape == ():
            self.scalar(var, place(row, (), []))
        else:
            self.operands[id(var)] = row


def readers_of(program: Program) -> dict[int, list[Line | None]]:
    """Return the lines that read each value; None stands for the result."""
    readers: dict[int, list[Line | None]] = {}
    for line in program.lines:
        for value in line.inputs:
            readers.setdefault(id(value), []).append(line)
    for value in program.outputs.values():
        readers.setdefault(id(value), []).append(None)
    return readers


FOLDS = {
    "sum": ("0", "{0} + {1}"),
    "prod": ("1", "{0} * {1}"),
    "max": ("-Infinity", "Math.max({0}, {1})"),
    "min": ("Infinity", "Math.min({0}, {1})"),
    "any": ("false", "{0} || {1}"),
    "all": ("true", "{0} && {1}"),
}
