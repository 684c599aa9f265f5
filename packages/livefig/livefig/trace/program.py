"""The program: typed, single assignment, one line an operation. It can be checked, run with NumPy and printed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from ..errors import TraceError
from .lines import DTYPES, Array, Const, Line, Value, Var, example
from .op import Op, Params
from .run import function_of, number
from .table import ASTYPE, PRIMITIVES

CONCATENATE = PRIMITIVES[np.concatenate]


@dataclass(eq=False)
class Program:
    """Lines in order of evaluation. `inputs` are Vars; `outputs` maps a name to a Value.

    Of the outputs in `open_ended` the function gives as many elements as a condition holds, and the program NaN behind
    them.
    """

    inputs: list[Var]
    lines: list[Line] = field(default_factory=list)
    outputs: dict[Any, Value] = field(default_factory=dict)
    open_ended: frozenset[Any] = frozenset()

    def run(self, *arguments: Any) -> dict[Any, Array]:
        """Return the outputs, computed with NumPy from one argument for each input.

        Raises
        ------
        WholeNumberError
            If a whole number becomes too large for the page.
        """
        results = self._function(*map(number, arguments))
        return {name: np.asarray(result) for name, result in zip(self.outputs, results, strict=True)}

    @cached_property
    def _function(self) -> Callable[..., tuple[Any, ...]]:
        return function_of(self)

    def whole(self, found: Mapping[Any, Array]) -> dict[Any, Array]:
        """Return what the function gives, filled up with NaN where the program is."""
        return {
            name: filled(np.asarray(value, float), self.outputs[name].shape) if name in self.open_ended else value
            for name, value in found.items()
        }

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
        return Program(self.inputs, kept[::-1], self.outputs, self.open_ended)

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


def filled(value: Array, shape: tuple[int, ...]) -> Array:
    """Return an array in the corner of a larger one, the rest of which is NaN; one that does not fit, as it is."""
    if value.ndim != len(shape) or any(own > most for own, most in zip(value.shape, shape, strict=True)):
        return value
    if value.shape == shape:
        return value
    whole = np.full(shape, np.nan)
    whole[tuple(map(slice, value.shape))] = value
    return whole


def filled_up(lines: list[Line], value: Value, shape: tuple[int, ...]) -> Var:
    """Add lines that fill a value up with NaN to a larger shape; return what they give."""

    def add(op: Op, inputs: tuple[Value, ...], params: Params) -> Var:
        out = Var(np.asarray(op.run(*map(example, inputs), **params)))
        lines.append(Line(op, inputs, params, (out,)))
        return out

    if value.dtype != "float64":
        value = add(ASTYPE, (value,), {"dtype": np.dtype(float)})
    for axis, length in enumerate(shape):
        if value.shape[axis] != length:
            rest = (*value.shape[:axis], length - value.shape[axis], *value.shape[axis + 1 :])
            value = add(CONCATENATE, (value, Const(np.full(rest, np.nan))), {"axis": axis})
    assert isinstance(value, Var)
    return value


def describe(value: Value, names: dict[int, str]) -> str:
    """Return a short text for a value in a printed program."""
    if isinstance(value, Var):
        return names.get(id(value), "?")
    return repr(value.value.item()) if value.shape == () else f"const{list(value.shape)}"
