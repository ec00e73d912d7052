"""Two fixtures for the page: `lab` is shared by tests, `newcomer` is a fresh browser."""

from collections.abc import Generator, Iterator
from contextlib import suppress
from typing import Any

import pytest
from lab import Lab

WIDE = {"width": 1280, "height": 900}
FAILED = pytest.StashKey[bool]()


class SharedPage:
    """One page for tests that do not disturb one another: starting Python takes seconds."""

    def __init__(self, browser: Any) -> None:
        self.browser, self.context, self.page = browser, None, None

    def get(self) -> Any:
        if self.page is None:
            self.context = self.browser.new_context(viewport=WIDE, reduced_motion="reduce")
            self.page = self.context.new_page()
        return self.page

    def close(self) -> None:
        """The next one who asks gets a fresh page."""
        context, self.context, self.page = self.context, None, None
        if context is not None:
            context.close()


@pytest.fixture(scope="session")
def lasting_pages(browser: Any) -> Iterator[SharedPage]:
    """For the tests of all files."""
    lasting = SharedPage(browser)
    yield lasting
    lasting.close()


@pytest.fixture(scope="module")
def shared_pages(browser: Any, engine: str, lasting_pages: SharedPage) -> Iterator[SharedPage]:
    """What `shared_page` is taken from: each file has its own; in WebKit, where files have few tests and a start takes
    several times as long, all files have one."""
    if engine != "webkit":
        shared = SharedPage(browser)
        yield shared
        shared.close()
    else:
        lasting_pages.get().set_viewport_size(WIDE)
        yield lasting_pages


@pytest.fixture
def shared_page(shared_pages: SharedPage) -> Any:
    """The page that the tests share."""
    return shared_pages.get()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A test that fails takes its page with it: who knows how that was left."""
    report = yield
    item.stash[FAILED] = report.failed or (report.when != "setup" and item.stash[FAILED])
    shared = getattr(item, "funcargs", {}).get("shared_pages")
    if shared and report.when == "teardown" and item.stash[FAILED]:
        with suppress(Exception):  # it may be the browser that failed
            shared.close()
    return report


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
def clean(lab: Lab) -> Iterator[Lab]:
    """The same, with nothing edited or noted afterwards."""
    yield lab
    lab.until_engine("ready")
    for button in lab.page.get_by_role("button", name="Restore the original", exact=True).all()[::-1]:
        button.click()
    for button in lab.page.get_by_role("button", name="Dismiss this note").all()[::-1]:
        button.click()


@pytest.fixture
def newcomer(page: Any, site_url: str) -> Lab:
    """A page in a browser of its own, not yet opened."""
    return Lab(page, site_url)
