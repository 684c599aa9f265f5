"""Measure how each chapter of a built book opens, and print one table.

Usage: python tools/measure_opening.py [--rounds N] [--only WORD] [--json FILE] [FOLDER ...]

Each chapter is opened in a fresh browser context on a phone (390 × 844, the processor slowed four times) and at a
desk (1280 × 900, full speed), from a server and from disk. Columns: served and disk = from the request to the end of
the first frame in which the chapter's first figure has its controls and has drawn what they say; style, layout and
script = the main thread's work until the page is at rest, opened from disk; all in ms, medians of the rounds. Nodes =
elements; CLS = Chromium's cumulative layout shift, the largest; kB = what was fetched from a server, uncompressed.
Several folders, such as a book before and after a change, are measured in turn within each round. Times on a busy
machine are upper bounds.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from itertools import product
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from chapters import notebooks
from livefig.browser import launch, served, watched

BOOK = Path(__file__).resolve().parent.parent / "_build" / "html"
# By the name of a book: the address where a server has it, and where the disk has it.
Homes = dict[str, tuple[str, str]]
# Name, viewport, how many times slower the processor is.
MACHINES = (("phone", {"width": 390, "height": 844}, 4), ("desk", {"width": 1280, "height": 900}, 1))
WORK = {"style": "RecalcStyleDuration", "layout": "LayoutDuration", "script": "ScriptDuration"}
# Runs before the page's own scripts. A task that is posted in a frame runs once the frame is laid out and drawn.
PROBE = """
(() => {
  window.opening_ = { alive: null, shift: 0 };
  const after = (action) => requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = action;
    port2.postMessage(0);
  });
  const look = () => {
    const first = document.querySelector("figure.livefig");
    if (!first?.querySelector(".livefig-controls")) return requestAnimationFrame(look);
    livefig.get(first.id).ready.then(() => after(() => (opening_.alive = performance.now())));
  };
  requestAnimationFrame(look);
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) opening_.shift += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
})();
"""
AT_REST = """
() => document.readyState === "complete" && opening_.alive !== null && new Promise((done) =>
  requestIdleCallback(() => setTimeout(() => requestIdleCallback(() => done(true)), 500)))
"""
COUNTED = """
() => ({
  ...opening_,
  nodes: document.querySelectorAll("*").length,
  bytes: performance.getEntries().reduce((sum, one) => sum + (one.decodedBodySize || 0), 0),
})
"""


@dataclass(frozen=True)
class Opening:
    """One opening of one page: times in ms, counts, and the bytes that a server was asked for."""

    alive: float
    shift: float
    nodes: int
    bytes: int
    style: float
    layout: float
    script: float


def opened(browser: Browser, address: str, home: str, viewport: dict[str, int], slower: int) -> Opening:
    """Return what one opening of a page took; `home` is where every request may go."""
    with watched(browser, home, viewport=viewport) as seen:
        page: Page = seen.page
        session = page.context.new_cdp_session(page)
        session.send("Performance.enable")
        session.send("Emulation.setCPUThrottlingRate", {"rate": slower})
        page.set_default_timeout(120_000)
        page.add_init_script(PROBE)
        page.goto(home + address, wait_until="commit")
        page.wait_for_function(AT_REST)
        return Opening(**{**page.evaluate(COUNTED), **work(session)})


def work(session: CDPSession) -> dict[str, float]:
    """Return what the main thread has done so far, in ms by kind."""
    told = {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}
    return {kind: 1000 * told[name] for kind, name in WORK.items()}


@dataclass(frozen=True)
class Row:
    """One chapter on one machine: medians of its openings from a server and from disk, the largest shift."""

    book: str
    chapter: str
    machine: str
    served: float
    disk: float
    style: float
    layout: float
    script: float
    nodes: int
    shift: float
    bytes: int

    def cells(self) -> list[str]:
        """Return the row as the texts of a table."""
        times = (self.served, self.disk, self.style, self.layout, self.script)
        counts = (f"{self.nodes}", f"{self.shift:.3f}", f"{self.bytes / 1000:.0f}")
        return [self.book, self.chapter, self.machine, *(f"{time:.0f}" for time in times), *counts]


HEAD = ("book", "chapter", "machine", "served", "disk", "style", "layout", "script", "nodes", "CLS", "kB")


def row(book: str, chapter: str, machine: str, at_server: Sequence[Opening], from_disk: Sequence[Opening]) -> Row:
    """Return the medians of several openings."""
    every = [*at_server, *from_disk]
    middle = {kind: median(getattr(one, kind) for one in from_disk) for kind in WORK}
    return Row(
        book,
        chapter,
        machine,
        served=median(one.alive for one in at_server),
        disk=median(one.alive for one in from_disk),
        nodes=every[0].nodes,
        shift=max(one.shift for one in every),
        bytes=max(one.bytes for one in at_server),
        **middle,
    )


def measured(browser: Browser, homes: Homes, documents: Sequence[str], rounds: int) -> Iterator[Row]:
    """Yield the rows, chapter by chapter."""
    for document in documents:
        for machine, viewport, slower in MACHINES:
            found: dict[tuple[str, str], list[Opening]] = {}
            for _, (book, places) in product(range(rounds), homes.items()):
                for home in places:
                    one = opened(browser, f"{document}.html", home, viewport, slower)
                    found.setdefault((book, home), []).append(one)
            for book, (server, disk) in homes.items():
                yield row(book, Path(document).name, machine, found[book, server], found[book, disk])


def line(cells: Sequence[str]) -> str:
    """Return one line of a table in Markdown."""
    return f"| {' | '.join(cells)} |"


def main() -> int:
    """Measure and print; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", default="", help="the chapters whose names hold this")
    parser.add_argument("--json", type=Path)
    parser.add_argument("folders", nargs="*", type=Path, default=[BOOK])
    options = parser.parse_args()
    documents = [name for name in notebooks() if options.only in name and name.startswith("notebooks/")]
    rows = []
    with sync_playwright() as playwright, ExitStack() as stack:
        homes: Homes = {}
        for folder in (one.resolve() for one in options.folders):
            homes[folder.name] = (stack.enter_context(served(folder)), f"{folder.as_uri()}/")
        browser: Any = launch(playwright)
        print(line(HEAD), "|---" * len(HEAD) + "|", sep="\n")
        for one in measured(browser, homes, documents, options.rounds):
            rows.append(one)
            print(line(one.cells()), flush=True)
        browser.close()
    if options.json:
        options.json.write_text(json.dumps([asdict(one) for one in rows], indent=1), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
