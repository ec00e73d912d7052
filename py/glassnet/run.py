"""A run: one network in training, with its program, data, progress and pictures.

A slice of training ends when its time is up. A frame has the data for the pictures. ``session.py`` has one run at a
time, and documents the arguments.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from itertools import pairwise
from time import perf_counter
from typing import Any

import numpy as np

from glassnet import checks
from glassnet.data.data import Data, class_of
from glassnet.data.datasets import data_of
from glassnet.looking.pictures import PICTURES
from glassnet.programs import choices
from glassnet.programs.printing import printed
from glassnet.programs.running import Program, sizes_of
from glassnet.programs.writing import activations_of, parts
from glassnet.random_numbers import packed, unpacked
from glassnet.timeline import (
    HELD_PER_DOUBLING,
    Kept,
    TrainingState,
    few_after,
    kept_after,
    laid_out,
    restored_state,
)

Frame = dict[str, Any]

# Seconds between two looks at the clock: in a browser, one every half millisecond took 1 to 2 % of the time.
LOOK_AFTER_SECONDS = 0.004
AT_ONCE = 20_000_000  # operations, compiled: a few milliseconds
MOST_TIMES_MORE = 4  # the growth of the epochs between looks: a browser's clock may stand still for the first few

NUMBERS, RANDOM = "numbers", "random"  # entries of a training state beside the optimizer state


class Run:
    """One network in training: its choices, data, program, parameters and epoch.

    ``versions`` are the reader's texts of functions, by name. ``fast`` lets the program's unchanged parts use NumPy's
    faster calls; without it every line runs as written. ``row`` trains on that row alone.
    """

    def __init__(
        self,
        chosen: dict[str, Any],
        saved: Mapping[str, Any] | None = None,
        own: Any = None,
        frozen: Sequence[str] = (),
        versions: Mapping[str, str] | None = None,
        *,
        fast: bool = True,
        row: int | None = None,
    ) -> None:
        self.choices = choices.checked(chosen)
        self.own, self.versions, self.fast, self.row = own, dict(versions or {}), fast, row
        self._learn_from(data_of(self.choices, own))
        self.frozen = checks.labels_in(self.shapes, frozen, "frozen")
        self.epoch = 0
        self.wishes: dict[str, Any] = {}  # the pictures of the last frame
        self.axes: dict[int, np.ndarray] = {}  # of the last hidden-space pictures
        self.deadline = perf_counter()  # when the last slice should have ended
        self.rebuild(saved)

    def _learn_from(self, data: Data) -> None:
        """Sets the data; X and y are the training rows, as the network gets them."""
        self.data = data
        self.X, self.y = map(self._lent, data.training)
        if self.row is not None:
            if self.row >= len(self.X):
                raise ValueError(f"row is {self.row}; expected a whole number from 0 to {len(self.X) - 1}")
            self.X, self.y = self.X[self.row : self.row + 1], self.y[self.row : self.row + 1]
        self.shapes = shapes_of(self.X.shape[1], self.choices["hidden"], self.y.shape[1])

    def rebuild(self, saved: Mapping[str, Any] | None = None, dropped: Sequence[str] = ()) -> None:
        """Writes and compiles the program for the current choices; resumes from a checkpoint, or starts anew.

        ``dropped`` names loop numbers that were chosen anew; their saved values are ignored.
        """
        self.kinds = activations_of(self.choices)
        self.parts = parts(self.choices, self.own, self.frozen)
        self.program = Program(self.parts, self.versions, self.fast)
        sizes = sizes_of(self.X.shape[1], self.choices["hidden"], self.y.shape[1])
        rate = self.choices["rate"] if self.versions else np.array(self.choices["rate"])
        self.compiled: Any = None  # the training, compiled, once there is a machine for it
        self.training = self.program.training(self.X, self.y, sizes, self.choices["epochs"], rate)
        self.raised: BaseException | None = None  # what the next slice raises
        self.random: Any = np.random.get_state()
        if saved is not None:
            self._resume(saved, dropped)
        self._look_at_network()

    def _resume(self, saved: Mapping[str, Any], dropped: Sequence[str]) -> None:
        """Resumes from the parameters, epoch and training state of a frame or checkpoint, finite or not."""
        saved = checks.dict_of(saved, "saved", "epoch, parameters and training_state")
        network = self.parameters_of(saved.get("parameters"))
        self.epoch = checks.whole_number(saved.get("epoch"), "epoch", least=0)
        state = restored_state(saved.get("training_state", {}), self.shapes)
        numbers = {name: float(value[0]) for name, value in state.pop(NUMBERS, {}).items() if name not in dropped}
        if RANDOM in state:
            self.random = unpacked(state.pop(RANDOM)["state"])
        self.training.resume(self.epoch, network, state, numbers)

    def parameters_of(self, saved: Any) -> dict[str, np.ndarray]:
        """The parameters of a frame or checkpoint. Raises ``ValueError`` if they do not fit the network."""
        if isinstance(saved, (np.ndarray, memoryview)):
            return laid_out(saved, self.shapes)
        by_name = checks.dict_of(saved, "the saved parameters", "arrays by name")
        arrays = {name: np.array(checks.number_array(array, name)) for name, array in by_name.items()}
        if {name: array.shape for name, array in arrays.items()} != self.shapes:
            raise ValueError(f"the saved parameters do not fit; expected {self.shapes}")
        return {name: arrays[name] for name in self.shapes}

    def _look_at_network(self) -> None:
        """The current network, checked, because a reader's function may have made it."""
        self.network = {}
        network = self.training.network
        for name, shape in self.shapes.items():
            array = checks.number_array(network.get(name), name)
            if array.shape != shape:
                raise ValueError(f"{name} has shape {array.shape}; expected {shape}")
            self.network[name] = array

    def training_state(self) -> TrainingState:
        """The training state besides the parameters; copies."""
        state = {
            name: {key: np.atleast_1d(np.array(value, dtype=float)) for key, value in values.items()}
            for name, values in self.training.state.items()
            if name in self.shapes
        }
        if self.versions:
            state[NUMBERS] = {name: np.array([value]) for name, value in self.training.variables_now.items()}
        if self.draws:
            state[RANDOM] = {"state": packed(self.random)}
        return {name: values for name, values in state.items() if values}

    @property
    def draws(self) -> bool:
        """Whether an epoch may draw random numbers."""
        return bool(
            self.choices["batch"] or self.choices["dropout"] or any("random" in one for one in self.versions.values())
        )

    def checkpoint(self) -> dict[str, Any]:
        """A checkpoint: all that is needed to resume from here."""
        parameters = {name: array.copy() for name, array in self.network.items()}
        return {"epoch": self.epoch, "parameters": parameters, "training_state": self.training_state()}

    def at(self, saved: Mapping[str, Any], *, fast: bool = True, row: int | None = None) -> Run:
        """A copy of this run at a checkpoint; this run stays as it is."""
        return Run(self.choices, saved, self.own, self.frozen, self.versions, fast=fast, row=row)

    def freeze(self, labels: Sequence[str]) -> None:
        """Freezes exactly these parameters; labels that this network lacks are ignored."""
        self.frozen = checks.labels_in(self.shapes, labels, "frozen")
        self.rebuild(self.checkpoint())

    def changed(self, changes: dict[str, Any], own: Any = None) -> tuple[dict[str, Any], Any, Data]:
        """The choices, the own data as given, and the data after a change.

        Raises ``ValueError`` for one that needs a new run.
        """
        new = choices.checked(self.choices | changes)
        for name in changes:
            if choices.CHOICES[name].new_run and new[name] != self.choices[name]:
                raise ValueError(f"{name} cannot change within a run; start a new one")
        own = self.own if own is None else own
        data = data_of(new, own)
        sizes, expected = (data.X.shape[1], data.y.shape[1]), (self.X.shape[1], self.y.shape[1])
        if sizes != expected:
            raise ValueError(f"the data has (inputs, outputs) {sizes}; expected {expected}, as in the run so far")
        return new, own, data

    def change(self, changes: dict[str, Any], own: Any = None) -> None:
        """Continues with other data or choices that need no new run; the network stays as it is."""
        self.choices, self.own, data = self.changed(changes, own)
        self._learn_from(data)
        self.rebuild(self.checkpoint(), ["learning_rate" if name == "rate" else name for name in changes])

    def use(self, versions: Mapping[str, str]) -> None:
        """Continues with exactly these versions of functions."""
        self.versions = dict(versions)
        self._learn_from(self.data)
        self.rebuild(self.checkpoint())

    @np.errstate(all="ignore")
    def train(
        self,
        milliseconds: float,
        until: int,
        per_doubling: int = 0,
        machine: Any = None,
        kept: Kept | None = None,
    ) -> tuple[np.ndarray, Kept]:
        """Trains for a slice of time, at least one epoch, but not beyond epoch ``until``.

        With a ``machine`` (``compiler.machine``) epochs run compiled where that gives the same bits.

        The time counts from the end of the last slice, so it includes the frame and the way to the page and back; at
        least half of it is for training, and half of it is left after compiling. Returns the losses, one an epoch, and
        the checkpoints: they are added to ``kept``, or to new ones. So are held-out losses: a frame has only that of
        its end, and a slice may be a whole run.

        Raises what a reader's function raises: after the epochs before it, so in the next slice. Where it has made a
        network that is none, the run stands where it stood before the slice.
        """
        first = self.epoch
        if self.raised is not None and first < until:
            waiting, self.raised = self.raised, None
            raise waiting
        before = self.checkpoint() if self.versions else None
        losses = array("d")
        kept = Kept() if kept is None else kept
        epochs_kept = kept_after(first, per_doubling)
        keep_at = next(epochs_kept, None)
        # A reader's version would count these predictions, or print.
        epochs_held = kept_after(first, HELD_PER_DOUBLING if self.data.any_held and not self.versions else 0)
        held_at = next(epochs_held, None)
        look_at = first + 1  # the first epoch always runs
        between_looks = left = 1  # epochs between looks, and until the next look, checkpoint or held-out loss
        few = False  # whether fewer checkpoints are enough
        compiles = machine is not None and not self._is_compiled()
        started = looked = perf_counter()
        looked_at = first
        seconds = milliseconds / 1000
        deadline = min(max(self.deadline, started - seconds / 2), started) + seconds
        self.deadline = deadline
        np.random.set_state(self.random)
        raised = None
        try:
            while first < until:
                self._advance(left, losses, machine)
                if self.training.ended:
                    break
                epoch = first + len(losses)
                if epoch == keep_at:
                    self.random = np.random.get_state() if self.draws else self.random
                    network = self.training.network
                    kept.keep(epoch, {name: network[name] for name in self.shapes}, self.training_state())
                    if not few and (near := self._near()):
                        few, epochs_kept = True, few_after(epoch, per_doubling, near)
                    keep_at = next(epochs_kept)
                if epoch == held_at:
                    kept.held[epoch] = self._held_loss()
                    held_at = next(epochs_held)
                if epoch == look_at:
                    now = perf_counter()
                    if compiles and self.compiled.plan:  # that took the time of many epochs
                        compiles = False
                        self.deadline = deadline = max(deadline, now + seconds / 2)
                    if epoch >= until or now >= deadline:
                        break
                    between_looks *= MOST_TIMES_MORE
                    if now > looked:  # the latest epochs count: one before may have been compiled meanwhile
                        fitting = (epoch - looked_at) * min(LOOK_AFTER_SECONDS, deadline - now) / (now - looked)
                        between_looks = max(1, min(between_looks, int(fitting)))
                        looked, looked_at = now, epoch
                    look_at = min(epoch + between_looks, until)
                left = min(at for at in (look_at, keep_at, held_at) if at is not None) - epoch
        except BaseException as error:  # whatever a reader's code may raise
            raised = error
        self.epoch += len(losses)
        self.random = np.random.get_state() if self.draws else self.random
        try:
            self._look_at_network()
        except ValueError as error:
            if before is not None:
                self.rebuild(before)
            raise (raised or error) from None
        if raised is not None:
            self.rebuild(self.checkpoint())  # a generator that raised has ended
            if not losses:
                raise raised
            self.raised = raised  # with what the function counted for itself, it might not raise again
        return np.array(losses), kept

    def _advance(self, count: int, losses: array[float], machine: Any) -> None:
        """Runs so many epochs, fewer if the training ends, and appends their losses."""
        if machine is not None:
            if self.compiled is None:
                from glassnet.compiler.training import CompiledTraining  # it is no part of the snapshot

                self.compiled = CompiledTraining(self.training, machine)
            self.compiled.run(count, losses)
            return
        if self.compiled is not None:
            self.compiled.end()
            self.compiled = None  # it takes the variables to be as it left them
        self.training.run(count, losses)

    def _is_compiled(self) -> bool:
        """Whether the last epochs ran compiled."""
        return self.compiled is not None and self.compiled.live is not None

    def _near(self) -> int:
        """How many epochs can be computed again at once; 0 while they do not run compiled."""
        return AT_ONCE // self.compiled.plan.cost if self._is_compiled() else 0

    @property
    def not_compiled(self) -> str:
        """Why NumPy ran the last epochs; empty if they ran compiled."""
        if self.compiled is None or not (self.compiled.reason or self.compiled.plan):
            return "the first ones never are"
        return str(self.compiled.reason)

    def ask(self, X: np.ndarray) -> np.ndarray:
        """The predictions (rows, outputs) for inputs in the page's units, finite or not."""
        inputs = self._lent(self.data.for_network(X))
        if self.compiled is None or self.versions:
            answer = self.program.predict(self.network, inputs)
            if self.versions:  # it may answer otherwise than in its trial
                from glassnet.programs.trial import expect_numbers  # a snapshot is smaller without it

                expect_numbers("predict gave", answer, (len(X), self.y.shape[1]), "as the targets have")
            return np.asarray(answer)
        from glassnet.compiler.answers import predict

        return predict(self.program, self.network, inputs, self.compiled.machine)

    def predictions(self) -> np.ndarray:
        """The predictions for all rows (rows, outputs). The held-out rows are asked for by themselves, as the written
        program does: a product of other sizes may differ in its last bits."""
        data = self.data
        if not data.any_held:
            return self.ask(data.X)
        return np.concatenate([self.ask(data.training_inputs), self.ask(data.held_inputs)])[data.places]

    def _held_loss(self) -> float:
        """The loss of the held-out rows, of the network in training."""
        predictions = self.program.predict(self.training.network, self.data.for_network(self.data.held_inputs))
        return float(self.program.compute_loss(self.data.y[self.data.held], predictions))

    def _lent(self, array: np.ndarray) -> np.ndarray:
        """An array of the data for the program's functions: a copy if a version of the reader's may change it."""
        return array.copy() if self.versions else array

    @np.errstate(all="ignore")
    def frame(self, losses: Any, pictures: dict[str, Any] | None) -> Frame:
        """The data for the page's pictures. The loss belongs to the parameters in the same frame.

        What the reader's functions print meanwhile is no part of the run, but for the predictions at its end: the
        program makes them, too.
        """
        with printed.muted(not self._ends_with(len(losses))):
            predictions = self.predictions()
        with printed.muted():
            return self._frame(losses, pictures, predictions)

    def _ends_with(self, epochs: int) -> bool:
        """Whether the last so many epochs have brought the run to its end."""
        at_its_end = self.epoch - epochs < self.choices["epochs"] <= self.epoch
        return epochs > 0 and (at_its_end or bool(self.training.ended))

    def _frame(self, losses: Any, pictures: dict[str, Any] | None, predictions: np.ndarray) -> Frame:
        self.wishes = dict(pictures or {})
        answer: Frame = {
            "losses": np.array(losses),
            **self._scores(predictions),
            "predictions": predictions[self.data.shown].ravel(),
            "frozen": self.frozen,
            **self.checkpoint(),
        }
        if self.training.ended:
            answer["ended"] = True
        for name, wish in (pictures or {}).items():
            answer[name] = checks.one_of(PICTURES, name, "picture")(self, wish)
        return answer

    def _scores(self, predictions: np.ndarray) -> dict[str, float]:
        """Loss and accuracy of the training rows and the held-out rows."""
        held, y = self.data.held, self.data.y
        rows_of = {"": ~held, "held_": held} if self.data.any_held else {"": slice(None)}
        scores = {}
        for prefix, rows in rows_of.items():
            scores[prefix + "loss"] = float(self.program.compute_loss(self._lent(y[rows]), predictions[rows]))
            if self.data.classes:
                right = class_of(predictions[rows]) == class_of(y[rows])
                scores[prefix + "accuracy"] = float(right.mean())
        return scores


def shapes_of(inputs: int, hidden: Sequence[int], outputs: int) -> dict[str, tuple[int, int]]:
    """The shape of each parameter: ``W`` (inputs, neurons), ``b`` (1, neurons)."""
    sizes = [inputs, *hidden, outputs]
    shapes = {}
    for layer, (above, below) in enumerate(pairwise(sizes), 1):
        shapes[f"W{layer}"], shapes[f"b{layer}"] = (above, below), (1, below)
    return shapes
