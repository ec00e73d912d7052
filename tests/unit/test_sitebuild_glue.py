"""The parts left out of Pyodide's JavaScript are named there, and nowhere else."""

import re

import pytest

from sitebuild.glue import glue, without_unused_names
from sitebuild.problem import Problem
from sitebuild.pyodide import GLUE, pyodide

SMALL = (
    "async function create(){var _kept,_dropped,_bare,_asked;var a=1,b;"
    "function assignWasmExports(wasmExports){"
    '_kept=Module["_kept"]=wasmExports["kept"];'
    '_dropped=Module["_dropped"]=wasmExports["dropped"];'
    '_bare=wasmExports["bare"];'
    '_asked=Module["_asked"]=wasmExports["asked"];'
    'size=Module["size"]=wasmExports["size"].value'
    "}_kept()}"
)


def test_only_names_that_nobody_speaks_of_are_left_out():
    assert without_unused_names(SMALL, "module._asked()") == (
        "async function create(){var _kept,_asked;var a=1,b;"
        "function assignWasmExports(wasmExports){"
        '_kept=Module["_kept"]=wasmExports["kept"];'
        '_asked=Module["_asked"]=wasmExports["asked"];'
        'size=Module["size"]=wasmExports["size"].value'
        "}_kept()}"
    )


def test_a_declaration_of_nothing_goes_too():
    code = 'var _a;function assignWasmExports(wasmExports){_a=wasmExports["a"]}'
    assert without_unused_names(code) == "function assignWasmExports(wasmExports){}"


def test_other_javascript_than_expected_is_refused():
    with pytest.raises(Problem, match="does not name the interpreter's functions as it used to"):
        without_unused_names("function create(){}")


def test_of_pyodides_own_a_third_goes_and_no_name_is_left_dangling():
    whole = pyodide(GLUE).read_text(encoding="utf-8")
    short = glue().read_text(encoding="utf-8")
    assert len(short) < 0.7 * len(whole)
    words = re.compile(r"[\w$]+")
    gone = set(words.findall(whole)) - set(words.findall(short))
    assert len(gone) > 4000
    exports = set(re.findall(r'wasmExports\["([\w$]+)"\]', whole))
    given = set(re.findall(r'([\w$]+)=Module\["[\w$]+"\]=wasmExports\[', whole))
    assert gone <= given | exports
