"""What the browser keeps of the reader, in one place; `static/keep.js` says how, and the scripts of others use it."""

from typing import Any

from .assets import serve_own_files

EARLY = 400  # before the scripts that use it, which stand at 500


def setup(app) -> dict[str, Any]:
    serve_own_files(app)
    app.add_js_file("keep.js", priority=EARLY)  # not deferred: one script that uses it is not
    return {"parallel_read_safe": True, "parallel_write_safe": True}
