"""The page's side of many runs: results in the order in which they came, cells from coarse to fine, CSV."""

import csv
import io
import json

import pytest
from javascript import ask

COLLECT = """(() => {
  const collected = module.createCollected(5, [0, 5, 10]);
  for (const results of given.results) collected.add(results);
  return (%s)(collected);
})()"""
RESULTS = [
    {"seeds": [7, 8], "losses": [0.25, 0.01], "outcomes": [1, 0], "curves": [0.5, 0.3, 0.25, 0.5, 0.1, 0.01]},
    {"seeds": [], "losses": [], "outcomes": [], "curves": []},
    {"seeds": [3], "losses": [0.125], "outcomes": [3], "curves": [0.5, 0.2, 0.125]},
]


@pytest.fixture
def collected(tmp_path):
    """What a function of the collected runs gives."""
    return lambda code: ask(tmp_path, COLLECT % code, "sweeps/collected.js", results=RESULTS)


def test_runs_stand_in_the_order_in_which_they_came(collected):
    assert collected("(all) => [all.count, all.placeOf(3), all.placeOf(4), all.byLoss()]") == [3, 2, -1, [1, 2, 0]]
    third = collected("(all) => ({ ...all.at(2), curve: [...all.at(2).curve] })")
    assert third == {"seed": 3, "loss": 0.125, "outcome": "learning", "curve": [0.5, pytest.approx(0.2), 0.125]}


def test_all_of_them_are_copies(collected):
    assert collected("(all) => { all.all().losses[0] = 9; return all.at(0).loss; }") == 0.25


def test_a_csv_file_has_every_run_by_its_seed(tmp_path):
    text = ask(tmp_path, COLLECT % "module.csvOf", "sweeps/collected.js", results=RESULTS)
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["seed"] for row in rows] == ["3", "7", "8"]
    assert rows[1] == {
        "seed": "7",
        "outcome": "stuck",
        "loss": "0.25",
        "loss at 0": "0.5",
        "loss at 5": "0.3",
        "loss at 10": "0.25",
    }


CELL = {"count": 4, "solved": 3, "interval": [0.3, 0.95], "epochs": 400, "seed": 2, "problem": ""}


def test_a_coarser_cell_stands_for_one_that_is_not_there(tmp_path):
    code = "given.places.map(([x, y]) => module.cellAt(new Map(given.cells), x, y))"
    cells = [["0,0", CELL], ["4,0", CELL | {"solved": 1}], ["2,2", CELL | {"solved": 2}]]
    places = [[0, 0], [3, 1], [5, 3], [3, 3], [2, 2], [0, 4]]
    found = ask(tmp_path, code, "sweeps/cells.js", cells=cells, places=places)
    assert [one and (one["cell"]["solved"], one["coarse"]) for one in found] == [
        *((3, False), (3, True), (1, True), (2, True), (2, False)),
        None,
    ]


def test_a_map_as_csv_leaves_out_what_is_not_possible(tmp_path):
    axes = {
        "across": {"name": "rate", "values": [0.1, 1]},
        "up": {"name": "hidden", "values": [[2, 2], [3, 3]]},
    }
    cells = [["0,0", CELL], ["1,1", CELL | {"epochs": -1}], ["1,0", CELL | {"count": 0, "problem": "no"}]]
    text = ask(
        tmp_path,
        "module.csvOfMap({ ...given.axes, cells: new Map(given.cells) })",
        "sweeps/cells.js",
        axes=axes,
        cells=cells,
    )
    assert text.splitlines() == [
        "rate,hidden,seeds,solved,low,high,epochs",
        "0.1,2 2,4,3,0.3,0.95,400",
        "1,3 3,4,3,0.3,0.95,",
    ]
    assert json.dumps(text).endswith('\\n"')
