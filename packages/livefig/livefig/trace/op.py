"""What an operation of a program is: one row of the table, with everything that is to know about it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from .whole import Rule

EXACT = 0.0  # the same bits, except that a NaN is a NaN
CLOSE = 4 * float(np.finfo(float).eps)  # another correctly working mathematics library
SUMS = 1e-12  # another order of summation, relative to the sum of the magnitudes

Params = dict[str, Any]
Bind = Callable[..., tuple[list[Any], Params]]


class Operation(Protocol):
    """What a program asks of the operation of a line. `run` computes it with NumPy."""

    @property
    def name(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def run(self) -> Callable[..., Any]: ...


@dataclass(frozen=True)
class Op:
    """One row of the table.

    Attributes
    ----------
    name : str
        As in messages and in printed programs.
    numpy : callable
        What the author calls.
    kind : str
        How JavaScript for it is written; one function of `emit/kinds.py` for each kind.
    js : str, or function of the inputs' types (and the params) that returns one
        For `elementwise`, the expression of one element, of {0}, {1}… For `reduce` and `cumulate`, how a running result
        {0} takes in an element {1}. For `extreme`, when an element {1} beats the best so far, {0}. For `sort`, the name
        of the helper. Other kinds need none.
    start : str
        For `reduce` and `cumulate`, the running result before the first element.
    pairwise : bool
        For `reduce`, whether many numbers are added by halves, as NumPy does.
    bind : callable
        Takes the author's arguments and returns (arrays, params). The names of its parameters are the keywords allowed.
    run : callable
        `run(*arrays, **params)` computes a recorded line with NumPy; `numpy` itself if not given.
    python : str
        The same as an expression of Python, where that is quicker than a call; {name} stands for a parameter.
    many : str
        For `elementwise`, the quicker function of `js/brought/many.js` for many elements, if there is one.
    tolerance : float
        How near JavaScript comes to NumPy, relative.
    brings : str
        The module of `js/brought/` with the function that `js` names: for `elementwise`, of one element; for `kernel`,
        of one matrix.
    signature : str
        For `kernel`, which axes its function takes at once, as NumPy writes it: `(n,n),(n,m)->(n,m)`.
    note : str
        What an author may do about it where NumPy and the page part here.
    bounds : callable
        Between which whole numbers the result lies; without it, a whole result is watched in the page.
    """

    name: str
    numpy: Any  # a ufunc, with what ufuncs have, or a function
    kind: str
    js: str | Callable[..., str] = ""
    start: str = ""
    pairwise: bool = False
    bind: Bind | None = None
    run: Callable[..., Any] = None  # type: ignore[assignment]  # filled in below
    python: str = ""
    many: str = ""
    brings: str = ""
    signature: str = ""
    note: str = ""
    tolerance: float = EXACT
    bounds: Rule | None = None

    def __post_init__(self) -> None:
        if self.run is None:
            object.__setattr__(self, "run", self.numpy)

    def expression(self, dtypes: list[str], params: Params | None = None) -> str:
        """Return the JavaScript for inputs of these types."""
        return self.js(*dtypes, **(params or {})) if callable(self.js) else self.js
