"""Activation functions: known values, the right limits where exp overflows, and a table that holds together."""

import inspect
import math

import numpy as np
import pytest

from glassnet.activations import ACTIVATIONS, relu, relu_derivative, sigmoid, sigmoid_derivative, tanh, tanh_derivative


def test_sigmoid_at_known_places():
    assert sigmoid(np.array(0.0)) == 0.5
    assert sigmoid(np.array([math.log(3), -math.log(3)])) == pytest.approx([0.75, 0.25], rel=1e-15)
    assert sigmoid_derivative(np.array([0.5, 0.75, 0.0, 1.0])).tolist() == [0.25, 0.1875, 0.0, 0.0]


@pytest.mark.parametrize("far", [710.0, 1000.0, 1e6, 1e308, math.inf])
def test_sigmoid_reaches_its_limits_without_a_warning(far):
    assert sigmoid(np.array([far, -far])).tolist() == [1.0, 0.0]
    assert math.copysign(1, sigmoid(np.array(-far))) == 1


def test_sigmoid_takes_plain_numbers_and_whole_numbers_as_the_tutorials_does():
    assert sigmoid(0) == 0.5
    assert sigmoid(np.array([0, 1000, -1000])).tolist() == [0.5, 1.0, 0.0]


def test_the_silence_ends_with_the_sigmoid():
    sigmoid(np.array(-1000.0))
    with pytest.warns(RuntimeWarning, match="overflow"):
        np.exp(np.array(1000.0))


def test_nan_stays_nan():
    for activation in ACTIVATIONS.values():
        assert np.isnan(activation.function(np.array(math.nan)))


def test_tanh_at_known_places():
    assert tanh(np.array([0.0, 1000.0, -1000.0])).tolist() == [0.0, 1.0, -1.0]
    assert tanh(np.array(math.log(2))) == pytest.approx(0.6, rel=1e-15)
    z = np.linspace(-20, 20, 4001)
    assert np.abs(tanh(z) - np.tanh(z)).max() < 4e-16
    assert tanh_derivative(np.array([0.0, 0.5, 1.0, -1.0])).tolist() == [1.0, 0.75, 0.0, 0.0]


def test_relu_at_known_places():
    assert relu(np.array([-2.0, 0.0, 3.0, math.inf, -math.inf])).tolist() == [0.0, 0.0, 3.0, math.inf, 0.0]
    assert relu_derivative(np.array([0.0, 3.0])).tolist() == [0.0, 1.0]
    assert relu_derivative(np.array([3])).dtype == np.float64


@pytest.mark.parametrize("name", sorted(ACTIVATIONS))
@pytest.mark.parametrize("shape", [(), (3,), (2, 3), (2, 3, 4)])
def test_shapes_are_kept_and_inputs_left_as_they_are(name, shape):
    _, function, derivative, reads = ACTIVATIONS[name]
    z = np.linspace(-1, 1, math.prod(shape)).reshape(shape)
    kept = z.copy()
    a = function(z)
    assert np.shape(a) == np.shape(derivative(a if reads == "a" else z)) == shape
    assert np.array_equal(z, kept)


def test_the_table():
    assert set(ACTIVATIONS) >= {"sigmoid", "tanh", "relu"}
    for name, activation in ACTIVATIONS.items():
        assert activation.label
        assert activation.reads in ("a", "z")
        assert activation.function.__name__ == name
        assert activation.derivative.__name__ == f"{name}_derivative"


def test_the_source_that_the_page_shows_is_the_functions_own():
    assert "def sigmoid(x):" in inspect.getsource(sigmoid)
    assert "np.exp(-x)" in inspect.getsource(sigmoid)
