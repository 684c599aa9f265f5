"""A live figure in a notebook: an anywidget that shows a Spec, each control of which is a synced trait.

The page's own scripts draw it, as a module that anywidget loads. A function that could not be translated is computed
here, in the kernel, and its outputs are sent.
"""

import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

import anywidget
import traitlets
from IPython import get_ipython
from numpy.typing import NDArray

from .controls.control import Control
from .controls.group import Group, ungrouped
from .errors import ControlError, LiveFigureWarning
from .follow import after, register
from .live import join
from .page.bundle import module, style
from .page.markup import still_html
from .spec import MIME, Floats, Reference, pack, unpack
from .text import words
from .text.says import Says


class LiveFigure(anywidget.AnyWidget):
    """A Matplotlib figure that a NumPy function redraws as its controls move.

    Parameters
    ----------
    function : callable
        Plain NumPy. Its parameters are the names of the controls (``**rest`` takes all others); it returns a dict of
        named arrays and numbers.
    figure : matplotlib.figure.Figure
        It is closed in pyplot, so that the notebook does not show it a second time.
    controls : sequence of Slider, Choice or another control, and Group of these
    moves : dict
        Artist of the figure -> {property: name of an output or slider}; for the property `text`, a template.
    says : str, or list of (output, str) pairs that ends with a str
        What the figure shows, in words: `"the loss is {loss:.3f}"`. Of a list, the first whose output is true is said.
    name : str
        Lower-case words joined by hyphens: the figure's address in its page.
    alt : str
        What the picture is, for who cannot see it.
    title, caption : str, optional
        A few words above the picture, and a sentence at the end that says what the marks and colours are. Both may hold
        TeX in `$...$`.
    equations : sequence of str
        TeX with numbers in it: `r"w_{{1}} = {w0} - {eta} \\cdot {slope:.3f}"`. Braces of TeX are doubled. A number
        that moves an artist has its colour, and each points at the other.
    belongs : dict, optional
        Name of a number in an equation -> the artist of `moves` to which it belongs, where that cannot be seen from
        `moves`, or None for none.
    drags : list, optional
        Artists that the reader may drag: single markers of `moves` whose x or y is a slider.

    Attributes
    ----------
    spec : dict
        All that a page needs, as plain data.

    Each control is an attribute: `live.eta = 0.3` moves the slider, `live.observe(f, "eta")` follows it.

    Raises
    ------
    LiveFigureError
        A subclass for each kind of mistake; the message says what, where, and what to write instead. A function that
        cannot be traced raises nothing here: it is computed in the kernel, `spec["fallback"]` says why, and a book
        that holds the figure does not build.

    Warns
    -----
    LiveFigureWarning
        Of a control that moves nothing, and of a function that gives now this and now that: both are errors while a
        book is built.
    """

    _told = traitlets.Unicode("").tag(sync=True)  # what the page shows above the figure

    def __init__(
        self,
        function: Callable[..., Mapping[str, Any]],
        figure: Any,
        controls: Sequence[Control[Any] | Group],
        *,
        moves: Mapping[Any, Mapping[str, Any]],
        says: Says,
        name: str,
        alt: str,
        title: str = "",
        caption: str = "",
        equations: Sequence[str] = (),
        belongs: Mapping[str, Any] | None = None,
        drags: Iterable[Any] = (),
    ) -> None:
        for control in ungrouped(controls)[0]:
            if control.name in TAKEN:
                raise ControlError(f"{control}: the notebook widget already has a {control.name!r}. Use a longer name.")
        self._join = partial(
            join, figure=figure, controls=controls,
            moves=moves, says=says, name=name, alt=alt, title=title, caption=caption, equations=equations,
            belongs=belongs, drags=list(drags) if isinstance(drags, Iterator) else drags,
        )  # fmt: skip
        self._joined = self._join(function)
        self._warn(3)
        self._function = function
        self.add_traits(
            spec=traitlets.Dict(dict(self._joined.spec), read_only=True).tag(sync=True),
            _esm=traitlets.Unicode(module()).tag(sync=True),
            _css=traitlets.Unicode(style()).tag(sync=True),
            **{control.name: _trait(control) for control in self.controls},
        )
        super().__init__()
        self.on_msg(lambda widget, content, buffers: self._answer(content.get("values", {})))
        register(name, function, self._follow)

    @property
    def function(self) -> Callable[..., Mapping[str, Any]]:
        """The author's function."""
        return self._function

    @property
    def controls(self) -> tuple[Control[Any], ...]:
        """The controls, in order."""
        return self._joined.controls

    @property
    def values(self) -> dict[str, Any]:
        """The present value of each control."""
        return {c.name: getattr(self, c.name) for c in self.controls}

    @property
    def constants(self) -> list[Floats]:
        """The arrays that the page holds, as its bindings number them."""
        return [unpack(constant) for constant in self.spec["constants"]]

    def outputs(self, **values: Any) -> dict[str, NDArray[Any]]:
        """Return what the function gives, computed here with NumPy, at the present values or at those given."""
        return self._joined.call(self._with(values))

    def state(self, **values: Any) -> dict[str, Any]:
        """Return all that the figure shows, at the present values or at those given: outputs, and controls in words."""
        return self._joined.state(self._with(values))

    def sentence(self, **values: Any) -> str:
        """Return the sentence at the present values, or at those given."""
        return self._joined.sentence(self._with(values))

    def for_page(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return control values as the page knows them: a choice by its key, numbers as floats."""
        return self._joined.for_page(values)

    def reference(self, tries: Iterable[Mapping[str, Any]] | None = None) -> Reference:
        """Return what NumPy gives at many settings of the controls, as plain data, for `livefig.verify`.

        Unless settings are given, they are those at which the programs were checked: every combination of choices (at
        most 24, evenly taken), with the sliders at their ends, middle and random places.
        """
        return self._joined.reference(tries)

    def _follow(self, function: Callable[..., Mapping[str, Any]], names: Sequence[str]) -> None:
        """Show a function that was defined anew, or say why that cannot be.

        What the figure's own cell has drawn beside what moves stays as it is, and the figure says so.
        """
        anew = f"{' and '.join(names)} {'was' if len(names) == 1 else 'were'} defined anew"
        try:
            joined = self._join(function)
        except Exception as error:
            self._told = f"{anew}, which this figure cannot follow, so it shows what was before. {_told(error)}"
            return
        self._joined, self._function = joined, function
        self._warn(3)
        with self.hold_sync():
            self.set_trait("spec", dict(joined.spec))
            self._told = f"{anew}: what moves here follows; what stands still is from before, until this cell is run."

    def _warn(self, level: int) -> None:
        """Warn of what would stop the build of a book, so many calls from here."""
        for doubt in self._joined.doubts:
            warnings.warn(f"{self._joined.spec['name']}: {doubt}", LiveFigureWarning, stacklevel=level)

    def _with(self, values: Mapping[str, Any]) -> dict[str, Any]:
        given = {c.name: c.checked(values[c.name]) for c in self.controls if c.name in values}
        return {**self.values, **given}

    def _answer(self, asked: Mapping[str, Any]) -> None:
        """Compute for the values that the page asks for, and tell them with the answer, also if the function fails.

        The page asks rather than the traits, which may change many times while the function runs once.
        """
        given = {c.name: c.from_page(asked[c.name]) for c in self.controls if c.name in asked}
        values = self._with(given)
        try:
            outputs = {name: pack(value) for name, value in self._joined.call(values).items()}
        except (Exception, KeyboardInterrupt) as error:
            told = f"The function failed for these values: {_told(error)}"
            self.send({"error": told, "values": self.for_page(values)})
        else:
            self.send({"outputs": outputs, "values": self.for_page(values)})

    def __repr__(self) -> str:
        shown = self._joined.shown(self.values)
        settings = ", ".join(f"{name}={words.write(value)}" for name, value in shown.items())
        note = "" if self.spec["fallback"] is None else f" [computed in the kernel: {self.spec['fallback']}]"
        return f"<LiveFigure {self.spec['name']} at {settings}: {self.sentence()}{note}>"

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        data, metadata = super()._repr_mimebundle_(**kwargs) or ({}, {})
        own = {"text/plain": repr(self), MIME: self._joined.published(), "text/html": still_html(self._joined.spec)}
        views = {} if _a_program_runs_the_notebook() else {k: v for k, v in data.items() if k != "text/plain"}
        return {**own, **views}, metadata


# What a widget has already, and so cannot be the name of a control.
TAKEN = frozenset({"spec", *dir(LiveFigure)})


def _look_after_cells() -> None:
    """Let figures follow their functions when a cell has been run, if this is a notebook."""
    shell = get_ipython()
    if shell is not None:
        shell.events.register("post_run_cell", lambda result: after(result.info.cell_id, shell.user_ns))


_look_after_cells()


def _a_program_runs_the_notebook() -> bool:
    """Return whether nobody can see a widget, because nbconvert or a kin of it runs the notebook from end to end.

    nbconvert shows a widget wherever it finds one, by a script from another host: without a network nothing is seen at
    all. Left without one it shows our picture. Such programs run a notebook by nbclient, which takes no questions (as
    `input` asks) and has the kernel keep no history. A front end may do one or the other, and Voilà, which has a kernel
    behind its pages, only the first.
    """
    shell = get_ipython()
    try:
        asked = shell.kernel.get_parent("shell")["content"]["allow_stdin"]
        return asked is False and shell.history_manager.hist_file == ":memory:"
    except (AttributeError, KeyError, TypeError):  # not in a notebook, or a kernel of another kind
        return False


def _told(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__


def _trait(control: Control[Any]) -> Any:
    """Return the synced trait of a control; the front end knows its value as the page does."""
    return _Setting(control).tag(
        sync=True, to_json=lambda value, _: control.to_page(value), from_json=lambda value, _: control.from_page(value)
    )


class _Setting(traitlets.TraitType[Any, Any]):
    """The value of a control, as people read and write it."""

    def __init__(self, control: Control[Any]) -> None:
        super().__init__(control.default)
        self.control = control

    def validate(self, obj: Any, value: Any) -> Any:
        return self.control.checked(value)
