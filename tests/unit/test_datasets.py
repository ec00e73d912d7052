"""Datasets: by name, with their own seeds, held-out rows, and names of inputs, outputs and classes."""

import numpy as np
import pytest

from glassnet.data.curves import CURVES
from glassnet.data.data import Data, class_of
from glassnet.data.datasets import DATASETS, NAMES, data_of, is_table
from glassnet.data.points import POINTS
from glassnet.data.truth_tables import TRUTH_TABLES
from glassnet.programs.choices import checked

OWN = "a,b,class\n0.1,0.2,red\n-0.3,0.4,blue\n0.5,0.6,red\n-0.7,0.1,blue\n"


def chosen(name, **others):
    return data_of(checked({"dataset": name, **others}), OWN)


@pytest.mark.parametrize("name", NAMES)
def test_rows_fit_together(name):
    data = chosen(name)
    assert data.X.ndim == data.y.ndim == 2
    assert len(data.X) == len(data.y) == len(data.held)
    assert len(data.inputs) == len(data.ranges) == data.X.shape[1]
    assert len(data.outputs) == data.y.shape[1]
    assert data.X.dtype == data.y.dtype == np.float64
    assert data.held.dtype == bool
    for column, (low, high) in zip(data.X.T, data.ranges, strict=True):
        assert low < column.min() <= column.max() < high
    X, y = data.training
    assert len(X) == len(y) == np.count_nonzero(~data.held)


@pytest.mark.parametrize("name", sorted({**POINTS, **CURVES}))
def test_the_weights_seed_leaves_the_data_alone_and_its_own_does_not(name):
    one, other = chosen(name, seed=1, noise=0.1), chosen(name, seed=2, noise=0.1)
    assert one.X.tolist() == other.X.tolist()
    assert one.y.tolist() == other.y.tolist()
    assert one.held.tolist() == other.held.tolist()
    drawn = chosen(name, seed=1, noise=0.1, data_seed=1)
    assert (one.X.tolist(), one.y.tolist()) != (drawn.X.tolist(), drawn.y.tolist())


@pytest.mark.parametrize("name", sorted(POINTS))
def test_classes(name):
    data = chosen(name, points=90)
    count = POINTS[name].classes
    assert data.classes == ("0", "1", "2")[:count]
    assert data.y.shape == (90, 1 if count == 2 else count)
    assert np.bincount(class_of(data.y)).tolist() == data.counts() == [90 // count] * count
    if count > 2:
        assert data.y.sum(axis=1).tolist() == [1] * 90
        assert data.outputs == data.classes


@pytest.mark.parametrize("name", sorted(CURVES))
def test_curves_have_no_classes(name):
    data = chosen(name)
    assert data.classes == ()
    assert data.counts() == []
    assert data.y.shape == (200, 1)


@pytest.mark.parametrize("share", [0, 0.1, 0.25, 0.5, 0.9])
@pytest.mark.parametrize("name", ["circles", "spirals3", "sine", "ripple"])
def test_a_share_is_held_out_of_each_class(name, share):
    data = chosen(name, points=120, held_out=share)
    groups = class_of(data.y) if data.classes else np.zeros(120)
    for group in np.unique(groups):
        assert data.held[groups == group].mean() == pytest.approx(share, abs=0.01)
    everything = chosen(name, points=120, held_out=0)
    assert data.X.tolist() == everything.X.tolist(), "what is held out does not move the points"
    X, y = data.training
    assert X.tolist() == data.X[~data.held].tolist()
    assert y.tolist() == data.y[~data.held].tolist()


def test_something_of_each_class_is_left_to_train_on():
    data = chosen("own", held_out=0.9)
    assert sorted(class_of(data.training[1])) == [0, 1]


def test_rows_of_a_table_are_held_out_by_their_numbers():
    data = chosen("parity3", held_rows=[1, 6])
    assert np.flatnonzero(data.held).tolist() == [1, 6]
    assert data.training[0].tolist() == data.X[[0, 2, 3, 4, 5, 7]].tolist()
    assert len(data.X) == 8


@pytest.mark.parametrize(
    ("held", "message"),
    [
        ([4], r"held_rows\[0\] is 4; expected a row from 0 to 3"),
        ([0, 9], r"held_rows\[1\] is 9; expected a row from 0 to 3"),
        ([0, 1, 2, 3], r"held_rows is \[0, 1, 2, 3\]; expected at least one row left to train on"),
    ],
)
def test_rows_that_cannot_be_held_out(held, message):
    with pytest.raises(ValueError, match=message):
        chosen("xor", held_rows=held)


def test_without_held_rows_the_training_rows_are_the_data_itself():
    data = chosen("xor")
    assert data.training[0] is data.X
    assert data.training[1] is data.y


@pytest.mark.parametrize(
    ("name", "inputs", "outputs"),
    [
        ("xor", ("x1", "x2"), ("y",)),
        ("half_adder", ("x1", "x2"), ("sum", "carry")),
        ("multiplexer", ("select", "a", "b"), ("y",)),
        ("addition", ("p1", "p0", "q1", "q0"), ("s2", "s1", "s0")),
        ("negation", ("not", "x1", "x2", "x3"), ("y1", "y2", "y3")),
        ("symmetry", ("x1", "x2", "x3", "x4", "x5", "x6"), ("y",)),
        ("custom", ("x1", "x2"), ("y",)),
        ("sine", ("x1",), ("y",)),
        ("blobs3", ("x1", "x2"), ("0", "1", "2")),
        ("own", ("a", "b"), ("class",)),
    ],
)
def test_names(name, inputs, outputs):
    data = chosen(name)
    assert (data.inputs, data.outputs) == (inputs, outputs)


def test_a_custom_table_of_several_outputs():
    data = chosen("custom", targets=[0, 0.5] * 8, outputs=2)
    assert data.inputs == ("x1", "x2", "x3")
    assert data.outputs == ("y1", "y2")
    assert data.y.tolist() == [[0, 0.5]] * 8


@pytest.mark.parametrize("own", [None, 3, ["a"]])
def test_own_data_that_is_no_text(own):
    with pytest.raises(ValueError, match=r"own is .*; expected the text of the data"):
        data_of(checked({"dataset": "own"}), own)


def test_which_are_tables():
    assert [name for name in NAMES if is_table(name)] == [*TRUTH_TABLES, "custom"]
    assert set(DATASETS) | {"custom", "own"} == set(NAMES)


def test_the_page_gets_all_rows_or_of_very_many_an_even_choice():
    some = chosen("spirals3", points=1500).for_page()
    assert (some["rows"], len(some["X"]), len(some["y"]), len(some["held"])) == (1500, 3000, 4500, 1500)
    many = chosen("spirals", points=5000, held_out=0.2)
    page = many.for_page()
    assert (page["rows"], page["held_rows"], len(page["X"]), len(page["held"])) == (5000, 1000, 4000, 2000)
    assert page["X"][:2].tolist() == many.X[0].tolist()
    assert page["X"][-2:].tolist() == many.X[-1].tolist()
    assert page["counts"] == [2500, 2500]


def test_scaling_is_for_the_network_alone():
    X = np.array([[1000.0, 1.0], [3000.0, 3.0]])
    mean, scale = np.array([2000.0, 2.0]), np.array([1000.0, 1.0])
    names = {"inputs": ("a", "b"), "outputs": ("y",), "ranges": ((0.0, 1.0),) * 2}
    data = Data(X, np.zeros((2, 1)), np.zeros(2, bool), **names, mean=mean, scale=scale)
    assert data.training[0].tolist() == [[-1, -1], [1, 1]]
    assert data.for_page()["X"].tolist() == [1000, 1, 3000, 3]
    assert data.for_network(np.array([[4000.0, 2.0]])).tolist() == [[2, 0]]
