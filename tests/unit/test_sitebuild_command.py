"""build.py as a person calls it, in a copy of the checkout: no network the second time, plain words when it fails."""

import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest

from sitebuild.assemble import assemble
from sitebuild.paths import ROOT

NOWHERE = "http://127.0.0.1:9"
OFFLINE = {
    **dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "npm_config_registry"), NOWHERE),
    "PIP_INDEX_URL": NOWHERE,
    "no_proxy": "127.0.0.1",
}


@pytest.fixture(scope="module", autouse=True)
def warm(tmp_path_factory):
    """Whatever a build needs is in the cache."""
    assemble(tmp_path_factory.mktemp("warm") / "dist")


@pytest.fixture
def checkout(tmp_path):
    """A copy of what the build reads, in a folder with a space and an umlaut in its name."""
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
    """start("serve", ...) -> the running build.py; ended after the test, whatever happened."""
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
    """Where the site is, from what `serve` says."""
    line = serving.stderr.readline()
    assert "Glassnet is at" in line, line + serving.stderr.read()
    return line.partition("Glassnet is at ")[2].split()[0]


def get(address):
    with urllib.request.urlopen(address, timeout=10) as answer:
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
    (checkout / "site" / "css" / "page.css").write_text("/* edited */")
    get(address)
    assert get(f"{address}css/page.css") == "/* edited */"
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


def test_a_wrong_command_shows_the_usage(start):
    wrong = start("bake")
    _, said = wrong.communicate(timeout=60)
    assert wrong.returncode == 2
    assert "build | serve | test | bench" in said
