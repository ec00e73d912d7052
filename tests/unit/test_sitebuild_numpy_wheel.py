"""The NumPy wheel: its hash is the one that Pyodide names; a source that fails or has other bytes is named."""

import hashlib
import zipfile

import pytest

from sitebuild.files import sha256
from sitebuild.numpy_wheel import SOURCES, extract, fetch, numpy_wheel
from sitebuild.problem import Problem
from sitebuild.pyodide import numpy

GOOD = b"the right bytes"
HASH = hashlib.sha256(GOOD).hexdigest()


def having(content):
    return lambda target: target.write_bytes(content)


def closed(target):
    raise Problem("It is closed.")


def test_it_is_the_one_that_pyodide_names():
    assert sha256(numpy_wheel()) == numpy()["sha256"]
    assert numpy_wheel().name == numpy()["file_name"]


def test_every_source_that_is_no_use_is_named_and_the_next_one_tried(tmp_path, capsys):
    sources = {"the first": closed, "the second": having(b"other bytes"), "the third": having(GOOD)}
    fetch(tmp_path / "file.whl", HASH, sources)
    assert (tmp_path / "file.whl").read_bytes() == GOOD
    said = capsys.readouterr().err
    assert "file.whl cannot be had from the first. It is closed." in said
    assert f"file.whl from the second has the SHA-256 {hashlib.sha256(b'other bytes').hexdigest()}" in said
    assert "the third" not in said


def test_a_file_that_nobody_has_is_told_and_nothing_is_left(tmp_path):
    with pytest.raises(Problem, match=r"file\.whl could not be had\. Check the network"):
        fetch(tmp_path / "file.whl", HASH, {"the first": having(b"other bytes"), "the second": closed})
    assert list(tmp_path.iterdir()) == []


def test_without_a_network_pip_says_so(tmp_path, monkeypatch):
    for name in ("PIP_INDEX_URL", "https_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with pytest.raises(Problem, match="pip said:"):
        SOURCES["another package on PyPI"](tmp_path / "file.whl")
    assert list(tmp_path.iterdir()) == []


def test_a_wheel_is_found_inside_another_archive(tmp_path):
    outer = tmp_path / "outer.whl"
    with zipfile.ZipFile(outer, "w") as out:
        out.writestr("deep/inside/wanted.whl", "the wheel")
        out.writestr("deep/notwanted.whl", "another")
    assert extract(outer, "wanted.whl", tmp_path / "result")
    assert (tmp_path / "result").read_text() == "the wheel"
    assert not extract(outer, "absent.whl", tmp_path / "nothing")
