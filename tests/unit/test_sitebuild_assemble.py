"""dist/: same bytes for the same sources, only relative addresses, and a lock that matches the files."""

import base64
import gzip
import hashlib
import json
import re
import shutil
import zipfile

import pytest

from built import of_the_page
from sitebuild.assemble import assemble
from sitebuild.bundle import PLACE, name_by_content
from sitebuild.files import sha256
from sitebuild.numpy_wheel import numpy_wheel
from sitebuild.own_wheel import NATIVE
from sitebuild.paths import PACKAGE, SITE
from sitebuild.pyodide import STDLIB, pyodide
from sitebuild.runtime import FROM_PYODIDE


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    return assemble(tmp_path_factory.mktemp("built") / "dist")


@pytest.fixture(scope="module")
def runtime(built):
    return json.loads(of_the_page(built, "runtime.json").read_text())


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


def test_what_has_an_address_for_ever_is_taken_as_it_is(built):
    for path in (SITE / "glass-net.js", SITE / "formulas.tex", *(SITE / "exercises").glob("*.md")):
        assert (built / path.relative_to(SITE)).read_bytes() == path.read_bytes()


def test_all_that_the_page_asks_for_is_named_by_its_content(built):
    [folder] = built.glob("page-*")
    named = {}
    for page in ("index.html", "embed.html"):
        text = (built / page).read_text(encoding="utf-8")
        asked = re.findall(r'(?:href|src)="([^"#:]+)"', text)
        assert all((built / address).is_file() and address.startswith(f"{folder.name}/") for address in asked), page
        named[page] = {address.partition("/")[2] for address in asked}
        assert text.count("<script>") == 1, "early.js stands in the page"
    assert named["index.html"] == {"first.css", "later.css", "dark.css", "main.js", "recording.json", "runtime.json"}
    assert named["embed.html"] == named["index.html"] - {"runtime.json"}


def test_a_change_of_what_the_page_loads_changes_its_address(tmp_path):
    names = []
    for content in ("one", "one", "two"):
        (tmp_path / PLACE).mkdir()
        (tmp_path / PLACE / "main.js").write_text(content)
        (tmp_path / "index.html").write_text(f'<script src="{PLACE}/main.js">')
        folder = name_by_content(tmp_path)
        assert (tmp_path / "index.html").read_text() == f'<script src="{folder.name}/main.js">'
        names.append(folder.name)
        shutil.rmtree(folder)
    assert names[0] == names[1] != names[2]


def test_the_policy_allows_the_one_script_in_the_page(built):
    for page in built.glob("*.html"):
        text = page.read_text(encoding="utf-8")
        [script] = re.findall(r"<script>(.*?)</script>", text, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        assert f"script-src 'self' 'sha256-{digest}'" in text


def test_each_script_leads_to_the_plain_modules(built):
    found = set()
    for path in built.glob("page-*/*.js"):
        told = json.loads(path.with_name(f"{path.name}.map").read_text(encoding="utf-8"))
        for source, content in zip(told["sources"], told["sourcesContent"], strict=True):
            address = source.partition("site/")[2]
            found.add(address)
            if address.startswith("js/") and path.name in ("main.js", "worker.js"):
                assert content == (SITE / address).read_text(encoding="utf-8"), address
    own = {path.relative_to(SITE).as_posix() for path in (SITE / "js").rglob("*.*js")}
    types = {"js/python/answers.js"}
    assert own - found == {"js/early.js"} | types, "all that the page runs can be read as it was written"


def test_no_module_is_in_two_of_the_pages_scripts(built):
    """Twice would be two states. What the worker has is the worker's."""
    held = {}
    for path in built.glob("page-*/*.js.map"):
        if path.name == "worker.js.map":
            continue
        for source in json.loads(path.read_text(encoding="utf-8"))["sources"]:
            assert source not in held, f"{source} is in {path.name} and in {held[source]}"
            held[source] = path.name


def test_runtime_json_lists_every_file_of_either_start_with_its_size(built, runtime):
    below = (path for path in (built / "runtime").rglob("*") if path.is_file())
    listed = runtime["files"] | runtime["snapshot"]["files"]
    assert listed == {path.relative_to(built).as_posix(): path.stat().st_size for path in below}
    assert {f"{runtime['indexURL']}{name}" for name in FROM_PYODIDE} <= runtime["files"].keys()
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
        assert sha256((built / runtime["lockFileURL"]).parent / package["file_name"]) == package["sha256"]


def test_our_own_package_stays_source(built, runtime, lock):
    [address] = (
        address for address in runtime["wheels"] if address.endswith(lock["packages"]["glassnet"]["file_name"])
    )
    with zipfile.ZipFile(built / address) as wheel:
        served = {name for name in wheel.namelist() if re.fullmatch(r"glassnet/\w+\.py", name)}
        assert served == {f"glassnet/{path.name}" for path in PACKAGE.glob("*.py")} - set(NATIVE)
        for name in served:
            assert wheel.read(name) == (PACKAGE.parent / name).read_bytes()


def test_what_may_change_carries_a_hash_in_its_address(runtime, lock):
    """But one, which is empty. A plain build has another glue, and a browser keeps each as long as it likes."""
    for address in runtime["files"] | runtime["snapshot"]["files"]:
        assert re.search(r"-[0-9a-f]{16}(/|\.json$)", address)
    assert re.match(r"glassnet-[0-9a-f]{16}/", lock["packages"]["glassnet"]["file_name"])


def test_the_pages_own_files_name_no_absolute_address(built):
    """Links for readers are fine; what a browser loads by itself must be relative."""
    for path in [
        *built.glob("*.html"),
        *built.glob("page-*/*.css"),
        *built.glob("page-*/*.js"),
    ]:
        text = path.read_text(encoding="utf-8")
        loads = r"""(?:src|<link[^>]*href|import|from|url|fetch)\s*=?\(?\s*["']((?:https?:)?/[^"']*)"""
        assert not re.findall(loads, text), path.name


def test_the_service_worker_knows_each_file_that_the_page_needs_by_its_hash(built):
    text = (built / "service-worker.js").read_text(encoding="utf-8")
    told = json.loads(re.search(r"const FILES = (\{.*?\});", text, re.DOTALL)[1])
    below = (path for folder in ("page-*", "runtime") for found in built.glob(folder) for path in found.rglob("*"))
    needed = [path for path in below if path.is_file() and path.suffix != ".map"]
    hashes = {path: hashlib.sha256(path.read_bytes()).digest() for path in [*built.glob("*.html"), *needed]}
    assert len(needed) > 40
    assert told == {
        path.relative_to(built).as_posix(): f"sha256-{base64.b64encode(digest).decode()}"
        for path, digest in hashes.items()
    }


def test_the_exercises_are_beside_the_page(built):
    told = json.loads(of_the_page(built, "exercises.json").read_text(encoding="utf-8"))
    assert [one["name"] for one in told] == sorted(path.stem for path in (SITE / "exercises").glob("*.md"))


def test_the_recording_is_plain_json(built):
    text = of_the_page(built, "recording.json").read_text(encoding="utf-8")
    assert json.dumps(json.loads(text), separators=(",", ":"), ensure_ascii=False) == text
