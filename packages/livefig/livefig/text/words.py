"""Sentences with numbers in them: templates such as `"the loss is {loss:.3f}"`, in Python and as plain data.

A format is the part of Python's own that `livefig.js` repeats digit for digit: `+`, `,`, and one of `.Nf .Ng
.Ne .N% d`, or nothing for the shortest digits that give the number back. Five things differ from Python, in
both languages: a true minus sign, none before a zero, no `.0` after a whole number without a format, words for what is
not finite; and powers of ten are written as people write them, 5 × 10⁻⁷.
"""

import math
import re
from collections.abc import Collection, Mapping
from string import Formatter
from typing import Any

import numpy as np

from ..errors import SpecError
from ..spec import Field

Part = str | Field

_RAISED = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
_LOWERED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789−")
_WRITTEN = re.compile("\u00a0×\u00a010([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)")
_FORMAT = re.compile(r"\+?,?(\.(1?\d|20))?[fge%]|\+?,?d?")


def parse(template: str, names: Collection[str], where: str) -> list[Part]:
    """Return `template` as a list of texts and `{"value": name, "format": format}`.

    Raises
    ------
    SpecError
        The template is no text, names a value that is not in `names`, or has a format that the page cannot write.
    """
    if not isinstance(template, str):
        raise SpecError(f"{where} must be text, not {template!r}.")
    try:
        fields = list(Formatter().parse(template))
    except ValueError as error:
        raise SpecError(f"{where}: {error} in {template!r}. Write {{{{ and }}}} for braces.") from None
    parts: list[Part] = []
    for text, name, form, conversion in fields:
        if text:
            parts.append(text)
        if name is not None:
            parts.append(_field(name, form or "", conversion, names, f"{where} {template!r}"))
    return parts


def fill(parts: list[Part], values: Mapping[str, Any]) -> str:
    """Return the sentence that `parts` make with `values` (numbers; text for a choice; a bool reads yes or no)."""
    words = (part if isinstance(part, str) else write(values[part["value"]], part["format"]) for part in parts)
    return "".join(words)


def write(value: Any, form: str = "") -> str:
    """Return one value as the page shows it.

    >>> write(2.5, ".0f"), write(-0.001, ".2f"), write(-3.0), write(float("nan"), ".3f"), write(True)
    ('2', '0.00', '−3', 'undefined', 'yes')
    >>> write(-1.5e-7).replace("\\u00a0", " ")  # no line ends within a number
    '−1.5 × 10⁻⁷'
    """
    if isinstance(value, str):
        return value
    value = np.asarray(value)[()]
    if isinstance(value, np.bool_):
        return "yes" if value else "no"
    number = float(value)
    if not math.isfinite(number * 100 if form.endswith("%") else number):
        return "undefined" if math.isnan(number) else "infinity" if number > 0 else "minus infinity"
    return re.sub(r"e([+-])0?(\d+)$", _power, _digits(number, form)).replace("-", "−")


def computed(text: str) -> str:
    """Return a text with each power of ten in it as computers write it, with a true minus sign.

    >>> computed(f"It is {write(-1.5e-7)}.")
    'It is −1.5e−7.'
    """
    return _WRITTEN.sub(lambda match: "e" + match[1].translate(_LOWERED), text)


def write_in_formula(value: Any, form: str = "") -> str:
    """Return one value as it stands in an equation: signs instead of words, powers of ten as such.

    >>> write_in_formula(-1.5e-7), write_in_formula(2e30, ".1e"), write_in_formula(float("-inf"))
    ('−1.5×10⁻⁷', '2.0×10³⁰', '−∞')
    """
    text = write(value, form)
    if isinstance(value, str) or text == "undefined":
        return text
    return text.replace("minus infinity", "−∞").replace("infinity", "∞").replace("\u00a0", "")


def _power(match: re.Match[str]) -> str:
    return "\u00a0×\u00a010" + (match[1].strip("+") + match[2]).translate(_RAISED)


def _digits(number: float, form: str) -> str:
    if form.endswith("d"):
        return format(round(number), form)
    if form.endswith(("f", "g", "e", "%")):
        sign = "+" if form.startswith("+") else ""
        return format(number, f"{sign}z{form.removeprefix('+')}")
    return format(number + 0.0, form).removesuffix(".0")


def _field(name: str, form: str, conversion: str | None, names: Collection[str], where: str) -> Part:
    if name not in names:
        known = ", ".join(sorted(names))
        raise SpecError(f"{where} names {name!r}, which is neither a scalar output nor a control. There are: {known}.")
    if conversion or not _FORMAT.fullmatch(form):
        raise SpecError(
            f"{where}: the format {form!r} of {name!r} is not one that the page can write. "
            "Use +, a comma, and .Nf, .Ng, .Ne, .N% or d, for example {loss:.3f}."
        )
    return {"value": name, "format": form}
