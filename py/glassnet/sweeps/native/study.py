"""A study that can be repeated by one command: how often does XOR get stuck?

Each part is a sweep over the hidden neurons and one more choice, all else as in the tutorial. The last part has the
setting that the first reports on XOR used: rate 0.5, momentum 0.9, weights from -0.5 to 0.5.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from glassnet.sweeps.native.results import Results
from glassnet.sweeps.native.spec import seeds_of
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
# Uniform weights of a layer with two inputs lie within 1 / sqrt(2) of 0: so scaled, within 0.5.
FIRST_REPORTS = {
    "hidden": [[2]],
    "rate": 0.5,
    "optimizer": "momentum",
    "initializer": "uniform",
    "scale": 0.7071067811865476,
    "epochs": 5000,
    "solved": {"loss": 0.01},  # a sum of squares of 0.04 over the four rows
    "looks": 5000,
}


def parts(seeds: str = SEEDS) -> dict[str, dict[str, Any]]:
    """The specs of the study, by name."""
    seeds_of(seeds)
    found = {f"hidden-{name}": {"hidden": HIDDEN, name: values} for name, values in SECOND.items()}
    return {name: spec | {"seeds": seeds} for name, spec in (found | {"first-reports": FIRST_REPORTS}).items()}


def study(out: Path, seeds: str = SEEDS, executor: Any = None, **options: Any) -> Iterator[tuple[str, Results]]:
    """Runs the parts, or goes on with them, each in a folder of its own; gives each when it is done."""
    for name, spec in parts(seeds).items():
        yield name, sweep(spec, out / name, executor, **options)
