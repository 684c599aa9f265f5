"""Notebooks as nbconvert reads them, with live figures among their outputs."""

import matplotlib.pyplot as plt
import nbformat
import numpy as np

from livefig import LiveFigure, Slider
from livefig.nbconvert import VIEW
from livefig.spec import MIME

X = np.linspace(0, 1, 21)


def wave(a):
    """Return a wave and its height."""
    return {"y": a * np.sin(6 * X), "top": 2 * a}


def counted(a):
    """Return what no program can: a number is made of text, which depends on a control."""
    total = int(f"{np.ceil(np.sqrt(a)):.0f}")
    return {"y": total * X, "top": total}


def live(name="wave", function=wave, says="The top is {top:.2f}.", alt="A wave", start=1.0, label="a"):
    """Return a live figure of one line."""
    with plt.style.context("livefig.page"):
        figure, axes = plt.subplots(figsize=(4, 2))
        (line,) = axes.plot(X, X)
        axes.set(ylim=(-4, 4), xlabel="time $t$")
    slider = Slider("a", 0, 4, start, label=label)
    return LiveFigure(function, figure, [slider], moves={line: {"y": "y"}}, says=says, name=name, alt=alt)


def bundle(figure, view=True):
    """Return the output of a cell that shows a figure, with its widget as a front end gets it."""
    data = figure._repr_mimebundle_()[0]
    return data if view else {kind: value for kind, value in data.items() if kind != VIEW}


def spec_of(figure):
    """Return the Spec as an output carries it."""
    return figure._repr_mimebundle_()[0][MIME]


def notebook(*outputs, text="# A title"):
    """Return a notebook with a cell of Markdown, a cell for each output, and the state of the widgets it shows."""
    new = nbformat.v4
    cells = [new.new_markdown_cell(text)]
    state = {}
    for data in outputs:
        data = bundle(data) if isinstance(data, LiveFigure) else data
        cells.append(new.new_code_cell("show()", outputs=[new.new_output("display_data", data=data)]))
        if VIEW in data:
            state[data[VIEW]["model_id"]] = {"model_name": "AnyModel", "model_module": "anywidget", "state": {}}
    saved = {"application/vnd.jupyter.widget-state+json": {"state": state, "version_major": 2, "version_minor": 0}}
    return new.new_notebook(cells=cells, metadata={"widgets": saved} if state else {})
