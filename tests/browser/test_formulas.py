"""Formulas are set so that they can be read: an accent stands clear of its letter, nothing is cut off."""

import io
import shutil
from types import SimpleNamespace

import numpy as np
import pytest
from PIL import Image

from chapters import ROOT
from house import mathml
from livefig.browser import watched
from livefig.text.tex import to_mathml

ACCENTS = [r"\hat y", r"\hat\theta", r"\hat{\mathbf y}", r"\hat p", r"\bar x", r"\tilde x", r"\tilde\theta", r"\dot w"]
# Strips of several strokes that must all be there: what they hold, and how wide it is at least, in em.
STRETCHED = [(r"\overline{x + y + z}", 3.5), (r"\underbrace{a + b + c + d}", 4.5), (r"\widehat{xyz}", 1.2)]


@pytest.fixture(scope="module")
def setting(tmp_path_factory):
    """A folder with the book's style sheet and font of formulas."""
    folder = tmp_path_factory.mktemp("formulas")
    mathml.write_font(SimpleNamespace(outdir=folder, builder=SimpleNamespace(format="html")), None)
    shutil.copy(ROOT / "book" / "_static" / "book.css", folder / "_static")
    return folder / "_static"


@pytest.fixture
def drawn(browser, setting):
    """Return a function that draws one formula and returns where there is ink (rows, columns), 100 pixels an em."""

    def draw(tex, style=""):
        text = f'<link rel="stylesheet" href="book.css"><style>math {{ font-size: 25px }} {style}</style>'
        page_file = setting / "formula.html"
        page_file.write_text(
            f'<!doctype html><meta charset="utf-8">{text}<p style="padding: 20px">{to_mathml(tex)}</p>', "utf-8"
        )
        with watched(browser, setting.as_uri(), device_scale_factor=4, viewport={"width": 300, "height": 120}) as seen:
            page = seen.open("/formula.html")
            page.evaluate("document.fonts.ready.then(() => 0)")
            seen.assert_quiet()
            return np.asarray(Image.open(io.BytesIO(page.screenshot())).convert("L")) < 200

    return draw


def gap(ink):
    """Return how many empty rows lie between the top stroke and what is below it; 0 if they touch."""
    rows = np.flatnonzero(ink.any(axis=1))
    return int(np.diff(rows).max() - 1)


@pytest.mark.parametrize("tex", ACCENTS)
def test_an_accent_stands_clear_of_its_letter(drawn, tex):
    assert 3 <= gap(drawn(tex)) <= 25


def test_without_the_cure_the_hat_touches_its_letter(drawn):
    assert gap(drawn(r"\hat y", style="mover > mo { transform: none !important }")) < 3


def extent(ink):
    columns = np.flatnonzero(ink.any(axis=0))
    return columns[-1] - columns[0] + 1


def strip_of(ink, tex):
    """Return the rows of the stretched sign: the lowest or the topmost ones."""
    rows = np.flatnonzero(ink.any(axis=1))
    return ink[rows[-1] - 22 : rows[-1] + 1] if "under" in tex else ink[rows[0] : rows[0] + 23]


@pytest.mark.parametrize(("tex", "em"), STRETCHED)
def test_a_stretched_sign_is_as_wide_as_what_it_spans(drawn, tex, em):
    ink = drawn(tex)
    assert extent(strip_of(ink, tex)) >= 100 * em
    assert extent(strip_of(ink, tex)) >= 0.9 * extent(ink)


def test_a_brace_that_is_too_short_is_found(drawn):
    tex = STRETCHED[1][0]
    ink = drawn(tex, style="munder > mo { transform: scaleX(0.7) }")
    assert extent(strip_of(ink, tex)) < 0.9 * extent(ink)


def test_a_prime_is_neither_tiny_nor_above_its_letter(drawn):
    ink = drawn("L'")
    rows = np.flatnonzero(ink.any(axis=1))
    letter = extent(drawn("L"))
    prime = np.flatnonzero(ink[:, np.flatnonzero(ink.any(axis=0))[0] + letter + 2 :].any(axis=1))
    assert prime[-1] - prime[0] > 25
    assert prime[0] - rows[0] < 25


def rows_of_signs(ink):
    """Return the first and the last row of each sign, left to right; signs stand clear of each other."""
    edges = np.flatnonzero(np.diff(ink.any(axis=0).astype(int), prepend=0, append=0))
    signs = (ink[:, a:b].any(axis=1).nonzero()[0] for a, b in edges.reshape(-1, 2))
    return [(rows[0], rows[-1]) for rows in signs]


@pytest.mark.parametrize("script", ["", "^2", "_2"])
def test_an_enlarged_fence_is_as_high_as_the_one_that_it_closes(drawn, script):
    """With a script, browsers leave it small and low unless it has a row of its own."""
    opening, _, closing, *_ = rows_of_signs(drawn(rf"\big( \cdot \big){script}"))
    assert opening[1] - opening[0] > 110
    assert np.abs(np.subtract(opening, closing)).max() <= 2
