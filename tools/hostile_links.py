"""Links to a figure that mean harm, and what following them does to its page; a test follows them, a table counts."""

import random
import string
from functools import partial
from typing import Any
from urllib.parse import quote

from livefig import LiveFigure, Slider
from livefig.browser import Watched, watched

LINKS = 500

NAMES = ["__proto__", "constructor", "prototype", "toString", "hasOwnProperty", "__defineGetter__", "then", "valueOf"]
MARKUP = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "'\"><script src=//127.0.0.1:9/x.js></script>",
    "javascript:alert(1)",
    "${alert(1)}",
    "{{constructor.constructor('alert(1)')()}}",
    "</title><iframe srcdoc='<script>parent.alert(1)</script>'>",
    "data:text/html,<script>alert(1)</script>",
    "\\u003cscript\\u003ealert(1)\\u003c/script\\u003e",
]
NUMBERS = [
    "1e999", "-1e999", "NaN", "Infinity", "-Infinity", "0x10", "1e-400", "9" * 400, "-0", "1/0", "1,5", "1_000", "٣",
    "१", "½", "0b1", "1e", "e1", ".", "-", "+", " ", "", "null", "undefined", "true", "false", "[]", "{}", "[1]", "1n",
]  # fmt: skip
UNICODE = ["\u202e", "\u0000", "\ufeff", "\u2028", "\U0001f600", "é", "\u0301" * 50, "𝟙", "Ω", "\x7f", "\t", "\n"]
BROKEN = [
    "%",
    "%2",
    "%zz",
    "%ff%fe",
    "%00",
    "%25%32%35",
    "%c0%ae",
    "%u0041",
    "+%2B+",
    "&&&",
    "===",
    "?",
    "#",
    ";",
    "=&=",
]


def hostile(rng: random.Random, anchor: str, controls: list[str]) -> str:
    """Return one fragment: a figure's address or what looks like one, with what no control should take."""
    bad = [*NAMES, *MARKUP, *NUMBERS, *UNICODE, *BROKEN, "x" * 20_000, "A=" * 500]
    raw = rng.choice(bad)
    value = rng.choice([raw, quote(raw, safe=""), quote(quote(raw, safe=""), safe=""), rng.choice(bad) + raw])
    key = rng.choice([*controls, *controls, *NAMES, *MARKUP[:3], "", "x" * 300, rng.choice(controls) + "[]"])
    again = rng.choice(["", f"&{key}={rng.choice(NUMBERS)}", f"&{key}", f"&{key}={value}" * 30])
    place = rng.choice(
        [anchor] * 6
        + [*NAMES, *MARKUP[:3], "", anchor.upper(), f"{anchor}-2", "".join(rng.choices(string.printable, k=20))]
    )
    return f"#{place}{rng.choice(['?'] * 8 + ['', '??', '&', '%3F'])}{key}={value}{again}"


FOLLOW = """
async ([name, limits, links]) => {
  const faults = [];
  let count = 0;
  const live = livefig.get(name), spec = live.values(), names = Object.keys(spec).join();
  const elements = () => document.querySelectorAll("*").length;
  const before = elements(), globals = new Set(Object.getOwnPropertyNames(window));
  for (const link of links) {
    const followed = new Promise((done) => addEventListener("hashchange", done, { once: true }));
    const from = location.href;
    try { location.hash = link; } catch (error) { continue; }  // the browser itself refuses some
    if (location.href === from) continue;
    await followed;
    count += 1;
    const values = live.values();
    if (Object.keys(values).join() !== names) faults.push([link, "other controls: " + Object.keys(values)]);
    for (const [key, value] of Object.entries(values)) {
      const [min, max] = limits[key] || [-Infinity, Infinity];
      if (typeof value !== typeof spec[key]) faults.push([link, key + " became a " + typeof value]);
      else if (typeof value === "number" && !(value >= min && value <= max)) faults.push([link, key + " is " + value]);
    }
    if (/NaN|undefined|\\[object/.test(live.sentence())) faults.push([link, live.sentence()]);
    if (document.getElementById(name).dataset.live !== "yes") faults.push([link, "the figure is dead"]);
    if (elements() !== before) faults.push([link, "elements came or went"]);
    for (const one of Object.getOwnPropertyNames(window)) if (!globals.has(one) && one !== "oldScroll")  // the theme's
      faults.push([link, "a global: " + one]);
    if ({}.polluted !== undefined || Object.keys(Object.prototype).length) faults.push([link, "a prototype changed"]);
    if (faults.length) break;
  }
  return { faults, count };
}
"""


def _note_dialog(seen: Watched, dialog: Any) -> None:
    seen.complaints.append("a dialog opened")
    dialog.dismiss()


def follow_hostile_links(
    browser: Any, home: str, document: str, figures: dict[str, LiveFigure], spoil: str = "", **context: Any
) -> tuple[int, list[Any], list[str]]:
    """Follow all links in one page, at its first figure; return how many were, what went wrong, what the browser noted.

    `spoil` is a script that plants a fault in the page first.
    """
    name, live = next(iter(figures.items()))
    rng = random.Random(20261122)
    limits = {c.name: [c.min, c.max] for c in live.controls if isinstance(c, Slider)}
    links = [hostile(rng, name, [c.name for c in live.controls]) for _ in range(LINKS)]
    with watched(browser, home, **context) as seen:
        seen.page.on("dialog", partial(_note_dialog, seen))
        page = seen.open(f"{document}.html")
        page.evaluate("n => livefig.get(n).ready", name)
        page.evaluate("n => livefig.get(n).set({})", name)
        if spoil:
            page.evaluate(spoil)
        found = page.evaluate(FOLLOW, [name, limits, links])
        page.evaluate("new Promise(requestAnimationFrame)")
        page.evaluate("n => livefig.get(n).reset()", name)
        if page.evaluate("n => livefig.get(n).sentence()", name) != live.sentence():
            found["faults"].append("after a reset the figure says something else")
        return found["count"], found["faults"], seen.troubles()
