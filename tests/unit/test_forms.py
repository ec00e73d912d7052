"""The page takes every answer that the session gives, and none that lacks a part or has another in its place."""

import numpy as np
import pytest
from javascript import ask

from glassnet import session

OWN = "a,b,kind\n100,2,x\n-300,4,y\n50,-2,x\n-20,8,y\n"
PICTURES = {
    "boundary": 8,
    "tried": [0.5, 0.5],
    "gradients": True,
    "neurons": 8,
    "histograms": True,
    "rows": 3,
    "hidden_space": {"layer": 1, "size": 8},
    "diagnosis": {"epochs": [], "losses": []},
    "printed": True,
}
LOUD = "def predict(network, X):\n    print('hello')\n    return forward_propagation(network, X)[0]\n"
ASKED = "given.all.map(([name, result]) => module.isAnswer({ result }, name))"
CHECK = "def check(answer, run):\n    return 'Right.'\n"


def plain(value):
    """As it comes to the page, where numbers stand in the places of arrays."""
    if isinstance(value, np.ndarray):
        return plain(value.tolist())
    if isinstance(value, np.generic):
        return plain(value.item())
    if isinstance(value, dict):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    return value


@pytest.fixture(scope="module")
def answers():
    """Pairs of a function's name and an answer that it gave."""
    sine = np.sin
    found = [("start", session.start({}, pictures=PICTURES)), ("train", session.train(1e9, 9, PICTURES, keep=8))]
    found += [("edit", session.edit("predict", LOUD)), ("train", session.train(1e9, 12, PICTURES))]
    found += [("edit", session.edit("predict", "def predict(network, X):\n    return pandas\n"))]
    found += [("edit", session.edit("predict", "np.sin = np.cos\n")), ("restore", session.restore("predict"))]
    found += [("look", session.look(PICTURES)), ("freeze", session.freeze(["b1[0]"], PICTURES))]
    found += [("trace", session.trace()), ("trace", session.trace(2)), ("check_gradients", session.check_gradients())]
    found += [("check_exercise", session.check_exercise(CHECK, text="def f():\n    return 1\n"))]
    found += [("check_exercise", session.check_exercise(CHECK, text="1 / 0\n"))]
    found += [("program", session.program()), ("program", session.program("notebook"))]
    found += [("change", session.change({"rate": 0.2}, PICTURES))]
    choices = {"hidden": [3, 3], "optimizer": "adam", "dropout": 0.1, "batch": 2}
    found += [("start", session.start(choices, pictures=PICTURES)), ("train", session.train(1e9, 9, PICTURES, keep=8))]
    for chosen in ({"dataset": "spirals", "held_out": 0.2}, {"dataset": "sine", "output": "linear"}, {"hidden": []}):
        wishes = {"rows": 3, "histograms": True, "curve" if chosen.get("dataset") == "sine" else "boundary": 8}
        found += [("start", session.start(chosen, pictures=wishes)), ("train", session.train(1e9, 3, wishes))]
    found += [("read_data", session.read_data(own, file)) for own, file in ((OWN, None), ("a,b", None), (None, b"PK"))]
    found += [
        ("read_data", session.read_data(None, OWN.encode("utf-16"))),
        ("start", session.start({"dataset": "own"}, own=OWN)),
    ]
    session.start({})
    found += [("sweep", session.sweep([1, 2], {"epochs": 5})), ("sweep_on", session.sweep_on(1e9))]
    found += [("summary", session.summary(found[-1][1]["losses"], [0, 1], found[-1][1]["curves"]))]
    found += [("grid", session.grid("rate", "hidden")), ("loss_slice", session.loss_slice([*range(9), *[0.5] * 9]))]
    np.sin = sine
    return [(name, plain(answer)) for name, answer in found]


def test_what_the_session_answers_is_taken(answers, tmp_path):
    taken = ask(
        tmp_path, "given.all.map(([name, result]) => module.isAnswer({ result }, name))", "python/forms.js", all=answers
    )
    assert [name for (name, _), right in zip(answers, taken, strict=True) if not right] == []


# What a frame may lack: it is there only where it was wished for, or where there is any.
WISHED = {*PICTURES, "curve", "program", "data", "kept", "ended", "unfit", "back", "left", "accuracy"}
WISHED |= {"held_loss", "held_losses"}
REQUIRED = {
    "train": {"epoch", "loss", "losses", "predictions", "frozen", "parameters", "training_state"},
    "edit": {"problem", "printed"},
    "trace": {"epoch", "labels", "lines", "arrays"},
    "sweep": {"kept", "loaded"},
    "sweep_on": {"seeds", "losses", "outcomes", "curves", "part", "ended", "way"},
    "grid": {"across", "up", "order"},
    "loss_slice": {"ranges", "side", "losses", "points", "at_points", "share"},
    "summary": {"count", "solved", "interval", "kinds", "histogram", "bands"},
    "check_gradients": {"printed"},
    "check_exercise": {"printed"},
    "program": {"text", "data_file"},
    "read_data": {"found", "offered"},
}


def test_what_lacks_a_part_or_has_another_in_its_place_is_refused(answers, tmp_path):
    wrong = [("restore", "np.exp"), ("restore", [1]), ("train", None), ("train", []), ("", {}), ("", None)]
    for name, answer in answers:
        for part in REQUIRED.get(name, ()):
            wrong += [(name, {key: value for key, value in answer.items() if key != part})] if part != "problem" else []
            wrong += [(name, answer | {part: other}) for other in ([[{}]], {"x": [1, {}]})]
        if name in ("train", "look", "start"):
            wrong += [(name, answer | {part: "no"}) for part in WISHED & answer.keys()]
            torn = ({}, {"W1": [[1]]}, {"W1": [[1]], "b1": [[1], [2, 3]]})
            wrong += [(name, answer | {"parameters": parameters}) for parameters in torn]
    taken = ask(tmp_path, ASKED, "python/forms.js", all=wrong)
    assert [one for one, right in zip(wrong, taken, strict=True) if right] == []


def test_an_error_is_one_in_words(tmp_path):
    right = {"type": "ValueError", "message": "no", "traceback": "Traceback"}
    errors = [right, {}, {**right, "message": 7}, "no", None, {"type": "ValueError", "message": "no"}]
    taken = ask(
        tmp_path, "given.all.map((error) => module.isAnswer({ error }, 'train'))", "python/forms.js", all=errors
    )
    assert taken == [True, False, False, False, False, False]
