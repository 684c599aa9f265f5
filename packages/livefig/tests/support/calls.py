"""Ways to call each array function of the table: `case(f)` gives the call and its arrays."""

import numpy as np

from livefig.trace.table.linear import LINEAR

rng = np.random.default_rng(7)
SPECIAL = [
    np.nan,
    np.inf,
    -np.inf,
    0.0,
    -0.0,
    1.0,
    -1.0,
    0.5,
    -0.5,
    1.5,
    2.5,
    -2.5,
    3.0,
    -7.3,
    0.1,
    1e-300,
    -1e-300,
    1e300,
    4503599627370497.5,
    710.0,
    -746.0,
    2.0**-1074,
    0.9999999999999999,
]
A, M, T = rng.normal(size=12), rng.normal(size=(4, 5)), rng.normal(size=(2, 3, 4))
WITH_NAN = np.array([[1.0, np.nan, 3.0], [np.inf, -np.inf, 0.0], [2.0, 2.0, -5.0]])
TIES = np.array([3.0, 1.0, 3.0, np.nan, 1.0, -0.0, 0.0, np.nan])
BITS = np.array([[True, False, True], [False, False, False]])
LONG, WIDE = rng.normal(size=5000), rng.normal(size=(3, 700))

# Far from singular, and as whole numbers and conditions still of full rank.
FIRM = np.array([[2.0, -0.5, 0.7], [-0.4, 1.5, -0.3], [0.6, -0.8, -2.0]])
EVEN = np.array([[2.0, 0.5, -0.3], [0.5, 1.5, 0.4], [-0.3, 0.4, 1.0]])  # symmetric, positive definite
TALL = np.array([[1.0, 0.5], [-0.5, 1.0], [2.0, -1.0], [0.7, 1.2]])
STACK = np.stack([FIRM, FIRM.T, FIRM @ FIRM])
RIGHT = np.array([1.0, -2.0, 0.5, 3.0])

ARRAY_CASES = {
    np.sum: [
        lambda f: (f, A),
        lambda f: (f, LONG),
        lambda f: (f, np.full(100_000, 0.1)),
        lambda f: (f, T),
        lambda f: (lambda x: f(x, axis=0), T),
        lambda f: (lambda x: f(x, axis=(0, 2)), T),
        lambda f: (lambda x: f(x, axis=-1, keepdims=True), WIDE),
        lambda f: (lambda x: f(x.T, axis=0), WIDE),
        lambda f: (f, BITS),
        lambda f: (f, np.array([])),
        lambda f: (f, WITH_NAN),
        lambda f: (f, np.array(2.5)),
        lambda f: (lambda x: f(x * x, axis=1), M),
        lambda f: (lambda x: f(x[::2, 1:], axis=1), WIDE),
    ],
    np.prod: [lambda f: (f, A), lambda f: (lambda x: f(x, axis=0), M), lambda f: (f, np.array([]))],
    np.max: [
        lambda f: (f, A),
        lambda f: (lambda x: f(x, axis=1), M),
        lambda f: (lambda x: f(x, axis=1), WITH_NAN),
        lambda f: (lambda x: f(x, axis=(0, 1), keepdims=True), T),
        lambda f: (f, np.array([-np.inf, -np.inf])),
    ],
    np.min: [lambda f: (f, A), lambda f: (lambda x: f(x, axis=0), WITH_NAN)],
    np.any: [lambda f: (f, BITS), lambda f: (lambda x: f(x, axis=1), BITS), lambda f: (f, np.array([0.0, np.nan]))],
    np.all: [lambda f: (f, BITS), lambda f: (lambda x: f(x, axis=0), BITS), lambda f: (f, np.array([1.0, np.nan]))],
    np.argmax: [
        lambda f: (f, A),
        lambda f: (lambda x: f(x, axis=1), M),
        lambda f: (f, TIES),
        lambda f: (f, T),
        lambda f: (lambda x: f(x, axis=0, keepdims=True), T),
    ],
    np.argmin: [lambda f: (f, A), lambda f: (lambda x: f(x, axis=0), WITH_NAN)],
    np.cumsum: [lambda f: (f, A), lambda f: (lambda x: f(x, axis=0), M), lambda f: (f, M), lambda f: (f, np.array([]))],
    np.cumprod: [lambda f: (f, A), lambda f: (lambda x: f(x, axis=1), M)],
    np.sort: [lambda f: (f, TIES), lambda f: (lambda x: f(x, axis=0), T), lambda f: (lambda x: f(x, axis=None), M)],
    np.argsort: [lambda f: (lambda x: f(x, kind="stable"), TIES), lambda f: (lambda x: f(x, axis=0, stable=True), T)],
    np.where: [
        lambda f: (lambda x: f(x > 0, x, -x), A),
        lambda f: (lambda x: f(x, 1.0, 2.0), TIES),
        lambda f: (lambda x, y: f(x[:, None] > 0, x[:, None], y), A, M[0]),
    ],
    np.concatenate: [
        lambda f: (lambda x, y: f([x, y, x * 2]), A, LONG[:3]),
        lambda f: (lambda x: f([x, x + 1], axis=1), M),
        lambda f: (lambda x, y: f([x, y], axis=None), M, T),
        lambda f: (lambda x: f([x[:0], x]), A),
    ],
    np.take_along_axis: [lambda f: (lambda x: f(x, np.argsort(x, axis=1, kind="stable"), axis=1), M)],
    np.reshape: [
        lambda f: (lambda x: f(x, (5, 4)), M),
        lambda f: (lambda x: f(x.T, (2, 10)), M),
        lambda f: (lambda x: x.reshape(-1), T),
        lambda f: (lambda x: f(x, (4, 6), order="F"), T),
    ],
    np.ravel: [lambda f: (f, T), lambda f: (lambda x: f(x.T), M)],
    np.transpose: [lambda f: (f, M), lambda f: (lambda x: f(x, (2, 0, 1)), T), lambda f: (lambda x: x.T * 2, M)],
    np.expand_dims: [lambda f: (lambda x: f(x, 1), M)],
    np.squeeze: [lambda f: (lambda x: f(x[:, :1], 1), M)],
    np.broadcast_to: [lambda f: (lambda x: f(x, (3, 12)), A), lambda f: (lambda x: f(np.sum(x), (2, 2)), A)],
    np.swapaxes: [lambda f: (lambda x: f(x, 0, 2), T)],
    np.moveaxis: [lambda f: (lambda x: f(x, 0, -1), T)],
    np.flip: [lambda f: (lambda x: f(x, 1) + x, M), lambda f: (f, T)],
    np.fliplr: [lambda f: (f, M)],
    np.flipud: [lambda f: (f, M)],
    np.roll: [lambda f: (lambda x: f(x, 3), A), lambda f: (lambda x: f(x, -1, axis=1), M)],
    np.rot90: [lambda f: (f, M)],
    np.tile: [lambda f: (lambda x: f(x, (2, 3)), M)],
    np.repeat: [lambda f: (lambda x: f(x, 3), A), lambda f: (lambda x: f(x, 2, axis=0), M)],
    np.take: [lambda f: (lambda x: f(x, [3, 0, 0], axis=0), M)],
    np.diagonal: [lambda f: (f, M), lambda f: (lambda x: f(x, 1), M)],
    np.matrix_transpose: [lambda f: (f, T)],
    np.atleast_1d: [lambda f: (lambda x: f(np.sum(x)), A)],
    np.atleast_2d: [lambda f: (f, A)],
    np.copy: [lambda f: (f, M)],
    np.mean: [lambda f: (f, LONG), lambda f: (lambda x: f(x, axis=0, keepdims=True), M), lambda f: (f, BITS)],
    np.var: [lambda f: (f, LONG + 100), lambda f: (lambda x: f(x, axis=1, ddof=1), M)],
    np.std: [lambda f: (lambda x: f(x, axis=(0, 1)), T)],
    np.clip: [
        lambda f: (lambda x: f(x, -0.5, 0.5), WITH_NAN),
        lambda f: (lambda x: f(x, 0.0, None), A),
        lambda f: (lambda x: f(x, max=0.1), A),
    ],
    np.round: [
        lambda f: (f, np.array(SPECIAL)),
        lambda f: (lambda x: f(x, 2), A),
        lambda f: (lambda x: f(x, -1), 100 * A),
    ],
    np.around: [lambda f: (lambda x: f(x, 1), A)],
    np.dot: [
        lambda f: (f, M, M.T),
        lambda f: (f, A, A),
        lambda f: (f, np.array(2.0), A),
        lambda f: (f, T, T[0].T),
        lambda f: (lambda x: f(x, np.stack([x[0].T] * 5)), T),
        lambda f: (lambda x, y: f(x[:, 0, 0], np.stack([y, y])), T, M[:2]),
    ],
    np.inner: [
        lambda f: (f, A, A),
        lambda f: (f, M, M),
        lambda f: (f, M, M[1]),
        lambda f: (f, T, T[:, :2]),
        lambda f: (f, np.array(2.0), A),
    ],
    np.outer: [lambda f: (f, A, M)],
    np.vdot: [lambda f: (f, M, M)],
    np.stack: [lambda f: (lambda x: f([x, x * 2], axis=1), M), lambda f: (lambda x: f([x[0], x[1], 3.0]), A)],
    np.vstack: [lambda f: (lambda x, y: f([x, y]), A[:5], M)],
    np.hstack: [lambda f: (lambda x: f([x, x]), A), lambda f: (lambda x: f([x, x]), M)],
    np.column_stack: [lambda f: (lambda x, y: f([x, y]), A[:4], M)],
    np.diff: [lambda f: (f, A), lambda f: (lambda x: f(x, n=2, axis=0), M)],
    np.ptp: [lambda f: (lambda x: f(x, axis=0), M)],
    np.trace: [lambda f: (f, M)],
    np.tril: [lambda f: (f, M), lambda f: (lambda x: f(x, 1), T)],
    np.triu: [lambda f: (f, M), lambda f: (lambda x: f(x, -1), T)],
    np.linalg.norm: [
        lambda f: (f, A),
        lambda f: (f, M),
        lambda f: (lambda x: f(x, axis=1, keepdims=True), M),
        *(lambda f, p=p: (lambda x: f(x, p), A) for p in (0, 1, 2, 3, 0.5, np.inf, -np.inf)),
        *(lambda f, p=p: (lambda x: f(x, p), M) for p in (1, -1, 2, -2, np.inf, -np.inf, "fro", "nuc")),
        lambda f: (lambda x: f(x, 1, axis=(2, 0), keepdims=True), T),
        lambda f: (lambda x: f(x, "nuc", axis=(2, 0)), T),
        lambda f: (lambda x: f(x, np.inf, axis=-1), T),
        lambda f: (lambda x: f(x, axis=(0, 2)), T),
    ],
    np.linalg.solve: [
        lambda f: (f, FIRM, RIGHT[:3]),
        lambda f: (f, FIRM, TALL[:3]),
        lambda f: (f, STACK, FIRM),
        lambda f: (lambda a, b: f(a.T, b[::-1]), FIRM, RIGHT[:3]),
        lambda f: (lambda b: f(FIRM, b), RIGHT[:3]),
        lambda f: (lambda a: f(a, TALL[:3]), STACK[:, None]),
        lambda f: (f, np.zeros((0, 0)), np.zeros((0, 2))),
    ],
    np.linalg.inv: [lambda f: (f, FIRM), lambda f: (lambda a: f(np.matrix_transpose(a)), STACK)],
    np.linalg.det: [lambda f: (f, FIRM), lambda f: (f, STACK), lambda f: (f, np.ones((2, 2)))],
    np.linalg.slogdet: [
        lambda f: (lambda a: f(a)[1], STACK),
        lambda f: (lambda a: f(a).sign, STACK),
        lambda f: (lambda a: f(a)[0] * f(a)[1], FIRM),
    ],
    np.linalg.cholesky: [lambda f: (f, EVEN), lambda f: (lambda a: f(np.stack([a, 2 * a]), upper=True), EVEN)],
    np.linalg.eigh: [
        lambda f: (lambda a: f(a)[0], EVEN),
        lambda f: (lambda a: f(a).eigenvectors, EVEN),
        lambda f: (lambda a: f(np.stack([a, -a]))[1], EVEN),
        lambda f: (lambda a: f(a, UPLO="U").eigenvalues, FIRM),
    ],
    np.linalg.eigvalsh: [lambda f: (f, EVEN), lambda f: (f, np.stack([FIRM, EVEN]))],
    np.linalg.svd: [
        *(lambda f, k=k: (lambda a: f(a)[k], TALL) for k in range(3)),
        *(lambda f, k=k: (lambda a: f(a.T, full_matrices=False)[k], TALL) for k in range(3)),
        lambda f: (lambda a: f(a).S, STACK),
        lambda f: (lambda a: f(a, compute_uv=False), TALL),
        lambda f: (lambda a: f(a).Vh, STACK),
    ],
    np.linalg.svdvals: [lambda f: (f, TALL), lambda f: (f, STACK)],
    np.linalg.qr: [
        *(lambda f, k=k: (lambda a: f(a)[k], TALL) for k in range(2)),
        *(lambda f, k=k: (lambda a: f(a, "complete")[k], TALL) for k in range(2)),
        lambda f: (lambda a: f(a).Q, STACK),
        lambda f: (lambda a: f(a.T, mode="r"), TALL),
    ],
    np.linalg.lstsq: [
        *(lambda f, k=k: (lambda a, b: f(a, b)[k], TALL, -RIGHT) for k in (0, 1, 3)),
        lambda f: (lambda a, b: f(a.T, b[:2])[0], TALL, RIGHT),
        lambda f: (lambda a, b: f(a, np.stack([b, 2 * b], axis=1), rcond=1e-12)[1], TALL, -RIGHT),
    ],
    np.linalg.pinv: [lambda f: (f, TALL), lambda f: (f, STACK), lambda f: (lambda a: f(a, rcond=1e-6), TALL.T)],
    np.linalg.matrix_rank: [lambda f: (f, TALL), lambda f: (f, np.ones((2, 3, 3))), lambda f: (f, RIGHT)],
    np.linalg.cond: [
        *(lambda f, p=p: (lambda a: f(a, p), STACK) for p in (None, 2, -2, 1, -1, np.inf, "fro")),
        lambda f: (f, TALL),
    ],
    np.linalg.matrix_power: [
        *(lambda f, n=n: (lambda a: f(a, n), FIRM) for n in (1, 2, 3, 7, -2)),
        lambda f: (lambda a: f(a, 0) * a, STACK),
    ],
    np.polyfit: [
        lambda f: (lambda x, y: f(x + np.array([0.0, 3.0, 9.0, 5.0]), y, 2), RIGHT, A[:4]),
        lambda f: (lambda x, y: f(x, np.stack([y, 2 * y], axis=1), 1, w=np.ones(4) / 2), RIGHT, A[:4]),
        lambda f: (lambda x, y: f(x, y, 0), RIGHT, A[:4]),
    ],
    np.einsum: [
        lambda f: (lambda x, y: f("ij,kj->ik", x, y), M, M + 1),
        lambda f: (lambda x, y: f("bij,ij->b", x, y), T, T[0]),
        lambda f: (lambda x, y: f("i,j", x, y), A, M[0]),
        lambda f: (lambda x: f("ij->ji", x), M),
        lambda f: (lambda x: f("ijk->", x), T),
        lambda f: (lambda x, y: f("i,i->i", x, y), A, A),
        lambda f: (lambda x, y: f("ij,jk->ik", x, y), M, M.T),
        lambda f: (lambda x, y: f("ij,jk", x, y), M > 0, M.T > 0),
        lambda f: (lambda x, y: f("bij,bkj->kbi", x, y), T, T[:, ::-1]),
        lambda f: (lambda x, y: f("ji,jk->ik", x, y), M[:1], M),
    ],
    np.zeros_like: [lambda f: (lambda x: f(x) + x, A)],
    np.ones_like: [lambda f: (lambda x: f(x) + x, A)],
    np.full_like: [lambda f: (lambda x: f(x, np.sum(x)), M)],
    np.nan_to_num: [
        lambda f: (f, np.array(SPECIAL)),
        lambda f: (lambda x: f(x, nan=7.0, posinf=1.0, neginf=-1.0), np.array(SPECIAL)),
    ],
    np.shape: [lambda f: (lambda x: x * f(x)[0], A)],
    np.ndim: [lambda f: (lambda x: x * f(x), M)],
    np.size: [lambda f: (lambda x: x * f(x), M)],
}


def size_of(function, expected):
    """Return beside what a difference is small: each number, or, for a function of matrices, the largest of them."""
    named = {one.__name__ for one in LINEAR}
    if getattr(function, "__name__", function) not in named:
        return None
    return np.max(np.abs(expected), initial=0.0, where=np.isfinite(expected))
