"""Print how many functions of the corpus are live as written, by field.

Usage, from the folder of the package: python -m tests.corpus [-v] [--write] [name or field ...]

With `-v` also what came of each function: live, or why it is refused. With `--write` what has become live is added to
the list that a test guards. Nothing is taken from that list but functions that are gone: one that was live and is
refused now is a fault, which is named.
"""

import argparse
import sys
from collections.abc import Sequence

from . import FIELDS, LESSONS
from .score import PATIENCE, Verdict, listed, table, verdicts, write


def main(arguments: Sequence[str] | None = None) -> int:
    """Judge, print, write; return 1 if something that was live is refused."""
    parser = argparse.ArgumentParser(prog="python -m tests.corpus", description=__doc__.splitlines()[0])
    parser.add_argument("wanted", nargs="*", metavar="name", help="functions or fields; all if none is named")
    parser.add_argument("-v", "--verbose", action="store_true", help="say what came of each function")
    parser.add_argument("--write", action="store_true", help="add what has become live to the list")
    parser.add_argument("--patience", type=float, default=PATIENCE, help="seconds that one function may take")
    given = parser.parse_args(arguments)
    lessons = [x for x in LESSONS if not given.wanted or {x.name, x.field} & set(given.wanted)]
    if not lessons:
        parser.error(f"there is none of these; the fields are {', '.join(FIELDS)}")
    found = []
    for verdict in verdicts(lessons, given.patience):
        found.append(verdict)
        if given.verbose:
            print(said(verdict), flush=True)
    print(table(found))
    before = set(listed())
    if given.write:
        write(before | {verdict.lesson.name for verdict in found if not verdict.error})
    fallen = [verdict for verdict in found if verdict.error and verdict.lesson.name in before]
    for verdict in fallen:
        print(f"was live: {said(verdict)}", file=sys.stderr)
    return 1 if fallen else 0


def said(verdict: Verdict) -> str:
    """Return one line about a function."""
    return f"{verdict.lesson.field}.{verdict.lesson.name}: {verdict.error or 'live'}"


if __name__ == "__main__":
    sys.exit(main())
