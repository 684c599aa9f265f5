"""A layered network as a picture: values in its nodes, weights as the colour and width of its edges.

It is an ordinary part of a Matplotlib axes, which `Network.set` redraws; `Network.moves` hands it to a live figure.
"""

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes

from .draw.marks.numbers import Numbers
from .draw.marks.segments import Segments
from .errors import FigureError
from .text import words

MOST_NODES = 12  # in one layer; more cannot be read
SPREAD = 1.5  # how far apart the nodes of a small layer may stand, where 1 is the distance in the largest


class Network:
    """A drawn network; made by `network_diagram`.

    Attributes
    ----------
    nodes : list of PathCollection
        The circles of each layer.
    values, biases, gradients : list of Numbers
        Texts of each layer, of `biases` of each but the inputs; the latter two are empty unless asked for.
    edges : list of Segments
        One for each pair of layers.
    weights : list of Numbers
        The numbers on the edges; empty unless asked for.
    """

    def __init__(self) -> None:
        self.nodes: list[Artist] = []
        self.values: list[Numbers] = []
        self.biases: list[Numbers] = []
        self.gradients: list[Numbers] = []
        self.edges: list[Segments] = []
        self.weights: list[Numbers] = []

    def set(
        self,
        values: Sequence[Any] = (),
        weights: Sequence[Any] = (),
        biases: Sequence[Any] = (),
        gradients: Sequence[Any] = (),
    ) -> None:
        """Write arrays into the picture, one a layer as in `moves`; None leaves a layer as it is."""
        for artists, data in self._pairs(values, weights, biases, gradients):
            for artist in artists:
                expected = artist.shape
                if np.shape(data) != expected:
                    raise FigureError(
                        f"The {artist.get_label().strip('_')} need shape {expected}, not {np.shape(data)}."
                    )
                (artist.set_weights if isinstance(artist, Segments) else artist.set_values)(data)

    def moves(
        self,
        values: Sequence[str | None] = (),
        weights: Sequence[str | None] = (),
        biases: Sequence[str | None] = (),
        gradients: Sequence[str | None] = (),
        visible: str | None = None,
    ) -> dict[Any, dict[str, str]]:
        """Return entries for `LiveFigure(moves={**net.moves(...)})`.

        Parameters
        ----------
        values : list
            Names of outputs, one a layer: arrays (d,). None leaves a layer as it is drawn.
        weights, biases : list
            Names of outputs, one a pair of layers: arrays (d_out, d_in), and (d_out,).
        gradients : list
            Names of outputs, one a layer: arrays (d,).
        visible : str, optional
            An output or control that shows and hides the gradients.
        """
        found: dict[Any, dict[str, str]] = {}
        for artists, output in self._pairs(values, weights, biases, gradients):
            for artist in artists:
                found[artist] = {"weights" if isinstance(artist, Segments) else "values": output}
                if visible is not None and artist in self.gradients:
                    found[artist]["visible"] = visible
        return found

    def _pairs(self, *given: Sequence[Any]) -> list[tuple[tuple[Any, ...], Any]]:
        """Return what belongs to each thing that was given: its artists."""
        edges = list(zip(self.edges, self.weights, strict=True)) if self.weights else [(one,) for one in self.edges]
        kinds: dict[str, Sequence[tuple[Any, ...]]] = {
            "values": [(one,) for one in self.values],
            "weights": edges,
            "biases": [(one,) for one in self.biases],
            "gradients": [(one,) for one in self.gradients],
        }
        pairs = []
        for (name, artists), wanted in zip(kinds.items(), given, strict=True):
            if wanted and not artists:
                raise FigureError(f"The network was drawn without {name}; write network_diagram(..., {name}=True).")
            if isinstance(wanted, str) or (wanted and len(wanted) != len(artists)):
                raise FigureError(
                    f"{name}= needs a list of {len(artists)}, one a layer (None for none), not {wanted!r}."
                )
            pairs += [pair for pair in zip(artists, wanted, strict=False) if pair[1] is not None]
        return pairs


def network_diagram(
    axes: Axes,
    layers: Sequence[int],
    *,
    inputs: Sequence[str] | None = None,
    outputs: Sequence[str] | None = None,
    titles: Sequence[str] | None = None,
    biases: bool = False,
    gradients: bool = False,
    weights: bool = False,
    form: str = ".2f",
    largest: float = 2.0,
    pens: tuple[str, str] = ("#0b6fb8", "#c8500a"),
    size: float = 32.0,
) -> Network:
    """Return a network drawn into `axes`, from the inputs on the left to the outputs on the right.

    Parameters
    ----------
    axes : Axes
        Its frame and ticks are taken away. 2.4 inches of height are enough for five nodes.
    layers : list of int
        The number of nodes of each layer, inputs first.
    inputs, outputs : list of str, optional
        What stands beside the first and the last nodes.
    titles : list of str, optional
        What stands above each layer.
    biases, gradients, weights : bool
        Whether there are numbers above the nodes, second numbers in the nodes, and numbers on the edges.
    form : str
        The format of the numbers, as in a sentence of a live figure.
    largest : float > 0
        The size of a weight that is drawn with the widest edge; larger ones are no wider.
    pens : two colours
        Of positive and of negative weights; negative ones are dashed as well.
    size : float
        Diameter of a node, pt.

    Returns
    -------
    Network
        `Network.set` writes arrays into it, `Network.moves` hands it to a live figure.

    Raises
    ------
    FigureError
        A layer with no node or with too many, names that do not fit the layers.
    """
    layers = _checked(layers, inputs, outputs, titles, largest)
    words.parse(f"{{value:{form}}}", {"value"}, "form=")
    apart = [min(SPREAD, (max(layers) - 1) / max(n - 1, 1)) for n in layers]
    places = [[(float(k), ((n - 1) / 2 - j) * apart[k]) for j in range(n)] for k, n in enumerate(layers)]
    network = Network()
    _draw_nodes(axes, network, places, form, size, biases, gradients)
    _draw_edges(axes, network, places, form, size, (pens, largest, weights))
    _name(axes, places, inputs, outputs, titles, size)
    _frame(axes, layers, (inputs, outputs), bool(titles), size)
    return network


def _checked(layers: Any, inputs: Any, outputs: Any, titles: Any, largest: float) -> list[int]:
    """Return the layers as a list, after looking at all that must fit them."""
    numbers = list(np.atleast_1d(layers))
    whole = all(isinstance(n, (int, np.integer)) and not isinstance(n, bool) for n in numbers)
    if len(numbers) < 2 or not whole or not all(1 <= n <= MOST_NODES for n in numbers):
        raise FigureError(
            f"network_diagram draws two layers or more of 1 to {MOST_NODES} nodes, such as [3, 5, 2], not {layers!r}."
        )
    wanted = (("inputs", inputs, numbers[0]), ("outputs", outputs, numbers[-1]), ("titles", titles, len(numbers)))
    for name, given, n in wanted:
        if given is not None and (isinstance(given, str) or len(given) != n):
            raise FigureError(f"network_diagram: {name}= needs a list of {n} names, not {given!r}.")
    if not 0 < largest < np.inf:
        raise FigureError(f"network_diagram: largest={largest!r} must be a positive number.")
    return [int(n) for n in numbers]


def _draw_nodes(
    axes: Axes, network: Network, places: list[Any], form: str, size: float, biases: bool, gradients: bool
) -> None:
    font = size / (4.1 if gradients else 3.7)
    for k, layer in enumerate(places):
        x, y = np.transpose(layer)
        circles = axes.scatter(x, y, s=size**2, c="#ffffff", edgecolors="#444444", linewidths=1.0, zorder=2)
        network.nodes.append(circles)
        lift = 0.17 * size if gradients else 0.0
        network.values.append(_numbers(axes, layer, (0, lift), form, font, f"values of layer {k}"))
        if gradients:
            looks: dict[str, Any] = {"color": "#8a2f7c", "style": "italic"}
            network.gradients.append(
                _numbers(axes, layer, (0, -0.2 * size), form, font * 0.9, f"gradients of layer {k}", **looks)
            )
        if biases and k:
            above = (0.86 * size, 0.52 * size)  # a number of six signs is clear of the circle
            signed = "+" + form.removeprefix("+")
            network.biases.append(_numbers(axes, layer, above, signed, font * 0.9, f"biases of layer {k}", True))


def _numbers(
    axes: Axes, places: Sequence[Any], offset: tuple[float, float], form: str, font: float, label: str,
    halo: bool = False, **looks: Any,
) -> Numbers:  # fmt: skip
    texts = [
        axes.annotate("", place, xytext=offset, textcoords="offset points", ha="center", va="center_baseline",
                      fontsize=font, zorder=3, annotation_clip=False, **looks)
        for place in places
    ]  # fmt: skip
    return Numbers(texts, (len(texts),), form, label, halo)


def _draw_edges(axes: Axes, network: Network, places: list[Any], form: str, size: float, look: tuple[Any, ...]) -> None:
    pens, largest, numbered = look
    for k, (left, right) in enumerate(zip(places[:-1], places[1:], strict=True)):
        pairs = [(start, end) for end in right for start in left]  # in the order of an array (d_out, d_in)
        shape = (len(right), len(left))
        edges = Segments(pairs, shape, pens, largest)
        edges.set_label(f"_weights of layer {k + 1}")
        axes.add_collection(edges, autolim=False)
        network.edges.append(edges)
        if numbered:
            along = [0.3 + 0.16 * (n // len(left) % 3) for n in range(len(pairs))]  # not all at one height
            spots = [tuple(np.add(a, np.subtract(b, a) * t)) for (a, b), t in zip(pairs, along, strict=True)]
            numbers = _numbers(axes, spots, (0, 0), form, size / 4.2, f"numbers of the weights of layer {k + 1}", True)
            numbers.shape = shape
            network.weights.append(numbers)


def _name(axes: Axes, places: list[Any], inputs: Any, outputs: Any, titles: Any, size: float) -> None:
    """Write the names of inputs and outputs beside their nodes, and the titles above the layers."""
    beside: dict[str, Any] = {
        "textcoords": "offset points",
        "va": "center_baseline",
        "fontsize": size / 3.4,
        "annotation_clip": False,
    }
    for layer, names, side in ((places[0], inputs, -1), (places[-1], outputs, 1)):
        for place, name in zip(layer, names or (), strict=False):
            gap = (side * (size / 2 + 5), 0)
            axes.annotate(name, place, xytext=gap, ha="right" if side < 0 else "left", **beside)
    top = max(layer[0][1] for layer in places)
    for k, title in enumerate(titles or ()):
        axes.annotate(title, (k, top), xytext=(0, size / 2 + 12), ha="center", **beside)


def _frame(axes: Axes, layers: list[int], names: tuple[Any, ...], titled: bool, size: float) -> None:
    """Give the axes limits that hold all, and no frame."""
    most = max(layers)
    margins = [0.3 + 0.06 * max(map(_signs, side or ()), default=0) for side in names]
    axes.set_xlim(-margins[0], len(layers) - 1 + margins[1])
    axes.set_ylim(-(most - 1) / 2 - 0.6, (most - 1) / 2 + (1.1 if titled else 0.6))
    axes.set_axis_off()


def _signs(name: str) -> int:
    """Return how many signs a name takes at most; in TeX, fewer than it is written with."""
    return len(re.sub(r"[${}_^ ]", "", re.sub(r"\\[A-Za-z]+", "x", name)) if "$" in name else name)
