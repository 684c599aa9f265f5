"""Each property of each artist that moves: the page draws what Matplotlib draws of the same numbers, or it is refused.

`support/properties.py` has the artists, made of numbers, `support/values.py` a value for each property. The figure is
exported with one set of numbers and moved to another by the page's own rule; Matplotlib draws the same artist of the
other numbers.
"""

import io
from xml.etree import ElementTree

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.patheffects import Normal, SimpleLineShadow, withSimplePatchShadow, withStroke

from livefig.draw import parts, svg
from livefig.draw.figure import export
from livefig.draw.geometry import reader
from livefig.draw.marks import shown
from livefig.errors import FigureError
from livefig.pool import Pool
from support.drawn import difference, things
from support.properties import CASES, X, figure_of, put, setters, tried
from support.values import NUMBERS, SILENT, UNTRIED, VALUES, WITH

PAIRS = [(case, name) for case in CASES for name in tried(CASES[case])]
RC = {"svg.fonttype": "none", "svg.image_inline": True, "path.simplify": False, "image.composite_image": False}
ALWAYS = "path_effects rasterized sketch_params agg_filter url"
LINE = f"{ALWAYS} drawstyle markevery fillstyle markerfacecoloralt"
BAR = f"{ALWAYS} edgegapcolor angle"
HATCH = "hatch hatch_linewidth hatchcolor"
EACH = "edgecolor of each, linewidth of each, linestyle of each"
WORDS = "rasterized sketch_params agg_filter wrap"
ERRORS = f"{LINE} transform"

# What is refused; all else moves rightly.
REFUSED = {
    "line": LINE,
    "dashed line": LINE,
    "markers": LINE,
    "marker": LINE,
    "scatter": f"{ALWAYS} urls",
    "coloured scatter": f"{ALWAYS} urls {HATCH} norm",
    "sized scatter": f"{ALWAYS} urls {HATCH} linestyle transform, linestyle of each, linewidth of each",
    "bars": BAR,
    "bars across": BAR,
    "coloured bars": f"{BAR} {HATCH} fill",
    "polygon": f"{ALWAYS} edgegapcolor closed",
    "area": f"{ALWAYS} urls offset_transform sizes",
    "image": "rasterized sketch_params agg_filter interpolation norm",
    "text": f"{WORDS} url path_effects bbox backgroundcolor rotation transform_rotates_text",
    "place of a text": WORDS,
    "annotation": WORDS,
    "arrow's annotation": "rasterized sketch_params agg_filter bbox backgroundcolor linespacing multialignment",
    "arrow": f"{ALWAYS} {HATCH} edgegapcolor connectionstyle mutation_aspect patchB transform",
    "contours": f"{ALWAYS} urls offset_transform",
    "field": f"{ALWAYS} urls array offset_transform sizes, facecolor of each, {EACH}",
    "edged field": f"{ALWAYS} urls array offset_transform sizes linestyle, facecolor of each, {EACH}",
    "weights of a network": f"{ALWAYS} urls gapcolor",
    "numbers of a network": f"{ALWAYS} bbox backgroundcolor rotation transform_rotates_text",
    "line of error bars": ERRORS,
    "caps of error bars": f"{ERRORS} marker linestyle dashes dash_capstyle dash_joinstyle gapcolor",
    "bars of error bars": f"{ALWAYS} urls {HATCH} array gapcolor offset_transform transform, {EACH}",
}


@pytest.fixture(autouse=True)
def _closed():
    yield
    plt.close("all")


def moved(figure, moves, before, after):
    """Return what the page draws of a figure that is made with some numbers and moved to others."""
    pool = Pool()
    (layout,) = export(figure, moves, before, name="f", pool=pool)
    root = ElementTree.fromstring(layout["svg"].replace('xmlns="http://www.w3.org/2000/svg" ', ""))
    for number, binding in enumerate(layout["marks"]):
        groups = root.findall(f".//*[@data-move='{number}']")
        parts.write(groups, shown(binding, reader(after, pool.arrays)))
    return things(root)


def redrawn(figure):
    """Return what Matplotlib draws of a figure."""
    figure.set_dpi(144)
    buffer = io.BytesIO()
    with matplotlib.rc_context(RC):
        figure.savefig(buffer, format="svg", transparent=True, metadata={"Date": None})
    return things(svg.clean(buffer.getvalue().decode(), "w", {}))


def refused(case):
    """Return the rows of the table that are refused for an artist."""
    single, *many = REFUSED[case].split(",")
    return {*single.split(), *(name.strip() for name in many)}


@pytest.mark.parametrize("case", CASES)
def test_an_artist_moves_to_where_matplotlib_draws_it(case):
    case = CASES[case]
    figure, artist = figure_of(case, case.values[0])
    wanted = redrawn(figure_of(case, case.values[1])[0])
    assert difference(wanted, moved(figure, {artist: case.moves}, *case.values), case.ordered) == ""
    assert difference(wanted, redrawn(figure), case.ordered)  # it does move


@pytest.mark.look
@pytest.mark.parametrize(("case", "name"), PAIRS, ids=[f"{case}: {name}" for case, name in PAIRS])
def test_a_property_is_drawn_as_matplotlib_draws_it_or_refused_by_name(case, name):
    it = CASES[case]
    figure, artist = figure_of(it, it.values[0])
    put(it, artist, name)
    if name in refused(case):
        with pytest.raises(FigureError) as error:
            moved(figure, {artist: it.moves}, *it.values)
        assert any(word in str(error.value) for word in (name.split()[0], *WITH.get(name, {}))), str(error.value)
        return
    other, again = figure_of(it, it.values[1])
    put(it, again, name)
    assert difference(redrawn(other), moved(figure, {artist: it.moves}, *it.values), it.ordered) == ""


def test_every_property_that_this_matplotlib_knows_stands_in_the_table():
    known = {row.split()[0] for row in VALUES} | SILENT | NUMBERS | set(UNTRIED)
    for case in CASES.values():
        for part in case.part(figure_of(case, case.values[0])[1]):
            assert setters(part) - known == set(), type(part).__name__
        plt.close("all")
    assert {name for case in CASES for name in refused(case)} <= set(VALUES)


def test_every_value_in_the_table_changes_what_some_artist_draws_or_is_known_not_to():
    """A value that changes nothing would try nothing."""
    unseen = {
        "agg_filter", "animated", "annotation_clip", "antialiased", "filternorm", "filterrad", "fontfeatures",
        "interpolation_stage", "language", "math_fontfamily", "mutation_scale", "parse_math", "patchA", "resample",
        "snap", "url", "urls", "wrap",
    }  # fmt: skip
    seen = set()
    for case, name in PAIRS:
        if name in unseen | seen:
            continue
        it = CASES[case]
        (figure, artist), (plain, base) = figure_of(it, it.values[0]), figure_of(it, it.values[0])
        put(it, artist, name)
        for part in it.part(base):
            part.set(**WITH.get(name, {}))
        if difference(redrawn(plain), redrawn(figure), it.ordered):
            seen.add(name)
        plt.close("all")
    assert {name for _, name in PAIRS} - seen - unseen == set()


# --- what is set elsewhere, and what is shared -----------------------------------------------------------------


def lines(count=1, **given):
    figure, axes = plt.subplots(figsize=(4, 3))
    axes.set(xlim=(0, 1), ylim=(0, 1))
    return figure, axes, [axes.plot(X, X / (k + 1), **given)[0] for k in range(count)]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda axes, line: axes.set_rasterization_zorder(5), "rasterization_zorder"),
        (lambda axes, line: axes.set_rasterized(True), "rasterized"),
        (lambda axes, line: axes.set_visible(False), "invisible axes"),
        (lambda axes, line: line.set_path_effects([SimpleLineShadow(), Normal()]), "path_effects"),
        (lambda axes, line: line.set_path_effects([withSimplePatchShadow()]), "path_effects"),
    ],
)
@pytest.mark.mistake
def test_what_hides_or_doubles_an_artist_is_refused(change, said):
    figure, axes, (line,) = lines()
    change(axes, line)
    with pytest.raises(FigureError, match=f"Line2D.*{said}"):
        moved(figure, {line: {"y": "y"}}, {"y": X}, {"y": X})


@pytest.mark.mistake
@pytest.mark.parametrize("kind", ["marks", "words"])
def test_a_property_that_nobody_knows_yet_is_refused_where_it_doubles_or_replaces_what_moves(kind, monkeypatch):
    monkeypatch.setattr("livefig.draw.marks.refuse", lambda *given: None)
    figure, axes, (line,) = lines(marker="o")
    words = axes.text(0.5, 0.5, "a")
    for artist in (line, words):
        artist.set_path_effects([withStroke(linewidth=3)])
    moves = {line: {"y": "y"}} if kind == "marks" else {words: {"text": "{m}"}}
    outputs = {"y": X, "m": np.float64(1)}
    with pytest.raises(FigureError, match="is drawn in [1-9]?[0-9] pieces where 1 would move"):
        moved(figure, moves, outputs, outputs)


def test_a_figure_in_the_style_of_xkcd_is_refused_by_what_it_sets():
    with plt.xkcd():
        figure, _, (line,) = lines()
        with pytest.raises(FigureError, match="sketch_params.*xkcd"):
            moved(figure, {line: {"y": "y"}}, {"y": X}, {"y": X})


def test_bars_with_transforms_of_their_own_are_refused():
    figure, axes = plt.subplots()
    bars = axes.bar(X, X, width=0.1)
    bars[2].set_transform(axes.transAxes)
    with pytest.raises(FigureError, match="BarContainer cannot move with a transform of a bar of its own"):
        moved(figure, {bars: {"height": "y"}}, {"y": X}, {"y": X})


@pytest.mark.parametrize("change", ["set_color", "set_markersize"])
def test_caps_that_differ_are_refused(change):
    figure, axes = plt.subplots()
    errors = axes.errorbar(X, X, yerr=0.1, capsize=3)
    getattr(errors.lines[1][0], change)({"set_color": "red", "set_markersize": 20}[change])
    if change == "set_color":
        errors.lines[1][0].set_markeredgecolor("red")
    with pytest.raises(FigureError, match="caps .*need one"):
        moved(figure, {errors: {"y": "y"}}, {"y": X}, {"y": X})


SHARED = {
    "marks": lambda axes, k: axes.plot(X, X / (k + 1), "o", color="C1")[0],
    "scatter": lambda axes, k: axes.scatter(X, X / (k + 1), color="C1"),
    "areas": lambda axes, k: axes.fill_between(X, X / (k + 1), color="C1"),
    "errors": lambda axes, k: axes.errorbar(X, X / (k + 1), yerr=0.05, fmt="o", capsize=3, color="C1"),
}
OUTPUT = {"marks": "y", "scatter": "y", "areas": "y1", "errors": "y"}


@pytest.mark.parametrize("moving", [(0,), (1,), (0, 1), (0, 2), (1, 2)], ids=str)
@pytest.mark.parametrize("kind", SHARED)
def test_artists_that_look_alike_keep_their_shapes_whichever_of_them_move(kind, moving):
    """Matplotlib stores a shape once, in the first artist that uses it."""
    after = 0.9 - X / 2

    def drawn(numbers):
        figure, axes = plt.subplots(figsize=(4, 3))
        axes.set(xlim=(0, 1), ylim=(0, 1))
        for k, y in enumerate(numbers):
            artists[k] = SHARED[kind](axes, (X / y - 1) if y is not None else k)
        return figure

    artists = {}
    wanted = redrawn(drawn([after if k in moving else None for k in range(3)]))
    figure = drawn([None] * 3)
    moves = {artists[k]: {OUTPUT[kind]: "y"} for k in moving}
    assert difference(wanted, moved(figure, moves, {"y": X}, {"y": after}), ordered=False) == ""


def test_what_stands_still_keeps_all_that_it_has():
    def make():
        figure, axes, (line,) = lines()
        still = axes.bar(X, X, width=0.1, hatch="/", edgecolor="C3", url="https://example.org")
        axes.plot(X, 1 - X, "o-", fillstyle="left", markerfacecoloralt="C3", drawstyle="steps", ms=12, markevery=2)
        axes.text(0.5, 0.9, "here", path_effects=[withStroke(linewidth=3, foreground="white")], rotation=20)
        axes.plot(X, X**2, path_effects=[SimpleLineShadow(), Normal()], sketch_params=2)
        axes.fill_between(X, X / 2, rasterized=True)
        return figure, line, still

    (figure, line, _), (other, again, _) = make(), make()
    again.set_ydata(X**2)
    found = moved(figure, {line: {"y": "y"}}, {"y": X}, {"y": X**2})
    assert difference(redrawn(other), found) == ""
    hatched = [thing for thing in found if isinstance(thing.looks.get("fill"), list)]
    assert len(hatched) == 5
    assert [thing.kind for thing in found].count("pixel") > 0


@pytest.mark.parametrize("clip", [True, False])
def test_words_that_move_are_cut_at_the_axes_and_not_at_a_frame_that_moves_along(clip):
    figure, axes = plt.subplots(figsize=(4, 3))
    text = axes.text(0.5, 0.5, "some words", clip_on=clip)
    found = moved(figure, {text: {"x": "x"}}, {"x": np.float64(0.5)}, {"x": np.float64(0.9)})
    other, axes = plt.subplots(figsize=(4, 3))
    axes.text(0.9, 0.5, "some words", clip_on=clip)
    assert difference(redrawn(other), found) == ""
