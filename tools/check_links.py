"""Ask for each address outside the book that a page links to, and name those that do not answer.

Usage: python tools/check_links.py [folder of pages]        (the built book if none is named)

It needs the network, so no test of the book depends on it; once a week is often enough.
"""

import re
import sys
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_LINK = re.compile(r"""<a\b[^>]*?\shref\s*=\s*["'](https?://[^"'#]+)""", re.IGNORECASE)
# A host that turns programs away says nothing about the address.
REFUSED = (401, 403, 405, 406, 418, 429, 999)
AGENT = "Mozilla/5.0 (link check of a book)"


def links(folder: Path) -> dict[str, list[str]]:
    """Return each address with the pages that link to it."""
    found: dict[str, list[str]] = {}
    for page in sorted(folder.rglob("*.html")):
        for address in sorted(set(map(unescape, _LINK.findall(page.read_text(encoding="utf-8"))))):
            found.setdefault(address, []).append(page.relative_to(folder).as_posix())
    return found


def fault(address: str, timeout: float = 30) -> str | None:
    """Return what is wrong with an address, or None if it answers."""
    said = "it was not asked for"
    for _ in range(2):  # once more, for a host that was busy
        try:
            request = urllib.request.Request(address, headers={"User-Agent": AGENT})
            with urllib.request.urlopen(request, timeout=timeout):
                return None
        except urllib.error.HTTPError as error:
            if error.code in REFUSED:
                return None
            said = f"it answers {error.code}"
        except (OSError, ValueError) as error:
            said = f"no answer: {error}"
    return said


def main(arguments: list[str]) -> int:
    folder = Path(arguments[0]) if arguments else ROOT / "_build" / "html"
    found = links(folder)
    with ThreadPoolExecutor(8) as pool:
        faults = dict(zip(found, pool.map(fault, found), strict=True))
    dead = {address: said for address, said in faults.items() if said}
    for address, said in dead.items():
        print(f"{address}: {said}; linked from {', '.join(found[address])}")
    print(f"{len(found)} addresses asked for, {len(dead)} dead")
    return 1 if dead else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
