"""A study that can be repeated by one command: how often does XOR get stuck, and the problems of 1986 after it?

Each ``hidden-...`` part is a sweep over the hidden neurons of XOR and one more choice, all else as in the tutorial. The
``1986-...`` parts have problems and settings of Rumelhart, Hinton and Williams (Parallel Distributed Processing, 1986,
chapter 8, and Nature 323), as far as the package has them: momentum 0.9, small uniform weights, and all rows in a step.
The gradients of the rows are summed, or their mean is taken, because those who repeated them did either.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import sqrt
from pathlib import Path
from typing import Any

from glassnet import checks
from glassnet.sweeps.native.results import Results
from glassnet.sweeps.native.spec import Spec, spec_of
from glassnet.sweeps.native.sweep import sweep

SEEDS = "0..999"
HIDDEN = [[neurons] for neurons in range(1, 9)]
SECOND: dict[str, list[Any]] = {
    "rate": [0.03, 0.1, 0.3, 1.0, 3.0],
    "initializer": ["normal", "uniform", "xavier", "he", "lecun"],
    "activation": ["sigmoid", "tanh", "relu", "leaky_relu", "gelu", "sine"],
    "loss": ["mean_squared_error", "binary_cross_entropy"],
    "optimizer": ["gradient_descent", "momentum", "nesterov", "adagrad", "rmsprop", "adam"],
}


def of_1986(hidden: list[list[int]], rate: Any, within: float, inputs: int, **others: Any) -> dict[str, Any]:
    """A problem of 1986: solved when each prediction is on the right side of 0.5.

    The weights of the first layer, which has so many ``inputs``, are uniform ``within`` so much of 0.
    """
    settings = {"optimizer": "momentum", "initializer": "uniform", "scale": within * sqrt(inputs)}
    settings |= {"reduction": ["sum", "mean"], "solved": {"within": 0.5}}
    return settings | {"hidden": hidden, "rate": rate} | others


PARTS: dict[str, dict[str, Any]] = {
    **{f"hidden-{name}": {"hidden": HIDDEN, name: values} for name, values in SECOND.items()},
    "1986-xor": of_1986([[2]], [0.25, 0.5], 0.5, 2, epochs=5000),
    "1986-parity3": of_1986([[3]], 0.5, 0.5, 3, dataset="parity3"),
    "1986-parity4": of_1986([[4]], 0.5, 0.5, 4, dataset="parity4"),
    "1986-parity5": of_1986([[5]], 0.5, 0.5, 5, dataset="parity5"),
    "1986-symmetry": of_1986([[2]], 0.1, 0.3, 6, dataset="symmetry"),
    "1986-addition": of_1986([[2], [3]], 0.5, 0.5, 4, dataset="addition"),
}


def specs(names: Sequence[str] = (), seeds: str = SEEDS, epochs: int | None = None) -> dict[str, Spec]:
    """The specs of some parts of the study, by name; of all, if none is named. Raises ``ValueError`` for a bad one.

    ``epochs`` is for those who want to see quickly how it works: the study has each part's own.
    """
    for name in names:
        checks.one_of(PARTS, name, "part")
    changes: dict[str, Any] = {"seeds": seeds} | ({} if epochs is None else {"epochs": epochs})
    return {name: spec_of(part | changes) for name, part in PARTS.items() if not names or name in names}


def study(out: Path, parts: dict[str, Spec], executor: Any = None, **options: Any) -> Iterator[tuple[str, Results]]:
    """Runs parts, or goes on with them, each in a folder of its own; gives each when it is done."""
    for name, spec in parts.items():
        yield name, sweep(spec, out / name, executor, **options)
