"""Groups: controls that stand together, under a heading of their own."""

from collections.abc import Sequence
from typing import Any

from ..errors import ControlError
from ..spec import GroupSpec
from ..text.tex import label_html
from . import CONTROLS
from .control import Control


class Group:
    """Controls that belong together, under a heading of their own.

    Parameters
    ----------
    label : str
        The heading; may hold TeX in `$...$`.
    controls : sequence of Slider, Choice or another control
    folded : bool
        Whether the reader unfolds the controls first; for figures with many.

    Raises
    ------
    ControlError
        No heading, no controls, or something else among them.
    """

    def __init__(self, label: str, controls: Sequence[Control[Any]], *, folded: bool = False) -> None:
        if not isinstance(label, str) or not label.strip():
            raise ControlError(f"Group({label!r}) needs a label in words.")
        if not isinstance(folded, bool):
            raise ControlError(f"Group({label!r}): folded is True or False, not {folded!r}.")
        self.label, self.controls, self.folded = label, _list_of(controls, f"Group({label!r})"), folded
        for control in self.controls:
            if not isinstance(control, Control):
                raise ControlError(f"Group({label!r}) may hold {_listed(*CONTROLS)}, not {control!r}.")
        if not self.controls:
            raise ControlError(f"Group({label!r}) is empty. Give it controls, or leave it out.")

    def spec(self) -> GroupSpec:
        """Return the group as the page knows it."""
        names = [control.name for control in self.controls]
        return {"label": label_html(self.label), "controls": names, "folded": self.folded}

    def __repr__(self) -> str:
        return f"Group({self.label!r}, {self.controls!r})"


def ungrouped(controls: Sequence[Control[Any] | Group]) -> tuple[list[Control[Any]], list[Group]]:
    """Return all controls in order, and the groups."""
    found = _list_of(controls, "controls=")
    for one in found:
        if not isinstance(one, Control | Group):
            raise ControlError(f"controls= may hold {_listed(*CONTROLS, Group)}, not {one!r}.")
    flat = [control for one in found for control in (one.controls if isinstance(one, Group) else [one])]
    return flat, [one for one in found if isinstance(one, Group)]


def _listed(*kinds: type) -> str:
    *first, last = (kind.__name__ for kind in kinds)
    return f"{', '.join(first)} and {last}"


def _list_of(controls: Any, where: str) -> list[Any]:
    if isinstance(controls, Control | Group | str) or not isinstance(controls, Sequence):
        raise ControlError(f"{where} needs a list of controls, such as [Slider('eta', 0, 1)], not {controls!r}.")
    return list(controls)
