"""The bits of many runs: a line for each, another where a number is another."""

import os
import subprocess
import sys
from pathlib import Path

from glassnet.programs.choices import TABLES
from sitebuild import bits
from sitebuild.node import run_node
from sitebuild.numpy_wheel import numpy_wheel
from sitebuild.paths import PACKAGE
from sitebuild.pyodide import numpy, pyodide, python


def test_every_entry_has_a_line():
    env = {**os.environ, "PYTHONPATH": str(PACKAGE.parent)}
    command = [sys.executable, bits.__file__]
    said = subprocess.run(command, env=env, capture_output=True, text=True, check=True).stdout
    lines = dict(line.rsplit(" ", 1) for line in said.splitlines())
    assert {f"{choice} {name}" for choice, table in TABLES.items() for name in table} <= lines.keys()
    assert lines["the tutorial's"] == lines["activation sigmoid"] != lines["activation tanh"]
    seeds = {found for name, found in lines.items() if name.startswith("seed ")}
    assert len(seeds) == 20


def test_a_pyodide_says_as_many_lines_under_node():
    said = run_node(Path(bits.__file__).with_suffix(".mjs"), pyodide(), numpy_wheel()).splitlines()
    assert said[0].startswith(f"Python {python()}.")
    assert said[0].endswith(f"NumPy {numpy()['version']}")
    assert [line.rsplit(" ", 1)[0] for line in said[1:]] == [*bits.functions(), *bits.runs()]


def test_the_last_bit_counts():
    assert bits.bits([{"W1": 1.0}]) != bits.bits([{"W1": 1.0 + 2**-52}])
