"""A live figure: joins a function, its controls and a Matplotlib figure into one Spec, which is also a widget.

The Spec is plain data. `sphinx_ext` writes it into a page, and the same `livefig.js` draws it in both places; in a
notebook it is the front end of an anywidget, so that each control is a synced trait.
"""

import base64
import os
import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from importlib.resources import files
from typing import Any

import anywidget
import numpy as np
import traitlets

from . import parts
from .text import words
from .compile import Compiled, call, check_parameters, compile_function, place_in_pool
from .controls.control import Group, ungrouped
from .errors import ControlError, SpecError, Untraceable
from .draw.figure import export
from .text.tex import label_html, label_text

MIME = "application/vnd.livefig.v1+json"
REFERENCE = "LIVEFIG_REFERENCE"  # set while a book is built: outputs then carry what `livefig.verify` compares with
MOST_COMBINATIONS = 24
SCRIPTS = ("math.js", "draw.js", "parts.js", "figure.js")  # in the order of loading
_COMMENT = re.compile(r"^[ \t]*(?:/\*(?:(?!\*/).)*\*/|//[^\n]*)[ \t]*\n", re.MULTILINE | re.DOTALL)
_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


class LiveFigure(anywidget.AnyWidget):
    """A Matplotlib figure that a NumPy function redraws as its controls move.

    Parameters
    ----------
    function : callable
        Plain NumPy. Its parameters are the names of the controls (``**rest`` takes all others); it returns a dict of
        named arrays and numbers.
    figure : matplotlib.figure.Figure
    controls : sequence of Slider, Choice, Checkbox, and Group of these
    moves : dict
        Artist of the figure -> {property: name of an output or slider}; for the property `text`, a template.
    says : str, or list of (output, str) pairs that ends with a str
        What the figure shows, in words: `"the loss is {loss:.3f}"`. Of a list, the first whose output is true is said.
    name : str
        Lower-case words joined by hyphens: the figure's address in its page.
    alt : str
        What the picture is, for who cannot see it.
    equations : sequence of str
        TeX with numbers in it: `r"w_{{1}} = {w0} - {eta} \\cdot {slope:.3f}"`. Braces of TeX are doubled. A number
        that moves an artist has its colour, and each points at the other.
    colors : dict, optional
        Name of a number -> the artist of `moves` to which it belongs, where that cannot be seen from `moves`, or None.
    drags : dict, optional
        A marker of `moves` -> `(slider that its x sets, slider that its y sets)`, None for an axis that is not dragged.

    Attributes
    ----------
    spec : dict
        All that a page needs, as plain data.

    Each control is an attribute: `live.eta = 0.3` moves the slider, `live.observe(f, "eta")` follows it.

    Raises
    ------
    LiveFigureError
        A subclass for each kind of mistake; the message says what, where, and what to write instead. A function that
        cannot be traced raises nothing here: it is computed in the kernel, `spec["fallback"]` says why, and a book
        that holds the figure does not build.
    """

    def __init__(
        self,
        function: Callable[..., dict[str, Any]],
        figure: Any,
        controls: Sequence[Any],
        moves: Mapping[Any, Mapping[str, str]],
        says: Any,
        *,
        name: str,
        alt: str,
        equations: Sequence[str] = (),
        colors: Mapping[str, Any] | None = None,
        drags: Mapping[Any, Sequence[str | None]] | None = None,
    ) -> None:
        flat, groups = ungrouped(controls)
        _check_names(name, alt, flat)
        self._function, self._controls = function, tuple(flat)
        compiled, reason = _compile_or_reason(function, self._controls)
        start = {c.name: c.default for c in flat}
        self._call = compiled.call if compiled else partial(call, function, self._controls)
        first, shown = self._call(start), self._shown(start)
        cases = _sentences(says, first, shown)
        layouts = export(figure, moves, first, shown, name=name)
        self._tried = _evenly(compiled.tried) if compiled else []
        states = [{**shown, **first}, *({**self._shown(values), **outputs} for values, outputs in self._tried)]
        spec = {
            "version": 1,
            "name": name,
            "alt": alt,
            "controls": [c.spec(label_html, label_text) for c in flat],
            "groups": [_group(group) for group in groups],
            **_said(cases, states),
            "equations": parts.equations(equations, moves, colors, states, layouts[0]["svg"]),
            "drags": parts.drags(drags, moves, flat, layouts[0]["artists"]),
            "source": parts.source(function),
            "fallback": reason,
            **_pooled(compiled, layouts),
            "outputs": {n: {"shape": list(v.shape), "dtype": str(v.dtype)} for n, v in first.items()},
        }
        self.add_traits(**_traits(spec), **{c.name: _trait(c) for c in flat})
        super().__init__()
        if reason is not None:
            self.observe(self._compute_here, [c.name for c in self._controls])
            self.on_msg(lambda widget, content, buffers: self._compute_here())

    @property
    def values(self) -> dict[str, Any]:
        """The present value of each control, as the function receives it."""
        return {c.name: getattr(self, c.name) for c in self._controls}

    def outputs(self, **values: Any) -> dict[str, np.ndarray]:
        """Return what the function gives, computed here with NumPy, at the present values or at those given."""
        return self._call({**self.values, **values})

    def state(self, **values: Any) -> dict[str, Any]:
        """Return all that the figure shows, at the present values or at those given: outputs, and controls in words."""
        values = {**self.values, **values}
        return {**self._shown(values), **self._call(values)}

    def sentence(self, **values: Any) -> str:
        """Return the sentence at the present values, or at those given."""
        return _say(self.spec["says"], self.state(**values))

    @property
    def constants(self) -> list[np.ndarray]:
        """The arrays that the page holds, as its bindings number them."""
        return [decode(constant) for constant in self.spec["constants"]]

    @property
    def function(self) -> Callable[..., dict[str, Any]]:
        """The author's function."""
        return self._function

    @property
    def controls(self) -> tuple[Any, ...]:
        """The controls, in order."""
        return self._controls

    def reference(self, tries: list[dict[str, Any]] | None = None) -> dict[str, Any]:
        """Return what NumPy gives at many settings of the controls, as plain data, for `livefig.verify`.

        Unless settings are given, they are those at which the programs were checked: every combination of choices (at
        most 24, evenly taken), with the sliders at their ends, middle and random places.
        """
        tried = self._tried if tries is None else [(values, self.outputs(**values)) for values in tries]
        return {
            "controls": len(self._controls),
            "artists": [layout["artists"] for layout in self.spec["layouts"]],
            "constants": self.spec["constants"],
            "outputs": self.spec["outputs"],
            "settings": [self._kept(values, outputs) for values, outputs in tried],
        }

    def _kept(self, values: dict[str, Any], outputs: dict[str, np.ndarray]) -> dict[str, Any]:
        shown = self._shown(values)
        return {
            "values": self.for_page(values),
            "outputs": {name: {"shape": list(v.shape), "data": encode(v)} for name, v in outputs.items()},
            "shown": {name: v if isinstance(v, (str, bool)) else float(v) for name, v in shown.items()},
            "sentence": _say(self.spec["says"], {**shown, **outputs}),
        }

    def for_page(self, values: dict[str, Any]) -> dict[str, Any]:
        """Return control values as the page knows them: a choice by its key, numbers as floats."""
        keys = {c.name: c.keys[c.find(values[c.name])] for c in self._controls if hasattr(c, "keys")}
        return {
            name: keys[name] if name in keys else value if isinstance(value, (bool, np.bool_)) else float(value)
            for name, value in values.items()
        }

    def _shown(self, values: dict[str, Any]) -> dict[str, Any]:
        """Return the controls' values as a sentence shows them: a choice by its label."""
        return {
            c.name: label_text(c.labels[c.find(values[c.name])]) if hasattr(c, "keys") else values[c.name]
            for c in self._controls
        }

    def _compute_here(self, change: Any = None) -> None:
        outputs = {name: {"shape": list(v.shape), "data": encode(v)} for name, v in self.outputs().items()}
        self.send({"outputs": outputs})

    def __repr__(self) -> str:
        settings = ", ".join(
            f"{c.name}={words.write(v)}" for c, v in zip(self._controls, self._shown(self.values).values(), strict=True)
        )
        note = "" if self.spec["fallback"] is None else f" [computed in the kernel: {self.spec['fallback']}]"
        return f"<LiveFigure {self.spec['name']} at {settings}: {self.sentence()}{note}>"

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict, dict]:
        data, metadata = super()._repr_mimebundle_(**kwargs)
        spec = self.spec
        if os.environ.get(REFERENCE):
            spec = {**spec, "reference": self.reference()}
        return {"text/plain": repr(self), MIME: spec, **{k: v for k, v in data.items() if k != "text/plain"}}, metadata


def encode(array: np.ndarray) -> str:
    """Return the numbers as base64 of little-endian float64, C order."""
    return base64.b64encode(np.ascontiguousarray(array, dtype="<f8").tobytes()).decode()


def decode(packed: dict[str, Any]) -> np.ndarray:
    """Return the array that `encode` packed."""
    return np.frombuffer(base64.b64decode(packed["data"]), dtype="<f8").reshape(packed["shape"])


@cache
def published(name: str) -> str:
    """Return a script or stylesheet as hosts get it: without the comments that stand on lines of their own."""
    return _COMMENT.sub("", files("livefig").joinpath("js", name).read_text(encoding="utf-8"))


@cache
def _module() -> str:
    """Return the page's own scripts as the module that anywidget wants."""
    return "".join(map(published, SCRIPTS)) + "\nexport default { render: globalThis.livefig.renderWidget };\n"


def _group(group: Group) -> dict[str, Any]:
    names = [control.name for control in group.controls]
    return {"label": label_html(group.label), "controls": names, "folded": group.folded}


def _check_names(name: str, alt: str, controls: Sequence[Any]) -> None:
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


def _compile_or_reason(function: Any, controls: Sequence[Any]) -> tuple[Compiled | None, str | None]:
    check_parameters(function, controls)
    try:
        return compile_function(function, controls), None
    except Untraceable as error:
        return None, str(error)


def _evenly(tried: list[list]) -> list:
    """Return what was tried, of at most MOST_COMBINATIONS combinations."""
    return [one for some in tried[:: -(-len(tried) // MOST_COMBINATIONS)] for one in some]


def _pooled(compiled: Compiled | None, layouts: list[dict]) -> dict[str, Any]:
    """Return the programs, and the layouts with each constant array replaced by its place in one pool."""
    pool = list(compiled.constants) if compiled else []
    places: dict[int, int] = {}

    def replace(thing: Any) -> Any:
        if isinstance(thing, dict):
            if isinstance(thing.get("constant"), np.ndarray):
                return {"constant": places.setdefault(id(thing["constant"]), place_in_pool(pool, thing["constant"]))}
            return {k: replace(v) for k, v in thing.items()}
        return [replace(v) for v in thing] if isinstance(thing, list) else thing

    layouts = replace(layouts)
    parts = (
        {"programs": compiled.programs, "choose": compiled.choose, "uses": compiled.uses}
        if compiled
        else {"programs": [], "choose": [], "uses": []}
    )
    return {**parts, "layouts": layouts, "constants": [{"shape": list(a.shape), "data": encode(a)} for a in pool]}


def _sentences(says: Any, outputs: dict[str, np.ndarray], shown: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the cases of `says` as parsed parts; the last has no condition."""
    cases = [(None, says)] if isinstance(says, str) else [(None, c) if isinstance(c, str) else c for c in says or ()]
    if not cases or cases[-1][0] is not None or any(when is None for when, _ in cases[:-1]):
        raise SpecError(
            "says= must be a sentence, or a list of (output, sentence) pairs that ends with a sentence "
            "for all other cases."
        )
    scalars = {n for n, v in outputs.items() if v.shape == ()} | set(shown)
    for when, _ in cases[:-1]:
        if when not in outputs or outputs[when].shape != ():
            raise SpecError(
                f"says= asks for {when!r}, which is no single true-or-false output of the function; "
                f"its outputs are {', '.join(outputs)}."
            )
    return [{"when": when, "parts": words.parse(text, scalars, "says=")} for when, text in cases]


def _said(cases: list[dict], states: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the cases, the sentence of the first state, and the longest, for which the page keeps room."""
    sentences = [_say(cases, state) for state in states]
    return {"says": cases, "sentence": sentences[0], "longest": max(sentences, key=len)}


def _say(cases: list[dict], values: dict[str, Any]) -> str:
    for case in cases:
        if case["when"] is None or (values[case["when"]] == values[case["when"]] and bool(values[case["when"]])):
            return words.fill(case["parts"], values)
    raise AssertionError("the last case has no condition")


def _traits(spec: dict[str, Any]) -> dict[str, traitlets.TraitType]:
    texts = {"_esm": _module(), "_css": published("livefig.css")}
    return {
        "spec": traitlets.Dict(spec, read_only=True).tag(sync=True),
        **{name: traitlets.Unicode(text).tag(sync=True) for name, text in texts.items()},
    }


def _trait(control: Any) -> traitlets.TraitType:
    """Return the synced trait of a control; the front end knows a choice by its key."""
    if hasattr(control, "keys"):
        return _Option(control).tag(
            sync=True,
            to_json=lambda value, _: control.keys[control.find(value)],
            from_json=lambda key, _: control.values[control.keys.index(key)],
        )
    if control.static:
        return traitlets.Bool(control.value).tag(sync=True)
    return _Number(control).tag(sync=True)


class _Number(traitlets.TraitType):
    """A slider's value: on its grid, within its ends."""

    def __init__(self, slider: Any) -> None:
        super().__init__(_plain(slider, slider.value))
        self.slider = slider

    def validate(self, obj: Any, value: Any) -> float | int:
        if (
            isinstance(value, bool)
            or not isinstance(value, (int, float, np.number))
            or not (self.slider.min <= value <= self.slider.max)
        ):
            raise ControlError(
                f"{self.slider.name} = {value!r}: the slider goes from {self.slider.min:g} to {self.slider.max:g}."
            )
        return _plain(self.slider, value)


def _plain(slider: Any, value: float) -> float | int:
    return int(slider.python(value)) if slider.integer else float(slider.python(value))


class _Option(traitlets.TraitType):
    """A choice's value: one of its options."""

    def __init__(self, choice: Any) -> None:
        super().__init__(choice.default)
        self.choice = choice

    def validate(self, obj: Any, value: Any) -> Any:
        return self.choice.values[self.choice.find(value)]
