"""What was tried on the built book to break it, counted while it is tried: the rows of a table in book/checks.md.

Usage: python tools/measure_robustness.py        (prints the table; `make record` writes it into the page)

Controls are moved in each browser that this machine has, links that mean harm are followed, and every page is watched
for requests. How many cases the tests hold is what pytest collects, by their marks; that they pass is what `make test`
says.
"""

import subprocess
import sys
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from chapters import figures, notebooks
from faults import FAULTS
from hostile_links import follow_hostile_links
from livefig.browser import launch, served, watched
from livefig.verify import Row, verify
from run_tests import SUITES
from try_firefox import find_firefox, firefox, other_pages, rows_of

ROOT = Path(__file__).resolve().parent.parent
BOOK = ROOT / "_build" / "html"
WIDTHS = {"from a server": 1280, "from disk": 360}
NOTHING_COLLECTED = 5  # pytest's exit code where no test has the mark
Line = tuple[str, str, str]


def refuse(what: str, faults: list[str]) -> None:
    """Stop if there are faults, and say which: a table of results is no place to find them."""
    if faults:
        raise SystemExit("\n".join([f"{what}: {len(faults)} faults; nothing was written.", *faults[:20]]))


def moved(browser: str, where: str, rows: list[Row], troubles: list[str]) -> Line:
    """Return the line for all figures moved in one browser."""
    what = f"figures moved in {browser}, {where}, {WIDTHS[where]} px"
    refuse(what, [f"{row.page}, {row.figure}: {fault}" for row in rows for fault in row.faults] + troubles)
    counted = f"{len(rows)} figures, {sum(r.controls for r in rows)} controls, {sum(r.settings for r in rows)} settings"
    return what, counted, f"largest difference {max(r.difference for r in rows):.1e}"


def in_chromium(browser: Any) -> list[Line]:
    """Move everything in Chromium."""
    name = f"Chromium {browser.version.partition('.')[0]}"
    kinds = {"from a server": False, "from disk": True}
    return [
        moved(name, w, verify(BOOK, width=WIDTHS[w], from_disk=kinds[w], self_contained=True, browser=browser), [])
        for w in WIDTHS
    ]


def in_firefox() -> list[Line]:
    """Move everything in Firefox, if there is one."""
    program = find_firefox()
    if program is None:
        return []
    with firefox(program) as page, served(BOOK) as address:
        homes = {"from a server": address, "from disk": BOOK.as_uri() + "/"}
        name = page.evaluate("() => navigator.userAgent.split(' ').at(-1).split('.')[0].replace('/', ' ')")
        return [moved(name, w, rows_of(page, h, WIDTHS[w], BOOK), other_pages(page, h, BOOK)) for w, h in homes.items()]


def hosts(browser: Any) -> Line:
    """Open every page and count the hosts that it asks for anything, besides the one that it comes from."""
    pages = [p.relative_to(BOOK).as_posix() for p in sorted(BOOK.rglob("*.html")) if "_static" not in p.parts]
    with served(BOOK) as home, watched(browser, home) as seen:
        for page in pages:
            seen.open(page)
            seen.page.wait_for_load_state("networkidle")
    refuse("other hosts contacted", seen.outside)
    return "other hosts contacted", f"{len(pages)} pages opened", f"{len(seen.outside)} hosts"


def hostile_links(browser: Any) -> Line:
    """Follow the links that mean harm, from a server and from disk."""
    document = notebooks()[0]
    with served(BOOK) as address:
        homes = (address, BOOK.as_uri() + "/")
        found = [follow_hostile_links(browser, home, document, figures(document)) for home in homes]
    refuse("hostile links followed", [str(fault) for _, *faults in found for part in faults for fault in part])
    said = "nothing ran, nothing was asked for, every control within its ends"
    return "hostile links followed", f"{sum(count for count, _, _ in found)} links", said


def collected(mark: str = "") -> int:
    """Return how many tests there are, or how many with a mark."""
    return sum(_collected(suite, mark) for suite in SUITES)


def _collected(suite: str, mark: str) -> int:
    command = [
        sys.executable,
        "-m",
        "pytest",
        "--collect-only",
        "-q",
        "--import-mode=importlib",
        *(["-m", mark] if mark else []),
    ]
    done = subprocess.run(command, cwd=ROOT / suite, capture_output=True, text=True)
    if "Unknown marker" in done.stdout + done.stderr:
        return 0  # markers are strict: what a suite does not declare, none of its tests has
    if done.returncode not in (0, NOTHING_COLLECTED):
        raise SystemExit(f"pytest collects no tests in {suite}:\n{done.stdout}{done.stderr}")
    return sum("::" in line for line in done.stdout.splitlines())


def by_tests() -> list[Line]:
    """Return the lines for what the tests try, each time that they run."""
    return [
        ("wrong inputs to the engine and its tools", f"{collected('mistake')} cases",
         "each is refused with a reason (tests)"),
        ("properties of artists that move", f"{collected('look')} pairs of artist and property",
         "each is drawn as Matplotlib draws it, or refused by name (tests)"),
        ("links bent by mail and chat", f"{collected('bent')} links", "each is understood (tests)"),
        ("pages examined by axe-core", f"{collected('axe')} times: each at 360 and 1280 px, light and dark",
         "no finding (tests)"),
        ("faults planted on purpose", f"{len(FAULTS)}, by `make mutate`", "each has to be found by a test"),
        ("tests in all", f"{collected():,}", "all pass, or the book is not published"),
    ]  # fmt: skip


def table(lines: list[Line]) -> str:
    """Return the lines as a Markdown table."""
    return "\n".join(f"| {' | '.join(line)} |" for line in [("tried", "how much", "found"), ("---",) * 3, *lines])


def measured() -> str:
    """Try everything and return the table."""
    from_tests = by_tests()  # before a browser runs: pytest wants the event loop for itself
    from_firefox = in_firefox()
    with sync_playwright() as playwright:
        browser = launch(playwright)
        lines = [*in_chromium(browser), *from_firefox, hosts(browser), hostile_links(browser), *from_tests]
        browser.close()
    return table(lines)


if __name__ == "__main__":
    print(measured())
