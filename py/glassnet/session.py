"""The page's only door: each public function here can be called by name from the page, and nothing else can.

Arguments and results are plain: numbers, strings, lists, dicts, and arrays of numbers. A frame is what the page draws
from: epoch, losses since the last frame, predictions, parameters, and what the visible pictures asked for.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from operator import attrgetter
from time import perf_counter
from types import SimpleNamespace
from typing import Any

import numpy as np

from glassnet import checks, choices, editing, exercises, gradient_check, trial
from glassnet.activations import sigmoid, sigmoid_derivative
from glassnet.network import (
    backward_propagation,
    compute_loss,
    forward_propagation,
    initialize_network,
    output_delta,
    predict,
)
from glassnet.optimizers import Memory
from glassnet.printing import printed
from glassnet.training import Record, train_network, training_epochs, update_parameters

__all__ = ["change", "check_exercise", "check_gradients", "describe", "edit", "look", "restore", "start", "train"]

Frame = dict[str, Any]

# In a browser a look at the clock costs a twenty-fifth of one of the tutorial's epochs, so one serves for several.
LOOK_AFTER_SECONDS = 0.0005

PREDICTIONS_OF = attrgetter("y_pred")

# The choices that ``training_epochs`` takes under the same names.
IN_TRAINING = ("loss", "reduction", "optimizer", "schedule", "batch", "l1", "l2", "clip", "dropout", "seed")


class Run:
    """One network in training: its choices, its data, its parameters, and how far it is."""

    def __init__(self, chosen: dict[str, Any], saved: dict[str, Any] | None = None) -> None:
        self.choices = choices.checked(chosen)
        self.X, self.y = choices.data(self.choices)
        sizes = (self.X.shape[1], self.choices["hidden"], self.y.shape[1])
        self.network = initialize_network(*sizes, initializer=self.choices["initializer"], seed=self.choices["seed"])
        self.memories: dict[str, Memory] = {}
        self.epoch = 0
        if saved is not None:
            self._restore(saved)
        self.go_on()

    def _restore(self, saved: Mapping[str, Any]) -> None:
        """Take the parameters, the epoch and the optimizer's memories from a frame, finite or not."""
        saved = checks.dict_of(saved, "saved", "epoch, parameters and memories")
        parameters = arrays_of(saved.get("parameters"), "the saved parameters")
        shapes = {name: array.shape for name, array in self.network.items()}
        if {name: array.shape for name, array in parameters.items()} != shapes:
            raise ValueError(f"the saved parameters do not fit; expected {shapes}")
        self.network = {name: parameters[name] for name in shapes}
        self.epoch = checks.whole_number(saved.get("epoch"), "epoch", least=0)
        memories = checks.dict_of(saved.get("memories", {}), "the saved memories", "memories by parameter")
        self.memories = {name: arrays_of(memory, f"the memory of {name}") for name, memory in memories.items()}

    def go_on(self) -> None:
        """Train on from here with the functions and the choices as they are now."""
        self.records = self._records()

    def _records(self) -> Iterator[Record]:
        """The training loop from here on, with the choices as they are now."""
        return training_epochs(
            self.network,
            self.X,
            self.y,
            None,
            self.choices["rate"],
            **self.functions,
            **{name: self.choices[name] for name in IN_TRAINING},
            memories=self.memories,
            first_epoch=self.epoch,
            scheduled_epochs=self.choices["epochs"],
        )

    @property
    def functions(self) -> dict[str, Any]:
        """The activations, as the network's functions take them."""
        activation = checks.names(self.choices["activation"], "activation")
        return {"activation": activation, "output_activation": self.choices["output"]}

    def change(self, changes: dict[str, Any]) -> None:
        """Go on with other targets, or with other choices that need no new run; the network stays as it is."""
        new = choices.checked(self.choices | changes)
        for name in changes:
            if choices.CHOICES[name].new_run and new[name] != self.choices[name]:
                raise ValueError(f"{name} cannot change within a run; start a new one")
        X, y = choices.data(new)
        if X.shape != self.X.shape:
            raise ValueError(f"the data has {len(X)} rows; expected {len(self.X)}, as in the run so far")
        self.choices, self.X, self.y = new, X, y
        self.go_on()

    @np.errstate(all="ignore")
    def train(self, milliseconds: float, until: int) -> np.ndarray:
        """Train for a slice of time, at least one epoch, but not beyond epoch ``until``. The losses, one an epoch."""
        epochs = until - self.epoch
        predictions: list[np.ndarray] = []
        raised = False
        between_looks = 1
        now = perf_counter()
        deadline = now + milliseconds / 1000
        try:
            while len(predictions) < epochs and (now < deadline or not predictions):
                some = islice(self.records, min(between_looks, epochs - len(predictions)))
                predictions.extend(map(PREDICTIONS_OF, some))
                before, now = now, perf_counter()
                if now - before < LOOK_AFTER_SECONDS:
                    between_looks *= 2
        except Exception:
            raised = True
            if not predictions:
                raise
        finally:
            self.epoch += len(predictions)
            if raised:
                self.go_on()  # the records that raised have ended, and the next slice must say so again
        in_all = np.array(predictions).reshape(-1, *self.y.shape)
        return compute_loss(self.y, in_all, loss=self.choices["loss"], check=False)

    def ask(self, X: np.ndarray) -> np.ndarray:
        """The network's answers, finite or not: a run that diverged is shown as it is."""
        return predict(self.network, X, **self.functions, check=False)[:, 0]

    @np.errstate(all="ignore")
    def frame(self, losses: Any, pictures: dict[str, Any] | None) -> Frame:
        """What the page draws from. The loss is that of the parameters in the same frame."""
        predictions = self.ask(self.X)
        answer: Frame = {
            "epoch": self.epoch,
            "losses": np.array(losses),
            "loss": float(compute_loss(self.y, predictions[:, np.newaxis], loss=self.choices["loss"], check=False)),
            "predictions": predictions,
            "parameters": {name: parameter.copy() for name, parameter in self.network.items()},
            "memories": {
                name: {key: values.copy() for key, values in memory.items()} for name, memory in self.memories.items()
            },
        }
        for name, wish in (pictures or {}).items():
            answer[name] = checks.one_of(PICTURES, name, "picture")(self, wish)
        return answer


def arrays_of(values: Any, what: str) -> dict[str, np.ndarray]:
    """The arrays that a frame holds under their names; copies, so that the frame stays as it is."""
    by_name = checks.dict_of(values, what, "arrays by name")
    return {name: np.array(checks.number_array(array, name)) for name, array in by_name.items()}


def boundary(run: Run, size: int) -> np.ndarray:
    """The answers on a grid of ``size`` by ``size`` inputs over [-0.25, 1.25], row by row from the lower left.

    More inputs than two are held at 0.5; with one, all rows are alike.
    """
    axis = np.linspace(*BOUNDARY_RANGE, checks.whole_number(size, "size", least=2))
    grid = np.full((axis.size**2, max(run.X.shape[1], 2)), 0.5)
    grid[:, 0], grid[:, 1] = np.tile(axis, axis.size), np.repeat(axis, axis.size)
    return run.ask(grid[:, : run.X.shape[1]])


def tried(run: Run, inputs: list[float]) -> float:
    """The answer to one input of the reader's own."""
    X = checks.finite_array(inputs, "inputs")
    if X.shape != run.X.shape[1:]:
        raise ValueError(f"inputs has shape {X.shape}; expected {run.X.shape[1:]}: a number for each input")
    return float(run.ask(X[np.newaxis])[0])


BOUNDARY_RANGE = (-0.25, 1.25)
# What a frame can carry besides the run itself, each from a wish: a size, an input, or just True.
PICTURES: dict[str, Callable[[Run, Any], Any]] = {
    "boundary": boundary,
    "tried": tried,
    "printed": lambda run, wish: printed.taken(),
}

# The nine steps, in the tutorial's order: what each is called there, its functions (the tutorial's own first), and the
# choices whose functions run in it.
STEPS: list[tuple[str, list[Callable[..., Any]], list[str]]] = [
    ("Import NumPy", [], []),
    ("Initialize the network", [initialize_network], ["initializer"]),
    ("Activation function", [sigmoid, sigmoid_derivative], ["activation", "output"]),
    ("Forward propagation", [forward_propagation], []),
    ("Loss function", [compute_loss], ["loss"]),
    ("Backpropagation", [backward_propagation, output_delta], []),
    ("Update the weights", [update_parameters], ["optimizer"]),
    ("Train", [train_network, training_epochs], ["schedule"]),
    ("Test the network", [predict], []),
]

_run = Run({})


def describe() -> dict[str, Any]:
    """What does not change: defaults, menus, advice, the source of the nine steps, and the ranges of the pictures."""
    return {
        "defaults": choices.checked({}),
        "new_run": [name for name, choice in choices.CHOICES.items() if choice.new_run],
        "limits": {name: choice.limits for name, choice in choices.CHOICES.items() if choice.limits},
        "menus": choices.menus(),
        "advice": choices.advice(),
        "steps": [
            {"title": title, "functions": [_source(function) for function in functions], "choices": chosen}
            for title, functions, chosen in STEPS
        ],
        "sources": {
            choice: {name: [_source(part) for part in entry if callable(part)] for name, entry in table.items()}
            for choice, table in choices.TABLES.items()
        },
        "boundary_range": list(BOUNDARY_RANGE),
        "editable": list(editing.EDITABLE),
    }


def _source(function: Callable[..., Any]) -> dict[str, str]:
    """The name and the source of a function, as it stands in the package and runs."""
    return {"name": function.__name__, "source": inspect.getsource(function)}


def start(chosen: dict[str, Any], saved: dict[str, Any] | None = None, pictures: dict[str, Any] | None = None) -> Frame:
    """Begin a new run, or with ``saved`` (a frame's epoch, parameters and memories) go on with an old one."""
    global _run
    _run = Run(chosen, saved)
    return _run.frame([], pictures)


def train(milliseconds: float, until: int, pictures: dict[str, Any] | None = None) -> Frame:
    """One slice of training: as many epochs as fit in the time, at least one, but none beyond epoch ``until``.

    The page asks for a slice before the last one has come back; at the end of a run that slice finds nothing to do.
    """
    losses = _run.train(checks.positive_number(milliseconds, "milliseconds"), checks.whole_number(until, "until"))
    return _run.frame(losses, pictures)


def change(changes: dict[str, Any], pictures: dict[str, Any] | None = None) -> Frame:
    """Go on with other targets, or with other choices that need no new run."""
    _run.change(changes)
    return _run.frame([], pictures)


def look(pictures: dict[str, Any]) -> Frame:
    """The run as it stands, with some pictures; nothing moves on."""
    return _run.frame([], pictures)


def edit(name: str, source: str) -> dict[str, Any]:
    """Let the reader's version of a function take its place, if it stands a trial: see ``trial.edit``."""
    answer = trial.edit(name, source, lambda: Run(_run.choices))
    _run.go_on()
    return answer


def restore(name: str) -> None:
    """The package's own function again."""
    editing.restore(name)
    _run.go_on()


def check_gradients() -> dict[str, Any]:
    """The gradients of the run as it stands against its loss: see ``gradient_check``, and ``trial.told``."""
    chosen = {name: _run.choices[name] for name in ("loss", "reduction")}
    return trial.told(
        lambda: gradient_check.check_gradients(_run.network, _run.X, _run.y, functions=_run.functions, **chosen)
    )


def check_exercise(checking: str, option: int | None = None, text: str | None = None) -> dict[str, Any]:
    """What an exercise's own Python says of an answer: see ``exercises``, and ``trial.told``."""
    run = SimpleNamespace(
        choices=_run.choices, X=_run.X, y=_run.y, network=_run.network, epoch=_run.epoch, predictions=_run.ask(_run.X)
    )
    return trial.told(lambda: exercises.check(checking, option, text, run))
