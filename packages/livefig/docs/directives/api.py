"""The reference, from the docstrings themselves.

    ```{api} livefig.Slider
    ```
    ```{api-members} livefig.LiveFigure
    values outputs sentence
    ```

shows how a function or class is called, and its docstring, whose sections are NumPy's and whose text is read as
Markdown. Sphinx's own autodoc would need reStructuredText, in which single backticks are no code.
"""

import importlib
import inspect
import re
from collections.abc import Callable, Iterator
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

_RULE = re.compile(r"^-{3,}$")
_WIDE = 76  # characters; a longer call is written with one argument a line


class ApiError(ValueError):
    """What cannot be shown: no such name, or no docstring."""


def find(name: str) -> Any:
    """Return what a dotted name such as `livefig.Slider.snap` stands for; an attribute goes before a module."""
    root, *parts = name.split(".")
    thing = importlib.import_module(root)
    for count, part in enumerate(parts, start=1):
        if not hasattr(thing, part):
            try:
                importlib.import_module(".".join([root, *parts[:count]]))
            except ModuleNotFoundError:
                raise ApiError(f"{name}: there is no {part}.") from None
        thing = getattr(thing, part)
    return thing


def documentation(thing: Any, name: str) -> str:
    """Return the docstring without its indentation."""
    text = inspect.getdoc(thing)
    if not text or text == inspect.getdoc(type(thing)):
        raise ApiError(f"{name} has no docstring.")
    return text


def call(thing: Any, name: str) -> str:
    """Return how something is called, without types, which the docstring gives in words."""
    name = name.partition(".")[2]  # without the package
    if isinstance(thing, property):
        return name.rpartition(".")[2]
    given = [p.replace(annotation=p.empty) for p in inspect.signature(thing).parameters.values()]
    given = [p for p in given if p.name != "self"]
    signature = str(inspect.Signature(given))
    if len(name + signature) <= _WIDE:
        return name + signature
    return f"{name}(\n{''.join(f'    {line},{chr(10)}' for line in _arguments(given))})"


def _arguments(given: list[inspect.Parameter]) -> Iterator[str]:
    """Yield the arguments one by one, with the star that stands before those that need their name."""
    named = False
    for p in given:
        if p.kind is p.KEYWORD_ONLY and not named:
            yield "*"
        named = named or p.kind in (p.KEYWORD_ONLY, p.VAR_POSITIONAL)
        yield str(p)


# --- NumPy's docstrings as Markdown


def markdown(text: str) -> str:
    """Return a NumPy docstring as Markdown: each section a bold word, its entries a definition list."""
    lines = text.splitlines()
    starts = [k for k in range(len(lines) - 1) if _RULE.match(lines[k + 1]) and lines[k].strip()]
    opening = "\n".join(lines[: starts[0]] if starts else lines)
    sections = [
        _section(lines[start], "\n".join(lines[start + 2 : end]).strip("\n"))
        for start, end in zip(starts, [*starts, len(lines)][1:], strict=True)
    ]
    return "\n\n".join([opening.strip(), *sections])


def _section(title: str, body: str) -> str:
    shape: Callable[[str], str] = _SHAPES.get(title, str)
    return f"**{title}**\n\n{shape(body)}"


def _entries(body: str) -> str:
    """Return `name : type` and the indented lines below it as a definition list."""
    blocks = re.split(r"\n(?=\S)", body)
    return "\n\n".join(map(_entry, blocks))


def _entry(block: str) -> str:
    head, _, rest = block.partition("\n")
    if not rest and " : " not in head:
        return head  # a paragraph that belongs to the section as a whole
    names, _, kind = head.partition(" : ")
    term = ", ".join(f"`{name.strip()}`" for name in names.split(","))
    text = "\n  ".join(line.strip() for line in rest.splitlines())
    return f"{term} : {kind}\n: {text}" if kind and text else f"{term}\n: {text or kind}"


def _results(body: str) -> str:
    """Return what a function returns: a type with its explanation, or a sentence."""
    head, _, rest = body.partition("\n")
    return f"{head}\n: {' '.join(rest.split())}" if rest.startswith(" ") else body


def _examples(body: str) -> str:
    return f"```python\n{body}\n```"


_SHAPES = {
    "Parameters": _entries,
    "Attributes": _entries,
    "Raises": _entries,
    "Returns": _results,
    "Examples": _examples,
}


# --- directives


class Api(SphinxDirective):
    """How a public name is called, and its docstring."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        name = self.arguments[0]
        try:
            return self.entry(find(name), name)
        except ApiError as error:
            raise self.error(str(error)) from None

    def entry(self, thing: Any, name: str) -> list[nodes.Node]:
        made: Any = thing.fget if isinstance(thing, property) else thing
        source = inspect.getsourcefile(made)
        self.env.note_dependency(source or "")
        block = nodes.literal_block(call(thing, name), call(thing, name), language="python")
        text = self.parse_text_to_nodes(markdown(documentation(thing, name)))
        return [block, nodes.container("", *text, classes=["engine-code"])]


class ApiMembers(Api):
    """Methods and properties of a class, named in the text of the directive."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        items = []
        for member in " ".join(self.content).split():
            name = f"{self.arguments[0]}.{member}"
            try:
                thing = find(name)
                said = documentation(thing, name)
            except ApiError as error:
                raise self.error(str(error)) from None
            term = nodes.term("", "", nodes.literal(text=call(thing, f"livefig.{member}")))
            body = nodes.definition("", *self.parse_text_to_nodes(markdown(said)))
            items.append(nodes.definition_list_item("", term, body))
        return [nodes.definition_list("", *items, classes=["engine-code"])]


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    app.add_directive("api", Api)
    app.add_directive("api-members", ApiMembers)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
