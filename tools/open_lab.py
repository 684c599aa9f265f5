"""Open the book's notebooks in JupyterLab, which then reads the Markdown as the book does.

    open_lab.py                     JupyterLab, at the book's first page
    open_lab.py --app notebook      Notebook 7 instead
    open_lab.py --install           write the front end into the environment, for who starts Jupyter by hand
    open_lab.py -- --port=9000      what stands after -- is handed to Jupyter

Jupyter knows neither predictions nor the numbers of equations in other chapters. book/lab holds a front end of a few
small scripts that does, and needs no building; this program puts beside it what it must know of the whole book
(book_names.py) and tells Jupyter where it lies.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from book_names import names

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "book" / "lab"
SHARED = ROOT / "_build" / "lab"
NAME = "neuron-to-venture"
# Predictions are the same in the page: one script, one look.
FROM_THE_PAGE = ("prediction.js", "prediction.css", "figure_links.css")


def write_front_end(shared: Path) -> Path:
    """Write the front end, with the names of the book as it is now, below a folder share/jupyter."""
    target = shared / "labextensions" / NAME
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(SOURCE, target)
    for name in FROM_THE_PAGE:
        shutil.copy(ROOT / "book" / "house" / "static" / name, target / "static" / name)
    (target / "static" / "names.json").write_text(json.dumps(names(ROOT)), encoding="utf-8")
    return target


def first_notebook() -> str:
    """Return the notebook that is opened: the page that the book begins with."""
    return f"{names(ROOT)['first']}.ipynb"


def command(app: str, extra: list[str]) -> list[str]:
    """Return how Jupyter is started: the whole project can be opened, for chapters link to other folders."""
    place = f"/lab/tree/{first_notebook()}" if app == "jupyterlab" else f"/notebooks/{first_notebook()}"
    opens = f"--{'LabApp' if app == 'jupyterlab' else 'JupyterNotebookApp'}.default_url={place}"
    return [sys.executable, "-m", app, f"--ServerApp.root_dir={ROOT}", opens, *extra]


def environment() -> dict[str, str]:
    """Return the environment in which Jupyter finds the front end."""
    before = os.environ.get("JUPYTER_PATH")
    return os.environ | {"JUPYTER_PATH": os.pathsep.join([str(SHARED), *([before] if before else [])])}


def main(arguments: list[str]) -> int:
    """Start Jupyter, and return its exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--app", choices=("jupyterlab", "notebook"), default="jupyterlab")
    parser.add_argument("--install", action="store_true")
    parser.add_argument("extra", nargs="*", help="for Jupyter")
    given = parser.parse_args(arguments)
    if given.install:
        print(f"The front end lies in {write_front_end(Path(sys.prefix) / 'share' / 'jupyter')}")
        return 0
    write_front_end(SHARED)
    try:
        return subprocess.call(command(given.app, given.extra), env=environment())
    except KeyboardInterrupt:  # the way in which Jupyter is ended
        return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
