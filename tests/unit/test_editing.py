"""The reader's version runs wherever the function did, and what is put back is exactly what was there."""

import inspect
import sys

import numpy as np
import pytest
from cases import assert_same_bits

import glassnet
from glassnet import network, training
from glassnet.programs import editing
from glassnet.programs.editing import EDITABLE, edited, original, replaced, restore
from glassnet.programs.problems import Unusable
from glassnet.tables.activations import ACTIVATIONS

X = np.array([[0.0, 0], [0, 1], [1, 0], [1, 1]])
Y = np.array([[0.0], [1], [1], [0]])
TUTORIAL = """def backward_propagation(network, cache, X, y):
    W1, b1 = network['W1'], network['b1']
    W2, b2 = network['W2'], network['b2']
    z1, a1, z2, a2 = cache
    output_delta = (y - a2) * sigmoid_derivative(a2)
    hidden_delta = np.dot(output_delta, W2.T) * sigmoid_derivative(a1)
    return {'dW1': np.dot(X.T, hidden_delta), 'db1': np.sum(hidden_delta, axis=0, keepdims=True),
            'dW2': np.dot(a1.T, output_delta), 'db2': np.sum(output_delta, axis=0, keepdims=True)}
"""


@pytest.fixture(autouse=True)
def as_it_was():
    """Everything of the modules that a version could change is the same afterwards, object by object."""
    modules = [module for name, module in sys.modules.items() if name.startswith("glassnet")]
    names = [dict(vars(module)) for module in modules]
    made = {name: editing.version_of(editing.function_of(name)) for name in EDITABLE}
    stdout = sys.stdout
    yield
    for name in edited():
        restore(name)
    for module, before in zip(modules, names, strict=True):
        after = vars(module)
        assert after.keys() == before.keys(), module.__name__
        assert all(after[name] is before[name] for name in before), module.__name__
    assert {name: editing.version_of(editing.function_of(name)) for name in EDITABLE} == made
    assert sys.stdout is stdout


def source(name):
    return inspect.getsource(EDITABLE[name])


def put(name, text):
    with replaced(name, text):
        pass


def trained(epochs=20):
    drawn = glassnet.initialize_network(2, 2, 1)
    for _ in training.training_epochs(drawn, X, Y, epochs, 0.1):
        pass
    return drawn


@pytest.mark.parametrize("name", EDITABLE)
def test_the_functions_own_text_changes_nothing(name):
    before = trained()
    put(name, source(name))
    assert edited() == [name]
    assert_same_bits(trained(), before)
    restore(name)
    assert edited() == []


def test_every_caller_runs_the_new_version():
    function = glassnet.sigmoid
    put("sigmoid", "def sigmoid(z):\n    return np.full(np.shape(z), 0.25)\n")
    assert glassnet.sigmoid is function
    assert ACTIVATIONS["sigmoid"].function(X)[0, 0] == 0.25
    assert (glassnet.predict(glassnet.initialize_network(2, 3, 1), X) == 0.25).all()
    assert network.layers_of(2, "sigmoid", "sigmoid")[0].activation.function(X)[0, 0] == 0.25
    restore("sigmoid")
    assert glassnet.sigmoid(np.zeros(1)) == 0.5


def test_the_tutorials_own_text_runs_in_the_place_of_ours():
    before = trained()
    put("backward_propagation", TUTORIAL)
    for name, values in trained().items():
        assert values == pytest.approx(before[name], rel=1e-13)
    assert inspect.getsource(network.backward_propagation) == TUTORIAL


def test_the_package_keeps_the_original():
    drawn = glassnet.initialize_network(2, 2, 1)
    _, cache = glassnet.forward_propagation(drawn, X)
    expected = glassnet.backward_propagation(drawn, cache, X, Y)
    put("backward_propagation", "def backward_propagation(network, cache, X, y):\n    return {}\n")
    assert glassnet.backward_propagation(drawn, cache, X, Y) == {}
    assert_same_bits(original("backward_propagation")(drawn, cache, X, Y), expected)


def test_helpers_imports_and_decorators_may_stand_beside_the_function():
    text = """import functools
import math
import numpy as np

calls = 0

def counted(function):
    @functools.wraps(function)
    def count(*arguments):
        global calls
        calls += 1
        return function(*arguments)
    return count

@counted
def sigmoid(x, base=math.e):
    return 1 / (1 + base ** -x)
"""
    put("sigmoid", text)
    assert glassnet.sigmoid(np.zeros(2)).tolist() == [0.5, 0.5]
    restore("sigmoid")
    assert not hasattr(sys.modules["glassnet.tables.activations"], "counted")


def test_a_version_may_follow_another_and_takes_its_helpers_with_it():
    put("sigmoid", "half = 0.5\ndef sigmoid(x):\n    return x * half\n")
    put("sigmoid", "half = 0.25\ndef sigmoid(x):\n    return x * half\n")
    assert glassnet.sigmoid(np.ones(1)) == 0.25


REFUSED = [
    ("def sigmoid(x:\n    pass", "sigmoid", "was never closed"),
    ("x = 1", "sigmoid", "it defines none"),
    ("def sigmod(x):\n    return x", "sigmoid", "only sigmod"),
    ("sigmoid = 3", "sigmoid", "it defines none"),
    ("def sigmoid():\n    return 0", "sigmoid", "cannot be: too many positional"),
    ("def sigmoid(x, y):\n    return 0", "sigmoid", "missing a required argument: 'y'"),
    ("async def sigmoid(x):\n    return 0", "sigmoid", "plain function"),
    ("def relu(x):\n    return 0\ndef sigmoid(x):\n    return 0", "sigmoid", "also defines relu"),
    ("def training_epochs(network, X, y, epochs, learning_rate):\n    return 1", "training_epochs", "must yield"),
    ("1 / 0\ndef sigmoid(x):\n    return x", "sigmoid", "division by zero"),
    ("# " + "x" * 50_000, "sigmoid", "too long"),
    ("(" * 3000, "sigmoid", "nested|never closed"),
    ("\0", "sigmoid", "null byte"),
    (7, "sigmoid", "a text"),
]


@pytest.mark.parametrize(("text", "name", "said"), REFUSED)
def test_what_is_no_version_is_refused_and_the_last_good_one_stays(text, name, said):
    good = "def sigmoid(x):\n    return x\n"
    put("sigmoid", good)
    with pytest.raises((Unusable, SyntaxError, ValueError, ZeroDivisionError, MemoryError, RecursionError), match=said):
        put(name, text)
    assert glassnet.sigmoid(7) == 7
    assert edited() == ["sigmoid"]


def test_a_block_that_raises_puts_back_what_was_there():
    with pytest.raises(KeyError), replaced("sigmoid", "def sigmoid(x):\n    return 9\n"):
        assert glassnet.sigmoid(0) == 9
        raise KeyError
    assert glassnet.sigmoid(0) == 0.5
    assert edited() == []


def test_an_unknown_name_is_refused():
    with pytest.raises(ValueError, match="'relu'; expected one of 'initialize_network'"):
        put("relu", "def relu(x):\n    return x\n")
