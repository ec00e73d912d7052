"""Temporary folders: gone when their work is done, and cleared away by the next build where that was killed.

A folder belongs to the process that made it for as long as it holds a lock on it, and the system takes the lock back
from a process that was killed. Needs nothing but the standard library.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, nullcontext, suppress
from glob import escape
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows, where nobody can see whose a folder is: nothing is cleared away there
    fcntl = None  # type: ignore[assignment]

MARK = ".building-"


@contextmanager
def scratch(beside: Path) -> Iterator[Path]:
    """A temporary folder on the same disk as `beside`, gone afterwards whatever happens."""
    beside.parent.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        with _locked(beside.parent):  # so that nobody sees the new folder without its own lock
            folder = Path(tempfile.mkdtemp(prefix=f".{beside.name}{MARK}", dir=beside.parent))
            stack.callback(shutil.rmtree, folder, ignore_errors=True)
            stack.enter_context(_locked(folder))
        folder.chmod(0o755)
        yield folder


def clear_abandoned(folder: Path, name: str = "") -> None:
    """Removes the temporary folders that killed processes left in `folder`: all, or those beside `name`."""
    pattern = f".{escape(name) if name else '*'}{MARK}*"
    found = [path for path in folder.glob(pattern) if path.is_dir() and not path.is_symlink()]
    if not found or fcntl is None:
        return
    with _locked(folder):
        for path in found:
            with suppress(OSError), _locked(path, wait=False):  # one that cannot be locked is at work
                shutil.rmtree(path, ignore_errors=True)


@contextmanager
def _locked(folder: Path, wait: bool = True) -> Iterator[None]:
    """Holds a lock on the folder that no other process can have meanwhile.

    Without waiting it raises `OSError` where the lock cannot be had. Some disks know no locks: there it is never had.
    """
    if fcntl is None:
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError) if wait else nullcontext():
            fcntl.flock(handle, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(handle)
