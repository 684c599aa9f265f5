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
ORDERED, WHOLE, ONE = np.sort(A), np.array([3, 0, 1, 1, 2]), np.array(1.5)
OUTER = [
    np.add.outer, np.subtract.outer, np.multiply.outer, np.divide.outer, np.power.outer, np.maximum.outer,
    np.minimum.outer, np.hypot.outer, np.arctan2.outer, np.equal.outer, np.less.outer, np.less_equal.outer,
    np.greater.outer, np.greater_equal.outer,
]  # fmt: skip
WITH_GAPS = np.concatenate([A, [np.nan, 0.0, 1.0, -1.0, np.inf, -np.inf]])

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
    np.fft.fft: [
        lambda f: (lambda x: f(x).real, RIGHT),
        lambda f: (lambda x: np.abs(f(x, axis=1)), M),
        lambda f: (lambda x: f(np.concatenate([x, [0.5, 1j, -2.0]])).imag, RIGHT),
        lambda f: (lambda x: np.angle(f(x)), np.array([0.3, 1.0, -2.0, 0.5, 4.0])),
    ],
    np.fft.ifft: [lambda f: (lambda x: f(x).real, RIGHT), lambda f: (lambda x: f(x * (1 + 2j)).imag, M)],
    np.fft.rfft: [lambda f: (lambda x: f(x).real, RIGHT), lambda f: (lambda x: np.abs(f(x[:3])), RIGHT)],
    np.fft.irfft: [
        lambda f: (f, RIGHT),
        lambda f: (lambda x: f(x * np.exp(0.5j), n=5), RIGHT[:3]),
        lambda f: (lambda x: f(x * (1 + 1j), n=4), RIGHT[:3]),
    ],
    np.fft.fftshift: [lambda f: (f, RIGHT), lambda f: (lambda x: f(x, axes=1), M), lambda f: (f, M)],
    np.fft.ifftshift: [lambda f: (lambda x: f(x * 1j).imag, np.arange(5.0)), lambda f: (f, M)],
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
    np.linspace: [
        lambda f: (lambda a: f(0, a, 7), ONE),
        lambda f: (lambda a: f(a, 2 * a + 3, 5, endpoint=False), ONE),
        lambda f: (lambda a: f(a, 3, 5, retstep=True)[1], ONE),
        lambda f: (lambda a: f(a, a * 3, 1), ONE),
        lambda f: (lambda a: f(a, 9.5, 4, dtype=int), ONE),
        lambda f: (lambda x: f(x, 1, 6, axis=1), M),
        lambda f: (lambda x: f(x, 1, 4), WITH_NAN),
        lambda f: (lambda a: f(a, a, 0), ONE),
    ],
    np.logspace: [
        lambda f: (lambda a: f(a, a + 2, 5), ONE),
        lambda f: (lambda a: f(0, 2, 5, base=a), ONE),
        lambda f: (lambda x: f(x, 1, 5, endpoint=False, axis=1), M),
    ],
    np.geomspace: [
        lambda f: (lambda a: f(a + 1, 100, 5), ONE),
        lambda f: (lambda a: f(-a - 1, -100, 5, endpoint=False), ONE),
        lambda f: (lambda x: f(1 + x * x, 1 + 9 * x * x, 4, axis=1), M),
    ],
    np.meshgrid: [
        lambda f: (lambda x, y: f(x, y)[0], A, M[0]),
        lambda f: (lambda x, y: f(x, y, indexing="ij")[1], A, M[0]),
        lambda f: (lambda x, y: f(x, y, x[:2], sparse=True)[1], A, M[0]),
        lambda f: (lambda x: f(x, [1.0, 2.0])[1] * f(x, [1.0, 2.0])[0], A),
    ],
    np.diag: [
        lambda f: (f, A),
        lambda f: (lambda x: f(x, 2), A),
        lambda f: (lambda x: f(x, -1), A),
        lambda f: (lambda x: f(x, -1), M),
        lambda f: (f, WITH_NAN[1]),
    ],
    np.diagflat: [lambda f: (f, M)],
    np.vander: [
        lambda f: (f, A[:4]),
        lambda f: (lambda x: f(x, 3, increasing=True), A),
        lambda f: (lambda x: f(x, 1), A),
    ],
    np.interp: [
        lambda f: (f, WITH_GAPS, ORDERED, A),
        lambda f: (lambda x, y: f(x, y, y * y), np.concatenate([ORDERED, [-9, 9]]), ORDERED),
        lambda f: (lambda x, y, z: f(x, y, z, left=-1, right=np.nan), M * 3, ORDERED, A),
        lambda f: (lambda x: f(x, [-1, 0.5, 2.0], [3.0, 1.0, -1.0]), M),
        lambda f: (lambda x: f(0.25, [0, 1], x[:2]), A),
        lambda f: (lambda x: f(x, [0, 1, 2], [1, np.inf, np.inf]), np.array([0.5, 1.5, 1, 2, 3])),
        lambda f: (lambda x, y: f(x, A, y, period=1.5), M * 3, LONG[:12]),
        lambda f: (lambda x, t: f(x, t * 1.5 / 12 + 7, A, period=1.5), M * 3, np.arange(12.0)),
    ],
    np.searchsorted: [
        lambda f: (lambda t, x: f(t, x), np.sort(WITH_GAPS), WITH_GAPS),
        lambda f: (lambda t, x: f(t, x, side="right"), np.sort(WITH_GAPS), WITH_GAPS),
        lambda f: (lambda x: f([1, 2, 2, 3], x), A),
        lambda f: (lambda x: f([1, 2, 2, 3], x, "right"), ONE),
        lambda f: (lambda x: f(A, x, sorter=np.argsort(A)), M),
        lambda f: (lambda t: t.searchsorted([0.2, 0.3]), ORDERED),
    ],
    np.digitize: [
        lambda f: (lambda x: f(x, [-1, 0, 0, 1]), WITH_GAPS),
        lambda f: (lambda x: f(x, [-1, 0, 0, 1], right=True), WITH_GAPS),
        lambda f: (lambda x: f(x, [1, 0, 0, -1]), WITH_GAPS),
        lambda f: (lambda x: f(x, [1, 0, 0, -1], right=True), WITH_GAPS),
        lambda f: (f, WITH_GAPS, ORDERED[::4]),
        lambda f: (f, WITH_GAPS, ORDERED[::-4]),
    ],
    np.bincount: [
        lambda f: (lambda x: f(np.abs(x).astype(int)), 3 * A),
        lambda f: (lambda x: f(np.abs(x).astype(int), minlength=20), 3 * A),
        lambda f: (lambda x, w: f(np.abs(x).astype(int), w, 20), 3 * A, ORDERED),
        lambda f: (f, WHOLE),
    ],
    np.histogram: [
        lambda f: (lambda x: f(x, [-1, -0.5, 0, 1])[0], WITH_GAPS),
        lambda f: (lambda x: f(x, 7, range=(-1, 2))[0], WITH_GAPS),
        lambda f: (lambda x: f(x, [-1, 0, 0.5, 2], density=True)[0], WITH_GAPS),
        lambda f: (lambda x: f(x, [-1, 0, 0, 2])[0], WITH_GAPS),
        lambda f: (lambda x: f(x)[0], LONG),
        lambda f: (lambda x: f(x, 3)[1], A),
        lambda f: (lambda x: f(x, 3)[0], np.ones(5)),
        lambda f: (lambda x, w: f(x, 9, weights=w)[0], A, ORDERED),
        lambda f: (lambda x, a: f(x, 9, range=(-a, a))[0], A, ONE),
    ],
    np.take: [
        lambda f: (lambda x: f(x, [3, 0, 0], axis=0), M),
        lambda f: (lambda x, k: f(x, np.abs(k).astype(int) % 4, axis=1), M, A),
        lambda f: (lambda x, k: f(x, k.astype(int) % 5), M, M),
        lambda f: (lambda x, k: f(x, 9 * k.astype(int), mode="clip"), A, M),
        lambda f: (lambda x, k: f(x, 9 * k.astype(int), axis=-1, mode="wrap"), M, A),
    ],
    np.choose: [
        lambda f: (lambda k, x: f(np.abs(k).astype(int) % 4, [x, 0, -1, x[::-1]]), 3 * A, ORDERED),
        lambda f: (lambda k: f(k.astype(int) * 5 - 3, [1, 2.5], mode="wrap"), 3 * A),
        lambda f: (lambda k: f(k.astype(int) * 5 - 3, [1, 2.5, 4], mode="clip"), 3 * A),
    ],
    np.select: [
        lambda f: (lambda x: f([x < -0.5, x < 0.5], [-x, x * x], 7), WITH_GAPS),
        lambda f: (lambda x: f([x < 0, x > 1], [1, 2]), A),
        lambda f: (lambda x, y: f([x[:, None] < 0, y > 0], [y, x[:, None]], np.nan), A, M[0]),
    ],
    np.piecewise: [
        lambda f: (lambda x: f(x, [x < 0, x >= 1], [lambda t: t + 2, lambda t: t * t, 5]), WITH_GAPS),
        lambda f: (lambda x: f(x, [x < 0.5], [-1]), A),
        lambda f: (lambda x: f(x, x < 0.5, [lambda t: t + 1, lambda t: t * 3]), A),
        lambda f: (lambda x, a: f(x, [x < 0, x >= 0], [lambda t, k: t * k, lambda t, k: t], a), A, ONE),
    ],
    np.median: [
        *([lambda f, x=x: (f, x) for x in (A, A[:5], A[:1], T, WITH_NAN, WITH_GAPS, ONE)]),
        lambda f: (lambda x: f(x, axis=0), WITH_NAN),
        lambda f: (lambda x: f(x, axis=(0, 2), keepdims=True), T),
        lambda f: (lambda x: f(x, axis=-1), T),
    ],
    np.quantile: [
        lambda f: (lambda x: f(x, 0.3), A),
        lambda f: (lambda x: f(x, [0, 0.25, 1.0], axis=0), WITH_NAN),
        lambda f: (lambda x: f(x, [0.1], axis=(2, 0), keepdims=True), T),
        *(
            [
                lambda f, m=m: (lambda x: f(x, np.linspace(0, 1, 23), method=m), A)
                for m in ("linear", "interpolated_inverted_cdf", "hazen", "weibull", "median_unbiased")
            ]
        ),
        lambda f: (lambda x: f(x, np.linspace(0, 1, 23), method="normal_unbiased", axis=1), M),
        lambda f: (lambda x, q: f(x, 0.9 * q, axis=1), M, np.array([0.33, 0.9, 1.0, 0.0])),
    ],
    np.percentile: [
        lambda f: (lambda x: f(x, 30), A),
        lambda f: (lambda x: f(x, [0, 25, 50, 100], axis=1), M),
        lambda f: (lambda x, q: f(x, 40 * q), A, ONE),
    ],
    np.average: [
        lambda f: (f, M),
        lambda f: (lambda x, w: f(x, axis=1, weights=w), M, np.abs(A[:5]) + 1),
        lambda f: (lambda x: f(x, weights=x * x + 1, keepdims=True), M),
        lambda f: (lambda x: f(x, axis=0, weights=[1, 2, 3, 4], returned=True)[1], M),
        lambda f: (lambda x: f(x, returned=True)[1] * f(x), M),
    ],
    np.count_nonzero: [lambda f: (f, WITH_NAN), lambda f: (lambda x: f(x > 0, axis=1, keepdims=True), M)],
    **{
        f: [
            lambda f: (f, WITH_NAN),
            lambda f: (f, WITH_GAPS),
            lambda f: (lambda x: f(x, axis=0, keepdims=True), np.array([[np.nan, 1], [np.nan, 2.0], [np.nan, 4]])),
        ]
        for f in (np.nansum, np.nanprod, np.nanmean, np.nanvar, np.nanstd, np.nanmax, np.nanmin)
    },
    np.cov: [
        lambda f: (f, M),
        lambda f: (f, A),
        lambda f: (f, A, ORDERED),
        lambda f: (lambda x: f(x, rowvar=False, ddof=0), M),
        lambda f: (lambda x: f(x, bias=True), M),
    ],
    np.corrcoef: [
        lambda f: (f, M),
        lambda f: (f, A),
        lambda f: (f, A, ORDERED),
        lambda f: (lambda x: f(x, rowvar=False), M),
    ],
    np.trapezoid: [
        lambda f: (f, A),
        lambda f: (f, A, ORDERED),
        lambda f: (lambda y, x: f(y, x, axis=0), M, ORDERED[:4]),
        lambda f: (lambda y: f(y, dx=0.3, axis=0), M),
        lambda f: (lambda y: f(y, y * 2), M),
    ],
    np.gradient: [
        *([lambda f, e=e: (lambda y: f(y, edge_order=e), A) for e in (1, 2)]),
        *([lambda f, e=e: (lambda y: f(y, ORDERED, edge_order=e), A) for e in (1, 2)]),
        *([lambda f, e=e: (lambda y: f(y, np.arange(12.0) / 4, edge_order=e), A) for e in (1, 2)]),
        *([lambda f, e=e: (lambda y, x: f(y, 3 * x + np.arange(12), edge_order=e), A, ORDERED) for e in (1, 2)]),
        lambda f: (lambda y: f(y, 0.2, [0, 1, 3, 5, 9])[1], M),
        lambda f: (lambda y: f(y, 0.2, axis=0), M),
        lambda f: (lambda y, h: f(y, 1 + h)[0], M, ONE),
    ],
    np.ediff1d: [lambda f: (f, M), lambda f: (lambda x: f(x, to_end=[1, 2], to_begin=0), A)],
    np.unwrap: [
        lambda f: (f, 9 * A),
        lambda f: (lambda x: f(x, axis=0, period=1.0), 3 * M),
        lambda f: (f, np.arange(5) * np.pi * np.array([1, 1, -1, 1, 1])),
        lambda f: (lambda x: f(x, discont=4.0), 9 * A),
    ],
    np.convolve: [
        *([lambda f, m=m: (lambda x, y: f(x, y, m), A, A[:4]) for m in ("full", "same", "valid")]),
        *([lambda f, m=m: (lambda x, y: f(x, y, m), A[:3], A) for m in ("full", "same", "valid")]),
        lambda f: (lambda x: f(x[::2], [1, 2, 1]), np.append(A, [np.inf, 0, 0])),
        lambda f: (f, M[:, 1], T[0, 0]),
    ],
    np.correlate: [
        *([lambda f, m=m: (lambda x, y: f(x, y, m), A, A[:4]) for m in ("full", "same", "valid")]),
        *([lambda f, m=m: (lambda x, y: f(x, y, m), A[:4], A) for m in ("full", "same", "valid")]),
    ],
    np.polyval: [
        lambda f: (f, A[:4], M),
        lambda f: (lambda x: f([1, 2, 3], x), WITH_NAN),
        lambda f: (lambda p: f(p, 3), A[:3]),
    ],
    np.polyder: [lambda f: (f, A), lambda f: (lambda p: f(p, 2), A)],
    np.polyint: [lambda f: (f, A), lambda f: (lambda p: f(p, 2, k=3), A)],
    np.polyadd: [lambda f: (f, A, ORDERED[:3])],
    np.polysub: [lambda f: (f, A[:2], ORDERED)],
    np.polymul: [lambda f: (lambda x, y: f(x * x + 1, y * y + 1), A[:4], ORDERED)],
    np.cross: [
        lambda f: (f, A[:3], ORDERED[:3]),
        lambda f: (lambda x: f(x, [1, 2, 3]), M[:, :3]),
        lambda f: (lambda x: f(x, x[:, ::-1], axis=1), T),
    ],
    np.linalg.cross: [lambda f: (lambda x: f(x, [1, 2, 3]), M[:, :3])],
    np.tensordot: [
        lambda f: (lambda x: f(x, x, 2), M),
        lambda f: (lambda x, y: f(x, y, axes=([1], [0])), T, M[:3, :2]),
        lambda f: (lambda x, y: f(x, y, axes=1), M, M.T),
        lambda f: (lambda x: f(x, x, 0), A),
    ],
    np.kron: [lambda f: (f, A[:3], A[:2]), lambda f: (f, M, M[:2]), lambda f: (f, A[:3], M), lambda f: (f, T, M[:2])],
    np.vecdot: [lambda f: (f, M, M[0]), lambda f: (lambda x: f(x, x, axis=0), M)],
    np.matvec: [lambda f: (f, M, M[0])],
    np.vecmat: [lambda f: (f, A[:4], M)],
    np.append: [
        lambda f: (f, A, M),
        lambda f: (lambda x: f(x, [[1, 2, 3, 4, 5]], axis=0), M),
        lambda f: (lambda x: f(x, 3), A),
    ],
    np.pad: [
        *(
            [
                lambda f, m=m: (lambda x: f(x, ((2, 1), (0, 3)), mode=m), M)
                for m in ("constant", "edge", "reflect", "symmetric", "wrap")
            ]
        ),
        lambda f: (lambda x: f(x, 2, constant_values=np.max(x)), M),
        lambda f: (lambda x: f(x, (1, 2), constant_values=0.5), A),
    ],
    np.split: [lambda f: (lambda x: f(x, 3)[1], A), lambda f: (lambda x: f(x, [2, 4], axis=1)[2], M)],
    np.array_split: [lambda f: (lambda x: f(x, 5)[1], A), lambda f: (lambda x: f(x, [3, 2])[1], A)],
    np.hsplit: [lambda f: (lambda x: f(x, [2])[1], M), lambda f: (lambda x: f(x, 2)[1], A)],
    np.vsplit: [lambda f: (lambda x: f(x, 2)[1], M)],
    np.dsplit: [lambda f: (lambda x: f(x, 2)[1], T)],
    np.dstack: [lambda f, x=x: (lambda x: f([x, x + x]), x) for x in (A, M, T)],
    np.block: [
        lambda f: (lambda x: f([[x, x + x], [x, x]]), M),
        lambda f: (lambda x: f([[np.eye(4), x], [x.T, np.zeros((5, 5))]]), M),
        lambda f: (lambda x: f([[x[0], 1.0], [2.0, x[1]]]), A),
        lambda f: (lambda x: f([x, x[:2]]), A),
    ],
    np.insert: [
        lambda f: (lambda x: f(x, 2, 9), A),
        lambda f: (lambda x: f(x, [1, 3], [9, 8]), A),
        lambda f: (lambda x: f(x, 2, [7.5, 8]), A),
    ],
    np.delete: [lambda f: (lambda x: f(x, [1, 2]), A), lambda f: (lambda x: f(x, 1, axis=1), M)],
    np.rollaxis: [lambda f: (lambda x: f(x, 2), T)],
    np.fix: [lambda f: (f, 5 * A), lambda f: (f, np.array(SPECIAL))],
    np.modf: [lambda f: (lambda x: f(x)[0], np.array(SPECIAL)), lambda f: (lambda x: f(x)[1], np.array(SPECIAL))],
    np.divmod: [
        lambda f: (lambda x, y: f(x, y)[0], A, ORDERED),
        lambda f: (lambda x, y: f(x, y)[1], A, ORDERED),
        lambda f: (lambda x: divmod(x, 2)[1], A),
        lambda f: (lambda x: divmod(7, x + 1)[0], A * A),
    ],
    np.sinc: [lambda f: (f, WITH_GAPS)],
    np.isclose: [
        lambda f: (lambda x: f(x, A + 1e-8), A),
        lambda f: (lambda x: f(x, x, equal_nan=True), WITH_NAN),
        lambda f: (f, WITH_NAN, WITH_NAN),
        lambda f: (lambda x: f(x, 1), A),
    ],
    np.allclose: [lambda f: (lambda x: f(x, x + 1e-9), A), lambda f: (f, WITH_NAN, WITH_NAN)],
    np.array_equal: [
        lambda f: (f, A, A),
        lambda f: (lambda x: f(x, x[:2]) or x[0], A),
        lambda f: (lambda x: f(x, x, equal_nan=True), WITH_NAN),
    ],
    **{
        f.reduce: [lambda f: (f, M), lambda f: (f, A), lambda f: (lambda x: f(x, axis=-1, keepdims=True), WITH_NAN)]
        for f in (np.add, np.multiply, np.maximum, np.minimum, np.fmax, np.fmin, np.logical_and, np.logical_or)
    },
    **{
        f.accumulate: [lambda f: (f, M), lambda f: (f, WITH_GAPS), lambda f: (lambda x: f(x, axis=-1), WITH_NAN)]
        for f in (np.add, np.multiply, np.maximum, np.minimum)
    },
    **{f: [lambda f: (f, WITH_NAN, WITH_GAPS), lambda f: (lambda x: f(2.0, x), A)] for f in OUTER},
    np.zeros_like: [lambda f: (lambda x: f(x) + x, A), lambda f: (lambda x: f(x, dtype=float, shape=3) + x[:3], A)],
    np.ones_like: [lambda f: (lambda x: f(x) + x, A), lambda f: (lambda x: f(x, int) + x, A)],
    np.full_like: [lambda f: (lambda x: f(x, np.sum(x)), M), lambda f: (lambda x: f(x, x[0], dtype=float), A)],
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
