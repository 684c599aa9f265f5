"""Measure the built book and write the results into the two pages that state them.

Usage: python tools/record_measurements.py

The engine's page `speed.md` gets the tables of `tools/bench.py`, `book/checks.md` those of `python -m livefig verify`
and of `tools/measure_robustness.py`, each between its two marks. Run it on a quiet machine after `make book`, look at
the difference, and commit it; a test sees to it that the tables name the figures that the book has.
"""

import datetime
import io
import os
import platform
import re
import subprocess
import sys
from contextlib import redirect_stdout
from pathlib import Path

import bench
import measure_robustness
from livefig.verify import table, verify

ROOT = Path(__file__).resolve().parent.parent
PAGES = {"speed": ROOT / "packages" / "livefig" / "docs" / "speed.md", "verify": ROOT / "book" / "checks.md"}
PAGES["robustness"] = PAGES["verify"]


def put(page: Path, name: str, text: str) -> None:
    """Replace what stands between the marks of a name; a page without them is an error."""
    marks = f"% begin {name}\n", f"% end {name}\n"
    old = page.read_text(encoding="utf-8")
    pattern = re.compile(f"{re.escape(marks[0])}.*?{re.escape(marks[1])}", re.DOTALL)
    if not pattern.search(old):
        raise SystemExit(f"{page.relative_to(ROOT)} lacks the lines '% begin {name}' and '% end {name}'.")
    new = pattern.sub(lambda _: f"{marks[0]}\n{text.strip()}\n\n{marks[1]}", old)
    page.write_text(new, encoding="utf-8", newline="\n")


def stamp(command: str) -> str:
    """Return when, on what and of which commit something was measured."""
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    machine = f"{platform.system()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    return (
        f"Measured {datetime.date.today()} at commit {commit.stdout.strip() or 'unknown'} on {machine}, by `{command}`."
    )


def measured() -> str:
    """Return what bench prints."""
    text = io.StringIO()
    sys.argv = ["bench.py", "--rounds", "3"]  # three are enough: a drag of each slider has 24 places
    with redirect_stdout(text):
        failed = bench.main()
    if failed:
        raise SystemExit(failed)
    return text.getvalue()


def main() -> int:
    rows = verify(ROOT / "_build" / "html")
    if any(row.faults for row in rows):
        print("The book does not agree with NumPy; nothing was written. See: python -m livefig verify _build/html")
        return 1
    put(PAGES["verify"], "verify", f"{stamp('python -m livefig verify _build/html')}\n\n{table(rows)}")
    tried = measure_robustness.measured()
    put(PAGES["robustness"], "robustness", f"{stamp('python tools/measure_robustness.py')}\n\n{tried}")
    put(PAGES["speed"], "speed", f"{stamp('make bench')}\n\n{measured()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
