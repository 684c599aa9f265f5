"""A page that shows what stands on others is written anew when that has changed.

Sphinx writes a page anew when it has read it anew, and that of another if its numbers have changed. But each page names
all pages beside its text, and may name a heading, an equation or a source of another one.
"""

import hashlib

TOLD = "told_by_pages"  # the attribute of Sphinx's environment with the digests of the last build


def told(env) -> list:
    """Return what a page can show of others: titles, labels, terms, numbers and sources, without places in files."""
    std, math, cite = (env.domaindata.get(name, {}) for name in ("std", "math", "cite"))
    tables = [std.get(kind, {}) for kind in ("objects", "labels", "anonlabels")]
    tables += [env.titles, math.get("objects", {}), env.toc_secnumbers, env.toc_fignumbers]
    used = {(ref.docname, target.key) for ref in cite.get("citation_refs", ()) for target in ref.targets}
    return [*(sorted((str(name), str(value)) for name, value in table.items()) for table in tables), sorted(used)]


def changed(env, what: str, content: object) -> bool:
    """Return whether something reads otherwise than at the last build, and note it for the next."""
    digest = hashlib.sha256(repr(content).encode()).hexdigest()
    known = vars(env).setdefault(TOLD, {})
    before, known[what] = known.get(what), digest
    return before != digest


def all_pages(app, env):
    """Return all pages if what they tell each other has changed, else the first: something is always to be finished."""
    return sorted(env.found_docs) if changed(env, "all", told(env)) else [app.config.root_doc]


def setup(app):
    app.connect("env-get-updated", all_pages, priority=900)  # after those that number
    return {"parallel_read_safe": True, "parallel_write_safe": True}
