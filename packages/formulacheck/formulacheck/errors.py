"""What can go wrong with a check: its question cannot be asked, or its answer is no."""


class CheckError(Exception):
    """A check that asks nothing: no label, different shapes, no tolerance."""


class CheckFailed(AssertionError):
    """A formula and the other road to its numbers do not agree."""
