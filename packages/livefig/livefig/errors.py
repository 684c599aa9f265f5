"""One class for each kind of mistake; a message says what, where, and what to write instead."""

import traceback


class LiveFigureWarning(UserWarning):
    """What stops the build of a book, and in a notebook stands beside a figure that works."""


class LiveFigureError(Exception):
    """A mistake in the use of livefig; every error of the package derives from it. Its message names the way out."""

    def _render_traceback_(self) -> list[str]:
        """Return what IPython shows of it, instead of some sixty lines of the engine's own code."""
        return in_notebook(self)


class ControlError(LiveFigureError):
    """A control that cannot work: a range upside down, a value outside, a bad name. Give it values that it can take."""


class FigureError(LiveFigureError):
    """An artist that cannot be moved as asked: not in the figure, of the wrong kind or shape. The message lists what
    can be moved."""


class SpecError(LiveFigureError):
    """A wrong argument of LiveFigure: a bad name, a sentence that names an unknown output, no alt."""


class TexError(LiveFigureError):
    """TeX that cannot be turned into MathML. Write it with the commands that the message names."""


class VerifyError(LiveFigureError):
    """A built book that cannot be verified: nothing in it, or no browser. Name the folder of the built HTML."""


class EngineError(LiveFigureError):
    """A book that requires V8 is built where there is none. Install mini-racer, or do not require it."""


class TraceError(LiveFigureError):
    """The function cannot become a program; its subclasses say why, and each message quotes the author's line."""


class Untraceable(TraceError):
    """The function does something that has no form in the page. A notebook can still run it in the kernel; for a book,
    write it with the functions of the table."""


class UnsupportedError(Untraceable):
    """A NumPy function, method, keyword or type that is not in the table. Use the one that the message names, or
    compute the number outside the function."""


class BranchError(Untraceable):
    """`if`, `while`, `and`, `or` or `not` on a value that depends on a slider. Write np.where and & | ~, or ask a
    Choice or a Checkbox."""


class ConversionError(Untraceable):
    """A value that depends on a slider was asked for as a plain Python or NumPy value, or given to another library.
    Stay with NumPy's functions; join values with np.stack, and choose elements with livefig.pick."""


class InPlaceError(Untraceable):
    """An assignment into an array that depends on a slider, or of such a value into another. Build the array with
    np.where, np.stack or np.concatenate; write `x = x + y` for `x += y`."""


class WholeNumberError(Untraceable):
    """A whole number beyond ±(2**53 - 1), to which the page counts exactly. Compute with floats (`10.0**n`), or keep
    the numbers smaller."""


class MismatchError(TraceError):
    """The program and the function give different numbers. The message says whether the function differs from itself
    (random numbers, hidden state) or only from its program (a branch on a plain number, rounding). In a notebook the
    kernel computes such a figure, and a LiveFigureWarning says so."""

    def __init__(self, message: str, reason: str = "") -> None:
        super().__init__(message)
        self.reason = reason or message  # without the numbers


class FunctionError(TraceError):
    """The function itself fails at a setting that a reader can reach. Mend it, or give the control other ends."""


class OutputError(TraceError):
    """The function does not return a dict of named, real-valued arrays of fixed shape. Name each output, and let no
    control change which there are."""


class IdleControlError(TraceError):
    """A control that no output depends on, or that the function does not take. Use it, or leave it out. Of one that
    moves nothing, a notebook has a LiveFigureWarning beside the figure."""


class ClaimError(LiveFigureError):
    """A link sets a figure to what it cannot be, or a text says of it what it does not show. The message says what the
    figure shows there."""


def in_notebook(error: BaseException) -> list[str]:
    """Return an error as a notebook shows it to its author: the lines of cells that led to it, and the message."""
    frames = traceback.extract_tb(error.__traceback__)
    cells = [f for f in frames if "ipykernel_" in f.filename or f.filename.startswith("<ipython")]
    lines = [
        f"line {f.lineno} of {'the' if f.filename == cells[0].filename else 'an earlier'} cell: {f.line}" for f in cells
    ]
    said = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    return [*dict.fromkeys(lines), "", said, *getattr(error, "__notes__", ())]
