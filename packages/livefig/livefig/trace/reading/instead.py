"""Twins of what Python, `math` and NumPy offer and what a traced value cannot be given: they are called in its place.

Each twin is asked only if something moves among its arguments, and takes the same ones.
"""

import builtins
import cmath
import copy
import math
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from types import BuiltinMethodType
from typing import Any

import numpy as np

from ...errors import ConversionError, UnsupportedError
from ..phasor import Complex, parts
from ..plain import is_plain, marked
from ..recorder import Handle
from ..table import COMPOSED, PRIMITIVES, SPECIAL, UFUNCS
from ..table.distributions import method_of
from ..tape import Growing, Tape
from ..tracer import Traced, stacked
from ..where import dotted, place
from .masked import Listed, Masked, places

Call = Callable[..., Any]
MOST_ROWS = 100_000  # turns of a range whose end moves


def moves(thing: Any) -> bool:
    """Return whether a control moves something in a thing: a value, or a value in a list, tuple, dict or slice."""
    if isinstance(thing, Handle | Growing | Masked | Complex):
        return True
    if isinstance(thing, list | tuple | set):
        return any(map(moves, thing))
    if isinstance(thing, dict):
        return any(map(moves, thing.values()))
    if isinstance(thing, slice):
        return moves((thing.start, thing.stop, thing.step))
    if isinstance(thing, Tape | Rows):
        return any(map(moves, thing.parts))
    return False


class Rows:
    """What a loop runs over, element by element: one thing, or several side by side (`zip`, `enumerate`)."""

    def __init__(self, parts: Sequence[Any], single: bool = False) -> None:
        self.parts, self.single = [p.array() if isinstance(p, Tape) else p for p in parts], single

    def __len__(self) -> int:
        return min(map(len, self.parts))

    def __getitem__(self, k: int) -> Any:
        return self.parts[0][k] if self.single else tuple(part[k] for part in self.parts)

    def __iter__(self) -> Iterator[Any]:
        return (self[k] for k in range(len(self)))


class Span(Rows):
    """A range whose end moves with a control: as many rows as there can be, of which the first `stop` count."""

    def __init__(self, numbers: range, stop: Any) -> None:
        super().__init__([numbers], single=True)
        self.stop = stop

    def goes_on(self, number: Any) -> Any:
        """Return whether the turn of this number is made."""
        return number < self.stop


def _range(*args: Any) -> Any:
    start, stop, step = (0, *args, 1)[:3] if len(args) == 1 else (*args, 1)[:3]
    bounds = stop.variable.bounds if isinstance(stop, Traced) else None
    if moves([start, step]) or bounds is None or step < 1 or stop.shape or bounds[1] - start > MOST_ROWS * step:
        return range(*args)
    return Span(range(start, max(start, bounds[1]), step), stop)


def rows_of(items: Any) -> Rows | None:
    """Return a sequence as Rows; None for what is no sequence, such as an iterator that may never end."""
    if isinstance(items, Rows):
        return items
    return Rows([items], single=True) if _is_sequence(items) else None


def _is_sequence(thing: Any) -> bool:
    if isinstance(thing, np.ndarray | Traced):
        return bool(thing.shape)
    return isinstance(thing, list | tuple | range | Tape | Rows)


# ---- Python's own


def _whole(x: Any) -> Any:
    """Return `int(x)`."""
    if not isinstance(x, Traced):
        return int(x)
    x = np.reshape(x, ()) if x.shape else x
    return marked(x if x.dtype == np.int64 and x.variable.plain else x.astype(int))


def _float(x: Any) -> Any:
    x = np.reshape(x, ()) if x.shape else x
    return x if x.dtype == float else x.astype(float)


def _bool(x: Any) -> Any:
    return marked(x != 0)


def _round(x: Any, ndigits: Any = None) -> Any:
    return _whole(np.rint(x)) if ndigits is None else np.round(x, ndigits)


def _extreme(beats: Callable[[Any, Any], Any], name: str) -> Call:
    def twin(*args: Any, key: Any = None, default: Any = None) -> Any:
        if key is not None:
            raise UnsupportedError(
                f"{place()}: {name}(…, key=…) has no live form where a control moves what it orders."
            )
        if len(args) == 1 and isinstance(args[0], Masked):
            return args[0].max() if name == "max" else args[0].min()
        if len(args) == 1:
            whole = stacked(args[0])
            if isinstance(whole, Traced) and len(whole) > 8:
                return np.max(whole, axis=0) if name == "max" else np.min(whole, axis=0)
            args = tuple(args[0])
        best = args[0]
        for one in args[1:]:  # as Python does it: the first of equals, and a NaN stays where it stands
            best = one if not moves([one, best]) and beats(one, best) else _where(beats(one, best), one, best)
        return best

    return twin


def _where(test: Any, a: Any, b: Any) -> Any:
    found = np.where(test, a, b) if moves([test]) else (a if test else b)
    return marked(found) if is_plain(a) and is_plain(b) else found


def _sum(items: Any, start: Any = 0) -> Any:
    if isinstance(items, Masked):
        return start + items.sum()
    whole = items.array() if isinstance(items, Tape) else items
    if isinstance(whole, Traced) and len(whole) > 8:
        return start + np.sum(whole, axis=0)
    for one in whole:
        start = start + one
    return start


def _listed(items: Any = ()) -> Any:
    return items.copy() if isinstance(items, Tape | Listed) else list(items)


def _sorted(items: Any, *, key: Any = None, reverse: bool = False) -> Any:
    if key is not None:
        raise UnsupportedError(f"{place()}: sorted(…, key=…) has no live form where a control moves what it orders.")
    found = np.sort(stacked(list(items)))
    return list(found[::-1] if reverse else found)


def _isinstance(thing: Any, kinds: Any) -> bool:
    if isinstance(thing, Traced):
        example = thing.variable.example
        thing = example.item() if thing.variable.plain else example[()] if not thing.shape else example
    return isinstance(thing, kinds)


def _enumerate(items: Any, start: int = 0) -> Any:
    return Rows([range(start, start + len(items)), items]) if _is_sequence(items) else builtins.enumerate(items, start)


def _zip(*items: Any, strict: bool = False) -> Any:
    return Rows(items) if items and all(map(_is_sequence, items)) else builtins.zip(*items, strict=strict)


def _reversed(items: Any) -> Any:
    return items[::-1] if isinstance(items, list | tuple | range | np.ndarray | Traced) else builtins.reversed(items)


def _power_modulo(x: Any, y: Any, modulus: Any) -> Any:
    """Return `pow(x, y, modulus)` for an exponent that no control moves, by squaring."""
    if moves(y) or y < 0:
        raise UnsupportedError(f"{place()}: pow(x, y, modulus) needs an exponent that no control moves, 0 or more.")
    result, base = 1 % modulus, x % modulus
    while y:
        result = result * base % modulus if y % 2 else result
        base, y = base * base % modulus, y // 2
    return result


# ---- math


def _log(x: Any, base: Any = None) -> Any:
    return np.log(x) if base is None else np.log(x) / np.log(base)


def _floor(x: Any) -> Any:
    return _whole(np.floor(x))


def _ceil(x: Any) -> Any:
    return _whole(np.ceil(x))


_AS_IN_NUMPY = (
    np.sin, np.cos, np.tan, np.sinh, np.cosh, np.tanh, np.exp, np.exp2, np.expm1, np.log2, np.log10, np.log1p, np.sqrt,
    np.cbrt, np.hypot, np.degrees, np.radians, np.isnan, np.isinf, np.isfinite, np.fmod, np.copysign, np.fabs,
)  # fmt: skip
MATH: dict[str, Call] = {
    **{function.__name__: function for function in _AS_IN_NUMPY},
    "asin": np.arcsin,
    "acos": np.arccos,
    "atan": np.arctan,
    "atan2": np.arctan2,
    "asinh": np.arcsinh,
    "acosh": np.arccosh,
    "atanh": np.arctanh,
    "log": _log,
    "pow": lambda x, y: np.power(_floating(x), y),
    "floor": _floor,
    "ceil": _ceil,
    "trunc": _whole,
    "fsum": lambda xs: np.sum(stacked(list(xs))),
    "prod": lambda xs: np.prod(stacked(list(xs))),
    "dist": lambda p, q: np.sqrt(np.sum(np.square(stacked(list(p)) - stacked(list(q))))),
}


def _floating(x: Any) -> Any:
    return x.astype(float) if isinstance(x, Traced) else float(x)


# ---- NumPy's makers of arrays


def _array(thing: Any, dtype: Any = None, *, copy: Any = None, ndmin: int = 0, order: Any = None) -> Any:
    """Return `np.array(thing)`, of nested lists too."""
    if isinstance(thing, Masked):
        whole = thing.whole() if isinstance(thing, Listed) else thing
        return whole if dtype is None else whole.astype(np.dtype(dtype))
    found = stacked(thing)
    if isinstance(found, Complex) or (dtype is not None and np.dtype(dtype).kind == "c"):
        return parts(found)
    if not isinstance(found, Traced):
        return np.array(found, dtype=dtype, ndmin=ndmin)
    if dtype is not None and found.dtype != np.dtype(dtype):
        found = found.astype(dtype)
    elif found.variable.plain:
        found = np.positive(found) if found.dtype != bool else np.logical_and(found, True)
    while found.ndim < ndmin:
        found = found[None]
    return found


def _full(shape: Any, fill_value: Any, dtype: Any = None) -> Any:
    return np.broadcast_to(_array(fill_value, dtype), shape)


def _scalar(dtype: Any) -> Call:
    def twin(x: Any = 0) -> Any:
        return _array(x, dtype)

    return twin


def condition(mask: Any) -> Any:
    """Return what is taken for true or false as a bool."""
    return mask if mask.dtype == bool else mask != 0


def _ravelled(mask: Any) -> Any:
    return np.ravel(condition(mask))


def _single(x: Any) -> bool:
    return not np.shape(x)


TWINS: dict[Any, Call] = {
    int: _whole,
    float: _float,
    bool: _bool,
    round: _round,
    abs: lambda x: abs(x),
    min: _extreme(lambda a, b: a < b, "min"),
    max: _extreme(lambda a, b: a > b, "max"),
    sum: _sum,
    any: lambda xs: marked(np.any(stacked(list(xs)))),
    all: lambda xs: marked(np.all(stacked(list(xs)))),
    list: _listed,
    tuple: tuple,
    len: lambda x: x.size if isinstance(x, Masked) else len(x),
    sorted: _sorted,
    range: _range,
    print: lambda *args, **kwargs: None,
    pow: lambda x, y, mod=None: x**y if mod is None else _power_modulo(x, y, mod),
    divmod: lambda x, y: (x // y, x % y),
    np.array: _array,
    np.asarray: _array,
    np.asanyarray: _array,
    np.ascontiguousarray: _array,
    np.full: _full,
    np.float64: _scalar(float),
    np.int64: _scalar(int),
    np.isscalar: _single,
    complex: lambda re, im=0.0: parts(re) + parts(im) * parts(1j),
    np.complex128: lambda z=0.0: parts(z),
    np.real: lambda z: parts(z).re,
    np.imag: lambda z: parts(z).im,
    np.angle: lambda z, deg=False: np.angle(parts(z), deg),
    np.squeeze: lambda a, axis=None: np.squeeze(_array(a), axis),
}
# These are called by their twins whatever they are given: what comes of them must be a sequence, or asks for types.
ALWAYS: dict[Any, Call] = {enumerate: _enumerate, zip: _zip, reversed: _reversed, isinstance: _isinstance}
_ALIKE = ("exp", "log", "sqrt", "sin", "cos", "sinh", "cosh", "tanh")
_CMATH: dict[Any, Call] = {
    cmath.phase: np.angle,
    cmath.polar: lambda z: (np.abs(z), np.angle(z)),
    **{getattr(cmath, name): getattr(np, name) for name in _ALIKE},
}
_MATH = {getattr(math, name): twin for name, twin in MATH.items() if name in dir(math)}
_PLACES: dict[Any, Call] = {
    np.where: lambda mask: places(condition(mask)),
    np.nonzero: lambda mask: places(condition(mask)),
    np.flatnonzero: lambda mask: places(_ravelled(mask))[0],
}
_SEQUENCES = {np.concatenate, np.stack, np.vstack, np.hstack, np.column_stack, np.dstack, np.block, np.meshgrid}


def replaced(function: Any, args: Sequence[Any], kwargs: dict[str, Any], call: Call) -> Call | None:
    """Return the twin to be called in place of a function with these arguments, if there is one."""
    try:
        hash(function)
    except TypeError:
        return None
    if function in ALWAYS:
        return ALWAYS[function]
    owner = getattr(function, "__self__", None)
    if not moves([args, kwargs, *_frozen(owner)]):
        return None
    if function is map:
        return lambda f, *items: [call(f, *row) for row in builtins.zip(*items, strict=False)]
    if (twin := TWINS.get(function) or _MATH.get(function)) is not None:
        return twin
    if function in _CMATH:
        return lambda z: _CMATH[function](parts(z))
    if isinstance(function, BuiltinMethodType) and isinstance(owner, np.ndarray):
        return _of_array(owner, function.__name__)
    if (rule := method_of(function) or _special(function)) is not None:
        return rule
    if generator_of(function) is not None:
        return _drawn(owner, function.__name__, call) or _refused_draw(function.__name__)
    if function in _PLACES and len(args) == 1 and isinstance(args[0], Traced):
        return _PLACES[function]
    if function in _SEQUENCES:
        return lambda *a, **k: function(*map(_each_stacked, a), **k)
    if isinstance(function, np.ufunc) or function in COMPOSED or function in PRIMITIVES:
        return lambda *a, **k: function(*map(_one, a), **{name: _one(x) for name, x in k.items()})
    return None


def _frozen(owner: Any) -> list[Any]:
    """Return the parameters that a frozen distribution of SciPy's brings along."""
    return (
        [owner.args, owner.kwds] if type(owner).__module__.startswith("scipy.stats") and "kwds" in vars(owner) else []
    )


def _special(function: Any) -> Call | None:
    """Return the live form of a function of SciPy's or `math`, known by where it is found."""
    rule = SPECIAL.get(dotted(function, ("scipy.special", "scipy.linalg", "math")))
    return rule and (lambda *a, **k: rule(*map(_one, a), **k))


def _one(thing: Any) -> Any:
    return stacked(thing) if moves(thing) else thing


def _each_stacked(thing: Any) -> Any:
    return [_one(part) for part in thing] if isinstance(thing, list | tuple) else _one(thing)


def _of_array(array: np.ndarray[Any, Any], name: str) -> Call | None:
    """Return a method of a plain array that is given what moves: `x.dot(w)`, as the function of NumPy's."""
    function: Any = getattr(np, name, None)
    known = function in COMPOSED or function in PRIMITIVES or function in UFUNCS
    return (lambda *args, **kwargs: function(array, *args, **kwargs)) if known else None


# ---- random numbers whose place and scale move


def _refused_draw(name: str) -> Call:
    def twin(*_: Any, **__: Any) -> Any:
        raise ConversionError(
            f"{place()}: the draws of .{name} depend on its arguments in a way that has no live form; give it numbers "
            "that no control moves."
        )

    return twin


def _drawn(owner: Any, name: str, call: Call) -> Call | None:
    """Return a method of a generator whose result is drawn first, and then moved and stretched, as NumPy does it."""
    if name not in _DRAWS:
        return None

    def draw(plain: str, size: Any, *given: Any) -> Any:
        shape = size if size is not None else np.broadcast_shapes(*map(np.shape, given))
        return call(getattr(owner, plain, None) or owner.random_sample, size=shape or None)

    return lambda *args, **kwargs: _DRAWS[name](draw, *args, **kwargs)


def _normal(draw: Call, loc: Any = 0.0, scale: Any = 1.0, size: Any = None) -> Any:
    return loc + scale * draw("standard_normal", size, loc, scale)


def _uniform(draw: Call, low: Any = 0.0, high: Any = 1.0, size: Any = None) -> Any:
    return low + (high - low) * draw("random", size, low, high)


def _exponential(draw: Call, scale: Any = 1.0, size: Any = None) -> Any:
    return scale * draw("standard_exponential", size, scale)


def _located(name: str) -> Call:
    def twin(draw: Call, loc: Any = 0.0, scale: Any = 1.0, size: Any = None) -> Any:
        return loc + scale * draw(name, size, loc, scale)

    return twin


def _lognormal(draw: Call, mean: Any = 0.0, sigma: Any = 1.0, size: Any = None) -> Any:
    return np.exp(_normal(draw, mean, sigma, size))


def _weibull(draw: Call, a: Any, size: Any = None) -> Any:
    return draw("standard_exponential", size, a) ** (1.0 / a)


def _pareto(draw: Call, a: Any, size: Any = None) -> Any:
    return np.expm1(draw("standard_exponential", size, a) / a)


def _power(draw: Call, a: Any, size: Any = None) -> Any:
    return (-np.expm1(-draw("standard_exponential", size, a))) ** (1.0 / a)


def _rayleigh(draw: Call, scale: Any = 1.0, size: Any = None) -> Any:
    return scale * np.sqrt(2.0 * draw("standard_exponential", size, scale))


_DRAWS: dict[str, Call] = {
    "normal": _normal,
    "uniform": _uniform,
    "exponential": _exponential,
    **{name: _located(name) for name in ("logistic", "laplace", "gumbel")},
    "lognormal": _lognormal,
    "weibull": _weibull,
    "pareto": _pareto,
    "power": _power,
    "rayleigh": _rayleigh,
}


def generator_of(function: Any) -> Any:
    """Return the generator of random numbers that a method draws from, if it does."""
    owner = getattr(function, "__self__", None)
    return owner if isinstance(owner, np.random.Generator | np.random.RandomState | random.Random) else None


def state_of(generator: Any) -> Any:
    """Return where a generator stands."""
    if isinstance(generator, np.random.Generator):
        return copy.deepcopy(generator.bit_generator.state)
    return generator.get_state() if isinstance(generator, np.random.RandomState) else generator.getstate()


def set_state(generator: Any, state: Any) -> None:
    """Put a generator back to where it stood."""
    if isinstance(generator, np.random.Generator):
        generator.bit_generator.state = state
    elif isinstance(generator, np.random.RandomState):
        generator.set_state(state)
    else:
        generator.setstate(state)


def is_number(thing: Any) -> bool:
    """Return whether a thing is a number or an array of them, moving or not."""
    if isinstance(thing, Traced | bool | int | float | np.number | np.bool_):
        return True
    return isinstance(thing, np.ndarray) and thing.dtype.kind in "fiub"


def known(items: Iterable[Any]) -> bool:
    """Return whether every element is a plain number of one type."""
    kinds = {type(x) for x in items}
    return len(kinds) == 1 and issubclass(next(iter(kinds)), int | float | np.number)
