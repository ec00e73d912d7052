"""Batches: each row once an epoch, in an order that the seed and the epoch decide; and what a record says of them."""

import numpy as np
import pytest
from cases import SEEDS, assert_same_bits, copied, examples, parameters, same_bits
from hypothesis import given
from hypothesis import strategies as st

from glassnet import backward_propagation, forward_propagation, update_parameters
from glassnet.batches import batches_of_each_epoch
from glassnet.training import training_epochs


def data(rows, stack=()):
    """Inputs whose first column is the number of their row, and targets."""
    random = np.random.default_rng(rows)
    X = random.standard_normal((*stack, rows, 3))
    X[..., 0] = np.arange(rows)
    return X, random.random((*stack, rows, 2))


@examples(60)
@given(st.integers(1, 40), st.integers(1, 50), SEEDS, st.integers(0, 10_000_000), st.booleans())
def test_every_epoch_takes_each_row_once_in_batches_of_the_size(rows, size, seed, first, stacked):
    X, y = data(rows, (2,) if stacked else ())
    epochs = batches_of_each_epoch(X, y, size, seed, first)
    for _ in range(2):
        batches = list(next(epochs))
        sizes = [some_X.shape[-2] for _, some_X, _ in batches]
        assert sizes == [min(size, rows)] * (rows // size) + [rows % size] * (rows % size > 0)
        taken = np.concatenate([np.arange(rows)[which] for which, _, _ in batches])
        assert sorted(taken) == list(range(rows))
        for which, some_X, some_y in batches:
            assert np.array_equal(some_X, X[..., which, :])
            assert np.array_equal(some_y, y[..., which, :])


@pytest.mark.parametrize("size", [0, 9, 10, 100_000])
def test_all_rows_at_once_are_the_data_themselves(size):
    X, y = data(9)
    ((_, some_X, some_y),) = next(batches_of_each_epoch(X, y, size, 42, 0))
    assert some_X is X
    assert some_y is y


def orders(seed, first, epochs=3):
    """The order of 30 rows in some epochs."""
    each = batches_of_each_epoch(*data(30), 7, seed, first)
    return [np.concatenate([rows for rows, _, _ in next(each)]).tolist() for _ in range(epochs)]


def test_the_order_is_another_each_epoch_and_for_each_seed_and_the_same_again():
    first, second, third = orders(42, 0)
    assert first != second != third != list(range(30))
    assert orders(42, 0) == [first, second, third]
    assert orders(42, 1, 2) == [second, third]
    assert orders(43, 0)[0] != first


def test_every_row_comes_everywhere():
    each = batches_of_each_epoch(*data(4), 1, 42, 0)
    counts = np.zeros((4, 4))
    for _ in range(2000):
        for place, (row, _, _) in enumerate(next(each)):
            counts[place, row[0]] += 1
    assert np.abs(counts - 500).max() < 100  # five standard deviations


def test_an_epoch_is_a_step_for_each_batch_and_the_record_has_the_predictions_in_row_order():
    X, y = data(10)
    network = parameters(np.random.default_rng(1), (3, 4, 2))
    theirs = copied(network)
    batches = list(next(batches_of_each_epoch(X, y, 4, 7, 5)))
    record = next(training_epochs(network, X, y, 1, 0.1, batch=4, seed=7, first_epoch=5, reduction="mean"))
    for rows, some_X, some_y in batches:
        y_pred, cache = forward_propagation(theirs, some_X)
        assert same_bits(record.y_pred[rows], y_pred)
        gradients = backward_propagation(theirs, cache, some_X, some_y, reduction="mean")
        update_parameters(theirs, gradients, 0.1)
    assert_same_bits(network, theirs)
    assert record.loss == np.mean((y - record.y_pred) ** 2)
    for name, gradient in gradients.items():
        assert same_bits(record.gradients[name], gradient)


def test_records_keep_their_own_predictions():
    X, y = data(6)
    network = parameters(np.random.default_rng(1), (3, 4, 2))
    first, second = training_epochs(network, X, y, 2, 0.1, batch=2)
    assert not np.array_equal(first.y_pred, second.y_pred)


@pytest.mark.parametrize("batch", [-1, 1.5, None, "all", True])
def test_sizes_that_are_none(batch):
    network = parameters(np.random.default_rng(1), (3, 4, 2))
    with pytest.raises(ValueError, match=r"batch is .*; expected a whole number of 0 or more"):
        next(training_epochs(network, *data(6), 1, 0.1, batch=batch))
