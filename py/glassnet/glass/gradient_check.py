"""Compares each gradient of backpropagation with the slope of the loss itself.

The slope is a central difference: the parameter moves a little up and a little down (Goodfellow et al., Deep Learning,
2016, section 11.5). The gradients follow the tutorial: they point downhill, are summed over the rows, and have the
``scale`` of the loss (``losses.py``). The check includes L1 and L2. It leaves out clipping, freezing and dropout, which
change the steps on purpose.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

from glassnet import checks
from glassnet.checks import Network
from glassnet.glass.mistakes import STEP, Written, penalties_of, wrong_slopes
from glassnet.glass.plain_gradients import with_plain_gradients
from glassnet.glass.verdicts import AS_WRITTEN, WRONG_DERIVATIVE, Column, Entry, known_factors, summary, verdicts
from glassnet.programs.running import Program
from glassnet.programs.writing import Writer
from glassnet.tables.activations import Activation
from glassnet.tables.losses import LOSSES, advice_on

CLOSE = 1e-5  # relative: about five digits, the accuracy of central differences
FEW = 400  # up to this many parameters, all are checked
SAMPLE = 12  # of each array, if there are more
MOST_ROWS = 32  # if there are more
SHOWN = 60  # derivatives listed one by one

Total = Callable[[], float]


@np.errstate(all="ignore")
def check_gradients(
    program: Program, chosen: Mapping[str, Any], network: Network, X: np.ndarray, y: np.ndarray
) -> dict[str, Any]:
    """Compares each parameter's derivative with the slope of the loss, using the program's own functions.

    ``chosen`` are the program's checked choices; X has shape (rows, inputs), y (rows, outputs). Returns ``right``;
    ``words``, which name the worst derivative; ``convention``, a sentence that compares the gradient with the
    derivative of the loss; ``checked`` of ``size`` parameters, on ``rows`` of ``all_rows``; and ``gradients``, a dict
    for each array with ``name``, ``layer``, ``shape``, ``checked``, ``right``, ``words`` and ``entries`` (``place``,
    ``analytic``, ``numerical``, ``difference``, ``right``). Raises ``ValueError`` for a gradient of a wrong shape, and
    what the reader's functions raise.
    """
    network = {name: array.copy() for name, array in network.items()}
    size, all_rows = sum(array.size for array in network.values()), len(X)
    sample = None if size <= FEW else SAMPLE
    if sample:
        X, y = X[:MOST_ROWS], y[:MOST_ROWS]
    plain, written = with_plain_gradients(program), Written(program, chosen)
    at_kink = move_off_kinks(written, network, X)
    columns = columns_of(plain, chosen, network, X, y, sample)
    edited = program.part_with("backward_propagation").name in program.versions
    known = list(written.mistakes(network, X, y)) if edited else []
    words = verdicts(columns, known, known_factors(chosen, y, scale_of(chosen, y)))
    right = not any(words.values())
    slopes = [] if right else list(wrong_slopes(program, written.writer.kinds))
    if slopes:
        words = {name: WRONG_DERIVATIVE if found == AS_WRITTEN else found for name, found in words.items()}
    advice = "" if right else advice_on(chosen["loss"], chosen["output"], y.shape[-1])
    said = [summary(columns, words, size), *slopes, advice]
    said += remarks(plain is not program, at_kink, len(X), all_rows)
    return {
        "right": right,
        "words": " ".join(filter(None, said)),
        "convention": convention(chosen, y),
        "checked": sum(len(column.entries) for column in columns),
        "size": size,
        "rows": len(X),
        "all_rows": all_rows,
        "gradients": [told(column, words[column.name], network, len(columns)) for column in columns],
    }


def columns_of(
    program: Program, chosen: Mapping[str, Any], network: Network, X: np.ndarray, y: np.ndarray, sample: int | None
) -> list[Column]:
    """The derivatives of each array, by backpropagation and by differences; all, or a sample of each array."""
    _, cache = program.forward_propagation(network, X)
    gradients = program.backward_propagation(network, cache, X, y)
    total = total_loss(program, chosen, network, X, y)
    return [
        Column(f"d{name}", list(compared(array, gradient_of(gradients, name, array), total, sample)))
        for name, array in network.items()
    ]


def remarks(left_out: bool, at_kink: list[str], rows: int, all_rows: int) -> Iterator[str]:
    """Says what was checked, if it is not simply the run's network on all rows."""
    if at_kink:
        yield (
            f"The network is at a kink of {' and '.join(at_kink)}, where there is no slope: the biases were moved a "
            "little for this check."
        )
    if left_out:
        yield "Checked without clipping and freezing."
    if rows < all_rows:
        yield f"Checked on the first {rows} of {all_rows:,} rows."


def move_off_kinks(written: Written, network: Network, X: np.ndarray) -> list[str]:
    """Moves the biases until no step of the check crosses a kink, such as ReLU's at 0, where there is no slope.

    Returns the names of the activations at whose kinks the network was.
    """
    kinds, found = written.writer.kinds, dict[str, None]()
    has_kink = [kink_at_0(written.names, kind) for kind in kinds]
    for _ in range(10):
        sums = written.cache(network, X)[::2]
        close = [n for n, z in enumerate(sums, 1) if has_kink[n - 1] and np.abs(z).min() < 10 * STEP]
        for n in close:
            found[kinds[n - 1].label] = None
            network[f"b{n}"] += 1e-3 * np.linspace(1, 2, network[f"b{n}"].size)
        if not close:
            break
    return list(found)


def kink_at_0(names: Mapping[str, Any], kind: Activation) -> bool:
    """Whether an activation's slope jumps at 0."""
    if kind.reads == "error":
        return False
    sides = np.array([[-STEP], [STEP]])
    inputs = names[kind.function.__name__](sides) if kind.reads == "a" else sides
    below, above = np.ravel(names[kind.derivative.__name__](inputs))
    return bool(abs(above - below) > 0.1)


def gradient_of(gradients: Any, name: str, parameter: np.ndarray) -> np.ndarray:
    """The gradient of a parameter, in its shape."""
    by_name = checks.dict_of(gradients, "the gradients", "arrays by name")
    found = checks.number_array(by_name.get("d" + name), "d" + name)
    if found.shape != parameter.shape:
        summed = ": sum it over the rows" if name[0] == "b" and found.shape[-1:] == parameter.shape[-1:] else ""
        raise ValueError(f"d{name} has shape {found.shape}; expected {parameter.shape}, as {name} has{summed}")
    return found


def total_loss(program: Program, chosen: Mapping[str, Any], network: Network, X: np.ndarray, y: np.ndarray) -> Total:
    """The quantity whose slopes the gradients are: the loss plus the penalties, for the current parameters."""
    scale, writer = scale_of(chosen, y), Writer(chosen)
    times = len(X) if chosen["reduction"] == "sum" else 1
    weights = [network[f"W{n}"] for n in writer.layers]

    def total() -> float:
        y_pred, _ = program.forward_propagation(network, X)
        penalty = sum(chosen["l1"] * np.abs(W).sum() + writer.l2 * (W * W).sum() / 2 for W in weights)
        return float(scale * program.compute_loss(y, y_pred) + times * penalty)

    return total


def scale_of(chosen: Mapping[str, Any], y: np.ndarray) -> float:
    """The ratio of a gradient to the slope of the loss; y has shape (rows, outputs)."""
    entry = LOSSES[chosen["loss"]]
    size = len(y) if entry.mean_over == "rows" else y.size
    return entry.scale * size / (len(y) if chosen["reduction"] == "mean" else 1)


def convention(chosen: Mapping[str, Any], y: np.ndarray) -> str:
    """Compares the tutorial's gradient with the derivative of the loss, for readers who derive it by hand."""
    entry, (rows, outputs) = LOSSES[chosen["loss"]], y.shape
    times = f"{-scale_of(chosen, y):.4g}".replace("-", "−")
    summed = [f"{rows} rows"] if chosen["reduction"] == "sum" and rows > 1 else []
    summed += [f"{outputs} outputs"] if entry.mean_over == "outputs" and outputs > 1 else []
    why = ["it points downhill"]
    why += [f"it adds up the {' and '.join(summed)} where the loss takes their mean"] if summed else []
    why += ["it leaves out the 2 of the square"] if entry.scale == 0.5 else []
    said = f"{', '.join(why[:-1])}, and {why[-1]}" if len(why) > 1 else why[0]
    pulls = [name.upper() for name in penalties_of(Writer(chosen))]
    added = f" {' and '.join(pulls)} {'is' if len(pulls) == 1 else 'are'} added to it." if pulls else ""
    return f"The gradient here is {times} times the derivative of the loss ({entry.label}): {said}.{added}"


def compared(array: np.ndarray, analytic: np.ndarray, total: Total, sample: int | None) -> Iterator[Entry]:
    """Moves the parameters of one array, all or an even sample, and compares.

    At a kink, any slope between those of the two sides is right.
    """
    middle = total()
    floor = 20 * float(np.finfo(float).eps) * max(abs(middle), 1e-3) / STEP
    every = 1 if sample is None else -(-array.size // sample)

    def loss_at(place: tuple[int, ...], value: float) -> float:
        before, array[place] = array[place], value
        found = total()
        array[place] = before
        return found

    for index in range(0, array.size, every):
        place = tuple(map(int, np.unravel_index(index, array.shape)))
        value, found = float(array[place]), float(analytic[place])
        step = STEP * max(1.0, abs(value))
        slope = (loss_at(place, value - step) - loss_at(place, value + step)) / (2 * step)
        allowed = floor + CLOSE * max(abs(found), abs(slope))
        if abs(found - slope) > allowed:
            # Three losses on each side cancel a smooth bend.
            sides = [
                (3 * middle - 4 * loss_at(place, value + far) + loss_at(place, value + 2 * far)) / (2 * far)
                for far in (-step, step)
            ]
            slope = float(np.clip(found, min(sides), max(sides)))
        yield Entry(place, found, slope, bool(abs(found - slope) <= allowed))


def told(column: Column, words: str, network: Network, arrays: int) -> dict[str, Any]:
    """One array for the page; of very many derivatives, only the worst."""
    entries, most = column.entries, max(SHOWN // arrays, 2)
    if len(entries) > most:
        entries = sorted(entries, key=lambda entry: (entry.right, -entry.difference))[:most]
    return {
        "name": column.name,
        "layer": int(column.name[2:]),
        "shape": list(network[column.name[1:]].shape),
        "checked": len(column.entries),
        "right": column.right,
        "words": words,
        "entries": [
            entry._asdict() | {"place": list(entry.place), "difference": entry.difference} for entry in entries
        ],
    }
