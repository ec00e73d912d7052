"""The package against the tutorial's own code, copied out by hand in tutorial.py: the same bits, step after step."""

import inspect
import textwrap

import numpy as np
import pytest
from cases import SEEDS, assert_same_bits, copied, examples, parameters, same_bits
from hypothesis import given
from hypothesis import strategies as st

import glassnet
import tutorial
from glassnet.training import training_epochs

NINE_STEPS = [
    "initialize_network",
    "sigmoid",
    "sigmoid_derivative",
    "forward_propagation",
    "compute_loss",
    "backward_propagation",
    "update_parameters",
    "train_network",
    "predict",
]

HIDDEN = [[0.5, -0.25], [1.5, 0.75]]
BY_HAND = {"W1": HIDDEN, "b1": [[0.0, 0.125]], "W2": [[1.0], [-2.0]], "b2": [[0.25]]}


@st.composite
def problems(draw):
    """A two-layer network, inputs and targets of any size, whole or fractional, and a learning rate."""
    rows, inputs, hidden, outputs = (draw(st.integers(1, most)) for most in (40, 12, 20, 6))
    random = np.random.default_rng(draw(SEEDS))
    shape = (rows, inputs)
    X = random.integers(-3, 4, shape) if draw(st.booleans()) else 2 * random.standard_normal(shape)
    y = random.integers(0, 2, (rows, outputs)) if draw(st.booleans()) else random.random((rows, outputs))
    return parameters(random, (inputs, hidden, outputs)), X, y, draw(st.floats(1e-4, 10))


@pytest.fixture
def xor():
    return np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), np.array([[0], [1], [1], [0]])


def test_the_tutorials_program_prints_the_same_text(capsys):
    body = inspect.getsource(tutorial.main).partition("\n")[2]
    program = "from glassnet import *\n" + textwrap.dedent(body)
    assert "sigmoid" not in program, "the program must hold no definition of its own"
    tutorial.main()
    expected = capsys.readouterr().out
    exec(program, {"__name__": "__main__"})
    assert capsys.readouterr().out == expected
    assert expected.count("Epoch") == 100
    assert "[0.49554" in expected, "the known run, which is stuck"


def test_the_star_brings_the_nine_steps_and_numpy_and_nothing_else():
    assert glassnet.__all__ == ["np", *NINE_STEPS]
    assert glassnet.np is np


@pytest.mark.parametrize("name", NINE_STEPS)
def test_the_tutorials_parameters_come_first_under_their_own_names(name):
    ours = inspect.signature(getattr(glassnet, name)).parameters.values()
    theirs = inspect.signature(getattr(tutorial, name)).parameters
    positional = [parameter.name for parameter in ours if parameter.kind is parameter.POSITIONAL_OR_KEYWORD]
    assert positional == list(theirs)
    assert all(parameter.default is parameter.empty for parameter in ours if parameter.name in theirs)


@examples(60)
@given(st.integers(1, 30), st.integers(1, 30), st.integers(1, 10))
def test_the_same_weights_are_drawn_for_any_sizes(inputs, hidden, outputs):
    assert_same_bits(
        glassnet.initialize_network(inputs, hidden, outputs), tutorial.initialize_network(inputs, hidden, outputs)
    )


@examples(60)
@given(SEEDS)
def test_other_seeds_draw_what_numpy_draws_after_seeding(seed):
    np.random.seed(seed)
    W1, W2 = np.random.randn(3, 4), np.random.randn(4, 2)
    expected = {"W1": W1, "b1": np.zeros((1, 4)), "W2": W2, "b2": np.zeros((1, 2))}
    assert_same_bits(glassnet.initialize_network(3, 4, 2, seed=seed), expected)


@examples(150)
@given(problems())
def test_every_step_gives_the_tutorials_bits(problem):
    network, X, y, rate = problem
    theirs = copied(network)
    ours = copied(network)
    for _ in range(3):
        a2, cache = glassnet.forward_propagation(ours, X)
        expected_a2, expected_cache = tutorial.forward_propagation(theirs, X)
        assert same_bits(a2, expected_a2)
        assert isinstance(cache, tuple)
        assert len(cache) == 4
        assert all(map(same_bits, cache, expected_cache))
        assert same_bits(glassnet.predict(ours, X), expected_a2)

        loss, expected_loss = glassnet.compute_loss(y, a2), tutorial.compute_loss(y, expected_a2)
        assert same_bits(loss, expected_loss)
        assert f"{loss}" == f"{expected_loss}"

        gradients = glassnet.backward_propagation(ours, cache, X, y)
        expected_gradients = tutorial.backward_propagation(theirs, expected_cache, X, y)
        assert set(gradients) == {"dW1", "db1", "dW2", "db2"}
        for name, expected in expected_gradients.items():
            assert same_bits(gradients[name], expected), name

        assert glassnet.update_parameters(ours, gradients, rate) is ours
        theirs = tutorial.update_parameters(theirs, expected_gradients, rate)
        assert_same_bits(ours, theirs)


@examples(60)
@given(problems())
def test_the_training_loop_gives_the_tutorials_bits_at_every_epoch(problem):
    network, X, y, rate = problem
    theirs = copied(network)
    ours = copied(network)
    for epoch, record in enumerate(training_epochs(ours, X, y, 8, rate)):
        expected_y_pred, cache = tutorial.forward_propagation(theirs, X)
        expected_gradients = tutorial.backward_propagation(theirs, cache, X, y)
        theirs = tutorial.update_parameters(theirs, expected_gradients, rate)
        assert record.epoch == epoch
        assert same_bits(record.y_pred, expected_y_pred)
        assert same_bits(record.loss, tutorial.compute_loss(y, expected_y_pred))
        for name, expected in expected_gradients.items():
            assert same_bits(record.gradients[name], expected), name
        assert record.network is ours
        assert_same_bits(ours, theirs)


@pytest.mark.parametrize(
    ("inputs", "hidden", "outputs", "epochs", "rate"), [(2, 2, 1, 1001, 0.5), (3, 5, 2, 350, 0.05), (1, 1, 1, 101, 3)]
)
def test_training_prints_and_returns_what_the_tutorials_does(inputs, hidden, outputs, epochs, rate, capsys):
    random = np.random.default_rng(0)
    X, y = random.integers(0, 2, (9, inputs)), random.random((9, outputs))
    expected = tutorial.train_network(X, y, inputs, hidden, outputs, epochs, rate)
    expected_text = capsys.readouterr().out
    assert_same_bits(glassnet.train_network(X, y, inputs, hidden, outputs, epochs, rate), expected)
    assert capsys.readouterr().out == expected_text


@examples(100)
@given(SEEDS, st.sampled_from([(), (1,), (7,), (3, 4), (2, 3, 4)]))
def test_the_sigmoid_and_its_derivative_are_the_tutorials(seed, shape):
    x = 30 * np.random.default_rng(seed).standard_normal(shape)
    assert same_bits(glassnet.sigmoid(x), tutorial.sigmoid(x))
    assert same_bits(glassnet.sigmoid_derivative(x), tutorial.sigmoid_derivative(x))


def test_the_global_random_state_is_left_alone(xor):
    np.random.seed(7)
    before = np.random.get_state()
    glassnet.train_network(*xor, 2, 2, 1, 3, 0.1)
    glassnet.initialize_network(2, (3, 3), 1, seed=range(4))
    after = np.random.get_state()
    assert before[2:] == after[2:]
    assert np.array_equal(before[1], after[1])


def arrays(network):
    return {name: np.array(values, dtype=float) for name, values in network.items()}


def whole(network):
    """Rounded, as arrays of whole numbers."""
    return {name: np.rint(values).astype(int) for name, values in arrays(network).items()}


@pytest.mark.parametrize(
    "by_hand",
    [BY_HAND, arrays(BY_HAND), whole(BY_HAND), dict(reversed(BY_HAND.items()))],
    ids=["nested lists", "arrays", "whole numbers", "another order"],
)
def test_a_dict_made_by_hand_works_wherever_a_network_is_taken(by_hand, xor):
    X, y = xor
    theirs = {name: arrays(by_hand)[name] for name in BY_HAND}
    expected, expected_cache = tutorial.forward_propagation(theirs, X)
    expected_gradients = tutorial.backward_propagation(theirs, expected_cache, X, y)

    ours = {name: np.array(values) if isinstance(values, np.ndarray) else values for name, values in by_hand.items()}
    a2, cache = glassnet.forward_propagation(ours, X.tolist())
    assert same_bits(a2, expected)
    assert same_bits(glassnet.predict(ours, X), expected)
    gradients = glassnet.backward_propagation(ours, cache, X.tolist(), y.tolist())
    for name, gradient in expected_gradients.items():
        assert same_bits(gradients[name], gradient), name
    glassnet.update_parameters(ours, gradients, 1)
    expected_step = tutorial.update_parameters(copied(theirs), expected_gradients, 1)
    for name in theirs:
        assert same_bits(ours[name], expected_step[name]), name

    trained = dict(by_hand)
    for _ in training_epochs(trained, X, y, 1, 1):
        pass
    for name in theirs:
        assert same_bits(trained[name], expected_step[name]), name


def test_transposed_arrays_work_as_parameters(xor):
    X, y = xor
    theirs = arrays(BY_HAND) | {"W1": np.array(HIDDEN).T}
    ours = arrays(BY_HAND) | {"W1": np.array(HIDDEN).T}
    _, cache = glassnet.forward_propagation(ours, X)
    gradients = glassnet.backward_propagation(ours, cache, X, y)
    for name, expected in tutorial.backward_propagation(theirs, cache, X, y).items():
        assert np.allclose(gradients[name], expected, rtol=1e-14, atol=0), name


def test_loss_of_rows_without_columns_is_the_tutorials():
    y_true, y_pred = np.array([0, 1, 1, 0]), np.array([0.1, 0.2, 0.3, 0.4])
    assert same_bits(glassnet.compute_loss(y_true, y_pred), tutorial.compute_loss(y_true, y_pred))
    assert same_bits(glassnet.compute_loss(y_true.tolist(), y_pred.tolist()), tutorial.compute_loss(y_true, y_pred))
