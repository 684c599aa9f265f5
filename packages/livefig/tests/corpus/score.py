"""The score of the corpus: which functions become live as their authors wrote them.

Each is compiled in a process beside this one, which is ended and replaced when a function takes too long.
"""

import multiprocessing
import os
import warnings
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import Connection
from pathlib import Path
from queue import SimpleQueue
from typing import NamedTuple

from livefig.compile import compile_function
from livefig.errors import LiveFigureError

from . import FIELDS, LESSONS, Lesson

LIVE = Path(__file__).parent / "live.txt"
PATIENCE = 60.0  # seconds for one function


class Verdict(NamedTuple):
    """What came of a function: the error that refused it, in one line, or nothing if it is live."""

    lesson: Lesson
    error: str


def listed() -> list[str]:
    """Return the names of the functions that were live when the list was written."""
    return LIVE.read_text(encoding="utf-8").split()


def write(names: Iterable[str]) -> None:
    """Write the list, in the order of the corpus; a name that is in the corpus no more is dropped."""
    wanted = set(names)
    text = "".join(f"{lesson.name}\n" for lesson in LESSONS if lesson.name in wanted)
    LIVE.write_text(text, encoding="utf-8", newline="\n")


def refusal(lesson: Lesson) -> str:
    """Return why a function is refused, in one line; nothing if it is live."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            compile_function(lesson.function, lesson.controls)
        except LiveFigureError as error:
            return _line(error)
        except Exception as error:  # a refusal in words that are not ours, which the score says as well
            return f"NOT OURS: {_line(error)}"
    return ""


def _line(error: Exception) -> str:
    return " ".join(f"{type(error).__name__}: {error}".split())


def verdicts(lessons: Iterable[Lesson] = LESSONS, patience: float = PATIENCE) -> Iterator[Verdict]:
    """Yield the verdict of each function, in order; several are compiled at once."""
    workers: SimpleQueue[Worker] = SimpleQueue()
    count = os.cpu_count() or 1
    for _ in range(count):
        workers.put(Worker())

    def judge(lesson: Lesson) -> Verdict:
        worker = workers.get()
        try:
            return Verdict(lesson, worker.refusal(lesson, patience))
        finally:
            workers.put(worker)

    try:
        with ThreadPoolExecutor(count) as threads:
            yield from threads.map(judge, lessons)
    finally:
        for _ in range(count):
            workers.get().end()


class Worker:
    """A process that compiles one function after the other."""

    def __init__(self) -> None:
        self.start()

    def start(self) -> None:
        """Start the process."""
        context = multiprocessing.get_context("spawn")  # the same on every system, and no thread of ours is copied
        self.connection, other = context.Pipe()
        self.process = context.Process(target=_serve, args=(other,), daemon=True)
        self.process.start()
        other.close()

    def refusal(self, lesson: Lesson, patience: float) -> str:
        """Return why a function is refused; one that takes too long, or ends its process, is refused for that."""
        try:
            self.connection.send(LESSONS.index(lesson))
            if self.connection.poll(patience):
                return str(self.connection.recv())
            said = f"took more than {patience:g} s"
        except (EOFError, OSError):
            said = "ended the process that compiled it"
        self.end()
        self.start()
        return said

    def end(self) -> None:
        """End the process."""
        self.process.kill()
        self.process.join()
        self.connection.close()


def _serve(connection: Connection) -> None:
    """Answer each number of a function with its refusal; ended from outside."""
    while True:
        connection.send(refusal(LESSONS[connection.recv()]))


def table(found: Iterable[Verdict]) -> str:
    """Return the score: for each field how many functions there are, and how many of them are live as written."""
    found = list(found)
    rows = [(field, [v for v in found if v.lesson.field == field]) for field in FIELDS]
    rows = [(field.replace("_", " "), some) for field, some in rows if some] + [("all", found)]
    lines = [f"{field:24} {len(some):9} {sum(not v.error for v in some):16}" for field, some in rows]
    return "\n".join([f"{'field':24} {'functions':>9} {'live as written':>16}", *lines])
