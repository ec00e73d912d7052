"""Is the gradient right? What backpropagation says of each parameter, against what the loss does when that parameter is
moved a little up and a little down (central differences: Goodfellow et al., Deep Learning, 2016, section 11.5).

The numbers follow the tutorial: they point downhill, are summed over the rows, and have the ``scale`` of the loss
(``losses.py``). L1, L2, clipping and dropout change the steps, not the gradients, and are no part of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

from glassnet import checks
from glassnet.checks import Network
from glassnet.glass.mistakes import STEP, Entry, mistakes, placed, verdict, wrong_slopes
from glassnet.network import backward_propagation, compute_loss, forward_propagation, layers_of
from glassnet.tables.activations import Activation
from glassnet.tables.losses import LOSSES, advice_on

CLOSE = 1e-5  # relative: right to about five digits, which is what central differences can tell
FEW = 400  # up to so many parameters all are checked
SAMPLE = 12  # of each array, where there are more
MOST_ROWS = 32  # where there are more
SHOWN = 60  # derivatives that are told one by one


def check_gradients(
    network: Network, X: Any, y: Any, *, functions: Mapping[str, Any], loss: str, reduction: str
) -> dict[str, Any]:
    """Compare each parameter's derivative with the slope of the loss; ``functions`` are the network's activations.

    The answer: ``right``; ``words``, with the worst named; ``convention``, what the numbers are beside the derivative
    of the loss; ``checked`` of ``size`` parameters, on ``rows`` of ``all_rows``; and ``gradients``, one dict for each
    array, with ``name``, ``layer``, ``shape``, ``checked``, ``right``, ``words`` and ``entries`` (``place``,
    ``analytic``, ``numerical``, ``difference``, ``right``).
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
        "convention": convention(loss, reduction, y),
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
    scale = scale_of(loss, reduction, y)

    def total() -> float:
        y_pred, _ = forward_propagation(network, X, **functions, check=False)
        return scale * float(compute_loss(y, y_pred, loss=loss, check=False))

    return total


def scale_of(loss: str, reduction: str, y: Any) -> float:
    """How many times the slope of the loss a gradient is: y has shape (rows, outputs)."""
    entry = LOSSES[loss]
    size = len(y) if entry.mean_over == "rows" else y.size
    return entry.scale * size / (len(y) if reduction == "mean" else 1)


def convention(loss: str, reduction: str, y: Any) -> str:
    """What the tutorial calls the gradient, in words, for whoever takes the derivative of the loss by hand."""
    entry, (rows, outputs) = LOSSES[loss], y.shape
    times = f"{-scale_of(loss, reduction, y):.4g}".replace("-", "−")
    summed = [f"{rows} rows"] if reduction == "sum" and rows > 1 else []
    summed += [f"{outputs} outputs"] if entry.mean_over == "outputs" and outputs > 1 else []
    why = ["it points downhill"]
    why += [f"it adds up the {' and '.join(summed)} where the loss takes their mean"] if summed else []
    why += ["it leaves out the 2 of the square"] if entry.scale == 0.5 else []
    said = f"{', '.join(why[:-1])}, and {why[-1]}" if len(why) > 1 else why[0]
    return f"The gradient here is {times} times the derivative of the loss ({entry.label}): {said}."


def compared(
    array: np.ndarray, analytic: np.ndarray, total: Callable[[], float], floor: float, sample: int | None
) -> Iterator[Entry]:
    """Move the parameters of one array, all or a sample evenly spread, and compare. At a kink any slope between the two
    sides is right."""
    middle = total()
    every = 1 if sample is None else -(-array.size // sample)

    def loss_at(place: tuple[int, ...], value: float) -> float:
        before, array[place] = array[place], value
        found = total()
        array[place] = before
        return found

    for index in range(0, array.size, every):
        place = tuple(map(int, np.unravel_index(index, array.shape)))
        value, said = float(array[place]), float(analytic[place])
        step = STEP * max(1.0, abs(value))
        slope = (loss_at(place, value - step) - loss_at(place, value + step)) / (2 * step)
        allowed = floor + CLOSE * max(abs(said), abs(slope))
        if abs(said - slope) > allowed:
            # From three losses on each side, so that a smooth bend counts for nothing.
            sides = [
                (3 * middle - 4 * loss_at(place, value + far) + loss_at(place, value + 2 * far)) / (2 * far)
                for far in (-step, step)
            ]
            slope = float(np.clip(said, min(sides), max(sides)))
        yield Entry(place, said, slope, bool(abs(said - slope) <= allowed))


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


def told(entries: list[Entry], arrays: int) -> list[dict[str, Any]]:
    """The entries as the page takes them; where there are very many, the worst of them."""
    most = max(SHOWN // arrays, 2)
    if len(entries) > most:
        entries = sorted(entries, key=lambda entry: (entry.right, -entry.difference))[:most]
    return [entry._asdict() | {"place": list(entry.place), "difference": entry.difference} for entry in entries]
