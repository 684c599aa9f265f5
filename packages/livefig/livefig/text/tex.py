"""TeX to MathML, and labels that mix words with ``$formulas$``, without a script in the page."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import cache
from html import escape, unescape
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from math_core import LatexError, LatexToMathML

from ..errors import TexError

__all__ = ["TexError", "label_html", "label_text", "to_mathml"]

# A dollar opens or closes a formula unless a backslash precedes it.
_DOLLAR = re.compile(r"(?<!\\)\$")
# Chromium does not enlarge the fence of `\big)^2`, and sets it too low, unless it has a row of its own.
_SCRIPTED_FENCE = re.compile(r"(<m(?:sub|sup|subsup)>)(<mo [^>]*minsize[^>]*>[^<]*</mo>)")
_NAMED_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot);)[A-Za-z]+;")
_ACCENTS = {
    "\u02c6": "hat", "\u0302": "hat", "\u00af": "bar", "\u0332": "bar", "\u0304": "bar", "\u02dc": "tilde",
    "\u0303": "tilde", "\u20d7": "vector", "\u02d9": "dot", "\u00a8": "double dot", "\u02c7": "check",
}  # fmt: skip
_RELATIONS = set("=≠≈≡<>≤≥≪≫∈∉⊂→←↦∼∝∣")
_SILENT = {"annotation", "mphantom"}


def to_mathml(
    tex: str, display: bool = False, macros: Mapping[str, str] | None = None, *, annotate: bool = False
) -> str:
    r"""Return the MathML element of a TeX formula.

    Parameters
    ----------
    tex : str
        The formula without its dollars.
    display : bool
        Set it as a displayed equation.
    macros : mapping of str to str, optional
        Extra commands, ``{"R": r"\mathbb{R}"}``.
    annotate : bool
        Keep the TeX beside the MathML, for who copies the formula.

    Raises
    ------
    TexError
        If the formula has a fault or an unknown command.
    """
    convert = _converter(tuple(sorted((macros or {}).items())), annotate).convert_with_local_state
    try:
        mathml = convert(tex.strip(), displaystyle=bool(display))
    except LatexError as error:
        raise TexError(_describe(tex, str(error))) from None
    mathml = _SCRIPTED_FENCE.sub(r"\1<mrow>\2</mrow>", mathml)
    return _NAMED_ENTITY.sub(lambda match: unescape(match[0]), mathml)


def label_html(label: str, macros: Mapping[str, str] | None = None) -> str:
    """Return safe HTML of a label: escaped words, MathML between dollars, ``\\$`` for a dollar sign."""
    return "".join(to_mathml(part, macros=macros) if math else escape(part) for math, part in _parts(label))


def label_text(label: str, macros: Mapping[str, str] | None = None) -> str:
    """Return a label as plain text that can be read aloud; ``$\\eta$`` becomes ``η``."""
    return "".join(_formula_text(part, macros) if math else part for math, part in _parts(label))


@cache
def _converter(macros: tuple[tuple[str, str], ...], annotate: bool) -> LatexToMathML:
    return LatexToMathML(macros=dict(macros) or None, annotation=annotate, fancy_error=False)


def _describe(tex: str, fault: str) -> str:
    """The converter says "offset: fault"; show the writer the place instead of a number."""
    offset, _, reason = fault.partition(": ")
    rest = tex.strip()[int(offset) :][:20] if offset.isdigit() else ""
    place = f" near {rest!r}" if rest else ""
    reason = reason if offset.isdigit() else fault
    return f"the formula {tex.strip()!r} cannot be set: {reason.rstrip('.')}{place}. Correct the TeX."


def _parts(label: str) -> list[tuple[bool, str]]:
    """Return (is mathematics, text) pairs."""
    pieces = _DOLLAR.split(label)
    if len(pieces) % 2 == 0:
        raise TexError(f"the label {label!r} has a single $. Close the formula, or write \\$ for a dollar sign.")
    return [(bool(i % 2), piece if i % 2 else piece.replace(r"\$", "$")) for i, piece in enumerate(pieces)]


def _formula_text(tex: str, macros: Mapping[str, str] | None) -> str:
    words = _words(ElementTree.fromstring(to_mathml(tex, macros=macros)))
    return unicodedata.normalize("NFKC", " ".join(words.split()))  # 𝐱 is read as x


def _words(node: Element) -> str:
    """Read an element of MathML; the layout that carries meaning becomes signs and words."""
    tag = node.tag
    if tag in _SILENT:
        return ""
    children = [_words(child) for child in node]
    if tag in _READ:
        return _READ[tag](*children)
    text = (node.text or "") if not children else ""
    return f" {text} " if text in _RELATIONS and tag == "mo" else text + "".join(children)


def _over(base: str, script: str) -> str:
    return f"{base} {_ACCENTS[script]}" if script in _ACCENTS else f"{base}^{_grouped(script)}"


def _grouped(text: str) -> str:
    """Brackets around what is longer than one sign, number or name."""
    return text if re.fullmatch(r"\w*|\W", text) else f"({text.strip()})"


_READ: dict[str, Callable[..., str]] = {
    "mfrac": lambda top, bottom: f"{_grouped(top)}/{_grouped(bottom)}",
    "msqrt": lambda *inside: f"√{_grouped(''.join(inside))}",
    "mroot": lambda inside, order: f"{order}√{_grouped(inside)}",
    "msup": lambda base, top: base + top if set(top) == {"′"} else f"{base}^{_grouped(top)}",
    "msub": lambda base, low: base + _grouped(low),
    "msubsup": lambda base, low, top: f"{base}{_grouped(low)}^{_grouped(top)}",
    "mover": _over,
    "munder": lambda base, low: base + _grouped(low),
    "munderover": lambda base, low, top: f"{base}{_grouped(low)}^{_grouped(top)}",
    "mtr": lambda *cells: ", ".join(cells) + "; ",
}
