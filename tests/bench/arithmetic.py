"""W1 to W4: the tutorial's own code, ours, plain loops and the peers, on the same numbers."""

from collections.abc import Callable
from statistics import median
from typing import Any, NamedTuple

from browsers import Pages
from race import Contestant, Line

NEAR = 1e-12
NEAR_IN_FLOAT32 = 1e-3
ROUNDS = 8
SOON_DONE = 20  # times in a row that a work of a few milliseconds is done: a browser's clock counts tenths
NETWORKS, SOME = 1000, 5
CHECKED_EPOCHS = 100  # as long as rounding takes to show in single precision


class Work(NamedTuple):
    """One network to train: its name in the table and in `contestants.py`, how long, and the ratio to reach."""

    title: str
    problem: str
    epochs: int
    target: float


XOR = Work("W1: XOR, 2-2-1, 10,000 epochs", "xor", 10_000, 0.003)
SPIRALS = Work("W2: spirals, 500 rows, 2-8-8-1, tanh, 1,000 epochs", "spirals", 1_000, 0.15)
DIGITS = Work("W3: 1,797 rows, 64-64-10, 50 epochs", "digits", 50, 0.2)


def training(pages: Pages, work: Work, brain: bool = True) -> list[Line]:
    """One work: the tutorial's training, ours, and the peers'. Both compute the loss of every epoch."""
    check_training(pages, work)
    times = SOON_DONE if work is XOR else 1

    def python(function: str, **times: int) -> Callable[[], float]:
        given = "".join(f", {name}={count}" for name, count in times.items())
        return lambda: pages.python(f"answer = {function}({work.problem!r}, {work.epochs}{given})[0]")

    def peer(who: str, times: int = 1) -> Callable[[], float]:
        def run() -> float:
            return pages.peer(work.problem, who, epochs=work.epochs, times=times)["milliseconds"]

        return run

    return pages.race(
        work.title,
        ROUNDS,
        [
            Contestant("the tutorial's own code", python("train_theirs")),
            Contestant("Glassnet", python("train_ours", times=times), target=work.target),
            Contestant("plain JavaScript loops", peer("loops", times)),
            *([Contestant("brain.js", peer("brain", times))] if brain else []),
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


def many(pages: Pages) -> list[Line]:
    """W5: a thousand networks. The tutorial's code trains some of them, one after the other."""
    if not pages.python("answer = same_as_alone(5, 300)"):
        raise SystemExit("One of many networks is not the tutorial's, bit for bit.")

    def theirs() -> float:
        return NETWORKS / SOME * pages.python(f"answer = sum(train_theirs('xor', 2000)[0] for _ in range({SOME}))")

    return pages.race(
        f"W5: {NETWORKS:,} XOR networks, 2,000 epochs each",
        ROUNDS,
        [
            Contestant(f"the tutorial's own code ({SOME} of them)", theirs),
            Contestant("Glassnet", lambda: pages.python(f"answer = train_many({NETWORKS}, 2000)[0]"), target=0.001),
            Contestant(
                f"plain JavaScript loops ({SOME} of them)",
                lambda: NETWORKS * pages.peer("xor", "loops", epochs=2000, times=SOME)["milliseconds"],
            ),
        ],
    )


def first_runs(pages: Pages) -> str:
    """How long a first run takes once the page has all that it needs, and how long another: the whole of it."""
    first, traced, warm = [], [], []
    for _ in pages.engines:
        pages.next_engine()
        first.append(pages.python(f"answer = train_ours('xor', {XOR.epochs})[0]"))
        traced.append(pages.python(f"answer = train_ours('another form', {XOR.epochs})[0]"))
        warm.append(median(pages.python(f"answer = train_ours('xor', {XOR.epochs})[0]") for _ in range(5)))
    return (
        f"A first run of {XOR.epochs:,} epochs takes {median(first):.0f} ms, as it was compiled ahead; one of another "
        f"form, with tracing, emitting and checking, {median(traced):.0f} ms (to reach: 60 ms); a later one "
        f"{median(warm):.1f} ms (10 ms)."
    )


def seeds(pages: Pages) -> str:
    """How long a thousand seeds of the tutorial's run take, from nothing to what became of each."""
    times = []
    for _ in pages.engines:
        pages.next_engine()
        seconds, solved = pages.python(f"answer = train_seeds({NETWORKS})")
        times.append(seconds)
    return (
        f"{NETWORKS:,} seeds of the tutorial's run, {XOR.epochs:,} epochs each, take {median(times):.1f} s on one core "
        f"(to reach: 6 s); {solved:.1%} solve it."
    )


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
        return pages.python(f"answer = time_predict({who}, {SOON_DONE})")

    def peer(who: str) -> float:
        return pages.peer("predict", who, times=SOON_DONE)["milliseconds"]

    return pages.race(
        "W4: 100 x 100 grid, 2-8-8-1, tanh",
        ROUNDS,
        [
            Contestant("the tutorial's code, a layer more", lambda: python("predict_theirs")),
            Contestant("Glassnet", lambda: python("predict_ours"), target=0.3),
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
