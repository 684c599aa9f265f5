"""For nbval, a live figure is compared by its sentence: picture and Spec are tested in the page.

And what the tests of each chapter took is said at the end.
"""

import re
from collections import Counter
from pathlib import Path

HERE = Path(__file__).parent
CHAPTER = re.compile(r"notebooks/((?:\w+/)+\w+)")
NOT_STORED = ("application/vnd.livefig.v1+json", "application/vnd.formulacheck.v1+json", "image/svg+xml", "text/html")


def pytest_itemcollected(item):
    """Leave the outputs that the stored notebooks do not keep out of the comparison."""
    skip = getattr(item.parent, "skip_compare", None)
    if skip is not None and NOT_STORED[0] not in skip:
        item.parent.skip_compare = (*skip, *NOT_STORED)


def pytest_terminal_summary(terminalreporter):
    """Say how many seconds the tests of each chapter took, summed over the processes: forty have to fit."""
    seconds = Counter()
    reports = [
        report for reports in terminalreporter.stats.values() for report in reports if hasattr(report, "duration")
    ]
    for report in reports:
        chapter = CHAPTER.search(getattr(report, "nodeid", ""))
        if chapter and (HERE / f"{chapter[0]}.ipynb").exists():  # tests of the tools name chapters that there are not
            seconds[chapter[1]] += report.duration
    if seconds:
        told = ", ".join(f"{name} {spent:.0f}" for name, spent in seconds.most_common())
        terminalreporter.section("seconds of each chapter", sep="-")
        terminalreporter.write_line(told)
