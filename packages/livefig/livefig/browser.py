"""The browser of this machine, and a page that remembers what it asked for and complained about.

Needs Playwright, which the engine itself does not; import this module only to verify or to test.
"""

import contextlib
import functools
import http.server
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
GIVEN_UP = "net::ERR_ABORTED"  # why a request fails that nobody waits for any more
NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge"]
PLACES = [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
]


def find_chromium() -> str | None:
    """Return the path of a Chromium or Chrome: $CHROMIUM, else the first that this machine has."""
    given = os.environ.get("CHROMIUM")
    if given:
        return given
    return next((p for p in map(shutil.which, NAMES) if p), None) or next((p for p in PLACES if Path(p).exists()), None)


def launch(playwright: Any, chromium: str | None = None) -> Any:
    """Start the given browser, the machine's Chromium, or the copy that Playwright keeps."""
    return playwright.chromium.launch(executable_path=chromium or find_chromium(), args=FLAGS)


@dataclass
class Watched:
    """A page with what it asked for and what it complained about."""

    page: Any
    home: str
    outside: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("request", self._request)
        self.page.on("response", lambda r: self.missing.append(r.url) if r.status >= 400 else None)
        # A browser gives up what it still fetches, an icon say, when a reader goes on to another page.
        self.page.on("requestfailed", lambda r: self.missing.append(r.url) if r.failure != GIVEN_UP else None)
        self.page.on("console", lambda m: self.complaints.append(m.text) if m.type in ("error", "warning") else None)
        self.page.on("pageerror", lambda e: self.complaints.append(str(e)))

    def _request(self, request: Any) -> None:
        if not request.url.startswith((self.home, "data:", "blob:")):
            self.outside.append(request.url)

    def open(self, address: str) -> Any:
        """Open a page of the book and return it when it has loaded."""
        self.page.goto(self.home + address, wait_until="load")
        return self.page

    def troubles(self) -> list[str]:
        """Return what a page of a self-contained book must not do."""
        return (
            [f"asks elsewhere: {url}" for url in self.outside]
            + [f"not found: {url}" for url in self.missing]
            + [f"the console says: {text}" for text in self.complaints]
        )

    def assert_quiet(self) -> None:
        """Raise AssertionError if the page asked elsewhere, missed a file or complained."""
        assert not self.troubles(), "; ".join(self.troubles())


@contextlib.contextmanager
def watched(browser: Any, home: str, **context: Any) -> Iterator[Watched]:
    """Open a page in a fresh context; `home` is where every request may go."""
    opened = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **context})
    opened.set_default_timeout(20_000)
    try:
        yield Watched(opened.new_page(), home)
    finally:
        opened.close()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def end_headers(self) -> None:
        # An isolated page may read a clock of 5 microseconds instead of 100.
        self.send_header("Cross-Origin-Opener-Policy", "same-origin")
        self.send_header("Cross-Origin-Embedder-Policy", "require-corp")
        super().end_headers()

    def log_message(self, *args: Any) -> None:
        """Say nothing."""


class _Server(http.server.ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """Pass over a browser that has gone on to another page; anything else is a fault of the server."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


@contextlib.contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on this machine and yield its address."""
    handler = functools.partial(_Quiet, directory=str(folder))
    server = _Server(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def install() -> int:
    """Let Playwright fetch a Chromium where the machine has none; return an exit code."""
    if find_chromium():
        return 0
    print("No Chromium or Chrome was found on this machine; Playwright fetches one for the tests.", flush=True)
    failed = subprocess.call([sys.executable, "-m", "playwright", "install", "chromium"])
    if failed:
        print(
            "It could not be fetched. Install Chromium or Chrome (Debian, Ubuntu: apt install chromium), or name "
            "yours in the environment variable CHROMIUM.",
            file=sys.stderr,
        )
    return failed


if __name__ == "__main__":
    sys.exit(install())
