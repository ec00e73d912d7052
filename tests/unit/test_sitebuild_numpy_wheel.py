"""The NumPy wheel: its hash is the pinned one, it fits this Pyodide, and other bytes are refused."""

import hashlib
import zipfile

import pytest

from sitebuild import numpy_wheel as module
from sitebuild.files import sha256
from sitebuild.numpy_wheel import extract, fetch, numpy_wheel
from sitebuild.problem import Problem
from sitebuild.pyodide import info, numpy, python

GOOD = b"the right bytes"
HASH = hashlib.sha256(GOOD).hexdigest()


@pytest.fixture
def carried(tmp_path, monkeypatch):
    """A package on this disk instead of pip's: it holds what the test puts in, by name."""

    def carry(**files):
        package = tmp_path / "carrier.whl"
        with zipfile.ZipFile(package, "w") as out:
            for name, content in files.items():
                out.writestr(f"deep/{name}.whl", content)
        monkeypatch.setattr(module, "_carrier", lambda folder: [package])
        return tmp_path / "wanted.whl"

    return carry


def test_it_is_the_one_that_is_pinned_and_fits_this_pyodide():
    assert sha256(numpy_wheel()) == numpy()["sha256"]
    assert numpy_wheel().name == numpy()["file_name"]
    version = python().replace(".", "")
    assert numpy_wheel().name.endswith(f"-cp{version}-cp{version}-pyemscripten_{info()['abi_version']}_wasm32.whl")


def test_the_file_comes_out_of_the_package(carried):
    fetch(wanted := carried(other=b"another", wanted=GOOD), HASH)
    assert wanted.read_bytes() == GOOD


def test_other_bytes_are_refused_and_nothing_is_left(carried):
    wanted = carried(wanted=b"other bytes")
    with pytest.raises(Problem, match=rf"wanted\.whl has the SHA-256 .*; expected {HASH}"):
        fetch(wanted, HASH)
    assert not wanted.exists()


def test_a_package_without_the_file_is_told(carried):
    with pytest.raises(Problem, match=r"holds no wanted\.whl"):
        fetch(carried(other=GOOD), HASH)


def test_without_a_network_pip_says_so(tmp_path, monkeypatch):
    for name in ("PIP_INDEX_URL", "https_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with pytest.raises(Problem, match="pip said:"):
        fetch(tmp_path / "file.whl", HASH)
    assert list(tmp_path.iterdir()) == []


def test_a_wheel_is_found_inside_another_archive(tmp_path):
    outer = tmp_path / "outer.whl"
    with zipfile.ZipFile(outer, "w") as out:
        out.writestr("deep/inside/wanted.whl", "the wheel")
        out.writestr("deep/notwanted.whl", "another")
    assert extract(outer, "wanted.whl", tmp_path / "result")
    assert (tmp_path / "result").read_text() == "the wheel"
    assert not extract(outer, "absent.whl", tmp_path / "nothing")
