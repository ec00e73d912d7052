"""What runs in the page's engine: the tutorial's own code, and ours, on the same work. `tutorial_text` is given."""

import gc
import io
import types
from contextlib import redirect_stdout
from time import perf_counter

import glassnet
import numpy as np

tutorial = types.ModuleType("tutorial")
exec(tutorial_text, tutorial.__dict__)  # noqa: F821

X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
Y = np.array([[0], [1], [1], [0]])


def timed(work, times=1):
    """Milliseconds for one of so many runs, and what the last one gave."""
    gc.collect()
    started = perf_counter()
    for _ in range(times):
        result = work()
    return (perf_counter() - started) * 1000 / times, result


def xor(package):
    """W1: the tutorial's program, with the functions of one package or the other."""
    printed = io.StringIO()
    with redirect_stdout(printed):
        milliseconds, network = timed(lambda: package.train_network(X, Y, 2, 2, 1, 10000, 0.1))
    return milliseconds, network, printed.getvalue()


def same_bits(one, other):
    """Whether two dicts hold the same arrays, bit for bit."""
    return list(one) == list(other) and all(
        one[name].shape == other[name].shape and one[name].tobytes() == other[name].tobytes() for name in one
    )


def given():
    """The numbers that all others start from, as plain lists."""
    return {"xor": {name: array.tolist() for name, array in glassnet.initialize_network(2, 2, 1).items()}}
