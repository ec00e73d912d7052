"""Clouds of points in two inputs, each point with a class, roughly within [-1, 1].

To add one: write a function that places points, and give it a line in ``POINTS``. It takes a random number generator,
the class of each point (0, 1, ..., in equal numbers) and the number of classes; it returns the points, shape (points,
2). Noise is added afterwards from the same generator, so the same seed gives the same points for ever.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from glassnet.random_numbers import RandomNumbers


class Points(NamedTuple):
    """A line of the table: its label, the function, and the number of classes."""

    label: str
    function: Callable[[RandomNumbers, np.ndarray, int], np.ndarray]
    classes: int = 2


def point_cloud(kind: Points, random: RandomNumbers, points: int, noise: float) -> tuple[np.ndarray, np.ndarray]:
    """Points (points, 2) and classes (points,). ``noise`` is a standard deviation, in units of the inputs."""
    classes = np.arange(points) % kind.classes
    places = kind.function(random, classes, kind.classes)
    return places + noise * random.randn(points, 2), classes


def on_circle(angle, radius):
    """Points at an angle (radians) and a distance from the origin."""
    return np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=-1)


def circles(random, classes, count):
    """A disc of class 1 inside a ring of class 0."""
    inner = np.sqrt(random.rand(len(classes))) * 0.5
    outer = 0.75 + 0.25 * random.rand(len(classes))
    return on_circle(2 * np.pi * random.rand(len(classes)), np.where(classes == 1, inner, outer))


def spirals(random, classes, count):
    """Arms that wind round each other, 1.5 turns each (after Lang and Witbrock's two spirals, 1988)."""
    arms = np.arange(len(classes)) // count
    along = (arms + 1) / (arms[-1] + 1)
    return on_circle(2 * np.pi * (1.5 * along + classes / count), along)


def moons(random, classes, count):
    """Two half circles, each with an end in the other."""
    half = on_circle(np.pi * random.rand(len(classes)), 1.0)
    upper = half - np.array([0.5, 0.25])
    lower = np.array([0.5, 0.25]) - half
    return np.where(classes[:, np.newaxis] == 0, upper, lower) / 1.5


def blobs(random, classes, count):
    """Round clouds, one for each class, about as wide as the gaps between them."""
    centres = on_circle(2 * np.pi * (classes / count + 0.125), 0.6)
    return centres + 0.15 * random.randn(len(classes), 2)


def checkerboard(random, classes, count):
    """A checkerboard of four by four squares, its colours the classes."""
    row = np.floor(4 * random.rand(len(classes)))
    column = 2 * np.floor(2 * random.rand(len(classes))) + (row + classes) % 2
    within = 0.04 + 0.92 * random.rand(len(classes), 2)
    return (np.stack([column, row], axis=-1) + within) / 2 - 1


POINTS = {
    "circles": Points("Circles", circles),
    "spirals": Points("Spirals", spirals),
    "spirals3": Points("Spirals, 3 classes", spirals, classes=3),
    "moons": Points("Moons", moons),
    "blobs": Points("Blobs", blobs),
    "blobs3": Points("Blobs, 3 classes", blobs, classes=3),
    "checkerboard": Points("Checkerboard", checkerboard),
}
