"""Figures follow their functions: when the cell that defines one is run again, what shows it is made anew.

A name alone tells nothing: notebooks give one name to one function after another. So a function counts as defined anew
only where the same cell, run again, gives its name to another one. Functions that a figure's own calls by name count
as well.
"""

from collections.abc import Callable
from types import CodeType, FunctionType
from typing import Any
from weakref import WeakKeyDictionary, WeakMethod

Follow = Callable[[Any, list[str]], None]  # takes the function, and the names that were defined anew

_owners: WeakKeyDictionary[FunctionType, str] = WeakKeyDictionary()  # the cell that defined each function
_followed: dict[str, tuple[WeakMethod[Follow], Any, dict[str, FunctionType]]] = {}  # the newest figure of each name


def register(name: str, function: Any, follow: Follow) -> None:
    """Let a figure follow its function, by a method; one of the same name is replaced: its cell was run again."""
    _followed[name] = WeakMethod(follow), function, used(function)


def after(cell: str | None, names: dict[str, Any]) -> None:
    """Note what a cell has defined, and let each figure follow."""
    for value in list(names.values()):
        if isinstance(value, FunctionType) and value.__globals__ is names and cell is not None:
            _owners.setdefault(value, cell)
    for name, (method, function, before) in list(_followed.items()):
        follow, anew = method(), _anew(before)
        if follow is None:
            del _followed[name]
        elif anew:
            wanted = next((new for old, new in anew.values() if old is function), function)
            _followed[name] = method, wanted, used(wanted)
            follow(wanted, sorted(anew))


def used(function: Any) -> dict[str, FunctionType]:
    """Return the functions that a notebook's function calls by name, and so on, itself included."""
    found: dict[str, FunctionType] = {}
    left, seen = [function] if isinstance(function, FunctionType) else [], set[FunctionType]()
    while left:
        one = left.pop()
        if one in seen:
            continue
        seen.add(one)
        if one.__globals__.get(one.__name__) is one:
            found[one.__name__] = one
        inside = [cell.cell_contents for cell in one.__closure__ or () if _is_filled(cell)]
        called = [one.__globals__.get(name) for name in _names(one.__code__)]
        left += [f for f in (*inside, *called) if isinstance(f, FunctionType) and f.__globals__ is one.__globals__]
    return found


def _anew(before: dict[str, FunctionType]) -> dict[str, tuple[FunctionType, FunctionType]]:
    """Return the old and the new function of each name that the same cell has given to another one."""
    pairs = {name: (old, old.__globals__.get(name)) for name, old in before.items()}
    return {
        name: (old, new)
        for name, (old, new) in pairs.items()
        if isinstance(new, FunctionType) and not _same(old, new) and _owners.get(old) == _owners.get(new) is not None
    }


def _same(old: FunctionType, new: FunctionType) -> bool:
    if old is new:
        return True
    plain = not (old.__closure__ or new.__closure__ or old.__defaults__ or new.__defaults__)
    return plain and old.__code__ == new.__code__


def _names(code: CodeType) -> set[str]:
    """Return the names that code reads, also inside what it defines."""
    inner = [one for one in code.co_consts if isinstance(one, CodeType)]
    return set(code.co_names).union(*map(_names, inner))


def _is_filled(cell: Any) -> bool:
    try:
        return cell.cell_contents is not None
    except ValueError:
        return False
