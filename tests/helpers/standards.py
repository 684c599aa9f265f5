"""What axe-core finds on a page, in light and dark, wide and narrow, of one load.

Nearly all of axe's time goes into contrast, which it takes from what stands behind each text. A text looks like many
others: the same ink, size and weight, on the same grounds. So only a few texts of each look are examined, the first,
the middle and the last that a page has, and a look that another page has shown already is not examined again.
`tests/browser/test_standards.py` plants bad pairs to see that none is missed.
"""

from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe

from measure_reading import ALL_IS_DRAWN
from support.site import until

STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OF_COLOURS = ["color-contrast", "link-in-text-block"]
WIDTHS = (1280, 360)
THEMES = ("light", "dark")

UNFOLD = """document.querySelectorAll("button.toggle-button").forEach((b) => b.click());
            document.querySelectorAll("details").forEach((d) => { d.open = true; });"""
# What is unfolded fades in; half-way its colours are faint.
NOTHING_FADES = """Promise.all(document.getAnimations().filter(
  (a) => a.effect.getComputedTiming().endTime !== Infinity).map((a) => a.finished.catch(() => {})))"""
# The shade at the edge of what scrolls is a gradient, on which axe gives up; the ground is the colour below it.
NO_SHADES = "article * { background-image: none !important; }"
WIDE_BLOCKS_CAN_BE_REACHED = """[...document.querySelectorAll("pre")].every(
  (e) => e.scrollWidth <= e.clientWidth || e.tabIndex === 0)"""
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"

LOOKS = Path(__file__).with_name("looks.js").read_text(encoding="utf-8").rstrip().rstrip(";")
EXAMINE = f"""async ([seen, rules]) => {{
  const looks = ({LOOKS})(), fresh = [...looks.keys()].filter((look) => !seen.includes(look));
  const some = fresh.map((look) => looks.get(look)).flatMap(
    (all) => [...new Set([all[0], all[all.length >> 1], all.at(-1)])]);
  if (!some.length) return [[], fresh];
  const found = await axe.run({{ include: some }}, {{ runOnly: rules, resultTypes: ["violations"] }});
  return [found.violations, fresh];
}}"""


class Examiner:
    """Examines pages, and remembers which looks of text were found good."""

    def __init__(self) -> None:
        self.good: list[str] = []
        self.script = Axe().axe_script

    def faults(self, page: Any) -> list[str]:
        """Return all that is wrong with an open page, at each width in each theme; what is folded away included."""
        page.evaluate(UNFOLD)
        page.add_style_tag(content=ALL_IS_DRAWN + NO_SHADES)  # or what fades in far from the window would never end
        page.evaluate(self.script + ";0")
        return [
            f"{width} px, {theme}: {fault}"
            for width in WIDTHS
            for theme in (THEMES if width == WIDTHS[0] else THEMES[::-1])
            for fault in self._in(page, width, theme)
        ]

    def _in(self, page: Any, width: int, theme: str) -> list[str]:
        show(page, width, theme)
        overflow = page.evaluate(TOO_WIDE)
        faults = [f"{overflow} px too wide"] if overflow > 0 else []
        # No other rule looks at colours: each of them is tried at both widths and in both themes, not in all four.
        if (width, theme) in zip(WIDTHS, THEMES, strict=True):
            faults += self.of_structure(page)
        return faults + self.of_colours(page)

    def of_structure(self, page: Any) -> list[str]:
        """Return what breaks the rules that are not about colours."""
        rules = {name: {"enabled": False} for name in OF_COLOURS}
        options = {"runOnly": STANDARDS, "rules": rules, "resultTypes": ["violations"]}
        return told(page.evaluate("options => axe.run(document, options).then((r) => r.violations)", options))

    def of_colours(self, page: Any) -> list[str]:
        """Return the texts that cannot be told from what is behind or around them, of the looks not met before."""
        found, fresh = page.evaluate(EXAMINE, [self.good, OF_COLOURS])
        if not found:
            self.good += fresh
        return told(found)


def show(page: Any, width: int, theme: str) -> None:
    """Give the window a width and the page a theme, and wait until nothing moves any more."""
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=theme)
    until(page, "document.documentElement.dataset.theme === theme", theme=theme)
    until(page, WIDE_BLOCKS_CAN_BE_REACHED)
    page.evaluate(NOTHING_FADES)


def told(violations: list[dict[str, Any]]) -> list[str]:
    """Return one line for each element that breaks a rule."""
    return [f"{v['id']}: {n['html'][:200]} {n.get('failureSummary', '')[:300]}" for v in violations for n in v["nodes"]]
