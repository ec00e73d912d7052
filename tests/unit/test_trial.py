"""A version that fails its trial is told with its line, and leaves the function as it was."""

import inspect

import numpy as np
import pytest
from cases import assert_same_bits, same_bits

import tutorial
from glassnet import __all__ as named
from glassnet import session
from glassnet.programs.editing import EDITABLE, edited, restore

NINE_STEPS = [name for name in named if name != "np"]


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
    ("forward_propagation", "return a, cache", "return a.T, cache", None, "(1, 4); expected an array of shape (4, 1)"),
    ("forward_propagation", "cache += (z, a)", "cache += (z,)", None, "the cache has 2 arrays; expected 4"),
    ("compute_loss", "return LOSSES[loss].function(y_true, y_pred)", "return y_true - y_pred", None, "one number"),
    ("compute_loss", "return LOSSES[loss]", 'return "small" or LOSSES[loss]', None, "gave 'small' (a str)"),
    ("backward_propagation", "return gradients", "return None", None, "expected a dict of gradients"),
    ("backward_propagation", "return gradients", "return {}", None, "gave no dW1"),
    ("backward_propagation", "if out is None else out", "", None, 'training reads it in out["dW1"]'),
    ("backward_propagation", "return gradients", "return gradients / 2", 49, "TypeError"),
    ("backward_propagation", "delta *= derivative(inputs)", "delta *= derivativ(inputs)", 44, "derivativ"),
    ("predict", "return y_pred", "return y_pred[:2]", None, "predict gave an array of shape (2, 1)"),
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


UNFIT = [
    ("sigmoid", "x", "5", "sigmoid gave 5 (an int); expected an array of shape (4, 2), as its input has."),
    ("sigmoid", "x", "None", "sigmoid gave None (does it end without a return?); expected an array"),
    ("sigmoid_derivative", "x", "x[0]", "gave an array of shape (2,); expected an array of shape (4, 2)"),
    ("predict", "network, X", "[[1]] * 4", "predict gave [[1], [1], [1], [1]] (a list); expected an array"),
    ("compute_loss", "y_true, y_pred", "None", "compute_loss gave None (does it end without a return?)"),
    ("backward_propagation", "network, cache, X, y", "{'d' + name: 0 for name in network}", "gave dW1 in shape ()"),
]


@pytest.mark.parametrize(("name", "takes", "gives", "said"), UNFIT)
def test_what_is_given_back_is_told_with_what_was_expected(name, takes, gives, said):
    session.start({"activation": "tanh"})  # the sigmoid is tried even where nothing hidden calls it
    problem = session.edit(name, f"def {name}({takes}):\n    return {gives}\n")["problem"]
    assert problem["message"].startswith(f"{name} gave"), problem["message"]
    assert said in problem["message"]


@pytest.mark.parametrize("pasted", [*([name] for name in NINE_STEPS), NINE_STEPS], ids=[*NINE_STEPS, "all nine"])
def test_the_tutorials_own_functions_train_to_the_same_bits(pasted):
    before = session.train(1e9, 200)
    session.start({})
    for name in pasted:
        assert session.edit(name, inspect.getsource(getattr(tutorial, name)))["problem"] is None
    session.start({})
    after = session.train(1e9, 200)
    assert edited() == pasted
    assert_same_bits(after["parameters"], before["parameters"])
    for part in ("losses", "predictions", "loss"):
        assert same_bits(after[part], before[part]), part


@pytest.mark.parametrize("name", ["forward_propagation", "compute_loss", "backward_propagation", "update_parameters"])
def test_an_epoch_with_the_tutorials_own_functions_is_followed_line_by_line(name):
    text = inspect.getsource(getattr(tutorial, name))
    session.edit(name, text)
    followed = session.trace()
    lines = [line["line"] for line in followed["lines"] if line["function"] == name]
    assert lines == [0, *(line for line in sorted(set(lines)) if line)], "once from the call to the end"
    assert followed["sources"][name] == text


IGNORED = {
    "initialize_network": ["initializer", "seed"],
    "sigmoid": [],
    "forward_propagation": ["activation", "output"],
    "compute_loss": ["loss"],
    "backward_propagation": ["activation", "output", "loss", "reduction"],
    "update_parameters": ["optimizer"],
}


@pytest.mark.parametrize("name", IGNORED)
def test_which_choices_a_version_ignores_is_told(name):
    assert session.edit(name, inspect.getsource(EDITABLE[name]))["ignored"] == [], "the package's own text takes all"
    assert session.edit(name, inspect.getsource(getattr(tutorial, name)))["ignored"] == IGNORED[name]


UPDATES = [
    "    return {name: network[name] + learning_rate * gradients['d' + name] for name in network}\n",
    "    for name in network:\n"
    "        network[name] = network[name] + learning_rate * gradients['d' + name]\n"
    "    return network\n",
]


@pytest.mark.parametrize("body", UPDATES)
def test_an_update_may_give_back_new_arrays(body):
    before = session.train(1e9, 20)
    session.start({})
    text = "def update_parameters(network, gradients, learning_rate):\n" + body
    assert session.edit("update_parameters", text)["problem"] is None
    assert_same_bits(session.train(1e9, 20)["parameters"], before["parameters"])


@pytest.mark.parametrize(
    ("gives", "said"),
    [
        ("None", "what update_parameters gave is None; expected a dict"),
        ("{'W1': network['W1']}", "gave no b1; expected all parameters"),
        ("{**network, 'b2': 0}", "gave b2 in shape (); expected (1, 1)"),
    ],
)
def test_an_update_that_gives_back_no_network_is_told(gives, said):
    text = f"def update_parameters(network, gradients, learning_rate):\n    return {gives}\n"
    answer = session.edit("update_parameters", text)
    assert said in answer["problem"]["message"]
    assert answer["ignored"] == []


def test_the_losses_of_a_slice_are_one_an_epoch_however_the_reader_computes_them():
    before = session.train(1e9, 7)
    session.start({})
    text = "def compute_loss(y_true, y_pred, *, loss='', check=True):\n    return np.mean((y_true - y_pred) ** 2)\n"
    assert session.edit("compute_loss", text)["problem"] is None
    assert same_bits(session.train(1e9, 7)["losses"], before["losses"])


def test_an_update_with_memories_is_told_how_the_parameters_come():
    text = (
        "def update_parameters(network, gradients, learning_rate, *, optimizer=0, memories=0, check=0):\n"
        "    network['W1'] += gradients['dW1']\n"
    )
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


BACKWARDS = """whole = np.concatenate([network[name] for name in reversed(network)], axis=None)
        start = 0
        for name, parameter in reversed(network.items()):
            end = start + parameter.size
            network[name], start = whole[start:end].reshape(parameter.shape), end
        yield Record"""


def test_moments_are_kept_right_however_a_version_lays_the_network_out():
    assert changed("training_epochs", "yield Record", BACKWARDS)["problem"] is None
    frame = session.train(1e9, 3, keep=4)
    in_order = np.concatenate([frame["parameters"][name] for name in ("W1", "b1", "W2", "b2")], axis=None)
    assert same_bits(frame["kept"]["parameters"][-9:], in_order)


def test_losses_are_those_of_the_predictions_whatever_type_a_version_gives_them():
    assert changed("forward_propagation", "return a, cache", 'return a.astype("float32"), cache')["problem"] is None
    frame = session.train(1e9, 40)
    assert frame["losses"].shape == (40,)
    assert frame["losses"] == pytest.approx(np.full(40, frame["loss"]), abs=0.02)
