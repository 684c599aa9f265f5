"""What a code cell does, in a few words: its leading comment, or else what its syntax tells.

Names of code stand in backquotes, as in Markdown.
"""

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

LEADING = re.compile(r"\A\s*((?:#(?!!).*\n?)+)")
SENTENCE = re.compile(r"\A(.+?)[.;](?:\s|\Z)", re.DOTALL)
MOST = 3  # names in a line; more are counted


@dataclass(frozen=True)
class Deed:
    """One thing that code does: a verb, and the names it does it to; a comment is a verb alone."""

    verb: str
    names: tuple[str, ...] = ()

    def words(self) -> str:
        """Return it as a phrase: Defines `f` and `g`."""
        names = self.names if self.verb in PLAIN else tuple(f"`{name}`" for name in self.names)
        return f"{self.verb} {listed(names)}" if names else self.verb


IMPORTS, DRAWS, DEFINES = "Imports and settings", "Draws the picture", "Defines"
LIVE, CHECKS, COMPUTES = "Draws figure", "Checks by", "Computes"
PLAIN = (CHECKS, LIVE)  # what follows these is a word, not a name of the code
UNKNOWN = "…"
PRINTS, ASSERTS, RUNS = "Computes what is printed", "Asserts what was said", "Runs"


def words_of(sources: list[str]) -> str:
    """Return what neighbouring cells do, in one line."""
    deeds = [deed for source in sources for deed in deeds_of(source)]
    if any(deed.verb == LIVE for deed in deeds):  # the picture is the figure's
        deeds = [deed for deed in deeds if deed.verb != DRAWS]
    return " · ".join(deed.words() for deed in merged(deeds))


def is_setup(source: str) -> bool:
    """Return whether a cell imports, and defines, draws and checks nothing."""
    return {deed.verb for deed in derived(source)} == {IMPORTS}


def deeds_of(source: str) -> list[Deed]:
    """Return what one cell does: as its author says, or as its syntax tells; a setup is one whatever is said of it."""
    said = "" if is_setup(source) else comment(source)
    return [Deed(said)] if said else list(derived(source))


def comment(source: str) -> str:
    """Return the first sentence of the comment that a cell begins with, or nothing."""
    found = LEADING.match(source)
    if not found:
        return ""
    text = " ".join(line.lstrip("# ").rstrip() for line in found[1].splitlines()).strip()
    first = SENTENCE.match(text)
    text = first[1] if first else text.rstrip(":,")
    return text[:1].upper() + text[1:]


def derived(source: str) -> Iterator[Deed]:
    """Yield what the statements of a cell do, the most telling first and alone if it tells enough."""
    try:
        body = ast.parse(source).body
    except SyntaxError:  # a magic of IPython: nothing more is known of it
        yield Deed(RUNS, tuple(source.strip().splitlines()[:1]))
        return
    found = [deed for deed in (tell(body) for tell in TELLS) if deed]
    yield from found or [Deed(RUNS, (ast.unparse(body[0]).splitlines()[0],) if body else ())]


def merged(deeds: list[Deed]) -> list[Deed]:
    """Return the deeds, those of one verb joined where the verb stood first."""
    joined: dict[str, dict[str, None]] = {}
    for deed in deeds:
        joined.setdefault(deed.verb, {}).update(dict.fromkeys(deed.names))
    return [Deed(verb, tuple(names)) for verb, names in joined.items()]


def listed(names: tuple[str, ...]) -> str:
    """Return a list in words: a, b and c."""
    *others, last = names if len(names) <= MOST else (*names[: MOST - 1], f"{len(names) - MOST + 1} more")
    return f"{', '.join(others)} and {last}" if others else last


# --- what a cell's statements tell ---------------------------------------------------------------------


def _imports(body: list[ast.stmt]) -> Deed | None:
    return Deed(IMPORTS) if any(isinstance(one, ast.Import | ast.ImportFrom) for one in body) else None


def _definitions(body: list[ast.stmt]) -> Deed | None:
    names = tuple(one.name for one in body if isinstance(one, ast.FunctionDef | ast.ClassDef))
    return Deed(DEFINES, names) if names else None


def _live(body: list[ast.stmt]) -> Deed | None:
    names = [_text(one.value) for call in _calls(body, "LiveFigure") for one in call.keywords if one.arg == "name"]
    return Deed(LIVE, tuple(names)) if names else None


def _drawing(body: list[ast.stmt]) -> Deed | None:
    drawn = _calls(body, "subplots") or _calls(body, "figure")
    return Deed(DRAWS) if drawn and not _live(body) else None


def _checks(body: list[ast.stmt]) -> Deed | None:
    roads = [_text(call.args[1]) for call in _calls(body, "check") if len(call.args) > 1]
    return Deed(CHECKS, tuple(roads)) if roads else None


def _values(body: list[ast.stmt]) -> Deed | None:
    """Assignments, where nothing else tells more."""
    if any(tell(body) for tell in (_imports, _definitions, _live, _drawing, _checks)):
        return None
    names = [name.id for one in body for target in _targets(one) for name in ast.walk(target)
             if isinstance(name, ast.Name)]  # fmt: skip
    return Deed(COMPUTES, tuple(dict.fromkeys(names))) if names else None


def _rest(body: list[ast.stmt]) -> Deed | None:
    """Printing and asserting, where nothing else tells more."""
    if any(tell(body) for tell in (_imports, _definitions, _live, _drawing, _checks, _values)):
        return None
    if _calls(body, "print"):
        return Deed(PRINTS)
    return Deed(ASSERTS) if any(isinstance(one, ast.Assert) for one in body) else None


TELLS: tuple[Callable[[list[ast.stmt]], Deed | None], ...] = (
    _imports, _definitions, _drawing, _live, _checks, _values, _rest,
)  # fmt: skip


def _calls(body: list[ast.stmt], name: str) -> list[ast.Call]:
    """Return the calls of a function, or of a method, of that name, in the order of the text."""
    calls = [one for part in body for one in ast.walk(part) if isinstance(one, ast.Call)]
    found = [one for one in calls if getattr(one.func, "id", getattr(one.func, "attr", "")) == name]
    return sorted(found, key=lambda one: (one.lineno, one.col_offset))


def _targets(one: ast.stmt) -> list[ast.expr]:
    if isinstance(one, ast.Assign):
        return [target for target in one.targets if isinstance(target, ast.Name | ast.Tuple | ast.List)]
    return [one.target] if isinstance(one, ast.AnnAssign) else []


def _text(value: ast.expr) -> str:
    """Return a text that stands in the code; one that is put together while it runs is not known."""
    return value.value if isinstance(value, ast.Constant) and isinstance(value.value, str) else UNKNOWN
