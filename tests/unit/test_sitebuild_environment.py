"""The environments: pinned, made once, never used half-made. Real venvs, with a local wheel."""

import re
import subprocess
import zipfile

import pytest

from sitebuild import environment
from sitebuild.files import sha256
from sitebuild.paths import PINS
from sitebuild.problem import Problem
from sitebuild.pyodide import numpy


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "glassnet"


@pytest.fixture
def wheel(tmp_path):
    """A wheel with one module, `tiny`."""
    path = tmp_path / "tiny-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("tiny.py", "answer = 42\n")
        archive.writestr("tiny-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: tiny\nVersion: 1.0\n")
        archive.writestr("tiny-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr("tiny-1.0.dist-info/RECORD", "")
    return path


def requirement(folder, wheel, digest):
    """A requirement file that names the wheel, and that hash."""
    path = folder / "tiny.txt"
    path.write_text(f"tiny @ {wheel.as_uri()} --hash=sha256:{digest}\n")
    return path


def pinned(group):
    """The versions in a requirement file, by package; every one has a hash."""
    text = environment.requirements(group).read_text().replace("\\\n", " ")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    assert all("--hash=sha256:" in line for line in lines)
    return dict(re.match(r"([\w.-]+)==([\w.]+) ", line).groups() for line in lines)


def test_what_tests_run_on_holds_what_the_build_runs_on():
    assert pinned("build").items() < pinned("test").items()


@pytest.mark.parametrize("group", sorted(path.stem for path in PINS.glob("*.in")))
def test_every_package_that_is_asked_for_is_pinned(group):
    asked = re.findall(r"^[\w.-]+", (PINS / f"{group}.in").read_text(), re.MULTILINE)
    assert {name for name in asked if not name.startswith("-")} <= pinned(group).keys()


def test_the_recordings_numpy_is_pyodides():
    assert pinned("build")["numpy"] == numpy()["version"]


def test_an_environment_holds_what_it_was_asked_for(tmp_path, wheel):
    folder = tmp_path / "env"
    wanted = requirement(tmp_path, wheel, sha256(wheel))
    python = environment.made_once(folder, lambda made: environment.install(made, "tiny", wanted))
    done = subprocess.run([python, "-c", "import tiny; print(tiny.answer)"], capture_output=True, text=True, check=True)
    assert done.stdout == "42\n"


def test_other_bytes_than_pinned_are_refused(tmp_path, wheel):
    with pytest.raises(Problem, match="pip could not make the environment") as caught:
        environment.install(tmp_path / "env", "tiny", requirement(tmp_path, wheel, "0" * 64))
    assert "DO NOT MATCH THE HASHES" in str(caught.value)


def test_it_is_made_once_and_again_only_if_unfinished(tmp_path):
    calls = []
    folder = tmp_path / "env"

    def make(made):
        assert not made.exists(), "what an unfinished start left was not cleared away"
        made.mkdir()
        calls.append(made)

    environment.made_once(folder, make)
    environment.made_once(folder, make)
    assert len(calls) == 1
    (folder / environment.COMPLETE).unlink()
    environment.made_once(folder, make)
    assert len(calls) == 2


def test_what_a_killed_start_left_is_cleared_away_when_the_next_one_is_made(tmp_path):
    """With other pins it has another name. One that somebody else is making stays."""
    for name in ("env-build-1", "env-build-2"):
        (tmp_path / name).mkdir()
        (tmp_path / f"{name}.lock").touch()
    with environment._only_one_at_a_time(tmp_path / "env-build-2.lock"):
        environment.made_once(tmp_path / "env-build-3", lambda made: made.mkdir())
    assert sorted(path.name for path in tmp_path.glob("env-*") if path.is_dir()) == ["env-build-2", "env-build-3"]


def test_an_interrupted_one_is_cleared_away(tmp_path):
    def interrupted(made):
        made.mkdir()
        (made / "half").touch()
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        environment.made_once(tmp_path / "env", interrupted)
    assert not (tmp_path / "env").exists()


def test_what_pip_says_is_passed_on(tmp_path):
    missing = tmp_path / "missing-1.0-py3-none-any.whl"
    with pytest.raises(Problem, match="pip could not make the environment") as caught:
        environment.install(tmp_path / "env", "tiny", requirement(tmp_path, missing, "0" * 64))
    assert "missing-1.0-py3-none-any.whl" in str(caught.value)
