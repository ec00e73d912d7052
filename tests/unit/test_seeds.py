"""Many runs that differ by their seeds: each as it is by itself, and what they have in common."""

import math

import numpy as np
import pytest
from cases import same_bits
from javascript import ask

from glassnet import session
from glassnet.data.datasets import data_of
from glassnet.looking.outcome import LEARNING, NEAR, NO_NUMBER, OUTCOMES, SOLVED, STOPPED, Fit, outcome
from glassnet.programs.choices import checked
from glassnet.run import Run
from glassnet.sweeps.grid import AXES, grid
from glassnet.sweeps.seeds import Seeds, kept_epochs
from glassnet.sweeps.summary import bands, histogram, kinds, middle, plateaus, summary, wilson

EARLY_STOP = """def train_network(X, y, input_size, hidden_size, output_size, epochs, learning_rate):
    network = initialize_network(input_size, hidden_size, output_size)
    for epoch in range(epochs):
        y_pred, cache = forward_propagation(network, X)
        loss = compute_loss(y, y_pred)
        if epoch == 7:
            break
        gradients = backward_propagation(network, cache, X, y)
        network = update_parameters(network, gradients, learning_rate)
    return network
"""


def ended(fresh, seeds, slice_ms=5):
    many, found = Seeds(fresh, seeds), []
    while not many.ended:
        found += many.on(slice_ms)
    return found


@pytest.mark.parametrize(
    ("chosen", "frozen"),
    [
        ({}, ()),
        ({"batch": 2, "optimizer": "adam", "dropout": 0.2, "hidden": [3]}, ()),
        ({"dataset": "spirals", "points": 40, "hidden": [4, 4]}, ["b2[0]"]),
        ({"dataset": "negation", "hidden": [6]}, ["W1[0,1]"]),
        ({"epochs": 1}, ()),
    ],
)
def test_each_run_is_what_it_is_by_itself(chosen, frozen):
    def fresh(seed):
        return Run({"epochs": 260} | chosen | {"seed": seed}, frozen=frozen)

    for one in ended(fresh, [5, 0, 2**32 - 1]):
        alone = fresh(one.seed)
        losses, _ = alone.train(1e9, alone.choices["epochs"])
        last = alone.frame([], {})["loss"]
        assert one.loss == last
        assert same_bits(one.curve, np.array([*losses, last])[kept_epochs(alone.choices["epochs"])])


def test_own_data_that_is_scaled_for_the_network_is_judged_as_the_network_gets_it():
    own = "a,b,class\n" + "".join(f"{1000 + 10 * n},{n % 7},{'yes' if n > 9 else 'no'}\n" for n in range(20))

    def fresh(seed):
        return Run({"dataset": "own", "epochs": 300, "seed": seed}, own=own)

    [one] = ended(fresh, [3])
    alone = fresh(3)
    alone.train(1e9, 300)
    assert one.loss == alone.frame([], {})["loss"]
    assert OUTCOMES[one.outcome] == SOLVED


def test_a_loop_that_ends_by_itself_has_a_shorter_curve():
    [one] = ended(lambda seed: Run({"epochs": 100, "seed": seed}, versions={"train_network": EARLY_STOP}), [4])
    assert np.isfinite(one.curve[:8]).all()
    assert np.isnan(one.curve[8:]).all()
    assert one.loss == one.curve[7]


def test_a_run_without_a_number_ends_there():
    [one] = ended(lambda seed: Run({"epochs": 10**6, "seed": seed, "rate": 1e200, "output": "linear"}), [4])
    assert OUTCOMES[one.outcome] == NO_NUMBER


def test_the_kept_epochs_reach_from_the_first_to_the_last():
    assert kept_epochs(1).tolist() == [0, 1]
    many = kept_epochs(10_000)
    assert (len(many), many[0], many[-1], many[60], many[108]) == (121, 0, 10_000, 5000, 9000)


# -- what a run came to


def loss_of(predictions):
    return float(np.mean((predictions - [[0], [1]]) ** 2))


@pytest.mark.parametrize(
    ("predictions", "losses", "word"),
    [
        ([[0.4], [0.6]], [0.3, 0.2], SOLVED),
        ([[0.4], [0.4]], [0.3] * 5001, LEARNING),
        ([[0.4], [0.4]], [0.3] * 4000 + [0.261] * 1001, STOPPED),
        ([[0.4], [0.4]], [0.26] * 900, LEARNING),
        ([[math.nan], [0.4]], [0.26] * 9000, NO_NUMBER),
    ],
)
def test_what_a_run_came_to(predictions, losses, word):
    fit = Fit(np.array([[0.0], [1.0]]), loss_of)
    predictions = np.array(predictions)
    assert outcome(fit, predictions, loss_of(predictions), np.arange(len(losses)), np.array(losses)) == word


def test_a_table_is_solved_when_every_output_of_every_row_is_right_as_the_page_counts_it(tmp_path):
    random = np.random.RandomState(5)
    tables, expected = [], []
    for rows, outputs in [(4, 1), (64, 1), (64, 4), (16, 3)] * 8:
        y = random.choice([0.0, 1.0, 0.5, 0.3], (rows, outputs), p=[0.4, 0.4, 0.1, 0.1])
        predictions = np.clip(y + random.uniform(-0.09, 0.09, y.shape), 0.01, 0.99)
        if random.rand() < 0.7:
            at = random.randint(rows), random.randint(outputs)
            predictions[at] = random.choice([1 - y[at], 0.5, math.nan, math.inf])
        expected.append(Fit(y, lambda _: 1.0, table=True)(predictions, 0.0))
        tables.append([[list(map(repr, predictions.ravel().tolist())), y.ravel().tolist()], NEAR])
    ours = "given.tables.map(([[all, y], near]) => near === module.NEAR && all.every((one, at) => module.isRight("
    ours += "one === 'nan' ? NaN : one === 'inf' ? Infinity : Number(one), y[at])))"
    assert ask(tmp_path, ours, "state/state.js", tables=tables) == expected
    assert set(expected) == {True, False}


def test_one_wrong_row_of_64_is_not_solved_however_small_the_loss():
    y = data_of(checked({"dataset": "parity6"})).y
    predictions = np.where(np.arange(64)[:, np.newaxis] == 9, 0.55 - 0.1 * y, y)
    loss = float(np.mean((y - predictions) ** 2))
    few = Fit(y, lambda predictions: float(np.mean((y - predictions) ** 2)), table=True)
    assert loss < 0.05 * 0.25
    assert not few(predictions, loss)
    assert few(y, 0.0)
    assert Fit(y, few.loss_of)(predictions, loss), "of points, few may be wrong"


# -- what they have in common


@pytest.mark.parametrize(("solved", "count"), [(714, 1000), (1, 7), (10, 10), (0, 3)])
def test_at_the_ends_of_wilsons_interval_the_share_is_just_possible(solved, count):
    """It is a z-score away from each end, by that end's own deviation."""
    for end in wilson(solved, count):
        away = 1.959963984540054 * math.sqrt(end * (1 - end) / count)
        assert abs(solved / count - end) == pytest.approx(away, abs=1e-7)


def test_losses_that_lie_close_together_are_one_plateau():
    losses = np.array([0.25, 0.1272, 0.1281, 0.17, 0.1301, 0.2501])
    assert [sorted(losses[group]) for group in plateaus(losses)] == [
        [0.1272, 0.1281, 0.1301],
        [0.17],
        [0.25, 0.2501],
    ]


def test_the_smallest_of_many_plateaus_go_together():
    groups = plateaus(np.array([1.0, 1.01, 2, 2.01, 3, 3.01, 4, 4.01, 5, 6, 7]))
    assert [len(group) for group in groups] == [2, 2, 2, 2, 3]


def test_each_run_is_of_one_kind():
    losses = np.array([0.01, 0.128, 0.25, math.nan, 0.2, 0.127, 0.02])
    found = kinds(losses, np.array([0, 1, 1, 2, 3, 1, 0]))
    assert [(one["what"], one["count"]) for one in found] == [
        *((SOLVED, 2), (STOPPED, 2), (STOPPED, 1)),
        *((LEARNING, 1), (NO_NUMBER, 1)),
    ]
    assert sorted(np.concatenate([one["places"] for one in found])) == list(range(7))
    assert [one["typical"] for one in found] == [0, 5, 2, 4, 3]


def test_the_histogram_counts_each_run_once():
    losses = np.array([0.01, 0.128, 0.25, math.inf, 0.2])
    counted = histogram(losses, losses < 0.1)
    assert counted["solved"].sum() + counted["unsolved"].sum() + counted["others"] == 5
    assert (counted["solved"].sum(), counted["others"]) == (1, 1)


def test_bands_are_the_losses_below_which_a_share_of_the_runs_lies():
    curves = np.repeat(np.arange(21.0)[:, np.newaxis], 3, axis=1)
    assert bands(curves[::-1]).T.tolist() == [[1, 5, 10, 15, 19]] * 3


def test_the_middle_of_the_epochs_counts_what_is_not_solved_as_the_latest():
    assert [middle(np.array(at)) for at in ([300, -1, 100], [-1, -1, 100], [50], [40, 20], [-1])] == [
        *(300, -1, 50, 20, -1)
    ]


# -- the session's part


def test_the_session_does_the_runs_of_the_present_exercise_and_leaves_it_as_it_is():
    session.start({"hidden": [3], "epochs": 40}, frozen=["b1[0]"])
    before = session.train(1e9, 10)
    begun = session.sweep([1, 2, 3], {"rate": 0.7})
    answer = session.sweep_on(1e9)
    run = Run({"hidden": [3], "epochs": 40, "rate": 0.7, "seed": 3}, frozen=["b1[0]"])
    run.train(1e9, 40)
    assert answer["losses"][2] == run.frame([], {})["loss"]
    assert (answer["ended"], answer["way"], len(begun["kept"])) == (True, "numpy", 41)
    after = session.look({})
    assert (after["epoch"], after["loss"]) == (before["epoch"], before["loss"])


@pytest.mark.parametrize(
    ("seeds", "changes", "words"),
    [
        ([], {}, "seeds has 0 numbers; expected 1 to 10000"),
        ([1, -2], {}, r"seeds\[1\] is -2"),
        ([1], {"rate": -1}, "rate"),
        ([1], {"unknown": 1}, "unknown"),
        ([2**32], {}, "seed is 4294967296"),
    ],
)
def test_what_is_no_seed_or_choice_is_refused(seeds, changes, words):
    session.start({})
    with pytest.raises(ValueError, match=words):
        session.sweep(seeds, changes)


def test_what_is_no_run_has_no_summary():
    for losses, outcomes, curves in (([], [], []), ([1, 2], [0], [1, 2]), ([1], [9], [1]), ([1, 2], [0, 0], [1, 2, 3])):
        with pytest.raises(ValueError, match="expected"):
            summary(losses, outcomes, curves)


# -- when it was solved, and maps


def test_a_run_is_solved_at_the_first_watched_epoch_from_which_on_it_stays_so():
    def fresh(seed):
        return Run({"hidden": [4], "rate": 1.0, "epochs": 1500, "seed": seed})

    many, found = Seeds(fresh, [0, 1, 2], watch=30), []
    while not many.ended:
        found += many.on(5)
    for one in found:
        run, solved = fresh(one.seed), []
        for epoch in range(50, 1501, 50):
            run.train(1e9, epoch)
            solved.append(bool((np.abs(run.predictions() - run.y) < 0.5).all()))
        last_not = max((place for place, right in enumerate(solved) if not right), default=-1)
        assert one.solved_at == 50 * (last_not + 2) if solved[-1] else one.solved_at == -1
    assert min(one.solved_at for one in found) > 0


@pytest.mark.parametrize("up", [name for name in AXES if name != "rate"])
def test_each_axis_has_the_present_value_and_values_that_can_be_chosen(up):
    chosen = checked({"hidden": [3], "l2": 0.02, "epochs": 77})
    found = grid(chosen, "rate", up)
    for axis in (found["across"], found["up"]):
        assert chosen[axis["name"]] in axis["values"]
        for value in axis["values"]:
            checked(chosen | {axis["name"]: value})
    columns, rows = len(found["across"]["values"]), len(found["up"]["values"])
    places = [(column, row) for column, row, _ in found["order"]]
    assert sorted(places) == [(column, row) for column in range(columns) for row in range(rows)]
    assert [step for _, _, step in found["order"]] == sorted((step for _, _, step in found["order"]), reverse=True)


def test_a_map_keeps_the_number_of_layers_and_grows_with_a_large_network():
    assert grid(checked({"hidden": [2, 2]}), "hidden", "rate")["across"]["values"][4] == [5, 5]
    sizes = grid(checked({"hidden": [64]}), "hidden", "rate")["across"]["values"]
    assert (sizes[0], sizes[-1]) == ([8], [128])
    assert [64] in sizes


@pytest.mark.parametrize(
    ("across", "up", "words"), [("seed", "rate", "across is 'seed'"), ("rate", "rate", "expected two choices")]
)
def test_what_is_no_axis_is_refused(across, up, words):
    with pytest.raises(ValueError, match=words):
        grid(checked({}), across, up)
