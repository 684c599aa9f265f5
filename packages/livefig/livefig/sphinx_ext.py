"""Live figures in pages that Sphinx and MyST-NB build: static markup, one script a page, fonts.

Add ``livefig.sphinx_ext`` to the Sphinx extensions. The outputs of notebooks come in through the entry
point ``myst_nb.mime_renderers``; a page without a live figure gets no script at all.
"""

import gzip
import json
import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util import logging

from .errors import EngineError
from .page import bundle, fonts
from .page.markup import anchors, figure_html, page_script, still_html
from .spec import MIME, REFERENCE, VERSION, Spec
from .v8 import REQUIRED, engine

logger = logging.getLogger(__name__)

NAME = "livefig.sphinx_ext"
SCRIPTS = (bundle.SCRIPT,)
STYLES = (bundle.STYLE, fonts.STYLE)


class live_figure(nodes.General, nodes.Element):
    """A figure's Spec in the document tree; its child says the sentence for builders without pictures.

    A book that numbers its figures writes the attribute `number`, such as "Figure 6.2".

    The Spec is plain dictionaries, and its reference, the long part of it, is JSON text: Sphinx loads the trees of all
    pages at every build, and MyST-NB's own kind of dictionary takes ten times as long.
    """


class LiveFigureRenderer:
    """Turn the MIME output of a live figure into a node (the interface is MyST-NB's)."""

    # "*" rather than "html": the page that PDF is printed from is built by "singlehtml".
    mime_priority_overrides = (("*", MIME, 1),)

    @staticmethod
    def handle_mime(renderer: Any, data: Any, inline: bool) -> list[nodes.Element] | None:
        """Return the node of a live figure, or None for any other output.

        MyST-NB finds this class wherever livefig is installed, whether or not the book names our extension.
        """
        if inline or data.mime_type != MIME:
            return None
        env = renderer.renderer.document.settings.env
        return [figure_node(data.content)] if NAME in env.app.extensions else still_nodes(data.content, env.docname)


def figure_node(content: str | Spec) -> live_figure:
    """Return the node for a Spec given as a dictionary or as JSON text."""
    spec = _plain(_spec_of(content))
    reference = json.dumps(spec.pop("reference"), allow_nan=False) if "reference" in spec else ""
    return live_figure("", nodes.paragraph("", spec["sentence"]), spec=spec, reference=reference)


def still_nodes(content: str | Spec, docname: str) -> list[nodes.Element]:
    """Return the picture and its sentence for a book that does not name our extension, and warn of it."""
    spec = _spec_of(content)
    logger.warning(
        "the live figure %r is a still picture, because the extension is missing. Add %r to the Sphinx extensions "
        "(in conf.py: extensions; in Jupyter Book's _config.yml: sphinx, extra_extensions).",
        spec["name"], NAME, location=docname, type="livefig", subtype="extension",
    )  # fmt: skip
    picture = nodes.raw("", still_html(spec), format="html")
    words = addnodes.only("", nodes.paragraph("", spec["sentence"]), expr="not html")
    return [picture, words]


def _spec_of(content: str | Spec) -> Spec:
    found: Spec = json.loads(content) if isinstance(content, str) else content
    if found["version"] != VERSION:
        raise ExtensionError(
            f"the output of the live figure {found['name']!r} was made by another livefig: its Spec has version "
            f"{found['version']}, and this one reads {VERSION}. Run the notebook again, and empty the cache of outputs."
        )
    return found


def _plain(value: Any) -> Any:
    """Return a copy in which each kind of dictionary is a plain one."""
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list) else value


# --- Sphinx ------------------------------------------------------------------------------------------


def check_and_place(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Stop for a figure that would be dead in the page; give each figure its anchor."""
    figures = list(doctree.findall(live_figure))
    taken: set[str] = {name for node in doctree.findall(nodes.Element) for name in node["ids"]}
    seen: dict[str, Spec] = {}
    for figure in figures:
        _refuse(figure["spec"], seen, taken, docname)
        seen[figure["spec"]["name"]] = figure["spec"]
    for figure, anchor in zip(figures, anchors([f["spec"]["name"] for f in figures], taken), strict=True):
        figure["anchor"] = anchor
    if figures and app.builder.format == "html":
        fonts.write_fonts(Path(app.outdir, "_static"))  # here, since pages may be written by several processes at once


def _refuse(spec: Spec, seen: dict[str, Spec], taken: set[str], docname: str) -> None:
    name = spec["name"]
    if spec["fallback"] is not None:
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


def add_assets(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any) -> None:
    """Write the page's script and link the runtime, on pages that hold a figure and on no others."""
    figures = list({f["spec"]["name"]: f for f in doctree.findall(live_figure)}.values()) if doctree else []
    static = Path(app.outdir, "_static")
    script = static / "livefig" / f"{pagename}.js"
    if not figures:  # the page of an earlier build may have had some
        script.unlink(missing_ok=True)
        script.with_suffix(".reference.json.gz").unlink(missing_ok=True)
        return
    script.parent.mkdir(parents=True, exist_ok=True)
    script.write_text(page_script([figure["spec"] for figure in figures]), encoding="utf-8", newline="\n")
    write_reference(script.with_suffix(".reference.json.gz"), figures)
    for style in STYLES:
        app.add_css_file(style)
    for name in (*SCRIPTS, f"livefig/{pagename}.js"):
        app.add_js_file(_address(name), loading_method="defer")


def _address(name: str) -> str:
    """Return the address of a file, which Sphinx writes as it gets it; to one that is the name it adds a digest."""
    return quote(name) if re.search("[#?%]", name) else name


def _prepare(app: Sphinx) -> None:
    os.environ[REFERENCE] = "1"  # the kernels that run the notebooks see it
    if app.config.livefig_requires_v8:
        _require_v8()
    if app.builder.format == "html":
        write_runtime(Path(app.outdir, "_static"))


def _require_v8() -> None:
    """Let the kernels make no figure without V8, and stop at once where they could make none."""
    os.environ[REQUIRED] = "1"
    try:
        engine()
    except EngineError as error:
        raise ExtensionError(str(error)) from None


def write_runtime(folder: Path) -> None:
    """Write the script and the style sheet that all figures share; at each build, since no page need have changed."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in ((bundle.SCRIPT, bundle.script()), (bundle.STYLE, bundle.style())):
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


def write_reference(file: Path, figures: Sequence[live_figure]) -> None:
    """Write what ``livefig.verify`` holds the page against; no page loads it."""
    kept = [f"{json.dumps(figure['spec']['name'])}: {figure['reference']}" for figure in figures if figure["reference"]]
    if kept:
        text = f"{{{', '.join(kept)}}}".encode("ascii")
        file.write_bytes(gzip.compress(text, mtime=0))  # without a time: the same bytes at every build


def _visit_html(translator: Any, node: nodes.Element) -> None:
    translator.body.append(figure_html(node["spec"], node["anchor"], node.get("number", "")))
    raise nodes.SkipNode


def _visit_sentence(translator: Any, node: nodes.Element) -> None:
    """Elsewhere the child, the sentence, stands for the figure."""


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    sentence = (_visit_sentence, _visit_sentence)
    app.add_node(live_figure, html=(_visit_html, None), latex=sentence, text=sentence, man=sentence, texinfo=sentence)
    app.add_config_value("livefig_requires_v8", False, "env", bool)
    app.connect("builder-inited", _prepare)
    app.connect("doctree-resolved", check_and_place)
    app.connect("html-page-context", add_assets)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
