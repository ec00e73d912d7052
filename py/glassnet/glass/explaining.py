"""How the arrays of an epoch come about: for each line that makes one, its name and what it is made of.

To explain a line, give it a line in ``LINES``, by its text in ``network.py`` or ``training.py``. A line that a reader
has changed is not found there: what it makes is shown all the same, and not explained.

Names go with the layer: ``z1``, ``a1``, ``W1``. In the templates ``{l}`` is the layer of the line, ``{below}`` what
this layer reads (``X``, or the ``a`` of the one below), ``{m}`` the layer below, and ``{last}`` the output layer.

The kinds of explanation, as the page gets them:

- ``product``: ``left @ right``, either transposed or not, and a row of biases ``plus``;
- ``rows``: the rows of ``of``, added up;
- ``parts``: arrays of one shape, joined cell by cell by the ``sign``;
- ``applied``: a ``function`` of arrays, cell by cell or, with ``together``, row by row;
  ``text`` where it is no plain call;
- ``mean``: the mean of what the ``function`` gives for each of the ``rows``;
- ``step``: what was ``before``, and the optimizer's step, made of ``rate`` and ``gradient``; where ``TERMS`` knows it,
  by way of its ``terms``, and of what it has ``kept`` from the step before.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import numpy as np

from glassnet.tables.activations import ACTIVATIONS
from glassnet.tables.losses import LOSSES

Explanation = dict[str, Any]

MOST_LOSSES = 64  # so many rows' own losses are worked out


class Moment(NamedTuple):
    """A line that has just run: what the function's names stand for, which layer it is at, and the arrays until now."""

    variables: Mapping[str, Any]
    layers: dict[str, Any]
    values: Mapping[str, np.ndarray]

    def name(self, template: str) -> str:
        """The name of an array in this layer."""
        return template.format(**self.layers)


class Line(NamedTuple):
    """What a line makes, and how."""

    makes: str
    explain: Callable[[Moment], Explanation]


def layers_at(variables: Mapping[str, Any], depth: int) -> dict[str, Any]:
    """The layer that a function is at, from its own variables: ``W`` on the way forward, ``n`` on the way back."""
    W, n = variables.get("W"), variables.get("n")
    layer = n + 1 if isinstance(n, int) else int(W[1:]) if isinstance(W, str) and W[1:].isdigit() else depth
    below = "X" if layer == 1 else f"a{layer - 1}"
    return {"l": layer, "m": layer - 1, "below": below, "last": depth}


def product(left: str, right: str, plus: str | None = None) -> Callable[[Moment], Explanation]:
    """A matrix product; ``.T`` behind a name transposes it."""

    def explain(at: Moment) -> Explanation:
        return {
            "kind": "product",
            "left": at.name(left.removesuffix(".T")),
            "right": at.name(right.removesuffix(".T")),
            "left_transposed": left.endswith(".T"),
            "right_transposed": right.endswith(".T"),
            "plus": plus and at.name(plus),
        }

    return explain


def rows_added(of: str) -> Callable[[Moment], Explanation]:
    """All rows of an array, added up."""
    return lambda at: {"kind": "rows", "of": at.name(of)}


def applied(function: Callable[[Moment], Any], *of: str, together: bool = False) -> Callable[[Moment], Explanation]:
    """A function of one or more arrays, as a line of code calls it."""

    def explain(at: Moment) -> Explanation:
        called = function(at)
        names = [at.name(one) for one in of]
        by_row = together or called is ACTIVATIONS["softmax"].function
        return {"kind": "applied", "function": name_of(called), "of": names, "together": by_row}

    return explain


def joined(sign: str, *parts: Callable[[Moment], Explanation]) -> Callable[[Moment], Explanation]:
    """Arrays of one shape, joined cell by cell."""
    return lambda at: {"kind": "parts", "sign": sign, "parts": [part(at) for part in parts]}


def worked_out(function: Callable[[Moment], Any], *of: str) -> Callable[[Moment], Explanation]:
    """A part that a line works out on its way, by a function of known arrays."""

    def part(at: Moment) -> Explanation:
        names, called = [at.name(one) for one in of], function(at)
        values = called(*(at.values[name] for name in names))
        return {"text": f"{name_of(called)}({', '.join(names)})", "of": names, "values": np.array(values)}

    return part


def until_now(made: str) -> Callable[[Moment], Explanation]:
    """A part that is the array itself, as the line before has left it."""

    def part(at: Moment) -> Explanation:
        name = at.name(made)
        return {"text": name, "of": [name], "values": at.values[name]}

    return part


def rows_of_the_batch(at: Moment) -> Explanation:
    """A part that is one number: by how many rows the sum is divided."""
    rows = len(at.variables["X"])
    return {"text": str(rows), "of": [], "values": np.full(at.variables["delta"].shape, float(rows))}


def mean_of_rows(at: Moment) -> Explanation:
    """The loss: its function, and what that says of each row alone."""
    function, y, a = loss_of(at).function, at.variables["y_true"], at.variables["y_pred"]
    alone = [float(function(y[row : row + 1], a[row : row + 1])) for row in range(min(len(y), MOST_LOSSES))]
    predictions = at.name("a{last}")
    of = ["y", predictions if np.array_equal(at.values.get(predictions, ()), a) else "y_pred"]
    return {"kind": "mean", "function": name_of(function), "of": of, "rows": np.array(alone)}


def error_through(at: Moment) -> Explanation:
    """The loss's derivative, through an activation whose outputs hang together."""
    y, a = "y", at.name("a{last}")
    slope = name_of(loss_of(at).derivative)
    explanation = applied(slope_of, a, y, together=True)(at)
    return explanation | {"text": f"{explanation['function']}({a}, {slope}({y}, {a}))"}


def name_of(function: Any) -> str:
    """What a function is called, where it is: with neurons left out it is another's method."""
    return getattr(function, "__name__", "function")


def loss_of(at: Moment) -> Any:
    """The loss that the line speaks of."""
    return LOSSES[at.variables["loss"]]


def slope_of(at: Moment) -> Any:
    """The derivative that the line calls."""
    return at.variables["derivative"]


LINES = {
    # forward
    "z = dot(a, network[W])": Line("z{l}", product("{below}", "W{l}")),
    "add_bias(z, network[b])": Line("z{l}", product("{below}", "W{l}", plus="b{l}")),
    "a = activate.function(z)": Line("a{l}", applied(lambda at: at.variables["activate"].function, "z{l}")),
    # loss
    "return LOSSES[loss].function(y_true, y_pred)": Line("loss", mean_of_rows),
    # the output's error
    "return measure.joint[output_activation](y, a)": Line(
        "delta{last}", applied(lambda at: loss_of(at).joint[at.variables["output_activation"]], "y", "a{last}")
    ),
    "return measure.derivative(y, a) * derivative(a)": Line(
        "delta{last}",
        joined(
            "*",
            worked_out(lambda at: loss_of(at).derivative, "y", "a{last}"),
            worked_out(slope_of, "a{last}"),
        ),
    ),
    "return measure.derivative(y, a) * derivative(cache[-2])": Line(
        "delta{last}",
        joined(
            "*",
            worked_out(lambda at: loss_of(at).derivative, "y", "a{last}"),
            worked_out(slope_of, "z{last}"),
        ),
    ),
    "return derivative(a, measure.derivative(y, a))": Line("delta{last}", error_through),
    # backward
    "delta = delta / X.shape[-2]": Line("delta{last}", joined("/", until_now("delta{last}"), rows_of_the_batch)),
    "dot(inputs.mT, delta, gradients[dW])": Line("dW{l}", product("{below}.T", "delta{l}")),
    "np.add.reduce(delta, axis=-2, keepdims=True, out=gradients[db])": Line("db{l}", rows_added("delta{l}")),
    "delta = dot(delta, network[W].mT)": Line("delta{m}", product("delta{l}", "W{l}.T")),
    "delta *= derivative(inputs)": Line(
        "delta{m}",
        joined("*", until_now("delta{m}"), worked_out(slope_of, "a{m}")),
    ),
    "delta *= derivative(cache[2 * n - 2])": Line(
        "delta{m}",
        joined("*", until_now("delta{m}"), worked_out(slope_of, "z{m}")),
    ),
    "delta = derivative(inputs, delta)": Line("delta{m}", applied(slope_of, "a{m}", "delta{m}", together=True)),
}


# One line changes all parameters: they lie end to end in one array while a network is trained.
UPDATE = 'parameter += step(gradients["d" + name], learning_rate, memories.setdefault(name, {}))'


ADAM = {
    "mean": "0.9 * mean_before + 0.1 * gradient",
    "squares": "0.999 * squares_before + 0.001 * gradient**2",
    "corrected_mean": "mean / (1 - 0.9**{steps})",
    "corrected_squares": "squares / (1 - 0.999**{steps})",
    "step": "rate * corrected_mean / (sqrt(corrected_squares) + 0.00000001)",
}

# What an optimizer works out on its way, each term from those above it; the last one is the step. ``_before`` is what
# it has kept from the step before, ``{steps}`` how many there were. A test holds them against the optimizers; of one
# that is not here, the step is shown as one number.
TERMS = {
    "momentum": {"velocity": "0.9 * velocity_before + rate * gradient"},
    "nesterov": {
        "velocity": "0.9 * velocity_before + rate * gradient",
        "step": "0.9 * velocity + rate * gradient",
    },
    "adagrad": {
        "squares": "squares_before + gradient**2",
        "step": "rate * gradient / (sqrt(squares) + 0.00000001)",
    },
    "rmsprop": {
        "squares": "0.9 * squares_before + 0.1 * gradient**2",
        "step": "rate * gradient / (sqrt(squares) + 0.00000001)",
    },
    "adam": ADAM,
    "adamw": ADAM,
}


def kept_by(optimizer: str) -> list[str]:
    """What the terms of an optimizer call that which it has kept from the step before."""
    return [f"{name}_before" for name in TERMS.get(optimizer, {}) if f"{name}_before" in str(TERMS[optimizer])]


def step(
    before: np.ndarray, gradient: np.ndarray, name: str, optimizer: str, rate: float, memory: Mapping[str, np.ndarray]
) -> Explanation:
    """What a step has added to a parameter; ``memory`` is what the optimizer had kept of it, empty at first."""
    steps = int(memory.get("steps", np.zeros(1))[0]) + 1
    kept = {known: memory.get(known.removesuffix("_before"), np.zeros(before.shape)) for known in kept_by(optimizer)}
    numbers: dict[str, Any] = {"rate": rate, "gradient": gradient, "sqrt": np.sqrt, **kept}
    terms = []
    for term, text in TERMS.get(optimizer, {}).items():
        filled = text.format(steps=steps)
        numbers[term] = eval(filled, {"__builtins__": {}}, numbers)  # our own text, from above
        terms.append({"name": term, "text": filled, "values": numbers[term]})
    explanation = {"kind": "step", "before": before, "gradient": name, "optimizer": optimizer, "rate": rate}
    return {**explanation, "kept": kept, "terms": terms}
