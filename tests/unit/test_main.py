"""``python -m glassnet`` prints the tutorial's text, from the checkout and from the installed wheel."""

import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import glassnet.__main__
import tutorial

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = Path(glassnet.__file__).parent


@pytest.fixture(scope="module")
def expected():
    """The output of the tutorial's own program."""
    return run(Path(tutorial.__file__), cwd=ROOT)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The package's wheel, as a build front end gets it."""
    folder = tmp_path_factory.mktemp("wheel")
    name = run("-c", f"from hatchling.build import build_wheel; print(build_wheel({str(folder)!r}))", cwd=ROOT)
    return folder / name.strip()


def run(*arguments, cwd, **env):
    """The output of a separate Python; any warning is an error."""
    command = [sys.executable, "-W", "error", *map(str, arguments)]
    env = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", **env}
    done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return done.stdout


def test_in_this_process_it_prints_what_the_tutorial_prints(expected, capsys):
    glassnet.__main__.main()
    assert capsys.readouterr().out == expected


def test_as_a_module_it_prints_what_the_tutorial_prints(expected, tmp_path):
    assert run("-m", "glassnet", cwd=tmp_path, PYTHONPATH=str(PACKAGE.parent)) == expected
    assert expected.startswith("Epoch 0, Loss: 0.2")
    assert expected.endswith("[0.50319846]]\n")


def test_from_the_wheel_it_prints_the_same(wheel, expected, tmp_path):
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    where = run("-c", "import glassnet; print(glassnet.__file__)", cwd=tmp_path, PYTHONPATH=str(tmp_path))
    assert Path(where.strip()) == tmp_path / "glassnet" / "__init__.py"
    assert run("-m", "glassnet", cwd=tmp_path, PYTHONPATH=str(tmp_path)) == expected


def test_the_wheel_holds_the_package_and_asks_for_numpy_alone(wheel):
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        (metadata,) = (name for name in names if name.endswith(".dist-info/METADATA"))
        text = archive.read(metadata).decode()
        assert f"\nVersion: {glassnet.__version__}\n" in text
        assert "glassnet/py.typed" in names
        for source in PACKAGE.glob("*.py"):
            assert archive.read(f"glassnet/{source.name}") == source.read_bytes()
    wanted = re.findall(r"^Requires-Dist: (.*)$", text, re.MULTILINE)
    assert [one for one in wanted if "extra ==" not in one] == ["numpy>=2"]
    assert {name.split("/")[0] for name in names if ".dist-info/" not in name} == {"glassnet"}
