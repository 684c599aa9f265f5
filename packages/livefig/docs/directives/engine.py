"""Tables of what the engine knows and allows, and the tree of its errors.

```{engine-table} exact        or: close, arrays, composed, advice, sizes, corpus
```
```{error-tree}
```

The engine and Matplotlib are loaded when a page is read that shows a table, not at every build.
"""

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective


class EngineTable(SphinxDirective):
    """One of the tables of what the engine knows and allows."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        from . import tables

        if self.arguments[0] not in tables.TABLES:
            raise self.error(f"there is no table {self.arguments[0]!r}; there are {', '.join(tables.TABLES)}")
        for module in (tables.compile, tables.network, *tables.SOURCES):
            self.env.note_dependency(str(module.__file__))
        for file in tables.CORPUS.glob("*.*") if self.arguments[0] == "corpus" else ():
            self.env.note_dependency(str(file))
        return [tables.TABLES[self.arguments[0]]()]


class ErrorTree(SphinxDirective):
    """The error classes of the engine and what each means, each inside the one that it derives from."""

    def run(self) -> list[nodes.Node]:
        from . import tables

        self.env.note_dependency(tables.errors.__file__)
        return [tables.error_tree()]


def setup(app: Sphinx) -> dict[str, bool]:
    """Register with Sphinx."""
    app.add_directive("engine-table", EngineTable)
    app.add_directive("error-tree", ErrorTree)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
