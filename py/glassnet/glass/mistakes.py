"""Recognises common mistakes in backpropagation by the gradients that they give.

Each mistake is a change of the written ``backward_propagation``: a factor is dropped, a name is exchanged. To add one,
let
``changes`` yield its words and what it replaces in that text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any, NamedTuple

import numpy as np

from glassnet.checks import Network
from glassnet.programs.running import Program
from glassnet.programs.writing import Writer
from glassnet.tables.activations import Activation
from glassnet.tables.losses import LOSSES

STEP = 1e-5


class Mistake(NamedTuple):
    """A mistake in words, and the gradients that it gives."""

    words: str
    gradients: Mapping[str, np.ndarray]


class Change(NamedTuple):
    """A mistake in words, and what it replaces in the text of ``backward_propagation``."""

    words: str
    replaced: dict[str, str]


class Written:
    """The original forward and backward propagation for some choices, with a program's own functions."""

    def __init__(self, program: Program, chosen: Mapping[str, Any]) -> None:
        self.writer = Writer({**chosen, "clip": 0.0, "dropout": 0.0})
        self.text = self.writer.backward_propagation()
        derivatives = {kind.derivative.__name__: kind.derivative for kind in self.writer.kinds}
        self.names = derivatives | program.names  # the program may have cancelled it out
        exec(self.writer.forward_propagation(), self.names)

    def cache(self, network: Network, X: np.ndarray) -> tuple[np.ndarray, ...]:
        """The sums and activations ``z1, a1, z2, a2, ...``: (rows, neurons) each."""
        cache: tuple[np.ndarray, ...] = self.names["forward_propagation"](network, X)[1]
        return cache

    def gradients(self, text: str, network: Network, X: np.ndarray, y: np.ndarray) -> Mapping[str, np.ndarray]:
        """The gradients that a text of ``backward_propagation`` gives."""
        names = dict(self.names)
        exec(text, names)
        gradients: Mapping[str, np.ndarray] = names["backward_propagation"](network, self.cache(network, X), X, y)
        return gradients

    def mistakes(self, network: Network, X: np.ndarray, y: np.ndarray) -> Iterator[Mistake]:
        """The gradients of common mistakes. The first are those of the original text, without words."""
        yield Mistake("", self.gradients(self.text, network, X, y))
        for change in changes(self.writer):
            text = self.text
            for old, new in change.replaced.items():
                text = text.replace(old, new)
            if text == self.text:
                continue
            with suppress(ValueError):  # a mistake that does not run at these sizes cannot have been made
                gradients = self.gradients(text, network, X, y)
                if all(gradients[f"d{name}"].shape == array.shape for name, array in network.items()):
                    yield Mistake(change.words, gradients)


def changes(writer: Writer) -> Iterator[Change]:
    """The common mistakes in a program's backpropagation."""
    yield from output_changes(writer)
    forgotten: dict[str, str] = {}
    for n in writer.layers[:-1]:
        for change in factor_changes(writer, n):
            forgotten |= change.replaced if "missing" in change.words else {}
            yield change
        yield from product_changes(writer, n)
    if len(forgotten) > 1:
        yield Change("the derivatives of the activations are missing", forgotten)
    yield from penalty_changes(writer)


def output_changes(writer: Writer) -> Iterator[Change]:
    """The output activation's derivative is missing, or present although it has cancelled out."""
    loss, output = writer.measure, writer.chosen["output"]
    through = writer.through(writer.depth, "output_error")
    factor = through.removeprefix("output_error * ")
    if output in loss.joint:
        [line] = [line for line in writer.output_layer_error().splitlines() if "output_delta = " in line][:1]
        error = line.split(" = ")[1]
        counted = writer.through(writer.depth, f"({error})")
        yield Change(
            f"{factor} must not be there: it cancels out with {loss.label.lower()}",
            {line: line.replace(error, counted)},
        )
        return
    others = [entry.label.lower() for entry in LOSSES.values() if entry.joint.get(output) is loss.derivative]
    right = f" (right for {others[0]}, where it cancels out, but not for {loss.label.lower()})" if others else ""
    yield Change(f"the factor {factor} is missing{right}", {f"= {through}\n": "= output_error\n"})


def factor_changes(writer: Writer, n: int) -> Iterator[Change]:
    """Hidden layer ``n``'s activation derivative is missing, or gets the wrong argument."""
    derivative, reads = writer.kinds[n - 1].derivative, writer.kinds[n - 1].reads
    if reads == "error":
        return
    error, name, other = f"{writer.called[n - 1]}_error", derivative.__name__, "z" if reads == "a" else "a"
    whole = writer.through(n, error)
    yield Change(f"the factor {name}({reads}{n}) is missing", {f"= {whole}\n": f"= {error}\n"})
    words = f"{name} was given {other}{n}; it expects {reads}{n}"
    yield Change(words, {f"= {whole}\n": f"= {error} * {name}({other}{n})\n"})


def product_changes(writer: Writer, n: int) -> Iterator[Change]:
    """A product between hidden layer ``n`` and the next has a wrong operand."""
    one, above = writer.called[n - 1], writer.called[n]
    product = f"np.dot({above}_delta, W{n + 1}.T)"
    yield Change(f"W{n + 1} must be transposed in {one}_error", {product: f"np.dot({above}_delta, W{n + 1})"})
    if f"{above}_error = " in writer.backward_propagation():
        words = f"{one}_error was computed from {above}_error; it needs {above}_delta"
        yield Change(words, {product: product.replace("_delta", "_error")})
    for wrong in (writer.inputs(n), f"z{n}"):
        words = f"dW{n + 1} was computed from {wrong}; it needs a{n}"
        yield Change(words, {f"dW{n + 1} = np.dot(a{n}.T": f"dW{n + 1} = np.dot({wrong}.T"})


def penalty_changes(writer: Writer) -> Iterator[Change]:
    """L1 or L2 is missing, or counted for one row only."""
    used = penalties_of(writer)
    for name in used:
        pulls = [line for line in writer.penalties().splitlines(keepends=True) if f"{name} *" in line]
        yield Change(f"{name.upper()} is missing", dict.fromkeys(pulls, ""))
    if used:
        words = f"{' and '.join(map(str.upper, used))} must be multiplied by len(X), because the rows are summed"
        yield Change(words, {"-= len(X) * l": "-= l"})


def penalties_of(writer: Writer) -> list[str]:
    """Those of ``l1`` and ``l2`` that are part of the gradients."""
    return [name for name in ("l1", "l2") if f"{name} = " in writer.penalties()]


def wrong_slopes(program: Program, kinds: list[Activation]) -> Iterator[str]:
    """A sentence for each activation whose derivative, by the program's own functions, is not its slope."""
    z = np.linspace(-1.9, 2.0, 14)[:, np.newaxis]
    for kind in dict.fromkeys(kinds):
        name, derivative_name = kind.function.__name__, kind.derivative.__name__
        if kind.reads == "error" or derivative_name not in program.names:
            continue
        function, derivative = program.names[name], program.names[derivative_name]
        slopes = (function(z + STEP) - function(z - STEP)) / (2 * STEP)
        arguments = {"z": z, "a": function(z)}
        found = derivative(arguments.pop(kind.reads))
        apart = np.abs(found - slopes)
        if apart.max() <= 1e-6:
            continue
        [(other, argument)] = arguments.items()
        worst = int(apart.argmax())
        yield f"{derivative_name} is not the slope of {name}: " + (
            f"it gets {kind.reads}, and expects {other}."
            if np.allclose(derivative(argument), slopes, atol=1e-6)
            else f"at z = {z[worst, 0]:.1f} it gives {found[worst, 0]:.4g}, and the slope is {slopes[worst, 0]:.4g}."
        )
