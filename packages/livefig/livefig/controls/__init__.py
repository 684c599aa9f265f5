"""The controls: what the reader may set, and which values each can take, one kind a file.

`CONTROLS` is the only table of them.
"""

from typing import Any

from .checkbox import Checkbox
from .choice import Choice
from .control import Control
from .slider import Slider

# In the order in which messages name them.
CONTROLS: tuple[type[Control[Any]], ...] = (Slider, Choice, Checkbox)
