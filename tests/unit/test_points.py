"""Clouds of points: positions of classes, balance, noise, and the same points for the same seed."""

import numpy as np
import pytest

from glassnet.data.points import POINTS, point_cloud
from glassnet.random_numbers import RandomNumbers


def cloud(name, points=400, noise=0.0, seed=0):
    return point_cloud(POINTS[name], RandomNumbers(seed), points, noise)


@pytest.mark.parametrize("name", sorted(POINTS))
@pytest.mark.parametrize("points", [10, 11, 200])
def test_shapes_and_balance(name, points):
    X, classes = cloud(name, points)
    assert X.shape == (points, 2)
    assert X.dtype == np.float64
    counts = np.bincount(classes)
    assert len(counts) == POINTS[name].classes
    assert counts.max() - counts.min() <= 1


@pytest.mark.parametrize("name", sorted(POINTS))
def test_they_lie_about_within_one(name):
    X, _ = cloud(name, points=2000)
    assert np.abs(X).max() <= (1.2 if "blobs" in name else 1.0)
    assert np.ptp(X, axis=0).min() > 0.9


@pytest.mark.parametrize("name", sorted(POINTS))
def test_the_seed_decides(name):
    one, other = cloud(name, noise=0.1, seed=3), cloud(name, noise=0.1, seed=3)
    assert one[0].tolist() == other[0].tolist()
    assert one[0].tolist() != cloud(name, noise=0.1, seed=4)[0].tolist()


@pytest.mark.parametrize("name", sorted(POINTS))
def test_noise_moves_the_same_points_by_its_standard_deviation(name):
    moved = cloud(name, points=4000, noise=0.2)[0] - cloud(name, points=4000)[0]
    assert moved.std() == pytest.approx(0.2, rel=0.05)
    assert moved.mean() == pytest.approx(0, abs=0.01)


def test_circles_are_a_disc_within_a_ring():
    X, classes = cloud("circles")
    radius = np.hypot(*X.T)
    assert radius[classes == 1].max() <= 0.5
    assert 0.75 <= radius[classes == 0].min() <= radius[classes == 0].max() <= 1


@pytest.mark.parametrize("name", ["spirals", "spirals3"])
def test_an_arm_of_a_spiral_is_another_turned(name):
    count = POINTS[name].classes
    X, classes = cloud(name, points=60 * count)
    turn = 2 * np.pi / count
    turned = X[classes == 0] @ np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    assert X[classes == 1] == pytest.approx(turned)
    radius = np.hypot(*X[classes == 0].T)
    assert (np.diff(radius) > 0).all()
    assert radius[-1] == pytest.approx(1)


def test_the_moons_are_half_circles():
    X, classes = cloud("moons")
    upper, lower = 1.5 * X[classes == 0], 1.5 * X[classes == 1]
    assert np.hypot(*(upper + np.array([0.5, 0.25])).T) == pytest.approx(1)
    assert np.hypot(*(lower - [0.5, 0.25]).T) == pytest.approx(1)
    assert upper[:, 1].min() >= -0.25
    assert lower[:, 1].max() <= 0.25


@pytest.mark.parametrize("name", ["blobs", "blobs3"])
def test_blobs_lie_around_centres_that_a_line_can_part(name):
    X, classes = cloud(name, points=3000)
    centres = np.array([X[classes == one].mean(axis=0) for one in range(POINTS[name].classes)])
    assert np.hypot(*centres.T) == pytest.approx(0.6, abs=0.02)
    nearest = np.hypot(*(X[:, np.newaxis] - centres).transpose(2, 0, 1)).argmin(axis=1)
    assert (nearest == classes).mean() > 0.99


def test_the_checkerboard_has_its_squares():
    X, classes = cloud("checkerboard", points=2000)
    squares = np.floor((X + 1) * 2).astype(int)
    assert (squares.sum(axis=1) % 2 == classes).all()
    assert len(np.unique(squares, axis=0)) == 16


def test_a_shared_address_gives_these_points_for_ever():
    X, _ = cloud("circles", points=200, noise=0.05)
    assert X[:2].tolist() == pytest.approx(np.array(CIRCLES), abs=1e-12)
    X, _ = cloud("checkerboard", points=200, noise=0.05)
    assert X[:2].tolist() == pytest.approx(np.array(CHECKERBOARD), abs=1e-12)


CIRCLES = [[-0.6995309652331998, 0.43239874123699545], [0.3598361796372121, -0.1726730544961091]]
CHECKERBOARD = [[-0.7896632359733354, 0.42851667381525227], [0.4787050580113232, 0.38967656769476083]]
