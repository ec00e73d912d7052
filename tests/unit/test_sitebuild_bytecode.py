"""The runtime's archives are bytecode of Pyodide's own Python, the same on every making."""

import json
import zipfile

import pytest

from sitebuild.bytecode import STDLIB, compile_archives, compiled
from sitebuild.files import sha256
from sitebuild.npm import npm_package
from sitebuild.numpy_wheel import extract, numpy_wheel
from sitebuild.problem import Problem

MAGIC_3_14 = (3627).to_bytes(2, "little") + b"\r\n"


@pytest.fixture
def archive(tmp_path):
    """A small zip with a module, a package and data; made with one date, so that it is always the same."""
    path = tmp_path / "small.zip"
    with zipfile.ZipFile(path, "w") as out:
        for name, text in {"one.py": "x = 1\n", "two/__init__.py": "", "two/data.txt": "data"}.items():
            out.writestr(zipfile.ZipInfo(name), text)
    return path


def test_python_becomes_bytecode_and_the_rest_stays(archive, tmp_path):
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
        compile_archives([archive], tmp_path / name)
    with zipfile.ZipFile(tmp_path / "first" / "small.zip") as made:
        assert sorted(made.namelist()) == ["one.pyc", "two/__init__.pyc", "two/data.txt"]
        assert made.read("two/data.txt") == b"data"
        assert made.read("one.pyc")[:4] == MAGIC_3_14
    assert sha256(tmp_path / "first" / "small.zip") == sha256(tmp_path / "second" / "small.zip")


def test_a_module_that_does_not_compile_is_told_in_words(tmp_path):
    broken = tmp_path / "broken.zip"
    with zipfile.ZipFile(broken, "w") as out:
        out.writestr("wrong.py", "def\n")
    (tmp_path / "out").mkdir()
    with pytest.raises(Problem, match=r"compile\.mjs failed under Node"):
        compile_archives([broken], tmp_path / "out")


def test_the_runtime_carries_no_sources():
    archives = sorted(path.name for path in compiled().iterdir() if path.suffix in (".zip", ".whl"))
    assert archives == sorted([STDLIB, numpy_wheel().name])
    for name in archives:
        with zipfile.ZipFile(compiled() / name) as made:
            suffixes = {member.rpartition(".")[2] for member in made.namelist()}
        assert "pyc" in suffixes
        assert "py" not in suffixes


def test_the_numpy_wheel_is_the_one_that_pyodide_names():
    lock = json.loads((npm_package("pyodide") / "pyodide-lock.json").read_text())
    assert sha256(numpy_wheel()) == lock["packages"]["numpy"]["sha256"]


def test_a_wheel_is_found_inside_another_archive(tmp_path):
    outer = tmp_path / "outer.whl"
    with zipfile.ZipFile(outer, "w") as out:
        out.writestr("deep/inside/wanted.whl", "the wheel")
        out.writestr("deep/notwanted.whl", "another")
    assert extract(outer, "wanted.whl", tmp_path / "result")
    assert (tmp_path / "result").read_text() == "the wheel"
    assert not extract(outer, "absent.whl", tmp_path / "nothing")
