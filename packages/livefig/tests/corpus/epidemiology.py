"""How diseases spread and how tests mislead."""

import numpy as np
from scipy import stats
from scipy.integrate import odeint, solve_ivp

from livefig import Slider

from .teaching import teaches


@teaches(beta=(0.05, 1.0, 0.4), gamma=(0.02, 0.5, 0.1), I0=(1, 100, 5), days=(50, 300, 160))
def sir_odeint(beta, gamma, I0, days):
    """Susceptible, infected and recovered people, with odeint."""
    N = 1000

    def deriv(y, t, N, beta, gamma):
        S, I, R = y
        dSdt = -beta * S * I / N
        dIdt = beta * S * I / N - gamma * I
        dRdt = gamma * I
        return dSdt, dIdt, dRdt

    t = np.linspace(0, days, days)
    ret = odeint(deriv, (N - I0, I0, 0), t, args=(N, beta, gamma))
    S, I, R = ret.T
    return {"t": t, "S": S, "I": I, "R": R, "peak": max(I), "R0": beta / gamma}


@teaches(R0=(1.1, 8.0, 2.5), infectious=(2.0, 15.0, 6.0), incubation=(1.0, 10.0, 4.0), lockdown=(0, 100, 30))
def seir_lockdown(R0, infectious, incubation, lockdown):
    """SEIR model by Euler steps with a lockdown that halves contacts from one day on."""
    days = 200
    S, E, I, R = np.zeros((4, days))
    S[0], E[0], I[0] = 0.999, 0.001, 0.0
    for d in range(days - 1):
        beta = R0 / infectious
        if d >= lockdown:
            beta *= 0.5
        new = beta * S[d] * I[d]
        S[d + 1] = S[d] - new
        E[d + 1] = E[d] + new - E[d] / incubation
        I[d + 1] = I[d] + E[d] / incubation - I[d] / infectious
        R[d + 1] = R[d] + I[d] / infectious
    return {"S": S, "E": E, "I": I, "R": R, "peak_day": np.argmax(I), "final": R[-1]}


@teaches(R0=(1.05, 6.0, 2.0), tol=Slider("tol", 1e-6, 1e-2, 1e-4, log=True))
def final_size(R0, tol):
    """Share of people infected in the end, by fixed-point iteration."""
    z = 0.5
    steps = 0
    while True:
        new = 1 - np.exp(-R0 * z)
        steps += 1
        if abs(new - z) < tol:
            break
        z = new
    return {"z": new, "steps": steps, "herd": 1 - 1 / R0}


@teaches(prevalence=(0.001, 0.5, 0.01), sensitivity=(0.5, 1.0, 0.95), specificity=(0.5, 1.0, 0.9))
def screening_test(prevalence, sensitivity, specificity):
    """Confusion matrix of a screening test and its predictive values."""
    population = 10000
    sick = prevalence * population
    healthy = population - sick
    table = np.array(
        [[sensitivity * sick, (1 - specificity) * healthy], [(1 - sensitivity) * sick, specificity * healthy]]
    )
    ppv = table[0, 0] / table[0].sum()
    npv = table[1, 1] / table[1].sum()
    return {"table": table, "ppv": ppv, "npv": npv}


@teaches(cases=(1, 60, 24), controls=(1, 60, 12), n=(80, 300, 100))
def odds_ratio(cases, controls, n):
    """Odds ratio of exposure among cases and controls with a confidence interval."""
    a, b, c, d = cases, n - cases, controls, n - controls
    OR = (a * d) / (b * c)
    se = np.sqrt(1 / a + 1 / b + 1 / c + 1 / d)
    z = stats.norm.ppf(0.975)
    ci = [np.exp(np.log(OR) - z * se), np.exp(np.log(OR) + z * se)]
    return {"OR": OR, "ci": ci, "significant": ci[0] > 1 or ci[1] < 1}


@teaches(p=(0.0, 1.0, 0.3), n=(20, 60, 40), seed=(0, 10, 2))
def forest_of_contacts(p, n, seed):
    """Spread of an infection on a square grid, neighbour by neighbour."""
    rng = np.random.default_rng(seed)
    grid = np.zeros((n, n), dtype=int)
    grid[n // 2, n // 2] = 1
    infected = []
    for _ in range(25):
        sick = grid == 1
        neighbours = np.roll(sick, 1, 0) | np.roll(sick, -1, 0) | np.roll(sick, 1, 1) | np.roll(sick, -1, 1)
        catches = neighbours & (grid == 0) & (rng.random((n, n)) < p)
        grid[catches] = 1
        infected.append(np.count_nonzero(grid))
    return {"grid": grid, "infected": infected}


@teaches(k=(0.05, 5.0, 0.3), R0=(0.5, 5.0, 2.5))
def superspreading(k, R0):
    """Secondary cases with negative binomial dispersion and the chance of extinction."""
    n = np.arange(0, 21)
    pmf = stats.nbinom.pmf(n, k, k / (k + R0))
    q = 0.0
    for _ in range(100):
        q = (1 + R0 * (1 - q) / k) ** (-k)
    x = np.sort(pmf)[::-1]
    return {"n": n, "pmf": pmf, "none": pmf[0], "extinct": q, "share": np.cumsum(x)}


@teaches(doses=(0.0, 0.02, 0.005), waning=(0.0, 0.02, 0.002), efficacy=(0.3, 1.0, 0.8))
def vaccination(doses, waning, efficacy):
    """SIRV model with vaccination and waning immunity, by solve_ivp with events."""

    def f(t, y):
        S, I, V = y
        vaccinated = doses * efficacy * S
        return [-0.3 * S * I - vaccinated + waning * V, 0.3 * S * I - 0.1 * I, vaccinated - waning * V + 0.1 * I]

    def low(t, y):
        return y[1] - 0.002

    low.terminal = False
    sol = solve_ivp(f, (0, 365), [0.99, 0.01, 0.0], t_eval=np.linspace(0, 365, 200), events=low)
    over = sol.t_events[0]
    return {"t": sol.t, "I": sol.y[1], "V": sol.y[2], "over": over[-1] if len(over) else np.nan}
