"""Run a program with NumPy: it is written as one Python function, once, and that function is called at every setting.

A program is data, and could be run by walking over its lines with a dictionary of what is known. A `scan` of ten
thousand steps would then pay for the walk at each of them. So the program is written out as Python source, one line for
each line, with local names for values and the table's functions beside it:

    def program(a0):
        v0 = a0 * k0
        p0 = empty((51,))
        p0[0] = k1
        s0 = p0[0]
        for t0 in range(50):
            v1 = s0 - v0
            p0[t0 + 1] = v1
            s0 = v1
        return p0,

Numbers are NumPy's scalars, never arrays without axes, as they are in the author's function; where an operator is the
ufunc, the operator is written. Both make it as quick as the function itself, which is all that can be wished for.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Protocol

import numpy as np

from . import whole
from .lines import Line, Value, Var
from .refusals import beyond, endless
from .table import INDEX, WHERE
from .table.moves import IN_ORDER

Each = Callable[[Any], Any]


class Runnable(Protocol):
    """What is asked of a program."""

    inputs: list[Var]
    lines: list[Line]
    outputs: dict[Any, Value]


def function_of(program: Runnable, each: Each | None = None) -> Callable[..., tuple[Any, ...]]:
    """Return a function of the program's inputs that gives its outputs in order.

    Parameters
    ----------
    program : Program
    each : callable, optional
        Is given the result of every line that computes floats, and returns what the next lines shall read instead.
    """
    source = _Source(each)
    arguments = [source.new(var, "a") for var in program.inputs]
    source.lines(program.lines)
    return source.function(arguments, [source.value(value) for value in program.outputs.values()])


def loop_of(inputs: Sequence[Any], params: dict[str, Any]) -> Callable[..., tuple[Any, ...]]:
    """Return a function of a scan's inputs, such as these, that gives every state."""
    source = _Source()
    arguments = [source.name("a") for _ in inputs]
    shapes = [np.shape(x) for x in inputs[: params["states"]]]
    return source.function(arguments, source.loop(arguments, shapes, params))


def roll_of(inputs: Sequence[Any], params: dict[str, Any]) -> Callable[..., tuple[Any, ...]]:
    """Return a function of a rolled loop's inputs, such as these, that gives the last states and what was emitted."""
    source = _Source()
    arguments = [source.name("a") for _ in inputs]
    return source.function(arguments, source.roll(arguments, params))


def number(x: Any) -> Any:
    """Return an array, or NumPy's scalar in place of an array without axes."""
    return np.asarray(x)[()]


class _Source:
    """Python source in the making, and the things that it names."""

    def __init__(self, each: Each | None = None) -> None:
        self.rows: list[str] = []
        self.depth = 1
        self.known: dict[str, Any] = {"empty": np.empty, "concatenate": np.concatenate, "each": each}
        self.counts: dict[str, int] = {}
        self.names: dict[int, str] = {}  # by the id of a Var
        self.each = each

    def function(self, arguments: list[str], results: list[str]) -> Callable[..., tuple[Any, ...]]:
        self.write(f"return {''.join(f'{name}, ' for name in results)}" if results else "return ()")
        text = "\n".join([f"def program({', '.join(arguments)}):", *self.rows])
        exec(compile(text, "<livefig program>", "exec"), self.known)  # noqa: S102
        found: Callable[..., tuple[Any, ...]] = self.known["program"]
        return found

    # ---- names

    def write(self, row: str) -> None:
        self.rows.append("    " * self.depth + row)

    def name(self, prefix: str) -> str:
        count = self.counts[prefix] = self.counts.get(prefix, -1) + 1
        return f"{prefix}{count}"

    def new(self, var: Var, prefix: str = "v") -> str:
        self.names[id(var)] = self.name(prefix)
        return self.names[id(var)]

    def bound(self, thing: Any, prefix: str) -> str:
        name = self.name(prefix)
        self.known[name] = thing
        return name

    def value(self, value: Value) -> str:
        return self.names[id(value)] if isinstance(value, Var) else self.bound(value.value[()], "k")

    def parameter(self, thing: Any) -> str:
        return repr(thing) if _is_literal(thing) else self.bound(thing, "k")

    # ---- lines

    def lines(self, lines: list[Line]) -> None:
        for line in lines:
            inputs = [self.value(value) for value in line.inputs]
            if line.op.kind == "scan":
                shapes = [value.shape for value in line.inputs[: line.params["states"]]]
                self.names.update(zip(map(id, line.outs), self.loop(inputs, shapes, line.params), strict=True))
            elif line.op.kind == "roll":
                self.names.update(zip(map(id, line.outs), self.roll(inputs, line.params), strict=True))
            else:
                text = self.watched(line, inputs) if line.watched else self.expression(line, inputs)
                floats = line.outs[0].dtype == "float64"
                self.write(f"{self.new(line.outs[0])} = {f'each({text})' if floats and self.each else text}")

    def watched(self, line: Line, inputs: list[str]) -> str:
        return f"{self.bound(partial(_watch, line), 'f')}({', '.join(inputs)})"

    def expression(self, line: Line, inputs: list[str]) -> str:
        (out,), params = line.outs, line.params
        template = getattr(line.op, "python", "")
        if line.op.kind == "move":
            return self.move(line, inputs[0])
        if line.op is WHERE and out.shape == () and all(value.dtype == out.dtype for value in line.inputs[1:]):
            return f"{inputs[1]} if {inputs[0]} else {inputs[2]}"
        named = {key: self.parameter(thing) for key, thing in params.items()}
        if template:
            return str(template.format(*inputs, **named))
        if line.op.kind == "concatenate":
            return f"concatenate(({', '.join(inputs)},), {named['axis']})"
        text = f"{self.bound(line.op.run, 'f')}({', '.join([*inputs, *(f'{k}={v}' for k, v in named.items())])})"
        return f"{text}[()]" if out.shape == () and not isinstance(line.op.run, np.ufunc) else text

    def move(self, line: Line, source: str) -> str:
        (out,), params = line.outs, line.params
        if line.op is INDEX:
            text = f"{source}[{self.parameter(params['key'])}]"
            if _is_element(params["key"]):
                return text
        elif line.op.run in IN_ORDER and params.get("order") in (None, "C"):
            text = f"{source}.reshape({out.shape!r})"
        else:
            text = f"{self.bound(partial(line.op.run, **params), 'f')}({source})"
        return f"{text}[()]" if out.shape == () else text

    def loop(self, inputs: list[str], shapes: list[tuple[int, ...]], params: dict[str, Any]) -> list[str]:
        """Write a scan, whose body's lines stand inside the loop; return the names of its results."""
        body, states, length, over = (params[key] for key in ("body", "states", "length", "over"))
        paths = [self.name("p") for _ in shapes]
        for path, start, shape in zip(paths, inputs, shapes, strict=False):
            self.write(f"{path} = empty({(length + 1, *shape)!r})")
            self.write(f"{path}[0] = {start}")
        names = [self.new(var, "s") for var in body.inputs[:states]]
        for path, state in zip(paths, names, strict=True):
            self.write(f"{state} = {path}[0]")
        step = self.name("t")
        self.write(f"for {step} in range({length}):")
        self.depth += 1
        if over:
            self.write(f"{self.new(body.inputs[states], 'r')} = {inputs[states]}[{step}]")
        self.names.update(zip(map(id, body.inputs[states + over :]), inputs[states + over :], strict=True))
        self.lines(body.lines)
        results = [self.value(value) for value in body.outputs.values()]
        for path, result in zip(paths, results, strict=True):
            self.write(f"{path}[{step} + 1] = {result}")
        self.write(f"{', '.join(names)} = {', '.join(results)}")
        self.depth -= 1
        return paths

    def roll(self, inputs: list[str], params: dict[str, Any]) -> list[str]:
        """Write a loop that keeps its last states and what it emits; return the names of its results."""
        body, count, rows, length = (params[key] for key in ("body", "states", "rows", "length"))
        results = list(body.outputs.values())
        emitted = results[params["asks"] + count :]
        paths = [self.name("p") for _ in emitted]
        for path, value in zip(paths, emitted, strict=True):
            self.write(f"{path} = empty({(length, *value.shape)!r}, {value.dtype!r})")
        names = [self.new(var, "s") for var in body.inputs[:count]]
        for name, start in zip(names, inputs, strict=False):
            self.write(f"{name} = {start}")
        step = self.name("t")
        never_ending = params["asks"] and not rows  # a while; a range ends
        self.write(f"for {step} in range({length + never_ending}):")
        self.depth += 1
        for var, row in zip(body.inputs[count : count + rows], inputs[count:], strict=False):
            self.write(f"{self.new(var, 'r')} = {row}[{step}]")
        self.names.update(zip(map(id, body.inputs[count + rows :]), inputs[count + rows :], strict=True))
        self.lines(body.lines)
        given = [self.value(value) for value in results]
        if params["asks"]:
            goes_on = given.pop(0)
            self.write(f"if not {goes_on}: break")
            if never_ending:
                self.write(f"if {step} == {length}: raise {self.bound(endless(params['where'], length), 'k')}")
        for path, name in zip(paths, given[count:], strict=True):
            self.write(f"{path}[{step}] = {name}")
        if names:
            self.write(f"{', '.join(names)}, = {', '.join(given[:count])},")
        self.depth -= 1
        # What the loop leaves has names of its own: its body may stand in another loop, and be run again.
        left = [self.name("v") for _ in names]
        for name, state in zip(left, names, strict=True):
            self.write(f"{name} = {state}")
        return [*left, *paths]


def _is_element(key: Any) -> bool:
    """Return whether an index gives NumPy's scalar, not an array without axes."""
    return all(type(part) is int for part in (key if isinstance(key, tuple) else (key,)))


def _is_literal(thing: Any) -> bool:
    if isinstance(thing, tuple):
        return all(map(_is_literal, thing))
    return thing is None or type(thing) in (bool, int, str)


def _watch(line: Line, *inputs: Any) -> Any:
    """Run a line, unless its result would leave the whole numbers that the page can count."""
    if whole.leaves(line.op.run, inputs, line.params):
        raise beyond(line.op.name, line.where)
    return line.op.run(*inputs, **line.params)
