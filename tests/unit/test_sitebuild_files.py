"""Files are complete or absent, even if writing is interrupted; a damaged cache is noticed and made again."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from sitebuild import files

PY = Path(files.__file__).parents[1]


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "glassnet"


def left_in(folder):
    """Everything below the folder, by relative name."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def test_write_whole_replaces_the_content(tmp_path):
    path = tmp_path / "a.txt"
    files.write_whole(path, b"one")
    files.write_whole(path, b"two")
    assert path.read_bytes() == b"two"
    assert left_in(tmp_path) == ["a.txt"]


def test_replace_folder_swaps_and_leaves_nothing_else(tmp_path):
    for name in ("old", "new"):
        (tmp_path / name).mkdir()
        (tmp_path / name / f"{name}.txt").touch()
    files.replace_folder(tmp_path / "new", tmp_path / "old")
    assert left_in(tmp_path) == ["old", "old/new.txt"]


def test_a_cached_folder_is_made_once():
    calls = []

    def make(folder):
        calls.append(folder)
        (folder / "a.txt").write_text("hello")

    first = files.cached_folder("thing", make)
    assert files.cached_folder("thing", make) == first
    assert len(calls) == 1
    assert (first / "a.txt").read_text() == "hello"


@pytest.mark.parametrize("harm", ["change", "delete", "truncate the list", "delete the list"])
def test_damage_is_noticed_and_repaired(harm, capsys):
    def make(folder):
        (folder / "deep").mkdir()
        (folder / "deep" / "a.txt").write_text("hello")

    folder = files.cached_folder("thing", make)
    victim = folder / (files.MANIFEST if "list" in harm else "deep/a.txt")
    victim.unlink() if "delete" in harm else victim.write_text("hell")
    again = files.cached_folder("thing", make)
    assert (again / "deep" / "a.txt").read_text() == "hello"
    assert files.damage(again) == ""
    assert f"{victim.relative_to(folder).as_posix()} in the cache is not what was stored" in capsys.readouterr().err


def test_a_failed_make_leaves_nothing(cache):
    def fail(folder):
        (folder / "half.txt").write_text("half")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        files.cached_folder("thing", fail)
    assert left_in(cache) == []


def test_a_failed_remake_of_a_damaged_folder_leaves_it_damaged_not_trusted():
    folder = files.cached_folder("thing", lambda folder: (folder / "a.txt").write_text("good") and None)
    (folder / "a.txt").write_text("bad")

    def fail(folder):
        raise RuntimeError

    with pytest.raises(RuntimeError):
        files.cached_folder("thing", fail)
    assert files.damage(folder) == "a.txt"


INTERRUPTED = """
import sys, time
sys.path.insert(0, sys.argv[1])
from sitebuild.files import cached_folder
def make(folder):
    (folder / "half.txt").write_text("half")
    print("writing", flush=True)
    time.sleep(30)
cached_folder("thing", make)
"""


@pytest.mark.skipif(os.name == "nt", reason="sends Ctrl-C as a signal")
def test_ctrl_c_in_the_middle_leaves_nothing(cache):
    script = subprocess.Popen(
        [sys.executable, "-c", INTERRUPTED, PY], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    with script:
        assert script.stdout.readline() == b"writing\n"
        script.send_signal(signal.SIGINT)
    assert script.returncode != 0
    assert left_in(cache) == []


FULL_DISK = """
import resource, signal, sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from sitebuild.files import write_whole
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))  # from here on, as if the disk were full
try:
    write_whole(Path(sys.argv[2]), b"x" * 5000)
except OSError as error:
    print("refused")
"""


@pytest.mark.skipif(os.name == "nt", reason="limits the file size as POSIX does")
def test_a_full_disk_leaves_the_old_file_whole(tmp_path):
    path = tmp_path / "a.bin"
    path.write_bytes(b"old")
    done = subprocess.run([sys.executable, "-c", FULL_DISK, PY, path], capture_output=True, text=True, check=True)
    assert done.stdout == "refused\n"
    assert path.read_bytes() == b"old"
    assert left_in(tmp_path) == ["a.bin"]


def test_fingerprint_changes_with_name_content_and_parts(tmp_path):
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_text("a")
    two.write_text("a")
    prints = [files.fingerprint(files=[one]), files.fingerprint(files=[two]), files.fingerprint("x", files=[one])]
    two.write_text("b")
    prints.append(files.fingerprint(files=[two]))
    assert len(set(prints)) == 4
    assert files.fingerprint(files=[one]) == prints[0]


def test_sources_are_sorted_and_without_litter(tmp_path):
    for name in ("b.py", "a.py", ".hidden", "__pycache__/a.pyc", "deep/c.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    assert [path.relative_to(tmp_path).as_posix() for path in files.sources(tmp_path)] == ["a.py", "b.py", "deep/c.py"]
