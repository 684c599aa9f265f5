"""What docutils and MyST-NB leave wrong for screen readers; the folder _templates does it for the theme."""

from docutils import nodes
from sphinx.util import logging

log = logging.getLogger(__name__)


def tidy_page(app, pagename, templatename, context, doctree):
    """Give the entries of the bibliography a role that is valid inside a list; drop ids that stand there twice.

    sphinx-exercise gives the contents of every exercise and solution the same id, which nothing refers to.
    """
    if "body" in context:
        body = context["body"].replace('role="doc-biblioentry"', 'role="listitem"')
        for twice in ("exercise-content", "solution-content"):
            body = body.replace(f' id="{twice}"', "")
        context["body"] = body


def ask_for_alt_text(app, doctree, docname):
    """Warn of a picture that says nothing to who cannot see it (its file name would be read out)."""
    for image in doctree.findall(nodes.image):
        if not image.get("alt", "").strip():
            log.warning(
                "the picture %s has no text for who cannot see it: put a sentence into the cell's metadata, "
                '{"mystnb": {"image": {"alt": "..."}}}, or use the option :alt:',
                image["uri"],
                location=image,
                type="accessible",
            )


def setup(app):
    app.connect("html-page-context", tidy_page)
    app.connect("doctree-resolved", ask_for_alt_text)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
