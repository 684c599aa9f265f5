"""A name without a value, and what cannot be joined after a branch."""

from typing import Any

from ...errors import BranchError
from ..tape import Unshown
from ..where import place


class Unset(Unshown):
    """Stands for a name without a value, or with one that hangs on a control in a way that has no form in the page."""

    def __init__(self, message: str = "") -> None:
        self.message = message

    def why(self) -> str:
        return self.message or "it has no value, as a control may have it."

    def refuse(self, *_: Any, **__: Any) -> Any:
        """Raise, whatever it is asked for."""
        raise BranchError(f"{place()}: {self.message or 'a name has no value here, as a control may have it.'}")

    __call__ = __getitem__ = __iter__ = __len__ = __bool__ = __float__ = __int__ = __index__ = __array__ = refuse
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = __neg__ = refuse
    __lt__ = __le__ = __gt__ = __ge__ = __pow__ = __rpow__ = __mod__ = __format__ = __str__ = refuse

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self.refuse()


UNSET = Unset()
