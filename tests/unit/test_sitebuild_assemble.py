"""dist/: same bytes for the same sources, only relative addresses, and a lock that matches the files."""

import base64
import gzip
import hashlib
import json
import re
import zipfile
from pathlib import Path

import pytest

from sitebuild.assemble import assemble
from sitebuild.files import sha256
from sitebuild.numpy_wheel import numpy_wheel
from sitebuild.paths import PACKAGE, SITE
from sitebuild.pyodide import STDLIB, pyodide
from sitebuild.runtime import FROM_PYODIDE


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    return assemble(tmp_path_factory.mktemp("built") / "dist")


@pytest.fixture(scope="module")
def runtime(built):
    return json.loads((built / "runtime.json").read_text())


@pytest.fixture(scope="module")
def lock(built, runtime):
    return json.loads((built / runtime["lockFileURL"]).read_text())


def zipped(paths):
    """The compressed size of these files."""
    return sum(len(gzip.compress(path.read_bytes())) for path in paths)


def contents(folder):
    return {path.relative_to(folder).as_posix(): sha256(path) for path in sorted(folder.rglob("*")) if path.is_file()}


def test_two_builds_are_the_same_byte_for_byte(built, tmp_path):
    assert contents(assemble(tmp_path / "another" / "place")) == contents(built)


def test_a_build_leaves_only_its_folder(built):
    assert [path.name for path in built.parent.iterdir()] == ["dist"]


def test_a_second_build_drops_what_is_no_longer_there(tmp_path):
    target = tmp_path / "dist"
    target.mkdir()
    (target / "stale.txt").touch()
    assert not (assemble(target) / "stale.txt").exists()


def test_the_site_is_taken_as_it_is(built):
    others = {SITE / "index.html", SITE / "README.md"}  # one holds its first state besides, one is for developers
    for path in set(SITE.rglob("*")) - others:
        if path.is_file() and not path.name.startswith("."):
            assert (built / path.relative_to(SITE)).read_bytes() == path.read_bytes()


def test_the_page_names_its_modules_before_they_are_imported(built):
    named = set(re.findall(r'rel="modulepreload" href="([^"]+)"', (built / "index.html").read_text()))
    own = {path.relative_to(built).as_posix() for path in (built / "js").rglob("*.js")}
    later = {"js/answers.js", "js/early.js", "js/worker.js"}  # types only; no module; the worker's
    for path in sorted(own):
        text = (built / path).read_text()
        later |= {(Path(path).parent / found).as_posix() for found in re.findall(r'\bimport\("\./([^"]+)"\)', text)}
    assert {"js/main.js", "js/state.js"} <= named
    for path in sorted(own - named):  # each is imported when it is first used, or by one that is
        name = Path(path).name
        assert path in later or any(f'/{name}"' in (built / other).read_text() for other in own - named - {path}), path
    assert named - own == {
        f"vendor/{name}" for name in ("lit-html/lit-html.js", "lit-html/directive.js", "uplot/uPlot.esm.js")
    }


def test_runtime_json_lists_every_file_of_either_start_with_its_size(built, runtime):
    below = (path for path in (built / "runtime").rglob("*") if path.is_file())
    listed = runtime["files"] | runtime["snapshot"]["files"]
    assert listed == {path.relative_to(built).as_posix(): path.stat().st_size for path in below}
    assert runtime["indexURL"] == f"runtime/{runtime['pyodide']}/"
    assert {runtime["lockFileURL"], runtime["stdlib"], *runtime["wheels"]} <= runtime["files"].keys()


def test_the_snapshot_that_runtime_json_names_is_the_one_beside_it(built, runtime):
    digest = hashlib.sha256((built / runtime["snapshot"]["file"]).read_bytes()).digest()
    assert runtime["snapshot"]["integrity"] == f"sha256-{base64.b64encode(digest).decode()}"


def test_a_start_from_the_snapshot_downloads_less_than_a_stock_one(built, runtime):
    stock = [pyodide(name) for name in (*FROM_PYODIDE, STDLIB)] + [numpy_wheel()]
    ours = [built / address for address in runtime["snapshot"]["files"]]
    assert zipped(ours) < zipped(stock)


def test_the_lock_names_just_what_the_site_uses(lock):
    assert set(lock["packages"]) == {"glassnet", "numpy"}
    assert lock["packages"]["glassnet"]["depends"] == ["numpy"]


def test_the_lock_fits_the_files(built, runtime, lock):
    for package in lock["packages"].values():
        assert sha256(built / runtime["indexURL"] / package["file_name"]) == package["sha256"]


def test_our_own_package_stays_source(built, runtime, lock):
    with zipfile.ZipFile(built / runtime["indexURL"] / lock["packages"]["glassnet"]["file_name"]) as wheel:
        for path in PACKAGE.glob("*.py"):
            assert wheel.read(f"glassnet/{path.name}") == path.read_bytes()


def test_what_changes_with_our_code_carries_a_hash_in_its_address(runtime, lock):
    assert re.search(r"pyodide-lock-[0-9a-f]{16}\.json$", runtime["lockFileURL"])
    assert re.match(r"glassnet-[0-9a-f]{16}/", lock["packages"]["glassnet"]["file_name"])


def test_the_pages_own_files_name_no_absolute_address(built):
    """Links for readers are fine; what a browser loads by itself must be relative."""
    for path in [*built.glob("*.html"), *built.glob("*.css"), *built.glob("js/**/*.js")]:
        text = path.read_text(encoding="utf-8")
        loads = r"""(?:src|<link[^>]*href|import|from|url|fetch)\s*=?\(?\s*["']((?:https?:)?/[^"']*)"""
        assert not re.findall(loads, text), path.name


def test_the_exercises_are_beside_the_page(built):
    told = json.loads((built / "exercises.json").read_text(encoding="utf-8"))
    assert [one["name"] for one in told] == sorted(path.stem for path in (SITE / "exercises").glob("*.md"))


def test_the_recording_is_plain_json(built):
    text = (built / "recording.json").read_text(encoding="utf-8")
    assert json.dumps(json.loads(text), separators=(",", ":"), ensure_ascii=False) == text
