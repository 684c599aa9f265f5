"""Turn plain NumPy into a Program by running it on values that remember what was done to them.

Nothing is global: a traced value carries its recorder, so an exception leaves nothing behind. Everything that is not
in the table, and every side door by which a traced value could become a plain one, raises with advice.
"""

import inspect
import traceback
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
from numpy.lib.mixins import NDArrayOperatorsMixin

from ..errors import ConversionError, InPlaceError, LiveFigureError, OutputError, UnsupportedError
from . import plain
from .lines import Var
from .op import Op, Params
from .phasor import Complex, of_plain_and, parts
from .program import Program
from .recorder import Handle, Recorder, innermost
from .refusals import CHANGED, METHODS, Refusing, refused, spelled, unsupported
from .table import ASTYPE, COMPOSED, INDEX, PRIMITIVES, SPECIAL, TAKE, UFUNCS
from .table.composed.values import rows
from .tape import Tape, Unshown
from .trees import flat, unflat
from .where import is_library, place
from .whole import Bounds


class Traced(Refusing, Handle, NDArrayOperatorsMixin):
    """A NumPy value that depends on a control, while the function is being traced."""

    shape = property(lambda self: self.variable.shape)
    dtype = property(lambda self: self.variable.example.dtype)
    ndim = property(lambda self: len(self.variable.shape))
    size = property(lambda self: self.variable.example.size)
    T = property(lambda self: np.transpose(self))
    mT = property(lambda self: np.matrix_transpose(self))

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **kwargs: Any) -> Any:
        if of_plain_and(inputs):
            return parts(0.0).__array_ufunc__(ufunc, method, *inputs, **kwargs)
        name = spelled(ufunc)
        row = ufunc if method == "__call__" else getattr(ufunc, method)
        if row in COMPOSED:
            return _composed(row, inputs, kwargs)
        if method != "__call__" and row in PRIMITIVES:
            return self.__array_function__(row, (), inputs, kwargs)
        if method != "__call__":
            raise UnsupportedError(
                f"{place()}: {name}.{method} has no live form; "
                f"use np.sum, np.max, np.cumsum or another function of the table."
            )
        if kwargs.get("out") is not None:
            raise InPlaceError(f"{place()}: {CHANGED}")
        if kwargs:
            raise UnsupportedError(f"{place()}: {name} does not take {sorted(kwargs)[0]!r} in a live figure.")
        if ufunc not in UFUNCS and name == "clip":  # what x.clip(a, b) of a plain array calls
            return _composed(np.clip, inputs, {})
        if name in SPECIAL:
            return SPECIAL[name](*inputs)
        if ufunc not in UFUNCS:
            raise unsupported(name)
        if root := _root(ufunc, inputs):
            ufunc, inputs = root, inputs[:1]
        return record(UFUNCS[ufunc], inputs)

    def __array_function__(self, function: Any, types: Any, args: Any, kwargs: Any) -> Any:
        if of_plain_and(flat(list(args))[1]):
            return parts(0.0).__array_function__(function, types, args, kwargs)
        if isinstance(function, Op):  # a row that no function of NumPy's names, called by one that is composed
            return record(function, args, kwargs)
        if function in COMPOSED:
            return _composed(function, args, kwargs)
        if function not in PRIMITIVES:
            raise unsupported(spelled(function))
        op = PRIMITIVES[function]
        arrays, params = _call(function, op.bind, args, kwargs)
        if any(isinstance(p, Traced) for p in flat(list(params.values()))[1]):
            raise ConversionError(
                f"{place()}: {spelled(function)} needs fixed shapes and axes, but an argument depends on a "
                "control. To pick an element by a control use livefig.pick(array, index)."
            )
        return record(op, arrays, params)

    def __getitem__(self, key: Any) -> Any:
        parts = key if isinstance(key, tuple) else (key,)
        if not any(isinstance(p, Traced) for p in parts):
            return record(INDEX, [self], {"key": key})
        if len(parts) == 1 and parts[0].dtype == np.int64:
            return pick(self, key)
        raise UnsupportedError(
            f"{place()}: an index depends on a control; use livefig.pick(array, index) with an "
            "integer index, or np.where."
        )

    def __getattr__(self, name: str) -> Any:
        function: Any = np.ravel if name == "flatten" else getattr(np, name, None)
        known = function in PRIMITIVES or function in COMPOSED or function in UFUNCS
        if known and name in dir(np.ndarray) and name not in METHODS:
            return lambda *args, **kwargs: function(self, *args, **kwargs)
        if name.startswith("__"):
            raise AttributeError(name)
        kind, what = METHODS.get(name, (UnsupportedError, ""))
        raise refused(kind, what or f".{name} of a value that depends on a control has no live form.")

    def reshape(self, *shape: Any, **kwargs: Any) -> Any:
        return np.reshape(self, shape[0] if len(shape) == 1 else shape, **kwargs)

    def transpose(self, *axes: Any) -> Any:
        return np.transpose(self, axes[0] if len(axes) == 1 else axes or None)

    real = property(lambda self: self)
    imag = property(lambda self: np.zeros(self.shape))

    def conj(self) -> Any:
        return self

    def astype(self, dtype: Any) -> Any:
        if np.dtype(dtype).kind == "c":
            return parts(self)
        return record(ASTYPE, [self], {"dtype": np.dtype(dtype)})

    def __len__(self) -> int:
        if not self.shape:
            raise TypeError("len() of a number")
        return int(self.shape[0])

    def __iter__(self) -> Iterator[Any]:
        return (self[k] for k in range(len(self)))

    def __repr__(self) -> str:
        return f"<{self.dtype}{list(self.shape)} that depends on a control>"


def _in_place(name: str) -> Callable[[Traced, Any], Any]:
    def method(self: Traced, other: Any) -> Any:
        # A number has no other owner, so `x += 1` only gives the name a new value; an array may be shared.
        if self.ndim:
            raise InPlaceError(f"{place()}: {CHANGED}")
        return getattr(Traced, f"__{name}__")(self, other)

    return method


for _name, _method in plain.OPERATORS.items():
    setattr(Traced, _name, _method)
for _name in [*plain.ARITHMETIC, "pow", "matmul", "and", "or", "xor"]:
    setattr(Traced, f"__i{_name}__", _in_place(_name))


def _root(ufunc: np.ufunc, inputs: Sequence[Any]) -> np.ufunc | None:
    """Return the function that NumPy, too, calls in place of a power of floats: x * x for x**2, sqrt for x**0.5.

    Of a single number it takes the root as a power, which is another thing for -inf and -0.
    """
    if ufunc is not np.power or not isinstance(inputs[1], int | float | np.number | np.ndarray):
        return None
    base, exponent = inputs[0], np.asarray(inputs[1])
    if base.dtype != float or exponent.size != 1 or exponent.ndim > base.ndim or not (base.ndim or exponent == 2):
        return None
    return {2.0: np.square, 0.5: np.sqrt}.get(float(exponent.item()))


def record(op: Op, inputs: Sequence[Any], params: Params | None = None) -> Traced:
    """Write the line where it belongs: in the innermost program that any operand comes from."""
    inputs = [stacked(x) for x in inputs]
    recorder = innermost(inputs)
    return Traced(recorder.record(op, inputs, params or {}), recorder)


def stacked(thing: Any) -> Any:
    """Return a list or tuple with traced values in it as one array, as NumPy does with lists of numbers."""
    if isinstance(thing, Tape):
        return thing.array()
    if isinstance(thing, list | tuple) and any(isinstance(x, Tape) for x in flat(thing)[1]):
        thing = [stacked(x) for x in thing]
    if isinstance(thing, list | tuple) and any(isinstance(x, Traced | Complex) for x in flat(thing)[1]):
        return np.stack([stacked(x) for x in thing])
    return thing


def arrayed(thing: Any) -> Any:
    """Return anything as an array, moving or not."""
    found = stacked(thing)
    return found if isinstance(found, Traced | Complex) else np.asarray(found)


def _composed(function: Callable[..., Any], args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
    """Call a function that is written with others, and hold what comes out against NumPy's own shape and type."""
    result = _call(function, COMPOSED[function], args, kwargs)
    structure, leaves = flat([list(args), dict(kwargs)])
    examples, named = unflat(structure, [x.variable.example if isinstance(x, Traced) else x for x in leaves])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # NumPy has warned already, when the author's function was called
        wanted = function(*examples, **named)
    if not isinstance(wanted, tuple | list):
        return _held(function, result, wanted)
    parts = [_held(function, part, numpys) for part, numpys in zip(result, wanted, strict=True)]
    # A named tuple wants its parts one by one.
    return type(wanted)(parts) if type(wanted) in (tuple, list) else type(wanted)(*parts)


def _held(function: Callable[..., Any], result: Any, wanted: Any) -> Any:
    """Return a result if it has the shape and type of NumPy's own, else raise UnsupportedError."""
    found, wanted = (x if isinstance(x, Traced | Complex) else np.asarray(x) for x in (result, wanted))
    if found.dtype != wanted.dtype or found.shape != wanted.shape:
        raise UnsupportedError(
            f"{place()}: {spelled(function)} gives {wanted.dtype}{list(wanted.shape)} here, and its live form "
            f"{found.dtype}{list(found.shape)}; convert first, with x.astype(float)."
        )
    return result


def _call(function: Callable[..., Any], handler: Any, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
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


def pick(array: Any, index: Any) -> Any:
    """Return `array[index]` along the first axis, where the integers of `index` may depend on a control.

    Parameters
    ----------
    array : ndarray (n, ...)
    index : int, or ndarray of int, 0 ≤ index < n

    Raises
    ------
    IndexError
        If a setting of the controls leads outside the array.

    Examples
    --------
    >>> int(pick([3, 5, 7], 1))
    5
    """
    array, index = stacked(array), stacked(index)
    if not isinstance(array, Traced) and not isinstance(index, Traced):
        return np.asarray(array)[index]
    if np.result_type(getattr(index, "dtype", type(index))).kind != "i":
        raise ConversionError(
            f"{place()}: livefig.pick needs an integer index; make the slider integer=True or use .astype(int)."
        )
    if np.ndim(index):
        return rows(array if isinstance(array, Traced) else np.asarray(array), index)
    shape = np.shape(array)[1:]
    indices = np.broadcast_to(np.reshape(index, (1,) * (len(shape) + 1)), (1, *shape))
    return record(TAKE, [array, indices], {"axis": 0})[0]


# ---- the whole function


def trace(
    function: Callable[..., Any],
    arguments: Mapping[str, Any],
    live: Sequence[str],
    ranges: Mapping[str, Bounds] | None = None,
) -> Program:
    """Return the Program of `function(**arguments)`, in which the arguments named in `live` may vary.

    Parameters
    ----------
    function : callable
        Plain NumPy; returns a dict of named arrays.
    arguments : dict
        A value for each parameter; those in `live` are numbers and serve as examples. An int of Python's stays one.
    live : sequence of str
    ranges : dict, optional
        Between which whole numbers an argument of `live` moves, where it is whole.

    Raises
    ------
    TraceError
        A subclass says what cannot be traced, where, and what to write instead.
    """
    recorder = Recorder()
    inputs = {name: _input(name, arguments[name], (ranges or {}).get(name)) for name in live}
    traced = {name: Traced(var, recorder) for name, var in inputs.items()}
    with np.errstate(all="ignore"), _own_errors_only():
        result = function(**{**arguments, **traced})
        outputs = {name: recorder.value(_shown(name, value)) for name, value in named(result).items()}
        open_ended = frozenset(name for name, value in result.items() if isinstance(value, Unshown))
    program = Program(list(inputs.values()), recorder.lines, outputs, open_ended).without_dead_lines()
    program.check()
    return program


def _shown(name: str, value: Any) -> Any:
    """Return an output as an array, if it is something that can be one."""
    if isinstance(value, Unshown):
        return value.laid_out(name)
    for leaf in flat(value)[1]:
        if isinstance(leaf, Unshown):
            raise UnsupportedError(f"output {name!r}: {leaf.why()}")
    return stacked(value)


def _input(name: str, value: Any, extent: Bounds) -> Var:
    return Var(np.asarray(value), name, extent, plain=type(value) in (int, bool))


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
