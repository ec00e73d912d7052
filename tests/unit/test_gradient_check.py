"""The gradient check passes right backpropagation for all choices, and says what is wrong with a broken one."""

import itertools
import linecache
import re
import traceback

import numpy as np
import pytest

import tutorial
from glassnet import session
from glassnet.glass import gradient_check
from glassnet.glass.plain_gradients import with_plain_gradients
from glassnet.glass.verdicts import AS_WRITTEN, WRONG_DERIVATIVE
from glassnet.programs.running import Program
from glassnet.programs.writing import write
from glassnet.run import Run
from glassnet.tables.activations import ACTIVATIONS
from glassnet.tables.losses import LOSSES, advice_on

DELTA = "hidden_delta = hidden_error * sigmoid_derivative(a1)"


@pytest.fixture
def page():
    session.start({})
    yield
    session.restore("backward_propagation")
    session.start({})


def check_of(run):
    return gradient_check.check_gradients(run.program, run.choices, run.network, run.X, run.y)


def check(versions=None, frozen=(), **chosen):
    return check_of(Run(chosen, frozen=frozen, versions=versions))


def text_of(name, frozen=(), **chosen):
    return Run(chosen, frozen=frozen).program.part_with(name).text


def version(old, new, name="backward_propagation", **chosen):
    """A reader's version of a function: the original with a change."""
    text = text_of(name, **chosen)
    assert old in text
    return {name: text.replace(old, new)}


def words(answer):
    return {gradient["name"]: gradient["words"] for gradient in answer["gradients"]}


def wrong(answer):
    return [gradient["name"] for gradient in answer["gradients"] if not gradient["right"]]


@pytest.mark.parametrize(("loss", "output"), list(itertools.product(LOSSES, ACTIVATIONS)))
def test_a_right_one_is_right_for_every_loss_and_output(loss, output):
    answer = check(hidden=[3, 2], activation=["tanh", "sine"], loss=loss, output=output, seed=3)
    assert answer["checked"] == answer["size"] == 20
    if advice_on(loss, output, 1) and not answer["right"]:
        # An odd pair: predictions beyond 0 and 1, where this loss is held and has no slope. The page says so, too.
        assert set(words(answer).values()) <= {AS_WRITTEN, ""}
        assert advice_on(loss, output, 1) in answer["words"]
    else:
        assert answer["right"], answer["words"]


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("reduction", ["sum", "mean"])
def test_a_right_one_is_right_for_every_activation_even_at_a_kink(activation, reduction):
    # The biases of 0 and the input (0, 0) put every ReLU of the first layer on its kink.
    answer = check(hidden=[3, 3], activation=activation, reduction=reduction, loss="binary_cross_entropy")
    assert answer["right"], answer["words"]
    assert ("at a kink of" in answer["words"]) == ("relu" in activation)


@pytest.mark.parametrize(
    "chosen",
    [
        {"l2": 0.05},
        {"l1": 0.02, "reduction": "mean"},
        {"l1": 0.02, "l2": 0.05, "hidden": [3, 3], "activation": "relu"},
        {"l1": 0.1, "initializer": "zeros"},
        {"l2": 0.5, "optimizer": "adamw"},
        {"dropout": 0.5, "batch": 2, "hidden": [4, 4]},
        {"hidden": []},
        {"hidden": [], "output": "softmax", "outputs": 2, "dataset": "custom", "targets": [0, 1] * 4},
        {"clip": 0.001, "l2": 0.05},
    ],
)
def test_a_right_one_is_right_whatever_is_written_into_it(chosen):
    answer = check(**chosen)
    assert answer["right"], answer["words"]
    assert ("without clipping" in answer["words"]) == ("clip" in chosen)


def test_clipping_and_freezing_are_left_out_of_a_readers_version_too():
    frozen = ["W1[0,1]", "b2[0]", "W2[0,0]", "W2[1,0]"]
    text = text_of("backward_propagation", frozen=frozen, clip=0.01)
    answer = check({"backward_propagation": text + "\n# mine\n"}, frozen=frozen, clip=0.01)
    assert answer["right"], answer["words"]
    run = Run({"clip": 0.01}, frozen=frozen)
    gradients = {}
    for program in (run.program, with_plain_gradients(run.program)):
        _, cache = program.forward_propagation(run.network, run.X)
        gradients[program is run.program] = program.backward_propagation(run.network, cache, run.X, run.y)
    assert np.sqrt(sum((array**2).sum() for array in gradients[True].values())) <= 0.01
    assert gradients[True]["db2"].item() == 0 != gradients[False]["db2"].item()
    assert {entry["analytic"] for one in answer["gradients"] for entry in one["entries"]} == {
        value for array in gradients[False].values() for value in array.flat
    }


def test_a_traceback_still_has_the_lines_that_the_reader_knows():
    text = text_of("backward_propagation", clip=0.01).replace(
        "    clip = 0.01\n", "    clip = 0.01\n    1 / len(cache[4:])\n"
    )
    run = Run({"clip": 0.01})
    run.program = Program(run.parts, {"backward_propagation": text})
    with pytest.raises(ZeroDivisionError) as raised:
        check_of(run)
    file = run.program.file_of(run.program.part_with("backward_propagation"))
    [frame] = [entry for entry in traceback.extract_tb(raised.value.__traceback__) if entry.filename == file]
    assert frame.line == "1 / len(cache[4:])" == text.splitlines()[frame.lineno - 1].strip()
    assert "clip = 0.01\n" in "".join(linecache.getline(file, line) for line in range(1, frame.lineno))


def test_without_clipping_and_freezing_the_program_is_checked_as_it_is():
    program = Run({"l2": 0.1, "dropout": 0.5}).program
    assert with_plain_gradients(program) is program


def test_the_numbers_are_the_runs():
    answer = check()
    X, y = np.array([[0.0, 0], [0, 1], [1, 0], [1, 1]]), np.array([[0.0], [1], [1], [0]])
    network = tutorial.initialize_network(2, 2, 1)
    _, cache = tutorial.forward_propagation(network, X)
    expected = tutorial.backward_propagation(network, cache, X, y)
    for gradient in answer["gradients"]:
        assert gradient["shape"] == list(expected[gradient["name"]].shape)
        for entry in gradient["entries"]:
            assert entry["analytic"] == expected[gradient["name"]][tuple(entry["place"])]
            assert {type(value) for value in entry.values()} == {list, float, bool}  # as the page can take it
            assert entry["difference"] == abs(entry["analytic"] - entry["numerical"]) < 1e-9
    assert [gradient["layer"] for gradient in answer["gradients"]] == [1, 1, 2, 2]
    assert "All 9 derivatives" in answer["words"]


@pytest.mark.parametrize(
    ("chosen", "why"),
    [
        ({}, "downhill, it adds up the 4 rows where the loss takes their mean, and it leaves out the 2 of the square."),
        ({"reduction": "mean"}, "it points downhill, and it leaves out the 2 of the square."),
        ({"loss": "binary_cross_entropy", "reduction": "mean"}, "(Binary cross-entropy): it points downhill."),
        ({"loss": "huber", "batch": 2}, "(Huber): it points downhill, and it adds up the 4 rows"),
        ({"dataset": "custom", "targets": [0, 0, 0, 1, 0, 1, 1, 0], "outputs": 2}, "4 rows and 2 outputs where"),
        ({"dataset": "blobs", "output": "softmax", "loss": "categorical_cross_entropy"}, "rows where"),
        ({"l2": 0.1}, "square. L2 is added to it."),
        ({"l1": 0.1, "l2": 0.1}, "square. L1 and L2 are added to it."),
    ],
)
def test_the_convention_says_how_the_gradient_compares_with_the_derivative_of_the_loss(chosen, why):
    run, step = Run(chosen), 1e-5
    answer = check_of(run)
    assert why in answer["convention"]
    factor = float(re.search(r"is (\S+) times the derivative", answer["convention"])[1].replace("−", "-"))
    losses = []
    X, y = run.X[: answer["rows"]], run.y[: answer["rows"]]
    for side in (step, -step):
        moved = {**run.network, "b2": run.network["b2"] + side}
        losses.append(run.program.compute_loss(y, run.program.predict(moved, X)))
    derivative = (losses[0] - losses[1]) / (2 * step)
    gradient = sum(entry["analytic"] for one in answer["gradients"] if one["name"] == "db2" for entry in one["entries"])
    assert gradient == pytest.approx(factor * derivative, rel=1e-4)


def test_an_earlier_epoch_is_checked_as_it_was(page):
    then = session.train(1e9, 20)
    before = session.check_gradients()["answer"]
    session.train(1e9, 200)
    saved = {"epoch": 20, "parameters": then["parameters"], "training_state": {}}
    assert session.check_gradients(saved)["answer"] == before != session.check_gradients()["answer"]


ALL = ["dW1", "db1", "dW2", "db2"]
HIDDEN = ["dW1", "db1"]
BROKEN = [
    ("y - a2", "a2 - y", {}, ALL, "the sign is wrong"),
    (DELTA, "hidden_delta = hidden_error", {}, HIDDEN, "the factor sigmoid_derivative(a1) is missing"),
    (
        DELTA,
        DELTA.replace("(a1)", "(z1)"),
        {},
        HIDDEN,
        "sigmoid_derivative was given z1; it expects a1",
    ),
    (
        DELTA,
        "hidden_delta = -hidden_error",
        {},
        HIDDEN,
        "the sign is wrong, and the factor sigmoid_derivative(a1) is missing",
    ),
    (
        "gelu_derivative(z1)",
        "gelu_derivative(a1)",
        {"activation": "gelu"},
        HIDDEN,
        "gelu_derivative was given a1; it expects z1",
    ),
    (
        "output_error * sigmoid_derivative(a2)",
        "output_error",
        {},
        ALL,
        "the factor sigmoid_derivative(a2) is missing (right for binary cross-entropy, where it cancels out, but not "
        "for mean squared error)",
    ),
    (
        "output_error * sigmoid_derivative(a2)",
        "output_error",
        {"loss": "huber"},
        ALL,
        "the factor sigmoid_derivative(a2) is missing",
    ),
    (
        "output_delta = y - a2",
        "output_delta = (y - a2) * a2 * (1 - a2)",
        {"loss": "binary_cross_entropy"},
        ALL,
        "sigmoid_derivative(a2) must not be there: it cancels out with binary cross-entropy",
    ),
    (
        "softmax_derivative(a2, output_error)",
        "output_error",
        {"output": "softmax", "dataset": "blobs"},
        ALL,
        "the factor softmax_derivative(a2, output_error) is missing",
    ),
    ("np.dot(output_delta, W2.T)", "np.dot(output_error, W2.T)", {}, HIDDEN, "output_error; it needs output_delta"),
    ("np.dot(a1.T, output_delta)", "np.dot(X.T, output_delta)", {}, ["dW2"], "dW2 was computed from X; it needs a1"),
    ("np.dot(a1.T, output_delta)", "np.dot(z1.T, output_delta)", {}, ["dW2"], "dW2 was computed from z1; it needs a1"),
    (
        "np.dot(hidden2_delta, W2.T)",
        "np.dot(hidden2_delta, W2)",
        {"hidden": [3, 3]},
        HIDDEN,
        "W2 must be transposed in hidden1_error",
    ),
    ("y - a2", "2 * (y - a2)", {}, ALL, "it is 2 times what it should be (the 2 of the square)"),
    (
        "output_delta / len(X)",
        "output_delta",
        {"reduction": "mean"},
        ALL,
        "it is 4 times what it should be (summed over the rows, but the mean is chosen)",
    ),
    (
        "np.sum(output_delta, axis=0",
        "np.mean(output_delta, axis=0",
        {},
        ["db2"],
        "it is 0.25 times what it should be (averaged over the rows, but the sum is chosen)",
    ),
    (
        "y - a2",
        "2 * (a2 - y) / y.size",
        {},
        ALL,
        "the sign is wrong, and it is 0.5 times what it should be (as in the derivative of the loss)",
    ),
    ("dW1 -= len(X) * l2 * W1", "", {"l2": 0.1}, ["dW1"], "L2 is missing"),
    (
        "len(X) * l",
        "l",
        {"l2": 0.1, "l1": 0.1},
        ["dW1", "dW2"],
        "L1 and L2 must be multiplied by len(X), because the rows are summed",
    ),
    ("    gradients =", "    db1 = 0 * db1\n    gradients =", {}, ["db1"], "it is 0 everywhere"),
    ("    gradients =", "    db1 = np.nan * db1\n    gradients =", {}, ["db1"], "values that are not finite"),
    ("    gradients =", "    dW1[0] += 1\n    gradients =", {}, ["dW1"], "2 of 4 derivatives are wrong"),
]


@pytest.mark.parametrize(("old", "new", "chosen", "names", "said"), BROKEN)
def test_what_is_wrong_is_named_and_nothing_else(old, new, chosen, names, said):
    answer = check(version(old, new, **chosen), **chosen)
    assert wrong(answer) == names
    assert not answer["right"]
    for name in names:
        assert said in words(answer)[name]
    assert "The worst is d" in answer["words"]


@pytest.mark.parametrize(
    ("old", "new", "chosen", "said"),
    [
        ("y - a2", "a2 - y", {}, "All 4 gradients are wrong: the error starts in the output layer."),
        (
            DELTA,
            "hidden_delta = hidden_error",
            {},
            "dW1 and db1 are wrong, dW2 and db2 are right: the error starts in the hidden layer.",
        ),
        (
            "hidden2_error * sigmoid_derivative(a2)",
            "hidden2_error",
            {"hidden": [3, 3, 3]},
            "dW1, db1, dW2 and db2 are wrong, dW3, db3, dW4 and db4 are right: the error starts in hidden layer 2.",
        ),
        ("np.sum(", "-np.sum(", {}, "Only db1 and db2 are wrong: the deltas are right, and the sum over the rows is"),
        ("a1.T", "X.T", {}, "Only dW2 is wrong: the deltas are right, and the product with the inputs of the layer"),
        ("'dW1': dW1, 'db1': db1", "'dW1': 2 * dW1, 'db1': db1 + 1", {"hidden": []}, "All 2 gradients are wrong"),
        ("'dW1': dW1, 'db1': db1, 'dW2'", "'dW1': dW1, 'db1': -db1, 'dW2': 0 *", {}, ""),
    ],
)
def test_where_the_error_starts_is_said(old, new, chosen, said):
    changes = version(old, new, **chosen)
    changes["backward_propagation"] = changes["backward_propagation"].replace("0 *:", "0 *")
    assert said in check(changes, **chosen)["words"]


def test_a_wrong_derivative_is_blamed_not_the_backpropagation():
    answer = check(version("return x * (1 - x)", "return x * (1 + x)", "sigmoid_derivative"))
    assert not answer["right"]
    assert set(words(answer).values()) == {WRONG_DERIVATIVE}
    assert "sigmoid_derivative is not the slope of sigmoid: at z = " in answer["words"]


def test_a_derivative_that_takes_the_sigmoid_once_more_is_told_from_other_ones():
    twice = {"sigmoid_derivative": "def sigmoid_derivative(x):\n    s = sigmoid(x)\n    return s * (1 - s)\n"}
    answer = check(twice)
    assert set(words(answer).values()) == {WRONG_DERIVATIVE}
    assert "sigmoid_derivative is not the slope of sigmoid: it gets a, and expects z." in answer["words"]


def test_a_derivative_of_z_is_right_where_it_is_given_z():
    both = {"sigmoid_derivative": "def sigmoid_derivative(x):\n    s = sigmoid(x)\n    return s * (1 - s)\n"}
    both |= version("sigmoid_derivative(a", "sigmoid_derivative(z")
    answer = check(both)
    assert answer["right"], answer["words"]
    assert "not the slope" not in answer["words"]


def test_a_changed_forward_pass_is_told_from_a_wrong_backpropagation():
    answer = check(version("a1 = sigmoid(z1)", "a1 = np.tanh(z1)", "forward_propagation"))
    assert set(words(answer).values()) >= {AS_WRITTEN}
    assert "not the slope" not in answer["words"]


def test_a_forward_pass_that_keeps_something_else_is_checked_with_its_backpropagation():
    versions = version("cache = (z1, a1, z2, a2)", "cache = {'a1': a1, 'a2': a2}", "forward_propagation")
    versions |= version("z1, a1, z2, a2 = cache", "a1, a2 = cache['a1'], cache['a2']")
    assert check(versions)["right"]
    wrong_one = versions["backward_propagation"].replace(DELTA, "hidden_delta = hidden_error")
    answer = check(versions | {"backward_propagation": wrong_one})
    assert words(answer)["dW1"] == "the factor sigmoid_derivative(a1) is missing"


def test_a_run_that_diverged_is_checked_as_well():
    run = Run({"activation": "linear", "output": "linear", "rate": 3, "hidden": [4], "seed": 4})
    run.train(1e9, 6)
    answer = check_of(run)
    assert not answer["right"]
    assert set(words(answer).values()) == {"it has values that are not finite numbers"}


def test_of_a_large_network_a_sample_is_checked_and_said():
    answer = check(hidden=[64, 64], seed=1)
    assert answer["right"]
    assert 6 * 1 <= answer["checked"] <= 6 * gradient_check.SAMPLE
    assert f"{answer['checked']} of {answer['size']:,} derivatives" in answer["words"]
    assert sum(len(gradient["entries"]) for gradient in answer["gradients"]) <= gradient_check.SHOWN


def test_many_rows_are_not_all_taken():
    answer = check(hidden=[30, 30], dataset="moons", points=500, held_out=0, reduction="mean", l2=0.01)
    assert answer["right"], answer["words"]
    assert (answer["rows"], answer["all_rows"]) == (gradient_check.MOST_ROWS, 500)
    assert "first 32 of 500 rows" in answer["words"]


def test_the_run_is_left_alone():
    run = Run({"activation": "relu"})
    before = {name: array.copy() for name, array in run.network.items()}
    check_of(run)
    assert all((run.network[name] == array).all() for name, array in before.items())


@pytest.mark.parametrize(
    ("new", "said"),
    [
        ("db1 = hidden_delta", r"db1 has shape \(4, 2\); expected \(1, 2\), as b1 has: sum it over the rows"),
        ("db1 = 'none'", "db1 is 'none'; expected an array of numbers"),
    ],
)
def test_a_gradient_of_a_wrong_shape_is_refused(new, said):
    with pytest.raises(ValueError, match=said):
        check(version("db1 = np.sum(hidden_delta, axis=0, keepdims=True)", new))


def test_an_error_in_the_readers_code_is_told_at_its_line(page):
    text = write(session._run.choices).split("def backward_propagation")[1].split("def ")[0]
    text = "def backward_propagation" + text.replace("    return", "    assert len(X) < 9 or 1 / 0\n    return")
    assert session.edit("backward_propagation", text)["problem"] is None
    session._run.X, session._run.y = np.zeros((20, 2)), np.zeros((20, 1))
    problem = session.check_gradients()["problem"]
    assert problem["function"] == "backward_propagation"
    assert problem["line"] == text[: text.index("assert")].count("\n") + 1
    assert "divides by 0" in problem["message"]
