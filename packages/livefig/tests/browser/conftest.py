"""One browser for all browser tests."""

import pytest
from playwright.sync_api import sync_playwright

from livefig.browser import launch


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        opened = launch(playwright)
        yield opened
        opened.close()
