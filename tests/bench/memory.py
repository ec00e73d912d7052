"""The memory of the browsers that this process has started. Linux tells it; elsewhere it is not measured."""

import os
import re
from pathlib import Path

PROC = Path("/proc")
MEGABYTE = 1000**2


def megabytes() -> float | None:
    """What is private to each process, and the largest part that one of them shares: that part is in all of them.

    Not the proportional share, because that shrinks while another browser runs on the machine.
    """
    if not (PROC / "self" / "smaps_rollup").exists():
        return None
    parts = [found for pid in _started_by(os.getpid()) if (found := _memory(pid))]
    if not parts:
        return None
    return (sum(private for private, _ in parts) + max(shared for _, shared in parts)) / MEGABYTE


def _started_by(ancestor: int) -> list[int]:
    parents = {}
    for path in PROC.glob("[0-9]*/stat"):
        try:
            parents[int(path.parent.name)] = int(path.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue  # it has just ended
    found = [ancestor]
    for one in found:
        found += [pid for pid, parent in parents.items() if parent == one]
    return found[1:]


def _memory(pid: int) -> tuple[int, int] | None:
    """Private and shared bytes of a process; nothing of one that is no browser."""
    try:
        program = (PROC / str(pid) / "cmdline").read_bytes().partition(b"\0")[0]
        text = (PROC / str(pid) / "smaps_rollup").read_text()
    except OSError:
        return None
    if b"chrom" not in Path(os.fsdecode(program)).name.encode() and b"headless" not in program:
        return None
    kilobytes = {name: int(size) for name, size in re.findall(r"^(\w+): +(\d+) kB", text, re.MULTILINE)}
    private, shared = (kilobytes[f"{name}_Clean"] + kilobytes[f"{name}_Dirty"] for name in ("Private", "Shared"))
    return 1024 * private, 1024 * shared
