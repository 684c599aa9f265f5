"""Which pages the built book has, in the order in which tests had better open them."""

from collections.abc import Iterable

from chapters import ROOT, documents, notebooks


def all_pages() -> list[str]:
    """Return the pages of the book without their endings, with those that Sphinx adds."""
    return [*documents(), "genindex", "search"]


def longest_first(pages: Iterable[str]) -> list[str]:
    """Return pages with the long ones first: notebooks, whose figures are moved, by the length of their source.

    What two processes share out ends at about the same time if the last pieces are short. The source is there before
    the book is built, so that the order of the tests never depends on what was built.
    """
    chapters = set(notebooks())

    def length(page: str) -> tuple[bool, int]:
        sources = [path for ending in ("ipynb", "md") if (path := ROOT / f"{page}.{ending}").exists()]
        return page in chapters, max((path.stat().st_size for path in sources), default=0)

    return sorted(pages, key=length, reverse=True)
