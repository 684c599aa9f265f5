"""The writer: text in the making, and where the values of a program are meanwhile.

Three ideas carry the JavaScript that comes out.

**Fusion.** `np.exp(-x * x)` is three lines of a program. Written one by one they would be three loops, with two arrays
between them that nobody else reads. So an element-wise result is at first not computed at all: it is kept as an
expression with holes, `Math.exp({0})`, and the operands that fill them (`Fused`). When a loop needs its elements, the
expression is written into that loop. It pays only if the value is read once, and by a loop over exactly its own shape;
read twice, or stretched by broadcasting, it would be computed again and again. Then, and when the value is a result,
it is stored in an array of its own. `kinds.elementwise` decides, `expression` unfolds.

**Views.** A slice, a transpose or a broadcast moves no number. It is the same buffer read with other strides
(`buffers.Strided`): the element at index i, j stands at offset + i * stride0 + j * stride1, and a stride of 0 reads one
element again and again. NumPy itself is asked what a move does to the strides (`buffers.view`). And where the axes of
a loop run through all its buffers without a jump, they become one axis (`buffers.collapse`), so that `x + y` on a
matrix is one loop and not two.

**What outlives the call.** All arrays are allocated once, when the page loads, and each call writes into them again.
That makes another saving possible: when one slider of five moves, most lines would compute what they computed before.
Lines that depend on the same inputs stand in an `if` that asks whether one of those changed: `new0` compares the
argument with `last0`, the one of the previous call. What such a block computes must still be there when it is skipped
the next time. Arrays are; a number in a `const` would be gone, so inside these blocks (`kept`) numbers are variables
declared outside the call. Inside the loop of a `scan` every number is new at each step, and `kept` is off again. A
program that can stop in the middle, because a whole number grew too large, remembers its arguments only when it has
come to its end: what was half computed must not be believed by the next call.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from math import prod
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from ..trace.lines import Const, Line, Value, Var
from ..trace.op import Op
from ..trace.program import Program
from .buffers import Fused, Operand, Scalar, Strided, collapse, contiguous, is_whole, place, spread, strided_leaves

LONG = 70  # characters; an operand that is longer, or stands twice in its expression, gets a name


Readers = list[Line | None]  # of one value; None stands for the result


class Kind(Protocol):
    """Writes one line of the program, of one kind of operation."""

    def __call__(self, writer: "Writer", line: Line, readers: Readers) -> None: ...


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


class Writer:
    """Rows of JavaScript, the arrays that they allocate, the constants that they read, and where each value is."""

    def __init__(self, kinds: dict[str, Kind]) -> None:
        self.kinds = kinds
        self.rows: list[str] = []
        self.allocations: list[str] = []
        self.constants: list[NDArray[np.float64]] = []
        self.operands: dict[int, Operand] = {}  # by the id of a Var
        self.names: Counter[str] = Counter()
        self.depth = 0
        self.comment = ""
        self.constant_names: dict[tuple[tuple[int, ...], bytes], str] = {}
        self.sizes: dict[str, int] = {}
        self.kept = False  # whether numbers must outlive the call
        self.stops = False  # whether a call can end with an error
        self.rolling: dict[int, Readers] | None = None  # who reads what, in the body of a rolled loop
        self.own: set[int] = set()  # by id: the arrays that such a body may overwrite

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
    def loops(self, shape: Sequence[int]) -> Iterator[list[str]]:
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

    def constant(self, values: NDArray[Any]) -> Scalar | Strided:
        if values.shape == ():
            return Scalar(number(float(values)))
        array = np.ascontiguousarray(values, dtype=float)
        key = (array.shape, array.tobytes())
        if key not in self.constant_names:
            self.constant_names[key] = self.name("k")
            self.sizes[self.constant_names[key]] = array.size
            self.allocations.append(f"const {self.constant_names[key]} = K[{len(self.constants)}];")
            self.constants.append(array)
        return Strided(self.constant_names[key], array.shape, contiguous(array.shape))

    def operand(self, value: Value) -> Operand:
        return self.constant(value.value) if isinstance(value, Const) else self.operands[id(value)]

    def elements(self, value: Value) -> Fused | Strided:
        """Return the value as something that has elements, even if it is one number."""
        operand = self.operand(value)
        return self.stored(value) if isinstance(operand, Scalar) else operand

    def stored(self, value: Value) -> Strided:
        """Return the value as elements of a buffer, storing it first where it is not."""
        operand = self.operand(value)
        if isinstance(operand, Strided):
            return operand
        target = self.copied(value)
        if isinstance(value, Var) and isinstance(operand, Fused):
            self.operands[id(value)] = target
        return target

    def copied(self, value: Value, prefix: str = "v") -> Strided:
        """Return the value in a buffer of its own."""
        target = self.allocate(value.shape, prefix)
        self.store(self.operand(value), target)
        return target

    def result(self, value: Value) -> str:
        """Return an expression for a result: a number, or a typed array in C order that holds nothing else."""
        operand = self.operand(value)
        if isinstance(operand, Scalar) and value.shape == ():
            return operand.text
        return self.alone(value).buffer

    def alone(self, value: Value) -> Strided:
        """Return the value in C order, in a buffer that holds nothing else."""
        operand = self.operand(value)
        whole = isinstance(operand, Strided) and operand.offset == "0" and is_whole(operand)
        if isinstance(operand, Strided) and whole and self.sizes[operand.buffer] == prod(value.shape):
            return operand
        return self.copied(value, "r")

    def scalar(self, out: Var, text: str) -> None:
        """Give a number a name."""
        name = self.name("s")
        if self.kept:  # the next call may find it as it is
            self.allocations.append(f"let {name} = 0;")
        self.write(f"{name} = {text};" if self.kept else f"const {name} = {text};")
        self.operands[id(out)] = Scalar(name)

    def may_overwrite(self, line: Line) -> bool:
        """Return whether a store may write into the very array that it is given.

        Only inside a rolled loop, where each turn overwrites the states anyway, and where all others who read the array
        have read it by now: they stand before, and what they read is a number, or was copied.
        """
        array = line.inputs[0]
        if self.rolling is None or not isinstance(array, Var) or id(array) not in self.own:
            return False
        readers = self.rolling.get(id(array), [])
        if readers.count(None) or readers.index(line) != len(readers) - 1:
            return False
        if not all(_reads_at_once(reader) for reader in readers[:-1] if reader is not None):
            return False
        self.own.add(id(line.outs[0]))
        return True

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

    def element(self, operand: Operand, shape: tuple[int, ...], at: dict[int, str]) -> str:
        """Return the expression of the element at the given index of each axis."""
        indices = [at[k] for k in range(len(shape))]
        places = [place(leaf, spread(leaf, shape), indices) for leaf in strided_leaves(operand)]
        return self.expression(operand, iter(places))

    def expression(self, operand: Operand, places: Iterator[str]) -> str:
        """Return the text for one element; a part that is needed twice or is long gets a name first."""
        if isinstance(operand, Scalar):
            return operand.text
        if isinstance(operand, Strided):
            return next(places)
        texts = []
        for k, part in enumerate(operand.inputs):
            text = self.expression(part, places)
            twice = operand.template.count(f"{{{k}}}") > 1 or len(text) > LONG
            if twice and not text.isidentifier() and isinstance(part, Fused | Strided):
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
        rows, allocations = len(self.rows), len(self.allocations)
        for needs, group in groups:
            changed = " || ".join(f"new{k}" for k in sorted(needs))
            self.kept = True
            with self.block(f"if ({changed}) {{"):
                for line in group:
                    self.line(line, readers)
            self.kept = False
        self.allocations[allocations:allocations] = [f"let last{k} = NaN;" for k in range(len(arguments))]
        self.rows[rows:rows] = self._changes(arguments)

    def _changes(self, arguments: list[str]) -> Iterator[str]:
        """Ask which arguments are new, and remember them: at once, or, if the call can stop before its end, there."""
        for k, argument in enumerate(arguments):
            yield "  " * self.depth + f"const new{k} = {argument} !== last{k};"
            yield "  " * self.depth + f"last{k} = {'NaN' if self.stops else argument};"
            if self.stops:
                self.write(f"last{k} = {argument};")

    def lines(self, program: Program) -> None:
        """Write all lines of a program, one after the other."""
        readers = readers_of(program)
        for line in program.lines:
            self.line(line, readers)

    @contextmanager
    def body(self, program: Program, states: Sequence[Var]) -> Iterator[Callable[[Sequence[Line]], None]]:
        """Give a function that writes lines of a rolled loop's body, which may overwrite its states."""
        outside, readers = (self.rolling, self.own), readers_of(program)
        self.rolling, self.own = readers, {id(var) for var in states if var.shape}

        def write(lines: Sequence[Line]) -> None:
            for line in lines:
                self.line(line, readers)

        yield write
        self.rolling, self.own = outside

    def line(self, line: Line, readers: dict[int, Readers]) -> None:
        """Write one line; the kind of its operation says how."""
        self.explain(line)
        self.kinds[line.op.kind](self, line, readers.get(id(line.outs[0]), []))


def _reads_at_once(reader: Line) -> bool:
    """Return whether a line has read its input when it is written, and leaves no view of it."""
    return reader.op.kind in ("at", "take") or (reader.op.kind == "move" and reader.outs[0].shape == ())


def readers_of(program: Program) -> dict[int, Readers]:
    """Return the lines that read each value; None stands for the result."""
    readers: dict[int, Readers] = {}
    for line in program.lines:
        for value in line.inputs:
            readers.setdefault(id(value), []).append(line)
    for value in program.outputs.values():
        readers.setdefault(id(value), []).append(None)
    return readers


def template(line: Line) -> str:
    """Return the JavaScript of a line's row, for the types of its inputs."""
    assert isinstance(line.op, Op)
    params = line.params if line.op.kind == "elementwise" else {}
    return line.op.expression([value.dtype for value in line.inputs], params)


def watched(writer: Writer, line: Line, text: str) -> str:
    """Return an expression that stops the call if a whole number left the range in which the page can count."""
    writer.stops = writer.stops or line.watched
    return f"L.whole({text})" if line.watched else text
