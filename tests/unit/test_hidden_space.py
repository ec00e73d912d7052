"""Hidden space: the activations themselves for two neurons, principal components checked against an SVD for more."""

import numpy as np
import pytest
from cases import parameters, program_of

import tutorial
from glassnet.looking.hidden_space import placed, plane_of, ranges_of

X = np.random.default_rng(7).uniform(0, 1, (30, 2))
PROGRAM, SIGMOIDS = program_of()


def network_of(*hidden, outputs=1):
    return parameters(np.random.default_rng(5), (2, *hidden, outputs))


def grid_of(found, size):
    (left, right), (low, high) = found["ranges"]
    across, up = np.linspace(left, right, size), np.linspace(low, high, size)
    return np.array([[x, y] for y in up for x in across])


def test_two_neurons_are_the_plane_themselves():
    network = network_of(2)
    found = placed(PROGRAM, network, X, 1, SIGMOIDS, 5)
    _, cache = tutorial.forward_propagation(network, X)
    assert (found["points"] == cache[1]).all()
    assert found["shares"] == []
    for low, high in found["ranges"]:
        assert low < 0 < 1 < high
    z = grid_of(found, 5) @ network["W2"] + network["b2"]
    assert found["field"] == pytest.approx((1 / (1 + np.exp(-z))).ravel(), rel=1e-12)


def test_one_neuron_is_a_line():
    network = network_of(1)
    found = placed(PROGRAM, network, X, 1, SIGMOIDS, 4)
    _, cache = tutorial.forward_propagation(network, X)
    assert (found["points"][:, 0] == cache[1][:, 0]).all()
    assert not found["points"][:, 1].any()
    low, high = found["ranges"][1]
    assert low == -high
    field = found["field"].reshape(4, 4)
    assert (field == field[0]).all(), "nothing depends on where a point stands above the line"


@pytest.mark.parametrize("neurons", [3, 8, 16, 40])
def test_more_neurons_are_seen_along_their_principal_components(neurons):
    network = network_of(neurons)
    found = placed(PROGRAM, network, X, 1, SIGMOIDS, 6)
    _, cache = tutorial.forward_propagation(network, X)
    centred = cache[1] - cache[1].mean(axis=0)
    _, sizes, directions = np.linalg.svd(centred, full_matrices=False)
    for axis in (0, 1):
        expected = centred @ directions[axis]
        along = found["points"][:, axis]
        assert along == pytest.approx(expected * np.sign(expected @ along), abs=1e-9)
        assert found["shares"][axis] == pytest.approx(sizes[axis] ** 2 / (sizes**2).sum(), rel=1e-9)
    # The field is what the network answers to the hidden activations at each place of the plane.
    at = cache[1].mean(axis=0) + grid_of(found, 6) @ found["axes"]
    z = at @ network["W2"] + network["b2"]
    assert found["field"] == pytest.approx((1 / (1 + np.exp(-z))).ravel(), rel=1e-9)


def test_very_wide_layers_are_seen_along_what_an_even_choice_of_rows_says():
    random = np.random.default_rng(2)
    values = random.normal(size=(300, 3)) * [5, 3, 0.1] @ np.linalg.qr(random.normal(size=(200, 3)))[0].T
    origin, axes, shares = plane_of(values + 1e-3 * random.normal(size=(300, 200)))
    _, sizes, directions = np.linalg.svd(values - values.mean(axis=0), full_matrices=False)
    assert axes @ axes.T == pytest.approx(np.eye(2), abs=1e-2)
    assert np.linalg.norm(directions[:2] @ axes.T, axis=0) == pytest.approx([1, 1], abs=1e-2), "the same plane"
    assert sum(shares) == pytest.approx((sizes[:2] ** 2).sum() / (sizes**2).sum(), abs=1e-2)
    assert origin.shape == (200,)


def test_the_plane_does_not_flip_from_frame_to_frame():
    random = np.random.default_rng(0)
    values = random.normal(size=(50, 6)) * [3, 2, 1, 0.5, 0.2, 0.1]
    for flipped in ([1, 1], [-1, 1], [1, -1], [-1, -1]):
        last = plane_of(values)[1] * np.array(flipped)[:, np.newaxis]
        moved = values + 0.01 * random.normal(size=values.shape)
        _, axes, _ = plane_of(moved, last)
        assert (np.sum(axes * last, axis=1) > 0.9).all()


@pytest.mark.parametrize("layer", [1, 2, 3])
def test_any_hidden_layer_can_be_seen_and_the_rest_of_the_network_behind_it(layer):
    network = network_of(3, 2, 4, outputs=2)
    program, kinds = program_of(hidden=[3, 2, 4], activation=["tanh", "relu", "sigmoid"])
    found = placed(program, network, X, layer, kinds, 3)
    _, cache = program.forward_propagation(network, X)
    values = cache[2 * layer - 1]
    origin = values.mean(axis=0) if values.shape[1] > 2 else 0
    at = origin + grid_of(found, 3) @ found["axes"]
    # By hand through what is behind: put the values in the place of the cache's.
    for behind in range(layer + 1, 5):
        z = at @ network[f"W{behind}"] + network[f"b{behind}"]
        at = {2: np.maximum(z, 0), 3: 1 / (1 + np.exp(-z)), 4: 1 / (1 + np.exp(-z))}[behind]
    assert found["field"] == pytest.approx(at.T.ravel(), rel=1e-9)


def test_the_rows_own_answers_are_those_of_the_network_where_the_plane_is_whole():
    network = network_of(2)
    found = placed(PROGRAM, network, X, 1, SIGMOIDS, 2)
    z = found["points"] @ network["W2"] + network["b2"]
    assert tutorial.predict(network, X) == pytest.approx(1 / (1 + np.exp(-z)), rel=1e-12)


def test_all_rows_in_one_place_still_make_a_picture():
    network = network_of(4)
    for values in network.values():
        values[:] = 0
    found = placed(PROGRAM, network, X, 1, SIGMOIDS, 3)
    assert not found["points"].any()
    assert found["shares"] == [0, 0]
    assert all(low < 0 < high for low, high in found["ranges"])


@pytest.mark.parametrize("neurons", [1, 2, 5])
def test_a_network_that_diverged_still_gives_an_answer(neurons):
    network = network_of(neurons)
    network["W1"][0, 0] = np.nan
    found = placed(PROGRAM, network, X, 1, SIGMOIDS, 3)
    assert np.isnan(found["points"]).any()
    assert np.isfinite(found["ranges"]).all()


def test_what_is_shown_is_square_and_holds_all_points():
    points = np.array([[0.0, 3.0], [10.0, 5.0]])
    (left, right), (low, high) = ranges_of(points, [])
    assert right - left == pytest.approx(high - low)
    assert left < 0 < 10 < right
    assert low < 3 < 5 < high
