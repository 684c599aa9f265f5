"""Pack the built book into one archive that opens from disk: unpack it and open index.html.

Usage: python tools/pack_book.py [target.zip]

The same book gives the same bytes: the files are in order and carry one date, that of the build's other dates.
"""

import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BOOK = ROOT / "_build" / "html"
TARGET = ROOT / "_build" / "neuron-to-venture.zip"
DATE = (2026, 1, 1, 0, 0, 0)
# What no page asks for: NumPy's results, which only `livefig verify` reads, and Sphinx's index for other books.
LEFT_OUT = (".reference.json.gz", "objects.inv", ".buildinfo")


def pack(book: Path, target: Path) -> int:
    """Write the archive, everything in one folder; return how many files it holds."""
    files = [p for p in sorted(book.rglob("*")) if p.is_file() and not p.name.endswith(LEFT_OUT)]
    if not any(p.name == "index.html" for p in files):
        raise SystemExit(f"{book} holds no book. Build it first: make book")
    target.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in files:
            name = zipfile.ZipInfo(f"{target.stem}/{path.relative_to(book).as_posix()}", DATE)
            name.external_attr = 0o644 << 16
            archive.writestr(name, path.read_bytes(), zipfile.ZIP_DEFLATED, compresslevel=9)
    return len(files)


def main(arguments: list[str]) -> int:
    target = Path(arguments[0]) if arguments else TARGET
    count = pack(BOOK, target)
    print(f"{target}: {count} files, {target.stat().st_size / 1e6:.1f} MB. Unpack it and open index.html.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
