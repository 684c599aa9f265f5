"""Feedback loops, as a first course of control engineering shows them."""

import numpy as np
from scipy import signal
from scipy.integrate import solve_ivp

from .teaching import teaches


@teaches(Kp=(0.0, 20.0, 5.0), Ki=(0.0, 10.0, 1.0), Kd=(0.0, 5.0, 0.5), setpoint=(0.5, 2.0, 1.0))
def pid_step_response(Kp, Ki, Kd, setpoint):
    """Step response of a mass with friction under PID control."""
    dt, N = 0.02, 500
    x, v, integral = 0.0, 0.0, 0.0
    previous = setpoint - x
    xs, us = [], []
    for _ in range(N):
        error = setpoint - x
        integral += error * dt
        derivative = (error - previous) / dt
        u = Kp * error + Ki * integral + Kd * derivative
        u = max(-50, min(50, u))
        v += (u - 2 * v) * dt
        x += v * dt
        previous = error
        xs.append(x)
        us.append(u)
    overshoot = max(0, (max(xs) - setpoint) / setpoint * 100)
    return {"t": np.arange(N) * dt, "x": np.array(xs), "u": np.array(us), "overshoot": overshoot}


@teaches(zeta=(0.05, 2.0, 0.4), wn=(0.5, 5.0, 2.0))
def second_order_step(zeta, wn):
    """Step response of a second-order system, by its three closed forms."""
    t = np.linspace(0, 15, 300)
    if zeta < 1:
        wd = wn * np.sqrt(1 - zeta**2)
        phi = np.arccos(zeta)
        y = 1 - np.exp(-zeta * wn * t) * np.sin(wd * t + phi) / np.sin(phi)
    elif zeta == 1:
        y = 1 - np.exp(-wn * t) * (1 + wn * t)
    else:
        s1 = -wn * (zeta - np.sqrt(zeta**2 - 1))
        s2 = -wn * (zeta + np.sqrt(zeta**2 - 1))
        y = 1 + (s2 * np.exp(s1 * t) - s1 * np.exp(s2 * t)) / (s1 - s2)
    settled = np.abs(y - 1) > 0.02
    t_settle = t[settled][-1] if settled.any() else 0.0
    return {"t": t, "y": y, "t_settle": t_settle, "peak": y.max()}


@teaches(K=(0.1, 50.0, 10.0), tau1=(0.1, 5.0, 1.0), tau2=(0.01, 1.0, 0.2))
def bode_plot(K, tau1, tau2):
    """Magnitude and phase of two lags in series, and the phase margin."""
    w = np.logspace(-2, 3, 300)
    s = 1j * w
    G = K / ((1 + tau1 * s) * (1 + tau2 * s))
    mag = 20 * np.log10(np.abs(G))
    phase = np.unwrap(np.angle(G)) * 180 / np.pi
    below = np.where(mag < 0)[0]
    if len(below) > 0 and below[0] > 0:
        margin = 180 + phase[below[0]]
    else:
        margin = np.inf
    return {"w": w, "mag": mag, "phase": phase, "margin": margin}


@teaches(a=(0.5, 5.0, 2.0), b=(0.5, 5.0, 3.0), K_max=(5.0, 100.0, 40.0))
def root_locus(a, b, K_max):
    """Poles of the closed loop around K / (s (s + a) (s + b)) while the gain grows."""
    gains = np.linspace(0, K_max, 60)
    poles = np.array([np.sort_complex(np.roots([1, a + b, a * b, K])) for K in gains])
    stable = np.all(poles.real < 1e-9, axis=1)
    return {"re": poles.real, "im": poles.imag, "stable": stable, "K_crit": a * b * (a + b)}


@teaches(k1=(0.0, 20.0, 4.0), k2=(0.0, 10.0, 2.0), theta0=(-0.5, 0.5, 0.2))
def inverted_pendulum(k1, k2, theta0):
    """Angle of an inverted pendulum under state feedback u = -K x."""
    A = np.array([[0, 1], [9.81, 0]])
    B = np.array([[0], [1]])
    K = np.array([[k1 + 9.81, k2]])
    Acl = A - B @ K
    sol = solve_ivp(lambda t, x: Acl @ x, [0, 5], [theta0, 0.0], max_step=0.05, t_eval=np.linspace(0, 5, 101))
    eig = np.linalg.eigvals(Acl)
    return {"t": sol.t, "theta": sol.y[0], "re": eig.real, "im": eig.imag}


@teaches(low=(17.0, 20.0, 19.0), high=(20.5, 24.0, 21.0), outside=(-10.0, 15.0, 5.0))
def thermostat(low, high, outside):
    """Temperature of a room with a two-point thermostat."""
    T = np.empty(600)
    heating = np.zeros(600, dtype=bool)
    T[0] = outside
    on = True
    for i in range(1, 600):
        if T[i - 1] < low:
            on = True
        elif T[i - 1] > high:
            on = False
        heating[i] = on
        power = 0.35 if on else 0
        T[i] = T[i - 1] + power - 0.01 * (T[i - 1] - outside)
    return {"T": T, "heating": heating, "duty": heating.mean()}


@teaches(num=(0.5, 5.0, 1.0), wn=(0.5, 4.0, 2.0), zeta=(0.05, 1.5, 0.3))
def transfer_function_step(num, wn, zeta):
    """Step and impulse response of a transfer function by scipy.signal."""
    system = signal.TransferFunction([num * wn**2], [1, 2 * zeta * wn, wn**2])
    T = np.linspace(0, 12, 200)
    t, step = signal.step(system, T=T)
    _, impulse = signal.impulse(system, T=T)
    return {"t": t, "step": step, "impulse": impulse}


@teaches(q=(0.001, 1.0, 0.05), r=(0.1, 5.0, 1.0), seed=(0, 20, 3))
def kalman_filter(q, r, seed):
    """A one-dimensional Kalman filter on a noisy random walk."""
    rng = np.random.RandomState(seed)
    n = 80
    truth = np.cumsum(rng.normal(0, 0.3, n))
    z = truth + rng.normal(0, 1, n)
    xhat, P = 0.0, 1.0
    estimates = np.zeros(n)
    gains = np.zeros(n)
    for k in range(n):
        P = P + q
        K = P / (P + r)
        xhat = xhat + K * (z[k] - xhat)
        P = (1 - K) * P
        estimates[k] = xhat
        gains[k] = K
    return {
        "truth": truth,
        "z": z,
        "estimate": estimates,
        "gain": gains,
        "rmse": np.sqrt(np.mean((estimates - truth) ** 2)),
    }
