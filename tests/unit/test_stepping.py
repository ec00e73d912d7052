"""One epoch, line by line: what is told is what the functions do, to the bit, and the run is none the wiser."""

import inspect
import sys

import numpy as np
import pytest
from cases import assert_same_bits, same_bits

from glassnet import network, session, training
from glassnet.data.datasets import truth_table
from glassnet.glass import following as stepping
from glassnet.glass.explaining import LINES, UPDATE
from glassnet.network import backward_propagation, compute_loss, forward_propagation, initialize_network
from glassnet.tables.activations import ACTIVATIONS
from glassnet.tables.losses import LOSSES
from glassnet.tables.optimizers import OPTIMIZERS
from glassnet.timeline import laid_out
from glassnet.training import training_epochs

FUNCTIONS = [
    network.forward_propagation,
    network.compute_loss,
    network.backward_propagation,
    network.output_delta,
    training.update_parameters,
]
SOURCES = {function.__name__: inspect.getsource(function) for function in FUNCTIONS}
CHOSEN = [
    {},
    {"hidden": [3, 2], "seed": 7},
    {"hidden": [3], "loss": "binary_cross_entropy", "reduction": "mean"},
    {"activation": "gelu", "output": "swish", "loss": "huber"},
    {"activation": "softmax", "output": "linear", "optimizer": "adam"},
    {"output": "softmax", "loss": "mean_absolute_error", "optimizer": "nesterov"},
    {"batch": 3, "l1": 0.01, "l2": 0.1, "clip": 0.05, "optimizer": "adamw", "schedule": "cosine", "epochs": 20},
    {"dropout": 0.4, "hidden": [6], "activation": "relu"},
]


def arrays_of(trace):
    """All arrays as they are after the last line, by their names."""
    arrays = dict(trace["given"])
    for line in trace["lines"]:
        arrays |= {made["name"]: made["values"] for made in line["made"]}
    return arrays


def text_of(trace, line):
    return trace["sources"][line["function"]].splitlines()[line["line"]].strip()


def states_of(trace):
    """Each line, with all arrays as they were before it."""
    arrays = dict(trace["given"])
    for line in trace["lines"]:
        yield line, dict(arrays)
        arrays |= {made["name"]: made["values"] for made in line["made"]}


@pytest.fixture(params=CHOSEN, ids=lambda chosen: ",".join(map(str, chosen.values())) or "tutorial")
def traced(request):
    """A run that has begun, the trace of its next epoch, and the frame from before that epoch."""
    session.start(request.param)
    frame = session.train(1e9, 5)
    return request.param, session.trace(), frame


# -- what is told is what happens


def test_the_arrays_are_the_functions_own_results_to_the_bit():
    session.start({"hidden": [3, 2], "seed": 5})
    weights = session.train(1e9, 7)["parameters"]
    arrays = arrays_of(session.trace())
    X, y = truth_table([0, 1, 1, 0])
    y_pred, cache = forward_propagation(weights, X)
    for place, array in enumerate(cache):
        assert same_bits(arrays[f"{'za'[place % 2]}{place // 2 + 1}"], array)
    assert arrays["loss"].item() == compute_loss(y, y_pred)
    for name, gradient in backward_propagation(weights, cache, X, y).items():
        assert same_bits(arrays[name], gradient), name
    assert same_bits(arrays["delta3"], network.output_delta(cache, y, "mean_squared_error", "sigmoid"))


def test_the_epoch_that_is_followed_is_the_one_that_training_makes_to_the_bit(traced):
    _, trace, _ = traced
    arrays = arrays_of(trace)
    trained = session.train(1e9, 6)
    assert trained["epoch"] == trace["epoch"] + 1 == 6
    for name, values in trained["parameters"].items():
        assert same_bits(arrays[name], values), name
    if "batch" not in traced[0]:
        assert arrays["loss"].item() == trained["losses"].item()


def test_following_changes_nothing_of_the_run(traced):
    chosen, _, frame = traced
    again = session.look({})
    assert again["epoch"] == frame["epoch"]
    assert_same_bits(again["parameters"], frame["parameters"])
    for name, memory in frame["memories"].items():
        assert_same_bits(again["memories"][name], memory)
    after = session.train(1e9, 20)
    session.start(chosen)
    assert_same_bits(session.train(1e9, 20)["parameters"], after["parameters"])


def test_every_line_belongs_to_the_source_that_is_shown(traced):
    _, trace, _ = traced
    assert trace["sources"] == SOURCES
    for line in trace["lines"]:
        assert 0 <= line["line"] < len(SOURCES[line["function"]].splitlines())
        text = text_of(trace, line)
        assert text and not text.startswith(("#", '"""')), text


def test_the_lines_come_in_the_order_of_the_tutorial():
    session.start({})
    functions = [line["function"] for line in session.trace()["lines"]]
    order = ["forward_propagation", "compute_loss", "backward_propagation", "update_parameters"]
    first = [functions.index(name) for name in order]
    assert first == sorted(first)
    assert functions[first[2] : first[3]].count("output_delta") > 3
    assert set(functions) == set(SOURCES)


def test_every_number_of_the_tutorials_epoch_is_explained():
    session.start({})
    for line in session.trace()["lines"]:
        for made in line["made"]:
            assert made["explanation"], made["name"]


def test_every_explained_line_stands_in_the_functions():
    texts = {text.strip() for source in SOURCES.values() for text in source.splitlines()}
    assert {*LINES, UPDATE} <= texts


def test_names_stand_for_what_the_line_works_with():
    session.start({})
    trace = session.trace()
    [first, second] = [line for line in trace["lines"] if text_of(trace, line).startswith("z = dot")]
    assert first["here"] | {"W": "W1", "b": "b1", "z": "z1", "a": "X"} == first["here"]
    assert second["here"] | {"W": "W2", "b": "b2", "z": "z2", "a": "a1"} == second["here"]
    assert (first["layer"], second["layer"]) == (1, 2)


# -- explanations

SIGNS = {"*": np.multiply, "/": np.divide}


def recomputed(explanation, arrays, made):
    """The array that an explanation describes."""
    match explanation["kind"]:
        case "product":
            left, right = arrays[explanation["left"]], arrays[explanation["right"]]
            left = left.T if explanation["left_transposed"] else left
            right = right.T if explanation["right_transposed"] else right
            return left @ right + (arrays[explanation["plus"]] if explanation["plus"] else 0)
        case "rows":
            return arrays[explanation["of"]].sum(axis=0, keepdims=True)
        case "parts":
            one, other = explanation["parts"]
            return SIGNS[explanation["sign"]](one["values"], other["values"])
        case "applied":
            entries = [*ACTIVATIONS.values(), *LOSSES.values()]
            functions = {f.__name__: f for entry in entries for f in entry if callable(f)}
            return functions[explanation["function"]](*(arrays[name] for name in explanation["of"]))
        case "mean":
            return np.array([[explanation["rows"].mean()]])
        case "step":
            gradient = explanation["rate"] * arrays[explanation["gradient"]]
            last = explanation["terms"][-1]["values"] if explanation["terms"] else gradient
            return explanation["before"] + last
    raise AssertionError(explanation)


@pytest.mark.parametrize("chosen", CHOSEN[:6], ids=str)
def test_an_explanation_gives_the_array_that_it_explains(chosen):
    session.start(chosen)
    session.train(1e9, 3)
    count = 0
    for line, before in states_of(session.trace()):
        for made in line["made"]:
            explanation = made["explanation"]
            if explanation and explanation.get("function") != "softmax_derivative":
                again = recomputed(explanation, before, made["values"])
                np.testing.assert_allclose(again, made["values"], rtol=1e-12, atol=1e-15, err_msg=made["name"])
                count += 1
    assert count >= 12


@pytest.mark.parametrize("optimizer", sorted(OPTIMIZERS))
def test_a_step_tells_the_value_before_and_the_gradient(optimizer):
    session.start({"optimizer": optimizer, "rate": 0.25})
    weights = session.train(1e9, 4)["parameters"]
    [update] = [line for line in session.trace()["lines"] if line["function"] == "update_parameters" and line["made"]]
    for made in update["made"]:
        explanation = made["explanation"]
        assert (explanation["rate"], explanation["optimizer"]) == (0.25, optimizer)
        assert same_bits(explanation["before"], weights[made["name"]])


@pytest.mark.parametrize("epochs", [0, 1, 7])
@pytest.mark.parametrize("optimizer", sorted(set(OPTIMIZERS) - {"gradient_descent"}))
def test_the_terms_of_a_step_are_those_of_the_optimizer(optimizer, epochs):
    session.start({"optimizer": optimizer, "hidden": [3], "l2": 0.01})
    weights = session.look({})["parameters"] if epochs == 0 else session.train(1e9, epochs)["parameters"]
    trace = session.trace()
    after = session.train(1e9, epochs + 1)
    shapes = {name: values.shape for name, values in weights.items()}
    kept = {key: laid_out(values, shapes) for key, values in after["memories"]["all"].items() if values.shape != (1,)}
    steps = [
        made for line in trace["lines"] for made in line["made"] if (made["explanation"] or {}).get("kind") == "step"
    ]
    assert [made["name"] for made in steps] == list(weights)
    for made in steps:
        name, explanation = made["name"], made["explanation"]
        terms = {term["name"]: term["values"] for term in explanation["terms"]}
        assert terms
        for key, values in kept.items():
            np.testing.assert_allclose(terms[key], values[name], rtol=1e-12, atol=1e-300)
        step = list(terms.values())[-1]
        np.testing.assert_allclose(explanation["before"] + step, after["parameters"][name], rtol=1e-12)
        assert np.abs(step).min() > 0, "there is a step to be told"


# -- one row, and other data


@pytest.mark.parametrize("row", range(4))
def test_one_row_alone(row):
    session.start({})
    arrays = arrays_of(session.trace(row))
    weights = initialize_network(2, 2, 1)
    X, y = truth_table([0, 1, 1, 0])
    X, y = X[row : row + 1], y[row : row + 1]
    assert same_bits(arrays["X"], X)
    _, cache = forward_propagation(weights, X)
    for name, gradient in backward_propagation(weights, cache, X, y).items():
        assert same_bits(arrays[name], gradient)


def test_the_gradients_of_the_rows_add_up_to_those_of_the_epoch():
    session.start({"hidden": [3]})
    alone = [arrays_of(session.trace(row)) for row in range(4)]
    together = arrays_of(session.trace())
    for name in ("dW1", "db1", "dW2", "db2"):
        assert sum(one[name] for one in alone) == pytest.approx(together[name], rel=1e-12, abs=1e-16)


@pytest.mark.parametrize("row", [-1, 4, 1.5, "first", True])
def test_a_row_that_there_is_not(row):
    session.start({})
    with pytest.raises(ValueError, match=r"row is .*; expected a whole number"):
        session.trace(row)


def test_what_is_too_much_to_follow_is_refused_in_words():
    session.start({"hidden": [200, 200]})
    with pytest.raises(ValueError, match=r"an epoch of 4 rows and 41,001 parameters makes some .* at most 60,000"):
        session.trace()
    assert session.look({})["epoch"] == 0


def test_the_bound_counts_batches():
    network_of_many = initialize_network(2, 30, 1)
    X, y = np.zeros((200, 2)), np.zeros((200, 1))
    stepping.check_size(network_of_many, X, y, 0)
    with pytest.raises(ValueError, match="to be followed line by line"):
        stepping.check_size(network_of_many, X, y, 1)


def test_the_bound_counts_the_terms_of_a_step():
    network_of_many = initialize_network(2, 30, 1)
    X, y = np.zeros((100, 2)), np.zeros((100, 1))
    stepping.check_size(network_of_many, X, y, 1, "gradient_descent")
    with pytest.raises(ValueError, match="to be followed line by line"):
        stepping.check_size(network_of_many, X, y, 1, "adam")


def test_as_much_as_is_allowed_is_followed():
    weights = initialize_network(2, [8, 8], 1)
    random = np.random.default_rng(1)
    X, y = random.random((500, 2)), random.random((500, 1))
    records = training_epochs(weights, X, y, None, 0.01)
    trace = stepping.follow_epoch(records, weights, X, y)
    told = sum(made["values"].size for line in trace["lines"] for made in line["made"])
    assert told < 2 * stepping.MOST_NUMBERS


def test_a_run_that_diverged_says_so():
    session.start({"rate": 1e308, "output": "relu", "activation": "relu", "hidden": [4], "seed": 0})
    session.train(1e9, 20)
    with pytest.raises(ValueError, match="training diverged"):
        session.trace()


# -- the interpreter is left as it was


def test_whoever_traced_before_goes_on():
    def other(frame, event, argument):
        return None

    session.start({})
    before = sys.gettrace()
    sys.settrace(other)
    try:
        session.trace()
        assert sys.gettrace() is other
    finally:
        sys.settrace(before)


# -- a reader's own function


def test_a_readers_own_version_is_followed_by_its_own_lines(monkeypatch):
    import linecache

    source = (
        "def output_delta(cache, y, loss, output_activation):\n"
        "    a = cache[-1]\n"
        "    error = y - a\n"
        "    return error * a * (1 - a)\n"
    )
    names = {}
    exec(compile(source, "<mine>", "exec"), names)
    linecache.cache["<mine>"] = (len(source), None, source.splitlines(keepends=True), "<mine>")
    monkeypatch.setattr(network.output_delta, "__code__", names["output_delta"].__code__)
    session.start({})
    trace = session.trace()
    assert trace["sources"]["output_delta"] == source
    made = [made for line in trace["lines"] if line["function"] == "output_delta" for made in line["made"]]
    assert [(one["name"], one["explanation"]) for one in made] == [("error", None)]
    assert same_bits(made[0]["values"], trace["given"]["y"] - arrays_of(trace)["a2"])
