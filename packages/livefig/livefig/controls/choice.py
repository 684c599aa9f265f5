"""The choice: one of a few named options."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from ..errors import ControlError
from ..spec import ChoiceSpec, OptionSpec
from ..text.tex import label_html, label_text
from .control import Control

_ADDRESS = re.compile(r" at 0x[0-9a-fA-F]+")


class Choice(Control[Any]):
    """One of a few named options; the function is translated once for each.

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

    Raises
    ------
    ControlError
        Fewer than two options, two of one label, a value that is none of them, a bad name.
    """

    kind = "choice"

    def __init__(
        self, name: str, options: Sequence[str] | Mapping[str, Any], value: Any = None, label: str | None = None
    ) -> None:
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
    def cases(self) -> tuple[Any, ...]:
        """The values of all options."""
        return tuple(self.values)

    @property
    def default(self) -> Any:
        """The value at the start."""
        return self.values[self.index]

    def checked(self, value: Any) -> Any:
        """Return the value of an option, given by its value or its label."""
        return self.values[self.find(value)]

    def to_page(self, value: Any) -> str:
        """Return the key of the option."""
        return self.keys[self.find(value)]

    def from_page(self, value: Any) -> Any:
        """Return the value of the option with this key."""
        if value not in self.keys:
            raise ControlError(f"{self}: {value!r} is no key of an option; there are {', '.join(self.keys)}.")
        return self.values[self.keys.index(value)]

    def shown(self, value: Any) -> str:
        """Return the label of the option, as text."""
        return label_text(self.labels[self.find(value)])

    def probes(self) -> list[Any]:
        """Return all values."""
        return self.values

    def draw(self, rng: np.random.Generator) -> Any:
        """Return one of the values."""
        return self.values[int(rng.integers(len(self.values)))]

    def spec(self) -> ChoiceSpec:
        """Return the choice as the page knows it."""
        named = zip(self.labels, self.keys, self.values, strict=True)
        options: list[OptionSpec] = [
            {"label": label_html(label), "text": label_text(label), "key": key, "code": _code(value)}
            for label, key, value in named
        ]
        return {**self._labels(), "kind": "choice", "value": self.index, "options": options}

    def find(self, value: Any) -> int:
        """Return the position of an option, given by its value (an array, too) or its label."""
        for candidates in (self.values, self.labels):
            for index, candidate in enumerate(candidates):
                if candidate is value or np.array_equal(candidate, value):
                    return index
        raise ControlError(f"{self}: value {value!r} is not among the options {self.labels!r}.")

    def _check_options(self) -> None:
        if not all(isinstance(text, str) and text.strip() for text in self.labels):
            raise ControlError(f"{self}: every option needs a label in words; the labels are {self.labels!r}.")
        if len(self.labels) < 2 or len(set(self.labels)) < len(self.labels):
            raise ControlError(f"{self} needs two or more different options, not {self.labels!r}.")


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


def _keys(labels: Sequence[str], values: Sequence[Any]) -> list[str]:
    """Return one short word for each option, for use in a link: from its value if that is text, else its label."""
    keys: list[str] = []
    for number, (label, value) in enumerate(zip(labels, values, strict=True)):
        word = re.sub(r"[^a-z0-9]+", "-", (value if isinstance(value, str) else label).lower()).strip("-")
        keys.append(word if word and word not in keys else f"{word}-{number}".strip("-"))
    return keys
