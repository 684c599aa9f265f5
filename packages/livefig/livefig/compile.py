"""Join a function and its controls into programs, and prove that the programs are the function."""

import inspect
import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from .emit.writer import emit
from .errors import IdleControlError, MismatchError, OutputError
from .trace.program import DTYPES, Program
from .trace.tracer import named, trace

MAX_PROGRAMS = 64
SAME = 1e-9  # largest relative difference allowed between the program and the function


@dataclass
class Compiled:
    """What the page needs of a function: distinct programs, which one when, and their constants.

    `choose` has one entry for each combination of the static controls, the last control varying fastest; `uses` gives,
    for each program, the positions in `constants` of its own constants. `outputs` says the shape of each output and
    the type that is common to all programs; `still` are the
    outputs that no control changes. `tried` holds, for each combination, the settings at which its program was
    checked, and what the function gave there.
    """

    function: Callable[..., Any]
    controls: Sequence[Any]
    programs: list[str] = field(default_factory=list)
    choose: list[int] = field(default_factory=list)
    constants: list[np.ndarray] = field(default_factory=list)
    uses: list[list[int]] = field(default_factory=list)
    outputs: dict[str, dict[str, Any]] = field(default_factory=dict)
    still: set[str] = field(default_factory=set)
    tried: list[list[tuple[dict[str, Any], dict[str, np.ndarray]]]] = field(default_factory=list)

    def call(self, values: Mapping[str, Any]) -> dict[str, np.ndarray]:
        """Return what the author's own function gives for these control values, in the types of `outputs`."""
        return self.typed(call(self.function, self.controls, values))

    def typed(self, found: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
        """Return outputs in the types that the page knows: what is a float for one choice is one for all."""
        return {name: value.astype(self.outputs[name]["dtype"]) for name, value in found.items()}


def call(function: Callable[..., Any], controls: Sequence[Any], values: Mapping[str, Any]) -> dict[str, np.ndarray]:
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


def _real(name: str, value: Any) -> np.ndarray:
    try:
        array = np.asarray(value)
    except ValueError as error:
        raise OutputError(f"output {name!r} is a ragged list ({error}); return an array of one shape.") from None
    if array.dtype.kind not in "fiub":
        raise OutputError(
            f"output {name!r} has type {array.dtype}; a figure shows real numbers (float64, integers, bool)."
        )
    return array


def compile_function(function: Callable[..., Any], controls: Sequence[Any]) -> Compiled:
    """Trace the function for each combination of the static controls, check the programs and write JavaScript.

    Parameters
    ----------
    function : callable
        Plain NumPy; its parameters are the names of the controls (``**rest`` takes all others); returns a dict of
        named arrays.
    controls : sequence of Slider, Choice and Checkbox

    Raises
    ------
    TraceError
        Untraceable where the function does something that has no form in the page; IdleControlError,
        OutputError and MismatchError for the other mistakes.
    """
    check_parameters(function, controls)
    compiled = Compiled(function, controls)
    live = [c for c in controls if c.cases is None]
    combinations = list(itertools.product(*(c.cases for c in controls if c.cases is not None)))
    if len(combinations) > MAX_PROGRAMS:
        raise IdleControlError(
            f"the choices and checkboxes make {len(combinations)} combinations, and each is a program of "
            f"its own; at most {MAX_PROGRAMS}. Turn one of them into a slider or make another figure."
        )
    programs, texts, rng = [], {}, np.random.default_rng(20)
    for combination in combinations:
        program = _trace(function, controls, live, combination)
        _check_shapes(compiled, program)
        tries = settings(controls, combination, rng, few=len(combinations) > 6)
        compiled.tried.append(check(program, function, controls, tries))
        programs.append(program)
        compiled.choose.append(_add(compiled, texts, *emit(program, [c.name for c in live])))
    _check_idle(compiled, programs, controls, live)
    compiled.still = _still(compiled, programs)
    compiled.tried = [[(values, compiled.typed(found)) for values, found in some] for some in compiled.tried]
    return compiled


def check_parameters(function: Callable[..., Any], controls: Sequence[Any]) -> None:
    """Raise IdleControlError unless the parameters of the function are the controls, by name; ``**rest`` takes any."""
    found, names = inspect.signature(function).parameters.values(), {c.name for c in controls}
    parameters = {one.name for one in found if one.kind is not one.VAR_KEYWORD}
    title = getattr(function, "__name__", "the function")
    if names - parameters and len(parameters) == len(found):
        missing = ", ".join(sorted(names - parameters))
        raise IdleControlError(
            f"no parameter of {title} takes the control {missing}; its parameters are "
            f"{', '.join(sorted(parameters)) or 'none'}."
        )
    if parameters - names:
        missing = ", ".join(sorted(parameters - names))
        raise IdleControlError(f"the parameter {missing} of {title} has no control; add one, or close over the value.")


def static_values(controls: Sequence[Any], combination: Sequence[Any]) -> dict[str, Any]:
    """Return the values of the static controls by name."""
    return dict(zip((c.name for c in controls if c.cases is not None), combination, strict=True))


def _trace(function, controls, live, combination) -> Program:
    values = {c.name: c.default for c in live} | static_values(controls, combination)
    call(function, controls, values)  # a plain mistake of the author shows as NumPy reports it
    arguments = {c.name: c.to_function(values[c.name]) for c in live} | static_values(controls, combination)
    return trace(function, arguments, [c.name for c in live])


def _check_shapes(compiled: Compiled, program: Program) -> None:
    found = {name: {"shape": tuple(v.shape), "dtype": v.dtype} for name, v in program.outputs.items()}
    for name, what in found.items():
        if what["dtype"] not in DTYPES:
            raise OutputError(f"output {name!r} has type {what['dtype']}; use float64, int64 or bool.")
    if compiled.outputs and {n: w["shape"] for n, w in compiled.outputs.items()} != {
        n: w["shape"] for n, w in found.items()
    }:
        raise OutputError(
            "the choices change which outputs there are or their shapes: "
            f"{_shapes(compiled.outputs)} against {_shapes(found)}; return the same names and shapes always."
        )
    before = compiled.outputs or found
    for name, what in found.items():
        what["dtype"] = np.result_type(what["dtype"], before[name]["dtype"]).name
    compiled.outputs = found


def _shapes(outputs: dict) -> str:
    return ", ".join(f"{name} {what['shape']}" for name, what in outputs.items())


def _add(compiled: Compiled, texts: dict, text: str, constants: list[np.ndarray]) -> int:
    """Store a program unless an identical one is there; return its number."""
    uses = tuple(place_in_pool(compiled.constants, array) for array in constants)
    if (text, uses) not in texts:
        texts[text, uses] = len(compiled.programs)
        compiled.programs.append(text)
        compiled.uses.append(list(uses))
    return texts[text, uses]


def place_in_pool(pool: list[np.ndarray], array: np.ndarray) -> int:
    """Return where the pool holds an array of the same numbers, to the bit; add it as float64 if it does not."""
    array = np.asarray(array, dtype=float)
    for k, other in enumerate(pool):
        if other.shape == array.shape and other.tobytes() == array.tobytes():
            return k
    pool.append(array)
    return len(pool) - 1


def settings(
    controls: Sequence[Any], combination: Sequence[Any], rng: np.random.Generator, few: bool = False
) -> list[dict]:
    """Return settings worth a look: the defaults, all at one end, each slider alone at its ends and middle, random."""
    live = [c for c in controls if c.cases is None]
    default = {c.name: c.default for c in live}
    found = [default, {c.name: c.probes()[0] for c in live}, {c.name: c.probes()[1] for c in live}]
    if not few:
        found += [{**default, c.name: value} for c in live for value in c.probes()]
    found += [{c.name: c.draw(rng) for c in live} for _ in range(2 if few else 4)]
    unique = {tuple(s.values()): s for s in found}
    return [s | static_values(controls, combination) for s in unique.values()]


def check(
    program: Program, function: Callable[..., Any], controls: Sequence[Any], tries: list[dict[str, Any]]
) -> list[tuple[dict[str, Any], dict[str, np.ndarray]]]:
    """Return the settings and what the function gives there; raise MismatchError where the program gives another."""
    live = [c for c in controls if c.cases is None]
    tried = [(values, call(function, controls, values)) for values in tries]
    for values, expected in tried:
        with np.errstate(all="ignore"):
            found = program.run(*(c.to_function(values[c.name]) for c in live))
        for name, value in expected.items():
            if found[name].shape != value.shape or not np.allclose(
                found[name], value, rtol=SAME, atol=0, equal_nan=True
            ):
                raise MismatchError(
                    f"output {name!r} at {describe(values)}: the function gives {_short(value)}, the traced program "
                    f"{_short(found[name])}. The function must depend on its arguments alone: no random numbers "
                    "inside, no state that changes between calls, no branch on a number taken out of an array."
                )
    return tried


def describe(values: dict[str, Any]) -> str:
    """Return `eta=0.1, w0=2` for a message."""
    return ", ".join(f"{k}={v:.6g}" if isinstance(v, float) else f"{k}={v}" for k, v in values.items())


def _short(value: np.ndarray) -> str:
    return np.array2string(value, precision=6, threshold=6, edgeitems=2)


def _check_idle(compiled: Compiled, programs: list[Program], controls: Sequence[Any], live: list[Any]) -> None:
    title = getattr(compiled.function, "__name__", "the function")
    reaches = [program.reaches() for program in programs]
    used = set().union(*(positions for reach in reaches for positions in reach.values()))
    for k, control in enumerate(live):
        if k not in used:
            raise IdleControlError(
                f"no output of {title} depends on the slider {control.name!r}; use it or leave it out."
            )
    static = [c for c in controls if c.cases is not None]
    shape = [len(c.cases) for c in static]
    grid = np.array(compiled.choose).reshape(shape) if static else np.array(compiled.choose)
    for axis, control in enumerate(static):
        if np.all(grid == np.take(grid, [0], axis=axis)):
            raise IdleControlError(
                f"{title} gives the same for every value of {control.name!r}; use it or leave it out."
            )


def _still(compiled: Compiled, programs: list[Program]) -> set[str]:
    """Return the outputs that are the same constant in every program."""
    return {
        name
        for name in compiled.outputs
        if not any(program.reaches()[name] for program in programs) and _same_everywhere(programs, name)
    }


def _same_everywhere(programs: list[Program], name: str) -> bool:
    first, *rest = (program.outputs[name].value for program in programs)
    return all(other.tobytes() == first.tobytes() for other in rest)
