"""A sweep with real processes: nothing is lost, and nothing is counted twice, whatever happens to it."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyarrow.parquet as pq
import pytest

import glassnet
from glassnet.sweeps.native.cores import Cores, WorkerDied
from glassnet.sweeps.native.plan import code_version, tasks
from glassnet.sweeps.native.results import read
from glassnet.sweeps.native.rows import run_task
from glassnet.sweeps.native.sample import Sample
from glassnet.sweeps.native.spec import BadSpec, spec_of
from glassnet.sweeps.native.sweep import Stopped
from glassnet.sweeps.native.training import Exercise, singly

SPEC = {"hidden": [[2], [3]], "rate": [0.5, 1.0], "seeds": "0..5", "epochs": 60, "looks": 10}
RUNS = 24
SMALL = Sample(1e-3, 60.0, 100.0, RUNS)  # as if measured: three runs are a task of 0.18 s
PACKAGE = Path(glassnet.__file__).parent


class Here:
    """An executor that runs each task at once, in this process."""

    def submit(self, function, *arguments):
        from concurrent.futures import Future

        future = Future()
        try:
            future.set_result(function(*arguments))
        except BaseException as error:
            future.set_exception(error)
        return future


def sweep(out, spec=SPEC, executor=None, **options):
    options = {"seconds": 0.18, "sample": SMALL} | options
    return glassnet.sweep(spec, out, executor or Here(), **options)


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    """The table of the sweep that nothing happened to."""
    return sweep(tmp_path_factory.mktemp("undisturbed")).table()


def files(folder):
    return sorted(folder.glob("*.parquet"))


def test_a_row_is_a_run_and_says_what_the_run_itself_says(undisturbed):
    rows = undisturbed.to_pylist()
    assert [(row["hidden"], row["rate"], row["seed"]) for row in rows[:7]] == [
        *(("2", 0.5, seed) for seed in range(6)),
        ("2", 1.0, 0),
    ]
    assert len(rows) == RUNS
    spec = spec_of(SPEC)
    for row, cell in ((rows[0], 0), (rows[-1], 1)):
        chosen = list(spec.cells())[cell]
        alone = singly(Exercise(chosen, watching=spec.watching), row["seed"], row["rate"])
        assert {name: row[name] for name in alone} == alone


def test_all_executors_give_the_same_table(tmp_path, undisturbed):
    with ThreadPoolExecutor(1) as threads:
        assert sweep(tmp_path / "threads", executor=threads).table() == undisturbed
    cores = Cores(2)
    try:
        assert sweep(tmp_path / "cores", executor=cores).table() == undisturbed
    finally:
        cores.shutdown()
    other_sizes = sweep(tmp_path / "sizes", seconds=10.0)
    assert len(files(tmp_path / "sizes")) < len(files(tmp_path / "cores"))
    assert other_sizes.table() == undisturbed


def test_it_goes_on_where_it_was(tmp_path, undisturbed):
    told = []
    sweep(tmp_path)
    lost, damaged, cut = files(tmp_path)[:3]
    lost.unlink()
    content = bytearray(damaged.read_bytes())
    content[len(content) // 5] ^= 8
    damaged.write_bytes(content)
    cut.write_bytes(cut.read_bytes()[:100])
    (tmp_path / f".{lost.name}.1.new").write_bytes(b"PAR1")  # what a power cut leaves
    before = {path.name: path.stat().st_mtime_ns for path in files(tmp_path)}
    found = glassnet.results(tmp_path).found()
    assert (found.left, found.damaged, found.done + found.left) == (9, 6, RUNS)
    assert sweep(tmp_path, seconds=50.0, report=told.append).table() == undisturbed
    after = {path.name: path.stat().st_mtime_ns for path in files(tmp_path)}
    changed = {name for name in after if before.get(name) != after[name]}
    assert changed == {lost.name, damaged.name, cut.name}
    assert len(list(tmp_path.glob("*.damaged"))) == 2
    assert (told[-1].done, told[-1].of) == (RUNS, RUNS)


def test_no_flipped_bit_changes_a_row_unseen(tmp_path):
    results = sweep(tmp_path)
    task = next(results.tasks())
    path = results.path_of(task)
    content, rows = path.read_bytes(), read(path, task)
    seen = 0
    for place in range(0, len(content), 9):
        path.write_bytes(content[:place] + bytes([content[place] ^ (1 << place % 8)]) + content[place + 1 :])
        now = read(path, task)
        assert now is None or now == rows, place
        seen += now is None
    assert seen > len(content) / 9 / 2


def test_a_damaged_file_is_named_when_it_is_read(tmp_path):
    results = sweep(tmp_path)
    files(tmp_path)[0].write_bytes(b"no parquet")
    with pytest.raises(ValueError, match=r"is damaged; run the sweep again"):
        results.table()


def test_another_sweep_does_not_go_into_the_same_folder(tmp_path):
    sweep(tmp_path)
    with pytest.raises(BadSpec, match="other in rate"):
        sweep(tmp_path, SPEC | {"rate": 0.5})
    with pytest.raises(BadSpec, match="has no sweep"):
        glassnet.results(tmp_path / "elsewhere")


def test_own_rows_are_kept_beside_the_results(tmp_path):
    (tmp_path / "rows.csv").write_text("a;kind\n" + "".join(f"{n},5;{'yes' if n > 5 else 'no'}\n" for n in range(12)))
    spec = {"data": tmp_path / "rows.csv", "epochs": 20, "seeds": "0..2", "held_out": 0.25}
    results = sweep(tmp_path / "out", spec)
    (tmp_path / "rows.csv").unlink()
    again = glassnet.results(tmp_path / "out")
    assert again.table() == results.table()
    assert all(0 <= row["held_accuracy"] <= 1 for row in again.table().to_pylist())


def test_a_task_that_fails_is_rows_with_their_reason_and_can_be_run_again(tmp_path, undisturbed):
    class Failing(Here):
        count = 0

        def submit(self, function, *arguments):
            Failing.count += 1
            return super().submit(fails if Failing.count == 2 else function, *arguments)

    results = sweep(tmp_path, executor=Failing())
    failed = [row for row in results.table().to_pylist() if row["outcome"] == "failed"]
    assert {row["reason"] for row in failed} == {"ZeroDivisionError: division by zero"}
    assert results.found().failed == len(failed) == 3
    assert sweep(tmp_path).found().failed == 3  # it is not run again by itself
    assert results.forget_failed() == 3
    assert sweep(tmp_path).table() == undisturbed


def fails(task, code):
    return 1 / 0


def test_a_worker_with_other_code_ends_the_sweep_and_leaves_no_row(tmp_path):
    class Old(Here):
        def submit(self, function, task, code):
            return super().submit(function, task, code.replace("numpy", "numpy 1.0, not"))

    with pytest.raises(Stopped, match=r"a worker has glassnet .*; expected .*not"):
        sweep(tmp_path, executor=Old())
    assert files(tmp_path) == []


def test_the_generator_of_the_caller_stays_as_it_was():
    import numpy as np

    np.random.seed(5)
    run_task(next(tasks(spec_of(SPEC), 180.0)), code_version())
    assert np.random.rand() == np.random.RandomState(5).rand()


def test_where_something_is_missing_one_sentence_says_what_to_install(monkeypatch):
    for name in [name for name in sys.modules if name.startswith("glassnet.sweeps.native")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    for call in (lambda: glassnet.sweep({}, "out"), lambda: glassnet.results("out")):
        with pytest.raises(ModuleNotFoundError, match=r"pip install 'glassnet\[sweeps\]'` \(pyarrow is missing\)"):
            call()


# -- workers that die


def dies_once(task, code, marker):
    """Kills its own process the first time."""
    if not Path(marker).exists():
        Path(marker).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return run_task(task, code)


def dies_always(task, code):
    os.kill(os.getpid(), signal.SIGKILL)


class Deadly(Cores):
    """Some tasks kill their worker: the third once, the fifth each time."""

    def __init__(self, marker):
        super().__init__(2)
        self.marker, self.count = str(marker), 0

    def submit(self, function, *arguments):
        self.count += 1
        if self.count == 3:
            return super().submit(dies_once, *arguments, self.marker)
        if self.count == 5:
            return super().submit(dies_always, *arguments)
        return super().submit(function, *arguments)


def test_a_killed_worker_costs_nothing_and_only_the_task_that_kills_fails(tmp_path, undisturbed):
    executor = Deadly(tmp_path / "marker")
    try:
        results = sweep(tmp_path / "out", executor=executor)
    finally:
        executor.shutdown()
    rows = results.table().to_pylist()
    failed = [row for row in rows if row["outcome"] == "failed"]
    assert len(failed) == 3
    assert all("its worker process died" in row["reason"] for row in failed)
    kept = [row for row in undisturbed.to_pylist() if key(row) not in set(map(key, failed))]
    assert [row for row in rows if row["outcome"] != "failed"] == kept
    results.forget_failed()
    assert sweep(tmp_path / "out").table() == undisturbed


def key(row):
    return row["hidden"], row["rate"], row["seed"]


def test_a_worker_that_cannot_start_is_said():
    cores = Cores(1)
    try:
        with pytest.raises(WorkerDied):
            cores.submit(os._exit, 3).result()
        assert cores.submit(abs, -2).result() == 2
    finally:
        cores.shutdown()


def test_a_script_without_its_guard_is_told_so(tmp_path):
    """Each worker imports the script, which would start workers again."""
    script = tmp_path / "script.py"
    script.write_text(f"import glassnet\nglassnet.sweep({SPEC}, out={str(tmp_path / 'out')!r})\n")
    env = os.environ | {"PYTHONPATH": str(PACKAGE.parent)}
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, timeout=100, env=env, check=False)
    assert done.returncode == 1
    last = done.stderr.splitlines()[-1]
    assert last.startswith("RuntimeError: no worker process can start. A script that sweeps needs its calls below")
    assert files(tmp_path / "out") == []


# -- processes that are stopped

MAIN = """
import resource, sys
from pathlib import Path
sys.path[:0] = [{package!r}, {tests!r}]
import test_sweep
from glassnet.sweeps.native.cores import Cores
from glassnet.sweeps.native.sweep import Stopped
if __name__ == "__main__":
    {before}
    cores = Cores(2)
    try:
        test_sweep.sweep(Path({out!r}), executor=cores, report=lambda now: print(now.done, flush=True))
    except (Stopped, OSError) as error:
        cores.shutdown()
        sys.exit(f"{{type(error).__name__}}: {{error}}")
    cores.shutdown(kill={kill})
"""


def start(folder, before="pass", kill=False):
    """The same sweep in a process of its own."""
    values = {"package": str(PACKAGE.parent), "tests": str(Path(__file__).parent), "out": str(folder / "out")}
    script = folder / "script.py"
    script.write_text(MAIN.format(**values, before=before, kill=kill))
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    return subprocess.Popen([sys.executable, script], start_new_session=True, **pipes)


def test_ctrl_c_ends_it_after_the_tasks_that_run_and_it_goes_on_later(tmp_path, undisturbed):
    process = start(tmp_path)
    process.stdout.readline()
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: the whole group
    _, said = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "Traceback" not in said
    assert f"of {RUNS} runs are done and kept" in said
    done = glassnet.results(tmp_path / "out").found().done
    assert 0 < done <= RUNS
    assert f"{done} of" in said
    assert sweep(tmp_path / "out").table() == undisturbed


def test_a_killed_client_loses_nothing_that_is_done(tmp_path, undisturbed):
    process = start(tmp_path)
    process.stdout.readline()
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate(timeout=60)
    time.sleep(0.1)
    assert glassnet.results(tmp_path / "out").found().damaged == 0
    assert sweep(tmp_path / "out").table() == undisturbed


def test_a_disk_that_takes_no_more_stops_it_and_leaves_no_half_file(tmp_path, undisturbed):
    """The system itself refuses: a limit on the size of files stands for a full disk."""
    limit = "resource.setrlimit(resource.RLIMIT_FSIZE, (2500, 2500))"
    process = start(tmp_path, before=limit)
    _, said = process.communicate(timeout=60)
    assert "OSError: [Errno 27]" in said
    out = tmp_path / "out"
    assert {path.name for path in out.iterdir()} == {"sweep.json"}
    assert sweep(out).table() == undisturbed


def test_the_files_alone_are_a_table_for_any_reader(tmp_path, undisturbed):
    sweep(tmp_path)
    whole = pq.read_table(files(tmp_path)).drop_columns(["seconds"])
    order = [(name, "ascending") for name in ("hidden", "rate", "seed")]
    assert whole.sort_by(order).to_pylist() == undisturbed.sort_by(order).to_pylist()
