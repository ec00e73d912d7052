"""build.py in a copy of the checkout: no network the second time, plain messages when it fails."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest

from built import of_the_page
from sitebuild.assemble import assemble
from sitebuild.paths import ROOT, cache_folder
from sitebuild.pyodide import GLUE, pyodide

NOWHERE = "http://127.0.0.1:9"
OFFLINE = {
    **dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "npm_config_registry"), NOWHERE),
    "PIP_INDEX_URL": NOWHERE,
    "no_proxy": "127.0.0.1",
}


@pytest.fixture(scope="module", autouse=True)
def warm(tmp_path_factory):
    """All that a build needs is in the cache."""
    assemble(tmp_path_factory.mktemp("warm") / "dist")


@pytest.fixture
def checkout(tmp_path):
    """A copy of the build's sources, in a folder with a space and an umlaut in its name."""
    copy = tmp_path / "a chéckout"
    copy.mkdir()
    for name in ("build.py", "pyproject.toml", "LICENSE", "README.md"):
        if (ROOT / name).exists():
            shutil.copy(ROOT / name, copy)
    for name in ("py", "site"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    return copy


@pytest.fixture
def start(checkout):
    """start("serve", ...) -> the running build.py, which is ended after the test in any case."""
    running = []

    def started(*arguments):
        command = [sys.executable, "build.py", *arguments]
        env = {**os.environ, **OFFLINE, "PYTHONUNBUFFERED": "1"}
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
        running.append(subprocess.Popen(command, cwd=checkout, env=env, **pipes))
        return running[-1]

    yield started
    for process in running:
        process.kill()
        process.communicate()


def address_of(serving):
    """The site's address, from the output of `serve`."""
    line = serving.stderr.readline()
    assert "Glassnet is at" in line, line + serving.stderr.read()
    return line.partition("Glassnet is at ")[2].split()[0]


def get(address):
    with urllib.request.urlopen(address, timeout=60) as answer:
        return answer.read().decode()


def test_a_second_build_is_quick_and_needs_no_network(start, checkout):
    started = time.monotonic()
    building = start("build")
    out, said = building.communicate(timeout=60)
    assert building.returncode == 0, out + said
    assert (checkout / "dist" / "index.html").is_file()
    assert "trying" not in said.lower()
    assert time.monotonic() - started < 10  # measured: 0.4 s; a slow machine may take longer
    assert sorted(path.name for path in checkout.iterdir() if path.name.startswith(".")) == []


@pytest.mark.skipif(os.name == "nt", reason="sends Ctrl-C as a signal")
def test_serve_says_the_address_shows_an_edit_and_stops_on_ctrl_c(start, checkout):
    serving = start("serve", "--port", "18080")
    address = address_of(serving)
    assert "<html" in get(address)
    (checkout / "site" / "css" / "page.css").write_text(":root { --edited: 1 }")
    style = re.search(r'"(page-\w+/first\.css)"', get(address))[1]
    assert "--edited" in get(f"{address}{style}")
    with pytest.raises(urllib.error.HTTPError, match="404"):
        get(f"{address}nothing.html")
    serving.send_signal(signal.SIGINT)
    out, rest = serving.communicate(timeout=10)
    assert serving.returncode == 0
    assert "Traceback" not in out + rest


def test_a_source_that_breaks_while_serving_is_told_and_the_last_good_site_stays(start, checkout):
    serving = start("serve", "--port", "18180")
    address = address_of(serving)
    (checkout / "py" / "glassnet" / "__init__.py").write_text("raise RuntimeError('broken on purpose')\n")
    assert "<html" in get(address)
    serving.terminate()
    _, said = serving.communicate(timeout=10)
    assert "broken on purpose" in said


def test_a_package_that_cannot_be_recorded_is_told_without_our_stack_trace(start, checkout):
    (checkout / "py" / "glassnet" / "__init__.py").write_text("raise RuntimeError('broken on purpose')\n")
    building = start("build")
    _, said = building.communicate(timeout=60)
    assert building.returncode == 1
    assert "broken on purpose" in said
    assert "sitebuild" not in said
    assert not (checkout / "dist").exists()


BREAKS_IN_PYODIDE = "\nimport sys\nif sys.platform == 'emscripten':\n    raise RuntimeError('broken on purpose')\n"


def test_a_snapshot_or_glue_that_cannot_be_made_is_a_warning_and_a_plain_site(start, checkout):
    """The package fails where the snapshot is made, and nowhere else; and glue is looked for under another name."""
    session = checkout / "py" / "glassnet" / "session.py"
    session.write_text(session.read_text() + BREAKS_IN_PYODIDE)
    glue = checkout / "py" / "sitebuild" / "glue.py"
    glue.write_text(glue.read_text().replace("assignWasmExports", "assignNothing"))
    building = start("build")
    _, said = building.communicate(timeout=120)
    assert building.returncode == 0, said
    assert said.count("WARNING: ") == 2
    assert "RuntimeError: broken on purpose" in said
    assert "does not name the interpreter's functions as it used to" in said
    assert_plain(checkout / "dist")


def test_a_plain_build_makes_neither(start, checkout):
    building = start("build", "--plain")
    _, said = building.communicate(timeout=60)
    assert building.returncode == 0, said
    assert "WARNING" not in said
    assert_plain(checkout / "dist")


def assert_plain(dist):
    """It has no snapshot, Pyodide's JavaScript as it is, and all that a plain start needs."""
    runtime = json.loads(of_the_page(dist, "runtime.json").read_text())
    assert runtime["snapshot"] is None
    assert (dist / runtime["indexURL"] / GLUE).read_bytes() == pyodide(GLUE).read_bytes()
    below = {path.relative_to(dist).as_posix() for path in (dist / "runtime").rglob("*") if path.is_file()}
    assert below == set(runtime["files"])


@pytest.mark.parametrize("port", ["70000", "65536", "0", "-1", "abc", "80.5", "", "²", "8000 "])
def test_a_port_that_is_none_is_told_at_once(start, port):
    serving = start("serve", "--port", port)
    _, said = serving.communicate(timeout=60)
    assert serving.returncode == 2
    assert f"{port!r} is no port; expected a whole number from 1 to 65535" in said


@pytest.mark.skipif(os.name == "nt", reason="kills as POSIX does")
def test_what_a_killed_build_left_is_removed_by_the_next(start, checkout, tmp_path, monkeypatch):
    """Killed in the middle of the snapshot: its half-made site and its half-made folder in the cache are there."""
    cache = tmp_path / "cache" / "glassnet"
    cache.mkdir(parents=True)
    for path in cache_folder().iterdir():
        if not path.name.startswith((".", "snapshot-")):
            (cache / path.name).symlink_to(path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache.parent))
    building = start("build")
    while not list(cache.glob(".snapshot-*")):
        assert building.poll() is None, building.stderr.read()
        time.sleep(0.02)
    building.kill()
    building.wait()
    own = checkout / ".dist-of-mine"
    own.mkdir()
    assert list(checkout.glob(".dist.building-*"))
    again = start("build")
    _, said = again.communicate(timeout=120)
    assert again.returncode == 0, said
    assert [path.name for path in checkout.iterdir() if path.name.startswith(".")] == [own.name]
    assert not list(cache.glob(".snapshot-*"))


def test_a_wrong_command_shows_the_usage(start):
    wrong = start("bake")
    _, said = wrong.communicate(timeout=60)
    assert wrong.returncode == 2
    assert "build | serve | test | bench" in said
