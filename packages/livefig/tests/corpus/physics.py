"""Mechanics, waves, optics and heat."""

import numpy as np
from scipy.integrate import odeint, quad
from scipy.special import ellipk, eval_hermite, factorial

from .teaching import teaches


@teaches(v0=(5.0, 50.0, 25.0), angle=(5.0, 85.0, 45.0), drag=(0.0, 0.05, 0.01))
def projectile(v0, angle, drag):
    """Path of a ball with quadratic air drag, until it lands."""
    g, dt = 9.81, 0.02
    theta = np.radians(angle)
    x, y = 0.0, 0.0
    vx, vy = v0 * np.cos(theta), v0 * np.sin(theta)
    xs, ys = [x], [y]
    while y >= 0:
        v = np.sqrt(vx**2 + vy**2)
        vx -= drag * v * vx * dt
        vy -= (g + drag * v * vy) * dt
        x += vx * dt
        y += vy * dt
        xs.append(x)
        ys.append(y)
    return {"x": np.array(xs), "y": np.array(ys), "range": xs[-1], "height": max(ys), "time": dt * (len(xs) - 1)}


@teaches(A=(0.1, 2.0, 1.0), k=(0.5, 10.0, 3.0), omega=(0.5, 10.0, 2.0), t=(0.0, 10.0, 0.0))
def travelling_wave(A, k, omega, t):
    """Two waves that meet, and their sum."""
    x = np.linspace(0, 10, 300)
    right = A * np.sin(k * x - omega * t)
    left = A * np.sin(k * x + omega * t)
    return {"x": x, "right": right, "left": left, "sum": right + left, "speed": omega / k}


@teaches(theta0=(0.1, 3.0, 1.0), length=(0.2, 3.0, 1.0), damping=(0.0, 1.0, 0.1))
def pendulum(theta0, length, damping):
    """Angle of a pendulum, and its period against the small-angle one."""
    g = 9.81

    def derivatives(y, t):
        theta, omega = y
        return omega, -damping * omega - g / length * np.sin(theta)

    t = np.linspace(0, 10, 250)
    theta = odeint(derivatives, (theta0, 0), t)[:, 0]
    T0 = 2 * np.pi * np.sqrt(length / g)
    T = T0 * 2 / np.pi * ellipk(np.sin(theta0 / 2) ** 2)
    return {"t": t, "theta": theta, "small": theta0 * np.cos(2 * np.pi * t / T0), "T0": T0, "T": T}


@teaches(n1=(1.0, 2.5, 1.0), n2=(1.0, 2.5, 1.5), angle=(0.0, 89.0, 30.0))
def snell(n1, n2, angle):
    """Refracted ray and reflected share of light at a surface."""
    theta1 = np.deg2rad(angle)
    s = n1 / n2 * np.sin(theta1)
    if abs(s) > 1:
        theta2 = np.nan
        R = 1.0
    else:
        theta2 = np.arcsin(s)
        rs = (n1 * np.cos(theta1) - n2 * np.cos(theta2)) / (n1 * np.cos(theta1) + n2 * np.cos(theta2))
        rp = (n1 * np.cos(theta2) - n2 * np.cos(theta1)) / (n1 * np.cos(theta2) + n2 * np.cos(theta1))
        R = (rs**2 + rp**2) / 2
    incoming = np.array([[-np.sin(theta1), 0], [np.cos(theta1), 0]])
    refracted = np.array([[0, np.sin(theta2)], [0, -np.cos(theta2)]])
    return {"incoming": incoming, "refracted": refracted, "R": R, "angle": np.rad2deg(theta2)}


@teaches(n=(0, 8, 2), x0=(0.5, 2.0, 1.0))
def harmonic_oscillator(n, x0):
    """Wave function of a quantum harmonic oscillator."""
    x = np.linspace(-6, 6, 300)
    norm = 1 / np.sqrt(2.0**n * factorial(n) * np.sqrt(np.pi) * x0)
    psi = norm * eval_hermite(n, x / x0) * np.exp(-((x / x0) ** 2) / 2)
    prob = psi**2
    return {"x": x, "psi": psi, "prob": prob, "total": np.trapezoid(prob, x), "E": n + 0.5}


@teaches(alpha=(0.01, 0.5, 0.2), steps=(0, 400, 100), left=(0.0, 100.0, 100.0))
def heat_equation(alpha, steps, left):
    """Temperature along a rod by explicit finite differences."""
    T = np.zeros(51)
    T[0] = left
    T[-1] = 20
    for _ in range(steps):
        T[1:-1] = T[1:-1] + alpha * (T[2:] - 2 * T[1:-1] + T[:-2])
    flux = -np.gradient(T)
    return {"T": T, "flux": flux, "mean": T.mean()}


@teaches(q1=(-3.0, 3.0, 1.0), q2=(-3.0, 3.0, -1.0), d=(0.5, 3.0, 2.0))
def two_charges(q1, q2, d):
    """Electric field and potential of two point charges on a grid."""
    x = np.linspace(-3, 3, 24)
    y = np.linspace(-2, 2, 16)
    X, Y = np.meshgrid(x, y)
    Ex, Ey, V = np.zeros_like(X), np.zeros_like(X), np.zeros_like(X)
    for q, pos in [(q1, (-d / 2, 0)), (q2, (d / 2, 0))]:
        dx, dy = X - pos[0], Y - pos[1]
        r = np.hypot(dx, dy)
        Ex += q * dx / r**3
        Ey += q * dy / r**3
        V += q / r
    E = np.hypot(Ex, Ey)
    return {"Ex": Ex / E, "Ey": Ey / E, "V": V}


@teaches(slits=(1, 8, 2), d=(1.0, 10.0, 4.0), a=(0.2, 2.0, 0.8))
def diffraction_grating(slits, d, a):
    """Intensity behind a number of slits."""
    theta = np.linspace(-0.6, 0.6, 601)
    total = 0
    for j in range(slits):
        total = total + np.exp(1j * 2 * np.pi * j * d * np.sin(theta))
    envelope = np.sinc(a * np.sin(theta)) ** 2
    I = np.abs(total) ** 2 / slits**2 * envelope
    return {"theta": theta, "I": I, "envelope": envelope}


@teaches(T=(2500.0, 10000.0, 5800.0))
def blackbody(T):
    """Planck's law, its peak, and the share of visible light."""
    h, c, kB = 6.626e-34, 2.998e8, 1.381e-23

    def planck(lam):
        return 2 * h * c**2 / lam**5 / (np.exp(h * c / (lam * kB * T)) - 1)

    lam = np.linspace(100e-9, 3000e-9, 300)
    B = planck(lam)
    visible, _ = quad(planck, 380e-9, 750e-9)
    total = 5.67e-8 * T**4 / np.pi
    return {"lam": lam * 1e9, "B": B / 1e12, "peak": 2.898e-3 / T * 1e9, "visible": visible / total}


@teaches(m1=(0.5, 5.0, 1.0), m2=(0.5, 5.0, 2.0), v1=(-5.0, 5.0, 3.0), v2=(-5.0, 5.0, -1.0), e=(0.0, 1.0, 1.0))
def collision(m1, m2, v1, v2, e):
    """Velocities and energy before and after a collision on a line."""
    p = m1 * v1 + m2 * v2
    u1 = (p + m2 * e * (v2 - v1)) / (m1 + m2)
    u2 = (p + m1 * e * (v1 - v2)) / (m1 + m2)
    before = [v1, v2]
    after = [u1, u2]
    E = lambda v: 0.5 * m1 * v[0] ** 2 + 0.5 * m2 * v[1] ** 2
    return {"before": before, "after": after, "lost": E(before) - E(after), "collide": v1 > v2}


@teaches(k0=(0.0, 5.0, 2.0), sigma=(0.5, 3.0, 1.0), t=(0.0, 5.0, 0.0))
def wave_packet(k0, sigma, t):
    """A Gaussian wave packet on its way."""
    x = np.linspace(-10, 20, 300)
    envelope = np.exp(-((x - k0 * t) ** 2) / (2 * sigma**2))
    phase = k0 * x - 0.5 * k0**2 * t
    return {"x": x, "real": envelope * np.cos(phase), "imag": envelope * np.sin(phase), "prob": envelope**2}


@teaches(f=(5.0, 30.0, 10.0), d=(1.0, 80.0, 25.0), height=(1.0, 10.0, 4.0))
def thin_lens(f, d, height):
    """Image of a thin lens and the rays that make it."""
    image = 1 / (1 / f - 1 / d)
    magnification = -image / d
    x = np.array([-d, 0, 60])
    parallel = np.array([height, height, height - height / f * 60])
    central = -height / d * x
    return {"x": x, "parallel": parallel, "central": central, "image": image, "m": magnification}


@teaches(gamma=(0.0, 1.0, 0.1), omega0=(0.5, 3.0, 1.5), F=(0.1, 2.0, 1.0))
def forced_oscillation(gamma, omega0, F):
    """Amplitude and phase of a driven oscillator against frequency."""
    omega = np.linspace(0.05, 4, 300)
    amplitude = F / np.sqrt((omega0**2 - omega**2) ** 2 + (gamma * omega) ** 2)
    phase = np.arctan2(gamma * omega, omega0**2 - omega**2)
    return {"omega": omega, "amplitude": amplitude, "phase": phase, "resonance": omega[np.argmax(amplitude)]}
