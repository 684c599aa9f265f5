"""The engine's pages by themselves: ``sphinx-build -W docs _build/docs``, in the folder of the package."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))  # the directives

project = "livefig"
copyright = "2026, the Neuron to Venture authors"
extensions = ["myst_nb", "livefig.sphinx_ext", "directives"]
exclude_patterns = ["_build"]
myst_enable_extensions = ["amsmath", "colon_fence", "deflist", "dollarmath"]
html_theme = "basic"
nb_execution_mode = "cache"
nb_execution_raise_on_error = True
nb_ipywidgets_js: dict[str, dict[str, str]] = {}  # live figures need no script of another host
nitpicky = True
