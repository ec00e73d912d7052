"""An error in a reader's code is reported with its line, a plain sentence and the traceback."""

import sys

import pytest

from glassnet.programs.problems import LONGEST_TRACEBACK, WORDS, Unusable, described, file_of


class Absent:
    """Finds no module of what the tests' own environment has, and the page has not."""

    names = ("pandas", "sklearn")

    @classmethod
    def find_spec(cls, name, path=None, target=None):
        if name.partition(".")[0] in cls.names:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)


@pytest.fixture(autouse=True)
def as_in_the_page(monkeypatch):
    for name in [name for name in sys.modules if name.partition(".")[0] in Absent.names]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(sys, "meta_path", [Absent, *sys.meta_path])


def problem_of(source):
    """The report on a text that raises."""
    try:
        exec(compile(source, file_of("predict"), "exec"), {})
    except BaseException as error:
        return described(error)
    raise AssertionError("it raised nothing")


def test_the_line_in_the_readers_text_is_named_even_if_it_raised_deeper():
    problem = problem_of("import json\n\njson.loads('no')\n")
    assert (problem["function"], problem["line"]) == ("predict", 3)
    assert "JSONDecodeError" in problem["message"]
    assert problem["traceback"].startswith("Traceback")
    assert "<your version of predict>" in problem["traceback"]


@pytest.mark.parametrize(
    ("source", "line", "said"),
    [
        ("x = (1,\ny = 2\n", 1, "never closed"),
        ("if True:\nx = 1\n", 2, "spaces at the beginning"),
        ("x = 1\nx = delta\n", 2, "name 'delta' is not defined"),
        ("{}['dW1']", 1, "KeyError: 'dW1'"),
        ("1 / 0", 1, "divides by 0"),
        ("def f():\n    f()\nf()", 2, "without an end"),
        ("import nothing_of_that_name", 1, "nothing_of_that_name is not here: Python’s own library and NumPy are"),
        (
            "import pandas as pd",
            1,
            "pandas is not here: Python’s own library and NumPy are, and nothing else. The data",
        ),
        ("import matplotlib.pyplot as plt", 1, "matplotlib is not here"),
        ("import matplotlib.pyplot as plt", 1, "The page draws the pictures itself"),
        ("from sklearn.metrics import accuracy_score", 1, "What you need of it can be written in NumPy."),
        ("import numpy.nothing", 1, "numpy is here, but has no part named nothing."),
        ("from numpy import nothing", 1, "This module has nothing of that name."),
        (">>> x = 1\n", 1, "copied from a Python prompt"),
        ("```python\nx = 1\n```\n", 1, "marks code in a text"),
        ("x = 1\n%matplotlib inline\n", 2, "This line is a notebook’s"),
        ("!pip install torch\n", 1, "This line is a notebook’s"),
        ("if True:\n\u00a0\u00a0x = 1\n", 2, "A space of this line is none to Python; type it again."),
        ("\ufeffx = 1\n", 1, "A space of this line is none to Python"),
        ("print(“x”)\n", 1, "Python’s quotes are straight"),
        ("x = 3 − 1\n", 1, "signs for calculating are + - * /"),
        ("x = '“'\nx = (1\n", 2, "Python cannot read this line"),
        ("import numpy as np\nx = np.ones(2, int)\nx -= 0.5\n", 3, "An array of whole numbers cannot take fractions"),
        ("exit()\n", 1, "This would end Python"),
        ("open('data.csv')\n", 1, "There are no files, networks or other programs here; the data stands in X and y."),
        ("float(10**400)\n", 1, "This number is too large."),
        ("import torch", 1, "ModuleNotFoundError: No module named 'torch'"),
    ],
)
def test_in_plain_words(source, line, said):
    problem = problem_of(source)
    assert problem["line"] == line
    assert said in problem["message"]
    assert len(problem["traceback"]) <= LONGEST_TRACEBACK


def test_an_error_that_did_not_happen_in_the_text_has_no_line():
    problem = described(ValueError("y has shape (3, 1)"))
    assert (problem["function"], problem["line"]) == (None, None)
    assert problem["message"].endswith("ValueError: y has shape (3, 1)")


def test_our_own_words_need_no_explanation():
    assert described(Unusable("The text must define it."))["message"] == "The text must define it."


def test_the_special_kinds_come_before_the_general():
    for place, (kind, _) in enumerate(WORDS):
        assert not any(issubclass(kind, earlier) for earlier, _ in WORDS[:place]), kind
