"""npm installs what a project's lock names, if the hashes fit; the locks name no address to fetch from."""

import json

import pytest

from sitebuild import npm
from sitebuild.node import run_npm
from sitebuild.paths import PINS
from sitebuild.problem import Problem


@pytest.fixture
def project(tmp_path):
    """A project that needs one package, which lies beside it as an archive; its lock was written by npm itself."""
    package, folder = tmp_path / "small", tmp_path / "project"
    for made in (package, folder):
        made.mkdir()
    (package / "package.json").write_text('{"name": "small", "version": "1.0.0"}')
    (package / "index.js").write_text("export const one = 1;\n")
    run_npm("pack", str(package), f"--pack-destination={folder}", cwd=folder)
    (folder / "package.json").write_text('{"dependencies": {"small": "file:small-1.0.0.tgz"}}')
    run_npm("install", "--package-lock-only", cwd=folder)
    return folder


def test_a_project_is_installed(tmp_path, project):
    npm.install(project, tmp_path / "out")
    assert (tmp_path / "out" / "node_modules" / "small" / "index.js").read_text() == "export const one = 1;\n"


def test_other_bytes_are_refused(tmp_path, project):
    lock = project / "package-lock.json"
    lock.write_text(lock.read_text().replace("sha512-", "sha512-AAAA"))
    with pytest.raises(Problem, match="npm could not install the packages of project") as caught:
        npm.install(project, tmp_path / "out")
    assert "EINTEGRITY" in str(caught.value)


def test_a_lock_that_does_not_fit_is_refused(tmp_path, project):
    (project.parent / "small" / "package.json").write_text('{"name": "small", "version": "2.0.0"}')
    run_npm("pack", str(project.parent / "small"), cwd=project)
    (project / "package.json").write_text('{"dependencies": {"small": "file:small-2.0.0.tgz"}}')
    with pytest.raises(Problem, match="npm could not install the packages of project"):
        npm.install(project, tmp_path / "out")


@pytest.mark.parametrize("project", npm.PROJECTS)
def test_every_pin_is_an_exact_version_with_a_hash_and_without_an_address(project):
    asked = json.loads((PINS / project / "package.json").read_text())["dependencies"]
    for name, entry in npm.locked(project).items():
        assert entry["integrity"].startswith("sha512-"), name
        assert "resolved" not in entry, name
        assert asked.get(name, entry["version"]) == entry["version"]
    assert asked.keys() <= npm.locked(project).keys()


def test_a_package_that_nobody_pinned_is_told():
    with pytest.raises(Problem, match=r"No package-lock\.json below pins/ has the package left-pad"):
        npm.npm_package("left-pad")
