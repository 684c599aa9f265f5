"""Live figures in a document of one file: what a page has beside it stands in it, once, with the first figure."""

import json
from collections.abc import Sequence

from ..spec import Spec
from . import bundle, fonts
from .markup import NO_FORMULAS, anchors, figure_html, page_script


def figures_html(specs: Sequence[Spec], taken: set[str]) -> list[str]:
    """Return the markup of each figure of one document. The first brings styles, fonts and scripts for all.

    Parameters
    ----------
    specs : sequence of Spec
        In the order of the document; one that is shown twice stands in it twice. Of different ones with one name the
        second is called name-2, since a notebook in which somebody tries things out may well have them.
    taken : set of str
        Ids that the document has already.
    """
    if not specs:
        return []
    own = _with_names_of_their_own(specs)
    places = anchors([spec["name"] for spec in own], taken)
    figures = [_placed_html(spec, anchor) for spec, anchor in zip(own, places, strict=True)]
    figures[0] = _shared_html(own) + figures[0]
    return [f'<div class="{NO_FORMULAS}">{figure}</div>' for figure in figures]


def _with_names_of_their_own(specs: Sequence[Spec]) -> list[Spec]:
    different: list[Spec] = []
    for spec in specs:
        if spec not in different:
            different.append(spec)
    names = anchors([spec["name"] for spec in different], set())
    return [{**spec, "name": names[different.index(spec)]} for spec in specs]


def _placed_html(spec: Spec, anchor: str) -> str:
    """Return a figure and the request to look at it: a host that puts its outputs into the page one by one may bring it
    after the script that is to find it."""
    return f"{figure_html(spec, anchor)}<script>{_inside(f'globalThis.livefig?.get({json.dumps(anchor)})')}</script>"


def _shared_html(specs: Sequence[Spec]) -> str:
    """Return the styles, the fonts, the runtime and the page's script, as elements."""
    pictures = [layout["svg"] for spec in specs for layout in spec["layouts"]]
    rules = fonts.rules_for(pictures, set(json.dumps(specs, ensure_ascii=False)))
    once = list({spec["name"]: spec for spec in specs}.values())
    scripts = (bundle.script(), page_script(once))
    return f"<style>{bundle.style()}{rules}</style>" + "".join(f"<script>{_inside(one)}</script>" for one in scripts)


def _inside(script: str) -> str:
    """Return a script that its element cannot end early: what would end it, or open a comment of HTML, stands in texts
    and comments only, where a backslash changes nothing."""
    return script.replace("</", "<\\/").replace("<!--", "<\\!--")
