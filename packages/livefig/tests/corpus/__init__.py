"""A corpus of small functions as teachers write them: the measure of what `livefig` understands without being asked to.

Each module is a field. Its functions are written for a notebook with sliders and for nobody's translator: with lists of
moving values, arrays filled in loops, branches, SciPy, seeds. Nothing of the engine is known to their author but that a
dict of named arrays and numbers comes back. So a function here is never bent to become live; the engine is.
"""

import importlib
import pkgutil

from .teaching import LESSONS as LESSONS
from .teaching import Lesson as Lesson

TOOLS = {"__main__", "score", "teaching"}
FIELDS = sorted(module.name for module in pkgutil.iter_modules(__path__) if module.name not in TOOLS)

for _field in FIELDS:
    importlib.import_module(f".{_field}", __name__)
