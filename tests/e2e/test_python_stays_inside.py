"""Python obeys the page's policy: it reaches no other host, and makes no JavaScript from text."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from lab import Lab
from probe import ask, serve_changed

# The browser says what it refused; a refused request is reported as one, too, though it never leaves.
REFUSALS = ("Content Security Policy", "Failed to load resource", "net::ERR", "another host: http://127.0.0.1:")
WATCH = """() => {
  self.violations = [];
  self.addEventListener("securitypolicyviolation", ({ blockedURI, effectiveDirective, disposition }) =>
    self.violations.push({ blockedURI, effectiveDirective, disposition }));
}"""


@pytest.fixture
def elsewhere() -> Iterator[Any]:
    """Another host that would let anybody read it; `elsewhere.asked` counts who tried."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.server.asked += 1  # type: ignore[attr-defined]
            self.send_response(200)
            self.send_header("Access-Control-Allow-Origin", "*")
            self.end_headers()
            self.wfile.write(b"reached")

        do_POST = do_OPTIONS = do_GET

        def log_message(self, format: str, *arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    server.asked = 0  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def probed_page(browser: Any, dist: Path) -> Iterator[Any]:
    """A page whose package has one more function, not yet opened."""
    context = browser.new_context()
    serve_changed(context, dist)
    yield context.new_page()
    context.close()


@pytest.fixture
def probed(probed_page: Any, watch: Any, site_url: str) -> Any:
    """The page's worker; `ask(worker, lines)` runs lines of Python in it."""
    watch(probed_page)
    if not probed_page.url.startswith(site_url):
        Lab(probed_page, site_url).open()
        probed_page.workers[0].evaluate(WATCH)
    [worker] = probed_page.workers
    worker.evaluate("() => { self.violations.length = 0; }")
    return worker


def test_python_asks_its_own_host_and_is_answered(probed: Any, site_url: str) -> None:
    lines = f"return await (await js.fetch({site_url + 'embed.html'!r})).text()"
    assert "Glassnet" in ask(probed, lines)["answer"]
    assert probed.evaluate("self.violations") == []


WAYS = {
    "pyfetch": "from pyodide.http import pyfetch\nreturn await (await pyfetch(URL)).string()",
    "js.fetch": "return await (await js.fetch(URL)).text()",
    "XMLHttpRequest": "request = js.XMLHttpRequest.new()\nrequest.open('GET', URL, False)\nrequest.send()\n"
    "return request.responseText",
    "open_url": "from pyodide.http import open_url\nreturn open_url(URL).read()",
    "urllib": "import urllib.request\nreturn urllib.request.urlopen(URL).read().decode()",
}


@pytest.mark.expects(*REFUSALS)
def test_python_asks_another_host_and_is_refused(probed: Any, elsewhere: Any) -> None:
    host = f"//127.0.0.1:{elsewhere.server_port}/"
    address = f"http:{host}"
    for way, lines in WAYS.items():
        refused = ask(probed, lines.replace("URL", repr(address)))
        assert "error" in refused, f"{way} reached another host: {refused}"
    assert elsewhere.asked == 0
    violations = probed.evaluate("self.violations")
    assert len(violations) >= 2  # of those who find the page's JavaScript at all
    for violation in violations:
        assert violation["blockedURI"] in (address, f"ws:{host}")  # Emscripten's sockets are WebSockets
        assert (violation["effectiveDirective"], violation["disposition"]) == ("connect-src", "enforce")


@pytest.mark.expects("Content Security Policy", "unsafe-eval")
def test_python_makes_javascript_from_text_and_is_refused(probed: Any) -> None:
    for lines in ("return js.eval('1 + 1')", "return js.Function.new('return 2')()"):
        refused = ask(probed, lines)
        assert "unsafe-eval" in refused["error"] or "EvalError" in refused["error"], refused
    violations = probed.evaluate("self.violations")
    assert {violation["effectiveDirective"] for violation in violations} == {"script-src"}
    assert ask(probed, "return 1 + 1") == {"answer": 2}


def test_what_could_start_workers_or_write_into_what_the_page_keeps_is_gone(probed: Any) -> None:
    """Even for code that has found the worker's global."""
    names = ["Worker", "SharedWorker", "BroadcastChannel", "caches", "indexedDB"]
    assert ask(probed, f"return [name for name in {names} if hasattr(js, name)]") == {"answer": []}
    names = ["serviceWorker", "locks", "storage"]
    assert ask(probed, f"return [name for name in {names} if hasattr(js.navigator, name)]") == {"answer": []}
    assert ask(probed, "return js.Worker.new('worker.js')")["error"]


@pytest.mark.expects(*REFUSALS)
def test_python_imports_a_script_of_another_host_and_is_refused(probed: Any, elsewhere: Any) -> None:
    address = f"http://127.0.0.1:{elsewhere.server_port}/script.js"
    refused = ask(probed, f"return js.importScripts({address!r})")
    assert "error" in refused
    assert elsewhere.asked == 0
