"""Differential equations: `odeint` takes steps of one size, each by the classical method of Runge and Kutta."""

import warnings
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from ..errors import TraceError
from .loops import scan
from .recorder import Handle
from .tracer import arrayed, stacked
from .trees import flat, unflat
from .where import place

COARSE = 1e-3  # of the range of a result: if halving the step changes it by more, the author is told

Rhs = Callable[..., Any]


def odeint(rhs: Rhs, y0: Any, t: Any, args: Sequence[Any] = (), *, tfirst: bool = False, substeps: int = 16) -> Any:
    """Return the solution of dy/dt = rhs(y, t, *args) at the times `t`, in steps of one size between two of them.

    It is called like SciPy's function of this name, and errs by its step where SciPy's errs by its tolerance; a warning
    tells if half the step would change the picture.

    Parameters
    ----------
    rhs : callable
        Takes the state, the time and `args`; returns the slope of each part of the state.
    y0 : float, sequence of float, or dict of them
        The state at `t[0]`.
    t : ndarray (n,), n >= 2
        The times, in order.
    args : sequence, optional
        Given to `rhs` as well.
    tfirst : bool
        `rhs` takes the time first.
    substeps : int
        How many steps there are from one time to the next.

    Returns
    -------
    ndarray (n, len(y0)), or for a dict one of arrays (n, ...)

    Raises
    ------
    TraceError
        If there are fewer than two times, or `substeps` is no whole number from 1.

    Examples
    --------
    >>> odeint(lambda y, t: -y, [1.0], np.array([0.0, 1.0]))[-1].round(6)
    array([0.367879])
    """
    times, given = stacked(t), args if isinstance(args, tuple | list) else (args,)
    if np.ndim(times) != 1 or len(times) < 2:
        raise TraceError(f"{place()}: odeint needs two times or more, in an array, and got shape {np.shape(times)}.")
    if not isinstance(substeps, int) or substeps < 1:
        raise TraceError(f"{place()}: odeint: substeps must be a whole number, 1 or more, not {substeps!r}.")
    start = y0 if isinstance(y0, dict) else np.atleast_1d(stacked(y0)) * 1.0

    def slope(state: Any, time: Any) -> Any:
        found = rhs(time, state, *given) if tfirst else rhs(state, time, *given)
        return found if isinstance(found, dict) else np.reshape(arrayed(found), np.shape(state))

    path = _path(slope, start, times, substeps)
    moving = any(isinstance(x, Handle) for x in flat([path, list(given)])[1])
    if not moving:
        _tell_if_coarse(path, _path(slope, start, times, 2 * substeps), substeps)
    return path


def _path(slope: Rhs, start: Any, times: Any, substeps: int) -> Any:
    steps = np.stack([times[:-1], (times[1:] - times[:-1]) / substeps], axis=1)

    def to_the_next(state: Any, row: Any) -> Any:
        time, h = row[0], row[1]

        def one(inner: tuple[Any, Any]) -> tuple[Any, Any]:
            y, now = inner
            k1 = slope(y, now)
            k2 = slope(_moved(y, h / 2, k1), now + h / 2)
            k3 = slope(_moved(y, h / 2, k2), now + h / 2)
            k4 = slope(_moved(y, h, k3), now + h)
            total = _combined(lambda a, b, c, d: (a + 2 * b + 2 * c + d) / 6, k1, k2, k3, k4)
            return _moved(y, h, total), now + h

        ys, _ = scan(one, (state, time), length=substeps)
        return _combined(lambda y: y[-1], ys)

    return scan(to_the_next, start, over=steps)


def _moved(y: Any, h: Any, k: Any) -> Any:
    return _combined(lambda a, b: a + h * b, y, k)


def _combined(function: Callable[..., Any], *trees: Any) -> Any:
    """Apply a function leaf by leaf."""
    structure, leaves = flat(trees[0])
    if structure is None:
        return function(*trees)
    parts = [flat(tree)[1] for tree in trees]
    return unflat(structure, [function(*row) for row in zip(*parts, strict=True)] if leaves else [])


def _tell_if_coarse(path: Any, finer: Any, substeps: int) -> None:
    for a, b in zip(flat(path)[1], flat(finer)[1], strict=True):
        with np.errstate(all="ignore"):
            change, size = np.max(np.abs(a - b)), np.max(b) - np.min(b)
        if not change <= COARSE * size + 1e-12:
            warnings.warn(
                f"{place()}: odeint: half the step changes the solution by {change:.2g}, "
                f"where it ranges over {size:.2g}; give it substeps={4 * substeps}, or times that lie closer.",
                stacklevel=3,
            )
            return
