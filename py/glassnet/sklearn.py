"""The written programs as scikit-learn estimators: ``GlassnetClassifier`` and ``GlassnetRegressor``.

``fit`` writes the program of the choices and the rows, and runs it; nothing else trains. Grid search, cross-validation
and pipelines take these estimators as they take scikit-learn's own. The module needs the extra ``glassnet[sklearn]``.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Mapping, Sequence
from hashlib import sha256
from itertools import islice
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from glassnet import checks
from glassnet.data.csv_text import BOUND
from glassnet.data.data import Data, class_of, class_targets
from glassnet.data.datasets import OWN
from glassnet.data.number_marks import LARGEST
from glassnet.data.own_data import standardisation
from glassnet.data.own_targets import unit_range
from glassnet.programs.choices import checked
from glassnet.programs.data_lines import FILE, as_it_came, file_text, needs_file
from glassnet.programs.running import Program, sizes_of
from glassnet.programs.writing import parts_with
from glassnet.programs.written import program
from glassnet.tables.losses import LOSSES, advice_on

try:
    from sklearn.base import BaseEstimator, ClassifierMixin, RegressorMixin, clone
    from sklearn.utils import check_consistent_length, check_random_state
    from sklearn.utils.metaestimators import available_if
    from sklearn.utils.multiclass import check_classification_targets
    from sklearn.utils.validation import check_is_fitted, validate_data
except ModuleNotFoundError as error:
    install = "The estimators need scikit-learn: install it with `pip install 'glassnet[sklearn]'`"
    raise ModuleNotFoundError(f"{install} ({error.name} is missing).", name=error.name) from error

__all__ = ["GlassnetClassifier", "GlassnetRegressor"]

PROGRAM = "program.py"
SHARES = ("sigmoid", "softmax")  # output activations that can be read as probabilities
NUMBERS = {"dtype": np.float64, "order": "C"}  # the sums of a program follow the order in memory


class Estimator(BaseEstimator):
    """What both estimators share: the choices, training and prediction.

    The defaults are not the tutorial's, which show slow learning on four rows. These learn some hundred rows in a
    tenth of a second or less. Adam's steps do not depend on the scale of the loss, Xavier's weights suit tanh, and a
    little L2 keeps the network from learning the noise. With the mean over the rows, L2 and the rate of any optimizer
    mean the same for any number of rows.

    After ``fit``: ``network_`` (the parameters, ``W1``, ``b1`` and so on), ``loss_curve_`` (the loss before each
    epoch's update), ``n_iter_`` (epochs), ``program_`` (the text of the program that was run), ``choices_`` (its
    choices), ``n_features_in_``, and ``feature_names_in_`` where the columns have names.
    """

    def __init__(
        self,
        *,
        hidden: int | Sequence[int] = (8,),
        activation: str | Sequence[str] = "tanh",
        output: str | None = None,
        loss: str | None = None,
        optimizer: str = "adam",
        rate: float = 0.03,
        schedule: str = "constant",
        epochs: int = 300,
        batch: int = 0,
        initializer: str = "xavier",
        scale: float = 1.0,
        l1: float = 0.0,
        l2: float = 0.001,
        dropout: float = 0.0,
        clip: float = 0.0,
        reduction: str = "mean",
        scale_inputs: bool = True,
        random_state: Any = None,
    ) -> None:
        """The parameters are the choices of an exercise (``programs/choices.py``), by the names of its address.

        ``loss`` and ``output`` of None are those that fit the targets. ``scale_inputs`` says whether the program
        standardises the inputs. ``random_state`` is the seed of the program (a whole number), or draws one (a
        ``RandomState``; None: NumPy's own). ``fit`` checks the parameters.
        """
        self.hidden = hidden
        self.activation = activation
        self.output = output
        self.loss = loss
        self.optimizer = optimizer
        self.rate = rate
        self.schedule = schedule
        self.epochs = epochs
        self.batch = batch
        self.initializer = initializer
        self.scale = scale
        self.l1 = l1
        self.l2 = l2
        self.dropout = dropout
        self.clip = clip
        self.reduction = reduction
        self.scale_inputs = scale_inputs
        self.random_state = random_state

    def write_program(self, folder: Any, X: Any, y: Any) -> Path:
        """Writes ``program_`` as ``program.py`` into a folder, and ``data.csv`` where it reads its rows from a file.

        X and y are the rows of ``fit``, which the estimator does not keep. Returns the path of the program. Raises
        ``ValueError`` for other rows.
        """
        check_is_fitted(self, "network_")
        data = clone(self)._rows(X, y)
        if digest(data) != self._digest:
            raise ValueError("X and y are other rows than those of fit; expected the same")
        path = Path(folder) / PROGRAM
        path.write_text(self.program_, encoding="utf-8")
        if needs_file(with_data(self.choices_), data):
            (path.parent / FILE).write_text(file_text(data), encoding="utf-8")
        return path

    def _rows(self, X: Any, y: Any) -> Data:
        """The rows, checked, as data for a program. Raises ``ValueError`` for bad ones."""
        raise NotImplementedError

    def _fitting(self, outputs: int) -> tuple[Any, Any]:
        """The loss and the output activation for so many outputs."""
        raise NotImplementedError

    def _chosen(self, outputs: int) -> dict[str, Any]:
        """The choices of the program, checked. Raises ``ValueError`` for a bad one; warns of a loss that does not
        suit the output activation."""
        chosen = self.get_params()
        del chosen["scale_inputs"]
        chosen["seed"] = seed_of(chosen.pop("random_state"))
        chosen["loss"], chosen["output"] = self._fitting(outputs)
        full = checked(chosen)
        advice = advice_on(full["loss"], full["output"], outputs)
        if advice:
            warnings.warn(f"loss is {full['loss']!r}, output is {full['output']!r}. {advice}", stacklevel=4)
        return {name: full[name] for name in chosen}

    def _data(self, X: np.ndarray, y: np.ndarray, outputs: Sequence[str], **more: Any) -> Data:
        """Data of checked rows: inputs (rows, inputs), and targets (rows, outputs) as the network learns them."""
        if not isinstance(self.scale_inputs, (bool, np.bool_)):
            raise ValueError(f"scale_inputs is {checks.short(self.scale_inputs)}; expected True or False")
        names = getattr(self, "feature_names_in_", [f"x{one}" for one in range(1, X.shape[1] + 1)])
        mean, scale = standardisation(bounded(X, "X"), bool(self.scale_inputs))
        held = np.zeros(len(X), bool)
        return Data(X, y, held, tuple(names), tuple(outputs), ranges=(), mean=mean, scale=scale, **more)

    def _train(self, data: Data) -> None:
        """Writes the program and runs it. Raises ``ValueError`` if it comes to what is no number."""
        chosen = self._chosen(data.y.shape[1])
        X, y = data.training
        written = Program(parts_with(with_data(chosen), data), fast=True)  # same bits, and nothing is printed
        written.names["np"] = numpy_of_its_own()
        epochs, rate = chosen["epochs"], chosen["rate"]
        training = written.training(X, y, sizes_of(X.shape[1], chosen["hidden"], y.shape[1]), epochs, rate)
        losses: list[float] = []
        with np.errstate(all="ignore"):
            for loss in islice(training, epochs):
                losses.append(float(loss))
                if not math.isfinite(loss):
                    break
        network = training.network
        if not (math.isfinite(losses[-1]) and all(np.isfinite(array).all() for array in network.values())):
            raise ValueError(
                f"rate is {rate:g}; expected a smaller one: the training came to no number in epoch {len(losses) - 1}"
            )
        self.program_, self.choices_ = written.source, chosen
        self.network_, self.loss_curve_, self.n_iter_ = network, losses, len(losses)
        self._digest, self._scaling = digest(data), (data.mean, data.scale)

    def _outputs(self, X: Any) -> np.ndarray:
        """The network's outputs (rows, outputs) for inputs (rows, inputs)."""
        check_is_fitted(self, "network_")
        X = bounded(validate_data(self, X, reset=False, **NUMBERS), "X")
        mean, scale = self._scaling
        X = X if mean is None else (X - mean) / scale
        with np.errstate(all="ignore"):
            return np.asarray(program(**self.choices_).predict(self.network_, X))


class GlassnetClassifier(ClassifierMixin, Estimator):
    """Classifies rows into two or more classes of any kind: numbers, texts.

    Two classes have one output, more have one for each. ``loss`` of None is the cross-entropy, ``output`` of None what
    suits the loss: sigmoid, or softmax for more classes. ``classes_`` are the classes in order.
    """

    def fit(self, X: Any, y: Any) -> GlassnetClassifier:
        """Trains on inputs (rows, inputs) and classes (rows,). Raises ``ValueError`` for a bad row or choice."""
        self._train(self._rows(X, y))
        return self

    def predict(self, X: Any) -> np.ndarray:
        """The class of each row: shape (rows,)."""
        places = class_of(self._outputs(X))
        return np.asarray(self.classes_[places])

    def _gives_shares(self) -> bool:
        """Whether the outputs can be read as probabilities."""
        if self.output is not None:
            return self.output in SHARES
        return not isinstance(self.loss, str) or self.loss not in LOSSES or fitting_output(self.loss, 1) in SHARES

    @available_if(_gives_shares)
    def predict_proba(self, X: Any) -> np.ndarray:
        """The probability of each class for each row: shape (rows, classes). Only with sigmoid or softmax outputs."""
        outputs = self._outputs(X)
        if outputs.shape[1] == 1:
            return np.hstack([1 - outputs, outputs])
        total = outputs.sum(axis=1, keepdims=True)
        return np.where(total > 0, outputs / np.where(total > 0, total, 1), 1 / outputs.shape[1])

    def _rows(self, X: Any, y: Any) -> Data:
        X, y = validate_data(self, X, y, **NUMBERS)
        check_classification_targets(y)
        self.classes_, places = np.unique(y, return_inverse=True)
        names = tuple(map(str, self.classes_.tolist()))
        if len(names) == 1:
            raise ValueError(f"y has 1 class, {checks.short(names[0])}; expected 2 or more classes")
        return self._data(X, class_targets(places, len(names)), names if len(names) > 2 else ("y",), classes=names)

    def _fitting(self, outputs: int) -> tuple[Any, Any]:
        loss = self.loss
        if loss is None:
            loss = "binary_cross_entropy" if outputs == 1 else "categorical_cross_entropy"
        checks.one_of(LOSSES, loss, "loss")
        return loss, fitting_output(loss, outputs) if self.output is None else self.output


class GlassnetRegressor(RegressorMixin, Estimator):
    """Predicts one number or several for each row.

    The program scales the targets to 0 to 1, and predictions are in the targets' own units. ``loss`` of None is the
    mean squared error, ``output`` of None is linear.
    """

    def fit(self, X: Any, y: Any) -> GlassnetRegressor:
        """Trains on inputs (rows, inputs) and targets (rows,) or (rows, outputs).

        Raises ``ValueError`` for a bad row or choice.
        """
        self._train(self._rows(X, y))
        return self

    def predict(self, X: Any) -> np.ndarray:
        """The prediction for each row, in the shape of the targets: (rows,) or (rows, outputs)."""
        outputs = self._outputs(X)
        low, spread = self._range
        predictions = np.asarray(low + outputs * spread)
        return predictions.ravel() if self._one_axis else predictions

    def __sklearn_tags__(self) -> Any:
        """Several outputs are fine."""
        tags = super().__sklearn_tags__()
        tags.target_tags.multi_output = True
        return tags

    def _rows(self, X: Any, y: Any) -> Data:
        targets = {**NUMBERS, "ensure_2d": False}
        X, y = validate_data(self, X, y, validate_separately=(NUMBERS, targets))
        check_consistent_length(X, y)
        self._one_axis = y.ndim == 1
        y = bounded(y.reshape(len(y), -1), "y")
        low, spread = self._range = unit_range(y)
        names = ("y",) if y.shape[1] == 1 else [f"y{one}" for one in range(1, y.shape[1] + 1)]
        return self._data(X, (y - low) / spread, names, unscaled_y=y)

    def _fitting(self, outputs: int) -> tuple[Any, Any]:
        loss = "mean_squared_error" if self.loss is None else self.loss
        return loss, "linear" if self.output is None else self.output


def fitting_output(loss: str, outputs: int) -> str:
    """The output activation that suits a loss of classes and so many outputs."""
    suits = LOSSES[loss].suits or SHARES
    wanted = "sigmoid" if outputs == 1 else "softmax"
    return wanted if wanted in suits else suits[0]


def seed_of(random_state: Any) -> int:
    """The seed that a ``random_state`` is, or the next that it draws. Raises ``ValueError`` for what is neither."""
    if checks.is_whole(random_state):
        return checks.seed(random_state, "random_state")
    if random_state is not None and not isinstance(random_state, np.random.RandomState):
        came = checks.short(random_state)
        raise ValueError(f"random_state is {came}; expected a whole number, a numpy.random.RandomState, or None")
    return int(check_random_state(random_state).randint(2**32, dtype=np.uint32))


def with_data(chosen: Mapping[str, Any]) -> dict[str, Any]:
    """All choices of a program that has its rows from elsewhere."""
    return checked({**chosen, "dataset": OWN})


def bounded(values: np.ndarray, what: str) -> np.ndarray:
    """The same finite numbers. Raises ``ValueError`` for one whose square overflows."""
    largest = np.abs(values).max()
    if largest > LARGEST:
        raise ValueError(
            f"{what} has a number of size {largest:g}; expected numbers from -{BOUND} to {BOUND}: the squares of "
            "larger ones overflow"
        )
    return values


def digest(data: Data) -> bytes:
    """Tells rows from other rows."""
    return sha256(data.X.tobytes() + as_it_came(data).tobytes()).digest()


def numpy_of_its_own() -> ModuleType:
    """NumPy with a generator of its own: programs in several threads do not draw from each other's, nor the caller's.

    The numbers are those of ``np.random`` with the same seed.
    """
    own = ModuleType("numpy")
    vars(own).update(vars(np))
    own.random = np.random.RandomState(0)  # type: ignore[attr-defined]
    return own
