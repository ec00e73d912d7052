"""The formulas: one for every function that the page can show, well-formed, with nothing that its policy refuses."""

import json
import xml.etree.ElementTree as ElementTree

import pytest

from glassnet import session
from sitebuild import formulas
from sitebuild.problem import Problem

MATHML = "{http://www.w3.org/1998/Math/MathML}"


@pytest.fixture(scope="module")
def finished():
    return json.loads(formulas.formulas().read_text(encoding="utf-8"))


def shown():
    """The names of all functions that the page can show."""
    description = session.describe()
    steps = [function for step in description["steps"] for function in step["functions"]]
    chosen = [part for table in description["sources"].values() for parts in table.values() for part in parts]
    return {function["name"] for function in steps + chosen}


def test_no_function_is_without_a_formula(finished):
    assert shown() - set(finished) == set()


def test_no_formula_is_without_a_function(finished):
    joint = {"output_error"}
    assert set(finished) - shown() <= joint


def test_formulas_are_mathml_and_nothing_else(finished):
    for name, lines in finished.items():
        for line in lines:
            root = ElementTree.fromstring(line)
            assert root.tag == f"{MATHML}math", name
            for element in root.iter():
                assert element.tag.startswith(MATHML), name
                assert not {"style", "class", "href"} & set(element.attrib), name


def test_shared_names_are_marked(finished):
    [_, _, third] = finished["backward_propagation"]
    names = [element.get("data-name") for element in ElementTree.fromstring(third).iter() if element.get("data-name")]
    assert names == ["delta", "delta", "W", "z"]


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
    text = "% a comment\nrelu: @a = 1\n    @delta_1 = @dW\n\nzeros: 0\n"
    assert formulas.read(text) == {
        "relu": [r"\data{name=a}{a} = 1", r"\data{name=delta}{\delta}_1 = \data{name=dW}{dW}"],
        "zeros": ["0"],
    }


def test_latex_that_cannot_be_set_names_its_function(tmp_path, monkeypatch):
    broken = tmp_path / "formulas.tex"
    broken.write_text("relu: \\frac{1\n")
    monkeypatch.setattr(formulas, "SOURCE", broken)
    package = formulas.npm_package("temml")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(formulas, "npm_package", lambda name: package)
    with pytest.raises(Problem, match="The formula of relu cannot be set"):
        formulas.formulas()
