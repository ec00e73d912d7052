"""With any fault in the snapshot, the page starts without it: the same numbers, only later.

Files that come damaged are in test_files_that_do_not_arrive.py.
"""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lab import Lab, assert_same, native

from built import of_the_page
from sitebuild.runtime import add_runtime

# Each engine has its own words for it.
FAILS = (
    "Failed to load resource",
    "integrity",
    "None of the “sha256” hashes",
    "Cannot load",
    "NetworkError",
    "unsupported MIME type",
    "NoSuchThing",
)


def expect_the_same(newcomer: Lab, way: str) -> None:
    """Python is there, by the expected way, and computes what native Python does."""
    newcomer.open("#epochs=200")
    assert newcomer.page.locator("html").get_attribute("data-start") == way
    assert_same(newcomer.train(), native(200))


def another_layout(site: Path) -> None:
    runtime = json.loads(of_the_page(site, "runtime.json").read_text())
    runtime["snapshot"]["layout"] = "0" * 64
    of_the_page(site, "runtime.json").write_text(json.dumps(runtime))


def missing(site: Path) -> None:
    [snapshot] = site.glob("runtime/*/*/snapshot.bin.gz")
    snapshot.unlink()


def built_plain(site: Path) -> None:
    """As `build.py build --plain` does it."""
    shutil.rmtree(site / "runtime")
    add_runtime(site, of_the_page(site, "main.js").parent, plain=True)


def with_other_code(step: str, instead: str) -> Callable[[Path], None]:
    def change(site: Path) -> None:
        worker = of_the_page(site, "worker.js")
        code = worker.read_text()
        assert code.count(step) == 1
        worker.write_text(code.replace(step, instead))

    return change


USELESS = {
    "the build made none": built_plain,
    "the layout is another": another_layout,
    "the restore hangs": with_other_code("checkLayout(hashed2(", "await new Promise(() => {}); checkLayout(hashed2("),
    "an old browser cannot unpack it": with_other_code("new DecompressionStream(", "new NoSuchThing("),
}


@pytest.mark.also_in("firefox", "webkit")
def test_starts_from_the_snapshot(newcomer: Lab) -> None:
    expect_the_same(newcomer, "snapshot")


@pytest.mark.also_in("firefox")
@pytest.mark.expects(*FAILS)
def test_starts_without_the_file(newcomer: Lab, changed_site: Callable[[Any], str]) -> None:
    newcomer.address = changed_site(missing)
    expect_the_same(newcomer, "plain")


@pytest.mark.expects(*FAILS)
@pytest.mark.parametrize("fault", USELESS)
def test_starts_without_what_cannot_be_used(newcomer: Lab, changed_site: Callable[[Any], str], fault: str) -> None:
    newcomer.address = changed_site(USELESS[fault])
    expect_the_same(newcomer, "plain")
