"""formulacheck: hold a formula against an independent road to its numbers, where the reader sees it."""

from .checking import check
from .errors import CheckError, CheckFailed

__all__ = ["CheckError", "CheckFailed", "check"]
__version__ = "0.1.0"
