"""NumPy's faster calls give the same bits in the browser, too."""

from pathlib import Path
from typing import Any

from lab import Lab
from probe import ask, serve_changed

LINES = """
from glassnet.run import Run
from glassnet.tables.activations import ACTIVATIONS
from glassnet.tables.losses import LOSSES
others = []
chosen = [{"activation": name, "hidden": [3, 2]} for name in ACTIVATIONS] + [{"loss": name} for name in LOSSES]
chosen += [{"dataset": "spirals", "points": 500, "hidden": [8, 8], "optimizer": "adam", "batch": 32, "dropout": 0.2}]
for one in chosen:
    fast, plain = Run(one), Run(one, fast=False)
    (some, _), (same, _) = fast.train(1e9, 20), plain.train(1e9, 20)
    bits = [array.tobytes() == plain.network[name].tobytes() for name, array in fast.network.items()]
    if some.tobytes() != same.tobytes() or not all(bits):
        others.append(str(one))
return others
"""


def test_the_faster_calls_train_to_the_same_bits(newcomer: Lab, context: Any, dist: Path) -> None:
    serve_changed(context, dist)
    newcomer.open()
    [worker] = newcomer.page.workers
    assert ask(worker, LINES) == {"answer": []}
