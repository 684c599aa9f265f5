"""What a program brings along: functions that few programs need, so that the scripts of a page do not hold them."""

from functools import cache
from math import prod

from ..page.bundle import joined, minified
from ..trace.lines import Line
from ..trace.op import Op
from .writer import Writer, template

MANY = 1000  # elements; fewer are computed in no time, and the page is shorter


def brought(writer: Writer, name: str, expression: str) -> str:
    """Return the name of a function; at its first use let the program bring it along, one for all of a page."""
    if not writer.names[name]:
        writer.names[name] = 1
        writer.allocations.append(f"const {name} = L.{name} ??= {expression};")
    return name


@cache
def script(name: str) -> str:
    """Return an expression for what a module of `js/brought/` exports."""
    return minified(f"(() => {{ {joined(f'brought/{name}')}\nreturn entry; }})()").strip()


def module(writer: Writer, name: str) -> str:
    """Return the name of an object with the functions of a module of `js/brought/`, which the program brings along."""
    return brought(writer, f"{name}_js", script(f"{name}.js"))


def of_one(writer: Writer, line: Line) -> str:
    """Return the JavaScript of one element, by the quicker function if there are many."""
    assert isinstance(line.op, Op)
    if line.op.brings:
        return f"{module(writer, line.op.brings)}.{template(line)}"
    name = line.op.many
    if not name or prod(line.outs[0].shape) < MANY:
        return template(line)
    text = script("many.js")
    return brought(writer, name, f"{text}.{name}") + "({0})"
