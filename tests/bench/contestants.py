"""What runs in the page's engine: the tutorial's own code and ours, on the same work. `tutorial_text` is given."""

import gc
import io
import types
from contextlib import redirect_stdout
from time import perf_counter

import numpy as np

import glassnet
from glassnet.training import training_epochs

tutorial = types.ModuleType("tutorial")
exec(tutorial_text, tutorial.__dict__)  # noqa: F821

X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
Y = np.array([[0], [1], [1], [0]])
axis = np.linspace(-0.25, 1.25, 100)
grid = np.stack([np.tile(axis, 100), np.repeat(axis, 100)], axis=1)
deep = glassnet.initialize_network(2, (8, 8), 1)


def deep_forward_propagation(network, X):
    """The tutorial's step 4, written out in its own style for one layer more, and tanh."""
    W1, b1 = network["W1"], network["b1"]
    W2, b2 = network["W2"], network["b2"]
    W3, b3 = network["W3"], network["b3"]

    # Input to first hidden layer
    z1 = np.dot(X, W1) + b1
    a1 = np.tanh(z1)

    # First to second hidden layer
    z2 = np.dot(a1, W2) + b2
    a2 = np.tanh(z2)

    # Second hidden to output layer
    z3 = np.dot(a2, W3) + b3
    a3 = tutorial.sigmoid(z3)

    cache = (z1, a1, z2, a2, z3, a3)
    return a3, cache


def deep_predict(network, X):
    """The tutorial's step 9, for that."""
    y_pred, _ = deep_forward_propagation(network, X)
    return y_pred


def train(package, epochs):
    """The tutorial's call, printing included: the milliseconds, the trained network, what was printed."""
    printed = io.StringIO()
    gc.collect()
    with redirect_stdout(printed):
        started = perf_counter()
        network = package.train_network(X, Y, 2, 2, 1, epochs, 0.1)
        seconds = perf_counter() - started
    return seconds * 1000, network, printed.getvalue()


def train_reading_every_loss(epochs):
    """The milliseconds of our training where a watcher reads each epoch's loss, as the tutorial's loop computes it."""
    printed = io.StringIO()
    losses = []

    def watch(record):
        losses.append(record.loss)
        if record.epoch % 100 == 0:
            print(f"Epoch {record.epoch}, Loss: {losses[-1]}")

    gc.collect()
    with redirect_stdout(printed):
        started = perf_counter()
        glassnet.train_network(X, Y, 2, 2, 1, epochs, 0.1, watch=watch)
        seconds = perf_counter() - started
    assert len(losses) == epochs
    return seconds * 1000


def train_bare(epochs, losses):
    """The milliseconds of the bare loop; it computes "none" of the losses, or all "together" as the page does."""
    network = glassnet.initialize_network(2, 2, 1)
    gc.collect()
    started = perf_counter()
    records = training_epochs(network, X, Y, epochs, 0.1)
    if losses == "none":
        for _ in records:
            pass
    else:
        computed = glassnet.compute_loss(Y, np.array([record.y_pred for record in records]), check=False)
        assert len(computed) == epochs
    return (perf_counter() - started) * 1000


def time_predict(predict, times):
    """The milliseconds of one prediction for the whole grid."""
    gc.collect()
    started = perf_counter()
    for _ in range(times):
        predict()
    return (perf_counter() - started) * 1000 / times


def predict_theirs():
    return deep_predict(deep, grid)


def predict_ours():
    return glassnet.predict(deep, grid, activation="tanh")


def same_bits(one, other):
    """Whether two networks are the same, bit for bit."""
    return list(one) == list(other) and all(
        one[name].shape == other[name].shape and one[name].tobytes() == other[name].tobytes() for name in one
    )


def flat(network):
    """All parameters of a network, one after the other."""
    return np.concatenate([array.ravel() for array in network.values()])


def given():
    """The numbers that the others start from, as plain lists."""
    networks = {"xor": glassnet.initialize_network(2, 2, 1), "deep": deep}
    plain = {key: {name: array.tolist() for name, array in network.items()} for key, network in networks.items()}
    return {**plain, "grid": grid.ravel().tolist()}
