"""The contract between Python and the page: all that a host knows of a live figure, as plain data.

`live.py` makes a `Spec`; the Sphinx extension, the notebook widget, `verify` and the page's scripts read it, and
nothing else passes between them. These classes are the only place where its shape is written down: mypy holds Python
against them, and the TypeScript compiler holds the scripts against what is generated from them.
"""

import base64
from collections.abc import Mapping, Sequence
from typing import Literal, NotRequired, TypedDict, final

import numpy as np
from numpy.typing import NDArray

MIME = "application/vnd.livefig.v1+json"
VERSION = 4
REFERENCE = "LIVEFIG_REFERENCE"  # set while a book is built: outputs then carry what `livefig.verify` compares with
SENTINEL = "LIVEFIG_ID_"  # begins every id of a picture; a host replaces it by a prefix of each place's own

Floats = NDArray[np.float64]


# --- where numbers and words come from ---------------------------------------------------------------


@final
class Value(TypedDict):
    """What an output of the function, or a control, is now."""

    value: str


@final
class Constant(TypedDict):
    """What no control changes: a place in the figure's pool of arrays."""

    constant: int


class Field(TypedDict):
    """A number inside a sentence: the name of the value, and Python's format for it."""

    value: str
    format: str


@final
class Words(TypedDict):
    """A text with numbers in it."""

    words: list[str | Field]


Source = Value | Constant


class Packed(TypedDict):
    """An array: little-endian float64 in C order, as base64."""

    shape: list[int]
    data: str


# --- controls ----------------------------------------------------------------------------------------


class Named(TypedDict):
    """What the specs of all controls begin with: `label` is safe HTML, `text` is read aloud."""

    name: str
    label: str
    text: str


class SliderSpec(Named):
    """A number between two ends; steps are counted from `origin`, at the lower end or less than a step below it;
    `play` is how many steps a second it can run by itself, 0 if it cannot."""

    kind: Literal["slider"]
    value: float
    min: float
    max: float
    step: float
    origin: float
    decimals: int
    count: int
    unit: str
    log: bool
    integer: bool
    play: float


class OptionSpec(TypedDict):
    """One option of a choice: `key` names it in links, `code` is how Python writes its value."""

    label: str
    text: str
    key: str
    code: str


class ChoiceSpec(Named):
    """One of several options, of which `value` is the position."""

    kind: Literal["choice"]
    value: int
    options: list[OptionSpec]


class CheckboxSpec(Named):
    """Yes or no."""

    kind: Literal["checkbox"]
    value: bool


ControlSpec = SliderSpec | ChoiceSpec | CheckboxSpec


class GroupSpec(TypedDict):
    """Controls that stand together under a heading."""

    label: str
    controls: list[str]
    folded: bool


# --- marks: what moves in the picture ----------------------------------------------------------------


class AxisMap(TypedDict):
    """How a number becomes a place along one axis: `a * number + b`, or of its logarithm to base 10, in 1/72 inch."""

    scale: Literal["linear", "log"]
    a: float
    b: float


class Maps(TypedDict):
    """The maps of both axes."""

    x: AxisMap
    y: AxisMap


class Palette(TypedDict):
    """A colour map: the numbers at its ends, and RGBA bytes in base64, the last three for below, above, no number."""

    range: list[float]
    table: str


class Paint(TypedDict):
    """Colours that follow numbers: of which attributes, and through which map."""

    color: Source
    paint: list[str]
    palette: Palette


class Shared(TypedDict):
    """What every mark may have."""

    alpha: NotRequired[Source]
    visible: NotRequired[Source]


class LineBinding(Shared):
    """A line of `count` points, drawn as so many paths (path effects draw several), its markers, or both."""

    kind: Literal["line"]
    x: Source
    y: Source
    map: Maps
    count: int
    paths: int
    marks: bool


class ScatterBinding(Shared):
    """The points of a scatter. `area` is that of the marks as they are drawn, in pt^2, `edge` their line's width."""

    kind: Literal["scatter"]
    x: Source
    y: Source
    map: Maps
    count: int
    colours: NotRequired[Paint]
    size: NotRequired[Source]
    area: NotRequired[float]
    edge: NotRequired[float]


class ErrorsBinding(Shared):
    """Points with error bars; `roles` says what each element is, a cap reaches `cap` to both sides of a bar.

    The caps of a direction are one outline, `xcap` or `ycap`; an element that is `none` is empty.
    """

    kind: Literal["errors"]
    x: Source
    y: Source
    xerr: NotRequired[Source]
    yerr: NotRequired[Source]
    map: Maps
    count: int
    paths: int
    marks: bool
    roles: list[Literal["line", "x", "y", "xcap", "ycap", "none"]]
    cap: float


class BarsBinding(Shared):
    """Bars from `start`, `size` long, between `low` and `high` across."""

    kind: Literal["bars"]
    low: Source
    high: Source
    start: Source
    size: Source
    horizontal: bool
    map: Maps
    count: int
    colours: NotRequired[Paint]


class AreaBinding(Shared):
    """The area inside an outline, or between an edge and another one (`x2`, `y2`)."""

    kind: Literal["area"]
    x: Source
    y: Source
    x2: NotRequired[Source]
    y2: NotRequired[Source]
    map: Maps
    count: int


class ArrowBinding(Shared):
    """One arrow from tail to head. Its head is left out if its point is outside `inside`."""

    kind: Literal["arrow"]
    x: Source
    y: Source
    x_tail: Source
    y_tail: Source
    map: Maps
    shape: Literal["line", "open", "filled"]
    head: list[float]
    shrink: list[float]
    inside: NotRequired[list[list[float]]]


class FieldBinding(Shared):
    """The arrows of a field: places x, y and components u, v in units of the axes."""

    kind: Literal["field"]
    x: Source
    y: Source
    u: Source
    v: Source
    map: Maps
    count: int
    width: float
    head: list[float]
    least: float
    scale: float
    pivot: float


class ContoursBinding(Shared):
    """The lines on which z, on the grid of x and y, has each of the levels."""

    kind: Literal["contours"]
    x: Source
    y: Source
    z: Source
    map: Maps
    shape: list[int]
    levels: list[float]


class TextBinding(Shared):
    """Words that change, that move away from where they were drawn (`home`), or both."""

    kind: Literal["text"]
    text: NotRequired[Words]
    x: NotRequired[Source]
    y: NotRequired[Source]
    map: NotRequired[Maps]
    home: NotRequired[list[float]]


class ImageBinding(Shared):
    """Numbers as the pixels of an image of `shape` (rows, columns), which lies `flip`ped or `mirror`ed on the page."""

    kind: Literal["image"]
    data: NotRequired[Source]
    shape: NotRequired[list[int]]
    flip: NotRequired[bool]
    mirror: NotRequired[bool]
    palette: NotRequired[Palette]
    box: NotRequired[dict[str, str]]
    sharp: NotRequired[bool]


class SegmentsBinding(Shared):
    """Straight pieces whose colour, width and dashes say the sign and the size of a weight."""

    kind: Literal["segments"]
    weights: NotRequired[Source]
    pens: list[str]
    widths: list[float]
    largest: float
    dash: str


class NumbersBinding(Shared):
    """Numbers in small places, one text each, with a `halo` that keeps lines away from them."""

    kind: Literal["numbers"]
    values: NotRequired[Source]
    format: str
    halo: bool


Binding = (
    LineBinding
    | ScatterBinding
    | ErrorsBinding
    | BarsBinding
    | AreaBinding
    | ArrowBinding
    | FieldBinding
    | ContoursBinding
    | TextBinding
    | ImageBinding
    | SegmentsBinding
    | NumbersBinding
)

# What a mark shows: for each of its parts in the SVG, for each attribute, one value an element; None hides the element.
# The part `all` is every element of the mark, with one value for all. Two names are no attributes: `text` is what an
# element says, `pixels` are an image's RGBA bytes, (rows, columns, 4).
Attributes = Mapping[str, Sequence[str | None | NDArray[np.uint8]]]
Shown = dict[str, Attributes]


class Layout(TypedDict):
    """The picture at one width: its SVG, and what moves in it."""

    width: float
    height: float
    svg: str
    marks: list[Binding]


# --- the figure --------------------------------------------------------------------------------------


class Case(TypedDict):
    """A sentence, and the output that must be true for it; None holds always."""

    when: str | None
    parts: list[str | Field]


class EquationField(TypedDict):
    """A number in an equation, and the marks that it belongs to."""

    value: str
    format: str
    marks: list[int]


class EquationSpec(TypedDict):
    """An equation as MathML, with a span for each of its numbers."""

    html: str
    fields: list[EquationField]


class DragSpec(TypedDict):
    """A mark that the reader drags, and the sliders that its x and y set."""

    mark: int
    x: str | None
    y: str | None


class OutputSpec(TypedDict):
    """The shape and the type of an output."""

    shape: list[int]
    dtype: str


class SourceSpec(TypedDict):
    """The author's function: its name, and its text where Python has it."""

    name: str
    text: str | None


class Setting(TypedDict):
    """What NumPy gives at one setting of the controls, for `livefig.verify`."""

    values: dict[str, float | bool | str]
    outputs: dict[str, Packed]
    shown: dict[str, float | bool | str]
    sentence: str


class Reference(TypedDict):
    """What a page is held against; no page loads it."""

    controls: int
    marks: list[list[Binding]]
    constants: list[Packed]
    outputs: dict[str, OutputSpec]
    settings: list[Setting]


class Spec(TypedDict):
    """A live figure.

    `programs` are texts of JavaScript functions; `cases` has the values of the controls that have a program for each;
    `choose` says which belongs to a combination of these, the last control varying fastest; `uses` says which constants
    of the pool a program wants. `fallback` says why the function is computed in a kernel instead, if it is. `title` and
    `caption` are safe HTML, empty where the author gave none.
    """

    version: int
    name: str
    alt: str
    title: str
    caption: str
    controls: list[ControlSpec]
    groups: list[GroupSpec]
    says: list[Case]
    sentence: str
    longest: str
    equations: list[EquationSpec]
    drags: list[DragSpec]
    source: SourceSpec
    fallback: str | None
    programs: list[str]
    cases: dict[str, list[float]]
    choose: list[int]
    uses: list[list[int]]
    layouts: list[Layout]
    constants: list[Packed]
    outputs: dict[str, OutputSpec]
    reference: NotRequired[Reference]


def encode(array: NDArray[np.generic]) -> str:
    """Return the numbers as base64 of little-endian float64, C order."""
    return base64.b64encode(np.ascontiguousarray(array, dtype="<f8").tobytes()).decode()


def pack(array: NDArray[np.generic]) -> Packed:
    """Return an array as plain data."""
    return {"shape": list(array.shape), "data": encode(array)}


def unpack(packed: Packed) -> Floats:
    """Return the array that was packed."""
    return np.frombuffer(base64.b64decode(packed["data"]), dtype="<f8").reshape(packed["shape"])
