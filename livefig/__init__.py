"""livefig: make a NumPy function and a Matplotlib figure live, in a static page and in JupyterLab."""

from .check import check
from .controls import Checkbox, Choice, Group, Slider
from .errors import LiveFigureError
from .live import LiveFigure
from .network import network_diagram
from .scan import scan
from .tracer import pick

__all__ = [
    "Checkbox",
    "Choice",
    "Group",
    "LiveFigure",
    "LiveFigureError",
    "Slider",
    "check",
    "network_diagram",
    "pick",
    "scan",
]
