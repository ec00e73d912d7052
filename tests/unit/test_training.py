"""Training: the loop and its records, watchers, optimizers and their memories, stacks; and what is refused."""

import math
from itertools import islice

import numpy as np
import pytest
from cases import SEEDS, X, Y, assert_same_bits, copied, examples, oracle, parameters, same_bits
from hypothesis import given
from hypothesis import strategies as st

import tutorial
from glassnet import backward_propagation, forward_propagation, initialize_network, train_network, update_parameters
from glassnet.network import REDUCTIONS
from glassnet.tables.activations import ACTIVATIONS
from glassnet.tables.losses import LOSSES
from glassnet.tables.optimizers import OPTIMIZERS
from glassnet.training import Record, print_every_100_epochs, training_epochs


@pytest.fixture
def network():
    return parameters(np.random.default_rng(0), (2, 3, 1))


def trained(network, epochs, **choices):
    """The network after so many epochs, and its losses."""
    losses = [record.loss for record in training_epochs(network, X, Y, epochs, 0.5, **choices)]
    return network, losses


# -- the loop


def test_a_record_says_what_was_before_the_update_and_holds_the_network_after_it(network):
    theirs = copied(network)
    record = next(training_epochs(network, X, Y, 1, 0.5))
    y_pred, cache = tutorial.forward_propagation(theirs, X)
    gradients = tutorial.backward_propagation(theirs, cache, X, Y)
    assert isinstance(record, Record)
    assert record.epoch == 0
    assert same_bits(record.loss, tutorial.compute_loss(Y, y_pred))
    assert same_bits(record.y_pred, y_pred)
    assert set(record.gradients) == set(gradients)
    assert record.network is network
    assert_same_bits(network, tutorial.update_parameters(theirs, gradients, 0.5))


@pytest.mark.parametrize("epochs", [0, 1, 7])
def test_as_many_records_as_epochs(network, epochs):
    assert [record.epoch for record in training_epochs(network, X, Y, epochs, 0.5)] == list(range(epochs))


def test_no_epochs_change_nothing(network):
    before = copied(network)
    assert trained(network, 0)[1] == []
    assert_same_bits(network, before)


def test_counting_starts_where_it_is_told(network):
    assert [record.epoch for record in training_epochs(network, X, Y, 3, 0.5, first_epoch=40)] == [40, 41, 42]


def test_without_a_number_it_goes_on_for_as_long_as_it_is_asked(network):
    records = training_epochs(network, X, Y, None, 0.5, first_epoch=5)
    assert [record.epoch for record in islice(records, 300)][-1] == 304
    assert next(records).epoch == 305


def test_a_run_in_two_halves_is_the_run(network):
    theirs, losses = oracle(copied(network), 20, 0.5)
    _, first = trained(network, 10)
    _, second = trained(network, 10, first_epoch=10)
    assert first + second == losses
    assert_same_bits(network, theirs)


@pytest.mark.parametrize("optimizer", sorted(OPTIMIZERS))
@pytest.mark.parametrize("depth", [1, 3])
def test_memories_handed_over_make_two_halves_the_run(optimizer, depth):
    start = parameters(np.random.default_rng(0), (2, *[3] * depth, 1))
    whole, losses = trained(copied(start), 20, optimizer=optimizer)
    memories = {}
    halves = copied(start)
    first = trained(halves, 10, optimizer=optimizer, memories=memories)[1]
    second = trained(halves, 10, optimizer=optimizer, memories=memories)[1]
    assert first + second == losses
    assert_same_bits(halves, whole)


@pytest.mark.parametrize("loss", sorted(LOSSES))
@pytest.mark.parametrize("output", sorted(ACTIVATIONS))
@pytest.mark.parametrize("outputs", [1, 2])
def test_every_output_activation_trains_with_every_loss_whether_they_belong_together_or_not(loss, output, outputs):
    start = initialize_network(2, 3, outputs)
    network, targets = copied(start), Y if outputs == 1 else np.hstack([Y, 1 - Y])
    records = training_epochs(network, X, targets, 200, 0.1, loss=loss, output_activation=output)
    assert all(np.isfinite(record.loss) for record in records)
    assert all(np.isfinite(array).all() for array in network.values())
    if output == "softmax" and outputs == 1:
        assert_same_bits(network, start)  # the share of one output is always 1


EVERYTHING = {
    "optimizer": "adamw", "batch": 3, "dropout": 0.3, "l1": 1e-3, "l2": 1e-2, "clip": 0.5, "schedule": "cosine",
    "scheduled_epochs": 20, "seed": 9,
}  # fmt: skip


def test_with_all_choices_at_once_two_halves_are_the_run(network):
    whole, losses = trained(copied(network), 20, **EVERYTHING)
    memories = {}
    first = trained(network, 7, memories=memories, **EVERYTHING)[1]
    second = trained(network, 13, memories=memories, first_epoch=7, **EVERYTHING)[1]
    assert first + second == losses
    assert_same_bits(network, whole)


def test_with_all_choices_at_once_a_stack_trains_as_each_network_alone():
    stack = parameters(np.random.default_rng(0), (2, 5, 4, 1), (3,))
    alone = [{name: array[place].copy() for name, array in stack.items()} for place in range(3)]
    _, losses = trained(stack, 15, activation=("tanh", "softmax"), **EVERYTHING)
    for place, network in enumerate(alone):
        _, expected = trained(network, 15, activation=("tanh", "softmax"), **EVERYTHING)
        assert [one[place] for one in losses] == pytest.approx(expected, rel=1e-12)
        for name, array in network.items():
            assert stack[name][place] == pytest.approx(array, rel=1e-10, abs=1e-14), name


def test_a_stack_has_the_batches_of_its_first_seed():
    choices = {"batch": 2, "dropout": 0.2, "watch": lambda record: None}
    stack = train_network(X, Y, 2, 3, 1, 5, 0.5, seed=[7, 42], **choices)
    alone = train_network(X, Y, 2, 3, 1, 5, 0.5, seed=7, **choices)
    for name, array in alone.items():
        assert stack[name][0] == pytest.approx(array, rel=1e-12), name


def test_memories_are_needed_for_that(network):
    whole, _ = trained(copied(network), 20, optimizer="momentum")
    trained(network, 10, optimizer="momentum")
    trained(network, 10, optimizer="momentum")
    assert not np.allclose(network["W1"], whole["W1"], rtol=1e-3)


def test_momentum_in_the_loop_by_hand(network):
    theirs = copied(network)
    velocity = {name: np.zeros_like(array) for name, array in theirs.items()}
    for _ in range(10):
        _, cache = tutorial.forward_propagation(theirs, X)
        gradients = tutorial.backward_propagation(theirs, cache, X, Y)
        for name in theirs:
            velocity[name] = 0.9 * velocity[name] + 0.5 * gradients["d" + name]
            theirs[name] = theirs[name] + velocity[name]
    trained(network, 10, optimizer="momentum")
    for name in theirs:
        assert network[name] == pytest.approx(theirs[name], rel=1e-12), name


def test_the_order_of_a_dict_made_by_hand_does_not_matter_to_the_memories(network):
    whole, _ = trained(copied(network), 20, optimizer="momentum")
    memories = {}
    trained(network, 10, optimizer="momentum", memories=memories)
    turned = dict(reversed(network.items()))
    trained(turned, 10, optimizer="momentum", memories=memories)
    for name in whole:
        assert same_bits(turned[name], whole[name]), name


def test_the_mean_is_the_sum_at_a_fourth_of_the_rate(network):
    expected, _ = oracle(copied(network), 30, 0.5 / 4)
    trained(network, 30, reduction="mean")
    for name, array in expected.items():
        assert network[name] == pytest.approx(array, rel=1e-12), name


MASKS = {"W1": np.array([[True, False, False], [False, False, True]]), "b2": np.array([[True]])}


def frozen_oracle(network, epochs, rate):
    """The tutorial's training, with the frozen parameters put back after every update."""
    before = copied(network)
    for _ in range(epochs):
        _, cache = tutorial.forward_propagation(network, X)
        gradients = tutorial.backward_propagation(network, cache, X, Y)
        network = tutorial.update_parameters(network, gradients, rate)
        for name, mask in MASKS.items():
            network[name] = np.where(mask, before[name], network[name])
    return network


def test_what_is_frozen_stays_to_the_bit_and_the_others_train_on(network):
    before = copied(network)
    theirs = frozen_oracle(copied(network), 50, 0.5)
    ours, _ = trained(network, 50, frozen=MASKS)
    assert_same_bits(ours, theirs)
    for name, mask in MASKS.items():
        assert same_bits(ours[name][mask], before[name][mask])
        assert (ours[name][~mask] != before[name][~mask]).all()


@pytest.mark.parametrize("optimizer", sorted(OPTIMIZERS))
def test_what_is_frozen_stays_whatever_the_optimizer_remembers(network, optimizer):
    memories = {}
    trained(network, 20, optimizer=optimizer, memories=memories)
    before = copied(network)
    trained(network, 20, optimizer=optimizer, memories=memories, frozen=MASKS)
    for name, mask in MASKS.items():
        assert same_bits(network[name][mask], before[name][mask])


@pytest.mark.parametrize("frozen", [None, {}, {"W1": np.zeros((2, 3), dtype=bool)}])
def test_nothing_frozen_is_no_difference(network, frozen):
    theirs = copied(network)
    assert_same_bits(trained(network, 20, frozen=frozen)[0], oracle(theirs, 20, 0.5)[0])


def test_all_frozen_moves_nothing(network):
    before = copied(network)
    everything = {name: np.ones(values.shape, dtype=bool) for name, values in network.items()}
    ours, losses = trained(network, 5, frozen=everything)
    assert_same_bits(ours, before)
    assert len(set(losses)) == 1


@pytest.mark.parametrize(
    ("frozen", "message"),
    [
        (3, "frozen is 3; expected a dict of arrays of True and False by parameter"),
        ({"W3": [[True]]}, "the frozen parameter is 'W3'; expected one of 'W1', 'b1', 'W2', 'b2'"),
        ({"b2": [True]}, r"frozen has \[True\] for b2; expected True and False in its shape, \(1, 1\)"),
        ({"b2": [[1]]}, r"frozen has \[\[1\]\] for b2; expected True and False in its shape"),
    ],
)
def test_what_cannot_be_frozen(network, frozen, message):
    with pytest.raises(ValueError, match=message):
        next(training_epochs(network, X, Y, 1, 0.5, frozen=frozen))


def test_the_data_are_left_as_they_are(network):
    inputs, targets = X.astype(float), Y.astype(float)
    for _ in training_epochs(network, inputs, targets, 5, 0.5):
        pass
    assert np.array_equal(inputs, X)
    assert np.array_equal(targets, Y)


@pytest.mark.parametrize("choices", [{"activation": ["tanh"]}, {"activation": "relu"}, {"output_activation": "tanh"}])
def test_the_loop_takes_the_functions_choices(network, choices):
    theirs = copied(network)
    for _ in range(5):
        _, cache = forward_propagation(theirs, X, **choices)
        update_parameters(theirs, backward_propagation(theirs, cache, X, Y, **choices), 0.5)
    trained(network, 5, **choices)
    assert_same_bits(network, theirs)


# -- stacks


@examples(25)
@given(
    SEEDS,
    st.integers(1, 5),
    st.lists(st.integers(1, 4), min_size=1, max_size=3),
    st.sampled_from(sorted(OPTIMIZERS)),
    st.sampled_from(sorted(LOSSES)),
    st.sampled_from(sorted(REDUCTIONS)),
)
def test_a_stack_trains_as_each_network_alone(seed, networks, hidden, optimizer, loss, reduction):
    stack = parameters(np.random.default_rng(seed), (2, *hidden, 1), (networks,))
    choices = {"optimizer": optimizer, "loss": loss, "reduction": reduction}
    alone = [{name: array[place].copy() for name, array in stack.items()} for place in range(networks)]
    _, losses = trained(stack, 15, **choices)
    for place, network in enumerate(alone):
        _, expected = trained(network, 15, **choices)
        assert [one[place] for one in losses] == expected
        for name, array in network.items():
            assert same_bits(stack[name][place], array), name


def test_a_stack_of_seeds_trains_as_the_tutorial_does():
    stack = train_network(X, Y, 2, 2, 1, 200, 0.1, seed=[7, 42], watch=lambda record: None)
    expected, _ = oracle(tutorial.initialize_network(2, 2, 1), 200, 0.1)
    for name, array in expected.items():
        assert same_bits(stack[name][1], array), name


# -- watchers


def test_a_watcher_sees_every_epoch_and_stops_the_training_with_true():
    seen = []

    def watch(record):
        seen.append(record.epoch)
        return record.epoch == 4

    network = train_network(X, Y, 2, 2, 1, 100, 0.1, watch=watch)
    assert seen == [0, 1, 2, 3, 4]
    assert_same_bits(network, oracle(tutorial.initialize_network(2, 2, 1), 5, 0.1)[0])


@pytest.mark.parametrize("answer", [None, False, 1, "stop"])
def test_only_true_stops_the_training(answer):
    seen = []
    train_network(X, Y, 2, 2, 1, 3, 0.1, watch=lambda record: seen.append(record.epoch) or answer)
    assert seen == [0, 1, 2]


def test_the_tutorials_watcher_prints_every_hundredth_epoch(capsys):
    for epoch in (0, 1, 99, 100, 250, 300):
        print_every_100_epochs(Record(epoch, lambda y_pred: np.float64(0.25), np.zeros((1, 1)), {}, {}))
    assert capsys.readouterr().out == "Epoch 0, Loss: 0.25\nEpoch 100, Loss: 0.25\nEpoch 300, Loss: 0.25\n"


def test_another_watcher_prints_nothing(capsys):
    train_network(X, Y, 2, 2, 1, 3, 0.1, watch=lambda record: None)
    assert capsys.readouterr().out == ""


def test_train_network_takes_all_choices_and_learns():
    losses = []
    train_network(
        X, Y, 2, (8, 4), 1, 400, 0.2, initializer="xavier", seed=1, activation=["tanh", "tanh"],
        loss="binary_cross_entropy", optimizer="momentum", watch=lambda record: losses.append(record.loss),
    )  # fmt: skip
    assert losses[0] > 0.5
    assert losses[-1] < 0.02


# -- a step of the optimizer


def test_an_update_adds_in_place():
    weights = np.array([[1.0], [2.0]])
    network = {"W1": weights, "b1": np.zeros((1, 1))}
    gradients = {"dW1": [[1], [-1]], "db1": [[0.5]]}
    assert update_parameters(network, gradients, 0.5) is network
    assert network["W1"] is weights
    assert weights.tolist() == [[1.5], [1.5]]
    assert network["b1"].tolist() == [[0.25]]
    assert gradients == {"dW1": [[1], [-1]], "db1": [[0.5]]}


def test_an_update_takes_an_optimizers_step_and_keeps_its_memories():
    network = {"W1": np.zeros((1, 1)), "b1": np.zeros((1, 1))}
    gradients = {"dW1": [[1.0]], "db1": [[-2.0]]}
    memories = {}
    for _ in range(2):
        update_parameters(network, gradients, 0.1, optimizer="momentum", memories=memories)
    assert network["W1"].item() == pytest.approx(0.1 + 0.19)
    assert network["b1"].item() == pytest.approx(-0.2 - 0.38)
    assert set(memories) == {"W1", "b1"}


# -- what is refused

BAD_RATES = [0, -0.1, -math.inf, math.inf, math.nan, True, None, "0.1", [0.1], 1j, np.complex128(1), 10**400, np.True_]


@pytest.mark.parametrize("rate", BAD_RATES, ids=lambda rate: repr(rate)[:12])
def test_rates_that_are_none(network, rate):
    gradients = {"d" + name: array for name, array in network.items()}
    for use in (
        lambda: update_parameters(network, gradients, rate),
        lambda: next(training_epochs(network, X, Y, 1, rate)),
        lambda: train_network(X, Y, 2, 2, 1, 1, rate),
    ):
        before = copied(network)
        with pytest.raises(ValueError, match=r"learning_rate is .*; expected a number above 0"):
            use()
        assert_same_bits(network, before)


@pytest.mark.parametrize("rate", [1, np.float32(0.5), np.int64(2), np.float16(0.5), 5e-324])
def test_rates_of_any_kind_of_number(network, rate):
    expected, _ = oracle(copied(network), 2, float(rate))
    for _ in training_epochs(network, X, Y, 2, rate):
        pass
    assert_same_bits(network, expected)


@pytest.mark.parametrize("epochs", [-1, 2.0, True, "10", math.nan, [1]])
def test_epochs_that_are_none(network, epochs):
    message = "epochs is .*; expected a whole number of 0 or more"
    with pytest.raises(ValueError, match=message):
        next(training_epochs(network, X, Y, epochs, 0.1))
    with pytest.raises(ValueError, match=message):
        train_network(X, Y, 2, 2, 1, epochs, 0.1)


@pytest.mark.parametrize("first", [-1, 2.0, None, "1"])
def test_first_epochs_that_are_none(network, first):
    with pytest.raises(ValueError, match=r"first_epoch is .*; expected a whole number of 0 or more"):
        next(training_epochs(network, X, Y, 1, 0.1, first_epoch=first))


@pytest.mark.parametrize(
    ("choice", "message"),
    [
        ({"activation": "step"}, "activation is 'step'; expected one of 'sigmoid'"),
        ({"activation": ["tanh", "tanh"]}, "activation has 2 names; expected one, or 1"),
        ({"activation": 1}, "activation is 1; expected a name, or a list of names"),
        ({"output_activation": ["tanh"]}, r"output_activation is \['tanh'\]; expected one of 'sigmoid'"),
        ({"loss": "hinges"}, "loss is 'hinges'; expected one of 'mean_squared_error'"),
        ({"reduction": "max"}, "reduction is 'max'; expected one of 'sum', 'mean'"),
        ({"optimizer": "adamant"}, "optimizer is 'adamant'; expected one of 'gradient_descent'"),
        ({"optimizer": ["momentum"]}, r"optimizer is \['momentum'\]; expected one of"),
        ({"memories": []}, r"memories is \[\]; expected a dict"),
        ({"memories": {"all": 1}}, "memories is {'all': 1}; expected a dict with a dict of arrays"),
        (
            {"memories": {"all": {"velocity": np.zeros(5)}}, "optimizer": "momentum"},
            r"the memory 'velocity' of all has shape \(5,\); expected \(13,\)",
        ),
    ],
)
def test_choices_that_are_none(network, choice, message):
    with pytest.raises(ValueError, match=message):
        next(training_epochs(network, X, Y, 1, 0.1, **choice))
    with pytest.raises(ValueError, match=message):
        train_network(X, Y, 2, 3, 1, 1, 0.1, **choice)


@pytest.mark.parametrize(
    ("inputs", "targets", "message"),
    [
        (X[0], Y, r"X has shape \(2,\); expected \(rows, columns\)"),
        (np.zeros((4, 3)), Y, r"X has 3 columns \(shape \(4, 3\)\); expected 2"),
        (X[:0], Y[:0], r"X has shape \(0, 2\); expected"),
        ([[0, math.nan]], [[0]], r"X\[0, 1\] is nan; expected a finite number"),
        (X, Y[:, 0], r"y has shape \(4,\); expected \(4, 1\)"),
        (X, Y[:3], r"y has shape \(3, 1\); expected \(4, 1\)"),
        (X, np.zeros((4, 4)), r"y has shape \(4, 4\); expected \(4, 1\)"),
        (X, [[0], [1], [1], [math.inf]], r"y\[3, 0\] is inf; expected a finite number"),
        (X, "0110", "y is '0110'; expected an array of numbers"),
    ],
)
def test_data_that_are_none(network, inputs, targets, message):
    with pytest.raises(ValueError, match=message):
        next(training_epochs(network, inputs, targets, 1, 0.1))
    with pytest.raises(ValueError, match=message):
        train_network(inputs, targets, 2, 2, 1, 1, 0.1)


@pytest.mark.parametrize("no_network", [None, {}, {"W1": [[1.0]]}, {"W1": [[math.nan]], "b1": [[0.0]]}])
def test_networks_that_are_none(no_network):
    with pytest.raises(ValueError, match=r"the network (is|has)|W1 has a value that is not finite"):
        next(training_epochs(no_network, X, Y, 1, 0.1))


def good_gradients():
    return {"dW1": np.zeros((2, 3)), "db1": np.zeros((1, 3)), "dW2": np.zeros((3, 1)), "db2": np.zeros((1, 1))}


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"dW1": None}, r"gradients has \['db1', 'dW2', 'db2'\]; expected dW1 among them"),
        ({"dW1": np.zeros((3, 2))}, r"dW1 has shape \(3, 2\); expected W1's, \(2, 3\)"),
        ({"dW1": np.zeros((1, 3))}, r"dW1 has shape \(1, 3\); expected W1's, \(2, 3\)"),
        ({"db1": np.zeros(3)}, r"db1 has shape \(3,\); expected b1's, \(1, 3\)"),
        ({"db2": 0.0}, r"db2 has shape \(\); expected b2's, \(1, 1\)"),
        ({"dW2": [["1"], ["2"], ["3"]]}, "dW2 is .*; expected an array of numbers"),
        ({"dW2": [[0], [math.nan], [0]]}, r"dW2\[1, 0\] is nan; expected a finite number"),
    ],
)
def test_gradients_that_do_not_fit(network, changed, message):
    gradients = {name: value for name, value in (good_gradients() | changed).items() if value is not None}
    before = copied(network)
    with pytest.raises(ValueError, match=message):
        update_parameters(network, gradients, 0.1)
    assert_same_bits(network, before)


@pytest.mark.parametrize("gradients", [None, [], "dW1", 3])
def test_what_are_no_gradients(network, gradients):
    with pytest.raises(ValueError, match=r"gradients is .*; expected a dict of dW1, db1"):
        update_parameters(network, gradients, 0.1)


@pytest.mark.parametrize(
    ("choice", "message"),
    [
        ({"optimizer": "adamant"}, "optimizer is 'adamant'; expected one of"),
        ({"memories": "none"}, "memories is 'none'; expected a dict"),
        ({"memories": {"W1": {"velocity": np.zeros(3)}}}, r"the memory 'velocity' of W1 has shape \(3,\); .* \(2, 3\)"),
    ],
)
def test_update_choices_that_are_none(network, choice, message):
    with pytest.raises(ValueError, match=message):
        update_parameters(network, good_gradients(), 0.1, **choice)


def test_sizes_of_train_network_go_with_the_data():
    with pytest.raises(ValueError, match=r"X has 2 columns .*; expected 3"):
        train_network(X, Y, 3, 2, 1, 1, 0.1)
    with pytest.raises(ValueError, match=r"y has shape \(4, 1\); expected \(4, 2\)"):
        train_network(X, Y, 2, 2, 2, 1, 0.1)
    with pytest.raises(ValueError, match="hidden_size is 0; expected a whole number of 1 or more"):
        train_network(X, Y, 2, 0, 1, 1, 0.1)


def test_an_initialized_network_is_ready_to_train():
    assert_same_bits(
        trained(initialize_network(2, 2, 1), 50)[0], oracle(tutorial.initialize_network(2, 2, 1), 50, 0.5)[0]
    )
