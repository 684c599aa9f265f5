"""livefig: make a NumPy function and a Matplotlib figure live, in a static page and in JupyterLab."""

from .controls import Checkbox, Choice, Slider
from .errors import LiveFigureError
from .live import LiveFigure
from .scan import scan
from .tracer import pick

__all__ = ["Checkbox", "Choice", "LiveFigure", "LiveFigureError", "Slider", "pick", "scan"]
