"""Loops of many steps: `scan` runs a step again and again, and is one operation of a program whatever its length."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from ..errors import TraceError
from .lines import Const, Line, Value, Var, example
from .op import Params
from .program import Program
from .recorder import Recorder, StrangerError, innermost
from .run import loop_of, number
from .table import ASTYPE
from .tracer import Traced, stacked
from .trees import Structure, flat, unflat
from .where import user_line

Step = Callable[..., Any]
Shape = tuple[int, ...]


class ScanOp:
    """`length` steps of a body program. Inputs: starts, rows (if any), captured values. Outputs: every state."""

    name, kind, tolerance = "scan", "scan", 1e-12

    @staticmethod
    def run(*inputs: Any, **params: Any) -> tuple[Any, ...]:
        """Return every state, the starts included."""
        numbers = [number(x) for x in inputs]
        return loop_of(numbers, params)(*numbers)


SCAN = ScanOp()


def scan(step: Step, start: Any, length: int | None = None, *, over: Any = None) -> Any:
    """Return every state of `state = step(state)`, the start included, stacked along a new first axis.

    Parameters
    ----------
    step : callable
        Takes the state and returns the next one; with `over`, takes the state and one row of `over`.
    start : float, ndarray, or a tuple, list or dict of them
        The first state. Structure and shapes stay the same from step to step; values are float64.
    length : int
        How many steps; may be left out when `over` is given.
    over : ndarray (length, ...), optional
        One row for each step, for example `np.arange(n)` for the number of the step, or pre-drawn noise.

    Returns
    -------
    As `start`, each array with a first axis of `length + 1`.

    Raises
    ------
    TraceError
        If `length` is missing, not an integer, or `step` changes the structure or a shape.

    Examples
    --------
    >>> scan(lambda w: w / 2, 1.0, length=3)
    array([1.   , 0.5  , 0.25 , 0.125])
    """
    length, over = _length(length, over), stacked(over)
    structure, leaves = flat(start)
    if any(isinstance(x, Traced) for x in [*leaves, over]):
        return _scan_traced(step, structure, leaves, length, over)
    return _scan_plain(step, structure, leaves, length, over)


def _length(length: Any, over: Any) -> int:
    if over is not None:
        if length not in (None, len(over)):
            raise TraceError(f"scan: length={length} but over has {len(over)} rows; leave length out.")
        if not len(over):
            raise TraceError("scan: over has no rows, so there is no step; give it one row for each step.")
        return len(over)
    if isinstance(length, Traced) or not isinstance(length, int | np.integer) or length < 1:
        raise TraceError(
            "scan: length must be a whole number of steps, at least 1, that no control changes; to stop "
            "earlier mask with np.where(np.arange(length + 1) <= n, path, np.nan)."
        )
    return int(length)


# ---- with plain numbers


class _Moves(Exception):
    """The start is constant, but the step gives values that depend on a control."""

    def __init__(self, leaves: list[Any]) -> None:
        super().__init__()
        self.leaves = leaves


def _scan_plain(step: Step, structure: Structure, leaves: list[Any], length: int, over: Any) -> Any:
    state = [_number(x) for x in leaves]
    paths = [np.empty((length + 1, *np.shape(x))) for x in state]
    after = _stepper(step, structure, [np.shape(x) for x in state], over)
    for path, x in zip(paths, state, strict=True):
        path[0] = x
    try:
        for t in range(length):
            state = after(state, t)
            for path, x in zip(paths, state, strict=True):
                path[t + 1] = x
    except _Moves as found:
        moving = found.leaves
    else:
        return unflat(structure, paths)
    return _scan_traced(step, structure, leaves, length, over, witness=moving)


def _number(x: Any) -> Any:
    """Return a leaf as the step receives it: a NumPy number or an array, of float64."""
    return np.asarray(x, dtype=float)[()]


def _stepper(step: Step, structure: Structure, shapes: list[Shape], over: Any) -> Callable[[list[Any], int], list[Any]]:
    """Return a function that makes the leaves of the next state of those of the last.

    Ten thousand steps want little said about each. A state that is one number or array, or a tuple or list of them, is
    neither taken apart nor put together by the general rule, and leaves that are what the last ones were are looked at
    no further.
    """
    kind, parts = structure or (None, (None,))
    types = [np.float64 if shape == () else np.ndarray for shape in shapes]
    arrays = [(k, shape) for k, shape in enumerate(shapes) if shape != ()]

    def after(state: list[Any], t: int) -> list[Any]:
        whole = state[0] if kind is None else tuple(state) if kind is tuple else state
        new = step(whole) if over is None else step(whole, over[t])
        found = [new] if kind is None else new
        if (kind is None or type(new) is kind) and [*map(type, found)] == types and fitting(found):
            return list(found)
        return _plain(_leaves(new, structure, shapes))

    def fitting(found: Sequence[Any]) -> bool:
        return not arrays or all(found[k].shape == shape and found[k].dtype == float for k, shape in arrays)

    def after_any(state: list[Any], t: int) -> list[Any]:
        whole = unflat(structure, state)
        return _plain(_leaves(step(whole) if over is None else step(whole, over[t]), structure, shapes))

    return after if kind in (None, tuple, list) and not any(parts) else after_any


def _plain(leaves: list[Any]) -> list[Any]:
    if any(isinstance(x, Traced) for x in leaves):
        raise _Moves(leaves)
    return [_number(x) for x in leaves]


def _leaves(new: Any, structure: Structure, shapes: list[Shape]) -> list[Any]:
    """Return the leaves of a state, once it is clear that it has the structure and the shapes of the one before."""
    new_structure, leaves = flat(new)
    found = [np.shape(x) for x in leaves]
    if new_structure != structure or found != shapes:
        raise TraceError(
            f"scan: the step turns a state of shapes {shapes} into one of shapes {found}; structure and "
            "shapes must stay the same. Start with the shape that the step returns."
        )
    return leaves


# ---- with values that depend on a control


def _scan_traced(
    step: Step, structure: Structure, leaves: list[Any], length: int, over: Any, witness: Sequence[Any] = ()
) -> Any:
    outer = innermost([*leaves, over, *witness])
    while True:
        starts = [_as_float(outer, x) for x in leaves]
        rows = [] if over is None else [outer.value(over)]
        try:
            body, captured = _body(outer, step, structure, starts, rows)
        except StrangerError as met:
            # The step reads a value from deeper inside than the start comes from: the loop itself belongs there.
            if not met.home.is_inside(outer):
                raise
            outer = met.home
        else:
            break
    inputs = [*starts, *rows, *captured]
    params: Params = {"body": body, "states": len(starts), "length": length, "over": bool(rows)}
    outs = tuple(Var(path) for path in SCAN.run(*map(example, inputs), **params))
    outer.lines.append(Line(SCAN, tuple(inputs), params, outs, user_line()))
    return unflat(structure, [Traced(out, outer) for out in outs])


def _body(
    outer: Recorder, step: Step, structure: Structure, starts: list[Value], rows: list[Value]
) -> tuple[Program, list[Value]]:
    """Return one step as a program of its own, and the values outside that it reads."""
    recorder = Recorder(outer)
    states = [Var(example(v), "state") for v in starts]
    row = [Var(np.asarray(example(v)[0]), "row", v.bounds) for v in rows]
    whole = unflat(structure, [Traced(var, recorder) for var in states])
    new = step(whole, *(Traced(var, recorder) for var in row))
    leaves = _leaves(new, structure, [var.shape for var in states])
    outputs: dict[Any, Value] = {k: _as_float(recorder, x) for k, x in enumerate(leaves)}
    program = Program([*states, *row], recorder.lines, outputs).without_dead_lines()
    read = {id(v) for v in [*outputs.values(), *(v for line in program.lines for v in line.inputs)]}
    captured = [(outside, inside) for outside, inside, _ in recorder.captured.values() if id(inside) in read]
    program.inputs += [inside for _, inside in captured]
    recorder.closed = True
    return program, [outside for outside, _ in captured]


def _as_float(recorder: Recorder, x: Any) -> Value:
    value = recorder.value(x)
    if value.dtype == "float64":
        return value
    if isinstance(value, Const):
        return Const(value.value.astype(float))
    return recorder.record(ASTYPE, [x], {"dtype": np.dtype(float)})
