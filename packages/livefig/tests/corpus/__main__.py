"""Print how many functions of the corpus are live as written, by field.

Usage, from the folder of the package: python -m tests.corpus [-v] [--write] [name or field ...]

With `-v` also why each of the others is refused; with `--write` the list of those that are live is written anew.
"""

import argparse
import sys

from . import FIELDS, LESSONS
from .score import LIVE, PATIENCE, Verdict, table, verdicts


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.corpus", description=__doc__.splitlines()[0])
    parser.add_argument("wanted", nargs="*", metavar="name", help="functions or fields; all if none is named")
    parser.add_argument("-v", "--verbose", action="store_true", help="say why each of the others is refused")
    parser.add_argument("--write", action="store_true", help=f"write the live ones into {LIVE.name}")
    parser.add_argument("--patience", type=float, default=PATIENCE, help="seconds that one function may take")
    arguments = parser.parse_args()
    lessons = [x for x in LESSONS if not arguments.wanted or {x.name, x.field} & set(arguments.wanted)]
    if not lessons:
        parser.error(f"there is none of these; the fields are {', '.join(FIELDS)}")
    found = []
    for verdict in verdicts(lessons, arguments.patience):
        found.append(verdict)
        if arguments.verbose:
            print(said(verdict), flush=True)
    print(table(found))
    if arguments.write:
        judged = {v.lesson.name for v in found}
        before = set(LIVE.read_text(encoding="utf-8").split()) if LIVE.exists() else set()
        live = {v.lesson.name for v in found if not v.error} | before - judged
        LIVE.write_text("".join(f"{x.name}\n" for x in LESSONS if x.name in live), encoding="utf-8", newline="\n")
    return 0


def said(verdict: Verdict) -> str:
    """Return one line about a function."""
    return f"{verdict.lesson.field}.{verdict.lesson.name}: {verdict.error or 'live'}"


if __name__ == "__main__":
    sys.exit(main())
