"""Displayed formulas that a narrow window can break where a writer would: between statements, at relations, at sums.

No browser breaks MathML, and only Chromium lets a style sheet take its rows out of it. So what may stand on a line of
its own becomes a formula of its own, in HTML that wraps; where all of it fits on a line, it looks as it did. The TeX of
all of it stands with its first part.
"""

from collections.abc import Iterator
from itertools import groupby
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

# The line of the narrowest phone (320 px) holds this many em of a formula.
PHONE = 15
# Operators with air on both sides, as in TeX.
AIRY = set("=≠≈≡<>≤≥≪≫∈∉⊂→←↦⇒∼∝∣+−±×⋅∘⊙")
RELATIONS = set("=≠≈≡<>≤≥≪≫∈→←⟶⟵⇒⟹⟺∼∝")
IMPLICATIONS = set("⇒⟹⟺")
SUMS = set("+−±⊙")
OPENING, CLOSING = set("([{⟨⌊⌈"), set(")]}⟩⌋⌉")
NEXT_STATEMENT = 1.0  # em: a space as wide as \quad
SHORT = 4.0  # em: a left side so short keeps what it equals on its line


def width(mathml: str) -> float:
    """Return about how wide a formula is, in em and rather too much: a fraction counts both its lines."""
    if not mathml.startswith("<math"):
        return 0.6 * len(mathml)
    return _width([ElementTree.fromstring(mathml)])


def _width(parts: list[Element]) -> float:
    signs = "".join(one.text or "" for part in parts for one in part.iter() if one.tag != "annotation")
    spaces = sum(_space(space) for part in parts for space in part.iter("mspace"))
    return 0.55 * len(signs) + 0.5 * sum(sign in AIRY for sign in signs) + spaces


def widest_line(formula: str) -> float:
    """Return about how wide the widest part is that cannot be broken, in em."""
    if not formula.startswith("<span"):
        return width(formula)
    return max(_width([line]) for line in ElementTree.fromstring(formula).iter("math"))


def wrapping(mathml: str) -> str:
    """Return a displayed formula as HTML that wraps; one that fits on a phone and gives no reasons stays as it is."""
    if not mathml.startswith("<math"):
        return mathml
    wide = width(mathml) > PHONE
    root = ElementTree.fromstring(mathml)
    content = root.find("semantics")
    if content is None:
        return mathml
    made = _statements(content[0]) if wide and content[0].tag == "mrow" else _steps(content[0], wide)
    if made is None:
        return mathml
    _annotate(next(made.iter("math")), content[1])
    return ElementTree.tostring(made, encoding="unicode", short_empty_elements=False)  # HTML knows no <span/>


def _annotate(math: Element, annotation: Element) -> None:
    parts, math[:] = list(math), []
    SubElement(math, "semantics").extend([*parts, annotation])


# --- a formula on one line ---------------------------------------------------------------------------


def _statements(row: Element) -> Element:
    """Return the statements of a row, each with the lines that it may be broken into."""
    made = Element("span", {"class": "statements"})
    for statement in _split_at_spaces(list(row)):
        _broken(SubElement(made, "span", {"class": "statement"}), statement)
    return made


def _split_at_spaces(parts: list[Element]) -> Iterator[list[Element]]:
    statement: list[Element] = []
    for part in parts:
        if part.tag == "mspace" and _space(part) >= NEXT_STATEMENT:
            yield statement
            statement = []
        else:
            statement.append(part)
    yield statement


def _broken(place: Element, parts: list[Element]) -> None:
    """Fill a place with parts: before each relation a line may begin, and at sums in what is still too wide."""
    for piece in _pieces(parts, _relations(parts)):
        terms = _pieces(piece, _sums(piece)) if _width(piece) > PHONE else [piece]
        if len(terms) == 1:
            _line(place, piece)
            continue
        long = SubElement(place, "span", {"class": "terms"})
        for term in terms:
            _line(long, term)


def _line(place: Element, parts: list[Element]) -> None:
    math = SubElement(place, "math", {"displaystyle": "true"})
    SubElement(math, "mrow").extend(parts)
    goes_on = place.get("class") != "reason"  # what follows words begins anew
    if goes_on and parts and parts[0].tag == "mo" and parts[0].text in RELATIONS | SUMS and not _is_sign(parts[0]):
        parts[0].set("form", "infix")  # though it is the first of its row


def _pieces(parts: list[Element], places: list[int]) -> list[list[Element]]:
    """Return parts cut at some places."""
    edges = [0, *places, len(parts)]
    return [parts[a:b] for a, b in zip(edges[:-1], edges[1:], strict=True) if a < b]


def _relations(parts: list[Element]) -> list[int]:
    """Return where a line may begin: before relations outside of brackets, and before a condition in words.

    A short left side keeps its relation.
    """
    places, depth = [], 0
    for k, part in enumerate(parts):
        depth += _step(part)
        if part.tag == "mtext":
            places += [k] if k else []
            break
        is_relation = part.tag == "mo" and part.text in RELATIONS
        if k and depth == 0 and is_relation and (places or _width(parts[:k]) > SHORT):
            places.append(k)
    return [k for k in places if parts[k].text in IMPLICATIONS] or places


def _sums(parts: list[Element]) -> list[int]:
    """Return where a term begins, in brackets only if their size is fixed, so that they need not stand on one line."""
    places, depth = [], 0
    for k, part in enumerate(parts):
        depth += 0 if part.get("minsize") else _step(part)
        is_sum = part.tag == "mo" and part.text in SUMS and not _is_sign(part)
        if k and depth == 0 and is_sum and (k > 1 or parts[0].text not in RELATIONS):
            places.append(k)
    return places


def _is_sign(part: Element) -> bool:
    """Return whether an operator is the sign of a number: it has no air, or stands where only a sign can."""
    return part.get("lspace") == "0"


def _step(part: Element) -> int:
    """Return by how much a fence, which may have an exponent, changes the depth of brackets."""
    while part.tag in ("msup", "msub", "msubsup") and len(part):
        part = part[0]
    sign = part.text or "" if part.tag == "mo" else ""
    return int(sign in OPENING and bool(sign)) - int(sign in CLOSING and bool(sign))


def _space(part: Element) -> float:
    return float(part.get("width", "0").removesuffix("em"))


# --- lines that are aligned --------------------------------------------------------------------------


def _steps(table: Element, wide: bool) -> Element | None:
    """Return the rows of an aligned table that is too wide or ends in reasons, as a grid; nothing for another one.

    A cell after an empty one is a reason for its row.
    """
    rows = [list(row) for row in table] if table.tag == "mtable" else []
    if not rows or not all(row and "right" in row[0].get("style", "") for row in rows):
        return None
    reasons = [row[k] for row in rows for k in range(3, len(row)) if len(row[k]) and not len(row[k - 1])]
    if not wide and not any(reason.find("mtext") is not None for reason in reasons):
        return None
    short = all(_width([cell]) <= SHORT for row in rows for cell in row[::2])
    pairs = max(len(row) for row in rows) // 2  # a class, since pages allow no styles in their markup
    made = Element("span", {"class": f"steps pairs-{pairs}{' short' if short else ''}"})
    for row in rows:
        step = SubElement(made, "span", {"class": "step"})
        for k, cell in enumerate(row):
            kind = "reason" if cell in reasons else "left" if k % 2 == 0 else "right"
            _cell(SubElement(step, "span", {"class": kind}), list(cell))
    return made


def _cell(place: Element, parts: list[Element]) -> None:
    if place.get("class") != "reason":
        _broken(place, parts)
        return
    for are_words, run in groupby(parts, lambda part: part.tag == "mtext"):
        if are_words:  # which wrap, unlike those in a formula
            words = SubElement(place, "span", {"class": "words"})
            words.text = "".join(part.text or "" for part in run).replace("\N{NO-BREAK SPACE}", " ")
        else:
            _line(place, list(run))
