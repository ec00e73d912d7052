"""What runs in the page's engine: the tutorial's own code and ours, on the same work.

The names that start with `deep_` are those of `deeper.py`, and `tutorial` is its module.
"""
# ruff: noqa: F821

import gc
import io
from array import array
from contextlib import redirect_stdout
from time import perf_counter
from typing import NamedTuple

import numpy as np

from glassnet import session
from glassnet.compiler.calls import CompiledCall
from glassnet.compiler.networks import Networks
from glassnet.compiler.training import CompiledTraining
from glassnet.programs.choices import checked
from glassnet.programs.running import Program
from glassnet.programs.writing import parts
from glassnet.random_numbers import RandomNumbers
from glassnet.run import Run
from glassnet.sweeps.seeds import Seeds
from glassnet.sweeps.summary import summary

axis = np.linspace(-0.25, 1.25, 100)
grid = np.stack([np.tile(axis, 100), np.repeat(axis, 100)], axis=1)


class Problem(NamedTuple):
    """What a network learns, from the tutorial's own starting weights."""

    X: np.ndarray
    y: np.ndarray
    hidden: int | tuple[int, ...]
    rate: float
    activation: str = "sigmoid"

    @property
    def sizes(self):
        """Inputs, hidden and outputs, as both programs take them."""
        return self.X.shape[1], self.hidden, self.y.shape[1]

    @property
    def program(self):
        """Our program, as the page runs it."""
        return Program(parts(checked({"hidden": self.hidden, "activation": self.activation})), fast=True)


def spirals():
    """500 points on two arms, as in TensorFlow Playground."""
    turn = np.linspace(0.2, 1, 250)[:, np.newaxis]
    angle = 1.75 * turn * 2 * np.pi
    arm = turn * np.concatenate([np.sin(angle), np.cos(angle)], axis=1)
    return np.concatenate([arm, -arm]), np.repeat([[0.0], [1.0]], 250, axis=0)


def digits():
    """As many rows and pixels as scikit-learn's digits have; what stands in them does not matter for the time."""
    pixels = RandomNumbers(0).randn(1797, 64)
    return np.clip(pixels, 0, 1), np.eye(10)[np.arange(1797) % 10]


XOR = np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), np.array([[0], [1], [1], [0]])
PROBLEMS = {
    "xor": Problem(*XOR, 2, 0.1),
    "another form": Problem(*XOR, 2, 0.1, "tanh"),  # which the page has not compiled ahead
    "spirals": Problem(*spirals(), (8, 8), 0.001, "tanh"),
    "digits": Problem(*digits(), 64, 0.001),
}


deep_program = PROBLEMS["spirals"].program
deep = deep_program.initialize_network(2, (8, 8), 1)


def train_theirs(problem, epochs):
    """The milliseconds of the tutorial's training, with its own code as far as that goes; the network; the printed."""
    work = PROBLEMS[problem]
    train_network = tutorial.train_network if isinstance(work.hidden, int) else deep_train_network
    printed = io.StringIO()
    gc.collect()
    with redirect_stdout(printed):
        started = perf_counter()
        network = train_network(work.X, work.y, *work.sizes, epochs, work.rate)
        seconds = perf_counter() - started
    return seconds * 1000, network, printed.getvalue()


def train_ours(problem, epochs, times=1):
    """The same of ours, done so many times; of every loss, those are told that the tutorial prints."""
    work = PROBLEMS[problem]
    X, y = work.X.astype(float), work.y.astype(float)
    program = work.program
    gc.collect()
    started = perf_counter()
    for _ in range(times):
        training = program.training(X, y, work.sizes, epochs, np.array(work.rate))
        losses = array("d")
        compiled = CompiledTraining(training, session._machine)
        compiled.run(epochs, losses)
    seconds = (perf_counter() - started) / times
    if compiled.reason:
        raise RuntimeError(compiled.reason)
    printed = "".join(f"Epoch {epoch}, Loss: {losses[epoch]}\n" for epoch in range(0, epochs, 100))
    return seconds * 1000, training.network, printed


def train_bare(epochs):
    """The milliseconds of the bare loop on XOR, in the page's engine; its losses are dropped now and then."""
    work = PROBLEMS["xor"]
    X, y = work.X.astype(float), work.y.astype(float)
    gc.collect()
    started = perf_counter()
    training = work.program.training(X, y, work.sizes, epochs, np.array(work.rate))
    compiled = CompiledTraining(training, session._machine)
    for _ in range(epochs // 100_000):
        compiled.run(100_000, array("d"))
    return (perf_counter() - started) * 1000


def train_many(networks, epochs):
    """The milliseconds of many networks on XOR, as lanes, each from starting parameters of its own; their end."""
    work = PROBLEMS["xor"]
    training = work.program.training(
        work.X.astype(float), work.y.astype(float), work.sizes, epochs, np.array(work.rate)
    )
    compiled = CompiledTraining(training, session._machine)
    compiled.run(3, array("d"))
    start = {name: np.stack([array * (1 + n / networks) for n in range(networks)]) for name, array in STARTS.items()}
    gc.collect()
    started = perf_counter()
    many = Networks(compiled, start, session._machine)
    done = 0
    while done < epochs:
        done += len(many.run(epochs - done))
    return (perf_counter() - started) * 1000, many.parameters, start


def train_seeds(count, chunk=125):
    """The seconds of so many seeds of the tutorial's run, from nothing to what became of each, as the page's workers do
    them; the share that solves it."""
    gc.collect()
    started = perf_counter()
    ended = []
    for first in range(0, count, chunk):
        many = Seeds(lambda seed: Run({"seed": seed}), range(first, first + chunk), session._machine)
        while not many.ended:
            ended += many.on(150)
    summary([one.loss for one in ended], [one.outcome for one in ended], np.stack([one.curve for one in ended]))
    return perf_counter() - started, sum(one.outcome == 0 for one in ended) / count


def same_as_alone(networks, epochs):
    """Whether each of many networks ends, bit for bit, as the tutorial's own code trains it by itself."""
    _, ends, starts = train_many(networks, epochs)
    usual = tutorial.initialize_network
    for n in range(networks):
        tutorial.initialize_network = lambda *sizes, n=n: {name: array[n].copy() for name, array in starts.items()}
        _, alone, _ = train_theirs("xor", epochs)
        if not same_bits(alone, {name: array[n] for name, array in ends.items()}):
            return False
    tutorial.initialize_network = usual
    return True


def time_predict(predict, times):
    """The milliseconds of one prediction for the whole grid."""
    gc.collect()
    started = perf_counter()
    for _ in range(times):
        predict()
    return (perf_counter() - started) * 1000 / times


def predict_theirs():
    return deep_predict(deep, grid)


deep_compiled = CompiledCall(deep_program.predict, deep_program.names, session._machine)
STARTS = PROBLEMS["xor"].program.initialize_network(2, 2, 1)


def predict_ours():
    return deep_compiled(deep, grid)


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
    problems = {
        name: {
            "parameters": plain(work.program.initialize_network(*work.sizes)),
            "X": work.X.tolist(),
            "y": work.y.tolist(),
            "rate": work.rate,
            "activation": work.activation,
        }
        for name, work in PROBLEMS.items()
    }
    return {"problems": problems, "deep": plain(deep), "grid": grid.tolist()}


def plain(network):
    """The network in lists."""
    return {name: array.tolist() for name, array in network.items()}
