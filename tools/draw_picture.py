"""Draw pictures of the book as a browser shows it: its first page, and its first figure alone, for the README.

Usage: python tools/draw_picture.py [page.png] [figure.png]

The first goes to `_build/art`. The second is the one picture that is kept with the sources, so it is small; a test
holds the README's words under it against the figure's own.
"""

import io
import sys
from pathlib import Path

import yaml
from PIL import Image
from playwright.sync_api import FloatRect, Page, sync_playwright

from livefig.browser import launch, served

ROOT = Path(__file__).resolve().parent.parent
BOOK = ROOT / "_build" / "html"
PAGE, FIGURE = ROOT / "_build" / "art" / "picture.png", ROOT / "book" / "picture.png"
SIZE, SCALE = {"width": 1200, "height": 750}, 1.5
MARGIN = 12  # around the figure, in CSS pixels
COLOURS = 64  # enough for lines, letters and their soft edges


def draw(page: Page, target: Path, figure_target: Path) -> None:
    """Write a picture of the page around its first live figure, and one of the figure."""
    figure = page.locator("figure.livefig").first
    figure.evaluate("e => livefig.get(e.id).ready")
    figure.evaluate("e => e.scrollIntoView({block: 'center'})")
    page.evaluate("document.fonts.ready.then(() => new Promise(requestAnimationFrame))")
    target.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=target)
    box = figure.evaluate("e => e.getBoundingClientRect().toJSON()")
    clip: FloatRect = {
        "x": box["x"] - MARGIN,
        "y": box["y"] - MARGIN,
        "width": box["width"] + 2 * MARGIN,
        "height": box["height"] + 2 * MARGIN,
    }
    picture = Image.open(io.BytesIO(page.screenshot(clip=clip))).convert("RGB")
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(figure_target, optimize=True)


def main(arguments: list[str]) -> int:
    page_target, figure_target = [*map(Path, arguments), *(PAGE, FIGURE)[len(arguments) :]]
    first = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))["root"]
    with served(BOOK) as home, sync_playwright() as playwright:
        browser = launch(playwright)
        context = browser.new_context(
            viewport=SIZE, device_scale_factor=SCALE, color_scheme="light", reduced_motion="reduce"
        )
        page = context.new_page()
        page.goto(f"{home}{first}.html")
        draw(page, page_target, figure_target)
        browser.close()
    print(page_target, figure_target, sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
