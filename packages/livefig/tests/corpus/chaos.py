"""Maps, attractors and fractals."""

import numpy as np
from scipy.integrate import odeint, solve_ivp

from .teaching import teaches


@teaches(sigma=(5.0, 15.0, 10.0), rho=(1.0, 24.0, 14.0), beta=(1.0, 4.0, 2.7))
def lorenz_system(sigma, rho, beta):
    """Lorenz's equations before they are chaotic, by odeint."""

    def lorenz(s, t):
        x, y, z = s
        return [sigma * (y - x), x * (rho - z) - y, x * y - beta * z]

    t = np.linspace(0, 8, 400)
    x, y, z = odeint(lorenz, [1.0, 1.0, 1.0], t).T
    c = np.sqrt(beta * (rho - 1))
    return {"x": x, "z": z, "fixed": np.array([[c, c, rho - 1], [-c, -c, rho - 1]])}


@teaches(re=(-2.0, 0.5, -0.7), im=(-1.2, 1.2, 0.3), zoom=(0.3, 2.0, 1.0))
def julia_set(re, im, zoom):
    """Steps to escape in a Julia set."""
    x = np.linspace(-1.6, 1.6, 60) / zoom
    X, Y = np.meshgrid(x, x)
    Z = X + 1j * Y
    c = complex(re, im)
    steps = np.zeros(Z.shape, dtype=int)
    for i in range(20):
        inside = np.abs(Z) <= 2
        Z[inside] = Z[inside] ** 2 + c
        steps[inside] += 1
    return {"steps": steps}


@teaches(max_iter=(5, 60, 25), cx=(-2.0, 0.5, -0.6), size=(0.1, 2.0, 1.4))
def mandelbrot(max_iter, cx, size):
    """Steps to escape of the Mandelbrot set, point by point."""
    n = 24
    image = np.zeros((n, n))
    for i, y in enumerate(np.linspace(-size, size, n)):
        for j, x in enumerate(np.linspace(cx - size, cx + size, n)):
            c = x + 1j * y
            z = 0
            k = 0
            while abs(z) <= 2 and k < max_iter:
                z = z * z + c
                k += 1
            image[i, j] = k
    return {"image": image}


@teaches(r_min=(2.5, 3.5, 2.8), r_max=(3.6, 4.0, 4.0), n_last=(5, 40, 20))
def bifurcation(r_min, r_max, n_last):
    """Values that the logistic map visits in the long run, as a histogram over r."""
    r = np.linspace(r_min, r_max, 80)
    x = 0.5 * np.ones(80)
    for _ in range(30):
        x = r * x * (1 - x)
    visited = []
    for _ in range(n_last):
        x = r * x * (1 - x)
        visited.append(x)
    return {"r": r, "low": np.min(visited, axis=0), "high": np.max(visited, axis=0)}


@teaches(n=(0, 5, 3), angle=(10.0, 80.0, 60.0))
def koch_curve(n, angle):
    """Koch's curve by complex numbers, and its length."""
    z = np.array([0, 1], dtype=complex)
    turn = np.exp(1j * np.radians(angle))
    s = 1 / (2 + 2 * np.cos(np.radians(angle)))
    for _ in range(n):
        d = np.diff(z)
        a, b = z[:-1], z[:-1] + s * d
        c = b + s * d * turn
        e = z[:-1] + d * (1 - s)
        z = np.append(np.column_stack([a, b, c, e]).ravel(), z[-1])
    return {"x": z.real, "y": z.imag, "length": np.abs(np.diff(z)).sum()}


@teaches(mu=(0.0, 4.0, 1.0), x0=(-3.0, 3.0, 0.5))
def van_der_pol(mu, x0):
    """Van der Pol's oscillator and its period, read off zero crossings."""

    def rhs(t, y, mu):
        return [y[1], mu * (1 - y[0] ** 2) * y[1] - y[0]]

    t = np.linspace(0, 40, 600)
    sol = solve_ivp(rhs, [0, 40], [x0, 0.1], t_eval=t, args=(mu,))
    x = sol.y[0]
    up = np.where((x[:-1] < 0) & (x[1:] >= 0))[0]
    period = np.mean(np.diff(t[up])) if len(up) > 1 else np.nan
    return {"x": x, "v": sol.y[1], "period": period}


@teaches(rule=(0, 255, 90), steps=(5, 40, 20))
def cellular_automaton(rule, steps):
    """Wolfram's elementary automaton."""
    table = [(rule >> k) & 1 for k in range(8)]
    width = 41
    grid = np.zeros((steps, width), dtype=int)
    grid[0, width // 2] = 1
    for t in range(1, steps):
        for i in range(width):
            left, mid, right = grid[t - 1, i - 1], grid[t - 1, i], grid[t - 1, (i + 1) % width]
            grid[t, i] = table[4 * left + 2 * mid + right]
    return {"grid": grid, "alive": grid.sum(axis=1)}


@teaches(a=(1.0, 1.2, 1.05), b=(0.1, 0.3, 0.3), n=(10, 100, 50))
def henon_map(a, b, n):
    """Points of Hénon's map."""
    x, y = 0.1, 0.1
    xs, ys = [], []
    for i in range(n):
        x, y = 1 - a * x**2 + y, b * x
        xs.append(x)
        ys.append(y)
    return {"x": np.array(xs)[:20], "y": np.array(ys)[:20]}
