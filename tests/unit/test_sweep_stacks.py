"""Networks that are trained together in a sweep: to the bit what the written program gives for each by itself."""

import contextlib
import io
import math

import numpy as np
import pytest
from cases import SEEDS, examples, same_bits
from hypothesis import given
from hypothesis import strategies as st

from glassnet.data import datasets
from glassnet.looking.outcome import OUTCOMES
from glassnet.programs import running
from glassnet.programs.choices import checked
from glassnet.programs.writing import END, write
from glassnet.run import Run
from glassnet.sweeps.native import training as native
from glassnet.sweeps.native.stacking import HELPERS, ROWS
from glassnet.sweeps.native.training import Exercise, NotTheSame, Watching, singly, together, trained
from glassnet.sweeps.seeds import Seeds, kept_epochs
from glassnet.tables.activations import ACTIVATIONS
from glassnet.tables.initializers import INITIALIZERS
from glassnet.tables.losses import LOSSES
from glassnet.tables.optimizers import OPTIMIZERS
from glassnet.tables.schedules import SCHEDULES

FEW = st.sampled_from([0.0, 0.0, 0.01, 0.3])
TABLES = ["xor", "half_adder", "parity3", "full_adder", "parity4", "majority", "addition", "negation", "symmetry"]
POINTS = ["spirals", "circles", "moons", "blobs"]


@st.composite
def choices(draw):
    hidden = draw(st.lists(st.integers(1, 6), max_size=3))
    names = st.sampled_from(sorted(ACTIVATIONS))
    return {
        "dataset": draw(st.sampled_from([name for name in datasets.NAMES if name in TABLES + POINTS])),
        "points": draw(st.integers(10, 45)),
        "hidden": hidden,
        "activation": [draw(names) for _ in hidden] or "sigmoid",
        "output": draw(names),
        **{
            name: draw(st.sampled_from(sorted(table)))
            for name, table in {
                "loss": LOSSES,
                "optimizer": OPTIMIZERS,
                "schedule": SCHEDULES,
                "initializer": INITIALIZERS,
            }.items()
        },
        "batch": draw(st.sampled_from([0, 0, 1, 3, 7])),
        "dropout": draw(st.sampled_from([0.0, 0.0, 0.25])),
        "scale": draw(st.sampled_from([1.0, 0.5, 3.0])),
        **{name: draw(FEW) for name in ("l1", "l2", "clip")},
        "reduction": draw(st.sampled_from(["sum", "mean"])),
        "epochs": draw(st.integers(1, 25)),
    }


def by_the_written_file(chosen):
    """The losses and predictions that the exported program comes to, run as a file is run."""
    names = {"__name__": "__main__", "LOSSES": []}
    line = "        loss = compute_loss(y, y_pred)\n"
    text = write(checked(chosen)).replace(line, f"{line}        LOSSES.append(loss)\n")
    with contextlib.redirect_stdout(io.StringIO()), np.errstate(all="ignore"):
        exec(compile(text, END, "exec"), names)
        loss = names["compute_loss"](names["y"], names["predict"](names["trained_network"], names["X"]))
    return [*names["LOSSES"], loss]


def equal(one, other):
    """Whether two rows are the same to the bit, NaN included."""
    return one.keys() == other.keys() and all(
        same_bits(one[name], other[name]) if isinstance(one[name], (float, list)) else one[name] == other[name]
        for name in one
    )


@examples(60)
@given(choices(), st.lists(SEEDS, min_size=2, max_size=5, unique=True), st.sampled_from([(0.1,), (0.01, 3.0)]))
def test_each_run_of_a_stack_is_the_single_run_of_the_written_program(chosen, seeds, rates):
    exercise = Exercise(checked(chosen), watching=Watching(looks=7, curve=121))
    lanes = [(rate, seed) for rate in rates for seed in seeds]
    rows = together(exercise, lanes)  # raises if they are not the same
    for (rate, seed), row in zip(lanes, rows, strict=True):
        assert equal(row, singly(exercise, seed, rate))
        losses = by_the_written_file(chosen | {"rate": rate, "seed": seed})
        assert same_bits(np.array(row["curve"]), np.array(losses, dtype=float)[kept_epochs(chosen["epochs"])])


@pytest.mark.parametrize("hidden", [[1], [2], [8, 8], [64]])
def test_larger_data_too(hidden):
    chosen = checked({"dataset": "spirals", "points": 300, "hidden": hidden, "activation": "tanh", "epochs": 30})
    exercise = Exercise(chosen)
    assert all(map(equal, together(exercise, [(0.1, 5), (0.1, 6)]), [singly(exercise, seed, 0.1) for seed in (5, 6)]))


def test_a_row_says_what_the_page_says_of_the_same_run():
    chosen = checked({"epochs": 6000, "rate": 0.5})
    rows = together(Exercise(chosen, watching=Watching(looks=30)), [(0.5, seed) for seed in range(8)])
    many, found = Seeds(lambda seed: Run(chosen | {"seed": seed}), range(8), watch=30), []
    while not many.ended:
        found += many.on(50)
    for row, one in zip(rows, found, strict=True):
        assert (row["loss"], row["outcome"]) == (one.loss, OUTCOMES[one.outcome])
        assert row["solved_at"] == (one.solved_at if one.solved_at >= 0 else None)
    assert {row["outcome"] for row in rows} == {"solved", "stuck"}
    assert all((row["plateau"] == row["loss"]) == (row["outcome"] == "stuck") for row in rows)


def test_a_run_that_diverges_says_at_which_epoch_it_had_no_number():
    exercise = Exercise(checked({"output": "linear", "rate": 50.0, "epochs": 300, "hidden": [3], "activation": "relu"}))
    rows = together(exercise, [(50.0, 1), (1e-3, 2)])
    assert (rows[0]["outcome"], rows[1]["outcome"]) == ("no number", "learning")
    losses = by_the_written_file(exercise.chosen | {"rate": 50.0, "seed": 1})
    assert rows[0]["no_number_at"] == next(place for place, loss in enumerate(losses) if not math.isfinite(loss))


def test_dead_neurons_are_counted():
    exercise = Exercise(checked({"activation": "relu", "hidden": [6], "epochs": 3}))
    counts = [row["dead"] for row in together(exercise, [(0.1, seed) for seed in range(6)])]
    assert counts == [singly(exercise, seed, 0.1)["dead"] for seed in range(6)]
    assert max(counts) > 0


def test_a_stack_with_other_bits_is_refused_and_its_runs_are_run_one_by_one(monkeypatch):
    """A sum in another order is the usual way to get other bits."""
    exercise, lanes = Exercise(checked({"hidden": [5], "epochs": 40, "dataset": "parity4"})), [(0.1, 1), (0.1, 2)]
    right = list(trained(exercise, lanes))
    monkeypatch.setitem(HELPERS, ROWS, lambda values: values[:, ::-1].cumsum(axis=1)[:, -1:])
    running.compiled.cache_clear()
    try:
        with pytest.raises(NotTheSame, match="differs from its single run"):
            together(exercise, lanes)
        assert all(map(equal, trained(exercise, lanes), right))
    finally:
        running.compiled.cache_clear()


def test_a_run_that_raises_is_a_row_with_its_reason(monkeypatch):
    exercise = Exercise(checked({"epochs": 5}))
    parts = Exercise.parts

    def broken(self, changes):
        if changes.get("seed") == 2 or not changes:
            raise MemoryError("no room for 2")
        return parts(self, changes)

    monkeypatch.setattr(Exercise, "parts", broken)
    rows = list(trained(exercise, [(0.1, 1), (0.1, 2), (0.1, 3)]))
    assert [row["outcome"] for row in rows] == ["learning", "failed", "learning"]
    assert rows[1]["reason"] == "MemoryError: no room for 2"


def test_the_size_of_a_stack_does_not_matter(monkeypatch):
    exercise, lanes = Exercise(checked({"epochs": 20})), [(0.1, seed) for seed in range(7)]
    whole = list(trained(exercise, lanes))
    sizes = []
    monkeypatch.setattr(native, "MOST_TOGETHER", 3)
    monkeypatch.setattr(native, "together", lambda exercise, some: sizes.append(len(some)) or together(exercise, some))
    assert all(map(equal, trained(exercise, lanes), whole))
    assert sizes == [2, 2, 3]  # of about one size: each has the same cost of NumPy's calls
