"""Trains the runs of a task and says what each came to: many together where that gives the same bits, else one by one.

Both ways run the written program and are watched by the same code. Only the first axis differs: a stack has one for its
networks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, pairwise
from math import ceil
from typing import Any, NamedTuple

import numpy as np

from glassnet.compiler.checking import same_bits
from glassnet.data.data import Data, class_of
from glassnet.data.datasets import data_of, is_table
from glassnet.looking.outcome import GROWN, NO_NUMBER, SOLVED, STOPPED, Fit, outcome
from glassnet.programs.running import Program, Training, sizes_of
from glassnet.programs.writing import Part, activations_of, parts
from glassnet.sweeps.native.stacking import StackedProgram
from glassnet.sweeps.seeds import kept_epochs
from glassnet.tables.activations import ACTIVATIONS

CHECKED = 12  # epochs of a stack's first and last network that the program itself runs, too
LOOKS = 1000  # how often a run is looked at, unless the spec says otherwise
MOST_TOGETHER = 1024
LARGEST = 2**17  # numbers in an array of a stack: more do not stay in the processor's cache
FAILED = "failed"  # the outcome of a run that raised

Row = dict[str, Any]


class Watching(NamedTuple):
    """How runs are watched: when one counts as solved (``outcome.Fit``), how often that is looked at, and how many
    points of its loss curve are kept."""

    within: float | None = None
    enough: float | None = None
    looks: int = LOOKS
    curve: int = 0


class Exercise:
    """What runs of one cell share: choices (those of the first), data, and how they are watched."""

    def __init__(self, chosen: Mapping[str, Any], own: Any = None, watching: Watching | None = None) -> None:
        self.chosen, self.own, self.watching = dict(chosen), own, watching or Watching()
        self.data: Data = data_of(chosen, own)
        self.X, self.y = self.data.training
        self.sizes = sizes_of(self.X.shape[1], chosen["hidden"], self.y.shape[1])
        self.epochs: int = chosen["epochs"]

    def parts(self, changes: Mapping[str, Any]) -> list[Part]:
        """The program with other choices."""
        return parts(self.chosen | dict(changes), self.own)

    @property
    def most_together(self) -> int:
        """How many networks a stack of this shape may have."""
        rows = min(self.chosen["batch"] or len(self.X), len(self.X))
        widest = max(self.X.shape[1], self.y.shape[1], *self.chosen["hidden"], 1)
        layers = [self.X.shape[1], *self.chosen["hidden"], self.y.shape[1]]
        weights = max(above * below for above, below in pairwise(layers))
        return max(1, min(MOST_TOGETHER, LARGEST // max(rows * widest, weights)))


class NotTheSame(Exception):
    """A stack whose bits differ from those of the single run."""


def singly(exercise: Exercise, seed: int, rate: float) -> Row:
    """One run, by the program as it is written. Raises what the program raises."""
    program = Program(exercise.parts({"seed": seed, "rate": rate}), fast=True)  # same bits, and nothing is printed
    [row] = Watched(exercise, program, [(rate, seed)]).rows()
    return row


def together(exercise: Exercise, lanes: Sequence[tuple[float, int]]) -> list[Row]:
    """The same for many runs, each a (rate, seed). Raises ``NotTheSame`` where the bits would not be the same."""
    program = StackedProgram(exercise.parts({}), [seed for _, seed in lanes])
    return Watched(exercise, program, lanes).rows()


class Watched:
    """Networks in training: one by a written program, or a stack."""

    def __init__(self, exercise: Exercise, program: Program, lanes: Sequence[tuple[float, int]]) -> None:
        self.exercise, self.program, self.lanes = exercise, program, lanes
        self.stacked, self.count = isinstance(program, StackedProgram), len(lanes)
        rates = [rate for rate, _ in lanes]
        rate = np.array(rates)[:, np.newaxis, np.newaxis] if self.stacked else rates[0]
        X, y = exercise.X, exercise.y
        self.training: Training = program.training(X, y, exercise.sizes, exercise.epochs, rate)
        watching = exercise.watching
        table = is_table(exercise.chosen["dataset"])
        self.fit = Fit(y, self.loss_of, watching.within, watching.enough, table=table)
        self.kept = kept_epochs(exercise.epochs)
        self.curves = np.full((self.count, len(self.kept)), np.nan)
        self.solved_at = np.full(self.count, -1)
        self.no_number_at = np.full(self.count, -1)

    def loss_of(self, predictions: np.ndarray) -> float:
        """The loss of the predictions (rows, outputs) of one network."""
        whole = predictions[np.newaxis] if self.stacked else predictions
        return float(np.ravel(self.program.compute_loss(self.exercise.y, whole))[0])

    def predictions(self, X: np.ndarray) -> np.ndarray:
        """The predictions of the present networks: (networks, rows, outputs)."""
        found = np.asarray(self.program.predict(self.training.network, X))
        return found if self.stacked else found[np.newaxis]

    def losses(self, y: np.ndarray, predictions: np.ndarray) -> np.ndarray:
        """The loss of each network's predictions (networks, rows, outputs)."""
        return np.ravel(self.program.compute_loss(y, predictions if self.stacked else predictions[0]))

    @np.errstate(all="ignore")
    def rows(self) -> list[Row]:
        """Trains to the end; a row for each run."""
        epochs, y = self.exercise.epochs, self.exercise.y
        looks = set(np.linspace(0, epochs, self.exercise.watching.looks + 1).round().astype(int).tolist()) - {0, epochs}
        kept = {int(epoch): place for place, epoch in enumerate(self.kept[:-1])}
        checked = min(CHECKED, epochs) if self.stacked else 0
        first_losses = []
        for epoch, loss in enumerate(islice(self.training, epochs)):
            losses = np.ravel(loss)
            if epoch + 1 in looks:
                self.look(epoch + 1)
            if epoch in kept:
                self.curves[:, kept[epoch]] = losses
            if not np.isfinite(losses).all():
                self.note_no_number(epoch, losses)
            if epoch < checked:
                first_losses.append(losses)
                if epoch == checked - 1:
                    self.check(np.array(first_losses))
        predictions = self.predictions(self.exercise.X)
        self.curves[:, -1] = self.losses(y, predictions)
        self.note_no_number(epochs, self.curves[:, -1])
        self.note_solved(epochs, predictions, self.curves[:, -1])
        return list(self.ends(predictions))

    def look(self, epoch: int) -> None:
        """Notes which networks are solved after so many epochs."""
        predictions = self.predictions(self.exercise.X)
        self.note_solved(epoch, predictions, self.losses(self.exercise.y, predictions))

    def note_solved(self, epoch: int, predictions: np.ndarray, losses: np.ndarray) -> None:
        """Notes since which epoch each is solved."""
        solved = self.fit.each(predictions, losses)
        self.solved_at[solved & (self.solved_at < 0)] = epoch
        self.solved_at[~solved] = -1

    def note_no_number(self, epoch: int, losses: np.ndarray) -> None:
        """Notes at which epoch a loss was no number for the first time."""
        self.no_number_at[~np.isfinite(losses) & (self.no_number_at < 0)] = epoch

    def check(self, losses: np.ndarray) -> None:
        """Compares the first and the last network with the program itself; ``losses`` has shape (epochs, networks)."""
        exercise = self.exercise
        for place in (0, self.count - 1):
            rate, seed = self.lanes[place]
            program = Program(exercise.parts({"seed": seed, "rate": rate}), fast=True)
            training = program.training(exercise.X, exercise.y, exercise.sizes, exercise.epochs, rate)
            expected = np.array([float(loss) for loss in islice(training, len(losses))])
            same = same_bits(losses[:, place], expected) and all(
                same_bits(self.training.network[name][place], array) for name, array in training.network.items()
            )
            if not same:
                raise NotTheSame(f"seed {seed} differs from its single run within {len(losses)} epochs")

    def ends(self, predictions: np.ndarray) -> Iterator[Row]:
        """A row for each network that has ended with these predictions."""
        exercise, data = self.exercise, self.exercise.data
        held = self.predictions(data.for_network(data.held_inputs)) if data.any_held else None
        held_y = data.y[data.held]
        held_losses = None if held is None else self.losses(held_y, held)
        dead = self.dead()
        shown = np.unique(np.linspace(0, len(self.kept) - 1, max(1, exercise.watching.curve)).round().astype(int))
        for place, (rate, seed) in enumerate(self.lanes):
            curve, loss = self.curves[place], float(self.curves[place, -1])
            word = outcome(self.fit, predictions[place], loss, self.kept, curve)
            yield {
                "seed": seed,
                "rate": rate,
                "outcome": word,
                "loss": loss,
                "accuracy": accuracy(data, exercise.y, predictions[place]),
                "held_loss": None if held_losses is None else float(held_losses[place]),
                "held_accuracy": None if held is None else accuracy(data, held_y, held[place]),
                "solved_at": int(self.solved_at[place]) if word == SOLVED else None,
                "plateau": loss if word == STOPPED else None,
                "no_number_at": int(self.no_number_at[place]) if self.no_number_at[place] >= 0 else None,
                "dead": int(dead[place]),
                "diverged": word != NO_NUMBER and loss > GROWN * float(curve[0]),
                "reason": None,
                "curve": curve[shown].tolist() if exercise.watching.curve else None,
            }

    def dead(self) -> np.ndarray:
        """How many ReLU neurons of each network are 0 for every row."""
        count = np.zeros(self.count, int)
        cache = self.program.forward_propagation(self.training.network, self.exercise.X)[1]
        for layer, kind in enumerate(activations_of(self.exercise.chosen)):
            if kind is ACTIVATIONS["relu"]:
                a = cache[2 * layer + 1] if self.stacked else cache[2 * layer + 1][np.newaxis]
                count += (a <= 0).all(axis=-2).sum(axis=-1)
        return count


def accuracy(data: Data, y: np.ndarray, predictions: np.ndarray) -> float | None:
    """The share of rows that are in the right class; None where there are no classes."""
    return float((class_of(predictions) == class_of(y)).mean()) if data.classes else None


def failed(rate: float, seed: int, reason: str) -> Row:
    """The row of a run that did not come to an end."""
    return {"seed": seed, "rate": rate, "outcome": FAILED, "reason": reason}


def reason_of(error: BaseException) -> str:
    """An error in one line."""
    return f"{type(error).__name__}: {' '.join(str(error).split())}"[:500]


def trained(exercise: Exercise, lanes: Sequence[tuple[float, int]]) -> Iterator[Row]:
    """A row for each run: in stacks of about one size, or one by one where a stack is too large, raises, or gives other
    bits."""
    stacks = ceil(len(lanes) / exercise.most_together)
    for n in range(stacks):
        start, end = (len(lanes) * place // stacks for place in (n, n + 1))
        yield from one_stack(exercise, lanes[start:end])


def one_stack(exercise: Exercise, lanes: Sequence[tuple[float, int]]) -> list[Row]:
    """The rows of at most so many runs as a stack may have."""
    if len(lanes) > 1:
        try:
            return together(exercise, lanes)
        except Exception:  # whatever it is, each run by itself has the same, or has not
            pass
    return [alone(exercise, rate, seed) for rate, seed in lanes]


def alone(exercise: Exercise, rate: float, seed: int) -> Row:
    """One run by itself; if it raises, the row says why."""
    try:
        return singly(exercise, seed, rate)
    except Exception as error:
        return failed(rate, seed, reason_of(error))
