"""Write the TypedDict classes of a Python module as TypeScript: a contract is typed once and checked on both sides.

Usage: python tools/typescript.py packages/livefig/livefig/spec.py _build/types/spec.d.ts

The module is read and not run. Its classes become interfaces, its names for types become types, docstrings become
comments. What has no form in TypeScript here is an error that names the line; constants and functions are passed over.
"""

import ast
import json
import sys
from collections.abc import Iterator
from pathlib import Path

HEAD = "// Written by tools/typescript.py from {name}; change that.\n"
NAMES = {
    "str": "string",
    "int": "number",
    "float": "number",
    "bool": "boolean",
    "None": "null",
    "object": "unknown",
    "Any": "unknown",
}
ARRAYS = {
    "float64": "Float64Array",
    "float32": "Float32Array",
    "int64": "BigInt64Array",
    "int32": "Int32Array",
    "uint8": "Uint8Array",
    "bool_": "Uint8Array",
}


class TypeScriptError(ValueError):
    """A type that this has no TypeScript for; the message names the line."""


def typescript(source: str, name: str) -> str:
    """Return the TypeScript of a module, given as text."""
    tree = ast.parse(source)
    kinds = _typed_dicts(tree)
    parts = [part for node in tree.body for part in _declared(node, kinds)]
    return HEAD.format(name=name) + "\n" + "\n".join(parts)


def _typed_dicts(tree: ast.Module) -> set[str]:
    """Return the names of the classes that are TypedDicts, directly or by their bases."""
    found = {"TypedDict"}
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and {base.id for base in node.bases if isinstance(base, ast.Name)} & found:
            found.add(node.name)
    return found


# --- declarations


def _declared(node: ast.stmt, kinds: set[str]) -> Iterator[str]:
    if isinstance(node, ast.ClassDef) and node.name in kinds:
        yield _interface(node)
    elif name := _alias(node, kinds):
        assert isinstance(node, ast.Assign)
        yield f"export type {name} = {type_of(node.value)};\n"


def _alias(node: ast.stmt, kinds: set[str]) -> str | None:
    """Return the name that an assignment gives to a type, if it does."""
    if not (isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name)):
        return None
    value, name = node.value, node.targets[0].id
    is_type = isinstance(value, ast.Subscript | ast.BinOp) or _name(value) in kinds
    return name if is_type and name[0].isupper() and not name.isupper() else None


def _interface(node: ast.ClassDef) -> str:
    bases = [base.id for base in node.bases if isinstance(base, ast.Name) and base.id != "TypedDict"]
    partial = any(k.arg == "total" and ast.literal_eval(k.value) is False for k in node.keywords)
    lines = [_member(one, partial) for one in node.body if isinstance(one, ast.AnnAssign)]
    head = f"export interface {node.name}{' extends ' + ', '.join(bases) if bases else ''} {{"
    return "\n".join([*_comment(ast.get_docstring(node)), head, *lines, "}", ""])


def _member(node: ast.AnnAssign, partial: bool) -> str:
    assert isinstance(node.target, ast.Name)
    annotation: ast.expr = node.annotation
    optional = partial
    if isinstance(annotation, ast.Subscript) and _name(annotation.value) in ("NotRequired", "Required"):
        optional = _name(annotation.value) == "NotRequired"
        annotation = annotation.slice
    return f"  {node.target.id}{'?' if optional else ''}: {type_of(annotation)};"


def _comment(text: str | None) -> list[str]:
    if not text:
        return []
    first, *rest = text.replace("*/", "* /").splitlines()
    return [f"/** {first} */"] if not rest else ["/**", *(f" * {line}".rstrip() for line in (first, *rest)), " */"]


# --- types


def type_of(node: ast.expr) -> str:
    """Return the TypeScript of a type as it is written in Python."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):  # a name that comes later in the file
        return type_of(ast.parse(node.value, mode="eval").body)
    if isinstance(node, ast.Constant) and node.value is None:
        return "null"
    if isinstance(node, ast.Name):
        return NAMES.get(node.id, node.id)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        return f"{type_of(node.left)} | {type_of(node.right)}"
    if isinstance(node, ast.Subscript):
        return _generic(_name(node.value), _arguments(node.slice), node)
    raise _no_form(node)


def _generic(name: str, given: list[ast.expr], node: ast.expr) -> str:
    if name == "Literal":
        return " | ".join(_literal(one) for one in given)
    if name in ("list", "Sequence", "Iterable", "set", "frozenset"):
        return f"{_grouped(given[0])}[]"
    if name in ("dict", "Mapping", "MutableMapping") and type_of(given[0]) in ("string", "number"):
        return f"{{ [key: {type_of(given[0])}]: {type_of(given[1])} }}"
    if name == "tuple":
        whole = isinstance(given[-1], ast.Constant) and given[-1].value is Ellipsis
        return f"{_grouped(given[0])}[]" if whole else f"[{', '.join(map(type_of, given))}]"
    if name in ("NDArray", "ndarray") and _name(given[-1]) in ARRAYS:
        return ARRAYS[_name(given[-1])]
    if name == "Callable" and isinstance(given[0], ast.List):
        takes = ", ".join(f"a{k}: {type_of(one)}" for k, one in enumerate(given[0].elts))
        return f"(({takes}) => {type_of(given[1])})"
    if name == "Optional":
        return f"{type_of(given[0])} | null"
    raise _no_form(node)


def _literal(node: ast.expr) -> str:
    if not isinstance(node, ast.Constant) or isinstance(node.value, bytes | complex):
        raise _no_form(node)
    return json.dumps(node.value)


def _grouped(node: ast.expr) -> str:
    text = type_of(node)
    return f"({text})" if " | " in text and not text.startswith(("{", "[")) else text


def _arguments(node: ast.expr) -> list[ast.expr]:
    return list(node.elts) if isinstance(node, ast.Tuple) else [node]


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def _no_form(node: ast.expr) -> TypeScriptError:
    return TypeScriptError(
        f"line {node.lineno}: {ast.unparse(node)} has no TypeScript here; teach tools/typescript.py."
    )


def main(arguments: list[str]) -> int:
    if len(arguments) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    source, target = map(Path, arguments)
    text = typescript(source.read_text(encoding="utf-8"), source.name)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
