"""Writes an exercise as a program: the tutorial's text, with the lines that the choices change.

``write`` gives one complete file that needs only NumPy. For the tutorial's choices, it is the tutorial's program, to
the letter. Formulas come from the functions of ``tables``; this file only places them.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from glassnet import tutorial
from glassnet.checks import LABEL
from glassnet.data import curves, datasets, points
from glassnet.data.data import Data
from glassnet.data.datasets import data_of
from glassnet.programs.data_lines import data_text, in_own_units
from glassnet.programs.sources import called, expression_of, named_in, number, source_of, texts
from glassnet.tables import activations, initializers, losses, optimizers, schedules
from glassnet.tables.activations import ACTIVATIONS, Activation
from glassnet.tables.initializers import INITIALIZERS
from glassnet.tables.losses import LOSSES
from glassnet.tables.optimizers import OPTIMIZERS
from glassnet.tables.schedules import SCHEDULES

WIDEST = 100  # characters in a line that is assembled here
END = "program"  # the name of the last part


# The modules whose functions are copied into programs.
TABLES = [activations, losses, optimizers, initializers, schedules, points, curves, datasets, tutorial]


class Part(NamedTuple):
    """A piece of the program: its step (1 to 9 are the tutorial's, 10 is the end), its function's name, its text."""

    step: int
    name: str
    text: str


def write(chosen: Mapping[str, Any], own: Any = None, frozen: Sequence[str] = ()) -> str:
    """The program of these checked choices, as one file (tutorial, steps 1 to 9).

    ``own`` is the reader's own data (``reading.own_from``), ``frozen`` the labels of parameters that training leaves as
    they are, such as ``W1[0,1]``. Raises ``ValueError`` for data that cannot be read.
    """
    return joined(parts(chosen, own, frozen))


def joined(pieces: Iterable[Part]) -> str:
    """Joins parts into one file, with an empty line between them."""
    return "\n".join(piece.text.rstrip() + "\n" for piece in pieces)


def parts(chosen: Mapping[str, Any], own: Any = None, frozen: Sequence[str] = ()) -> list[Part]:
    """The parts of the program of these checked choices, in the tutorial's order."""
    return parts_with(chosen, data_of(chosen, own), frozen)


def parts_with(chosen: Mapping[str, Any], data: Data, frozen: Sequence[str] = ()) -> list[Part]:
    """The same for data that is there."""
    writer = Writer(chosen, frozen)
    helpers = {step: list(texts(functions)) for step, functions in writer.helpers().items()}
    return [
        Part(1, "import", "import numpy as np\n"),
        Part(2, "initialize_network", writer.initialize_network()),
        *(Part(3, name, text) for name, text in helpers[3]),
        Part(4, "forward_propagation", writer.forward_propagation()),
        Part(5, "compute_loss", source_of(writer.measure.function, "compute_loss")),
        *(Part(5, name, text) for name, text in helpers[5]),
        Part(6, "backward_propagation", writer.backward_propagation()),
        *(Part(7, name, text) for name, text in helpers[7]),
        Part(7, "update_parameters", writer.update_parameters()),
        Part(8, "train_network", writer.train_network()),
        Part(9, "predict", source_of(tutorial.predict)),
        Part(10, END, data_text(chosen, data) + writer.end(data)),
    ]


def activations_of(chosen: Mapping[str, Any]) -> list[Activation]:
    """The activation of each layer, the output layer's last."""
    hidden, names = chosen["hidden"], chosen["activation"]
    names = [names] * len(hidden) if isinstance(names, str) else names[: len(hidden)]
    return [ACTIVATIONS[name] for name in (*names, chosen["output"])]


def in_brackets(head: str, items: Iterable[str], tail: str) -> str:
    """A line such as ``    cache = (z1, a1)``, or several lines if it is too wide."""
    items = list(items)
    line = f"{head}{', '.join(items)}{tail}\n"
    if len(line) <= WIDEST:
        return line
    indent = " " * (len(head) - len(head.lstrip()))
    whole = ", ".join(item.replace(" ", "\0") for item in items)
    inner = textwrap.fill(whole, WIDEST - 10, initial_indent=indent + "    ", subsequent_indent=indent + "    ")
    return f"{head}\n{inner}\n{indent}{tail}\n".replace("\0", " ")


class Writer:
    """Writes the functions of one network, layer by layer, in straight lines."""

    def __init__(self, chosen: Mapping[str, Any], frozen: Sequence[str] = ()) -> None:
        self.chosen = chosen
        hidden = list(chosen["hidden"])
        self.kinds = activations_of(chosen)
        self.depth = len(self.kinds)
        self.layers = range(1, self.depth + 1)
        self.several = len(hidden) > 1
        self.called = [f"hidden{n}" if self.several else "hidden" for n in self.layers[:-1]] + ["output"]
        self.measure = LOSSES[chosen["loss"]]
        self.optimizer = OPTIMIZERS[chosen["optimizer"]]
        step = expression_of(self.optimizer.step, "gradient", "learning_rate", "state")
        self.has_state = step is None or "state" in step
        self.masks = [f"mask{n}" for n in self.layers[:-1]] if chosen["dropout"] else []
        self.frozen = frozen_places(frozen)
        self.decay = chosen["l2"] if self.optimizer.decoupled else 0.0
        self.l2 = 0.0 if self.optimizer.decoupled else chosen["l2"]
        self.sizes = ["input_size", *(["hidden_size"] if hidden else []), "output_size"]
        self.of_layer = ["input_size", *self.hidden_sizes(len(hidden)), "output_size"]
        self.parameters = [f"{kind}{n}" for n in self.layers for kind in "Wb"]

    @staticmethod
    def hidden_sizes(count: int) -> list[str]:
        """The names of the hidden layers' sizes."""
        return ["hidden_size"] if count == 1 else [f"hidden_size[{n}]" for n in range(count)]

    def helpers(self) -> dict[int, list[Callable[..., Any]]]:
        """The table functions that the program calls, by step."""
        error = [] if self.chosen["output"] in self.measure.joint else [self.measure.derivative]
        activations = [part for kind in dict.fromkeys(self.kinds) for part in (kind.function, kind.derivative)]
        if not error and self.kinds[-1] not in self.kinds[:-1]:
            activations.remove(self.kinds[-1].derivative)  # it has cancelled out
        long = [one for one in error if expression_of(one) is None]
        step = self.optimizer.step
        inner = [step] if expression_of(step) is None else named_in(step)
        return {3: activations, 5: long, 7: inner}

    def place(self, n: int) -> str:
        """The name of layer ``n`` in comments; the input is layer 0."""
        if n == 0:
            return "input"
        return "output" if n == self.depth else f"hidden layer {n}" if self.several else "hidden"

    def layer(self, n: int) -> str:
        """The same name, ending in "layer"."""
        return self.place(n) if self.place(n).startswith("hidden layer") else f"{self.place(n)} layer"

    def unpacked(self) -> str:
        """The lines that unpack the parameters."""
        return "".join(f"    W{n}, b{n} = network['W{n}'], network['b{n}']\n" for n in self.layers)

    def cache(self) -> list[str]:
        """The names in the cache."""
        return [*(f"{kind}{n}" for n in self.layers for kind in "za"), *self.masks]

    def inputs(self, n: int) -> str:
        """The input of layer ``n``."""
        return "X" if n == 1 else f"a{n - 1}"

    def initialize_network(self) -> str:
        """Step 2."""
        draw = INITIALIZERS[self.chosen["initializer"]].function
        scale = self.chosen["scale"]
        times = "" if scale == 1 else f" * {number(scale)}"
        entries = ",\n".join(
            f"        'W{n}': {called(draw, 'np.random', inputs, neurons)}{times},\n"
            f"        'b{n}': np.zeros((1, {neurons}))"
            for n, inputs, neurons in zip(self.layers, self.of_layer, self.of_layer[1:], strict=False)
        )
        return (
            f"def initialize_network({', '.join(self.sizes)}):\n"
            f"    np.random.seed({self.chosen['seed']}) # For reproducibility\n"
            f"    network = {{\n{entries}\n    }}\n    return network\n"
        )

    def forward_propagation(self) -> str:
        """Step 4."""
        arguments = ["network", "X", *(f"{mask}=1" for mask in self.masks)]
        text = in_brackets("def forward_propagation(", arguments, "):") + self.unpacked() + "\n"
        for n in self.layers:
            inputs = self.inputs(n) + (f" * mask{n - 1}" if self.masks and n > 1 else "")
            text += f"    # {self.place(n - 1).capitalize()} to {self.layer(n)}\n"
            text += f"    z{n} = np.dot({inputs}, W{n}) + b{n}\n"
            text += f"    a{n} = {self.kinds[n - 1].function.__name__}(z{n})\n\n"
        return text + in_brackets("    cache = (", self.cache(), ")") + f"    return a{self.depth}, cache\n"

    def through(self, n: int, error: str) -> str:
        """The expression that takes a layer's error back through its activation."""
        name, reads = self.kinds[n - 1].derivative.__name__, self.kinds[n - 1].reads
        return f"{name}(a{n}, {error})" if reads == "error" else f"{error} * {name}({reads}{n})"

    def output_layer_error(self) -> str:
        """The lines that compute ``output_delta``."""
        a = f"a{self.depth}"
        joint = self.measure.joint.get(self.chosen["output"])
        text = "    # Output layer error\n"
        if joint:
            text += f"    output_delta = {called(joint, 'y', a)}\n"
        else:
            text += f"    output_error = {called(self.measure.derivative, 'y', a)}\n"
            text += f"    output_delta = {self.through(self.depth, 'output_error')}\n"
        if self.chosen["reduction"] == "mean":
            text += "    output_delta = output_delta / len(X) # Mean over the rows\n"
        return text + "\n"

    def backward_propagation(self) -> str:
        """Step 6."""
        text = "def backward_propagation(network, cache, X, y):\n" + self.unpacked()
        text += unpacking(self.cache(), "cache") + "\n" + self.output_layer_error()
        for n in range(self.depth - 1, 0, -1):
            one, above = self.called[n - 1], self.called[n]
            mask = f" * mask{n}" if self.masks else ""
            text += f"    # {self.layer(n).capitalize()} error\n"
            text += f"    {one}_error = np.dot({above}_delta, W{n + 1}.T){mask}\n"
            text += f"    {one}_delta = {self.through(n, f'{one}_error')}\n\n"
        for n in reversed(self.layers):
            delta, inputs = f"{self.called[n - 1]}_delta", self.inputs(n)
            inputs = f"({inputs} * mask{n - 1})" if self.masks and n > 1 else inputs
            text += f"    # Gradient for W{n} and b{n}\n    dW{n} = np.dot({inputs}.T, {delta})\n"
            text += f"    db{n} = np.sum({delta}, axis=0, keepdims=True)\n\n"
        text += self.penalties() + self.frozen_gradients()
        text += in_brackets("    gradients = {", [f"'d{name}': d{name}" for name in self.parameters], "}")
        return text + self.clipping() + "    return gradients\n"

    def penalties(self) -> str:
        """L1 and L2, which pull the weights towards 0, once for each row (Krogh and Hertz, 1992)."""
        text = ""
        times = "len(X) * " if self.chosen["reduction"] == "sum" else ""
        each = ", once for each row" if times else ""
        for name, strength, slope in (("l1", self.chosen["l1"], "np.sign(W{n})"), ("l2", self.l2, "W{n}")):
            if strength:
                text += f"    # {name.upper()} pulls every weight towards 0{each}\n    {name} = {number(strength)}\n"
                text += "".join(f"    dW{n} -= {times}{name} * {slope.format(n=n)}\n" for n in reversed(self.layers))
                text += "\n"
        return text

    def frozen_gradients(self) -> str:
        """Sets the gradients of frozen parameters to 0."""
        if not self.frozen:
            return ""
        lines = "".join(f"    d{name}[{where}] = 0\n" for name, where in self.frozen.items())
        return f"    # Frozen: no gradient here\n{lines}\n"

    def clipping(self) -> str:
        """Limits the length of all gradients together to ``clip`` (Pascanu et al., 2013, algorithm 1)."""
        if not self.chosen["clip"]:
            return ""
        return (
            "\n    # Clipping: limit the length of all gradients together\n"
            f"    clip = {number(self.chosen['clip'])}\n"
            "    length = np.sqrt(sum(np.sum(gradient ** 2) for gradient in gradients.values()))\n"
            "    scale = clip / np.maximum(length, clip)\n"
            "    gradients = {name: gradient * scale for name, gradient in gradients.items()}\n"
        )

    def update_parameters(self) -> str:
        """Step 7."""
        state = ", state" if self.has_state else ""
        text = f"def update_parameters(network, gradients, learning_rate{state}):\n"
        hold = self.frozen and (self.has_state or self.decay)  # these move parameters even if their gradient is 0
        if hold:
            text += "    before = {name: parameter.copy() for name, parameter in network.items()}\n\n"
        if self.decay:
            text += f"    # Weight decay\n    l2 = {number(self.decay)}\n"
            text += "".join(f"    network['W{n}'] -= learning_rate * l2 * network['W{n}']\n" for n in self.layers)
            text += "\n    # Adam\n"
        for name in self.parameters:
            step = called(self.optimizer.step, f"gradients['d{name}']", "learning_rate", f"state['{name}']")
            text += f"    network['{name}'] += {step}\n"
        if hold:
            text += "\n    # Frozen: these keep their values\n"
            text += "".join(
                f"    network['{name}'][{where}] = before['{name}'][{where}]\n" for name, where in self.frozen.items()
            )
        return text + "    return network\n"

    def train_network(self) -> str:
        """Step 8."""
        batch = self.chosen["batch"]
        sizes = ", ".join(self.sizes)
        text = f"def train_network(X, y, {sizes}, epochs, learning_rate):\n"
        text += f"    network = initialize_network({sizes})\n"
        text += "    state = {name: {} for name in network}\n" if self.has_state else ""
        text += f"    batch_size = {batch} # Rows per step\n" if batch else ""
        if self.masks:
            text += (
                f"    dropout = {number(self.chosen['dropout'])} # The share of hidden neurons that each step drops\n"
            )
        text += "    for epoch in range(epochs):\n"
        rate = "learning_rate"
        if self.chosen["schedule"] != "constant":
            rate = "rate"
            falling = called(SCHEDULES[self.chosen["schedule"]].function, "learning_rate", "epoch", "epochs")
            text += f"        # The learning rate of this epoch\n        rate = {falling}\n\n"
        if not batch:
            forward = self.forward("y_pred, cache", "X", "        ")
            return (
                text + forward + self.loss() + "\n" + self.step("X", "y", rate, "        ") + "\n    return network\n"
            )
        text += (
            "        # Shuffle the rows\n        order = np.random.permutation(len(X))\n"
            "        y_pred = np.zeros(y.shape)\n"
            "        for start in range(0, len(X), batch_size):\n"
            "            rows = order[start:start + batch_size]\n\n"
        )
        text += self.forward("y_pred[rows], cache", "X[rows]", "            ")
        return (
            text + self.step("X[rows]", "y[rows]", rate, "            ") + "\n" + self.loss() + "\n    return network\n"
        )

    def forward(self, made: str, X: str, indent: str) -> str:
        """The lines of forward propagation in training."""
        text, rows = "", "len(rows)" if X != "X" else "len(X)"
        if self.masks:
            text += f"{indent}# Dropout: leave out some neurons and scale up the others\n"
            for mask, size in zip(self.masks, self.of_layer[1:], strict=False):
                text += f"{indent}{mask} = (np.random.rand({rows}, {size}) >= dropout) / (1 - dropout)\n"
            text += "\n"
        text += f"{indent}# Forward propagation\n"
        return text + in_brackets(f"{indent}{made} = forward_propagation(", ["network", X, *self.masks], ")") + "\n"

    @staticmethod
    def loss() -> str:
        """The lines that compute and print the loss."""
        return (
            "        # Compute loss\n        loss = compute_loss(y, y_pred)\n        if epoch % 100 == 0:\n"
            "            print(f'Epoch {epoch}, Loss: {loss}')\n"
        )

    def step(self, X: str, y: str, rate: str, indent: str) -> str:
        """The lines of backward propagation and of the update in training."""
        state = ", state" if self.has_state else ""
        return (
            f"{indent}# Backward propagation\n"
            f"{indent}gradients = backward_propagation(network, cache, {X}, {y})\n\n"
            f"{indent}# Update parameters\n"
            f"{indent}network = update_parameters(network, gradients, {rate}{state})\n"
        )

    def end(self, data: Any) -> str:
        """The code after the data: training and predictions (step 9)."""
        hidden = self.chosen["hidden"]
        size = "" if not hidden else f"hidden_size = {hidden[0] if len(hidden) == 1 else hidden}\n"
        text = (
            f"\n# Training the network\ninput_size = {data.X.shape[1]}\n{size}output_size = {data.y.shape[1]}\n"
            f"epochs = {self.chosen['epochs']}\nlearning_rate = {number(self.chosen['rate'])}\n\n"
            f"trained_network = train_network(X, y, {', '.join(self.sizes)}, epochs, learning_rate)\n\n"
            "# Making predictions\npredictions = predict(trained_network, X)\n"
            "print(f'Predictions: \\n{predictions}')\n"
        )
        text += in_own_units(data)
        if data.any_held:
            text += (
                "\n# Held-out rows\npredictions = predict(trained_network, X_held_out)\n"
                "print(f'Held out, Loss: {compute_loss(y_held_out, predictions)}')\n"
                "print(f'Held out, Predictions: \\n{predictions}')\n"
            )
            text += in_own_units(data)
        return text


def unpacking(names: list[str], whole: str) -> str:
    """A line that unpacks a tuple; in brackets if it must be broken."""
    line = f"    {', '.join(names)} = {whole}\n"
    return line if len(line) <= WIDEST else in_brackets("    (", names, f") = {whole}")


def frozen_places(labels: Sequence[str]) -> dict[str, str]:
    """The frozen index of each parameter: ``0, 1`` for ``W1[0,1]``, and lists for several."""
    places: dict[str, list[tuple[int, ...]]] = {}
    for label in labels:
        assert LABEL.fullmatch(label), label
        name, index = label.removesuffix("]").split("[")
        place = tuple(map(int, index.split(",")))
        places.setdefault(name, []).append(place if len(place) == 2 else (0, *place))
    return {
        name: ", ".join(map(str, found[0]))
        if len(found) == 1
        else ", ".join(str(list(one)) for one in np.transpose(found).tolist())
        for name, found in places.items()
    }
