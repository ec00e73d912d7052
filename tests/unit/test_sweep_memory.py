"""A sweep and its report need no more memory for ten times as many runs: no part of them holds all rows."""

import gc
import re
import tracemalloc
import weakref

import pyarrow as pa
import pytest
from test_sweep import Here

import glassnet
from glassnet.programs.choices import checked
from glassnet.sweeps.native import cells, results
from glassnet.sweeps.native.cells import Sample, cells_of
from glassnet.sweeps.native.plan import units_of
from glassnet.sweeps.native.report import write_report
from glassnet.sweeps.native.results import Results
from glassnet.sweeps.native.sample import Sample as Measured
from glassnet.sweeps.native.sweep import WINDOW

FEW, MANY = 300, 3000
SPEC = {"hidden": [[1], [2]], "epochs": 1, "looks": 1, "curve": 2}


def swept(folder, seeds, executor=None):
    """A sweep in tasks of 50 runs."""
    units = units_of(checked({"hidden": [2], "epochs": 1}), 4, 2, 1)
    measured = Measured(1.0 / units, units, 100.0, 2 * seeds)
    return glassnet.sweep(
        SPEC | {"seeds": f"0..{seeds - 1}"}, folder, executor or Here(), seconds=50.0, sample=measured
    )


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    """A sweep of few runs, and one of many."""
    return [swept(tmp_path_factory.mktemp(f"runs-{seeds}"), seeds) for seeds in (FEW, MANY)]


@pytest.fixture(autouse=True)
def small_sample(monkeypatch):
    """A small sample of each cell. What only the garbage collector frees is freed before each task."""
    monkeypatch.setattr(cells, "MOST_KEPT", 64)
    path_of = Results.path_of
    monkeypatch.setattr(Results, "path_of", lambda self, task: (gc.collect(), path_of(self, task))[1])
    gc.freeze()  # what was there before is not looked at
    yield
    gc.unfreeze()


def peak(function, *arguments):
    """The most memory that Python's objects and arrays take meanwhile, in bytes."""
    tracemalloc.start()
    try:
        function(*arguments)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def through(batches):
    """Goes through all of them, and keeps none."""
    return sum(batch.num_rows for batch in batches)


def test_reports_status_and_batches_take_no_memory_for_a_run(both, tmp_path):
    few, many = both
    for work in (
        lambda found: write_report(found, tmp_path / "report.html"),
        lambda found: through(found.batches()),
        lambda found: found.found(),
        lambda found: found.machines(),
    ):
        work(few)  # what is imported and remembered the first time
        assert peak(work, many) < 1.2 * peak(work, few)


def test_pictures_say_that_they_show_a_part_of_the_runs(both, tmp_path):
    text = write_report(both[1], tmp_path / "report.html").read_text()
    titles = re.findall(r"<title>Losses of one run in (\d+) from 0", text)
    assert titles == ["64", "64"]  # of 3,000 runs, at most 64
    cell = next(cells_of(both[1]))
    assert cell.runs == MANY == cell.counts["learning"]
    assert cell.losses["solved"].sum() + cell.losses["unsolved"].sum() + cell.losses["others"] == -(-MANY // 64)
    assert cell.bands.shape == (5, 2)


def test_gathering_keeps_no_answers(tmp_path):
    """Answers hold the rows of their tasks."""

    class Counting(Here):
        answers, most = [], 0

        def submit(self, function, *arguments):
            future = super().submit(function, *arguments)
            self.answers.append(weakref.ref(future))
            self.most = max(self.most, sum(one() is not None for one in self.answers))
            return future

    executor = Counting()
    swept(tmp_path, MANY, executor)
    assert len(executor.answers) > 1.5 * WINDOW
    assert executor.most <= WINDOW


def test_one_file_is_in_memory_at_a_time(both, monkeypatch):
    tables, most, read = [], 0, results.read

    def watched(path, task):
        nonlocal most
        rows = read(path, task)
        tables.append(weakref.ref(rows))
        most = max(most, sum(one() is not None for one in tables))
        return rows

    monkeypatch.setattr(results, "read", watched)
    assert sum(cell.runs for cell in cells_of(both[1])) == 2 * MANY
    assert most <= 2  # the last, and the next while it is read


def test_batches_are_the_table_in_the_order_of_the_plan(both):
    for found in both:
        table = found.table()
        assert pa.Table.from_batches(found.batches()) == table
        assert table["seed"].to_pylist() == 2 * list(range(len(found.spec.seeds)))
        assert "seconds" in next(found.batches(measured=True)).schema.names


@pytest.mark.parametrize("parts", [[500], [1] * 500, [63, 1, 300, 136]])
def test_a_sample_hangs_on_the_rows_alone(parts):
    import numpy as np

    rows, sample, start = np.arange(500), Sample(), 0
    for size in parts:
        sample.add(rows[start : start + size], -rows[start : start + size])
        start += size
    assert sample.every == 8
    assert sample.columns[0].tolist() == list(range(0, 500, 8))
    assert sample.columns[1].tolist() == [-row for row in range(0, 500, 8)]
