"""Formulas: one for every function that needs one, with the code's names, and allowed by the page's policy."""

import json
import re
import xml.etree.ElementTree as ElementTree

import pytest
from javascript import ask

from glassnet.programs.choices import TABLES, checked
from glassnet.programs.writing import parts
from glassnet.tables.activations import ACTIVATIONS
from glassnet.tables.losses import LOSSES
from sitebuild import formulas
from sitebuild.problem import Problem

MATHML = "{http://www.w3.org/1998/Math/MathML}"


@pytest.fixture(scope="module")
def finished():
    return json.loads(formulas.formulas().read_text(encoding="utf-8"))


CHOICES = [
    *({name: entry} for name in ("loss", "optimizer", "schedule", "initializer") for entry in TABLES[name]),
    *({name: entry} for name in ("activation", "output") for entry in ACTIVATIONS),
    *({"loss": "categorical_cross_entropy", "output": "softmax", "hidden": [2] * depth} for depth in range(6)),
    *({"dropout": 0.2, "reduction": "mean", "hidden": [2] * depth} for depth in range(6)),
    {"initializer": "uniform", "scale": 2},
    {"hidden": [2, 2], "activation": ["softmax", "relu"], "l1": 0.1, "l2": 0.1, "clip": 1},
    {"hidden": [2, 2], "l1": 0.1, "l2": 0.1, "reduction": "mean"},
    {"hidden": [2, 2], "l2": 0.1, "optimizer": "adamw"},
    {"loss": "binary_cross_entropy", "output": "tanh"},
]


@pytest.fixture(scope="module")
def wanted(tmp_path_factory):
    """The formulas that the page needs, by program, then by part."""
    programs = [
        (checked(one), [{"name": part.name, "source": part.text} for part in parts(checked(one))]) for one in CHOICES
    ]
    of_all = "given.programs.map(([chosen, parts]) => parts.map((part) => module.formulasOf(part, chosen)))"
    found = ask(tmp_path_factory.mktemp("article"), of_all, "program/article.js", programs=programs)
    return [
        dict(zip([part["name"] for part in program], formulas, strict=True))
        for (_, program), formulas in zip(programs, found, strict=True)
    ]


def test_every_function_has_a_formula_where_it_needs_one(wanted):
    for chosen, program in zip(CHOICES, wanted, strict=True):
        without = {name for name, formulas in program.items() if not formulas}
        derivatives = {f"{loss}_derivative" for loss in LOSSES}  # theirs stands where it is called
        assert without - derivatives - {"import", "program", "train_network"} == set(), chosen


def test_the_page_asks_for_no_formula_that_is_missing(wanted, finished):
    names = {one["name"] for program in wanted for formulas in program.values() for one in formulas}
    assert names - set(finished) == set()


def test_no_formula_is_without_a_use(wanted, finished):
    names = {one["name"].partition("/")[0] for program in wanted for formulas in program.values() for one in formulas}
    assert {name.partition("/")[0] for name in finished} - names == set()


def test_the_names_of_a_formula_are_those_of_the_code(wanted, finished):
    """For forward and backward propagation and the update, at depths that are spelt out."""
    for chosen, program in zip(CHOICES, wanted, strict=True):
        if len(checked(chosen)["hidden"]) > 2:
            continue
        texts = {part.name: part.text for part in parts(checked(chosen))}
        for part in ("forward_propagation", "backward_propagation", "update_parameters"):
            for one in program[part]:
                for name in names_in(finished[one["name"]]):
                    in_code = (
                        rf"\b{name}\b" if name[-1].isdigit() or name.endswith(("delta", "error")) else rf"\b{name}"
                    )
                    assert re.search(in_code, texts[part]), (chosen, part, one["name"], name)


def test_formulas_are_mathml_and_nothing_else(finished):
    for name, lines in finished.items():
        for formula in (one for line in lines for one in line):
            root = ElementTree.fromstring(formula)
            assert root.tag == f"{MATHML}math", name
            for element in root.iter():
                assert element.tag.startswith(MATHML), name
                assert not {"style", "class", "href"} & set(element.attrib), name


def names_in(lines):
    """The shared names of a formula, in order."""
    elements = [element for line in lines for one in line for element in ElementTree.fromstring(one).iter()]
    return [element.get("data-name") for element in elements if element.get("data-name")]


def test_shared_names_are_marked(finished):
    assert names_in(finished["forward/2/1"]) == ["z1", "X", "W1", "b1", "a1", "z1"]
    assert names_in(finished["hidden_delta/2/1"]) == ["hidden_delta", "output_delta", "W2", "z1"]
    assert names_in(finished["hidden_delta/3/1"]) == ["hidden1_delta", "hidden2_delta", "W2", "z1"]
    assert names_in(finished["forward/l"]) == ["z", "a", "W", "b", "a", "z"]
    assert names_in(finished["predict/3"]) == ["y_pred", "a3"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("sigmoid: a\nsigmoid: b\n", "line 2: sigmoid has a formula already"),
        ("    a = b\n", "line 1 is “    a = b”; expected a name, a colon and a formula"),
        ("sigmoid a = b\n", "line 1 is “sigmoid a = b”; expected a name"),
    ],
)
def test_a_line_that_is_no_formula(text, message):
    with pytest.raises(Problem, match=message):
        formulas.read(text)


def test_a_formula_goes_on_in_the_next_line_and_comments_are_left_out():
    text = "% a comment\nrelu: @loss = 1 & x\n    @b = @dW\n\nzeros: 0\n"
    assert formulas.read(text) == {
        "relu": [[r"\data{name=loss}{L} = 1", "x"], [r"\data{name=b}{b} = \data{name=dW}{dW}"]],
        "zeros": [["0"]],
    }


def test_a_formula_of_each_layer_is_set_for_each_depth():
    read = formulas.read("forward: @z_l = @a_{l-1} @f_l'\nback: @delta_l = @W_{l+1}\nlast: @a_L")
    assert list(read) == [
        *(f"forward/{depth}/{layer}" for depth in (1, 2, 3) for layer in range(1, depth + 1)),
        "forward/l",
        *("back/2/1", "back/3/1", "back/3/2", "back/l"),
        *("last/1", "last/2", "last/3", "last/L"),
    ]
    assert read["forward/2/1"] == [[r"\data{name=z1}{z_{1}} = \data{name=X}{X} {\data{fill=f1}{f}}'"]]
    assert read["forward/l"] == [[r"\data{name=z}{z_{l}} = \data{name=a}{a_{l-1}} {\data{fill=f}{f}}'"]]
    assert read["back/2/1"] == [[r"\data{name=hidden_delta}{\delta_{1}} = \data{name=W2}{W_{2}}"]]
    assert read["last/2"] == [[r"\data{name=a2}{a_{2}}"]]


def test_latex_that_cannot_be_set_names_its_function(tmp_path, monkeypatch):
    broken = tmp_path / "formulas.tex"
    broken.write_text("relu: \\frac{1\n")
    monkeypatch.setattr(formulas, "SOURCE", broken)
    package = formulas.npm_package("temml")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(formulas, "npm_package", lambda name: package)
    with pytest.raises(Problem, match="The formula of relu cannot be set"):
        formulas.formulas()
