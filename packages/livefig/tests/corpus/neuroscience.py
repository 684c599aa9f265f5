"""Neurons and synapses, as a course of computational neuroscience shows them."""

import numpy as np
from scipy.integrate import odeint

from .teaching import teaches


@teaches(current=(0.0, 4.0, 1.8), tau=(2.0, 40.0, 10.0), threshold=(-60.0, -40.0, -50.0))
def integrate_and_fire(current, tau, threshold):
    """Membrane voltage of a leaky integrate-and-fire neuron and its spike count."""
    dt = 0.5
    t = np.arange(0, 200, dt)
    v = np.zeros(len(t))
    v[0] = -65
    spikes = 0
    for i in range(len(t) - 1):
        dv = (-(v[i] + 65) + 10 * current) / tau
        v[i + 1] = v[i] + dt * dv
        if v[i + 1] >= threshold:
            v[i + 1] = -65
            spikes += 1
    return {"t": t, "v": v, "rate": spikes / 0.2}


@teaches(I=(0.0, 1.5, 0.5), a=(0.1, 1.0, 0.7), b=(0.1, 1.0, 0.8))
def fitzhugh_nagumo(I, a, b):
    """FitzHugh-Nagumo oscillator solved with odeint."""

    def model(state, t):
        v, w = state
        return [v - v**3 / 3 - w + I, 0.08 * (v + a - b * w)]

    t = np.linspace(0, 100, 400)
    sol = odeint(model, [-1.0, 1.0], t)
    return {"t": t, "v": sol[:, 0], "w": sol[:, 1]}


@teaches(rate=(1, 60, 20), duration=(1, 10, 3), seed=(0, 20, 1))
def poisson_spike_train(rate, duration, seed):
    """Spike times of a Poisson neuron and the histogram of its intervals."""
    rng = np.random.default_rng(seed)
    n = rng.poisson(rate * duration)
    times = np.sort(rng.uniform(0, duration, n))
    intervals = np.diff(times)
    counts, edges = np.histogram(intervals, bins=20, range=(0, 0.5))
    return {"times": times, "counts": counts, "edges": edges}


@teaches(A_plus=(0.001, 0.02, 0.01), A_minus=(0.001, 0.02, 0.012), tau=(5.0, 50.0, 20.0))
def spike_timing_plasticity(A_plus, A_minus, tau):
    """Weight change against the delay between two spikes (STDP window)."""
    delays = np.linspace(-100, 100, 201)
    dw = []
    for d in delays:
        if d > 0:
            dw.append(A_plus * np.exp(-d / tau))
        elif d < 0:
            dw.append(-A_minus * np.exp(d / tau))
        else:
            dw.append(0)
    return {"delay": delays, "dw": np.array(dw)}


@teaches(n_patterns=(1, 10, 3), noise=(0.0, 0.5, 0.2), seed=(0, 10, 0))
def hopfield_recall(n_patterns, noise, seed):
    """Overlap of a noisy pattern with the stored one while a Hopfield network recalls it."""
    np.random.seed(seed)
    N = 64
    patterns = np.random.choice([-1, 1], size=(n_patterns, N))
    W = patterns.T @ patterns / N
    np.fill_diagonal(W, 0)
    state = patterns[0].copy()
    flip = np.random.rand(N) < noise
    state[flip] *= -1
    overlap = [np.dot(state, patterns[0]) / N]
    for _ in range(8):
        state = np.where(W @ state >= 0, 1, -1)
        overlap.append(np.dot(state, patterns[0]) / N)
    return {"overlap": overlap, "state": state.reshape(8, 8)}


@teaches(E_Na=(30.0, 70.0, 50.0), E_K=(-100.0, -60.0, -77.0), g_Na=(0.0, 5.0, 0.5), g_K=(0.5, 5.0, 3.0))
def resting_potential(E_Na, E_K, g_Na, g_K):
    """Resting potential as the mean of reversal potentials weighted by conductance."""
    g = np.array([g_Na, g_K, 0.3])
    E = np.array([E_Na, E_K, -54.4])
    V_rest = np.sum(g * E) / np.sum(g)
    V = np.linspace(-100, 60, 100)
    currents = np.array([gi * (V - Ei) for gi, Ei in zip(g, E)])
    return {"V": V, "currents": currents, "total": currents.sum(axis=0), "V_rest": V_rest}


@teaches(center=(-90.0, 90.0, 0.0), width=(5.0, 60.0, 20.0), n_neurons=(4, 24, 8))
def population_vector(center, width, n_neurons):
    """Responses of orientation-tuned neurons and the angle that their vector sum decodes."""
    preferred = np.linspace(-180, 180, n_neurons, endpoint=False)
    difference = np.abs(preferred - center)
    difference = np.minimum(difference, 360 - difference)
    r = np.exp(-(difference**2) / (2 * width**2))
    z = np.sum(r * np.exp(1j * np.deg2rad(preferred)))
    return {"preferred": preferred, "response": r, "decoded": np.angle(z, deg=True), "length": np.abs(z)}


@teaches(sigma_c=(0.5, 3.0, 1.0), sigma_s=(1.0, 8.0, 3.0), k=(0.0, 1.5, 0.9))
def receptive_field(sigma_c, sigma_s, k):
    """Difference of Gaussians on a grid and its response to a grating."""
    x = np.linspace(-10, 10, 41)
    X, Y = np.meshgrid(x, x)
    R2 = X**2 + Y**2
    center = np.exp(-R2 / (2 * sigma_c**2)) / (2 * np.pi * sigma_c**2)
    surround = np.exp(-R2 / (2 * sigma_s**2)) / (2 * np.pi * sigma_s**2)
    field = center - k * surround
    freqs = np.linspace(0.01, 0.5, 30)
    response = [np.sum(field * np.cos(2 * np.pi * f * X)) for f in freqs]
    return {"field": field, "freqs": freqs, "response": np.array(response)}


@teaches(gain=(0.1, 2.0, 0.5), threshold=(0.0, 20.0, 8.0), r_max=(20.0, 200.0, 100.0))
def firing_rate_curve(gain, threshold, r_max):
    """Firing rate against input, by three gain functions."""
    I = np.linspace(0, 40, 200)
    linear = np.maximum(0, gain * (I - threshold)) * 10
    sigmoid = r_max / (1 + np.exp(-gain * (I - threshold)))
    naka = r_max * I**2 / (I**2 + threshold**2 + 1e-9)
    return {"I": I, "linear": np.minimum(linear, r_max), "sigmoid": sigmoid, "naka": naka}


@teaches(tau_rise=(0.2, 5.0, 1.0), tau_decay=(5.5, 50.0, 10.0), weight=(0.0, 2.0, 1.0))
def synaptic_current(tau_rise, tau_decay, weight):
    """Current after a spike, with a rise and a decay, so scaled that its peak is the weight."""
    t = np.linspace(0, 100, 300)
    t_peak = tau_rise * tau_decay / (tau_decay - tau_rise) * np.log(tau_decay / tau_rise)
    norm = np.exp(-t_peak / tau_decay) - np.exp(-t_peak / tau_rise)
    g = weight / norm * (np.exp(-t / tau_decay) - np.exp(-t / tau_rise))
    return {"t": t, "g": g, "t_peak": t_peak, "charge": np.trapezoid(g, t)}
