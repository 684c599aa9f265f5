"""What to write instead of a common function that has no row."""

# Functions of NumPy, spelled without `np.`
ADVICE: dict[str, str] = {
    # sums, means, orders
    "partition": "np.sort(x)",
    "argpartition": 'np.argsort(x, kind="stable")',
    # choosing, counting
    "nonzero": "np.where(condition, a, b), which keeps every place",
    "extract": "np.where(condition, x, np.nan), which keeps every place",
    "compress": "np.where(condition, x, np.nan), which keeps every place",
    "unique": "numbers computed outside",
    "nanmedian": "np.median(x), which is NaN where any number is",
    "histogram2d": "np.bincount(row * n + column, minlength=m * n), where both are whole",
    "flatnonzero": "np.where(condition, a, b), which keeps every place",
    "argwhere": "np.where(condition, a, b), which keeps every place",
    # products
    "polynomial.polynomial.polyval": "np.polyval(c[::-1], x)",
    # numbers
    "left_shift": "x * 2**k",
    "right_shift": "x // 2**k",
    "nextafter": "a constant computed outside",
}

# Functions of other libraries, spelled in full.
ELSEWHERE: dict[str, str] = {
    "scipy.integrate.odeint": "write `from livefig import odeint`, which is called alike, or scipy.integrate.solve_ivp",
    "scipy.integrate.trapezoid": "write np.trapezoid(y, x)",
    "scipy.integrate.cumulative_trapezoid": "write np.cumsum((y[1:] + y[:-1]) / 2 * np.diff(x))",
    "scipy.integrate.simpson": "write np.sum(y[:-2:2] + 4 * y[1:-1:2] + y[2::2]) * dx / 3, for an odd number of points",
    "scipy.signal.convolve": "write np.convolve(a, v)",
}

# These have a row, or need none, while the array they are given moves; a plain one they would fill with a moving value.
FILLS: dict[str, str] = {
    "full": "np.broadcast_to(value, shape)",
    "full_like": "np.broadcast_to(value, np.shape(array))",
    "copyto": "np.where or np.broadcast_to",
    "put": "np.where, or np.concatenate of the parts",
    "place": "np.where(mask, value, array)",
    "putmask": "np.where(mask, value, array)",
    "fill_diagonal": "np.where(np.eye(n, dtype=bool), value, array)",
}
