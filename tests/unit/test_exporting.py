"""Export: a Python file and a notebook that print the page's numbers with only NumPy."""

import io
import json
from contextlib import redirect_stdout

import nbformat
import numpy as np
import pytest

from glassnet import session
from glassnet.programs import exporting
from glassnet.programs.choices import checked
from glassnet.programs.writing import Part, parts, write

SPREAD = [{}, {"hidden": [3, 2], "optimizer": "adam", "epochs": 120}, {"dataset": "moons", "points": 30, "epochs": 40}]


@pytest.fixture(autouse=True)
def afterwards():
    yield
    for name in ("sigmoid", "train_network"):
        session.restore(name)
    session.start({})


def run_cells(text):
    """The output of a notebook's code cells, run in one namespace."""
    names, out = {"__name__": "__main__"}, io.StringIO()
    with redirect_stdout(out):
        for cell in json.loads(text)["cells"]:
            if cell["cell_type"] == "code":
                exec("".join(cell["source"]), names)
    return out.getvalue()


@pytest.mark.parametrize("chosen", SPREAD)
def test_a_notebook_prints_what_the_program_prints(chosen):
    session.start(chosen)
    text = session.program("python")["text"]
    assert text == write(checked(chosen))
    out = io.StringIO()
    with redirect_stdout(out):
        exec(text, {"__name__": "__main__"})
    assert run_cells(session.program("notebook")["text"]) == out.getvalue()


@pytest.mark.parametrize("chosen", SPREAD)
def test_a_notebook_is_one_of_the_format_with_a_cell_for_each_step(chosen):
    text = exporting.notebook(parts(checked(chosen)))
    document = nbformat.reads(text, as_version=4)
    nbformat.validate(document)
    assert document.metadata.kernelspec.name == "python3"
    assert [cell.cell_type for cell in document.cells] == ["markdown", "code"] * 10
    assert document.cells[6].source.startswith("## 4. Forward propagation\n")
    code = [cell.source for cell in document.cells if cell.cell_type == "code"]
    assert "\n\n".join(code) + "\n" == write(checked(chosen))


def test_the_readers_versions_are_in_the_program():
    session.start({})
    text = "def sigmoid(x):\n    return np.tanh(x)  # mine\n"
    assert session.edit("sigmoid", text)["problem"] is None
    assert "# mine" in session.program("python")["text"]
    assert "# mine" in session.program("notebook")["text"]


def test_imports_from_the_future_come_to_the_top_of_the_file():
    text = "from __future__ import annotations\n\ndef sigmoid(x: Any):\n    return x\n"
    written = exporting.python_file([Part(1, "import", "import numpy as np\n"), Part(3, "sigmoid", text)])
    assert written.startswith("from __future__ import annotations\n")
    compile(written, "program.py", "exec")


def test_own_data_of_many_rows_comes_as_a_file():
    rows = "".join(f"{x},{x * x % 7},{x % 3 / 2}\n" for x in range(300))
    session.start({"dataset": "own", "epochs": 3}, own=f"a,b,target\n{rows}")
    answer = session.program("python")
    assert answer["data_file"] in answer["text"]
    assert np.loadtxt(io.StringIO(answer["data"]), delimiter=",", skiprows=1).shape == (300, 3)
    session.start({})
    assert session.program("python")["data"] is None


def test_another_form_is_refused():
    with pytest.raises(ValueError, match="form is 'word'; expected one of 'python', 'notebook'"):
        session.program("word")
