"""Draw the logo and the favicon: a neuron whose output line turns into a rising curve."""

import sys
from dataclasses import dataclass
from math import exp
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BLUE, ORANGE = "#1c7ed6", "#e8590c"  # both at least 3:1 on the white and on the dark page


@dataclass(frozen=True)
class Drawing:
    """Where everything stands: points, the neuron with its radius, the curve from its start to its end."""

    box: str
    inputs: tuple[tuple[int, int], ...]
    neuron: tuple[int, int, int]
    curve: tuple[int, int, int, int]
    stroke: int


LOGO = Drawing("0 0 100 64", inputs=((7, 16), (7, 36), (7, 56)), neuron=(36, 36, 12), curve=(48, 36, 93, 6), stroke=4)
FAVICON = Drawing("0 0 64 64", inputs=((8, 28), (8, 56)), neuron=(24, 44, 12), curve=(36, 44, 57, 8), stroke=8)


def svg(drawing: Drawing) -> str:
    """Return the SVG text of one drawing."""
    (x, y, radius), curve, stroke = drawing.neuron, drawing.curve, drawing.stroke
    lines = "".join(f'<path d="M{a} {b}L{x} {y}"/>' for a, b in drawing.inputs)
    dots = "".join(f'<circle cx="{a}" cy="{b}" r="{stroke}"/>' for a, b in drawing.inputs)
    end = f'<circle cx="{curve[2]}" cy="{curve[3]}" r="{stroke}"/>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{drawing.box}">'
        f'<g fill="none" stroke="{BLUE}" stroke-width="{stroke}" stroke-linecap="round">{lines}</g>'
        f'<path d="{rising(*curve)}" fill="none" stroke="{ORANGE}" stroke-width="{stroke}" '
        'stroke-linecap="round" stroke-linejoin="round"/>'
        f'<g fill="{BLUE}">{dots}</g><g fill="{ORANGE}">{end}</g>'
        f'<circle cx="{x}" cy="{y}" r="{radius}" fill="{BLUE}"/></svg>\n'
    )


def rising(x0: float, y0: float, x1: float, y1: float, steepness: float = 3.2, steps: int = 16) -> str:
    """Return the path of an exponential that leaves its first point almost level."""
    points = [
        (x0 + (x1 - x0) * i / steps, y0 + (y1 - y0) * (exp(steepness * i / steps) - 1) / (exp(steepness) - 1))
        for i in range(steps + 1)
    ]
    return "M" + "L".join(f"{x:.2f} {y:.2f}" for x, y in points)


def main(folder: Path) -> None:
    """Write both drawings, unless they are there already in the same form."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, drawing in (("logo.svg", LOGO), ("favicon.svg", FAVICON)):
        path, text = folder / name, svg(drawing)
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "_build" / "art")
