"""What every control of a live figure is, and the names that it may have."""

import keyword
import unicodedata
from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any, ClassVar, Generic, TypeVar

import numpy as np

from ..errors import ControlError
from ..spec import ControlSpec, Named
from ..text.tex import label_html, label_text

# What a person reads and writes in Python: a number, a bool, or the value of an option.
Plain = TypeVar("Plain")


class Control(ABC, Generic[Plain]):
    """One thing that the reader may set; it sets one parameter of the function.

    The protocol. A control's value has three forms: the *plain* one, which people read and write in Python; what the
    *function* receives; and what the *page* and its links know, which is JSON. `cases` decides how the function is
    translated: a control whose every value is a case of its own has one program for each, so that the function may
    branch on it; a control without cases is a variable of the programs.

    What a new kind needs, the map in CONTRIBUTING.md says.
    """

    kind: ClassVar[str]

    def __init__(self, name: str, label: str | None) -> None:
        self.name = _checked_name(name, type(self).__name__)
        self.label = name.replace("_", " ") if label is None else label
        if not isinstance(self.label, str) or not self.label.strip():
            raise ControlError(f"{self} needs a label in words, not {label!r}.")

    @property
    def cases(self) -> tuple[Plain, ...] | None:
        """Every value, plain, if the function is translated for each; None for a value that moves."""
        return None

    def page_cases(self, cases: Sequence[Plain]) -> list[float]:
        """Return cases as the page counts them: the positions of the values, unless they are numbers themselves."""
        return [float(k) for k in range(len(cases))]

    def whole_values(self) -> tuple[Plain, ...]:
        """Return every value, if they are whole numbers of which each could be a case; else nothing."""
        return ()

    @property
    @abstractmethod
    def default(self) -> Plain:
        """The value at the start, plain."""

    @abstractmethod
    def checked(self, value: Any) -> Plain:
        """Return what somebody gave as a plain value; raise ControlError if the reader could not set it."""

    def to_function(self, value: Plain) -> Any:
        """Return what the function receives for a plain value."""
        return value

    @abstractmethod
    def to_page(self, value: Plain) -> float | bool | str:
        """Return what the page and its links call a plain value."""

    @abstractmethod
    def from_page(self, value: Any) -> Plain:
        """Return the plain value that the page means."""

    def shown(self, value: Plain) -> float | bool | str:
        """Return a plain value as sentences show it: a number, a bool, or text."""
        return self.to_page(value)

    @abstractmethod
    def probes(self) -> list[Plain]:
        """Return the values, plain, at which a program is always compared with the function."""

    @abstractmethod
    def draw(self, rng: np.random.Generator) -> Plain:
        """Return a random admissible value, plain."""

    @abstractmethod
    def spec(self) -> ControlSpec:
        """Return the control as the page knows it."""

    def _labels(self) -> Named:
        """Return what the specs of all controls begin with: the name, and the label as safe HTML and as plain text."""
        return {"name": self.name, "label": label_html(self.label), "text": label_text(self.label)}

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.name!r})"


def _checked_name(name: Any, kind: str) -> str:
    if not isinstance(name, str) or not name.isidentifier() or name.startswith("_"):
        raise ControlError(f"{kind}: {name!r} is no name for a control. Use a Python name such as 'eta'.")
    if keyword.iskeyword(name):
        raise ControlError(f"{kind}: {name!r} is a word of Python itself. Use another name, such as '{name}_'.")
    return unicodedata.normalize(
        "NFKC", name
    )  # as Python does with a parameter: the micro sign becomes the Greek letter
