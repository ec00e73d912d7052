"""What every test can ask for: the built site in a sub-folder of a local server, and a page that tolerates no error.

`page` fails its test at the end if the console showed an error or a warning, if a script threw, or if anything was
asked of another host. A test that causes such an error on purpose names a part of its text:

    @pytest.mark.expects("part of the message")

The page's policy allows no eval, and Playwright's `wait_for_function` needs it: wait for an element's state instead, as
in `page.locator("html[data-engine=ready]").wait_for()`.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
SUBFOLDER = "/some/folder/"  # proves that every address in the site is relative
WIDE = {"width": 1280, "height": 900}


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers", "expects(*parts): texts of console or page errors that this test causes on purpose"
    )


@pytest.fixture(scope="session")
def dist() -> Path:
    """The folder that the build made."""
    folder = ROOT / "dist"
    if not (folder / "index.html").is_file():
        pytest.fail(
            "There is no dist/index.html; run the tests through `python3 build.py test`, which builds it first."
        )
    return folder


@pytest.fixture(scope="session")
def site_url(dist: Path) -> Iterator[str]:
    """The address of the site, served from a sub-folder; it ends in a slash."""
    from sitebuild.serve import SiteServer

    server = SiteServer(dist, prefix=SUBFOLDER).start()
    yield server.address
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """One Chromium for the whole run."""
    from playwright.sync_api import sync_playwright

    from sitebuild.browser import chromium, launch_arguments

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium(), args=launch_arguments())
        yield running
        running.close()


@pytest.fixture
def watch(request: pytest.FixtureRequest, site_url: str) -> Iterator[Any]:
    """Call it with a page (or a context) of your own to have it watched as `page` is, until the test ends."""
    troubles: list[str] = []
    watched: list[tuple[Any, dict[str, Any]]] = []

    def begin(target: Any) -> None:
        watched.append((target, _listeners(target, site_url, troubles)))
        for event, listener in watched[-1][1].items():
            target.on(event, listener)

    yield begin
    for target, listeners in watched:
        _hear_the_last(target)
        for event, listener in listeners.items():
            target.remove_listener(event, listener)
    marker = request.node.get_closest_marker("expects")
    expected = marker.args if marker else ()
    unexpected = [trouble for trouble in troubles if not any(part in trouble for part in expected)]
    assert not unexpected, "the page reported:\n" + "\n".join(unexpected)


@pytest.fixture
def context(browser: Any, watch: Any) -> Iterator[Any]:
    """A fresh browser profile, watched."""
    fresh = browser.new_context(viewport=WIDE)
    watch(fresh)
    yield fresh
    fresh.close()


@pytest.fixture
def page(context: Any) -> Any:
    """A page in a fresh profile; open an address with `page.goto(site_url)`."""
    return context.new_page()


def _listeners(target: Any, site_url: str, troubles: list[str]) -> dict[str, Any]:
    """What to do on which event of a page or a context: add a line to the troubles."""
    own = site_url.removesuffix(SUBFOLDER)

    def on_console(message: Any) -> None:
        if message.type in ("error", "warning"):
            troubles.append(f"console {message.type}: {message.text} ({message.location.get('url', '')})")

    def on_request(asked: Any) -> None:
        if not asked.url.startswith((own, "blob:", "data:", "about:")):
            troubles.append(f"request to another host: {asked.url}")

    def on_error(error: Any) -> None:
        troubles.append(f"page error: {getattr(error, 'error', error)}")

    thrown = "weberror" if hasattr(target, "new_page") else "pageerror"
    return {"console": on_console, "request": on_request, thrown: on_error}


def _hear_the_last(target: Any) -> None:
    """Asks each open page for something: what it reported before has arrived when the answer has."""
    for page in target.pages if hasattr(target, "pages") else [target]:
        if not page.is_closed():
            page.evaluate("0")
