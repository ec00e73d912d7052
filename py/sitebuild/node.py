"""Finds Node and npm: on the machine if they are new enough, else from PyPI in an environment of their own."""

import os
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

from .environment import environment
from .problem import Problem, last_words

OLDEST = 20


@cache
def node() -> Path:
    """The `node` program."""
    return _folder() / _program("node")


def run_node(*arguments: str | Path, cwd: Path | None = None, given: str | None = None) -> str:
    """What a Node script prints when it is `given` a text; if it fails, a `Problem` with the end of what it said."""
    command = [str(node()), *map(str, arguments)]
    done = subprocess.run(command, cwd=cwd, input=given, capture_output=True, text=True, check=False)
    if done.returncode:
        said = last_words(done.stderr or done.stdout, lines=25)
        raise Problem(f"{Path(arguments[0]).name} failed under Node; it said:\n{said}")
    return done.stdout


def run_npm(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Runs npm in a folder, quietly; the caller looks at the return code."""
    command = [
        str(_folder() / _program("npm")),
        *arguments,
        "--loglevel=error",
        "--no-update-notifier",
        "--fetch-retries=1",
    ]
    path = os.pathsep.join([str(_folder()), os.environ.get("PATH", "")])
    env = {**os.environ, "PATH": path}
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, env=env, check=False)


@cache
def _folder() -> Path:
    found = shutil.which("node")
    if found and shutil.which("npm", path=str(Path(found).parent)) and _major(found) >= OLDEST:
        return Path(found).parent
    return environment("node").parent


def _major(program: str) -> int:
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout
    match = re.match(r"v(\d+)\.", said)
    return int(match[1]) if match else 0


def _program(name: str) -> str:
    return {"node": "node.exe", "npm": "npm.cmd"}[name] if os.name == "nt" else name
