"""livefig: make a NumPy function and a Matplotlib figure live, in a static page and in JupyterLab."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .controls.checkbox import Checkbox
    from .controls.choice import Choice
    from .controls.group import Group
    from .controls.slider import Slider
    from .errors import LiveFigureError
    from .network import network_diagram
    from .notebook import LiveFigure
    from .trace.loops import scan
    from .trace.odes import odeint
    from .trace.tracer import pick

__version__ = "0.1.0"

# Each public name and the module that has it. It is imported when it is first used, so that who wants one part of the
# engine does not wait for Matplotlib and the widgets.
_HOMES = {
    "Checkbox": "controls.checkbox",
    "Choice": "controls.choice",
    "Group": "controls.group",
    "LiveFigure": "notebook",
    "LiveFigureError": "errors",
    "Slider": "controls.slider",
    "network_diagram": "network",
    "odeint": "trace.odes",
    "pick": "trace.tracer",
    "scan": "trace.loops",
}

__all__ = [
    "Checkbox",
    "Choice",
    "Group",
    "LiveFigure",
    "LiveFigureError",
    "Slider",
    "network_diagram",
    "odeint",
    "pick",
    "scan",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f".{_HOMES[name]}", __name__), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
