"""Activation functions: known values, limits far from 0, and a consistent table."""

import inspect
import math

import numpy as np
import pytest

from glassnet.tables.activations import (
    ACTIVATIONS,
    elu,
    elu_derivative,
    gelu,
    gelu_derivative,
    leaky_relu,
    leaky_relu_derivative,
    linear,
    linear_derivative,
    relu,
    relu_derivative,
    sigmoid,
    sigmoid_derivative,
    sine,
    sine_derivative,
    softmax,
    softmax_derivative,
    softplus,
    softplus_derivative,
    swish,
    swish_derivative,
    tanh,
    tanh_derivative,
)

INF = math.inf
# The value towards -infinity and +infinity, and the slope there.
LIMITS = {
    "sigmoid": ((0, 1), (0, 0)),
    "tanh": ((-1, 1), (0, 0)),
    "relu": ((0, INF), (0, 1)),
    "leaky_relu": ((-INF, INF), (0.01, 1)),
    "elu": ((-1, INF), (0, 1)),
    "gelu": ((0, INF), (0, 1)),
    "softplus": ((0, INF), (0, 1)),
    "swish": ((0, INF), (0, 1)),
    "linear": ((-INF, INF), (1, 1)),
}


@pytest.mark.parametrize("name", sorted(ACTIVATIONS))
def test_the_bounds_are_those_of_the_outputs(name):
    _, function, _, _, low, high = ACTIVATIONS[name]
    z = np.linspace(-20, 20, 40_001)
    values = function(np.stack([z, np.zeros_like(z)], axis=-1))[:, 0]
    for bound, end in ((low, values.min()), (high, values.max())):
        assert abs(end) >= 0.19 if bound is None else end == pytest.approx(bound, abs=1e-3)


def slope_of(name, z):
    """The derivative at z, whatever its argument is."""
    _, function, derivative, reads, *_ = ACTIVATIONS[name]
    a = function(z)
    return derivative(a, np.ones(np.shape(a))) if reads == "error" else derivative(a if reads == "a" else z)


def test_sigmoid_at_known_places():
    assert sigmoid(np.array(0.0)) == 0.5
    assert sigmoid(np.array([math.log(3), -math.log(3)])) == pytest.approx([0.75, 0.25], rel=1e-15)
    assert sigmoid_derivative(np.array([0.5, 0.75, 0.0, 1.0])).tolist() == [0.25, 0.1875, 0.0, 0.0]


@pytest.mark.parametrize("far", [710.0, 1000.0, 1e6, 1e308, math.inf])
@np.errstate(over="ignore")
def test_sigmoid_reaches_its_limits(far):
    assert sigmoid(np.array([far, -far])).tolist() == [1.0, 0.0]
    assert math.copysign(1, sigmoid(np.array(-far))) == 1


@np.errstate(over="ignore")
def test_sigmoid_takes_plain_numbers_and_whole_numbers():
    assert sigmoid(0) == 0.5
    assert sigmoid(np.array([0, 1000, -1000])).tolist() == [0.5, 1.0, 0.0]


def test_sigmoid_is_the_tutorials_plain_formula_and_overflows_like_it():
    with pytest.warns(RuntimeWarning, match="overflow"):
        sigmoid(np.array(-1000.0))


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


@pytest.mark.parametrize("name", sorted(LIMITS))
@pytest.mark.parametrize("far", [1000.0, 1e6])
@np.errstate(over="ignore")  # of exp, in the sigmoid's plain formula
def test_limits_are_reached(name, far):
    values, slopes = LIMITS[name]
    ends = ACTIVATIONS[name].function(np.array([-far, far]))
    for end, limit, sign in zip(ends, values, (-1, 1), strict=True):
        if math.isinf(limit):
            assert end == pytest.approx(sign * far * (0.01 if name == "leaky_relu" and sign < 0 else 1))
        else:
            assert end == limit
    assert slope_of(name, np.array([-far, far])).tolist() == list(slopes)


def test_leaky_relu_at_known_places():
    assert leaky_relu(np.array([-2.0, 0.0, 3.0])).tolist() == [-0.02, 0.0, 3.0]
    assert leaky_relu_derivative(np.array([-0.02, 0.0, 3.0])).tolist() == [0.01, 0.01, 1.0]


def test_elu_at_known_places():
    assert elu(np.array([-math.log(2), 0.0, 3.0])) == pytest.approx([-0.5, 0.0, 3.0], rel=1e-15)
    assert elu_derivative(np.array([-0.5, 0.0, 3.0])).tolist() == [0.5, 1.0, 1.0]


def test_gelu_is_the_papers_approximation_and_near_the_exact_one():
    z = np.linspace(-8, 8, 1601)
    papers = 0.5 * z * (1 + np.tanh(math.sqrt(2 / math.pi) * (z + 0.044715 * z**3)))
    exact = [0.5 * x * (1 + math.erf(x / math.sqrt(2))) for x in z]
    assert gelu(z) == pytest.approx(papers, rel=1e-12, abs=1e-15)
    assert np.abs(gelu(z) - exact).max() < 0.0005
    assert gelu_derivative(np.array(0.0)) == 0.5


def test_softplus_at_known_places():
    assert softplus(np.array([0.0, 100.0])) == pytest.approx([math.log(2), 100.0], rel=1e-15)
    assert softplus(np.array(-50.0)) == pytest.approx(math.exp(-50), rel=1e-12, abs=0)
    assert softplus_derivative(np.array([math.log(2), 0.0])) == pytest.approx([0.5, 0.0], rel=1e-15)


def test_swish_at_known_places():
    assert swish(np.array([0.0, math.log(3)])) == pytest.approx([0.0, 0.75 * math.log(3)], rel=1e-15)
    assert swish_derivative(np.array(0.0)) == 0.5


def test_sine_and_linear_at_known_places():
    assert sine(np.array([0.0, math.pi / 2])).tolist() == [0.0, 1.0]
    assert sine_derivative(np.array([0.0, math.pi])).tolist() == [1.0, -1.0]
    assert linear(np.array([-2.0, 3.0])).tolist() == [-2.0, 3.0]
    assert linear_derivative(np.array([-2.0, 3.0])).tolist() == [1.0, 1.0]


def test_softmax_shares_one_among_the_neurons_of_a_row():
    assert softmax(np.log([[1.0, 2.0, 5.0], [1.0, 1.0, 2.0]])) == pytest.approx(
        np.array([[0.125, 0.25, 0.625], [0.25, 0.25, 0.5]]), rel=1e-15
    )
    assert softmax(np.array([[3.0], [-7.0]])).tolist() == [[1.0], [1.0]]


@pytest.mark.parametrize("far", [1000.0, 1e300])
def test_softmax_reaches_its_limits_without_a_warning(far):
    rows = [[far, 0.0], [-far, 0.0], [far, far], [-far, -far], [far, -far]]
    assert softmax(np.array(rows)).tolist() == [[1, 0], [0, 1], [0.5, 0.5], [0.5, 0.5], [1, 0]]


def test_softmax_carries_an_error_back_by_its_jacobian():
    random = np.random.default_rng(0)
    a, error = softmax(random.standard_normal((2, 3, 4))), random.standard_normal((2, 3, 4))
    for place in np.ndindex(2, 3):
        jacobian = np.diag(a[place]) - np.outer(a[place], a[place])
        assert softmax_derivative(a, error)[place] == pytest.approx(jacobian @ error[place], rel=1e-12, abs=1e-15)


@pytest.mark.parametrize("name", sorted(ACTIVATIONS))
@pytest.mark.parametrize("shape", [(), (3,), (2, 3), (2, 3, 4)])
def test_shapes_are_kept_and_inputs_left_as_they_are(name, shape):
    z = np.linspace(-1, 1, math.prod(shape)).reshape(shape)
    kept = z.copy()
    assert np.shape(ACTIVATIONS[name].function(z)) == np.shape(slope_of(name, z)) == shape
    assert np.array_equal(z, kept)


def test_the_table():
    assert set(ACTIVATIONS) == {*LIMITS, "sine", "softmax"}
    for name, activation in ACTIVATIONS.items():
        assert activation.label
        assert activation.reads in ("a", "z", "error")
        assert activation.function.__name__ == name
        assert activation.derivative.__name__ == f"{name}_derivative"


def test_the_source_that_the_page_shows_is_the_functions_own():
    assert "def sigmoid(x):" in inspect.getsource(sigmoid)
    assert "np.exp(-x)" in inspect.getsource(sigmoid)
