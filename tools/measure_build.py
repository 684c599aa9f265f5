"""Measure how long the book takes to build, from nothing and after each kind of edit, also with more chapters.

Usage: python tools/measure_build.py [--copies N] [--folder FOLDER] [--json FILE]

The project is copied to a scratch folder and built, which runs all its notebooks. Then its chapters are there N times
more, with names of their own for figures, formulas and exercises, and in the cache as if they had been run. Columns:
seconds; those of the processor; the most memory of one process so far (MB); pages written.
"""

import argparse
import json
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import nbformat
import yaml
from jupyter_cache import get_cache
from jupyter_cache.base import CacheBundleIn, JupyterCacheAbstract
from nbformat import NotebookNode

from build_book import BOOK, DOCTREES, PAGES, ROOT

CHAPTERS = "notebooks/mathematics"
# What must be unique in a book: anchors, labels of formulas and directives, names of figures.
NAMES = re.compile(r'^\(([\w-]+)\)=|\$\$ *\(([\w-]+)\)|^:(?:label|name): *([\w-]+)|\bname="([\w-]+)"', re.MULTILINE)


def there(project: Path, path: Path) -> Path:
    """Return where a copy of the project has what is at a path of this one."""
    return project / path.relative_to(ROOT)


def copy_project(target: Path) -> None:
    """Copy the files that git knows."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in filter(None, listed.split("\0")):
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, target / name)


def add_chapters(project: Path, copies: int) -> None:
    """Put copies of the chapters, which have been run, into the project, its table of contents and its cache."""
    toc = yaml.safe_load((project / "_toc.yml").read_text(encoding="utf-8"))
    cache = get_cache(there(project, DOCTREES.with_name(".jupyter_cache")))
    run = {path: executed(cache, path) for path in sorted((project / CHAPTERS).glob("*.ipynb"))}
    rename = renaming({name for notebook in run.values() for name in names_of(notebook)})
    for number in range(1, copies + 1):
        folder = f"{CHAPTERS}_{number}"
        for path, notebook in run.items():
            add_copy(cache, project / folder / path.name, rename(nbformat.writes(notebook), f"-copy{number}"))
        chapters = [{"file": f"{folder}/{path.stem}"} for path in run]
        toc["parts"].insert(-2, {"caption": f"Copy {number}", "chapters": chapters})
    (project / "_toc.yml").write_text(yaml.safe_dump(toc, sort_keys=False), encoding="utf-8")


def executed(cache: JupyterCacheAbstract, path: Path) -> NotebookNode:
    """Return a notebook with the outputs that the cache has of it."""
    _, notebook = cache.merge_match_into_notebook(nbformat.read(path, 4))
    return notebook


def names_of(notebook: NotebookNode) -> set[str]:
    """Return the names that a notebook gives to its parts."""
    return {name for cell in notebook.cells for found in NAMES.findall(cell.source) for name in found if name}


def renaming(names: set[str]) -> Callable[[str, str], str]:
    """Return what gives each of the names a suffix, in a text."""
    known = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, sorted(names, key=len, reverse=True)))})(?![\w-])")
    return lambda text, suffix: known.sub(lambda found: found[0] + suffix, text)


def add_copy(cache: JupyterCacheAbstract, path: Path, text: str) -> None:
    """Write a notebook without outputs, and with them into the cache; it has no findings: an item is audited once."""
    notebook = nbformat.reads(text, 4)
    for cell in notebook.cells:
        cell.metadata["tags"] = [tag for tag in cell.metadata.get("tags", []) if tag != "audit"]
    told = CacheBundleIn(notebook, str(path), data={"execution_seconds": 1})
    cache.cache_notebook_bundle(told, check_validity=False, overwrite=True)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = []
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, path)


# --- edits


def edit_cell(kind: str) -> Callable[[Path], None]:
    """Return what adds a sentence to the last cell of text, or a comment to the last cell of code, of a chapter."""

    def edit(project: Path) -> None:
        path = project / CHAPTERS / "chain_rule.ipynb"
        notebook = json.loads(path.read_text(encoding="utf-8"))
        cells = [
            c for c in notebook["cells"] if c["cell_type"] == kind and "audit" not in c["metadata"].get("tags", [])
        ]
        cell = cells[len(cells) // 2] if kind == "markdown" else cells[-1]
        cell["source"] = "".join(cell["source"]) + ("\n\nOne sentence more.\n" if kind == "markdown" else "\n# seen\n")
        path.write_text(json.dumps(notebook, indent=1), encoding="utf-8")

    return edit


def add_to(name: str, text: str) -> Callable[[Path], None]:
    """Return what adds a text to the end of a file."""

    def edit(project: Path) -> None:
        with (project / name).open("a", encoding="utf-8") as file:
            file.write(text)

    return edit


EDITS = {
    "nothing": lambda project: None,
    "a cell of text": edit_cell("markdown"),
    "a cell of code": edit_cell("code"),
    "a style sheet": add_to("book/_static/book.css", "\n.unused { color: red; }\n"),
    "a style of the engine": add_to("packages/livefig/livefig/js/livefig.css", "\n.unused { color: red; }\n"),
    "a page of docs": add_to("packages/livefig/docs/limits.md", "\nOne sentence more.\n"),
    "a page extension": add_to("book/house/hints.py", "\n# seen\n"),
}


# --- measuring


def environment(project: Path) -> dict[str, str]:
    """Return the environment in which the copies of the packages are found before the installed ones."""
    folders = ("packages/livefig", "packages/formulacheck", "book", "tools")
    return os.environ | {"PYTHONPATH": os.pathsep.join(str(project / folder) for folder in folders)}


def build(project: Path, what: str) -> dict:
    """Build, and return one row of the table."""
    began, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
    at = time.time()
    command = [sys.executable, "tools/build_book.py"]
    subprocess.run(command, cwd=project, env=environment(project), stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    written = sum(page.stat().st_mtime > at for page in there(project, BOOK).rglob("*.html"))
    # Of all builds so far, since the system only tells the most; on a Mac it counts bytes.
    most = after.ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)
    row = {"what": what, "seconds": time.monotonic() - began, "cpu": used, "MB": most, "pages": written}
    print(f"{what:24} {row['seconds']:8.1f} {used:8.1f} {most:8.0f} {written:6}", flush=True)
    return row


def measure(project: Path, copies: int) -> list[dict]:
    """Return the rows: the book as it is, the larger one without the notebooks' runs, then each edit of it."""
    print(f"{'':24} {'seconds':>8} {'cpu':>8} {'MB':>8} {'pages':>6}")
    rows = [build(project, "as it is, all run")]
    add_chapters(project, copies)
    for folder in (PAGES, DOCTREES):
        shutil.rmtree(there(project, folder))
    rows.append(build(project, "all, nothing run"))
    for what, edit in EDITS.items():
        edit(project)
        rows.append(build(project, what))
    return rows


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--copies", type=int, default=0, help="how often the chapters are there once more")
    parser.add_argument("--folder", type=Path, help="where to work, and to leave what was built")
    parser.add_argument("--json", type=Path, help="a file for the rows")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        project = arguments.folder or Path(scratch) / "book"
        copy_project(project)
        rows = measure(project, arguments.copies)
    if arguments.json:
        arguments.json.write_text(json.dumps(rows, indent=1), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
