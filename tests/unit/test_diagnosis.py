"""The diagnosis: each finding on a network that was really trained into it, and none on one that learns well."""

import numpy as np
import pytest
from cases import same_bits

from glassnet.data.truth_tables import truth_table
from glassnet.glass.plain_gradients import with_plain_gradients
from glassnet.looking import diagnosis as module
from glassnet.looking.diagnosis import diagnosis
from glassnet.programs.choices import checked
from glassnet.programs.running import Program
from glassnet.programs.writing import parts

X, XOR = truth_table([0, 1, 1, 0])


class Case:
    """A program in training, and its findings."""

    def __init__(self, hidden=2, rate=0.1, y=XOR, network=None, versions=None, frozen=(), **choices):
        self.hidden = [hidden] if isinstance(hidden, int) else hidden
        self.chosen = checked({"hidden": self.hidden, **choices})
        self.program = Program(parts(self.chosen, frozen=frozen), versions, fast=True)
        self.y, self.losses = y, []
        hidden = self.hidden if len(self.hidden) > 1 else self.hidden[0] if self.hidden else None
        sizes = [2, *([hidden] if hidden else []), y.shape[1]]
        self.training = self.program.training(X, y, sizes, 10_000, rate)
        if network is not None:
            self.network.update(network)

    @property
    def network(self):
        return self.training.network

    def trained(self, epochs):
        with np.errstate(all="ignore"):
            self.losses += [float(next(self.training)) for _ in range(epochs)]
        return self

    def found(self):
        epochs = range(len(self.losses))
        return diagnosis(self.program, self.chosen, self.network, X, self.y, epochs, self.losses)

    def finding(self, what):
        [finding] = [one for one in self.found() if one["what"] == what]
        return finding

    def whats(self):
        return [one["what"] for one in self.found()]

    def outputs(self, layer):
        return self.program.forward_propagation(self.network, X)[1][2 * layer - 1]

    def predictions(self):
        return self.program.predict(self.network, X)

    def loss(self, network=None):
        return float(self.program.compute_loss(self.y, self.program.predict(network or self.network, X)))


def constant_network(value, hidden):
    """All weights and biases the same."""
    shapes = {"W1": (2, hidden), "b1": (1, hidden), "W2": (hidden, 1), "b2": (1, 1)}
    return {name: np.full(shape, float(value)) for name, shape in shapes.items()}


def test_the_tutorials_own_run_is_stuck():
    case = Case().trained(10_000)
    [finding] = case.found()
    assert finding["what"] == "stuck"
    before = case.losses[9000]
    after = case.loss()
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
        slopes.append(abs(case.loss(moved) - after) / 1e-6 / 2)
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
    assert (np.abs(case.predictions() - XOR) < 0.5).all()
    assert case.found() == []


@pytest.mark.parametrize(("activation", "value"), [("sigmoid", 0.0), ("tanh", 0.0), ("sigmoid", 0.5)])
def test_equal_weights_stay_symmetrical(activation, value):
    case = Case(hidden=3, network=constant_network(value, 3), activation=activation).trained(500)
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
    case = Case(hidden=4, activation="relu", output="relu", rate=1).trained(100)
    finding = case.finding("dead") if case.whats().count("dead") == 1 else case.found()[-1]
    assert (finding["layer"], finding["neurons"], finding["of"]) == (2, 1, 1)


def test_tanhs_saturate():
    case = Case(activation="tanh", output="tanh", rate=20).trained(500)
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
    assert case.predictions().min() > 0.999


def test_an_output_that_belongs_with_its_loss_is_not_held():
    case = Case(rate=100).trained(500)
    case.chosen["loss"] = "binary_cross_entropy"
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
    assert finding["last"] == pytest.approx(case.loss())
    assert case.loss() > 3 * case.losses[0]


def test_a_run_that_diverged_names_the_layer_and_the_largest_weight():
    case = Case(hidden=4, activation="linear", output="linear", rate=3, seed=4).trained(6)
    finding = case.finding("no_number")
    broken = [name for name, values in case.network.items() if not np.isfinite(values).all()]
    assert (finding["parameter"], finding["layer"]) == (broken[0], int(broken[0][1:]))
    assert finding["largest"] == max(
        np.abs(values[np.isfinite(values)]).max(initial=0) for values in case.network.values()
    )


def test_a_loss_that_is_infinite_though_all_weights_are_numbers():
    case = Case(network=constant_network(1e120, 2), activation="linear", output="linear")
    finding = case.finding("no_number")
    assert (finding["what"], finding["layer"], finding["parameter"]) == ("no_number", 2, None)


def test_cross_entropy_with_an_output_below_0():
    case = Case(activation="tanh", output="tanh", loss="binary_cross_entropy")
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
    case = Case(output="softmax", loss=loss)
    before = {name: values.copy() for name, values in case.network.items()}
    assert case.found() == [{"what": "lone_softmax", "layer": 2, "prediction": 1.0}]
    assert case.trained(6000).whats() == ["lone_softmax"], "and not stuck for want of neurons"
    assert all(same_bits(case.network[name], values) for name, values in before.items())


def test_softmax_with_a_single_output_is_fine_where_nothing_but_1_is_asked_for():
    assert Case(output="softmax", y=np.ones((4, 1))).found() == []


def test_softmax_with_several_outputs_is_fine():
    y = np.hstack([XOR, 1 - XOR])
    assert "lone_softmax" not in Case(hidden=4, y=y, output="softmax", loss="categorical_cross_entropy").whats()


def test_a_network_without_hidden_layers_is_stuck_too():
    case = Case(hidden=[]).trained(6000)
    finding = case.finding("stuck")
    assert (finding["layer"], finding["fall"]) == (1, pytest.approx(0, abs=1e-9))
    assert Case(hidden=[], y=truth_table([0, 0, 0, 1])[1]).trained(3000).found() == []


def test_the_gradient_that_is_left_is_that_of_a_row_whether_rows_are_summed_or_averaged():
    summed, averaged = (
        Case(rate=rate, reduction=reduction).trained(10_000).finding("stuck")
        for rate, reduction in ((0.1, "sum"), (0.4, "mean"))
    )
    assert summed["gradient"] == pytest.approx(averaged["gradient"], rel=1e-6)


@pytest.mark.parametrize("choices", [{"clip": 1e-6}, {"frozen": ["b1[0]", "b1[1]", "b1[2]", "b1[3]"]}, {"l2": 0.1}])
def test_what_is_written_into_the_gradients_does_not_hide_how_they_vanish(choices):
    plain, case = Case(hidden=[4] * 6), Case(hidden=[4] * 6, **choices)
    assert case.finding("vanishing")["share"] == plain.finding("vanishing")["share"]
    assert (with_plain_gradients(case.program) is case.program) == ("l2" in choices)


MINUS = """def update_parameters(network, gradients, learning_rate):
    for name in network:
        network[name] -= learning_rate * gradients['d' + name]
    return network
"""


@pytest.mark.parametrize("epochs", [20, 10_000])
@pytest.mark.parametrize("hidden", [2, 4])
def test_a_readers_update_with_the_wrong_sign_climbs_and_is_not_stuck(epochs, hidden):
    case = Case(hidden=hidden, versions={"update_parameters": MINUS}).trained(epochs)
    numbers = {"first": case.losses[0], "last": case.loss(), "since": 0}
    assert case.found() == [{"what": "climbing", "layer": None, **numbers}]


def test_a_loss_that_has_climbed_to_its_top_is_known_by_a_few_of_its_losses():
    case = Case(hidden=4, rate=100, versions={"update_parameters": MINUS}).trained(5000)
    some = slice(None, None, 250)
    epochs, losses = range(5000)[some], case.losses[some]
    found = diagnosis(case.program, case.chosen, case.network, X, XOR, epochs, losses)
    assert [finding["what"] for finding in found] == ["climbing"]
    assert losses[-1] == losses[-2], "at the top"


def test_a_backpropagation_with_the_wrong_sign_climbs_too():
    text = Case().program.part_with("backward_propagation").text.replace("y - a2", "a2 - y")
    assert Case(versions={"backward_propagation": text}).trained(300).whats() == ["climbing"]


def test_a_version_that_is_taken_up_on_the_way_climbs_from_there():
    case = Case(hidden=4).trained(800)
    training = Case(hidden=4, versions={"update_parameters": MINUS})
    training.network.update(case.network)
    training.trained(5000)
    losses = case.losses + training.losses
    [finding] = diagnosis(training.program, training.chosen, training.network, X, XOR, range(len(losses)), losses)
    assert (finding["what"], finding["since"]) == ("climbing", 800)
    assert finding["first"] == min(losses)


TOO_FAST = MINUS.replace("-= learning_rate", "+= 1e4 * learning_rate")


@pytest.mark.parametrize("choices", [{"rate": 100}, {"rate": 1e4}, {"versions": {"update_parameters": TOO_FAST}}])
def test_a_loss_that_rises_from_the_first_epoch_by_too_large_a_rate_is_said_to_do_so(choices):
    case = Case(**choices).trained(50)
    assert min(case.losses) == case.losses[0] < case.loss() < 3 * case.losses[0]
    assert case.whats()[0] == "growing"
    assert "climbing" not in case.whats()


def test_a_right_version_of_the_readers_does_not_climb():
    right = MINUS.replace("-=", "+=")
    assert Case(versions={"update_parameters": right}).trained(10_000).whats() == ["stuck"]
    assert "climbing" not in Case(hidden=4, rate=20, seed=0, versions={"update_parameters": right}).trained(60).whats()


def test_a_loss_that_climbs_by_the_original_functions_has_too_large_a_rate():
    whats = Case(hidden=4, activation="tanh", loss="binary_cross_entropy", rate=3, seed=0).trained(60).whats()
    assert "growing" in whats
    assert "climbing" not in whats


FORWARD = """def forward_propagation(network, X):
    {first}
    a1 = sigmoid(np.dot(X, network['W1']) + network['b1'])
    a2 = sigmoid(np.dot(a1, network['W2']) + network['b2'])
    return a2, {cache}
"""
BACKWARD = """def backward_propagation(network, cache, X, y):
    a1, a2 = cache['a1'], cache['a2']
    delta = (y - a2) * sigmoid_derivative(a2)
    hidden = np.dot(delta, network['W2'].T) * sigmoid_derivative(a1)
    sums = {'db1': np.sum(hidden, axis=0, keepdims=True), 'db2': np.sum(delta, axis=0, keepdims=True)}
    return {'dW1': np.dot(X.T, hidden), 'dW2': np.dot(a1.T, delta), **sums}
"""


def test_a_cache_of_the_readers_own_is_no_hindrance():
    own = {"forward_propagation": FORWARD.format(first="pass", cache="{'a1': a1, 'a2': a2}")}
    case = Case(versions={**own, "backward_propagation": BACKWARD}).trained(10_000)
    [finding], [expected] = case.found(), Case().trained(10_000).found()
    assert finding == pytest.approx(expected)


@pytest.mark.parametrize(
    "first",
    ["1 / 0", "raise SystemExit", "assert len(X) == 1", "X = X[:1]", "return 'nothing'", "return np.zeros((3, 7)), ()"],
)
def test_a_version_that_fails_or_gives_odd_shapes_has_no_findings_and_the_run_goes_on(first):
    case = Case().trained(3)
    versions = {"forward_propagation": FORWARD.format(first=first, cache="(0, a1, 0, a2)")}
    case.program = Program(parts(case.chosen), versions)
    assert case.found() == []
    case.trained(3)


def test_an_error_of_our_own_is_not_hidden(monkeypatch):
    def broken(examined):
        raise ZeroDivisionError

    monkeypatch.setattr(module, "BROKEN", [broken])
    with pytest.raises(ZeroDivisionError):
        Case().found()


def test_a_version_that_writes_into_the_network_changes_nothing():
    first = "network['W1'] += 1"
    case = Case(versions={"forward_propagation": FORWARD.format(first=first, cache="(0, a1, 0, a2)")})
    before = case.network["W1"].copy()
    case.found()
    assert same_bits(case.network["W1"], before)


def test_nothing_is_changed():
    case = Case(hidden=[3, 3, 3, 3], activation="relu").trained(20)
    before = {name: values.copy() for name, values in case.network.items()}
    case.found()
    assert all(same_bits(case.network[name], values) for name, values in before.items())


def test_a_network_too_large_for_all_rows_at_once_is_examined_by_some():
    case = Case(hidden=[512] * 8, initializer="xavier")
    rows, targets = np.tile(X, (50, 1)), np.tile(XOR, (50, 1))
    found = diagnosis(case.program, case.chosen, case.network, rows, targets)
    assert "vanishing" in [finding["what"] for finding in found]


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"epochs": [1, 2], "losses": [0.5]}, "losses has shape"),
        ({"losses": "many"}, "losses is 'many'"),
    ],
)
def test_refuses(wrong, message):
    case = Case(versions={"update_parameters": MINUS})
    with pytest.raises(ValueError, match=message):
        diagnosis(case.program, case.chosen, case.network, X, XOR, **wrong)
