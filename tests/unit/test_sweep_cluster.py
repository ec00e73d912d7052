"""A sweep on a Dask cluster on this machine, with workers in processes of their own: one is killed, one scheduler goes.

Each cluster runs in a Python of its own, as a reader would start it: Dask's threads and sockets end with it.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from test_sweep import PACKAGE, RUNS, sweep

import glassnet

CLUSTER = """
import os, signal, sys
from pathlib import Path
sys.path[:0] = [{package!r}, {tests!r}]
import test_sweep
from distributed import Client, LocalCluster
from glassnet.sweeps.native.rows import run_task
from glassnet.sweeps.native.sweep import Stopped

class Deadly:
    def __init__(self, client):
        self.client, self.count = client, 0
        self.nthreads = client.nthreads
    def submit(self, function, *arguments):
        self.count += 1
        if self.count == 2:
            return self.client.submit(test_sweep.dies_once, *arguments, {marker!r})
        return self.client.submit(function, *arguments)

def told(now):
    if {lose} and now.done >= 6:
        cluster.close()

if __name__ == "__main__":
    os.environ["PYTHONPATH"] = os.pathsep.join([{package!r}, {tests!r}])
    cluster = LocalCluster(n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None)
    client = Client(cluster, set_as_default=False)
    try:
        test_sweep.sweep(Path({out!r}), executor=Deadly(client), report=told)
        print("done", client.nthreads().__len__())
    except Stopped as stopped:
        print("stopped:", stopped)
    client.close(); cluster.close()
"""


# The study by its command, on a cluster with two workers and on two cores.
STUDY = """
import sys
sys.path[:0] = [{package!r}]
from distributed import LocalCluster
from glassnet.__main__ import main

if __name__ == "__main__":
    study = ["study", "hidden-loss", "1986-symmetry", "--seeds", "0..4", "--epochs", "40", "--out"]
    cluster = LocalCluster(n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None)
    assert main([*study, {cluster!r}, "--scheduler", cluster.scheduler_address]) == 0
    cluster.close()
    assert main([*study, {cores!r}]) == 0
"""


def on_cluster(folder: Path, lose: bool = False) -> str:
    """What a process says that runs the sweep on a cluster with two workers."""
    values = {"package": str(PACKAGE.parent), "tests": str(Path(__file__).parent), "out": str(folder / "out")}
    return said_by(folder, CLUSTER.format(**values, marker=str(folder / "marker"), lose=lose))


def said_by(folder: Path, text: str) -> str:
    """What a process says that runs a script."""
    script = folder / "script.py"
    script.write_text(text)
    env = os.environ | {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "3", "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, timeout=150, env=env, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    """The table of the sweep in this process."""
    return sweep(tmp_path_factory.mktemp("undisturbed")).table()


def test_a_cluster_gives_the_same_table_though_a_worker_is_killed(tmp_path, undisturbed):
    assert "done" in on_cluster(tmp_path)
    assert (tmp_path / "marker").exists()
    assert glassnet.results(tmp_path / "out").table() == undisturbed


def test_a_scheduler_that_goes_loses_nothing_and_another_goes_on(tmp_path, undisturbed):
    said = on_cluster(tmp_path, lose=True)
    assert "stopped: The executor " in said
    before = glassnet.results(tmp_path / "out").found()
    assert 6 <= before.done < RUNS
    assert "done" in on_cluster(tmp_path)
    assert glassnet.results(tmp_path / "out").table() == undisturbed


def test_the_study_has_equal_tables_on_a_cluster_and_on_cores(tmp_path):
    folders = {"cluster": str(tmp_path / "cluster"), "cores": str(tmp_path / "cores")}
    said_by(tmp_path, STUDY.format(package=str(PACKAGE.parent), **folders))
    for part, runs in (("hidden-loss", 80), ("1986-symmetry", 10)):
        clusters, cores = (glassnet.results(tmp_path / where / part).table() for where in folders)
        assert clusters == cores
        assert cores.num_rows == runs
