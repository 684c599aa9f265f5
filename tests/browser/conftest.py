"""One browser for all browser tests; the built book, served and from disk."""

import subprocess
import sys
from functools import partial

import pytest
from playwright.sync_api import sync_playwright

from chapters import ROOT
from helpers.keeping import Kept, attempt
from helpers.standards import Examiner
from livefig.browser import launch, served, watched


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        opened = launch(playwright)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def book():
    """Return the folder of the built book, brought up to date."""
    done = subprocess.run(
        [sys.executable, "tools/build_book.py"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
    return ROOT / "_build" / "html"


@pytest.fixture(scope="session", params=["http", "file"])
def home(request, book):
    """Return the address that the book has on a server, and the one that it has on disk."""
    if request.param == "file":
        yield book.as_uri() + "/"
    else:
        with served(book) as address:
            yield address


@pytest.fixture
def seen(browser, home):
    """Return the built book, opened in a page of its own whose complaints are heard."""
    with watched(browser, home) as opened:
        yield Kept(opened.page, home)


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem):
    """Let a test that has failed because the browser lost what it stored begin anew."""
    given = {name: pyfuncitem.funcargs[name] for name in pyfuncitem._fixtureinfo.argnames}
    if not isinstance(given.get("seen"), Kept):
        return None
    attempt(partial(pyfuncitem.obj, **given), given["seen"])
    return True


@pytest.fixture(scope="session")
def on_server(book):
    with served(book) as address:
        yield address


@pytest.fixture(scope="session")
def examiner():
    """Return what examines pages, with the looks of text that it has found good on any of them."""
    return Examiner()
