"""W1 to W4: the tutorial's own code, ours, plain loops and the peers, on the same numbers."""

from collections.abc import Callable
from typing import Any, NamedTuple

from browsers import Pages
from race import Contestant, Line

NEAR = 1e-12
NEAR_IN_FLOAT32 = 1e-3
ROUNDS = 8
CHECKED_EPOCHS = 100  # as long as rounding takes to show in single precision


class Work(NamedTuple):
    """One network to train: its name in the table and in `contestants.py`, how long, and the ratio to reach."""

    title: str
    problem: str
    epochs: int
    turns: int  # short turns, many rounds: noise then hits all alike
    target: float


XOR = Work("W1: XOR, 2-2-1, 10,000 epochs", "xor", 10_000, 4, 0.6)
SPIRALS = Work("W2: spirals, 500 rows, 2-8-8-1, tanh, 1,000 epochs", "spirals", 1_000, 4, 0.75)
DIGITS = Work("W3: 1,797 rows, 64-64-10, 50 epochs", "digits", 50, 10, 0.65)


def training(pages: Pages, work: Work, brain: bool = True) -> list[Line]:
    """One work: the tutorial's training, ours, and the peers'. Both compute the loss of every epoch."""
    check_training(pages, work)
    epochs = work.epochs // work.turns

    def python(function: str) -> Callable[[], float]:
        return lambda: work.turns * pages.python(f"answer = {function}({work.problem!r}, {epochs})[0]")

    def peer(who: str, times: int = 1) -> Callable[[], float]:
        def run() -> float:
            return work.turns * pages.peer(work.problem, who, epochs=epochs, times=times)["milliseconds"]

        return run

    return pages.race(
        work.title,
        ROUNDS,
        [
            Contestant("the tutorial's own code", python("train_theirs")),
            Contestant("Glassnet", python("train_ours"), target=work.target),
            Contestant("plain JavaScript loops", peer("loops", 20 if work is XOR else 1)),
            *([Contestant("brain.js", peer("brain", 10 if work is XOR else 1))] if brain else []),
            Contestant("TensorFlow.js, wasm", peer("tfjs")),
        ],
    )


def xor(pages: Pages) -> list[Line]:
    """W1: the tutorial's own training."""
    return training(pages, XOR)


def spirals(pages: Pages) -> list[Line]:
    """W2: the tutorial's code, a layer more."""
    return training(pages, SPIRALS)


def digits(pages: Pages) -> list[Line]:
    """W3: large products. brain.js, which updates after each row, would take minutes."""
    return training(pages, DIGITS, brain=False)


def check_training(pages: Pages, work: Work) -> None:
    """Ends the benchmarks if somebody trains another network than the tutorial does."""
    epochs = work.epochs if work is XOR else CHECKED_EPOCHS
    pages.python(f"theirs, ours = (train({work.problem!r}, {epochs}) for train in (train_theirs, train_ours))")
    if not pages.python("answer = same_bits(theirs[1], ours[1]) and theirs[2] == ours[2]"):
        raise SystemExit("Glassnet's trained network, or what it printed, is not the tutorial's, bit for bit.")
    expected = pages.python("answer = flat(theirs[1])")
    check_near("Glassnet's network", {"result": pages.python("answer = flat(ours[1])")}, expected, NEAR)
    check_near("the loops' network", pages.peer(work.problem, "loops", epochs=epochs), expected, NEAR)
    check_near("TensorFlow.js's network", pages.peer(work.problem, "tfjs", epochs=epochs), expected, NEAR_IN_FLOAT32)


def grid(pages: Pages) -> list[Line]:
    """W4: a picture's worth of predictions."""
    expected = pages.python("answer = predict_theirs().ravel()")
    check_near("Glassnet's picture", {"result": pages.python("answer = predict_ours().ravel()")}, expected, NEAR)
    check_near("the loops' picture", pages.peer("predict", "loops"), expected, NEAR)
    check_near("TensorFlow.js's picture", pages.peer("predict", "tfjs"), expected, NEAR_IN_FLOAT32)

    def python(who: str) -> float:
        return pages.python(f"answer = time_predict({who}, 5)")

    def peer(who: str) -> float:
        return pages.peer("predict", who, times=5)["milliseconds"]

    return pages.race(
        "W4: 100 x 100 grid, 2-8-8-1, tanh",
        ROUNDS,
        [
            Contestant("the tutorial's code, a layer more", lambda: python("predict_theirs")),
            Contestant("Glassnet", lambda: python("predict_ours"), target=0.6),
            Contestant("plain JavaScript loops", lambda: peer("loops")),
            Contestant("brain.js", lambda: peer("brain")),
            Contestant("TensorFlow.js, wasm", lambda: peer("tfjs")),
        ],
    )


def check_near(what: str, answer: dict[str, Any], expected: Any, near: float) -> None:
    """Ends the benchmarks if a result is not the tutorial's."""
    difference = max(abs(one - other) for one, other in zip(answer["result"], expected, strict=True))
    if not difference <= near:
        raise SystemExit(f"{what} differs from the tutorial's by {difference}; expected {near} at most.")
