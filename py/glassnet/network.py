"""The network: start it, run it forward, measure it, run it backward, ask it (tutorial, steps 2, 4, 5, 6 and 9).

A network is a plain dict of arrays, ``W1, b1, W2, b2`` and so on: ``W`` has shape (inputs, neurons), ``b`` has
(1, neurons). With a leading axis, (networks, inputs, neurons), the same lines run a whole stack of networks at once.

Every function checks what it is given. Code that calls them over and over with the same arrays checks once, and then
says ``check=False``.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np

from glassnet import checks, products
from glassnet.checks import Network
from glassnet.random_numbers import RandomNumbers
from glassnet.tables.activations import ACTIVATIONS, Activation
from glassnet.tables.initializers import INITIALIZERS
from glassnet.tables.losses import LOSSES

Names = str | Sequence[str | Activation]
Cache = tuple[np.ndarray, ...]

# How the rows' gradients become one: the tutorial sums; 0.1 summed over 500 rows explodes, so there is the mean too.
REDUCTIONS = {"sum": "Sum over rows", "mean": "Mean over rows"}

# Up to here a call of np.dot is the faster one (measured in a browser, layers of 2 to 8 neurons).
FEW_ROWS = 16
OF_FEW_ROWS = np.ndarray.dot, operator.iadd
OF_MANY_ROWS = products.product, products.add_bias


class Layer(NamedTuple):
    """The names of one layer's parameters and gradients, and its activation."""

    W: str
    b: str
    dW: str
    db: str
    activation: Activation


@lru_cache
def layers_of(depth: int, activation: Names, output_activation: str) -> tuple[Layer, ...]:
    """The layers of a network in order. ``activation`` is one name for all hidden layers, or a tuple with one for each;
    in the tuple, an entry of ``ACTIVATIONS``, or one like it, may stand for its name.

    Raises ``ValueError`` for an unknown name and for a tuple of another length.
    """
    hidden = (activation,) * (depth - 1) if isinstance(activation, str) else tuple(activation)
    if len(hidden) != depth - 1:
        raise ValueError(f"activation has {len(hidden)} names; expected one, or {depth - 1}: one for each hidden layer")
    chosen = [
        name if isinstance(name, Activation) else checks.one_of(ACTIVATIONS, name, "activation") for name in hidden
    ]
    chosen.append(checks.one_of(ACTIVATIONS, output_activation, "output_activation"))
    return tuple(Layer(f"W{n}", f"b{n}", f"dW{n}", f"db{n}", function) for n, function in enumerate(chosen, 1))


def checked_names(activation: Names, output_activation: str) -> Names:
    """The names in a form that ``layers_of`` remembers; raises ``ValueError`` for what is no name."""
    checks.one_of(ACTIVATIONS, output_activation, "output_activation")
    return checks.names(activation, "activation")


def operations_for(network: Mapping[str, Any], X: np.ndarray) -> tuple[Callable[..., np.ndarray], Callable[..., Any]]:
    """The tutorial's ``np.dot`` and ``+`` for a few rows; else ``product`` and ``add_bias``, which take longer to call
    but less for each row.

    For a stack, where ``np.dot`` would mix the networks up, it is those too. Both products take an array for the result
    as a third argument, and all give the tutorial's bits.
    """
    return OF_FEW_ROWS if network["W1"].ndim == 2 and len(X) <= FEW_ROWS else OF_MANY_ROWS


def initialize_network(
    input_size: int,
    hidden_size: int | Sequence[int],
    output_size: int,
    *,
    initializer: str = "normal",
    seed: int | Sequence[int] = 42,
) -> Network:
    """A network with drawn weights and biases of 0 (tutorial, step 2).

    ``hidden_size`` may be a sequence, one size for each hidden layer. A sequence of seeds gives a stack, one network a
    seed. NumPy's global random state is left alone; the numbers are those that it gives after ``np.random.seed(seed)``.
    Raises ``ValueError`` for a size below 1, an unknown initializer, or a seed outside 0 to 2**32 - 1.
    """
    input_size = checks.whole_number(input_size, "input_size")
    sizes = (input_size, *checks.layer_sizes(hidden_size), checks.whole_number(output_size, "output_size"))
    draw = checks.one_of(INITIALIZERS, initializer, "initializer").function
    if checks.is_sequence(seed):
        one_each = [
            initialize_network(input_size, hidden_size, output_size, initializer=initializer, seed=one)
            for one in checks.seeds(seed)
        ]
        return {name: np.stack([network[name] for network in one_each]) for name in one_each[0]}
    random = RandomNumbers(checks.seed(seed))
    network = {}
    for layer, (inputs, outputs) in enumerate(pairwise(sizes), 1):
        network[f"W{layer}"] = draw(random, inputs, outputs)
        network[f"b{layer}"] = np.zeros((1, outputs))
    return network


def forward_propagation(
    network: Mapping[str, Any],
    X: Any,
    *,
    activation: Names = "sigmoid",
    output_activation: str = "sigmoid",
    check: bool = True,
) -> tuple[np.ndarray, Cache]:
    """From inputs ``X`` (rows, inputs) to predictions (rows, outputs), and the cache ``(z1, a1, z2, a2, ...)`` of all
    that was computed on the way, each (rows, neurons) (tutorial, step 4).

    Raises ``ValueError`` for shapes that do not fit, for NaN, and for an unknown activation.
    """
    if check:
        network = checks.network_of_arrays(network)
        X = checks.inputs_of(network, X)
        activation = checked_names(activation, output_activation)
    dot, add_bias = operations_for(network, X)
    a = X
    cache: Cache = ()
    for W, b, _, _, activate in layers_of(len(network) // 2, activation, output_activation):
        z = dot(a, network[W])
        add_bias(z, network[b])
        a = activate.function(z)
        cache += (z, a)
    return a, cache


def compute_loss(y_true: Any, y_pred: Any, *, loss: str = "mean_squared_error", check: bool = True) -> np.ndarray:
    """How far the predictions are from the targets: one number, or one a network for a stack (tutorial, step 5).

    Both have the shape (rows, outputs), the predictions of a stack a leading axis more. Raises ``ValueError`` for two
    shapes that differ, for NaN in the targets, and for an unknown loss.
    """
    if check:
        y_true, y_pred = checks.loss_pair(y_true, y_pred)
        checks.one_of(LOSSES, loss, "loss")
    return LOSSES[loss].function(y_true, y_pred)


def backward_propagation(
    network: Mapping[str, Any],
    cache: Cache,
    X: Any,
    y: Any,
    *,
    activation: Names = "sigmoid",
    output_activation: str = "sigmoid",
    loss: str = "mean_squared_error",
    reduction: str = "sum",
    out: dict[str, np.ndarray] | None = None,
    check: bool = True,
) -> dict[str, np.ndarray]:
    """The gradient ``dW1, db1, ...`` of each parameter, in its shape (tutorial, step 6).

    The signs point downhill, so that a step adds; what the rows ask for is summed, or averaged with
    ``reduction="mean"``. ``out`` may name arrays to write the gradients into, instead of new ones. Raises
    ``ValueError`` for shapes that do not fit, for NaN, and for an unknown name.
    """
    if check:
        network = checks.network_of_arrays(network)
        X = checks.inputs_of(network, X)
        y = checks.targets_of(network, X, y)
        cache = checks.cache_of(network, cache, X)
        activation = checked_names(activation, output_activation)
        checks.one_of(REDUCTIONS, reduction, "reduction")
        checks.one_of(LOSSES, loss, "loss")
        checks.places_for(network, out)
    gradients = {"d" + name: np.empty(network[name].shape) for name in network} if out is None else out
    dot, _ = operations_for(network, X)
    layers = layers_of(len(network) // 2, activation, output_activation)
    delta = output_delta(cache, y, loss, output_activation)
    if reduction == "mean":
        delta = delta / X.shape[-2]

    for n in range(len(layers) - 1, -1, -1):
        W, _, dW, db, _ = layers[n]
        inputs = cache[2 * n - 1] if n else X
        dot(inputs.mT, delta, gradients[dW])
        np.add.reduce(delta, axis=-2, keepdims=True, out=gradients[db])
        if n:
            _, _, derivative, reads = layers[n - 1].activation
            delta = dot(delta, network[W].mT)
            if reads == "a":
                delta *= derivative(inputs)
            elif reads == "z":
                delta *= derivative(cache[2 * n - 2])
            else:
                delta = derivative(inputs, delta)
    return gradients


def output_delta(cache: Cache, y: np.ndarray, loss: str, output_activation: str) -> np.ndarray:
    """What each output's ``z`` should do, (rows, outputs): the loss's and the activation's derivatives, chained.

    Where the two belong together, their joint derivative is taken instead; ``losses.py`` says why.
    """
    measure, a = LOSSES[loss], cache[-1]
    if output_activation in measure.joint:
        return measure.joint[output_activation](y, a)
    _, _, derivative, reads = ACTIVATIONS[output_activation]
    if reads == "a":
        return measure.derivative(y, a) * derivative(a)
    if reads == "z":
        return measure.derivative(y, a) * derivative(cache[-2])
    return derivative(a, measure.derivative(y, a))


def predict(
    network: Mapping[str, Any],
    X: Any,
    *,
    activation: Names = "sigmoid",
    output_activation: str = "sigmoid",
    check: bool = True,
) -> np.ndarray:
    """The network's answer to each row of ``X`` (rows, inputs): shape (rows, outputs) (tutorial, step 9).

    Raises what ``forward_propagation`` raises.
    """
    y_pred, _ = forward_propagation(network, X, activation=activation, output_activation=output_activation, check=check)
    return y_pred
