"""The network at any depth, in stacks and at the ends of the numbers; and every input that it refuses."""

import math

import numpy as np
import pytest
from cases import SEEDS, assert_same_bits, examples, parameters, same_bits
from hypothesis import given
from hypothesis import strategies as st

from glassnet import (
    backward_propagation,
    compute_loss,
    forward_propagation,
    initialize_network,
    predict,
    update_parameters,
)
from glassnet.network import REDUCTIONS
from glassnet.tables.activations import ACTIVATIONS
from glassnet.tables.losses import LOSSES

X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
Y = np.array([[0], [1], [1], [0]])
CHOICES = {
    "activation": st.sampled_from(sorted(ACTIVATIONS)),
    "output_activation": st.just("sigmoid"),  # the one that every loss can follow into the ends
}


@pytest.fixture
def network():
    """2-2-1, as the tutorial's."""
    return parameters(np.random.default_rng(0), (2, 2, 1))


def with_cache(network, X=X):
    return network, forward_propagation(network, X)[1]


# -- any depth


@pytest.mark.parametrize(
    "hidden", [[3, 4], (3, 4), np.array([3, 4]), [np.int64(3), np.uint8(4)], range(3, 5)], ids=repr
)
def test_hidden_sizes_can_be_any_sequence_of_whole_numbers(hidden):
    network = initialize_network(2, hidden, 1)
    assert {name: array.shape for name, array in network.items()} == {
        "W1": (2, 3), "b1": (1, 3), "W2": (3, 4), "b2": (1, 4), "W3": (4, 1), "b3": (1, 1),
    }  # fmt: skip
    assert list(network) == ["W1", "b1", "W2", "b2", "W3", "b3"]


def test_sizes_can_be_numpys_whole_numbers():
    assert_same_bits(
        initialize_network(np.int64(2), np.int8(3), np.uint16(1), seed=np.uint32(42)), initialize_network(2, 3, 1)
    )


def test_one_hidden_layer_in_a_sequence_is_the_tutorials_network():
    assert_same_bits(initialize_network(2, [3], 1), initialize_network(2, 3, 1))


def test_deeper_layers_are_drawn_on_from_the_same_seed():
    np_state = np.random.RandomState(42)
    network = initialize_network(2, (3, 4), 1)
    assert same_bits(network["W1"], np_state.randn(2, 3))
    assert same_bits(network["W2"], np_state.randn(3, 4))
    assert same_bits(network["W3"], np_state.randn(4, 1))


def test_three_layers_with_an_activation_each_by_hand():
    random = np.random.default_rng(1)
    network = parameters(random, (2, 3, 4, 2))
    z1 = np.dot(X, network["W1"]) + network["b1"]
    a1 = 1 - 2 / (np.exp(2 * z1) + 1)
    z2 = np.dot(a1, network["W2"]) + network["b2"]
    a2 = np.where(z2 > 0, z2, 0.0)
    z3 = np.dot(a2, network["W3"]) + network["b3"]
    a3 = 1 / (1 + np.exp(-z3))
    y_pred, cache = forward_propagation(network, X, activation=["tanh", "relu"])
    assert same_bits(y_pred, a3)
    assert len(cache) == 6
    assert all(map(same_bits, cache, (z1, a1, z2, a2, z3, a3)))
    assert same_bits(predict(network, X, activation=("tanh", "relu")), a3)
    gradients = backward_propagation(network, cache, X, np.zeros((4, 2)), activation=["tanh", "relu"])
    assert list(gradients) == ["dW1", "db1", "dW2", "db2", "dW3", "db3"]


def test_a_network_without_a_hidden_layer_made_by_hand():
    network = {"W1": [[1.0], [2.0]], "b1": [[0.5]]}
    y_pred, cache = forward_propagation(network, X, output_activation="tanh")
    assert y_pred[:, 0] == pytest.approx(np.tanh([0.5, 2.5, 1.5, 3.5]), rel=1e-15)
    gradients = backward_propagation(network, cache, X, Y, output_activation="tanh")
    delta = (Y - y_pred) * (1 - y_pred**2)
    assert gradients["dW1"] == pytest.approx(X.T @ delta, rel=1e-14)


def test_the_mean_over_rows_is_the_sum_divided_by_their_number(network):
    _, cache = with_cache(network)
    summed = backward_propagation(network, cache, X, Y)
    mean = backward_propagation(network, cache, X, Y, reduction="mean")
    for name, gradient in summed.items():
        assert mean[name] == pytest.approx(gradient / 4, rel=1e-14)


def test_gradients_can_be_written_into_given_arrays(network):
    _, cache = with_cache(network)
    expected = backward_propagation(network, cache, X, Y)
    out = {name: np.full(gradient.shape, np.nan) for name, gradient in expected.items()}
    places = dict(out)
    assert backward_propagation(network, cache, X, Y, out=out) is out
    assert all(out[name] is places[name] for name in places)
    assert_same_bits(out, expected)


# -- stacks


def one_by_one(stack, place):
    return {name: array[place] for name, array in stack.items()}


@st.composite
def stacks(draw):
    """A stack of networks with its data, and activations for it."""
    sizes = [draw(st.integers(1, 6)) for _ in range(draw(st.integers(2, 5)))]
    random = np.random.default_rng(draw(SEEDS))
    X = random.standard_normal((draw(st.integers(1, 9)), sizes[0]))
    y = random.random((len(X), sizes[-1]))
    functions = {name: draw(choice) for name, choice in CHOICES.items()}
    return parameters(random, sizes, (draw(st.integers(1, 5)),)), X, y, functions


@examples(100)
@given(stacks(), st.sampled_from(sorted(LOSSES)), st.sampled_from(sorted(REDUCTIONS)))
def test_a_stack_gives_what_each_network_alone_gives(problem, loss, reduction):
    stack, X, y, functions = problem
    y_pred, cache = forward_propagation(stack, X, **functions)
    losses = compute_loss(y, y_pred, loss=loss)
    gradients = backward_propagation(stack, cache, X, y, loss=loss, reduction=reduction, **functions)
    assert losses.shape == stack["W1"].shape[:1]
    for place in range(len(losses)):
        alone = one_by_one(stack, place)
        expected, expected_cache = forward_propagation(alone, X, **functions)
        assert same_bits(y_pred[place], expected)
        assert all(same_bits(ours[place], theirs) for ours, theirs in zip(cache, expected_cache, strict=True))
        assert same_bits(losses[place], compute_loss(y, expected, loss=loss))
        expected_gradients = backward_propagation(
            alone, expected_cache, X, y, loss=loss, reduction=reduction, **functions
        )
        for name, expected_gradient in expected_gradients.items():
            assert np.array_equal(gradients[name][place], expected_gradient), name  # the sign of a 0 may differ


def test_seeds_make_a_stack_of_the_networks_that_each_seed_makes():
    for seeds in ([3, 42], (3, 42), np.array([3, 42])):
        stack = initialize_network(2, (3, 2), 1, seed=seeds, initializer="xavier")
        for place, seed in enumerate((3, 42)):
            alone = initialize_network(2, (3, 2), 1, seed=seed, initializer="xavier")
            assert_same_bits(one_by_one(stack, place), alone)
    assert initialize_network(2, 3, 1, seed=range(5))["b1"].shape == (5, 1, 3)
    assert initialize_network(2, 3, 1, seed=[7])["W1"].shape == (1, 2, 3)


def test_each_network_of_a_stack_can_have_inputs_and_targets_of_its_own():
    random = np.random.default_rng(4)
    stack = parameters(random, (2, 3, 1), (3,))
    inputs, targets = random.random((3, 5, 2)), random.random((3, 5, 1))
    y_pred, cache = forward_propagation(stack, inputs)
    gradients = backward_propagation(stack, cache, inputs, targets)
    losses = compute_loss(targets, y_pred)
    for place in range(3):
        alone, alone_cache = with_cache(one_by_one(stack, place), inputs[place])
        assert losses[place] == pytest.approx(float(compute_loss(targets[place], alone_cache[-1])), rel=1e-14)
        for name, expected in backward_propagation(alone, alone_cache, inputs[place], targets[place]).items():
            assert gradients[name][place] == pytest.approx(expected, rel=1e-12, abs=1e-14)


# -- the ends of the numbers


@pytest.mark.parametrize("size", [1e3, 1e100, 1e300])
def test_huge_weights_give_the_limits_without_a_warning(size):
    network = {"W1": [[size, -size]], "b1": [[0.0, 0.0]], "W2": [[size], [-size]], "b2": [[0.0]]}
    y_pred, cache = forward_propagation(network, [[1.0], [-1.0]])
    assert cache[1].tolist() == [[1.0, 0.0], [0.0, 1.0]]
    assert y_pred.tolist() == [[1.0], [0.0]]
    for loss in LOSSES:
        gradients = backward_propagation(network, cache, [[1.0], [-1.0]], [[1.0], [0.0]], loss=loss)
        assert all(not gradient.any() for gradient in gradients.values())


# -- what is refused

SHAPES = {"W1": (2, 3), "b1": (1, 3), "W2": (3, 1), "b2": (1, 1)}


def shaped(**changed):
    """A 2-3-1 network of zeros, with other shapes or values for some parameters; None leaves one out."""
    network = {name: np.zeros(shape) for name, shape in SHAPES.items()}
    for name, value in changed.items():
        if value is None:
            del network[name]
        else:
            network[name] = np.zeros(value) if isinstance(value, tuple) else value
    return network


BAD_NETWORKS = [
    (None, "the network is None; expected a dict of W1, b1, W2, b2"),
    (5, "the network is 5; expected a dict"),
    ([1, 2], r"the network is \[1, 2\]; expected a dict"),
    ("W1", "the network is 'W1'; expected a dict"),
    ({}, r"the network has the parameters \[\]; expected W1, b1, W2, b2"),
    (shaped(b2=None), r"the network has the parameters \['W1', 'b1', 'W2'\]; expected W1, b1"),
    (shaped(W1=None, b1=None), r"has the parameters \['W2', 'b2'\]"),
    (shaped(W3=(1, 1)), "has the parameters .*'W3'"),
    (shaped() | {1: 2, "b": 3}, r"has the parameters \['W1', 'b1', 'W2', 'b2', 1, 'b'\]"),
    (shaped(b1=(3,)), r"b1 has shape \(3,\); expected \(1, 3\)"),
    (shaped(b1=(1, 1)), r"b1 has shape \(1, 1\); expected \(1, 3\)"),
    (shaped(b1=(4, 3)), r"b1 has shape \(4, 3\); expected \(1, 3\)"),
    (shaped(b2=()), r"b2 has shape \(\); expected \(1, 1\)"),
    (shaped(W1=(2,)), r"W1 has shape \(2,\); expected \(inputs, neurons\)"),
    (shaped(W1=(0, 3)), r"W1 has shape \(0, 3\); expected"),
    (shaped(W2=(2, 1)), r"W2 has shape \(2, 1\); expected \(3, neurons\)"),
    (shaped(W2=(5, 3, 1), b2=(5, 1, 1)), r"W2 has shape \(5, 3, 1\); expected \(3, 1\)"),
    (shaped(W1=(5, 2, 3), b1=(5, 1, 3)), r"W2 has shape \(3, 1\); expected \(5, 3, 1\)"),
    (shaped(W1=(5, 2, 3), b1=(5, 1, 3), W2=(4, 3, 1), b2=(4, 1, 1)), r"W2 has shape \(4, 3, 1\); expected \(5, 3, 1\)"),
    (shaped(W1=(5, 2, 3)), r"b1 has shape \(1, 3\); expected \(5, 1, 3\)"),
    (shaped(W1=np.full((2, 3), math.nan)), "W1 has a value that is not finite"),
    (shaped(b2=np.array([[math.inf]])), "b2 has a value that is not finite"),
    (shaped(W1="weights"), "W1 is 'weights'; expected an array of numbers"),
    (shaped(W1=[["1", "2", "3"]] * 2), "W1 is .*; expected an array of numbers"),
    (shaped(W1=[[1, 2, 3], [4, 5]]), "W1 is .*; expected an array of numbers"),
    (shaped(W1=np.zeros((2, 3), complex)), "W1 is .*; expected an array of numbers"),
    (shaped(W1=[[10**400, 0, 0], [0, 0, 0]]), "W1 is .*; expected an array of numbers"),
    (shaped(W1=[[None, 0, 0], [0, 0, 0]]), "W1 has a value that is not finite"),
]


@pytest.mark.parametrize(("network", "message"), BAD_NETWORKS)
def test_what_is_no_network(network, message):
    good, cache = with_cache(shaped())
    gradients = backward_propagation(good, cache, X, Y)
    for use in (
        lambda: forward_propagation(network, X),
        lambda: predict(network, X),
        lambda: backward_propagation(network, cache, X, Y),
        lambda: update_parameters(network, gradients, 0.1),
    ):
        with pytest.raises(ValueError, match=message):
            use()


BAD_INPUTS = [
    (np.zeros(2), r"X has shape \(2,\); expected \(rows, columns\)"),
    (0, r"X has shape \(\); expected \(rows, columns\)"),
    ([], r"X has shape \(0,\); expected"),
    (np.zeros((0, 2)), r"X has shape \(0, 2\); expected \(rows, columns\), with 1 or more of each"),
    (np.zeros((4, 3)), r"X has 3 columns \(shape \(4, 3\)\); expected 2"),
    (np.zeros((4, 1)), "X has 1 columns"),
    (np.zeros((5, 4, 2)), r"X has shape \(5, 4, 2\); expected \(4, 2\)"),
    ([[0, 1], [math.nan, 0]], r"X\[1, 0\] is nan; expected a finite number"),
    ([[0, 1], [0, -math.inf]], r"X\[1, 1\] is -inf; expected a finite number"),
    ([[0, 1], [0]], "X is .*; expected an array of numbers"),
    ([["0", "1"]], r"X is \[\['0', '1'\]\]; expected an array of numbers"),
    ("XOR", "X is 'XOR'; expected an array of numbers"),
    (None, "X is None; expected an array of numbers"),
    ({"a": 1}, "X is .*; expected an array of numbers"),
    ([[1j, 0]], "X is .*; expected an array of numbers"),
    ([[10**400, 0]], "X is .*; expected an array of numbers"),
]


@pytest.mark.parametrize(("inputs", "message"), BAD_INPUTS)
def test_what_is_no_input(inputs, message):
    network, cache = with_cache(shaped())
    for use in (
        lambda: forward_propagation(network, inputs),
        lambda: predict(network, inputs),
        lambda: backward_propagation(network, cache, inputs, Y),
    ):
        with pytest.raises(ValueError, match=message):
            use()


BAD_TARGETS = [
    (np.zeros(4), r"y has shape \(4,\); expected \(4, 1\): a row for each row of X"),
    (np.zeros((1, 4)), r"y has shape \(1, 4\); expected \(4, 1\)"),
    (np.zeros((4, 4)), r"y has shape \(4, 4\); expected \(4, 1\)"),
    (np.zeros((1, 1)), r"y has shape \(1, 1\); expected \(4, 1\)"),
    (np.zeros((5, 4, 1)), r"y has shape \(5, 4, 1\); expected \(4, 1\)"),
    (0, r"y has shape \(\); expected \(4, 1\)"),
    ([], r"y has shape \(0,\); expected \(4, 1\)"),
    ([[0], [1], [math.nan], [0]], r"y\[2, 0\] is nan; expected a finite number"),
    ([[0], [1], [2, 3], [0]], "y is .*; expected an array of numbers"),
    ([["0"], ["1"], ["1"], ["0"]], "y is .*; expected an array of numbers"),
    (None, "y is None; expected an array of numbers"),
]


@pytest.mark.parametrize(("targets", "message"), BAD_TARGETS)
def test_what_are_no_targets(targets, message):
    network, cache = with_cache(shaped())
    with pytest.raises(ValueError, match=message):
        backward_propagation(network, cache, X, targets)


def test_a_stack_takes_one_table_or_one_for_each_network():
    stack = parameters(np.random.default_rng(0), (2, 3, 1), (5,))
    with pytest.raises(ValueError, match=r"X has shape \(4, 4, 2\); expected \(4, 2\) or \(5, 4, 2\)"):
        forward_propagation(stack, np.zeros((4, 4, 2)))
    _, cache = with_cache(stack)
    with pytest.raises(ValueError, match=r"y has shape \(3, 4, 1\); expected \(4, 1\) or \(5, 4, 1\)"):
        backward_propagation(stack, cache, X, np.zeros((3, 4, 1)))


@pytest.mark.parametrize(
    ("cache", "message"),
    [
        (None, r"the cache is None; expected \(z1, a1, ...\), as forward_propagation gives it"),
        ((), r"the cache has 0 arrays; expected 4: \(z1, a1, ...\), two a layer"),
        (np.zeros((4, 1)), r"the cache is array\(\[\[0.\], ... \[0.\]\]\); expected"),
        (with_cache(shaped())[1][:3], "the cache has 3 arrays; expected 4"),
        (with_cache(parameters(np.random.default_rng(0), (2, 3, 3, 1)))[1], "the cache has 6 arrays; expected 4"),
        (
            with_cache(parameters(np.random.default_rng(0), (2, 5, 1)))[1],
            r"z1 in the cache has shape \(4, 5\); expected \(4, 3\)",
        ),
        (with_cache(shaped(), X[:3])[1], r"z1 in the cache has shape \(3, 3\); expected \(4, 3\)"),
        (("z1", "a1", "z2", "a2"), "z1 is 'z1'; expected an array of numbers"),
    ],
)
def test_a_cache_of_another_network_or_other_inputs(cache, message):
    with pytest.raises(ValueError, match=message):
        backward_propagation(shaped(), cache, X, Y)


@pytest.mark.parametrize(
    ("out", "message"),
    [
        ({}, "out has None for dW1; expected an array of W1's shape"),
        ({f"d{name}": np.zeros((3, 3)) for name in SHAPES}, r"out has .* for dW1; expected an .* shape, \(2, 3\)"),
        ({f"d{name}": [[0.0]] for name in SHAPES}, r"out has \[\[0.0\]\] for dW1"),
    ],
)
def test_places_that_the_gradients_do_not_fit(out, message):
    network, cache = with_cache(shaped())
    with pytest.raises(ValueError, match=message):
        backward_propagation(network, cache, X, Y, out=out)


KNOWN = "expected one of 'sigmoid', 'tanh', 'relu'"
BAD_NAMES = [
    ({"activation": "sigmoidal"}, f"activation is 'sigmoidal'; {KNOWN}"),
    ({"activation": ["tanh", "relu"]}, "activation has 2 names; expected one, or 1"),
    ({"activation": []}, "activation has 0 names"),
    ({"activation": ["step"]}, f"activation is 'step'; {KNOWN}"),
    ({"activation": None}, "activation is None; expected a name, or a list of names"),
    ({"activation": [None]}, r"activation is \[None\]; expected a name, or a list of names"),
    ({"activation": [["tanh"]]}, r"activation is \[\['tanh'\]\]; expected a name"),
    ({"activation": {"tanh"}}, "activation is {'tanh'}; expected a name"),
    ({"activation": np.tanh}, "activation is .*tanh.*; expected a name"),
    ({"output_activation": "softsign"}, f"output_activation is 'softsign'; {KNOWN}"),
    ({"output_activation": ["sigmoid"]}, r"output_activation is \['sigmoid'\]; expected one of"),
    ({"output_activation": None}, "output_activation is None; expected one of"),
]


@pytest.mark.parametrize(("names", "message"), BAD_NAMES)
def test_unknown_activations(names, message):
    network, cache = with_cache(shaped())
    for use in (
        lambda: forward_propagation(network, X, **names),
        lambda: predict(network, X, **names),
        lambda: backward_propagation(network, cache, X, Y, **names),
    ):
        with pytest.raises(ValueError, match=message):
            use()


@pytest.mark.parametrize("name", ["hinges", None, 3, ["mean_squared_error"]])
def test_unknown_losses_and_reductions(name):
    network, cache = with_cache(shaped())
    with pytest.raises(ValueError, match=r"loss is .*; expected one of 'mean_squared_error', 'mean_absolute_error'"):
        backward_propagation(network, cache, X, Y, loss=name)
    with pytest.raises(ValueError, match=r"loss is .*; expected one of"):
        compute_loss(Y, Y, loss=name)
    with pytest.raises(ValueError, match=r"reduction is .*; expected one of 'sum', 'mean'"):
        backward_propagation(network, cache, X, Y, reduction=name)


@pytest.mark.parametrize(
    ("y_true", "y_pred", "message"),
    [
        (np.zeros(4), np.zeros((4, 1)), r"y_pred has shape \(4, 1\); expected y_true's, \(4,\)"),
        (np.zeros(4), np.zeros((4, 4)), r"y_pred has shape \(4, 4\); expected y_true's, \(4,\)"),
        (np.zeros((4, 1)), np.zeros(4), r"y_pred has shape \(4,\); expected y_true's, \(4, 1\)"),
        (np.zeros((4, 1)), np.zeros((4, 4)), r"y_pred has shape \(4, 4\); expected y_true's, \(4, 1\)"),
        (np.zeros((1, 1)), np.zeros((4, 1)), r"expected y_true's, \(1, 1\)"),
        (0.0, np.zeros((4, 1)), r"expected y_true's, \(\)"),
        (np.zeros((2, 4, 1)), np.zeros((4, 1)), r"expected y_true's, \(2, 4, 1\)"),
        ([], [], r"y_pred has shape \(0,\); expected y_true's, \(0,\), with 1 or more"),
        (np.zeros((0, 1)), np.zeros((0, 1)), "with 1 or more of each"),
        ([[math.nan]], [[0.0]], r"y_true\[0, 0\] is nan; expected a finite number"),
        (math.nan, 0.0, "y_true is nan; expected a finite number"),
        ("0", [0], "y_true is '0'; expected an array of numbers"),
        ([0], ["0"], r"y_pred is \['0'\]; expected an array of numbers"),
        ([0], None, "y_pred is None; expected an array of numbers"),
    ],
)
def test_targets_and_predictions_that_do_not_fit(y_true, y_pred, message):
    with pytest.raises(ValueError, match=message):
        compute_loss(y_true, y_pred)


def test_predictions_that_are_not_finite_are_measured_all_the_same():
    assert math.isnan(compute_loss([[0.0]], [[math.nan]]))


WHOLE = "expected a whole number of 1 or more"
NO_SIZE = [0, -1, 2.0, 2.5, True, False, "2", None, math.nan, np.float64(2), np.True_, np.array(2), 1j, b"2", {}]


@pytest.mark.parametrize("size", NO_SIZE, ids=repr)
def test_sizes_that_are_none(size):
    with pytest.raises(ValueError, match=f"input_size is .*; {WHOLE}"):
        initialize_network(size, 2, 1)
    with pytest.raises(ValueError, match=f"hidden_size is .*; {WHOLE}"):
        initialize_network(2, size, 1)
    with pytest.raises(ValueError, match=f"output_size is .*; {WHOLE}"):
        initialize_network(2, 2, size)
    with pytest.raises(ValueError, match=rf"hidden_size\[1\] is .*; {WHOLE}"):
        initialize_network(2, [3, size], 1)


@pytest.mark.parametrize("sizes", [[], (), np.zeros((2, 2), int), [[2]], {2}, "2, 2", iter([2])])
def test_hidden_sizes_that_are_none(sizes):
    with pytest.raises(ValueError, match=rf"hidden_size(\[0\])? is .*; {WHOLE}"):
        initialize_network(2, sizes, 1)


def test_the_message_names_what_came():
    with pytest.raises(ValueError, match=r"^hidden_size\[1\] is 0; expected a whole number of 1 or more$"):
        initialize_network(2, (3, 0), 1)


@pytest.mark.parametrize(
    ("seed", "message"),
    [
        (-1, "seed is -1; expected a whole number of 0 or more"),
        (2**32, "seed is 4294967296; expected a whole number from 0 to 4294967295"),
        (10**400, "seed is 1000.*; expected a whole number from 0 to 4294967295"),
        (1.0, "seed is 1.0; expected a whole number"),
        (True, "seed is True; expected a whole number"),
        ("42", "seed is '42'; expected a whole number"),
        (None, "seed is None; expected a whole number"),
        (np.array(42), "seed is array.*; expected a whole number"),
        (np.array([[1, 2]]), "seed is array.*; expected a whole number"),
        ([], r"seed is \[\]; expected a whole number, or a sequence of at least one"),
        (range(0), r"seed is range\(0, 0\); expected a whole number, or a sequence"),
        ([1, -1], r"seed\[1\] is -1; expected a whole number of 0 or more"),
        ([[1]], r"seed\[0\] is \[1\]; expected a whole number"),
        (b"ab", "seed is b'ab'; expected a whole number"),
    ],
)
def test_seeds_that_are_none(seed, message):
    with pytest.raises(ValueError, match=message):
        initialize_network(2, 2, 1, seed=seed)


def test_the_greatest_seed_is_taken():
    assert same_bits(initialize_network(2, 2, 1, seed=2**32 - 1)["W1"], np.random.RandomState(2**32 - 1).randn(2, 2))


@pytest.mark.parametrize("name", ["Normal", None, ["he"]])
def test_unknown_initializers(name):
    with pytest.raises(ValueError, match=r"initializer is .*; expected one of 'normal', 'uniform', 'xavier'"):
        initialize_network(2, 2, 1, initializer=name)


def test_nothing_that_is_given_is_written_to(network):
    kept = {name: array.copy() for name, array in network.items()}
    inputs, targets = X.astype(float), Y.astype(float)
    _, cache = forward_propagation(network, inputs)
    kept_cache = [array.copy() for array in cache]
    backward_propagation(network, cache, inputs, targets)
    compute_loss(targets, cache[-1])
    assert_same_bits(network, kept)
    assert all(map(same_bits, cache, kept_cache))
    assert np.array_equal(inputs, X)
    assert np.array_equal(targets, Y)
