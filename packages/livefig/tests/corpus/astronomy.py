"""Orbits, stars and the universe."""

import math

import numpy as np
from scipy.integrate import quad
from scipy.optimize import newton

from .teaching import teaches


@teaches(a=(0.3, 3.0, 1.0), e=(0.0, 0.9, 0.4), n=(10, 120, 60))
def kepler_orbit(a, e, n):
    """Positions on an elliptic orbit at equal times; Kepler's equation by Newton's method."""
    M = np.linspace(0, 2 * np.pi, n)
    E = M.copy()
    for _ in range(20):
        E = E - (E - e * np.sin(E) - M) / (1 - e * np.cos(E))
    x = a * (np.cos(E) - e)
    y = a * np.sqrt(1 - e**2) * np.sin(E)
    return {"x": x, "y": y, "period": a**1.5, "perihelion": a * (1 - e)}


@teaches(M=(0.0, 360.0, 60.0), e=(0.0, 0.95, 0.5))
def true_anomaly(M, e):
    """True anomaly from mean anomaly, by scipy's Newton."""
    M = math.radians(M)
    E = newton(lambda E: E - e * math.sin(E) - M, M)
    nu = 2 * math.atan2(math.sqrt(1 + e) * math.sin(E / 2), math.sqrt(1 - e) * math.cos(E / 2))
    if nu < 0:
        nu += 2 * math.pi
    r = 1 - e * math.cos(E)
    return {"E": math.degrees(E), "nu": math.degrees(nu), "r": r, "pos": (r * math.cos(nu), r * math.sin(nu))}


@teaches(H0=(50.0, 90.0, 70.0), Om=(0.1, 1.0, 0.3), OL=(0.0, 1.0, 0.7))
def luminosity_distance(H0, Om, OL):
    """Distance of galaxies against redshift in a universe with dark energy."""
    c = 299792.458
    z = np.linspace(0.01, 2, 40)
    inverse = lambda x: 1 / np.sqrt(Om * (1 + x) ** 3 + (1 - Om - OL) * (1 + x) ** 2 + OL)
    d = np.array([c / H0 * quad(inverse, 0, zi)[0] for zi in z])
    return {"z": z, "DL": (1 + z) * d, "DA": d / (1 + z), "mu": 5 * np.log10((1 + z) * d) + 25}


@teaches(planet=(0.02, 0.2, 0.1), b=(0.0, 1.1, 0.3), period=(1.0, 10.0, 3.0), u=(0.0, 0.9, 0.4))
def transit_light_curve(planet, b, period, u):
    """Light of a star while a dark planet crosses it, with limb darkening."""
    t = np.linspace(-0.15, 0.15, 200)
    x = 8 * np.sin(2 * np.pi * t / period)
    z = np.sqrt(x**2 + b**2)
    flux = np.ones_like(t)
    for i in range(len(t)):
        if z[i] <= 1 - planet:
            mu = np.sqrt(1 - z[i] ** 2)
            flux[i] = 1 - planet**2 * (1 - u * (1 - mu)) / (1 - u / 3)
        elif z[i] < 1 + planet:
            covered = (1 + planet - z[i]) / (2 * planet)
            flux[i] = 1 - planet**2 * covered * (1 - u) / (1 - u / 3)
    return {"t": t, "flux": flux, "depth": 1 - flux.min()}


@teaches(lat=(-80.0, 80.0, 48.0), day=(1, 365, 172))
def length_of_day(lat, day):
    """Hours of daylight through the year, and the height of the sun at noon."""
    days = np.arange(1, 366)
    decl = 23.44 * np.sin(2 * np.pi * (days - 81) / 365)
    cos_h = -np.tan(np.radians(lat)) * np.tan(np.radians(decl))
    cos_h[cos_h > 1] = 1
    cos_h[cos_h < -1] = -1
    hours = 2 * np.degrees(np.arccos(cos_h)) / 15
    return {"days": days, "hours": hours, "today": hours[day - 1], "noon": 90 - abs(lat - decl[day - 1])}


@teaches(m1=(0.5, 3.0, 1.0), m2=(0.5, 3.0, 1.0), v=(0.2, 1.0, 0.6))
def binary_star(m1, m2, v):
    """Two bodies that attract each other, by leapfrog steps, and their energy."""
    r = np.array([[-0.5, 0.0], [0.5, 0.0]])
    vel = np.array([[0.0, -v * m2], [0.0, v * m1]])
    m = np.array([m1, m2])
    dt = 0.01

    def acceleration(r):
        d = r[1] - r[0]
        f = d / np.linalg.norm(d) ** 3
        return np.array([m[1] * f, -m[0] * f])

    path = []
    for _ in range(300):
        vel += acceleration(r) * dt / 2
        r += vel * dt
        vel += acceleration(r) * dt / 2
        path.append(r.copy())
    energy = 0.5 * np.sum(m * np.sum(vel**2, axis=1)) - m1 * m2 / np.linalg.norm(r[1] - r[0])
    return {"path": np.array(path), "energy": energy}


@teaches(distance=(1.0, 100.0, 10.0), magnitude=(-2.0, 15.0, 5.0), extinction=(0.0, 3.0, 0.0))
def distance_modulus(distance, magnitude, extinction):
    """Absolute magnitude and luminosity of a star, and its spectral class."""
    M = magnitude - 5 * np.log10(distance / 10) - extinction
    L = 10 ** (0.4 * (4.83 - M))
    mass = L ** (1 / 3.5)
    if mass > 16:
        spectral = 0
    elif mass > 2.1:
        spectral = 1
    elif 0.8 < mass <= 2.1:
        spectral = 2
    else:
        spectral = 3
    return {"M": M, "L": L, "mass": mass, "class": spectral, "lifetime": 10 * mass**-2.5}


@teaches(z=(0.0, 0.3, 0.05), sigma=(0.5, 8.0, 2.0), depth=(0.0, 0.9, 0.5))
def redshifted_lines(z, sigma, depth):
    """A spectrum with redshifted absorption lines."""
    wavelength = np.linspace(380, 900, 520)
    flux = 1 - 0.0005 * (wavelength - 640)
    lines = {"H-beta": 486.1, "Mg": 517.5, "Na": 589.3, "H-alpha": 656.3}
    positions = []
    for name, rest in lines.items():
        observed = rest * (1 + z)
        positions.append(observed)
        flux -= depth * np.exp(-0.5 * ((wavelength - observed) / sigma) ** 2)
    return {"wavelength": wavelength, "flux": flux, "positions": positions, "velocity": 299792.458 * z}


@teaches(M=(1.0, 20.0, 8.0), v0=(0.0, 250.0, 150.0), halo=(0.0, 1.0, 0.7))
def rotation_curve(M, v0, halo):
    """Speeds of stars around a galaxy, of its visible mass and with a dark halo."""
    r = np.linspace(0.5, 30, 150)
    visible = np.sqrt(4.3e-6 * M * 1e10 * (1 - np.exp(-r / 3) * (1 + r / 3)) / r)
    dark = halo * v0 * np.sqrt(r**2 / (r**2 + 16))
    return {"r": r, "visible": visible, "dark": dark, "total": np.hypot(visible, dark)}
