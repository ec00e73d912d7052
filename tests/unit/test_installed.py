"""The package as pip installs it, with the oldest and the newest NumPy: it runs, and its types hold for others' code.

Tried with the Python that runs this, and with Python 3.14 where that is on the machine.
"""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import glassnet
import tutorial
from sitebuild import bits
from sitebuild.environment import environment, pip_python
from sitebuild.paths import ROOT, cache_folder


def newer_python():
    """Python 3.14, if it is on the machine, is not what runs this, and has pip."""
    found = shutil.which("python3.14") if sys.version_info < (3, 14) else None
    usable = found and subprocess.run([found, "-c", "import ensurepip, pip"], check=False, capture_output=True)
    return found if usable and usable.returncode == 0 else None


NEWER = newer_python()
PYTHONS = {
    "this Python": None,
    "Python 3.14": pytest.param(NEWER, marks=pytest.mark.skipif(not NEWER, reason="no other python3.14 with pip")),
}

# What somebody may write who has installed it; with `mypy --strict` a call of what has no types would be an error.
PROGRAM = """
from typing import assert_type

import glassnet
from glassnet import *

X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
y = np.array([[0], [1], [1], [0]])
network = train_network(X, y, 2, 2, 1, 101, 0.1)
y_pred, cache = forward_propagation(network, X)
gradients = backward_propagation(network, cache, X, y)
network = update_parameters(network, gradients, 0.1)
loss = float(compute_loss(y, predict(network, X)))
assert_type(sigmoid(0.5), np.float64)
shape: tuple[int, ...] = sigmoid(network["W1"]).shape
half: float = sigmoid_derivative(0.5)

deeper = program(hidden=(8, 8), activation="tanh", optimizer="adam")
trained = deeper.train(X, y, epochs=101, learning_rate=0.01)
print(deeper.predict(trained, X).shape, len(deeper.source) > 1000, shape, half)
assert_type(glassnet.__version__, str)
"""

WRONG = """
import glassnet
from glassnet import program, train_network

train_network("rows", [1], 2, 2, 1, epochs=10, learning_rate=0.1)
program().train([[0.0]], [[0.0]], epochs=1).shape
program().sauce
glassnet.__version__ + 1
glassnet.nothing
"""


@pytest.fixture(scope="module", params=PYTHONS.values(), ids=PYTHONS)
def base(request):
    return request.param


@pytest.fixture(scope="module", params=["numpy-oldest", "numpy-newest"])
def python(request, base, tmp_path_factory):
    """A Python in which pip has installed the checkout; NumPy is in an environment of the cache, which it sees."""
    folder, copy = tmp_path_factory.mktemp("installed") / "env", tmp_path_factory.mktemp("checkout") / "glassnet"
    numpys, pip = environment(request.param, base), base or pip_python()
    subprocess.run([pip, "-m", "venv", "--without-pip", folder], check=True)
    own = folder / numpys.relative_to(numpys.parents[1])
    (packages(own) / "numpy.pth").write_text(str(packages(numpys)))
    shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(".git", "dist", "__pycache__"))
    quiet = ["--quiet", "--no-index", "--no-deps", "--no-build-isolation"]
    subprocess.run([pip, "-m", "pip", "--python", own, "install", *quiet, copy], check=True, capture_output=True)
    return own


def packages(python):
    """Where a Python has its packages."""
    ask = [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'), end='')"]
    return Path(subprocess.run(ask, capture_output=True, text=True, check=True).stdout)


def run(python, *arguments, cwd):
    """What that Python prints; any warning is an error."""
    command = [python, "-W", "error", *map(str, arguments)]
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_it_runs(python, tmp_path):
    """The tutorial's program prints what its own file prints there; a small program and a hundred others run."""
    (tmp_path / "program.py").write_text(PROGRAM)
    said = run(python, "program.py", cwd=tmp_path)
    assert said.splitlines()[-1] == "(4, 1) True (2, 2) 0.25"
    assert run(python, "-m", "glassnet", cwd=tmp_path) == run(python, tutorial.__file__, cwd=tmp_path)
    assert len(run(python, bits.__file__, cwd=tmp_path).splitlines()) > 100
    assert (
        run(python, "-c", "import glassnet; print(glassnet.__version__)", cwd=tmp_path) == f"{glassnet.__version__}\n"
    )


def test_its_types_hold_for_others(python, tmp_path):
    (tmp_path / "program.py").write_text(PROGRAM)
    assert types(python, tmp_path) == []


def test_what_does_not_fit_is_seen(python, tmp_path):
    (tmp_path / "program.py").write_text(WRONG)
    found = types(python, tmp_path)
    assert [line for line, _ in found] == ["5", "5", "6", "6", "7", "8", "9"], found


def types(python, folder):
    """What mypy says of the program there: lines and messages."""
    command = [sys.executable, "-m", "mypy", "--strict", "--no-error-summary", "--python-executable", python]
    command += [f"--cache-dir={cache_folder() / 'mypy'}", "--config-file=", "program.py"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert not done.stderr
    return [line.split(":", 2)[1:] for line in done.stdout.splitlines() if ": error:" in line]
