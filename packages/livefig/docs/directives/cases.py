"""The mistakes of authors as data: read from a TOML file, and made, by the pages that show them and by the tests.

A file says once what is prepared for each of its codes, and what stands around it; then come the cases, in groups::

    prepare = "from livefig import Slider"
    around = "print({code})"            # {code} alone if this line is left out

    [[ends]]
    code = 'Slider("w", 2, 1)'
    error = "ControlError"
    says = "min must be less than max"  # a part of the message
    variant = true                      # a test makes it; a page that shows the group has its like already
"""

import linecache
import re
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_PLACE = re.compile(r"^line \d+ of \S+?(?:: `(.*?)`)?: ")
_ADDRESS = re.compile(r" at 0x[0-9a-f]+")  # else every build would give other bytes


class MistakeError(ValueError):
    """A case that does not do what its file says; the message says which and why."""


@dataclass(frozen=True)
class Case:
    """One mistake: what an author writes, which error that raises, and a part of its message."""

    code: str
    error: str
    says: str
    variant: bool
    name: str  # file, group and number: for the names of tests and the messages of a build
    prepare: str
    around: str

    @property
    def program(self) -> str:
        """What runs after what is prepared: the code in its place."""
        return re.sub(r"^( *)(.*)\{code\}", lambda at: self._in_place(*at.groups()), self.around, flags=re.MULTILINE)

    def _in_place(self, indent: str, before: str) -> str:
        return indent + before + self.code.replace("\n", "\n" + indent)


@dataclass(frozen=True)
class Said:
    """What came of a mistake: the class of the error, its message, and the author's line that the message quotes."""

    error: str
    message: str
    line: str | None


def read(path: Path) -> dict[str, list[Case]]:
    """Return the cases of a file, by group."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    shared = {"prepare": data.pop("prepare", ""), "around": data.pop("around", "{code}")}
    return {
        group: [_case(row, f"{path.stem}-{group}-{number}", shared) for number, row in enumerate(rows, start=1)]
        for group, rows in data.items()
    }


def _case(row: dict[str, Any], name: str, shared: dict[str, str]) -> Case:
    unknown = row.keys() - {"code", "error", "says", "variant"}
    if unknown or not {"code", "error", "says"} <= row.keys():
        raise MistakeError(f"{name}: a case has code, error, says and perhaps variant; it has {', '.join(row)}.")
    return Case(row["code"].strip("\n"), row["error"], row["says"], row.get("variant", False), name, **shared)


def made(case: Case) -> Said:
    """Make a mistake in a fresh namespace and return what was said to it.

    Raises
    ------
    MistakeError
        If the code raises nothing, another error, or other words than the file says.
    """
    error = _raised(case)
    if error is None:
        raise MistakeError(f"{case.name} raises nothing: {case.code}")
    place = _PLACE.match(str(error))
    said = Said(type(error).__name__, _ADDRESS.sub("", _PLACE.sub("", str(error))), place[1] if place else None)
    if said.error != case.error or case.says not in said.message:
        raise MistakeError(
            f"{case.name} is to raise {case.error} with the words {case.says!r}; it raises {said.error}: {said.message}"
        )
    return said


def _raised(case: Case) -> Exception | None:
    namespace: dict[str, Any] = {"__name__": case.name}
    try:
        exec(_compiled(case.prepare, "prepared.py"), namespace)  # noqa: S102
        exec(_compiled(case.program, "author.py"), namespace)  # noqa: S102
    except Exception as error:
        return error
    finally:
        if "matplotlib.pyplot" in sys.modules:
            sys.modules["matplotlib.pyplot"].close("all")
    return None


def _compiled(source: str, name: str) -> Any:
    """Return the code object; the engine finds the author's lines where Python looks for them."""
    linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
    return compile(source, name, "exec")
