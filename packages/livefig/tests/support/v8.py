"""Run emitted programs in V8, in this process, with the helpers that the page loads."""

import numpy as np
from py_mini_racer import JSEvalException

from livefig.compile import Compiled
from livefig.emit import emit
from livefig.trace.program import Program
from livefig.trace.tracer import trace
from livefig.v8 import Engine


class V8:
    """The engine with which figures are proven, and a few ways to ask it."""

    def __init__(self) -> None:
        self.engine = Engine()

    def run(self, text: str, constants: list, *calls: list) -> dict[str, np.ndarray]:
        """Return the outputs of a program as flat arrays, after the last of the calls.

        Calls before the last may end with a number that the page cannot count, as when a reader moves a slider.
        """
        found = self.engine.run(text, constants, calls)
        for k, one in enumerate(found):
            if isinstance(one, str) and (k == len(found) - 1 or not one.startswith("RangeError")):
                raise JSEvalException(one)
        return found[-1]

    def compiled(self, compiled: Compiled, values: dict, program: int = 0) -> dict[str, np.ndarray]:
        """Return what one program of a compiled function gives for these values of the sliders, in their shapes."""
        live = compiled.moving
        constants = [compiled.constants[k] for k in compiled.uses[program]]
        found = self.run(compiled.programs[program], constants, [values[c.name] for c in live])
        return {name: value.reshape(compiled.outputs[name]["shape"]) for name, value in found.items()}


ONE = {"one": np.float64(1.0), "whole": np.int64(1)}


def both_ways(v8: V8, function, *arrays: np.ndarray, known: bool = True) -> tuple[np.ndarray, np.ndarray]:
    """Return what NumPy and what V8 give for `function(*arrays)`, whose arguments must not be constants of the program.

    Each array reaches the program as a constant times one slider that stands at 1, so that nothing is known beforehand;
    a bool array is compared with zero, an integer one goes through an integer slider. A number of Python's own stays as
    it is. Unless `known`, the program is not told between which whole numbers that slider moves.
    """
    with np.errstate(all="ignore"):
        expected = np.asarray(function(*(a if isinstance(a, int | float) else np.asarray(a)[()] for a in arrays)))
    program = moving(function, arrays, known)
    text, constants = emit(program, list(ONE))
    found = v8.run(text, constants, [1.0, 1])["result"].reshape(expected.shape)
    return expected, found


def moving(function, arrays, known: bool = True) -> Program:
    """Return the program of `function(*arrays)`, in which every array moves."""

    def live(one, whole):
        return {
            "result": function(*(a if isinstance(a, int | float) else _vary(np.asarray(a), one, whole) for a in arrays))
        }

    return trace(live, ONE, list(ONE), {"whole": (1, 1)} if known else None)


def _vary(array: np.ndarray, one, whole):
    if array.dtype == bool:
        return (array * one) != 0
    return array * (whole if array.dtype.kind == "i" else one)


def difference(expected: np.ndarray, found: np.ndarray, scale: np.ndarray | None = None) -> float:
    """Return the largest relative difference; 0 where both are NaN, inf where only one is, or the infinities differ."""
    expected, found = np.asarray(expected, dtype=float), np.asarray(found, dtype=float)
    if expected.shape != found.shape:
        return np.inf
    if expected.size == 0:
        return 0.0
    with np.errstate(all="ignore"):
        size = np.abs(expected) if scale is None else np.maximum(np.abs(expected), scale)
        gap = np.abs(expected - found) / np.maximum(size, np.finfo(float).tiny)
    gap = np.where((expected == found) | (np.isnan(expected) & np.isnan(found)), 0.0, gap)
    return float(np.max(np.where(np.isnan(gap), np.inf, gap)))
