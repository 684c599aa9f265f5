"""Write a Program as JavaScript: straight loops over typed arrays, allocated once, no general broadcaster."""

import json

import numpy as np
from numpy.typing import NDArray

from ..trace.program import Program
from .aside import MAY_BE_LONG, beside, work
from .buffers import Scalar
from .kinds import KINDS
from .writer import Writer


def emit(program: Program, names: list[str]) -> tuple[str, list[NDArray[np.float64]]]:
    """Return the text of `function (L, K) {…}` and the constants that make up K.

    Parameters
    ----------
    program : Program
    names : list of str
        A name for each input; the inner function takes the inputs in this order.
    """
    writer = Writer(KINDS)
    arguments = [f"c_{name}" for name in names]
    for var, argument in zip(program.inputs, arguments, strict=True):
        writer.operands[id(var)] = Scalar(argument)
    with writer.block(f"return function ({', '.join(arguments)}) {{", "};"):
        writer.top_lines(program, arguments)
        results = [f"{json.dumps(name)}: {writer.result(value)}" for name, value in program.outputs.items()]
        writer.write(f"return {{ {', '.join(results)} }};")
    body = "\n".join("  " + row for row in writer.allocations + writer.rows)
    text, operations = f"function (L, K) {{\n{body}\n}}", work(program)
    return beside(text, operations) if operations >= MAY_BE_LONG else text, writer.constants
