"""Queues, stocks, plans and games."""

import math

import numpy as np
from scipy.optimize import linprog
from scipy.stats import norm

from .teaching import teaches


@teaches(lam=(0.1, 5.0, 2.0), mu=(0.5, 3.0, 1.0), c=(1, 10, 3))
def mmc_queue(lam, mu, c):
    """Waiting in a queue with c servers (Erlang C)."""
    rho = lam / (c * mu)
    if rho >= 1:
        return {"wait": np.inf, "p": np.zeros(20), "busy": 1.0}
    a = lam / mu
    p0 = 1 / (sum(a**k / math.factorial(k) for k in range(c)) + a**c / (math.factorial(c) * (1 - rho)))
    p = []
    for n in range(20):
        if n < c:
            p.append(p0 * a**n / math.factorial(n))
        else:
            p.append(p0 * a**n / (math.factorial(c) * c ** (n - c)))
    C = a**c / math.factorial(c) / (1 - rho) * p0
    return {"wait": C / (c * mu - lam), "p": np.array(p), "busy": rho}


@teaches(demand=(100, 2000, 1000), order_cost=(10.0, 200.0, 50.0), holding=(0.5, 10.0, 2.0))
def economic_order_quantity(demand, order_cost, holding):
    """Cost of orders and of holding stock against the size of an order."""
    q = np.linspace(20, 600, 100)
    ordering = demand / q * order_cost
    carrying = q / 2 * holding
    best = np.sqrt(2 * demand * order_cost / holding)
    return {"q": q, "ordering": ordering, "carrying": carrying, "total": ordering + carrying, "best": best}


@teaches(price=(6.0, 20.0, 10.0), cost=(1.0, 5.0, 3.0), mean=(50.0, 150.0, 100.0), sd=(5.0, 40.0, 20.0))
def newsvendor(price, cost, mean, sd):
    """Papers to buy in the morning, and the profit expected for each number."""
    ratio = (price - cost) / price
    best = norm.ppf(ratio, mean, sd)
    q = np.arange(0, 200, 2)
    z = (q - mean) / sd
    sales = mean - sd * (norm.pdf(z) - z * (1 - norm.cdf(z)))
    profit = price * sales - cost * q
    return {"q": q, "profit": profit, "best": best}


@teaches(s=(5, 40, 15), S=(45, 120, 60), lead=(0, 5, 2), seed=(0, 20, 8))
def inventory_simulation(s, S, lead, seed):
    """Stock from day to day under an (s, S) policy."""
    rng = np.random.default_rng(seed)
    stock, pipeline = S, []
    levels, lost = [], 0
    for day in range(60):
        arrived = [q for when, q in pipeline if when == day]
        stock += sum(arrived)
        pipeline = [(when, q) for when, q in pipeline if when > day]
        wanted = rng.poisson(6)
        sold = min(stock, wanted)
        lost += wanted - sold
        stock -= sold
        if stock <= s and not pipeline:
            pipeline.append((day + lead + 1, S - stock))
        levels.append(stock)
    return {"levels": levels, "lost": lost}


@teaches(c1=(1.0, 10.0, 3.0), c2=(1.0, 10.0, 5.0), labour=(4.0, 30.0, 18.0))
def linear_program(c1, c2, labour):
    """The best plan of two products, by scipy's linprog."""
    A = [[1, 0], [0, 2], [3, 2]]
    b = [4, 12, labour]
    res = linprog([-c1, -c2], A_ub=A, b_ub=b, bounds=[(0, None), (0, None)])
    x = np.linspace(0, 6, 40)
    return {"plan": res.x, "profit": -res.fun, "isoprofit": (-res.fun - c1 * x) / c2, "edge": (labour - 3 * x) / 2}


@teaches(stay=(0.1, 0.95, 0.7), rain=(0.1, 0.95, 0.6), steps=(1, 40, 15), start=["sunny", "rainy"])
def markov_weather(stay, rain, steps, start):
    """Weather as a Markov chain: probabilities over the days, and the long run."""
    P = np.array([[stay, 1 - stay], [1 - rain, rain]])
    p = np.array([1.0, 0.0]) if start == "sunny" else np.array([0.0, 1.0])
    history = np.zeros((steps + 1, 2))
    history[0] = p
    for i in range(steps):
        p = p @ P
        history[i + 1] = p
    A = np.vstack([P.T - np.eye(2), np.ones(2)])
    pi = np.linalg.lstsq(A, np.array([0, 0, 1]), rcond=None)[0]
    return {"history": history, "pi": pi, "power": np.linalg.matrix_power(P, steps)}


@teaches(n_arms=(2, 8, 4), epsilon=(0.0, 1.0, 0.1), seed=(0, 20, 1))
def bandit(n_arms, epsilon, seed):
    """Reward of an epsilon-greedy gambler."""

    class Arm:
        def __init__(self, mean):
            self.mean = mean
            self.n = 0
            self.value = 0.0

        def pull(self, rng):
            reward = rng.normal(self.mean, 1)
            self.n += 1
            self.value += (reward - self.value) / self.n
            return reward

    rng = np.random.default_rng(seed)
    arms = [Arm(m) for m in np.linspace(0, 1, n_arms)]
    rewards = []
    for _ in range(200):
        if rng.random() < epsilon:
            arm = arms[rng.integers(n_arms)]
        else:
            arm = max(arms, key=lambda a: a.value)
        rewards.append(arm.pull(rng))
    return {"average": np.cumsum(rewards) / np.arange(1, 201), "pulls": [a.n for a in arms]}


@teaches(T=(0.0, 10.0, 5.0), R=(0.0, 10.0, 3.0), P=(0.0, 10.0, 1.0), S=(-5.0, 5.0, 0.0), rounds=(1, 100, 30))
def replicator_dynamics(T, R, P, S, rounds):
    """Share of cooperators over time in a game of two strategies."""
    A = np.array([[R, S], [T, P]])
    x = np.array([0.6, 0.4])
    share = [x[0]]
    for _ in range(rounds):
        fitness = A @ x
        x = x + 0.05 * x * (fitness - x @ fitness)
        x = np.clip(x, 0, 1)
        x = x / x.sum()
        share.append(x[0])
    dilemma = T > R > P > S
    return {"share": share, "dilemma": dilemma, "fitness": A @ x}


@teaches(capacity=(5, 40, 20))
def knapsack(capacity):
    """Best value of a knapsack for each capacity, by dynamic programming."""
    weights, values = [3, 4, 5, 9, 14], [3, 4, 6, 10, 15]
    best = [0] * (capacity + 1)
    for w, v in zip(weights, values):
        for c in range(capacity, w - 1, -1):
            best[c] = max(best[c], best[c - w] + v)
    return {"best": np.array(best), "value": best[capacity]}
