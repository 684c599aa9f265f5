"""Looking at data that is there already: slices, frames, windows, columns, groups."""

import numpy as np

from .teaching import teaches

rng = np.random.default_rng(2024)

# A volume such as a scanner gives, the frames of a simulation, a table, a recording.
z, y, x = np.mgrid[-1:1:12j, -1:1:16j, -1:1:16j]
volume = np.exp(-3 * (x**2 + y**2 + z**2)) + 0.05 * rng.standard_normal((12, 16, 16))
walk = np.cumsum(rng.standard_normal((60, 30, 2)), axis=0)
height = rng.normal(172, 9, 80)
table = {"height": height, "weight": 0.9 * (height - 100) + rng.normal(0, 6, 80), "age": rng.uniform(18, 70, 80)}
group = rng.integers(0, 3, 80)
t = np.linspace(0, 10, 500)
recording = np.sin(2 * np.pi * 1.5 * t) * np.exp(-0.1 * t) + 0.1 * rng.standard_normal(500)


@teaches(i=(0, 11, 6))
def volume_slice(i):
    """One slice of the volume."""
    image = volume[i, :, :]
    return {"image": image, "brightest": image.max()}


@teaches(i=(0, 11, 6), plane=["axial", "coronal", "sagittal"], threshold=(0.0, 1.0, 0.3))
def masked_slice(i, plane, threshold):
    """One slice of the volume in a plane, without what is darker than a threshold."""
    if plane == "axial":
        image = volume[i]
    elif plane == "coronal":
        image = volume[:, i, :]
    else:
        image = volume[:, :, i]
    mask = image > threshold
    return {"image": np.where(mask, image, np.nan), "share": mask.mean()}


@teaches(step=(0, 59, 20), tail=(1, 20, 5))
def walkers_at_a_time(step, tail):
    """Where the walkers are at a step, the way of the first, and how far they spread."""
    now = walk[step]
    path = walk[max(0, step - tail) : step + 1, 0]
    spread = np.sqrt(np.mean(np.sum(walk[: step + 1] ** 2, axis=2), axis=1))
    return {"now": now, "path": path, "spread": spread}


@teaches(column=["height", "weight", "age"], bins=(5, 40, 15))
def histogram_of_a_column(column, bins):
    """Histogram of a column with its mean and median."""
    values = table[column]
    counts, edges = np.histogram(values, bins=bins)
    return {"counts": counts, "edges": edges, "mean": np.mean(values), "median": np.median(values)}


@teaches(group_shown=(0, 2, 0), min_age=(18, 55, 30))
def scatter_of_a_group(group_shown, min_age):
    """Heights and weights of a group above an age."""
    chosen = (group == group_shown) & (table["age"] >= min_age)
    h, w = table["height"][chosen], table["weight"][chosen]
    bmi = w / (h / 100) ** 2
    return {"h": h, "w": w, "n": chosen.sum(), "bmi": bmi.mean() if len(bmi) else np.nan}


@teaches(start=(0.0, 9.0, 2.0), width=(0.5, 5.0, 2.0))
def window_of_a_recording(start, width):
    """The part of the recording within a window, and its level."""
    inside = (t >= start) & (t < start + width)
    return {"t": t[inside], "y": recording[inside], "rms": np.sqrt(np.mean(recording[inside] ** 2))}


@teaches(window=(1, 60, 10), every=(1, 20, 5))
def running_mean(window, every):
    """Running mean of the recording, and every so many of its points."""
    kernel = np.ones(window) / window
    smooth = np.convolve(recording, kernel, mode="valid")
    return {"smooth": smooth, "t": t[::every], "points": recording[::every]}


@teaches(low=(0.0, 50.0, 25.0), high=(50.0, 100.0, 75.0), column=["height", "weight", "age"])
def between_percentiles(low, high, column):
    """A column cut off at two percentiles."""
    values = table[column]
    a, b = np.percentile(values, [low, high])
    clipped = np.clip(values, a, b)
    outside = np.sum((values < a) | (values > b))
    return {"clipped": np.sort(clipped), "outside": outside, "ends": [a, b]}


@teaches(slope=(0.0, 2.0, 0.5), intercept=(-150.0, 50.0, -20.0))
def line_by_hand(slope, intercept):
    """A line through heights and weights that the reader fits, and its loss."""
    predicted = slope * table["height"] + intercept
    residuals = table["weight"] - predicted
    return {"predicted": predicted, "residuals": residuals, "loss": np.mean(residuals**2)}


@teaches(threshold=(0.0, 0.9, 0.5))
def peaks_above(threshold):
    """Local maxima of the recording above a threshold, and the time between them."""
    peaks = []
    for i in range(1, len(recording) - 1):
        if recording[i] > threshold and recording[i] > recording[i - 1] and recording[i] > recording[i + 1]:
            peaks.append(i)
    gaps = np.diff(t[peaks]) if len(peaks) > 1 else np.array([0.0])
    return {"times": t[peaks], "gap": gaps.mean(), "n": len(peaks)}
