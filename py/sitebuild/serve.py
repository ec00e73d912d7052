"""Serves dist/ on 127.0.0.1 much as GitHub Pages would: content types, gzip, ETags, any origin may read.

`SiteServer` is also what the tests use; its prefix puts the site into a sub-folder.
"""

import errno
import gzip
import hashlib
import threading
from collections.abc import Callable
from functools import lru_cache
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from .problem import Problem

TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".wasm": "application/wasm",
    ".zip": "application/zip",
}
COMPRESSED = {".css", ".html", ".js", ".json", ".mjs", ".svg", ".txt", ".wasm"}
ANOTHER_TRIES = 50
LAST_PORT = 65535


class SiteServer(ThreadingHTTPServer):
    """Serves a folder below a prefix; `fresh` is called before a page is sent, to build again what changed."""

    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 100  # a page asks for all its modules at once

    def __init__(
        self, folder: Path, port: int = 0, prefix: str = "/", fresh: Callable[[], None] = lambda: None
    ) -> None:
        self.folder, self.prefix, self.fresh = folder.resolve(), prefix, fresh
        super().__init__(("127.0.0.1", port), Handler)

    @property
    def address(self) -> str:
        """Where the site's index page is."""
        return f"http://127.0.0.1:{self.server_port}{self.prefix}"

    def start(self) -> "SiteServer":
        """Serves from a thread of its own, until `shutdown()`."""
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def file(self, address: str) -> Path | None:
        """The file that an address means, if it lies in the folder."""
        path = unquote(urlsplit(address).path)
        if not path.startswith(self.prefix):
            return None
        found = (self.folder / path.removeprefix(self.prefix)).resolve()
        if found.is_dir() and path.endswith("/"):
            found = found / "index.html"
        return found if found.is_relative_to(self.folder) and found.is_file() else None

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that closes a connection early is nothing to report."""


class Handler(BaseHTTPRequestHandler):
    """Answers GET and HEAD."""

    server: SiteServer
    protocol_version = "HTTP/1.1"
    # Headers and body are two packets; if the second waits for an answer to the first, each file loses up to 40 ms.
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        """Sends the file, or 304 if the browser has it already."""
        path = self.server.file(self.path)
        if path and path.suffix == ".html":
            self.server.fresh()
            path = self.server.file(self.path)
        if not path:
            self._send(HTTPStatus.NOT_FOUND, b"Not found.\n", {"Content-Type": TYPES[".txt"]})
            return
        zipped = path.suffix in COMPRESSED and "gzip" in self.headers.get("Accept-Encoding", "")
        status = path.stat()
        body, tag = _body(path, status.st_mtime_ns, status.st_ino, zipped)
        headers = self._headers_for(path, tag, zipped)
        if self.headers.get("If-None-Match") == tag:
            self._send(HTTPStatus.NOT_MODIFIED, b"", headers)
        else:
            self._send(HTTPStatus.OK, body, headers)

    do_HEAD = do_GET

    def _headers_for(self, path: Path, tag: str, zipped: bool) -> dict[str, str]:
        forever = path.relative_to(self.server.folder).parts[0].startswith(("runtime", "page-"))
        headers = {
            "Content-Type": TYPES.get(path.suffix, "application/octet-stream"),
            "Cache-Control": "public, max-age=31536000, immutable" if forever else "no-cache",
            "ETag": tag,
            "Vary": "Accept-Encoding",
        }
        return {**headers, "Content-Encoding": "gzip"} if zipped else headers

    def _send(self, status: HTTPStatus, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {**headers, "Access-Control-Allow-Origin": "*"}.items():
            self.send_header(name, value)
        if status != HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *arguments: object) -> None:
        """Says nothing: the terminal is for the build's own sentences."""


@lru_cache(maxsize=200)
def _body(path: Path, changed: int, inode: int, zipped: bool) -> tuple[bytes, str]:
    """The bytes to send and their ETag; a changed file has another time or inode, and so is read anew."""
    content = path.read_bytes()
    tag = hashlib.sha256(content).hexdigest()[:20] + ("-gz" if zipped else "")
    return (gzip.compress(content, 6, mtime=0) if zipped else content), f'"{tag}"'


def open_port(folder: Path, port: int, fresh: Callable[[], None], say: Callable[[str], None]) -> SiteServer:
    """A server on the port, or on the next one that is free."""
    last = min(port + ANOTHER_TRIES - 1, LAST_PORT)
    for candidate in range(port, last + 1):
        try:
            return SiteServer(folder, candidate, fresh=fresh)
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise Problem(f"Port {candidate}: {error.strerror}. Name another one with --port.") from error
            say(f"Port {candidate} is taken by another program.")
    raise Problem(f"No free port from {port} to {last}; name another one with --port.")
