"""The icons of the theme as letters of a small font, cut out of the one that the theme brings.

The theme draws them with a script of 1.5 MB, which looks through each page and then watches every change of it. Its
style sheet can do without: it knows each icon as a letter of a font, which here has those letters only that pages show.
Any other icon is still found in the theme's own font of 150 kB.
"""

import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from fontTools.ttLib import TTFont

from livefig.page.fonts import cut_font

# What stands in the pages, as the font names it, and the arrow of a table of contents that is folded away.
NAMES = (
    "angle-down", "angle-left", "angle-right", "arrow-up", "bars", "circle-half-stroke", "expand", "list",
    "magnifying-glass", "moon", "sun",
)  # fmt: skip
# The theme's sheet writes the icons of boxes and links as the letters themselves, of the Private Use Area.
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_FACE = (
    '@font-face {{ font-family: "Font Awesome 6 Free"; font-style: normal; font-weight: 900; font-display: block; '
    'src: url("fonts/icons.woff") format("woff"); unicode-range: {ranges}; }}\n'
)
# No screen reader says the letter, and its room is there before the font is.
_RULE = '.fa-{name}::before {{ content: "\\{code:x}" / ""; display: inline-block; width: {width:.4g}em; }}\n'


@cache
def _theme() -> Path:
    """Return the folder with the theme's files, found without importing it."""
    spec = find_spec("pydata_sphinx_theme")
    assert spec is not None and spec.origin is not None
    return Path(spec.origin).parent / "theme" / "pydata_sphinx_theme" / "static"


def sheet(font: TTFont, codes: set[int]) -> str:
    """Return the rules: the font holds these letters, and each named icon is as wide as its letter."""
    units, letters = font["head"].unitsPerEm, {glyph: code for code, glyph in font.getBestCmap().items()}
    rules = [
        _RULE.format(name=name, code=letters[name], width=font["hmtx"][name][0] / units)  # a KeyError names the icon
        for name in NAMES
    ]
    ranges = ", ".join(f"U+{code:X}" for code in sorted(codes | {letters[name] for name in NAMES}))
    return _FACE.format(ranges=ranges) + "".join(rules)


def write_icons(app) -> None:
    """Write the font and its sheet, unless an earlier build did."""
    static = Path(app.outdir, "_static")
    if app.builder.format != "html" or (static / "icons.css").exists():
        return
    font = TTFont(_theme() / "vendor/fontawesome/webfonts/fa-solid-900.ttf", recalcTimestamp=False)
    held = set(font.getBestCmap())
    written = (_theme() / "styles/pydata-sphinx-theme.css").read_text(encoding="utf-8")
    text = sheet(font, {ord(letter) for letter in _PRIVATE.findall(written)} & held)
    (static / "fonts").mkdir(parents=True, exist_ok=True)
    cut_font(font, [int(code, 16) for code in re.findall(r"U\+(\w+)", text)], static / "fonts" / "icons.woff")
    (static / "icons.css").write_text(text, encoding="utf-8", newline="\n")  # last: it says that both are there


def setup(app):
    app.connect("builder-inited", write_icons)
    app.add_css_file("icons.css")
    return {"parallel_read_safe": True, "parallel_write_safe": True}
