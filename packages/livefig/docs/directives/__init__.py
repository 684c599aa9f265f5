"""The directives of the engine's own pages; Sphinx is given this package.

    ```{api} livefig.Slider
    ```
    ```{engine-table} exact
    ```
    ```{mistakes} mistakes/function.toml deciding
    ```

What they show is read from the engine, and what mistakes say from making each of them, while the pages are built: so
the pages cannot disagree with what the engine does.
"""

from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

MODULES = ("api", "engine", "mistakes")
STYLE = Path(__file__).with_name("static")


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the directives with Sphinx, and the style of what they show."""
    for name in MODULES:
        app.setup_extension(f"{__name__}.{name}")
    app.connect("config-inited", lambda app, config: config.html_static_path.append(str(STYLE)))
    app.add_css_file("engine.css")
    return {"parallel_read_safe": True, "parallel_write_safe": True}
