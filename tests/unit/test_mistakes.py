"""Each known mistake is a change of the written text, and the changed text runs unless no reader can have made it."""

import numpy as np
import pytest

from glassnet.glass.mistakes import Written, changes, penalties_of
from glassnet.programs.choices import checked
from glassnet.programs.running import Program
from glassnet.programs.writing import Writer, parts
from glassnet.tables.activations import ACTIVATIONS
from glassnet.tables.losses import LOSSES

X, Y = np.array([[0.0, 0], [0, 1], [1, 0], [1, 1]]), np.array([[0.0], [1], [1], [0]])


def written(**chosen):
    made = checked(chosen)
    program = Program(parts(made))
    return Written(program, made), program.initialize_network(
        2, *([made["hidden"]] if len(made["hidden"]) > 1 else made["hidden"]), 1
    )


def known(**chosen):
    of, network = written(**chosen)
    return [mistake.words for mistake in of.mistakes(network, X, Y)]


def test_the_first_gradients_are_those_without_a_mistake():
    of, network = written(hidden=[3, 2], activation=["tanh", "relu"], clip=0.001)
    first = next(of.mistakes(network, X, Y))
    program = Program(parts(checked({"hidden": [3, 2], "activation": ["tanh", "relu"]})))
    _, cache = program.forward_propagation(network, X)
    expected = program.backward_propagation(network, cache, X, Y)
    assert first.words == ""
    assert all(np.array_equal(first.gradients[name], array) for name, array in expected.items())


def test_the_mistakes_of_the_tutorials_backpropagation():
    assert known() == [
        "",
        "the factor sigmoid_derivative(a2) is missing (right for binary cross-entropy, where it cancels out, but not "
        "for mean squared error)",
        "the factor sigmoid_derivative(a1) is missing",
        "sigmoid_derivative was given z1; it expects a1",
        "hidden_error was computed from output_error; it needs output_delta",
        "dW2 was computed from X; it needs a1",
        "dW2 was computed from z1; it needs a1",
    ]


def test_a_mistake_that_cannot_run_with_these_sizes_is_left_out():
    assert "W2 must be transposed in hidden_error" not in known()
    assert "W2 must be transposed in hidden1_error" in known(hidden=[3, 3])
    assert "dW2 was computed from X; it needs a1" not in known(hidden=[3])


def test_a_network_without_hidden_layers_has_only_the_outputs_mistakes():
    assert known(hidden=[], loss="huber") == ["", "the factor sigmoid_derivative(a1) is missing"]


@pytest.mark.parametrize("output", ACTIVATIONS)
@pytest.mark.parametrize("loss", LOSSES)
def test_every_change_is_found_in_the_text_and_changes_it(loss, output):
    writer = Writer(
        checked({"hidden": [3, 3], "activation": ["gelu", "softmax"], "loss": loss, "output": output, "l1": 1, "l2": 2})
    )
    text = writer.backward_propagation()
    found = list(changes(writer))
    assert len({change.words for change in found}) == len(found) > 6
    for change in found:
        assert all(old in text for old in change.replaced), change


@pytest.mark.parametrize(
    ("chosen", "pulls"),
    [({}, []), ({"l1": 1}, ["l1"]), ({"l1": 1, "l2": 1}, ["l1", "l2"]), ({"l2": 1, "optimizer": "adamw"}, [])],
)
def test_the_penalties_are_those_of_the_gradients(chosen, pulls):
    assert penalties_of(Writer(checked(chosen))) == pulls
