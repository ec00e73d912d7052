"""A minified module is the same module: same bytes in every build, same exports, no comments."""

import gzip

from sitebuild.esbuild import esbuild, minified
from sitebuild.files import sha256
from sitebuild.npm import npm_package

SOURCE = "dist/uPlot.esm.js"


def test_another_making_gives_the_same_bytes(tmp_path):
    esbuild(npm_package("uplot") / SOURCE, tmp_path / "again.js")
    assert sha256(tmp_path / "again.js") == sha256(minified("uplot", SOURCE))


def test_it_is_much_smaller_and_still_exports_its_default():
    before = (npm_package("uplot") / SOURCE).read_bytes()
    code = minified("uplot", SOURCE).read_bytes()
    assert len(gzip.compress(code)) < 0.6 * len(gzip.compress(before))
    assert b"as default" in code
    assert b"/*" not in code
