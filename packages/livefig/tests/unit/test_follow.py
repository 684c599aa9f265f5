"""When the cell that defines a function is run again, the figure that shows it follows, and no other one does."""

import linecache

import matplotlib.pyplot as plt
import numpy as np
import pytest

from livefig import LiveFigure, Slider
from livefig.errors import LiveFigureWarning
from livefig.follow import after

BEGIN = """
def curve(a):
    return {"y": scaled(a) * X, "m": scaled(a)}
"""
HELPER = """
def scaled(a):
    return 2 * a
"""


class Notebook:
    """A namespace in which cells are run, as a kernel does: each cell's text is a file of its own."""

    def __init__(self):
        self.names = {"__name__": "__main__", "X": np.linspace(-1, 1, 5), "np": np}
        self.runs = 0

    def run(self, cell, text):
        self.runs += 1
        file = f"<cell {self.runs}>"
        linecache.cache[file] = (len(text), None, text.splitlines(keepends=True), file)
        exec(compile(text, file, "exec"), self.names)
        after(cell, self.names)

    def figure(self, function="curve", name="followed"):
        figure, axes = plt.subplots()
        (line,) = axes.plot(self.names["X"], self.names["X"])
        return LiveFigure(self.names[function], figure, [Slider("a", -2, 2, value=1)], moves={line: {"y": "y"}},
                          says="{m}", name=name, alt="A line", drags=iter([]))  # fmt: skip


@pytest.fixture
def cells():
    notebook = Notebook()
    notebook.run("helper", HELPER)
    notebook.run("function", BEGIN)
    return notebook


def test_a_function_that_its_own_cell_defines_anew_is_followed_with_the_controls_as_they_stand(cells):
    live = cells.figure()
    live.a = 1.5
    cells.run("function", BEGIN.replace("scaled(a) * X", "10 * a * X"))
    assert np.array_equal(live.outputs()["y"], 15 * cells.names["X"])
    assert (live.a, live.sentence(), live.function) == (1.5, "3", cells.names["curve"])
    assert "10 * a * X" in live.spec["source"]["text"]
    assert "10" in live.spec["programs"][0]
    assert live._told.startswith("curve was defined anew: what moves here follows; what stands still")
    cells.run("function", BEGIN.replace("scaled(a) * X", "20 * a * X"))  # and once more
    assert np.array_equal(live.outputs()["y"], 30 * cells.names["X"])


def test_a_function_that_is_called_by_it_is_followed_too(cells):
    live = cells.figure()
    cells.run("helper", HELPER.replace("2", "5"))
    assert live.sentence() == live.spec["sentence"] == "5"
    assert live._told.startswith("scaled was defined anew")
    cells.run("function", BEGIN.replace("scaled(a) * X", "X"))
    cells.run("helper", HELPER.replace("2", "7"))
    assert live.sentence() == "7"


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("another", BEGIN.replace("scaled(a)", "0 * a")),  # a notebook gives one name to one function after another
        (None, BEGIN.replace("scaled(a)", "0 * a")),  # a host that does not name its cells
        ("function", BEGIN),  # run again as it was
        ("function", "curve = 3"),
    ],
)
def test_nothing_else_is_followed(cells, cell, text):
    live = cells.figure()
    before = live.spec
    cells.run(cell, text)
    assert live.spec is before and live._told == "" and live.sentence() == "2"


def test_what_cannot_be_followed_is_said_and_the_figure_stays(cells):
    live = cells.figure()
    cells.run("function", "def curve(a, b):\n    return {'y': a * X, 'm': b}")
    assert live._told.startswith(
        "curve was defined anew, which this figure cannot follow, so it shows what was before."
    )
    assert "the parameter b of curve has no control" in live._told
    assert live.sentence() == "2"
    cells.run("function", BEGIN.replace("scaled(a) * X", "10 * a * X"))  # mended
    assert np.array_equal(live.outputs()["y"], 10 * cells.names["X"])


def test_a_figure_may_begin_to_need_the_kernel_and_need_it_no_more(cells):
    live, sent = cells.figure(), []
    live.send = lambda content, buffers=None: sent.append(content)
    cells.run("helper", HELPER.replace("2 * a", "float(f'{a:.1f}')"))
    assert "text cannot depend on a control" in live.spec["fallback"]
    live._handle_custom_msg({"ask": "outputs", "values": {"a": 1.5}}, [])
    assert sent[-1]["values"] == {"a": 1.5}
    with pytest.warns(LiveFigureWarning, match="depends on the slider"):
        cells.run("helper", HELPER.replace("2 * a", "2"))
    assert live.spec["fallback"] is None and live.sentence() == "2"


def test_of_one_name_the_newest_figure_follows(cells):
    old, new, other = cells.figure(), cells.figure(), cells.figure(name="other")
    before = old.spec
    cells.run("helper", HELPER.replace("2", "5"))
    assert old.spec is before and new.sentence() == other.sentence() == "5"
