"""The folder of a sweep: its spec, and one Parquet file for each task that is done.

A file is written under another name, and renamed when it is whole, so that a file with a task's name is that task's
result. What is found damaged all the same is put aside as ``NAME.damaged``, and its task is run again.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from glassnet.sweeps.native.plan import Task, code_version, tasks
from glassnet.sweeps.native.rows import MEASURED, schema_of
from glassnet.sweeps.native.spec import BadSpec, Spec, checked_spec

SPEC = "sweep.json"
DATA = "data.csv"
DAMAGES = (pa.ArrowException, OSError, ValueError, KeyError, TypeError)  # what reading a damaged file may raise


class Found(NamedTuple):
    """What a folder has of a sweep: runs that are done, among them failed ones, and runs that are left."""

    done: int
    failed: int
    left: int
    damaged: int


class Results:
    """The results of a sweep in a folder. ``units`` is the size of its tasks, which stays as it was begun."""

    def __init__(self, folder: Path, spec: Spec, units: float) -> None:
        self.folder, self.spec, self.units = folder, spec, units

    def tasks(self) -> Iterator[Task]:
        """All tasks of the plan, done or not."""
        return tasks(self.spec, self.units)

    def path_of(self, task: Task) -> Path:
        """Where a task's file is, or will be."""
        return self.folder / f"{task.name}.parquet"

    def is_done(self, task: Task) -> bool:
        """Whether a task's file is there and whole; one that is not is put aside."""
        path = self.path_of(task)
        if not path.exists():
            return False
        if read(path, task) is not None:
            return True
        path.replace(path.with_suffix(".damaged"))
        return False

    def write(self, task: Task, content: bytes) -> None:
        """Keeps the file of a task. Raises ``OSError`` where it cannot be written; then nothing of it stays."""
        write_whole(self.path_of(task), content)

    def found(self) -> Found:
        """What is done and left. Reads every file, one after another."""
        done = failed = left = damaged = 0
        for task in self.tasks():
            path = self.path_of(task)
            if not path.exists():
                left += task.runs
            elif content := content_of(path, task):
                done, failed = done + task.runs, failed + content[1]["failed"]
            else:
                left, damaged = left + task.runs, damaged + task.runs
        return Found(done, failed, left, damaged)

    def forget_failed(self) -> int:
        """Removes the files that have failed runs, so that these are run again; how many runs they have."""
        gone = 0
        for task in self.tasks():
            path = self.path_of(task)
            content = content_of(path, task) if path.exists() else None
            if content and content[1]["failed"]:
                path.unlink()
                gone += task.runs
        return gone

    def done(self) -> Iterator[tuple[Task, pa.Table]]:
        """Each task that is done and its rows, in the order of the plan: one file is in memory at a time.

        Raises ``ValueError`` for a damaged file.
        """
        for task in self.tasks():
            path = self.path_of(task)
            if path.exists():
                rows = read(path, task)
                if rows is None:
                    raise ValueError(f"{path} is damaged; run the sweep again, which mends it")
                yield task, rows

    def batches(self, measured: bool = False) -> Iterator[pa.RecordBatch]:
        """All runs that are done as Arrow record batches, in the order of the plan, for as many runs as one likes.

        The rows of all batches together are those of ``table``. Raises ``ValueError`` for a damaged file.
        """
        for _, rows in self.done():
            yield from (rows if measured else rows.drop_columns(list(MEASURED))).to_batches()

    def table(self, measured: bool = False) -> pa.Table:
        """All runs that are done as one Arrow table, in the order of the plan: it takes memory for each run.

        It hangs on the spec alone: not on the executor, the tasks' order or a restart. ``measured`` adds the columns
        that do not, such as ``seconds``. Raises ``ValueError`` for a damaged file.
        """
        found = list(self.batches(measured))
        return pa.Table.from_batches(found) if found else pa.table({})

    def machines(self) -> set[str]:
        """The kinds of machines, by how they round: more than one means that a bit may hang on the machine."""
        paths = map(self.path_of, self.tasks())
        return {said["numerics"] for path in paths if path.exists() and (said := said_by(path))}


def said_by(path: Path) -> dict[str, Any] | None:
    """What a file says of itself; None if it is damaged there. Only its end is read."""
    try:
        with pq.ParquetFile(path) as file:
            return said_in(file)
    except DAMAGES:
        return None


def said_in(file: pq.ParquetFile) -> dict[str, Any]:
    """What an open file says of itself. Raises one of ``DAMAGES``."""
    said = json.loads(file.schema_arrow.metadata[b"glassnet"])
    if not (isinstance(said["name"], str) and isinstance(said["failed"], int) and isinstance(said["numerics"], str)):
        raise TypeError("not what a task says")
    return dict(said)


def content_of(path: Path, task: Task) -> tuple[pa.Table, dict[str, Any]] | None:
    """The rows of a task, and what their file says of itself.

    None if the file is damaged: a page has another checksum, or the rest is not the task's.
    """
    try:
        with pq.ParquetFile(path, page_checksum_verification=True) as file:
            said = said_in(file)
            table = file.read().replace_schema_metadata(None)
    except DAMAGES:
        return None
    right = said["name"] == task.name and table.num_rows == task.runs and table.schema.equals(schema_of(task.axes))
    return (table, said) if right else None


def read(path: Path, task: Task) -> pa.Table | None:
    """The rows of a task; None if its file is damaged."""
    content = content_of(path, task)
    return content and content[0]


def write_whole(path: Path, content: bytes) -> None:
    """Writes a file so that it is there whole or not at all, also after a power cut."""
    new = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        with new.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
    except BaseException:
        with suppress(OSError):
            new.unlink()
        raise


def begun(folder: Path, spec: Spec, units: float) -> Results:
    """The results of a new sweep, or of the same that was begun there. Raises ``BadSpec`` if that is another."""
    folder.mkdir(parents=True, exist_ok=True)
    if (folder / SPEC).exists():
        there = results(folder)
        if there.spec.given != spec.given or there.spec.own != spec.own:
            old, new = there.spec.given, spec.given
            differ = ", ".join(sorted(key for key in {*old, *new} if old.get(key) != new.get(key)) or ["data"])
            raise BadSpec(f"{folder} has the results of another sweep, other in {differ}; expected a new one")
        return there
    if spec.own:
        write_whole(folder / DATA, spec.own.text.encode())
    content = {"spec": spec.given, "units": units, "code": code_version()}
    write_whole(folder / SPEC, json.dumps(content, indent=2).encode())
    return Results(folder, spec, units)


def results(folder: str | Path) -> Results:
    """The results in a folder. Raises ``BadSpec`` if it has none."""
    folder = Path(folder)
    try:
        content = json.loads((folder / SPEC).read_text(encoding="utf-8"))
        given, units = content["spec"], float(content["units"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BadSpec(f"{folder} has no sweep ({SPEC}: {error}); expected the folder that a sweep was given") from error
    inside = dict(given)
    if "data" in given:  # the copy beside the results, which is in UTF-8
        inside |= {"data": DATA, "reading": given.get("reading", {}) | {"encoding": "utf-8"}}
    spec = checked_spec(inside, folder)
    return Results(folder, Spec(spec.axes, spec.seeds, spec.watching, spec.own, given), units)
