"""The fonts of the pictures: Matplotlib's own, cut to what figures write, for pages and for pictures that are saved."""

import base64
import io
import json
import re
from collections.abc import Iterable
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from fontTools import subset
from fontTools.ttLib import TTFont

STYLE = "livefig-fonts.css"
SCRIPT = "livefig-fonts.js"

# One row a face: its file, Matplotlib's font, CSS style, CSS weight.
FACES = (
    ("LiveFigSans-Regular", "DejaVuSans", "normal", 400),
    ("LiveFigSans-Italic", "DejaVuSans-Oblique", "italic", 400),
    ("LiveFigSans-Bold", "DejaVuSans-Bold", "normal", 700),
)
# How a picture names a face; there is always some text in the first. A browser takes the bold one from 600 on.
_NAMED = {
    ("normal", 400): "",
    ("italic", 400): r'font-style="(?:italic|oblique)"',
    ("normal", 700): r'font-weight="[6-9]00"',
}
# Latin, combining marks and Greek, punctuation, super- and subscripts, letter-like signs, arrows,
# operators, technical and geometric signs, further mathematical signs.
GLYPHS = (
    *range(0x20, 0x7F), *range(0xA0, 0x180), *range(0x300, 0x400), *range(0x2010, 0x2060),
    *range(0x2070, 0x20A0), *range(0x2100, 0x2330), *range(0x25A0, 0x2600), *range(0x27C0, 0x2A00),
    *range(0x2A00, 0x2B00),
)  # fmt: skip
# What most figures write: ASCII, accents of formulas, Greek letters and a few signs. A picture that is saved carries
# this piece of a face (14 kB), and the other (70 kB) if it needs it.
COMMON = frozenset((*range(0x20, 0x7F), *range(0x302, 0x305), *range(0x391, 0x3CA), *map(ord, "°±²·×–’…′→∂∇−∞≈≤≥")))
PIECES = (COMMON, frozenset(GLYPHS) - COMMON)


def write_fonts(folder: Path) -> None:
    """Write the style sheet, the web fonts that it names, and the script, unless they are there.

    The script has the fonts for pictures that are saved: it hands them to the element that loaded it. No page loads it
    before a picture is saved, and it is a script because a page that was opened from disk can read no other file.
    """
    sheet = folder / STYLE
    if sheet.exists():
        return
    fonts = folder / "livefig-fonts"
    fonts.mkdir(parents=True, exist_ok=True)
    rules, pieces = [], []
    for name, source, style, weight in FACES:
        cut_font(_face(source), GLYPHS, fonts / f"{name}.woff")
        pieces += [_piece(source, style, weight, glyphs) for glyphs in PIECES]
        rules.append(_rule(style, weight, f"livefig-fonts/{name}.woff"))
    (fonts / "LICENSE").write_bytes((_matplotlib_fonts() / "LICENSE_DEJAVU").read_bytes())
    told = f'document.currentScript.dispatchEvent(new CustomEvent("fonts", {{ detail: {json.dumps(pieces)} }}));\n'
    (folder / SCRIPT).write_text(told, encoding="utf-8", newline="\n")
    sheet.write_text("".join(rules), encoding="utf-8")  # last: its presence says that all are there


def rules_for(pictures: Iterable[str], letters: Iterable[str]) -> str:
    """Return the rules with the fonts in them, for a document of one file: the faces that the pictures name, cut to the
    common letters and to those of the others that they may come to write."""
    text = "".join(pictures)
    glyphs = COMMON | {ord(letter) for letter in letters} & PIECES[1]
    return "".join(
        _rule(style, weight, f"data:font/woff;base64,{_woff(source, glyphs)}")
        for _, source, style, weight in FACES
        if re.search(_NAMED[style, weight], text)
    )


@cache
def _woff(source: str, glyphs: frozenset[int]) -> str:
    """Return a face, cut, as base64."""
    font = io.BytesIO()
    cut_font(_face(source), sorted(glyphs), font)
    return base64.b64encode(font.getvalue()).decode()


def _rule(style: str, weight: int, address: str) -> str:
    return (
        f'@font-face {{ font-family: "LiveFig Sans"; font-style: {style}; font-weight: {weight}; '
        f'src: url("{address}") format("woff"); }}\n'
    )


def _face(source: str) -> TTFont:
    return TTFont(_matplotlib_fonts() / f"{source}.ttf", recalcTimestamp=False)  # the same bytes each time


def _piece(source: str, style: str, weight: int, glyphs: frozenset[int]) -> dict[str, Any]:
    """Return a part of a face as plain data; its ranges are those of ``unicode-range``."""
    held = sorted(glyphs)
    firsts = [code for code in held if code - 1 not in glyphs]
    lasts = [code for code in held if code + 1 not in glyphs]
    ranges = list(zip(firsts, lasts, strict=True))
    return {"style": style, "weight": weight, "ranges": ranges, "data": _woff(source, glyphs)}


def cut_font(font: TTFont, glyphs: Iterable[int], target: Path | io.BytesIO) -> None:
    """Write a web font that holds the given characters only; the licence in its name table stays."""
    options = subset.Options(name_IDs=["*"], notdef_outline=True, hinting=False)
    options.drop_tables += ["FFTM"]  # the font editor's own time stamps
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=glyphs)
    cutter.subset(font)
    font.flavor = "woff"
    font.save(target)


@cache
def _matplotlib_fonts() -> Path:
    """Found without importing Matplotlib: the tables of its fonts are all that is needed here."""
    spec = find_spec("matplotlib")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("livefig needs Matplotlib, whose fonts its pages use: pip install matplotlib.")
    return Path(spec.origin).parent / "mpl-data" / "fonts" / "ttf"
