"""The cache drops what was unused for a month, and nothing else."""

import os
import time

import pytest

from sitebuild.files import cached_folder
from sitebuild.unused import MONTH, forget_unused


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "glassnet"


def aged(folder, seconds):
    """The folder, with an older date of last use."""
    folder.mkdir(parents=True, exist_ok=True)
    then = time.time() - seconds
    os.utime(folder, (then, then))
    return folder


def make(folder):
    (folder / "file").write_text("content")


def test_what_was_not_used_for_a_month_goes_when_one_of_its_kind_is_made(cache):
    gone = aged(cache / "thing-1", MONTH + 60)
    stays = [aged(cache / "thing-2", MONTH - 60), aged(cache / "thing-of-others-1", MONTH + 60)]
    lock = cache / "thing-1.lock"
    lock.touch()
    made = cached_folder("thing-3", make)
    assert not gone.exists()
    assert all(folder.exists() for folder in (*stays, lock, made))


def test_what_is_used_stays_though_it_was_made_long_ago(cache):
    old = aged(cached_folder("thing-1", make), 2 * MONTH)
    assert cached_folder("thing-1", make) == old
    cached_folder("thing-2", make)
    assert (old / "file").read_text() == "content"


def test_a_folder_without_a_kind_takes_nothing_with_it(cache):
    others = [aged(cache / "thing", 2 * MONTH), aged(cache / "thing-1", 2 * MONTH)]
    forget_unused(others[0])
    assert all(folder.exists() for folder in others)
