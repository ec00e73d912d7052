"""A running program: the reader's versions, pauses and checkpoints."""

from array import array
from itertools import islice

import numpy as np
import pytest
from cases import assert_same_bits, same_bits

import tutorial
from glassnet.programs.choices import checked
from glassnet.programs.problems import Unusable
from glassnet.programs.running import Program, defined
from glassnet.programs.writing import parts

X = np.array([[0.0, 0], [0, 1], [1, 0], [1, 1]])
Y = np.array([[0.0], [1], [1], [0]])
LOOP = """def train_network(X, y, input_size, hidden_size, output_size, epochs, learning_rate):
    network = initialize_network(input_size, hidden_size, output_size)
    for epoch in range(epochs):
        y_pred, cache = forward_propagation(network, X)
        loss = compute_loss(y, y_pred)
        {inside}
        network = update_parameters(network, backward_propagation(network, cache, X, y), learning_rate)
    return network
"""


def program(versions=None, **chosen):
    return Program(parts(checked(chosen)), versions, fast=True)


def training(versions=None, epochs=1000, rate=0.1, **chosen):
    return program(versions, **chosen).training(X, Y, (2, 2, 1), epochs, rate)


def expected(epochs, rate=lambda epoch: 0.1):
    """The tutorial's network and losses, with a rate for each epoch."""
    network, losses = tutorial.initialize_network(2, 2, 1), []
    for epoch in range(epochs):
        y_pred, cache = tutorial.forward_propagation(network, X)
        losses.append(tutorial.compute_loss(Y, y_pred))
        network = tutorial.update_parameters(network, tutorial.backward_propagation(network, cache, X, Y), rate(epoch))
    return network, losses


def copied(running):
    return {name: array.copy() for name, array in running.network.items()}


def test_the_programs_own_loop_pauses_after_each_epoch():
    running = training()
    assert_same_bits(running.network, tutorial.initialize_network(2, 2, 1))
    losses = list(islice(running, 50))
    network, theirs = expected(50)
    assert losses == theirs
    assert_same_bits(running.network, network)


def test_it_goes_on_beyond_its_epochs_for_as_long_as_somebody_asks():
    assert len(list(islice(training(epochs=3), 10))) == 10


def test_a_rate_that_decays_in_the_readers_loop_decays():
    text = LOOP.format(inside="learning_rate = learning_rate * 0.9")
    running = training({"train_network": text})
    list(islice(running, 20))
    rates = 0.1 * np.cumprod(np.full(20, 0.9))
    for name, learned in expected(20, lambda epoch: rates[epoch])[0].items():
        assert running.network[name] == pytest.approx(learned, rel=1e-13)


def test_a_loop_that_breaks_ends_the_training():
    text = LOOP.format(inside="if loss < 0.25:\n            break")
    running = training({"train_network": text}, epochs=10_000)
    losses = list(running)
    assert running.ended
    _, theirs = expected(len(losses) + 1)
    assert losses == theirs[:-1], "the epoch that breaks makes no step"
    assert theirs[-1] < 0.25 <= theirs[-2]
    assert_same_bits(running.network, expected(len(losses))[0])


@pytest.mark.parametrize("end", ["break", "return network"])
def test_an_epoch_that_ends_the_loop_after_its_update_is_one_more(end):
    text = LOOP.format(inside="pass")
    [update] = [line for line in text.splitlines() if "update_parameters(" in line]
    text = text.replace(update, f"{update}\n        if epoch == 4:\n            {end}")
    running = training({"train_network": text}, epochs=100)
    losses = list(running)
    network, theirs = expected(5)
    assert (running.ended, losses) == (True, theirs)
    assert_same_bits(running.network, network)


def test_a_loop_of_the_readers_own_length_ends_there():
    text = LOOP.format(inside="pass").replace("range(epochs)", "range(7)")
    assert len(list(training({"train_network": text}))) == 7


def test_an_epoch_that_is_cut_short_pauses_as_well():
    text = LOOP.format(inside="if epoch % 2:\n            continue")
    running = training({"train_network": text})
    assert len(list(islice(running, 20))) == 20
    assert_same_bits(running.network, expected(10)[0])


@pytest.mark.parametrize("loop", ["while epoch < 12:", "for epoch in list(range(12)):"])
def test_other_loops_pause_too(loop):
    text = LOOP.format(inside="pass").replace("    for epoch in range(epochs):", f"    epoch = 0\n    {loop}")
    text = text.replace("    return network", "        epoch += 1\n    return network") if "while" in loop else text
    running = training({"train_network": text})
    assert len(list(running)) == 12
    assert_same_bits(running.network, expected(12)[0])


def test_a_loop_within_a_condition_pauses():
    text = LOOP.format(inside="pass").replace("    for epoch", "    if True:\n     for epoch")
    assert len(list(islice(training({"train_network": text}), 5))) == 5


def test_a_loop_that_only_sets_something_up_is_not_the_training():
    text = LOOP.format(inside="pass")
    set_up = "    rates = {}\n    for name in network:\n        rates[name] = learning_rate\n"
    text = text.replace("    for epoch", f"{set_up}    for epoch")
    running = training({"train_network": text})
    list(islice(running, 10))
    assert_same_bits(running.network, expected(10)[0])


def test_a_loop_that_computes_no_loss_is_given_one():
    text = LOOP.format(inside="pass").replace("        loss = compute_loss(y, y_pred)\n", "")
    assert list(islice(training({"train_network": text}), 9)) == expected(9)[1]


def test_a_loss_is_one_number_also_in_an_array():
    losses = array("d")
    in_array = LOOP.format(inside="loss = np.array([[loss]])")
    training({"train_network": in_array}).run(9, losses)
    assert list(losses) == expected(9)[1]
    with pytest.raises(Unusable, match=r"loss is .*; expected one number for each epoch"):
        training({"train_network": LOOP.format(inside="loss = [loss, 0.0]")}).run(9, losses)


def test_a_loop_that_makes_new_networks_is_followed():
    step = "{name: network[name] + rate * gradients['d' + name] for name in network}"
    text = f"def update_parameters(network, gradients, rate):\n    return {step}\n"
    running = training({"update_parameters": text})
    list(islice(running, 30))
    assert_same_bits(running.network, expected(30)[0])


REFUSED = [
    ("def train_network(*arguments):\n    return initialize_network(2, 2, 1)\n", "needs a for loop"),
    ("train_network = lambda *arguments: None\n", "plain function"),
    ("def train_network(*arguments):\n    for epoch in range(9):\n        pass\n", "returns nothing"),
    (
        "def train_network(*arguments):\n    for epoch in range(9):\n        pass\n    return 1\n",
        "no network before its loop",
    ),
    ("def train(*arguments):\n    pass\n", "must define a function named train_network"),
]


@pytest.mark.parametrize(("text", "said"), REFUSED)
def test_what_cannot_pause_is_refused(text, said):
    with pytest.raises(Unusable, match=said):
        training({"train_network": text})


# -- checkpoints


@pytest.mark.parametrize("optimizer", ["gradient_descent", "momentum", "adam"])
def test_training_goes_on_from_a_checkpoint_to_the_bit(optimizer):
    whole = training(optimizer=optimizer)
    list(islice(whole, 13))
    network = copied(whole)
    state = {name: {key: np.array(value) for key, value in kept.items()} for name, kept in whole.state.items()}
    losses = list(islice(whole, 10))
    again = training(optimizer=optimizer)
    again.resume(13, network, state, {})
    assert list(islice(again, 10)) == losses
    assert_same_bits(again.network, whole.network)


def test_the_numbers_of_the_readers_loop_go_on_from_a_checkpoint():
    text = LOOP.format(inside="learning_rate = learning_rate * 0.9")
    whole = training({"train_network": text})
    list(islice(whole, 8))
    network, numbers = copied(whole), whole.variables_now
    assert numbers["learning_rate"] == pytest.approx(0.1 * 0.9**8)
    losses = list(islice(whole, 8))
    again = training({"train_network": text})
    again.resume(8, network, {}, numbers)
    assert list(islice(again, 8)) == losses


def test_numbers_of_a_checkpoint_stay_until_the_loop_takes_them():
    """A run may be resumed twice before its next epoch. A checkpoint has floats, but the loop needs an int."""
    version = LOOP.format(inside="learning_rate *= 0.9").replace("range(epochs)", "range(1, epochs + 1)")
    first = training({"train_network": version}, epochs=8)
    list(islice(first, 5))
    numbers = {name: float(value) for name, value in first.variables_now.items()}
    for _ in range(2):
        again = training({"train_network": version}, epochs=8)
        again.resume(5, copied(first), {}, numbers)
        assert again.variables_now == numbers
    list(first)
    list(again)
    assert again.ended
    assert_same_bits(again.network, first.network)


def test_the_epoch_goes_on_counting_in_the_loop():
    text = LOOP.format(inside="seen.append(epoch)").replace("def train_network", "seen = []\n\ndef train_network")
    running = training({"train_network": text})
    running.resume(40, copied(running), {}, {})
    list(islice(running, 3))
    assert running.program.names["seen"] == [40, 41, 42]


# -- the reader's versions


def test_a_version_runs_for_every_caller():
    changed = program({"sigmoid": "def sigmoid(z):\n    return np.full(np.shape(z), 0.25)\n"})
    assert (changed.predict(changed.initialize_network(2, 2, 1), X) == 0.25).all()


def test_what_a_version_defines_besides_replaces_those_functions():
    text = "def sigmoid(x):\n    return 2 * x\n\ndef sigmoid_derivative(x):\n    return 2 + 0 * x\n"
    changed = program({"sigmoid": text})
    assert changed.sigmoid_derivative(X)[0, 0] == 2
    assert [part.name for part in changed.parts if part.step == 3] == ["sigmoid"]


def test_of_two_texts_that_define_a_function_its_own_counts():
    texts = {
        "sigmoid": "def sigmoid(x):\n    return 2 * x\n\ndef sigmoid_derivative(x):\n    return 2\n",
        "sigmoid_derivative": "def sigmoid_derivative(x):\n    return 7\n",
    }
    assert program(texts).sigmoid_derivative(1) == 7


def test_a_version_of_a_function_that_the_program_lacks_replaces_nothing():
    waiting = program({"adam": "def adam():\n    pass\n\n\ndef sigmoid(x):\n    return x\n"})
    assert waiting.source == program().source


def test_the_whole_tutorial_pasted_into_one_editor_replaces_everything(capsys):
    text = "\n".join(part.text for part in parts(checked({})))
    changed = program({"forward_propagation": text})
    assert [part.name for part in changed.parts] == ["import", "forward_propagation", "program"]
    assert not capsys.readouterr().out, "the page trains, not the end of the text"
    assert changed.source.count("trained_network = train_network(") == 1
    running = changed.training(X, Y, (2, 2, 1), 100, 0.1)
    list(islice(running, 20))
    assert_same_bits(running.network, expected(20)[0])


@pytest.mark.parametrize(
    "text",
    [
        "sigmoid = lambda x: 1 / (1 + np.exp(-x))\n",
        "from numpy import *\n\ndef sigmoid(x):\n    return 1 / (1 + exp(-x))\n",
        "from typing import Callable\nimport functools\n\ndef counted(f: Callable):\n    @functools.wraps(f)\n"
        "    def call(*a):\n        return f(*a)\n    return call\n\n@counted\ndef sigmoid(x: np.ndarray):\n"
        "    return 1 / (1 + np.exp(-x))\n",
        "import numpy\nimport numpy as np\n\ndef helper(x):\n    return numpy.exp(-x)\n\ndef sigmoid(x):\n"
        "    return 1 / (1 + helper(x))\n",
    ],
    ids=["a lambda", "a star", "a decorator", "a helper"],
)
def test_imports_helpers_and_lambdas_may_stand_beside_or_in_place_of_the_function(text):
    running = training({"sigmoid": text})
    list(islice(running, 10))
    assert_same_bits(running.network, expected(10)[0])


@pytest.mark.parametrize("name", [part.name for part in parts(checked({})) if part.name not in ("import", "program")])
def test_each_functions_own_text_changes_nothing(name):
    text = next(part.text for part in parts(checked({})) if part.name == name)
    running = training({name: text})
    list(islice(running, 25))
    assert_same_bits(running.network, expected(25)[0])


def test_a_version_that_defines_something_else_is_refused():
    with pytest.raises(Unusable, match="must define a function named sigmoid"):
        program({"sigmoid": "def sigmod(x):\n    return x\n"})


def test_the_names_that_a_text_defines():
    assert defined("import math\nx = 1\ndef f(): pass\nclass C: pass\n") == {"x", "f", "C"}
    assert defined("def f(:") == set()


def test_the_source_is_the_file_with_the_versions_in_their_places():
    text = "def sigmoid(x):\n    return x\n"
    assert text in program({"sigmoid": text}).source
    assert "1 / (1 + np.exp(-x))" not in program({"sigmoid": text}).source
    assert same_bits(program().names["np"].pi, np.pi)
