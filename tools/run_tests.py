"""Run everything that guards the book, in the order in which a fault is found soonest.

Usage: python tools/run_tests.py [stage ...]           stages: lint unit notebooks book browser (all if none is named)
       python tools/run_tests.py --chapter PART/TOPIC  all that guards one chapter, and nothing else

Each stage runs even if one before it failed; the exit code is 0 if all passed. A failing stage is named at the end.
"""

import os
import subprocess
import sys
import time
from pathlib import Path

from tidy_notebooks import notebooks

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable
PYTEST = [PYTHON, "-m", "pytest", "-q", "--durations=10", "--durations-min=1"]
# Each has settings, and a root of its own: the packages do not know the book around them.
SUITES = ("packages/livefig", "packages/formulacheck", ".")
NBVAL = [
    *("-o", "addopts=", "--nbval", "--nbval-current-env", "--nbval-cell-timeout=120"),
    *("--nbval-sanitize-with", "tests/nbval_sanitize.cfg", "-n", "2", "--dist", "loadfile"),
]
Command = tuple[str, list[str]]  # the folder in which it runs, and what


def stages(chapter: str | None = None) -> dict[str, list[Command]]:
    """Return the commands of each stage, or of those that guard one chapter."""
    two, alone = ["-n", "2"], ["--dist", "loadgroup"]
    livefig, formulacheck, root = SUITES
    if chapter:
        rules, tidy = (
            [PYTHON, f"tools/{tool}", f"{chapter}.ipynb"] for tool in ("check_notebooks.py", "tidy_notebooks.py")
        )
        return {
            "notebooks": [(root, rules), (root, [*tidy, "--check"]), (root, [*PYTEST, *NBVAL, f"{chapter}.ipynb"])],
            "book": [(root, [PYTHON, "tools/build_book.py"])],
            "browser": [(root, [*PYTEST, *two, "tests/browser/test_pages.py", "-k", chapter])],
        }
    return {
        "lint": [
            (root, [PYTHON, "-m", "ruff", "check", "."]),
            (root, [PYTHON, "-m", "ruff", "format", "--check", "."]),
            (root, [PYTHON, "tools/check_types.py"]),
        ],
        "unit": [
            (livefig, [*PYTEST, *two, "livefig", "tests/unit", "tests/parity", "tests/pages"]),
            (formulacheck, PYTEST),
            (root, [*PYTEST, *two, "tests/unit", "tests/pages"]),
        ],
        "notebooks": [
            (root, [PYTHON, "tools/check_notebooks.py"]),
            (root, [PYTHON, "tools/tidy_notebooks.py", "--check"]),
            (root, [*PYTEST, *NBVAL, *(p.relative_to(ROOT).as_posix() for p in notebooks())]),
        ],
        "book": [(root, [PYTHON, "tools/build_book.py"])],
        "browser": [
            (root, [PYTHON, "-m", "livefig.browser"]),
            (livefig, [*PYTEST, *two, *alone, "tests/browser"]),
            (root, [*PYTEST, *two, *alone, "tests/browser"]),
        ],
    }


def chapter_named(name: str) -> str:
    """Return the notebook of a chapter, without its ending, or stop and say which chapters there are."""
    for found in (name.removesuffix(".ipynb"), f"notebooks/{name}"):
        if (ROOT / f"{found}.ipynb").exists():
            return found
    known = sorted(
        p.relative_to(ROOT / "notebooks").with_suffix("").as_posix() for p in ROOT.glob("notebooks/**/*.ipynb")
    )
    raise SystemExit(f"no chapter {name!r}; there are: {', '.join(known)}")


def main(wanted: list[str]) -> int:
    if "--chapter" in wanted:
        return run(stages(chapter_named(wanted[-1])), [])
    known = stages()
    unknown = set(wanted) - set(known)
    if unknown:
        print(f"no stage {', '.join(sorted(unknown))}; there are: {', '.join(known)}", file=sys.stderr)
        return 2
    return run(known, wanted)


def run(known: dict[str, list[Command]], wanted: list[str]) -> int:
    """Run the stages that are wanted, or all, and return the exit code."""
    # One thread each for the numerical libraries: two workers share two cores, and sums come out the same everywhere.
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MPLBACKEND": "Agg"}
    failed, times = [], []
    for name in wanted or known:
        start = time.monotonic()
        for folder, command in known[name]:
            print(f"\n== {name}, {folder}: {' '.join(command[1:6])}", flush=True)
            if subprocess.run(command, cwd=ROOT / folder, env=environment, check=False).returncode:
                failed.append(name)
        times.append(f"{name} {time.monotonic() - start:.0f} s")
    print(f"\n{', '.join(times)}")
    print(f"failed: {', '.join(dict.fromkeys(failed))}" if failed else "all stages passed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
