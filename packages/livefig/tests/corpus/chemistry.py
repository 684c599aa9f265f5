"""Reactions, acids and gases, as a first course of physical chemistry shows them."""

import math

import numpy as np
from scipy.integrate import solve_ivp
from scipy.optimize import brentq

from livefig import Slider

from .teaching import teaches


@teaches(pKa=(2.0, 12.0, 4.75), Ca=(0.01, 1.0, 0.1), Va=(10.0, 50.0, 25.0))
def titration_curve(pKa, Ca, Va):
    """pH while a weak acid is titrated with a strong base of 0.1 mol/L."""
    Ka = 10**-pKa
    Cb = 0.1
    Veq = Ca * Va / Cb
    Vb = np.linspace(0, 2 * Veq, 100)
    pH = []
    for V in Vb:

        def charge(x):
            H = 10 ** (-x)
            A = Ca * Va / (Va + V) * Ka / (Ka + H)
            return H + Cb * V / (Va + V) - 1e-14 / H - A

        pH.append(brentq(charge, 0, 14))
    return {"V": Vb, "pH": pH, "Veq": Veq}


@teaches(k1=(0.05, 2.0, 1.0), k2=(0.05, 2.0, 0.4), A0=(0.5, 2.0, 1.0))
def consecutive_reactions(k1, k2, A0):
    """Concentrations in A -> B -> C and the time at which B peaks."""

    def rates(t, c):
        A, B, C = c
        return [-k1 * A, k1 * A - k2 * B, k2 * B]

    t = np.linspace(0, 15, 150)
    sol = solve_ivp(rates, (0, 15), [A0, 0, 0], t_eval=t, rtol=1e-8)
    A, B, C = sol.y
    return {"t": t, "A": A, "B": B, "C": C, "t_max": t[np.argmax(B)]}


@teaches(Vmax=(1.0, 10.0, 5.0), Km=(0.1, 5.0, 1.0), Ki=(0.1, 5.0, 1.0), kind=["none", "competitive", "uncompetitive"])
def michaelis_menten(Vmax, Km, Ki, kind):
    """Rate of an enzyme reaction without and with an inhibitor."""
    S = np.linspace(0.01, 20, 200)
    I = 2.0
    if kind == "competitive":
        v = Vmax * S / (Km * (1 + I / Ki) + S)
    elif kind == "uncompetitive":
        v = Vmax * S / (Km + S * (1 + I / Ki))
    else:
        v = Vmax * S / (Km + S)
    return {"S": S, "v": v, "half": Vmax / 2}


@teaches(T=(0.85, 1.3, 0.95), n_points=(50, 300, 150))
def van_der_waals_isotherm(T, n_points):
    """Reduced isotherm of a van der Waals gas and its spinodal points."""
    V = np.linspace(0.5, 4, n_points)
    P = 8 * T / (3 * V - 1) - 3 / V**2
    slope = np.gradient(P, V)
    change = np.where(np.diff(np.sign(slope)) != 0)[0]
    stable = P.copy()
    stable[slope > 0] = np.nan
    return {"V": V, "P": P, "stable": stable, "n_extrema": len(change)}


@teaches(Ea=(20.0, 120.0, 50.0), T1=(280.0, 320.0, 298.0), T2=(325.0, 400.0, 350.0))
def arrhenius(Ea, T1, T2):
    """Arrhenius plot through two temperatures and the activation energy read off it."""
    R = 8.314e-3
    k = lambda T: 1e10 * math.exp(-Ea / (R * T))
    T = np.linspace(270, 410, 60)
    lnk = np.array([math.log(k(Ti)) for Ti in T])
    slope = (math.log(k(T2)) - math.log(k(T1))) / (1 / T2 - 1 / T1)
    return {"invT": 1000 / T, "lnk": lnk, "Ea": -slope * R, "ratio": k(T2) / k(T1)}


@teaches(E0=(0.3, 2.0, 1.1), n=(1, 4, 2), Q=Slider("Q", 1e-6, 1e6, 1.0, log=True), T=(273.0, 373.0, 298.0))
def nernst_cell(E0, n, Q, T):
    """Voltage of a galvanic cell from the Nernst equation."""
    R, F = 8.314, 96485
    E = E0 - R * T / (n * F) * math.log(Q)
    logQ = np.linspace(-6, 6, 50)
    curve = E0 - R * T / (n * F) * np.log(10**logQ)
    spontaneous = 1 if E > 0 else 0
    return {"E": E, "logQ": logQ, "curve": curve, "dG": -n * F * E / 1000, "spontaneous": spontaneous}


@teaches(K=(0.1, 20.0, 4.0), A0=(0.1, 2.0, 1.0), B0=(0.0, 2.0, 0.0))
def equilibrium_bisection(K, A0, B0):
    """Extent of A <-> B at equilibrium, found by bisection."""
    f = lambda x: (B0 + x) - K * (A0 - x)
    lo, hi = -B0, A0
    history = []
    while hi - lo > 1e-6:
        mid = (lo + hi) / 2
        history.append(mid)
        if f(mid) > 0:
            hi = mid
        else:
            lo = mid
    return {"history": history, "A": A0 - mid, "B": B0 + mid}


@teaches(alpha=(-12.0, -10.0, -11.4), beta=(-4.0, -1.0, -2.5), n=(3, 12, 6), ring=True)
def huckel_orbitals(alpha, beta, n, ring):
    """Energies of the pi orbitals of a chain or ring of carbon atoms."""
    H = np.zeros((n, n))
    for i in range(n):
        H[i, i] = alpha
        if i < n - 1:
            H[i, i + 1] = H[i + 1, i] = beta
    if ring:
        H[0, n - 1] = H[n - 1, 0] = beta
    E, C = np.linalg.eigh(H)
    occupied = E[: n // 2]
    return {"E": E, "lowest": C[:, 0] ** 2, "total": 2 * occupied.sum()}


@teaches(epsilon=(0.1, 3.0, 1.0), sigma=(0.8, 1.5, 1.0), cutoff=(1.5, 4.0, 2.5))
def lennard_jones(epsilon, sigma, cutoff):
    """Potential and force between two atoms, cut off at a distance."""
    r = np.linspace(0.8, 4, 200)
    V = 4 * epsilon * ((sigma / r) ** 12 - (sigma / r) ** 6)
    F = 24 * epsilon / r * (2 * (sigma / r) ** 12 - (sigma / r) ** 6)
    V = np.where(r < cutoff, V, 0)
    return {"r": r, "V": V, "F": F, "r_min": 2 ** (1 / 6) * sigma, "depth": -epsilon}


@teaches(T=(100.0, 1500.0, 300.0), M=(2.0, 132.0, 28.0))
def maxwell_boltzmann(T, M):
    """Speeds of the molecules of a gas."""
    m = M * 1.66054e-27
    kT = 1.380649e-23 * T
    v = np.linspace(0, 3000, 300)
    f = 4 * np.pi * (m / (2 * np.pi * kT)) ** 1.5 * v**2 * np.exp(-m * v**2 / (2 * kT))
    return {"v": v, "f": f, "likeliest": np.sqrt(2 * kT / m), "mean": np.sqrt(8 * kT / (np.pi * m))}
