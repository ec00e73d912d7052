"""The snapshot: same bytes in every build, and a plain sentence if it cannot be made."""

import json

import pytest

from sitebuild.bytecode import compiled
from sitebuild.files import sha256
from sitebuild.own_wheel import served_wheel
from sitebuild.problem import Problem
from sitebuild.snapshot import PACKED, description, make_snapshot, snapshot


def test_another_making_gives_the_same_bytes(tmp_path):
    make_snapshot([*sorted(compiled().glob("*.whl")), served_wheel()], tmp_path)
    assert sha256(tmp_path / PACKED) == sha256(snapshot() / PACKED)
    assert description(tmp_path) == description(snapshot())


def test_every_compiled_library_that_python_opened_was_loaded_before_it():
    content = description(snapshot())
    loaded = {library["path"] for library in content["libraries"]}
    assert set(content["handles"].values()) == loaded | {"__main__"}


def test_it_names_nothing_of_the_machine_that_made_it():
    assert "/tmp" not in json.dumps(description(snapshot()))


def test_a_snapshot_that_cannot_be_made_is_told_in_words(tmp_path):
    with pytest.raises(Problem, match=r"snapshot\.mjs failed under Node"):
        make_snapshot([served_wheel()], tmp_path)  # without NumPy
