"""The page's scripts: ES modules in `js/`, joined into one classic script for pages and one module for notebooks.

A page that was opened from disk runs no modules, and a notebook wants one; neither should need Node. So the modules
keep to a form that can be joined without reading JavaScript: an import is a line (or several, up to the semicolon) that
begins with `import {`, and an export stands before a function, a class or a constant. All stand in one scope, which is
a twentieth smaller than a scope for each; so no two may give one name at their outermost level. What does not keep to
the form is refused.
"""

import re
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import PurePosixPath

from rjsmin import jsmin

SCRIPT, STYLE = "livefig.js", "livefig.css"

_IMPORT = re.compile(r"^import \{([^}]*)\} from \"(\.{1,2}/[^\"]+)\";\n", re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|class|const) (\w+))", re.MULTILINE)
_ASIDE = re.compile(r"/\*.*?\*/", re.DOTALL)
_SPACES = re.compile(r"\s*([{};,>])\s*|(?<=:)\s+")  # that say nothing: a space before a colon does
_NAMES = re.compile(r"^(?:export )?(?:async )?(?:function\*?|class|const|let|var)\s+(\w+)", re.MULTILINE)
_ANY = re.compile(r"^(?:import|export)\b.*$", re.MULTILINE)


class BundleError(ValueError):
    """A module of the page's scripts that is not in the form that can be joined."""


@cache
def script() -> str:
    """Return the classic script of a page, which defines one global, `livefig`."""
    return minified(f'(() => {{ "use strict";\n{joined("main.js")}\nglobalThis.livefig = entry;\n}})();\n')


@cache
def module() -> str:
    """Return the module that anywidget loads."""
    return minified(f"{joined('widget.js')}\nexport default entry;\n")


@cache
def style() -> str:
    """Return the style sheet, as all hosts get it: without its comments and needless spaces."""
    return _SPACES.sub(r"\1", _ASIDE.sub("", _read("livefig.css"))).replace(";}", "}").strip() + "\n"


def joined(entry: str) -> str:
    """Return a module and all that it imports as one text, in which the constant `entry` is what the module exports."""
    order = _in_order(entry, {}, ())
    _check_names(order)
    exported = ", ".join(_EXPORT.findall(order[entry]))
    return "".join([*(_plain(path, text) for path, text in order.items()), f"const entry = {{ {exported} }};"])


def minified(text: str) -> str:
    """Return a script without comments and needless spaces."""
    return f"{jsmin(text, keep_bang_comments=False)}\n"


def _in_order(path: str, found: dict[str, str], above: tuple[str, ...]) -> dict[str, str]:
    """Return the text of each module by its path, what is imported before what imports it."""
    if path in above:
        raise BundleError(f"js/{path} imports itself, by way of {', '.join(above[above.index(path) + 1 :]) or path}.")
    if path in found:
        return found
    text = _read(path)
    for match in _IMPORT.finditer(text):
        _in_order(_resolved(path, match[2]), found, (*above, path))
    found[path] = text
    return found


def _plain(path: str, text: str) -> str:
    """Return a module without its imports and the word `export`."""
    body = _EXPORT.sub("", _IMPORT.sub("", text))
    for match in _ANY.finditer(body):
        raise BundleError(
            f'js/{path}: the line `{match[0]}` cannot be joined. Write import {{ a, b }} from "./c.js"; or export '
            "before a function, class or const."
        )
    return body


def _check_names(order: dict[str, str]) -> None:
    """Refuse a name that two modules give, and one that an import changes: all stand in one scope."""
    owners: dict[str, str] = {}
    for path, text in order.items():
        for name in _NAMES.findall(text):
            if owners.setdefault(name, path) != path:
                raise BundleError(f"js/{path} and js/{owners[name]} both give the name {name}. Give one another name.")
        for match in _IMPORT.finditer(text):
            if re.search(r"\bas\b", match[1]):
                raise BundleError(f"js/{path}: {match[0].strip()} changes a name. Import it by its own.")


def _resolved(path: str, address: str) -> str:
    """Return the path of a module that another one imports."""
    parts: list[str] = []
    for part in (*PurePosixPath(path).parent.parts, *PurePosixPath(address).parts):
        parts = parts[:-1] if part == ".." else [*parts, *([part] if part != "." else [])]
    return "/".join(parts)


def _read(path: str) -> str:
    folder: Traversable = files("livefig").joinpath("js")
    return folder.joinpath(path).read_text(encoding="utf-8")
