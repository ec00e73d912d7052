"""The timeline: which epochs are kept, and that a run resumes from each of them exactly."""

from itertools import takewhile

import numpy as np
import pytest
from cases import same_bits

from glassnet import session
from glassnet.timeline import FIRST, Kept, few_after, fewest, kept_after, laid_out, restored_state

LONG = 1e9  # milliseconds


def kept_until(last, per_doubling):
    return [0, *takewhile(lambda epoch: epoch <= last, kept_after(0, per_doubling))]


def test_the_epochs_that_are_kept_at_two_a_doubling():
    assert kept_until(40, 2) == [0, 1, 2, 3, 4, 6, 8, 12, 16, 24, 32]


@pytest.mark.parametrize("per_doubling", [1, 2, 32, 256])
def test_so_many_are_kept_in_each_doubling(per_doubling):
    epochs = np.array(kept_until(per_doubling * 2**10, per_doubling))
    for doubling in range(10):
        start = per_doubling * 2**doubling
        assert ((epochs >= start) & (epochs < 2 * start)).sum() == per_doubling


@pytest.mark.parametrize("per_doubling", [2, 8, 64])
def test_half_as_many_are_among_them(per_doubling):
    assert set(kept_until(5000, per_doubling // 2)) <= set(kept_until(5000, per_doubling))


def test_a_run_of_the_tutorials_length_keeps_some_hundreds_and_a_thousand_times_longer_one_not_many_more():
    assert 200 <= len(kept_until(10_000, 32)) <= 400
    assert len(kept_until(10_000_000, 32)) <= 800


@pytest.mark.parametrize("per_doubling", [1, 2, 32])
def test_the_page_is_told_with_how_few_a_doubling_an_epoch_is_kept(per_doubling):
    assert kept_until(3000, per_doubling) == [epoch for epoch in range(3001) if fewest(epoch) <= per_doubling]


def test_none_a_doubling_keeps_none():
    assert list(kept_after(0, 0)) == []


@pytest.mark.parametrize("per_doubling", [1, 3, 32])
def test_the_same_epochs_are_kept_wherever_a_slice_begins(per_doubling):
    kept = kept_until(2000, per_doubling)
    for first in range(900):
        assert next(kept_after(first, per_doubling)) == min(epoch for epoch in kept if epoch > first)


@pytest.mark.parametrize("near", [1, 20, 300, 100_000])
def test_few_are_kept_as_long_as_those_between_two_are_computed_again_at_once(near):
    few = [3, *takewhile(lambda epoch: epoch <= 100_000, few_after(3, 32, near))]
    every, together = kept_until(100_000, 32), np.diff(few)
    assert set(few) <= set(every)
    # From one to the next are at most so many, or as many as in any other run.
    for epoch, apart in zip(few[1:], together, strict=False):
        usual = next(kept_after(epoch, 32)) - epoch
        assert apart <= max(near, FIRST if epoch <= FIRST else 0, usual)
    assert len(few) < len(every)


def test_a_run_of_some_milliseconds_keeps_a_handful():
    assert list(takewhile(lambda epoch: epoch <= 160, few_after(3, 32, 80))) == [80, 96, 112, 128, 160]
    assert len(list(takewhile(lambda epoch: epoch <= 10_000, few_after(3, 32, 100_000)))) < 25


def moments(frames):
    """Epoch, parameters and training state of each checkpoint, split as the page does it."""
    for frame in frames:
        kept = frame.get("kept", {"epochs": []})
        count = len(kept["epochs"])
        for index, epoch in enumerate(kept["epochs"]):
            yield {
                "epoch": epoch,
                "parameters": np.split(kept["parameters"], count)[index],
                "training_state": {
                    name: {key: np.split(values, count)[index] for key, values in state.items()}
                    for name, state in kept["training_state"].items()
                },
            }


CHOICES = [
    {},
    {"optimizer": "momentum", "hidden": [3, 2], "activation": "tanh", "seed": 7},
    {"optimizer": "adam", "batch": 3, "dropout": 0.3, "hidden": [4]},
]


@pytest.mark.parametrize("chosen", CHOICES)
def test_a_run_goes_on_from_any_moment_to_the_bit(chosen):
    session.start(chosen)
    slices = [session.train(LONG, until, keep=4) for until in (1, 2, 70, 71, 200)]
    end = slices[-1]
    kept = list(moments(slices))
    assert [moment["epoch"] for moment in kept] == kept_until(200, 4)[1:]
    for moment in kept:
        then = session.start(chosen, moment)
        assert then["epoch"] == moment["epoch"]
        again = session.train(LONG, 200)
        for name, values in end["parameters"].items():
            assert same_bits(again["parameters"][name], values)
        for name, state in end["training_state"].items():
            for key, values in state.items():
                assert same_bits(again["training_state"][name][key].ravel(), values.ravel())
        assert again["loss"] == end["loss"]


@pytest.mark.parametrize("keep", [0, 1, 32])
def test_keeping_changes_nothing(keep):
    session.start({})
    expected = session.train(LONG, 300)
    session.start({})
    losses = []
    while len(losses) < 300:
        losses += session.train(1, 300, keep=keep)["losses"].tolist()
    frame = session.look({})
    assert losses == expected["losses"].tolist()
    assert all(same_bits(frame["parameters"][name], values) for name, values in expected["parameters"].items())


def test_what_is_kept_does_not_depend_on_the_slices():
    session.start({})
    [whole] = [session.train(LONG, 300, keep=8)]
    session.start({})
    parts = []
    while not parts or parts[-1]["epoch"] < 300:
        parts.append(session.train(1e-6, 300, keep=8))
    one, other = list(moments([whole])), list(moments(parts))
    assert [moment["epoch"] for moment in one] == [moment["epoch"] for moment in other]
    assert all(same_bits(a["parameters"], b["parameters"]) for a, b in zip(one, other, strict=True))


def test_looking_back_shows_the_run_as_it_was_and_moves_nothing():
    pictures = {"boundary": 5, "tried": [0.3, 0.7]}
    session.start({"optimizer": "momentum"})
    then = session.train(LONG, 50, pictures)
    session.start({"optimizer": "momentum"})
    [moment] = [m for m in moments([session.train(LONG, 200, keep=32)]) if m["epoch"] == 50]
    before = session.look(pictures)
    seen = session.look(pictures, moment)
    assert (seen["epoch"], seen["loss"], seen["tried"]) == (50, then["loss"], then["tried"])
    assert same_bits(seen["boundary"], then["boundary"])
    assert same_bits(seen["predictions"], then["predictions"])
    after = session.look(pictures)
    assert after["epoch"] == before["epoch"] == 200
    assert same_bits(after["boundary"], before["boundary"])
    session.start({"optimizer": "momentum"})
    expected = session.train(LONG, 260)
    session.start({"optimizer": "momentum"})
    session.train(LONG, 200)
    session.look(pictures, moment)
    went_on = session.train(LONG, 260)
    assert same_bits(went_on["parameters"]["W1"], expected["parameters"]["W1"])


def test_a_moment_is_taken_as_a_buffer_too():
    """As the page's typed arrays arrive."""
    session.start({})
    [*_, last] = moments([session.train(LONG, 20, keep=4)])
    as_buffer = last | {"parameters": memoryview(last["parameters"])}
    assert same_bits(session.look({}, as_buffer)["predictions"], session.look({}, last)["predictions"])


@pytest.mark.parametrize("keep", [-1, 1025, 0.5, "4", None])
def test_refuses_to_keep(keep):
    session.start({})
    with pytest.raises(ValueError, match="keep"):
        session.train(LONG, 5, keep=keep)
    assert session.look({})["epoch"] == 0


def test_refuses_a_moment_of_another_network():
    session.start({})
    with pytest.raises(ValueError, match=r"shape \(8,\); expected \(9,\)"):
        session.look({}, {"epoch": 3, "parameters": np.zeros(8)})
    assert session.look({})["epoch"] == 0


def test_lays_out_what_was_laid_end_to_end():
    session.start({"hidden": [4, 2]})
    frame = session.train(LONG, 2, keep=4)
    kept = np.split(frame["kept"]["parameters"], 2)
    shapes = {name: values.shape for name, values in frame["parameters"].items()}
    for name, values in laid_out(kept[1], shapes).items():
        assert same_bits(values, frame["parameters"][name])
    assert not same_bits(laid_out(kept[0], shapes)["W1"], frame["parameters"]["W1"])
    assert frame["kept"]["epochs"].tolist() == [1, 2]


def test_what_is_kept_does_not_change_with_the_network():
    numbers = np.arange(3.0)
    kept = Kept()
    kept.keep(1, {"W1": numbers[:2].reshape(1, 2), "b1": numbers[2:].reshape(1, 1)}, {})
    numbers += 1
    assert kept.together()["parameters"].tolist() == [0, 1, 2]


SHAPES = {"W1": (1, 2), "b1": (1, 2)}


def test_a_state_that_was_joined_by_earlier_versions_is_taken_apart():
    state = restored_state({"all": {"velocity": [1, 2, 3, 4], "steps": [7]}}, SHAPES)
    assert {name: {key: value.tolist() for key, value in kept.items()} for name, kept in state.items()} == {
        "W1": {"velocity": [[1, 2]], "steps": [7]},
        "b1": {"velocity": [[3, 4]], "steps": [7]},
    }


@pytest.mark.parametrize(
    ("saved", "said"),
    [
        (3, "the saved training state is 3; expected a dict"),
        ({"W1": 3}, "the state of W1 is 3; expected a dict of arrays by name"),
        ({"W1": {"velocity": "fast"}}, "velocity of W1 is 'fast'; expected an array of numbers"),
        ({"W1": {"velocity": [1, 2, 3]}}, r"velocity of W1 has 3 numbers; expected those of \(1, 2\)"),
        ({"all": {"velocity": [1, 2, 3]}}, r"shape \(3,\); expected \(4,\)"),
    ],
)
def test_what_is_no_training_state_is_refused(saved, said):
    with pytest.raises(ValueError, match=said):
        restored_state(saved, SHAPES)
