"""Measure how the chapters read as pages: where the first figure stands, what is code, what is cut, what is in sight.

Usage: python tools/measure_reading.py [word in a chapter's name]

Prints a row for each chapter of the built book and the worst of each measure beside what is wanted (`reading.toml`).
`alive` is the time until the first figure answers, on a phone with a processor four times slower than this one.
"""

import sys
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

import measure_opening
from livefig.browser import launch

ROOT = Path(__file__).resolve().parent.parent
BOOK = ROOT / "_build" / "html"
FILE = Path(__file__).with_name("reading.toml")
DESK, PHONE, SHORT_PHONE = (1280, 800), (390, 844), (390, 664)  # the last with the bars of a browser

# Far from the window nothing is laid out until a reader comes near; here all of a page is measured.
ALL_IS_DRAWN = ".bd-article > section > section { content-visibility: visible !important; }"

# What can be seen as the page opens; heights in pixels of the page.
SHAPE = r"""async () => {
  await document.fonts.ready;
  await Promise.all([...document.querySelectorAll("figure.livefig")].map((f) => window.livefig?.get(f.id)?.ready));
  const main = document.querySelector("article") || document.body, screen = innerHeight;
  const box = (e) => e.getBoundingClientRect();
  const shown = (e) => e.checkVisibility({ visibilityProperty: true }) && box(e).height > 1 && box(e).width > 1;
  const top = (e) => box(e).top + scrollY, tall = (all) => all.reduce((sum, e) => sum + box(e).height, 0);
  const seen = (selector) => [...main.querySelectorAll(selector)].filter(shown);

  const figures = seen("figure.livefig"), height = box(main).height;
  const blocks = seen(".cell_input pre, .cell_output pre"), first = figures[0] ? top(figures[0]) : Infinity;
  const early = blocks.filter((b) => top(b) < first && b.closest(".cell_input"));
  const ends = seen("figure.livefig, .prediction, .exercise").map((e) => [top(e), top(e) + box(e).height]);
  let end = 0, gap = 0;
  for (const [from, to] of ends.sort((a, b) => a[0] - b[0])) {
    gap = Math.max(gap, from - end);
    end = Math.max(end, to);
  }

  const words = figures.flatMap((f) => [...f.querySelectorAll("svg text")]);
  const texts = words.filter((t) => t.textContent.trim() && shown(t));
  const size = (t) => parseFloat(getComputedStyle(t).fontSize) * Math.hypot(t.getScreenCTM().a, t.getScreenCTM().b);
  const overflowing = (e) => {  // what e stands in, itself or around it, and does not fit
    for (let n = e; n && n !== main; n = n.parentElement)
      if (n.clientWidth > 0 && n.scrollWidth > n.clientWidth + 2) return n;
  };
  const signed = (n) => getComputedStyle(n).backgroundAttachment.includes("local");  // a shadow at the edge
  const over = seen("pre, table, div.math, .math-long").map((e) => [e, overflowing(e)]).filter(([, n]) => n);
  return {
    first: first / screen, before: early.reduce((sum, b) => sum + b.innerText.trim().split("\n").length, 0),
    code: tall(blocks) / height, figures: tall(figures) / height, screens: height / screen, gap: gap / screen,
    small: texts.filter((t) => size(t) < 10).length, cut: over.filter(([, n]) => !signed(n)).length,
    wide: over.filter(([e]) => e.tagName !== "PRE").length,
  };
}"""
# For each slider, brought where a thumb holds it: how many have less than three fifths of their picture in the window.
UNSEEN = """async () => {
  const frame = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  let unseen = 0;
  for (const slider of document.querySelectorAll("figure.livefig input[type=range]")) {
    if (!slider.checkVisibility()) continue;
    scrollTo({ top: scrollY + slider.getBoundingClientRect().top - innerHeight * 0.8, behavior: "instant" });
    await frame();
    const pictures = [...slider.closest("figure").querySelectorAll("svg")].map((svg) => svg.getBoundingClientRect());
    const picture = pictures.sort((a, b) => b.height - a.height)[0];
    const bar = document.querySelector(".bd-header-article")?.getBoundingClientRect().bottom ?? 0;
    const part = Math.min(picture.bottom, innerHeight) - Math.max(picture.top, bar, 0);
    if (part < 0.6 * picture.height) unseen += 1;
  }
  return unseen;
}"""


@dataclass(frozen=True)
class Measure:
    """What a measure is in words, what is wanted of it, and what no chapter exceeds; `at_least` turns both round."""

    words: str
    wanted: float
    bound: float
    at_least: bool = False

    def reached(self, value: float, limit: float) -> bool:
        """Return whether a value keeps a limit."""
        return value >= limit if self.at_least else value <= limit

    def worst(self, values: list[float]) -> float:
        """Return the worst of some values."""
        return min(values) if self.at_least else max(values)


def measures() -> dict[str, Measure]:
    """Return the measures by name, in their order."""
    return {name: Measure(**row) for name, row in tomllib.loads(FILE.read_text(encoding="utf-8")).items()}


@contextmanager
def opened(browser: Any, size: tuple[int, int], address: str) -> Iterator[Any]:
    """Give a page in a window of a size, on a phone if it is narrow; all of it is drawn."""
    phone = size[0] < 600
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, is_mobile=phone, has_touch=phone, reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto(address)
    page.add_style_tag(content=ALL_IS_DRAWN)
    yield page
    context.close()


def measure(browser: Any, address: str) -> dict[str, float]:
    """Return what a chapter measures, by the names of `reading.toml`."""
    with opened(browser, DESK, address) as page:
        found: dict[str, float] = page.evaluate(SHAPE)
    with opened(browser, PHONE, address) as page:
        phone = page.evaluate(SHAPE)
    with opened(browser, SHORT_PHONE, address) as page:
        page.evaluate(SHAPE)  # waits for what is live
        unseen = page.evaluate(UNSEEN)
    on_phone = {name: phone[name] for name in ("small", "cut", "wide")}
    return found | on_phone | {"first_phone": phone["first"], "unseen": unseen}


def alive(browser: Any, page: Path) -> float:
    """Return after how many milliseconds the first figure answers on a slow phone, opened from disk."""
    _, phone, slower = measure_opening.MACHINES[0]
    return measure_opening.opened(browser, page.name, f"{page.parent.as_uri()}/", phone, slower).alive


def exceeded(found: dict[str, float], limit: Callable[[Measure], float]) -> list[str]:
    """Return in words which limits a chapter does not keep."""
    rows = [(one, found[name], limit(one)) for name, one in measures().items()]
    return [
        f"{one.words}: {value:.3g}, {'at least' if one.at_least else 'at most'} {most:g}"
        for one, value, most in rows
        if not one.reached(value, most)
    ]


def chapters(book: Path) -> list[Path]:
    """Return the pages of the chapters of a built book."""
    return sorted(book.glob("notebooks/*/*.html"))


def row(name: str, values: dict[str, float]) -> str:
    """Return one line of the table."""
    return f"{name:18}" + "".join(f"{values[key]:>12.3g}" for key in (*measures(), "alive"))


def main(arguments: list[str]) -> int:
    pages = [page for page in chapters(BOOK) if all(word in page.stem for word in arguments)]
    if not pages:
        print("There is no such chapter in the built book. Build it: make book", file=sys.stderr)
        return 1
    rows: list[dict[str, float]] = []
    print(" " * 18 + "".join(f"{name:>12}" for name in (*measures(), "alive")))
    with sync_playwright() as playwright:
        browser = launch(playwright)
        for page in pages:
            rows.append(measure(browser, page.as_uri()) | {"alive": alive(browser, page)})
            print(row(page.stem, rows[-1]), flush=True)
        browser.close()
    worst = {name: one.worst([found[name] for found in rows]) for name, one in measures().items()}
    print(row("worst", worst | {"alive": max(found["alive"] for found in rows)}))
    print(row("wanted", {name: one.wanted for name, one in measures().items()} | {"alive": 2000}))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
