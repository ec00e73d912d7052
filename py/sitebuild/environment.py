"""Makes build.py's own Python environments from the requirement files in pins/, and starts build.py again inside one.

Runs on a bare Python with pip: nothing but the standard library may be imported here. An environment's name carries a
hash of what is in it, so a changed pin makes a new one; a marker file, written last, says that it is complete. What pip
installs has one of the hashes that the file names.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path

from .paths import PINS, ROOT, cache_folder
from .problem import Problem, last_words
from .unused import forget_unused, used

COMPLETE = ".complete"
WIDEST = "test"  # the group that includes the others that `enter` is asked for
STARTED_WITH = "GLASSNET_STARTED_WITH"


def requirements(group: str) -> Path:
    """The group's requirement file: every package with its version and hashes."""
    return PINS / f"{group}.txt"


def environment(group: str, base: str | None = None) -> Path:
    """The Python of an environment that holds the group's packages, made first if it is not there yet.

    ``base`` is another Python with pip to make it with; without one it is the Python that runs this.
    """
    return made_once(folder_of(group, base), lambda folder: install(folder, group, requirements(group), base))


def folder_of(group: str, base: str | None = None) -> Path:
    """Where the group's environment is, or will be."""
    which = _version_of(base) if base else f"{sys.version}\n{sys.base_prefix}"
    identity = "\n".join([which, requirements(group).read_text(encoding="utf-8")])
    return cache_folder() / f"env-{group}-{hashlib.sha256(identity.encode()).hexdigest()[:12]}"


def made_once(folder: Path, make: Callable[[Path], None]) -> Path:
    """The Python of the environment in `folder`; an unfinished one (no marker) is thrown away and made again."""
    if not (folder / COMPLETE).exists():
        with _only_one_at_a_time(folder.with_suffix(".lock")):
            if not (folder / COMPLETE).exists():
                _make(folder, make)
                forget_unused(folder)
                _forget_unfinished(folder.parent)
    return python_of(folder)


def python_of(folder: Path) -> Path:
    """The environment's own interpreter."""
    return folder / "Scripts" / "python.exe" if os.name == "nt" else folder / "bin" / "python"


def enter(group: str) -> None:
    """Goes on inside the group's environment: returns if this is it, else starts build.py again there and ends."""
    good_enough = [folder_of(group), folder_of(WIDEST)]
    if Path(sys.prefix) in good_enough:
        return
    complete = [folder for folder in good_enough if (folder / COMPLETE).exists()]
    python = python_of(complete[0]) if complete else environment(group)
    used(python.parent.parent)
    os.environ.setdefault(STARTED_WITH, sys.executable)
    command = [str(python), str(ROOT / "build.py"), *sys.argv[1:]]
    if os.name == "nt":
        sys.exit(subprocess.run(command, check=False).returncode)
    sys.stdout.flush()
    os.execv(command[0], command)


def _make(folder: Path, make: Callable[[Path], None]) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    try:
        make(folder)
        (folder / COMPLETE).touch()
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _version_of(base: str) -> str:
    ask = [base, "-c", "import sys; print(sys.version, sys.base_prefix, sep='\\n', end='')"]
    return subprocess.run(ask, capture_output=True, text=True, check=True).stdout


def install(folder: Path, group: str, wanted: Path, base: str | None = None) -> None:
    """Makes the environment of what the requirement file names."""
    base = base or pip_python()
    print(f"Making the environment for '{group}' in {folder}, once ...", file=sys.stderr)
    _run([base, "-m", "venv", "--without-pip", str(folder)], "Python's venv module")
    pip = [base, "-m", "pip", "--python", str(python_of(folder))]
    quiet = ["--quiet", "--disable-pip-version-check", "--no-input"]
    _run([*pip, "install", *quiet, "--require-hashes", "-r", str(wanted)], "pip")


def pip_python() -> str:
    """A Python that has pip: the one that build.py was first started with, for our own environments carry none."""
    here = sys.executable if find_spec("pip") else getattr(sys, "_base_executable", sys.executable)
    return os.environ.get(STARTED_WITH, here)


def _run(command: list[str], who: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        said = last_words(done.stderr or done.stdout)
        raise Problem(f"{who} could not make the environment; it said:\n{said}\nRun the same command again to retry.")


def _forget_unfinished(cache: Path) -> None:
    """Removes what killed processes left of environments with other pins."""
    for lock in cache.glob("env-*.lock"):
        folder = lock.with_suffix("")
        if folder.is_dir() and not (folder / COMPLETE).exists():
            with suppress(OSError), _only_one_at_a_time(lock, wait=False):  # one that is locked is being made
                shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _only_one_at_a_time(lock: Path, wait: bool = True) -> Iterator[None]:
    """Lets a second build.py wait until the first has made the environment; without waiting it raises `OSError`."""
    try:
        import fcntl
    except ImportError:  # Windows: two first starts at the same moment are not guarded there
        yield
        return
    with lock.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
