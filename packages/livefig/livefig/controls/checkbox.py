"""The checkbox: yes or no."""

from typing import Any

import numpy as np

from ..errors import ControlError
from ..spec import CheckboxSpec
from .control import Control


class Checkbox(Control[bool]):
    """Yes or no; the function is translated once for each.

    Parameters
    ----------
    name : str
        The parameter of the function that this control sets.
    value : bool
        Whether it is ticked at the start.
    label : str, optional
        Shown beside the box; may hold TeX in `$...$`.

    Raises
    ------
    ControlError
        A value that is neither True nor False, a bad name.
    """

    kind = "checkbox"

    def __init__(self, name: str, value: bool = False, label: str | None = None) -> None:
        super().__init__(name, label)
        self.value = self.checked(value)

    @property
    def cases(self) -> tuple[bool, ...]:
        """False and True."""
        return (False, True)

    @property
    def default(self) -> bool:
        """Whether it is ticked at the start."""
        return self.value

    def checked(self, value: Any) -> bool:
        """Return a bool; raise ControlError for anything else."""
        if not isinstance(value, bool | np.bool_):
            raise ControlError(f"{self}: value must be True or False, not {value!r}.")
        return bool(value)

    def to_page(self, value: bool) -> bool:
        """Return the bool."""
        return value

    def from_page(self, value: Any) -> bool:
        """Return the bool."""
        return self.checked(value)

    def probes(self) -> list[bool]:
        """Return both values."""
        return [False, True]

    def draw(self, rng: np.random.Generator) -> bool:
        """Return one of the two."""
        return bool(rng.integers(2))

    def spec(self) -> CheckboxSpec:
        """Return the checkbox as the page knows it."""
        return {**self._labels(), "kind": "checkbox", "value": self.value}
