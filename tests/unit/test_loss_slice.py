"""A slice of the loss: the plane, the losses in it, and the path projected onto it."""

import math

import numpy as np
import pytest

from glassnet import session
from glassnet.looking import loss_slice as slicing
from glassnet.run import Run
from glassnet.timeline import laid_out

RUN = {"hidden": [3], "epochs": 400, "rate": 0.5}


@pytest.fixture(scope="module")
def path():
    """The parameters at some epochs of a run, one row for each, and the run at the last of them."""
    run = Run(RUN)
    rows = []
    for epoch in (0, 1, 5, 20, 80, 200, 400):
        run.train(1e9, epoch)
        rows.append(np.concatenate(list(run.network.values()), axis=None))
    return np.array(rows), run


def cut(path, directions="path", seed=0):
    rows, run = path
    return slicing.loss_slice(run.program, run.X, run.y, run.shapes, rows.ravel(), directions, seed)


def loss_of(run, numbers):
    return float(run.program.compute_loss(run.y, run.program.predict(laid_out(numbers, run.shapes), run.X)))


def test_the_plane_holds_the_most_of_the_path(path):
    """Singular values say how much the best plane can hold."""
    rows, _ = path
    singular = np.linalg.svd(rows - rows[-1], compute_uv=False)
    assert cut(path)["share"] == pytest.approx(np.square(singular[:2]).sum() / np.square(singular).sum())


@pytest.mark.parametrize("directions", slicing.DIRECTIONS)
def test_the_losses_are_those_of_the_real_parameters(path, directions):
    rows, run = path
    found = cut(path, directions)
    side, losses = found["side"], found["losses"].reshape(found["side"], -1)
    assert found["at_points"].tolist() == [loss_of(run, numbers) for numbers in rows]
    assert found["points"][-2:] == pytest.approx([0, 0], abs=1e-12)
    if directions == "random":
        assert losses[side // 2, side // 2] == pytest.approx(loss_of(run, rows[-1]), abs=1e-12)
        axes = slicing.random_directions(run.shapes, rows[-1], 0)
        expected = loss_of(run, rows[-1] + slicing.REACH * (axes[1] - axes[0]))
        assert losses[-1, 0] == pytest.approx(expected, rel=1e-9)  # the upper left


def test_the_points_lie_in_the_plane_as_near_to_the_path_as_can_be(path):
    rows, _ = path
    axes = slicing.two_components(rows - rows[-1])
    points = cut(path)["points"].reshape(-1, 2)
    rest = rows - rows[-1] - points @ axes
    assert rest @ axes.T == pytest.approx(np.zeros_like(points), abs=1e-9)
    for place, (low, high) in enumerate(cut(path)["ranges"]):
        assert low < points[:, place].min()
        assert points[:, place].max() < high


def test_random_directions_are_as_long_as_each_neurons_weights(path):
    rows, run = path
    for numbers in slicing.random_directions(run.shapes, rows[-1], 7):
        direction, network = laid_out(numbers, run.shapes), laid_out(rows[-1], run.shapes)
        for name in ("W1", "W2"):
            lengths = [np.linalg.norm(one[name], axis=0) for one in (direction, network)]
            assert lengths[0] == pytest.approx(lengths[1])
        assert not direction["b1"].any()
    one, other = (slicing.random_directions(run.shapes, rows[-1], seed) for seed in (7, 8))
    assert np.abs(one - other).max() > 0.01


def test_the_run_of_the_session_stays_as_it_is(path):
    rows, _ = path
    session.start(RUN)
    before = session.train(1e9, 5)
    assert session.loss_slice(rows.ravel())["at_points"].shape == (7,)
    after = session.look({})
    assert (after["epoch"], after["loss"]) == (before["epoch"], before["loss"])


@pytest.mark.parametrize(
    ("change", "directions", "words"),
    [
        (lambda rows: rows[:1], "path", "has no path yet"),
        (lambda rows: rows * math.inf, "path", "not finite"),
        (lambda rows: rows[:, :-1], "path", "expected a multiple of 13"),
        (lambda rows: rows, "up", "directions"),
    ],
)
def test_what_has_no_slice_is_refused(path, change, directions, words):
    rows, _ = path
    session.start(RUN)
    with np.errstate(all="ignore"), pytest.raises(ValueError, match=words):
        session.loss_slice(change(rows).ravel(), directions)
