"""Join a function and its controls into programs: one for each combination of the controls that have cases."""

import inspect
import itertools
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import prod
from typing import Any, TypedDict

import numpy as np
from numpy.typing import NDArray

from .controls.control import Control
from .emit import emit
from .errors import (
    IdleControlError,
    MismatchError,
    OutputError,
    TraceError,
    UnsupportedError,
    Untraceable,
    WholeNumberError,
)
from .pool import Pool
from .proof import SAME as SAME
from .proof import Outputs, Tried, Values, begin, called, prove, prove_page
from .suspect import suspect
from .trace.lines import DTYPES, Const
from .trace.program import Program, filled, filled_up
from .trace.reading import read
from .trace.tracer import named, trace
from .trace.whole import Bounds
from .v8 import engine

MAX_PROGRAMS = 64
MAX_LENGTHS = 1024  # programs, where an integer slider decides lengths or branches
MAX_BYTES = 500_000  # of all programs of a figure and their constants, compressed, where there are so many
FORETASTE = 16  # programs: after so many, it is foretold how large all of them will be
FEW = 6  # combinations; with more, each is tried at fewer settings

Function = Callable[..., Mapping[str, Any]]
Controls = Sequence[Control[Any]]


class Typed(TypedDict):
    """The shape of an output, and the type that is common to all programs."""

    shape: tuple[int, ...]
    dtype: str


@dataclass
class Compiled:
    """What the page needs of a function: distinct programs, which one when, and their constants.

    `choose` has one entry for each combination of the controls with cases, the last control varying fastest; `uses`
    gives, for each program, the positions in `constants` of its own constants. `cases` are the values of each control
    that has one program for each: choices, checkboxes, and integer sliders that decide lengths. `still` are the outputs
    that no control changes. `tried` holds, for each combination, the settings at which its program was checked, and
    what the function gave there. `idle` says of each control that moves nothing that it does.
    """

    function: Function
    controls: Controls
    cases: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    programs: list[str] = field(default_factory=list)
    choose: list[int] = field(default_factory=list)
    pool: Pool = field(default_factory=Pool)
    uses: list[list[int]] = field(default_factory=list)
    outputs: dict[str, Typed] = field(default_factory=dict)
    still: set[str] = field(default_factory=set)
    tried: list[Tried] = field(default_factory=list)
    idle: list[str] = field(default_factory=list)
    anew: Function | None = None  # the function written anew, where it cannot be traced as it is written

    @property
    def constants(self) -> list[NDArray[np.float64]]:
        """The arrays that the programs read."""
        return self.pool.arrays

    def call(self, values: Values) -> Outputs:
        """Return what the author's own function gives for these control values, in the types of `outputs`."""
        return self.typed(self.run(values))

    def run(self, values: Values) -> Outputs:
        """Return what the function gives, in its own types."""
        return call(self.function, self.controls, values)

    def arguments(self, values: Values) -> list[Any]:
        """Return what a program receives: the values of the controls without cases, as the function gets them."""
        return [c.to_function(values[c.name]) for c in self.moving]

    @property
    def lengths(self) -> set[str]:
        """The integer sliders that have a program for each value."""
        return {c.name for c in self.controls if c.name in self.cases and c.cases is None}

    @property
    def moving(self) -> list[Control[Any]]:
        """The controls whose values are variables of the programs."""
        return [c for c in self.controls if c.name not in self.cases]

    def typed(self, found: Outputs) -> Outputs:
        """Return outputs in the types and shapes that the page knows: what is a float for one choice is one for all,
        and what is longer for one is filled up with NaN for the others, which is drawn as nothing."""
        return {
            name: filled(v, self.outputs[name]["shape"]).astype(self.outputs[name]["dtype"])
            for name, v in found.items()
        }

    def for_page(self) -> dict[str, list[float]]:
        """Return, for each control with cases, its values as the page counts them."""
        return {c.name: c.page_cases(self.cases[c.name]) for c in self.controls if c.name in self.cases}


def call(function: Function, controls: Controls, values: Values) -> Outputs:
    """Run the author's function; the numbers are NumPy's, so 1 / 0 is inf and no error.

    Raises
    ------
    OutputError
        If the result is not a dict of real-valued arrays.
    """
    arguments = {c.name: c.to_function(values[c.name]) for c in controls}
    with np.errstate(all="ignore"):
        result = named(function(**arguments))
    return {name: _real(name, value) for name, value in result.items()}


def _real(name: str, value: Any) -> NDArray[Any]:
    if isinstance(value, np.ma.MaskedArray):
        raise OutputError(
            f"output {name!r} is a masked array, which would lose its mask; return {name}.filled(np.nan), which is "
            "drawn as a gap."
        )
    try:
        array = np.asarray(value)
    except ValueError as error:
        raise OutputError(f"output {name!r} is a ragged list ({error}); return an array of one shape.") from None
    if array.dtype == object and array.size and all(isinstance(x, int) for x in array.flat):
        raise OutputError(f"output {name!r} is a whole number beyond 2**63; compute it with floats, such as 10.0**30.")
    if array.dtype.kind not in "fiub":
        raise OutputError(
            f"output {name!r} has type {array.dtype}; a figure shows real numbers (float64, integers, bool)."
        )
    return array


def compile_function(function: Function, controls: Controls, strict: bool = True) -> Compiled:
    """Trace the function for each combination of the controls with cases, check the programs and write JavaScript.

    Parameters
    ----------
    function : callable
        Plain NumPy; its parameters are the names of the controls (``**rest`` takes all others); returns a dict of
        named arrays.
    controls : sequence of Control
    strict : bool
        Whether a control that moves nothing is an error.

    Raises
    ------
    TraceError
        Untraceable where the function does something that has no form in the page; IdleControlError, OutputError,
        FunctionError and MismatchError for the other mistakes.
    """
    check_parameters(function, controls)
    cases = {c.name: c.cases for c in controls if c.cases is not None}
    _check_count(prod(map(len, cases.values())))
    try:
        return _compiled(function, controls, cases, strict)
    except WholeNumberError:
        raise
    except (Untraceable, MismatchError) as error:
        first = error
    wanted = {**cases, **_lengths(function, controls, cases, first)}
    try:
        found = _compiled(function, controls, {c.name: wanted[c.name] for c in controls if c.name in wanted}, strict)
    except TraceError:
        raise first from None
    except _TooLarge as error:
        raise UnsupportedError(str(error)) from None
    _check_bytes(found)
    return found


def _check_count(count: int) -> None:
    if count > MAX_PROGRAMS:
        raise IdleControlError(
            f"the choices and checkboxes make {count} combinations, and each is a program of "
            f"its own; at most {MAX_PROGRAMS}. Turn one of them into a slider or make another figure."
        )


def _compiled(function: Function, controls: Controls, cases: dict[str, tuple[Any, ...]], strict: bool) -> Compiled:
    """Return what the page needs, with one program for each combination of these cases."""
    compiled = Compiled(function, controls, cases)
    combinations, rng = list(itertools.product(*cases.values())), np.random.default_rng(20)
    programs: list[Program] = []
    for done, combination in enumerate(combinations):
        if done == FORETASTE and compiled.lengths:
            _foretell(compiled, programs, len(combinations))
        tries = settings(controls, cases, combination, rng, few=len(combinations) > FEW)
        programs.append(_proven(compiled, tries))
    compiled.tried = [[(values, compiled.typed(found)) for values, found in some] for some in compiled.tried]
    programs = [_of_one_shape(program, compiled.outputs) for program in programs]
    numbers: dict[tuple[str, tuple[int, ...]], int] = {}
    for program, tried in zip(programs, compiled.tried, strict=True):
        compiled.choose.append(_add(compiled, numbers, program, tried))
    compiled.idle = _idle(compiled, programs)
    if strict and compiled.idle:
        raise IdleControlError(compiled.idle[0])
    compiled.still = _still(compiled, programs)
    return compiled


def _check_bytes(compiled: Compiled) -> None:
    """Raise UnsupportedError if very many programs are too much for a page to carry."""
    size = _carried(compiled.programs, compiled.constants)
    if size > MAX_BYTES:
        raise _too_large(compiled, len(compiled.choose), size)


def _foretell(compiled: Compiled, programs: Sequence[Program], count: int) -> None:
    """Raise UnsupportedError, before all programs are made, if the first of them show that they will be too large."""
    made = [emit(program, [c.name for c in compiled.moving]) for program in programs]
    texts, constants = [text for text, _ in made], {x.tobytes(): x for _, some in made for x in some}
    size = _carried(texts, list(constants.values())) * count // len(programs)
    if size > 2 * MAX_BYTES:
        raise _TooLarge(str(_too_large(compiled, count, size)))


def _carried(texts: Sequence[str], arrays: Sequence[NDArray[np.float64]]) -> int:
    """Return how many bytes a page carries: compressed on the way, though text unfolds where it is read."""
    text = "".join(texts).encode()
    return max(len(zlib.compress(text + b"".join(array.tobytes() for array in arrays))), len(text) // 3)


class _TooLarge(Exception):
    """What `_foretell` found."""


def _too_large(compiled: Compiled, count: int, size: int) -> UnsupportedError:
    return UnsupportedError(
        f"{_title(compiled.function)} is translated for each of {count} settings of its controls, which is some "
        f"{size // 1000} kB, compressed, and at most {MAX_BYTES // 1000} are allowed; give the sliders that decide "
        "lengths fewer positions, or use shorter arrays."
    )


def _lengths(
    function: Function, controls: Controls, cases: dict[str, tuple[Any, ...]], first: Exception
) -> dict[str, tuple[Any, ...]]:
    """Return the values of those integer sliders that the function must be translated for one by one: it asks them for
    a length, or decides by them. Raise what still stands in the way if that does not help."""
    whole = {c.name: c.whole_values() for c in controls if c.name not in cases}
    few = {name: values for name, values in whole.items() if values}
    in_order = sorted(few, key=lambda name: len(few[name]))
    most = MAX_LENGTHS // prod(map(len, cases.values()))
    last: Exception = first
    for names in [*([name] for name in in_order), *(in_order[:k] for k in range(2, len(in_order) + 1))]:
        more = {name: few[name] for name in names}
        found = _obstacle(function, controls, {**cases, **more})
        count = prod(map(len, more.values()))
        if found is None and count <= most:
            return more
        last = found or UnsupportedError(
            f"{first} With a program for each of the {count} settings of {' and '.join(names)} it would be live, but "
            f"{most} are the most; give {'it' if len(names) == 1 else 'them'} fewer positions."
        )
    raise last from None


def _obstacle(function: Function, controls: Controls, cases: dict[str, tuple[Any, ...]]) -> Exception | None:
    """Return why the function cannot be translated for the setting with which the figure begins, if it cannot."""
    compiled = Compiled(function, controls, {c.name: cases[c.name] for c in controls if c.name in cases})
    combination = [c.default for c in controls if c.name in cases]
    tries = settings(controls, compiled.cases, combination, np.random.default_rng(20), few=True)
    try:
        _proven(compiled, tries)
    except (Untraceable, MismatchError) as error:
        return error
    return None


def check_parameters(function: Function, controls: Controls) -> None:
    """Raise IdleControlError unless the parameters of the function are the controls, by name; ``**rest`` takes any."""
    found, names = inspect.signature(function).parameters.values(), {c.name for c in controls}
    parameters = {one.name for one in found if one.kind is not one.VAR_KEYWORD}
    title = _title(function)
    if names - parameters and len(parameters) == len(found):
        raise IdleControlError(
            f"no parameter of {title} takes the control {_spelled(names - parameters)}; its parameters are "
            f"{_spelled(parameters) or 'none'}."
        )
    if parameters - names:
        missing = _spelled(parameters - names)
        raise IdleControlError(f"the parameter {missing} of {title} has no control; add one, or close over the value.")


def _spelled(names: Iterable[str]) -> str:
    """Return names in order, each with the code points of what is no ASCII: letters of two alphabets look the same."""
    points = {name: " ".join(f"U+{ord(letter):04X}" for letter in name if not letter.isascii()) for name in names}
    return ", ".join(f"{name} ({points[name]})" if points[name] else name for name in sorted(points))


def _title(function: Function) -> str:
    return getattr(function, "__name__", "the function")


# ---- one combination


def settings(
    controls: Controls,
    cases: Mapping[str, Any],
    combination: Sequence[Any],
    rng: np.random.Generator,
    few: bool = False,
) -> list[dict[str, Any]]:
    """Return settings worth a look: the defaults, all at one end, each slider alone at its ends and middle, random."""
    live = [c for c in controls if c.name not in cases]
    default = {c.name: c.default for c in live}
    found = [default, {c.name: c.probes()[0] for c in live}, {c.name: c.probes()[1] for c in live}]
    if not few:
        found += [{**default, c.name: value} for c in live for value in c.probes()]
    found += [{c.name: c.draw(rng) for c in live} for _ in range(2 if few else 4)]
    unique = {tuple(s.values()): s for s in found}
    return [s | dict(zip(cases, combination, strict=True)) for s in unique.values()]


def _proven(compiled: Compiled, tries: list[dict[str, Any]]) -> Program:
    """Return the program of one combination, traced at the first of the settings and compared at all."""
    controls, start, live = compiled.controls, tries[0], compiled.moving
    at_the_start = all(start[c.name] == c.default for c in controls if c.name in compiled.lengths)
    first = (begin if at_the_start else called)(compiled.run, start)
    arguments = {c.name: c.to_function(start[c.name]) for c in controls}

    def proven(function: Function) -> tuple[Program, Tried]:
        program = trace(function, arguments, [c.name for c in live], _ranges(live))
        return program, prove(program, compiled.run, compiled.arguments, tries, first)

    program, tried = _as_written_or_anew(compiled, proven)
    _agree(compiled, program)
    compiled.tried.append(tried)
    return program


def _as_written_or_anew(
    compiled: Compiled, proven: Callable[[Function], tuple[Program, Tried]]
) -> tuple[Program, Tried]:
    """Return the program of the function, or of the function written anew where that is what it takes."""
    if compiled.anew is None:
        try:
            return proven(compiled.function)
        except (Untraceable, MismatchError):
            anew = read(compiled.function)
            if anew is None:
                raise
            compiled.anew = anew
    return proven(compiled.anew)


def _ranges(live: Controls) -> dict[str, Bounds]:
    """Return between which whole numbers each control moves that gives any; a control's probes include its ends."""
    given = {c.name: [c.to_function(value) for value in c.probes()] for c in live}
    return {name: (min(values), max(values)) for name, values in given.items() if type(values[0]) is int}


def _agree(compiled: Compiled, program: Program) -> None:
    """Note the outputs' shapes and types; raise OutputError unless the shapes are those of the programs before."""
    found: dict[str, Typed] = {n: {"shape": v.shape, "dtype": v.dtype} for n, v in program.outputs.items()}
    for name, what in found.items():
        if what["dtype"] not in DTYPES:
            raise OutputError(f"output {name!r} has type {what['dtype']}; use float64, int64 or bool.")
    before = compiled.outputs or found
    if {n: len(w["shape"]) for n, w in before.items()} != {n: len(w["shape"]) for n, w in found.items()}:
        raise OutputError(
            "the controls change which outputs there are or how many axes they have: "
            f"{_shapes(before)} against {_shapes(found)}; return the same names and axes always."
        )
    for name, what in found.items():
        shape = tuple(map(max, zip(what["shape"], before[name]["shape"], strict=True)))
        longer = what["shape"] != before[name]["shape"]  # and then one of them is filled up with NaN
        types = [what["dtype"], before[name]["dtype"], *(["float64"] if longer else [])]
        found[name] = {"shape": shape, "dtype": np.result_type(*types).name}
    compiled.outputs = found


def _shapes(outputs: Mapping[str, Typed]) -> str:
    return ", ".join(f"{name} {what['shape']}" for name, what in outputs.items())


def _of_one_shape(program: Program, outputs: Mapping[str, Typed]) -> Program:
    """Return the program, whose shorter outputs are filled up with NaN."""
    lines, found = list(program.lines), dict(program.outputs)
    for name, what in outputs.items():
        value = found[name]
        if value.shape != what["shape"] and isinstance(value, Const):
            found[name] = Const(filled(value.value, what["shape"]))
        elif value.shape != what["shape"]:
            found[name] = filled_up(lines, value, what["shape"])
    return Program(program.inputs, lines, found, program.open_ended)


def _add(compiled: Compiled, numbers: dict[tuple[str, tuple[int, ...]], int], program: Program, tried: Tried) -> int:
    """Store a program's JavaScript, once it is proven, unless the very same is there; return its number."""
    text, constants = emit(program, [c.name for c in compiled.moving])
    uses = tuple(compiled.pool.place(array) for array in constants)
    if (text, uses) not in numbers:
        _prove_page(compiled, program, text, constants, tried)
        numbers[text, uses] = len(compiled.programs)
        compiled.programs.append(text)
        compiled.uses.append(list(uses))
    return numbers[text, uses]


def _prove_page(
    compiled: Compiled, program: Program, text: str, constants: Sequence[NDArray[np.float64]], tried: Tried
) -> None:
    """Hold the JavaScript against the function at what was tried, if there is a V8 to run it."""
    v8, live = engine(), compiled.moving
    if v8 is None:
        return

    def for_page(values: Values) -> list[float]:
        return [float(c.to_page(values[c.name])) for c in live]

    prove_page(
        program,
        compiled.call,
        compiled.arguments,
        tried,
        v8.run(text, constants, [for_page(values) for values, _ in tried]),
        lambda values: suspect(v8, program, compiled.arguments(values), for_page(values)),
    )


# ---- all of them


def _idle(compiled: Compiled, programs: Sequence[Program]) -> list[str]:
    """Return what there is to say of each control that changes nothing."""
    live, title = compiled.moving, _title(compiled.function)
    used = {position for program in programs for reach in program.reaches().values() for position in reach}
    found = [
        f"no output of {title} depends on the {control.kind} {control.name!r}; use it or leave it out."
        for k, control in enumerate(live)
        if k not in used
    ]
    fixed = list(compiled.cases.items())
    grid = np.array(compiled.choose).reshape([len(cases) for _, cases in fixed] or [-1])
    for axis, (name, _) in enumerate(fixed):
        if np.all(grid == np.take(grid, [0], axis=axis)):
            found.append(f"{title} gives the same for every value of {name!r}; use it or leave it out.")
    return found


def _still(compiled: Compiled, programs: Sequence[Program]) -> set[str]:
    """Return the outputs that are the same constant in every program."""
    return {name for name in compiled.outputs if _is_still([program.outputs[name] for program in programs])}


def _is_still(values: Sequence[Any]) -> bool:
    return all(isinstance(v, Const) for v in values) and len({v.value.tobytes() for v in values}) == 1
