"""The rows of a task as one Parquet file: a column for each choice that the spec names, and what the run came to."""

from __future__ import annotations

import hashlib
import io
import json
import os
import socket
from collections.abc import Mapping, Sequence
from functools import cache
from time import perf_counter
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from threadpoolctl import ThreadpoolController

from glassnet.programs.choices import CHOICES
from glassnet.sweeps.native.plan import Task, code_version
from glassnet.sweeps.native.training import Exercise, failed, trained

RESULTS = {
    "outcome": pa.string(),
    "loss": pa.float64(),
    "accuracy": pa.float64(),
    "held_loss": pa.float64(),
    "held_accuracy": pa.float64(),
    "solved_at": pa.int64(),
    "plateau": pa.float64(),
    "no_number_at": pa.int64(),
    "dead": pa.int32(),
    "diverged": pa.bool_(),
    "reason": pa.string(),
    "curve": pa.list_(pa.float64()),
}
OTHER_NAMES = {"loss": "loss_function"}  # of columns of choices: ``loss`` is what a run came to
MEASURED = ("seconds",)  # columns that differ from one time to the next


class OtherCode(RuntimeError):
    """A worker with another version of what decides the numbers."""


def run_task(task: Task, code: str) -> bytes:
    """Runs a task and gives its file's bytes. It hangs on the task alone, and leaves NumPy's generator as it was.

    Raises ``OtherCode`` if the code here is not that of the plan.
    """
    if code != code_version():
        raise OtherCode(f"a worker has {code_version()}; expected {code}, as where the sweep was started")
    before, started = np.random.get_state(), perf_counter()
    try:
        with linear_algebra().limit(limits=1):  # its threads would only take the other tasks' cores
            rows = list(trained(Exercise(task.chosen, task.own, task.watching), task.lanes))
    finally:
        np.random.set_state(before)
    return file_of(task, rows, (perf_counter() - started) / len(rows))


def ready() -> None:
    """What a worker does before its first task: it has imported all that a task needs, and has written a file once,
    which takes a quarter of a second the first time."""
    pq.write_table(pa.table({"x": [0.0]}), io.BytesIO(), compression="zstd", write_page_checksum=True)
    numerics()


@cache
def linear_algebra() -> ThreadpoolController:
    """The libraries of this process that may start threads."""
    return ThreadpoolController()


def file_of_failed(task: Task, reason: str) -> bytes:
    """The file of a task that never came back."""
    return file_of(task, [failed(rate, seed, reason) for rate, seed in task.lanes], 0.0)


def schema_of(axes: Sequence[str]) -> pa.Schema:
    """The columns of a sweep that names these choices."""
    kinds = {int: pa.int64(), float: pa.float64()}
    named = [(OTHER_NAMES.get(name, name), CHOICES[name].default) for name in axes if name != "rate"]
    columns = {name: kinds.get(type(default), pa.string()) for name, default in named}
    columns |= {"rate": pa.float64(), "seed": pa.int64()} | RESULTS | dict.fromkeys(MEASURED, pa.float64())
    return pa.schema(list(columns.items()))


def file_of(task: Task, rows: Sequence[Mapping[str, Any]], seconds: float) -> bytes:
    """A Parquet file of a task's rows. Each of its pages has a checksum, so nothing may stand outside of them."""
    chosen = {OTHER_NAMES.get(name, name): as_column(task.chosen[name]) for name in task.axes if name != "rate"}
    same = chosen | {"seconds": seconds}
    schema = schema_of(task.axes)
    table = pa.table([column(one, same, rows) for one in schema], schema)
    table = table.replace_schema_metadata({"glassnet": json.dumps(about(task, rows))})
    out = io.BytesIO()
    plain = {"use_dictionary": False, "write_statistics": False}
    pq.write_table(table, out, compression="zstd", write_page_checksum=True, **plain)
    return out.getvalue()


def column(one: pa.Field, same: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]) -> pa.Array:
    """One column: the value that is the same for all rows, or each row's own; a row without one has null."""
    if one.name in same:
        return pa.repeat(pa.scalar(same[one.name], one.type), len(rows))
    return pa.array([row.get(one.name) for row in rows], one.type)


def about(task: Task, rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """What a file says of itself; ``numerics`` differs where a machine's processor rounds otherwise."""
    bad = sum(row["outcome"] == "failed" for row in rows)
    return {
        "name": task.name,
        "code": code_version(),
        "numerics": numerics(),
        "failed": bad,
        "where": f"{socket.gethostname()}:{os.getpid()}",
    }


@cache
def numerics() -> str:
    """A short hash of some results of NumPy on this machine: other processors may have others in the last bit."""
    values = np.random.RandomState(0).randn(40, 40)
    found = [values[:rows].dot(values[:, :columns]) for rows in (1, 4, 40) for columns in (1, 2, 40)]
    with np.errstate(all="ignore"):
        found += [function(values) for function in (np.exp, np.tanh, np.log1p, np.expm1, np.sin, np.cos)]
    return hashlib.sha256(b"".join(one.tobytes() for one in found)).hexdigest()[:12]


def as_column(value: Any) -> Any:
    """A choice as a column has it: lists as text, as in an address, such as ``8,8``."""
    return ",".join(map(str, value)) if isinstance(value, (list, tuple)) else value
