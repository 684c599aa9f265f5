"""Sampling, filters and spectra."""

import numpy as np
from scipy import signal

from .teaching import teaches


@teaches(f1=(1.0, 20.0, 5.0), f2=(1.0, 45.0, 12.0), a2=(0.0, 2.0, 0.5), noise=(0.0, 2.0, 0.3))
def spectrum(f1, f2, a2, noise):
    """Two sines in noise and their amplitude spectrum."""
    fs = 128
    np.random.seed(0)
    t = np.arange(256) / fs
    x = np.sin(2 * np.pi * f1 * t) + a2 * np.sin(2 * np.pi * f2 * t) + noise * np.random.randn(len(t))
    X = np.fft.rfft(x)
    freqs = np.fft.rfftfreq(len(t), 1 / fs)
    return {"t": t, "x": x, "freqs": freqs, "amplitude": 2 * np.abs(X) / len(t)}


@teaches(n=(1, 50, 5), kind=["square", "sawtooth", "triangle"])
def fourier_series(n, kind):
    """Partial sums of the Fourier series of a periodic wave."""
    x = np.linspace(-np.pi, np.pi, 400)
    y = np.zeros_like(x)
    for k in range(1, n + 1):
        if kind == "square":
            if k % 2 == 1:
                y += 4 / np.pi * np.sin(k * x) / k
        elif kind == "sawtooth":
            y += 2 / np.pi * (-1) ** (k + 1) * np.sin(k * x) / k
        else:
            if k % 2 == 1:
                y += 8 / np.pi**2 * (-1) ** ((k - 1) // 2) * np.sin(k * x) / k**2
    return {"x": x, "y": y, "overshoot": y.max() - 1}


@teaches(fs=(5, 60, 25), f=(1.0, 30.0, 3.0), phase=(0.0, 6.28, 0.0))
def aliasing(fs, f, phase):
    """A sine, its samples, and the slower sine that the samples look like."""
    t = np.linspace(0, 1, 500)
    ts = np.arange(0, 1, 1 / fs)
    f_alias = abs(f - fs * round(f / fs))
    return {
        "t": t,
        "x": np.cos(2 * np.pi * f * t + phase),
        "ts": ts,
        "samples": np.cos(2 * np.pi * f * ts + phase),
        "alias": f_alias,
        "ok": fs > 2 * f,
    }


@teaches(width=(1, 41, 9), shape=["box", "hann", "exponential"])
def smoothing(width, shape):
    """A noisy step smoothed by a moving average of some width."""
    rng = np.random.default_rng(1)
    x = np.r_[np.zeros(60), np.ones(60)] + 0.3 * rng.standard_normal(120)
    if shape == "box":
        h = np.ones(width)
    elif shape == "hann":
        h = np.hanning(width + 2)
    else:
        h = np.exp(-np.arange(width) / (width / 3))
    h = h / h.sum()
    y = np.convolve(x, h, mode="same")
    return {"x": x, "y": y, "noise": np.std(y[10:50])}


@teaches(order=(1, 8, 4), cutoff=(0.05, 0.9, 0.25))
def butterworth(order, cutoff):
    """Frequency response of a Butterworth filter and what it does to a chirp."""
    b, a = signal.butter(order, cutoff)
    w, h = signal.freqz(b, a, worN=200)
    t = np.linspace(0, 1, 300)
    chirp = np.sin(2 * np.pi * (2 + 60 * t) * t)
    return {"w": w / np.pi, "gain": 20 * np.log10(np.abs(h) + 1e-12), "t": t, "filtered": signal.lfilter(b, a, chirp)}


@teaches(bits=(1, 10, 3), amplitude=(0.1, 1.5, 0.9), dither=False)
def quantization(bits, amplitude, dither):
    """A sine rounded to a number of bits, and the signal-to-noise ratio."""
    t = np.linspace(0, 1, 400)
    x = amplitude * np.sin(2 * np.pi * 3 * t)
    levels = 2**bits
    step = 2 / levels
    d = np.random.RandomState(0).uniform(-0.5, 0.5, t.size) * step if dither else 0
    q = np.clip(np.round((x + d) / step) * step, -1, 1 - step)
    error = q - x
    snr = 10 * np.log10(np.mean(x**2) / np.mean(error**2))
    return {"t": t, "q": q, "error": error, "snr": snr}


@teaches(fc=(5.0, 30.0, 15.0), fm=(0.5, 4.0, 1.5), m=(0.0, 1.5, 0.8))
def amplitude_modulation(fc, fm, m):
    """An amplitude-modulated carrier and its envelope."""
    t = np.linspace(0, 2, 1000)
    message = np.cos(2 * np.pi * fm * t)
    carrier = np.cos(2 * np.pi * fc * t)
    s = (1 + m * message) * carrier
    envelope = np.abs(1 + m * message)
    return {"t": t, "s": s, "upper": envelope, "lower": -envelope, "power": np.mean(s**2)}


@teaches(delay=(0, 60, 25), noise=(0.0, 2.0, 0.5))
def cross_correlation(delay, noise):
    """The delay of an echo, found as the largest value of the cross-correlation."""
    rng = np.random.default_rng(5)
    pulse = rng.standard_normal(64)
    received = noise * rng.standard_normal(200)
    received[delay : delay + 64] += pulse
    c = np.correlate(received, pulse, mode="valid")
    lag = np.argmax(c)
    return {"received": received, "c": c, "lag": lag, "error": abs(lag - delay)}


@teaches(r=(0.1, 0.99, 0.9), theta=(0.0, 3.14, 0.8))
def pole_pair(r, theta):
    """Impulse response of a resonator with a pair of complex poles, by recursion."""
    a1 = 2 * r * np.cos(theta)
    a2 = -(r**2)
    y = [1.0, a1]
    for n in range(2, 80):
        y.append(a1 * y[n - 1] + a2 * y[n - 2])
    p = r * np.exp(1j * theta)
    w = np.linspace(0, np.pi, 200)
    z = np.exp(1j * w)
    H = z**2 / ((z - p) * (z - np.conj(p)))
    return {"h": y, "w": w, "gain": abs(H), "pole": [p.real, p.imag]}
