"""Which operation of a program V8 computes otherwise than NumPy: asked when the two were found to differ."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from .emit import emit
from .proof import same
from .trace.op import Op
from .trace.program import Program
from .trace.where import place
from .v8 import Engine


def suspect(v8: Engine, program: Program, arguments: Sequence[Any], for_page: Sequence[float]) -> str:
    """Return a sentence that names the first line of a program whose result differs; "" if each by itself is right.

    Every result becomes an output, so nothing is fused into the loop that reads it: a fault of that is not found here.
    """
    lines = [(line, out) for line in program.lines for out in line.outs]
    all_of_them = Program(program.inputs, program.lines, {f"{k}": out for k, (_, out) in enumerate(lines)})
    text, constants = emit(all_of_them, [f"input{k}" for k in range(len(program.inputs))])
    (found,) = v8.run(text, constants, [for_page])
    if isinstance(found, str):
        return ""
    with np.errstate(all="ignore"):
        wanted = all_of_them.run(*arguments)
    for name, (line, _) in zip(wanted, lines, strict=True):
        if not same(found[name].reshape(wanted[name].shape), wanted[name]):
            note = line.op.note if isinstance(line.op, Op) else ""
            return f"It begins with {line.op.name}, on {place(line.where)}. {note}"
    return ""
