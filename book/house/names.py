"""The names of pages: one that cannot be published stops the build, with its reason and another name.

The name of a page is the name of a file and the end of an address. Addresses quote what they must, so `what#now` and
`50%20off` are fine; but a book is also unpacked on Windows and handed to a host as an archive, and those refuse some.
"""

import re

from sphinx.errors import ExtensionError

FORBIDDEN = re.compile(r'[<>:"|?*\\\x00-\x1f\x7f]')
DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


def fault(name: str) -> str:
    """Return why a page of this name cannot be published, or nothing."""
    found = FORBIDDEN.search(name)
    if found:
        return f"{found[0]!r} cannot stand in the name of a file on Windows, nor in the archive that a host publishes"
    for part in name.split("/"):
        if part != part.strip(" ") or part.endswith("."):
            return f"{part!r} begins or ends in a way that Windows cuts off"
        if DEVICES.fullmatch(part):
            return f"{part!r} is the name of a device on Windows"
    return ""


def suggestion(name: str) -> str:
    """Return a name like this one that can be published."""
    parts = [FORBIDDEN.sub("-", part).strip(" .-") or "page" for part in name.split("/")]
    return "/".join(f"{part}-page" if DEVICES.fullmatch(part) else part for part in parts)


def refuse(app, env, docnames):
    """Stop before any page is read."""
    faults = [(name, fault(name)) for name in sorted(env.found_docs)]
    said = [f"{name}: {why}. Call the page {suggestion(name)!r}, say." for name, why in faults if why]
    if said:
        raise ExtensionError("A page cannot be published under its name.\n" + "\n".join(said))


def setup(app):
    app.connect("env-before-read-docs", refuse)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
