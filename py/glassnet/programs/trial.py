"""A trial of the reader's version of a function, before the run that is going on gets to see it.

The version trains a network of its own for one epoch on the run's data, and what it gives back is looked at. What then
raises is told in plain words, and the function is what it was before.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from glassnet import checks
from glassnet.network import backward_propagation, compute_loss, forward_propagation, predict
from glassnet.programs import editing
from glassnet.programs.choices import CHOICES
from glassnet.programs.printing import printed
from glassnet.programs.problems import Unusable, described
from glassnet.tables.activations import sigmoid, sigmoid_derivative
from glassnet.training import train_network

KEYWORDS = {"output": "output_activation"}  # where a choice goes by another name in the functions

JOINED = (
    " Training lays all parameters end to end in one array, so that a step is one addition: network has the one entry "
    '"all", and gradients "dall". Go over network.items(), as the original does, or leave '
    "`memories` out of the function’s parameters: then both come by name, W1 and dW1 and so on."
)


def edit(name: str, source: str, fresh: Callable[[], Any]) -> dict[str, Any]:
    """Put the text in the place of the function, if it stands the trial; ``fresh`` begins a run of the same choices.

    The answer says ``problem`` (None, or what ``problems.described`` gives), ``printed``, and which choices the version
    ``ignored``, because it does not take them.
    """
    checks.one_of(editing.EDITABLE, name, "function")

    def with_the_version() -> None:
        with editing.replaced(name, source):
            try_out(name, fresh())

    answer = told(with_the_version)
    if name == "update_parameters" and answer["problem"] and "KeyError" in answer["problem"]["message"]:
        answer["problem"]["message"] += JOINED
    return answer | {"ignored": [] if answer["problem"] else ignored_choices(name)}


def ignored_choices(name: str) -> list[str]:
    """The choices, by the names that the address has for them, that do nothing in a version."""
    keywords = editing.ignored(name)
    return [choice for choice in CHOICES if KEYWORDS.get(choice, choice) in keywords]


def told(work: Callable[[], Any]) -> dict[str, Any]:
    """What work with the reader's code came to: its ``answer``, or the ``problem`` with it; and what it ``printed``."""
    answer, problem = None, None
    try:
        answer = work()
    except (Exception, SystemExit, KeyboardInterrupt) as error:  # whatever a reader's code may raise
        problem = described(error)
    return {"answer": answer, "problem": problem, "printed": printed.taken()}


def try_out(name: str, run: Any) -> None:
    """One epoch as the page trains it, and one step at a time with every check."""
    X, y, functions = run.X, run.y, run.functions
    network = checks.network_of_arrays(run.network)
    if name == "train_network":
        input_size, hidden_size, output_size = run.sizes
        network = train_network(X, y, input_size, hidden_size, output_size, 1, run.choices["rate"], **functions)
        checks.network_of_arrays(network)
        return
    if name in ("sigmoid", "sigmoid_derivative"):
        try_activation(name, X @ network["W1"])
    pair = forward_propagation(network, X, **functions)
    if not isinstance(pair, tuple) or len(pair) != 2:
        raise Unusable(f"forward_propagation gave {in_words(pair)}; expected the predictions and the cache.")
    y_pred, cache = pair
    expect_numbers("The predictions of forward_propagation are", y_pred, y.shape, "as the targets have")
    cache = checks.cache_of(network, cache, X)
    expect_numbers("compute_loss gave", compute_loss(y, y_pred, loss=run.choices["loss"]), ())
    try_backward(network, cache, X, y, {**functions, "loss": run.choices["loss"]})
    expect_numbers("predict gave", predict(network, X, **functions), y.shape, "as the targets have")
    run.train(1, run.epoch + 1)
    run.frame([], {})


def try_activation(name: str, z: np.ndarray) -> None:
    """The sigmoid and its derivative answer number by number; the derivative is asked about activations."""
    answer = sigmoid(z) if name == "sigmoid" else sigmoid_derivative(sigmoid(z))
    expect_numbers(f"{name} gave", answer, z.shape, "as its input has")


def try_backward(network: Any, cache: Any, X: Any, y: Any, chosen: dict[str, Any]) -> None:
    """The gradients have the shapes of their parameters, and are where training reads them."""
    places = {"d" + name: np.full(array.shape, np.nan) for name, array in network.items()}
    answer = backward_propagation(network, cache, X, y, **chosen, out=places)
    if not isinstance(answer, Mapping):
        raise Unusable(f"backward_propagation gave {in_words(answer)}; expected a dict of gradients: dW1, db1, ...")
    for name, array in network.items():
        if "d" + name not in answer:
            raise Unusable(f"backward_propagation gave no d{name}; expected a gradient for each parameter.")
        expect_numbers(f"backward_propagation gave d{name} as", answer["d" + name], array.shape, f"as {name} has")
        if not np.array_equal(places["d" + name], answer["d" + name], equal_nan=True):
            raise Unusable(
                f'backward_propagation gave d{name}, but training reads it in out["d{name}"]: write it there, or leave '
                "`out` out of the function’s parameters."
            )


def expect_numbers(what: str, value: Any, shape: tuple[int, ...], why: str = "") -> None:
    """A value is an array of numbers in this shape; for (), it is one number."""
    array = isinstance(value, np.ndarray) and value.dtype.kind in "biuf"
    if (array and value.shape == shape) or (not shape and isinstance(value, (int, float, np.number))):
        return
    expected = f"an array of shape {shape}, {why}" if shape else "one number"
    raise Unusable(f"{what} {in_words(value)}; expected {expected}.")


def in_words(value: Any) -> str:
    """What a function of the reader's gave."""
    if value is None:
        return "None (does it end without a return?)"
    if isinstance(value, np.ndarray) and value.dtype.kind in "biuf":
        return f"an array of shape {value.shape}"
    kind = type(value).__name__
    return f"{checks.short(value)} ({'an' if kind[0] in 'aeiou' else 'a'} {kind})"
