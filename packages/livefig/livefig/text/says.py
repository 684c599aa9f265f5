"""The sentence of a figure: which of its cases holds, and what that one says."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from ..errors import SpecError
from ..spec import Case
from . import words

Says = str | Sequence[str | tuple[str, str]]


def parse(says: Says, outputs: Mapping[str, Any], shown: Mapping[str, Any]) -> list[Case]:
    """Return the cases of an author's `says=`; the last has no condition.

    Parameters
    ----------
    says : str, or list of (output, str) pairs that ends with a str
    outputs : dict
        What the function gives, by name.
    shown : dict
        The controls as sentences show them, by name.

    Raises
    ------
    SpecError
        There is no sentence for all other cases, or one asks for or names what is not there.
    """
    cases = [(None, says)] if isinstance(says, str) else [(None, c) if isinstance(c, str) else c for c in says or ()]
    if not cases or cases[-1][0] is not None or any(when is None for when, _ in cases[:-1]):
        raise SpecError(
            "says= must be a sentence, or a list of (output, sentence) pairs that ends with a sentence "
            "for all other cases."
        )
    scalars = {name for name, value in outputs.items() if np.shape(value) == ()} | set(shown)
    for when, _ in cases:
        if when is not None and np.shape(outputs.get(when, [])) != ():
            raise SpecError(
                f"says= asks for {when!r}, which is no single true-or-false output of the function; "
                f"its outputs are {', '.join(outputs)}."
            )
    return [{"when": when, "parts": words.parse(text, scalars, "says=")} for when, text in cases]


def say(cases: Sequence[Case], values: Mapping[str, Any]) -> str:
    """Return the sentence of the first case that holds; NaN is no condition that holds."""
    return words.fill(next(case for case in cases if _holds(case, values))["parts"], values)


def _holds(case: Case, values: Mapping[str, Any]) -> bool:
    if case["when"] is None:
        return True
    value = values[case["when"]]
    return bool(value == value and value)
