"""One formula against another road to the same numbers, where the reader sees it and the book can count it."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
from IPython.display import display
from numpy.typing import ArrayLike, NDArray

from .errors import CheckError, CheckFailed

MIME = "application/vnd.formulacheck.v1+json"
Array = NDArray[Any]
# IPython's function has no types.
_show = cast(Callable[[object], object], display)
# Below this, the difference is the rounding of the last digits, and another machine may round otherwise.
ROUNDING = 1e-15


@dataclass(frozen=True)
class Result:
    """What a check found: the equation's label, the road, how many of what, and the largest error (None: exact)."""

    label: str
    road: str
    count: int
    error: float | None
    holds: bool
    noun: str = "number"

    def verdict(self) -> str:
        """Return the finding in words, the error as a power of ten."""
        counted = f"{self.count:,} {self.noun}{'' if self.count == 1 else 's'}"
        if self.error is None:
            return f"{counted}, {'exact' if self.holds else 'not the same'}"
        if self.holds:
            return f"{counted}, largest error below {_power(self.error, np.ceil):.0e}"
        return f"{counted}, largest error above {_power(self.error, np.floor):.0e}"

    def __repr__(self) -> str:
        return f"check: {self.label}{'' if self.holds else ' does not hold'}, by {self.road}: {self.verdict()}"

    def _repr_mimebundle_(self, **kwargs: object) -> dict[str, Any]:
        return {"text/plain": repr(self), MIME: vars(self) | {"verdict": self.verdict()}}


def check(
    label: str, road: str, got: ArrayLike, want: ArrayLike, *, within: float | None = None, holds: bool = True
) -> None:
    """Compare what a formula gives with what an independent road gives; show the finding, or raise.

    Parameters
    ----------
    label : str
        The label of the equation that is guarded: ``"eq-loss-slope"``.
    road : str
        The other way to the numbers, in a few words that follow "by": ``"finite differences"``.
    got, want : array_like, or SymPy expressions
        What the formula gives, and what the other road gives: of one shape. SymPy expressions must be equal
        for all values of their symbols.
    within : float
        The largest error allowed: ``|got - want| / max(1, |want|)``, entry by entry. Integers and booleans
        need none: they must be the same.
    holds : bool
        False for a formula that is printed somewhere and wrong: some entry must differ by more than `within`.

    Raises
    ------
    CheckFailed
        They differ by more than `within` (or, with ``holds=False``, do not). It is an AssertionError.
    CheckError
        The question cannot be asked: no label, different shapes, nothing to compare, no `within`.
    """
    _refuse(label, road, within)
    if _symbolic(got) or _symbolic(want):
        _show(_exact(label, road, got, want, holds))
    else:
        _show(_numeric(label, road, got, want, within, holds))


def _refuse(label: object, road: object, within: float | None) -> None:
    if not (isinstance(label, str) and label.startswith("eq-")):
        raise CheckError(f"check: the first argument is the label of an equation, such as 'eq-loss'; not {label!r}.")
    if not (isinstance(road, str) and road.strip()):
        raise CheckError(f"check {label!r}: the second argument says by which road, such as 'finite differences'.")
    if within is not None and not 0 <= within < np.inf:
        raise CheckError(f"check {label!r}: within is the largest error allowed, a number from 0 on; not {within!r}.")


# --- numbers -----------------------------------------------------------------------------------------


def _numeric(label: str, road: str, left: ArrayLike, right: ArrayLike, within: float | None, holds: bool) -> Result:
    got, want = np.asarray(left), np.asarray(right)
    if got.shape != want.shape or got.size == 0:
        what = "nothing to compare" if got.size == 0 else "different shapes, and nothing is broadcast here"
        raise CheckError(f"check {label!r}, by {road}: {what}; got has the shape {got.shape}, want {want.shape}.")
    whole = got.dtype.kind in "biu" and want.dtype.kind in "biu"
    if within is None and not whole:
        raise CheckError(f"check {label!r}, by {road}: say how large the error may be: within=1e-9.")
    within = within or 0
    errors = error_of(got, want)
    worst = np.unravel_index(np.argmax(errors), errors.shape)
    if (errors[worst] <= within) != holds:
        one, other = _both(got[worst], want[worst], errors[worst])
        place = f" at {tuple(map(int, worst))}" if worst else ""
        raise CheckFailed(
            f"{label} {'does not agree' if holds else 'was to be refuted, but agrees'}, by {road}{place}: "
            f"got {one}, want {other}; error {errors[worst]:.3g}, within {within:g}."
        )
    return Result(label, road, got.size, None if whole and within == 0 else float(errors[worst]), holds)


def _both(got: np.generic, want: np.generic, error: float) -> list[str]:
    """Return two numbers with as many digits as it takes to see where they part."""
    digits = int(np.clip(2 - np.floor(np.log10(error)), 6, 17)) if 0 < error < np.inf else 6
    return [f"{one:.{digits}g}" if one.dtype.kind == "f" else str(one) for one in (got, want)]


def error_of(got: Array, want: Array) -> Array:
    """Return ``|got - want| / max(1, |want|)``, 0 where both are the same infinity, infinite where one is NaN."""
    got, want = got.astype(float), want.astype(float)
    with np.errstate(invalid="ignore", over="ignore"):
        errors = np.abs(got - want) / np.maximum(1, np.abs(want))
    return np.where(got == want, 0.0, np.where(np.isnan(errors), np.inf, errors))


def _power(error: float, rounding: Callable[[float], float]) -> float:
    """Return the power of ten next to an error."""
    return 10.0 ** rounding(np.log10(error)) if ROUNDING < error < np.inf else max(min(error, 1e300), ROUNDING)


# --- algebra -----------------------------------------------------------------------------------------


def _symbolic(value: object) -> bool:
    sympy = sys.modules.get("sympy")  # whoever has an expression has imported it
    return sympy is not None and any(
        isinstance(one, sympy.Basic | sympy.MatrixBase) for one in np.asarray(value, dtype=object).flat
    )


def _exact(label: str, road: str, left: object, right: object, holds: bool) -> Result:
    import sympy

    got, want = ([sympy.sympify(one) for one in np.asarray(value, dtype=object).flat] for value in (left, right))
    if len(got) != len(want):
        raise CheckError(f"check {label!r}, by {road}: {len(got)} expressions against {len(want)}.")
    rests = [sympy.simplify(one - other) for one, other in zip(got, want, strict=True)]
    wrong = [rest for rest in rests if rest != 0]
    if bool(wrong) == holds:
        said = f"a difference remains: {wrong[0]}" if wrong else "was to be refuted, but the difference is 0"
        raise CheckFailed(f"{label}, by {road}: {said}.")
    return Result(label, road, len(rests), None, holds, "expression")
