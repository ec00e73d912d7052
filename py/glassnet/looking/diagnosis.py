"""Finds why a run does not learn: each finding names a layer, and the number that shows it.

To add a finding: write a function that takes an ``Examined`` and yields findings, and give it a line in
``EXAMINATIONS``. A finding is a dict with ``what``, ``layer`` (counted from 1, the output layer is the last; None for
the whole network) and its numbers. The page has the words (``findings.js``).

A network that fits its targets has no findings: it may have learned to saturate its sigmoids.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from glassnet import checks
from glassnet.checks import Network
from glassnet.looking.examined import Examined
from glassnet.looking.outcome import GROWN, stalled
from glassnet.programs.running import Program
from glassnet.tables.losses import LOSSES

Finding = dict[str, Any]

FLAT = 0.05  # of the steepest slope of an activation
MOSTLY = 0.75  # of a hidden layer's values
VANISHED = 0.01  # of the error at the last layer
LAST_LOSSES = 50  # are examined for oscillation
SWINGS = 0.2  # of the steps between them must rise, by more than
SWING = 0.1  # of their mean
CLIMBS = 10  # losses at least, to distinguish climbing from oscillating
HIGHER = 1.01  # times the lowest loss
STEEPEST = {"sigmoid": 0.25, "tanh": 1.0}


def outside(examined: Examined) -> Iterator[Finding]:
    """Cross-entropy with predictions outside [0, 1], which it treats as 0 or 1 (Bishop 2006, equation 4.90)."""
    if "cross_entropy" not in examined.chosen["loss"] or examined.chosen["output"] in ("sigmoid", "softmax"):
        return
    beyond = np.maximum(-examined.predictions, examined.predictions - 1)
    finite = np.isfinite(beyond)
    if finite.any() and beyond[finite].max() >= 0:
        worst = examined.predictions[finite][beyond[finite].argmax()]
        yield {"what": "outside", "layer": examined.depth, "prediction": float(worst)}
    elif not finite.all():
        yield {"what": "outside", "layer": examined.depth, "prediction": float("nan")}


def lone_softmax(examined: Examined) -> Iterator[Finding]:
    """Softmax with a single output, which is 1 whatever the weights (Bishop 2006, equation 4.62)."""
    shares = examined.kinds[-1].reads == "error"
    if shares and examined.predictions.shape[1] == 1 and not np.allclose(examined.predictions, examined.y):
        yield {"what": "lone_softmax", "layer": examined.depth, "prediction": float(examined.predictions[0, 0])}


def no_number(examined: Examined) -> Iterator[Finding]:
    """Parameters or a loss that overflowed, because the steps were too large."""
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


def climbing(examined: Examined) -> Iterator[Finding]:
    """A loss that climbs because the reader's own code steps uphill, such as with a wrong sign."""
    losses = examined.losses
    if not examined.program.versions or losses.size <= CLIMBS or not np.isfinite(losses).all():
        return
    lowest, last = int(losses.argmin()), examined.loss_now
    if last <= HIGHER * losses[lowest]:
        return
    from_the_start = lowest == 0 and examined.leads_downhill() is False
    lately = (np.diff(losses[-CLIMBS:]) >= 0).all() and examined.leads_downhill(examined.network) is False
    if from_the_start or lately:
        since = int(examined.epochs[lowest])
        yield {"what": "climbing", "layer": None, "first": float(losses[lowest]), "last": last, "since": since}


def growing(examined: Examined) -> Iterator[Finding]:
    """A loss far above its first value, and not falling; or never below it, although the steps lead downhill.

    The steps are then too long.
    """
    losses = examined.losses
    if losses.size < 2 or not np.isfinite(losses).all():
        return
    first, last = float(losses[0]), examined.loss_now
    far = last > GROWN * first and last >= np.median(losses)
    never_lower = losses.size > CLIMBS and losses.min() == first and last > HIGHER * first
    if far or (never_lower and examined.leads_downhill()):
        yield {"what": "growing", "layer": None, "first": first, "last": last}


def swinging(examined: Examined) -> Iterator[Finding]:
    """A loss that oscillates, because each step crosses the valley."""
    losses = examined.losses[-LAST_LOSSES:]
    if losses.size < LAST_LOSSES or not np.isfinite(losses).all():
        return
    steps = np.diff(losses)
    if (steps > SWING * losses.mean()).mean() >= SWINGS:
        yield {"what": "swinging", "layer": None, "lowest": float(losses.min()), "highest": float(losses.max())}


def symmetrical(examined: Examined) -> Iterator[Finding]:
    """Equal neurons in a layer. They get equal gradients, so they stay equal (Goodfellow et al., 2016, section 8.4)."""
    for layer in range(1, examined.depth):
        arriving = np.vstack([examined.network[f"W{layer}"], examined.network[f"b{layer}"]])
        leaving = examined.network[f"W{layer + 1}"].T
        neurons = arriving.shape[1]
        alike = np.allclose(arriving, arriving[:, :1], rtol=1e-9, atol=0)
        if neurons > 1 and alike and np.allclose(leaving, leaving[:1], rtol=1e-9, atol=0):
            weight = float(examined.network[f"W{layer}"][0, 0])
            yield {"what": "symmetrical", "layer": layer, "neurons": neurons, "weight": weight}


def dead(examined: Examined) -> Iterator[Finding]:
    """ReLU neurons whose output is 0 for every row, so no gradient passes (Lu et al., Dying ReLU, 2020)."""
    for layer in range(1, examined.depth + 1):
        if examined.name_of(layer) != "relu":
            continue
        off = int((examined.outputs(layer) <= 0).all(axis=0).sum())
        if off:
            yield {"what": "dead", "layer": layer, "neurons": off, "of": examined.outputs(layer).shape[1]}


def saturated(examined: Examined) -> Iterator[Finding]:
    """Saturated sigmoids and tanhs: their slope is near 0, so little gradient passes (LeCun et al., 1998)."""
    for layer in range(1, examined.depth + 1):
        steepest = STEEPEST.get(examined.name_of(layer))
        if steepest is None:
            continue
        flat = np.abs(examined.slopes(layer)) < FLAT * steepest
        if layer < examined.depth and flat.mean() >= MOSTLY:
            yield {"what": "saturated", "layer": layer, "share": float(flat.mean())}
        if layer == examined.depth and examined.chosen["output"] not in LOSSES[examined.chosen["loss"]].joint:
            stuck = (flat & (np.abs(examined.predictions - examined.y) >= 0.5)).any(axis=1)
            if stuck.any():
                yield {"what": "saturated_output", "layer": layer, "rows": int(stuck.sum()), "of": len(stuck)}


def vanishing(examined: Examined) -> Iterator[Finding]:
    """Gradients that shrink from layer to layer on their way back (Hochreiter, 1991; Glorot and Bengio, 2010)."""
    if examined.depth < 4:
        return
    last = examined.error_at(examined.depth)
    if last == 0:
        return
    share = examined.error_at(1) / last
    if share < VANISHED:
        yield {"what": "vanishing", "layer": 1, "share": share, "layers": examined.depth}


def stuck(examined: Examined) -> Iterator[Finding]:
    """A long run whose loss has almost stopped falling, with the largest remaining gradient, per row."""
    found = stalled(examined.epochs, examined.losses, examined.loss_now)
    if not found:
        return
    part, fall = found
    gradients = examined.gradients
    largest = max(gradients, key=lambda name: float(np.abs(gradients[name]).max()))
    rows = len(examined.X) if examined.chosen["reduction"] == "sum" else 1
    yield {
        "what": "stuck",
        "layer": int(largest[2:]),
        "part": part,
        "fall": float(fall),
        "gradient": float(np.abs(gradients[largest]).max()) / rows,
        "parameter": largest[1:],
    }


BROKEN = [outside, no_number, lone_softmax, climbing]
EXAMINATIONS: list[Callable[[Examined], Iterator[Finding]]] = [
    growing,
    swinging,
    symmetrical,
    dead,
    saturated,
    vanishing,
    stuck,
]


def diagnosis(
    program: Program,
    chosen: Mapping[str, Any],
    network: Network,
    X: np.ndarray,
    y: np.ndarray,
    epochs: Sequence[int] = (),
    losses: Sequence[float] = (),
) -> list[Finding]:
    """The findings about a run, the most serious first. Changes nothing.

    ``chosen`` are the program's checked choices. Parameters may be NaN or infinite; X has shape (rows, inputs), y
    (rows, outputs). ``losses`` are the losses so far, one for each of ``epochs``. There are no findings if a reader's
    version raises, or returns arrays that do not fit. Raises ``ValueError`` if ``losses`` and ``epochs`` differ in
    length.
    """
    at, found = checks.number_array(epochs, "epochs"), checks.number_array(losses, "losses")
    if at.ndim != 1 or at.shape != found.shape:
        raise ValueError(f"losses has shape {found.shape}; expected as many as epochs, {at.shape}")
    own_arrays = {name: array.copy() for name, array in network.items()}
    try:
        return findings(Examined(program, chosen, own_arrays, X, y, at, found))
    except BaseException:  # whatever a reader's code may raise
        if not program.versions:
            raise
        return []


@np.errstate(all="ignore")
def findings(examined: Examined) -> list[Finding]:
    """The findings about a network. Raises what the reader's functions raise."""
    broken = [finding for examine in BROKEN for finding in examine(examined)]
    if broken or examined.fits:
        return broken
    return [finding for examine in EXAMINATIONS for finding in examine(examined)]
