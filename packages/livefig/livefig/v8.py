"""V8, the JavaScript engine of Chrome and Node, in this process: programs are run as a page will run them.

NumPy can run a program, but not the JavaScript that was written of it. Where the package mini-racer is installed, V8 is
at hand, and what it gives is held against the function as well. Nobody has to install it: without it a figure is proven
in NumPy only. A book whose pages are published should ask for it, with `livefig_requires_v8` among the settings of
Sphinx: then a figure that V8 has not run is an error.

Numbers travel as the bytes of one array each way, since JSON knows no NaN and text is slow.
"""

import json
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from itertools import accumulate
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .errors import EngineError
from .page.bundle import joined

REQUIRED = "LIVEFIG_REQUIRES_V8"  # set while a book is built that asks for it: the kernels see it

Outputs = dict[str, NDArray[np.float64]]

# Results are copied at once: a program writes the next ones into the same arrays.
_RUN = """
const livefig = (() => { %s
return entry; })();
let numbers;
const room = (size) => (numbers = new Float64Array(size)).buffer;
const run = (make, sizes, calls, arity) => {
  let at = 0;
  const take = (count) => numbers.slice(at, (at += count));
  const program = make(livefig.L, sizes.map(take));
  const parts = [], said = [];
  for (let call = 0; call < calls; call++) {
    const given = take(arity);
    try {
      said.push(Object.entries(program(...given)).map(([name, found]) => {
        parts.push(typeof found === "number" ? [found] : found.slice());
        return [name, parts.at(-1).length];
      }));
    } catch (error) {
      said.push(String(error));
    }
  }
  room(parts.reduce((total, part) => total + part.length, 1));
  at = 0;
  for (const part of parts) { numbers.set(part, at); at += part.length; }
  return JSON.stringify(said);
};
"""


class Engine:
    """One V8 that holds what programs call, `math.js`, and nothing of a browser."""

    def __init__(self) -> None:
        from py_mini_racer import JSEvalException, MiniRacer

        # It would take the event loop of the thread that makes it, a notebook's or a browser's, and end with that loop,
        # or wait for one that waits for it. A thread without a loop lets it have one of its own.
        with ThreadPoolExecutor(1) as fresh:
            self._eval: Callable[[str], Any] = fresh.submit(MiniRacer).result().eval
        self._error = JSEvalException
        self._eval(_RUN % joined("math.js"))

    def run(
        self, text: str, constants: Sequence[NDArray[np.float64]], calls: Sequence[Sequence[float]]
    ) -> list[Outputs | str]:
        """Return what a program gives when it is called again and again, as a reader does who moves its sliders.

        Parameters
        ----------
        text : str
            The program, as `emit` writes it.
        constants : sequence of arrays
            What it reads.
        calls : sequence of sequences of float
            The arguments of each call.

        Returns
        -------
        list
            For each call the outputs, as flat arrays; or the words of the error with which the call ended.
        """
        given = np.concatenate([*map(np.ravel, constants), *(np.array(call, dtype=np.float64) for call in calls)])
        self._room(given.size)[:-1] = given
        sizes, arity = [int(np.size(one)) for one in constants], len(calls[0])
        try:
            said = json.loads(self._eval(f"run(({text}), {sizes}, {len(calls)}, {arity})"))
        except self._error as error:  # no program at all
            return [str(error).partition("\n")[0]] * len(calls)
        results = iter(np.split(_floats(self._eval("numbers.buffer")).copy(), _ends(said)))
        return [one if isinstance(one, str) else {name: next(results) for name, _ in one} for one in said]

    def _room(self, size: int) -> NDArray[np.float64]:
        """Return an array that JavaScript reads, with one place to spare, since no buffer may be empty."""
        return _floats(self._eval(f"room({size + 1})"))


def _floats(buffer: Any) -> NDArray[np.float64]:
    return np.frombuffer(buffer, dtype=np.float64)


def _ends(said: list[list[tuple[str, int]] | str]) -> list[int]:
    """Return where in the array of all results each result ends."""
    return list(accumulate(size for one in said if not isinstance(one, str) for _, size in one))


def engine() -> Engine | None:
    """Return this process's V8, made when it is first asked for; None where there is none.

    Raises
    ------
    EngineError
        If there is none, and the book that is being built requires it.
    """
    found, reason = _engine(os.getpid())
    if found is None and os.environ.get(REQUIRED):
        raise EngineError(
            "this book asks that V8 runs the JavaScript of each figure before it is published, and here is no V8: "
            f"{reason} Install it with `pip install mini-racer`, or take livefig_requires_v8 out of Sphinx's settings."
        )
    return found


@cache
def _engine(process: int) -> tuple[Engine | None, str]:
    """Return the V8 of a process, or the reason why there is none; a fork of a process inherits no threads of V8's."""
    try:
        return Engine(), ""
    except Exception as error:  # not installed, or not for this machine: whatever the reason, the figure can be made
        return None, f"{type(error).__name__}: {str(error).rstrip('.')}."
