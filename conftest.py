"""For nbval: a live figure is compared by its sentence; the picture and the Spec are tested in the page."""


def pytest_itemcollected(item):
    """Leave the outputs that the stored notebooks do not keep out of the comparison."""
    skip = getattr(item.parent, "skip_compare", None)
    if skip is not None and "application/vnd.livefig.v1+json" not in skip:
        item.parent.skip_compare = (*skip, "application/vnd.livefig.v1+json", "image/svg+xml", "text/html")
