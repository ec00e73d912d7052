"""The page's only door: each public function here can be called by name from the page, and nothing else can.

Arguments and results are plain: numbers, strings, lists, dicts, and arrays of numbers. A frame is what the page draws
from: epoch, losses since the last frame, predictions, parameters, and what the visible pictures asked for.
"""

from __future__ import annotations

import copy
import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from operator import attrgetter
from time import perf_counter
from types import SimpleNamespace
from typing import Any

import numpy as np

from glassnet import checks, choices, editing, exercises, gradient_check, programs, trial
from glassnet.activations import sigmoid, sigmoid_derivative
from glassnet.data import Data, class_of
from glassnet.datasets import TABLE_RANGE, data_of, is_table
from glassnet.network import (
    backward_propagation,
    compute_loss,
    forward_propagation,
    initialize_network,
    output_delta,
    predict,
)
from glassnet.optimizers import Memory
from glassnet.own_data import own_data
from glassnet.pictures import PICTURES
from glassnet.stepping import follow_epoch
from glassnet.timeline import MOST_PER_DOUBLING, Kept, laid_out, next_kept
from glassnet.training import Record, train_network, training_epochs, update_parameters

__all__ = [
    *("change", "describe", "freeze", "look", "read_data", "start", "train"),
    *("trace", "edit", "restore", "check_gradients", "check_exercise", "program"),
]

Frame = dict[str, Any]

# In a browser a look at the clock costs a twenty-fifth of one of the tutorial's epochs, so one serves for several.
LOOK_AFTER_SECONDS = 0.0005

PREDICTIONS_OF = attrgetter("y_pred")

# The choices that ``training_epochs`` takes under the same names.
IN_TRAINING = ("loss", "reduction", "optimizer", "schedule", "batch", "l1", "l2", "clip", "dropout", "seed")


class Run:
    """One network in training: its choices, its data, its parameters, and how far it is."""

    def __init__(
        self,
        chosen: dict[str, Any],
        saved: dict[str, Any] | None = None,
        own: str | None = None,
        frozen: Sequence[str] = (),
    ) -> None:
        self.choices = choices.checked(chosen)
        self.own = own
        self._learn_from(data_of(self.choices, own))
        network = initialize_network(*self.sizes, initializer=self.choices["initializer"], seed=self.choices["seed"])
        self.network = checks.network_of_arrays(network)  # the function may be the reader's own
        self.memories: dict[str, Memory] = {}
        self.epoch = 0
        self.axes: dict[int, np.ndarray] = {}  # along which pictures of hidden layers were drawn last
        self.frame_seconds = 0.0  # how long the last frame took
        if saved is not None:
            self._restore(saved)
        self.freeze(frozen)

    def _learn_from(self, data: Data) -> None:
        """Take the data; X and y are the rows to train on, as the network gets them."""
        self.data = data
        self.X, self.y = data.training

    def _restore(self, saved: Mapping[str, Any]) -> None:
        """Take the parameters, the epoch and the optimizer's memories from a frame or a kept moment, finite or not."""
        saved = checks.dict_of(saved, "saved", "epoch, parameters and memories")
        shapes = {name: array.shape for name, array in self.network.items()}
        parameters = saved.get("parameters")
        if isinstance(parameters, (np.ndarray, memoryview)):
            parameters = laid_out(parameters, shapes)
        else:
            parameters = arrays_of(parameters, "the saved parameters")
        if {name: array.shape for name, array in parameters.items()} != shapes:
            raise ValueError(f"the saved parameters do not fit; expected {shapes}")
        self.network = {name: parameters[name] for name in shapes}
        self.epoch = checks.whole_number(saved.get("epoch"), "epoch", least=0)
        memories = checks.dict_of(saved.get("memories", {}), "the saved memories", "memories by parameter")
        self.memories = {name: arrays_of(memory, f"the memory of {name}") for name, memory in memories.items()}

    @property
    def sizes(self) -> tuple[int, Any, int]:
        """How many inputs, hidden neurons and outputs: the hidden ones as one number where there is one layer."""
        hidden = self.choices["hidden"]
        return self.X.shape[1], hidden[0] if len(hidden) == 1 else hidden, self.y.shape[1]

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
            frozen=checks.masks_at(self.network, self.frozen),
        )

    def at(self, saved: dict[str, Any]) -> Run:
        """This run as it was at a kept moment, to be looked at; this one stays as it is."""
        then = copy.copy(self)
        then._restore(saved)
        return then

    def freeze(self, labels: Sequence[str]) -> None:
        """From here on hold these parameters and no others; those that this network lacks are left out."""
        self.frozen = checks.labels_in(self.network, labels, "frozen")
        self.go_on()

    @property
    def functions(self) -> dict[str, Any]:
        """The activations, as the network's functions take them."""
        activation = checks.names(self.choices["activation"], "activation")
        return {"activation": activation, "output_activation": self.choices["output"]}

    def change(self, changes: dict[str, Any], own: str | None = None) -> None:
        """Go on with other data, or with other choices that need no new run; the network stays as it is."""
        new = choices.checked(self.choices | changes)
        for name in changes:
            if choices.CHOICES[name].new_run and new[name] != self.choices[name]:
                raise ValueError(f"{name} cannot change within a run; start a new one")
        own = self.own if own is None else own
        data = data_of(new, own)
        sizes, expected = (data.X.shape[1], data.y.shape[1]), (self.X.shape[1], self.y.shape[1])
        if sizes != expected:
            raise ValueError(f"the data has (inputs, outputs) {sizes}; expected {expected}, as in the run so far")
        self.choices, self.own = new, own
        self._learn_from(data)
        self.go_on()

    @np.errstate(all="ignore")
    def train(self, milliseconds: float, until: int, per_doubling: int = 0) -> tuple[np.ndarray, Kept]:
        """Train for a slice of time, at least one epoch, but not beyond epoch ``until``.

        The time is that from frame to frame: what the last frame took is left for the next one, though at most half.
        The losses, one an epoch, and the moments that are kept.
        """
        first, epochs = self.epoch, until - self.epoch
        predictions: list[np.ndarray] = []
        kept = Kept()
        keep_at = next_kept(first, per_doubling)
        raised = False
        between_looks = 1
        now = perf_counter()
        seconds = milliseconds / 1000
        deadline = now + max(seconds - self.frame_seconds, seconds / 2)
        try:
            while len(predictions) < epochs and (now < deadline or not predictions):
                done = len(predictions)
                some = min(between_looks, epochs - done)
                if keep_at is not None:
                    some = min(some, keep_at - first - done)
                predictions.extend(map(PREDICTIONS_OF, islice(self.records, some)))
                if first + done + some == keep_at:
                    kept.keep(keep_at, self.network, self.memories)
                    keep_at = next_kept(keep_at, per_doubling)
                before, now = now, perf_counter()
                if some == between_looks and now - before < LOOK_AFTER_SECONDS:
                    between_looks *= 2
        except Exception:
            raised = True
            if not predictions:
                raise
        finally:
            self.epoch += len(predictions)
            if raised:
                self.go_on()  # the records that raised have ended, and the next slice must say so again
        return self._losses(predictions), kept

    def _losses(self, predictions: list[np.ndarray]) -> np.ndarray:
        """The loss of each epoch's predictions; all at once, unless the function is the reader's own."""
        chosen = {"loss": self.choices["loss"], "check": False}
        if "compute_loss" in editing.edited():
            return np.array([compute_loss(self.y, one, **chosen) for one in predictions])
        return compute_loss(self.y, np.array(predictions).reshape(-1, *self.y.shape), **chosen)

    def ask(self, X: np.ndarray) -> np.ndarray:
        """The answers (rows, outputs) to inputs as they are shown, finite or not: who diverged is shown as it is."""
        return predict(self.network, self.data.for_network(X), **self.functions, check=False)

    @np.errstate(all="ignore")
    def frame(self, losses: Any, pictures: dict[str, Any] | None) -> Frame:
        """What the page draws from. The loss is that of the parameters in the same frame."""
        started = perf_counter()
        predictions = self.ask(self.data.X)
        answer: Frame = {
            "epoch": self.epoch,
            "losses": np.array(losses),
            **self._scores(predictions),
            "predictions": predictions[self.data.shown].ravel(),
            "frozen": self.frozen,
            "parameters": {name: parameter.copy() for name, parameter in self.network.items()},
            "memories": {
                name: {key: values.copy() for key, values in memory.items()} for name, memory in self.memories.items()
            },
        }
        for name, wish in (pictures or {}).items():
            answer[name] = checks.one_of(PICTURES, name, "picture")(self, wish)
        self.frame_seconds = perf_counter() - started
        return answer

    def _scores(self, predictions: np.ndarray) -> dict[str, float]:
        """The loss of the rows to train on and of those held out, and the share of each that is put in its class."""
        held, y = self.data.held, self.data.y
        parts = {"": ~held, "held_": held} if self.data.any_held else {"": slice(None)}
        scores = {}
        for prefix, rows in parts.items():
            loss = compute_loss(y[rows], predictions[rows], loss=self.choices["loss"], check=False)
            scores[prefix + "loss"] = float(loss)
            if self.data.classes:
                right = class_of(predictions[rows]) == class_of(y[rows])
                scores[prefix + "accuracy"] = float(right.mean())
        return scores


def arrays_of(values: Any, what: str) -> dict[str, np.ndarray]:
    """The arrays that a frame holds under their names; copies, so that the frame stays as it is."""
    by_name = checks.dict_of(values, what, "arrays by name")
    return {name: np.array(checks.number_array(array, name)) for name, array in by_name.items()}


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
        "boundary_range": list(TABLE_RANGE),
        "editable": list(editing.EDITABLE),
    }


def _source(function: Callable[..., Any]) -> dict[str, str]:
    """The name and the source of a function, as it stands in the package and runs."""
    return {"name": function.__name__, "source": inspect.getsource(function)}


def read_data(own: str) -> dict[str, Any]:
    """What the reader's own data is; no run is started. Raises ``ValueError`` naming the first cell that is bad."""
    return own_data(own).for_page()


def start(
    chosen: dict[str, Any],
    saved: dict[str, Any] | None = None,
    pictures: dict[str, Any] | None = None,
    own: str | None = None,
    frozen: Sequence[str] = (),
) -> Frame:
    """Begin a new run, or with ``saved`` (a frame's epoch, parameters and memories) go on with an old one.

    ``own`` is the text of the reader's own data. The frame has the rows of the data, except of truth tables, which the
    page has in its choices. ``frozen`` are the labels of parameters that training leaves as they are, such as
    ``W1[0,1]`` and ``b2[0]``; the frame says which of them this network has.
    """
    global _run
    _run = Run(chosen, saved, own, frozen)
    return _run.frame([], pictures) | _rows()


def train(milliseconds: float, until: int, pictures: dict[str, Any] | None = None, keep: int = 0) -> Frame:
    """One slice of training: as many epochs as fit in the time, with a frame, at least one, but none beyond ``until``.

    ``keep`` says how many moments to keep in each doubling of the epoch (``timeline.py``); the frame has those of the
    slice as ``kept``, if there are any. The page asks for a slice before the last one has come back; at the end of a
    run that slice finds nothing to do.
    """
    checks.positive_number(milliseconds, "milliseconds")
    if checks.whole_number(keep, "keep", least=0) > MOST_PER_DOUBLING:
        raise ValueError(f"keep is {keep}; expected at most {MOST_PER_DOUBLING}")
    losses, kept = _run.train(milliseconds, checks.whole_number(until, "until"), keep)
    frame = _run.frame(losses, pictures)
    return frame | {"kept": kept.together()} if kept.epochs else frame


def change(changes: dict[str, Any], pictures: dict[str, Any] | None = None, own: str | None = None) -> Frame:
    """Go on with other data (of as many inputs and outputs), or with other choices that need no new run."""
    _run.change(changes, own)
    return _run.frame([], pictures) | _rows()


def _rows() -> dict[str, Any]:
    """The rows of the run's data, for the page."""
    return {} if is_table(_run.choices["dataset"]) else {"data": _run.data.for_page()}


def freeze(frozen: Sequence[str], pictures: dict[str, Any] | None = None) -> Frame:
    """Go on with these parameters frozen, by their labels, and all others free."""
    _run.freeze(frozen)
    return _run.frame([], pictures)


def look(pictures: dict[str, Any], saved: dict[str, Any] | None = None) -> Frame:
    """The run as it stands, with some pictures, or as it was at a kept moment (``saved``); nothing moves on."""
    run = _run if saved is None else _run.at(saved)
    return run.frame([], pictures)


@np.errstate(all="ignore")
def trace(row: int | None = None, saved: dict[str, Any] | None = None) -> dict[str, Any]:
    """The next epoch line by line, of the run as it stands, or as it was at a kept moment (``saved``).

    For all rows, or for one of those that it trains on. It is done on a copy; nothing moves on.
    """
    then = _run.at(_run.frame([], None) if saved is None else saved)
    if row is not None:
        row = checks.whole_number(row, "row", least=0)
        if row >= len(then.X):
            raise ValueError(f"row is {row}; expected a whole number from 0 to {len(then.X) - 1}")
        then.X, then.y = then.X[row : row + 1], then.y[row : row + 1]
    then.go_on()
    followed = follow_epoch(
        then.records, then.network, then.X, then.y, then.choices["batch"], then.choices["optimizer"]
    )
    return {"epoch": then.epoch, "row": row, **followed}


def edit(name: str, source: str) -> dict[str, Any]:
    """Let the reader's version of a function take its place, if it stands a trial: see ``trial.edit``."""
    answer = trial.edit(name, source, lambda: Run(_run.choices, own=_run.own))
    _run.go_on()
    return answer


def restore(name: str) -> None:
    """The package's own function again."""
    editing.restore(name)
    _run.go_on()


def check_gradients(saved: dict[str, Any] | None = None) -> dict[str, Any]:
    """The gradients against the loss, of the run as it stands, or as it was at a kept moment (``saved``): see
    ``gradient_check``, and ``trial.told``."""
    run = _run if saved is None else _run.at(saved)
    chosen = {name: run.choices[name] for name in ("loss", "reduction")}
    return trial.told(
        lambda: gradient_check.check_gradients(run.network, run.X, run.y, functions=run.functions, **chosen)
    )


def check_exercise(checking: str, option: int | None = None, text: str | None = None) -> dict[str, Any]:
    """What an exercise's own Python says of an answer: see ``exercises``, and ``trial.told``."""
    run = SimpleNamespace(
        choices=_run.choices,
        X=_run.X,
        y=_run.y,
        network=_run.network,
        epoch=_run.epoch,
        predictions=_run.ask(_run.data.training_inputs)[:, 0],
    )
    return trial.told(lambda: exercises.check(checking, option, text, run))


def program(functions: dict[str, str], package: str = "glassnet") -> str:
    """The run's exercise as a program, with the reader's versions that run, by name: see ``programs``."""
    return programs.program(_run.choices, _run.data, _run.own, functions, _run.frozen, package)
