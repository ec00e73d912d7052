"""The diagnosis: each case is a network that was really trained into it, and one that learns well has none."""

import numpy as np
import pytest
from cases import same_bits

from glassnet.data.datasets import truth_table
from glassnet.looking.diagnosis import diagnosis
from glassnet.network import compute_loss, forward_propagation, initialize_network, predict
from glassnet.training import training_epochs

X, XOR = truth_table([0, 1, 1, 0])


class Case:
    """A network in training, and what is found about it."""

    def __init__(self, hidden=2, rate=0.1, y=XOR, network=None, seed=42, **choices):
        self.y, self.choices, self.losses = y, choices, []
        self.network = network or initialize_network(2, hidden, 1, seed=seed)
        self.rate = rate

    @property
    def functions(self):
        return {name: self.choices[name] for name in ("activation", "output_activation") if name in self.choices}

    def trained(self, epochs):
        with np.errstate(all="ignore"):
            for record in training_epochs(self.network, X, self.y, epochs, self.rate, **self.choices):
                self.losses.append(float(record.loss))
        return self

    def found(self):
        what = {name: self.choices[name] for name in (*self.functions, "loss") if name in self.choices}
        return diagnosis(self.network, X, self.y, epochs=range(len(self.losses)), losses=self.losses, **what)

    def finding(self, what):
        [finding] = [one for one in self.found() if one["what"] == what]
        return finding

    def whats(self):
        return [one["what"] for one in self.found()]

    def outputs(self, layer):
        return forward_propagation(self.network, X, **self.functions)[1][2 * layer - 1]


def constant_network(value, *sizes):
    """All weights the same."""
    network = initialize_network(sizes[0], list(sizes[1:-1]), sizes[-1])
    return {name: np.full(array.shape, value) for name, array in network.items()}


def test_the_tutorials_own_run_is_stuck():
    case = Case().trained(10_000)
    [finding] = case.found()
    assert finding["what"] == "stuck"
    before = case.losses[9000]
    after = float(compute_loss(XOR, predict(case.network, X)))
    assert finding["fall"] == pytest.approx(1 - after / before, rel=0.01)
    assert 0 <= finding["fall"] < 0.02
    assert finding["part"] == 0.1
    assert finding["layer"] in (1, 2)
    assert finding["parameter"] in case.network
    # The steepest slope by finite differences, of the halved squared error's mean over rows: that is what is followed.
    name = finding["parameter"]
    slopes = []
    for place in np.ndindex(case.network[name].shape):
        moved = {key: values.copy() for key, values in case.network.items()}
        moved[name][place] += 1e-6
        slopes.append(abs(float(compute_loss(XOR, predict(moved, X))) - after) / 1e-6 / 2)
    assert finding["gradient"] == pytest.approx(max(slopes), rel=1e-3)


def test_a_loss_that_is_flat_for_half_of_a_run_is_stuck_sooner():
    case = Case(rate=20, seed=5).trained(3000)
    finding = case.finding("stuck")
    assert finding["part"] == 0.5
    assert finding["fall"] == pytest.approx(1 - case.losses[-1] / case.losses[1500], abs=1e-4)


@pytest.mark.parametrize("seed", [3, 4, 9])
def test_a_slow_beginning_is_not_stuck(seed):
    assert "stuck" not in Case(seed=seed).trained(2100).whats()


def test_a_short_run_on_its_plateau_is_not_yet_stuck():
    assert Case().trained(1000).found() == []


def test_a_run_that_has_learned_has_no_findings():
    case = Case(hidden=4).trained(10_000)
    assert (np.abs(predict(case.network, X) - XOR) < 0.5).all()
    assert case.found() == []


@pytest.mark.parametrize(("activation", "value"), [("sigmoid", 0.0), ("tanh", 0.0), ("sigmoid", 0.5)])
def test_equal_weights_stay_symmetrical(activation, value):
    case = Case(network=constant_network(value, 2, 3, 1), activation=activation).trained(500)
    finding = case.finding("symmetrical")
    assert (finding["layer"], finding["neurons"]) == (1, 3)
    assert finding["weight"] == case.network["W1"][0, 0]
    assert np.ptp(case.network["W1"], axis=1).max() == pytest.approx(0)


def test_drawn_weights_are_not_symmetrical():
    assert "symmetrical" not in Case(hidden=3).trained(5).whats()


def test_one_hidden_neuron_has_nothing_to_be_symmetrical_with():
    assert "symmetrical" not in Case(hidden=1).trained(5).whats()


def test_relus_die_of_a_large_step():
    case = Case(hidden=4, activation="relu", rate=20).trained(50)
    finding = case.finding("dead")
    assert finding["layer"] == 1
    assert finding["of"] == 4
    assert finding["neurons"] == int((case.outputs(1) == 0).all(axis=0).sum()) > 0
    before = {name: values.copy() for name, values in case.network.items()}
    case.trained(50)
    off = (case.outputs(1) == 0).all(axis=0)
    assert same_bits(case.network["W1"][:, off], before["W1"][:, off]), "a dead neuron's weights do not move"


def test_a_relu_of_the_output_dies_too():
    case = Case(hidden=4, activation="relu", output_activation="relu", rate=1).trained(100)
    finding = case.finding("dead") if case.whats().count("dead") == 1 else case.found()[-1]
    assert (finding["layer"], finding["neurons"], finding["of"]) == (2, 1, 1)


def test_tanhs_saturate():
    case = Case(activation="tanh", output_activation="tanh", rate=20).trained(500)
    finding = case.finding("saturated")
    assert finding["layer"] == 1
    assert finding["share"] == np.mean(1 - case.outputs(1) ** 2 < 0.05) >= 0.75
    output = case.finding("saturated_output")
    assert output["layer"] == 2
    assert output["rows"] == int((np.abs(case.outputs(2) - XOR) > 0.5).sum())


def test_a_saturated_output_says_how_many_rows_it_holds():
    case = Case(rate=100).trained(500)
    finding = case.finding("saturated_output")
    assert (finding["layer"], finding["rows"], finding["of"]) == (2, 2, 4)
    assert predict(case.network, X).min() > 0.999


def test_an_output_that_belongs_with_its_loss_is_not_held():
    case = Case(rate=100).trained(500)
    case.choices["loss"] = "binary_cross_entropy"
    assert "saturated_output" not in case.whats()


def test_gradients_vanish_in_deep_sigmoid_layers():
    case = Case(hidden=[4] * 6).trained(200)
    finding = case.finding("vanishing")
    assert (finding["layer"], finding["layers"]) == (1, 7)
    # By the chain of derivatives, written out.
    delta = (XOR - case.outputs(7)) * case.outputs(7) * (1 - case.outputs(7))
    sizes = [np.abs(delta).mean()]
    for layer in range(6, 0, -1):
        a = case.outputs(layer)
        delta = (delta @ case.network[f"W{layer + 1}"].T) * a * (1 - a)
        sizes.append(np.abs(delta).mean())
    assert finding["share"] == pytest.approx(sizes[-1] / sizes[0])
    assert finding["share"] < 0.01


def test_gradients_do_not_vanish_in_a_shallow_network():
    assert "vanishing" not in Case(hidden=[4]).trained(200).whats()


def test_a_huge_rate_makes_the_loss_swing():
    case = Case(hidden=4, rate=20, seed=0).trained(60)
    finding = case.finding("swinging")
    last = case.losses[-50:]
    assert (finding["lowest"], finding["highest"]) == (min(last), max(last))


def test_a_small_rate_does_not():
    assert "swinging" not in Case(hidden=4, activation="tanh", rate=0.1).trained(300).whats()


def test_a_loss_that_grows_is_named_before_it_is_no_number():
    case = Case(hidden=4, activation="tanh", loss="binary_cross_entropy", rate=3, seed=0).trained(60)
    finding = case.finding("growing")
    assert finding["first"] == case.losses[0]
    now = float(compute_loss(XOR, case.outputs(2), loss="binary_cross_entropy"))
    assert finding["last"] == pytest.approx(now)
    assert now > 3 * case.losses[0]


def test_a_run_that_diverged_names_the_layer_and_the_largest_weight():
    case = Case(hidden=4, activation="linear", output_activation="linear", rate=3, seed=4).trained(6)
    finding = case.finding("no_number")
    broken = [name for name, values in case.network.items() if not np.isfinite(values).all()]
    assert (finding["parameter"], finding["layer"]) == (broken[0], int(broken[0][1:]))
    assert finding["largest"] == max(
        np.abs(values[np.isfinite(values)]).max(initial=0) for values in case.network.values()
    )


def test_a_loss_that_is_infinite_though_all_weights_are_numbers():
    case = Case(network=constant_network(1e120, 2, 2, 1), activation="linear", output_activation="linear")
    finding = case.finding("no_number")
    assert (finding["what"], finding["layer"], finding["parameter"]) == ("no_number", 2, None)


def test_cross_entropy_with_an_output_below_0():
    case = Case(activation="tanh", output_activation="tanh", loss="binary_cross_entropy")
    finding = case.finding("outside")
    assert finding["layer"] == 2
    assert finding["prediction"] in case.outputs(2)
    assert not 0 < finding["prediction"] < 1
    case.trained(100)
    assert "outside" in case.whats()


def test_cross_entropy_with_its_sigmoid_is_fine():
    assert Case(loss="binary_cross_entropy", hidden=4).trained(2000).found() == []


@pytest.mark.parametrize("loss", ["mean_squared_error", "categorical_cross_entropy"])
def test_softmax_with_a_single_output_is_named_and_nothing_else(loss):
    case = Case(output_activation="softmax", loss=loss)
    before = {name: values.copy() for name, values in case.network.items()}
    assert case.found() == [{"what": "lone_softmax", "layer": 2, "prediction": 1.0}]
    assert case.trained(6000).whats() == ["lone_softmax"], "and not stuck for want of neurons"
    assert all(same_bits(case.network[name], values) for name, values in before.items())


def test_softmax_with_a_single_output_is_fine_where_nothing_but_1_is_asked_for():
    assert Case(output_activation="softmax", y=np.ones((4, 1))).found() == []


def test_softmax_with_several_outputs_is_fine():
    y = np.hstack([XOR, 1 - XOR])
    network = initialize_network(2, 4, 2)
    findings = diagnosis(network, X, y, output_activation="softmax", loss="categorical_cross_entropy")
    assert "lone_softmax" not in [finding["what"] for finding in findings]


def test_nothing_is_changed():
    case = Case(hidden=[3, 3, 3, 3], activation="relu").trained(20)
    before = {name: values.copy() for name, values in case.network.items()}
    case.found()
    assert all(same_bits(case.network[name], values) for name, values in before.items())


def test_a_network_too_large_for_all_rows_at_once_is_examined_by_some():
    network = initialize_network(2, [512] * 8, 1, initializer="xavier")
    rows = np.tile(X, (50, 1))
    findings = diagnosis(network, rows, np.tile(XOR, (50, 1)))
    assert "vanishing" in [finding["what"] for finding in findings]


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"epochs": [1, 2], "losses": [0.5]}, "losses has shape"),
        ({"losses": "many"}, "losses is 'many'"),
        ({"loss": "hunger"}, "hunger"),
        ({"activation": "hope"}, "hope"),
        ({"output_activation": "hope"}, "hope"),
    ],
)
def test_refuses(wrong, message):
    with pytest.raises(ValueError, match=message):
        diagnosis(initialize_network(2, 2, 1), X, XOR, **wrong)
