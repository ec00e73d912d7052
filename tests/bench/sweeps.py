"""How fast sweeps are natively: on one core, on all, and on a Dask cluster with two workers, in one run."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from distributed import Client, LocalCluster

import glassnet
from glassnet.sweeps.native.cores import Cores, usable_cores
from glassnet.sweeps.native.rows import ready
from glassnet.sweeps.native.sample import Sample, sampled
from glassnet.sweeps.native.spec import spec_of
from glassnet.sweeps.native.sweep import ON_CORES

EPOCHS = 10_000
SECONDS = 70.0  # that the sweep takes on one core
MANY = 100_000  # runs, for what planning and gathering cost
SIZES = (1_000, 10_000, 100_000)  # runs, for the memory that they take


def sweeps() -> Iterator[str]:
    """What is to be said of them, line by line."""
    spec: dict[str, Any] = {"epochs": EPOCHS, "seeds": "0..255"}
    sample = sampled(spec_of(spec))
    runs = max(200, round(SECONDS / sample.seconds_a_unit / sample.units_a_run))
    spec["seeds"], sample = f"0..{runs - 1}", sample._replace(runs=runs)
    one = timed(spec, Cores(1), 1, sample)
    yield in_words("one core", runs, one, one, 1)
    count = usable_cores()
    if count > 1:
        took = timed(spec, Cores(count), count, sample)
        yield in_words(f"{count} cores (to reach: 0.85 of linear)", runs, took, one, count)
    local = LocalCluster(n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None)
    with local as cluster, Client(cluster, set_as_default=False) as client:
        yield in_words("a Dask cluster of two workers", runs, timed(spec, client, 2, sample), one, min(2, count))
    yield overhead()
    yield from map(memory, SIZES)


def timed(spec: dict[str, Any], executor: Any, workers: int, sample: Sample) -> float:
    """The seconds of a sweep in the same tasks; the workers are there already, and have imported what they need."""
    for answer in [executor.submit(ready) for _ in range(4 * workers)]:
        answer.result()
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        glassnet.sweep(spec, Path(folder) / "out", executor, seconds=ON_CORES, sample=sample)
        took = time.perf_counter() - started
    if isinstance(executor, Cores):
        executor.shutdown()
    return took


def in_words(where: str, runs: int, took: float, one: float, workers: int) -> str:
    """A line."""
    rate = runs * EPOCHS / took / 1e6
    return f"Sweep on {where}: {rate:.2f} million networks x epochs a second; {one / took / workers:.2f} of linear."


def overhead() -> str:
    """What planning and gathering cost, as a part of the work: many short runs on one worker."""
    spec = {"epochs": 1000, "looks": 10, "seeds": f"0..{MANY - 1}"}
    cores = Cores(1)
    with tempfile.TemporaryDirectory() as folder:
        cores.submit(ready).result()
        sample = sampled(spec_of(spec))
        started = time.perf_counter()
        found = glassnet.sweep(spec, Path(folder) / "out", cores, sample=sample)
        took = time.perf_counter() - started
        worked = sum(found.table(measured=True)["seconds"].to_pylist())
    cores.shutdown()
    return f"Planning and gathering {MANY:,} runs of 1,000 epochs: {took / worked - 1:.1%} of the work (to reach: 2 %)."


SWEPT = r"""
import re, sys
from pathlib import Path
import glassnet
from glassnet.sweeps.native.report import write_report
if __name__ == "__main__":
    runs, folder = int(sys.argv[1]), Path(sys.argv[2])
    spec = {"hidden": [[2], [3]], "epochs": 20, "looks": 10, "curve": 21, "seeds": f"0..{runs // 2 - 1}"}
    found = glassnet.sweep(spec, folder / "out")
    write_report(found)
    done = found.found().done
    print(done, int(re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[1]) / 1024)
"""


def memory(runs: int) -> str:
    """The most memory that the process takes which plans, gathers, reports and counts: it should not grow."""
    with tempfile.TemporaryDirectory() as name:
        script = Path(name) / "swept.py"
        script.write_text(SWEPT)
        env = os.environ | {"PYTHONPATH": str(Path(glassnet.__file__).parent.parent)}
        done = subprocess.run([sys.executable, script, str(runs), name], env=env, stdout=subprocess.PIPE, check=True)
    count, megabytes = done.stdout.split()
    assert int(count) == runs
    return f"A sweep of {runs:,} runs, its report and its status: {float(megabytes):.0f} MB at most."
