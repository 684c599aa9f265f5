"""Small pages made from Specs, as strict about what they allow as a careful host is."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from livefig import sphinx_ext
from livefig.page.bundle import joined
from livefig.page.markup import anchors, figure_html, page_script

POLICY = "default-src 'none'; script-src 'self' file:; style-src 'self' file:; img-src data:; font-src file:"


@dataclass
class Site:
    """A folder that becomes a page."""

    folder: Any

    def write(self, specs, before="", names=None, widget=False):
        """Write a page with a figure for each name (of each Spec, once, if none are given).

        With `widget`, the notebook's front end is there as well, as the global `widget`.
        """
        names = names or [spec["name"] for spec in specs]
        by_name = {spec["name"]: spec for spec in specs}
        placed = zip(names, anchors(names, set()), strict=True)
        figures = (figure_html(by_name[name], anchor) for name, anchor in placed)
        sphinx_ext.write_runtime(self.folder)
        (self.folder / "page.js").write_text(page_script(specs), encoding="utf-8")
        names = [*sphinx_ext.SCRIPTS, "page.js"]
        if widget:
            names.append("widget.js")
            text = f"globalThis.widget = (() => {{ {joined('widget.js')}\nreturn entry; }})();"
            (self.folder / "widget.js").write_text(text, encoding="utf-8")
        scripts = "".join(f'<script defer src="{name}"></script>' for name in names)
        page = (
            '<!doctype html><html lang="en" data-theme="light"><head><meta charset="utf-8"><title>t</title>'
            f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
            '<meta name="viewport" content="width=device-width"><link rel="stylesheet" href="livefig.css">'
            f"{scripts}</head><body>{before}{''.join(figures)}</body></html>"
        )
        (self.folder / "index.html").write_text(page, encoding="utf-8")
        return self.folder.as_uri() + "/"


def until(page, condition, **given):
    """Wait until a condition holds, a JavaScript expression in which `given` can be named.

    (Playwright's own waiting is forbidden by the page's policy.)
    """
    page.evaluate(
        f"""async (given) => {{
          const {{ {", ".join(given)} }} = given;
          for (const end = performance.now() + 9000; !({condition}); await new Promise(requestAnimationFrame))
            if (performance.now() > end) throw new Error("waited in vain for " + {json.dumps(condition)});
        }}""",
        given,
    )


@contextmanager
def stopped_clock(page) -> Iterator[Callable[[int], None]]:
    """Let time pass in a page only as the test says, in milliseconds: a busy machine then changes nothing."""
    page.clock.install()
    page.clock.pause_at(page.evaluate("Date.now()") + 1000)
    yield page.clock.run_for
    page.clock.resume()
