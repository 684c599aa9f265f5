"""Nested tuples, lists and dicts of values: taken apart into leaves, and put together again."""

from collections.abc import Iterable, Iterator
from typing import Any

# None for a leaf; else the kind of container, and the structure of each part (for a dict, with its key).
Structure = None | tuple[type, tuple[Any, ...]]


def flat(tree: Any) -> tuple[Structure, list[Any]]:
    """Return the structure of nested tuples, lists and dicts, and their leaves in order.

    Examples
    --------
    >>> flat((1, {"a": 2, "b": [3]}))[1]
    [1, 2, 3]
    """
    if isinstance(tree, dict):
        named = {key: flat(part) for key, part in tree.items()}
        inside = tuple((key, structure) for key, (structure, _) in named.items())
        return (dict, inside), [leaf for _, leaves in named.values() for leaf in leaves]
    if isinstance(tree, tuple | list):
        parts = [flat(part) for part in tree]
        return (type(tree), tuple(structure for structure, _ in parts)), [x for _, leaves in parts for x in leaves]
    return None, [tree]


def unflat(structure: Structure, leaves: Iterable[Any]) -> Any:
    """Return the nested thing of this structure with these leaves; the reverse of `flat`.

    Examples
    --------
    >>> unflat(*flat((1, {"a": 2, "b": [3]})))
    (1, {'a': 2, 'b': [3]})
    """
    return _built(structure, iter(leaves))


def _built(structure: Structure, leaves: Iterator[Any]) -> Any:
    if structure is None:
        return next(leaves)
    kind, parts = structure
    if kind is dict:
        return {key: _built(part, leaves) for key, part in parts}
    built = [_built(part, leaves) for part in parts]
    return kind(built) if kind in (tuple, list) else kind(*built)  # a named tuple wants its parts one by one
