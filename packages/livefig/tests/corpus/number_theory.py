"""Primes, remainders and digits."""

import math

import numpy as np

from .teaching import teaches


@teaches(n=(2, 200, 50))
def sieve(n):
    """Primes up to n by the sieve of Eratosthenes."""
    is_prime = np.ones(n + 1, dtype=bool)
    is_prime[:2] = False
    for i in range(2, int(n**0.5) + 1):
        if is_prime[i]:
            is_prime[i * i :: i] = False
    primes = np.nonzero(is_prime)[0]
    return {"primes": primes, "count": len(primes), "estimate": n / math.log(n)}


@teaches(n=(1, 100, 27))
def collatz(n):
    """The Collatz sequence of a number."""
    seq = [n]
    while n != 1:
        if n % 2 == 0:
            n = n // 2
        else:
            n = 3 * n + 1
        seq.append(n)
    return {"seq": seq, "steps": len(seq) - 1, "max": max(seq)}


@teaches(a=(1, 500, 252), b=(1, 500, 105))
def euclid(a, b):
    """Remainders of Euclid's algorithm, and Bézout's numbers."""
    r, s, t = [a, b], [1, 0], [0, 1]
    while r[-1] != 0:
        q = r[-2] // r[-1]
        r.append(r[-2] - q * r[-1])
        s.append(s[-2] - q * s[-1])
        t.append(t[-2] - q * t[-1])
    return {"remainders": r, "gcd": r[-2], "bezout": (s[-2], t[-2]), "lcm": a * b // math.gcd(a, b)}


@teaches(base=(2, 30, 7), modulus=(2, 60, 31))
def powers_modulo(base, modulus):
    """Powers of a number modulo another."""
    powers = [pow(base, k, modulus) for k in range(modulus)]
    return {"powers": powers, "distinct": len(set(powers)), "coprime": math.gcd(base, modulus) == 1}


@teaches(shift=(0, 25, 3), decode=False)
def caesar_cipher(shift, decode):
    """Letters of a message, shifted, and how often each occurs."""
    message = "ATTACK AT DAWN"
    k = -shift if decode else shift
    codes = [(ord(ch) - 65 + k) % 26 for ch in message if ch != " "]
    counts = np.bincount(codes, minlength=26)
    return {"codes": codes, "counts": counts}


@teaches(n=(10, 400, 100), multiplier=(1, 60, 21), increment=(0, 20, 7))
def linear_congruential(n, multiplier, increment):
    """Numbers of a linear congruential generator."""

    class Generator:
        def __init__(self, seed):
            self.state = seed

        def next(self):
            self.state = (multiplier * self.state + increment) % 256
            return self.state / 256

    g = Generator(1)
    u = np.array([g.next() for _ in range(n)])
    return {"u": u, "pairs": np.column_stack([u[:-1], u[1:]]), "mean": u.mean()}


@teaches(number=(0.0, 10.0, 3.14), depth=(1, 10, 5))
def continued_fraction(number, depth):
    """Convergents of a number."""
    x = number
    a = []
    for _ in range(depth):
        n = int(x)
        a.append(n)
        if abs(x - n) < 1e-6:
            break
        x = 1 / (x - n)
    p, q = 1, 0
    for n in reversed(a):
        p, q = n * p + q, p
    return {"a": a, "value": p / q, "error": abs(p / q - number)}


@teaches(rows=(2, 24, 12), modulus=(2, 7, 2))
def pascal_triangle(rows, modulus):
    """Pascal's triangle modulo a number."""
    triangle = np.zeros((rows, rows), dtype=int)
    for i in range(rows):
        triangle[i, 0] = 1
        for j in range(1, i + 1):
            triangle[i, j] = triangle[i - 1, j - 1] + triangle[i - 1, j]
    return {"remainders": triangle % modulus, "share": np.mean(triangle % modulus > 0)}
