"""What makes a browser keep nothing, and what sees that one has lost all that was stored."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from playwright.sync_api import Error

from livefig.browser import Watched, watched

DENIED = "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } });"
MARK = "the mark of the tests"
LOOKS = f"if (window.localStorage.getItem({MARK!r}) === null) window.name = 'all is lost';"


class Kept(Watched):
    """A page that knows whether the browser has lost what pages before it had stored.

    Some two of a hundred times on a busy machine, Chromium 150 gives a page from disk a storage that no later page
    sees: all of it is gone, whoever wrote it, also if nothing was done for a while; from a server it did not happen in
    five hundred loads. So the first page leaves a mark, and each later one looks for it before its scripts run.
    """

    marked = False

    def open(self, address: str) -> Any:
        """Open a page of the book and return it when it has loaded."""
        page = super().open(address)
        if not self.marked:
            with suppress(Error):  # a test may have denied the page its storage
                page.evaluate("(mark) => window.localStorage.setItem(mark, 'here')", MARK)
                page.context.add_init_script(LOOKS)
            self.marked = True
        return page

    def lost(self) -> bool:
        """Return whether a page found nothing of what the pages before it had stored."""
        return any(page.evaluate("window.name") == "all is lost" for page in self.page.context.pages)


def attempt(test: Callable, seen: Kept, times: int = 4) -> None:
    """Run a test; where it fails and the browser has lost what was stored, run it anew in a fresh context."""
    try:
        test(seen=seen)
    except Exception:
        if times == 1 or not seen.lost():
            raise
        with watched(seen.page.context.browser, seen.home) as opened:
            attempt(test, Kept(opened.page, seen.home), times - 1)
