"""Imports run one way: session -> training -> network -> the tables; and the network knows no browser and no build."""

import ast
import sys
from pathlib import Path

import pytest

import glassnet

PACKAGE = Path(glassnet.__file__).parent

# The floors of the house, from the ground up. A module imports from the floors below its own, and a table may use
# another table.
FLOORS = [
    {"checks", "activations", "products", "random_numbers", "data", "printing", "problems"},
    {
        *("losses", "initializers", "optimizers", "schedules", "batches", "regularization"),
        *("truth_tables", "points", "curves", "csv_text", "timeline"),
    },
    {"dropout", "own_data"},
    {"datasets"},
    {"network"},
    {"training", "examined"},
    {"diagnosis"},
    {"__init__"},
    {"editing"},
    {"gradient_mistakes"},
    {"choices", "inside", "scores", "gradient_check", "exercises"},
    {"hidden_space", "trial", "programs"},
    {"pictures"},
    {"run"},
    {"explained"},
    {"stepping"},
    {"session"},
    {"recording"},
    {"__main__"},
]
FLOOR_OF = {module: floor for floor, modules in enumerate(FLOORS) for module in modules}
MODULES = sorted(path.stem for path in PACKAGE.glob("*.py"))


def tree_of(module):
    return ast.parse((PACKAGE / f"{module}.py").read_text(encoding="utf-8"))


def imports(module):
    """What a module imports, wherever in it: pairs of a dotted name and what is taken from it, if anything."""
    for node in ast.walk(tree_of(module)):
        if isinstance(node, ast.Import):
            yield from ((alias.name, None) for alias in node.names)
        if isinstance(node, ast.ImportFrom):
            name = ".".join(filter(None, ["glassnet" if node.level else None, node.module]))
            yield from ((name, alias.name) for alias in node.names)


def own(module):
    """Which modules of the package a module imports; ``__init__`` where it takes what the package re-exports."""
    found = set()
    for name, taken in imports(module):
        package, _, inner = name.partition(".")
        if package == "glassnet":
            found.add(inner or (taken if taken in MODULES else "__init__"))
    return found


def test_every_module_has_its_floor():
    assert set(MODULES) == set(FLOOR_OF)


@pytest.mark.parametrize("module", MODULES)
def test_a_module_imports_only_from_below(module):
    above = {other for other in own(module) if FLOOR_OF[other] >= FLOOR_OF[module]}
    assert not above, f"{module} imports {sorted(above)}"


def test_the_chain_of_the_house_is_there():
    assert "training" in own("session")
    assert "network" in own("training")
    assert {"activations", "initializers", "losses"} <= own("network")
    assert "__init__" in own("__main__")


@pytest.mark.parametrize("module", MODULES)
def test_a_module_imports_nothing_but_the_standard_library_and_numpy(module):
    foreign = {name.split(".")[0] for name, _ in imports(module)} - {"glassnet", "numpy"}
    assert foreign <= sys.stdlib_module_names, f"{module} imports {sorted(foreign - sys.stdlib_module_names)}"


@pytest.mark.parametrize("module", MODULES)
def test_nothing_is_imported_behind_the_tests_back(module):
    names = {node.id for node in ast.walk(tree_of(module)) if isinstance(node, ast.Name)}
    # The reader's code, and the terms of a step, which are written as text to be shown.
    runs_a_text = {"editing": {"exec"}, "exercises": {"exec"}, "explained": {"eval"}}
    assert not names & {"__import__", "importlib", "exec", "eval"} - runs_a_text.get(module, set())


def test_init_only_re_exports():
    statements = tree_of("__init__").body
    docstring, *rest = statements
    assert isinstance(docstring, ast.Expr)
    *imports, exported = rest
    assert all(isinstance(statement, (ast.Import, ast.ImportFrom)) for statement in imports)
    assert isinstance(exported, ast.Assign)
    assert [target.id for target in exported.targets] == ["__all__"]
    brought = {alias.asname or alias.name for statement in imports for alias in statement.names}
    assert brought == set(glassnet.__all__)


@pytest.mark.parametrize("module", MODULES)
def test_every_module_and_public_function_says_what_it_is_for(module):
    tree = tree_of(module)
    assert ast.get_docstring(tree)
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not node.name.startswith("_"):
            assert ast.get_docstring(node), f"{module}.{node.name}"
