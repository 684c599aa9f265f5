"""Every kind of mark, as small live figures: the unit tests export them, the browser tests open them."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.cm import ScalarMappable
from matplotlib.colors import Normalize

from livefig import LiveFigure, Slider, network_diagram

T = np.linspace(0, 1, 9)
U = np.linspace(-1, 1, 12)
V = np.linspace(-1, 1, 7)
CMAP = plt.get_cmap("RdBu").with_extremes(under="lime", over="yellow")


def lines(axes):
    both = axes.plot(T, T, "o-", color="C0")[0]
    (dots,) = axes.plot(T, -T, "s", color="C1")
    axes.plot(T, T**2)
    height = axes.axhline(0.5, ls="--")
    return {both: {"y": "root", "visible": "b"}, dots: {"x": "t", "y": "wave", "alpha": "b"}, height: {"y": "a"}}


def lines_outputs(a, b):
    return {"root": np.sqrt(a + 1 - 2 * T), "t": T + 0.1 * a, "wave": np.cos(5 * T * b) - 0.1 * a}


def logarithms(axes):
    axes.set(xscale="log", yscale="log", xlim=(0.01, 10), ylim=(100, 0.01))
    (curve,) = axes.plot(T + 0.1, T + 0.1, ".-")
    bars = axes.barh([0.1, 1, 10], [1, 1, 1], height=[0.05, 0.5, 5])
    return {curve: {"x": "t", "y": "wave"}, bars: {"width": "three", "left": "b"}}


def logarithms_outputs(a, b):
    return {"t": T + 0.2 * a, "wave": 10.0 ** (2 * T * a), "three": np.stack([a, b, a * b])}


def image(axes):
    picture = axes.imshow(np.zeros((3, 4)), cmap=CMAP, vmin=-1, vmax=1, extent=(-1, 1, -1, 1), origin="lower")
    still = axes.imshow(np.eye(2), vmin=0, vmax=1, extent=(-1.2, -1, -1.2, -1), aspect="auto")
    return {picture: {"image": "numbers", "alpha": "b"}, still: {"visible": "b"}}


def image_outputs(a, b):
    grid = np.linspace(-1.5, 1.5, 12).reshape(3, 4)
    return {"numbers": np.where(grid * a > 1.2, np.nan, grid * a + b)}


def words(axes):
    said = axes.text(0, 0, "x", rotation=30, rotation_mode="anchor")
    beside = axes.annotate("p", (0.5, 0.5), xytext=(6, 3), textcoords="offset points")
    return {said: {"text": "a is {a:.2f}, {low}", "x": "root"}, beside: {"x": "a", "y": "b"}}


def words_outputs(a, b):
    return {"root": np.sqrt(a + 1) - 1 + 0 * b, "low": a < 0}


def between(axes):
    area = axes.fill_between(T, T, 0 * T, alpha=0.4, edgecolor="C1")
    sideways = axes.fill_betweenx(T, T, 2 * T, hatch="/")
    free = axes.fill_between([], [], [])
    return {
        area: {"y1": "root", "y2": "low"},
        sideways: {"x1": "root", "alpha": "b"},
        free: {"x": "t", "y1": "root", "y2": "b"},
    }


def between_outputs(a, b):
    return {"root": np.sqrt(a + 1 - 2 * T), "low": T * b - 0.2, "t": T + 0.1 * a}


def outline(axes):
    (shape,) = axes.fill(T, T**2, color="C2")
    return {shape: {"x": "x", "y": "y"}}


def outline_outputs(a, b):
    angle = 2 * np.pi * T + a
    return {"x": b * np.cos(angle) / np.where(a > 1.5, 0, 1), "y": np.sin(angle)}


def coloured(axes):
    dots = axes.scatter(T, T, c=T, s=50 * T, cmap=CMAP, vmin=-1, vmax=1)
    edged = axes.scatter(T, -T, c=T, vmin=0, vmax=1, edgecolors="black", linewidths=2)
    crosses = axes.scatter(T, T / 2, c=T, marker="x", vmin=0, vmax=1)
    bars = axes.bar(T, T, width=0.05, edgecolor="black")
    plain = axes.scatter(T, T - 1, s=9, color="C1", marker="s")
    return {
        dots: {"y": "wave", "color": "wave", "size": "area"},
        edged: {"color": "wave", "size": "one"},
        crosses: {"color": "wave"},
        bars: {"height": "wave", "color": ("wave", ScalarMappable(Normalize(-1, 1), CMAP))},
        plain: {"size": "area", "alpha": "a"},
    }


def coloured_outputs(a, b):
    wave = np.sqrt(a + 2 - T) * np.cos(5 * T * b)
    return {"wave": wave, "area": 400 * (b - T), "one": 90 * b}


def arrows(axes):
    style = {"arrowstyle": "-|>", "color": "C3", "lw": 2, "mutation_scale": 15}
    filled = axes.annotate("", (0, 0), (1, 1), arrowprops=style)
    opened = axes.annotate("", (0, 0), (0.5, -0.5), arrowprops={"arrowstyle": "->", "shrinkA": 0})
    line = axes.annotate("", (0, 0), (0.5, -0.5), arrowprops={"arrowstyle": "-"}, annotation_clip=False)
    return {
        filled: {"x": "a", "y": "b"},
        opened: {"x_tail": "b", "y_tail": "b", "y": "root"},
        line: {"x": "root", "y_tail": "a"},
    }


def arrows_outputs(a, b):
    return {"root": np.sqrt(a + 1) - 1 + 0 * b}


def field(axes):
    x, y = np.meshgrid(U[::3], V[::2])
    exact = {"angles": "xy", "scale_units": "xy"}
    vectors = axes.quiver(x, y, x, y, **exact, scale=3, color="C0")
    swirl = axes.quiver([0, 0.5], [0, 0.2], [1, 1], [1, 0], **exact, scale=1, width=0.02, pivot="mid", color="C1")
    return {vectors: {"u": "u", "v": "v"}, swirl: {"x": "place", "y": "a", "u": "b", "v": "slope"}}


def field_outputs(a, b):
    x, y = np.meshgrid(U[::3], V[::2])
    return {"u": np.sqrt(x + a + 1), "v": y * b, "place": np.stack([a, 0.5 * b]), "slope": np.stack([b, a])}


def contours(axes):
    z = U**2 + V[:, None]
    several = axes.contour(U, V, z, levels=[-5, -0.5, 0, 0.25, 1])
    dashed = axes.contour(*np.meshgrid(U, V), z, levels=[-0.25, 0.5], colors="C3", linewidths=[1, 3])
    single = axes.contour(U, V, z, levels=[0.1], colors="black")
    x, y = np.meshgrid(U, V)
    return {
        several: {"x": U, "y": V, "z": "hill"},
        dashed: {"x": x, "y": y, "z": "saddle"},
        single: {"x": U, "y": V, "z": "holes"},
    }


def contours_outputs(a, b):
    saddle = np.cos(4 * U + a) * np.cos(5 * V[:, None]) - b * 0.3
    return {"hill": U**2 + a * V[:, None] ** 2, "saddle": saddle, "holes": np.sqrt(saddle + b) - 0.2 * a}


def network(axes):
    net = network_diagram(axes, [3, 5, 2], inputs=["$x_1$", "$x_2$", "$x_3$"], outputs=["yes", "no"], biases=True,
                          gradients=True, titles=["inputs", "hidden", "outputs"])  # fmt: skip
    return net.moves(
        values=["x", "h", "y"], weights=["W1", "W2"], biases=[None, "b2"], gradients=[None, "dh", "dy"], visible="show"
    )


W1 = np.linspace(-2, 2, 15).reshape(5, 3)
W2 = np.cos(np.arange(10)).reshape(2, 5)


def network_outputs(a, b):
    x = np.stack([a, b, a * b])
    first, second = W1 * a, np.sqrt(b - 0.2) * W2
    h = np.tanh(first @ x)
    y = second @ h
    return {"x": x, "h": h, "y": y, "W1": first, "W2": second, "b2": 1 / y, "dy": y - 1, "dh": second.T @ (y - 1),
            "show": b > 0.5}  # fmt: skip


def small_network(axes):
    net = network_diagram(axes, [2, 2, 1], weights=True, size=36, form=".1f", largest=1.5)
    return net.moves(values=["x", None, "y"], weights=["W", None])


def small_network_outputs(a, b):
    return {"x": np.stack([a, b]), "y": a / b, "W": np.stack([a, b, -a, -b]).reshape(2, 2)}


def errors(axes):
    both = axes.errorbar(T, T, yerr=0.1, xerr=0.1, fmt="o-", capsize=3)
    bare = axes.errorbar(T - 1, T, yerr=0.1, fmt="none", elinewidth=3)
    marks = axes.errorbar(T - 1, -T, xerr=[T / 5, T / 9], fmt="s", ms=4)
    single = axes.errorbar([0], [0], yerr=[[0.1], [0.2]], fmt="D", capsize=6)
    return {
        both: {"y": "wave", "yerr": "sides", "alpha": "b"},
        bare: {"y": "wave", "yerr": "b"},
        marks: {"x": "wave", "xerr": "one"},
        single: {"x": "a", "yerr": "pair", "visible": "b"},
    }


def errors_outputs(a, b):
    wave = np.sqrt(a + 2 - T) * np.cos(5 * T * b)
    return {
        "wave": wave,
        "sides": np.stack([0.1 + T * b, wave]),
        "one": b * T,
        "pair": np.stack([b, 0.5 * b]).reshape(2, 1),
    }


SAMPLES = {
    "lines": (lines, lines_outputs),
    "logarithms": (logarithms, logarithms_outputs),
    "image": (image, image_outputs),
    "words": (words, words_outputs),
    "between": (between, between_outputs),
    "outline": (outline, outline_outputs),
    "coloured": (coloured, coloured_outputs),
    "arrows": (arrows, arrows_outputs),
    "field": (field, field_outputs),
    "contours": (contours, contours_outputs),
    "errors": (errors, errors_outputs),
    "network": (network, network_outputs),
    "small-network": (small_network, small_network_outputs),
}


def sample(name, size=(6, 3)):
    """Return one sample as a live figure, which has a narrow layout too."""
    make, function = SAMPLES[name]
    with plt.style.context("livefig.page"):
        figure, axes = plt.subplots(figsize=size)
        axes.set(xlim=(-1.2, 1.2), ylim=(-1.2, 1.2), title=name)
        moves = make(axes)
    controls = [Slider("a", -2, 2, value=0.5), Slider("b", 0, 1, value=0.8)]
    live = LiveFigure(function, figure, controls, moves=moves, says="{a} and {b}.", name=name, alt=name)
    assert live.spec["fallback"] is None
    return live
