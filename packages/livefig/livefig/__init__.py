"""livefig: make a NumPy function and a Matplotlib figure live, in a static page and in JupyterLab."""

from .controls.control import Checkbox, Choice, Group, Slider
from .errors import LiveFigureError
from .live import LiveFigure
from .network import network_diagram
from .trace.loops import scan
from .trace.tracer import pick

__version__ = "0.1.0"

__all__ = [
    "Checkbox",
    "Choice",
    "Group",
    "LiveFigure",
    "LiveFigureError",
    "Slider",
    "network_diagram",
    "pick",
    "scan",
]
