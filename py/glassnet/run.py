"""One network in training, as the page has it: what it learns, how far it is, and what is seen of it.

A slice of training ends with its time; a frame is what the pictures are drawn from. ``session.py`` has one run at a
time, and says what each argument may be.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, Sequence
from time import perf_counter
from typing import Any

import numpy as np

from glassnet import checks
from glassnet.data.data import Data, class_of
from glassnet.data.datasets import data_of
from glassnet.looking.pictures import PICTURES
from glassnet.network import compute_loss, initialize_network, predict
from glassnet.programs import choices, editing
from glassnet.tables.optimizers import Memory
from glassnet.timeline import Kept, kept_after, laid_out
from glassnet.training import Record, training_epochs

Frame = dict[str, Any]

# One look at the clock serves for many epochs: in a browser, one each half millisecond took 1 to 2 % of the time.
LOOK_AFTER_SECONDS = 0.004
MOST_TIMES_MORE = 4  # epochs than before the last look: a browser's clock may stand still for the first few

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
        self.deadline = perf_counter()  # when the last slice was to end
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

        The time is that from frame to frame: it counts from the end of the last slice, so that its frame and the way
        to the page and back are within it, but at least half of it is for training.
        The losses, one an epoch, and the moments that are kept.
        """
        first = self.epoch
        predictions: list[np.ndarray] = []
        kept = Kept(joined=not editing.edited())  # a version of the reader's may lay the network out as it likes
        epochs_kept = kept_after(first, per_doubling)
        keep_at = next(epochs_kept, None)
        look_at = first + 1  # the first epoch is never too many
        between_looks = left = 1  # epochs: from look to look, and until the next look or moment to keep
        raised = False
        started = perf_counter()
        seconds = milliseconds / 1000
        deadline = min(max(self.deadline, started - seconds / 2), started) + seconds
        self.deadline = deadline
        try:
            # A plain loop: in a browser, ``islice`` and ``map`` took up to a twentieth longer.
            for record in self.records if first < until else ():
                predictions.append(record.y_pred)
                left -= 1
                if left:
                    continue
                epoch = first + len(predictions)
                if epoch == keep_at:
                    kept.keep(epoch, self.network, self.memories)
                    keep_at = next(epochs_kept)
                if epoch == look_at:
                    now = perf_counter()
                    if epoch >= until or now >= deadline:
                        break
                    between_looks *= MOST_TIMES_MORE
                    if now > started:
                        fitting = len(predictions) * min(LOOK_AFTER_SECONDS, deadline - now) / (now - started)
                        between_looks = max(1, min(between_looks, int(fitting)))
                    look_at = min(epoch + between_looks, until)
                left = (look_at if keep_at is None else min(look_at, keep_at)) - epoch
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
        edited = editing.edited()
        if "compute_loss" in edited:
            return np.array([compute_loss(self.y, one, **chosen) for one in predictions])
        # The package's own predictions are of one type, and lie in order: their bytes are put together in a quarter of
        # the time that ``np.array`` takes for thousands of small arrays.
        together = np.array(predictions) if edited else np.frombuffer(b"".join(predictions))  # type: ignore[arg-type]
        return compute_loss(self.y, together.reshape(-1, *self.y.shape), **chosen)

    def ask(self, X: np.ndarray) -> np.ndarray:
        """The answers (rows, outputs) to inputs as they are shown, finite or not: who diverged is shown as it is."""
        return predict(self.network, self.data.for_network(X), **self.functions, check=False)

    @np.errstate(all="ignore")
    def frame(self, losses: Any, pictures: dict[str, Any] | None) -> Frame:
        """What the page draws from. The loss is that of the parameters in the same frame."""
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
