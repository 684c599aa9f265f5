"""The export of figures: the SVG that comes out, the bindings, and the mistakes that are named."""

import base64
import io
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.image import imread
from matplotlib.text import Text
from matplotlib.textpath import TextPath

from livefig.draw.figure import export as export_into
from livefig.draw.geometry import LIMIT, reader
from livefig.draw.marks import shown
from livefig.errors import FigureError
from livefig.pool import Pool

X = np.linspace(0, 1, 5)
OUT = {
    "y": np.array([0.1, np.nan, 0.3, 0.9, np.inf]),
    "x": np.array([0.1, 0.2, 0.3, 0.4, 0.5]),
    "m": np.float64(0.25),
    "no": np.float64(0),
    "two": np.zeros((2, 5)),
    "four": np.zeros(4),
    "nan": np.full(5, np.nan),
    "image": np.array([[0.0, 0.5, 1.0], [np.nan, -1.0, 2.0]]),
}


@pytest.fixture(autouse=True)
def _closed():
    yield
    plt.close("all")


def export(figure, moves, outputs, controls=None, **given):
    """Export with a pool of its own."""
    return export_into(figure, moves, outputs, controls, pool=Pool(), **given)


def one(make, wanted, outputs=OUT, controls=None):
    """Export a figure with one axes, from 0 to 1, and one artist; return layout, binding and its elements."""
    figure, axes = plt.subplots(figsize=(4, 3))
    axes.set(xlim=(0, 1), ylim=(0, 1))
    artist = make(axes)
    (layout,) = export(figure, {artist: wanted}, outputs, controls, name="one")
    root = ElementTree.fromstring(layout["svg"].replace('xmlns="http://www.w3.org/2000/svg" ', ""))
    return layout, layout["marks"][0], root.findall(".//*[@data-move='0']"), axes, artist


def in_svg(layout, axes, x, y, transform=None):
    """Return where Matplotlib itself puts a point, in units of the SVG."""
    dots = (transform or axes.transData).transform((x, y)) * 72 / axes.figure.get_dpi()
    return dots[0], layout["height"] - dots[1]


# --- one test for each kind of artist --------------------------------------------------------------------------


def test_line_is_drawn_where_matplotlib_puts_it_with_a_gap_at_what_is_not_finite():
    layout, binding, (group,), axes, _ = one(lambda axes: axes.plot(X, X, "o-")[0], {"x": "x", "y": "y"})
    pen = re.findall(r"([ML])(\S+) ([^ML]+)", group.find("path").get("d"))
    assert [letter for letter, _, _ in pen] == ["M", "M", "L"]
    for (_, x, y), i in zip(pen, (0, 2, 3), strict=True):
        assert (float(x), float(y)) == pytest.approx(in_svg(layout, axes, OUT["x"][i], OUT["y"][i]), abs=0.0051)
    assert shown(binding, reader(OUT, []))["path"]["d"] == [group.find("path").get("d")]


def test_marks_are_one_element_a_point_and_hidden_where_there_is_none():
    layout, _, (group,), axes, _ = one(lambda axes: axes.plot(X, X, "o-")[0], {"y": "y"})
    marks = group.findall("g/use")
    assert [mark.get("display") for mark in marks] == [None, "none", None, None, "none"]
    x, y = (float(part) for part in re.findall(r"[\d.]+", marks[3].get("transform")))
    assert (x, y) == pytest.approx(in_svg(layout, axes, 0.75, 0.9), abs=0.0051)
    assert group.find("g").get("clip-path", "").startswith("url(#LIVEFIG_ID_")


@pytest.mark.parametrize("look", [{"c": "C0"}, {"c": list("rgbmk")}, {"s": [5, 10, 20, 40, 80], "c": list("rgbmk")}])
def test_scatter_moves_as_marks_whether_its_points_are_alike_or_not(look):
    layout, binding, (group,), axes, _ = one(lambda axes: axes.scatter(X, X, **look), {"y": "y"})
    marks = group.findall("g/*")
    assert len(marks) == 5
    assert binding["kind"] == "scatter"
    x, y = (float(part) for part in re.findall(r"[\d.]+", marks[2].get("transform")))
    assert (x, y) == pytest.approx(in_svg(layout, axes, 0.5, 0.3), abs=0.0051)
    if "s" in look:  # Matplotlib draws these one by one at their place; here they must stand around the origin
        assert all(mark.tag == "path" and mark.get("clip-path") is None for mark in marks)
        sizes = [max(abs(float(part)) for part in re.findall(r"-?[\d.]+", mark.get("d"))) for mark in marks]
        assert sizes == pytest.approx(np.sqrt(np.array(look["s"]) / np.pi), abs=0.7)  # half an edge more
    assert len({mark.get("fill") for mark in marks}) == (1 if look == {"c": "C0"} else 5)


def test_axvline_moves_across_and_keeps_its_height():
    layout, _, (group,), axes, line = one(lambda axes: axes.axvline(0.9), {"x": "m"})
    low, high = (in_svg(layout, axes, 0.25, end, line.get_transform()) for end in (0, 1))
    numbers = [float(part) for part in re.findall(r"[\d.]+", group.find("path").get("d"))]
    assert numbers == pytest.approx([*low, *high], abs=0.0051)
    assert list(line.get_xdata()) == [0.25, 0.25]


def test_log_axes_and_upside_down_axes_are_followed():
    def make(axes):
        axes.set(xscale="log", xlim=(0.01, 10), yscale="log", ylim=(100, 0.1))
        return axes.plot(X, X)[0]

    outputs = {"x": np.array([0.0, -1, 0.02, 1, 5]), "y": np.array([1.0, 1, 2, 50, 0.2])}
    layout, _, (group,), axes, _ = one(make, {"x": "x", "y": "y"}, outputs)
    pen = re.findall(r"([ML])(\S+) ([^ML]+)", group.find("path").get("d"))
    assert len(pen) == 3  # nothing at zero and below
    for (_, x, y), i in zip(pen, (2, 3, 4), strict=True):
        want = in_svg(layout, axes, outputs["x"][i], outputs["y"][i])
        assert (float(x), float(y)) == pytest.approx(want, abs=0.0051)


def test_bars_move_in_height_and_bottom():
    outputs = {"h": np.array([0.5, np.nan, 0.2]), "b": np.float64(0.1)}
    wanted = {"height": "h", "bottom": "b"}
    layout, _, groups, axes, bars = one(lambda axes: axes.bar([0.2, 0.4, 0.6], [1, 1, 1], width=0.1), wanted, outputs)
    outlines = [group.find("path").get("d") for group in groups]
    assert outlines[1] == ""
    left, start, right, end = (float(part) for part in re.findall(r"[\d.]+", outlines[0])[:4])
    assert (left, start) == pytest.approx(in_svg(layout, axes, 0.15, 0.1), abs=0.0051)
    assert (right, end) == pytest.approx(in_svg(layout, axes, 0.25, 0.6), abs=0.0051)
    assert [bar.get_y() for bar in bars] == pytest.approx([0.1, 0.1, 0.1])


def test_horizontal_bars_on_a_log_axis_start_beyond_its_end():
    def make(axes):
        axes.set(xscale="log", xlim=(0.001, 1))
        return axes.barh([0.2, 0.4], [1, 1], height=0.1)

    layout, _, groups, axes, _ = one(make, {"width": "w"}, {"w": np.array([0.1, 0.0])})
    start, _, end = (float(part) for part in re.findall(r"-?[\d.]+", groups[0].find("path").get("d"))[:3])
    assert start == -LIMIT
    assert end == pytest.approx(in_svg(layout, axes, 0.1, 0)[0], abs=0.0051)
    assert groups[1].find("path").get("d") == ""


def test_text_takes_its_words_and_its_place():
    wanted = {"text": "loss {m:.1%}", "x": "m"}
    layout, binding, (group,), axes, text = one(lambda axes: axes.text(0, 0.5, "", ha="center"), wanted)
    assert group.find("text").text == text.get_text() == "loss 25.0%"
    shift, rest = (float(part) for part in re.findall(r"-?[\d.]+", group.get("transform")))
    drawn = float(group.find("text").get("x")) + shift
    assert drawn == pytest.approx(in_svg(layout, axes, 0.25, 0.5)[0], abs=0.01)
    assert rest == 0
    assert group.find("text").get("text-anchor") == "middle"


def test_annotation_follows_its_point_at_a_distance():
    def make(axes):
        return axes.annotate("p", (0.9, 0.9), xytext=(6, 3), textcoords="offset points")

    layout, _, (group,), axes, _ = one(make, {"x": "m", "y": "m"})
    x, y = (float(part) for part in re.findall(r"-?[\d.]+", group.get("transform")))
    found = float(group.find("text").get("x")) + x, float(group.find("text").get("y")) + y
    point = in_svg(layout, axes, 0.25, 0.25)
    assert found == pytest.approx((point[0] + 6, point[1] - 3), abs=0.02)


@pytest.mark.parametrize("origin", ["upper", "lower"])
@pytest.mark.parametrize("mirrored", [False, True])
def test_image_is_the_data_itself_in_the_colours_of_matplotlib(origin, mirrored):
    def make(axes):
        image = axes.imshow(np.zeros((2, 3)), vmin=0, vmax=1, cmap="RdBu", origin=origin, extent=(0, 1, 0, 1))
        axes.set_xlim((1, 0) if mirrored else (0, 1))
        return image

    layout, binding, (element,), axes, image = one(make, {"image": "image"})
    png = base64.b64decode(element.get("href").partition(",")[2])
    want = image.to_rgba(OUT["image"], bytes=True)
    want = want[::-1] if origin == "lower" else want
    want = want[:, ::-1] if mirrored else want
    assert np.array_equal((imread(io.BytesIO(png)) * 255).round().astype(int), want)
    corner = min(in_svg(layout, axes, x, y) for x in (0, 1) for y in (0, 1))
    assert (float(element.get("x")), float(element.get("y"))) == pytest.approx(corner, abs=0.001)
    assert element.get("preserveAspectRatio") == "none"


def test_what_is_not_to_be_seen_at_first_is_in_the_picture_all_the_same():
    layout, binding, (group,), _, line = one(lambda axes: axes.plot(X, X)[0], {"y": "y", "visible": "no"})
    assert group.get("visibility") == "hidden"
    assert group.find("path").get("d")
    assert not line.get_visible()


def test_a_point_outside_the_axes_and_one_far_away_are_drawn_and_clipped():
    outputs = {"y": np.array([5.0, -7, 1e300, 0.5, 0.5])}
    _, _, (group,), _, _ = one(lambda axes: axes.plot(X, X, "o-")[0], {"y": "y"}, outputs)
    assert len(group.findall("g/use")) == 5
    assert f" -{LIMIT:.0f}L" in group.find("path").get("d")


def test_a_slider_may_move_an_artist_directly():
    _, binding, (group,), _, line = one(lambda axes: axes.axhline(0.5), {"y": "w"}, OUT, {"w": 0.75})
    assert list(line.get_ydata()) == [0.75, 0.75]


# --- the SVG ---------------------------------------------------------------------------------------------------


def rich():
    """Return a figure of many parts, and what moves."""
    figure, (left, right) = plt.subplots(1, 2, figsize=(7, 3), layout="constrained")
    (line,) = left.plot(X, X, "o-", label="line")
    left.legend()
    left.set(title=r"$\eta$ & <b>", xlabel="input")
    points = left.scatter(X, X, c=X, s=10 + 50 * X)
    image = right.imshow(np.zeros((2, 3)), vmin=0, vmax=1)
    figure.colorbar(image)
    bars = left.bar(X, X, width=0.1, hatch="/")
    text = left.text(0.5, 0.5, "x")
    moves = {
        line: {"y": "y"},
        points: {"y": "y"},
        image: {"image": "image"},
        bars: {"height": "y"},
        text: {"text": "{m}"},
    }
    return figure, moves


def test_svg_has_no_styles_no_prolog_and_ids_only_where_needed():
    figure, moves = rich()
    for layout in export(figure, moves, OUT, name="rich"):
        svg = layout["svg"]
        assert svg.startswith('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ')
        assert not re.search(r" style=|<style|<metadata|xlink|<\?xml|pt\"|DejaVu|<script", svg)
        ids = re.findall(r' id="([^"]*)"', svg)
        used = re.findall(r'(?:url\(#|href="#)([^")]*)', svg)
        assert all(name.startswith("LIVEFIG_ID_") for name in ids + used)
        assert len(ids) == len(set(ids))
        assert set(ids) == set(used)
        assert not re.search(r"\.\d{4}", re.sub(r'(matrix|scale)\([^)]*\)|base64,[^"]*', "", svg))
    assert len({re.search(r'id="([^"]*)"', layout["svg"])[1] for layout in export(*rich(), OUT, name="rich")}) == 2


def test_the_same_figure_gives_the_same_bytes_in_every_process():
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); import hashlib; from test_figure import *;"
        "print(hashlib.sha256(repr([l['svg'] for l in export(*rich(), OUT, name='rich')]).encode()).hexdigest())"
    )
    command = [sys.executable, "-c", code, str(Path(__file__).parent)]
    digests = {subprocess.run(command, capture_output=True, text=True, check=True).stdout for _ in range(2)}
    assert len(digests) == 1


def test_limits_and_layout_stay_as_the_author_left_them():
    figure, axes = plt.subplots(figsize=(7, 3), layout="constrained")
    (line,) = axes.plot(X, 3 * X)
    figure.draw_without_rendering()
    limits, box, dpi = axes.get_ylim(), axes.get_position().bounds, figure.get_dpi()
    export(figure, {line: {"y": "y"}}, {"y": 100 * X}, name="f")
    assert axes.get_ylim() == limits
    assert axes.get_position().bounds == pytest.approx(box, abs=2e-3)
    assert (list(figure.get_size_inches()), figure.get_dpi()) == ([7, 3], dpi)
    assert list(line.get_ydata()) == list(100 * X)
    assert line.get_gid() is None
    assert not plt.fignum_exists(figure.number)


# --- the narrow layout -----------------------------------------------------------------------------------------


def test_numbers_at_the_edge_of_a_small_figure_keep_their_sign():
    """In Matplotlib's own style they are cut off, and -0.050 reads 0.050; afterwards the figure is as it was."""
    figure, axes = plt.subplots(figsize=(4, 2))
    (line,) = axes.plot(OUT["y"], OUT["y"])
    axes.set(ylabel="height", yticks=[0, 1], yticklabels=["\u22120.050", "0.050"])
    place = axes.get_position().bounds
    for _ in range(2):
        (layout,) = export(figure, {line: {"y": "y"}}, OUT, name="small")
        texts = {
            one.text: one.attrib for one in ElementTree.fromstring(layout["svg"]).iter() if one.tag.endswith("text")
        }
        width = TextPath((0, 0), "\u22120.050", size=10).get_extents().width
        assert float(texts["\u22120.050"]["x"]) > width + 1 and texts["\u22120.050"]["text-anchor"] == "end"
        assert float(texts["height"]["x"]) > 8
        assert axes.get_position().bounds == place


def test_a_figure_in_which_nothing_is_cut_off_stays_as_it_is_and_so_does_one_that_its_author_laid_out():
    for given in (
        {"figsize": (6.4, 4.8)},
        {"figsize": (4, 2), "layout": "tight"},
        {"figsize": (4, 2), "frameon": False},
    ):
        figure, axes = plt.subplots(**given)
        (line,) = axes.plot(OUT["y"], OUT["y"])
        if "frameon" in given:
            axes.set_axis_off()
        figure.draw_without_rendering()
        left = figure.get_size_inches()[0] * 72 * axes.get_position().x0
        across = export(figure, {line: {"y": "y"}}, OUT, name="as-it-is")[0]["marks"][0]["map"]["x"]
        assert across["b"] + across["a"] * axes.get_xlim()[0] == pytest.approx(left, abs=0.5)


def boxes(make):
    """Export a figure of axes; return the layouts and, for the narrow one, each axes' frame in the SVG."""
    figure, axes = make()
    lines = [one.axhline(0.5, color=f"#0000{k:02x}") for k, one in enumerate(axes)]
    layouts = export(figure, {line: {"y": "m"} for line in lines}, {"m": np.float64(0.5)}, name="f")
    found = []
    for binding in layouts[-1]["marks"]:
        frame = binding["map"]
        found.append((frame["x"]["b"], frame["x"]["a"], frame["y"]["a"] + frame["y"]["b"], -frame["y"]["a"]))
    return layouts, found


def in_a_row():
    figure, axes = plt.subplots(1, 2, figsize=(7, 3), layout="constrained", sharey=True)
    axes[0].set_ylabel("loss")
    return figure, axes


def with_twin():
    figure, axes = plt.subplots(1, 2, figsize=(7, 3))
    return figure, [*axes, axes[0].twinx()]


def with_colour_bar():
    figure, axes = plt.subplots(1, 2, figsize=(7, 3), layout="constrained")
    figure.colorbar(axes[0].imshow(np.eye(2), aspect="auto", extent=(0, 1, 0, 1)))
    return figure, axes


@pytest.mark.parametrize("make", [in_a_row, with_twin, with_colour_bar])
def test_axes_in_a_row_stand_in_a_column_on_a_phone(make):
    layouts, frames = boxes(make)
    assert [layout["width"] for layout in layouts] == pytest.approx([504, 4.3 * 72])
    (left, width, top, height), second = frames[:2]
    assert second[0] == pytest.approx(left, abs=40)
    assert second[2] > top + height
    assert width > 200
    if make is with_twin:
        assert frames[2] == pytest.approx(frames[0])


def test_four_axes_stand_two_and_two_and_three_are_no_taller_than_a_phone_bears():
    def four():
        figure, axes = plt.subplots(2, 2, figsize=(7, 6), layout="constrained")
        return figure, list(axes.flat)

    def three():
        figure, axes = plt.subplots(3, 1, figsize=(7, 12), layout="constrained")
        return figure, list(axes)

    layouts, (first, second, third, fourth) = boxes(four)
    assert second[0] > first[0] + first[1] and second[2] == pytest.approx(first[2])
    assert third[2] > first[2] + first[3] and fourth[:2] == pytest.approx(second[:2], abs=20)
    assert layouts[1]["height"] < 6.3 * 72
    assert boxes(three)[0][1]["height"] == pytest.approx(6.3 * 72)


def test_small_print_is_larger_in_the_narrow_layout_and_as_before_afterwards():
    def with_small_print():
        figure, axes = plt.subplots(1, 2, figsize=(7, 3))
        axes[0].text(0, 0, "small", fontsize=6)
        axes[1].text(0, 0, "large", fontsize=14)
        return figure, axes

    def sizes(svg):
        return [float(size) for size in re.findall(r'font-size="([\d.]+)px"', svg)]

    layouts, _ = boxes(with_small_print)
    wide, narrow = (sizes(layout["svg"]) for layout in layouts)
    assert (min(wide), max(wide)) == (6, 14)
    assert (min(narrow), max(narrow)) == (9, 14)
    figure, _ = with_small_print()
    export(figure, {}, {}, name="f")
    assert min(text.get_fontsize() for text in figure.findobj(Text)) == 6


def test_an_axes_that_shared_its_tick_labels_gets_its_own_in_the_column():
    layouts, _ = boxes(in_a_row)
    wide, narrow = (layout["svg"] for layout in layouts)
    assert (wide.count(">loss<"), narrow.count(">loss<")) == (1, 2)
    assert narrow.count(">0.8<") > wide.count(">0.8<")


def test_free_axes_and_small_figures_have_one_layout():
    def free():
        figure = plt.figure(figsize=(7, 3))
        return figure, [figure.add_axes((0.1, 0.2, 0.3, 0.7)), figure.add_axes((0.6, 0.2, 0.3, 0.7))]

    def small():
        figure, axes = plt.subplots(figsize=(4.3, 3))
        return figure, [axes]

    assert len(boxes(free)[0]) == len(boxes(small)[0]) == 1


# --- mistakes --------------------------------------------------------------------------------------------------


def test_too_many_points_and_an_artist_named_twice_are_refused():
    many = {"y": np.zeros(2001)}
    with pytest.raises(FigureError, match="would move 2001 points; 2000 is the limit"):
        one(lambda axes: axes.plot(np.zeros(2001), np.zeros(2001))[0], {"y": "y"}, many)
    figure, axes = plt.subplots()
    bars = axes.bar([1, 2], [1, 2])
    again = type(bars)(bars.patches[:1], orientation="vertical")
    with pytest.raises(FigureError, match="is named twice in moves"):
        export(figure, {bars: {"height": "m"}, again: {"height": "m"}}, OUT, name="f")
    with pytest.raises(FigureError, match="must be a Matplotlib Figure"):
        export(axes, {}, OUT, name="f")
    with pytest.raises(FigureError, match="'m' names a control and an output"):
        export(figure, {}, OUT, {"m": 1.0}, name="f")


# --- the style -------------------------------------------------------------------------------------------------


def linear(hex_colour):
    rgb = np.array([int(hex_colour[k : k + 2], 16) / 255 for k in (1, 3, 5)])
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)


def lab(rgb):
    """Return CIE L*a*b* of a linear RGB colour, white point D65."""
    xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]) @ rgb
    f = np.cbrt(np.maximum(xyz / [0.9505, 1, 1.089], 1e-9))
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


SEEN_BY = {  # linear RGB as seen without one kind of cone (Machado, Oliveira, Fernandes 2009, severity 1)
    "all": np.eye(3),
    "protanopes": np.array([[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
                            [-0.003882, -0.048116, 1.051998]]),
    "deuteranopes": np.array([[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
                              [-0.01182, 0.04294, 0.968881]]),
}  # fmt: skip


def palette():
    with plt.style.context("livefig.page"):
        return plt.rcParams["axes.prop_cycle"].by_key()["color"]


def test_every_colour_of_the_style_stands_out_from_white():
    for colour in palette():
        luminance = linear(colour) @ [0.2126, 0.7152, 0.0722]
        assert 1.05 / (luminance + 0.05) >= 3, colour


@pytest.mark.parametrize("who", SEEN_BY)
def test_the_colours_of_the_style_are_told_apart_by(who):
    seen = [lab(np.clip(SEEN_BY[who] @ linear(colour), 0, 1)) for colour in palette()]
    pairs = [(i, j) for i in range(len(seen)) for j in range(i)]
    apart = {(palette()[i], palette()[j]): np.linalg.norm(seen[i] - seen[j]) for i, j in pairs}
    assert min(apart.values()) >= 15, min(apart, key=apart.get)


def test_a_prime_in_a_formula_is_a_prime_and_no_nought():
    """Matplotlib writes it as the figure 0 of a font that no page has."""
    figure, axes = plt.subplots()
    axes.set_title(r"$\varphi'(z)$")
    (line,) = axes.plot([0, 1])
    (layout, *_) = export(figure, {line: {"y": "y"}}, {"y": np.zeros(2)}, {}, name="prime")
    letters = [e for e in ElementTree.fromstring(layout["svg"]).iter() if e.tag.endswith("tspan") and e.text]
    assert "".join(sorted(e.text for e in letters)) == "".join(sorted("φ′(z)"))
    (prime,) = (e for e in letters if e.text == "′")
    phi = next(e for e in letters if e.text == "φ")
    assert float(phi.get("x")) < float(prime.get("x"))
    assert -3 < float(prime.get("y")) - float(phi.get("y")) < 3  # its ink is high above its line
    assert "cmsy" not in layout["svg"]


def test_a_formula_in_a_font_of_tex_is_refused():
    with plt.rc_context({"mathtext.fontset": "cm"}):
        figure, axes = plt.subplots()
        axes.set_title(r"$w^2$")
        (line,) = axes.plot([0, 1])
        with pytest.raises(FigureError, match="'w' in a formula .* cmmi10.*'dejavusans'"):
            export(figure, {line: {"y": "y"}}, {"y": np.zeros(2)}, {}, name="tex")
