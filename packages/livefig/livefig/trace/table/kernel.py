"""How a composed function calls a row that no function of NumPy's names: one that a program brings along."""

from typing import Any

from numpy.lib.mixins import NDArrayOperatorsMixin

from ..op import Op


def apply(op: Op, *arrays: Any, **params: Any) -> Any:
    """Return what a row gives for arrays of which any may move: a line of the program then, else NumPy's result.

    A traced value is known here by what it is made of, since the tracer reads this table and stands above it.
    """
    for one in arrays:
        if isinstance(one, NDArrayOperatorsMixin):
            return one.__array_function__(op, (), arrays, params)  # type: ignore[attr-defined]
    return op.run(*arrays, **params)
