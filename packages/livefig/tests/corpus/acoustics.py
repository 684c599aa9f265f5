"""Tones, strings, rooms and scales."""

import numpy as np
from scipy.signal import hilbert
from scipy.special import jn_zeros, jv

from .teaching import teaches


@teaches(f1=(200.0, 450.0, 440.0), f2=(200.0, 450.0, 443.0))
def beats(f1, f2):
    """Two tones, their sum and its envelope."""
    t = np.linspace(0, 0.5, 2000)
    y = np.sin(2 * np.pi * f1 * t) + np.sin(2 * np.pi * f2 * t)
    envelope = 2 * np.abs(np.cos(np.pi * (f1 - f2) * t))
    return {"t": t, "y": y, "envelope": envelope, "beat": abs(f1 - f2)}


@teaches(n_harmonics=(1, 20, 6), decay=(0.3, 2.0, 1.0), odd=False)
def additive_synthesis(n_harmonics, decay, odd):
    """A tone built of harmonics, one period and its spectrum."""
    t = np.linspace(0, 2 / 220, 400)
    wave = np.zeros(400)
    levels = []
    for h in range(1, n_harmonics + 1):
        if odd and h % 2 == 0:
            levels.append(0)
            continue
        level = 1 / h**decay
        wave += level * np.sin(2 * np.pi * 220 * h * t)
        levels.append(level)
    wave /= np.max(np.abs(wave))
    return {"t": t, "wave": wave, "levels": levels}


@teaches(pluck=(0.05, 0.95, 0.2), time=(0.0, 2.0, 0.3), damping=(0.0, 1.0, 0.1))
def plucked_string(pluck, time, damping):
    """Shape of a plucked string as a sum of its modes."""
    x = np.linspace(0, 1, 120)
    y = np.zeros_like(x)
    amplitudes = []
    for n in range(1, 31):
        b = 2 * np.sin(n * np.pi * pluck) / (n**2 * np.pi**2 * pluck * (1 - pluck))
        amplitudes.append(abs(b))
        y += b * np.sin(n * np.pi * x) * np.cos(n * np.pi * time) * np.exp(-damping * n * time)
    return {"x": x, "y": y, "amplitudes": amplitudes}


@teaches(notes=(3, 24, 12), base=(220.0, 440.0, 261.6), temperament=["equal", "pythagorean"])
def scale(notes, base, temperament):
    """Frequencies of a scale and how far its fifth is from 3/2."""
    if temperament == "equal":
        ratios = [2 ** (k / notes) for k in range(notes)]
    else:
        ratios = []
        r = 1.0
        for k in range(notes):
            ratios.append(r)
            r *= 3 / 2
            while r >= 2:
                r /= 2
        ratios = sorted(ratios)
    nearest = min(ratios, key=lambda r: abs(r - 1.5))
    return {"f": [base * r for r in ratios], "cents": 1200 * np.log2(nearest / 1.5)}


@teaches(attack=(0.01, 0.5, 0.1), decay=(0.01, 0.5, 0.2), sustain=(0.0, 1.0, 0.6), release=(0.05, 0.8, 0.3))
def adsr_envelope(attack, decay, sustain, release):
    """Attack, decay, sustain and release of a synthesizer."""
    t = np.linspace(0, 2, 400)
    env = np.piecewise(
        t,
        [t < attack, (t >= attack) & (t < attack + decay), (t >= attack + decay) & (t < 1.2), t >= 1.2],
        [
            lambda t: t / attack,
            lambda t: 1 - (1 - sustain) * (t - attack) / decay,
            sustain,
            lambda t: sustain * np.maximum(1 - (t - 1.2) / release, 0),
        ],
    )
    return {"t": t, "env": env, "tone": env * np.sin(2 * np.pi * 30 * t)}


@teaches(index=(0.0, 8.0, 2.0), ratio=(1, 5, 2))
def fm_synthesis(index, ratio):
    """Frequency modulation: the wave, and its sidebands by Bessel functions."""
    t = np.linspace(0, 0.02, 500)
    carrier = 400
    y = np.sin(2 * np.pi * carrier * t + index * np.sin(2 * np.pi * carrier / ratio * t))
    n = np.arange(-10, 11)
    J = jv(n, index)
    bandwidth = np.sum(np.abs(J) > 0.01)
    return {"t": t, "y": y, "sidebands": np.abs(J), "f": carrier + n * carrier / ratio, "bandwidth": bandwidth}


@teaches(m=(0, 4, 1), n=(1, 4, 2))
def drum_mode(m, n):
    """A mode of a round drum on a grid."""
    k = jn_zeros(m, n)[-1]
    x = np.linspace(-1, 1, 41)
    X, Y = np.meshgrid(x, x)
    R, PHI = np.hypot(X, Y), np.arctan2(Y, X)
    Z = jv(m, k * R) * np.cos(m * PHI)
    Z[R > 1] = np.nan
    return {"Z": Z, "ratio": k / jn_zeros(0, 1)[0]}


@teaches(length=(3.0, 20.0, 8.0), width=(2.0, 12.0, 5.0), height=(2.0, 6.0, 3.0), absorption=(0.02, 0.9, 0.2))
def room_acoustics(length, width, height, absorption):
    """Reverberation time by Sabine and Eyring, and the lowest modes of a room."""
    V = length * width * height
    S = 2 * (length * width + length * height + width * height)
    sabine = 0.161 * V / (S * absorption)
    eyring = 0.161 * V / (-S * np.log(1 - absorption))
    modes = []
    for i in range(4):
        for j in range(4):
            for k in range(3):
                if i + j + k > 0:
                    modes.append(343 / 2 * np.sqrt((i / length) ** 2 + (j / width) ** 2 + (k / height) ** 2))
    return {"sabine": sabine, "eyring": eyring, "modes": np.sort(modes)[:20]}


@teaches(f=(2.0, 30.0, 12.0), vibrato=(0.0, 3.0, 1.0))
def instantaneous_frequency(f, vibrato):
    """Envelope and frequency of a vibrato by the analytic signal."""
    t = np.linspace(0, 1, 512)
    y = np.exp(-t) * np.sin(2 * np.pi * f * t + vibrato * np.sin(2 * np.pi * 3 * t))
    z = hilbert(y)
    phase = np.unwrap(np.angle(z))
    return {"y": y, "envelope": np.abs(z), "frequency": np.diff(phase) / (2 * np.pi) * 511}
