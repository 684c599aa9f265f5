"""One turn of writing a chapter: run it if its code has changed, tidy it, check its rules, build, and open its page.

Usage: python tools/write_chapter.py PART/TOPIC [--watch]

With --watch there is a turn at each save, until Ctrl-C. The notebook is open in JupyterLab then, which would ask its
author about every change of the file, so that it is tidied at the end.

The outputs come from the cache that the build uses, or go there: nothing is run twice.
"""

import argparse
import os
import re
import sys
import time
import webbrowser
from collections.abc import Iterator
from pathlib import Path

import nbformat
from jupyter_cache import get_cache
from nbformat.reader import NotJSONError

import build_book
from anatomy import place
from chapter_parts import code_cells, empty_at_the_top, where
from check_notebooks import check_notebook, unusual
from run_tests import chapter_named
from tidy_notebooks import text_of, tidy

ROOT = Path(__file__).resolve().parent.parent
sys.path.append(str(ROOT / "book"))

from house.parallel import keep, known, run  # noqa: E402 (it is found from here on)

PATIENCE = 0.5  # seconds between two looks at the files
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
IN_CELL = re.compile(r"Cell In\[\d+\], line (\d+)|^line (\d+) of the cell:", re.MULTILINE)


class FailedError(Exception):
    """A chapter that does not run; the message says where it stopped, and why."""


def turn(chapter: str, stored: bool = True) -> bool:
    """Bring the page of a chapter up to date, tell what is wrong and how long it took; return whether nothing is."""
    began = time.monotonic()
    path = ROOT / f"{chapter}.ipynb"
    with build_book.alone():
        state = build_book.begin()
        try:
            notebook, said = with_outputs(path)
        except (FailedError, NotJSONError) as error:
            print(f"{chapter}: {error}", flush=True)
            return False
        if stored and store(notebook, path):
            said += ", tidied"
        broken = list(check_notebook(notebook, path, stored=stored))
        for sentence in broken:
            print(f"{chapter}: {sentence}")
        built = build_book.finish(state, page=chapter) == 0
    said += f", {len(broken)} rules broken" if broken else ""
    said += "" if built else ", not built"
    print(f"{chapter}: {said}; {time.monotonic() - began:.0f} s. {'; '.join(notes(notebook, path))}".rstrip(". ") + ".")
    return built and not broken


def with_outputs(path: Path) -> tuple[nbformat.NotebookNode, str]:
    """Return a notebook with its outputs, tidy, and whether they were there; run it if they were not."""
    notebook = nbformat.read(path, 4)
    cache = get_cache(build_book.CACHE)
    if known(cache, notebook):
        _, notebook = cache.merge_match_into_notebook(notebook)
        return tidy(notebook), "its code has not changed"
    result = run(path, notebook, timeout=build_book.settings("_config.yml")["execute"]["timeout"])
    if result.err is not None:
        raise FailedError(what_stopped(notebook, result))
    keep(cache, path, notebook, result)
    return tidy(notebook), f"run in {result.time:.0f} s"


def what_stopped(notebook: nbformat.NotebookNode, result) -> str:
    """Return where a run ended, as its author sees the place, and the message."""
    for cell in code_cells(notebook):
        faults = [output for output in cell.outputs if output.output_type == "error"]
        if faults and "raises-exception" not in cell.metadata.get("tags", []):
            trace = COLOUR.sub("", "\n".join(faults[0].traceback))
            found = IN_CELL.search(trace)
            line = int(found[1] or found[2]) + empty_at_the_top(cell.source) if found else 0
            return f"{where(notebook, cell, line)}: {faults[0].ename}: {faults[0].evalue}"
    return str(result.err)  # of a cell that took too long, nbclient quotes the beginning


def store(notebook: nbformat.NotebookNode, path: Path) -> bool:
    """Write a tidy notebook; return whether the file was another before."""
    text = text_of(notebook)
    if text == path.read_text(encoding="utf-8"):
        return False
    path.write_text(text, encoding="utf-8", newline="\n")
    return True


def notes(notebook: nbformat.NotebookNode, path: Path) -> list[str]:
    """Return how the chapter differs from others of its kind."""
    found = place(path)
    return list(unusual(notebook, found[0].anatomy_of(notebook))) if found else []


def show(chapter: str) -> None:
    """Open the page of a chapter in the browser."""
    page = build_book.BOOK / f"{chapter}.html"
    if page.exists():
        webbrowser.open(page.as_uri())


# --- at each save


def watched(chapter: str) -> dict[Path, float]:
    """Return the files that an author of a chapter writes, and when each was saved."""
    files = [ROOT / f"{chapter}.ipynb", *(path for path in (ROOT / "book").iterdir() if path.is_file())]
    return {path: path.stat().st_mtime for path in files if path.exists()}


def saves(chapter: str, before: dict[Path, float]) -> Iterator[None]:
    """Yield whenever one of the files has been saved since the last time, or since `before`."""
    while True:
        if (now := watched(chapter)) != before:
            before = now
            yield
        time.sleep(PATIENCE)


def watch(chapter: str) -> None:
    """Take a turn now and at each save, until Ctrl-C; then store the notebook as it belongs."""
    try:
        before = watched(chapter)
        turn(chapter, stored=False)
        show(chapter)
        print("At each save it goes on; reload the page then. Ctrl-C ends it, and tidies the notebook.", flush=True)
        for _ in saves(chapter, before):
            turn(chapter, stored=False)
    except KeyboardInterrupt:
        print()
        turn(chapter)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("chapter", help="such as mathematics/one_neuron")
    parser.add_argument("--watch", action="store_true", help="again at each save")
    arguments = parser.parse_args()
    chapter = chapter_named(arguments.chapter)
    os.environ.update(build_book.environment())  # a kernel starts as it does in a build
    if arguments.watch:
        watch(chapter)
        return 0
    good = turn(chapter)
    show(chapter)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
