"""The styles and scripts of the extensions, which stand beside them in the folder `static`."""

from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

FOLDER = Path(__file__).with_name("static")


def serve_own_files(app: Sphinx) -> None:
    """Let Sphinx copy the folder `static` into each book; called by the setup of an extension that has files there."""
    app.connect("config-inited", _add_folder)


def _add_folder(app: Sphinx, config: Any) -> None:
    if str(FOLDER) not in config.html_static_path:
        config.html_static_path.append(str(FOLDER))
