"""Is the gradient right? What backpropagation says of each parameter, against what the loss does when that parameter is
moved a little up and a little down (central differences: Goodfellow et al., Deep Learning, 2016, section 11.5).

The numbers follow the tutorial: they point downhill, are summed over the rows, and have the ``scale`` of the loss
(``losses.py``). L1, L2, clipping and dropout change the steps, not the gradients, and are no part of it.

To recognise one more mistake, let ``mistakes`` say what the gradients would be if it were made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np

from glassnet import checks
from glassnet.activations import Activation, linear_derivative
from glassnet.checks import Network
from glassnet.editing import original
from glassnet.losses import LOSSES, advice_on
from glassnet.network import backward_propagation, compute_loss, forward_propagation, layers_of

STEP = 1e-5
CLOSE = 1e-5  # relative: right to about five digits, which is what central differences can tell
BENT = 1e-4  # the slopes on both sides of a kink, such as the ReLU's at 0, differ by more than this
FEW = 400  # up to so many parameters all are checked
SAMPLE = 12  # of each array, where there are more
MOST_ROWS = 32  # where there are more
SHOWN = 60  # derivatives that are told one by one


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


def check_gradients(
    network: Network, X: Any, y: Any, *, functions: Mapping[str, Any], loss: str, reduction: str
) -> dict[str, Any]:
    """Compare each parameter's derivative with the slope of the loss; ``functions`` are the network's activations.

    The answer: ``right``; ``words``, with the worst named; ``checked`` of ``size`` parameters, on ``rows`` of
    ``all_rows``; and ``gradients``, one dict for each array, with ``name``, ``layer``, ``shape``, ``checked``,
    ``right``, ``words`` and ``entries`` (``place``, ``analytic``, ``numerical``, ``difference``, ``right``).
    """
    network = {name: array.copy() for name, array in checks.network_of_arrays(network).items()}
    size, all_rows = sum(array.size for array in network.values()), len(X)
    sample = None if size <= FEW else SAMPLE
    if sample:
        X, y = X[:MOST_ROWS], y[:MOST_ROWS]
    chosen = {**functions, "loss": loss, "reduction": reduction}
    moved = move_off_corners(network, X, functions)
    _, cache = forward_propagation(network, X, **functions)
    analytic = backward_propagation(network, cache, X, y, **chosen)
    total = total_loss(network, X, y, functions, loss, reduction)
    floor = 20 * float(np.finfo(float).eps) * max(abs(total()), 1e-3) / STEP
    entries = {
        name: list(compared(array, gradient_of(analytic, name, array), total, floor, sample))
        for name, array in network.items()
    }
    known = list(mistakes(network, cache, X, y, functions, chosen))
    gradients: list[dict[str, Any]] = [
        {
            "name": f"d{name}",
            "layer": int(name[1:]),
            "shape": list(network[name].shape),
            "checked": len(found),
            "right": all(entry.right for entry in found),
            "words": verdict(f"d{name}", found, known, len(X)),
            "entries": found,
        }
        for name, found in entries.items()
    ]
    words = [summary(gradients, size), *wrong_slopes(functions, len(network) // 2)]
    if any(not gradient["right"] for gradient in gradients):
        words.append(advice_on(loss, functions["output_activation"], y.shape[-1]))
    if moved:
        words.append("Checked a hair beside this network, because it stands right on a corner of its activation.")
    if len(X) < all_rows:
        words.append(f"Checked on the first {len(X)} of {all_rows:,} rows.")
    return {
        "right": all(gradient["right"] for gradient in gradients),
        "words": " ".join(filter(None, words)),
        "checked": sum(len(found) for found in entries.values()),
        "size": size,
        "rows": len(X),
        "all_rows": all_rows,
        "gradients": [gradient | {"entries": told(gradient["entries"], len(gradients))} for gradient in gradients],
    }


def move_off_corners(network: Network, X: Any, functions: Mapping[str, Any]) -> bool:
    """At the corner of an activation, such as the ReLU's at 0, there is no slope. Move the biases a little until no
    neuron is so close to it that a step could cross it; whether that was necessary."""
    layers = layers_of(len(network) // 2, functions["activation"], functions["output_activation"])
    for attempt in range(10):
        _, cache = forward_propagation(network, X, **functions)
        close = [
            layer.b for layer, z in zip(layers, cache[::2], strict=True) if corner_at_0(layer.activation) and on_it(z)
        ]
        if not close:
            return attempt > 0
        for name in close:
            network[name] += 1e-3 * np.linspace(1, 2, network[name].size)
    return True


def on_it(z: Any) -> bool:
    """Whether a sum is closer to 0 than ten steps."""
    return bool(np.abs(z).min() < 10 * STEP)


def corner_at_0(activation: Activation) -> bool:
    """Whether an activation's slope jumps there."""
    if activation.reads == "error":
        return False
    sides = np.array([-STEP, STEP])
    below, above = activation.derivative(activation.function(sides) if activation.reads == "a" else sides)
    return bool(abs(above - below) > 0.1)


def gradient_of(gradients: Any, name: str, parameter: np.ndarray) -> np.ndarray:
    """The gradient of a parameter, in its shape."""
    found = checks.number_array(
        checks.dict_of(gradients, "the gradients", "arrays by name").get("d" + name), "d" + name
    )
    if found.shape != parameter.shape:
        raise ValueError(f"d{name} has shape {found.shape}; expected {parameter.shape}, as {name} has")
    return found


def total_loss(
    network: Network, X: Any, y: Any, functions: Mapping[str, Any], loss: str, reduction: str
) -> Callable[[], float]:
    """The number whose slopes the gradients are: the loss of the network as it stands, in the tutorial's scale."""
    entry = LOSSES[loss]
    size = len(X) if entry.mean_over == "rows" else y.size
    scale = entry.scale * size / (len(X) if reduction == "mean" else 1)

    def total() -> float:
        y_pred, _ = forward_propagation(network, X, **functions, check=False)
        return scale * float(compute_loss(y, y_pred, loss=loss, check=False))

    return total


def compared(
    array: np.ndarray, analytic: np.ndarray, total: Callable[[], float], floor: float, sample: int | None
) -> Iterator[Entry]:
    """Move the parameters of one array, all or a sample evenly spread, and compare. At a kink any slope between the two
    sides is right."""
    middle = total()
    every = 1 if sample is None else -(-array.size // sample)
    for index in range(0, array.size, every):
        place = tuple(map(int, np.unravel_index(index, array.shape)))
        value = float(array[place])
        step = STEP * max(1.0, abs(value))
        array[place] = value + step
        right_of = (middle - total()) / step
        array[place] = value - step
        left_of = (total() - middle) / step
        array[place] = value
        said, slope = float(analytic[place]), (left_of + right_of) / 2
        least, most = sorted((left_of, right_of))
        if most - least > BENT * max(abs(least), abs(most)) + floor:
            slope = min(max(said, least), most)
        allowed = floor + CLOSE * max(abs(said), abs(slope))
        yield Entry(place, said, slope, bool(abs(said - slope) <= allowed))


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


def summary(gradients: list[dict[str, Any]], size: int) -> str:
    """One or two sentences: what is wrong, and the worst derivative by name."""
    entries = [(gradient["name"], entry) for gradient in gradients for entry in gradient["entries"]]
    in_all = f"All {size:,}" if len(entries) == size else f"{len(entries):,} of {size:,}"
    wrong = [(name, entry) for name, entry in entries if not entry.right]
    if not wrong:
        name, worst = max(entries, key=lambda pair: pair[1].difference)
        checked = f"{in_all} derivatives were checked, and are right"
        return f"{checked}: the largest difference is {worst.difference:.1g}, at {placed(name, worst)}."
    by_words: dict[str, list[str]] = {}
    for gradient in gradients:
        if not gradient["right"]:
            by_words.setdefault(gradient["words"], []).append(gradient["name"])
    said = [f"{', '.join(names)}: {words}." for words, names in by_words.items()]
    fine = [gradient["name"] for gradient in gradients if gradient["right"]]
    if fine:
        said.append(f"Right: {', '.join(fine)}.")
    name, worst = max(wrong, key=lambda pair: np.nan_to_num(pair[1].difference, nan=np.inf))
    said.append(
        f"The worst is {placed(name, worst)}: backpropagation says {worst.analytic:.4g}, the loss says "
        f"{worst.numerical:.4g}."
    )
    return " ".join(said)


def placed(name: str, entry: Entry) -> str:
    """The name of one derivative, as the page has it for parameters: ``dW1[0,1]``, ``db2[0]``."""
    row, column = entry.place
    return f"{name}[{row},{column}]" if name[1] == "W" else f"{name}[{column}]"


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


def told(entries: list[Entry], arrays: int) -> list[dict[str, Any]]:
    """The entries as the page takes them; where there are very many, the worst of them."""
    most = max(SHOWN // arrays, 2)
    if len(entries) > most:
        entries = sorted(entries, key=lambda entry: (entry.right, -entry.difference))[:most]
    return [entry._asdict() | {"place": list(entry.place), "difference": entry.difference} for entry in entries]
