"""Plant faults one at a time, in a copy of the project, and see that a test notices each. None may survive.

Usage: python tools/mutate.py [words ...]        (only the faults whose description has these words)

Each test set is first run without a fault: what is red anyway notices nothing. The faults are listed in faults.py.
"""

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from faults import FAULTS, SMALL, Fault

ROOT = Path(__file__).resolve().parent.parent
TIMEOUT = 600
PACKAGES = ("livefig", "formulacheck")
# A book of one page, which builds in seconds: the house around the chapters does not depend on them.
SMALL_TOC = "format: jb-book\nroot: book/small\n"
SMALL_PAGE = """\
# A small page

A formula, $\\eta = 1$, and a word.

```{glossary}
word
  What is explained here.
```
"""
_CAUGHT = (
    re.compile(r"^(?:FAILED|ERROR) (.+?)(?:\[| - |$)", re.MULTILINE),
    re.compile(r"(?:WARNING|ERROR): (.+)$", re.MULTILINE),
    re.compile(r"^\S+\.ipynb: (.+)$", re.MULTILINE),
)


class PlantError(ValueError):
    """A fault that cannot be planted: the text that it replaces is gone."""


def planted(text: str, fault: Fault) -> str:
    """Return the text with the fault in it."""
    changed, count = re.subn(fault.find, fault.put, text, count=1)
    if not count or changed == text:
        raise PlantError(
            f"{fault.file} has nothing that looks like {fault.find}; mend the fault {fault.what!r} in faults.py"
        )
    return changed


def command(by: str) -> list[str]:
    """Return the program that runs a test set."""
    kind, *arguments = by.split()
    pytest = [sys.executable, "-m", "pytest", "-x", "-q", "--tb=no"]
    nbval = ["-o", "addopts=", "--nbval", "--nbval-current-env", "--nbval-sanitize-with", "tests/nbval_sanitize.cfg"]
    return {
        "pytest": [*pytest, *arguments],
        "livefig": [*pytest, *arguments],
        "formulacheck": [*pytest, *arguments],
        "run": [*pytest, *nbval, *arguments],
        "rules": [sys.executable, "tools/check_notebooks.py", *arguments],
        "book": [sys.executable, "tools/build_book.py"],
    }[kind]


def folder_of(by: str) -> str:
    """Return the folder in which a test set runs: a package has a root of its own."""
    kind = by.partition(" ")[0]
    return f"packages/{kind}" if kind in PACKAGES else "."


@contextmanager
def copy_of_project() -> Iterator[Path]:
    """Yield a folder with the files of the project, those that are not committed yet included, and a small book."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "-c", "-o", "--exclude-standard"], cwd=ROOT, capture_output=True, check=True
    )
    with tempfile.TemporaryDirectory() as folder:
        for name in filter(None, listed.stdout.decode().split("\0")):
            source, target = ROOT / name, Path(folder, name)
            if source.is_file():
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(source.read_bytes())
        Path(folder, "_toc.yml").write_text(SMALL_TOC, encoding="utf-8")
        Path(folder, SMALL).write_text(SMALL_PAGE, encoding="utf-8")
        yield Path(folder)


def run(by: str, folder: Path) -> tuple[bool, str]:
    """Run a test set in a copy; return whether it passed, and what it said."""
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join(str(folder / "packages" / name) for name in PACKAGES),
        "PYTHONDONTWRITEBYTECODE": "1", "MPLBACKEND": "Agg", "OMP_NUM_THREADS": "1",
        "HYPOTHESIS_STORAGE_DIRECTORY": str(folder / ".hypothesis"),
    }  # fmt: skip
    done = subprocess.run(
        command(by),
        cwd=folder / folder_of(by),
        env=environment,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        timeout=TIMEOUT,
    )
    return done.returncode == 0, done.stdout + done.stderr


def caught_by(said: str) -> str:
    """Return the first thing that a test set complained of."""
    plain = re.sub(r"\x1b\[[0-9;]*m", "", said)
    return next((m[1] for m in (pattern.search(plain) for pattern in _CAUGHT) if m), plain.strip()[-200:])


def survives(fault: Fault, folder: Path) -> tuple[bool, str]:
    """Plant a fault, run its test set, and take the fault away again."""
    path = folder / fault.file
    before = path.read_bytes()
    path.write_text(planted(before.decode("utf-8"), fault), encoding="utf-8", newline="\n")
    try:
        passed, said = run(fault.by, folder)
    finally:
        path.write_bytes(before)
    return passed, caught_by(said)


def red_anyway(faults: list[Fault], folder: Path) -> list[str]:
    """Return the test sets that fail without a fault."""
    red = []
    for by in sorted({fault.by for fault in faults}):
        passed, said = run(by, folder)
        if not passed:
            red.append(by)
            print(f"red without a fault: {by}: {caught_by(said)}", flush=True)
    return red


def main(words: list[str]) -> int:
    faults = [fault for fault in FAULTS if all(word in fault.what for word in words)]
    start, survivors = time.monotonic(), []
    with copy_of_project() as folder:
        red = red_anyway(faults, folder)
        for fault in faults:
            if fault.by in red:
                continue
            survived, by = survives(fault, folder)
            print(
                f"{'SURVIVED' if survived else 'caught'}: {fault.what} ({fault.file}){'' if survived else f': {by}'}",
                flush=True,
            )
            survivors += [fault.what] if survived else []
    print(f"{len(faults)} faults, {len(survivors)} survived, {len(red)} test sets red without one; "
          f"{time.monotonic() - start:.0f} s")  # fmt: skip
    return 1 if survivors or red or not faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
