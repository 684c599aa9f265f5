"""For nbval: a live figure is compared by its sentence; the picture and the Spec are tested in the page."""

NOT_STORED = ("application/vnd.livefig.v1+json", "application/vnd.formulacheck.v1+json", "image/svg+xml", "text/html")


def pytest_itemcollected(item):
    """Leave the outputs that the stored notebooks do not keep out of the comparison."""
    skip = getattr(item.parent, "skip_compare", None)
    if skip is not None and NOT_STORED[0] not in skip:
        item.parent.skip_compare = (*skip, *NOT_STORED)
