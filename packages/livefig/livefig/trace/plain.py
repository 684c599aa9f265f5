"""Python's own whole numbers: what an integer slider gives, and what comes of it by Python's own operators.

To its author `n` is an int. So `10**n` is 0.01 for n = -2, where NumPy's int64 would refuse; `(n > 1) + (n > 2)` is 2,
where NumPy's bools make one True; and `~(n > 1)` is -2, which is no condition at all. A traced int or bool that is
Python's own is marked so (`Var.plain`), and the operators below keep to Python's rules while both of their operands
are. A function of NumPy, or an operand of NumPy's, makes it NumPy's.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.lib.mixins import NDArrayOperatorsMixin

from ..errors import ConversionError, UnsupportedError
from .recorder import Handle
from .where import place

Method = Callable[..., Any]


def binary(name: str) -> Method:
    """Return the method `__name__` of two numbers, as Python computes it for ints and NumPy for all others."""
    numpys = getattr(NDArrayOperatorsMixin, f"__{name}__")
    prepare = _same if name in LOGIC else _counted

    def method(self: Any, other: Any) -> Any:
        if name.endswith("mul") and isinstance(other, list | tuple | str) and self.dtype == int and not self.shape:
            raise ConversionError(f"{place()}: {REPEATED}")
        if not (self.variable.plain and is_plain(other)):
            return numpys(self, other)
        return marked(numpys(prepare(self), prepare(other)))

    return method


def unary(name: str) -> Method:
    """Return the method `__name__` of one number, likewise."""
    numpys = getattr(NDArrayOperatorsMixin, f"__{name}__")

    def method(self: Any) -> Any:
        return marked(numpys(_counted(self))) if self.variable.plain else numpys(self)

    return method


def power(self: Any, other: Any) -> Any:
    """Return `self ** other`: of ints a float where the exponent may be negative, as in Python."""
    return _raised(self, other) if self.variable.plain and is_plain(other) else np.power(self, other)


def reversed_power(self: Any, other: Any) -> Any:
    """Return `other ** self`, likewise."""
    return _raised(other, self) if self.variable.plain and is_plain(other) else np.power(other, self)


def invert(self: Any) -> Any:
    """Return `~self`, unless it is a bool of Python's, of which `~` makes -1 or -2."""
    if self.variable.plain and self.dtype == bool:
        raise UnsupportedError(
            f"{place()}: ~ makes -2 of Python's True, and an integer slider is Python's own number; write the "
            "opposite comparison (n <= 2 for ~(n > 2)) or np.logical_not."
        )
    return np.invert(self)


REPEATED = (
    "a list times a whole number repeats the list, and a length cannot depend on a control; write np.array(values) * n "
    "to multiply, or compute all and mask with np.where(np.arange(n) < k, x, np.nan)."
)
LOGIC = {"lt", "le", "gt", "ge", "eq", "ne", "and", "or", "xor", "rand", "ror", "rxor"}
ARITHMETIC = ["add", "sub", "mul", "truediv", "floordiv", "mod"]


def is_plain(thing: Any) -> bool:
    """Return whether a number is Python's own int or bool, moving or not."""
    return thing.variable.plain if isinstance(thing, Handle) else type(thing) in (int, bool)


def _same(thing: Any) -> Any:
    return thing


def _counted(thing: Any) -> Any:
    """Return a bool as the number that it is in Python."""
    if type(thing) in (int, bool):
        return int(thing)
    return thing.astype(int) if thing.dtype == bool else thing


def marked(result: Any) -> Any:
    """Return a result as a number of Python's own, if it is a whole number or a bool."""
    if isinstance(result, Handle) and result.variable.dtype != "float64":
        result.variable.plain = True
    return result


def _raised(base: Any, exponent: Any) -> Any:
    base, exponent = _counted(base), _counted(exponent)
    bounds = exponent.variable.bounds if isinstance(exponent, Handle) else (exponent, exponent)
    if bounds is not None and bounds[0] >= 0:
        return marked(np.power(base, exponent))
    return np.power(float(base) if type(base) is int else base.astype(float), exponent)


OPERATORS: dict[str, Method] = {
    **{f"__{name}__": binary(name) for name in [*LOGIC, *ARITHMETIC, *(f"r{name}" for name in ARITHMETIC)]},
    **{f"__{name}__": unary(name) for name in ("neg", "pos", "abs")},
    "__pow__": power,
    "__rpow__": reversed_power,
    "__invert__": invert,
}
