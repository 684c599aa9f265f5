"""Both cores at work: notebooks are run two at a time before the pages are read, pages are read and written in parts.

MyST-NB runs a notebook when its page is read, and keeps the outputs in its cache. Here those that are not in the cache
are run beforehand and put there, so what comes of it is the same; one that fails is left to MyST-NB, which says so.
"""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
from jupyter_cache import get_cache
from jupyter_cache.base import CacheBundleIn
from jupyter_cache.executors.utils import single_nb_execution
from jupyter_core.utils import ensure_event_loop

# It numbers pages once all are read, in the first process, and says nothing about itself.
SAFE = ("sphinx_multitoc_numbering",)


def use_all_cores(app):
    """Let Sphinx read and write in parts, unless the command names a number of them."""
    for name in SAFE:
        if name in app.extensions:
            app.extensions[name].parallel_read_safe = True
    if app.parallel < 2:
        app.parallel = os.cpu_count() or 1


def run_notebooks(app, env, docnames):
    """Run those of the notebooks to be read that are not in the cache."""
    config = env.mystnb_config
    if config.execution_mode != "cache":
        return
    cache = get_cache(config.execution_cache_path)
    paths = [path for path in (Path(env.doc2path(name)) for name in docnames) if path.suffix == ".ipynb"]
    missing = [(path, notebook) for path in paths if not known(cache, notebook := nbformat.read(path, 4))]
    limits = {"timeout": config.execution_timeout, "allow_errors": config.execution_allow_errors}
    with ThreadPoolExecutor(app.parallel) as pool:  # each waits for a process of its own, the kernel
        for path, notebook, result in pool.map(lambda one: (*one, run(*one, **limits)), missing):
            keep(cache, path, notebook, result)


def known(cache, notebook) -> bool:
    """Return whether the cache has the outputs of a notebook."""
    try:
        cache.match_cache_notebook(notebook)
    except KeyError:
        return False
    return True


def run(path, notebook, timeout, allow_errors=False):
    """Run a notebook as MyST-NB does: its outputs are in it afterwards."""
    loop = ensure_event_loop()  # the thread's own, in which it listens to its kernel
    try:
        return single_nb_execution(
            notebook, cwd=str(path.parent), allow_errors=allow_errors, timeout=timeout, meta_override=True,
            extra_arguments=["--IPKernelApp.log_level=40"],  # each warns of networks, and is on this machine
        )  # fmt: skip
    finally:
        loop.close()


def keep(cache, path, notebook, result):
    """Put a notebook that has run into the cache, unless it failed."""
    if result.err is None:
        told = CacheBundleIn(notebook, str(path), data={"execution_seconds": result.time})
        cache.cache_notebook_bundle(told, check_validity=False, overwrite=True)


def setup(app):
    app.connect("builder-inited", use_all_cores)
    app.connect("env-before-read-docs", run_notebooks)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
