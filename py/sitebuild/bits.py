"""Prints a line for each of many runs: its name and a hash of every bit of its losses, parameters and predictions.

Two Pyodides, or two NumPys, that print the same lines train alike. `bits.mjs` runs this in a Pyodide; PYODIDE.md says
when. With any Python that has NumPy: `PYTHONPATH=py python3 py/sitebuild/bits.py`.
"""

import hashlib
from typing import Any

import numpy as np

from glassnet import session
from glassnet.data.datasets import DATASETS
from glassnet.programs.choices import TABLES

EPOCHS = 200
COMBINED: dict[str, dict[str, Any]] = {
    "deep": {"hidden": [8, 8, 4], "activation": ["tanh", "gelu", "swish"], "optimizer": "adam"},
    "wide": {"hidden": [64, 64], "dataset": "spirals", "points": 500, "activation": "tanh", "reduction": "mean"},
    "batches": {"dataset": "moons", "batch": 16, "optimizer": "rmsprop", "dropout": 0.2, "l1": 0.001, "l2": 0.01},
    "perceptron": {"hidden": [], "dataset": "and"},
    "clipped": {"hidden": [4], "clip": 0.5, "schedule": "cosine", "initializer": "he", "activation": "relu"},
    "classes": {"dataset": "blobs", "output": "softmax", "loss": "categorical_cross_entropy", "reduction": "mean"},
}


def runs() -> dict[str, dict[str, Any]]:
    """The choices of each run: every entry of every table, every data set, some of it together."""
    each = {f"{choice} {name}": {choice: name} for choice, table in TABLES.items() for name in table}
    data = {f"dataset {name}": {"dataset": name, "hidden": [5], "reduction": "mean"} for name in DATASETS}
    seeds = {f"seed {seed}": {"seed": seed} for seed in range(20)}
    return {"the tutorial's": {}, **each, **data, **seeds, **COMBINED}


def trained(chosen: dict[str, Any]) -> list[Any]:
    """All numbers of a run, as the page gets them."""
    frame = session.start(chosen)
    found = [frame["parameters"]]
    while frame["epoch"] < EPOCHS:  # a slice ends after some milliseconds
        frame = session.train(EPOCHS, EPOCHS)
        found.append(frame["losses"])
    return [*found, frame["loss"], frame["parameters"], frame["predictions"]]


def functions() -> dict[str, list[Any]]:
    """NumPy by itself: what a run is made of, over many numbers."""
    numbers = np.concatenate([np.linspace(-40, 40, 20001), np.geomspace(1e-300, 1e300, 2001)])
    normal = np.random.RandomState(0).randn(300, 70)
    with np.errstate(all="ignore"):
        found = {f"np.{name}": [getattr(np, name)(numbers)] for name in ("exp", "log", "tanh", "sqrt", "sin", "log1p")}
    sums = [normal.sum(axis) for axis in (None, 0, 1)] + [normal.mean(axis) for axis in (None, 0, 1)]
    products = [np.dot(normal[:rows].T, normal[:rows]) for rows in (1, 2, 3, 7, 64, 300)]
    generators = [np.random.default_rng(7).normal(size=100), np.random.RandomState(7).uniform(size=100)]
    return {**found, "sums": sums, "products": products, "generators": generators}


def bits(value: object) -> bytes:
    """Every bit of arrays in lists and dicts."""
    if isinstance(value, dict):
        return b"".join(name.encode() + bits(entry) for name, entry in value.items())
    if isinstance(value, list):
        return b"".join(map(bits, value))
    return np.asarray(value).tobytes()


def main() -> None:
    """Prints the lines."""
    found = {**functions(), **{name: trained(chosen) for name, chosen in runs().items()}}
    for name, numbers in found.items():
        print(name, hashlib.sha256(bits(numbers)).hexdigest()[:16])


if __name__ == "__main__":
    main()
