"""Following one epoch line by line: the trace has the program's numbers, to the bit, and the run is unchanged."""

import ast
import gc
import sys
from pathlib import Path

import numpy as np
import pytest
from cases import X, Y, assert_same_bits, program_of, same_bits

from glassnet import session
from glassnet.glass import arrays as told_arrays
from glassnet.glass.following import follow_epoch
from glassnet.programs.choices import checked
from glassnet.programs.running import Program
from glassnet.programs.writing import parts
from glassnet.tables.optimizers import OPTIMIZERS

CHOSEN = [
    {},
    {"hidden": []},
    {"hidden": [3, 2], "seed": 7},
    {"hidden": [3], "loss": "binary_cross_entropy", "reduction": "mean"},
    {"activation": "gelu", "output": "swish", "loss": "huber"},
    {"activation": "softmax", "output": "linear", "optimizer": "adam"},
    {"output": "softmax", "loss": "mean_absolute_error", "optimizer": "nesterov"},
    {"batch": 3, "l1": 0.01, "l2": 0.1, "clip": 0.05, "optimizer": "adamw", "schedule": "cosine", "epochs": 20},
    {"dropout": 0.4, "hidden": [6], "activation": "relu"},
    {"dataset": "addition", "hidden": [4]},
    {"dataset": "symmetry", "held_rows": [63]},
]


def values_of(trace, place):
    """An array of a trace, by index."""
    table = trace["arrays"][place]
    return np.array(table["cells"]).reshape(table["shape"])


def arrays_of(trace):
    """All arrays after the last line, by name."""
    places = dict(trace["given"])
    for line in trace["lines"]:
        places |= {made["name"]: made["values"] for made in line["made"]}
    return {name: values_of(trace, place) for name, place in places.items()}


def text_of(trace, line):
    return trace["sources"][line["part"]].splitlines()[line["line"]].strip()


def names_made(trace):
    """The arrays made in each function, in order, without returned values."""
    made = [(line["function"], one["name"]) for line in trace["lines"] for one in line["made"]]
    return [f"{function}: {name}" for function, name in made if not name.startswith("returned")]


def followed(chosen=None, versions=None, epochs=0, X=X, y=Y):
    """The trace of a program's epoch, with a reader's versions."""
    chosen = checked(chosen or {})
    hidden = chosen["hidden"]
    program = Program(parts(chosen), versions)
    size = [hidden[0] if len(hidden) == 1 else hidden] if hidden else []
    training = program.training(X, y, [X.shape[1], *size, y.shape[1]], chosen["epochs"], chosen["rate"])
    for _ in range(epochs):
        next(training)
    before = {name: array.copy() for name, array in training.network.items()}
    return follow_epoch(training), before, training


@pytest.fixture(params=CHOSEN, ids=lambda chosen: ",".join(map(str, chosen.values())) or "tutorial")
def traced(request):
    """A started run, the trace of its next epoch, and the frame before it."""
    session.start(request.param)
    frame = session.train(1e9, 5)
    return request.param, session.trace(), frame


# -- the trace has what happens


def test_the_arrays_are_the_functions_own_results_to_the_bit():
    trace, before, _ = followed({"hidden": [3, 2], "seed": 5}, epochs=7)
    program, _ = program_of(hidden=[3, 2], seed=5)
    arrays = arrays_of(trace)
    y_pred, cache = program.forward_propagation(before, X)
    for name, array in zip(("z1", "a1", "z2", "a2", "z3", "a3"), cache, strict=True):
        assert same_bits(arrays[name], array), name
    assert same_bits(arrays["y_pred"], y_pred)
    assert arrays["loss"].item() == program.compute_loss(Y, y_pred)
    gradients = program.backward_propagation(before, cache, X, Y)
    for name, gradient in gradients.items():
        assert same_bits(arrays[name], gradient), name
    after = program.update_parameters(before, gradients, 0.1)
    for name, array in after.items():
        assert same_bits(arrays[name], array), name


def test_the_tutorials_epoch_line_by_line():
    trace, _, _ = followed()
    assert names_made(trace) == [
        *(f"forward_propagation: {name}" for name in ("z1", "a1", "z2", "a2")),
        *("train_network: y_pred", "train_network: loss"),
        *(f"backward_propagation: {name}" for name in ("output_error", "output_delta", "hidden_error", "hidden_delta")),
        *(f"backward_propagation: {name}" for name in ("dW2", "db2", "dW1", "db1")),
        *(f"update_parameters: {name}" for name in ("W1", "b1", "W2", "b2")),
    ]


def test_the_epoch_that_is_followed_is_the_one_that_training_makes_to_the_bit(traced):
    chosen, trace, _ = traced
    arrays = arrays_of(trace)
    trained = session.train(1e9, 6)
    assert trained["epoch"] == trace["epoch"] + 1 == 6
    for name, values in trained["parameters"].items():
        assert same_bits(arrays[name], values), name
    assert arrays["loss"].item() == trained["losses"].item(), chosen


def test_following_changes_nothing_of_the_run(traced):
    chosen, _, frame = traced
    again = session.look({})
    assert again["epoch"] == frame["epoch"]
    assert_same_bits(again["parameters"], frame["parameters"])
    for name, state in frame["training_state"].items():
        assert_same_bits(again["training_state"][name], state)
    after = session.train(1e9, 20)
    session.start(chosen)
    assert_same_bits(session.train(1e9, 20)["parameters"], after["parameters"])


def test_every_line_belongs_to_the_program_that_is_shown(traced):
    chosen, trace, _ = traced
    program = {part.name: part.text for part in parts(checked(chosen))}
    assert trace["sources"].items() <= program.items()
    for line in trace["lines"]:
        text = text_of(trace, line)
        assert text and not text.startswith(("#", '"""')), text


def test_a_functions_first_line_is_its_call():
    trace, _, _ = followed()
    functions = ["forward_propagation", "compute_loss", "backward_propagation", "update_parameters", "sigmoid"]
    for name in functions:
        first = next(line for line in trace["lines"] if line["function"] == name)
        assert text_of(trace, first).startswith(f"def {name}(")
    assert text_of(trace, trace["lines"][0]) == "for epoch in range(epochs):"
    assert text_of(trace, trace["lines"][-1]).startswith("network = update_parameters(")
    assert {line["function"] for line in trace["lines"] if line["helper"]} == {"sigmoid", "sigmoid_derivative"}


def test_each_array_is_told_once():
    trace, _, _ = followed({"batch": 2, "hidden": [3], "optimizer": "adam"})
    keys = [(tuple(table["shape"]), table["cells"].tobytes()) for table in trace["arrays"]]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("optimizer", sorted(OPTIMIZERS))
def test_the_lines_of_an_optimizer_are_followed(optimizer):
    trace, _, training = followed({"optimizer": optimizer}, epochs=3)
    made = {name.partition(": ")[2] for name in names_made(trace) if name.startswith(f"{optimizer}: ")}
    state = training.state.get("W1", {})
    assert {f"state['{key}']" for key in state} <= made | {f"state['{key}']" for key in state if optimizer == "adamw"}
    if optimizer == "adam":
        assert made == {"state['steps']", "state['mean']", "state['squares']", "mean", "squares"}


def test_batches_and_dropout_are_lines_of_the_loop():
    trace, _, _ = followed({"batch": 3, "dropout": 0.5, "hidden": [4]})
    made = names_made(trace)
    for name, times in (("order", 1), ("rows", 2), ("mask1", 2), ("y_pred", 3), ("loss", 1)):
        assert made.count(f"train_network: {name}") == times, name
    rows = [values_of(trace, one["values"]) for line in trace["lines"] for one in line["made"] if one["name"] == "rows"]
    assert sorted(np.hstack(rows).ravel().tolist()) == [0, 1, 2, 3]
    assert made.count("forward_propagation: X") == 2, "the rows of the batch come with the call"


def test_frozen_gradients_and_clipping_are_followed():
    chosen = checked({"clip": 0.001, "l2": 0.5})
    program = Program(parts(chosen, None, ["W1[0,1]", "b2[0]"]))
    training = program.training(X, Y, [2, 2, 1], 100, 0.1)
    trace = follow_epoch(training)
    lines = [(text_of(trace, line), [made["name"] for made in line["made"]]) for line in trace["lines"]]
    assert ("dW1[0, 1] = 0", ["dW1"]) in lines
    assert ("dW2 -= len(X) * l2 * W2", ["dW2"]) in lines
    clipped = next(made for text, made in lines if text.startswith("gradients = {name: gradient * scale"))
    assert sorted(clipped) == ["dW1", "dW2", "db1"], "db2 is frozen, and stays 0"


# -- one row, and other data


@pytest.mark.parametrize("row", range(4))
def test_one_row_alone(row):
    session.start({})
    arrays = arrays_of(session.trace(row))
    program, _ = program_of()
    weights = program.initialize_network(2, 2, 1)
    _, cache = program.forward_propagation(weights, X[row : row + 1])
    assert same_bits(arrays["X"], X[row : row + 1].astype(float))
    for name, gradient in program.backward_propagation(weights, cache, X[row : row + 1], Y[row : row + 1]).items():
        assert same_bits(arrays[name], gradient)


@pytest.mark.parametrize("row", [-1, 4, 1.5, "first", True])
def test_a_row_that_there_is_not(row):
    session.start({})
    with pytest.raises(ValueError, match=r"row is .*; expected a whole number"):
        session.trace(row)


def test_what_is_too_much_to_follow_is_refused_in_words():
    session.start({"hidden": [300, 300]})
    with pytest.raises(ValueError, match=r"an epoch of 4 rows and 91,501 parameters makes more than 150,000 numbers"):
        session.trace()
    assert session.look({})["epoch"] == 0


def test_the_bound_counts_lines_as_well_as_numbers(monkeypatch):
    many = np.random.default_rng(1).random((300, 2))
    with pytest.raises(ValueError, match="to be followed line by line"):
        followed({"batch": 1}, X=many, y=many[:, :1])
    trace, _, _ = followed({"hidden": [8, 8]}, X=many, y=many[:, :1])
    assert sum(table["cells"].size for table in trace["arrays"]) <= told_arrays.MOST_NUMBERS


def test_a_run_that_diverged_is_followed_as_it_is():
    session.start({"rate": 1e308, "output": "relu", "activation": "relu", "hidden": [4], "seed": 0})
    session.train(1e9, 20)
    arrays = arrays_of(session.trace())
    assert not np.isfinite(arrays["W1"]).all()


def test_the_fast_program_is_refused():
    program = Program(parts(checked({})), fast=True)
    with pytest.raises(ValueError, match="expected one that runs as it is written"):
        follow_epoch(program.training(X, Y, [2, 2, 1], 10, 0.1))


# -- the interpreter is left as it was


def test_a_training_that_nobody_needs_may_be_closed_meanwhile():
    """Python collects what nobody needs at any time, and tells whoever traces."""
    text = "def sigmoid(x):\n    collect()\n    return 1 / (1 + np.exp(-x))\n"
    program, other = Program(parts(checked({})), {"sigmoid": text}), Program(parts(checked({})))
    program.names["collect"] = gc.collect
    training = program.training(X, Y, (2, 2, 1), 5, 0.1)
    gc.disable()
    try:
        other.names["itself"] = other.training(X, Y, (2, 2, 1), 5, 0.1)  # a circle
        del other
        trace = follow_epoch(training)
    finally:
        gc.enable()
    assert [line["function"] for line in trace["lines"]].count("sigmoid") == 2 * 3


def test_a_training_that_was_followed_ends_later_in_peace():
    """Its end is no line of that epoch any more, whoever traces then."""

    def other(frame, event, argument):
        return None

    _, _, training = followed()
    before = sys.gettrace()
    sys.settrace(other)
    try:
        training.generator.close()
        assert sys.gettrace() is other
    finally:
        sys.settrace(before)


def test_whoever_traced_before_goes_on():
    def other(frame, event, argument):
        return None

    before = sys.gettrace()
    sys.settrace(other)
    try:
        followed()
        gc.collect()  # the run's loop, which has paused, is closed: nothing of ours is traced then
        assert sys.gettrace() is other
    finally:
        sys.settrace(before)


def test_an_error_of_the_program_is_its_own_and_nothing_is_traced_afterwards():
    before = sys.gettrace()
    with pytest.raises(ZeroDivisionError):
        followed(versions={"compute_loss": "def compute_loss(y_true, y_pred):\n    return 1 / 0\n"})
    assert sys.gettrace() is before


# -- a reader's own functions

FORWARD = """\
def forward_propagation(network, X):
    z1 = np.dot(X, network["W1"]) + network["b1"]
    a1 = sigmoid(z1)
    z2 = np.dot(a1, network["W2"]) + network["b2"]
    a2 = sigmoid(z2)
    return a2, (z1, a1, z2, a2)
"""
BACKWARD = """\
def backward_propagation(network, cache, X, y):
    z1, a1, z2, a2 = cache
    d2 = (y - a2) * sigmoid_derivative(a2)
    d1 = np.dot(d2, network["W2"].T) * sigmoid_derivative(a1)
    return {
        "dW2": np.dot(a1.T, d2),
        "db2": np.sum(d2, axis=0, keepdims=True),
        "dW1": np.dot(X.T, d1),
        "db1": np.sum(d1, axis=0, keepdims=True),
    }
"""
UPDATE = """\
def update_parameters(parameters, grads, learning_rate):
    return {name: parameters[name] + learning_rate * grads['d' + name] for name in parameters}
"""
LOOP = """\
def forward_propagation(network, X):
    activate = lambda z: 1 / (1 + np.exp(-z))
    a = X
    cache = []
    for n in range(1, len(network) // 2 + 1):
        z = a @ network[f'W{n}'] + network['b' + str(n)]
        a = activate(z)
        cache += [z, a]
    return a, cache
"""


def test_a_readers_versions_are_followed_by_their_own_lines_and_names():
    own = {"forward_propagation": FORWARD, "backward_propagation": BACKWARD, "update_parameters": UPDATE}
    trace, _, _ = followed(versions=own, epochs=2)
    assert own.items() <= trace["sources"].items()
    assert names_made(trace) == [
        *(f"forward_propagation: {name}" for name in ("z1", "a1", "z2", "a2")),
        *("train_network: y_pred", "train_network: loss"),
        *(f"backward_propagation: {name}" for name in ("d2", "d1", "dW2", "db2", "dW1", "db1")),
        *(f"update_parameters: {name}" for name in ("W1", "b1", "W2", "b2")),
    ]
    original, _, _ = followed(epochs=2)
    theirs, ours = arrays_of(trace), arrays_of(original)
    for name in ("W1", "b1", "W2", "b2", "dW1", "loss"):
        assert same_bits(theirs[name], ours[name]), name
    assert same_bits(theirs["d2"], ours["output_delta"])
    returned = next(line for line in trace["lines"] if line["part"] == "backward_propagation" and len(line["made"]) > 1)
    assert text_of(trace, returned) == "return {", "a statement of several lines is one line"


def test_a_loop_over_the_layers_makes_its_arrays_each_time():
    trace, before, _ = followed({"hidden": [3, 2]}, {"forward_propagation": LOOP})
    made = [name for name in names_made(trace) if name.startswith("forward_propagation: ")]
    assert made == ["forward_propagation: z", "forward_propagation: a"] * 3
    program, _ = program_of(hidden=[3, 2])
    _, cache = program.forward_propagation(before, X)
    assert same_bits(arrays_of(trace)["z"], cache[4])


def test_an_update_in_a_helper_with_another_name_is_seen_where_it_happens():
    helper = (
        "def add(array, step):\n    array += step\n\n\n"
        "def update_parameters(network, gradients, learning_rate):\n"
        "    for name, parameter in network.items():\n"
        "        add(parameter, learning_rate * gradients['d' + name])\n"
        "    return network\n"
    )
    trace, _, _ = followed(versions={"update_parameters": helper})
    assert [name for name in names_made(trace) if name.startswith("add: array")] == ["add: array"] * 4
    assert not [name for name in names_made(trace) if name.startswith("update_parameters: W")], "it is told once"


def test_a_loss_that_the_loop_does_not_compute_is_not_followed():
    loop = (
        "def train_network(X, y, input_size, hidden_size, output_size, epochs, learning_rate):\n"
        "    network = initialize_network(input_size, hidden_size, output_size)\n"
        "    for epoch in range(epochs):\n"
        "        y_pred, cache = forward_propagation(network, X)\n"
        "        gradients = backward_propagation(network, cache, X, y)\n"
        "        network = update_parameters(network, gradients, learning_rate)\n"
        "    return network\n"
    )
    trace, _, _ = followed(versions={"train_network": loop})
    assert names_made(trace).count("forward_propagation: z1") == 1
    assert "train_network: loss" not in names_made(trace)


def test_the_cases_of_readers_are_followed():
    decorated = (
        "import functools\n\ndef counted(function):\n    @functools.wraps(function)\n"
        "    def call(*a, **k):\n        return function(*a, **k)\n    return call\n\n"
        "@counted\ndef sigmoid(x):\n    return 1 / (1 + np.exp(-x))\n"
    )
    star = "from numpy import *\n\n" + FORWARD.replace("np.dot", "dot")
    short = "sigmoid = lambda x: 1 / (1 + np.exp(-x))\n"
    original = arrays_of(followed()[0])
    for versions in ({"sigmoid": decorated}, {"forward_propagation": star}, {"sigmoid": short}):
        trace, _, _ = followed(versions=versions)
        arrays = arrays_of(trace)
        for name in ("a1", "a2", "dW1", "W2"):
            assert same_bits(arrays[name], original[name])


def test_the_package_follows_only_the_programs_lines():
    trace, _, _ = followed()
    package = {node.name for path in Path(told_arrays.__file__).parent.glob("*.py") for node in functions_in(path)}
    assert not {line["function"] for line in trace["lines"]} & package


def functions_in(path):
    return [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.FunctionDef)]
