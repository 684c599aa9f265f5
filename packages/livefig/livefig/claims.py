"""What a link sets a figure to, and whether what a text says of the figure is then so.

A text says `[1.9](#descend?eta=1.9 "says: leaps from wall to wall")` or `"loss = 3.25; steps = 40"`: a piece of the
figure's sentence, or a value with the digits that are printed. Whoever builds a page asks here; the numbers are those
of the page's own programs, run in V8.
"""

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from math import prod
from typing import Any
from urllib.parse import parse_qsl

from .errors import ClaimError, EngineError
from .spec import ChoiceSpec, ControlSpec, SliderSpec, Spec, unpack
from .text.says import say
from .v8 import engine

_TYPED = str.maketrans("−\u00a0", "- ")  # signs that a sentence has and a keyboard does not
_CLAIM = re.compile(r"\s*(\w+)\s*=\s*(\S.*?)\s*")


def settings(spec: Spec, query: str) -> dict[str, Any]:
    """Return the value of each control that a link asks for, as the page knows it: a choice by its position.

    Raises
    ------
    ClaimError
        The link names no control of the figure, or a value that the control cannot have.
    """
    values: dict[str, Any] = {control["name"]: control["value"] for control in spec["controls"]}
    known = {control["name"]: control for control in spec["controls"]}
    for name, text in parse_qsl(query, keep_blank_values=True):
        if name not in known:
            raise ClaimError(f"{spec['name']} has no control {name!r}; its controls are {', '.join(known)}.")
        values[name] = _value(known[name], text)
    return values


def _value(control: ControlSpec, text: str) -> float | bool | int:
    if control["kind"] == "slider":
        return _number(control, text)
    if control["kind"] == "choice":
        return _position(control, text)
    if text not in ("0", "1"):
        raise ClaimError(f"{control['name']} = {text!r}: a checkbox is 0 or 1.")
    return text == "1"


def _number(control: SliderSpec, text: str) -> float:
    name, low, high = control["name"], control["min"], control["max"]
    try:
        value = float(text)
    except ValueError:
        raise ClaimError(f"{name} = {text!r} is no number.") from None
    if not low <= value <= high:
        raise ClaimError(f"{name} = {text}: the slider goes from {low:g} to {high:g}.")
    if control["log"]:
        near = float(f"{value:.2e}")
    else:
        near = control["origin"] + round((value - control["origin"]) / control["step"]) * control["step"]
    if value not in (low, high) and abs(near - value) > 1e-9 * max(1.0, abs(value)):
        raise ClaimError(f"{name} = {text}: the slider does not stop there; the next place is {near:.6g}.")
    return value


def _position(control: ChoiceSpec, text: str) -> int:
    keys = [option["key"] for option in control["options"]]
    if text not in keys:
        raise ClaimError(f"{control['name']} = {text!r} is none of its options: {', '.join(keys)}.")
    return keys.index(text)


def state(spec: Spec, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return all that a figure shows at a setting: its outputs as flat arrays, numbers as such, controls in words."""
    v8 = engine()
    if v8 is None:
        raise EngineError("what a text claims of a figure is computed in V8: install mini-racer.")
    if not spec["programs"]:
        raise ClaimError(f"{spec['name']} is computed in a kernel, and here there is none: {spec['fallback']}")
    which = 0
    for name in (control["name"] for control in spec["controls"]):  # the order of `choose`; a notebook sorts its names
        if cases := spec["cases"].get(name):
            which = which * len(cases) + cases.index(float(values[name]))
    program = spec["choose"][which]
    constants = [unpack(spec["constants"][k]) for k in spec["uses"][program]]
    moving = [float(values[control["name"]]) for control in spec["controls"] if control["name"] not in spec["cases"]]
    (found,) = v8.run(spec["programs"][program], constants, [moving])
    if isinstance(found, str):
        raise ClaimError(f"{spec['name']} cannot be computed there: {found}")
    return {control["name"]: _shown(control, values) for control in spec["controls"]} | {
        name: _plain(spec, name, value) for name, value in found.items()
    }


def _shown(control: ControlSpec, values: Mapping[str, Any]) -> Any:
    value = values[control["name"]]
    return control["options"][value]["text"] if control["kind"] == "choice" else value


def _plain(spec: Spec, name: str, value: Any) -> Any:
    kind = spec["outputs"][name]
    if prod(kind["shape"]) != 1 or kind["shape"]:
        return value
    return bool(value[0]) if kind["dtype"] == "bool" else float(value[0])


def check_claims(spec: Spec, query: str, claims: str) -> None:
    """Hold what a text says of a figure against the figure; claims are parted by semicolons.

    Raises
    ------
    ClaimError
        The link cannot be followed, or a claim is not so; the message says what the figure shows instead.
    """
    shown = state(spec, settings(spec, query))
    for claim in filter(None, map(str.strip, claims.split(";"))):
        if claim.startswith("says:"):
            _check_words(say(spec["says"], shown), claim.removeprefix("says:").strip())
        else:
            _check_number(spec["name"], shown, claim)


def _check_words(sentence: str, words: str) -> None:
    if not words or words.translate(_TYPED) not in sentence.translate(_TYPED):
        raise ClaimError(f"the figure does not say {words!r}; it says: {sentence}")


def _check_number(figure: str, shown: Mapping[str, Any], claim: str) -> None:
    found = _CLAIM.fullmatch(claim)
    if not found:
        raise ClaimError(f"{claim!r} claims nothing. Write 'says: a piece of the sentence' or 'loss = 3.25'.")
    name, text = found.groups()
    try:
        printed = Decimal(text.replace("−", "-"))
    except InvalidOperation:
        raise ClaimError(f"{claim!r}: {text!r} is no number.") from None
    value = shown.get(name)
    if not isinstance(value, int | float):
        numbers = ", ".join(key for key, one in shown.items() if isinstance(one, int | float))
        raise ClaimError(f"{claim!r}: {figure} has no number {name!r}; it has {numbers}.")
    exponent = printed.as_tuple().exponent
    reach = 0.5 * 10.0**exponent if isinstance(exponent, int) else 0.0
    if not abs(value - float(printed)) <= reach * (1 + 1e-9):
        raise ClaimError(f"{claim!r}: there {name} is {value:.8g}.")
