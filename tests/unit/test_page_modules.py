"""The page's pure modules: their own tests (tests/node), each file run by Node."""

import os
import subprocess

import pytest

from sitebuild.node import node
from sitebuild.paths import ROOT
from sitebuild.recording import recording

FILES = sorted((ROOT / "tests" / "node").glob("*.test.mjs"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_under_node(file):
    env = os.environ | {"GLASSNET_RECORDING": str(recording())}
    done = subprocess.run([node(), "--test", file], env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
