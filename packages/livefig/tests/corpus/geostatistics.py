"""Variograms, kriging and terrain."""

import numpy as np
from scipy.interpolate import Rbf
from scipy.spatial.distance import cdist, pdist

from .teaching import teaches


@teaches(
    nugget=(0.0, 1.0, 0.1), sill=(0.2, 3.0, 1.0), a=(1.0, 50.0, 20.0), model=["spherical", "exponential", "gaussian"]
)
def variogram(nugget, sill, a, model):
    """A variogram model and its covariance."""
    h = np.linspace(0, 60, 121)
    if model == "spherical":
        gamma = np.where(h < a, nugget + sill * (1.5 * h / a - 0.5 * (h / a) ** 3), nugget + sill)
    elif model == "exponential":
        gamma = nugget + sill * (1 - np.exp(-3 * h / a))
    else:
        gamma = nugget + sill * (1 - np.exp(-3 * (h / a) ** 2))
    gamma[0] = 0
    return {"h": h, "gamma": gamma, "covariance": nugget + sill - gamma}


@teaches(a=(1.0, 10.0, 4.0), nugget=(0.0, 0.5, 0.05), z3=(0.0, 5.0, 3.0))
def ordinary_kriging(a, nugget, z3):
    """Ordinary kriging along a line, with its variance."""
    x = np.array([0.0, 1.5, 3.0, 6.0, 9.0])
    z = np.array([1.0, 2.0, z3, 1.5, 2.5])
    n = len(x)
    cov = lambda h: (1 - nugget) * np.exp(-np.abs(h) / a)
    K = np.ones((n + 1, n + 1))
    K[:n, :n] = cov(x[:, None] - x[None, :]) + nugget * np.eye(n)
    K[n, n] = 0
    grid = np.linspace(-1, 10, 60)
    estimate, variance = [], []
    for g in grid:
        k = np.append(cov(x - g), 1)
        w = np.linalg.solve(K, k)
        estimate.append(w[:n] @ z)
        variance.append(1 - w @ k)
    return {"grid": grid, "estimate": estimate, "variance": variance}


@teaches(power=(0.5, 6.0, 2.0), x=(0.0, 10.0, 4.0), y=(0.0, 10.0, 5.0))
def inverse_distance(power, x, y):
    """Inverse distance weighting at a point and over a map."""
    stations = np.array([[1, 2], [3, 8], [6, 4], [8, 9], [9, 1]])
    rain = np.array([12, 20, 15, 30, 8])
    d = np.sqrt((stations[:, 0] - x) ** 2 + (stations[:, 1] - y) ** 2)
    if d.min() < 1e-9:
        value = rain[d.argmin()]
    else:
        w = 1 / d**power
        value = np.sum(w * rain) / np.sum(w)
    gx, gy = np.meshgrid(np.linspace(0.03, 10, 25), np.linspace(0.03, 10, 25))
    D = np.stack([np.hypot(gx - sx, gy - sy) for sx, sy in stations])
    W = D**-power
    return {"value": value, "map": np.tensordot(rain, W, axes=1) / W.sum(axis=0)}


@teaches(n=(20, 80, 40), lag=(4.0, 20.0, 5.0), range_=(5.0, 60.0, 25.0))
def experimental_variogram(n, lag, range_):
    """Experimental variogram of points drawn from a random field."""
    rng = np.random.default_rng(11)
    X = rng.uniform(0, 100, (n, 2))
    C = np.exp(-cdist(X, X) / range_)
    z = np.linalg.cholesky(C + 1e-8 * np.eye(n)) @ rng.standard_normal(n)
    h = pdist(X)
    g = 0.5 * pdist(z[:, None], "sqeuclidean")
    centres, gamma = [], []
    for k in range(8):
        inside = (h >= k * lag) & (h < (k + 1) * lag)
        if inside.sum() > 0:
            centres.append(h[inside].mean())
            gamma.append(g[inside].mean())
    return {"centres": centres, "gamma": gamma, "X": X, "z": z}


@teaches(azimuth=(0.0, 360.0, 315.0), altitude=(5.0, 85.0, 45.0), exaggeration=(0.5, 5.0, 2.0))
def hillshade(azimuth, altitude, exaggeration):
    """Shaded relief of a hill from its gradient."""
    x, y = np.meshgrid(np.linspace(-3, 3, 40), np.linspace(-3, 3, 40))
    z = exaggeration * (np.exp(-(x**2) - y**2) + 0.5 * np.exp(-((x - 1.5) ** 2) - (y + 1) ** 2))
    dy, dx = np.gradient(z, 6 / 39)
    slope = np.arctan(np.hypot(dx, dy))
    aspect = np.arctan2(-dx, dy)
    az, alt = np.radians(360 - azimuth + 90), np.radians(altitude)
    shade = np.sin(alt) * np.cos(slope) + np.cos(alt) * np.sin(slope) * np.cos(az - aspect)
    return {"shade": np.clip(shade, 0, 1), "steepest": np.degrees(slope.max())}


@teaches(level=(0.0, 1.0, 0.5), cell=(1, 10, 2))
def volume_above(level, cell):
    """Volume of an ore body above a cut-off grade, on blocks of some size."""
    x = np.arange(0, 40, cell)
    X, Y = np.meshgrid(x, x)
    grade = 0.9 * np.exp(-((X - 15) ** 2 + (Y - 20) ** 2) / 120) + 0.2
    ore = grade > level
    tonnage = np.sum(ore) * cell**2
    mean = grade[ore].mean() if ore.any() else 0.0
    return {"grade": grade, "ore": ore, "tonnage": tonnage, "mean": mean}


@teaches(epsilon=(0.2, 5.0, 1.0), function=["gaussian", "multiquadric", "linear"])
def radial_basis(epsilon, function):
    """A surface through stations with radial basis functions."""
    x = np.array([1, 3, 6, 8, 9, 5])
    y = np.array([2, 8, 4, 9, 1, 6])
    z = np.array([12, 20, 15, 30, 8, 18])
    rbf = Rbf(x, y, z, function=function, epsilon=epsilon)
    gx, gy = np.meshgrid(np.linspace(0, 10, 20), np.linspace(0, 10, 20))
    line = rbf(np.linspace(0, 10, 40), 5 * np.ones(40))
    return {"surface": rbf(gx, gy), "line": line}


@teaches(porosity=(0.05, 0.4, 0.2), kv=(0.1, 5.0, 1.0), kh=(0.1, 20.0, 10.0), dip=(0.0, 90.0, 20.0))
def permeability_tensor(porosity, kv, kh, dip):
    """Permeability of a dipping layer as a rotated tensor, and the flow that it lets through."""
    t = np.radians(dip)
    R = np.array([[np.cos(t), -np.sin(t)], [np.sin(t), np.cos(t)]])
    K = R @ np.diag([kh, kv]) @ R.T
    gradient = np.array([-0.01, 0.0])
    flow = -K @ gradient
    angle = np.linspace(0, 2 * np.pi, 60)
    ellipse = R @ np.array([np.sqrt(kh) * np.cos(angle), np.sqrt(kv) * np.sin(angle)])
    return {"K": K, "flow": flow, "ellipse": ellipse, "speed": np.linalg.norm(flow) / porosity}


@teaches(depth=(1.0, 20.0, 6.0), radius=(0.5, 5.0, 2.0), contrast=(-1.0, 1.0, 0.5))
def gravity_anomaly(depth, radius, contrast):
    """Gravity above a buried sphere, and the depth read off its half width."""
    x = np.linspace(-30, 30, 121)
    g = 4 / 3 * np.pi * 6.674e-11 * contrast * 1000 * radius**3 * depth / (x**2 + depth**2) ** 1.5 * 1e8
    half = x[np.abs(g) > np.abs(g).max() / 2].max() if contrast != 0 else np.nan
    return {"x": x, "g": g, "read": 1.305 * half}
