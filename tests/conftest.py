"""What all tests share: warnings are errors (pyproject.toml), and figures need no screen.

The tools, the book's extensions and the helpers of the engine's browser tests are found where pyproject.toml says.
"""

import os

os.environ.setdefault("MPLBACKEND", "Agg")
