"""Live figures in pages that Sphinx and MyST-NB build: static markup, one script a page, fonts.

Add ``livefig.sphinx_ext`` to the Sphinx extensions. The outputs of notebooks come in through the entry
point ``myst_nb.mime_renderers``; a page without a live figure gets no script at all.
"""

import base64
import gzip
import io
import json
import os
from collections.abc import Iterable
from functools import cache
from html import escape
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from docutils import nodes
from fontTools import subset
from fontTools.ttLib import TTFont
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

from .live import MIME, REFERENCE, SCRIPTS, published

SENTINEL = "LIVEFIG_ID_"
STYLES = ("livefig.css", "livefig-fonts.css")

# One row a face: its file, Matplotlib's font, CSS style, CSS weight.
FACES = (
    ("LiveFigSans-Regular", "DejaVuSans", "normal", 400),
    ("LiveFigSans-Italic", "DejaVuSans-Oblique", "italic", 400),
    ("LiveFigSans-Bold", "DejaVuSans-Bold", "normal", 700),
)
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


class live_figure(nodes.General, nodes.Element):
    """A figure's Spec in the document tree; its child says the sentence for builders without pictures."""


class LiveFigureRenderer:
    """Turn the MIME output of a live figure into a node (the interface is MyST-NB's)."""

    # "*" rather than "html": the page that PDF is printed from is built by "singlehtml".
    mime_priority_overrides = (("*", MIME, 1),)

    @staticmethod
    def handle_mime(renderer: Any, data: Any, inline: bool) -> list[nodes.Element] | None:
        """Return the node of a live figure, or None for any other output."""
        return None if inline or data.mime_type != MIME else [figure_node(data.content)]


def figure_node(content: str | dict) -> live_figure:
    """Return the node for a Spec given as a dictionary or as JSON text."""
    spec = json.loads(content) if isinstance(content, str) else dict(content)
    return live_figure("", nodes.paragraph("", spec["sentence"]), spec=spec)


# --- the markup --------------------------------------------------------------------------------------


def figure_html(spec: dict, anchor: str) -> str:
    """Return the static markup of one figure; the page is complete with this and without a script."""
    kinds = ("wide", "narrow") if len(spec["layouts"]) > 1 else ("only",)
    pictures = "".join(
        f'<div class="livefig-layout livefig-{kind}">{with_ids(layout["svg"], f"{anchor}-{kind[0]}-")}</div>'
        for kind, layout in zip(kinds, spec["layouts"], strict=False)
    )
    return (
        f'<figure class="livefig" id="{escape(anchor)}" data-livefig="{escape(spec["name"])}">'
        f'<div class="livefig-picture" role="img" aria-label="{escape(spec["alt"])}">{pictures}</div>'
        f"{equations_html(spec)}"
        f'<div class="livefig-room" data-longest="{escape(spec.get("longest", ""))}">'
        f'<p class="livefig-says">{escape(spec["sentence"])}</p></div></figure>\n'
    )


def equations_html(spec: dict) -> str:
    """Return the equations of a figure, one below the other."""
    lines = "".join(f'<div class="livefig-equation">{one["html"]}</div>' for one in spec.get("equations", ()))
    return f'<div class="livefig-equations">{lines}</div>' if lines else ""


def with_ids(svg: str, prefix: str) -> str:
    """Return the SVG with a prefix of its own at each id, since a page has one space of ids."""
    return svg.replace(SENTINEL, escape(prefix))


def anchors(names: list[str], taken: set[str]) -> list[str]:
    """Return one anchor a figure: its name the first time, ``name-2``, ``name-3``, ... afterwards."""
    taken, seen, result = taken | set(names), set(), []
    for name in names:
        number, anchor = 1, name
        while anchor in (seen if number == 1 else taken | seen):
            number += 1
            anchor = f"{name}-{number}"
        seen.add(anchor)
        result.append(anchor)
    return result


# --- the script of a page ----------------------------------------------------------------------------


def page_script(specs: list[dict]) -> str:
    """Return the script of a page: its arrays, each once, then one ``livefig.add`` a figure."""
    arrays: dict[str, int] = {}
    calls = [_call(spec, arrays) for spec in specs]
    pool = ",\n".join(_js(data) for data in arrays)
    return f'(function () {{\n"use strict";\nvar arrays = [\n{pool}\n];\n{"".join(calls)}}})();\n'


def _call(spec, arrays):
    left_out = ("programs", "constants", "layouts", "reference", "longest")
    there = {  # the markup is in the page
        part: [{k: v for k, v in one.items() if k not in ("svg", "html")} for one in spec[part]]
        for part in ("layouts", "equations")
        if part in spec
    }
    plain = {k: v for k, v in spec.items() if k not in left_out} | there
    constants = ", ".join(_constant(constant, arrays) for constant in spec["constants"])
    programs = ",\n".join(spec["programs"])
    return f'livefig.add({_js(plain)[:-1]}, "constants": [{constants}]}}, [\n{programs}\n]);\n'


def _constant(constant, arrays):
    index = arrays.setdefault(constant["data"], len(arrays))
    return f'{{"shape": {_js(constant["shape"])}, "data": arrays[{index}]}}'


def _js(value):
    """JSON that is also a JavaScript literal, in ASCII, and that cannot end a script element."""
    return json.dumps(value, allow_nan=False).replace("<", "\\u003c")


# --- the fonts of the pictures -----------------------------------------------------------------------


def write_fonts(folder: Path) -> None:
    """Write ``livefig-fonts.css``, the web fonts that it names, and ``livefig-fonts.js``, unless they are there.

    The script has the fonts for pictures that are saved. No page loads it before a picture is, and it is a script
    because a page that was opened from disk can read no other file.
    """
    sheet = folder / "livefig-fonts.css"
    if sheet.exists():
        return
    fonts = folder / "livefig-fonts"
    fonts.mkdir(parents=True, exist_ok=True)
    rules, pieces = [], []
    for name, source, style, weight in FACES:
        cut_font(_face(source), GLYPHS, fonts / f"{name}.woff")
        pieces += [_piece(source, style, weight, glyphs) for glyphs in PIECES]
        rules.append(
            f'@font-face {{ font-family: "LiveFig Sans"; font-style: {style}; font-weight: {weight}; '
            f'src: url("livefig-fonts/{name}.woff") format("woff"); }}\n'
        )
    (fonts / "LICENSE").write_bytes((_matplotlib_fonts() / "LICENSE_DEJAVU").read_bytes())
    (folder / "livefig-fonts.js").write_text(f"livefig.fonts = {_js(pieces)};\n", encoding="utf-8", newline="\n")
    sheet.write_text("".join(rules), encoding="utf-8")  # last: its presence says that all are there


def _face(source):
    return TTFont(_matplotlib_fonts() / f"{source}.ttf", recalcTimestamp=False)  # the same bytes each time


def _piece(source, style, weight, glyphs):
    """Return a part of a face as plain data; its ranges are those of ``unicode-range``."""
    held, font = sorted(glyphs), io.BytesIO()
    cut_font(_face(source), held, font)
    firsts = [code for code in held if code - 1 not in glyphs]
    lasts = [code for code in held if code + 1 not in glyphs]
    data = base64.b64encode(font.getvalue()).decode()
    return {"style": style, "weight": weight, "ranges": list(zip(firsts, lasts, strict=True)), "data": data}


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
def _matplotlib_fonts():
    """Found without importing Matplotlib: the tables of its fonts are all that is needed here."""
    return Path(find_spec("matplotlib").origin).parent / "mpl-data" / "fonts" / "ttf"


# --- Sphinx ------------------------------------------------------------------------------------------


def check_and_place(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Stop for a figure that would be dead in the page; give each figure its anchor."""
    figures = list(doctree.findall(live_figure))
    taken = {anchor for node in doctree.findall(nodes.Element) for anchor in node.get("ids", ())}
    seen: dict[str, dict] = {}
    for figure in figures:
        _refuse(figure["spec"], seen, taken, docname)
        seen[figure["spec"]["name"]] = figure["spec"]
    for figure, anchor in zip(figures, anchors([f["spec"]["name"] for f in figures], taken), strict=True):
        figure["anchor"] = anchor


def _refuse(spec, seen, taken, docname):
    name = spec["name"]
    if spec.get("fallback") is not None:
        raise ExtensionError(
            f"{docname}: the live figure {name!r} would be dead in the page, because its function cannot be "
            f"translated: {spec['fallback']}"
        )
    if seen.get(name, spec) != spec:
        raise ExtensionError(
            f"{docname}: two different live figures are named {name!r}. Give one another name: the name is its "
            "address in the page."
        )
    if name in taken:
        raise ExtensionError(
            f"{docname}: the live figure {name!r} is named like an anchor that the page has already (a heading "
            "or a label). Give the figure another name."
        )


def add_assets(app: Sphinx, pagename: str, templatename: str, context: dict, doctree: Any) -> None:
    """Write the page's script and link the runtime, on pages that hold a figure and on no others."""
    specs = list({f["spec"]["name"]: f["spec"] for f in doctree.findall(live_figure)}.values()) if doctree else []
    static = Path(app.outdir, "_static")
    script = static / "livefig" / f"{pagename}.js"
    if not specs:  # the page of an earlier build may have had some
        script.unlink(missing_ok=True)
        script.with_suffix(".reference.json.gz").unlink(missing_ok=True)
        return
    script.parent.mkdir(parents=True, exist_ok=True)
    script.write_text(page_script(specs), encoding="utf-8", newline="\n")
    write_reference(script.with_suffix(".reference.json.gz"), specs)
    write_fonts(static)
    for style in STYLES:
        app.add_css_file(style)
    for name in (*SCRIPTS, f"livefig/{pagename}.js"):
        app.add_js_file(name, loading_method="defer")


def _prepare(app):
    os.environ[REFERENCE] = "1"  # the kernels that run the notebooks see it
    if app.builder.format == "html":
        write_runtime(Path(app.outdir, "_static"))


def write_runtime(folder: Path) -> None:
    """Write the scripts and the stylesheet that all figures share; at each build, since no page need have changed."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in (*SCRIPTS, "livefig.css"):
        (folder / name).write_text(published(name), encoding="utf-8", newline="\n")


def write_reference(file: Path, specs: list[dict]) -> None:
    """Write what ``livefig.verify`` holds the page against; no page loads it."""
    kept = {spec["name"]: spec["reference"] for spec in specs if "reference" in spec}
    if kept:
        text = json.dumps(kept, allow_nan=False).encode("ascii")
        file.write_bytes(gzip.compress(text, mtime=0))  # without a time: the same bytes at every build


def _visit_html(translator, node):
    translator.body.append(figure_html(node["spec"], node["anchor"]))
    raise nodes.SkipNode


def _visit_sentence(translator, node):
    """Elsewhere the child, the sentence, stands for the figure."""


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    sentence = (_visit_sentence, _visit_sentence)
    app.add_node(live_figure, html=(_visit_html, None), latex=sentence, text=sentence, man=sentence, texinfo=sentence)
    app.connect("builder-inited", _prepare)
    app.connect("doctree-resolved", check_and_place)
    app.connect("html-page-context", add_assets)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
