"""Says what is wrong with gradients: a known mistake, a factor, a sign, and the layer where the error starts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from glassnet.glass.mistakes import Mistake
from glassnet.tables.losses import LOSSES

AS_WRITTEN = "computed as in the original, but it does not fit the forward pass and the loss"
WRONG_DERIVATIVE = "it uses a derivative that is wrong"

Factor = tuple[float, str]  # a factor and its meaning


class Entry(NamedTuple):
    """One derivative: by backpropagation, by differences, and whether the two agree."""

    place: tuple[int, ...]
    analytic: float
    numerical: float
    right: bool

    @property
    def difference(self) -> float:
        """The absolute difference of the two."""
        return abs(self.analytic - self.numerical)


class Column:
    """The derivatives of one array, by backpropagation and by differences."""

    def __init__(self, name: str, entries: Sequence[Entry]) -> None:
        self.name, self.entries = name, entries
        self.analytic = np.array([entry.analytic for entry in entries])
        self.numerical = np.array([entry.numerical for entry in entries])
        self.right = all(entry.right for entry in entries)

    def by(self, mistake: Mistake) -> np.ndarray:
        """The derivatives that a mistake gives."""
        return np.array([mistake.gradients[self.name][entry.place] for entry in self.entries])

    def explained_by(self, mistake: Mistake, right: Mistake, sign: int = 1) -> bool:
        """Whether a mistake gives these numbers, and the right code does not."""
        made = self.by(mistake)
        if alike(made, self.by(right)) or (sign < 0 and alike(self.numerical, -made)):
            return False
        return alike(self.analytic, sign * made)


def verdicts(columns: Sequence[Column], known: Sequence[Mistake], factors: Sequence[Factor]) -> dict[str, str]:
    """A verdict for each array, by name; empty if it is right.

    ``known[0]`` has the gradients without a mistake. The mistake that explains most arrays is tried first. ``known`` is
    empty for the original backpropagation.
    """
    wrong = [column for column in columns if not column.right]
    found = {column.name: "" for column in columns} | {column.name: special(column, known) for column in wrong}
    if not known:
        return found
    right, *mistakes = known
    for sign in (1, -1):
        for mistake in sorted(mistakes, key=lambda mistake: -fit(columns, mistake, right, sign)):
            for column in wrong:
                if not found[column.name] and column.explained_by(mistake, right, sign):
                    found[column.name] = mistake.words if sign > 0 else f"the sign is wrong, and {mistake.words}"
    for column in wrong:
        bad = sum(not entry.right for entry in column.entries)
        found[column.name] = (
            found[column.name]
            or factor_in_words(column.analytic, column.numerical, factors)
            or f"{bad} of {len(column.entries)} derivatives are wrong"
        )
    return found


def fit(columns: Sequence[Column], mistake: Mistake, right: Mistake, sign: int) -> int:
    """The number of arrays that a mistake explains, minus the right ones that it would make wrong."""
    explained = sum(column.explained_by(mistake, right, sign) for column in columns if not column.right)
    spared = sum(not alike(column.by(mistake), column.by(right)) for column in columns if column.right)
    return explained - spared


def special(column: Column, known: Sequence[Mistake]) -> str:
    """A verdict on a wrong array that needs no known mistake; empty if there is none."""
    if not np.isfinite(column.analytic).all():
        return "it has values that are not finite numbers"
    if not column.analytic.any():
        return "it is 0 everywhere"
    return AS_WRITTEN if not known or alike(column.analytic, column.by(known[0])) else ""


def factor_in_words(analytic: np.ndarray, numerical: np.ndarray, factors: Sequence[Factor]) -> str:
    """The common factor of all entries and its possible meaning; empty if there is none."""
    if not numerical.any():
        return ""
    factor = float(analytic @ numerical / (numerical @ numerical))
    if not alike(analytic, factor * numerical):
        return ""
    sign = "the sign is wrong" if factor < 0 else ""
    size = abs(factor)
    meaning = " or ".join(words for known, words in factors if abs(size / known - 1) < 1e-3)
    if abs(size - 1) < 1e-3 or (analytic.size == 1 and not meaning):
        return sign  # a single number is always a multiple of another
    times = f"it is {size:.4g} times what it should be{f' ({meaning})' if meaning else ''}"
    return f"{sign}, and {times}" if sign else times


def known_factors(chosen: Mapping[str, Any], y: np.ndarray, scale: float) -> list[Factor]:
    """Common factors and their meanings; y has shape (rows, outputs), ``scale`` comes from ``scale_of``."""
    rows, outputs = y.shape
    factors = [(1 / scale, "as in the derivative of the loss")]
    if LOSSES[chosen["loss"]].scale == 0.5:
        factors.append((2.0, "the 2 of the square"))
    if outputs > 1:
        factors += [(1 / outputs, "averaged over the outputs"), (float(outputs), "the number of outputs")]
    if rows > 1 and chosen["reduction"] == "sum":
        factors += [(float(rows), "the number of rows"), (1 / rows, "averaged over the rows, but the sum is chosen")]
    elif rows > 1:
        factors += [(float(rows), "summed over the rows, but the mean is chosen")]
        factors += [(1 / rows, "divided by the number of rows twice")]
    return factors


def alike(some: np.ndarray, others: np.ndarray) -> bool:
    """Whether two lists of numbers agree to about three digits."""
    return bool(np.linalg.norm(some - others) <= 1e-3 * np.linalg.norm(some))


def summary(columns: Sequence[Column], words: Mapping[str, str], size: int) -> str:
    """A summary in a few sentences: what is wrong, the layer where it starts, and the worst derivative."""
    entries = [(column.name, entry) for column in columns for entry in column.entries]
    name, worst = max(
        ((name, entry) for name, entry in entries if not entry.right or not any(words.values())),
        key=lambda pair: np.nan_to_num(pair[1].difference, nan=np.inf),
    )
    if not any(words.values()):
        in_all = f"All {size:,}" if len(entries) == size else f"{len(entries):,} of {size:,}"
        checked = f"{in_all} derivatives were checked, and are right"
        return f"{checked}: the largest difference is {worst.difference:.1g}, at {placed(name, worst)}."
    by_words: dict[str, list[str]] = {}
    for array, found in words.items():
        if found:
            by_words.setdefault(found, []).append(array)
    start = where([array for array, found in words.items() if found], list(words))
    return " ".join(
        [
            *(f"{', '.join(names)}: {found}." for found, names in by_words.items()),
            *([] if by_words.keys() <= {AS_WRITTEN, WRONG_DERIVATIVE} else [start]),
            f"The worst is {placed(name, worst)}: backpropagation gives {worst.analytic:.4g}, the loss gives "
            f"{worst.numerical:.4g}.",
        ]
    )


def where(wrong: Sequence[str], names: Sequence[str]) -> str:
    """Names the wrong arrays and the layer where the error starts; ``names`` are all arrays in order."""
    depth = len(names) // 2
    right = [name for name in names if name not in wrong]
    if not right:
        return f"All {len(names)} gradients are wrong: the error starts in the output layer."
    first = len(wrong) // 2
    if len(wrong) % 2 == 0 and list(wrong) == list(names[: 2 * first]):
        layer = "the hidden layer" if depth == 2 else f"hidden layer {first}"
        return f"{listed(wrong)} are wrong, {listed(right)} are right: the error starts in {layer}."
    of_one_kind = {name[1] for name in wrong}
    if len(of_one_kind) == 1:
        step = {"W": "the product with the inputs of the layer", "b": "the sum over the rows"}[of_one_kind.pop()]
        verb = "is" if len(wrong) == 1 else "are"
        return f"Only {listed(wrong)} {verb} wrong: the deltas are right, and {step} is not."
    return f"Right: {listed(right)}."


def listed(names: Sequence[str]) -> str:
    """Names joined for a sentence: ``dW1, db1 and dW2``."""
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def placed(name: str, entry: Entry) -> str:
    """The name of one derivative, in the page's form: ``dW1[0,1]``, ``db2[0]``."""
    row, column = entry.place
    return f"{name}[{row},{column}]" if name[1] == "W" else f"{name}[{column}]"
