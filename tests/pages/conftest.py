"""Tiny Sphinx builds with the book's own extensions."""

import io
import warnings

import pytest
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace

from house import mathml


@pytest.fixture
def site(tmp_path, monkeypatch):
    """Build pages given as name=text; return the folder and what Sphinx warned of."""
    monkeypatch.setattr(mathml, "write_font", lambda app, error: None)  # slow, tested by itself

    def build(*names, files=(), builder="html", conf="", **pages):  # a page without text is among the files
        source = tmp_path / "source"
        source.mkdir(exist_ok=True)  # a second call builds again what changed
        names = ", ".join(map(repr, ("myst_nb", *names)))
        (source / "conf.py").write_text(
            f"extensions = [{names}]\nmyst_enable_extensions = ['dollarmath', 'amsmath']\n"
            "html_math_renderer = 'mathml'\nnb_execution_mode = 'off'\nhtml_theme = 'basic'\n"
            if "house.mathml" in names
            else f"extensions = [{names}]\nnb_execution_mode = 'off'\nhtml_theme = 'basic'\n"
        )
        with (source / "conf.py").open("a", encoding="utf-8") as settings:
            settings.write(conf)
        if "external_toc" in names:  # the table of contents that the pages do not name themselves
            listed = "".join(f"  - file: {page}\n" for page in pages)
            files = [("_toc.yml", f"format: jb-book\nroot: index\nchapters:\n{listed}"), *files]
        toc = "" if "external_toc" in names else "```{toctree}\n" + "\n".join(pages) + "\n```\n"
        (source / "index.md").write_text(f"# Start\n\n{toc}")
        for name, text in (*((f"{n}.md", t) for n, t in pages.items() if t), *files):
            if not (source / name).exists() or (source / name).read_text(encoding="utf-8") != text:
                (source / name).write_text(text, encoding="utf-8")
        said = io.StringIO()
        with docutils_namespace(), warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # inside Sphinx's own dependencies
            warnings.simplefilter("ignore", PendingDeprecationWarning)  # likewise: it walks trees the old way
            Sphinx(source, source, tmp_path / "out", tmp_path / "t", builder, status=None, warning=said).build()
        return tmp_path / "out", said.getvalue()

    return build
