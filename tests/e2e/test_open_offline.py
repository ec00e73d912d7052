"""Opened once, the page opens without a network. A deploy is seen at once, also one that keeps nothing."""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from coding import Function
from lab import Lab, assert_same, expect, native

from built import of_the_page
from engines import SHORT_FIREFOX, launch_firefox
from sitebuild.bundle import PLACE, name_by_content
from sitebuild.offline import add_service_worker
from sitebuild.serve import Handler, SiteServer

# What a browser reports where no network answers, each in its words.
pytestmark = pytest.mark.expects("Failed to load resource", "ServiceWorker", "NetworkError", "net::ERR")

PLAIN = '<meta name="offline" content="yes" />'
KEPT = "async () => (await caches.keys()).map((name) => name.split(' ')[1]).sort()"
KEEPERS = """async () =>
  (await navigator.serviceWorker.getRegistrations()).map(({ scope }) => new URL(scope).pathname).sort()"""


class Host(SiteServer):
    """One host with copies of the site in its folders. It can be cut off; a browser's own cache does not help then."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.RequestHandlerClass = Reachable
        self.cut_off = False
        self.asked: list[str] = []

    def deploy(self, name: str, site: Path, change: Callable[[Path], None] = lambda folder: None) -> str:
        """Puts a copy of the site, changed, into a folder, instead of what was there; returns its address."""
        shutil.rmtree(self.folder / name, ignore_errors=True)
        shutil.copytree(site, self.folder / name)
        change(self.folder / name)
        add_service_worker(self.folder / name)
        return f"{self.address}{name}/"


class Reachable(Handler):
    """Answers, or hangs up."""

    server: Host

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        if self.server.cut_off:
            self.close_connection = True
        else:
            super().do_GET()


@pytest.fixture
def host(tmp_path: Path, hosts: list[str]) -> Iterator[Host]:
    running = Host(tmp_path)
    hosts.append(running.address.removesuffix("/"))
    running.start()
    yield running
    running.shutdown()
    running.server_close()


@pytest.fixture
def reader(browser: Any, watch: Any) -> Iterator[Any]:
    """A browser with service workers. Once a test has routed a context, Playwright's Firefox asks none of its workers
    any more, in no context: it needs a Firefox of its own.
    """
    kind = browser.browser_type
    own = launch_firefox(kind, **SHORT_FIREFOX) if kind.name == "firefox" else browser
    context = own.new_context(viewport={"width": 1280, "height": 900}, service_workers="allow")
    watch(context)
    yield context
    context.close()
    if own is not browser:
        own.close()


def titled(title: str) -> Callable[[Path], None]:
    """The next build: another page, with another style, and so another folder for all that it loads."""

    def change(site: Path) -> None:
        later = of_the_page(site, "later.css")
        later.write_text(f":root {{ --title: {title} }}\n{later.read_text()}")
        folder = later.parent.rename(site / PLACE)
        for page in site.glob("*.html"):
            text = page.read_text().replace(f'"{later.parent.name}/', f'"{PLACE}/')
            page.write_text(re.sub("<title>.*?</title>", f"<title>{title}</title>", text))
        assert name_by_content(site) != folder

    return change


def without_the_line(site: Path) -> None:
    page = site / "index.html"
    text = page.read_text()
    assert text.count(PLAIN) == 1
    page.write_text(text.replace(PLAIN, ""))


def is_kept(lab: Lab) -> None:
    expect(lab.page.get_by_text("Kept for offline use.", exact=True)).to_be_visible()


@pytest.mark.also_in("firefox")
def test_opens_without_a_network(host: Host, reader: Any, dist: Path) -> None:
    lab = Lab(reader.new_page(), host.deploy("class", dist))
    is_kept(lab.open())
    host.cut_off = True
    # The very page goes on, with parts that were not asked for so far.
    lab.unfold("Exercises")
    lab.page.locator("#practice .exercise").first.wait_for()
    host.asked.clear()
    lab.open("?lesson=3#epochs=300")
    is_kept(lab)
    assert lab.page.locator("html").get_attribute("data-start") == "snapshot"
    assert_same(lab.train(), native(300))
    imports = "def sigmoid(x):\n    import statistics\n    np.linalg.inv(np.eye(2))\n    return 1 / (1 + np.exp(-x))\n"
    Function(lab, "sigmoid").write(imports).runs()
    assert_same(lab.train(), native(300))
    # But the page itself, and whether there is another worker, nothing was tried.
    assert {address.partition("?")[0] for address in host.asked} <= {"/class/", "/class/service-worker.js"}


def test_sees_each_deploy(host: Host, reader: Any, dist: Path) -> None:
    lab = Lab(reader.new_page(), host.deploy("class", dist))
    is_kept(lab.open())
    host.deploy("class", dist, titled("Another"))
    assert lab.open().page.title() == "Another"
    is_kept(lab)
    host.cut_off = True
    assert lab.open("?again#epochs=200").page.title() == "Another"
    assert_same(lab.train(), native(200))
    assert lab.page.evaluate(KEPT) == ["/class/"], "nobody needs the older build any more"

    host.cut_off = False
    host.deploy("class", dist, without_the_line)
    lab.open("?off")
    while lab.page.evaluate(KEPT) or lab.page.evaluate(KEEPERS):
        lab.page.wait_for_timeout(50)
    expect(lab.page.get_by_text("Kept for offline use.", exact=True)).to_be_hidden()
    lab.open().page.wait_for_timeout(500)
    assert lab.page.evaluate(KEPT) == lab.page.evaluate(KEEPERS) == []


def test_a_frame_keeps_nothing_and_is_kept_with_its_site(
    host: Host, reader: Any, dist: Path, publish: Callable[[str], str]
) -> None:
    address = host.deploy("class", dist)
    frame = f'<title>A tutorial</title><link rel="icon" href="data:,"><iframe src="{address}embed.html"></iframe>'
    page = reader.new_page()
    page.goto(tutorial := publish(frame))
    inner = page.frame_locator("iframe").locator("html[data-engine=ready]")
    inner.wait_for(state="attached")
    page.wait_for_timeout(500)
    assert inner.evaluate(KEPT) == inner.evaluate(KEEPERS) == []
    site = Lab(page, address)
    is_kept(site.open())
    host.cut_off = True
    page.goto(tutorial)
    inner.wait_for(state="attached")
    assert inner.get_attribute("data-start") == "snapshot"
