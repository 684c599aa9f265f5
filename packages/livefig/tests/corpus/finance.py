"""Money over time: interest, options and portfolios."""

import numpy as np
from scipy.optimize import brentq
from scipy.stats import norm

from .teaching import teaches


@teaches(
    S=(50.0, 150.0, 100.0), K=(50.0, 150.0, 100.0), sigma=(0.05, 0.8, 0.2), T=(0.1, 2.0, 1.0), kind=["call", "put"]
)
def black_scholes(S, K, sigma, T, kind):
    """Price and delta of a European option."""
    r = 0.03
    d1 = (np.log(S / K) + (r + 0.5 * sigma**2) * T) / (sigma * np.sqrt(T))
    d2 = d1 - sigma * np.sqrt(T)
    if kind == "call":
        price = S * norm.cdf(d1) - K * np.exp(-r * T) * norm.cdf(d2)
        delta = norm.cdf(d1)
    else:
        price = K * np.exp(-r * T) * norm.cdf(-d2) - S * norm.cdf(-d1)
        delta = norm.cdf(d1) - 1
    prices = np.linspace(40, 160, 100)
    payoff = np.maximum(prices - K, 0) if kind == "call" else np.maximum(K - prices, 0)
    return {"price": price, "delta": delta, "prices": prices, "payoff": payoff}


@teaches(principal=(10000, 500000, 200000), rate=(0.5, 10.0, 4.0), years=(5, 35, 20))
def mortgage(principal, rate, years):
    """Balance and interest of a mortgage, month by month."""
    r = rate / 100 / 12
    n = years * 12
    payment = principal * r / (1 - (1 + r) ** -n)
    balance = [principal]
    interest = []
    for month in range(n):
        i = balance[-1] * r
        interest.append(i)
        balance.append(balance[-1] + i - payment)
    return {"payment": payment, "balance": balance, "interest": np.cumsum(interest), "total": sum(interest)}


@teaches(mu=(-0.1, 0.3, 0.08), sigma=(0.05, 0.6, 0.2), n_paths=(1, 50, 20), seed=(0, 100, 42))
def geometric_brownian_motion(mu, sigma, n_paths, seed):
    """Simulated prices of a share over a year."""
    np.random.seed(seed)
    n = 252
    dt = 1 / n
    dW = np.random.normal(0, np.sqrt(dt), size=(n, n_paths))
    S = 100 * np.exp(np.cumsum((mu - sigma**2 / 2) * dt + sigma * dW, axis=0))
    S = np.vstack([100 * np.ones(n_paths), S])
    return {"paths": S, "mean": S.mean(axis=1), "loss": np.mean(S[-1] < 100)}


@teaches(mu1=(0.02, 0.15, 0.06), mu2=(0.02, 0.2, 0.12), s1=(0.05, 0.3, 0.1), s2=(0.1, 0.5, 0.25), rho=(-0.9, 0.9, 0.2))
def two_asset_portfolio(mu1, mu2, s1, s2, rho):
    """Efficient frontier of two assets and the portfolio of least variance."""
    w = np.linspace(0, 1, 50)
    mu = np.array([mu1, mu2])
    cov = np.array([[s1**2, rho * s1 * s2], [rho * s1 * s2, s2**2]])
    W = np.column_stack([w, 1 - w])
    ret = W @ mu
    risk = np.sqrt(np.array([wi @ cov @ wi for wi in W]))
    ones = np.ones(2)
    w_min = np.linalg.solve(cov, ones)
    w_min /= w_min.sum()
    return {"ret": ret, "risk": risk, "w_min": w_min, "risk_min": np.sqrt(w_min @ cov @ w_min)}


@teaches(N=(2, 60, 20), sigma=(0.1, 0.6, 0.3), american=True)
def binomial_tree(N, sigma, american):
    """Price of a put on a binomial tree (Cox-Ross-Rubinstein)."""
    S0, K, r, T = 100, 105, 0.05, 1.0
    dt = T / N
    u = np.exp(sigma * np.sqrt(dt))
    d = 1 / u
    p = (np.exp(r * dt) - d) / (u - d)
    S = S0 * u ** np.arange(N, -N - 1, -2)
    V = np.maximum(K - S, 0)
    for i in range(N - 1, -1, -1):
        V = np.exp(-r * dt) * (p * V[:-1] + (1 - p) * V[1:])
        S = S0 * u ** np.arange(i, -i - 1, -2.0)
        if american:
            V = np.maximum(V, K - S)
    return {"price": V[0], "p": p}


@teaches(coupon=(0.0, 10.0, 5.0), maturity=(1, 30, 10), price=(70.0, 130.0, 95.0))
def bond_yield(coupon, maturity, price):
    """Yield to maturity and duration of a bond."""
    t = np.arange(1, maturity + 1)
    cash = np.full(maturity, coupon)
    cash[-1] += 100

    def value(y):
        return np.sum(cash / (1 + y) ** t)

    ytm = brentq(lambda y: value(y) - price, -0.5, 1.0)
    duration = np.sum(t * cash / (1 + ytm) ** t) / value(ytm)
    ys = np.linspace(0, 0.15, 40)
    return {"ytm": ytm, "duration": duration, "ys": ys, "values": [value(y) for y in ys]}


@teaches(monthly=(50, 1000, 200), growth=(0.0, 10.0, 5.0), fee=(0.0, 2.5, 1.0), years=(5, 40, 30))
def savings_plan(monthly, growth, fee, years):
    """Savings with and without a yearly fee."""

    def grow(rate):
        total, path = 0, []
        for y in range(years):
            for m in range(12):
                total = total * (1 + rate / 1200) + monthly
            path.append(total)
        return np.array(path)

    gross, net = grow(growth), grow(growth - fee)
    lost = (gross[-1] - net[-1]) / gross[-1] * 100
    return {"gross": gross, "net": net, "lost": lost}


@teaches(confidence=(0.9, 0.995, 0.95), days=(1, 20, 1), nu=(3, 30, 5))
def value_at_risk(confidence, days, nu):
    """Value at risk from simulated heavy-tailed returns and from the normal formula."""
    rng = np.random.default_rng(0)
    returns = 0.01 * rng.standard_t(nu, size=2000)
    losses = np.sort(-returns)
    var = np.percentile(losses, 100 * confidence) * np.sqrt(days)
    tail = losses[losses * np.sqrt(days) > var]
    normal = -norm.ppf(1 - confidence, loc=returns.mean(), scale=returns.std()) * np.sqrt(days)
    return {"var": var, "shortfall": tail.mean() * np.sqrt(days), "normal": normal}


@teaches(principal=(100.0, 10000.0, 1000.0), rate=(0.0, 0.15, 0.05), n=(1, 365, 12))
def compound_interest(principal, rate, n):
    """Capital that is compounded n times a year, beside simple and continuous interest."""
    t = np.linspace(0, 30, 100)
    compound = principal * (1 + rate / n) ** (n * t)
    simple = principal * (1 + rate * t)
    return {"t": t, "compound": compound, "simple": simple, "continuous": principal * np.exp(rate * t)}
