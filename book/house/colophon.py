"""The foot of each page: from which commit it was written, and its notebook and script to take away.

The date is the commit's, not the clock's: the same commit gives the same bytes. What the foot says about the commit
is put in when a build ends, on all pages, since Sphinx writes anew only those whose text has changed.
"""

import re
import subprocess
from datetime import datetime
from html import escape
from pathlib import Path
from urllib.parse import quote

import nbformat
from nbconvert import PythonExporter

from .written import rewrite

BUILT = re.compile(r'(<p class="colophon-built">).*?(</p>)', re.DOTALL)
FOLDER = "_downloads"
REPOSITORY = re.compile(r"https://github\.com/([\w.-]+/[\w.-]+?)(?:\.git)?/?")


class RepositoryError(ValueError):
    """An address that no link can be made of."""


def git(folder: Path, *arguments: str) -> str:
    """Return what git says, or nothing where there is no git or no repository."""
    try:
        done = subprocess.run(["git", *arguments], cwd=folder, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return ""
    return done.stdout.strip()


def commit_of(folder: Path) -> tuple[str, str]:
    """Return the commit that a folder stands at, and its date; empty where there is none."""
    commit, _, date = git(folder, "log", "-1", "--format=%H %cI").partition(" ")
    return commit, date


def statement(folder: Path, repository: str = "") -> str:
    """Return in HTML when and from what a book was written."""
    commit, date = commit_of(folder)
    if not commit:
        return "Written from a copy of the sources that names no commit."
    shown = f"<code>{commit[:10]}</code>"
    if repository:
        shown = f'<a href="{escape(repository)}/commit/{commit}">{shown}</a>'
    day = datetime.fromisoformat(date)
    changed = ", with changes since" if git(folder, "status", "--porcelain", "--untracked-files=no") else ""
    return f"Written from commit {shown} of {day.day} {day:%B %Y}{changed}."


def script_of(notebook: nbformat.NotebookNode) -> str:
    """Return a notebook as a Python script, its text as comments."""
    exporter = PythonExporter(exclude_input_prompt=True)
    return exporter.from_notebook_node(notebook)[0].strip() + "\n"


def links_of(repository: str, docname: str) -> list[tuple[str, str]]:
    """Return the links that need the address of the repository: where the notebook can be run by others' machines."""
    if not repository:
        return []
    match = REPOSITORY.fullmatch(repository)
    if not match:
        raise RepositoryError(
            f"book_repository is {repository!r}; write https://github.com/OWNER/NAME, or leave it empty."
        )
    path = quote(f"lab/tree/{quote(docname)}.ipynb")  # once for Jupyter, and as a part of Binder's own address
    return [("Run on Binder", f"https://mybinder.org/v2/gh/{match[1]}/HEAD?urlpath={path}")]


def add_downloads(app, pagename, templatename, context, doctree):
    """Write the notebook and the script beside the pages, and tell the template."""
    context["colophon_files"] = context["colophon_links"] = []
    source = Path(app.srcdir, f"{pagename}.ipynb")
    if doctree is None or not source.exists():
        return
    target = Path(app.outdir, FOLDER, f"{pagename}.ipynb")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(source.read_bytes())
    target.with_suffix(".py").write_text(script_of(nbformat.read(source, 4)), encoding="utf-8", newline="\n")
    pathto = context["pathto"]
    context["colophon_files"] = [
        (text, pathto(quote(f"{FOLDER}/{pagename}{suffix}"), 1), Path(pagename).name + suffix)
        for text, suffix in (("Notebook", ".ipynb"), ("Python script", ".py"))
    ]
    context["colophon_links"] = links_of(app.config.book_repository, pagename)


def state_commit(app, error):
    """Put the statement into all pages."""
    said = statement(Path(app.srcdir), app.config.book_repository)
    rewrite(app, error, lambda page, html: BUILT.sub(lambda mark: mark[1] + said + mark[2], html))


def setup(app):
    app.add_config_value("book_repository", "", "html", [str])
    app.connect("html-page-context", add_downloads)
    app.connect("build-finished", state_commit)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
