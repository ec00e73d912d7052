"""What the tests of the page's door share: training on, and what a frame must tell of it."""

import numpy as np
from cases import X, Y, assert_same_bits, same_bits

import tutorial
from glassnet import session

LONG = 1e9  # milliseconds


def more(epochs, **wishes):
    """Train on for so many epochs, however long it takes."""
    return session.train(LONG, session.look({})["epoch"] + epochs, **wishes)


def assert_frame(frame, epoch, network, losses, y=Y):
    """The frame tells of this network, at this epoch, and of these losses on the way to it."""
    y_pred = tutorial.predict(network, X)
    assert frame["epoch"] == epoch
    assert_same_bits(frame["parameters"], network)
    assert same_bits(frame["predictions"], y_pred[:, 0])
    assert frame["losses"].tolist() == losses
    assert frame["loss"] == tutorial.compute_loss(y, y_pred)
    assert type(frame["loss"]) is float


def listed(value):
    """The same with plain lists, as it comes from the page's storage."""
    if isinstance(value, dict):
        return {name: listed(entry) for name, entry in value.items()}
    return value.tolist() if isinstance(value, np.ndarray) else value
