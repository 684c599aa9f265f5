"""What a chapter is made of, as `anatomy.toml` says it: by the part of the book, and in the language of the chapter."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_suffix(".toml")
Range = tuple[int, int]


@dataclass(frozen=True)
class Language:
    """What depends on the language of a chapter: the headings of its sections, and which words say nothing."""

    name: str
    headings: dict[str, str]
    filler: tuple[str, ...]
    numbered: str
    time: str


@dataclass(frozen=True)
class Anatomy:
    """What a chapter of one kind has: its sections in order, which of them it needs, and how it opens.

    `usual` says how much of what such chapters have; no rule is made of it.
    """

    name: str
    sections: tuple[str, ...]
    needed: tuple[str, ...]
    prediction: str
    aims: bool
    question: int
    way_to_figure: int
    shown_cells: int
    usual: dict[str, Range]

    def headings(self, language: Language) -> list[str]:
        """Return the headings of the sections, in order."""
        return [language.headings[section] for section in self.sections]


@dataclass(frozen=True)
class Part:
    """A part of the book: a folder of notebooks, with its caption in each language."""

    folder: str
    anatomy: Anatomy
    caption: dict[str, str]
    numbered: bool = True

    def anatomy_of(self, notebook: Any) -> Anatomy:
        """Return the kind of a chapter of this part: that which a tag of its first cell names, or the part's own."""
        tags = notebook.cells[0].metadata.get("tags", []) if notebook.cells else []
        return next((anatomies()[tag] for tag in tags if tag in anatomies()), self.anatomy)


@cache
def languages() -> dict[str, Language]:
    """Return the languages of chapters by name; the first is that of the folders without a language's name."""
    rows = _data()["languages"].items()
    return {
        name: Language(name, row["headings"], tuple(row["filler"]), row["numbered"], row["time"]) for name, row in rows
    }


@cache
def anatomies() -> dict[str, Anatomy]:
    """Return the kinds of chapters by name."""
    rows = _data()["anatomies"].items()
    return {name: Anatomy(name, **{key: _fixed(value) for key, value in row.items()}) for name, row in rows}


@cache
def parts() -> dict[str, Part]:
    """Return the parts of the book by folder, in their order."""
    kinds = anatomies()
    rows = _data()["parts"].items()
    return {folder: Part(folder, **(row | {"anatomy": kinds[row["anatomy"]]})) for folder, row in rows}


def place(path: Path) -> tuple[Part, Language] | None:
    """Return the part and the language of a chapter, or None for a notebook that is no chapter.

    A chapter is a file notebooks/PART/TOPIC.ipynb, or notebooks/LANGUAGE/PART/TOPIC.ipynb.
    """
    folders = path.parts[:-1]
    inside = folders[len(folders) - folders[::-1].index("notebooks") :] if "notebooks" in folders else ()
    language, folder = (
        (next(iter(languages())), *inside) if len(inside) == 1 else inside if len(inside) == 2 else ("", "")
    )
    if folder not in parts() or language not in languages():
        return None
    return parts()[folder], languages()[language]


def _data() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def _fixed(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _fixed(one) for key, one in value.items()}
    return tuple(value) if isinstance(value, list) else value
