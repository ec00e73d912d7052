"""Fixtures of all tests: the built site in a sub-folder of a local server, and a page that allows no error.

`page` fails its test at the end if the console showed an error or a warning, if a script threw, or if anything was
asked of another host. A test that causes such an error on purpose names a part of its text:

    @pytest.mark.expects("part of the message")

A test with a page runs in Chromium. What an engine may do in its own way, such as keys and the focus, fields, storage,
workers and WebAssembly, is tried in the others, too; in WebKit only what WebDriver offers:

    @pytest.mark.also_in("firefox", "webkit")

The page's policy allows no eval, and Playwright's `wait_for_function` needs it: wait for an element's state instead, as
in `page.locator("html[data-engine=ready]").wait_for()`.
"""

import shutil
import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
SUBFOLDER = "/some/folder/"  # proves that every address in the site is relative
WIDE = {"width": 1280, "height": 900}
BLOCKED = "Service Worker registration blocked by Playwright"  # engines.py
# Firefox says so of a formula in the page's own text that arrives in two pieces, and draws it when it is whole.
HALF_A_FORMULA = "Incorrect number of children for <m"
Change = Callable[[Path], None]
MARKERS = (
    "expects(*parts): texts of console or page errors that this test causes on purpose",
    "also_in(*engines): runs in these engines, too, and not in Chromium alone",
)


def pytest_configure(config: pytest.Config) -> None:
    # Whoever is started in a shell's background ignores Ctrl-C, and so would all that the tests start and interrupt.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for marker in MARKERS:
        config.addinivalue_line("markers", marker)


@pytest.hookimpl(tryfirst=True)  # xdist reads the marks in its own
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """In parallel runs, the tests of one file in one engine stay together, because they share a page."""
    for item in items:
        callspec = getattr(item, "callspec", None)
        engine = callspec.params.get("engine", "") if callspec else ""
        item.add_marker(pytest.mark.xdist_group(f"{item.path.stem} {engine}"))


def pytest_collection_finish(session: pytest.Session) -> None:
    """A pytest that pytest-xdist does not know yet may lose the groups, which stand in the tests' ids, and tell nobody:
    each file's page is then opened by every worker."""
    if hasattr(session.config, "workerinput"):
        assert all("@" in item.nodeid for item in session.items), "pytest-xdist has lost the groups of tests"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Runs every test with a page in Chromium, and in what else it names."""
    if "engine" in metafunc.fixturenames:
        also = metafunc.definition.get_closest_marker("also_in")
        metafunc.parametrize("engine", ["chromium", *(also.args if also else ())], indirect=True, scope="session")


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
def engine(request: pytest.FixtureRequest) -> str:
    """The engine of this test; a missing one is reported as NOT RUN."""
    from sitebuild.browser import CHROMIUM, ENGINES, all_required, programs_of
    from sitebuild.problem import Problem

    wanted = ENGINES[request.param]
    try:
        programs_of(wanted, fetch=wanted is CHROMIUM)
        return request.param
    except Problem as problem:
        missing = f"NOT RUN: {problem}"
    if wanted is CHROMIUM or all_required():
        pytest.fail(missing, pytrace=False)
    pytest.skip(missing)


@pytest.fixture(scope="session")
def browser(engine: str) -> Iterator[Any]:
    """One browser for all tests in this engine."""
    from engines import SHORT

    with SHORT[engine]() as running:
        yield running


@pytest.fixture(scope="session")
def site_folder(engine: str, dist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The served folder: the build's; for WebKit, a copy with one more script, which keeps its reports."""
    if engine != "webkit":
        return dist
    from webkit import add_watch

    copy = tmp_path_factory.mktemp("webkit") / "dist"
    shutil.copytree(dist, copy)
    add_watch(copy)
    return copy


@pytest.fixture(scope="session")
def site_url(site_folder: Path) -> Iterator[str]:
    """The address of the site, served from a sub-folder; it ends in a slash."""
    with served(site_folder) as address:
        yield address


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serves the folder from a sub-folder of its own host."""
    from sitebuild.serve import SiteServer

    server = SiteServer(folder, prefix=SUBFOLDER).start()
    yield server.address
    server.shutdown()
    server.server_close()


@pytest.fixture
def hosts(site_url: str) -> list[str]:
    """The hosts that a page may ask in this test."""
    return [site_url.removesuffix(SUBFOLDER)]


@pytest.fixture
def changed_site(site_folder: Path, hosts: list[str], tmp_path: Path) -> Iterator[Callable[[Change], str]]:
    """Call it with a change to a copy of the site's folder; returns the address of the copy.

    A real server works in every engine; not every driver can put itself between the page and the network.
    """
    with ExitStack() as stack:

        def serve(change: Change) -> str:
            copy = tmp_path / f"dist{len(hosts)}"
            shutil.copytree(site_folder, copy)
            stack.callback(shutil.rmtree, copy)
            change(copy)
            address = stack.enter_context(served(copy))
            hosts.append(address.removesuffix(SUBFOLDER))
            return address

        yield serve


@pytest.fixture
def publish(hosts: list[str], tmp_path: Path) -> Iterator[Callable[[str], str]]:
    """Call it with another author's page; returns its address on another host."""
    folder = tmp_path / "another host"
    folder.mkdir()
    with served(folder) as address:
        hosts.append(address.removesuffix(SUBFOLDER))

        def write(text: str) -> str:
            (folder / "index.html").write_text(text, encoding="utf-8")
            return address

        yield write


@pytest.fixture
def watch(request: pytest.FixtureRequest, hosts: list[str]) -> Iterator[Any]:
    """Call it with your own page or context to watch it like `page`, until the test ends."""
    troubles: list[str] = []
    watched: list[tuple[Any, dict[str, Any]]] = []

    def begin(target: Any) -> None:
        watched.append((target, _listeners(target, hosts, troubles)))
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
    fresh = browser.new_context(viewport=WIDE, reduced_motion="reduce")
    watch(fresh)
    yield fresh
    fresh.close()


@pytest.fixture
def page(context: Any) -> Any:
    """A page in a fresh profile; open an address with `page.goto(site_url)`."""
    return context.new_page()


def _listeners(target: Any, hosts: list[str], troubles: list[str]) -> dict[str, Any]:
    """Handlers for events of a page or context, each of which adds a line to the troubles."""

    def on_console(message: Any) -> None:
        if message.type in ("error", "warning") and message.text != BLOCKED:
            troubles.append(f"console {message.type}: {message.text} ({message.location.get('url', '')})")

    def on_request(asked: Any) -> None:
        if not asked.url.startswith((*hosts, "blob:", "data:", "about:")):
            troubles.append(f"request to another host: {asked.url}")

    def on_error(error: Any) -> None:
        words = str(getattr(error, "error", error))
        if HALF_A_FORMULA not in words:
            troubles.append(f"page error: {words}")

    thrown = "weberror" if hasattr(target, "new_page") else "pageerror"
    return {"console": on_console, "request": on_request, thrown: on_error}


def _hear_the_last(target: Any) -> None:
    """Asks each open page for something, so that all earlier reports have arrived."""
    for page in target.pages if hasattr(target, "pages") else [target]:
        if not page.is_closed():
            page.evaluate("0")
