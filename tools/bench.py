"""Measure every live figure of the built book and print one table.

Usage: python tools/bench.py [--rounds N] [--json FILE]

Columns: trace = tracing, checking and writing JavaScript (ms); NumPy and JS = the same calls of the function in the
same run, median (ms); ratio = JS / NumPy; draw = writing the new picture into the page (ms); p50 and p95 = from the
input event to the picture drawn and laid out, the wait for the screen's next frame not counted (ms); frame = 95th
percentile of the time between two frames while a real mouse drags the first slider (ms); kB = gzip of the figure's
share of the page.
Times on a busy machine are upper bounds; the ratio compares like with like.
"""

import argparse
import gzip
import io
import json
import pickle
import sys
import time
from itertools import groupby
from pathlib import Path
from statistics import median

import numpy as np
from playwright.sync_api import Page, sync_playwright

from chapters import PICTURES, figures, notebooks
from livefig import LiveFigure, Slider
from livefig.browser import launch, served, watched
from livefig.compile import call, compile_function
from livefig.draw.geometry import reader
from livefig.draw.marks import marks_of
from livefig.draw.marks.mark import Data
from livefig.page import bundle
from livefig.pool import Pool

ROOT = Path(__file__).resolve().parent.parent
REPRESENTATIVE = ("descent", "neuron-iris-plane", "printed-loss-training")  # lines; a picture; a long computation
# Sets each setting by an input event on the slider itself, and waits for nothing but the drawing.
MEASURE = """
([name, all, rounds]) => {
  const figure = livefig.get(name), rows = [];
  for (let k = 0; k < rounds; k++) for (const values of all) {
    const began = performance.now();
    figure.set(values);
    figure.element.querySelector("svg").getBoundingClientRect();
    const { compute, draw } = figure.stats;
    rows.push([performance.now() - began, compute, draw]);
  }
  return rows.slice(all.length);  // the first round warms up
}
"""
FRAMES = """
() => { window.frames_ = []; let last = 0;
  const tick = (now) => {
    if (last) frames_.push(now - last);
    last = now;
    window.ticking = requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick); }
"""


def settings(live: LiveFigure, n: int = 24) -> list[dict]:
    """Return settings along a drag of each slider, from end to end, then each option of each other control.

    Each setting differs from the one before it, since nothing is computed where nothing changed.
    """
    default = {c.name: c.default for c in live.controls}
    sliders = [c for c in live.controls if isinstance(c, Slider)]
    options = [{**default, c.name: v} for c in live.controls for v in c.cases or () if v != c.default]
    places = [
        c.min * (c.max / c.min) ** t if c.log else c.min + t * (c.max - c.min)
        for c in sliders
        for t in np.linspace(0, 1, n)
    ]
    names = [c for c in sliders for _ in range(n)]
    moved = [{**default, c.name: c.checked(v)} for c, v in zip(names, places, strict=True)]
    return [values for values, _ in groupby([*moved, *options, default])]


def numpy_time(live: LiveFigure, all_settings: list[dict], rounds: int) -> float:
    """Return the median time in ms of one call of the author's function."""
    times = []
    for _ in range(rounds):
        for values in all_settings:
            began = time.perf_counter()
            call(live.function, live.controls, values)
            times.append(1000 * (time.perf_counter() - began))
    return median(times)


def trace_time(live: LiveFigure) -> float:
    """Return the time in ms to trace the function, check it and write JavaScript."""
    began = time.perf_counter()
    compile_function(live.function, live.controls)
    return 1000 * (time.perf_counter() - began)


def size(live: LiveFigure) -> float:
    """Return the figure's share of its page in kB, compressed."""
    return len(gzip.compress(json.dumps(live.spec).encode())) / 1000


def drag(page: Page, name: str) -> float:
    """Drag the first slider across with the mouse; return the 95th percentile of the time between frames, in ms."""
    slider = page.locator(f"figure#{name} input[type=range]").first
    if not slider.count():
        return float("nan")
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    assert box is not None  # since it is in view
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 4, y)
    page.mouse.down()
    page.evaluate(FRAMES)
    for k in range(60):
        page.mouse.move(box["x"] + 4 + k * (box["width"] - 8) / 60, y)
    page.mouse.up()
    frames = page.evaluate("() => { cancelAnimationFrame(ticking); return frames_; }")
    return float(np.percentile(frames, 95)) if frames else float("nan")


def measure(page: Page, live: LiveFigure, rounds: int) -> dict:
    """Return the row of one figure."""
    name, tries = live.spec["name"], settings(live)
    numpy_before = numpy_time(live, tries, rounds)
    rows = np.array(page.evaluate(MEASURE, [name, [live.for_page(v) for v in tries], rounds + 1]))
    numpy_after = numpy_time(live, tries, rounds)
    numpy, script = min(numpy_before, numpy_after), float(np.median(rows[:, 1]))
    return {
        "figure": name,
        "trace": trace_time(live),
        "numpy": numpy,
        "js": script,
        "ratio": script / numpy,
        "draw": float(np.median(rows[:, 2])),
        "p50": float(np.percentile(rows[:, 0], 50)),
        "p95": float(np.percentile(rows[:, 0], 95)),
        "frame": drag(page, name),
        "kB": size(live),
    }


def usual_ways(live: LiveFigure, rounds: int) -> dict[str, float]:
    """Return the median ms that a kernel needs for one move of a slider: with a new figure each time, as
    `ipywidgets.interact` does it, and with one figure whose artists get new data. Both compute and make a PNG; the
    message to the browser and its painting come on top.
    """
    figure, moves = PICTURES[live.spec["name"]]
    packed = pickle.dumps(figure)  # a fresh copy costs what building the figure anew costs, or less
    pool = Pool()
    moving = marks_of(figure, moves, Data(live.state(), pool))
    fresh, reused = [], []
    for values in settings(live, 6)[: 6 * rounds]:
        began = time.perf_counter()
        call(live.function, live.controls, values)
        pickle.loads(packed).savefig(io.BytesIO(), format="png", dpi=100)
        fresh.append(1000 * (time.perf_counter() - began))
        began = time.perf_counter()
        read = reader(live.state(**values), pool.arrays)
        for mark in moving:
            mark.show(read)
        figure.savefig(io.BytesIO(), format="png", dpi=100)
        reused.append(1000 * (time.perf_counter() - began))
    return {"fresh": median(fresh), "reused": median(reused)}


def comparison(rows: list[dict], ways: dict[str, dict[str, float]]) -> str:
    """Return the table that sets the page beside the usual ways in a notebook."""
    lines = [
        "| figure | page p50 ms | one figure, new data ms | new figure each time ms | page is faster by |",
        "|---|---|---|---|---|",
    ]
    for row in rows:
        if row["figure"] in ways:
            way = ways[row["figure"]]
            lines.append(
                f"| {row['figure']} | {row['p50']:.2f} | {way['reused']:.1f} | {way['fresh']:.1f} "
                f"| {way['reused'] / row['p50']:.0f} to {way['fresh'] / row['p50']:.0f} times |"
            )
    return "\n".join(lines)


def table(rows: list[dict]) -> str:
    """Return the rows as Markdown."""
    head = ["figure", "trace ms", "NumPy ms", "JS ms", "ratio", "draw ms", "p50 ms", "p95 ms", "frame ms", "kB gzip"]
    lines = ["| " + " | ".join(head) + " |", "|---" * len(head) + "|"]
    for row in rows:
        numbers = [
            f"{row['trace']:.0f}",
            *(f"{row[k]:.3f}" for k in ("numpy", "js")),
            f"{row['ratio']:.2f}",
            *(f"{row[k]:.2f}" for k in ("draw", "p50", "p95")),
            f"{row['frame']:.1f}",
            f"{row['kB']:.1f}",
        ]
        lines.append("| " + " | ".join([row["figure"], *numbers]) + " |")
    return "\n".join(lines)


def runtime_size() -> str:
    """Return the size of the page's own scripts and style, compressed together and each alone."""
    texts = {bundle.SCRIPT: bundle.script(), bundle.STYLE: bundle.style()}
    sizes = {name: len(gzip.compress(text.encode())) / 1000 for name, text in texts.items()}
    each = ", ".join(f"{name} {size:.1f} kB" for name, size in sizes.items())
    return f"gzip, as the page gets them: {each}; together {sum(sizes.values()):.1f} kB"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    folder, rows = ROOT / "_build" / "html", []
    if not folder.exists():
        print("There is no built book; run make book first.", file=sys.stderr)
        return 1
    with sync_playwright() as playwright, served(folder) as home:
        browser = launch(playwright)
        for document in notebooks():
            with watched(browser, home) as seen:
                page = seen.open(f"{document}.html")
                rows += [measure(page, live, options.rounds) for live in figures(document).values()]
        browser.close()
        ways = {
            name: usual_ways(live, options.rounds)
            for document in notebooks()
            for name, live in figures(document).items()
            if name in REPRESENTATIVE
        }
    print(table(rows))
    print(f"\nThe same moves in a notebook, the usual ways:\n\n{comparison(rows, ways)}")
    print(
        f"\n{len(rows)} figures: median ratio JS / NumPy {median(r['ratio'] for r in rows):.2f}, largest p95 "
        f"{max(r['p95'] for r in rows):.2f} ms, largest figure {max(r['kB'] for r in rows):.1f} kB gzip"
    )
    print(runtime_size())
    if options.json:
        options.json.write_text(json.dumps(rows, indent=1), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
