"""Vectors, matrices and what they do to the plane."""

import numpy as np
from scipy.linalg import expm, lu, null_space

from .teaching import teaches


@teaches(a=(-2.0, 2.0, 1.0), b=(-2.0, 2.0, 0.5), c=(-2.0, 2.0, 0.0), d=(-2.0, 2.0, 1.0))
def matrix_on_the_plane(a, b, c, d):
    """What a matrix does to the unit square and the unit circle."""
    A = np.array([[a, b], [c, d]])
    square = np.array([[0, 1, 1, 0, 0], [0, 0, 1, 1, 0]])
    t = np.linspace(0, 2 * np.pi, 100)
    circle = np.array([np.cos(t), np.sin(t)])
    return {"square": A @ square, "circle": A @ circle, "det": np.linalg.det(A), "trace": np.trace(A)}


@teaches(theta=(0.0, 360.0, 30.0), axis=["x", "y", "z"])
def rotation_in_space(theta, axis):
    """A cube rotated about an axis."""
    t = np.deg2rad(theta)
    c, s = np.cos(t), np.sin(t)
    if axis == "x":
        R = np.array([[1, 0, 0], [0, c, -s], [0, s, c]])
    elif axis == "y":
        R = np.array([[c, 0, s], [0, 1, 0], [-s, 0, c]])
    else:
        R = np.array([[c, -s, 0], [s, c, 0], [0, 0, 1]])
    cube = np.array([[x, y, z] for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)])
    return {"R": R, "corners": cube @ R.T, "angle": np.arccos((np.trace(R) - 1) / 2)}


@teaches(a1=(-3.0, 3.0, 2.0), a2=(-3.0, 3.0, 1.0), b1=(-3.0, 3.0, 1.0), b2=(-3.0, 3.0, 2.0))
def projection(a1, a2, b1, b2):
    """Projection of a vector on another, their angle and area."""
    a = np.array([a1, a2])
    b = np.array([b1, b2])
    p = (a @ b) / (b @ b) * b
    cos = np.dot(a, b) / (np.linalg.norm(a) * np.linalg.norm(b))
    return {"p": p, "rest": a - p, "angle": np.degrees(np.arccos(np.clip(cos, -1, 1))), "area": abs(a1 * b2 - a2 * b1)}


@teaches(ax=(-2.0, 2.0, 1.0), ay=(-2.0, 2.0, 0.0), bz=(-2.0, 2.0, 1.0))
def cross_product(ax, ay, bz):
    """Cross product of two vectors and the volume with a third."""
    a = np.array([ax, ay, 0.5])
    b = np.array([0.3, 1.0, bz])
    n = np.cross(a, b)
    volume = np.linalg.det(np.array([a, b, [1, 1, 1]]))
    return {"n": n, "area": np.linalg.norm(n), "volume": volume, "outer": np.outer(a, b)}


@teaches(x=(-1.0, 1.0, 0.9), y=(-1.0, 1.0, 0.1), a=(0.2, 3.0, 2.0), steps=(1, 20, 8))
def power_method(x, y, a, steps):
    """The power method's vectors, step by step."""
    A = np.array([[a, 1.0], [0.5, 1.0]])
    v = np.array([x, y + 0.013])
    vectors = []
    for _ in range(steps):
        v = A @ v
        v = v / np.linalg.norm(v)
        vectors.append(v)
    rayleigh = v @ A @ v / (v @ v)
    return {"vectors": np.array(vectors), "rayleigh": rayleigh, "largest": np.max(np.abs(np.linalg.eigvals(A)))}


@teaches(e=(-2.0, 2.0, 0.5), f=(-3.0, 3.0, 1.0))
def gaussian_elimination(e, f):
    """Gaussian elimination with pivoting, by loops."""
    A = np.array([[2.0, 1.0, -1.0], [-3.0, e, 2.0], [-2.0, 1.0, 2.0]])
    b = np.array([8.0, f, -3.0])
    n = 3
    M = np.hstack([A, b.reshape(-1, 1)])
    for i in range(n):
        p = i + np.argmax(np.abs(M[i:, i]))
        M[[i, p]] = M[[p, i]]
        for j in range(i + 1, n):
            M[j] -= M[j, i] / M[i, i] * M[i]
    x = np.zeros(n)
    for i in range(n - 1, -1, -1):
        x[i] = (M[i, -1] - M[i, i + 1 : n] @ x[i + 1 :]) / M[i, i]
    return {"M": M, "x": x, "residual": np.linalg.norm(A @ x - b)}


@teaches(a=(-1.0, 1.0, -0.2), b=(-3.0, 3.0, 1.0), t_end=(0.5, 10.0, 5.0))
def linear_flow(a, b, t_end):
    """Solution of x' = A x by the matrix exponential, and its kind."""
    A = np.array([[a, b], [-b, a]])
    t = np.linspace(0, t_end, 80)
    x = np.array([expm(A * ti) @ np.array([1.0, 0.0]) for ti in t])
    kind = np.sign(np.linalg.eigvals(A).real.max())
    return {"x": x, "kind": kind}


@teaches(s=(0.1, 3.0, 1.5), rotation=(0.0, 180.0, 40.0), shear=(-1.0, 1.0, 0.5))
def singular_values(s, rotation, shear):
    """Singular value decomposition of a matrix: the axes of its ellipse."""
    t = np.radians(rotation)
    A = np.array([[np.cos(t), -np.sin(t)], [np.sin(t), np.cos(t)]]) @ np.array([[s, shear], [0, 1]])
    U, S, Vt = np.linalg.svd(A)
    axes = U @ np.diag(S)
    return {"axes": axes, "S": S, "cond": S[0] / S[-1], "rank": np.linalg.matrix_rank(A)}


@teaches(a=(-2.0, 2.0, 0.7), k=(1, 6, 2))
def null_and_lu(a, k):
    """LU factors of a matrix and the null space of a singular one."""
    A = np.array([[1, a, 2], [a, 3, 1], [2, 1, k]])
    P, L, U = lu(A)
    B = np.array([[1, a], [2, 2 * a]])
    N = null_space(B)
    return {"L": L, "U": U, "N": N, "check": np.abs(B @ N).max()}


@teaches(n=(2, 8, 4), x=(-3.0, 3.0, 2.0))
def determinant_by_recursion(n, x):
    """Determinant of a tridiagonal matrix, by recursion and by NumPy."""

    def det(k):
        if k == 0:
            return 1
        if k == 1:
            return x
        return x * det(k - 1) - det(k - 2)

    A = x * np.eye(n) + np.diag(np.ones(n - 1), 1) + np.diag(np.ones(n - 1), -1)
    return {"dets": [det(k) for k in range(n + 1)], "numpy": np.linalg.det(A), "A": A}
