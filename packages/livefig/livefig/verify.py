"""Hold a built book against NumPy: open it in a browser, move everything, compare numbers, drawing and sentence.

While a book is built, each figure writes down what NumPy gives at many settings of its controls
(`LiveFigure.reference`, kept in `_static/livefig/<page>.reference.json.gz`, which no page loads). Here the page must
give the same.
"""

import argparse
import base64
import contextlib
import gzip
import io
import json
import os
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

import numpy as np

from .browser import Watched, launch, served, watched
from .draw.geometry import reader
from .draw.marks import shown as marks_shown
from .errors import VerifyError
from .spec import Attributes, Binding, Floats, OutputSpec, Reference, unpack
from .text.words import computed

SAME = 1e-9  # relative; beside it, a floor for numbers that are zero but for rounding
FLOOR = 1e-12
DRAWN = 0.011  # units of the picture: positions are written with two decimals
TOLD = 3  # faults of a figure that are printed
EDGE_PIXELS = 0.002  # share of pixels that may fall on the other side of the edge between two colours

# What a figure shows. All of it travels as one text: Playwright looks at each value that it carries, which takes ten
# times as long as the page. JSON knows no NaN, so numbers are texts within it.
_SHOWN = """
  const one = (x) => Object.is(x, -0) ? "-0" : String(x);
  const text = (x) => typeof x === "number" ? one(x) : Array.isArray(x) ? x.map(text) : x;
  const shown = (figure) => ({
    values: figure.values(),
    outputs: Object.fromEntries(Object.entries(figure.outputs()).map(([k, v]) => [k, text(v)])),
    drawn: figure.drawn(), sentence: figure.sentence() });
"""
READ = f"(anchor) => {{ {_SHOWN} return JSON.stringify(shown(livefig.get(anchor))); }}"
# One call for a whole figure: set, read back, next.
MOVE_AND_READ = f"""([anchor, all]) => {{ {_SHOWN}
  const figure = livefig.get(anchor);
  return JSON.stringify(all.map((values) => {{ figure.set(values); return shown(figure); }}));
}}"""
_NUMBER = re.compile(r"[-−]?\d+(?:\.\d+)?(?:e[-−+]?\d+)?")


@dataclass
class Row:
    """What was found of one figure."""

    page: str
    figure: str
    controls: int
    settings: int
    difference: float = 0.0
    faults: list[str] = field(default_factory=list)


def verify(
    folder: str | os.PathLike[str],
    *,
    width: int = 1280,
    chromium: str | None = None,
    from_disk: bool = False,
    self_contained: bool = False,
    browser: Any = None,
) -> list[Row]:
    """Open every page of a built book that holds live figures, and return one row for each figure.

    Parameters
    ----------
    folder : path
        The folder of the built HTML.
    width : int
        Of the window, in px; a narrow one shows the narrow layouts.
    chromium : path, optional
        The browser; else `$CHROMIUM`, else the first Chromium or Chrome that the machine has.
    from_disk : bool
        Open the pages from disk instead of from a server on this machine.
    self_contained : bool
        Count it as a fault of a page's first figure if the page asks another host for anything, misses a file, or
        has an error in its console. A theme may do all three, so by default the figures alone are judged.
    browser : playwright Browser, optional
        One that is open already; the default starts its own and closes it.

    Raises
    ------
    VerifyError
        If there is nothing to verify, or no browser to do it with.
    """
    folder = Path(folder).resolve()
    kept = references(folder)
    if not kept:
        raise VerifyError(
            f"{folder} holds no live figure that was built with a reference. Name the folder of the built "
            "HTML, and build it with the extension livefig.sphinx_ext."
        )
    rows = []
    with _browser(chromium, browser) as browser, _address(folder, from_disk) as home:
        for page, reference in kept.items():
            rows += verify_page(browser, home, page, kept_in(reference), width, self_contained)
    return rows


def verify_page(
    browser: Any, home: str, page: str, figures: dict[str, Reference], width: int = 1280, self_contained: bool = False
) -> list[Row]:
    """Return one row for each figure of one page."""
    with watched(browser, home, viewport={"width": width, "height": 900}) as seen:
        seen.open(quote(f"{page}.html"))
        return rows_of(seen, page, figures, self_contained)


def rows_of(seen: Watched, page: str, figures: dict[str, Reference], self_contained: bool = False) -> list[Row]:
    """Return one row for each figure of an open page."""
    rows = []
    for name, kept in figures.items():
        row = Row(page, name, kept["controls"], len(kept["settings"]))
        compare(seen.page, name, kept, row)
        rows.append(row)
    rows[0].faults += seen.troubles() if self_contained else []
    return rows


def references(folder: Path) -> dict[str, Path]:
    """Return the files in which a built book kept what NumPy gives, by the page that they are about."""
    home, ending = folder / "_static" / "livefig", ".reference.json.gz"
    return {p.relative_to(home).as_posix().removesuffix(ending): p for p in sorted(home.glob(f"**/*{ending}"))}


def kept_in(reference: Path) -> dict[str, Reference]:
    """Return what NumPy gave for each figure of a page when it was built."""
    figures: dict[str, Reference] = json.loads(gzip.decompress(reference.read_bytes()))
    return figures


def compare(page: Any, name: str, kept: Reference, row: Row) -> None:
    """Set every setting of one figure, read back numbers, drawing and sentence, and note what differs."""
    count = page.evaluate("n => document.querySelectorAll(`figure[data-livefig='${n}']`).length", name)
    if not count:
        row.faults.append("the page does not show it")
        return
    found = json.loads(page.evaluate(MOVE_AND_READ, [name, [s["values"] for s in kept["settings"]]]))
    judge(kept, found, layout_of(page, name), row)


def layout_of(page: Any, name: str) -> int:
    """Return the number of the layout that a figure shows at the page's width."""
    first = "selector => [...document.querySelectorAll(selector)].findIndex((e) => e.getClientRects().length)"
    return int(page.evaluate(first, f"#{name} .livefig-layout"))


def judge(kept: Reference, found: Sequence[dict[str, Any]], layout: int, row: Row) -> None:
    """Note what differs between NumPy's settings and what a page showed at each of them, as `READ` gives it."""
    constants = [unpack(constant) for constant in kept["constants"]]
    for setting, got in zip(kept["settings"], found, strict=True):
        where = f"at {setting['values']}: "
        expected = {n: unpack(packed) for n, packed in setting["outputs"].items()}
        if got["values"] != setting["values"]:
            row.faults.append(f"{where}the controls stand at {got['values']}")
        difference = largest_difference(expected, got["outputs"])
        row.difference = max(row.difference, difference)
        if not difference <= SAME:
            row.faults.append(f"{where}relative difference {difference:.2g}")
        if not alike(setting["sentence"], got["sentence"], exact_text=True):
            row.faults.append(f"{where}it says {got['sentence']!r}, not {setting['sentence']!r}")
        shown = {**setting["shown"], **typed(expected, kept["outputs"])}
        row.faults += [where + fault for fault in drawn_faults(kept["marks"][layout], shown, constants, got["drawn"])]


def typed(outputs: dict[str, np.ndarray], types: Mapping[str, OutputSpec]) -> dict[str, np.ndarray]:
    """Return outputs with their own types, so that a bool is said as yes or no."""
    return {name: value.astype(types[name]["dtype"]) for name, value in outputs.items()}


def largest_difference(expected: dict[str, np.ndarray], found: dict[str, Any]) -> float:
    """Return the largest relative difference between NumPy's outputs and the page's; inf where only one is finite."""
    if set(expected) != set(found):
        return np.inf
    worst = 0.0
    for name, value in expected.items():
        value = np.asarray(value, dtype=float)
        got = np.array(found[name], dtype=float)
        if got.size != value.size:
            return np.inf
        got = got.reshape(value.shape)
        finite = np.isfinite(value)
        if not np.array_equal(value[~finite], got[~finite], equal_nan=True) or not np.isfinite(got[finite]).all():
            return np.inf
        if finite.any():
            floor = FLOOR / SAME * max(1.0, float(np.median(np.abs(value[finite]))))
            gaps = np.abs(value[finite] - got[finite]) / np.maximum(np.abs(value[finite]), floor)
            worst = max(worst, float(np.max(gaps)))
    return worst


def drawn_faults(
    bindings: Sequence[Binding], values: Mapping[str, Any], constants: Sequence[Floats], drawn: Sequence[dict[str, Any]]
) -> list[str]:
    """Return what of a layout does not stand where NumPy puts it."""
    faults, read = [], reader(values, constants)
    for number, (binding, found) in enumerate(zip(bindings, drawn, strict=True)):
        for part, attributes in marks_shown(binding, read).items():
            attributes = as_seen(attributes)
            for name, wanted in attributes.items():
                got = found.get(part, {}).get(name)
                if not (same_pixels(wanted, got) if name == "pixels" else alike(list(wanted), got)):
                    where = f"mark {number} ({binding['kind']}): {part} has {name}"
                    faults.append(f"{where} {str(got)[:80]}, not {str(list(wanted))[:80]}")
    return faults


def as_seen(attributes: Attributes) -> Attributes:
    """Return the attributes of a part's elements, all of them None for one that is hidden."""
    hidden = [any(value is None for value in one) for one in zip(*attributes.values(), strict=True)]
    return {
        name: [None if away else value for away, value in zip(hidden, values, strict=True)]
        for name, values in attributes.items()
    }


def same_pixels(wanted: Sequence[Any], found: Any) -> bool:
    """Return whether images are the same but for a few pixels on the edge between two colours."""
    if not isinstance(found, list) or len(found) != len(wanted):
        return False
    return all(image_difference(one, other) <= EDGE_PIXELS for one, other in zip(wanted, found, strict=True))


def image_difference(expected: np.ndarray, address: str) -> float:
    """Return the share of pixels whose colour differs; a value on the edge between two colours may fall either way."""
    from PIL import Image

    picture = Image.open(io.BytesIO(base64.b64decode(address.partition(",")[2]))).convert("RGBA")
    got = np.asarray(picture).reshape(expected.shape)
    # A canvas keeps colours multiplied by their opacity, so a faint one comes back rounded: compare what is seen.
    gap = np.abs(_seen(expected) - _seen(got))
    return float(np.mean(np.any(gap > 1.5, axis=-1)))


def _seen(colours: np.ndarray) -> np.ndarray:
    """Return colours multiplied by their opacity, and the opacity."""
    colours = colours.astype(float)
    return np.concatenate([colours[..., :3] * colours[..., 3:] / 255, colours[..., 3:]], axis=-1)


def alike(wanted: Any, found: Any, exact_text: bool = False) -> bool:
    """Return whether two drawn things are the same but for the last decimal of their positions.

    With `exact_text`, numbers in a sentence may differ by one unit of their last digit: where the exact value lies
    halfway between two, the last bit of a logarithm decides.
    """
    if isinstance(wanted, list):
        return isinstance(found, list) and len(wanted) == len(found) and all(map(alike, wanted, found))
    if not isinstance(wanted, str) or not isinstance(found, str) or wanted == found:
        return bool(wanted == found)
    wanted, found = computed(wanted), computed(found)
    if _NUMBER.sub("#", wanted) != _NUMBER.sub("#", found):
        return False
    pairs = zip(*(_NUMBER.findall(text.replace("−", "-")) for text in (wanted, found)), strict=True)
    return all(abs(float(a) - float(b)) <= (last_unit(a) if exact_text else DRAWN) for a, b in pairs)


def last_unit(number: str) -> float:
    """Return one unit of the last digit of a written number; a whole number is a count and has to agree."""
    mantissa, _, exponent = number.partition("e")
    if "." not in mantissa and not exponent:
        return 0.0
    return 1.001 * 10.0 ** (int(exponent or 0) - len(mantissa.partition(".")[2]))


def table(rows: Sequence[Row]) -> str:
    """Return the rows as a Markdown table with a last line that sums up."""
    lines = ["| page | figure | controls | settings | largest difference | verdict |", "|---|---|---|---|---|---|"]
    lines += [
        f"| {r.page} | {r.figure} | {r.controls} | {r.settings} | {r.difference:.1e} | "
        f"{'the same' if not r.faults else f'{len(r.faults)} faults'} |"
        for r in rows
    ]
    worst = max((r.difference for r in rows), default=0.0)
    lines.append("")
    lines.append(
        f"{len(rows)} figures, {sum(r.controls for r in rows)} controls, {sum(r.settings for r in rows)} settings; "
        f"largest relative difference between page and NumPy {worst:.1e}"
    )
    return "\n".join(lines)


@contextlib.contextmanager
def _browser(chromium: str | None, given: Any) -> Iterator[Any]:
    if given is not None:
        yield given
        return
    try:
        from playwright.sync_api import Error, sync_playwright
    except ImportError:
        raise VerifyError("verifying needs a browser and Playwright: pip install playwright.") from None
    with sync_playwright() as playwright:
        try:
            browser = launch(playwright, chromium)
        except Error as error:
            raise VerifyError(
                "no Chromium or Chrome could be started. Install one, or name yours in the environment "
                f"variable CHROMIUM. ({error})"
            ) from None
        yield browser
        browser.close()


def _address(folder: Path, from_disk: bool) -> Any:
    return contextlib.nullcontext(folder.as_uri() + "/") if from_disk else served(folder)


def main(arguments: Sequence[str]) -> int:
    """Verify a folder, print the table, and return 0 only if every figure is the same."""
    parser = argparse.ArgumentParser(
        prog="python -m livefig verify", description=(verify.__doc__ or "").splitlines()[0]
    )
    parser.add_argument("folder", help="the built HTML, such as _build/html")
    parser.add_argument("--width", type=int, default=1280, help="width of the window in px")
    parser.add_argument("--from-disk", action="store_true", help="open the pages from disk, without a server")
    parser.add_argument(
        "--self-contained",
        action="store_true",
        help="a request to another host, or an error in the console, is a fault",
    )
    options = parser.parse_args(arguments)
    try:
        rows = verify(
            options.folder, width=options.width, from_disk=options.from_disk, self_contained=options.self_contained
        )
    except VerifyError as error:
        print(error, file=sys.stderr)
        return 2
    for row in rows:
        for fault in row.faults[:TOLD]:
            print(f"{row.page}, {row.figure}: {fault}", file=sys.stderr)
        if len(row.faults) > TOLD:
            print(f"{row.page}, {row.figure}: and {len(row.faults) - TOLD} more", file=sys.stderr)
    print(table(rows))
    return 1 if any(row.faults for row in rows) else 0
