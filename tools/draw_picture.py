"""Draw a picture of the book: its first page with its first figure, as a browser shows it.

Usage: python tools/draw_picture.py [target.png]

The picture is for announcements and for the published site. It is not kept with the sources, since it can be made.
"""

import sys
from pathlib import Path

import yaml
from playwright.sync_api import sync_playwright

from livefig.browser import launch, served

ROOT = Path(__file__).resolve().parent.parent
BOOK = ROOT / "_build" / "html"
TARGET = ROOT / "_build" / "art" / "picture.png"
SIZE = {"width": 1200, "height": 750}


def draw(book: Path, document: str, target: Path) -> None:
    """Write a picture of the first live figure of a page, in its place."""
    with served(book) as home, sync_playwright() as playwright:
        browser = launch(playwright)
        page = browser.new_context(viewport=SIZE, color_scheme="light", reduced_motion="reduce").new_page()
        page.goto(f"{home}{document}.html")
        figure = page.locator("figure.livefig").first
        figure.evaluate("e => livefig.get(e.id).ready")
        figure.evaluate("e => e.scrollIntoView({block: 'center'})")
        page.evaluate("document.fonts.ready.then(() => new Promise(requestAnimationFrame))")
        target.parent.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=target)
        browser.close()


def main(arguments: list[str]) -> int:
    target = Path(arguments[0]) if arguments else TARGET
    draw(BOOK, yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))["root"], target)
    print(target)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
