"""Live figures in what nbconvert makes of a notebook: HTML of one file that needs no kernel and no other host.

``jupyter nbconvert --to livefig`` is nbconvert's own HTML with live figures. Whoever keeps ``--to html`` or
``--to slides``, or uses a program that is built on nbconvert, adds `LivePreprocessor` to the preprocessors.
"""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from jinja2 import DictLoader
from nbconvert.exporters.html import HTMLExporter
from nbconvert.preprocessors import Preprocessor
from traitlets import Bool, default

from .page.document import figures_html
from .page.markup import NO_FORMULAS, still_html
from .spec import MIME, VERSION, Spec

VIEW = "application/vnd.jupyter.widget-view+json"

# A block of nbconvert's templates that loads a script from another host, and what wants it: types of output, and what
# Markdown or HTML has in it.
BLOCKS = {
    "requirejs": ({VIEW, "application/javascript"}, re.compile(r"\brequire(?:js)?\b")),
    "jquery": ({VIEW, "application/javascript"}, re.compile(r"\$\(|\bjQuery\b")),
    "mathjax": ({"text/latex"}, re.compile(r"\$|\\[(\[]|\\begin\{")),
    "mermaidjs": ({"text/vnd.mermaid"}, re.compile("mermaid")),
}
# "index.html.j2" is that of the template which is chosen, so this stands in front of any.
TEMPLATE_FILE = "livefig.html.j2"
_BLOCK = """{%- block html_head_js_NAME -%}{% if nb | wants("NAME") %}{{ super() }}{% endif %}{%- endblock -%}"""
TEMPLATE = '{%- extends "index.html.j2" -%}' + "".join(_BLOCK.replace("NAME", name) for name in BLOCKS)

_HEADING = re.compile(r"^#{1,6}[ \t]+(.+?)[ \t#]*$", re.MULTILINE)


class LivePreprocessor(Preprocessor):
    """Makes the live figures among a notebook's outputs move in the page; all else stays as it is."""

    enabled = Bool(True, help="Whether live figures move in the page.").tag(config=True)

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Return the notebook, in whose outputs each live figure is HTML.

        A figure whose function is computed in a kernel is a still picture that says so. One that another version of
        livefig made stays what it was, with a warning.
        """
        found = [(data, _spec_of(data[MIME])) for data in _bundles(nb) if MIME in data]
        current = [(data, spec) for data, spec in found if self._is_current(spec)]
        live = [(data, spec) for data, spec in current if spec["fallback"] is None]
        for data, spec in current:
            data["text/html"] = still_html(spec)
        for (data, _), html in zip(live, figures_html([spec for _, spec in live], _heading_ids(nb)), strict=True):
            data["text/html"] = html
        for data, _ in found:
            _leave_only_html(data, bool(resources.get("should_sanitize_html")))
        if not any(VIEW in data for data in _bundles(nb)):
            nb.metadata.pop("widgets", None)  # for which the page would load a script from another host
        return nb, resources

    def _is_current(self, spec: Spec) -> bool:
        if spec["version"] == VERSION:
            return True
        self.log.warning(
            "The live figure %r was made by another version of livefig and does not move in the page. Run the notebook "
            "again (--execute does).", spec["name"],
        )  # fmt: skip
        return False


class LiveExporter(HTMLExporter):
    """nbconvert's HTML, in which live figures move, and which asks no other host for what nothing in it wants."""

    export_from_notebook = "HTML with live figures"  # what has a name for it stands in JupyterLab's menu

    @default("default_preprocessors")
    def _with_ours(self) -> list[Any]:
        usual = HTMLExporter.default_preprocessors.default() or []
        return [*usual, LivePreprocessor]

    @default("template_file")
    def _ours(self) -> str:
        return TEMPLATE_FILE

    @default("extra_loaders")
    def _which_has_it(self) -> list[DictLoader]:
        return [DictLoader({TEMPLATE_FILE: TEMPLATE})]

    def default_filters(self) -> Iterator[tuple[str, Any]]:
        """Return the filters of nbconvert, and those that the template asks."""
        yield from super().default_filters()  # type: ignore[no-untyped-call]
        yield "wants", wants


def wants(nb: Any, block: str) -> bool:
    """Return whether anything in a notebook may want the scripts of one of `BLOCKS`; a live figure wants none."""
    kinds, pattern = BLOCKS[block]
    return any(kinds & set(data) for data in _bundles(nb)) or any(map(pattern.search, _foreign_texts(nb)))


def _bundles(nb: Any) -> Iterator[Any]:
    """Yield what each output is, by MIME type."""
    for cell in nb.cells:
        for output in cell.get("outputs", ()):
            if "data" in output:
                yield output.data


def _foreign_texts(nb: Any) -> Iterator[str]:
    """Yield what will be read as HTML or Markdown, and is not ours."""
    yield from (cell.source for cell in nb.cells if cell.cell_type != "code")
    for data in _bundles(nb):
        for kind in ("text/html", "text/markdown", "text/latex"):
            if NO_FORMULAS not in data.get(kind, NO_FORMULAS):
                yield data[kind]


def _spec_of(content: Any) -> Spec:
    spec: Spec = json.loads(content) if isinstance(content, str) else content
    return spec


def _leave_only_html(data: Any, sanitized: bool) -> None:
    """Remove what a page cannot use. HTML that is about to be sanitized would show its scripts as text, so then the
    sentence alone stays."""
    for kind in (MIME, VIEW, *(["text/html"] if sanitized else [])):
        data.pop(kind, None)


def _heading_ids(nb: Any) -> set[str]:
    """Return the ids of headings that a figure could be named like, as nbconvert or a theme writes them."""
    texts: Iterable[str] = (cell.source for cell in nb.cells if cell.cell_type == "markdown")
    headings = (heading for text in texts for heading in _HEADING.findall(text))
    return {re.sub(r"[^a-z0-9]+", "-", heading.lower()).strip("-") for heading in headings}
