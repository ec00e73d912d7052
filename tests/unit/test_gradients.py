"""Backpropagation against finite differences: every activation, output activation, loss, reduction and depth."""

import numpy as np
import pytest
from cases import SEEDS, examples, parameters
from hypothesis import given
from hypothesis import strategies as st

from glassnet import program
from glassnet.programs.choices import REDUCTIONS
from glassnet.tables.activations import ACTIVATIONS, Activation
from glassnet.tables.losses import LOSSES

STEP = 1e-5
# Where an output's z is kept: a logarithm needs its prediction inside (0, 1), and well away from both ends.
OUTPUT_RANGES = {"sigmoid": (-2.0, 2.0), "softmax": (-2.0, 2.0), "softplus": (-2.0, 0.3)}
INSIDE = (0.1, 0.9)
KINKED = ("mean_absolute_error",)  # where a prediction meets its target


def away_from_kinks(z):
    """Biases (1, neurons) that put 0 into each neuron's widest gap between rows, out of reach of our steps."""
    biases = []
    for values in np.sort(z, axis=0).T:
        gaps = np.diff(values)
        widest = gaps.argmax() if gaps.size else 0
        inside = gaps.size and gaps[widest] > 0.1
        biases.append(-(values[widest] + values[widest + 1]) / 2 if inside else 0.5 - values[0])
    return np.array([biases])


def within(z, low, high):
    """A factor and biases (1, outputs) that bring z of all rows between the two bounds."""
    least, most = z.min(axis=0), z.max(axis=0)
    factor = np.minimum(1, (high - low) / np.maximum(most - least, 1e-9))
    return factor, ((low + high) / 2 - factor * (least + most) / 2)[np.newaxis]


def prepared(network, X, hidden, output):
    """The network with biases, and a scale for the last layer, that keep every layer away from kinks and ends."""
    a = X
    for layer, name in enumerate(hidden, 1):
        z = a @ network[f"W{layer}"]
        network[f"b{layer}"] = away_from_kinks(z)
        a = ACTIVATIONS[name].function(z + network[f"b{layer}"])
    last = len(hidden) + 1
    factor, bias = within(a @ network[f"W{last}"], *OUTPUT_RANGES.get(output, INSIDE))
    network[f"W{last}"] = network[f"W{last}"] * factor
    network[f"b{last}"] = bias
    return network


def away_from_targets(y, y_pred):
    """Targets on the same side of the predictions, but none within 0.01 of one."""
    return np.where(y > y_pred, np.maximum(y, y_pred + 0.01), np.minimum(y, y_pred - 0.01))


@st.composite
def problems(draw, hidden=None, output=None):
    """A network of any depth, with its data and activations."""
    hidden = draw(st.lists(st.sampled_from(sorted(ACTIVATIONS)), max_size=4)) if hidden is None else hidden
    output = draw(st.sampled_from(sorted(ACTIVATIONS))) if output is None else output
    sizes = [draw(st.integers(1, 5)) for _ in range(len(hidden) + 2)]
    random = np.random.default_rng(draw(SEEDS))
    X = random.standard_normal((draw(st.integers(1, 8)), sizes[0]))
    y = random.random((len(X), sizes[-1]))
    if draw(st.booleans()):
        y = np.round(y)
    return prepared(parameters(random, sizes), X, hidden, output), X, y, hidden, output


def downhill(written, network, X, y, loss, reduction):
    """The right gradients, by moving each parameter a little up and down."""

    def total():
        size = len(X) if LOSSES[loss].mean_over == "rows" else y.size
        return written.compute_loss(y, written.predict(network, X)) * size

    scale = LOSSES[loss].scale / (len(X) if reduction == "mean" else 1)
    slopes = {}
    for name, array in network.items():
        slopes["d" + name] = np.empty_like(array)
        for place in np.ndindex(array.shape):
            value = array[place]
            array[place] = value + STEP
            above = total()
            array[place] = value - STEP
            below = total()
            array[place] = value
            slopes["d" + name][place] = -scale * (above - below) / (2 * STEP)
    return slopes


def assert_downhill(problem, loss, reduction):
    network, X, y, hidden, output = problem
    sizes = [network[f"b{layer}"].size for layer in range(1, len(hidden) + 1)]
    activation = hidden if hidden else "sigmoid"
    written = program(hidden=sizes, activation=activation, output=output, loss=loss, reduction=reduction)
    y_pred, cache = written.forward_propagation(network, X)
    y = away_from_targets(y, y_pred) if loss in KINKED else y
    gradients = written.backward_propagation(network, cache, X, y)
    expected = downhill(written, network, X, y, loss, reduction)
    assert set(gradients) == set(expected)
    largest = max(1.0, *(np.abs(slopes).max() for slopes in expected.values()))
    for name, slopes in expected.items():
        assert gradients[name] == pytest.approx(slopes, rel=1e-5, abs=1e-7 * largest), name


@examples(120)
@given(problems(), st.sampled_from(sorted(LOSSES)), st.sampled_from(sorted(REDUCTIONS)))
def test_any_network_goes_downhill(problem, loss, reduction):
    assert_downhill(problem, loss, reduction)


@pytest.mark.parametrize("hidden", sorted(ACTIVATIONS))
@pytest.mark.parametrize("output", sorted(ACTIVATIONS))
@pytest.mark.parametrize("loss", sorted(LOSSES))
def test_every_combination_of_activations_and_loss_goes_downhill(hidden, output, loss):
    random = np.random.default_rng([len(hidden), len(output), len(loss)])
    X, y = random.standard_normal((4, 2)), np.array([[0, 1.0], [1, 0], [0.5, 0.5], [0.25, 0]])
    network = prepared(parameters(random, (2, 2, 3, 2)), X, [hidden, hidden], output)
    assert_downhill((network, X, y, [hidden, hidden], output), loss, "sum")


@pytest.mark.parametrize("name", sorted(ACTIVATIONS))
def test_every_derivative_is_its_functions_slope(name):
    _, function, derivative, reads, *_ = ACTIVATIONS[name]
    z = np.linspace(-4, 4, 40)  # an even number of points: 0, where ReLU has its kink, is none of them
    if reads == "error":
        error, steps = np.cos(z), STEP * np.eye(40)
        slope = (function(z + steps) - function(z - steps)) @ error / (2 * STEP)
        assert derivative(function(z), error) == pytest.approx(slope, rel=1e-6, abs=1e-9)
    else:
        slope = (function(z + STEP) - function(z - STEP)) / (2 * STEP)
        assert derivative(function(z) if reads == "a" else z) == pytest.approx(slope, rel=1e-6, abs=1e-9)


@pytest.mark.parametrize("name", sorted(LOSSES))
@examples(40)
@given(seed=SEEDS)
def test_every_losses_derivative_is_its_slope_downhill(name, seed):
    entry = LOSSES[name]
    random = np.random.default_rng(seed)
    y_true, y_pred = random.random((1, 1)), random.uniform(0.05, 0.95, (1, 1))
    slope = (entry.function(y_true, y_pred + STEP) - entry.function(y_true, y_pred - STEP)) / (2 * STEP)
    assert entry.derivative(y_true, y_pred).item() == pytest.approx(-entry.scale * slope, rel=1e-6, abs=1e-8)


def mish(x):
    return x * np.tanh(np.log1p(np.exp(x)))


def mish_derivative(x):
    a = np.tanh(np.log1p(np.exp(x)))
    return a + x * (1 - a * a) / (1 + np.exp(-x))


@pytest.mark.parametrize("output", ["sigmoid", "mish"])
@pytest.mark.parametrize("loss", sorted(LOSSES))
def test_an_activation_added_by_one_line_whose_derivative_reads_z(output, loss, monkeypatch):
    monkeypatch.setitem(ACTIVATIONS, "mish", Activation("Mish", mish, mish_derivative, reads="z"))
    random = np.random.default_rng(0)
    X, y, hidden = random.standard_normal((6, 3)), random.random((6, 2)), ["mish", "tanh", "mish"]
    network = prepared(parameters(random, (3, 4, 5, 4, 2)), X, hidden, output)
    assert_downhill((network, X, y, hidden, output), loss, "sum")


JOINT = [(loss, output) for loss, entry in sorted(LOSSES.items()) for output in sorted(entry.joint)]


@pytest.mark.parametrize(("loss", "output"), JOINT)
@examples(40)
@given(seed=SEEDS)
def test_every_joint_derivative_is_the_slope_in_z(loss, output, seed):
    entry, function = LOSSES[loss], ACTIVATIONS[output].function
    random = np.random.default_rng(seed)
    y_true, z = random.random((1, 3)), random.uniform(-3, 3, (1, 3))
    joint = entry.joint[output](y_true, function(z))
    size = 1 if entry.mean_over == "rows" else 3
    for place, step in enumerate(STEP * np.eye(3)):
        slope = size * (entry.function(y_true, function(z + step)) - entry.function(y_true, function(z - step)))
        assert joint[0, place] == pytest.approx(-entry.scale * slope / (2 * STEP), rel=1e-6, abs=1e-8)


def test_the_known_joint_derivatives_are_there():
    assert set(JOINT) == {("binary_cross_entropy", "sigmoid"), ("categorical_cross_entropy", "softmax")}
