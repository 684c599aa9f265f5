"""Small pages made from Specs, as strict about what they allow as a careful host is."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from livefig import sphinx_ext

POLICY = "default-src 'none'; script-src 'self' file:; style-src 'self' file:; img-src data:; font-src file:"


@dataclass
class Site:
    """A folder that becomes a page."""

    folder: Any

    def write(self, specs, before="", names=None):
        """Write a page with a figure for each name (of each Spec, once, if none are given)."""
        names = names or [spec["name"] for spec in specs]
        by_name = {spec["name"]: spec for spec in specs}
        anchors = sphinx_ext.anchors(names, set())
        figures = (sphinx_ext.figure_html(by_name[n], anchor) for n, anchor in zip(names, anchors, strict=True))
        sphinx_ext.write_runtime(self.folder)
        (self.folder / "page.js").write_text(sphinx_ext.page_script(specs), encoding="utf-8")
        scripts = "".join(f'<script defer src="{s}"></script>' for s in (*sphinx_ext.SCRIPTS, "page.js"))
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
