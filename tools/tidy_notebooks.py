"""Store notebooks with text outputs only and without traces of the machine that ran them.

Pictures and widgets are made again by every build; in the files they would only be noise in each change.

    tidy_notebooks.py               tidy all notebooks
    tidy_notebooks.py --check       change nothing; say which are untidy
    tidy_notebooks.py --execute     run them from top to bottom first
    tidy_notebooks.py FILE ...      the same for single notebooks
"""

import argparse
import sys
from pathlib import Path

import nbformat
import yaml

ROOT = Path(__file__).resolve().parent.parent
TEXT = ("text/plain", "text/latex", "text/markdown")
FOLDERS = ("notebooks", "book", "packages/*/docs")
CELL_METADATA = ("tags", "mystnb")
FOLDED = "hide-input"  # the tag of a cell that the page folds; Jupyter, which knows no tags, folds by metadata
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def tidy(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Return the notebook with nothing in it but source, tags and text outputs."""
    notebook.metadata = nbformat.from_dict(METADATA)
    for cell in notebook.cells:
        cell.metadata = {key: cell.metadata[key] for key in CELL_METADATA if key in cell.metadata}
        if FOLDED in cell.metadata.get("tags", []):
            cell.metadata["jupyter"] = {"source_hidden": True}
        if cell.cell_type == "code":
            cell.outputs = [out for out in map(_tidy_output, cell.outputs) if out is not None]
    return notebook


def _tidy_output(output):
    """Return the output with its text only, or None if it has no text."""
    if output.output_type == "error":
        output.traceback = []  # it names files of this machine; what is raised stays
    if "data" in output:
        output.data = {kind: output.data[kind] for kind in TEXT if kind in output.data}
        output.metadata = {}
        return output if output.data else None
    return output


def text_of(notebook: nbformat.NotebookNode) -> str:
    """Return the notebook as it is stored."""
    return nbformat.writes(notebook, version=nbformat.NO_CONVERT) + "\n"


def execute(notebook: nbformat.NotebookNode, folder: Path) -> None:
    """Run all cells in a fresh kernel."""
    from nbclient import NotebookClient

    NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(folder)}}).execute()


def process(path: Path, check: bool, run: bool) -> bool:
    """Tidy one notebook; return whether it was tidy before."""
    before = path.read_text(encoding="utf-8")
    notebook = nbformat.reads(before, as_version=4)
    if run:
        execute(notebook, path.parent)
    after = text_of(tidy(notebook))
    if after != before and not check:
        path.write_text(after, encoding="utf-8", newline="\n")
    return after == before


def notebooks(root: Path = ROOT) -> list[Path]:
    """Return the notebooks of the book, which are those that its table of contents names."""
    toc = yaml.safe_load((root / "_toc.yml").read_text(encoding="utf-8"))
    names = [toc["root"], *(chapter["file"] for part in toc["parts"] for chapter in part["chapters"])]
    return sorted(path for name in names if (path := root / f"{name}.ipynb").exists())


def strays(root: Path = ROOT) -> list[Path]:
    """Return the notebooks that lie among those of the book and are not in it, such as a reader's own trials."""
    found = [path for folder in FOLDERS for path in root.glob(f"{folder}/**/*.ipynb")]
    seen = [p for p in found if not any(part.startswith((".", "_build")) for part in p.relative_to(root).parts)]
    return sorted(set(seen) - set(notebooks(root)))


def tell_strays(root: Path = ROOT) -> None:
    """Name them, so that nobody takes a chapter for tested that the book does not have yet."""
    for path in strays(root):
        print(f"not in _toc.yml, so not looked at: {path.relative_to(root).as_posix()}")


def main() -> int:
    """Tidy or check, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--execute", action="store_true")
    arguments = parser.parse_args()
    paths = arguments.files or notebooks()
    if not arguments.files:
        tell_strays()
    untidy = [path for path in paths if not process(path, arguments.check, arguments.execute)]
    for path in untidy:
        print(f"{'untidy' if arguments.check else 'tidied'}: {path}")
    if arguments.check and untidy:
        print("Run: make tidy", file=sys.stderr)
    return 1 if arguments.check and untidy else 0


if __name__ == "__main__":
    sys.exit(main())
