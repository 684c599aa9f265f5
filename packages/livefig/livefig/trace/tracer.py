"""Turn plain NumPy into a Program by running it on values that remember what was done to them.

Nothing is global: a traced value carries its recorder, so an exception leaves nothing behind. Everything that is not
in the table, and every side door by which a traced value could become a plain one, raises with advice.
"""

import inspect
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
from numpy.lib.mixins import NDArrayOperatorsMixin

from ..errors import (
    BranchError,
    ConversionError,
    InPlaceError,
    LiveFigureError,
    OutputError,
    TraceError,
    UnsupportedError,
    called_by_author,
    is_library,
    place,
    user_line,
)
from .ops import ADVICE, ASTYPE, BOOL_ONLY, COMPOSED, INDEX, PRIMITIVES, TAKE, UFUNCS, Op
from .program import DTYPES, Const, Line, Program, Value, Var


class Recorder:
    """Collects the lines of one program. The body of a `scan` has a recorder of its own, with the outer as parent."""

    def __init__(self, parent: "Recorder | None" = None) -> None:
        self.parent = parent
        self.depth = 0 if parent is None else parent.depth + 1
        self.lines: list[Line] = []
        self.captured: dict[int, tuple[Value, Var, Var]] = {}  # by id: value outside, stand-in here, the original

    def value(self, thing: Any) -> Value:
        """Return the Value that stands for an operand in this program."""
        if isinstance(thing, Traced):
            return thing.var if thing.recorder is self else self._capture(thing)
        array = np.asarray(thing)
        if array.dtype.kind not in "fiub":
            raise UnsupportedError(
                f"{place()}: {array.dtype} values cannot be shown live; use real numbers (float64, integers or bool)."
            )
        return Const(array.astype({"f": "float64", "b": "bool"}.get(array.dtype.kind, "int64")))

    def _capture(self, thing: "Traced") -> Var:
        if self.parent is None:
            raise TraceError(
                f"{place()}: a value of one traced function was used in another; pass it as an argument or return it."
            )
        if id(thing.var) not in self.captured:
            outer = self.parent.value(thing)
            # The original stays alive in the entry, so that its id is not given to another value.
            self.captured[id(thing.var)] = (outer, Var(thing.var.example, thing.var.label), thing.var)
        return self.captured[id(thing.var)][1]

    def record(self, op: Op, inputs: list[Any], params: dict[str, Any]) -> "Traced":
        """Write one line and return its result. NumPy itself, run on the examples, decides shape and type."""
        values = tuple(self.value(x) for x in inputs)
        examples = [v.example if isinstance(v, Var) else v.value for v in values]
        result = np.asarray(op.run(*examples, **params))
        if str(result.dtype) not in DTYPES or (op.name in BOOL_ONLY and result.dtype != bool):
            raise UnsupportedError(f"{place()}: np.{op.name} gives {result.dtype} here; use float64, int64 or bool.")
        out = Var(result)
        self.lines.append(Line(op, values, params, (out,), user_line()))
        return Traced(out, self)


def record(op: Op, inputs: list[Any], params: dict[str, Any] | None = None) -> "Traced":
    """Write the line where it belongs: in the innermost program that any operand comes from."""
    recorder = max((x.recorder for x in inputs if isinstance(x, Traced)), key=lambda r: r.depth)
    return recorder.record(op, inputs, params or {})


def _refuse(error: type[TraceError], what: str) -> Callable[..., Any]:
    def method(self, *args, **kwargs):
        raise error(f"{place()}: {what}")

    return method


class Traced(NDArrayOperatorsMixin):
    """A NumPy value that depends on a control, while the function is being traced."""

    def __init__(self, var: Var, recorder: Recorder) -> None:
        self.var, self.recorder = var, recorder

    shape = property(lambda self: self.var.shape)
    dtype = property(lambda self: self.var.example.dtype)
    ndim = property(lambda self: len(self.var.shape))
    size = property(lambda self: self.var.example.size)
    T = property(lambda self: np.transpose(self))
    __hash__ = None

    def __array_ufunc__(self, ufunc, method, *inputs, **kwargs):
        name = ufunc.__name__
        if method != "__call__":
            raise UnsupportedError(
                f"{place()}: np.{name}.{method} has no live form; "
                f"use np.sum, np.max, np.cumsum or another function of the table."
            )
        if kwargs.get("out") is not None:
            raise InPlaceError(f"{place()}: an array is changed in place; write `x = x + y` instead of `x += y`.")
        if kwargs:
            raise UnsupportedError(f"{place()}: np.{name} does not take {sorted(kwargs)[0]!r} in a live figure.")
        if ufunc not in UFUNCS:
            raise UnsupportedError(unsupported(f"np.{name}"))
        return record(UFUNCS[ufunc], list(inputs))

    def __array_function__(self, function, types, args, kwargs):
        if function in COMPOSED:
            return _call(function, COMPOSED[function], args, kwargs)
        if function not in PRIMITIVES:
            raise UnsupportedError(unsupported(spelled(function)))
        op = PRIMITIVES[function]
        arrays, params = _call(function, op.bind, args, kwargs)
        if any(isinstance(p, Traced) for p in flat(list(params.values()))[1]):
            raise ConversionError(
                f"{place()}: {spelled(function)} needs fixed shapes and axes, but an argument depends on a "
                "control. To pick an element by a control use livefig.pick(array, index)."
            )
        return record(op, arrays, params)

    def __getitem__(self, key):
        parts = key if isinstance(key, tuple) else (key,)
        if not any(isinstance(p, Traced) for p in parts):
            return record(INDEX, [self], {"key": key})
        if len(parts) == 1 and parts[0].dtype == np.int64:
            return pick(self, key)
        raise UnsupportedError(
            f"{place()}: an index depends on a control; use livefig.pick(array, index) with an "
            "integer index, or np.where."
        )

    def __getattr__(self, name):
        function = getattr(np, name, None)
        if not name.startswith("_") and (function in PRIMITIVES or function in COMPOSED):
            return lambda *args, **kwargs: function(self, *args, **kwargs)
        if name.startswith("__"):
            raise AttributeError(name)
        raise UnsupportedError(f"{place()}: .{name} of a value that depends on a control has no live form.")

    def reshape(self, *shape, **kwargs):
        return np.reshape(self, shape[0] if len(shape) == 1 else shape, **kwargs)

    def transpose(self, *axes):
        return np.transpose(self, axes[0] if len(axes) == 1 else axes or None)

    def astype(self, dtype):
        return record(ASTYPE, [self], {"dtype": np.dtype(dtype)})

    def __len__(self):
        if not self.shape:
            raise TypeError("len() of a number")
        return self.shape[0]

    def __iter__(self):
        return (self[k] for k in range(len(self)))

    def __repr__(self):
        return f"<{self.dtype}{list(self.shape)} that depends on a control>"

    __bool__ = _refuse(
        BranchError,
        "the program would have to take one branch for all settings, because the "
        "condition depends on a control. Use np.where(condition, a, b); for `and`, `or`, `not` use "
        "&, |, ~. A Choice or Checkbox may be tested with plain `if`.",
    )
    __contains__ = _refuse(BranchError, "`in` asks a value that depends on a control; use np.any(x == y).")
    __float__ = __int__ = __complex__ = _refuse(
        ConversionError,
        "a value that depends on a control cannot become a Python number (float(), int(), math.*); "
        "stay with NumPy functions.",
    )
    __index__ = _refuse(
        ConversionError,
        "a value that depends on a control cannot be an index or a length; use "
        "livefig.pick(array, index), or compute all and mask with np.where(np.arange(n) < k, x, np.nan).",
    )
    __round__ = _refuse(ConversionError, "write np.round(x) instead of round(x).")
    __format__ = __str__ = _refuse(
        ConversionError,
        "text cannot depend on a control here; return the number as an "
        "output and name it in says= or in a moving text.",
    )
    __setitem__ = __delitem__ = _refuse(
        InPlaceError, "an array is assigned into; build it with np.where, np.stack or np.concatenate instead."
    )

    def __array__(self, *args, **kwargs):
        raise ConversionError(
            f"{place()}: a value that depends on a control was put into a plain array (np.array, "
            "np.asarray, np.full, or a library other than NumPy); use np.stack, np.concatenate or "
            "np.broadcast_to, and livefig.pick(array, index) to index by a control."
        )


def _in_place(name: str) -> Callable[[Traced, Any], Any]:
    binary = getattr(NDArrayOperatorsMixin, f"__{name}__")

    def method(self, other):
        # A number has no other owner, so `x += 1` only gives the name a new value; an array may be shared.
        if self.ndim:
            raise InPlaceError(f"{place()}: an array is changed in place; write `x = x + y` instead of `x += y`.")
        return binary(self, other)

    return method


for _name in ["add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "matmul", "and", "or", "xor"]:
    setattr(Traced, f"__i{_name}__", _in_place(_name))


def spelled(function: Callable[..., Any]) -> str:
    """Return what an author writes to call a function of NumPy: `np.linalg.norm`."""
    return f"np{function.__module__.removeprefix('numpy')}.{function.__name__}"


def unsupported(name: str) -> str:
    """Return the message for a NumPy function without a row, spelled `np.name`."""
    called = called_by_author()
    if called and called != name.rpartition(".")[2] and hasattr(np, called):
        name = f"np.{called}"  # a function written in Python ran into `name`, of which the author knows nothing
    advice = ADVICE.get(name.removeprefix("np."))
    hint = f"use {advice} instead" if advice else "see the list of supported NumPy, or compute it outside"
    return f"{place()}: {name} has no live form here; {hint}."


def _call(function, handler, args, kwargs):
    """Call a row's handler; arguments that it does not take become a clear error."""
    kwargs = {k: v for k, v in kwargs.items() if v is not np._NoValue}
    try:
        inspect.signature(handler).bind(*args, **kwargs)
        return handler(*args, **kwargs)
    except TypeError as error:
        names = getattr(handler, "keywords", None) or list(inspect.signature(handler).parameters)
        raise UnsupportedError(
            f"{place()}: {spelled(function)} was called in a way that has no live form ({error}); "
            f"it takes {', '.join(names)}."
        ) from None


def flat(tree: Any) -> tuple[Any, list]:
    """Return the structure of nested tuples, lists and dicts, and their leaves in order."""
    if isinstance(tree, dict):
        parts = {k: flat(v) for k, v in tree.items()}
        return ("dict", tuple((k, s) for k, (s, _) in parts.items())), [x for _, ls in parts.values() for x in ls]
    if isinstance(tree, (tuple, list)):
        parts = [flat(v) for v in tree]
        return (type(tree).__name__, tuple(s for s, _ in parts)), [x for _, ls in parts for x in ls]
    return None, [tree]


def pick(array: Any, index: Any) -> Any:
    """Return `array[index]` along the first axis, where the integer `index` may depend on a control.

    Parameters
    ----------
    array : ndarray (n, ...)
    index : int, 0 ≤ index < n

    Raises
    ------
    IndexError
        If a setting of the controls leads outside the array.

    Examples
    --------
    >>> int(pick([3, 5, 7], 1))
    5
    """
    if not isinstance(array, Traced) and not isinstance(index, Traced):
        return np.asarray(array)[index]
    if np.ndim(index) != 0 or np.result_type(getattr(index, "dtype", type(index))).kind != "i":
        raise ConversionError(
            f"{place()}: livefig.pick needs one integer index; make the slider integer=True or use .astype(int)."
        )
    shape = np.shape(array)[1:]
    indices = np.broadcast_to(np.reshape(index, (1,) * (len(shape) + 1)), (1, *shape))
    return record(TAKE, [array, indices], {"axis": 0})[0]


# ---- the whole function


def trace(function: Callable[..., Any], arguments: dict[str, Any], live: list[str]) -> Program:
    """Return the Program of `function(**arguments)`, in which the arguments named in `live` may vary.

    Parameters
    ----------
    function : callable
        Plain NumPy; returns a dict of named arrays.
    arguments : dict
        A value for each parameter; those in `live` are NumPy numbers and serve as examples.

    Raises
    ------
    TraceError
        A subclass says what cannot be traced, where, and what to write instead.
    """
    recorder = Recorder()
    inputs = {name: Var(np.asarray(arguments[name]), name) for name in live}
    traced = {name: Traced(var, recorder) for name, var in inputs.items()}
    with np.errstate(all="ignore"), _own_errors_only():
        result = function(**{**arguments, **traced})
        outputs = {name: recorder.value(value) for name, value in named(result).items()}
    program = Program(list(inputs.values()), recorder.lines, outputs).without_dead_lines()
    program.check()
    return program


@contextmanager
def _own_errors_only() -> Iterator[None]:
    """Turn what a library made of our refusal, or of a value that it does not know, back into a refusal."""
    try:
        yield
    except LiveFigureError:
        raise
    except Exception as error:
        cause: BaseException | None = error
        while cause is not None and not isinstance(cause, LiveFigureError):
            cause = cause.__cause__ or cause.__context__
        if cause is not None:
            raise cause from None
        where = next(
            (f for f in reversed(traceback.extract_tb(error.__traceback__)) if not is_library(f.filename)), None
        )
        at = place((where.filename, where.lineno or 0, where.line or "")) if where else "in the function"
        raise ConversionError(
            f"{at}: {type(error).__name__}: {error}. This works with plain numbers, so a library here "
            "does not know values that depend on a control; stay with NumPy functions."
        ) from error


def named(result: Any) -> dict[str, Any]:
    """Return the function's result if it is a non-empty dict with text keys, else raise OutputError."""
    if not isinstance(result, dict) or not result or not all(isinstance(k, str) for k in result):
        raise OutputError(
            f"the function returned {type(result).__name__}; return a dict that names each output, "
            'such as {"y": y, "loss": loss}.'
        )
    return result
