"""Helpers for tests of the session: training on, and checking frames."""

import numpy as np
from cases import X, Y, assert_same_bits, same_bits

import tutorial
from glassnet import session

LONG = 1e9  # milliseconds


def more(epochs, **wishes):
    """Train for a number of epochs, however long it takes."""
    return session.train(LONG, session.look({})["epoch"] + epochs, **wishes)


def assert_frame(frame, epoch, network, losses, y=Y):
    """The frame has this network, this epoch, and these losses."""
    y_pred = tutorial.predict(network, X)
    assert frame["epoch"] == epoch
    assert_same_bits(frame["parameters"], network)
    assert same_bits(frame["predictions"], y_pred[:, 0])
    assert frame["losses"].tolist() == losses
    assert frame["loss"] == tutorial.compute_loss(y, y_pred)
    assert type(frame["loss"]) is float


def listed(value):
    """The same with plain lists, as from the page's storage."""
    if isinstance(value, dict):
        return {name: listed(entry) for name, entry in value.items()}
    return value.tolist() if isinstance(value, np.ndarray) else value
