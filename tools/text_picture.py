"""Draw the book's first live figure in characters, into the README: a picture that needs no file beside it.

Usage: python tools/text_picture.py            (writes it into README.md)

The figure, its slider and its sentence are those of the welcome page; a test compares the README with them.
"""

import pickle
import re
import sys
from pathlib import Path

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from chapters import PICTURES, documents, figures
from livefig import LiveFigure, Slider

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
PLACE = re.compile(r"(<!-- picture -->\n```text\n).*?(```\n<!-- end of picture -->)", re.DOTALL)
COLUMNS, RATIO = 76, 0.35  # of the picture: its width in characters, and its height for a width of 1
DOTS = np.array([[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]])  # a braille character: 4 rows, 2 columns


def first_figure() -> tuple[Figure, LiveFigure]:
    """Return the first live figure of the book, and a copy of its Matplotlib figure."""
    live = next(iter(figures(documents()[0]).values()))
    return pickle.loads(pickle.dumps(PICTURES[live.spec["name"]][0])), live


def coarsened(figure: Figure, dots: int) -> None:
    """Let a figure be drawn in so few dots: no text, each line one dot thin, each mark a few dots."""
    figure.set_size_inches(1, RATIO)
    figure.set_dpi(dots)
    figure.set_layout_engine("none")
    dot, width = 72 / dots, 1 / len(figure.axes)
    for place, axes in enumerate(figure.axes):
        axes.set_position((place * width + 0.005, 0.02, width - 0.025, 0.96))
        axes.set(xlabel="", ylabel="", xticks=[], yticks=[])
        axes.spines[:].set_linewidth(0.5 * dot)
        for curves in axes.collections:
            curves.set(linewidth=0.2 * dot, antialiased=False)
        for line in axes.lines:
            line.set(linewidth=1.4 * dot, markersize=2.6 * dot, markeredgewidth=0, antialiased=False)


def in_characters(figure: Figure, columns: int) -> str:
    """Return a figure as lines of braille characters; it is changed on the way."""
    coarsened(figure, 2 * columns)
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    dark = np.asarray(canvas.buffer_rgba())[..., :3].min(axis=2) < 170
    dark = np.pad(dark, ((0, -dark.shape[0] % 4), (0, 0)))
    blocks = dark.reshape(dark.shape[0] // 4, 4, columns, 2).transpose(0, 2, 1, 3)
    codes = 0x2800 + (blocks * DOTS).sum(axis=(2, 3))
    return "\n".join("".join(map(chr, row)).rstrip(chr(0x2800)) for row in codes).rstrip()


def slider_line(slider: Slider, width: int = 40) -> str:
    """Return a slider at its default as one line."""
    ends = np.array([slider.min, slider.default, slider.max])
    low, here, high = np.log(ends) if slider.log else ends
    knob = round((here - low) / (high - low) * (width - 1))
    return f"{slider.name.replace('_', ' ')}  {'─' * knob}●{'─' * (width - 1 - knob)}  {slider.default:g}"


def picture() -> str:
    """Return the figure, its first slider and its sentence."""
    figure, live = first_figure()
    slider = next(control for control in live.controls if isinstance(control, Slider))
    return "\n".join([in_characters(figure, COLUMNS), slider_line(slider), live.sentence()]) + "\n"


def main() -> int:
    text, count = PLACE.subn(lambda place: place[1] + picture() + place[2], README.read_text(encoding="utf-8"))
    if not count:
        raise SystemExit("README.md has no place for the picture: <!-- picture -->, a block, <!-- end of picture -->")
    README.write_text(text, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
