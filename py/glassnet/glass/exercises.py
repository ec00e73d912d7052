"""Checks a reader's answer with the exercise's own Python.

An exercise defines ``check(answer, run)``. It returns a comment on a right answer, or raises ``Wrong`` with the
computed and the expected value. ``answer`` is the number of the chosen option (from 1), the reader's functions and
values by name, or None. ``run`` is the run on the page: ``choices``, ``X``, ``y``, ``network``, ``epoch`` and
``predictions``. An exercise imports nothing; ``names`` lists what it may use.
"""

from __future__ import annotations

import linecache
from types import SimpleNamespace
from typing import Any

import numpy as np

import glassnet
from glassnet import checks
from glassnet.programs.problems import file_of
from glassnet.programs.written import WrittenProgram, program
from glassnet.tables.activations import ACTIVATIONS
from glassnet.tables.initializers import INITIALIZERS
from glassnet.tables.losses import LOSSES

MOST_CHARACTERS = 20_000


class Wrong(Exception):
    """A wrong answer; the message says what was computed and what was expected.

    For a wrong option, it says why, but not which one is right, so that the reader can guess again.
    """


def names() -> dict[str, Any]:
    """The names that an exercise and the reader's text may use without an import.

    These are the tutorial's nine functions, ``np``, ``glassnet.program`` for other programs, the tables, and functions
    of this module.
    """
    package = {name: getattr(glassnet, name) for name in glassnet.__all__}
    tables = {"ACTIVATIONS": ACTIVATIONS, "LOSSES": LOSSES, "INITIALIZERS": INITIALIZERS}
    own = {"Wrong": Wrong, "close": close, "with_answer": with_answer, "losses_of": losses_of}
    return {**package, **tables, **own, "__name__": "exercise"}


def with_answer(answer: SimpleNamespace, **chosen: Any) -> WrittenProgram:
    """The program of some choices, with its functions replaced by those of an answer."""
    made = program(**chosen)
    made.names.update(vars(answer))
    return made


def losses_of(made: Any, network: Any, X: Any, y: Any, epochs: int, learning_rate: float) -> list[float]:
    """Trains a network in place with a program's functions; returns the loss of each epoch, before its update."""
    losses = []
    for _ in range(epochs):
        y_pred, cache = made.forward_propagation(network, X)
        losses.append(float(made.compute_loss(y, y_pred)))
        network.update(made.update_parameters(network, made.backward_propagation(network, cache, X, y), learning_rate))
    return losses


def close(some: Any, others: Any) -> bool:
    """Whether two arrays have the same shape and differ only by rounding."""
    some, others = np.asarray(some, dtype=float), np.asarray(others, dtype=float)
    return some.shape == others.shape and bool(np.allclose(some, others, rtol=1e-9, atol=1e-12))


def check(checking: str, option: int | None, text: str | None, run: SimpleNamespace) -> dict[str, Any]:
    """Checks an answer: gives ``right`` and ``words`` for the reader.

    Raises what the reader's text raises. Restores NumPy's random state.
    """
    random = np.random.get_state()
    try:
        answer: Any = option if text is None else functions_of(text)
        namespace = names()
        exec(compile(checking, "<exercise>", "exec"), namespace)
        return {"right": True, "words": str(namespace["check"](answer, run))}
    except Wrong as wrong:
        return {"right": False, "words": str(wrong)}
    finally:
        np.random.set_state(random)


def functions_of(text: str) -> SimpleNamespace:
    """The functions and values that the reader's text defines, by name."""
    if not isinstance(text, str) or len(text) > MOST_CHARACTERS:
        raise ValueError(f"{checks.short(text)} came; expected a text of at most {MOST_CHARACTERS:,} characters")
    file = file_of("the exercise")
    linecache.cache[file] = (len(text), None, text.splitlines(keepends=True), file)
    before = names()
    after = dict(before)
    exec(compile(text, file, "exec"), after)
    return SimpleNamespace(**{name: value for name, value in after.items() if value is not before.get(name, after)})
