"""The editor's bundle: same bytes in every build, only third-party code, and no style element."""

import gzip
import json
import re

import pytest

from sitebuild import editor as module
from sitebuild.editor import BUNDLE, ENTRY, STYLES, editor, make_editor
from sitebuild.files import sha256
from sitebuild.npm import npm_package
from sitebuild.problem import Problem


def test_another_making_gives_the_same_bytes(tmp_path):
    make_editor(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["LICENSE", BUNDLE]
    for name in ("LICENSE", BUNDLE):
        assert sha256(tmp_path / name) == sha256(editor() / name)


def test_it_imports_nothing_and_stays_small():
    code = (editor() / BUNDLE).read_bytes()
    assert not re.search(rb"\bimport\b[^;]{0,200}\bfrom\b|\bimport\s*\(|\brequire\(", code)
    assert b"/tmp" not in code
    assert len(gzip.compress(code)) < 130_000


def test_it_exports_what_its_entry_names():
    names = set(re.findall(r"[\w]+(?=[,} ]+)", " ".join(re.findall(r"\{(.*?)\}", ENTRY.read_text())) + ","))
    exported = set(
        re.findall(r"(?:as )(\w+)|(?<=[{,])(\w+)(?=[,}])", (editor() / BUNDLE).read_text().rpartition("export")[2])
    )
    assert names <= {one or other for one, other in exported}


def test_every_package_in_it_has_its_licence_beside_it():
    """What the entry imports, and all that those packages need in turn."""
    text = (editor() / "LICENSE").read_text()
    needed = set(re.findall(r'from "([^"]+)"', ENTRY.read_text()))
    for _ in range(10):  # as deep as they stand on each other
        needed |= {other for name in needed for other in needs(name)}
    assert len(needed) > 10
    assert set(re.findall(r"^(\S+) \d+\.\d+\.\d+$", text, re.MULTILINE)) == needed
    for name in needed:
        assert (npm_package(name) / "LICENSE").read_text().strip() in text


def needs(name):
    return json.loads((npm_package(name) / "package.json").read_text()).get("dependencies", {})


def test_another_style_mod_is_told_not_taken(tmp_path, monkeypatch):
    package, file, _, new = STYLES
    monkeypatch.setattr(module, "STYLES", (package, file, "a line that is not there", new))
    with pytest.raises(Problem, match="0 times; expected once"):
        make_editor(tmp_path)
