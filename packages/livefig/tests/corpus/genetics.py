"""Alleles, drift and sequences."""

import numpy as np
from scipy.stats import binom, chi2

from .teaching import teaches


@teaches(p=(0.0, 1.0, 0.6), F=(0.0, 1.0, 0.0))
def hardy_weinberg(p, F):
    """Frequencies of genotypes with inbreeding, and a de Finetti curve."""
    q = 1 - p
    genotypes = [p**2 + F * p * q, 2 * p * q * (1 - F), q**2 + F * p * q]
    curve = np.linspace(0, 1, 50)
    return {"genotypes": genotypes, "curve": 2 * curve * (1 - curve), "heterozygotes": genotypes[1]}


@teaches(N=(5, 100, 20), p0=(0.05, 0.95, 0.5), generations=(10, 100, 50), seed=(0, 50, 3))
def genetic_drift(N, p0, generations, seed):
    """Wright-Fisher drift of eight populations."""
    rng = np.random.default_rng(seed)
    p = np.zeros((generations, 8))
    p[0] = p0
    for g in range(1, generations):
        p[g] = rng.binomial(2 * N, p[g - 1]) / (2 * N)
    fixed = np.mean(p[-1] == 1)
    lost = np.mean(p[-1] == 0)
    return {"p": p, "fixed": fixed, "lost": lost, "H": 2 * p0 * (1 - p0) * (1 - 1 / (2 * N)) ** generations}


@teaches(s=(-0.2, 0.5, 0.1), h=(-0.5, 1.5, 0.5), p0=(0.01, 0.99, 0.05), mu=(0.0, 0.01, 0.001))
def selection(s, h, p0, mu):
    """Allele frequency under selection and mutation."""
    p = [p0]
    for t in range(200):
        x = p[-1]
        w11, w12, w22 = 1 + s, 1 + h * s, 1
        mean = x**2 * w11 + 2 * x * (1 - x) * w12 + (1 - x) ** 2 * w22
        x = (x**2 * w11 + x * (1 - x) * w12) / mean
        x = x * (1 - mu) + (1 - x) * mu
        p.append(x)
    p = np.array(p)
    halfway = np.argmax(p > 0.5) if np.any(p > 0.5) else -1
    return {"p": p, "halfway": halfway, "change": np.diff(p)}


@teaches(a=(0, 200, 95), b=(1, 200, 110), c=(1, 200, 45))
def mendel_chi_square(a, b, c):
    """Chi-square test of a 1:2:1 ratio."""
    observed = np.array([a, b, c])
    expected = observed.sum() * np.array([0.25, 0.5, 0.25])
    statistic = ((observed - expected) ** 2 / expected).sum()
    x = np.linspace(0.01, 15, 100)
    return {"expected": expected, "statistic": statistic, "p": chi2.sf(statistic, df=2), "density": chi2.pdf(x, 2)}


@teaches(match=(1, 5, 2), mismatch=(-5, 0, -1), gap=(-6, -1, -2))
def needleman_wunsch(match, mismatch, gap):
    """Score matrix of a global alignment of two sequences."""
    a, b = "GATTACAGC", "GCATGCUAC"
    score = np.zeros((len(a) + 1, len(b) + 1))
    for i in range(len(a) + 1):
        score[i, 0] = i * gap
    for j in range(len(b) + 1):
        score[0, j] = j * gap
    for i in range(1, len(a) + 1):
        for j in range(1, len(b) + 1):
            diagonal = score[i - 1, j - 1] + (match if a[i - 1] == b[j - 1] else mismatch)
            score[i, j] = max(diagonal, score[i - 1, j] + gap, score[i, j - 1] + gap)
    return {"score": score, "best": score[-1, -1]}


@teaches(coverage=(1.0, 60.0, 20.0), error=(0.0, 0.1, 0.01), cutoff=(1, 30, 5))
def sequencing_coverage(coverage, error, cutoff):
    """Chance to call a heterozygous site, over the depth of reads."""
    depth = np.arange(1, 61)
    called = np.array([1 - binom.cdf(cutoff - 1, n, 0.5 * (1 - error)) for n in depth])
    uncovered = np.exp(-coverage)
    return {"depth": depth, "called": called, "uncovered": uncovered, "at": np.interp(coverage, depth, called)}


@teaches(n=(2, 30, 10), theta=(0.1, 5.0, 1.0), seed=(0, 20, 6))
def coalescent(n, theta, seed):
    """Waiting times of a coalescent tree and the number of its mutations."""
    rng = np.random.default_rng(seed)
    times = []
    total = 0.0
    for k in range(n, 1, -1):
        t = rng.exponential(2 / (k * (k - 1)))
        times.append(t)
        total += k * t
    mutations = rng.poisson(theta / 2 * total)
    watterson = theta * sum(1 / i for i in range(1, n))
    return {"times": times, "mutations": mutations, "expected": watterson}


@teaches(r=(0.0, 0.5, 0.1), D0=(-0.25, 0.25, 0.2), kind=["haldane", "kosambi"])
def linkage(r, D0, kind):
    """Decay of linkage disequilibrium, and map distance from recombination."""
    t = np.arange(40)
    D = D0 * (1 - r) ** t
    rr = min(r, 0.499)
    if kind == "haldane":
        distance = -0.5 * np.log(1 - 2 * rr)
    else:
        distance = 0.25 * np.log((1 + 2 * rr) / (1 - 2 * rr))
    return {"D": D, "distance": 100 * distance}
