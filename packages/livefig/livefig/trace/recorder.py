"""The recorder: writes down, line by line, what is done to traced values.

How a traced value finds its program. The body of a `scan` is a program inside a program, and has a recorder of its own
whose parent is the recorder outside; bodies may nest. Each traced value knows the recorder that it was born in. When an
operation meets values of several recorders, the line belongs to the *innermost* one: `state * rate`, where `state`
changes at each step and `rate` is a slider, can only be computed at each step. The line must not read across the wall
between the two programs, though, so the inner recorder *captures* the outer value: it asks its parent for it (which may
have to capture it from further out, and so on up to the home of the value), keeps a stand-in for it here, and hands
the same stand-in out again at the next use. When the body is finished, the captured values become inputs of the scan,
and the stand-ins inputs of the body: what was a reference to an outer variable is now a wire through the wall. Work on
outer values alone, such as `rate * 2`, never meets a value of the body; it is recorded outside, and so computed once,
before the loop.

A value without a way home (of another traced function, or kept from an earlier trace) is met by a recorder without a
parent, and refused; so is one that a step kept from a body that is finished.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from ..errors import TraceError, UnsupportedError
from . import whole
from .lines import DTYPES, Const, Line, Value, Var, example
from .op import Op, Params
from .refusals import MASKED, beyond
from .table import BOOL_ONLY
from .where import place, user_line


class StrangerError(TraceError):
    """A value was met that no way leads to from here; `home` is the recorder that it was born in."""

    def __init__(self, message: str, home: "Recorder") -> None:
        super().__init__(message)
        self.home = home


class Handle:
    """A value that depends on a control, and the recorder that it was born in."""

    def __init__(self, var: Var, recorder: "Recorder") -> None:
        self.variable, self.recorder = var, recorder


def innermost(things: Iterable[Any]) -> "Recorder":
    """Return the innermost recorder that any of the things comes from."""
    return max((x.recorder for x in things if isinstance(x, Handle)), key=lambda recorder: recorder.depth)


class Recorder:
    """Collects the lines of one program."""

    def __init__(self, parent: "Recorder | None" = None) -> None:
        self.parent = parent
        self.depth: int = 0 if parent is None else parent.depth + 1
        self.closed = False  # whether the program is finished
        self.lines: list[Line] = []
        # By id: the value outside, its stand-in here, and the original, which stays alive so that its id stays its own.
        self.captured: dict[int, tuple[Value, Var, Var]] = {}

    def value(self, thing: Any) -> Value:
        """Return the Value that stands for an operand in this program."""
        if isinstance(thing, Handle):
            return thing.variable if thing.recorder is self else self._capture(thing)
        if isinstance(thing, np.ma.MaskedArray):
            raise UnsupportedError(f"{place()}: {MASKED}")
        array = np.asarray(thing)
        if array.dtype.kind not in "fiub":
            raise UnsupportedError(f"{place()}: {_unreal(array)}")
        return Const(array.astype(_known_type(array)))

    def _capture(self, thing: Handle) -> Var:
        if thing.recorder.closed:
            raise self._left_over()
        if self.parent is None:
            raise StrangerError(
                f"{place()}: a value of one traced function was used in another; pass it as an argument or return it.",
                thing.recorder,
            )
        if id(thing.variable) not in self.captured:
            outer, var = self.parent.value(thing), thing.variable
            self.captured[id(var)] = (outer, Var(var.example, var.label, var.extent, var.plain), var)
        return self.captured[id(thing.variable)][1]

    def record(self, op: Op, inputs: Sequence[Any], params: Params) -> Var:
        """Write one line and return its result. NumPy itself, run on the examples, decides shape and type."""
        if self.closed:
            raise self._left_over()
        values = tuple(self.value(x) for x in inputs)
        examples = [example(v) for v in values]
        out = Var(np.asarray(op.run(*examples, **params)))
        _check_type(op, inputs, params, out)
        watched = out.dtype == "int64" and self._bounded(op, values, params, out)
        self.lines.append(Line(op, values, params, (out,), user_line(), watched))
        return out

    def is_inside(self, other: "Recorder") -> bool:
        """Return whether this is the recorder of a body inside the other's program, however deep."""
        return self is not other and (self.parent is other or self.parent is not None and self.parent.is_inside(other))

    @staticmethod
    def _left_over() -> TraceError:
        return TraceError(
            f"{place()}: a value from inside the step of a scan is used outside; return it as a part of the state."
        )

    @staticmethod
    def _bounded(op: Op, values: Sequence[Value], params: Params, out: Var) -> bool:
        """Give a whole result its bounds; return whether they had to be assumed, so that the line must be watched."""
        if any(isinstance(v, Const) and v.dtype == "int64" and not whole.fits(v.bounds) for v in values):
            raise beyond(op.name)
        bounds = op.bounds(values, params) if op.bounds else None
        watched = not whole.fits(bounds)
        if watched and whole.leaves(op.run, [example(v) for v in values], params):
            raise beyond(op.name)
        out.extent = whole.ANY if watched else bounds
        return watched


def _check_type(op: Op, inputs: Sequence[Any], params: Params, out: Var) -> None:
    """Raise UnsupportedError if the result has a type that the page does not know, or another than NumPy gives."""
    if op.name in BOOL_ONLY and out.dtype != "bool":
        raise UnsupportedError(
            f"{place()}: np.{op.name} works here on conditions (bool), not on the bits of whole numbers; "
            "write n % 2 for n & 1, and (n // 2**k) % 2 for another bit."
        )
    found = _numpys_type(op, inputs, params) or out.dtype
    if found != out.dtype or out.dtype not in DTYPES:
        raise UnsupportedError(
            f"{place()}: np.{op.name} gives {found} here; the page knows float64, int64 and bool, so convert "
            "first, with x.astype(float)."
        )


def _numpys_type(op: Op, inputs: Sequence[Any], params: Params) -> str | None:
    """Return the type that NumPy gives where a constant has one that the page does not know, else None.

    In the program such a constant is a float64 or an int64. NumPy would compute with uint8 as it is, and go from 255
    to 0, or with float32 to seven digits.
    """
    if all(str(getattr(x, "dtype", "bool")) in DTYPES for x in inputs):
        return None
    given = [
        (x.variable.example.item() if x.variable.plain else x.variable.example) if isinstance(x, Handle) else x
        for x in inputs
    ]
    return str(np.asarray(op.run(*given, **params)).dtype)


def _known_type(array: np.ndarray[Any, Any]) -> str:
    """Return the type of the page for a constant; what is no int64, NumPy, too, takes for a float."""
    if array.dtype.kind == "u" and array.size and int(array.max()) >= 2**63:
        return "float64"
    return {"f": "float64", "b": "bool"}.get(array.dtype.kind, "int64")


def _unreal(array: np.ndarray[Any, Any]) -> str:
    if array.dtype == object and all(isinstance(x, int) for x in array.flat):
        return f"a whole number beyond 2**63 ({array.flat[0]}); write it as a float, such as 10.0**30."
    return f"{array.dtype} values cannot be shown live; use real numbers (float64, integers or bool)."
