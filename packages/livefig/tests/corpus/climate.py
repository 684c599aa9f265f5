"""Energy balance, weather and water."""

import numpy as np
from scipy.optimize import curve_fit

from .teaching import teaches


@teaches(albedo=(0.1, 0.7, 0.3), solar=(1000.0, 1700.0, 1361.0), emissivity=(0.4, 1.0, 0.61))
def energy_balance(albedo, solar, emissivity):
    """Temperature of a planet from its energy balance."""
    sigma = 5.67e-8
    T = (solar * (1 - albedo) / (4 * emissivity * sigma)) ** 0.25
    Ts = np.linspace(200, 350, 100)
    absorbed = solar * (1 - albedo) / 4 * np.ones(100)
    return {"Ts": Ts, "emitted": emissivity * sigma * Ts**4, "absorbed": absorbed, "celsius": T - 273.15}


@teaches(T0=(220.0, 320.0, 288.0), Q=(250.0, 450.0, 342.0), years=(10, 100, 50))
def ice_albedo(T0, Q, years):
    """A planet with ice that reflects, year by year, into one of its climates."""

    def albedo(T):
        if T < 250:
            return 0.6
        elif T > 280:
            return 0.3
        else:
            return 0.6 - 0.3 * (T - 250) / 30

    T = [T0]
    for year in range(years):
        net = Q * (1 - albedo(T[-1])) - 0.61 * 5.67e-8 * T[-1] ** 4
        T.append(T[-1] + net * 0.2)
    grid = np.linspace(220, 320, 60)
    balance = [Q * (1 - albedo(x)) - 0.61 * 5.67e-8 * x**4 for x in grid]
    return {"T": T, "grid": grid, "balance": balance, "frozen": T[-1] < 250}


@teaches(T=(-10.0, 45.0, 30.0), RH=(1.0, 100.0, 60.0))
def humid_air(T, RH):
    """Dew point and felt temperature."""
    a, b = 17.27, 237.7
    alpha = a * T / (b + T) + np.log(RH / 100)
    dew = b * alpha / (a - alpha)
    if T >= 27 and RH >= 40:
        felt = -8.78 + 1.61 * T + 2.34 * RH - 0.146 * T * RH - 0.0123 * T**2 - 0.0164 * RH**2
        felt += 0.00221 * T**2 * RH + 0.000725 * T * RH**2 - 0.00000358 * T**2 * RH**2
    else:
        felt = T
    temps = np.linspace(-10, 45, 56)
    return {"dew": dew, "felt": felt, "saturation": 6.112 * np.exp(a * temps / (b + temps))}


@teaches(trend=(0.0, 0.05, 0.02), start=(0, 80, 40), window=(1, 31, 11))
def temperature_trend(trend, start, window):
    """A noisy series of temperatures, its running mean and its trend since a year."""
    rng = np.random.default_rng(1850)
    years = np.arange(1900, 2021)
    temp = trend * np.maximum(years - 1950, 0) + 0.15 * rng.standard_normal(len(years))
    smooth = np.array([temp[max(0, i - window // 2) : i + window // 2 + 1].mean() for i in range(len(temp))])
    slope, intercept = np.polyfit(years[start:], temp[start:], 1)
    fit = np.where(years >= years[start], intercept + slope * years, np.nan)
    return {"years": years, "temp": temp, "smooth": smooth, "fit": fit, "per_century": 100 * slope}


@teaches(k=(0.02, 0.6, 0.15), rain=(0.0, 60.0, 30.0), hours=(1, 12, 4))
def runoff(k, rain, hours):
    """Discharge of a catchment as a linear reservoir after rain."""
    P = np.zeros(72)
    P[6 : 6 + hours] = rain / hours
    S, Q = 0.0, []
    for p in P:
        S += p
        q = k * S
        S -= q
        Q.append(q)
    Q = np.array(Q)
    unit = k * (1 - k) ** np.arange(72)
    return {"P": P, "Q": Q, "peak": Q.max(), "lag": Q.argmax() - 6, "convolved": np.convolve(P, unit)[:72]}


@teaches(n=(0.01, 0.1, 0.03), slope=(0.0001, 0.01, 0.001), width=(1.0, 20.0, 5.0), Q=(1.0, 100.0, 20.0))
def channel_depth(n, slope, width, Q):
    """Depth of a river by Manning's formula, iterated until it stands."""
    h = 1.0
    for _ in range(200):
        A = width * h
        Rh = A / (width + 2 * h)
        new = Q * n / (width * slope**0.5 * Rh ** (2 / 3))
        if abs(new - h) < 1e-8:
            break
        h = 0.5 * (h + new)
    v = Q / (width * h)
    froude = v / np.sqrt(9.81 * h)
    return {"h": h, "v": v, "froude": froude, "critical": froude > 1}


@teaches(doubling=(400.0, 1120.0, 560.0), sensitivity=(1.5, 6.0, 3.0), lag=(1.0, 60.0, 20.0))
def carbon_response(doubling, sensitivity, lag):
    """Warming that follows a jump of carbon dioxide."""
    forcing = 5.35 * np.log(doubling / 280)
    equilibrium = sensitivity * forcing / (5.35 * np.log(2))
    t = np.arange(0, 200)
    return {"t": t, "T": equilibrium * (1 - np.exp(-t / lag)), "forcing": forcing}


@teaches(threshold=(5.0, 60.0, 30.0), shape=(0.5, 3.0, 1.2), seed=(0, 20, 2))
def extreme_rain(threshold, shape, seed):
    """Return periods of rain from a record, and a curve fitted to them."""
    rng = np.random.RandomState(seed)
    yearly = np.sort(20 * rng.weibull(shape, 60))[::-1]
    rank = np.arange(1, 61)
    period = 61 / rank
    gumbel = lambda T, a, b: a - b * np.log(-np.log(1 - 1 / T))
    (a, b), _ = curve_fit(gumbel, period, yearly, p0=[20, 5])
    over = [i for i, x in enumerate(yearly) if x > threshold]
    return {"period": period, "yearly": yearly, "fit": gumbel(period, a, b), "exceeded": len(over)}
