"""The server: right types, caching and compression, nothing outside the folder, a taken port is reported."""

import gzip
import http.client
import socket
import threading

import pytest

from sitebuild.problem import Problem
from sitebuild.serve import SiteServer, open_port

FILES = {
    "index.html": "<!doctype html>",
    "style.css": "body {}",
    "js/main.js": "export {};",
    "runtime/1/pyodide.mjs": "export {};",
    "runtime/1/pyodide.asm.wasm": "\0asm",
    "runtime.json": "{}",
    "runtime/1/wheel.whl": "PK",
}


@pytest.fixture
def folder(tmp_path):
    for name, text in FILES.items():
        path = tmp_path / "dist" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    (tmp_path / "secret.txt").write_text("secret")
    return tmp_path / "dist"


@pytest.fixture
def server(folder):
    running = SiteServer(folder, prefix="/a/b/").start()
    yield running
    running.shutdown()
    running.server_close()


@pytest.fixture
def ask(server):
    """ask(path, method, **headers) -> (status, headers, body)"""

    def asked(path, method="GET", headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=10)
        connection.request(method, path, headers=headers or {})
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        return answer.status, dict(answer.getheaders()), body

    return asked


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("", "text/html; charset=utf-8"),
        ("index.html", "text/html; charset=utf-8"),
        ("style.css", "text/css; charset=utf-8"),
        ("js/main.js", "text/javascript; charset=utf-8"),
        ("runtime/1/pyodide.mjs", "text/javascript; charset=utf-8"),
        ("runtime/1/pyodide.asm.wasm", "application/wasm"),
        ("runtime.json", "application/json; charset=utf-8"),
        ("runtime/1/wheel.whl", "application/octet-stream"),
    ],
)
def test_types_and_cross_origin(ask, path, kind):
    status, headers, body = ask(f"/a/b/{path}")
    assert (status, headers["Content-Type"]) == (200, kind)
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert body == FILES[path or "index.html"].encode()


def test_own_files_are_asked_for_again_and_answered_with_304(ask):
    _, headers, _ = ask("/a/b/style.css")
    assert headers["Cache-Control"] == "no-cache"
    status, _, body = ask("/a/b/style.css", headers={"If-None-Match": headers["ETag"]})
    assert (status, body) == (304, b"")


def test_a_changed_file_is_sent_anew(ask, folder):
    _, headers, _ = ask("/a/b/style.css")
    (folder / "style.css").write_text("body { color: red }")
    status, _, body = ask("/a/b/style.css", headers={"If-None-Match": headers["ETag"]})
    assert (status, body) == (200, b"body { color: red }")


def test_the_runtime_is_kept_for_ever(ask):
    assert "immutable" in ask("/a/b/runtime/1/pyodide.mjs")[1]["Cache-Control"]


def test_compressed_for_who_accepts_it(ask):
    _, headers, body = ask("/a/b/runtime/1/pyodide.asm.wasm", headers={"Accept-Encoding": "gzip, br"})
    assert headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(body) == b"\0asm"
    assert "Content-Encoding" not in ask("/a/b/runtime/1/wheel.whl", headers={"Accept-Encoding": "gzip"})[1]


def test_head_sends_no_body(ask):
    status, headers, body = ask("/a/b/style.css", method="HEAD")
    assert (status, headers["Content-Length"], body) == (200, "7", b"")


@pytest.mark.parametrize(
    "path", ["/", "/a/", "/a/b/nothing", "/a/b/../secret.txt", "/a/b/%2e%2e/secret.txt", "/a/b/js"]
)
def test_nothing_else_is_served(ask, path):
    assert ask(path)[0] == 404


def test_a_page_is_built_again_first(folder):
    def fresh():
        (folder / "index.html").write_text("new")

    server = SiteServer(folder, fresh=fresh).start()
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=10)
    connection.request("GET", "/")
    assert connection.getresponse().read() == b"new"
    connection.close()
    server.shutdown()
    server.server_close()


def test_a_taken_port_is_told_and_the_next_free_one_used(folder):
    said = []
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        server = open_port(folder, taken, lambda: None, said.append)
        assert server.server_port > taken
        assert said[0] == f"Port {taken} is taken by another program."
        server.server_close()


def test_the_ports_end_at_the_last_one(folder):
    said = []
    with socket.socket() as other:
        other.bind(("127.0.0.1", 65535))
        other.listen()
        with pytest.raises(Problem, match="No free port from 65535 to 65535; name another one with --port"):
            open_port(folder, 65535, lambda: None, said.append)
    assert said == ["Port 65535 is taken by another program."]


def test_many_at_once(ask):
    answers = []
    threads = [threading.Thread(target=lambda: answers.append(ask("/a/b/style.css")[0])) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [200] * 20
