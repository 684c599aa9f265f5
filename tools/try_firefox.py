"""Open the built book in Firefox, move every figure, and compare with NumPy, from a server and from disk.

Usage: python tools/try_firefox.py [folder]        (Firefox, or the program that $FIREFOX names)

Playwright drives a Firefox of its own making; this is the Firefox that people have, spoken to in WebDriver BiDi.
A request to another host, a missing file and an error in the console count as faults.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import websocket

from livefig.browser import served
from livefig.verify import Row, compare, kept_in, references, table

ROOT = Path(__file__).resolve().parent.parent
BOOK = ROOT / "_build" / "html"
NAMES = ("firefox", "firefox-esr")
LISTENS = re.compile(r"WebDriver BiDi listening on (ws://\S+)")
QUIET = """\
user_pref("app.update.enabled", false);
user_pref("browser.shell.checkDefaultBrowser", false);
user_pref("browser.startup.homepage_override.mstone", "ignore");
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("network.captive-portal-service.enabled", false);
user_pref("network.prefetch-next", false);
user_pref("network.connectivity-service.enabled", false);
user_pref("toolkit.telemetry.enabled", false);
"""
EVENTS = ["log.entryAdded", "network.beforeRequestSent", "network.fetchError", "network.responseCompleted"]


class Page:
    """One tab: what `livefig.verify.compare` needs of a page, and what the tab asked for and complained about."""

    def __init__(self, address: str):
        self.socket = websocket.create_connection(f"{address}/session", timeout=120, suppress_origin=True)
        self.count, self.home = 0, ""
        self.troubles: list[str] = []
        self.send("session.new", capabilities={})
        self.context = self.send("browsingContext.getTree")["contexts"][0]["context"]
        # Of this tab only: what Firefox asks its makers for, some minutes after its start, is not the page's doing.
        self.send("session.subscribe", events=EVENTS, contexts=[self.context])

    def close(self) -> None:
        """End the conversation."""
        self.socket.close()

    def send(self, method: str, **params: Any) -> dict[str, Any]:
        """Send a command and return its result; events that arrive meanwhile are noted."""
        self.count += 1
        self.socket.send(json.dumps({"id": self.count, "method": method, "params": params}))
        while True:
            got = json.loads(self.socket.recv())
            if got.get("id") == self.count:
                if got["type"] == "error":
                    raise RuntimeError(f"{method}: {got['error']}: {got['message'][:300]}")
                return got["result"]
            self.note(got.get("method"), got.get("params", {}))

    def note(self, event: str | None, params: dict[str, Any]) -> None:
        """Note what a page of a self-contained book must not do."""
        address = params.get("request", {}).get("url", "")
        if event == "log.entryAdded" and params["level"] in ("error", "warn"):
            self.troubles.append(f"the console says: {params['text'][:200]}")
        elif event == "network.beforeRequestSent" and not address.startswith((self.home, "data:", "blob:")):
            self.troubles.append(f"asks elsewhere: {address[:200]}")
        elif params.get("errorText") == "NS_BINDING_ABORTED":
            return  # the page was left while it was still loading something
        elif event == "network.fetchError" or params.get("response", {}).get("status", 0) >= 400:
            self.troubles.append(f"not found: {address[:200]}")

    def open(self, home: str, address: str, width: int) -> None:
        """Show a page of the book in a window of that width."""
        self.home, self.troubles = home, []
        size = {"width": width, "height": 900}
        self.send("browsingContext.setViewport", context=self.context, viewport=size)
        self.send("browsingContext.navigate", context=self.context, url=home + address, wait="complete")

    def evaluate(self, function: str, argument: Any = None) -> Any:
        """Call a JavaScript function with an argument and return its result, both as JSON."""
        got = self.send(
            "script.callFunction",
            functionDeclaration=f"async (text) => JSON.stringify(await ({function})(JSON.parse(text)))",
            arguments=[{"type": "string", "value": json.dumps(argument)}],
            target={"context": self.context},
            awaitPromise=True,
        )
        if got["type"] == "exception":
            raise RuntimeError(got["exceptionDetails"]["text"])
        return json.loads(got["result"].get("value", "null"))


def find_firefox() -> str | None:
    """Return the path of Firefox: $FIREFOX, else the first that this machine has."""
    return os.environ.get("FIREFOX") or next((path for path in map(shutil.which, NAMES) if path), None)


@contextmanager
def firefox(program: str) -> Iterator[Page]:
    """Start Firefox without a window and with a profile of its own; yield its tab."""
    with tempfile.TemporaryDirectory() as profile:
        Path(profile, "user.js").write_text(QUIET, encoding="utf-8")
        process = subprocess.Popen(
            [program, "--headless", "--no-remote", "--profile", profile, "--remote-debugging-port", "0"],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, encoding="utf-8", errors="replace",
        )  # fmt: skip
        assert process.stderr is not None  # since it is a pipe
        reader = threading.Thread(target=process.stderr.read, daemon=True)
        try:
            found = next((m for m in map(LISTENS.search, process.stderr) if m), None)
            if found is None:
                raise RuntimeError(f"{program} ended before it listened")
            # What it says later is of no interest, but a full pipe would stop it.
            reader.start()
            with closing(Page(found[1])) as page:
                yield page
        finally:
            process.terminate()
            process.wait(timeout=30)
            if reader.ident:
                reader.join(timeout=30)
            process.stderr.close()


def rows_of(page: Page, home: str, width: int, book: Path) -> list[Row]:
    """Return one row for each figure of the book, as `livefig.verify` does."""
    rows = []
    for address, reference in references(book).items():
        page.open(home, f"{address}.html", width)
        for name, kept in kept_in(reference).items():
            row = Row(address, name, kept["controls"], len(kept["settings"]))
            compare(page, name, kept, row)
            rows.append(row)
        rows[-1].faults += page.troubles
    return rows


def other_pages(page: Page, home: str, book: Path) -> list[str]:
    """Open the pages without figures; return what they did that they must not."""
    known = references(book)
    found = []
    for file in sorted(book.rglob("*.html")):
        address = file.relative_to(book).as_posix()
        if "_static/" not in address and address.removesuffix(".html") not in known:
            page.open(home, address, 1280)
            found += [f"{address}: {trouble}" for trouble in page.troubles]
    return found


def main(arguments: list[str]) -> int:
    book, program = Path(arguments[0] if arguments else BOOK).resolve(), find_firefox()
    if program is None or not references(book):
        print("There is no Firefox on this machine, or no built book in the folder (make book).", file=sys.stderr)
        return 2
    faults = []
    with firefox(program) as page, served(book) as address:
        for home, width in ((address, 1280), (book.as_uri() + "/", 360)):
            rows = rows_of(page, home, width, book)
            faults += [f"{row.page}, {row.figure}: {fault}" for row in rows for fault in row.faults]
            faults += other_pages(page, home, book)
            print(f"{'from disk' if home.startswith('file') else 'from a server'}, {width} px: "
                  f"{table(rows).splitlines()[-1]}", flush=True)  # fmt: skip
        version = page.evaluate("() => navigator.userAgent.split(' ').at(-1)")
    print(*faults[:20], sep="\n", file=sys.stderr)
    print(f"{version}: {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
