"""Training: forward, loss, backward, update, and again (tutorial, steps 7 and 8).

``training_epochs`` is the loop. It hands out a record after every epoch, and whoever takes the records decides what is
shown, kept, or stopped: ``train_network`` gives them to a watcher, the page takes as many as fit in a slice of time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

import numpy as np

from glassnet import checks
from glassnet.batches import batches_of_each_epoch
from glassnet.checks import Network
from glassnet.dropout import Thinned, with_neurons_left_out
from glassnet.network import (
    REDUCTIONS,
    Layer,
    Names,
    backward_propagation,
    checked_names,
    compute_loss,
    forward_propagation,
    initialize_network,
    layers_of,
)
from glassnet.regularization import regularizer
from glassnet.tables.losses import LOSSES
from glassnet.tables.optimizers import OPTIMIZERS, Memory
from glassnet.tables.schedules import rates_of_each_epoch


@dataclass(slots=True)
class Record:
    """One epoch: its number, the loss and predictions before its update, the gradients, and the network after it.

    ``network`` is the one that is being trained, not a copy: its arrays change with the next epoch. The loss is
    computed when it is read; most watchers read few.

    With batches, the predictions are in the order of the rows, each as it was when its batch was trained, and the
    gradients are the last batch's. With dropout, the predictions are those of the thinned network. The gradients are
    those that the step was made of, with L1, L2 and clipping.
    """

    epoch: int
    loss_of: Callable[[np.ndarray], Any]
    y_pred: np.ndarray
    gradients: dict[str, np.ndarray]
    network: Network

    @property
    def loss(self) -> Any:
        """The loss of the predictions: one number, or one a network for a stack."""
        return self.loss_of(self.y_pred)


MOST_DROPOUT = 0.99
Watcher = Callable[[Record], object]


def update_parameters(
    network: Network,
    gradients: dict[str, Any],
    learning_rate: Any,
    *,
    optimizer: str = "gradient_descent",
    memories: dict[str, Memory] | None = None,
    check: bool = True,
) -> Network:
    """Add one step of the optimizer to each parameter, in place, and give the network back (tutorial, step 7).

    ``memories`` holds what the optimizer keeps of each parameter from step to step; pass the same dict each time, empty
    at first. Raises ``ValueError`` for a rate that is not above 0, for an unknown optimizer, and for gradients that
    are missing, of another shape, or not finite.
    """
    if check:
        learning_rate = np.array(checks.positive_number(learning_rate, "learning_rate"))
        parameters = checks.network_of_arrays(network)
        network.update(parameters)
        gradients = checks.gradients_of(network, gradients)
        checks.one_of(OPTIMIZERS, optimizer, "optimizer")
        memories = checks.memories_of(network, {} if memories is None else memories)
    if memories is None:
        memories = {}
    step = OPTIMIZERS[optimizer].step
    for name, parameter in network.items():
        parameter += step(gradients["d" + name], learning_rate, memories.setdefault(name, {}))
    return network


def training_epochs(
    network: Network,
    X: Any,
    y: Any,
    epochs: int | None,
    learning_rate: float,
    *,
    activation: Names = "sigmoid",
    output_activation: str = "sigmoid",
    loss: str = "mean_squared_error",
    reduction: str = "sum",
    optimizer: str = "gradient_descent",
    memories: dict[str, Memory] | None = None,
    first_epoch: int = 0,
    schedule: str = "constant",
    scheduled_epochs: int | None = None,
    batch: int = 0,
    l1: float = 0.0,
    l2: float = 0.0,
    clip: float = 0.0,
    dropout: float = 0.0,
    seed: int = 42,
    frozen: Mapping[str, Any] | None = None,
) -> Iterator[Record]:
    """Train a network in place, one epoch for each record that is asked for, ``epochs`` in all (tutorial, step 8).

    With ``None`` for epochs it goes on for as long as records are asked for.

    X has shape (rows, inputs), y (rows, outputs). All inputs are checked here, before the first epoch; the raised
    ``ValueError`` says what came and what was expected. Counting starts at ``first_epoch``.

    The ``schedule`` of the learning rate is laid over ``scheduled_epochs``, or else over ``epochs``. ``batch`` is the
    number of rows that are trained on together, 0 for all. ``l1``, ``l2`` and ``clip`` are explained in
    ``regularization.py``, 0 for none; ``dropout`` is the share of the hidden neurons that is left out of a step.
    ``seed`` decides, epoch by epoch, which rows make a batch and which neurons are left out.

    ``frozen`` may have arrays of True and False by parameter, in its shape: what is True there stays as it is.
    """
    parameters = checks.network_of_arrays(network)
    X = checks.inputs_of(parameters, X)
    y = checks.targets_of(parameters, X, y)
    numbers: Iterable[int] = count(checks.whole_number(first_epoch, "first_epoch", least=0))
    if epochs is not None:
        numbers = range(first_epoch, first_epoch + checks.whole_number(epochs, "epochs", least=0))
    rates = rates_of_each_epoch(learning_rate, schedule, first_epoch, scheduled_epochs, epochs)
    checks.one_of(REDUCTIONS, reduction, "reduction")
    checks.one_of(LOSSES, loss, "loss")
    decoupled = checks.one_of(OPTIMIZERS, optimizer, "optimizer").decoupled
    activation = checked_names(activation, output_activation)
    gradients = {"d" + name: parameter.copy() for name, parameter in parameters.items()}
    joined, joined_gradients = Joined("all", parameters), Joined("dall", gradients)
    network.update(parameters)
    memories = checks.memories_of(joined, {} if memories is None else memories)
    held = places_of(network, checks.masks_of(network, frozen or {}))
    held_values = None if held is None else joined["all"][held]

    regularize = regularizer(which_are_weights(network), l1, l2, clip, reduction, decoupled)
    seed = checks.seed(seed)
    every_epoch = batches_of_each_epoch(X, y, checks.whole_number(batch, "batch", least=0), seed, first_epoch)
    thinned = thinned_layers(layers_of(len(network) // 2, activation, output_activation)[:-1], network, dropout)
    if thinned:
        activation = tuple(layer.activation for layer in thinned)
        every_epoch = with_neurons_left_out(every_epoch, thinned, seed, first_epoch)
    predictions = np.empty((*network["W1"].shape[:-2], *y.shape[-2:])) if 0 < batch < X.shape[-2] else None

    def loss_of(y_pred: np.ndarray) -> Any:
        return compute_loss(y, y_pred, loss=loss, check=False)

    for epoch, rate, batches in zip(numbers, rates, every_epoch, strict=False):
        for rows, X_batch, y_batch in batches:
            y_pred, cache = forward_propagation(
                network, X_batch, activation=activation, output_activation=output_activation, check=False
            )
            backward_propagation(
                network,
                cache,
                X_batch,
                y_batch,
                activation=activation,
                output_activation=output_activation,
                loss=loss,
                reduction=reduction,
                out=gradients,
                check=False,
            )
            if held is not None:
                joined_gradients["dall"][held] = 0
            if regularize is not None:
                regularize(joined["all"], joined_gradients["dall"], rate, X_batch.shape[-2])
            update_parameters(joined, joined_gradients, rate, optimizer=optimizer, memories=memories, check=False)
            if held is not None:  # an optimizer may move what has no gradient: by its speed, by decay
                joined["all"][held] = held_values
            if predictions is not None:
                predictions[..., rows, :] = y_pred
        yield Record(epoch, loss_of, y_pred if predictions is None else predictions.copy(), gradients, network)


class Joined(dict[str, np.ndarray]):
    """The arrays of a dict laid end to end in one, under one name. ``parts`` is that dict, of views of the one array.

    What is done to the one array is done to all at once: a step of the optimizer is then one addition, however many
    layers there are.
    """

    def __init__(self, name: str, parts: dict[str, np.ndarray]) -> None:
        super().__init__({name: join(parts)})
        self.parts = parts


def join(arrays: dict[str, np.ndarray]) -> np.ndarray:
    """Lay the arrays of a dict end to end in one, and put views of it in their place.

    Arrays of shape (rows, columns) give one of shape (n,), those of a stack (networks, n).
    """
    stack = next(iter(arrays.values())).shape[:-2]
    joined = np.concatenate([array.reshape(*stack, -1) for array in arrays.values()], axis=-1)
    start = 0
    for name, array in arrays.items():
        end = start + array.shape[-2] * array.shape[-1]
        arrays[name] = joined[..., start:end].reshape(array.shape)
        start = end
    return joined


def which_are_weights(network: Network) -> np.ndarray:
    """1 for each weight and 0 for each bias of a network, laid end to end as ``join`` lays the parameters."""
    return join({name: np.full(parameter.shape, float(name.startswith("W"))) for name, parameter in network.items()})


def thinned_layers(hidden: Sequence[Layer], network: Network, dropout: Any) -> list[Thinned]:
    """The activations of the hidden layers with that share of their neurons left out; none for a share of 0."""
    share = checks.number_within(dropout, "dropout", most=MOST_DROPOUT)
    return [Thinned(layer.activation, network[layer.b].shape[-1], share) for layer in hidden if share]


def places_of(network: Network, masks: dict[str, np.ndarray]) -> np.ndarray | None:
    """Where the masks are True, for the array in which ``join`` lays the parameters end to end; None for nowhere."""
    whole = {name: masks.get(name, np.zeros(parameter.shape, dtype=bool)) for name, parameter in network.items()}
    joined = join(whole)
    return joined if joined.any() else None


def print_every_100_epochs(record: Record) -> None:
    """The tutorial's own watcher."""
    if record.epoch % 100 == 0:
        print(f"Epoch {record.epoch}, Loss: {record.loss}")


def train_network(
    X: Any,
    y: Any,
    input_size: int,
    hidden_size: int | Sequence[int],
    output_size: int,
    epochs: int,
    learning_rate: float,
    *,
    initializer: str = "normal",
    seed: int | Sequence[int] = 42,
    watch: Watcher = print_every_100_epochs,
    **choices: Any,
) -> Network:
    """Initialize a network, train it, and give it back (tutorial, step 8).

    ``watch`` is called with the record of every epoch, and stops the training when it returns True. ``choices`` are
    those of ``training_epochs``; a stack has the batches and the dropout of its first seed. Raises ``ValueError`` for
    bad input, saying what came and what was expected.
    """
    network = initialize_network(input_size, hidden_size, output_size, initializer=initializer, seed=seed)
    one_seed = np.ravel(seed).item(0)
    for record in training_epochs(network, X, y, epochs, learning_rate, seed=one_seed, **choices):
        if watch(record) is True:
            break
    return network
