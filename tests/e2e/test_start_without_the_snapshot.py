"""Whatever is wrong with the snapshot, the page starts without it: the same numbers, only later."""

import json
from pathlib import Path
from typing import Any

import pytest
from lab import Lab, assert_same, native

FAILS = "Failed to load resource", "integrity", "net::ERR"


def expect_the_same(newcomer: Lab, way: str) -> None:
    """Python is there, by the expected way, and computes what native Python does."""
    newcomer.open("#epochs=200")
    assert newcomer.page.locator("html").get_attribute("data-start") == way
    assert_same(newcomer.train(), native(200))


def without(context: Any, dist: Path, **changes: Any) -> None:
    """Say something else of the snapshot than is true."""
    runtime = json.loads((dist / "runtime.json").read_text())
    runtime["snapshot"] |= changes
    context.route("**/runtime.json", lambda route: route.fulfill(json=runtime))


def test_starts_from_the_snapshot(newcomer: Lab) -> None:
    expect_the_same(newcomer, "snapshot")


def test_the_layout_is_another(newcomer: Lab, context: Any, dist: Path) -> None:
    without(context, dist, layout="0" * 64)
    expect_the_same(newcomer, "plain")


@pytest.mark.expects(*FAILS)
def test_the_file_is_missing(newcomer: Lab, context: Any) -> None:
    context.route("**/snapshot.bin.gz", lambda route: route.fulfill(status=404, body="not found"))
    expect_the_same(newcomer, "plain")


@pytest.mark.expects(*FAILS)
def test_the_file_is_damaged(newcomer: Lab, context: Any, dist: Path) -> None:
    [packed] = dist.glob("runtime/*/snapshot-*/snapshot.bin.gz")
    content = bytearray(packed.read_bytes())
    content[len(content) // 2] ^= 1
    context.route("**/snapshot.bin.gz", lambda route: route.fulfill(body=bytes(content)))
    expect_the_same(newcomer, "plain")


@pytest.mark.expects(*FAILS)
def test_a_compiled_library_is_missing(newcomer: Lab, context: Any) -> None:
    context.route("**/_multiarray_umath.wasm", lambda route: route.fulfill(status=404, body="not found"))
    expect_the_same(newcomer, "plain")


@pytest.mark.parametrize(
    ("step", "instead"),
    [
        pytest.param("checkLayout(await", "await new Promise(() => {}); (await", id="the restore hangs"),
        pytest.param("new DecompressionStream(", "new NoSuchThing(", id="an old browser cannot unpack it"),
    ],
)
def test_a_step_of_the_restore_does_not_work(newcomer: Lab, context: Any, dist: Path, step: str, instead: str) -> None:
    code = (dist / "js" / "boot.js").read_text()
    assert code.count(step) == 1
    changed = code.replace(step, instead)
    context.route("**/boot.js", lambda route: route.fulfill(body=changed, content_type="text/javascript"))
    expect_the_same(newcomer, "plain")
