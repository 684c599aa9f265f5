"""The program: typed, single assignment, one line an operation. It can be checked, run with NumPy and printed."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import TraceError
from . import whole
from .op import Operation
from .where import Place
from .whole import Bounds

DTYPES = ("float64", "int64", "bool")

Array = NDArray[Any]


@dataclass(eq=False)
class Var:
    """A value that depends on a control. `example` is its value at the controls' defaults; shape and type are fixed.

    `extent` says between which whole numbers an int64 always lies. `plain` marks what is Python's own int or bool to
    the author, such as the value of an integer slider, and not a number of NumPy's.
    """

    example: Array
    label: str = ""
    extent: Bounds = None
    plain: bool = False

    @property
    def shape(self) -> tuple[int, ...]:
        return self.example.shape

    @property
    def dtype(self) -> str:
        return str(self.example.dtype)

    @property
    def bounds(self) -> Bounds:
        return (0, 1) if self.dtype == "bool" else self.extent


@dataclass(eq=False)
class Const:
    """A value that no control changes."""

    value: Array

    @property
    def shape(self) -> tuple[int, ...]:
        return self.value.shape

    @property
    def dtype(self) -> str:
        return str(self.value.dtype)

    @cached_property
    def bounds(self) -> Bounds:
        return whole.extent(self.value)


Value = Var | Const


def example(value: Value) -> Array:
    """Return what the value is at the controls' defaults."""
    return value.example if isinstance(value, Var) else value.value


@dataclass(eq=False)
class Line:
    """`outs = op(*inputs, **params)`, written on the author's line `where`.

    `watched` says that the result is a whole number of which no bounds are known: whoever runs the line has to look.
    """

    op: Operation
    inputs: tuple[Value, ...]
    params: dict[str, Any]
    outs: tuple[Var, ...]
    where: Place = ("", 0, "")
    watched: bool = False


@dataclass(eq=False)
class Program:
    """Lines in order of evaluation. `inputs` are Vars; `outputs` maps a name to a Value."""

    inputs: list[Var]
    lines: list[Line] = field(default_factory=list)
    outputs: dict[Any, Value] = field(default_factory=dict)

    def run(self, *arguments: Any) -> dict[Any, Array]:
        """Return the outputs, computed with NumPy from one argument for each input.

        Raises
        ------
        WholeNumberError
            If a whole number becomes too large for the page.
        """
        results = self._function(*(np.asarray(argument)[()] for argument in arguments))
        return {name: np.asarray(result) for name, result in zip(self.outputs, results, strict=True)}

    @cached_property
    def _function(self) -> Callable[..., tuple[Any, ...]]:
        from .run import function_of  # which imports this module

        return function_of(self)

    def check(self) -> None:
        """Raise TraceError unless each line reads what was written before and every type is a known one."""
        written = {id(v) for v in self.inputs}
        for line in self.lines:
            for value in line.inputs:
                if isinstance(value, Var) and id(value) not in written:
                    raise TraceError(f"{line.op.name} reads a value that no line has written")
            for out in line.outs:
                if id(out) in written or out.dtype not in DTYPES:
                    raise TraceError(f"{line.op.name} writes {out.dtype}{out.shape} twice or of an unknown type")
                written.add(id(out))
        for name, value in self.outputs.items():
            if isinstance(value, Var) and id(value) not in written:
                raise TraceError(f"output {name!r} is never written")

    def without_dead_lines(self) -> "Program":
        """Return the program without the lines that no output needs."""
        needed = {id(v) for v in self.outputs.values()}
        kept = []
        for line in reversed(self.lines):
            if any(id(out) in needed for out in line.outs):
                kept.append(line)
                needed.update(id(v) for v in line.inputs)
        return Program(self.inputs, kept[::-1], self.outputs)

    def depends(self) -> dict[int, frozenset[int]]:
        """Return, by the id of each Var, the positions of the inputs that it depends on."""
        known = {id(v): frozenset([k]) for k, v in enumerate(self.inputs)}
        for line in self.lines:
            union: frozenset[int] = frozenset().union(*(known.get(id(v), frozenset()) for v in line.inputs))
            known.update((id(out), union) for out in line.outs)
        return known

    def reaches(self) -> dict[Any, frozenset[int]]:
        """Return, for each output, the positions of the inputs that it depends on."""
        known = self.depends()
        return {name: known.get(id(v), frozenset()) for name, v in self.outputs.items()}

    def __str__(self) -> str:
        names = {id(v): v.label or f"in{k}" for k, v in enumerate(self.inputs)}
        rows = []
        for line in self.lines:
            for out in line.outs:
                names[id(out)] = f"v{len(names) - len(self.inputs)}"
            left = ", ".join(f"{names[id(o)]}: {o.dtype}{list(o.shape)}" for o in line.outs)
            right = ", ".join(
                [describe(v, names) for v in line.inputs]
                + [f"{k}={p}" for k, p in line.params.items() if not isinstance(p, Program)]
            )
            rows.append(f"{left} = {line.op.name}({right})")
        rows.append("return " + ", ".join(f"{n}={describe(v, names)}" for n, v in self.outputs.items()))
        return "\n".join(rows)


def describe(value: Value, names: dict[int, str]) -> str:
    """Return a short text for a value in a printed program."""
    if isinstance(value, Var):
        return names.get(id(value), "?")
    return repr(value.value.item()) if value.shape == () else f"const{list(value.shape)}"
