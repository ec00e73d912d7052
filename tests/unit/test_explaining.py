"""Explanations of lines: their trees reproduce the arrays, also for a reader's own expressions."""

import ast

import numpy as np
import pytest
from cases import same_bits
from test_following import BACKWARD, FORWARD, LOOP, UPDATE, followed, text_of, values_of

from glassnet.glass.explaining import Reading
from glassnet.glass.nodes import UNKNOWN, label
from glassnet.glass.statements import assignments, explanation
from glassnet.glass.syntax import statements
from glassnet.tables.activations import ACTIVATIONS
from glassnet.tables.losses import LOSSES
from glassnet.tables.optimizers import OPTIMIZERS

SIGNS = dict(
    zip(
        ("+", "-", "*", "/", "**", "%", ">", ">=", "<"),
        (np.add, np.subtract, np.multiply, np.divide, np.power, np.mod, np.greater, np.greater_equal, np.less),
        strict=True,
    )
)
OWN = {"forward_propagation": FORWARD, "backward_propagation": BACKWARD, "update_parameters": UPDATE}


def recomputed(node, trace):
    """A node's values, computed from its parts by the test's own arithmetic."""
    parts = [recomputed(part, trace) for part in node["parts"]]
    match node["kind"]:
        case "transposed":
            return parts[0].T
        case "product":
            return np.array(parts[0]) @ np.array(parts[1])
        case "operator" if all(part is not None for part in parts):
            return -parts[0] if len(parts) == 1 else SIGNS[node["sign"]](*parts)
        case "reduction":
            return getattr(np, node["how"])(parts[0], axis=node["axis"], keepdims=True)
        case "picked":
            return parts[0].ravel()[values_of(trace, node["places"]).astype(int)]
        case "into" if "places" in node:
            places = values_of(trace, node["places"]).astype(int)
            return np.where(places < 0, parts[0], parts[1].ravel()[places.clip(0)])
        case "call" if "returned" in node:
            return recomputed(node["returned"], trace)
        case "call" if node["function"].startswith("np."):
            return getattr(np, node["function"].removeprefix("np."))(*parts)
    return None if node.get("values") is None else values_of(trace, node["values"])


def check_nodes(node, trace):
    """Every node of a tree reproduces its values; returns how many were checked."""
    again = recomputed(node, trace)
    if again is not None and node.get("values") is not None:
        shown = values_of(trace, node["values"])
        np.testing.assert_allclose(np.broadcast_to(again, shown.shape), shown, rtol=1e-13, err_msg=node["text"])
    inner = [*node["parts"], *([node["returned"]] if "returned" in node else [])]
    return (again is not None) + sum(check_nodes(part, trace) for part in inner)


def check_trace(trace):
    """Every explanation reproduces its array; returns the lines of arrays without one."""
    without = set()
    for line in trace["lines"]:
        for made in line["made"]:
            node = made["explanation"]
            if node is None:
                without.add(text_of(trace, line))
                continue
            assert node["values"] == made["values"]
            check_nodes(node, trace)
    return {text for text in without if not text.startswith("def ")}


CHOSEN = [
    *({"optimizer": name, "hidden": [3], "l2": 0.01} for name in OPTIMIZERS),
    *({"activation": name, "output": name} for name in ACTIVATIONS),
    *({"loss": name, "output": output} for name in LOSSES for output in ("sigmoid", "softmax")),
    {"hidden": []},
    {"hidden": [4, 3, 2], "dropout": 0.25, "batch": 3, "clip": 0.01, "l1": 0.1, "schedule": "cosine"},
    {"reduction": "mean", "schedule": "step"},
]


@pytest.mark.parametrize("chosen", CHOSEN, ids=lambda chosen: ",".join(map(str, chosen.values())))
def test_every_line_of_a_program_is_explained_and_its_explanation_gives_what_it_made(chosen):
    with np.errstate(all="ignore"):
        assert check_trace(followed(chosen, epochs=3)[0]) == set()


@pytest.mark.parametrize("versions", [OWN, {"forward_propagation": LOOP}], ids=["straight", "loop"])
def test_a_readers_lines_are_explained_in_the_same_way(versions):
    trace, _, _ = followed(versions=versions, epochs=3)
    assert check_trace(trace) == set()


def test_a_weight_a_step_and_the_weight_after():
    trace, before, training = followed(epochs=2)
    [made] = [made for line in trace["lines"] for made in line["made"] if made["name"] == "W1"]
    was, step = made["explanation"]["parts"]
    assert (was["name"], step["text"]) == ("W1", "learning_rate * gradients['dW1']")
    assert same_bits(values_of(trace, was["values"]), before["W1"])
    assert same_bits(values_of(trace, made["values"]), training.network["W1"])
    assert same_bits(before["W1"] + values_of(trace, step["values"]), training.network["W1"])


def test_a_call_has_what_it_returned():
    trace, _, _ = followed()
    node = next(made["explanation"] for line in trace["lines"] for made in line["made"] if made["name"] == "a1")
    assert (node["kind"], node["function"], node["by_cell"]) == ("call", "sigmoid", True)
    assert node["returned"]["text"] == "1 / (1 + np.exp(-x))"
    loss = next(made["explanation"] for line in trace["lines"] for made in line["made"] if made["name"] == "loss")
    assert not loss["by_cell"], "a mean is made of all cells"


@pytest.mark.parametrize(
    ("body", "cells"),
    [
        *[("x * np.exp(-x)", True), ("x + row", True), ("x / np.sum(x)", False), ("x.max() - x", False)],
        *[("x[::-1]", False), ("x @ np.eye(2)", False), ("np.where(x > 0, x, 0.5)", True)],
    ],
)
def test_a_call_by_cell_takes_each_cell_from_the_same_cells(body, cells):
    own = (
        f"def bend(x, row, other):\n    return {body}\n\n\n"
        "def update_parameters(network, gradients, learning_rate):\n"
        "    W1 = bend(network['W1'], network['b1'], np.ones((3, 5)))\n"
        "    W2 = bend(network['W1'], network['b1'], 1.0)\n"
        "    return network\n"
    )
    trace, _, _ = followed(versions={"update_parameters": own})
    first, second = (
        made["explanation"]
        for line in trace["lines"]
        for made in line["made"]
        if line["function"] == "update_parameters" and made["name"] in ("W1", "W2")
    )
    assert not first["by_cell"], "an argument of another shape has no such cells"
    assert second["by_cell"] == cells


# -- expressions by themselves


def read(text, **variables):
    """The node of an expression."""
    return Reading(text, variables, {"np": np}, []).read(ast.parse(text, mode="eval").body)


W = np.arange(6.0).reshape(3, 2)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        *[("W", "name"), ("network['W1']", "name"), ("network.get('W1', 0)", "name"), ("2.5", "number")],
        *[("layers[0]", "name"), ("W.shape[0]", "number"), ("len(W)", "number"), ("np.pi", "number")],
        *[("W + 1", "operator"), ("-W", "operator"), ("W > 2", "operator"), ("W ** 2", "operator")],
        *[("W @ W.T", "product"), ("np.dot(W, V)", "product"), ("W.dot(V)", "product"), ("np.matmul(W, V)", "product")],
        *[("W.T", "transposed"), ("W.transpose()", "transposed"), ("np.transpose(W)", "transposed")],
        *[("np.exp(W)", "call"), ("np.maximum(0, W)", "call"), ("np.where(W > 1, W, 0)", "call"), ("W.copy()", "call")],
        *[("W.sum()", "reduction"), ("np.mean(W, axis=1)", "reduction"), ("W.max(axis=0)", "reduction")],
        *[("W[0]", "picked"), ("W[:, 1:]", "picked"), ("W[rows]", "picked"), ("W[W > 2]", "picked")],
        *[("(W, V)", "tuple"), ("np.hstack([W, W])", "other")],
        *[("sum(np.sum(one) for one in layers)", "number"), ("1 < 2 < 3", "number")],
    ],
)
def test_the_kind_of_an_expression_and_its_value(text, kind):
    variables = {"W": W, "V": W.T.copy(), "network": {"W1": W}, "layers": [W, W], "rows": np.array([2, 0])}
    node = read(text, **variables)
    expected = eval(text, {"np": np}, variables)
    assert node.kind == kind
    assert node.text == text
    if kind != "tuple":
        assert same_bits(node.value, expected)


def test_a_condition_is_the_branch_that_was_taken():
    assert read("W if len(W) > 1 else -W", W=W).text == "W"
    assert read("W if len(W) > 5 else -W", W=W).text == "-W"


@pytest.mark.parametrize(
    "text",
    [
        *["np.random.rand(2)", "forward_propagation(network, X)", "np.add(W, 1, out=W)", "W.fill(0)", "print(W)"],
        *["np.fill_diagonal(W, 0)", "open('file')", "network.pop('W1')", "[W := 3]", "missing", "W @ W", "f(*W)"],
        *["[one.fill(0) for one in layers]", "np.save('file', W)", "W.sort()", "layers.append(W)"],
    ],
)
def test_nothing_with_an_effect_is_run_again(text):
    array = W.copy()
    node = read(text, W=array, network={"W1": array}, layers=[array], forward_propagation=lambda *_: 1 / 0)
    assert node.value is UNKNOWN
    assert same_bits(array, W)


def test_the_places_of_picked_cells():
    node = read("W[[2, 0], 1]", W=W)
    assert node.more["places"].tolist() == [5, 1]


@pytest.mark.parametrize(("array", "axis"), [(W, 0), (W, 1), (W, None), (W[0], 0)])
def test_the_axis_is_that_of_a_table_with_rows_and_columns(array, axis):
    node = read(f"np.sum(a, axis={axis})", a=array)
    assert node.more["axis"] == (1 if array.ndim == 1 else axis)


@pytest.mark.parametrize(
    ("path", "name"),
    [
        (("z1",), "z1"),
        (("network", "W1"), "W1"),
        (("gradients", "dW1"), "dW1"),
        (("state", "mean"), "state['mean']"),
        (("state", "W1", "mean"), "state['W1']['mean']"),
        (("cache", 0), "cache[0]"),
    ],
)
def test_the_name_of_an_array(path, name):
    assert label(path) == name


# -- statements


def explained(text, path, made, **variables):
    """The explanation of an array that a statement made."""
    reading = Reading(text, variables, {"np": np}, [])
    return explanation(path, made, statements(text)[1], reading)


def test_some_cells_are_replaced_and_the_others_stay():
    after = W.copy()
    after[0, 1] = 9
    node = explained("W[0, 1] = 9", ("W",), after, W=W)
    assert node.kind == "into"
    assert node.more["places"].tolist() == [[-1, 0], [-1, -1], [-1, -1]]
    doubled = W.copy()
    doubled[:, 0] *= 2
    node = explained("W[:, 0] *= 2", ("W",), doubled, W=W)
    assert node.more["places"].tolist() == [[0, -1], [1, -1], [2, -1]]


@pytest.mark.parametrize(
    ("text", "path"),
    [
        *[("a = b = W * 2", ("b",)), ("a, b = W, W * 2", ("b",)), ("(c, (a, b)) = 1, (W, W * 2)", ("b",))],
        *[("out = {'dW1': W * 2}", ("out", "dW1")), ("network['W1'] = W * 2", ("network", "W1"))],
        *[("out = {'d' + name: one * 2 for name, one in network.items()}", ("out", "dW1")), ("W *= 2", ("W",))],
        *[("a: object = W * 2", ("a",)), ("network[f'W{1}'] *= 2", ("network", "W1"))],
    ],
)
def test_the_expression_that_made_an_array(text, path):
    node = explained(text, path, W * 2, W=W, network={"W1": W})
    assert node.kind == "operator"
    assert [part.value for part in node.parts][1] == 2
    assert same_bits(node.value, W * 2)


def test_what_does_not_give_the_array_explains_nothing():
    assert explained("a = W * 2", ("a",), W * 3, W=W) is None
    assert explained("for a in W: pass", ("a",), W[0], W=W) is None
    assert explained("W.fill(0)", ("W",), W * 0, W=W) is None


def test_the_statements_of_a_line():
    text = "def f(x):\n    if x: y = 1; z = 2\n    for n in (1,\n              2):\n"
    text += "        x += (\n            n)\n    return x\n"
    at = {line: [type(one).__name__ for one in done] for line, done in statements(text).items()}
    kinds = [["FunctionDef"], ["Assign", "Assign"], ["For"], ["For"], ["AugAssign"], ["AugAssign"], ["Return"]]
    assert at == dict(enumerate(kinds, 1))
    [returned] = assignments(statements(text)[7][0])
    assert ast.unparse(returned.target) == "returned"
