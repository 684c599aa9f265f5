"""Hold a page against the NumPy of this process: `livefig.verify`'s comparison, without what the build kept."""

from typing import Any

from livefig import LiveFigure
from livefig.verify import Row, compare


def from_page(live: LiveFigure, values: dict[str, Any]) -> dict[str, Any]:
    """Return control values that a page gave as people write them in Python."""
    return {c.name: c.from_page(values[c.name]) for c in live.controls}


def compared(page: Any, live: LiveFigure, anchor: str, settings: list[dict[str, Any]] | None = None) -> Row:
    """Move a figure of an open page through its reference settings, or those given, and return what differs."""
    kept = live.reference() if settings is None else live.reference(settings)
    row = Row(page.url, anchor, len(live.controls), len(kept["settings"]))
    compare(page, anchor, kept, row)
    return row
