"""``glassnet.program``: an exercise's program as a Python object."""

from __future__ import annotations

from typing import Any

from glassnet import checks
from glassnet.programs.choices import checked
from glassnet.programs.running import Network, Program, sizes_of
from glassnet.programs.writing import parts


class WrittenProgram(Program):
    """A program's nine functions under their names, its ``source``, and ``train``."""

    def __init__(self, **chosen: Any) -> None:
        self.choices = checked(
            {name: list(value) if isinstance(value, tuple) else value for name, value in chosen.items()}
        )
        super().__init__(parts(self.choices))

    def train(self, X: Any, y: Any, epochs: int, learning_rate: float) -> Network:
        """Trains a new network on inputs (rows, inputs) and targets (rows, outputs), and returns it (tutorial, step 8).

        Prints the loss every 100 epochs, as the tutorial does. Raises ``ValueError`` for bad input.
        """
        X, y = checks.rows(X, "X"), checks.rows(y, "y")
        if len(X) != len(y):
            raise ValueError(f"y has {len(y)} rows; expected {len(X)}, one for each row of X")
        sizes = sizes_of(X.shape[1], self.choices["hidden"], y.shape[1])
        epochs = checks.whole_number(epochs, "epochs", least=0)
        network: Network = self.names["train_network"](
            X, y, *sizes, epochs, checks.positive_number(learning_rate, "learning_rate")
        )
        return network


def program(**chosen: Any) -> WrittenProgram:
    """The program of these choices, such as ``program(hidden=(8, 8), activation="tanh", optimizer="adam")``.

    The names of choices are those in an exercise's address; the defaults are the tutorial's. The object has the
    tutorial's nine functions under their names, ``source`` (the whole file) and ``train(X, y, epochs, learning_rate)``.
    Raises
    ``ValueError`` for a bad choice, with what came and what was expected.
    """
    return WrittenProgram(**chosen)
