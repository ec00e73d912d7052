"""Compiles ahead what the reader may do next, on a copy of the run: the first drag is seen as soon as any other.

Tracing an epoch and compiling it takes longer than a drag may. It is done once for each form of the program: the
present one, and those with a few hidden neurons more.
"""

from __future__ import annotations

from contextlib import redirect_stdout
from io import StringIO
from typing import Any

from glassnet.run import Run

MOST_NUMBERS = 20_000  # of the inputs: the page waits for whatever is done ahead
MOST_NEURONS = 8
SLICE_MS = 30


def compile_ahead(run: Run, machine: Any, more: int) -> None:
    """Trains a copy of a run for a slice, with so many hidden neurons more, and computes its pictures; changes nothing.

    Nothing is done where the reader's own functions run, or where it may take long.
    """
    hidden = run.choices["hidden"]
    if run.versions or run.X.size > MOST_NUMBERS or (more and (len(hidden) != 1 or hidden[0] + more > MOST_NEURONS)):
        return
    frozen = [] if more else run.frozen
    with redirect_stdout(StringIO()):
        copy = Run(run.choices | {"hidden": [size + more for size in hidden]}, own=run.own, frozen=frozen)
        losses, _ = copy.train(SLICE_MS, run.choices["epochs"], machine=machine)
        copy.frame(losses, {name: wish for name, wish in run.wishes.items() if name != "printed"})
