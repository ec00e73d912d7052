"""``glassnet.program``: programs other than the tutorial's, in Python."""

import numpy as np
import pytest
from cases import assert_same_bits

import glassnet
import tutorial
from glassnet.programs.choices import checked
from glassnet.programs.writing import write

X, Y = [[0, 0], [0, 1], [1, 0], [1, 1]], [[0], [1], [1], [0]]


def test_the_default_is_the_tutorials_program(capsys):
    program = glassnet.program()
    assert program.source == write(checked({}))
    assert_same_bits(program.train(X, Y, 201, 0.1), tutorial.train_network(np.array(X), np.array(Y), 2, 2, 1, 201, 0.1))
    ours, theirs = np.split(np.array(capsys.readouterr().out.splitlines()), 2)
    assert ours.tolist() == theirs.tolist()


def test_choices_are_given_by_the_names_of_an_address():
    program = glassnet.program(hidden=(8, 8), activation="tanh", output="linear", optimizer="adam")
    assert "def adam(" in program.source
    random = np.random.default_rng(0)
    inputs = random.normal(size=(20, 3))
    network = program.train(inputs, inputs[:, :2] * 0.5, 300, 0.01)
    assert {name: array.shape for name, array in network.items()} == {
        "W1": (3, 8), "b1": (1, 8), "W2": (8, 8), "b2": (1, 8), "W3": (8, 2), "b3": (1, 2),
    }  # fmt: skip
    before = program.initialize_network(3, [8, 8], 2)
    y = inputs[:, :2] * 0.5
    assert program.compute_loss(y, program.predict(network, inputs)) < 0.2 * program.compute_loss(
        y, program.predict(before, inputs)
    )
    for name in ("sigmoid_derivative", "flub"):
        assert not hasattr(program, name)


def test_a_perceptron_learns_and():
    program = glassnet.program(hidden=0)
    network = program.train(X, [[0], [0], [0], [1]], 2000, 0.5)
    assert (program.predict(network, np.array(X)) > 0.5).ravel().tolist() == [False, False, False, True]


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ({"hidden": (8, -1)}, r"hidden\[1\] is -1; expected a whole number of 1 or more"),
        ({"activation": "sigmund"}, "activation is 'sigmund'; expected one of 'sigmoid'"),
        ({"speed": 3}, "choice is 'speed'; expected one of 'dataset'"),
    ],
)
def test_bad_choices_are_refused(chosen, said):
    with pytest.raises(ValueError, match=said):
        glassnet.program(**chosen)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((X, [0, 1, 1, 0], 5, 0.1), r"y has shape \(4,\); expected \(rows, columns\)"),
        ((X, Y[:3], 5, 0.1), "y has 3 rows; expected 4, one for each row of X"),
        ((X, Y, -1, 0.1), "epochs is -1; expected a whole number of 0 or more"),
        ((X, Y, 5, 0), "learning_rate is 0; expected a number above 0"),
        (([[0, float("nan")]], [[0]], 5, 1), r"X\[0, 1\] is nan; expected a finite number"),
    ],
)
def test_bad_input_is_refused(arguments, said):
    with pytest.raises(ValueError, match=said):
        glassnet.program().train(*arguments)
