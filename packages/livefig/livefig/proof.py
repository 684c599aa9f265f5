"""The proof that a program is the author's function: both are run at many settings, and must give the same.

The program is run twice: by NumPy, always, and as the JavaScript that was written of it, where a V8 is installed.

Why this is needed at all. A tracer sees what is done to its values and nothing else. A branch on a number that was
taken out of an array, a random number, a counter that each call moves on, a test of what type the argument has: all of
these happen *beside* the values, and the program that comes out is right for the one call that was traced, and for no
other. No list of forbidden things would ever be complete. So there is no such list, and the function itself is the
judge: it is called with plain numbers, the program is run with the same, and where the two differ, the figure is not
made.

Numbers are compared relative to their own size. One case needs more: where large numbers cancel, as in `norm(v) - 1`,
what is left is rounding, and the program, which may add in another order than NumPy, is left with another. Then the
program is run again with every result moved in its last bits (`_shaken`). If that alone moves the output as far, and
all of it is small beside the numbers that cancelled, the two are the same.
"""

import traceback
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .errors import FunctionError, LiveFigureError, MismatchError, TraceError, WholeNumberError, in_notebook
from .trace.lines import example
from .trace.program import Program
from .trace.run import function_of, number
from .trace.where import is_library, place

SAME = 1e-9  # largest relative difference allowed between the program and the function
FLOOR = 1e-12  # and, where rounding explains it, relative to the largest number on the way
BITS = 4 * float(np.finfo(float).eps)  # how far each result is moved to see what rounding does
SHAKES = 3
MARGIN = 64  # how much farther than the shaken runs lie apart two honest results may

Array = NDArray[Any]
Values = Mapping[str, Any]
Outputs = dict[str, Array]
Function = Callable[[Values], Outputs]
Tried = list[tuple[dict[str, Any], Outputs]]


def prove(
    program: Program,
    function: Function,
    arguments: Callable[[Values], list[Any]],
    tries: Sequence[dict[str, Any]],
    first: Outputs,
) -> Tried:
    """Return the settings and what the function gives there.

    Parameters
    ----------
    program : Program
    function : callable
        What the author's function gives for a setting of the controls.
    arguments : callable
        What the program receives for it.
    tries : sequence of dict
        Settings; the first is the one at which the function was traced.
    first : dict
        What the function gives there.

    Raises
    ------
    MismatchError
        Where the program gives another number.
    FunctionError
        Where the function fails.
    WholeNumberError
        Where a whole number grows too large for the page.
    """

    def whole(values: Values) -> Outputs:
        return program.whole(function(values))

    tried = [(tries[0], program.whole(first)), *((values, called(whole, values)) for values in tries[1:])]
    for k, (values, expected) in enumerate(tried):
        found = _examples(program) if k == 0 else _run(program, arguments(values), values)
        _check_names(expected, found, values)
        for name, value in expected.items():
            if not same(found[name], value):
                _judge(program, whole, arguments(values), values, name, value, found[name])
    return tried


def prove_page(
    program: Program,
    function: Function,
    arguments: Callable[[Values], list[Any]],
    tried: Tried,
    found: Sequence[Outputs | str],
    suspect: Callable[[Values], str],
) -> None:
    """Raise MismatchError where a program's JavaScript gives another number than the function.

    Parameters
    ----------
    program, function, arguments
        As for `prove`, which has held them against each other before.
    tried : list
        What `prove` returned.
    found : sequence
        What the JavaScript gave at each of these settings: flat arrays, or the words of the error with which it ended.
    suspect : callable
        Names, for a setting, the first operation whose JavaScript gives something else, if one can be found.
    """
    for (values, expected), got in zip(tried, found, strict=True):
        if isinstance(got, str):
            raise MismatchError(
                f"at {describe(values)} the page's JavaScript ends with {got!r}; NumPy, which runs the same program, "
                f"gives what the function gives. {suspect(values)}{_OURS}"
            )
        for name, value in expected.items():
            flat = got[name].reshape(value.shape)
            if not same(flat, value):
                _judge(program, function, arguments(values), values, name, value, flat, suspect)


def _examples(program: Program) -> Outputs:
    """Return what the program gave while it was traced, which is where its examples come from."""
    return {name: example(value) for name, value in program.outputs.items()}


def _run(program: Program, arguments: Sequence[Any], values: Values) -> Outputs:
    with np.errstate(all="ignore"):
        try:
            return program.run(*arguments)
        except WholeNumberError as error:
            raise WholeNumberError(f"{error} It happens at {describe(values)}.") from None
        except np.linalg.LinAlgError as error:  # the function went on, so it catches this
            raise MismatchError(
                f"at {describe(values)} the traced program meets {str(error).rstrip('.')!r}, and the function "
                "does not. The page would stop there; give the control other ends, or the matrix something on its "
                "diagonal."
            ) from None


def begin(function: Function, values: Values) -> Outputs:
    """Return what the function gives at the start; its own mistake shows as Python reports it, with a note of where."""
    try:
        return function(values)
    except Exception as error:
        if not isinstance(error, LiveFigureError):
            error.add_note(
                f"{_line(error)}: this happens at {describe(values)}, with which the figure begins, to plain numbers. "
                "Mend it there, or let the figure begin elsewhere."
            )
            vars(error)["_render_traceback_"] = partial(in_notebook, error)  # as our own are shown
        raise


def called(function: Function, values: Values) -> Outputs:
    """Return what the function gives at a setting; its own mistake there becomes a FunctionError."""
    try:
        return function(values)
    except LiveFigureError:
        raise
    except Exception as error:
        raise FunctionError(
            f"{_line(error)}: at {describe(values)}, which a reader can set, the function raises "
            f"{type(error).__name__}: {str(error).rstrip('.')}. Mend it there, or give the control other ends."
        ) from error


def _line(error: Exception) -> str:
    """Return the author's line on which an error arose."""
    frames = traceback.extract_tb(error.__traceback__)
    at = next((f for f in reversed(frames) if not is_library(f.filename)), None)
    return place((at.filename, at.lineno or 0, at.line or "")) if at else "the function"


def same(found: Array, value: Array) -> bool:
    """Return whether two results are the same, each number relative to its own size."""
    if found.shape != value.shape:
        return False
    return np.array_equal(found, value) or np.allclose(found, value, rtol=SAME, atol=0, equal_nan=True)


# ---- what a difference means


_MAGNIFIED = (
    "They part by rounding, which this computation magnifies, as chaos does: in the page it would go yet another way. "
    "Show fewer steps, or what does not hang on the last bit."
)
_OURS = (
    "This is a fault of livefig, unless the number hangs on which side of a jump a rounding falls, as a floor or a "
    "comparison makes one: until it is mended, write the line with other functions of the table."
)


def _judge(
    program: Program,
    function: Function,
    arguments: Sequence[Any],
    values: Values,
    name: str,
    value: Array,
    got: Array,
    suspect: Callable[[Values], str] | None = None,
) -> None:
    """Raise MismatchError with the reason of a difference, unless it is rounding and no more.

    With `suspect`, it was the page's JavaScript that gave the other number, and NumPy's run of the program did not.
    """
    if not _again(function, values, name, value):
        reason = (
            "Called once more with the same arguments, the function gives another result. It must depend on its "
            "arguments alone: no random numbers inside, no state that changes between calls."
        )
    elif found := _rounding(program, arguments, name, value, got):
        if found == "harmless":
            return
        reason = _MAGNIFIED
    elif suspect:
        reason = f"NumPy, which runs the same program, gives what the function gives. {suspect(values)}{_OURS}"
    else:
        reason = (
            "The function gives the same when it is called again, so nothing in it is random. It must treat a number "
            "otherwise than a value that moves: by a branch on a number taken out of an array, by isinstance or "
            "try/except, or by computing with fewer digits than float64 has. If it does none of these, this is a "
            "fault of livefig."
        )
    raise MismatchError(
        f"output {name!r} at {describe(values)}: the function gives {_short(value)}, "
        f"{'the JavaScript of the page' if suspect else 'the traced program'} {_short(got)}. {reason}",
        reason,
    )


def _again(function: Function, values: Values, name: str, value: Array) -> bool:
    """Return whether the function, called once more, gives the same bits."""
    try:
        again = called(function, values).get(name)
    except TraceError:
        return False
    return again is not None and again.shape == value.shape and np.array_equal(again, value, equal_nan=True)


def _rounding(program: Program, arguments: Sequence[Any], name: str, value: Array, got: Array) -> str:
    """Return whether rounding explains a difference: "harmless", "magnified", or nothing."""
    if value.shape != got.shape or not np.array_equal(np.isfinite(value), np.isfinite(got)):
        return ""
    spread, size = _shaken(program, arguments, name)
    with np.errstate(all="ignore"):
        gap = float(np.max(np.abs(np.asarray(value, float) - got), where=np.isfinite(value), initial=0.0))
    if not gap <= MARGIN * spread:
        return ""
    return "harmless" if gap <= FLOOR * size else "magnified"


def _shaken(program: Program, arguments: Sequence[Any], name: str) -> tuple[float, float]:
    """Return how far an output moves when every result is moved in its last bits, and the largest number on the way."""
    rng, sizes = np.random.default_rng(0), [0.0]

    def shake(result: Any) -> Any:
        sizes.append(float(np.max(np.abs(result), where=np.isfinite(result), initial=0.0)))
        return result * (1.0 + BITS * rng.uniform(-1, 1, np.shape(result)))

    shaken, position = function_of(program, shake), list(program.outputs).index(name)
    with np.errstate(all="ignore"):
        found = [np.asarray(shaken(*map(number, arguments))[position], float) for _ in range(SHAKES)]
        apart = np.max(found, axis=0) - np.min(found, axis=0)
    return float(np.max(apart, where=np.isfinite(apart), initial=0.0)), max(sizes)


def describe(values: Values) -> str:
    """Return `eta=0.1, w0=2` for a message."""
    return ", ".join(f"{k}={v:.6g}" if isinstance(v, float) else f"{k}={v}" for k, v in values.items())


def _check_names(expected: Outputs, found: Outputs, values: Values) -> None:
    if set(expected) != set(found):
        raise MismatchError(
            f"at {describe(values)} the function returns {_names(expected)}, and {_names(found)} when it was "
            "traced; return the same names always, whatever the arguments and whatever was called before."
        )


def _names(outputs: Outputs) -> str:
    return "the outputs " + ", ".join(map(repr, outputs))


def _short(value: Array) -> str:
    return np.array2string(value, precision=6, threshold=6, edgeitems=2)
