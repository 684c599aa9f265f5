"""Loops of many steps: `scan` runs a step again and again, and is one operation of a program whatever its length."""

from collections.abc import Callable
from typing import Any

import numpy as np

from ..errors import TraceError, user_line
from .ops import ASTYPE
from .program import Const, Line, Program, Value, Var
from .tracer import Recorder, Traced, flat


class ScanOp:
    """`length` steps of a body program. Inputs: starts, rows (if any), captured values. Outputs: every state."""

    name, kind, tolerance = "scan", "scan", 1e-12

    @staticmethod
    def run(*inputs, body: Program, states: int, length: int, over: bool):
        rows = inputs[states] if over else None
        current, captured = list(inputs[:states]), inputs[states + over :]
        paths = [[s] for s in current]
        for t in range(length):
            arguments = [*current, rows[t], *captured] if over else [*current, *captured]
            current = list(body.run(*arguments).values())
            for path, new in zip(paths, current, strict=True):
                path.append(new)
        stacked = tuple(np.stack(path) for path in paths)
        return stacked if states > 1 else stacked[0]


SCAN = ScanOp()


def scan(step: Callable[..., Any], start: Any, length: int | None = None, *, over: Any = None) -> Any:
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
    length = _length(length, over)
    tree, leaves = flat(start)
    if any(isinstance(x, Traced) for x in leaves + [over]):
        return _scan_traced(step, tree, leaves, length, over)
    state = [np.asarray(x, dtype=float)[()] for x in leaves]
    paths = [[x] for x in state]
    for t in range(length):
        new = _step(step, tree, state, None if over is None else over[t])
        if any(isinstance(x, Traced) for x in new):  # the start is constant, the step is not
            return _scan_traced(step, tree, leaves, length, over, witness=new)
        state = [np.asarray(x, dtype=float)[()] for x in new]
        for path, x in zip(paths, state, strict=True):
            path.append(x)
    return _unflat(tree, [np.stack(path) for path in paths])


def _length(length: int | None, over: Any) -> int:
    if over is not None:
        if length not in (None, len(over)):
            raise TraceError(f"scan: length={length} but over has {len(over)} rows; leave length out.")
        return len(over)
    if isinstance(length, Traced) or not isinstance(length, (int, np.integer)) or length < 1:
        raise TraceError(
            "scan: length must be a whole number of steps, at least 1, that no control changes; to stop "
            "earlier mask with np.where(np.arange(length + 1) <= n, path, np.nan)."
        )
    return int(length)


def _step(step, tree, state: list, row: Any) -> list:
    new = step(_unflat(tree, state)) if row is None else step(_unflat(tree, state), row)
    new_tree, leaves = flat(new)
    shapes, old = [np.shape(x) for x in leaves], [np.shape(x) for x in state]
    if new_tree != tree or shapes != old:
        raise TraceError(
            f"scan: the step turns a state of shapes {old} into one of shapes {shapes}; structure and "
            "shapes must stay the same. Start with the shape that the step returns."
        )
    return leaves


def _scan_traced(step, tree, leaves, length, over, witness=()):
    found = [x for x in [*leaves, over, *witness] if isinstance(x, Traced)]
    outer = max((x.recorder for x in found), key=lambda r: r.depth)
    body = Recorder(outer)
    starts = [_as_float(outer, x) for x in leaves]
    states = [Traced(Var(v.example if isinstance(v, Var) else v.value, "state"), body) for v in starts]
    rows = None if over is None else outer.value(over)
    row = None if over is None else Traced(Var(_example(rows)[0], "row"), body)
    new = _step(step, tree, states, row)
    program = Program([s.var for s in states] + ([row.var] if row is not None else []), body.lines)
    program.outputs = {k: _as_float(body, x) for k, x in enumerate(new)}
    program.lines = body.lines
    program.inputs += [inner for _, inner, _ in body.captured.values()]
    inputs = [*starts, *([rows] if row is not None else []), *(o for o, _, _ in body.captured.values())]
    params = {"body": program, "states": len(states), "length": length, "over": row is not None}
    results = SCAN.run(*map(_example, inputs), **params)
    outs = tuple(Var(r) for r in (results if len(states) > 1 else (results,)))
    outer.lines.append(Line(SCAN, tuple(inputs), params, outs, user_line()))
    return _unflat(tree, [Traced(out, outer) for out in outs])


def _example(value: Value) -> np.ndarray:
    return value.example if isinstance(value, Var) else value.value


def _as_float(recorder: Recorder, x: Any) -> Value:
    value = recorder.value(x)
    if value.dtype == "float64":
        return value
    if isinstance(value, Const):
        return Const(value.value.astype(float))
    return recorder.record(ASTYPE, [x], {"dtype": np.dtype(float)}).var


def _unflat(structure: Any, leaves: list) -> Any:
    iterator = iter(leaves)

    def build(s):
        if s is None:
            return next(iterator)
        kind, parts = s
        if kind == "dict":
            return {k: build(p) for k, p in parts}
        return (tuple if kind == "tuple" else list)(build(p) for p in parts)

    return build(structure)
