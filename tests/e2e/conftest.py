"""Two ways to the page: `lab` is one that a file's tests share, `newcomer` is a fresh browser that has seen nothing."""

from collections.abc import Iterator
from typing import Any

import pytest
from lab import Lab

WIDE = {"width": 1280, "height": 900}


@pytest.fixture(scope="module")
def shared_page(browser: Any) -> Iterator[Any]:
    """One page for all tests of a file that do not disturb one another: starting Python takes seconds."""
    context = browser.new_context(viewport=WIDE)
    yield context.new_page()
    context.close()


@pytest.fixture
def lab_as_it_is(shared_page: Any, watch: Any, site_url: str) -> Lab:
    """The page with Python ready, as the last test left it."""
    watch(shared_page)
    lab = Lab(shared_page, site_url)
    if not shared_page.url.startswith(site_url):
        lab.open()
    return lab


@pytest.fixture
def lab(lab_as_it_is: Lab) -> Lab:
    """The page with Python ready and the tutorial's exercise before its first epoch."""
    lab_as_it_is.follow("#")
    return lab_as_it_is


@pytest.fixture
def newcomer(page: Any, site_url: str) -> Lab:
    """A page in a browser of its own, not yet opened."""
    return Lab(page, site_url)
