"""The environments: pinned, made once, never used half-made. Real venvs; the package installed is a local wheel."""

import subprocess
import zipfile

import pytest

from sitebuild import environment
from sitebuild.problem import Problem


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


def test_groups_include_each_other():
    build, test = environment.requirements("build"), environment.requirements("test")
    assert set(build) < set(test)


@pytest.mark.parametrize("group", ["build", "test", "node", "pyodide-tools"])
def test_every_requirement_is_pinned_exactly(group):
    assert all("==" in line for line in environment.requirements(group))


def test_an_environment_holds_what_it_was_asked_for(tmp_path, wheel):
    folder = tmp_path / "env"
    python = environment.made_once(folder, lambda made: environment.install(made, "tiny", [str(wheel)]))
    done = subprocess.run([python, "-c", "import tiny; print(tiny.answer)"], capture_output=True, text=True, check=True)
    assert done.stdout == "42\n"


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
        environment.install(tmp_path / "env", "tiny", [str(missing)])
    assert "missing-1.0-py3-none-any.whl" in str(caught.value)
