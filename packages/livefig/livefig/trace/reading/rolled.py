"""A loop as one operation of a program: `ROLL` runs a body again and again, and its states are overwritten each time.

It is the loop that an author writes, where `scan` is the one that mathematics writes: nothing is kept of the turns but
what the last one left, and what was appended to lists on the way (the *emitted* values, one row a turn).

How the body becomes a program of its own, what it captures from outside, and why, is told in `recorder` and `loops`.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from ...errors import TraceError, Untraceable
from ..lines import Const, Line, Value, Var, example
from ..op import Params
from ..phasor import apart, together
from ..plain import is_plain
from ..program import Program
from ..recorder import Recorder, StrangerError, innermost
from ..run import number, roll_of
from ..tape import Growing, Perhaps, Tape
from ..tracer import Traced, arrayed, stacked
from ..trees import Structure, flat, unflat
from ..where import user_line
from ..whole import ANY, Bounds, extent
from .instead import Rows, Span, generator_of, is_number, known, set_state, state_of
from .masked import Listed, parts_of
from .unset import UNSET

MOST_TURNS = 10_000  # of a while whose end moves with a control
MOST_GROWN = 1_000  # of one in which a list grows, and is kept as long as it can become


class Unstable(Untraceable):
    """A turn leaves a name as another kind of thing than it found it; after one more turn it may stay as it is."""


class RollOp:
    """`length` turns of a body program, or fewer if it says that it is done.

    Inputs: the states, the rows, captured values. The body's outputs: with `asks`, whether it goes on; the states after
    the turn; what it emits. The line's outputs: the last states; what was emitted, a row a turn.
    """

    name, kind, tolerance = "loop", "roll", 1e-12

    @staticmethod
    def run(*inputs: Any, **params: Any) -> tuple[Any, ...]:
        numbers = [number(x) for x in inputs]
        return roll_of(numbers, params)(*numbers)


ROLL = RollOp()


def rolled_loop(
    rows: Rows,
    begin: int,
    step: Callable[..., Any],
    state: Any,
    grown: Sequence[int],
    rolling: list["Draws"],
    witness: Any = None,
) -> tuple[Any, ...]:
    """Return the state after `step(row, *state)` for each row from `begin` on, as one line of the program.

    If nothing moves in the state, a `witness` that the step gives shows where the line belongs.
    """
    items = [_row_array(part, begin, len(rows)) for part in rows.parts]
    test = None
    if isinstance(rows, Span):
        witness, test = rows.stop, lambda item, *_: stacked(rows.goes_on(item))
    rolled = _Rolled(list(state), grown, items, rows.single, len(rows) - begin, rolling, witness)
    return rolled.traced(step, test)


def rolled_turns(
    test: Callable[..., Any], step: Callable[..., Any], state: Any, grown: Sequence[int], rolling: list["Draws"]
) -> tuple[Any, ...]:
    """Return the state after `step(*state)` as long as `test(*state)` holds, as one line of the program."""
    rolled = _Rolled(list(state), grown, [], False, MOST_GROWN if grown else MOST_TURNS, rolling)
    return rolled.traced(lambda _, *s: step(*s), lambda _, *s: test(*s))


class Draws:
    """The random numbers that a loop draws while its body becomes a program: which, and in which order, each turn.

    They are drawn for all turns when the body is known, and become rows that the loop runs over.
    """

    stand_in: Callable[[Any], Any]  # makes a value of the body of a number that was drawn

    def __init__(self) -> None:
        self.calls: list[tuple[Callable[..., Any], Any, Any]] = []
        self.states: dict[int, tuple[Any, Any]] = {}  # by id: the generators, and where they stood

    def draw(self, function: Callable[..., Any], args: Any, kwargs: Any) -> Any:
        generator = generator_of(function)
        self.states.setdefault(id(generator), (generator, state_of(generator)))
        value = function(*args, **kwargs)
        if not is_number(value):
            raise Unstable("what is drawn in the loop is no number")
        self.calls.append((function, args, kwargs))
        return self.stand_in(value)

    def back(self) -> None:
        """Put all generators to where they stood."""
        for generator, state in self.states.values():
            set_state(generator, state)

    def all_turns(self, turns: int) -> list[Any]:
        """Return what each call gives in every turn, a row a turn; the generators stand behind the last."""
        self.back()
        drawn: list[list[Any]] = [[] for _ in self.calls]
        for _ in range(turns):
            for rows, (function, args, kwargs) in zip(drawn, self.calls, strict=True):
                rows.append(function(*args, **kwargs))
        return [np.array(rows) for rows in drawn]


def _row_array(part: Any, begin: int, end: int) -> tuple[Any, bool]:
    """Return what a loop runs over as an array with one row a turn, and whether its elements are Python's own ints."""
    if isinstance(part, Traced):
        return part[begin:end], False
    if isinstance(part, range):
        return np.array(part[begin:end]), True
    if isinstance(part, np.ndarray) and part.dtype.kind in "fiub":
        return part[begin:end], False
    if isinstance(part, list | tuple) and known(part):
        return np.array(part[begin:end]), type(part[0]) in (int, bool)
    found = stacked(list(part[begin:end]))
    if isinstance(found, Traced):
        return found, False
    raise Unstable("the loop runs over other things than numbers")


class _Rolled:
    """A loop on its way to become one line."""

    def __init__(
        self,
        state: list[Any],
        grown: Sequence[int],
        items: list[tuple[Any, bool]],
        single: bool,
        length: int,
        rolling: list[Draws],
        witness: Any = None,
    ) -> None:
        self.items, self.single, self.length = items, single, length
        self.witness, self.rolling = witness, rolling
        self.lists = {k: _tape(state[k]) for k in grown if isinstance(state[k], list | Tape | Listed)}
        self.begun = {k: state[k] for k in self.lists if isinstance(state[k], Listed)}
        self.structure, self.leaves = self.without_lists(state)
        self.moving = [k for k, x in enumerate(self.leaves) if is_number(x)]
        self.born: dict[int, Any] = {}  # the leaves that have no value before the loop, and the one that a turn gives

    def without_lists(self, state: list[Any]) -> tuple[Structure, list[Any]]:
        """Return the structure and the leaves of a state, in which the lists that grow are left out."""
        return flat([None if k in self.lists else apart(x) for k, x in enumerate(state)])

    def traced(self, step: Callable[..., Any], test: Callable[..., Any] | None) -> tuple[Any, ...]:
        parts = [
            x
            for tape in self.lists.values()
            for part in tape.parts
            for x in (part if isinstance(part, list) else [part])
        ] + [x for begun in self.begun.values() for pair in begun.parts for x in pair]
        items = [item for item, _ in self.items]
        outer = innermost([x for x in [*self.leaves, *items, *parts, self.witness] if isinstance(x, Traced)])
        while True:
            try:
                return self.line(outer, step, test)
            except StrangerError as met:
                if not met.home.is_inside(outer):
                    raise
                outer = met.home

    def line(self, outer: Recorder, step: Callable[..., Any], test: Callable[..., Any] | None) -> tuple[Any, ...]:
        """Write the line; if it fails, no random number was drawn."""
        draws = Draws()
        try:
            return self.drawn_line(outer, step, test, draws)
        except BaseException:
            draws.back()
            raise

    def drawn_line(
        self, outer: Recorder, step: Callable[..., Any], test: Callable[..., Any] | None, draws: Draws
    ) -> tuple[Any, ...]:
        recorder = Recorder(outer)
        leaves = list(self.leaves)
        states: list[tuple[Value, Var]] = []
        for k in self.moving:
            value = outer.value(self.leaves[k])
            leaves[k] = self.stand_in(recorder, states, value, is_plain(self.leaves[k]))
        rows = [(outer.value(item), plain) for item, plain in self.items]
        row_vars = [Var(np.asarray(example(v)[0]), "row", v.bounds, plain) for v, plain in rows]
        carried: dict[tuple[int, int], Traced] = {}  # by the list and the depth, in the order of their states

        def element(k: int) -> Callable[[int], Traced]:
            def at(depth: int) -> Traced:
                if (k, depth) not in carried:
                    if k in self.begun:
                        raise Unstable("a list is read of which a control decides how long it is")
                    if depth > len(self.lists[k]):
                        raise Unstable("the list is not yet long enough")
                    start = self.lists[k][len(self.lists[k]) - depth]
                    carried[k, depth] = self.stand_in(recorder, states, outer.value(start), is_plain(start))
                return carried[k, depth]

            return at

        def depth(k: int) -> Callable[[Any, int], int]:
            return lambda index, appended: self.from_end(recorder, row_vars, rows, index, len(self.lists[k])) + appended

        growing = {k: Growing(tape, element(k), depth(k)) for k, tape in self.lists.items()}
        given = [growing.get(k, together(x)) for k, x in enumerate(unflat(self.structure, leaves))]
        item = tuple(Traced(var, recorder) for var in row_vars)
        outputs: list[Value] = []
        if test is not None:
            outputs.append(recorder.value(test(item[0] if self.single else item, *given)))
        draws.stand_in = lambda value: self.drawn(recorder, row_vars, value)
        new = list(self.stepped(draws, step, item[0] if self.single else item, given, test is not None))
        rows += [(Const(array), False) for array in draws.all_turns(self.length)]
        outputs += self.after(recorder, new, leaves)
        growing = {k: self.grown(new[k]) for k in growing}
        if any(growing[k].uncertain for k, _ in carried):
            raise Unstable("a list is read that grows in one turn and not in another")
        emitted = [
            recorder.value(stacked(x)) for k, grows in growing.items() for one in grows.new for x in self.apart(k, one)
        ]
        outputs += self.one_turn_later(recorder, growing, carried, states, element)
        if test is not None and growing:
            outputs.append(self.counted(recorder, states))
        outputs += self.first_values(recorder, states)
        return self.recorded(outer, recorder, states, rows, row_vars, outputs, emitted, new, test is not None)

    def apart(self, k: int, element: Any) -> tuple[Any, ...]:
        """Return what a turn appends to a list as the loop hands it out: a value, and its condition if it has one."""
        return (element.value, element.mask) if isinstance(element, Perhaps) else (element,)

    @staticmethod
    def counted(recorder: Recorder, states: list[tuple[Value, Var]]) -> Value:
        """Return the number of turns after the turn, a state that begins with 0."""
        start = Const(np.zeros((), np.int64))
        states.append((start, Var(example(start), "state", (0, MOST_TURNS))))
        return recorder.value(Traced(states[-1][1], recorder) + 1)

    def stepped(
        self, draws: Draws, step: Callable[..., Any], item: Any, given: list[Any], asks: bool
    ) -> tuple[Any, ...]:
        """Return what the body leaves."""
        self.rolling.append(draws)
        try:
            found: tuple[Any, ...] = step(item, *given)
        finally:
            self.rolling.pop()
        if draws.calls and asks:
            raise Unstable("how many random numbers are drawn moves with a control")
        return found

    @staticmethod
    def drawn(recorder: Recorder, row_vars: list[Var], value: Any) -> Traced:
        row_vars.append(Var(np.asarray(value), "drawn", extent(np.asarray(value)), type(value) is int))
        return Traced(row_vars[-1], recorder)

    def one_turn_later(
        self,
        recorder: Recorder,
        growing: dict[int, Growing],
        carried: dict[tuple[int, int], Traced],
        states: list[tuple[Value, Var]],
        element: Callable[[int], Callable[[int], Traced]],
    ) -> list[Value]:
        """Return what stands at each place of a list that was read, one turn later; this may ask for more places."""
        found: list[Value] = []
        while len(found) < len(carried):
            k, depth = list(carried)[len(found)]
            shift = depth - len(growing[k].new)
            value = growing[k].new[-depth] if shift <= 0 else element(k)(shift)
            found.append(_same(recorder, value, states[len(self.moving) + len(found)][1]))
        return found

    @staticmethod
    def stand_in(recorder: Recorder, states: list[tuple[Value, Var]], value: Value, plain: bool) -> Traced:
        var = Var(example(value), "state", _bounds(value), plain)
        states.append((value, var))
        return Traced(var, recorder)

    def after(self, recorder: Recorder, new: list[Any], before: list[Any]) -> list[Value]:
        """Return what the turn leaves of each state, once it is clear that it is the same kind of thing."""
        self.born = {}
        structure, leaves = self.without_lists(new)
        if structure != self.structure:
            raise Unstable("a turn leaves other kinds of things than it found")
        found = []
        for k, x in enumerate(leaves):
            if k in self.moving:
                found.append(_same(recorder, x, before[k].variable))
            elif before[k] is UNSET and is_number(x):
                self.born[k] = x
            elif x is not before[k] and not (
                type(x) is type(before[k]) and isinstance(x, str | int | None) and x == before[k]
            ):
                raise Unstable("a turn leaves another thing than it found")
        return found

    def first_values(self, recorder: Recorder, states: list[tuple[Value, Var]]) -> list[Value]:
        """Return what the turn leaves of each name that had no value before: nobody reads it before it is given one."""
        found = [recorder.value(x) for x in self.born.values()]
        for x, value in zip(self.born.values(), found, strict=True):
            start = Const(np.zeros(value.shape, value.dtype))
            states.append((start, Var(example(value), "state", _bounds(value), is_plain(x))))
        return found

    @staticmethod
    def grown(thing: Any) -> Growing:
        if not isinstance(thing, Growing):
            raise Unstable("a list that grows is given another value")
        if thing.indexed and len(thing.new) != 1:
            raise Unstable("a list that grows by other than one element a turn is read by an index")
        return thing

    def from_end(
        self, recorder: Recorder, rows: list[Var], given: list[tuple[Value, bool]], index: Any, length: int
    ) -> int:
        """Return how far an index lies from the end of a list that grows by one a turn: in all turns as far."""
        if (
            not isinstance(index, Traced)
            or index.recorder is not recorder
            or not all(isinstance(v, Const) for v, _ in given)
        ):
            raise Unstable("a list that grows is read at a place that is not known")
        program = Program(rows, recorder.lines, {0: index.variable}).without_dead_lines()
        try:
            program.check()
        except TraceError:
            raise Unstable("a list that grows is read at a place that hangs on more than the turn") from None
        turns = range(self.length)
        places = {length + t - int(program.run(*(v.value[t] for v, _ in given))[0]) for t in turns}  # type: ignore[union-attr]
        if len(places) != 1 or min(places) < 1:
            raise Unstable("a list that grows is read at a place that is not always as far from its end")
        return places.pop()

    def recorded(
        self,
        outer: Recorder,
        recorder: Recorder,
        states: list[tuple[Value, Var]],
        rows: list[tuple[Value, bool]],
        row_vars: list[Var],
        outputs: list[Value],
        emitted: list[Value],
        new: list[Any],
        asks: bool,
    ) -> tuple[Any, ...]:
        named: dict[Any, Value] = dict(enumerate([*outputs, *emitted]))
        body = Program([*(var for _, var in states), *row_vars], recorder.lines, named).without_dead_lines()
        read = {id(v) for v in [*named.values(), *(v for line in body.lines for v in line.inputs)]}
        captured = [(out, inside) for out, inside, _ in recorder.captured.values() if id(inside) in read]
        body.inputs += [inside for _, inside in captured]
        recorder.closed = True
        inputs = [*(v for v, _ in states), *(v for v, _ in rows), *(out for out, _ in captured)]
        params: Params = {
            "body": body,
            "states": len(states),
            "rows": len(rows),
            "length": self.length,
            "asks": asks,
            "where": user_line(),
        }
        found = ROLL.run(*map(example, inputs), **params)
        outs = [Var(np.asarray(x)) for x in found]
        for out, (_, var) in zip(outs, states, strict=False):
            out.extent, out.plain = var.extent, var.plain
        for out, value in zip(outs[len(states) :], emitted, strict=True):
            out.extent = _bounds(value)
        outer.lines.append(Line(ROLL, tuple(inputs), params, tuple(outs), user_line()))
        return self.left([Traced(out, outer) for out in outs], len(states), new, asks)

    def left(self, outs: list[Traced], states: int, new: list[Any], asks: bool) -> tuple[Any, ...]:
        """Return what stands for each name after the loop."""
        leaves = list(self.leaves)
        born = outs[states - len(self.born) : states]
        for k, out in [*zip(self.moving, outs, strict=False), *zip(self.born, born, strict=True)]:
            leaves[k] = out
        result, rest = list(together(unflat(self.structure, leaves))), outs[states:]
        made = np.arange(self.length) < outs[states - len(self.born) - 1] if asks and self.lists else None
        for k, tape in self.lists.items():
            paths, masks = [], []
            for element in new[k].new:
                paths.append(rest.pop(0))
                masks.append(rest.pop(0) if isinstance(element, Perhaps) else None)
            if made is None and k not in self.begun and not any(mask is not None for mask in masks):
                result[k] = Tape([*tape.parts, *_block(paths)], np.concatenate, arrayed)
            else:
                result[k] = self.grown_by(k, paths, masks, made)
        return tuple(result)

    def grown_by(self, k: int, paths: list[Traced], masks: list[Any], made: Any) -> Listed:
        """Return a list after a loop that does not append the same to it in each of all turns."""
        there = [np.ones(self.length, bool) if mask is None else mask for mask in masks]
        if made is not None:
            there = [np.logical_and(mask, made) for mask in there]
        begin = parts_of(self.begun.get(k, self.lists[k]))
        blocks = zip(_block(paths), _block(there), strict=True)
        found = Listed([*begin, *blocks])
        if any(np.ndim(numbers) != 1 for numbers, _ in found.parts):
            raise Unstable("a list grows by other things than numbers, and a control decides by how many")
        return found


def _block(paths: list[Any]) -> list[Any]:
    if len(paths) < 2:
        return list(paths)
    joined: Any = np.stack(paths, axis=1)
    return [np.reshape(joined, (-1, *joined.shape[2:]))]


def _tape(thing: Any) -> Tape:
    if isinstance(thing, Listed):
        return Tape([], np.concatenate, arrayed)
    return thing if isinstance(thing, Tape) else Tape([thing] if thing else [], np.concatenate, arrayed)


def _same(recorder: Recorder, x: Any, var: Var) -> Value:
    """Return a value in the shape and type of a state, or raise Unstable."""
    if not is_number(x):
        raise Unstable("a turn leaves something else than a number")
    value = recorder.value(x)
    if value.shape != var.shape:
        raise Unstable(f"a turn leaves an array of shape {value.shape} where it found one of {var.shape}")
    if value.dtype == var.dtype:
        return value
    raise Unstable(f"a turn leaves {value.dtype} where it found {var.dtype}")


def _bounds(value: Value) -> Bounds:
    """Return what is known of a number of which each turn makes another; it is watched where it is made."""
    return ANY if value.dtype == "int64" else None
