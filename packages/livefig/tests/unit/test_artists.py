"""The export of areas, colours, sizes, arrows, fields, contour lines and networks, and the mistakes that are named."""

import re
from xml.etree import ElementTree

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.cm import ScalarMappable
from matplotlib.colors import ListedColormap, LogNorm, Normalize

from livefig import network_diagram
from livefig.draw.figure import export as export_into
from livefig.draw.geometry import reader
from livefig.draw.marks import shown
from livefig.errors import FigureError, SpecError
from livefig.pool import Pool
from support.samples import SAMPLES, sample

X = np.linspace(0, 1, 5)
Z = np.add.outer(X, X**2)
OUT = {
    "y": np.array([0.1, np.nan, 0.3, 0.9, 0.8]),
    "m": np.float64(0.25),
    "nan": np.float64(np.nan),
    "four": np.zeros(4),
    "size": np.array([0, 9, 36, 144, -1.0]),
    "z": Z,
    "W": np.array([[1.0, -1.0], [np.nan, 0.5]]),
    "h": np.array([0.5, np.nan]),
}
FIELD = {"angles": "xy", "scale_units": "xy"}


@pytest.fixture(autouse=True)
def _closed():
    yield
    plt.close("all")


def export(figure, moves, outputs, **given):
    """Export with a pool of its own."""
    return export_into(figure, moves, outputs, pool=Pool(), **given)


def one(make, wanted, outputs=OUT):
    """Export a figure with one axes, from 0 to 1, and one artist; return layout, binding, its elements and the axes."""
    figure, axes = plt.subplots(figsize=(4, 3))
    axes.set(xlim=(0, 1), ylim=(0, 1))
    artist = make(axes)
    (layout,) = export(figure, {artist: wanted}, outputs, name="one")
    root = ElementTree.fromstring(layout["svg"].replace('xmlns="http://www.w3.org/2000/svg" ', ""))
    return layout, layout["marks"][0], root.findall(".//*[@data-move='0']"), axes


def at(layout, axes, x, y):
    """Return where Matplotlib itself puts points, in units of the SVG."""
    dots = axes.transData.transform(np.column_stack(np.broadcast_arrays(x, y))) * 72 / axes.figure.get_dpi()
    return dots * [1, -1] + [0, layout["height"]]


def corners(path):
    return np.array([[float(n) for n in spot.split()] for spot in re.split("[MLZ]+", path.get("d")) if spot])


# --- what is exported ------------------------------------------------------------------------------------------


def test_area_has_a_gap_and_stands_where_matplotlib_puts_it():
    layout, _, (group,), axes = one(lambda axes: axes.fill_between(X, X, 0.1, color="C3"), {"y1": "y", "y2": "m"})
    (path,) = group
    assert path.get("d").count("M") == path.get("d").count("Z") == 2
    edges = at(layout, axes, X[[2, 3, 4]], OUT["y"][2:]), at(layout, axes, X[[2, 4, 3]], 0.25)
    want = np.concatenate([edges[1][:1], edges[0], edges[1][1:]])  # as Matplotlib goes round: from the second edge
    assert corners(path)[2:] == pytest.approx(want, abs=0.0051)
    assert (path.get("fill"), path.get("clip-path", "")[:4]) == ("#d62728", "url(")


def test_area_sideways_is_what_matplotlib_draws_of_the_same_data():
    side = X**2
    layout, _, (group,), axes = one(lambda axes: axes.fill_betweenx(X, 0 * X, X / 2), {"x1": "s"}, {"s": side})
    back = at(layout, axes, X / 2, X)
    want = np.concatenate([back[:1], at(layout, axes, side, X), back[:0:-1]])
    assert corners(group[0]) == pytest.approx(want, abs=0.0051)


def test_polygon_moves_its_corners():
    layout, _, (group,), axes = one(lambda axes: axes.fill(X, X**2)[0], {"y": "y"}, {"y": X**3})
    assert corners(group[0]) == pytest.approx(at(layout, axes, X, X**3), abs=0.0051)


def test_marks_take_colour_and_size_from_outputs():
    def make(axes):
        return axes.scatter(X, X, c=X, vmin=0, vmax=1, linewidths=2, edgecolors="black", s=3)

    _, _, (group,), axes = one(make, {"color": "y", "size": "size"})
    marks = group.findall("g/*")
    rgba = axes.collections[0].cmap(OUT["y"], bytes=True)
    want = ["none" if np.isnan(v) else "#" + bytes(colour[:3]).hex() for v, colour in zip(OUT["y"], rgba, strict=True)]
    assert [mark.get("fill") for mark in marks] == want
    assert [mark.get("display") for mark in marks] == ["none", None, None, None, "none"]
    assert [re.search(r"scale\((.*)\)", mark.get("transform"))[1] for mark in marks[1:4]] == ["0.5", "1", "2"]
    assert [float(mark.get("stroke-width")) for mark in marks[1:4]] == [4, 2, 1]  # the edge stays as thick


def test_bars_take_colour_through_a_mappable():
    mappable = ScalarMappable(Normalize(0, 1), "viridis")
    _, binding, groups, _ = one(lambda axes: axes.bar(X, X), {"color": ("y", mappable)})
    fills = [group.find("path").get("fill") for group in groups]
    want = ["#" + bytes(colour[:3]).hex() for colour in mappable.to_rgba(OUT["y"], bytes=True)]
    assert fills == [want[0], "none", *want[2:]]


@pytest.mark.parametrize(
    "make",
    [
        lambda axes: axes.plot(X, X, "o-", alpha=0.3)[0],
        lambda axes: axes.bar(X, X),
        lambda axes: axes.imshow(Z, alpha=0.3),
        lambda axes: axes.text(0.5, 0.5, "a"),
        lambda axes: axes.fill_between(X, X, alpha=0.3),
        lambda axes: axes.quiver(X, X, X, X, **FIELD, scale=1),
        lambda axes: axes.annotate("", (0, 0), (1, 1), arrowprops={"arrowstyle": "->", "alpha": 0.3}),
    ],
)
def test_opacity_moves_on_every_kind_and_takes_the_place_of_the_authors(make):
    _, _, groups, _ = one(make, {"alpha": "m"})
    assert {group.get("opacity") for group in groups} == {"0.25"}
    inside = [child for group in groups for child in group.iter() if child not in groups]
    assert not [child for child in inside if {"opacity", "fill-opacity", "stroke-opacity"} & set(child.attrib)]
    _, _, groups, _ = one(make, {"alpha": "nan"})
    assert {group.get("opacity") for group in groups} == {"0"}


@pytest.mark.parametrize("style", ["-", "->", "-|>"])
def test_arrow_goes_from_tail_to_head(style):
    def make(axes):
        props = {"arrowstyle": style, "shrinkA": 0, "shrinkB": 0, "mutation_scale": 20, "color": "C1"}
        return axes.annotate("", (0.9, 0.5), (0.1, 0.1), arrowprops=props)

    layout, _, (group,), axes = one(make, {"x": "m", "y_tail": "m"})
    (path,) = group
    spots, (tail, head) = corners(path), at(layout, axes, [0.1, 0.25], [0.25, 0.5])
    along = (head - tail) / np.linalg.norm(head - tail)
    if style != "-":  # the point of the pen, one wide, is at the head, and the middle of its line behind it
        head = head - along * np.hypot(8, 4) / 4 / 2
    assert spots[:2] == pytest.approx(np.array([tail, head]), abs=0.0051)
    if style != "-":  # Matplotlib's head: 0.4 long and 0.2 wide to each side, times the mutation scale
        assert (spots[[2, 4]] - head) @ along == pytest.approx([-8, -8], abs=0.02)
        assert (spots[[2, 4]] - head) @ [-along[1], along[0]] == pytest.approx([-4, 4], abs=0.02)
    assert path.get("fill") == ("#ff7f0e" if style == "-|>" else "none")
    assert path.get("stroke") == "#ff7f0e"


def test_arrow_without_length_and_to_a_place_outside_vanishes():
    props = {"arrowstyle": "->"}
    for wanted, outputs in (({"x": "a", "y": "a"}, 0.5), ({"x": "a"}, np.nan), ({"x": "a"}, 1.2)):
        _, _, (group,), _ = one(
            lambda axes: axes.annotate("", (0.1, 0.1), (0.5, 0.5), arrowprops=props), wanted, {"a": np.float64(outputs)}
        )
        assert group[0].get("d") == ""


def test_long_arrows_of_a_field_are_those_of_matplotlib():
    u = np.array([0.5, 0.4, 0.3])
    figure, axes = plt.subplots(figsize=(4, 3))
    axes.set(xlim=(0, 1), ylim=(0, 1))
    field = axes.quiver(X[:3], X[:3], u, u**2, **FIELD, scale=1)
    figure.draw_without_rendering()
    offsets, unit = axes.transData.transform(field.get_offsets()), field.get_transform()
    dots = [unit.transform(path.vertices) + at for path, at in zip(field.get_paths(), offsets, strict=True)]
    drawn = [np.array(d) * 72 / figure.dpi * [1, -1] + [0, 216] for d in dots]
    (layout,) = export(figure, {field: {"u": "u"}}, {"u": u}, name="one")
    root = ElementTree.fromstring(layout["svg"].replace('xmlns="http://www.w3.org/2000/svg" ', ""))
    ours = corners(root.find(".//*[@data-move='0']/path"))
    for k, theirs in enumerate(drawn):
        mine = ours[7 * k : 7 * k + 7]
        gaps = np.linalg.norm(mine[:, None] - theirs[None, :7], axis=2).min(axis=1)
        assert gaps.max() < 0.05, (mine, theirs)


def test_a_field_is_one_path_without_the_arrows_that_are_not():
    outputs = {"u": np.array([0.5, 0, np.nan, 0.2, np.inf]), "v": np.zeros(5)}
    _, _, (group,), _ = one(lambda axes: axes.quiver(X, X, X, X, **FIELD, scale=1), {"u": "u", "v": "v"}, outputs)
    assert len(group) == 1
    assert group[0].get("d").count("M") == 2


def test_error_bars_and_their_caps_stand_around_their_points():
    def make(axes):
        return axes.errorbar(X, X, yerr=0.1, xerr=[X / 9, X / 5], fmt="o-", capsize=4, color="C2")

    errors = np.array([[0.1] * 5, [0.2, 0.2, 0.2, np.nan, 0.3]])
    layout, binding, groups, axes = one(make, {"y": "y", "yerr": "e"}, {"y": X / 2, "e": errors})
    by_role = dict(zip(binding["roles"], groups, strict=True))
    assert sorted(binding["roles"]) == ["line", "none", "none", "x", "xcap", "y", "ycap"]
    assert corners(by_role["line"].find("path")) == pytest.approx(at(layout, axes, X, X / 2), abs=0.0051)
    assert len(by_role["line"].findall("g/*")) == 5
    bars = corners(by_role["y"].find("path")).reshape(-1, 2, 2)
    caps = corners(by_role["ycap"].find("path")).reshape(-1, 4, 2)
    want = at(layout, axes, X, X / 2 - 0.1), at(layout, axes, X, X / 2 + errors[1])
    for bar, cap, low, high in zip(bars, caps, *(np.delete(end, 3, axis=0) for end in want), strict=True):
        assert bar == pytest.approx(np.array([low, high]), abs=0.0151)
        ends = [low - [4, 0], low + [4, 0], high - [4, 0], high + [4, 0]]
        assert cap == pytest.approx(np.array(ends), abs=0.0151)
    across = corners(by_role["x"].find("path")).reshape(-1, 2, 2)
    assert across[:, 0] == pytest.approx(at(layout, axes, X - X / 9, X / 2), abs=0.0051)
    assert across[:, 1] == pytest.approx(at(layout, axes, X + X / 5, X / 2), abs=0.0051)
    assert {group.get("stroke") for group in (by_role["x"][0], by_role["y"][0])} == {"#2ca02c"}


@pytest.mark.parametrize("flat", [False, True], ids=["rough", "level ground and saddles at the level"])
def test_contour_lines_are_those_of_matplotlib(flat):
    rng = np.random.default_rng(3)
    x, y, z = np.linspace(0, 1, 15), np.linspace(0, 1, 11), rng.normal(size=(11, 15))
    z[4, 5] = np.nan
    levels = [-1, 0, 9] if flat else [-0.5, 0.2, 9]
    z = np.clip(np.round(z), -1, 1) if flat else z
    figure, axes = plt.subplots(figsize=(4, 3))
    with plt.rc_context({"path.simplify": False}):
        drawn = axes.contour(x, y, z, levels=levels, corner_mask=False)
    (layout,) = export(figure, {drawn: {"x": x, "y": y, "z": "z"}}, {"z": z}, name="one")
    root = ElementTree.fromstring(layout["svg"].replace('xmlns="http://www.w3.org/2000/svg" ', ""))
    paths = root.findall(".//*[@data-move='0']/path")
    assert len(paths) == 3
    for path, theirs in zip(paths, drawn.get_paths(), strict=True):
        lines = [at(layout, axes, *line.T) for line in theirs.to_polygons(closed_only=False)]
        ours, wanted = pieces(path.get("d")), middles(lines)
        assert len(ours) == len(wanted)
        assert all(np.hypot(*(ours - middle).T).min() < 0.02 for middle in wanted)
    assert len({path.get("stroke") for path in paths}) == 3


def pieces(outline):
    """Return the middles of the pieces of an outline."""
    lines = []
    for line in outline.split("M")[1:]:
        spots = [[float(n) for n in spot.split()] for spot in line.strip("Z").split("L")]
        lines.append(np.array(spots + spots[:1] if "Z" in line else spots))
    return middles(lines)


def middles(lines):
    """Return the middles of the pieces between neighbouring points; tiny pieces do not count."""
    pairs = [(a, b) for line in lines for a, b in zip(line[:-1], line[1:], strict=True)]
    return np.array([(a + b) / 2 for a, b in pairs if np.hypot(*(a - b)) > 0.1]).reshape(-1, 2)


def test_a_saddle_is_parted_by_the_middle_and_a_cell_with_a_hole_has_no_line():
    square = {"map": {a: {"scale": "linear", "a": 1, "b": 0} for a in "xy"}, "shape": [2, 2], "levels": [0.5],
              "kind": "contours", "x": {"constant": 0}, "y": {"constant": 0},
              "z": {"value": "z"}}  # fmt: skip

    def lines(*z):
        return shown(square, reader({"z": np.reshape(z, (2, 2))}, [np.arange(2.0)]))["path"]["d"][0]

    assert lines(1, 0, 0, 1) == "M0.5 0L0 0.5M0.5 1L1 0.5"  # the middle is 0.5, not above it: high corners stand alone
    assert lines(1.1, 0, 0, 1.1) == "M0.55 0L1 0.45M0.45 1L0 0.55"  # high, so low corners stand alone
    assert lines(0.9, 0, 0, 0.9) == "M0.44 0L0 0.44M0.56 1L1 0.56"
    assert lines(1, 0, 0, np.nan) == lines(1, 0, 0, np.inf) == lines(1, 1, 1, 1) == ""


def test_network_writes_values_and_draws_weights():
    net = None

    def make(axes):
        nonlocal net
        net = network_diagram(axes, [2, 2])
        return net.edges[0]

    _, _, (group,), axes = one(make, {"weights": "W"})
    paths = group.findall("path")
    looks = [(path.get("stroke"), path.get("stroke-width"), path.get("stroke-dasharray")) for path in paths]
    assert looks[0] == ("#0b6fb8", "2.05", "none")
    assert looks[1] == ("#c8500a", "2.05", "4 2.5")
    assert paths[2].get("display") == "none"
    assert looks[3] == ("#0b6fb8", "1.27", "none")
    assert corners(paths[1])[0][1] > corners(paths[0])[0][1]  # W[0, 1] comes from the second input, which is lower
    assert len(net.edges[0].get_segments()) == 4


def test_network_is_drawn_without_anything_live():
    figure, axes = plt.subplots()
    net = network_diagram(axes, [2, 3, 1], inputs=["a", "b"], outputs=["c"], biases=True, gradients=True, weights=True)
    net.set(values=[[1, 2], [1, np.nan, -np.inf], [0.004]], weights=[np.ones((3, 2)), -np.ones((1, 3))],
            biases=[[1, 2, 3], [-1]], gradients=[None, None, [0.5]])  # fmt: skip
    figure.canvas.draw()
    texts = [[text.get_text() for text in numbers.texts] for numbers in net.values]
    assert texts == [["1.00", "2.00"], ["1.00", "–", "−∞"], ["0.00"]]
    assert [text.get_text() for text in net.biases[1].texts] == ["−1.00"]
    assert [text.get_text() for text in net.gradients[0].texts] == ["", ""]
    assert all(dashes for _, dashes in net.edges[1].get_linestyle())
    assert not any(dashes for _, dashes in net.edges[0].get_linestyle())
    with pytest.raises(FigureError, match=re.escape("The weights of layer 1 need shape (3, 2), not (2, 3).")):
        net.set(weights=[np.ones((2, 3)), None])
    moves = net.moves(values=["x", None, "y"], weights=["W", None], gradients=[None, "dh", "dy"], visible="on")
    assert [sorted(wanted.items()) for wanted in moves.values()] == [
        [("values", "x")], [("values", "y")], [("weights", "W")], [("values", "W")],
        [("values", "dh"), ("visible", "on")], [("values", "dy"), ("visible", "on")]]  # fmt: skip


@pytest.mark.parametrize("gradients", [False, True])
def test_biases_stand_clear_of_their_nodes(gradients):
    figure, axes = plt.subplots()
    net = network_diagram(axes, [2, 3], biases=True, gradients=gradients, size=32)
    net.set(biases=[[0.5, -1, -12.34]])
    figure.canvas.draw()
    for text in net.biases[0].texts:
        box, centre = text.get_window_extent(), axes.transData.transform(text.xy)
        nearest = np.clip(centre, [box.x0, box.y0], [box.x1, box.y1])
        assert np.hypot(*(nearest - centre)) > 16.5 * figure.dpi / 72  # the radius, and half of the pen


def test_names_in_tex_take_no_more_room_than_they_show():
    limits = []
    for names in (["x1", "x2"], ["$x_1$", r"$\theta_2$"]):
        axes = plt.subplots()[1]
        network_diagram(axes, [2, 1], inputs=names)
        limits.append(axes.get_xlim())
    assert limits[0] == limits[1]


@pytest.mark.parametrize("name", SAMPLES)
def test_every_sample_has_two_layouts_of_the_same_artists(name):
    wide, narrow = sample(name).spec["layouts"]
    assert [one["kind"] for one in wide["marks"]] == [one["kind"] for one in narrow["marks"]]
    counts = [re.findall(r'data-move="(\d+)"', layout["svg"]) for layout in (wide, narrow)]
    assert sorted(counts[0]) == sorted(counts[1])
    assert set(counts[0]) == {str(k) for k in range(len(wide["marks"]))}
    assert wide["width"] > narrow["width"]


# --- mistakes --------------------------------------------------------------------------------------------------


def annotation(text="", **changes):
    given = {"arrowprops": {"arrowstyle": "->"}, **changes}
    return lambda axes: axes.annotate(text, (0.1, 0.1), (0.5, 0.5), **given)


def clear(axes):
    return axes.scatter(X, X, c=X, cmap=ListedColormap([(1, 0, 0, 0.5), (0, 0, 1, 1)]), vmin=0, vmax=1)


def labelled(axes):
    lines = axes.contour(X, X, Z)
    lines.clabel()
    return lines


def net(part):
    return lambda axes: getattr(network_diagram(axes, [2, 2], biases=True), part)[0]


GRID = {"x": X, "y": X, "z": "z"}


@pytest.mark.parametrize(
    ("make", "wanted", "message"),
    [
        (lambda axes: axes.fill_between(X, X), {"y1": "four"}, "y1 needs shape (5,) or (), but output 'four'"),
        (lambda axes: axes.fill_between(X, X), {"y1": "loss"}, "y1 is to follow 'loss', but the function returns"),
        (lambda axes: axes.fill_between(X, X), {"y": "y"}, "has no 'y' that can move. There are: x, y1, y2, alpha,"),
        (lambda axes: axes.fill_betweenx(X, X), {"y1": "y"}, "has no 'y1' that can move. There are: y, x1, x2,"),
        (lambda axes: axes.fill_between(X, X, where=X != 0.5), {"y1": "y"}, "is drawn in 2 pieces; draw it once"),
        (lambda axes: axes.fill_between(X, X, step="mid"), {"y1": "y"}, "y1 needs shape"),
        (lambda axes: axes.fill_between(X, X), {"y1": X}, "write its name, not array"),
        (lambda axes: axes.fill(X, X)[0], {"x": "four"}, "Polygon: x needs shape (5,), but output 'four'"),
        (lambda axes: axes.hexbin(X, X), {"y": "y"}, "PolyCollection cannot move"),
        (lambda axes: axes.scatter(X, X), {"color": "y"}, "has no colour map; give scatter c="),
        (lambda axes: axes.scatter(X, X, c=X + 1, norm=LogNorm()), {"color": "y"}, "give scatter vmin= and vmax="),
        (lambda axes: axes.scatter(X, X, c=X), {"color": "four"}, "color needs shape (5,) or (), but output 'four'"),
        (lambda axes: axes.scatter(X, X), {"size": "four"}, "size needs shape (5,) or (), but output 'four'"),
        (lambda axes: axes.scatter(X, X, linewidths=[1, 2, 3, 4, 5]), {"size": "y"}, "need one linewidth for all"),
        (clear, {"color": "y"}, "cannot move through a colour map that is half transparent; give it alpha="),
        (lambda axes: axes.bar(X, X), {"color": "y"}, "write 'color': (output, matplotlib.cm.ScalarMappable("),
        (lambda axes: axes.bar(X, X), {"color": ("four", ScalarMappable(Normalize(0, 1)))}, "color needs shape (5,)"),
        (lambda axes: axes.bar(X, X), {"color": ("y", ScalarMappable())}, "give the ScalarMappable's Normalize vmin="),
        (lambda axes: axes.errorbar(X, X, yerr=0.1), {"xerr": "y"}, "was drawn without xerr; give it to errorbar"),
        (lambda axes: axes.errorbar(X, X, yerr=0.1), {"yerr": "four"}, "yerr needs shape (5,) or () or (2, 5), but"),
        (lambda axes: axes.errorbar(X, X, yerr=0.1, lolims=True), {"y": "y"}, "bars that end in arrows (lolims"),
        (lambda axes: axes.errorbar(X, X, yerr=0.1, fmt="none"), {"yerr": "y"}, "let y follow an output too"),
        (lambda axes: axes.plot(X, X)[0], {"color": "y"}, "Line2D has no 'color' that can move"),
        (lambda axes: axes.plot(X, X)[0], {"alpha": "y"}, "alpha needs shape (), but output 'y' has shape (5,)"),
        (annotation("here"), {"x_tail": "m"}, "Draw the arrow with ax.annotate('', ...) and the words with ax.text."),
        (annotation("here"), None, "name what moves, for example {'y': 'loss'}, not None"),
        (annotation(), {"x": "y"}, "Annotation: x needs shape (), but output 'y' has shape (5,)"),
        (annotation(textcoords="offset points"), {"x": "m"}, "both ends of an arrow that moves need data coordinates"),
        (annotation(arrowprops={"arrowstyle": "<->"}), {"x": "m"}, "has arrowstyle='->', '-|>' or '-'"),
        (annotation(arrowprops={}), {"x": "m"}, "Write arrowprops=dict(arrowstyle='->')"),
        (annotation(arrowprops={"arrowstyle": "->", "connectionstyle": "arc3,rad=0.2"}), {"x": "m"}, "is straight"),
        (lambda axes: axes.quiver(X, X, X, X), {"u": "y"}, "give quiver angles='xy', scale_units='xy' and scale="),
        (lambda axes: axes.quiver(X, X, X, X, X, **FIELD, scale=1), {"u": "y"}, "moves in one colour only"),
        (lambda axes: axes.quiver(X, X, X, X, **FIELD, scale=1, units="dots"), {"u": "y"}, "units='dots' cannot move"),
        (lambda axes: axes.quiver(X, X, X, X, **FIELD, scale=1), {"u": "four"}, "u needs shape (5,) or (), but output"),
        (lambda axes: axes.contourf(X, X, Z), GRID, "is filled and cannot move. Use imshow for the colours"),
        (labelled, GRID, "the numbers of clabel cannot follow the lines"),
        (lambda axes: axes.contour(X, X, Z), {"z": "z"}, "as arrays: {'x': x, 'y': y, 'z': output}"),
        (lambda axes: axes.contour(X, X, Z), {**GRID, "x": "y"}, "as arrays: {'x': x, 'y': y, 'z': output}"),
        (lambda axes: axes.contour(X, X, Z), {**GRID, "z": "y"}, "z needs shape (5, 5), but output 'y' has shape (5,)"),
        (lambda axes: axes.contour(X, X, Z), {**GRID, "x": Z}, "x must be the grid's axis, 1-D, or a meshgrid of it"),
        (net("edges"), {"weights": "h"}, "Segments: weights needs shape (2, 2), but output 'h' has shape (2,)"),
        (net("values"), {"values": "W"}, "Numbers 'values of layer 0': values needs shape (2,), but output 'W'"),
        (net("values"), {"x": "m"}, "has no 'x' that can move. There are: values, alpha, visible."),
    ],
)  # fmt: skip
@pytest.mark.mistake
def test_a_mistake_is_named(make, wanted, message):
    with pytest.raises(FigureError) as error:
        one(make, wanted)
    assert message in str(error.value)


@pytest.mark.parametrize(
    ("layers", "changes", "message"),
    [
        ([3], {}, "draws two layers or more of 1 to 12 nodes, such as [3, 5, 2], not [3]"),
        ([3, 0], {}, "not [3, 0]"),
        ([3, 13], {}, "not [3, 13]"),
        ([3, 2.5], {}, "not [3, 2.5]"),
        ([3, 2], {"inputs": ["a"]}, "inputs= needs a list of 3 names, not ['a']"),
        ([3, 2], {"outputs": "no"}, "outputs= needs a list of 2 names, not 'no'"),
        ([3, 2], {"largest": 0}, "largest=0 must be a positive number"),
    ],
)
@pytest.mark.mistake
def test_a_network_that_cannot_be_is_refused(layers, changes, message):
    with pytest.raises(FigureError) as error:
        network_diagram(plt.figure().add_subplot(), layers, **changes)
    assert message in str(error.value)


def test_what_a_network_lacks_is_said():
    net = network_diagram(plt.figure().add_subplot(), [2, 2])
    with pytest.raises(FigureError, match=r"without gradients; write network_diagram\(..., gradients=True\)"):
        net.moves(gradients=["a", "b"])
    with pytest.raises(FigureError, match="values= needs a list of 2, one a layer"):
        net.moves(values=["a"])
    with pytest.raises(FigureError, match="weights= needs a list of 1, one a layer"):
        net.moves(weights="W")
    with pytest.raises(SpecError, match="the format '.2x'"):
        network_diagram(plt.figure().add_subplot(), [2, 2], form=".2x")


def test_the_words_of_titles_labels_and_legends_move():
    figure, axes = plt.subplots(figsize=(4, 3))
    axes.plot([0, 1], [0, 1], label="line")
    parts = {
        "a title": axes.set_title("x"),
        "a label across": axes.set_xlabel("x"),
        "a label up": axes.set_ylabel("x"),
        "a legend": axes.legend().get_texts()[0],
        "a heading": figure.suptitle("x"),
    }
    moves = {artist: {"text": f"{name} {{m:.2f}}"} for name, artist in parts.items()}
    (layout,) = export(figure, moves, OUT, name="one")
    root = ElementTree.fromstring(layout["svg"])
    for k, (binding, name) in enumerate(zip(layout["marks"], parts, strict=True)):
        assert binding == {"kind": "text", "text": {"words": [f"{name} ", {"value": "m", "format": ".2f"}]}}
        (group,) = root.findall(f".//*[@data-move='{k}']")
        assert "".join(group.itertext()).strip() == f"{name} 0.25"
