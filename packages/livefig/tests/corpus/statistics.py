"""Distributions, tests and estimates."""

import math

import numpy as np
from scipy import stats
from scipy.special import comb

from .teaching import teaches


@teaches(mu=(-3.0, 3.0, 0.0), sigma=(0.2, 3.0, 1.0), a=(-4.0, 0.0, -1.0), b=(0.0, 4.0, 1.0))
def normal_area(mu, sigma, a, b):
    """Density of a normal distribution and the area between two points."""
    x = np.linspace(-6, 6, 300)
    y = stats.norm.pdf(x, mu, sigma)
    shaded = np.where((x >= a) & (x <= b), y, np.nan)
    area = stats.norm.cdf(b, mu, sigma) - stats.norm.cdf(a, mu, sigma)
    return {"x": x, "y": y, "shaded": shaded, "area": area}


@teaches(n=(1, 60, 20), p=(0.01, 0.99, 0.4), normal=True)
def binomial(n, p, normal):
    """Binomial probabilities with the normal or the Poisson approximation."""
    k = np.arange(n + 1)
    pmf = stats.binom.pmf(k, n, p)
    if normal:
        approx = stats.norm.pdf(k, n * p, np.sqrt(n * p * (1 - p)))
    else:
        approx = stats.poisson.pmf(k, n * p)
    return {"k": k, "pmf": pmf, "approx": approx, "worst": np.max(np.abs(pmf - approx))}


@teaches(n=(1, 100, 10), dist=["uniform", "exponential", "dice"], seed=(0, 50, 0))
def central_limit(n, dist, seed):
    """Histogram of means of n draws."""
    rng = np.random.default_rng(seed)
    if dist == "uniform":
        data = rng.uniform(0, 1, (1000, n))
    elif dist == "exponential":
        data = rng.exponential(1, (1000, n))
    else:
        data = rng.integers(1, 7, (1000, n))
    means = data.mean(axis=1)
    counts, edges = np.histogram(means, bins=30, density=True)
    return {"counts": counts, "edges": edges, "mean": means.mean(), "sd": means.std(ddof=1)}


@teaches(n=(5, 100, 20), level=(0.5, 0.99, 0.95), seed=(0, 20, 1))
def confidence_intervals(n, level, seed):
    """Confidence intervals of fifty samples, and how many of them miss the mean."""
    np.random.seed(seed)
    low, high, missed = [], [], 0
    for i in range(50):
        sample = np.random.normal(10, 2, n)
        m = np.mean(sample)
        h = stats.t.ppf((1 + level) / 2, n - 1) * np.std(sample, ddof=1) / math.sqrt(n)
        low.append(m - h)
        high.append(m + h)
        if not m - h <= 10 <= m + h:
            missed += 1
    return {"low": low, "high": high, "missed": missed}


@teaches(a=(0.5, 10.0, 2.0), b=(0.5, 10.0, 2.0), heads=(0, 30, 7), tails=(0, 30, 3))
def beta_posterior(a, b, heads, tails):
    """Prior and posterior of a coin, with a credible interval."""
    theta = np.linspace(0.001, 0.999, 200)
    prior = stats.beta.pdf(theta, a, b)
    posterior = stats.beta(a + heads, b + tails)
    lo, hi = posterior.interval(0.95)
    return {
        "theta": theta,
        "prior": prior,
        "posterior": posterior.pdf(theta),
        "lo": lo,
        "hi": hi,
        "mean": posterior.mean(),
    }


@teaches(slope=(-2.0, 2.0, 0.5), noise=(0.1, 3.0, 1.0), n=(5, 80, 25), outlier=(0.0, 20.0, 0.0))
def linear_regression(slope, noise, n, outlier):
    """Least-squares line with its correlation and p-value."""
    rng = np.random.default_rng(4)
    x = np.sort(rng.uniform(0, 10, n))
    y = 1 + slope * x + noise * rng.normal(size=n)
    y[-1] += outlier
    result = stats.linregress(x, y)
    residuals = y - (result.intercept + result.slope * x)
    return {"x": x, "y": y, "fit": result.intercept + result.slope * x, "r2": result.rvalue**2, "s": residuals.std()}


@teaches(effect=(0.0, 2.0, 0.5), n=(2, 100, 30), alpha=(0.001, 0.2, 0.05))
def power_of_a_test(effect, n, alpha):
    """Densities under both hypotheses, the critical value and the power."""
    x = np.linspace(-4, 8, 300)
    shift = effect * np.sqrt(n / 2)
    h0 = stats.norm.pdf(x)
    h1 = stats.norm.pdf(x, loc=shift)
    critical = stats.norm.isf(alpha)
    return {"x": x, "h0": h0, "h1": h1, "critical": critical, "power": stats.norm.sf(critical - shift)}


@teaches(bandwidth=(0.05, 2.0, 0.4), kernel=["gauss", "box", "epanechnikov"])
def kernel_density(bandwidth, kernel):
    """Density estimate as a sum of kernels."""
    data = np.array([-2.1, -1.3, -0.4, 1.9, 5.1, 6.2, 2.2, 2.8])
    x = np.linspace(-6, 10, 200)
    density = np.zeros(len(x))
    for xi in data:
        u = (x - xi) / bandwidth
        if kernel == "gauss":
            density += np.exp(-0.5 * u**2) / np.sqrt(2 * np.pi)
        elif kernel == "box":
            density += np.where(np.abs(u) <= 1, 0.5, 0)
        else:
            density += 0.75 * (1 - u**2) * (np.abs(u) <= 1)
    density /= len(data) * bandwidth
    return {"x": x, "density": density, "modes": int(np.sum(np.diff(np.sign(np.diff(density))) < 0))}


@teaches(n_people=(2, 60, 23), days=(100, 400, 365))
def birthday_problem(n_people, days):
    """Chance of a shared birthday among more and more people."""
    chance = []
    p = 1.0
    for i in range(n_people):
        p *= (days - i) / days
        chance.append(1 - p)
    pairs = comb(n_people, 2)
    return {"chance": chance, "approx": 1 - math.exp(-pairs / days), "pairs": pairs}


@teaches(n_boot=(50, 400, 200), q=(0.1, 0.9, 0.5), seed=(0, 9, 0))
def bootstrap_quantile(n_boot, q, seed):
    """Bootstrap distribution of a quantile."""
    rng = np.random.default_rng(seed)
    data = np.array([3, 7, 2, 9, 4, 4, 6, 12, 1, 5, 8, 30])
    boot = np.empty(n_boot)
    for b in range(n_boot):
        boot[b] = np.quantile(rng.choice(data, size=len(data), replace=True), q)
    lo, hi = np.percentile(boot, [2.5, 97.5])
    return {"boot": np.sort(boot), "estimate": np.quantile(data, q), "lo": lo, "hi": hi}


@teaches(step=(0.05, 3.0, 0.8), n=(50, 400, 200), seed=(0, 10, 0))
def metropolis(step, n, seed):
    """A Metropolis chain on a mixture of two bumps, and the share of accepted steps."""
    rng = np.random.default_rng(seed)
    target = lambda x: np.exp(-((x - 2) ** 2)) + 0.5 * np.exp(-((x + 2) ** 2) / 0.5)
    x, accepted = 0.0, 0
    chain = []
    for _ in range(n):
        proposal = x + step * rng.normal()
        if rng.random() < target(proposal) / target(x):
            x = proposal
            accepted += 1
        chain.append(x)
    return {"chain": chain, "accepted": accepted / n, "mean": np.mean(chain)}


@teaches(mu=(-2.0, 2.0, 0.0), sigma=(0.3, 3.0, 1.0))
def normal_by_hand(mu, sigma):
    """A normal density without any library, and the data's likelihood under it."""
    x = np.linspace(-6, 6, 200)
    data = np.array([-0.8, 0.3, 1.1, 0.4, -1.9, 2.2])
    pdf = np.exp(-((x - mu) ** 2) / (2 * sigma**2)) / (sigma * np.sqrt(2 * np.pi))
    loglik = np.sum(-0.5 * ((data - mu) / sigma) ** 2 - np.log(sigma) - 0.5 * np.log(2 * np.pi))
    return {"x": x, "pdf": pdf, "loglik": loglik}


@teaches(rho=(-0.99, 0.99, 0.6), sx=(0.3, 2.0, 1.0), sy=(0.3, 2.0, 1.0))
def bivariate_normal(rho, sx, sy):
    """Density of two correlated variables and the line of regression."""
    x = np.linspace(-3, 3, 30)
    X, Y = np.meshgrid(x, x)
    q = (X / sx) ** 2 - 2 * rho * X * Y / (sx * sy) + (Y / sy) ** 2
    Z = np.exp(-q / (2 * (1 - rho**2))) / (2 * np.pi * sx * sy * np.sqrt(1 - rho**2))
    return {"Z": Z, "line": rho * sy / sx * x, "r2": rho**2}
