"""Add something to a copy of a project, through the files that a map in CONTRIBUTING.md names for it, and test it."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

END = ""  # in the edits of a file: what stands there goes to its end
_TABLE = re.compile(r"^\| To add \|.*\n\|[-|]+\n((?:\|.*\n)+)", re.MULTILINE)
# The first test of a copy: what is tried is what was copied.
THE_COPY = """
from pathlib import Path

import {package}


def test_this_is_the_copy():
    assert Path({package}.__file__).resolve().is_relative_to(Path(__file__).resolve().parents[1])


"""


@dataclass(frozen=True)
class Addition:
    """Something new.

    `row` is its name in the map, and `names` are what the map writes in angle brackets. `new` are files with their
    text, `edits` files with pieces of their text and what takes the place of each. `proof` is the text of a test file;
    `tests` are those of the project that see the new thing, by their ids.
    """

    row: str
    names: Mapping[str, str] = field(default_factory=dict)
    new: Mapping[str, str] = field(default_factory=dict)
    edits: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    proof: str = ""
    tests: Sequence[str] = ()


def rows(file: Path) -> dict[str, list[str]]:
    """Return the files that a map names for each thing that may be added: of the tables that begin with `To add`."""
    found: dict[str, list[str]] = {}
    for table in _TABLE.findall(file.read_text(encoding="utf-8")):
        for line in table.splitlines():
            thing, path, goes = (cell.strip() for cell in line.strip("|").split("|"))
            assert goes and re.fullmatch(r"`[^`]+`", path) and thing not in found, line
            name = thing or list(found)[-1]  # the first cell is empty in the further lines of a thing
            found.setdefault(name, []).append(path.strip("`"))
    return found


class Copy:
    """A copy of parts of a project, given as their paths in it and where they are."""

    def __init__(self, folder: Path, parts: Mapping[str, Path]) -> None:
        self.folder, self.parts = folder, parts
        for path, source in parts.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            if source.is_dir():
                shutil.copytree(source, folder / path, ignore=shutil.ignore_patterns("__pycache__", "_build"))
            else:
                shutil.copy(source, folder / path)

    def add(self, addition: Addition) -> None:
        """Write the files that are new, and edit the others."""
        for path, text in addition.new.items():
            assert not (self.folder / path).exists(), path
            (self.folder / path).write_text(text, encoding="utf-8")
        for path, edits in addition.edits.items():
            text = (self.folder / path).read_text(encoding="utf-8")
            for old, new in edits.items():
                assert old == END or text.count(old) == 1, f"{path} does not have {old!r} once"
                text = text + new if old == END else text.replace(old, new)
            (self.folder / path).write_text(text, encoding="utf-8")

    def changed(self) -> set[str]:
        """Return the paths of the files that are not as they were."""
        there = {file.relative_to(self.folder) for file in self.folder.rglob("*") if file.is_file()}
        return {path.as_posix() for path in there if not self._is_as_it_was(path)}

    def _is_as_it_was(self, path: Path) -> bool:
        part = next(part for part in self.parts if path.is_relative_to(part))
        source = self.parts[part] / path.relative_to(part)
        return source.exists() and source.read_bytes() == (self.folder / path).read_bytes()

    def run(self, addition: Addition, package: str) -> None:
        """Run the proof, and the tests that see the addition, with the copy's own package."""
        proof = self.folder / "tests" / "test_added.py"
        proof.write_text(THE_COPY.format(package=package) + addition.proof, encoding="utf-8")
        paths = os.pathsep.join([str(self.folder), os.environ.get("PYTHONPATH", "")])
        command = [sys.executable, "-m", "pytest", "-q", "tests/test_added.py", *addition.tests]
        done = subprocess.run(
            command, cwd=self.folder, env={**os.environ, "PYTHONPATH": paths}, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stdout + done.stderr


def walk(folder: Path, parts: Mapping[str, Path], file: Path, addition: Addition, package: str) -> None:
    """Add something to a copy, see that it works there, and that the map names what was touched and nothing else."""
    copy = Copy(folder, parts)
    copy.add(addition)
    named = [re.sub(r"<(\w+)>", lambda at: addition.names[at[1]], path) for path in rows(file)[addition.row]]
    assert sorted(copy.changed()) == sorted(named)
    copy.run(addition, package)
