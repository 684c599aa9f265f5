"""What a program is made of: values, and lines that make new ones."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from numpy.typing import NDArray

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
