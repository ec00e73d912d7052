"""A trial of the reader's version of a function, before the run that is going on gets to see it.

The version trains a network of its own for one epoch on the run's data, and its results are checked. What then raises
is told in plain words, and the run goes on as before.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import islice
from typing import Any

import numpy as np

from glassnet import checks
from glassnet.programs.printing import printed
from glassnet.programs.problems import Unusable, described
from glassnet.programs.running import defined, sizes_of, without_training

FEW_EPOCHS = 2


def told(work: Callable[[], Any]) -> dict[str, Any]:
    """What work with the reader's code came to: its ``answer``, or the ``problem`` with it; and what it ``printed``."""
    answer, problem = None, None
    try:
        answer = work()
    except BaseException as error:  # whatever a reader's code may raise
        problem = described(error)
    return {"answer": answer, "problem": problem, "printed": printed.taken()}


@np.errstate(all="ignore")
def try_out(run: Any) -> None:
    """One step at a time with every check, then one epoch as the page trains it. ``run`` is one of its own.

    Raises what a version raises, and ``Unusable`` for what the program cannot use.
    """
    program, network, X, y = run.program, run.network, run.X, run.y
    try_activations(program, X @ network["W1"])
    pair = program.forward_propagation(network, X)
    if not isinstance(pair, tuple) or len(pair) != 2:
        raise Unusable(f"forward_propagation gave {in_words(pair)}; expected the predictions and the cache.")
    y_pred, cache = pair
    expect_numbers("The predictions of forward_propagation are", y_pred, y.shape, "as the targets have")
    if any(part.name == "backward_propagation" and part.name not in program.versions for part in program.parts):
        try_cache(cache)
    expect_numbers("compute_loss gave", program.compute_loss(y, y_pred), ())
    gradients = program.backward_propagation(network, cache, X, y)
    if "update_parameters" not in program.versions:
        try_gradients(gradients, network)
    expect_numbers("predict gave", program.predict(network, X), y.shape, "as the targets have")
    run.train(1, run.epoch + 1)
    run.frame([], {})


def remark_on(run: Any) -> str:
    """What the reader must know of the versions that run: lines left out, a loop that the page ends; or nothing."""
    versions, remark = run.program.versions.values(), ""
    for text in versions:
        if (kept := without_training(text)) != text:
            line = kept.count("\n") + 1
            remark = f"Its end, from line {line} on, is left out: the page trains with the data of step 10. "
    if not any("train_network" in defined(text) for text in versions):
        return remark
    sizes = sizes_of(run.X.shape[1], run.choices["hidden"], run.y.shape[1])
    training = run.program.training(run.X, run.y, sizes, FEW_EPOCHS, run.choices["rate"])
    if training.goes_on:
        return f"{remark}The page does not run what stands after the loop, an exported file does."
    if training.endless or len(list(islice(training, FEW_EPOCHS + 1))) <= FEW_EPOCHS:
        return remark
    ends = "The page ends it after that number at the latest, an exported file does not."
    return f"{remark}Its loop does not heed epochs. {ends}"


def try_activations(program: Any, z: np.ndarray) -> None:
    """A reader's sigmoid and its derivative answer number by number; the derivative is asked about activations."""
    for name, values in (("sigmoid", z), ("sigmoid_derivative", 1 / (1 + np.exp(-z)))):
        if name in program.names and "<your version of" in code_file(program.names[name]):
            expect_numbers(f"{name} gave", program.names[name](values), z.shape, "as its input has")


def code_file(function: Any) -> str:
    """The file that a function was compiled from."""
    return str(getattr(getattr(function, "__code__", None), "co_filename", "<your version of"))


def try_cache(cache: Any) -> None:
    """The program's own backward propagation takes the cache apart: z1, a1, z2, a2 and so on."""
    if isinstance(cache, (tuple, list)):
        return
    raise Unusable(
        f"The cache of forward_propagation is {in_words(cache)}; expected a tuple, which backward_propagation takes "
        "apart. If yours takes another one, write it below forward_propagation, in the same text."
    )


def try_gradients(gradients: Any, network: Mapping[str, np.ndarray]) -> None:
    """The program's own update needs a gradient for each parameter, in its shape."""
    if not isinstance(gradients, Mapping):
        raise Unusable(f"backward_propagation gave {in_words(gradients)}; expected a dict of gradients: dW1, db1, ...")
    for name, array in network.items():
        if "d" + name not in gradients:
            raise Unusable(f"backward_propagation gave no d{name}; expected a gradient for each parameter.")
        expect_numbers(f"backward_propagation gave d{name} as", gradients["d" + name], array.shape, f"as {name} has")


def expect_numbers(what: str, value: Any, shape: tuple[int, ...], why: str = "") -> None:
    """A value is a plain array of real numbers in this shape; for (), it is one number."""
    if (is_plain(value) and value.dtype.kind in "biuf" and value.shape == shape) or (
        not shape and isinstance(value, (int, float, np.number))
    ):
        return
    array = "a plain array of real numbers" if np.shape(value) == shape else "an array"
    expected = f"{array} of shape {shape}, {why}" if shape else "one number"
    raise Unusable(f"{what} {in_words(value)}; expected {expected}.")


def is_plain(value: Any) -> bool:
    """Whether a value is an array, and none that calculates in its own way, as matrices and masked arrays do."""
    return type(value) is np.ndarray


def in_words(value: Any) -> str:
    """What a function of the reader's gave."""
    if value is None:
        return "None (does it end without a return?)"
    if is_plain(value):
        kind = "" if value.dtype.kind in "biuf" else f" ({value.dtype})"
        return f"an array{kind} of shape {value.shape}"
    kind = type(value).__name__
    return f"{checks.short(value)} ({'an' if kind[0] in 'aeiou' else 'a'} {kind})"
