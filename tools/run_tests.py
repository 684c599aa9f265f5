"""Run everything that guards the book, in the order in which a fault is found soonest.

Usage: python tools/run_tests.py [stage ...]     stages: lint unit notebooks book browser     (all if none is named)

Each stage runs even if one before it failed; the exit code is 0 if all passed. A failing stage is named at the end.
"""

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable
NBVAL = [
    "-o",
    "addopts=",
    "--nbval",
    "--nbval-current-env",
    "--nbval-cell-timeout=120",
    "--nbval-sanitize-with",
    "tests/nbval_sanitize.cfg",
    "-n",
    "2",
    "--dist",
    "loadfile",
    "notebooks",
    "book",
]


def stages() -> dict[str, list[list[str]]]:
    """Return the commands of each stage."""
    pytest = [PYTHON, "-m", "pytest", "-q"]
    return {
        "lint": [[PYTHON, "-m", "ruff", "check", "."], [PYTHON, "-m", "ruff", "format", "--check", "."]],
        "unit": [[*pytest, "-n", "2", "livefig", "tests/unit", "tests/parity", "tests/pages"]],
        "notebooks": [
            [PYTHON, "tools/check_notebooks.py"],
            [PYTHON, "tools/tidy_notebooks.py", "--check"],
            [*pytest, *NBVAL],
        ],
        "book": [[PYTHON, "tools/build_book.py"]],
        "browser": [[PYTHON, "-m", "livefig.browser"], [*pytest, "-n", "2", "--dist", "loadgroup", "tests/browser"]],
    }


def main(wanted: list[str]) -> int:
    known = stages()
    unknown = set(wanted) - set(known)
    if unknown:
        print(f"no stage {', '.join(sorted(unknown))}; there are: {', '.join(known)}", file=sys.stderr)
        return 2
    # One thread each for the numerical libraries: two workers share two cores, and sums come out the same everywhere.
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MPLBACKEND": "Agg"}
    failed, times = [], []
    for name in wanted or known:
        start = time.monotonic()
        for command in known[name]:
            print(f"\n== {name}: {' '.join(command[1:5])}", flush=True)
            if subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode:
                failed.append(name)
        times.append(f"{name} {time.monotonic() - start:.0f} s")
    print(f"\n{', '.join(times)}")
    print(f"failed: {', '.join(dict.fromkeys(failed))}" if failed else "all stages passed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
