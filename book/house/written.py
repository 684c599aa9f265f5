"""The pages as a build has written them, for what is put into all of them at its end."""

from collections.abc import Callable
from pathlib import Path

from sphinx.application import Sphinx


def rewrite(app: Sphinx, error: Exception | None, change: Callable[[Path, str], str]) -> None:
    """Let a function of its path and its text change each page; a page that stays the same is not written again.

    For handlers of ``build-finished``: after an error, and where no HTML is written, nothing happens.
    """
    if error or app.builder.format != "html":
        return
    for page in sorted(Path(app.outdir).rglob("*.html")):
        html = page.read_text(encoding="utf-8")
        changed = change(page, html)
        if changed != html:
            page.write_text(changed, encoding="utf-8")
