"""Tiny books with predictions, built with the book's own extension."""

import io
import warnings

from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace

SETTINGS = """
extensions = ["myst_nb", "house.mathml", "house.prediction", "house.your_predictions"]
myst_enable_extensions = ["amsmath", "colon_fence", "deflist", "dollarmath"]
html_math_renderer = "mathml"
nb_execution_mode = "off"
html_sidebars = {"**": []}
"""

CHOICE = """
:::{prediction}
:label: predict-choice-01
:right: 2

Ten factors of $\\frac14$ are multiplied.

How *large* is the product?

A fortieth.
: They **multiply**, they do not share.

Less than a `millionth`.
: $4^{-10}$ is small.

A quarter.
: That is one factor.
:::
"""

NUMBER = """
:::{prediction}
:label: predict-number-01
:number: 0.25
:tolerance: 0.01
:unit: cm

How steep is the sigmoid at most?

0.5
: That is its height there.

-0.25
: It rises.

right
: One half times one half.

else
: Lay a ruler along it.
:::
"""


def build(folder, pages, builder="html", theme="basic", srcdir="source"):
    """Build pages given as a dict of names and texts; return the folder of the output and what Sphinx warned of."""
    source = folder / srcdir
    source.mkdir(exist_ok=True)
    (source / "conf.py").write_text(f"{SETTINGS}html_theme = {theme!r}\n", encoding="utf-8")
    toc = "\n".join(name for name in pages if name != "index")
    (source / "index.md").write_text(f"# Start\n\n```{{toctree}}\n{toc}\n```\n", encoding="utf-8")
    for name, text in pages.items():
        (source / f"{name}.md").write_text(text, encoding="utf-8")
    said, target = io.StringIO(), folder / builder
    with docutils_namespace(), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of Sphinx's own dependencies; Sphinx's warnings go to `said`
        Sphinx(source, source, target, folder / "trees", builder, status=None, warning=said).build()
    return target, said.getvalue()
