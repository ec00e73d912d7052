"""Checks what a reader gives for an exercise, by the Python that the exercise brings along.

That Python defines ``check(answer, run)``: it gives back what to say to a right answer, or raises ``Wrong`` with what
was computed and what was expected. ``answer`` is the number of the option that was chosen, counted from 1, or the
functions of the reader's text by their names, or None. ``run`` is the run on the page: ``choices``, ``X``, ``y``,
``network``, ``epoch`` and ``predictions``. The names of the package, NumPy and ``Wrong`` are there without an import.
"""

from __future__ import annotations

import linecache
from types import SimpleNamespace
from typing import Any

import numpy as np

import glassnet
from glassnet import checks
from glassnet.programs.problems import file_of
from glassnet.random_numbers import RandomNumbers
from glassnet.tables.activations import ACTIVATIONS
from glassnet.tables.initializers import INITIALIZERS
from glassnet.tables.losses import LOSSES
from glassnet.training import training_epochs

MOST_CHARACTERS = 20_000


class Wrong(Exception):
    """An answer that is not right; the message says what was computed, and what was expected.

    To a wrong guess it says why that cannot be, and not what is right: there is another guess to make.
    """


def names() -> dict[str, Any]:
    """What an exercise, and the reader's text, may use without an import."""
    package = {name: getattr(glassnet, name) for name in glassnet.__all__}
    tables = {"ACTIVATIONS": ACTIVATIONS, "LOSSES": LOSSES, "INITIALIZERS": INITIALIZERS}
    others = {"training_epochs": training_epochs, "RandomNumbers": RandomNumbers, "Wrong": Wrong, "close": close}
    return {**package, **tables, **others, "__name__": "exercise"}


def close(some: Any, others: Any) -> bool:
    """Whether two arrays of numbers have one shape and differ by no more than rounding."""
    some, others = np.asarray(some, dtype=float), np.asarray(others, dtype=float)
    return some.shape == others.shape and bool(np.allclose(some, others, rtol=1e-9, atol=1e-12))


def check(checking: str, option: int | None, text: str | None, run: SimpleNamespace) -> dict[str, Any]:
    """Whether an answer is ``right``, and the ``words`` to say to it; raises what the reader's text raises."""
    answer: Any = option if text is None else functions_of(text)
    namespace = names()
    exec(compile(checking, "<exercise>", "exec"), namespace)
    try:
        return {"right": True, "words": str(namespace["check"](answer, run))}
    except Wrong as wrong:
        return {"right": False, "words": str(wrong)}


def functions_of(text: str) -> SimpleNamespace:
    """What a reader's text defines, by name."""
    if not isinstance(text, str) or len(text) > MOST_CHARACTERS:
        raise ValueError(f"{checks.short(text)} came; expected a text of at most {MOST_CHARACTERS:,} characters")
    file = file_of("the exercise")
    linecache.cache[file] = (len(text), None, text.splitlines(keepends=True), file)
    before = names()
    after = dict(before)
    exec(compile(text, file, "exec"), after)
    return SimpleNamespace(**{name: value for name, value in after.items() if value is not before.get(name, after)})
