"""Undo and redo: two bounded lists (site/js/history.js)."""

import pytest
from javascript import ask

# `did` is a list of "undo", "redo", or what a person does; all stands as what was done last.
LIVE = """(() => {
  let [history, now] = [module.emptyHistory(), "start"];
  return given.did.map((what) => {
    if (what === "undo" || what === "redo") {
      const step = (what === "undo" ? module.back : module.forth)(history, now);
      history = step.history;
      now = step.entry ? step.entry.stand : now;
    } else {
      history = module.noted(history, { what, stand: now });
      now = what;
    }
    return now;
  });
})()"""


@pytest.fixture
def stands(tmp_path):
    return lambda *did: ask(tmp_path, LIVE, "history.js", did=did)


def test_goes_back_and_forth_and_stops_at_the_ends(stands):
    did = ("a", "b", "undo", "undo", "undo", "redo", "redo", "redo", "undo")
    assert stands(*did) == ["a", "b", "a", "start", "start", "a", "b", "b", "a"]


def test_what_was_undone_is_gone_once_something_else_is_done(stands):
    assert stands("a", "b", "undo", "c", "redo", "undo", "undo") == ["a", "b", "a", "c", "c", "a", "start"]


def test_keeps_the_latest_hundred(stands):
    did = [str(number) for number in range(150)]
    assert stands(*did, *["undo"] * 120)[-1] == "49"


def test_lightens_the_oldest_where_all_weighs_too_much(tmp_path):
    lightened = ask(
        tmp_path,
        "module.lightened(given.history, 25, (stand) => stand, () => 0)",
        "history.js",
        history={"done": [{"what": str(place), "stand": 10} for place in range(4)], "undone": []},
    )
    assert [entry["stand"] for entry in lightened["done"]] == [0, 0, 10, 10]
