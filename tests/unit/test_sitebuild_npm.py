"""Packages come through the real npm (here: packed from a local folder) and only if their hash is the pinned one."""

import json

import pytest

from sitebuild import npm
from sitebuild.node import run_npm
from sitebuild.problem import Problem


@pytest.fixture
def package(tmp_path):
    """A small package, and the hash that npm itself gives its archive."""
    folder = tmp_path / "small"
    (folder / "bin").mkdir(parents=True)
    (folder / "package.json").write_text('{"name": "small", "version": "1.0.0"}')
    (folder / "index.js").write_text("export const one = 1;\n")
    packed = run_npm("pack", str(folder), "--json", "--dry-run", cwd=tmp_path)
    return folder, json.loads(packed.stdout)[0]["integrity"]


def test_a_package_is_verified_and_unpacked(tmp_path, package):
    folder, integrity = package
    out = tmp_path / "out"
    npm.fetch(str(folder), integrity, out)
    assert (out / "index.js").read_text() == "export const one = 1;\n"
    assert json.loads((out / "package.json").read_text())["version"] == "1.0.0"


def test_other_bytes_are_refused(tmp_path, package):
    folder, integrity = package
    (folder / "index.js").write_text("export const one = 2;\n")
    out = tmp_path / "out"
    with pytest.raises(Problem, match="is not what was pinned") as caught:
        npm.fetch(str(folder), integrity, out)
    assert integrity in str(caught.value)
    assert not out.exists()


def test_what_npm_says_is_passed_on(tmp_path):
    with pytest.raises(Problem, match="npm could not fetch") as caught:
        npm.fetch(str(tmp_path / "nothing here"), "sha512-", tmp_path / "out")
    assert "npm error" in str(caught.value)


def test_every_pin_is_an_exact_version_with_a_hash():
    for name, (version, integrity) in npm.PACKAGES.items():
        assert version.replace(".", "").isdigit(), name
        assert integrity.startswith("sha512-"), name
        assert len(integrity) == 95, name
