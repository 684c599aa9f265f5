"""Begin a chapter: a notebook that has every part and runs at once, named in the table of contents.

    make new CHAPTER=strategy/unit_economics
    make new CHAPTER=mathematics/entropy KIND=argument      a short one, in a part of long ones

The notebook is a small complete example, marked as a draft. Its material gives way, part by part, to the chapter's
own; until then the figures move, the checks hold, and what is usual for such a chapter is printed here.
"""

import re
import sys
from pathlib import Path

import nbformat

from anatomy import Anatomy, anatomies, languages, parts
from check_notebooks import check, unusual
from tidy_notebooks import process

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = Path(__file__).with_name("templates")  # one for each anatomy and language
LANGUAGE = next(iter(languages().values()))
NAME = re.compile(r"([a-z]+)/([a-z][a-z0-9]*(?:_[a-z0-9]+)*)")


class NewChapterError(ValueError):
    """A chapter that cannot be begun; the message says what to change."""


def parse(name: str) -> tuple[str, str]:
    """Return the folder and the topic of a name such as strategy/unit_economics."""
    match = NAME.fullmatch(name)
    if not match or match[1] not in parts():
        raise NewChapterError(
            f"{name!r} names no chapter. Write FOLDER/TOPIC in small letters, digits and underscores, such as "
            f"strategy/unit_economics; the folders are {', '.join(parts())}."
        )
    return match[1], match[2]


def anatomy_named(kind: str, folder: str) -> Anatomy:
    """Return the kind of chapter that is asked for, or that of the part."""
    if kind and kind not in anatomies():
        raise NewChapterError(f"{kind!r} is no kind of chapter; there are {', '.join(anatomies())}.")
    return anatomies()[kind] if kind else parts()[folder].anatomy


def notebook(anatomy: Anatomy, topic: str) -> nbformat.NotebookNode:
    """Return the notebook of a new chapter, not yet run."""
    template = TEMPLATES / f"{anatomy.name}.{LANGUAGE.name}.txt"
    text = template.read_text(encoding="utf-8").replace("SLUG", topic.replace("_", "-"))
    text = text.replace("TITLE", topic.replace("_", " ").capitalize())
    text = re.sub(
        r"^(## |:::\{admonition\} )@(\w+)$", lambda m: m[1] + LANGUAGE.headings[m[2]], text, flags=re.MULTILINE
    )
    blocks = re.findall(r"^%%% (\w+) (\S+)(?: (\w+))?\n(.*?)\n(?=%%% |\Z)", text, re.DOTALL | re.MULTILINE)
    return nbformat.v4.new_notebook(cells=[_cell(*block) for block in blocks])


def _cell(kind: str, cell_id: str, tag: str, source: str) -> nbformat.NotebookNode:
    make = {"markdown": nbformat.v4.new_markdown_cell, "code": nbformat.v4.new_code_cell}[kind]
    return make(source, id=cell_id, metadata={"tags": [tag]} if tag else {})


def with_chapter(toc: str, folder: str, topic: str) -> str:
    """Return the table of contents with the chapter as the last of its part; a part that is new comes in order."""
    line = f"      - file: notebooks/{folder}/{topic}\n"
    if line in toc:
        raise NewChapterError(f"_toc.yml names notebooks/{folder}/{topic} already.")
    chapters = re.search(rf"(?:^( +)- file: notebooks/{folder}/.*\n)+", toc, re.MULTILINE)
    if chapters:
        return toc[: chapters.end()] + chapters[1] + line.lstrip() + toc[chapters.end() :]
    place = _end_of_part_before(toc, folder)
    part = parts()[folder]
    numbered = "    numbered: 1\n" if part.numbered else ""
    return f"{toc[:place]}  - caption: {part.caption[LANGUAGE.name]}\n{numbered}    chapters:\n{line}{toc[place:]}"


def _end_of_part_before(toc: str, folder: str) -> int:
    """Where a new part begins: after the parts that come before it, or before the first part that comes after."""
    order = list(parts())
    found = [
        (order.index(f), m.end()) for f in order for m in re.finditer(rf"^ +- file: notebooks/{f}/.*\n", toc, re.M)
    ]
    before = [end for rank, end in found if rank < order.index(folder)]
    if before:
        return max(before)
    after = re.search(r"^  - caption: [^\n]*\n(?:    numbered: 1\n)?    chapters:\n      - file: notebooks/", toc, re.M)
    return after.start() if after else len(toc)


def begin(name: str, kind: str = "") -> tuple[Path, list[str]]:
    """Write and run the notebook, name it in the table of contents; return it with what is left to write."""
    folder, topic = parse(name)
    anatomy = anatomy_named(kind, folder)
    path, toc = ROOT / "notebooks" / folder / f"{topic}.ipynb", ROOT / "_toc.yml"
    if path.exists():
        raise NewChapterError(f"{path.relative_to(ROOT).as_posix()} exists already. Choose another topic.")
    contents = with_chapter(toc.read_text(encoding="utf-8"), folder, topic)
    path.parent.mkdir(parents=True, exist_ok=True)
    made = notebook(anatomy, topic)
    if anatomy != parts()[folder].anatomy:
        made.cells[0].metadata["tags"].append(anatomy.name)
    nbformat.write(made, path)
    try:
        process(path, check=False, run=True)
    except BaseException:
        path.unlink()
        raise
    toc.write_text(contents, encoding="utf-8", newline="\n")  # last: a notebook that fails is not in the book
    return path, [*check(path), *unusual(nbformat.read(path, 4), anatomy)]


def main(arguments: list[str]) -> int:
    if len(arguments) not in (1, 2) or not arguments[0]:
        print("Name the chapter: make new CHAPTER=strategy/unit_economics", file=sys.stderr)
        return 2
    try:
        path, left = begin(*arguments)
    except NewChapterError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{path.relative_to(ROOT).as_posix()} is written, has run, and stands in _toc.yml.")
    print(f"Write in `make lab`; run, check and see it with `make chapter CHAPTER={arguments[0]}`. What is missing:")
    for sentence in left:
        print(f"- {sentence}")
    print("- the material of its own; then remove the tag draft and the note from the first cell")
    if "printed" in LANGUAGE.headings:
        heading = LANGUAGE.headings["printed"]
        print(f"- a section “{heading}”, if an article printed something of it: in a cell with the tag audit a table,")
        print("  | id | printed | right | verdict |")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
