"""Build the book into _build/html, every warning an error; a second call rebuilds only what changed.

Sphinx writes to _build/work first. Only a book without a single warning is copied to _build/html, so a
failing build leaves the last good one in place, and pages of removed chapters do not linger. The build after one that
failed, or that was stopped, begins where the last good one ended: it reads again what has changed since, not the book.
"""

import argparse
import filecmp
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

import nbformat
import yaml
from filelock import FileLock, Timeout

from chapter_parts import where
from draw_logo import main as draw_logo

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "_build"
BOOK = BUILD / "html"
WORK = BUILD / "work"
STATE = WORK / "state.json"
PAGES = WORK / "_build" / "html"
DOCTREES = WORK / "_build" / ".doctrees"
CACHE = WORK / "_build" / ".jupyter_cache"
GOOD = WORK / "_build" / "good"  # pages and trees of the last good build, while the next one is at work on them

# What a change makes stale. Of a file that is watched the last pattern that fits tells its group, so that a file which
# nobody thought of counts as one that notebooks are run with. Pages, docs and tests are not watched: Sphinx itself
# reads a page again that has changed, and runs a notebook again whose cells have.
RUN, READ, WRITE, COPY = "run", "read", "write", "copy"
GROUPS = (
    # What notebooks are run with, and what turns a function and a figure into the Spec that their outputs hold.
    (RUN, "requirements.txt"),
    (RUN, "packages/livefig/livefig/**"),
    (RUN, "packages/formulacheck/formulacheck/**"),
    # What turns outputs into pages, by the same outputs: they are read again from the cache, nothing is run.
    (READ, "packages/livefig/livefig/sphinx_ext.py"),
    (READ, "packages/livefig/livefig/page/**"),
    (READ, "packages/livefig/livefig/verify.py"),
    (READ, "packages/livefig/livefig/browser.py"),
    (READ, "packages/livefig/livefig/__main__.py"),
    (READ, "packages/formulacheck/formulacheck/sphinx_ext.py"),
    (READ, "packages/*/pyproject.toml"),  # its entry points: who shows an output
    (READ, "packages/livefig/docs/directives/**"),
    (READ, "book/house/**"),
    (READ, "book/references.bib"),
    (READ, "book/articles.toml"),
    (READ, "book/glossary.md"),
    (READ, "_config.yml"),
    (READ, "_toc.yml"),
    (READ, "tools/build_book.py"),
    (READ, "tools/draw_logo.py"),
    # What pages stand in.
    (WRITE, "book/_templates/**"),
    # What pages load. Which files there are is a matter of the pages; what is in them is not, since the address of each
    # gets its digest when the build ends. The widgets among a notebook's outputs hold a copy of the scripts and styles
    # as they were when it was run, but no page uses a widget: the pages load what the extensions write at every build.
    (COPY, "packages/*/*/**/*.js"),
    (COPY, "packages/*/*/**/*.css"),
    (COPY, "book/house/static/**"),
    (COPY, "book/_static/**"),
    # Programs bring these along, so that they stand in the outputs of notebooks.
    (RUN, "packages/livefig/livefig/js/brought/**"),
    (RUN, "packages/livefig/livefig/js/math.js"),  # which a worker knows, too
)
# Each kernel says this on every start; it is about networks, and the kernel is on this machine.
NOISE = ("Kernel is running over TCP without encryption",)
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
# Where MyST-NB sees something in a notebook: ten thousand for each cell, and the line in it.
IN_NOTEBOOK = re.compile(r"(/\S+\.ipynb):([1-9]\d*)(\d{4})(?=:)")
# Debugging aids and translations that come with the theme; no page asks for them.
BALLAST = (".map", ".po", ".mo")

ENTRANCE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:">
<title>{title}</title>
<meta http-equiv="refresh" content="0; url={page}"><link rel="icon" href="{icon}"></head>
<body><main><h1><a href="{page}">{title}</a></h1></main></body></html>
"""


def groups() -> dict[str, list[Path]]:
    """Return the files that a build depends on, by what a change of them makes stale."""
    found = {path: group for group, pattern in GROUPS for path in _files(pattern)}
    return {name: sorted(path for path, group in found.items() if group == name) for name in (RUN, READ, WRITE, COPY)}


def _files(pattern: str) -> Iterator[Path]:
    # A final ** stands for files here, as it does in a shell.
    matches = ROOT.glob(f"{pattern}/*" if pattern.endswith("**") else pattern)
    return (path for path in matches if path.is_file() and path.suffix != ".pyc")


def fingerprint(paths: Iterable[Path]) -> str:
    """Return a digest of the names and the contents of files."""
    digest = hashlib.sha256()
    for path in paths:
        digest.update(f"{path.relative_to(ROOT).as_posix()}\0{path.stat().st_size}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def state_of(files: dict[str, list[Path]]) -> dict[str, str]:
    """Return the digests that a build is known by; of the files that are only copied, that of their names."""
    names = [path.relative_to(ROOT).as_posix() for path in files[COPY]]
    state = {group: fingerprint(files[group]) for group in (RUN, READ, WRITE)}
    return state | {WRITE: hashlib.sha256("\0".join([state[WRITE], *names]).encode()).hexdigest()}


def forget_what_changed(state: dict[str, str]) -> None:
    """Remove what an earlier build left and what the changes since then made stale."""
    before = json.loads(STATE.read_text(encoding="utf-8")) if STATE.exists() else {}
    changed = [group for group in (RUN, READ, WRITE) if before.get(group) != state[group]]
    stale = {RUN: [WORK], READ: [PAGES, DOCTREES], WRITE: [PAGES]}
    for folder in stale[changed[0]] if changed else ():
        shutil.rmtree(folder, ignore_errors=True)


def go_back() -> None:
    """Undo what a build has done that failed or was stopped: Sphinx would not repeat its warnings."""
    if GOOD.exists():
        for folder in (PAGES, DOCTREES):
            shutil.rmtree(folder, ignore_errors=True)
            if (GOOD / folder.name).exists():
                shutil.move(GOOD / folder.name, folder)
        shutil.rmtree(GOOD)


def keep_what_is_good() -> None:
    """Copy what the last good build left, in a tenth of a second, for the case that this one fails."""
    begun = GOOD.with_suffix(".begun")
    shutil.rmtree(begun, ignore_errors=True)
    for folder in (PAGES, DOCTREES):
        if folder.exists():
            shutil.copytree(folder, begun / folder.name)
    begun.rename(GOOD)  # whole or not at all


def remember(state: dict[str, str]) -> None:
    """Note what the pages and trees were made from."""
    WORK.mkdir(parents=True, exist_ok=True)
    STATE.write_text(json.dumps(state), encoding="utf-8")


def environment() -> dict[str, str]:
    """Return the environment of the build: the same bytes each time, and no settings of the person's own."""
    fixed = {
        "PYTHONHASHSEED": "0",
        "SOURCE_DATE_EPOCH": "1767225600",  # 2026-01-01, the year of the copyright line
        "PYTHONUTF8": "1",
        "JUPYTER_PREFER_ENV_PATH": "1",
        "JUPYTER_PLATFORM_DIRS": "1",
        "IPYTHONDIR": str(BUILD / "settings" / "ipython"),
        "JUPYTER_CONFIG_DIR": str(BUILD / "settings" / "jupyter"),
        "MPLCONFIGDIR": str(BUILD / "settings" / "matplotlib"),
    }
    return os.environ | fixed


def run_jupyter_book(verbose: bool) -> bool:
    """Build into the work folder; return whether there was no error and no warning."""
    # Where rfc3987_syntax is there, importing jsonschema makes 38 parsers, which takes longer than all the rest.
    program = "import sys; sys.modules['rfc3987_syntax'] = None; from jupyter_book.cli.main import main; main()"
    options = ["-W", "--keep-going", "-n", "--path-output", str(WORK), *([] if verbose else ["-q"])]
    with subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", program, "build", str(ROOT), *options],
        stdout=None if verbose else subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=environment(),
        encoding="utf-8",
        errors="replace",
    ) as process:
        assert process.stderr is not None  # since it is a pipe
        for line in process.stderr:
            if not any(noise in line for noise in NOISE):
                told = IN_NOTEBOOK.sub(place_in_notebook, line)
                sys.stderr.write(told if sys.stderr.isatty() else COLOUR.sub("", told))
    return process.returncode == 0


def place_in_notebook(found: re.Match[str]) -> str:
    """Return the place of a warning as the author of the notebook sees it: heading, words of the cell, line."""
    path, number, line = Path(found[1]), int(found[2]) - 1, int(found[3])
    try:
        notebook = nbformat.read(path, 4)
        return f"{path}, {where(notebook, notebook.cells[number], line)}"
    except (OSError, IndexError, ValueError):  # a file that has just been changed once more
        return found[0]


def mirror(source: Path, target: Path) -> None:
    """Make the target folder equal to the source, touching only files that differ."""
    wanted = {p.relative_to(source) for p in source.rglob("*") if p.is_file()}
    wanted = {p for p in wanted if p.suffix not in BALLAST} - unused_pictures(source)
    for old in [p for p in target.rglob("*") if p.is_file() and p.relative_to(target) not in wanted]:
        old.unlink()
    for name in sorted(wanted):
        if not (target / name).exists() or not filecmp.cmp(source / name, target / name):
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source / name, target / name)
    for folder in sorted((p for p in target.rglob("*") if p.is_dir()), reverse=True):
        if not any(folder.iterdir()):
            folder.rmdir()


def unused_pictures(source: Path) -> set[Path]:
    """Return the pictures that no page shows any more; Sphinx names them by content and never removes one."""
    shown = {
        name for page in source.rglob("*.html") for name in re.findall(r'_images/([^"?#]+)', page.read_text("utf-8"))
    }
    return {p.relative_to(source) for p in source.glob("_images/*") if p.name not in shown}


def settings(name: str) -> dict:
    """Return a settings file of the book."""
    return yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))


def first_page() -> Path:
    """Return the page that the table of contents begins with."""
    return BOOK / f"{settings('_toc.yml')['root']}.html"


def write_entrance() -> None:
    """Let index.html lead to the first page, for servers and for who opens the folder."""
    page, title = quote(f"{settings('_toc.yml')['root']}.html"), settings("_config.yml")["title"]
    # Inside the page itself: a file asked for here would be called back as the browser goes on to the first page.
    icon = "data:image/svg+xml," + quote((BUILD / "art" / "favicon.svg").read_text("utf-8"))
    (PAGES / "index.html").write_text(ENTRANCE.format(page=page, title=title, icon=icon), encoding="utf-8")


def report_failure() -> None:
    """Say that there is no new book, and whether an older one is there."""
    print("\nThe book was not built: each message above is an error to correct.", file=sys.stderr)
    if first_page().exists():
        made = datetime.fromtimestamp(first_page().stat().st_mtime)
        print(f"_build/html still holds the last good book, of {made:%Y-%m-%d %H:%M}.", file=sys.stderr)


def main() -> int:
    """Build, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--all", action="store_true", help="run and read everything again")
    parser.add_argument("--verbose", action="store_true", help="show what Sphinx is doing")
    arguments = parser.parse_args()
    with alone():
        return build(arguments)


@contextmanager
def alone() -> Iterator[None]:
    """Wait until no other build of this book is running; two at once would take each other's pages away."""
    BUILD.mkdir(exist_ok=True)
    lock = FileLock(BUILD / "building.lock")
    try:
        lock.acquire(blocking=False)
    except Timeout:
        print("Another build of this book is running; this one begins when it has ended.", flush=True)
        lock.acquire()
    try:
        yield
    finally:
        lock.release()


def build(arguments: argparse.Namespace) -> int:
    """Bring the book up to date, and return the exit code."""
    return finish(begin(arguments.all), arguments.verbose)


def begin(everything: bool = False) -> dict[str, str]:
    """Leave of the earlier builds what is good and not stale, say what is to be done, and return the state."""
    state = state_of(groups())
    if everything:
        shutil.rmtree(WORK, ignore_errors=True)
    go_back()
    forget_what_changed(state)
    if not CACHE.exists():
        print("Building the book. All its notebooks are run, which takes between one and five minutes.", flush=True)
    elif not DOCTREES.exists():
        print(
            "Building the book. All its pages are read again, since something changed on which all depend.", flush=True
        )
    if DOCTREES.exists():
        keep_what_is_good()
        remember(state)
    else:
        remember(state | {READ: "unfinished"})
    return state


def finish(state: dict[str, str], verbose: bool = False, page: str = "") -> int:
    """Build what is not up to date, name a page or the first to open, and return the exit code."""
    draw_logo(BUILD / "art")
    if not run_jupyter_book(verbose):
        report_failure()
        return 1
    write_entrance()
    mirror(PAGES, BOOK)
    shutil.rmtree(GOOD, ignore_errors=True)
    remember(state)
    print(f"The book is ready. Open this page:\n{BOOK / f'{page}.html' if page else first_page()}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
