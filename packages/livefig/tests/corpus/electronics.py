"""Circuits: resistors, capacitors, diodes and logic."""

import cmath
import math

import numpy as np
from scipy.optimize import brentq

from livefig import Slider

from .teaching import teaches


@teaches(R=(100.0, 10000.0, 1000.0), C=(0.1, 100.0, 10.0), V0=(1.0, 12.0, 5.0))
def rc_charging(R, C, V0):
    """Voltage and current while a capacitor is charged."""
    tau = R * C * 1e-6
    t = np.linspace(0, 0.05, 200)
    v = V0 * (1 - np.exp(-t / tau))
    i = V0 / R * np.exp(-t / tau)
    return {"t": t, "v": v, "i": i * 1000, "tau": tau}


@teaches(R=(1.0, 200.0, 20.0), L=(0.1, 10.0, 1.0), C=(0.1, 10.0, 1.0))
def rlc_resonance(R, L, C):
    """Current of a series circuit against frequency, its resonance and its quality."""
    L, C = L * 1e-3, C * 1e-6
    f = np.logspace(2, 5, 200)
    w = 2 * np.pi * f
    Z = R + 1j * w * L + 1 / (1j * w * C)
    I = 1 / np.abs(Z)
    f0 = 1 / (2 * np.pi * np.sqrt(L * C))
    Q = np.sqrt(L / C) / R
    return {"f": f, "I": I, "phase": -np.degrees(np.angle(Z)), "f0": f0, "Q": Q}


@teaches(R1=(1.0, 20.0, 4.0), R2=(1.0, 20.0, 6.0), R3=(1.0, 20.0, 12.0), V=(1.0, 24.0, 12.0))
def node_voltages(R1, R2, R3, V):
    """A small network solved by its conductance matrix."""
    G = np.array([[1 / R1 + 1 / R2 + 1 / 5, -1 / 5], [-1 / 5, 1 / R3 + 1 / 5]])
    I = np.array([V / R1, 0])
    v = np.linalg.solve(G, I)
    currents = [(V - v[0]) / R1, v[0] / R2, v[1] / R3]
    return {"v": v, "currents": currents, "power": V * currents[0]}


@teaches(Vs=(0.5, 12.0, 5.0), R=(100.0, 2000.0, 1000.0), T=(250.0, 400.0, 300.0))
def diode_load_line(Vs, R, T):
    """Operating point of a diode behind a resistor."""
    Is = 1e-12
    VT = 1.380649e-23 * T / 1.602e-19

    def mismatch(v):
        return Is * (math.exp(v / VT) - 1) - (Vs - v) / R

    v = brentq(mismatch, 0, 1.2)
    grid = np.linspace(0, 0.9, 100)
    return {"v": v, "i": (Vs - v) / R, "diode": np.minimum(Is * np.expm1(grid / VT), 0.05), "load": (Vs - grid) / R}


@teaches(amplitude=(1.0, 10.0, 5.0), drop=(0.0, 1.0, 0.7), C=(0.0, 100.0, 20.0), kind=["half", "full"])
def rectifier(amplitude, drop, C, kind):
    """A rectified sine with a smoothing capacitor, and its ripple."""
    t = np.linspace(0, 0.06, 300)
    v = amplitude * np.sin(2 * np.pi * 50 * t)
    if kind == "full":
        rect = np.abs(v) - 2 * drop
    else:
        rect = v - drop
    rect[rect < 0] = 0
    out = np.zeros(len(t))
    discharge = math.exp(-(t[1] - t[0]) / (1e-3 * C)) if C > 0 else 0.0
    for i in range(1, len(t)):
        out[i] = max(rect[i], out[i - 1] * discharge)
    return {"t": t, "rect": rect, "out": out, "ripple": np.ptp(out[200:])}


@teaches(gain=(1.0, 100.0, 10.0), supply=(3.0, 15.0, 12.0), amplitude=(0.01, 2.0, 0.5))
def op_amp_clipping(gain, supply, amplitude):
    """Output of an amplifier that runs into its supply, and its distortion."""
    t = np.arange(256) / 256
    v = gain * amplitude * np.sin(2 * np.pi * 4 * t)
    out = np.clip(v, -supply, supply)
    X = np.abs(np.fft.rfft(out))
    thd = np.sqrt(np.sum(X[8::4] ** 2)) / X[4]
    return {"t": t, "out": out, "thd": 100 * thd, "clipped": np.mean(np.abs(v) > supply)}


@teaches(
    f=Slider("f", 10, 1e5, 1000, log=True),
    R=(100.0, 10000.0, 1600.0),
    C=(1.0, 1000.0, 100.0),
    kind=["low-pass", "high-pass"],
)
def filter_phasor(f, R, C, kind):
    """Phasor of an RC filter at one frequency, by cmath."""
    w = 2 * math.pi * f
    zc = 1 / (1j * w * C * 1e-9)
    H = zc / (R + zc) if kind == "low-pass" else R / (R + zc)
    mag, phase = cmath.polar(H)
    return {"phasor": (H.real, H.imag), "dB": 20 * math.log10(mag), "phase": math.degrees(phase)}


@teaches(value=(0, 255, 37), bits=(4, 8, 8))
def binary_register(value, bits):
    """Bits of a number, its two's complement and its Gray code."""
    digits = []
    v = value % 2**bits
    for _ in range(bits):
        digits.append(v % 2)
        v //= 2
    signed = value % 2**bits
    if signed >= 2 ** (bits - 1):
        signed -= 2**bits
    gray = (value % 2**bits) ^ (value % 2**bits >> 1)
    return {"digits": digits[::-1], "signed": signed, "gray": gray, "ones": sum(digits)}


@teaches(R1=(0.1, 10.0, 1.0), R2=(0.1, 10.0, 2.0), R_load=(0.1, 100.0, 10.0), V=(1.0, 24.0, 12.0))
def voltage_divider(R1, R2, R_load, V):
    """Voltage of a loaded divider, and the power at each load."""
    parallel = R2 * R_load / (R2 + R_load)
    v = V * parallel / (R1 + parallel)
    loads = np.linspace(0.1, 100, 200)
    p = R2 * loads / (R2 + loads)
    powers = (V * p / (R1 + p)) ** 2 / loads
    return {"v": v, "loads": loads, "powers": powers, "best": loads[np.argmax(powers)]}
