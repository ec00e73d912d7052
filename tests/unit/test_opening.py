"""A file is taken whole or refused whole: what the page reads of it, and what Python says of that."""

import copy
import json
from typing import Any

import numpy as np
import pytest
from javascript import ask

from glassnet import session
from glassnet.opening import examine

OWN = ["x1,x2,class", "0,0,a", "0,1,b", "1,0,b", "1,1,a"]
CHOSEN: dict[str, dict[str, Any]] = {
    "momentum": {"optimizer": "momentum"},
    "adam": {"optimizer": "adam", "hidden": [3], "dropout": 0.1},
    "own": {"dataset": "own", "optimizer": "adam"},
}


def exported(name: str) -> dict[str, Any]:
    """A file of the page, after seven epochs, with one parameter frozen and one function edited."""
    chosen = CHOSEN[name]
    own = "\n".join(OWN) if name == "own" else None
    session.start(chosen, own=own, frozen=["W1[0,1]"])
    frame = session.train(1e9, 7)
    run = {key: frame[key] for key in ("epoch", "parameters", "training_state", "frozen")}
    address = "#" + "&".join(f"{key}={','.join(map(str, np.atleast_1d(value)))}" for key, value in chosen.items())
    return {
        "glassnet": 2,
        "address": address,
        **({"data": OWN} if own else {}),
        "functions": {"predict": ["def predict(network, X):", "    return 0"]},
        "run": json.loads(json.dumps(run, default=lambda array: array.tolist())),
    }


def put(content: Any, path: tuple[Any, ...], value: Any) -> Any:
    """The file with another value at a place, or with none there for ``...``."""
    content = copy.deepcopy(content)
    place = content
    for key in path[:-1]:
        place = place[key]
    if value is ...:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return content


WRONG = [None, True, 7, -1, 0.5, "x", "", [], [[]], {}, {"a": 1}, [None], [["NaN"]], [[1, 2], [3]], {"W1": [[[[1]]]]}]
PLACES: dict[tuple[Any, ...], list[Any]] = {
    ("glassnet",): [0, 3, "2", None, [2], ..., 2.5, -1],
    ("address",): [None, 7, [], "#optimizer=adam&hidden=0,3", "#seed=-1", "#colour=green", "#hide=loss", "#%E0%AA=1"],
    ("functions",): [None, 7, "x", [], [["def f():"]]],
    ("functions", "predict"): [None, 7, "def", [], [7], [None], {}, ["#" * 50_001]],
    ("functions", "os.system"): [["x"]],
    ("functions", "__proto__"): [["x"]],
    ("functions", "constructor"): [["x"]],
    ("colour",): ["green", None],
    ("run",): list(WRONG),
    ("run", "colour"): [1],
    ("run", "memories"): [{}],
    ("run", "epoch"): [..., *(value for value in WRONG if value not in (7, True)), True, 1e300, 1e13, "7"],
    ("run", "parameters"): [..., *WRONG],
    ("run", "parameters", "W1"): [
        ...,
        *WRONG,
        [[1, 2, 3, 4]],
        [[1], [2]],
        [["1", "2"], ["3", "4"]],
        [[1, 2], [3, None]],
    ],
    ("run", "parameters", "b2"): [[0.5], [[0.5, 0.5]], 0.5],
    ("run", "parameters", "W3"): [[[1]]],
    ("run", "training_state"): [..., *(value for value in WRONG if value != {}), {"W1": []}, {"W1": {"velocity": []}}],
    ("run", "training_state", "W9"): [{"velocity": [1]}],
    ("run", "training_state", "W1", "velocity"): [[1, 2, 3], [[1, 2]], None, [[1, "2"], [3, 4]]],
    ("run", "training_state", "random"): [
        {"state": [1, 2]},
        {"words": [1]},
        {"state": [-1] * 627},
        {"state": [9999] * 627},
    ],
    ("run", "training_state", "numbers"): [{"loss": [1, 2]}, {"loss": []}, [1]],
    ("run", "frozen"): [
        None,
        7,
        "W1[0,1]",
        {},
        [7],
        [None],
        ["W1"],
        ["W1[0]"],
        ["w1[0,1]"],
        ["W9[0,0]"],
        ["W1[7,7]"],
        [["W1[0,1]"]],
    ],
}
REFUSED = [(path, value) for path, values in PLACES.items() for value in values]
GOOD = json.dumps(exported("momentum"))
TEXTS = {
    "nothing": "",
    "no JSON": "{",
    "NaN": GOOD.replace('"epoch": 7', '"epoch": NaN'),
    "Infinity": GOOD.replace('"epoch": 7', '"epoch": Infinity'),
    "too large a number": GOOD.replace('"W1": [[', '"W1": [[1e999, ', 1),
    "a key twice": GOOD.replace('"glassnet": 2', '"glassnet": 2, "address": "#seed=3"'),
    "a key twice, written otherwise": GOOD.replace('"glassnet": 2', '"glassnet": 2, "r\\u0075n": {}'),
    "a key twice, deep": GOOD.replace('"epoch": 7', '"epoch": 8, "epoch": 7'),
    "deep": '{"glassnet": 2, "data": ' + "[" * 5000 + "]" * 5000 + "}",
    "very deep": '{"glassnet": 2, "data": ' + "[" * 400_000 + "]" * 400_000 + "}",
    "many numbers": json.dumps(put(exported("momentum"), ("run", "parameters", "W1"), [[0] * 100_001])),
    "a list": f"[{GOOD}]",
    "cut short": GOOD[: len(GOOD) // 2],
    "one NUL": "\0",
    "data of another kind": json.dumps(put(exported("own"), ("data",), ["x,y", "1"])),
    "data as a text": json.dumps(put(exported("own"), ("data",), "x,y\n1,2")),
    "data of other inputs": json.dumps(put(exported("own"), ("data",), ["a,b,c,class", "1,2,3,x", "2,1,3,y"])),
    "bad data beside a table": json.dumps(put(exported("momentum"), ("data",), ["x,y", "1"])),
    "another optimizer's count": json.dumps(
        put(exported("adam"), ("run", "training_state", "W1", "steps"), [[1] * 3] * 2)
    ),
    "another network": json.dumps(put(exported("adam"), ("address",), "#optimizer=adam&hidden=4")),
    "another table": json.dumps(put(exported("adam"), ("address",), "#dataset=full_adder&optimizer=adam&hidden=3")),
} | {
    f"{'.'.join(map(str, path))} {str(value)[:30]}": json.dumps(put(exported("momentum"), path, value))
    for path, value in REFUSED
    if path[-1] != "predict" or value is not ...
}
TAKEN = {
    "momentum": GOOD,
    "adam": json.dumps(exported("adam")),
    "own": json.dumps(exported("own")),
    "the version alone": '{"glassnet": 2}',
    "the first version alone": '{"glassnet": 1}',
    **{f"no {key}": json.dumps(put(exported("momentum"), (key,), ...)) for key in ("address", "functions", "run")},
    "nothing frozen": json.dumps(put(exported("momentum"), ("run", "frozen"), [])),
    "a function that is not in the program": json.dumps(put(exported("momentum"), ("functions", "adam"), ["# mine"])),
    "an optimizer that was just chosen": json.dumps(put(exported("momentum"), ("run", "training_state"), {})),
}
READ = """Promise.all(Object.values(given.texts).map((text) =>
  module.read(new File([text], "a.json"), given.description).catch((error) => error.message)))"""


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Of each file the words that refuse it, or what was read and examined."""
    texts = TEXTS | TAKEN
    description = json.loads(json.dumps(session.describe()))
    read = ask(tmp_path_factory.mktemp("js"), READ, "share/read-exported.js", texts=texts, description=description)
    return dict(zip(texts, map(examined, read), strict=True))


def examined(read: Any) -> Any:
    if isinstance(read, str):
        return read
    run = read["run"] or {"frozen": []}
    saved = {key: value for key, value in run.items() if key != "frozen"} or None
    try:
        examine(read["choices"], saved, read["data"], run["frozen"])
    except ValueError as error:
        return str(error)
    return read


def test_what_is_ill_formed_anywhere_is_refused_whole(outcomes: dict[str, Any]) -> None:
    assert [name for name in TEXTS if not isinstance(outcomes[name], str)] == []
    wordless = [outcomes[name] for name in TEXTS if not any(word in outcomes[name] for word in EXPECTED)]
    assert wordless == []


EXPECTED = (
    "expected",
    "does not know",
    "lacks",
    "reads versions",
    "nested",
    "whole number",
    "is not",
    "a hidden layer has 1",
)


@pytest.mark.parametrize("name", TAKEN)
def test_what_is_well_formed_is_taken_whole(outcomes: dict[str, Any], name: str) -> None:
    content, read = json.loads(TAKEN[name]), outcomes[name]
    assert not isinstance(read, str), read
    assert read["run"] == content.get("run")
    assert read["functions"] == {key: "\n".join(lines) for key, lines in content.get("functions", {}).items()}
    assert read["data"] == ("\n".join(content["data"]) if "data" in content else None)


def test_examining_changes_nothing() -> None:
    frame = session.start({"seed": 5})
    with pytest.raises(ValueError, match=r"frozen has 'W9\[0,0\]', which this network lacks"):
        session.examine({"seed": 3}, frozen=["W9[0,0]"])
    session.examine({"seed": 3, "batch": 2}, own="x,y,class\n1,2,a\n2,1,b\n")
    assert session.look({})["predictions"].tolist() == frame["predictions"].tolist()
