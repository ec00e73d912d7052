"""Imports run one way, down the layers of the package, which imports no browser and no build."""

import ast
import sys
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import glassnet

PACKAGE = Path(glassnet.__file__).parent

# The floors of the house, from the ground up: folders, and the modules that stand beside them. A module imports from
# the floors below its own, and from its own folder where that makes no circle.
FLOORS = [
    *("version", "checks", "random_numbers", "timeline", "tutorial", "tables", "data", "programs", "compiler"),
    *("sklearn", "sweeping", "__init__", "glass", "looking", "run", "ahead", "sweeps", "opening", "description"),
    *("session", "recording", "__main__"),
]

# What sweeps on cores and clusters, and the estimators, need besides: extras of the package. The page has none of it.
EXTRAS = {"sweeps.native": {"pyarrow", "threadpoolctl", "rich", "distributed"}, "sklearn": {"sklearn"}}


def module_of(path):
    """The dotted name of a file, without the package's name."""
    return ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__")


PATHS = {module_of(path): path for path in PACKAGE.rglob("*.py")}
MODULES = sorted(PATHS)


def floor_of(module):
    return module.partition(".")[0]


def tree_of(module):
    return ast.parse(PATHS[module].read_text(encoding="utf-8"))


def imports(module):
    """All imports of a module: pairs of a dotted name and the imported name, if any."""
    for node in ast.walk(tree_of(module)):
        if isinstance(node, ast.Import):
            yield from ((alias.name, None) for alias in node.names)
        if isinstance(node, ast.ImportFrom):
            name = ".".join(filter(None, ["glassnet" if node.level else None, node.module]))
            yield from ((name, alias.name) for alias in node.names)


def own(module):
    """The package's modules that a module imports; ``__init__`` for what the package re-exports."""
    found = set()
    for name, taken in imports(module):
        if name == "glassnet" or name.startswith("glassnet."):
            inner = name.removeprefix("glassnet").removeprefix(".")
            deeper = f"{inner}.{taken}" if inner else taken
            found.add(deeper if deeper in PATHS else inner or "__init__")
    return found


def test_every_module_has_its_floor():
    assert {floor_of(module) for module in MODULES} == set(FLOORS)


@pytest.mark.parametrize("module", MODULES)
def test_a_module_imports_only_from_below(module):
    floor = FLOORS.index(floor_of(module))
    above = {other for other in own(module) if FLOORS.index(floor_of(other)) > floor}
    if module == "sweeping":  # the door to the native sweeps: it imports them when it is called
        above = {other for other in above if not other.startswith("sweeps.native.")}
    assert not above, f"{module} imports {sorted(above)}"


def test_no_imports_go_in_a_circle():
    list(TopologicalSorter({module: own(module) - {module} for module in MODULES}).static_order())


@pytest.mark.parametrize("module", MODULES)
def test_a_module_imports_nothing_but_the_standard_library_and_numpy(module):
    foreign = {name.split(".")[0] for name, _ in imports(module)} - {"glassnet", "numpy"}
    foreign -= set().union(*(needed for where, needed in EXTRAS.items() if module.startswith(where)))
    assert foreign <= sys.stdlib_module_names, f"{module} imports {sorted(foreign - sys.stdlib_module_names)}"


@pytest.mark.parametrize("module", MODULES)
def test_nothing_is_imported_behind_the_tests_back(module):
    names = {node.id for node in ast.walk(tree_of(module)) if isinstance(node, ast.Name)}
    # The reader's code, and the program's expressions that are explained.
    runs_a_text = {
        "programs.running": {"exec"},
        "compiler.stepping": {"exec"},
        "compiler.epochs": {"exec"},
        "glass.exercises": {"exec"},
        "glass.explaining": {"eval"},
        "glass.mistakes": {"exec"},
    }
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
    assert brought == {
        *glassnet.__all__,
        "__version__",
        "sweep",
        "results",
    }  # these, `from glassnet import *` does not bring


@pytest.mark.parametrize("module", MODULES)
def test_every_module_and_public_function_says_what_it_is_for(module):
    tree = tree_of(module)
    assert ast.get_docstring(tree)
    for node in tree.body:
        if module == "tutorial":
            continue  # its functions are the tutorial's, to the letter
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not node.name.startswith("_"):
            assert ast.get_docstring(node), f"{module}.{node.name}"
