"""The spec of a sweep is checked before anything runs, and its plan is cut into tasks one after another."""

import tracemalloc
from itertools import islice

import pytest

from glassnet.sweeps.native.plan import parts_of, tasks
from glassnet.sweeps.native.spec import BadSpec, spec_of

ROWS = "a;b;kind\n" + "".join(f"{n},5;{n % 3};{'yes' if n > 5 else 'no'}\n" for n in range(12))


def test_a_list_is_an_axis_and_everything_else_one_value():
    spec = spec_of({"hidden": [[2], [4, 4], 0], "rate": [0.1, 1], "loss": "huber", "seeds": "5..9"})
    assert spec.axes == {"hidden": ([2], [4, 4], []), "loss": ("huber",), "rate": (0.1, 1.0)}
    assert (spec.seeds, spec.runs) == (range(5, 10), 30)
    assert [cell["hidden"] for cell in spec.cells()] == [[2], [4, 4], []]


@pytest.mark.parametrize(
    ("seeds", "expected"),
    [(7, range(7, 8)), ([3, 1, 2], range(1, 4)), ([9, 1], (1, 9)), ("0..0", range(1)), (range(4), range(4))],
)
def test_seeds(seeds, expected):
    assert spec_of({"seeds": seeds}).seeds == expected


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("rate = [0.1, -1]", r"rate\[1\] is -1; expected a number above 0"),
        ("rate = []", "rate is an empty list"),
        ("rate = [0.1, 0.1]", r"rate\[1\] is 0.1 once more"),
        ("hidden = [8, 8]", r"has its own brackets: hidden = \[\[8, 8\]\]"),
        ('activation = "sigmund"', "activation is 'sigmund'; expected one of 'sigmoid'"),
        ("epochs = 2.5", "epochs is 2.5; expected a whole number"),
        ('seeds = "9..1"', "seeds is '9..1'; expected a range"),
        ('seeds = "0..4294967296"', "seeds is 4294967296"),
        ("seeds = [1, 1]", "each once"),
        ("seed = 4", "seed is not for a sweep"),
        ("speed = 4", "'speed' is unknown; expected one of seeds"),
        ("looks = 0", "looks is 0; expected a whole number from 1"),
        ("curve = 500", "curve is 500"),
        ("targets = [[0, 1, 1]]", "targets has 3 values"),
        ('data = "none.csv"', "No such file"),
        ("[solved]\nwithin = -1", "solved.within is -1"),
        ("[solved]\nbelow = 1", "solved.below is unknown; expected within or loss"),
        ("solved.loss = 'x'", "solved.loss is 'x'"),
        ('[reading]\nseparator = "tab"', "reading is there, but no data"),
        ('dataset = "own"', "expected the path of a file in data"),
    ],
)
def test_what_is_wrong_is_refused_by_key_and_line(tmp_path, line, said):
    path = tmp_path / "spec.toml"
    path.write_text(f"# a comment\nl1 = 0.5\n\n{line}\n")
    where = 5 if line.startswith("[solved]") else 4
    with pytest.raises(BadSpec, match=rf"spec.toml, line {where}: .*{said}"):
        spec_of(path)


def test_choices_that_do_not_fit_each_other_are_refused_in_any_cell():
    with pytest.raises(BadSpec, match="activation has 2 names"):
        spec_of({"hidden": [[2, 2], [3, 3, 3]], "activation": [["tanh", "relu"]]})


def test_a_file_that_is_no_toml_is_refused_by_its_line(tmp_path):
    (tmp_path / "spec.toml").write_text("rate = 0.1\nrate = \n")
    with pytest.raises(BadSpec, match=r"spec.toml: .*line 2"):
        spec_of(tmp_path / "spec.toml")


def test_own_rows_are_read_from_beside_the_spec(tmp_path):
    (tmp_path / "rows.csv").write_bytes(ROWS.encode("utf-16"))
    (tmp_path / "spec.toml").write_text('data = "rows.csv"\nseeds = "0..3"\n[reading]\nscale_inputs = true\n')
    spec = spec_of(tmp_path / "spec.toml")
    [cell] = spec.cells()
    assert cell["dataset"] == "own"
    assert spec.own.reading.scale_inputs


def test_every_run_is_in_one_task():
    spec = spec_of({"hidden": [[1], [3]], "rate": [0.1, 0.2, 0.3], "seeds": "0..9", "epochs": [10, 1000]})
    for units in (1, 500, 10**9):
        found = [
            (task.chosen["hidden"][0], task.chosen["epochs"], *lane)
            for task in tasks(spec, units)
            for lane in task.lanes
        ]
        assert len(found) == len(set(found)) == spec.runs == 120
    assert [(rates, list(seeds)) for rates, seeds in parts_of((1, 2, 3), range(4), 8)] == [
        ((1, 2), [0, 1, 2, 3]),
        ((3,), [0, 1, 2, 3]),
    ]


def test_a_name_hangs_on_all_that_decides_the_rows_and_on_nothing_else(tmp_path):
    def name(**changes):
        return next(tasks(spec_of({"seeds": "0..9", "epochs": 10} | changes), 10**6)).name

    (tmp_path / "a.csv").write_text(ROWS)
    (tmp_path / "b.csv").write_text(ROWS.replace("11,5", "12,5"))
    changes = [
        {},
        {"rate": 0.2},
        {"seeds": "0..8"},
        {"hidden": 3},
        {"solved": {"within": 0.4}},
        {"looks": 5},
        {"curve": 9},
    ]
    names = [name(**one) for one in [*changes, {"data": tmp_path / "a.csv"}, {"data": tmp_path / "b.csv"}]]
    assert len(set(names)) == len(names)
    assert name() == name() == name(seeds=list(range(10)))


def test_a_plan_of_a_billion_runs_takes_no_memory():
    spec = spec_of({"seeds": "0..999999", "rate": [n / 1000 for n in range(1, 1001)]})
    assert spec.runs == 10**9
    tracemalloc.start()
    found = sum(task.runs for task in islice(tasks(spec, 1e7), 2000))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert found > 10**6
    assert peak < 2**20
