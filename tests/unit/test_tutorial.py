"""The nine functions are the tutorial's, to the letter, and the writer gives its program."""

import inspect
from pathlib import Path

import numpy as np
import pytest

import glassnet
import oracle
import tutorial
from glassnet.programs.choices import checked
from glassnet.programs.writing import parts, write

# The tutorial's code blocks as they stand in it, copied out, without blanks at the ends of lines.
BLOCKS = (Path(oracle.__file__).parent / "tutorial_blocks.txt").read_text(encoding="utf-8")
NINE = [
    *("initialize_network", "sigmoid", "sigmoid_derivative", "forward_propagation", "compute_loss"),
    *("backward_propagation", "update_parameters", "train_network", "predict"),
]


def test_the_tutorials_choices_give_the_tutorials_program_to_the_letter():
    assert write(checked({})) == BLOCKS


def test_the_parts_are_the_tutorials_functions_in_its_order():
    found = parts(checked({}))
    assert [part.name for part in found] == ["import", *NINE, "program"]
    assert [part.step for part in found] == [1, 2, 3, 3, 4, 5, 6, 7, 8, 9, 10]


@pytest.mark.parametrize("name", NINE)
def test_the_packages_functions_are_the_tutorials_to_the_letter(name):
    assert inspect.getsource(getattr(glassnet, name)) in BLOCKS


def test_the_star_brings_the_nine_functions_numpy_and_the_writer_of_other_programs():
    assert glassnet.__all__ == ["np", "program", *NINE]
    assert glassnet.np is np


def test_the_copied_out_program_of_the_other_tests_says_the_same():
    """The tests' copy of the tutorial is formatted; its syntax trees are the tutorial's."""
    import ast

    ours = {node.name: ast.dump(node) for node in ast.parse(BLOCKS).body if isinstance(node, ast.FunctionDef)}
    for name in NINE:
        [theirs] = ast.parse(inspect.getsource(getattr(tutorial, name))).body
        assert ast.dump(theirs) == ours[name], name
