"""What is wrong with a gradient, in words, where that can be told: a sign, a factor, a derivative that was forgotten.

To recognise one more mistake, let ``mistakes`` say what the gradients would be if it were made.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np

from glassnet.checks import Network
from glassnet.network import layers_of
from glassnet.programs.editing import original
from glassnet.tables.activations import Activation, linear_derivative
from glassnet.tables.losses import LOSSES

STEP = 1e-5


class Entry(NamedTuple):
    """One derivative: what backpropagation says, what the loss says, and whether the two agree."""

    place: tuple[int, ...]
    analytic: float
    numerical: float
    right: bool

    @property
    def difference(self) -> float:
        """How far the two are apart."""
        return abs(self.analytic - self.numerical)


class Mistake(NamedTuple):
    """What is wrong, in words, and the gradients that it leads to."""

    words: str
    gradients: Mapping[str, np.ndarray]


def flat(a: np.ndarray) -> np.ndarray:
    """A derivative that was forgotten."""
    return linear_derivative(a)


def mistakes(
    network: Network, cache: Any, X: Any, y: Any, functions: Mapping[str, Any], chosen: Mapping[str, Any]
) -> Iterator[Mistake]:
    """The gradients that the usual mistakes lead to, by the package's own function; first those without a mistake."""
    backward, depth = original("backward_propagation"), len(network) // 2
    own = tuple(layer.activation for layer in layers_of(depth, functions["activation"], functions["output_activation"]))
    hidden = own[:-1]

    def made(words: str, **changes: Any) -> Mistake:
        return Mistake(words, backward(network, cache, X, y, **{**chosen, **changes}, check=False))

    yield made("")
    for n, activation in enumerate(hidden, 1):
        factor = f"{activation.derivative.__name__}({'a' if activation.reads == 'a' else 'z'}{n})"
        if activation.reads != "error":
            yield made(
                f"the factor {factor} is missing",
                activation=with_one(hidden, n, Activation("", activation.function, flat)),
            )
            other = "z" if activation.reads == "a" else "a"
            swapped = Activation("", activation.function, activation.derivative, other)  # type: ignore[arg-type]
            words = f"{activation.derivative.__name__} was given {other}{n}; it is written for {activation.reads}{n}"
            yield made(words, activation=with_one(hidden, n, swapped))
    if len(hidden) > 1:
        all_forgotten = tuple(Activation("", activation.function, flat) for activation in hidden)
        yield made("the derivatives of the activations are missing", activation=all_forgotten)
    last = own[-1]
    factor = f"{last.derivative.__name__}({'z' if last.reads == 'z' else 'a'}{depth})"
    if functions["output_activation"] in LOSSES[chosen["loss"]].joint:
        yield made(f"the factor {factor} has cancelled out, and must not be there", loss="mean_squared_error")
    elif last.reads != "error":
        yield made(f"the factor {factor} is missing", output_activation="linear")


def with_one(hidden: tuple[Activation, ...], n: int, activation: Activation) -> tuple[Activation, ...]:
    """The hidden layers' activations with another one in layer ``n``, counted from 1."""
    return (*hidden[: n - 1], activation, *hidden[n:])


def verdict(name: str, entries: list[Entry], known: list[Mistake], rows: int) -> str:
    """What is wrong with one array, where that can be told; empty if nothing is."""
    wrong = [entry for entry in entries if not entry.right]
    if not wrong:
        return ""
    said = np.array([entry.analytic for entry in entries])
    slopes = np.array([entry.numerical for entry in entries])
    if not np.isfinite(said).all():
        return "not all of it are numbers"
    if not said.any():
        return "it is 0 everywhere"
    own = np.array([known[0].gradients[name][entry.place] for entry in entries])
    for mistake in known:
        expected = np.array([mistake.gradients[name][entry.place] for entry in entries])
        if not mistake.words and alike(said, expected):
            return "it follows from a derivative that is wrong itself"
        if alike(own, expected):
            continue  # the mistake would change nothing here
        if alike(said, expected):
            return mistake.words
        if alike(said, -expected) and not alike(slopes, -expected):
            return f"the sign is wrong, and {mistake.words}"
    return factor_in_words(said, slopes, rows) or f"{len(wrong)} of {len(entries)} derivatives are wrong"


def factor_in_words(said: np.ndarray, slopes: np.ndarray, rows: int) -> str:
    """What a factor that all entries share means; empty where they share none."""
    if not slopes.any():
        return ""
    factor = float(said @ slopes / (slopes @ slopes))
    if not alike(said, factor * slopes):
        return ""
    sign = "the sign is wrong" if factor < 0 else ""
    factor = abs(factor)
    meanings = {2.0: "the 2 of the square", rows: "summed where the mean is chosen", 1 / rows: "averaged, not summed"}
    meaning = next((f" ({words})" for known, words in meanings.items() if abs(factor / known - 1) < 1e-3), "")
    if abs(factor - 1) < 1e-3:
        return sign
    if said.size == 1 and not meaning:
        return sign  # a single number is some multiple of any other
    size = f"it is {factor:.4g} times what it should be{meaning}"
    return f"{sign}, and {size}" if sign else size


def alike(some: np.ndarray, others: np.ndarray) -> bool:
    """Whether two lists of numbers are the same to about three digits."""
    return bool(np.linalg.norm(some - others) <= 1e-3 * np.linalg.norm(some))


def wrong_slopes(functions: Mapping[str, Any], depth: int) -> Iterator[str]:
    """A sentence for each activation in use whose derivative is not its slope."""
    for activation in dict.fromkeys(
        layer.activation for layer in layers_of(depth, functions["activation"], functions["output_activation"])
    ):
        if activation.reads == "error":
            continue
        z = np.linspace(-1.9, 2.0, 14)
        slopes = (activation.function(z + STEP) - activation.function(z - STEP)) / (2 * STEP)
        said = activation.derivative(activation.function(z) if activation.reads == "a" else z)
        apart = np.abs(said - slopes)
        if apart.max() > 1e-6:
            worst = int(apart.argmax())
            yield (
                f"{activation.derivative.__name__} is not the slope of {activation.function.__name__}: at z = "
                f"{z[worst]:.1f} it says {said[worst]:.4g}, and the slope is {slopes[worst]:.4g}."
            )


def placed(name: str, entry: Entry) -> str:
    """The name of one derivative, as the page has it for parameters: ``dW1[0,1]``, ``db2[0]``."""
    row, column = entry.place
    return f"{name}[{row},{column}]" if name[1] == "W" else f"{name}[{column}]"
