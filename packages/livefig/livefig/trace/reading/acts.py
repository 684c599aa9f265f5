"""What a function does that was written anew: each decision, call, store and loop of the author's comes here.

Where no control moves what is given, each of these does what Python does. Where one does:

- A *branch* is run both ways, and what the two ways leave behind is joined by `np.where`, name by name.
- A *store* makes a new array, with the value in its place; the name then stands for that one.
- A *loop* is run turn by turn as long as it is short; a long one becomes one operation (`rolled`).
- A *call* of Python's own functions, of `math`, and of what makes arrays of lists goes to a twin that traces
  (`instead`); a function of the author's is written anew as well, before it is called.
"""

import operator
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from types import FunctionType, MethodType
from typing import Any

import numpy as np

from ...errors import BranchError, InPlaceError, LiveFigureError, UnsupportedError
from ..lines import Const, Line, Var
from ..phasor import Complex, apart, is_complex, parts, together
from ..plain import is_plain, marked
from ..recorder import Recorder
from ..refusals import ASSIGNED, CHANGED
from ..table import AT, HOLE, STORE
from ..tape import Growing, Perhaps, Tape
from ..tracer import Traced, arrayed, record, stacked
from ..trees import flat, unflat
from ..where import is_library, place
from .instead import Span, condition, generator_of, is_number, moves, replaced, rows_of
from .masked import Listed, Masked, either, gather, refused
from .rewrite import rewritten
from .rolled import Draws, Unstable, rolled_loop, rolled_turns
from .solvers import __name__ as SOLVERS_HOME
from .solvers import solver_of
from .unset import UNSET, Unset

UNEQUAL = (
    "random numbers are drawn in one way of a branch that moves with a control, and all later ones would hang on it; "
    "draw them before the branch."
)
FEW = 12  # turns; a loop that is longer becomes a loop of the page
MOST = 400  # turns that are written one after the other where they cannot become a loop
Function = Callable[..., Any]


def read(function: Function, acts: "Acts | None" = None) -> Function | None:
    """Return the function written anew, or None if that cannot be done."""
    made: Function | None = (acts or Acts()).made(function)
    return made


class Acts:
    """What the functions of one trace do. It holds which functions were written anew, and nothing else."""

    unset = UNSET

    def __init__(self) -> None:
        self.anew: dict[Any, FunctionType | None] = {}
        self.ways = 0  # how many branches are open that move with a control: of each, both ways are run
        self.rolling: list[Draws] = []  # the loops that are becoming operations, innermost last
        self.whole = 0  # inside a function that np.vectorize gives single numbers: here it gets all of them at once

    # ---- functions

    def made(self, function: Any) -> Any:
        """Return an author's function written anew; anything else, and what cannot be, as None."""
        if isinstance(function, MethodType):
            inner = self.made(function.__func__)
            return inner and MethodType(inner, function.__self__)
        if not isinstance(function, FunctionType) or not _is_authors(function):
            return None
        if function.__code__.co_name.startswith("lf_") or "livefig_acts" in function.__code__.co_freevars:
            return None  # is new already
        if function not in self.anew:
            self.anew[function] = rewritten(function, self)
        return self.anew[function]

    def call(self, function: Any, /, *args: Any, **kwargs: Any) -> Any:
        if isinstance(function, partial):
            return self.call(function.func, *function.args, *args, **{**function.keywords, **kwargs})
        if isinstance(function, np.vectorize):
            return self.vectorized(function, args, kwargs)
        if isinstance(function, type) and "__new__" not in vars(function) and (begin := self.beginning(function)):
            thing: Any = object.__new__(function)
            begin(thing, *args, **kwargs)
            return thing
        if (solver := solver_of(function)) is not None:
            function = solver
        if (self.ways or self.rolling) and generator_of(function) is not None:
            if self.ways:
                raise BranchError(f"{place()}: {UNEQUAL}")
            if not moves([args, kwargs]):
                return self.rolling[-1].draw(function, args, kwargs)
        twin = replaced(function, args, kwargs, self.call)
        if twin is not None:
            return twin(*args, **kwargs)
        args = tuple(self.made(x) or x for x in args)
        kwargs = {name: self.made(x) or x for name, x in kwargs.items()}
        return (self.made(function) or function)(*args, **kwargs)

    def beginning(self, kind: type) -> Any:
        """Return the author's own `__init__` of a class, written anew, if it has one."""
        return self.made(vars(kind).get("__init__"))

    def vectorized(self, function: Any, args: Any, kwargs: Any) -> Any:
        inner = function.pyfunc
        given = [stacked(x) for x in args]
        shape = np.broadcast_shapes(*(np.shape(x) for x in given))
        self.whole += 1
        try:
            found = stacked(self.call(inner, *given, **kwargs))
        finally:
            self.whole -= 1
        return found if np.shape(found) == shape else np.broadcast_to(found, shape)

    # ---- decisions

    @staticmethod
    def returned(value: Any) -> Any:
        return None if value is UNSET else value

    @staticmethod
    def maybe(value: Callable[[], Any]) -> Any:
        try:
            return value()
        except NameError:
            return UNSET

    def branch(
        self,
        test: Any,
        then: Function,
        other: Function,
        state: Sequence[Any],
        *given: Any,
        fields: Sequence[tuple[Any, str]] = (),
    ) -> Any:
        """Return what the way leaves that a test takes, name by name, and set the fields of things likewise."""
        if not self.splits(test):
            return (then if test else other)(*given, *state)
        test = self.truth(test)
        before = [getattr(owner, name, UNSET) for owner, name in fields]
        left, after = [], []
        with self.both_ways():
            for way in (then, other):
                _set(fields, map(_own, before))
                left.append(way(*given, *map(_own, state)))
                after.append([getattr(owner, name, UNSET) for owner, name in fields])
        _set(fields, (self.used(self.joined(test, a, b)) for a, b in zip(*after, strict=True)))
        first, second = left
        return tuple(self.joined(test, a, b) for a, b in zip(first, second, strict=True))

    def choose(self, test: Any, then: Callable[[], Any], other: Callable[[], Any]) -> Any:
        if not self.splits(test):
            return then() if test else other()
        with self.both_ways():
            one, two = then(), other()
        return self.used(self.joined(self.truth(test), one, two))

    @contextmanager
    def both_ways(self) -> Iterator[None]:
        self.ways += 1
        try:
            yield
        finally:
            self.ways -= 1

    def both(self, *values: Callable[[], Any]) -> Any:
        return self.logic(values, lambda found, rest: self.used(self.joined(self.truth(found), rest(), found)), True)

    def either(self, *values: Callable[[], Any]) -> Any:
        return self.logic(values, lambda found, rest: self.used(self.joined(self.truth(found), found, rest())), False)

    def logic(self, values: Sequence[Callable[[], Any]], join: Function, goes_on: bool) -> Any:
        found = values[0]()
        if len(values) == 1:
            return found
        if self.splits(found):
            with self.both_ways():
                rest = self.logic(values[1:], join, goes_on)
            return join(found, lambda: rest)
        return self.logic(values[1:], join, goes_on) if bool(found) is goes_on else found

    def opposite(self, value: Any) -> Any:
        return marked(np.logical_not(self.truth(value))) if self.splits(value) else not value

    def splits(self, test: Any) -> bool:
        """Return whether a condition can hold and not hold: at different settings, or for different elements."""
        return isinstance(test, Traced | Listed) or (self.whole > 0 and isinstance(test, np.ndarray) and test.ndim > 0)

    def contains(self, element: Any, container: Any, negated: bool) -> Any:
        if not moves([element, container]) or isinstance(container, dict | str):
            return (element in container) is not negated
        found = marked(np.any(np.equal(element, stacked(list(container)))))
        return self.opposite(found) if negated else found

    def truth(self, test: Any) -> Any:
        """Return a condition as a bool, as `if` takes it."""
        if isinstance(test, Listed):
            return np.any(test.mask)
        if test.size != 1 and not self.whole:
            raise BranchError(
                f"{place()}: a condition on an array of shape {test.shape} is neither true nor false; use np.where, or "
                "np.any and np.all."
            )
        return condition(test if self.whole or not test.shape else np.reshape(test, ()))

    @staticmethod
    def used(value: Any) -> Any:
        return value.refuse() if isinstance(value, _Torn) else value

    def joined(self, test: Traced, a: Any, b: Any) -> Any:
        """Return what a name stands for after a branch: what the way gives that the test takes."""
        if a is b or b is UNSET:
            return a
        if a is UNSET:
            return b
        if isinstance(a, Growing) and isinstance(b, Growing):
            a.indexed = a.indexed or b.indexed
            if len(a.new) != len(b.new) or a.uncertain or b.uncertain:
                return a.having(_appended(test, a.new, b.new))
            return a.having([self.joined(test, x, y) for x, y in zip(a.new, b.new, strict=True)])
        if isinstance(a, Listed) and isinstance(b, Listed) and a.parts == b.parts:
            return a
        if (isinstance(a, Listed) or isinstance(b, Listed) or _is_list(a) and len(a) != len(b)) and (
            _is_list(a) and _is_list(b)
        ):
            return either(test, a, b)
        if isinstance(a, Complex) or isinstance(b, Complex):
            a, b = parts(a), parts(b)
        if (isinstance(a, Masked) or isinstance(b, Masked)) and a.ndim == b.ndim == 1:
            return either(test, a, b).whole()
        (one, mine), (two, yours) = flat(apart(a)), flat(apart(b))
        if one != two:
            return _Torn(f"one way gives {_said(a)}, the other {_said(b)}; let both give the same kind of thing.")
        return together(unflat(one, [self.joined_leaf(test, x, y) for x, y in zip(mine, yours, strict=True)]))

    def joined_leaf(self, test: Any, a: Any, b: Any) -> Any:
        if a is b or (type(a) is type(b) and isinstance(a, str | bool | int | None) and a == b):
            return a
        a, b = (x.array() if isinstance(x, Tape) else x for x in (a, b))
        if not (is_number(a) and is_number(b)):
            return _Torn(f"one way gives {_said(a)}, the other {_said(b)}, and only numbers can hang on a control.")
        if np.shape(a) != np.shape(b) and not self.whole:
            return _Torn(
                f"one way gives an array of shape {np.shape(a)}, the other one of {np.shape(b)}; "
                "let both have the same."
            )
        for changed, left, way in ((a, b, test), (b, a, np.logical_not(test))):
            if (line := _stored_into(changed, left)) is not None:
                return _stored_if(way, left, line, changed.recorder)
        found = np.where(test, a, b)
        return marked(found) if is_plain(a) and is_plain(b) and not found.shape else found

    @staticmethod
    def asserted(condition: Any) -> None:
        if not moves(condition):
            assert condition

    # ---- elements

    @staticmethod
    def slice(*parts: Any) -> Any:
        return slice(*parts)

    def load(self, array: Any, key: Any) -> Any:
        if not moves(key):
            return array[key]
        if isinstance(array, dict):
            raise refused_key("a key of a dict")
        if isinstance(array, Growing):
            return array[key]
        if isinstance(array, list | tuple | Tape):
            array = _as_array(array)
        if isinstance(key, list | Listed):
            key = key.whole() if isinstance(key, Listed) else stacked(key)
        if isinstance(array, Complex) or is_complex(array):
            array = parts(array)
            if _is_mask(key, array):
                return Masked(array, key)
            return Complex(self.load(array.re, key), self.load(array.im, key))
        places = key if isinstance(key, tuple) else (key,)
        if isinstance(array, Masked):
            return self.of_masked(array, key)
        if any(isinstance(p, Masked) for p in places):
            return _at_masked(array, places)
        if _is_mask(key, array):
            return Masked(array, key)
        if any(np.ndim(p) for p in places) and all(map(_is_whole, places)):
            return gather(array, places)
        indices = _checked(array, places)
        if indices is None:
            return array[key]  # which says what is wrong
        holes = tuple(HOLE if isinstance(p, Traced) else p for p in places)
        return record(AT, [array, *indices], {"key": holes})

    @staticmethod
    def of_masked(array: Masked, key: Any) -> Any:
        """Return an element, or those that one more condition leaves."""
        if isinstance(key, Masked) and key.dtype == bool:
            return Masked(array.array, array.mask & key.array)
        return array[key]

    def store(self, array: Any, key: Any, value: Any) -> Any:
        """Return the array with `value` at `key`: itself, changed, if nothing moves, else a new one."""
        if not moves([array, key, value]) or (not moves(key) and isinstance(array, list | dict)):
            array[key] = value
            return array
        if isinstance(array, Tape):
            array = array.array()
        if isinstance(array, list):
            array = _as_array(array)
        if isinstance(array, dict):
            raise refused_key("a key of a dict")
        if isinstance(array, Complex) or is_complex(array):
            if isinstance(value, Masked) and value.mask is key:
                value = value.array  # `store` looks at none of it where the condition does not hold
            array, value = parts(array), parts(value)
            if _is_mask(key, array) and value.shape == array.shape:
                return Complex(np.where(key, value.re, array.re), np.where(key, value.im, array.im))
            return Complex(self.store(array.re, key, value.re), self.store(array.im, key, value.im))
        if not isinstance(array, Traced | np.ndarray):
            array[key] = value
            return array
        value, key = _cast(stacked(value), array.dtype), stacked(key) if isinstance(key, list) else key
        places = key if isinstance(key, tuple) else (key,)
        if len(places) == 1 and isinstance(key, Traced) and key.dtype == bool:
            if isinstance(value, Masked) and value.mask.variable is key.variable:
                value = value.array
            elif np.ndim(value):
                raise InPlaceError(
                    f"{place()}: as many values are stored as a condition holds, and a control decides how many; "
                    "write np.where(condition, a, b)."
                )
            return np.where(_wide(key, array), value, array)
        if isinstance(key, Traced) and key.ndim == 1 and key.dtype == np.int64:
            return _scattered(array, key, value)
        indices = _checked(array, places)
        if indices is None:
            raise InPlaceError(f"{place()}: {ASSIGNED}")
        holes = tuple(HOLE if isinstance(p, Traced) else p for p in places)
        return record(STORE, [array, value, *indices], {"key": holes if indices else key})

    def store_there(self, array: Any, key: Any, value: Any) -> None:
        """Store into what has no name of the function's own, and may be seen by others."""
        if moves([key, value]) and isinstance(array, np.ndarray | Traced):
            raise InPlaceError(f"{place()}: {ASSIGNED}")
        array[key] = value

    def changed(self, kind: str, old: Any, value: Any) -> Any:
        """Return what `old += value` leaves, and its kin."""
        change = CHANGES[kind]
        if isinstance(old, np.ndarray) and moves(value):
            found = getattr(operator, change[1:])(old, stacked(value))
            if found.shape != old.shape or not np.can_cast(found.dtype, old.dtype, "same_kind"):
                raise InPlaceError(f"{place()}: {CHANGED}")
            return _cast(found, old.dtype)
        if isinstance(old, Traced) and old.shape:
            return getattr(operator, change[1:])(old, stacked(value))
        if isinstance(old, Masked | Complex) and not isinstance(old, Listed):
            return getattr(operator, change[1:])(old, value)
        return getattr(operator, change)(old, value)

    # ---- loops

    def loop(self, items: Any, step: Function, state: Sequence[Any], ends: Sequence[int], grown: Sequence[int]) -> Any:
        rows = rows_of(items)
        if rows is None:
            return self.turns_of(items, step, tuple(state), ends)
        count, done, tries = len(rows), 0, 3
        reason: LiveFigureError | None = None
        state = tuple(state)
        while done < count:
            if tries and count - done > FEW and (isinstance(rows, Span) or moves(list(state))):
                try:
                    return rolled_loop(rows, done, step, state, grown, self.rolling)
                except Unstable as unstable:
                    tries, reason = tries - 1, unstable
                except LiveFigureError as error:
                    tries, reason = 0, error
            if reason and not tries and (done >= MOST or isinstance(rows, Span) and count > MOST):
                raise _no_loop(reason)
            if isinstance(rows, Span):
                state = self.branch(rows.goes_on(rows[done]), step, lambda _, *s: s, state, rows[done])
            else:
                state = step(rows[done], *state)
            done += 1
            if any(state[k] is True for k in ends):
                break
        return state

    @staticmethod
    def turns_of(items: Iterable[Any], step: Function, state: Any, ends: Sequence[int]) -> Any:
        for count, item in enumerate(items):
            state = step(item, *state)
            if any(state[k] is True for k in ends):
                break
            if count > MOST and moves(list(state)):
                raise UnsupportedError(f"{place()}: a loop of more than {MOST} turns needs a range or an array.")
        return state

    def turn(
        self, test: Function, step: Function, state: Sequence[Any], ends: Sequence[int], grown: Sequence[int]
    ) -> Any:
        state, tries = tuple(state), 3
        while True:
            asked = test(*state)
            if not isinstance(asked, Traced):
                if not asked:
                    return state
                state = step(*state)
                continue
            try:
                return rolled_turns(lambda *s: self.truth(stacked(test(*s))), step, state, grown, self.rolling)
            except Unstable as unstable:
                if not tries:
                    raise _no_loop(unstable) from None
                tries -= 1
                state = self.branch(asked, step, lambda *s: s, state)

    def listed(self, items: Any, element: Function) -> Any:
        """Return `[element(x) for x in items]`."""
        rows = rows_of(items)
        if rows is None or not len(rows):
            return [element(x) for x in (items if rows is None else ())]
        first = element(rows[0])  # once: it may draw a random number, or change something
        if len(rows) > FEW and moves(first) and is_number(first):
            try:
                (found,) = rolled_loop(
                    rows, 1, lambda x, xs: (xs.append(element(x)), (xs,))[1], ([first],), (0,), self.rolling, first
                )
            except LiveFigureError:
                if len(rows) > MOST:
                    raise
            else:
                return found
        return [first, *(element(rows[k]) for k in range(1, len(rows)))]


CHANGES = {
    "Add": "iadd",
    "Sub": "isub",
    "Mult": "imul",
    "Div": "itruediv",
    "FloorDiv": "ifloordiv",
    "Mod": "imod",
    "Pow": "ipow",
    "MatMult": "imatmul",
    "BitAnd": "iand",
    "BitOr": "ior",
    "BitXor": "ixor",
    "LShift": "ilshift",
    "RShift": "irshift",
}


class _Torn(Unset):
    """What two ways leave that cannot be joined; it complains when it is used, for often it never is."""


def _no_loop(reason: Exception) -> Exception:
    """Return the error of a loop that is too long to be written turn by turn, and cannot become a loop of the page."""
    if not isinstance(reason, Unstable):
        return reason
    return UnsupportedError(
        f"{place()}: this loop cannot become a loop of the page: {reason}. Let each turn leave every name as the kind "
        "of thing that it found, or use livefig.scan."
    )


def _is_authors(function: FunctionType) -> bool:
    return function.__module__ == SOLVERS_HOME or not is_library(function.__code__.co_filename)


def refused_key(what: str) -> BranchError:
    return BranchError(f"{place()}: {what} depends on a control; use np.where, or a Choice.")


def _set(fields: Sequence[tuple[Any, str]], values: Iterable[Any]) -> None:
    for (owner, name), value in zip(fields, values, strict=True):
        if value is not UNSET:
            setattr(owner, name, value)


def _own(thing: Any) -> Any:
    """Return a copy of what one way of a branch could change under the other's feet."""
    if isinstance(thing, np.ndarray | list | dict | Tape | Growing | Listed):
        return thing.copy()
    return thing


def _is_mask(key: Any, array: Any) -> bool:
    """Return whether a key is a condition that moves, one for each element."""
    if not (isinstance(key, Traced) and key.shape and key.dtype == bool):
        return False
    if key.shape != array.shape:
        raise refused()
    return True


def _is_list(thing: Any) -> bool:
    return isinstance(thing, list | Tape | Listed)


def _appended(test: Any, a: Sequence[Any], b: Sequence[Any]) -> list[Any]:
    """Return what a turn appends, of which one way of a branch appends `a`, and the other `b`."""
    alike = 0
    while alike < min(len(a), len(b)) and a[alike] is b[alike]:
        alike += 1
    found = list(a[:alike])
    for rest, holds in ((a[alike:], test), (b[alike:], np.logical_not(test))):
        for x in rest:
            value, mask = (x.value, np.logical_and(x.mask, holds)) if isinstance(x, Perhaps) else (x, holds)
            found.append(Perhaps(value, mask))
    return found


def _stored_into(changed: Any, left: Any) -> Line | None:
    """Return the line with which a value was made, if that stored a single element or row into another."""
    if not isinstance(changed, Traced):
        return None
    line = next((x for x in reversed(changed.recorder.lines) if x.outs[0] is changed.variable), None)
    if line is None or line.op is not STORE or _is_fancy(line.params["key"]):
        return None
    before = line.inputs[0]
    if isinstance(left, Traced):
        same = before is left.variable or (changed.recorder.captured.get(id(left.variable), (0, 0))[1] is before)
    else:
        same = isinstance(before, Const) and np.array_equal(before.value, left, equal_nan=True)
    return line if same else None


def _stored_if(test: Any, array: Any, line: Line, home: Recorder) -> Any:
    """Return the array with the line's value in its place where the test holds: no other element is looked at."""
    key = line.params["key"]
    value, *indices = (Traced(x, home) if isinstance(x, Var) else x.value[()] for x in line.inputs[1:])
    old = record(AT, [array, *indices], {"key": key}) if indices else array[key]
    return record(STORE, [array, np.where(test, value, old), *indices], {"key": key})


def _is_fancy(key: Any) -> bool:
    return any(isinstance(part, list | np.ndarray) for part in (key if isinstance(key, tuple) else (key,)))


def _said(thing: Any) -> str:
    return f"{thing!r}" if isinstance(thing, str | int | float | type(None)) else f"a {type(thing).__name__}"


def _scattered(array: Any, key: Traced, value: Any) -> Any:
    """Return the array with a value, or one for each, at rows whose numbers move; of two for one row the last stays."""
    values = np.broadcast_to(value, (*key.shape, *np.shape(array)[1:]))
    for k in range(len(key)):
        array = record(STORE, [array, values[k], key[k]], {"key": (HOLE,)})
    return array


def _is_whole(part: Any) -> bool:
    return type(part) is int or (isinstance(part, Traced | np.ndarray) and part.dtype == np.int64)


def _at_masked(array: Any, parts: Sequence[Any]) -> Masked:
    """Return what an array has at places of which a condition says how many there are."""
    mask = next(p.mask for p in parts if isinstance(p, Masked))
    if not all(isinstance(p, Masked) and p.mask.variable is mask.variable and p.dtype == np.int64 for p in parts):
        raise refused()
    return Masked(gather(array, [np.where(mask, p.array, 0) for p in parts]), mask)


def _as_array(thing: Any) -> Any:
    found = arrayed(thing)
    if not isinstance(found, Traced) and found.dtype.kind not in "fiub":
        raise refused_key("a place in a list of other things than numbers")
    return found


def _cast(value: Any, dtype: Any) -> Any:
    """Return a value in the type of the array into which it is stored."""
    if not isinstance(value, Traced | Masked):
        return np.asarray(value).astype(dtype)[()]
    return value if value.dtype == dtype else value.astype(dtype)


def _wide(mask: Traced, array: Any) -> Any:
    missing = np.ndim(array) - mask.ndim
    return np.reshape(mask, mask.shape + (1,) * missing) if missing else mask


def _checked(array: Any, parts: Sequence[Any]) -> list[Any] | None:
    """Return the moving indices of a key, each a single whole number and in its bounds; None for another key."""
    indices = []
    for part in parts:
        if isinstance(part, Traced):
            if part.shape or part.dtype != np.int64:
                return None
            indices.append(part)
        elif moves(part) or part is Ellipsis or part is None or isinstance(part, list | np.ndarray):
            return None if any(isinstance(p, Traced) for p in parts) else []
    return indices
