"""Written programs train to the same bits as the general engine of ``oracle``, for any choices, and run alone."""

import ast
import re
import subprocess
import sys
from itertools import islice

import numpy as np
import pytest
from cases import examples
from hypothesis import given
from hypothesis import strategies as st

from glassnet.checks import labels_of
from glassnet.data.datasets import data_of
from glassnet.programs import data_lines
from glassnet.programs.choices import CHOICES, checked
from glassnet.programs.running import Program
from glassnet.programs.writing import parts, write
from glassnet.run import Run, shapes_of
from glassnet.tables.activations import ACTIVATIONS
from glassnet.tables.initializers import INITIALIZERS
from glassnet.tables.losses import LOSSES
from glassnet.tables.optimizers import OPTIMIZERS
from glassnet.tables.schedules import SCHEDULES
from oracle import engine

EPOCHS = 8


def names(table):
    return st.sampled_from(sorted(table))


@st.composite
def exercises(draw):
    """Any choices, and some frozen parameters."""
    hidden = draw(st.lists(st.integers(1, 5), max_size=5) | st.just([2]) | st.just([1] * 20))
    layers = len(hidden)
    several = st.lists(names(ACTIVATIONS), min_size=layers, max_size=layers)
    activation = draw(names(ACTIVATIONS) if layers < 2 else several)
    chosen = {
        "dataset": draw(
            st.sampled_from(
                ["xor", "half_adder", "parity3", "addition", "symmetry", "spirals3", "moons", "sine", "ripple"]
            )
        ),
        "points": draw(st.integers(10, 40)),
        "hidden": hidden,
        "activation": activation,
        "output": draw(names(ACTIVATIONS)),
        "loss": draw(names(LOSSES)),
        "optimizer": draw(names(OPTIMIZERS)),
        "schedule": draw(names(SCHEDULES)),
        "initializer": draw(names(INITIALIZERS)),
        "scale": draw(st.sampled_from([1, 1, 0.3, 4])),
        "seed": draw(st.integers(0, 2**32 - 1)),
        "rate": draw(st.sampled_from([0.001, 0.1, 1.0])),
        "epochs": draw(st.sampled_from([5, 1000])),
        "batch": draw(st.sampled_from([0, 0, 1, 3, 100])),
        "dropout": draw(st.sampled_from([0, 0, 0.3])),
        "l1": draw(st.sampled_from([0, 0, 0.01])),
        "l2": draw(st.sampled_from([0, 0, 0.3])),
        "clip": draw(st.sampled_from([0, 0, 0.5, 2.0])),
        "reduction": draw(st.sampled_from(["sum", "mean"])),
    }
    chosen = checked(chosen)
    X, y = data_of(chosen).training
    shapes = shapes_of(X.shape[1], chosen["hidden"], y.shape[1])
    labels = [label for name in shapes for label in labels_of(shapes, name)]
    some = draw(st.sets(st.sampled_from(labels), max_size=4))
    return chosen, [label for label in labels if label in some]


@examples(150)
@given(exercises())
def test_a_program_trains_to_the_bits_of_the_general_engine_epoch_by_epoch(exercise):
    chosen, frozen = exercise
    X, y = data_of(chosen).training
    with np.errstate(all="ignore"):
        run = Run(chosen, frozen=frozen, fast=False)
        ours = []
        for loss in islice(run.training, EPOCHS):
            ours.append((loss, {name: array.copy() for name, array in run.training.network.items()}))
        for epoch, record in enumerate(islice(engine.train(chosen, X, y, frozen), EPOCHS)):
            loss, network = ours[epoch]
            assert np.array_equal(loss, record.loss, equal_nan=True)
            for name, array in record.network.items():
                assert np.array_equal(network[name], array, equal_nan=True), (epoch, name)
                assert np.signbit(network[name]).tolist() == np.signbit(array).tolist() or np.isnan(array).any()


@examples(60)
@given(exercises())
def test_the_faster_calls_give_the_same_bits(exercise):
    chosen, frozen = exercise
    with np.errstate(all="ignore"):
        plain = Run(chosen, frozen=frozen, fast=False)
        losses = list(islice(plain.training, EPOCHS))
        fast = Run(chosen, frozen=frozen, fast=True)
        assert np.array_equal(losses, list(islice(fast.training, EPOCHS)), equal_nan=True)
        for name, array in plain.training.network.items():
            assert fast.training.network[name].tobytes() == array.tobytes(), name


@examples(80)
@given(exercises())
def test_every_program_is_python_that_calls_nothing_but_numpy_and_its_own(exercise):
    chosen, frozen = exercise
    text = write(chosen, frozen=frozen)
    tree = ast.parse(text)
    defined = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
    called = {node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    assert called <= defined | {"range", "len", "print", "sum", "min", "round", "set"}
    unused = {name for name in defined - {"train_network"} if len(re.findall(rf"\b{name}\b", text)) < 2}
    assert not unused, "a program has no function that it does not call"
    assert '"""' not in text
    assert max(map(len, text.splitlines())) <= 130


# -- programs that run by themselves

SPREAD = {
    "the tutorial": {},
    "a perceptron": {"hidden": [], "dataset": "and", "epochs": 300},
    "deep": {"hidden": [4, 3, 3], "activation": ["tanh", "gelu", "swish"], "optimizer": "adam", "epochs": 200},
    "batches and dropout": {"batch": 3, "dropout": 0.2, "hidden": [5], "epochs": 120, "loss": "binary_cross_entropy"},
    "penalties": {"l1": 0.01, "l2": 0.02, "clip": 1.0, "optimizer": "adamw", "schedule": "cosine", "epochs": 150},
    "held out": {"dataset": "parity3", "held_rows": [1, 6], "hidden": [3], "epochs": 101},
    "points": {"dataset": "spirals3", "points": 40, "output": "softmax", "loss": "hinge", "epochs": 60},
    "a curve": {"dataset": "sine", "points": 30, "output": "linear", "activation": "tanh", "rate": 0.01, "epochs": 60},
    "a surface": {"dataset": "ripple", "points": 30, "noise": 0.0, "loss": "huber", "epochs": 40},
    "six inputs": {"dataset": "symmetry", "held_rows": [5, 63], "epochs": 120},
    "three outputs": {"dataset": "addition", "hidden": [4], "optimizer": "momentum", "epochs": 120},
    "a table as text": {"targets": "11: 0110; 10: 0.25 0 0 1; 01: 1001; 00: 0000", "hidden": [3], "epochs": 120},
    "adder": {"dataset": "full_adder", "optimizer": "nesterov", "initializer": "xavier", "epochs": 150},
}  # fmt: skip


def printed_by(text, folder, data=None):
    """The output of a program in a separate Python, with NumPy and nothing of ours."""
    (folder / "program.py").write_text(text, encoding="utf-8")
    if data is not None:
        (folder / data_lines.FILE).write_text(data, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-I", "-c", "import runpy; runpy.run_path('program.py', run_name='__main__')"],
        cwd=folder, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def assert_prints_the_page(run, text, folder, data=None):
    """A program prints the page's losses and predictions."""
    said = printed_by(text, folder, data)
    epochs = run.choices["epochs"]
    losses, _ = run.train(1e9, epochs)
    for epoch, loss in re.findall(r"^Epoch (\d+), Loss: (.*)$", said, re.MULTILINE):
        assert float(loss) == losses[int(epoch)], epoch
    assert f"Epoch {(epochs - 1) // 100 * 100}, Loss: " in said
    held = run.data.held
    for words, rows in (("Predictions", ~held), ("Held out, Predictions", held)):
        if rows.any():
            expected = run.ask(run.data.X)[rows]
            assert f"{words}: \n{expected}\n" in said
    if held.any():
        assert f"Held out, Loss: {run.frame([], None)['held_loss']}\n" in said


@pytest.mark.parametrize("name", SPREAD)
def test_a_program_prints_the_pages_numbers_with_numpy_alone(name, tmp_path):
    run = Run(SPREAD[name])
    assert_prints_the_page(run, write(run.choices), tmp_path)


OWN = {
    "classes": "height,weight,kind\n150,50,cat\n190,90,dog\n170,60,cat\n160,80,dog\n180,85,dog\n155,45,cat\n",
    "numbers": "size;price\n1,5;100\n2,5;180\n3,5;260\n4,5;310\n",
    "one value": "a,b,kind\n5,1,x\n5,2,y\n5,9,x\n5,7,y\n",
    "several targets": "x1,c,a,b\n0.1,7,5,0.5\n0.5,7,9,0.9\n0.9,7,1,0.25\n0.3,7,2,0.75\n",
    "number labels": "x1;x2;kind\n1.234;2,5;0\n2.345;1,5;1\n3.456;0,5;2\n4.567;1,1;0\n5.678;2,2;1\n6.789;3,3;2\n",
    "one row": "x1,x2,y1,y2\n0.05,0.10,0.01,0.99\n",
    "three classes": "x1,x2,kind\n0.1,0.2,a\n0.5,0.9,b\n0.9,0.1,c\n0.2,0.1,a\n0.6,0.8,b\n0.8,0.2,c\n",
}


def test_names_of_own_data_are_comments_whatever_stands_in_them():
    own = '"a\nimport os","b #",kind\n1,2,"x\ny"\n2,1,"""z"""\n2,3,"x\ny"\n'
    text = write(checked({"dataset": "own", "held_out": 0}), own)
    comments = [line for line in text.splitlines() if "import os" in line or "The class" in line]
    assert comments == ["# Example data: a import os, b #", '# The class: 0 is "z", 1 is x y']
    compile(text, "program.py", "exec")


CHOSEN = {
    "several targets": {"targets": [1, 2, 3]},
    "numbers": {"scale_inputs": True, "scale_targets": True},
    "classes": {"targets": [1], "left_out": [2], "scale_targets": False},
    "number labels": {"classes": False, "targets": [0], "scale_inputs": False},
}


@pytest.mark.parametrize("name", CHOSEN)
def test_what_was_chosen_of_own_data_stands_in_the_program(name, tmp_path):
    own = {"text": OWN[name], "reading": CHOSEN[name]}
    run = Run({"dataset": "own", "epochs": 40, "rate": 0.001, "output": "linear", "held_out": 0}, own=own)
    text = write(run.choices, own)
    assert_prints_the_page(run, text, tmp_path)
    scaled = run.data.unscaled_y is not None
    assert ("y = (y - low) / spread" in text) == scaled
    assert ("print(f'In the units of the target" in text) == scaled


def test_data_in_a_file_beside_the_program_is_loaded_and_scaled_there(tmp_path):
    rows = "".join(f"{100 * row},{row % 7},{row * row}\n" for row in range(300))
    run = Run({"dataset": "own", "epochs": 12, "rate": 0.0001, "held_out": 0}, own=f"a,b,y\n{rows}")
    text, beside = write(run.choices, run.own), data_lines.file_text(run.data)
    assert "X = (X - X.mean(axis=0)) / X.std(axis=0)\n" in text
    assert "y = (y - low) / spread\n" in text
    assert beside.splitlines()[3] == "200,2,4", "the numbers stand there as they came"
    assert_prints_the_page(run, text, tmp_path, beside)


@pytest.mark.parametrize("held_out", [0.0, 0.3])
@pytest.mark.parametrize("name", OWN)
def test_own_data_stands_in_the_program(name, held_out, tmp_path):
    run = Run({"dataset": "own", "epochs": 40, "rate": 0.05, "held_out": held_out}, own=OWN[name])
    assert not data_lines.needs_file(run.choices, run.data)
    assert_prints_the_page(run, write(run.choices, OWN[name]), tmp_path)


def test_large_own_data_is_a_file_beside_the_program(tmp_path):
    random = np.random.default_rng(1)
    rows = "".join(f"{x:.4f},{z:.4f},{'in' if x * z > 0 else 'out'}\n" for x, z in random.normal(5, 9, (300, 2)))
    run = Run({"dataset": "own", "epochs": 12, "rate": 0.01, "held_out": 0.2}, own=f"x,z,place\n{rows}")
    assert data_lines.needs_file(run.choices, run.data)
    assert_prints_the_page(run, write(run.choices, run.own), tmp_path, data_lines.file_text(run.data))


# -- how it reads


def differing(chosen, before=None):
    """The lines that are in one program and not in the other."""
    known = set(write(checked(before or {})).splitlines())
    return [line for line in write(checked(chosen)).splitlines() if line not in known]


def test_a_choice_changes_few_lines():
    assert differing({"rate": 0.5}) == ["learning_rate = 0.5"]
    assert differing({"seed": 7}) == ["    np.random.seed(7) # For reproducibility"]
    assert differing({"dataset": "and"}) == ["y = np.array([[0], [0], [0], [1]]) # AND problem"]
    assert differing({"reduction": "mean"}) == ["    output_delta = output_delta / len(X) # Mean over the rows"]
    assert differing({"activation": "relu"}) == [
        *("def relu(x):", "    return np.maximum(x, 0)", "def relu_derivative(x):"),
        *("    return np.where(x > 0, 1.0, 0.0)", "    a1 = relu(z1)"),
        "    hidden_delta = hidden_error * relu_derivative(a1)",
    ]
    assert differing({"loss": "binary_cross_entropy"})[-1] == "    output_delta = y - a2"


def test_the_lines_of_a_large_table_have_as_many_rows_and_a_small_one_is_one_line():
    X = [f"    {', '.join(f'[0, {row}, {bits}]' for bits in ('0, 0', '0, 1', '1, 0', '1, 1'))}," for row in (0, 1)]
    text = write(checked({"dataset": "addition"}))
    assert "\n".join(["X = np.array([", *X]) in text
    assert "y = np.array([ # Addition problem\n    [0, 0, 0], [0, 0, 1], [0, 1, 0], [0, 1, 1],\n" in text
    for inputs in range(1, 7):
        for outputs in range(1, 5):
            targets = np.linspace(0, 1, outputs * 2**inputs).tolist()
            names = {}
            exec(write(checked({"targets": targets, "outputs": outputs, "epochs": 1})), names)
            assert names["y"].ravel().tolist() == targets
            assert names["X"].shape == (2**inputs, inputs)


def test_a_perceptron_has_no_hidden_layer():
    text = write(checked({"hidden": []}))
    assert "def train_network(X, y, input_size, output_size, epochs, learning_rate):" in text
    assert "hidden" not in text
    assert "    # Input to output layer\n    z1 = np.dot(X, W1) + b1\n    a1 = sigmoid(z1)\n" in text


def test_three_hidden_layers_have_four_sums_and_no_loop():
    tree = ast.parse(write(checked({"hidden": [3, 4, 5]})))
    functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    for name in ("forward_propagation", "backward_propagation", "update_parameters"):
        assert not [node for node in ast.walk(functions[name]) if isinstance(node, (ast.For, ast.While))]
    assert "    z4 = np.dot(a3, W4) + b4\n" in write(checked({"hidden": [3, 4, 5]}))


def test_frozen_parameters_are_lines_of_the_program():
    text = write(checked({"optimizer": "momentum"}), frozen=["W1[0,1]", "W1[1,0]", "b2[0]"])
    assert "    # Frozen: no gradient here\n    dW1[[0, 1], [1, 0]] = 0\n    db2[0, 0] = 0\n" in text
    assert "    network['b2'][0, 0] = before['b2'][0, 0]\n" in text


def test_every_choice_of_a_run_shows_in_its_program():
    """Each choice that changes the training changes the text."""
    others = {
        "dataset": "and", "held_rows": [1], "hidden": [3], "activation": "tanh", "output": "tanh", "loss": "huber",
        "optimizer": "adam", "rate": 0.2, "schedule": "step", "epochs": 5, "batch": 2, "initializer": "he", "scale": 3,
        "seed": 1,
        "l1": 0.1, "l2": 0.1, "dropout": 0.5, "clip": 1.0, "reduction": "mean",
    }  # fmt: skip
    of_other_data = {"targets", "outputs", "points", "noise", "held_out", "data_seed"}
    assert others.keys() | of_other_data == CHOICES.keys()
    for name, value in others.items():
        assert write(checked({name: value})) != write(checked({})), name
    points = {"dataset": "moons"}
    for name, value in {"points": 50, "noise": 0.3, "held_out": 0.5, "data_seed": 9}.items():
        assert write(checked(points | {name: value})) != write(checked(points)), name
    custom = {"dataset": "custom", "targets": [0, 1, 1, 0.5]}
    assert "y = np.array([[0], [1], [1], [0.5]]) # Custom problem\n" in write(checked(custom))
    assert "y = np.array([[0, 1], [1, 0.5]]) # Custom problem\n" in write(checked(custom | {"outputs": 2}))


def test_the_functions_of_a_program_can_be_called():
    program = Program(parts(checked({"hidden": [3], "activation": "tanh"})))
    network = program.initialize_network(2, 3, 1)
    a2, cache = program.forward_propagation(network, np.eye(2))
    assert a2.shape == (2, 1)
    assert len(cache) == 4
