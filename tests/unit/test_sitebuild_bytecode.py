"""The runtime's archives hold bytecode for Pyodide's own Python, the same in every build."""

import shutil
import zipfile
from pathlib import Path

import pytest

from sitebuild.bytecode import compile_archives, compiled
from sitebuild.files import sha256
from sitebuild.node import run_node
from sitebuild.numpy_wheel import numpy_wheel
from sitebuild.own_wheel import NATIVE, own_wheel, served_wheel
from sitebuild.problem import Problem
from sitebuild.pyodide import LOADER, STDLIB, pyodide

IMPORT_FROM = """
import { readFileSync } from "node:fs";
const [loader, archive] = process.argv.slice(2);
const { loadPyodide } = await import(loader);
const python = await loadPyodide();
python.FS.writeFile("/small.zip", readFileSync(archive));
python.runPython("import sys; sys.path.insert(0, '/small.zip')");
console.log(python.runPython("import one, two; one.x, two.__file__").toString());
"""


@pytest.fixture
def archive(tmp_path):
    """A small zip with a module, a package and data, with a fixed date, so it is always the same."""
    path = tmp_path / "small.zip"
    with zipfile.ZipFile(path, "w") as out:
        for name, text in {"one.py": "x = 1\n", "two/__init__.py": "", "two/data.txt": "data"}.items():
            out.writestr(zipfile.ZipInfo(name), text)
    return path


def test_python_becomes_bytecode_and_the_rest_stays(archive, tmp_path):
    made_of = [archive, Path(shutil.copy(archive, tmp_path / "again.zip"))]
    (tmp_path / "made").mkdir()
    compile_archives(made_of, tmp_path / "made")
    with zipfile.ZipFile(tmp_path / "made" / "small.zip") as made:
        assert sorted(made.namelist()) == ["one.pyc", "two/__init__.pyc", "two/data.txt"]
        assert made.read("two/data.txt") == b"data"
    assert sha256(tmp_path / "made" / "small.zip") == sha256(tmp_path / "made" / "again.zip")

    # Pyodide's own Python takes it: another Python's bytecode, beside no source, would be no module to it.
    (tmp_path / "import.mjs").write_text(IMPORT_FROM)
    said = run_node(tmp_path / "import.mjs", pyodide(LOADER).as_uri(), tmp_path / "made" / "small.zip")
    assert said == "(1, '/small.zip/two/__init__.pyc')\n"


def test_a_module_that_does_not_compile_is_told_in_words(tmp_path):
    broken = tmp_path / "broken.zip"
    with zipfile.ZipFile(broken, "w") as out:
        out.writestr("wrong.py", "def\n")
    (tmp_path / "out").mkdir()
    with pytest.raises(Problem, match=r"compile\.mjs failed under Node"):
        compile_archives([broken], tmp_path / "out")


def test_the_runtime_carries_no_sources():
    archives = sorted(path.name for path in compiled().iterdir() if path.suffix in (".zip", ".whl"))
    assert archives == sorted([STDLIB, numpy_wheel().name])
    for name in archives:
        with zipfile.ZipFile(compiled() / name) as made:
            suffixes = {member.rpartition(".")[2] for member in made.namelist()}
        assert "pyc" in suffixes
        assert "py" not in suffixes


def test_the_package_is_served_as_source_but_its_compiler_as_bytecode():
    with zipfile.ZipFile(own_wheel()) as whole, zipfile.ZipFile(served_wheel()) as served:
        expected = {
            name + "c" if name.startswith("glassnet/compiler/") and name.endswith(".py") else name
            for name in whole.namelist()
            if not name.startswith(NATIVE)
        }
        assert set(served.namelist()) == expected
        assert "glassnet/compiler/tracing.pyc" in expected
        assert all(any(name.startswith(left_out) for name in whole.namelist()) for left_out in NATIVE)
        assert served.read("glassnet/tutorial.py") == whole.read("glassnet/tutorial.py")
