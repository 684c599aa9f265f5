"""What is kept between two builds stays small: Sphinx loads and writes all of it at every build.

Two extensions keep far more than they use: MyST-NB the state of all widgets, of which no page has one, and
sphinx-exercise a whole page for each exercise, since each node knows its document. For ten chapters that was 45 MB.
"""

from docutils import nodes


def forget_widgets(app, doctree):
    """Drop the state of the widgets of the page that was read."""
    getattr(app.env, "nb_metadata", {}).get(app.env.docname, {}).pop("js_files", None)


def cut_exercises_loose(app, doctree):
    """Keep of each exercise and solution of the page that was read a copy that knows no document."""
    for entry in getattr(app.env, "sphinx_exercise_registry", {}).values():
        if entry["docname"] == app.env.docname:
            entry["node"] = loose(entry["node"])


def loose(node: nodes.Element) -> nodes.Element:
    """Return a copy of a node without what stands around it."""
    copy = node.deepcopy()
    for part in copy.findall():
        part.document = None  # type: ignore[assignment]  # as in a node that was just made
    return copy


def setup(app):
    app.connect("doctree-read", forget_widgets)
    app.connect("doctree-read", cut_exercises_loose)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
