"""What a page need not fetch, run or style before it can be read and its first figure moved.

The theme's pages hold up their own reading by scripts, three of them for a search that is not the book's own; the theme
guesses light or dark and styles everything again once it knows; and it measures each block of code when the page has
loaded and after every change of it. Here this is left out, put off or said at once.
`static/opening.css` lets the browser pass over the sections that are not near the window.
"""

import re
from pathlib import Path

from sphinx.errors import ExtensionError

from .assets import serve_own_files
from .written import rewrite

# The icons are letters now (icons.py).
_NEEDLESS = re.compile(
    r'[ \t]*<script\b[^>]*\bsrc="(?:[^"]*/)?(?:fontawesome|searchtools|language_data|searchindex)\.js[^>]*></script>\n?'
)
# Scripts in the page itself ask for what documentation_options.js says.
_BLOCKING = re.compile(r'<script (?![^>]*\bdefer\b)(?=[^>]*\bsrc="(?![^"]*/documentation_options\.js))')
_GUESS = re.compile(r'dataset\.theme = localStorage\.getItem\("theme"\) \|\| "\w*";')
_KNOWN = """dataset.theme =
      ["light", "dark"].find((one) => one === document.documentElement.dataset.mode) ||
      (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");"""
_MEASURES = re.compile(r'"complete"===document\.readyState\?(\w+)\(\):window\.addEventListener\("load",\1\)')
_DONE = "0 /* static/opening.js measures blocks of code */"


def lean(html: str) -> str:
    """Return the page without the scripts that it does not need; the others wait until it has been read."""
    html = _BLOCKING.sub("<script defer ", _NEEDLESS.sub("", html))
    return _GUESS.sub(lambda match: _KNOWN, html)


def make_lean(app, error):
    """Make each page lean that was written anew."""
    rewrite(app, error, lambda page, html: lean(html))
    script = Path(app.outdir, "_static", "scripts", "pydata-sphinx-theme.js")
    if not error and app.builder.format == "html" and script.exists():
        script.write_text(quiet(script.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")


def quiet(script: str) -> str:
    """Return the theme's script without what measures each block of code, which lays out the whole page."""
    if _DONE in script:
        return script
    made, found = _MEASURES.subn(_DONE, script)
    if found != 1:
        raise ExtensionError("The theme's script is not the one that house/opening.py knows: see _MEASURES there.")
    return made


def setup(app):
    serve_own_files(app)
    app.add_css_file("opening.css")
    app.add_js_file("opening.js", loading_method="defer")
    app.connect("build-finished", make_lean, priority=800)  # before the policies, which name what is in the pages
    return {"parallel_read_safe": True, "parallel_write_safe": True}
