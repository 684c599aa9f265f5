"""Populations that grow, hunt and compete."""

import numpy as np
from scipy.integrate import odeint, solve_ivp

from .teaching import teaches


@teaches(r=(2.5, 4.0, 3.2), x0=(0.05, 0.95, 0.2), n=(5, 60, 30))
def logistic_map(r, x0, n):
    """Population from year to year by the logistic map, with its cobweb."""
    x = [x0]
    for i in range(n):
        x.append(r * x[-1] * (1 - x[-1]))
    cobweb_x, cobweb_y = [], []
    for a, b in zip(x[:10], x[1:11]):
        cobweb_x += [a, a]
        cobweb_y += [a, b]
    return {"x": x[:12], "cobweb_x": cobweb_x, "cobweb_y": cobweb_y}


@teaches(alpha=(0.2, 2.0, 1.0), beta=(0.1, 1.0, 0.4), gamma=(0.2, 2.0, 0.8), delta=(0.05, 0.5, 0.2))
def lotka_volterra(alpha, beta, gamma, delta):
    """Prey and predators."""

    def dX_dt(X, t=0):
        return np.array([alpha * X[0] - beta * X[0] * X[1], -gamma * X[1] + delta * X[0] * X[1]])

    t = np.linspace(0, 30, 300)
    X = odeint(dX_dt, [4.0, 2.0], t)
    prey, predators = X.T
    equilibrium = np.array([gamma / delta, alpha / beta])
    return {"t": t, "prey": prey, "predators": predators, "equilibrium": equilibrium}


@teaches(r=(0.1, 1.5, 0.5), K=(50.0, 500.0, 200.0), h=(0.0, 0.6, 0.1), N0=(1.0, 500.0, 20.0))
def harvested_population(r, K, h, N0):
    """Logistic growth with harvesting, by Runge-Kutta steps of our own."""

    def f(N):
        return r * N * (1 - N / K) - h * N

    dt = 0.5
    N = np.zeros(100)
    N[0] = N0
    for i in range(99):
        k1 = f(N[i])
        k2 = f(N[i] + dt / 2 * k1)
        k3 = f(N[i] + dt / 2 * k2)
        k4 = f(N[i] + dt * k3)
        N[i + 1] = N[i] + dt / 6 * (k1 + 2 * k2 + 2 * k3 + k4)
    N_star = K * (1 - h / r) if h < r else 0
    return {"N": N, "N_star": N_star, "yield": h * N[-1]}


@teaches(s0=(0.05, 0.8, 0.3), s1=(0.1, 0.95, 0.6), s2=(0.1, 0.95, 0.8), f1=(0.0, 3.0, 1.0), f2=(0.0, 4.0, 1.5))
def leslie_matrix(s0, s1, s2, f1, f2):
    """Age classes over the years, the growth rate and the stable ages, from a Leslie matrix."""
    L = np.array([[0, f1, f2], [s0, 0, 0], [0, s1, s2]])
    n = np.array([10.0, 5.0, 2.0])
    history = [n]
    for year in range(20):
        n = L @ n
        history.append(n)
    values, vectors = np.linalg.eig(L)
    i = np.argmax(values.real)
    stable = np.abs(vectors[:, i].real)
    return {"history": np.array(history), "growth": values[i].real, "stable": stable / stable.sum()}


@teaches(a12=(0.1, 2.0, 0.6), a21=(0.1, 2.0, 0.7), K1=(20.0, 150.0, 100.0), K2=(20.0, 150.0, 80.0))
def competition(a12, a21, K1, K2):
    """Two competing species, their isoclines and who survives."""

    def rhs(t, n):
        n1, n2 = n
        return 0.5 * n1 * (1 - (n1 + a12 * n2) / K1), 0.5 * n2 * (1 - (n2 + a21 * n1) / K2)

    sol = solve_ivp(rhs, [0, 80], [10, 10], t_eval=np.arange(0, 81))
    n1 = np.linspace(0, 150, 50)
    iso1 = (K1 - n1) / a12
    iso2 = K2 - a21 * n1
    coexist = K1 < K2 / a21 and K2 < K1 / a12
    return {"n": sol.y, "iso1": iso1, "iso2": iso2, "coexist": coexist}


@teaches(S=(2, 20, 8), evenness=(0.1, 1.0, 0.5))
def diversity(S, evenness):
    """Shannon and Simpson diversity of a geometric community, and its Hill numbers."""
    p = evenness ** np.arange(S)
    p = p / p.sum()
    shannon = -np.sum(p * np.log(p))
    simpson = 1 - np.sum(p**2)
    hill = {q: (np.exp(shannon) if q == 1 else np.sum(p**q) ** (1 / (1 - q))) for q in [0, 1, 2, 3]}
    return {"p": p, "shannon": shannon, "simpson": simpson, "hill": list(hill.values())}


@teaches(colonization=(0.01, 1.0, 0.4), extinction=(0.01, 1.0, 0.2), n_patches=(10, 100, 40), seed=(0, 10, 4))
def metapopulation(colonization, extinction, n_patches, seed):
    """Occupied patches of a metapopulation over time, by chance and on average."""
    rng = np.random.default_rng(seed)
    occupied = np.zeros(n_patches, dtype=bool)
    occupied[: n_patches // 2] = True
    share = []
    for year in range(40):
        p = occupied.mean()
        share.append(p)
        gained = ~occupied & (rng.random(n_patches) < colonization * p)
        lost = occupied & (rng.random(n_patches) < extinction)
        occupied = (occupied | gained) & ~lost
    return {"share": share, "levins": max(0, 1 - extinction / colonization)}


@teaches(a=(0.1, 2.0, 0.5), h=(0.05, 1.0, 0.2), response=["I", "II", "III"])
def functional_response(a, h, response):
    """Prey eaten against prey there is, by Holling's three types."""
    N = np.linspace(0, 50, 100)
    eaten = np.select(
        [response == "I", response == "II", response == "III"],
        [np.minimum(a * N, 1 / h), a * N / (1 + a * h * N), a * N**2 / (1 + a * h * N**2)],
    )
    return {"N": N, "eaten": eaten, "half": np.interp(0.5 / h, eaten, N)}


@teaches(r=(0.05, 1.0, 0.3), K=(50.0, 500.0, 200.0), N0=(1.0, 100.0, 10.0))
def logistic_growth(r, K, N0):
    """Logistic growth by its formula, and the time of fastest growth."""
    t = np.linspace(0, 50, 200)
    N = K / (1 + (K - N0) / N0 * np.exp(-r * t))
    growth = r * N * (1 - N / K)
    return {"t": t, "N": N, "growth": growth, "t_half": np.log((K - N0) / N0) / r}
