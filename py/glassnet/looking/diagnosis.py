"""What keeps a run from learning, with the layer that shows it and the number that says so.

To add a finding: write a function that takes what is examined and yields findings, and give it a line in
``EXAMINATIONS``. A finding is a dict with ``what``, ``layer`` (counted from 1, the last is the output's; none where all
are meant) and its numbers. The words for it are the page's.

A network that fits its targets has no findings, however flat its sigmoids are: they are what it learned.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from glassnet import checks
from glassnet.checks import Network
from glassnet.looking.examined import Examined
from glassnet.network import Names, backward_propagation, checked_names, forward_propagation
from glassnet.tables.activations import ACTIVATIONS
from glassnet.tables.losses import LOSSES

Finding = dict[str, Any]

FLAT = 0.05  # of the steepest slope of an activation
MOSTLY = 0.75  # of a hidden layer's values
VANISHED = 0.01  # of what arrives at the last layer
# A run of so many epochs is stuck where, in this last part of it, the loss fell by less than this share. The tutorial's
# own waits on a plateau for 2,000 epochs before its loss falls, but there it falls by more than that.
STUCK = [(5000, 0.1, 0.02), (2000, 0.5, 0.002)]
LAST_LOSSES = 50  # are looked at for swings
SWINGS = 0.2  # of the steps between them lead upwards, and by more than
SWING = 0.1  # of their mean
STEEPEST = {"sigmoid": 0.25, "tanh": 1.0}


def outside(examined: Examined) -> Iterator[Finding]:
    """A cross-entropy that is given what is no probability, and takes it for 0 or 1 (Bishop 2006, equation 4.90)."""
    if "cross_entropy" not in examined.loss or examined.output_activation in ("sigmoid", "softmax"):
        return
    beyond = np.maximum(-examined.predictions, examined.predictions - 1)
    finite = np.isfinite(beyond)
    if finite.any() and beyond[finite].max() >= 0:
        worst = examined.predictions[finite][beyond[finite].argmax()]
        yield {"what": "outside", "layer": examined.depth, "prediction": float(worst)}
    elif not finite.all():
        yield {"what": "outside", "layer": examined.depth, "prediction": float("nan")}


def lone_softmax(examined: Examined) -> Iterator[Finding]:
    """Shares of 1 among a single output: it gets all of it, whatever the weights (Bishop 2006, equation 4.62)."""
    shares = ACTIVATIONS[examined.output_activation].reads == "error"
    if shares and examined.predictions.shape[1] == 1 and not np.allclose(examined.predictions, examined.y):
        yield {"what": "lone_softmax", "layer": examined.depth, "prediction": float(examined.predictions[0, 0])}


def no_number(examined: Examined) -> Iterator[Finding]:
    """Parameters or a loss beyond all numbers: the steps were too large."""
    broken = [name for name, parameter in examined.network.items() if not np.isfinite(parameter).all()]
    if not broken and np.isfinite(examined.loss_now):
        return
    finite = np.concatenate([np.abs(p[np.isfinite(p)]) for p in examined.network.values()], axis=None)
    yield {
        "what": "no_number",
        "layer": int(broken[0][1:]) if broken else examined.depth,
        "parameter": broken[0] if broken else None,
        "largest": float(finite.max()) if finite.size else None,
    }


def growing(examined: Examined) -> Iterator[Finding]:
    """A loss that is far above where it began, and not on its way back."""
    if examined.losses.size < 2 or not np.isfinite(examined.losses).all():
        return
    first, last = float(examined.losses[0]), examined.loss_now
    if last > 3 * first and last >= np.median(examined.losses):
        yield {"what": "growing", "layer": None, "first": first, "last": last}


def swinging(examined: Examined) -> Iterator[Finding]:
    """A loss that goes up and down: each step leads over the valley, to its other side."""
    losses = examined.losses[-LAST_LOSSES:]
    if losses.size < LAST_LOSSES or not np.isfinite(losses).all():
        return
    steps = np.diff(losses)
    if (steps > SWING * losses.mean()).mean() >= SWINGS:
        yield {"what": "swinging", "layer": None, "lowest": float(losses.min()), "highest": float(losses.max())}


def symmetrical(examined: Examined) -> Iterator[Finding]:
    """Neurons of a layer that are all alike stay so: they get the same gradient (Goodfellow et al., 2016, 8.4)."""
    for layer in range(1, examined.depth):
        arriving = np.vstack([examined.network[f"W{layer}"], examined.network[f"b{layer}"]])
        leaving = examined.network[f"W{layer + 1}"].T
        neurons = arriving.shape[1]
        alike = np.allclose(arriving, arriving[:, :1], rtol=1e-9, atol=0)
        if neurons > 1 and alike and np.allclose(leaving, leaving[:1], rtol=1e-9, atol=0):
            weight = float(examined.network[f"W{layer}"][0, 0])
            yield {"what": "symmetrical", "layer": layer, "neurons": neurons, "weight": weight}


def dead(examined: Examined) -> Iterator[Finding]:
    """ReLU neurons that say 0 to each row: no gradient comes through (Lu et al., Dying ReLU, 2020)."""
    for layer in range(1, examined.depth + 1):
        if examined.name_of(layer) != "relu":
            continue
        off = int((examined.outputs(layer) <= 0).all(axis=0).sum())
        if off:
            yield {"what": "dead", "layer": layer, "neurons": off, "of": examined.outputs(layer).shape[1]}


def saturated(examined: Examined) -> Iterator[Finding]:
    """Sigmoids and tanhs on their flat ends, where a slope near 0 lets no gradient through (LeCun et al., 1998)."""
    for layer in range(1, examined.depth + 1):
        steepest = STEEPEST.get(examined.name_of(layer))
        if steepest is None:
            continue
        flat = np.abs(examined.slopes(layer)) < FLAT * steepest
        if layer < examined.depth and flat.mean() >= MOSTLY:
            yield {"what": "saturated", "layer": layer, "share": float(flat.mean())}
        if layer == examined.depth and examined.output_activation not in LOSSES[examined.loss].joint:
            stuck = (flat & (np.abs(examined.predictions - examined.y) >= 0.5)).any(axis=1)
            if stuck.any():
                yield {"what": "saturated_output", "layer": layer, "rows": int(stuck.sum()), "of": len(stuck)}


def vanishing(examined: Examined) -> Iterator[Finding]:
    """Gradients that shrink from layer to layer on their way back (Hochreiter, 1991; Glorot and Bengio, 2010)."""
    arriving = examined.asked_of(examined.depth)
    if examined.depth < 4 or arriving == 0:
        return
    share = examined.asked_of(1) / arriving
    if share < VANISHED:
        yield {"what": "vanishing", "layer": 1, "share": share, "layers": examined.depth}


def stuck(examined: Examined) -> Iterator[Finding]:
    """A long run whose loss has all but stopped falling, and the largest gradient that is left."""
    now, last = examined.loss_now, examined.epochs[-1] if examined.epochs.size else 0
    for least, part, share in STUCK:
        before = examined.losses[np.searchsorted(examined.epochs, (1 - part) * last, side="right") - 1] if last else 0.0
        if last >= least and now > (1 - share) * before > 0:
            break
    else:
        return
    _, cache = forward_propagation(examined.network, examined.X, **examined.functions)
    gradients = backward_propagation(
        examined.network, cache, examined.X, examined.y, loss=examined.loss, reduction="mean", **examined.functions
    )
    largest = max(gradients, key=lambda name: float(np.abs(gradients[name]).max()))
    yield {
        "what": "stuck",
        "layer": int(largest[2:]),
        "part": part,
        "fall": float(1 - now / before),
        "gradient": float(np.abs(gradients[largest]).max()),
        "parameter": largest[1:],
    }


BROKEN = [outside, no_number, lone_softmax]
EXAMINATIONS: list[Callable[[Examined], Iterator[Finding]]] = [
    growing,
    swinging,
    symmetrical,
    dead,
    saturated,
    vanishing,
    stuck,
]


@np.errstate(all="ignore")
def diagnosis(
    network: Network,
    X: np.ndarray,
    y: np.ndarray,
    *,
    activation: Names = "sigmoid",
    output_activation: str = "sigmoid",
    loss: str = "mean_squared_error",
    epochs: Sequence[int] = (),
    losses: Sequence[float] = (),
) -> list[Finding]:
    """What keeps a network from learning, the gravest first; nothing is changed.

    The parameters may be no numbers; X has shape (rows, inputs), y (rows, outputs). ``losses`` are those so far, at
    ``epochs``, in their order and as many. Raises ``ValueError`` where these two do not fit, and for an unknown name.
    """
    checks.one_of(LOSSES, loss, "loss")
    examined = Examined(
        network,
        X,
        y,
        checked_names(activation, output_activation),
        output_activation,
        loss,
        checks.number_array(epochs, "epochs"),
        checks.number_array(losses, "losses"),
    )
    if examined.epochs.ndim != 1 or examined.epochs.shape != examined.losses.shape:
        raise ValueError(
            f"losses has shape {examined.losses.shape}; expected as many as epochs, {examined.epochs.shape}"
        )
    broken = [finding for examine in BROKEN for finding in examine(examined)]
    if broken or examined.fits:
        return broken
    return [finding for examine in EXAMINATIONS for finding in examine(examined)]
