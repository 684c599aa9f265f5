"""The markup of a figure: complete without a script, and what the page's script is given beside it."""

import base64
import json
from collections.abc import Sequence
from html import escape
from typing import Any, Literal

from ..spec import SENTINEL, Packed, Spec

NO_FORMULAS = "mathjax_ignore tex2jax_ignore"  # the classes by which MathJax 3 and 2 leave an element as it is
_TOLD: tuple[tuple[str, Literal["title", "caption"]], ...] = (("b", "title"), ("span", "caption"))
STILL = "A still picture: its numbers come from Python, which a page does not have. "

# Verdana is as wide as DejaVu Sans, for which the picture was made. A template may begin with a space.
_LETTERS = "style=\"font-family: 'DejaVu Sans', Verdana, sans-serif; white-space: pre\""


def figure_html(spec: Spec, anchor: str, number: str = "") -> str:
    """Return the static markup of one figure; the page is complete with this and without a script.

    A host that numbers its figures gives the number in words, such as "Figure 6.2"; it stands before the title.
    """
    kinds = ("wide", "narrow") if len(spec["layouts"]) > 1 else ("only",)
    pictures = "".join(
        f'<div class="livefig-layout livefig-{kind}">{with_ids(layout["svg"], f"{anchor}-{kind[0]}-")}</div>'
        for kind, layout in zip(kinds, spec["layouts"], strict=False)
    )
    return (
        f'<figure class="livefig" id="{escape(anchor)}" data-livefig="{escape(spec["name"])}">'
        f"{title_html(spec, number)}"
        f'<div class="livefig-stage"><div class="livefig-picture" role="img" aria-label="{escape(spec["alt"])}">'
        f"{pictures}</div></div>"
        f"{equations_html(spec)}"
        f'<div class="livefig-room" data-longest="{escape(spec["longest"])}">'
        f'<p class="livefig-says">{escape(spec["sentence"])}</p></div>{caption_html(spec)}</figure>\n'
    )


def still_html(spec: Spec) -> str:
    """Return the figure as a picture with its sentence, for hosts that run none of our scripts: nbconvert, mkdocs, a
    notebook that nobody has run yet. Where the function is computed in a kernel, a line says why nothing moves.

    The picture is an image, not part of the page, because JupyterLab and others take SVG out of HTML that they do not
    trust, and leave images in. Formulas that the host sets are none of ours: both versions of MathJax pass over us.
    """
    note = "" if spec["fallback"] is None else f"<br><small>{escape(STILL + spec['fallback'])}</small>"
    told = "".join(f"<{tag}>{spec[key]}</{tag}><br>" for tag, key in _TOLD if spec[key])
    return (
        f'<figure class="{NO_FORMULAS}" style="margin: 1em 0">'
        f'<img alt="{escape(spec["alt"])}" src="{_image(spec)}" style="max-width: 100%; background: white">'
        f"<figcaption>{told}{escape(spec['sentence'])}{note}</figcaption></figure>"
    )


def title_html(spec: Spec, number: str = "") -> str:
    """Return the number and the title of a figure as its `figcaption`, or nothing if it has neither."""
    told = f'<span class="livefig-number">{escape(number)}</span> ' if number else ""
    return f"<figcaption>{told}{spec['title']}</figcaption>" if number or spec["title"] else ""


def caption_html(spec: Spec) -> str:
    """Return what the marks of a figure are, or nothing if its author did not say it."""
    return f'<p class="livefig-caption">{spec["caption"]}</p>' if spec["caption"] else ""


def _image(spec: Spec) -> str:
    """Return the first layout as an address that needs no file: the image has the fonts of the machine, not ours."""
    svg = with_ids(spec["layouts"][0]["svg"], "").replace("<svg ", f"<svg {_LETTERS} ", 1)
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"


def equations_html(spec: Spec) -> str:
    """Return the equations of a figure, one below the other."""
    lines = "".join(f'<div class="livefig-equation">{one["html"]}</div>' for one in spec["equations"])
    return f'<div class="livefig-equations">{lines}</div>' if lines else ""


def with_ids(svg: str, prefix: str) -> str:
    """Return the SVG with a prefix of its own at each id, since a page has one space of ids."""
    return svg.replace(SENTINEL, escape(prefix))


def anchors(names: Sequence[str], taken: set[str]) -> list[str]:
    """Return one anchor a figure: its name the first time it is free, ``name-2``, ``name-3``, ... afterwards."""
    occupied, seen, result = taken | set(names), set[str](), []
    for name in names:
        number, anchor = 1, name
        while anchor in (taken if number == 1 else occupied) | seen:
            number += 1
            anchor = f"{name}-{number}"
        seen.add(anchor)
        result.append(anchor)
    return result


def page_script(specs: Sequence[Spec]) -> str:
    """Return the script of a page: its arrays, each once, then one ``livefig.add`` a figure."""
    arrays: dict[str, int] = {}
    calls = [_call(spec, arrays) for spec in specs]
    pool = ",\n".join(literal(data) for data in arrays)
    return f'(function () {{\n"use strict";\nvar arrays = [\n{pool}\n];\n{"".join(calls)}}})();\n'


def _call(spec: Spec, arrays: dict[str, int]) -> str:
    left_out = ("programs", "constants", "reference", "longest", "title", "caption")
    plain: dict[str, Any] = {k: v for k, v in spec.items() if k not in left_out}
    for part, markup in (("layouts", "svg"), ("equations", "html")):  # which is in the page
        plain[part] = [{k: v for k, v in one.items() if k != markup} for one in plain[part]]
    constants = ", ".join(_constant(constant, arrays) for constant in spec["constants"])
    programs = ",\n".join(spec["programs"])
    return f'livefig.add({literal(plain)[:-1]}, "constants": [{constants}]}}, [\n{programs}\n]);\n'


def _constant(constant: Packed, arrays: dict[str, int]) -> str:
    index = arrays.setdefault(constant["data"], len(arrays))
    return f'{{"shape": {literal(constant["shape"])}, "data": arrays[{index}]}}'


def literal(value: object) -> str:
    """Return JSON that is also a JavaScript literal, in ASCII, and that cannot end a script element."""
    return json.dumps(value, allow_nan=False).replace("<", "\\u003c")
