"""Functions written with others of the table. When one is traced, its result is held against NumPy's own for shape and
type, so that none of these can quietly give another type than the function whose name it bears.
"""

from . import choosing, joining, making, methods, numbers, polynomials, products, slopes, statistics
from .values import Rows

_THEMES = (numbers, statistics, slopes, products, polynomials, joining, making, choosing, methods)

COMPOSED: Rows = {function: row for theme in _THEMES for function, row in theme.ROWS.items()}
