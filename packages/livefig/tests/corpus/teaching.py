"""How a function joins the corpus: a decorator that writes controls as `ipywidgets.interact` does.

    @teaches(rate=(0.0, 5.0, 1.0), n=(2, 60, 20), kind=["sine", "square"], noisy=False)
    def wave(rate, n, kind, noisy): ...

Three floats are a slider: its ends and its start; three whole numbers are one of whole numbers. A list is a choice, a
bool a checkbox. Whatever else a slider may be (logarithmic, say) is written out as a control.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from livefig import Checkbox, Choice, Slider
from livefig.compile import Function
from livefig.controls.control import Control


@dataclass(frozen=True)
class Lesson:
    """A function as its author wrote it, the controls that move it, and the field that it comes from."""

    function: Function
    controls: tuple[Control[Any], ...]

    @property
    def name(self) -> str:
        """The function's name, of which there is one in the corpus."""
        return self.function.__name__

    @property
    def field(self) -> str:
        """The field: the name of the module."""
        return self.function.__module__.rpartition(".")[2]


LESSONS: list[Lesson] = []


def teaches(**controls: Any) -> Callable[[Function], Function]:
    """Return a decorator that enters a function, as it stands, into the corpus."""

    def enter(function: Function) -> Function:
        LESSONS.append(Lesson(function, tuple(control(name, short) for name, short in controls.items())))
        return function

    return enter


def control(name: str, short: Any) -> Control[Any]:
    """Return the control that a short form means."""
    if isinstance(short, Control):
        return short
    if isinstance(short, bool):
        return Checkbox(name, short)
    if isinstance(short, list):
        return Choice(name, short if all(isinstance(x, str) for x in short) else {str(x): x for x in short})
    least, greatest, start = short
    return Slider(name, least, greatest, start, integer=all(isinstance(x, int) for x in short))
