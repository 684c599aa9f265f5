"""The head of the engine: joins a function, its controls and a Matplotlib figure into one Spec.

The trace wing turns the function into programs, the draw wing the figure into SVG and bindings; here they meet, with
the words around them. What comes out is plain data and the function itself: no widget, no file, no page.
"""

import os
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from numpy.typing import NDArray

from .compile import Compiled, call, check_parameters, compile_function
from .controls.control import Control
from .controls.group import Group, ungrouped
from .draw.drags import drags as draggable
from .draw.figure import close, export
from .draw.links import colour_of, links
from .errors import ControlError, MismatchError, SpecError, Untraceable
from .pool import Pool
from .spec import REFERENCE, VERSION, EquationSpec, Reference, Setting, Spec, pack
from .text import equations as eqs
from .text.says import Says, parse, say
from .text.source import source
from .text.tex import label_html

MOST_COMBINATIONS = 24
_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")

Values = Mapping[str, Any]
Outputs = dict[str, NDArray[Any]]
Moves = Mapping[Any, Mapping[str, Any]]


@dataclass(frozen=True)
class Joined:
    """A function, its controls and a picture, joined.

    `spec` is all that a page needs; `call` is the author's function in the types that the page knows; `tried` are
    settings at which programs and function were compared, with what the function gave there. `doubts` are sentences on
    what would stop the build of a book.
    """

    spec: Spec
    controls: tuple[Control[Any], ...]
    call: Callable[[Values], Outputs]
    tried: list[tuple[dict[str, Any], Outputs]]
    doubts: Sequence[str]

    @property
    def default(self) -> dict[str, Any]:
        """The value of each control at the start."""
        return {c.name: c.default for c in self.controls}

    def shown(self, values: Values) -> dict[str, Any]:
        """Return the controls as sentences show them: a choice by its label."""
        return {c.name: c.shown(values[c.name]) for c in self.controls}

    def state(self, values: Values) -> dict[str, Any]:
        """Return all that the figure shows: outputs, and controls in words."""
        return {**self.shown(values), **self.call(values)}

    def sentence(self, values: Values) -> str:
        """Return what the figure says."""
        return say(self.spec["says"], self.state(values))

    def for_page(self, values: Values) -> dict[str, float | bool | str]:
        """Return control values as the page knows them."""
        return {c.name: c.to_page(values[c.name]) for c in self.controls}

    def reference(self, tries: Iterable[Values] | None = None) -> Reference:
        """Return what NumPy gives at many settings of the controls, as plain data, for `livefig.verify`.

        Unless settings are given, they are those at which the programs were checked: every combination of choices (at
        most 24, evenly taken), with the sliders at their ends, middle and random places.
        """
        tried = self.tried if tries is None else [(dict(values), self.call(values)) for values in tries]
        return {
            "controls": len(self.controls),
            "marks": [layout["marks"] for layout in self.spec["layouts"]],
            "constants": self.spec["constants"],
            "outputs": self.spec["outputs"],
            "settings": [self._kept(values, outputs) for values, outputs in tried],
        }

    def published(self) -> Spec:
        """Return the Spec as an output of a notebook carries it: with the reference while a book is built."""
        return {**self.spec, "reference": self.reference()} if _a_book_is_built() else self.spec

    def _kept(self, values: Values, outputs: Outputs) -> Setting:
        shown = self.shown(values)
        return {
            "values": self.for_page(values),
            "outputs": {name: pack(value) for name, value in outputs.items()},
            "shown": {name: v if isinstance(v, str | bool) else float(v) for name, v in shown.items()},
            "sentence": say(self.spec["says"], {**shown, **outputs}),
        }


def join(
    function: Callable[..., Mapping[str, Any]],
    figure: Any,
    controls: Sequence[Control[Any] | Group],
    *,
    moves: Moves,
    says: Says,
    name: str,
    alt: str,
    title: str = "",
    caption: str = "",
    equations: Sequence[str] = (),
    belongs: Mapping[str, Any] | None = None,
    drags: Iterable[Any] = (),
) -> Joined:
    """Return a function, its controls and a Matplotlib figure as one; the arguments are those of `LiveFigure`.

    While a book is built, a control that moves nothing and a function that gives now this and now that are errors;
    somebody who tries things out in a notebook is told, and has a figure.

    Raises
    ------
    LiveFigureError
        A subclass for each kind of mistake.
    """
    close(figure)
    flat, groups = ungrouped(controls)
    _check_names(name, alt, flat)
    _check_texts(name, title=title, caption=caption)
    check_parameters(function, flat)
    compiled, reason, doubts = _compiled_or_reason(function, flat)
    run: Callable[[Values], Outputs] = compiled.call if compiled else partial(call, function, flat)
    tried = _evenly(compiled.tried) if compiled else []
    pool, still = (compiled.pool, compiled.still) if compiled else (Pool(), set())
    start = {c.name: c.default for c in flat}
    first, shown = run(start), {c.name: c.shown(start[c.name]) for c in flat}
    cases = parse(says, first, shown)
    layouts = export(figure, moves, first, shown, name=name, pool=pool, still=still)
    states = [
        {**shown, **first},
        *({**{c.name: c.shown(values[c.name]) for c in flat}, **outputs} for values, outputs in tried),
    ]
    sentences = [say(cases, state) for state in states]
    spec: Spec = {
        "version": VERSION,
        "name": name,
        "alt": alt,
        "title": label_html(title),
        "caption": label_html(caption),
        "controls": [c.spec() for c in flat],
        "groups": [group.spec() for group in groups],
        "says": cases,
        "sentence": sentences[0],
        "longest": max(sentences, key=len),
        "equations": _equations(equations, moves, belongs or {}, states[0], layouts[0]["svg"]),
        "drags": draggable(drags, moves, {c.name for c in flat if c.kind == "slider"}, layouts[0]["marks"]),
        "source": source(function),
        "fallback": reason,
        "programs": compiled.programs if compiled else [],
        "cases": compiled.for_page() if compiled else {},
        "choose": compiled.choose if compiled else [],
        "uses": compiled.uses if compiled else [],
        "layouts": layouts,
        "constants": pool.packed(),
        "outputs": {n: {"shape": list(v.shape), "dtype": str(v.dtype)} for n, v in first.items()},
    }
    return Joined(spec, tuple(flat), run, tried, doubts)


def _check_names(name: Any, alt: Any, controls: Sequence[Control[Any]]) -> None:
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise SpecError(
            f"name={name!r}: use lower-case letters, digits and hyphens, such as 'descend-mse'; "
            "it is the figure's address in the page."
        )
    if not isinstance(alt, str) or not alt.strip():
        raise SpecError(f"{name}: alt= must say in a few words what the picture is, for who cannot see it.")
    names = [c.name for c in controls]
    if not names:
        raise ControlError(f"{name}: a live figure needs at least one control.")
    for twice in {n for n in names if names.count(n) > 1}:
        raise ControlError(f"{name}: two controls are named {twice!r}; each sets one parameter of the function.")


def _check_texts(name: str, **texts: Any) -> None:
    for what, text in texts.items():
        if not isinstance(text, str):
            raise SpecError(f"{name}: {what}= must be text, with $formulas$ as in labels, not {text!r}.")


def _compiled_or_reason(
    function: Any, controls: Sequence[Control[Any]]
) -> tuple[Compiled | None, str | None, Sequence[str]]:
    """Return the programs, or why the kernel has to compute, and what there is to warn of."""
    try:
        compiled = compile_function(function, controls, strict=_a_book_is_built())
    except Untraceable as error:
        return None, str(error), ()
    except MismatchError as error:
        if _a_book_is_built():
            raise
        return None, error.reason, [f"no page can show this figure, so the kernel computes it. {error.reason}"]
    return compiled, None, compiled.idle


def _a_book_is_built() -> bool:
    return bool(os.environ.get(REFERENCE))


def _evenly(tried: list[list[tuple[dict[str, Any], Outputs]]]) -> list[tuple[dict[str, Any], Outputs]]:
    """Return what was tried, of at most MOST_COMBINATIONS combinations."""
    return [one for some in tried[:: -(-len(tried) // MOST_COMBINATIONS)] for one in some]


def _equations(
    templates: Sequence[str], moves: Moves, belongs: Mapping[str, Any], state: Values, svg: str
) -> list[EquationSpec]:
    """Return the equations as they stand in a state."""
    made = eqs.parse(templates, state)
    found = links(moves, belongs, {field["value"] for equation in made for field in equation.fields})
    colours = {k: colour_of(svg, k) for numbers in found.values() for k in numbers[:1]}
    return [equation.spec(state, found, colours) for equation in made]
