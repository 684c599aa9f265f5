"""Special functions: SciPy's, and those of Python's `math` that are no more than they, by their dotted names.

Each is a row whose function a program brings along (`js/brought/`). SciPy is looked up when a row is run, and never
imported: who calls its functions has imported it, and who calls `math.erf` need not have it.
"""

import math
import sys
from collections.abc import Callable
from typing import Any

import numpy as np

from ..op import Op
from .kernel import apply
from .linear import SCIPYS

Array = Any
SPECIAL_TOLERANCE = 1e-12  # relative

_MATH: dict[str, Callable[..., Any]] = {
    "erf": math.erf, "erfc": math.erfc, "gamma": math.gamma, "gammaln": math.lgamma,
    "ways": math.comb, "orders": math.factorial,
}  # fmt: skip


class _Scipys:
    """SciPy's function of this name; where no SciPy is loaded, Python's own of single numbers."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __call__(self, *arrays: Any) -> Any:
        found = getattr(sys.modules.get("scipy.special"), self.name, None)
        if found is not None:
            return found(*arrays)
        return _each(self.name, np.float64, *arrays)


def _each(name: str, dtype: type[Any], *arrays: Any) -> Any:
    """Return Python's own function of single numbers, of each element."""
    if name not in _MATH:
        raise ImportError(f"{name} is SciPy's, and SciPy is not loaded")
    found = np.frompyfunc(_MATH[name], len(arrays), 1)(*(np.asarray(a).astype(dtype) for a in arrays))
    return np.asarray(found).astype(dtype)[()]


def _whole(name: str) -> Callable[..., Any]:
    def run(*arrays: Any) -> Any:
        try:
            return _each(name, np.int64, *arrays)
        except OverflowError:  # a number that no int64 holds, and less so the page
            return np.full(np.broadcast_shapes(*map(np.shape, arrays)), np.iinfo(np.int64).max)[()]

    return run


def _op(name: str, brings: str, count: int, run: Callable[..., Any] | None = None) -> Op:
    js = f"{name}({', '.join(f'{{{k}}}' for k in range(count))})"
    run = run or _Scipys(name)
    return Op(f"special.{name}", run, "elementwise", js, run=run, brings=brings, tolerance=SPECIAL_TOLERANCE)


_ROWS = {
    "erf": {"erf": 1, "erfc": 1, "erfcx": 1, "erfinv": 1, "erfcinv": 1, "ndtr": 1, "log_ndtr": 1, "ndtri": 1},
    "gamma": {
        "gamma": 1, "gammaln": 1, "loggamma": 1, "digamma": 1, "beta": 2, "betaln": 2, "binom": 2,
        "gammainc": 2, "gammaincc": 2, "gammaincinv": 2, "gammainccinv": 2,
    },
    "beta": {"betainc": 3, "betaincc": 3, "betaincinv": 3, "betainccinv": 3, "stdtr": 2, "stdtrit": 2},
    "bessel": {"j0": 1, "j1": 1, "jv": 2},
    "entropy": {
        "expit": 1, "log_expit": 1, "logit": 1, "xlogy": 2, "xlog1py": 2, "entr": 1, "rel_entr": 2, "kl_div": 2,
    },
}  # fmt: skip
ELEMENTWISE = {name: _op(name, brings, count) for brings, rows in _ROWS.items() for name, count in rows.items()}
_COMB = _op("comb", "gamma", 2)
_FACTORIAL = _op("factorial", "gamma", 1)
_WAYS = _op("ways", "gamma", 2, _whole("ways"))
_ORDERS = _op("orders", "gamma", 1, _whole("orders"))


def _called(op: Op) -> Callable[..., Any]:
    """Return a plain function of a row, whose arguments may move or not."""
    return lambda *arrays: apply(op, *arrays)


def comb(N: Array, k: Array, *, exact: bool = False, repetition: bool = False) -> Array:  # noqa: N803
    if repetition:
        raise TypeError("only the ways to choose without repetition have a live form")
    return apply(_WAYS if exact else _COMB, N, k)


def factorial(n: Array, exact: bool = False) -> Array:
    return apply(_ORDERS if exact else _FACTORIAL, n)


def logsumexp(a: Array, axis: Any = None, b: Array = None, keepdims: bool = False, return_sign: bool = False) -> Array:
    if return_sign:
        raise TypeError("the sign beside the logarithm has no live form")
    largest = np.max(a, axis=axis, keepdims=True)
    shift = np.where(np.isfinite(largest), largest, 0.0)
    parts = np.exp(a - shift) if b is None else b * np.exp(a - shift)
    total = np.log(np.sum(parts, axis=axis, keepdims=keepdims))
    return total + (shift if keepdims else np.reshape(shift, np.shape(total)))


def softmax(x: Array, axis: Any = None) -> Array:
    weights = np.exp(x - np.max(x, axis=axis, keepdims=True))
    return weights / np.sum(weights, axis=axis, keepdims=True)


def log_softmax(x: Array, axis: Any = None) -> Array:
    largest = np.max(x, axis=axis, keepdims=True)
    rest = x - np.where(np.isfinite(largest), largest, 0.0)
    return rest - np.log(np.sum(np.exp(rest), axis=axis, keepdims=True))


SPECIAL: dict[str, Callable[..., Any]] = {
    **{f"scipy.special.{name}": _called(op) for name, op in ELEMENTWISE.items()},
    "scipy.special.psi": _called(ELEMENTWISE["digamma"]),
    "scipy.special.comb": comb,
    "scipy.special.factorial": factorial,
    "scipy.special.logsumexp": logsumexp,
    "scipy.special.softmax": softmax,
    "scipy.special.log_softmax": log_softmax,
    "scipy.special.expm1": lambda x: np.expm1(x),
    "scipy.special.log1p": lambda x: np.log1p(x),
    "scipy.special.exp2": lambda x: np.exp2(x),
    "scipy.special.exp10": lambda x: np.power(10.0, x),
    "scipy.special.cbrt": lambda x: np.cbrt(x),
    **SCIPYS,
    "math.erf": _called(ELEMENTWISE["erf"]),
    "math.erfc": _called(ELEMENTWISE["erfc"]),
    "math.gamma": _called(ELEMENTWISE["gamma"]),
    "math.lgamma": _called(ELEMENTWISE["gammaln"]),
    "math.comb": lambda n, k: comb(n, k, exact=True),
    "math.factorial": lambda n: factorial(n, exact=True),
}
