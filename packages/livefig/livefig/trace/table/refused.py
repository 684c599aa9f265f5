"""What to write instead of a common function that has no row."""

# Functions of NumPy, spelled without `np.`
ADVICE: dict[str, str] = {
    # sums, means, orders
    "average": "np.sum(weights * x) / np.sum(weights)",
    "count_nonzero": "np.sum(x != 0)",
    "median": "np.sort and an index, or a number computed outside",
    "percentile": "np.sort and an index, or a number computed outside",
    "quantile": "np.sort and an index, or a number computed outside",
    "partition": "np.sort(x)",
    "argpartition": 'np.argsort(x, kind="stable")',
    "nansum": "np.sum(np.where(np.isnan(x), 0, x))",
    "nanmean": "np.sum(np.where(np.isnan(x), 0, x)) / np.sum(~np.isnan(x))",
    "nanmax": "np.max(np.where(np.isnan(x), -np.inf, x))",
    "nanmin": "np.min(np.where(np.isnan(x), np.inf, x))",
    "cov": "np.mean((x - np.mean(x)) * (y - np.mean(y)))",
    "trapezoid": "np.sum((y[1:] + y[:-1]) / 2 * np.diff(x))",
    "gradient": "(y[2:] - y[:-2]) / (x[2:] - x[:-2])",
    # choosing, counting
    "select": "nested np.where",
    "piecewise": "nested np.where",
    "nonzero": "np.where(condition, a, b), which keeps every place",
    "extract": "np.where(condition, x, np.nan), which keeps every place",
    "compress": "np.where(condition, x, np.nan), which keeps every place",
    "unique": "numbers computed outside",
    "digitize": "np.sum(edges[:, None] <= x, axis=0)",
    "searchsorted": "np.sum(table[:, None] < x, axis=0)",
    "histogram": "np.sum((edges[:-1, None] <= x) & (x < edges[1:, None]), axis=1)",
    "interp": "a constant table computed outside",
    "isclose": "np.abs(a - b) <= 1e-9",
    "allclose": "np.all(np.abs(a - b) <= 1e-9)",
    "array_equal": "np.all(a == b)",
    # making and joining arrays
    "linspace": "a + (b - a) * np.linspace(0, 1, n)",
    "logspace": "10.0 ** (a + (b - a) * np.linspace(0, 1, n))",
    "geomspace": "a * (b / a) ** np.linspace(0, 1, n)",
    "meshgrid": "x[None, :] and y[:, None], which broadcast",
    "append": "np.concatenate([x, more])",
    "insert": "np.concatenate of the parts",
    "delete": "x[kept], with a constant index",
    "pad": "np.concatenate([np.zeros(n), x])",
    "split": "slices such as x[:k]",
    "array_split": "slices such as x[:k]",
    "block": "np.concatenate",
    "dstack": "np.stack(arrays, axis=2)",
    "rollaxis": "np.moveaxis",
    # products
    "tensordot": "np.matmul after np.reshape",
    "kron": "np.reshape(a[:, None, :, None] * b[None, :, None, :], shape)",
    "cross": "np.stack of the three differences of products",
    "convolve": "T @ x, where T is built outside: its column j is the kernel, moved down by j (if the kernel moves, "
    "build T of x and write T @ kernel)",
    "vecdot": "np.sum(a * b, axis=-1)",
    "polyval": "the polynomial itself, (a * x + b) * x + c",
    # numbers
    "modf": "np.trunc(x) and x - np.trunc(x)",
    "divmod": "x // y and x % y",
    "fix": "np.trunc(x)",
    "left_shift": "x * 2**k",
    "right_shift": "x // 2**k",
    "nextafter": "a constant computed outside",
    "sinc": "np.where(x == 0, 1.0, np.sin(np.pi * x) / (np.pi * np.where(x == 0, 1.0, x)))",
}

# Functions of other libraries, spelled in full.
ELSEWHERE: dict[str, str] = {
    "scipy.special.softmax": "write np.exp(x - np.max(x)) / np.sum(np.exp(x - np.max(x)))",
    "scipy.special.logsumexp": "write m + np.log(np.sum(np.exp(x - m))), where m = np.max(x)",
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
