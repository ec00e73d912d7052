"""Downloads are verified; a source that fails or lies is named, and the next one is tried. With a real server."""

import hashlib
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from sitebuild.fetch import Source, Unreachable, verified_file, web_source
from sitebuild.problem import Problem

GOOD = b"the right bytes" * 1000
HASH = hashlib.sha256(GOOD).hexdigest()


class Answers(BaseHTTPRequestHandler):
    """One address for each way in which a download can go."""

    def do_GET(self):
        self.server.asked.append(self.path)
        if self.path == "/missing":
            self.send_error(404)
            return
        body = b"other bytes" if self.path == "/wrong" else GOOD
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[: len(body) // 2] if self.path == "/broken" else body)

    def log_message(self, *arguments):
        pass


@pytest.fixture
def server():
    running = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    running.asked = []
    threading.Thread(target=running.serve_forever, daemon=True).start()
    yield running
    running.shutdown()
    running.server_close()


@pytest.fixture
def source(server):
    return lambda path: web_source(f"source {path}", f"http://127.0.0.1:{server.server_port}/{path}")


def test_a_good_source_is_kept_and_not_asked_again(tmp_path, server, source):
    target = tmp_path / "deep" / "file.bin"
    for _ in range(2):
        assert verified_file(target, HASH, [source("good")]).read_bytes() == GOOD
    assert server.asked == ["/good"]


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("missing", "it answered 404 Not Found"),
        ("wrong", "has the SHA-256"),
        ("broken", "only 7500 of 15000 bytes arrived"),
    ],
)
def test_a_bad_source_is_named_and_the_next_one_tried(path, sentence, tmp_path, source, capsys):
    target = tmp_path / "file.bin"
    assert verified_file(target, HASH, [source(path), source("good")]).read_bytes() == GOOD
    said = capsys.readouterr().err
    assert sentence in said
    assert "Trying source good next." in said
    assert [found.name for found in tmp_path.iterdir()] == ["file.bin"]


def test_nothing_listening(tmp_path, source, capsys):
    nobody = web_source("nobody", "http://127.0.0.1:9/file.bin")
    assert verified_file(tmp_path / "file.bin", HASH, [nobody, source("good")]).read_bytes() == GOOD
    assert "cannot be had from nobody: no connection" in capsys.readouterr().err


def test_a_damaged_file_is_fetched_again(tmp_path, server, source, capsys):
    target = tmp_path / "file.bin"
    target.write_bytes(GOOD[:-1])
    assert verified_file(target, HASH, [source("good")]).read_bytes() == GOOD
    assert "file.bin in the cache is damaged" in capsys.readouterr().err
    assert server.asked == ["/good"]


def test_when_all_fail_every_source_is_named_and_nothing_is_left(tmp_path, source):
    def refuse(path):
        path.write_bytes(b"half")
        raise Unreachable("it is closed")

    with pytest.raises(Problem, match=r"file\.bin could not be had from any of these: source wrong, shop"):
        verified_file(tmp_path / "file.bin", HASH, [source("wrong"), Source("shop", refuse)])
    assert list(tmp_path.iterdir()) == []
