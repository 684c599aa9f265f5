"""The controls of a live figure: what the reader may set, and which values each control can take.

A slider moves on a grid of its own, so that the number shown beside it *is* the number that the function
receives. `livefig.js` holds the same grid; `tests/browser/test_runtime.py` compares the two.
"""

import keyword
import math
import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from numbers import Real
from typing import Any

import numpy as np

from ..errors import ControlError

POSITIONS = 200  # how many steps a slider has when its author names none: fine enough, yet quick by keyboard
FINEST = 2000  # a step this much finer than the range is still chosen when the start value needs it
_ADDRESS = re.compile(r" at 0x[0-9a-fA-F]+")

# Each control becomes a trait of the notebook widget, so it cannot take the name of one that is there.
# fmt: off
RESERVED = frozenset(
    {
        "add_class", "add_traits", "alt", "blur", "class_own_trait_events", "class_own_traits",
        "class_trait_names", "class_traits", "close", "close_all", "comm", "controls",
        "cross_validation_lock", "figure", "focus", "function", "get_manager_state", "get_state",
        "get_view_spec", "handle_comm_opened", "handle_control_comm_opened", "has_trait", "hold_sync",
        "hold_trait_notifications", "keys", "layout", "log", "model_id", "moves", "name",
        "notify_change", "observe", "on_msg", "on_trait_change", "on_widget_constructed", "open",
        "outputs", "programs", "remove_class", "says", "send", "send_state", "set_state", "set_trait",
        "setup_instance", "spec", "tabbable", "tooltip", "trait_defaults", "trait_events",
        "trait_has_value", "trait_metadata", "trait_names", "trait_values", "traits", "unobserve",
        "unobserve_all", "values", "widget_types", "widgets",
    }
)
# fmt: on


class Control:
    """What all controls share: a checked name and a label."""

    static = False

    def __init__(self, name: str, label: str | None):
        self.name = _checked_name(name, type(self).__name__)
        self.label = name.replace("_", " ") if label is None else label
        if not isinstance(self.label, str) or not self.label.strip():
            raise ControlError(f"{self} needs a label in words, not {label!r}.")

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.name!r})"


class Slider(Control):
    """A number between two ends.

    Parameters
    ----------
    name : str
        The parameter of the function that this slider sets.
    min, max : float
        The ends; the reader can reach both.
    value : float, optional
        Where the slider starts; the middle if not given.
    step : float, optional
        The grid of a linear slider, counted from `min`; a round step of about a hundredth of the range if not given.
    log : bool
        Equal moves multiply by equal factors; values have three significant digits.
    integer : bool
        The function receives an int.
    label, unit : str, optional
        Shown with the slider; the label may hold TeX in `$...$`, the unit is plain text.
    play : bool or float
        Buttons that run the slider from end to end by itself; a number is the speed in steps a second.
    """

    def __init__(
        self,
        name: str,
        min: float,
        max: float,
        value: float | None = None,
        *,
        step: float | None = None,
        log: bool = False,
        integer: bool = False,
        label: str | None = None,
        unit: str = "",
        play: bool | float = False,
    ):
        super().__init__(name, label)
        self.log, self.integer, self.unit = bool(log), bool(integer), unit
        self.min, self.max = self._number("min", min), self._number("max", max)
        self._check_range()
        start = None if value is None else self._number("value", value)
        self.step = self._step(step, start)
        self.decimals = _max_of(_decimals(self.step), _decimals(self.min))
        self.count = self._count()
        self.value = self._middle() if start is None else self._admissible(start)
        self.play = self._speed(play)

    @property
    def default(self) -> float | int:
        """The start value as the function receives it."""
        return self.python(self.value)

    def python(self, value: float) -> float | int:
        """Return `value`, snapped to the grid, in the type that the function receives."""
        snapped = self.snap(value)
        return int(snapped) if self.integer else np.float64(snapped)

    def snap(self, value: float) -> float:
        """Return the admissible value nearest to `value` (ends included)."""
        if value <= self.min or value >= self.max:
            return self.min if value <= self.min else self.max
        if not self.log:
            return self._at(math.floor((value - self.min) / self.step + 0.5))
        rounded = float(f"{value:.2e}")
        if self.integer:
            rounded = float(math.floor(rounded + 0.5))
        return _min_of(_max_of(rounded, self.min), self.max)

    def probes(self) -> list[float | int]:
        """Return both ends and the middle, as the function receives them."""
        return [self.python(value) for value in (self.min, self.max, self._middle())]

    def draw(self, rng: np.random.Generator) -> float | int:
        """Return a random admissible value."""
        if self.log:
            return self.python(math.exp(rng.uniform(math.log(self.min), math.log(self.max))))
        return self.python(self._at(int(rng.integers(self.count + 1))))

    def spec(self, html: Callable[[str], str], text: Callable[[str], str]) -> dict[str, Any]:
        """Return the control as plain data; `html` and `text` turn the label into safe HTML and plain text."""
        shared = {"kind": "slider", "name": self.name, "label": html(self.label), "text": text(self.label)}
        numbers = {key: getattr(self, key) for key in ("min", "max", "step", "value", "decimals", "count")}
        shown = {"unit": self.unit, "log": self.log, "integer": self.integer}
        return {**shared, **numbers, **shown, **({"play": self.play} if self.play else {})}

    def _number(self, what: str, value: float) -> float:
        if isinstance(value, bool) or not isinstance(value, Real) or not math.isfinite(value):
            raise ControlError(f"{self}: {what} must be a finite number, not {value!r}.")
        if self.integer and value != int(value):
            raise ControlError(f"{self}: {what} must be a whole number, since integer=True; it is {value!r}.")
        return float(value) + 0.0  # -0.0 becomes 0.0, which looks the same on the page and divides the same way

    def _check_range(self) -> None:
        if self.min >= self.max:
            raise ControlError(f"{self}: min must be less than max, but {self.min:g} >= {self.max:g}.")
        if self.log and self.min <= 0:
            raise ControlError(f"{self}: a log slider needs min > 0, not {self.min:g}. Leave log out, or raise min.")

    def _step(self, step: float | None, start: float | None) -> float:
        if self.log:
            if step is not None:
                raise ControlError(f"{self}: a log slider moves by equal factors; leave step out.")
            return 0.0
        if step is None:
            return _round_step(self.min, self.max, start, self.integer)
        step = self._number("step", step)
        if not 0 < step <= self.max - self.min:
            raise ControlError(f"{self}: step must be greater than 0 and at most max - min, not {step:g}.")
        return step

    def _speed(self, play: bool | float) -> float:
        """Return steps a second; a run takes about eight seconds unless the author says otherwise."""
        if isinstance(play, bool):
            return _min_of(_max_of(self.count / 8, 2.0), 25.0) if play else 0.0
        if not isinstance(play, Real) or not 0 < play <= 60:
            raise ControlError(f"{self}: play must be True, or steps a second, at most 60; not {play!r}.")
        return float(play)

    def _count(self) -> int:
        if self.log:  # factors of at least 1.01, so that neighbours differ in three significant digits
            return _max_of(1, _min_of(POSITIONS, int(math.log(self.max / self.min) / math.log(1.01))))
        return math.ceil((self.max - self.min) / self.step - 1e-9)

    def _at(self, position: int) -> float:
        if position <= 0 or position >= self.count:
            return self.min if position <= 0 else self.max
        return round(self.min + position * self.step, self.decimals) + 0.0

    def _middle(self) -> float:
        return self.snap(math.sqrt(self.min * self.max) if self.log else (self.min + self.max) / 2)

    def _admissible(self, value: float) -> float:
        if not self.min <= value <= self.max:
            raise ControlError(f"{self}: value {value:g} is outside {self.min:g} ... {self.max:g}.")
        snapped = self.snap(value)
        if abs(snapped - value) > 1e-9 * (self.step or value):
            grid = "three significant digits" if self.log else f"steps of {self.step:g} from {self.min:g}"
            raise ControlError(f"{self}: value {value!r} is not on the slider's grid ({grid}). Use {snapped!r}.")
        return snapped


class Choice(Control):
    """One of a few named options; the function is traced once for each.

    Parameters
    ----------
    name : str
        The parameter of the function that this control sets.
    options : list of str, or dict
        Labels (each is also the value), or a dict from label to value. Labels may hold TeX in `$...$`.
    value : optional
        The value at the start; the first option's if not given.
    label : str, optional
        Shown with the options.
    """

    static = True

    def __init__(
        self, name: str, options: Sequence[str] | Mapping[str, Any], value: Any = None, label: str | None = None
    ):
        super().__init__(name, label)
        if isinstance(options, str):
            raise ControlError(f"{self}: options must be a list or a dict, not the string {options!r}.")
        pairs = list(options.items()) if isinstance(options, Mapping) else [(text, text) for text in options]
        self.labels: list[str] = [text for text, _ in pairs]
        self.values: list[Any] = [item for _, item in pairs]
        self._check_options()
        self.keys = _keys(self.labels, self.values)
        self.index = 0 if value is None else self.find(value)

    @property
    def default(self) -> Any:
        """The start value as the function receives it."""
        return self.values[self.index]

    def spec(self, html: Callable[[str], str], text: Callable[[str], str]) -> dict[str, Any]:
        """Return the control as plain data; `html` and `text` turn a label into safe HTML and plain text."""
        shared = {"kind": "choice", "name": self.name, "label": html(self.label), "text": text(self.label)}
        named = zip(self.labels, self.keys, self.values, strict=True)
        options = [{"label": html(a), "text": text(a), "key": key, "code": _code(value)} for a, key, value in named]
        return {**shared, "options": options, "value": self.index}

    def _check_options(self) -> None:
        if not all(isinstance(text, str) and text.strip() for text in self.labels):
            raise ControlError(f"{self}: every option needs a label in words; the labels are {self.labels!r}.")
        if len(self.labels) < 2 or len(set(self.labels)) < len(self.labels):
            raise ControlError(f"{self} needs two or more different options, not {self.labels!r}.")

    def find(self, value: Any) -> int:
        """Return the position of an option, given by its value (an array, too) or its label."""
        for candidates in (self.values, self.labels):
            for index, candidate in enumerate(candidates):
                if candidate is value or np.array_equal(candidate, value):
                    return index
        raise ControlError(f"{self}: value {value!r} is not among the options {self.labels!r}.")


class Checkbox(Control):
    """Yes or no; the function is traced once for each.

    Parameters
    ----------
    name : str
        The parameter of the function that this control sets.
    value : bool
        Whether it is ticked at the start.
    label : str, optional
        Shown beside the box; may hold TeX in `$...$`.
    """

    static = True
    values = (False, True)
    labels = ("no", "yes")

    def __init__(self, name: str, value: bool = False, label: str | None = None):
        super().__init__(name, label)
        if not isinstance(value, (bool, np.bool_)):
            raise ControlError(f"{self}: value must be True or False, not {value!r}.")
        self.value = bool(value)

    @property
    def default(self) -> bool:
        """The start value as the function receives it."""
        return self.value

    def spec(self, html: Callable[[str], str], text: Callable[[str], str]) -> dict[str, Any]:
        """Return the control as plain data; `html` and `text` turn the label into safe HTML and plain text."""
        shared = {"kind": "checkbox", "name": self.name, "label": html(self.label), "text": text(self.label)}
        return {**shared, "value": self.value}


class Group:
    """Controls that belong together, under a heading of their own.

    Parameters
    ----------
    label : str
        The heading; may hold TeX in `$...$`.
    controls : sequence of Slider, Choice and Checkbox
    folded : bool
        Whether the reader unfolds the controls first; for figures with many.
    """

    def __init__(self, label: str, controls: Sequence[Control], *, folded: bool = False):
        if not isinstance(label, str) or not label.strip():
            raise ControlError(f"Group({label!r}) needs a label in words.")
        if not isinstance(folded, bool):
            raise ControlError(f"Group({label!r}): folded is True or False, not {folded!r}.")
        self.label, self.controls, self.folded = label, _list_of(controls, f"Group({label!r})"), folded
        for control in self.controls:
            if not isinstance(control, Control):
                raise ControlError(f"Group({label!r}) may hold Slider, Choice and Checkbox, not {control!r}.")
        if not self.controls:
            raise ControlError(f"Group({label!r}) is empty. Give it controls, or leave it out.")

    def __repr__(self) -> str:
        return f"Group({self.label!r}, {self.controls!r})"


def ungrouped(controls: Sequence[Control | Group]) -> tuple[list[Control], list[Group]]:
    """Return all controls in order, and the groups."""
    found = _list_of(controls, "controls=")
    for one in found:
        if not isinstance(one, Control | Group):
            raise ControlError(f"controls= may hold Slider, Choice, Checkbox and Group, not {one!r}.")
    flat = [control for one in found for control in (one.controls if isinstance(one, Group) else [one])]
    return flat, [one for one in found if isinstance(one, Group)]


def _list_of(controls: Any, where: str) -> list[Any]:
    if isinstance(controls, (Control, Group, str)) or not isinstance(controls, Sequence):
        raise ControlError(f"{where} needs a list of controls, such as [Slider('eta', 0, 1)], not {controls!r}.")
    return list(controls)


# `min` and `max` are parameter names in this file, as in NumPy and ipywidgets.
_min_of, _max_of = min, max


def _checked_name(name: str, kind: str) -> str:
    if not isinstance(name, str) or not name.isidentifier() or name.startswith("_"):
        raise ControlError(f"{kind}: {name!r} is no name for a control. Use a Python name such as 'eta'.")
    if keyword.iskeyword(name):
        raise ControlError(f"{kind}: {name!r} is a word of Python itself. Use another name, such as '{name}_'.")
    if name in RESERVED:
        raise ControlError(f"{kind}: the notebook widget already has a {name!r}. Use a longer name.")
    return name


def _code(value: Any) -> str:
    """Return how a call in Python writes the value of an option: functions by name, `...` for what has no name."""
    if type(value) in (tuple, list):
        inside = ", ".join(map(_code, value))
        return f"[{inside}]" if type(value) is list else f"({inside}{',' * (len(value) == 1)})"
    name = getattr(value, "__name__", None)
    if isinstance(name, str) and name.isidentifier():
        return name
    text = repr(value)
    # An address in memory is no Python and differs from build to build.
    return "..." if _ADDRESS.search(text) and not isinstance(value, str) else text


def _decimals(number: float) -> int:
    """Return how many digits `number` has after the point."""
    return _max_of(0, -Decimal(repr(number)).normalize().as_tuple().exponent)


def _round_step(low: float, high: float, start: float | None, integer: bool) -> float:
    """Return the coarsest step 1, 2 or 5 times a power of ten that gives the slider at least half its positions
    and meets the start value, and the upper end if one such step does."""
    if integer:
        return 1.0
    width = high - low
    power = math.floor(math.log10(width))
    steps = [float(f"{digit}e{power - shift}") for shift in range(5) for digit in (5, 2, 1)]
    fitting = [step for step in steps if width / step * (1 + 1e-9) >= POSITIONS / 2 and width / step <= FINEST]
    fitting = [step for step in fitting if start is None or _on_grid(start - low, step)] or fitting
    return next((step for step in fitting if _on_grid(width, step)), fitting[0])


def _on_grid(distance: float, step: float) -> bool:
    return abs(distance / step - round(distance / step)) < 1e-9 * (1 + abs(distance / step))


def _keys(labels: Sequence[str], values: Sequence[Any]) -> list[str]:
    """Return one short word for each option, for use in a link: from its value if that is text, else its label."""
    keys: list[str] = []
    for number, (label, value) in enumerate(zip(labels, values, strict=True)):
        word = re.sub(r"[^a-z0-9]+", "-", (value if isinstance(value, str) else label).lower()).strip("-")
        keys.append(word if word and word not in keys else f"{word}-{number}".strip("-"))
    return keys
