"""Mathematics as MathML that is made while the book is built: no script, no other host, no blank formula."""

import re
from html import escape
from importlib.util import find_spec
from pathlib import Path

from docutils import nodes
from fontTools.ttLib import TTFont
from sphinx.locale import _
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number

from livefig.page.fonts import cut_font
from livefig.text.tex import TexError, to_mathml

from .wrapping import PHONE, widest_line, width, wrapping

log = logging.getLogger(__name__)

# Sphinx numbers the equations, so the converter gets the forms without a number.
_NUMBERED = re.compile(r"\\(begin|end)\{(align|gather|equation|multline|alignat|flalign)\}")
# What may not be parted from a formula at the end of a line; browsers break on both sides of one.
_BEFORE = re.compile(r"[(\[“‘]+$")
_AFTER = re.compile(r"[,.;:!?)\]”’]+|[-‑]\w*")

# Latin, accents, Greek, punctuation, marks, letter-like signs, arrows and operators, fences and braces,
# geometric signs, more operators, and the mathematical alphabets without the sans-serif ones.
GLYPHS = (
    *range(0x20, 0x7F), *range(0xA0, 0x100), *range(0x2B0, 0x2E0), *range(0x300, 0x340), *range(0x370, 0x400),
    *range(0x2010, 0x2070), *range(0x20D0, 0x20F0), *range(0x2100, 0x2150), *range(0x2190, 0x2312),
    *range(0x239B, 0x23B8), *range(0x23DC, 0x23E2), *range(0x25A0, 0x2600), *range(0x27C0, 0x2800),
    *range(0x2A00, 0x2B00), *range(0x1D400, 0x1D5A0), *range(0x1D670, 0x1D7CC),
)  # fmt: skip

PRIMES = (0x2032, 0x2033, 0x2034)


def convert(tex: str, display: bool, node: nodes.Node, macros: dict[str, str]) -> str:
    """Return the MathML, or the TeX as code with a warning that names the place."""
    try:
        return to_mathml(as_display(tex) if display else tex, display, macros, annotate=True)
    except TexError as error:
        log.warning("%s", error, location=node, type="mathml")
        return f'<code class="math-error">{escape(tex)}</code>'


def as_display(tex: str) -> str:
    """Return the TeX with unnumbered environments; several lines without one are aligned."""
    tex = _NUMBERED.sub(r"\\\1{\2*}", tex.strip())
    if r"\\" in tex and r"\begin{" not in tex:
        return r"\begin{aligned}" + tex + r"\end{aligned}"
    return tex


def visit_inline(translator, node):
    mathml = convert(node.astext(), False, node, translator.config.mathml_macros)
    long = " math-long" if width(mathml) > PHONE else ""
    extra = {"tabindex": "0"} if long else {}
    translator.body.append(translator.starttag(node, "span", "", CLASS=f"math notranslate nohighlight{long}", **extra))
    translator.body.append(mathml + "</span>")
    raise nodes.SkipNode


def visit_block(translator, node):
    mathml = wrapping(convert(node.astext(), True, node, translator.config.mathml_macros))
    # What may have to scroll must be reachable with the keyboard; what never scrolls must not be a stop.
    # A number in brackets may stand beside it.
    extra = {"tabindex": "0"} if widest_line(mathml) > PHONE - 3 else {}
    translator.body.append(translator.starttag(node, "div", CLASS="math notranslate nohighlight", **extra))
    translator.body.append(mathml)
    if node["number"]:
        translator.body.append(f'<span class="eqno">({get_node_equation_number(translator, node)})')
        translator.add_permalink_ref(node, _("Link to this equation"))
        translator.body.append("</span>")
    translator.body.append("</div>\n")
    raise nodes.SkipNode


def keep_together(app, doctree, docname):
    """Tie each inline formula to the punctuation beside it."""
    for math in list(doctree.findall(nodes.math)):
        siblings, place = math.parent, math.parent.index(math)
        opening = _found(_BEFORE.search, siblings, place - 1)
        closing = _found(_AFTER.match, siblings, place + 1)
        if opening or closing:
            tied = nodes.inline(classes=["unbroken"])
            siblings[place] = tied
            tied += [nodes.Text(opening), math, nodes.Text(closing)]
            _cut(siblings, place + 1, slice(len(closing), None))
            _cut(siblings, place - 1, slice(None, -len(opening) or None))


def _found(search, siblings, place):
    """Return what a pattern finds in the text at a place, or nothing if there is no text."""
    is_text = 0 <= place < len(siblings) and isinstance(siblings[place], nodes.Text)
    match = search(siblings[place]) if is_text else None
    return match[0] if match else ""


def _cut(siblings, place, part):
    if 0 <= place < len(siblings) and isinstance(siblings[place], nodes.Text):
        siblings[place] = nodes.Text(siblings[place][part])


def write_font(app, error):
    """Cut the web font of the formulas out of STIX Two Math (SIL Open Font License), which ziamath carries."""
    target = Path(app.outdir, "_static", "fonts", "math.woff")
    if error or app.builder.format != "html" or target.exists():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    package = find_spec("ziamath")  # found without importing it
    assert package is not None and package.origin is not None
    source = Path(package.origin).with_name("fonts") / "STIXTwoMath-Regular.ttf"
    font = TTFont(source, recalcTimestamp=False)  # the same bytes in every build
    stand_on_their_own(font)
    lower_primes(font)
    even_roots(font)
    cut_font(font, GLYPHS, target)


def stand_on_their_own(font: TTFont) -> None:
    """Move combining accents to the right of their origin and give them a width.

    They have none, so that they fall on the letter before; but in MathML an accent is an operator of its
    own, and Chromium then draws it beside its letter and clips it.
    """
    glyphs, metrics = font["glyf"], font["hmtx"]
    for name in font["MATH"].table.MathVariants.HorizGlyphCoverage.glyphs:
        glyph = glyphs[name]
        if metrics[name][0] == 0 and glyph.numberOfContours > 0:
            glyph.coordinates.translate((-glyph.xMin, 0))
            glyph.recalcBounds(glyphs)
            metrics[name] = (glyph.xMax, 0)


def lower_primes(font: TTFont) -> None:
    """Draw a prime with the form that the font keeps for superscripts.

    The plain form is small and raised already, so that as a superscript it would be tiny and too high; the
    font's own choice between the two (its feature "ssty") is one that browsers do not make.
    """
    forms, plain = _script_forms(font["GSUB"].table), font.getBestCmap()
    lowered = {code: forms[plain[code]][0] for code in PRIMES}
    for table in font["cmap"].tables:
        table.cmap.update({code: glyph for code, glyph in lowered.items() if code in table.cmap})


def even_roots(font: TTFont) -> None:
    """Make the tall forms of the root as narrow as the small one.

    Before a root is laid out Chromium takes the width of its widest form for it, as MathML Core says, and a box that is
    wider than the root leaves a hole behind its content.
    """
    root = font.getBestCmap()[ord("√")]
    variants = font["MATH"].table.MathVariants
    tall = variants.VertGlyphConstruction[variants.VertGlyphCoverage.glyphs.index(root)]
    names = [one.VariantGlyph for one in tall.MathGlyphVariantRecord]
    names += [part.glyph for part in tall.GlyphAssembly.PartRecords]
    width, glyphs, metrics = font["hmtx"][root][0], font["glyf"], font["hmtx"]
    for name in dict.fromkeys(names):
        if metrics[name][0] > width:
            glyph = glyphs[name]
            glyph.coordinates.scale((width / metrics[name][0], 1))
            glyph.coordinates.toInt()
            glyph.recalcBounds(glyphs)
            metrics[name] = (width, glyph.xMin)


def _script_forms(gsub):
    """Return for each glyph its forms for superscripts, the first for the first level."""
    lookups = {
        index for record in gsub.FeatureList.FeatureRecord if record.FeatureTag == "ssty"
        for index in record.Feature.LookupListIndex
    }  # fmt: skip
    tables = [getattr(t, "ExtSubTable", t) for i in lookups for t in gsub.LookupList.Lookup[i].SubTable]
    return {glyph: forms for table in tables for glyph, forms in table.alternates.items()}


def setup(app):
    app.add_config_value("mathml_macros", {}, "env")
    app.connect("doctree-resolved", keep_together)
    app.connect("build-finished", write_font)
    app.add_html_math_renderer("mathml", (visit_inline, None), (visit_block, None))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
