"""W1 and W4: the tutorial's own code, ours, plain loops and the peers, on the same numbers."""

from typing import Any

from browsers import Pages
from race import Contestant, Line

EPOCHS = 10_000
TURNS = 4  # short turns, many rounds: noise then hits all alike
NEAR = 1e-12
NEAR_IN_FLOAT32 = 1e-3


def xor(pages: Pages) -> list[Line]:
    """W1: the tutorial's own training."""
    check_training(pages)
    epochs = EPOCHS // TURNS

    def python(package: str) -> float:
        return TURNS * pages.python(f"answer = train({package}, {epochs})[0]")

    def every_loss() -> float:
        return TURNS * pages.python(f"answer = train_reading_every_loss({epochs})")

    def peer(who: str, times: int = 1) -> float:
        return TURNS * pages.peer("train", who, epochs=epochs, times=times)["milliseconds"]

    return pages.race(
        f"W1: XOR, 2-2-1, {EPOCHS:,} epochs",
        8,
        [
            Contestant("the tutorial's own code", lambda: python("tutorial")),
            Contestant("Glassnet, losses as printed", lambda: python("glassnet"), target=0.6),
            Contestant("Glassnet, every loss", every_loss, target=0.6),  # as much work as the tutorial's own
            Contestant("plain JavaScript loops", lambda: peer("loops", 20)),
            Contestant("brain.js", lambda: peer("brain", 10)),
            Contestant("TensorFlow.js, wasm", lambda: peer("tfjs")),
        ],
    )


def check_training(pages: Pages) -> None:
    """Ends the benchmarks if somebody trains another network than the tutorial does."""
    pages.python(f"theirs, ours = train(tutorial, {EPOCHS}), train(glassnet, {EPOCHS})")
    if not pages.python("answer = same_bits(theirs[1], ours[1]) and theirs[2] == ours[2]"):
        raise SystemExit("Glassnet's trained network, or what it printed, is not the tutorial's, bit for bit.")
    expected = pages.python("answer = flat(theirs[1])")
    check_near("the loops' network", pages.peer("train", "loops", epochs=EPOCHS), expected, NEAR)
    check_near("TensorFlow.js's network", pages.peer("train", "tfjs", epochs=EPOCHS), expected, NEAR_IN_FLOAT32)


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
        8,
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
