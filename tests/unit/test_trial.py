"""A version that fails its trial is told with its line, and leaves the function as it was."""

import inspect

import pytest

from glassnet import session
from glassnet.editing import EDITABLE, edited, restore


@pytest.fixture(autouse=True)
def run():
    yield session.start({})
    for name in edited():
        restore(name)
    session.start({})


def changed(name, old, new):
    text = inspect.getsource(EDITABLE[name])
    assert old in text
    return session.edit(name, text.replace(old, new))


@pytest.mark.parametrize("name", EDITABLE)
@pytest.mark.parametrize("chosen", [{}, {"hidden": [3, 2], "activation": "tanh", "optimizer": "adam", "batch": 2}])
def test_every_functions_own_text_stands_the_trial(name, chosen):
    session.start(chosen)
    assert session.edit(name, inspect.getsource(EDITABLE[name]))["problem"] is None


BAD = [
    ("forward_propagation", "return a, cache", "return a", None, "expected the predictions and the cache"),
    ("forward_propagation", "return a, cache", "return a.T, cache", None, "came in shape (1, 4); expected (4, 1)"),
    ("forward_propagation", "cache += (z, a)", "cache += (z,)", None, "the cache has 2 arrays; expected 4"),
    ("compute_loss", "return LOSSES[loss].function(y_true, y_pred)", "return y_true - y_pred", None, "The loss came"),
    ("compute_loss", "return LOSSES[loss]", 'return "small" or LOSSES[loss]', None, "expected numbers of shape ()"),
    ("backward_propagation", "return gradients", "return None", None, "expected a dict of gradients"),
    ("backward_propagation", "return gradients", "return {}", None, "gave no dW1"),
    ("backward_propagation", "if out is None else out", "", None, 'training reads it in out["dW1"]'),
    ("backward_propagation", "return gradients", "return gradients / 2", 49, "TypeError"),
    ("backward_propagation", "delta *= derivative(inputs)", "delta *= derivativ(inputs)", 44, "derivativ"),
    ("predict", "return y_pred", "return y_pred[:2]", None, "predictions of predict came in shape (2, 1)"),
    ("initialize_network", "return network", "return None", None, "expected"),
    ("update_parameters", "gradients[", "gradients['dW1'", None, ""),
    ("training_epochs", "yield Record", "raise SystemExit(3)\n        yield Record", 94, "SystemExit: 3"),
    ("train_network", "return network", "return 3", None, "expected"),
]


@pytest.mark.parametrize(("name", "old", "new", "line", "said"), BAD)
def test_what_cannot_be_used_is_told(name, old, new, line, said):
    before = session.train(1e9, 5)
    problem = changed(name, old, new)["problem"]
    assert said in problem["message"]
    if line:
        assert abs(problem["line"] - line) <= 3  # the text above it may grow
    assert edited() == []
    after = session.look({})
    assert (after["epoch"], after["loss"]) == (before["epoch"], before["loss"])


def test_the_tutorials_update_is_told_how_the_parameters_come():
    text = "def update_parameters(network, gradients, learning_rate):\n    network['W1'] += gradients['dW1']\n"
    problem = session.edit("update_parameters", text)["problem"]
    assert problem["line"] == 2
    assert "network.items()" in problem["message"]


def test_what_the_trial_prints_comes_with_the_answer():
    answer = changed("compute_loss", "return LOSSES", "print('shape', y_true.shape)\n    return LOSSES")
    assert answer["problem"] is None
    assert set(answer["printed"]["lines"]) == {"shape (4, 1)"}
    frame = session.train(1e9, 1, {"printed": True})
    assert frame["printed"]["lines"]
    assert session.look({"printed": True})["printed"]["lines"], "the look itself computes a loss"


def test_the_run_goes_on_with_the_version_and_later_with_the_original():
    frame = session.train(1e9, 10)
    changed("training_epochs", "yield Record", "network['b1'] += 1000\n        yield Record")
    one = session.train(1e9, 11)
    assert one["parameters"]["b1"] == pytest.approx(frame["parameters"]["b1"] + 1000, abs=1)
    session.restore("training_epochs")
    assert session.train(1e9, 12)["parameters"]["b1"] == pytest.approx(one["parameters"]["b1"], abs=1)


def test_an_error_later_in_the_run_keeps_what_was_trained():
    changed("training_epochs", "yield Record", "assert epoch < 7\n        yield Record")
    frame = session.train(1e9, 100)
    assert frame["epoch"] == 7
    assert len(frame["losses"]) == 7
    with pytest.raises(AssertionError):
        session.train(1e9, 100)
    assert session.look({})["epoch"] == 7
    session.restore("training_epochs")
    assert session.train(1e9, 100)["epoch"] == 100
