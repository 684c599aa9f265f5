"""Programs that may take long: they bring a worker along, in which the page lets them run where they do.

How long a call takes depends on the reader's device, which only the page can measure. Here operations on single
numbers are counted, so that the many programs that are quick everywhere stay as short as they are.
`js/brought/aside.js` does the rest.
"""

import json
from functools import cache
from math import prod

from ..page.bundle import joined, minified
from ..page.markup import literal
from ..trace.lines import Line
from ..trace.program import Program
from .brought import script

MAY_BE_LONG = 100_000  # operations: about a millisecond on a fast computer, ten times as much on a slow phone
A_WHILE = 100  # turns: how many a loop whose end moves is taken to make
IS_LONG = 5_000_000  # operations: too long for a frame on any


def work(program: Program) -> int:
    """Return how many operations on single numbers one call of a program takes, roughly: what each line reads or
    writes, whichever is more, the products of a product of matrices, and all steps of a loop."""
    return sum(_of_line(line) for line in program.lines)


def beside(text: str, operations: int) -> str:
    """Return the JavaScript of a program that can run in a worker as well; `operations` is its work."""
    first = json.dumps(operations >= IS_LONG)
    asides = f"L.asides ??= {script('aside.js')}.asides({_worker()});"
    made = f"return Object.assign(make(L, K), {{ aside: L.asides(make, K, {first}) }});"
    return f"function (L, K) {{\n  const make = {text};\n  {asides}\n  {made}\n}}"


def _of_line(line: Line) -> int:
    if line.op.kind in ("scan", "roll"):
        turns = min(
            line.params["length"],
            A_WHILE if line.params.get("asks") and not line.params["rows"] else line.params["length"],
        )
        return int(turns) * work(line.params["body"])
    if line.op.kind in ("at", "store"):  # what is read or written; the array itself is mostly not copied
        return prod(line.outs[0].shape if line.op.kind == "at" else line.inputs[1].shape)
    sizes = [prod(value.shape) for value in (*line.inputs, *line.outs)]
    if line.op.kind == "matmul":
        return prod(line.outs[0].shape) * (line.inputs[0].shape or (1,))[-1]
    if line.op.kind == "kernel":
        return max(size * max(value.shape) ** 2 for size, value in zip(sizes, line.inputs, strict=False) if value.shape)
    return max(sizes)


@cache
def _worker() -> str:
    """Return the script of the worker as a literal of JavaScript."""
    return literal(minified(joined("brought/worker.js")))
