"""The slider: a number between two ends.

A slider moves on a grid of its own, so that the number shown beside it *is* the number that the function receives. The
page has the same grid, in `js/controls/slider.js`; the two are compared number by number.
"""

import math
from collections.abc import Sequence
from decimal import Decimal
from numbers import Real
from typing import Any

import numpy as np

from ..errors import ControlError
from ..spec import SliderSpec
from .control import Control

POSITIONS = 200  # how many steps a slider has when its author names none: fine enough, yet quick by keyboard
FINEST = 2000  # a step this much finer than the range is still chosen when the start value needs it
LONGEST = 10_000  # to which an integer slider on a log grid can decide lengths
BEYOND = 1e-9  # relative; a value that misses an end by less does so by rounding


class Slider(Control[float | int]):
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
        The grid of a linear slider, counted from `min`. If not given, a round step of about a hundredth of the range;
        where `min` is no multiple of it and 0 lies between the ends, such as from -pi to pi, it is counted from 0,
        unless only the grid from `min` meets the start value.
    log : bool
        Equal moves multiply by equal factors; values have three significant digits.
    integer : bool
        The function receives an int.
    label, unit : str, optional
        Shown with the slider; the label may hold TeX in `$...$`, the unit is plain text.
    play : bool or float
        Buttons that run the slider from end to end by itself; a number is the speed in steps a second.

    Raises
    ------
    ControlError
        Ends the wrong way round, a value outside them, a step that does not fit, a bad name.
    """

    kind = "slider"

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
        self.origin = self._origin(step, start)
        self.decimals = _max_of(_decimals(self.step), _decimals(self.origin))
        self.count = self._count()
        self.value = self._middle() if start is None else self._admissible(start)
        self.play = self._speed(play)

    @property
    def default(self) -> float | int:
        """The start value, a float or an int."""
        return self._plain(self.value)

    def checked(self, value: Any) -> float | int:
        """Return a number as a float or an int on the grid; raise ControlError if it lies outside the ends."""
        slack = BEYOND * _max_of(abs(self.min), abs(self.max))
        number = isinstance(value, int | float | np.number) and not isinstance(value, bool)
        if not number or not self.min - slack <= value <= self.max + slack:
            raise ControlError(f"{self.name} = {value!r}: the slider goes from {self.min:g} to {self.max:g}.")
        return self._plain(self.snap(float(value)))

    def to_function(self, value: float | int) -> Any:
        """Return an int, or a NumPy number, with which 1 / 0 is infinite and no error."""
        return int(value) if self.integer else np.float64(value)

    def to_page(self, value: float | int) -> float:
        """Return a float."""
        return float(value)

    def from_page(self, value: Any) -> float | int:
        """Return the number, on the grid."""
        return self.checked(value)

    def snap(self, value: float) -> float:
        """Return the admissible value nearest to `value` (ends included)."""
        if value <= self.min or value >= self.max:
            return self.min if value <= self.min else self.max
        if not self.log:
            return self._at(math.floor((value - self.origin) / self.step + 0.5))
        rounded = float(f"{value:.2e}")
        if self.integer:
            rounded = float(math.floor(rounded + 0.5))
        return _min_of(_max_of(rounded, self.min), self.max)

    def page_cases(self, cases: Sequence[float | int]) -> list[float]:
        """Return the numbers."""
        return [float(value) for value in cases]

    def whole_values(self) -> tuple[float | int, ...]:
        """Return every value of an integer slider."""
        if not self.integer:
            return ()
        if not self.log:
            return tuple(int(self._at(k)) for k in range(self.count + 1))
        return tuple(
            dict.fromkeys(int(self.snap(float(k))) for k in range(int(self.min), _min_of(int(self.max), LONGEST) + 1))
        )

    def probes(self) -> list[float | int]:
        """Return both ends and the middle."""
        return [self._plain(value) for value in (self.min, self.max, self._middle())]

    def draw(self, rng: np.random.Generator) -> float | int:
        """Return a random admissible value."""
        if self.log:
            return self._plain(self.snap(math.exp(rng.uniform(math.log(self.min), math.log(self.max)))))
        return self._plain(self._at(int(rng.integers(self.count + 1))))

    def spec(self) -> SliderSpec:
        """Return the slider as the page knows it."""
        return {
            **self._labels(),
            "kind": "slider",
            "value": self.value,
            "min": self.min,
            "max": self.max,
            "step": self.step,
            "origin": self.origin,
            "decimals": self.decimals,
            "count": self.count,
            "unit": self.unit,
            "log": self.log,
            "integer": self.integer,
            "play": self.play,
        }

    def _plain(self, value: float) -> float | int:
        return int(value) if self.integer else float(value)

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
            step = _round_step(self.min, self.max, start, self.integer)
            if start is None or _on_grid(start - self.min, step) or not self.min < 0 < self.max:
                return step
            return _round_step(0.0, self.max - self.min, start, self.integer)  # counted from 0, see _origin
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
        return math.ceil((self.max - self.origin) / self.step - 1e-9)

    def _origin(self, step: float | None, start: float | None) -> float:
        """Return where steps are counted from: the lower end, or just below it so that 0 is a position."""
        if step is not None or self.log or not self.min < 0 < self.max or _on_grid(self.min, self.step):
            return self.min
        if start is not None and not _on_grid(start, self.step):
            return self.min  # the author's start value is a position before 0 is
        return round(math.floor(self.min / self.step) * self.step, _decimals(self.step))

    def _at(self, position: int) -> float:
        if position <= 0 or position >= self.count:
            return self.min if position <= 0 else self.max
        return round(self.origin + position * self.step, self.decimals) + 0.0

    def _middle(self) -> float:
        return self.snap(math.sqrt(self.min * self.max) if self.log else (self.min + self.max) / 2)

    def _admissible(self, value: float) -> float:
        if not self.min <= value <= self.max:
            raise ControlError(f"{self}: value {value:g} is outside {self.min:g} ... {self.max:g}.")
        snapped = self.snap(value)
        if abs(snapped - value) > 1e-9 * (self.step or value):
            grid = "three significant digits" if self.log else f"steps of {self.step:g} from {self.origin:g}"
            raise ControlError(f"{self}: value {value!r} is not on the slider's grid ({grid}). Use {snapped!r}.")
        return snapped


# `min` and `max` are parameter names in this file, as in NumPy and ipywidgets.
_min_of, _max_of = min, max


def _decimals(number: float) -> int:
    """Return how many digits `number` has after the point."""
    exponent = Decimal(repr(number)).normalize().as_tuple().exponent
    return _max_of(0, -exponent) if isinstance(exponent, int) else 0


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
